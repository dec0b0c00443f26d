//! SPARQL over the graph: queries with a name, parameters with a type, errors that point at the word.
//!
//! A query is text with a *header*, comment lines that say its title and its parameters ([`Header`]). A parameter is
//! written `$name`; given a value, every `$name` is replaced by an RDF term ([`fill`]), never by text, so that a value
//! cannot change the query. Without a value, `$name` is a variable as any other, and a line that ends in `# if name` is
//! left out.

mod header;
mod library;
mod params;
mod run;
mod syntax;
mod token;

pub use header::{Header, HeaderError, Param, ParamType};
pub use library::{Named, library};
pub use params::{Fill, FillError, fill};
pub use run::{QueryError, prefixes, prepare_query, prepare_update, run};
pub use syntax::SyntaxError;
