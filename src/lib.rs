//! `kg` reads history prose into a cited RDF knowledge graph.
//!
//! Text flows one way: bytes → [`document::Document`] → mentions → clauses → [`fact::Fact`]s → quads → store.
//! A module imports from what stands before it in that flow, never from behind it.

pub mod diff;
pub mod document;
pub mod extract;
pub mod fact;
pub mod fast;
pub mod graph;
pub mod pack;
pub mod query;
pub mod score;
pub mod serve;
pub mod source;
pub mod span;
pub mod store;
pub mod text;
