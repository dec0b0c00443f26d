//! Facts as RDF.
//!
//! - A *direct triple* `e:清朝 kg:ceded e:霍爾果斯河以西` says what the documents affirm.
//! - A *fact node* `f:…` is one happening or state of affairs, merged over all the documents that state it; it carries
//!   time, place and the other qualifiers.
//! - *Evidence* `ev:…` is one sentence that states a fact, in the named graph of its document.
//!
//! Extractions go through [`merge`], which decides what is the same thing and the same fact; [`quads`] and [`evidence`]
//! write the outcome down in the words of [`vocab`], under the names that [`iri`] makes. No triple stands in two
//! graphs, and there are no blank nodes.

pub mod evidence;
pub mod iri;
pub mod labels;
pub mod merge;
pub mod meta;
pub mod quads;
#[cfg(test)]
pub mod sample;
pub mod time;
pub mod vocab;

pub use iri::Namespaces;
pub use merge::{Merged, Merger};
