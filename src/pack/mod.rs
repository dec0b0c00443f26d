//! The domain pack: everything `kg` knows of a domain and its languages, read from the files of `ontology/`.
//!
//! - [`Ontology`]: relations and classes (`history.ttl`);
//! - [`Gazetteer`]: things that documents take for granted, and their names (`gazetteer.ttl`);
//! - for each language, the forms of names and the rules.
//!
//! The pack is parsed, not merely validated: once loaded, no rule names an unknown relation, role or class.

pub mod files;
pub mod gazetteer;
pub mod names;
pub mod ontology;
mod turtle;

pub use files::PackFiles;
pub use gazetteer::Gazetteer;
pub use ontology::Ontology;

/// A mistake in a pack: what, where, and what to do.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{file}:{line}: {message}")]
pub struct PackError {
    /// The path in the pack, as `zh/ceded.toml`, or on disk where the pack is a folder.
    pub file: String,
    /// From 1; 0 stands for the file as a whole.
    pub line: usize,
    pub message: String,
}
