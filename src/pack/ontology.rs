//! Relations and classes, read from `history.ttl`.

use super::{PackError, PackFiles};
use std::collections::BTreeMap;

/// A class that entities or events can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The local name in the ontology: `State`.
    pub name: String,
    /// Local names of the classes that it is directly part of.
    pub parents: Vec<String>,
    /// Labels by language tag.
    pub labels: BTreeMap<String, String>,
}

/// What may stand at the object end of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// An entity of one of these classes; empty means any.
    Classes(Vec<String>),
    /// A string, as of `alsoKnownAs`.
    Text,
    /// A date in EDTF, as of `birthDate`.
    Date,
}

/// A relation between entities, or from an entity to a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The local name in the ontology: `ceded`.
    pub name: String,
    /// Classes that the subject may have; empty means any.
    pub domain: Vec<String>,
    pub range: Range,
    pub symmetric: bool,
    /// The local name of the inverse property, if it has one.
    pub inverse: Option<String>,
    /// The class of its fact nodes: `Cession`.
    pub event_class: String,
    pub labels: BTreeMap<String, String>,
    pub comments: BTreeMap<String, String>,
    /// Wikidata properties that correspond to it: `P1344`.
    pub wikidata: Vec<String>,
}

/// The relations and classes of a pack.
#[derive(Debug, Clone, Default)]
pub struct Ontology {
    pub classes: BTreeMap<String, Class>,
    pub relations: BTreeMap<String, Relation>,
    /// The Turtle that it was read from: it is also a graph of the store.
    pub turtle: String,
}

impl Ontology {
    /// Reads `history.ttl`.
    pub fn load(_files: &PackFiles) -> Result<Ontology, PackError> {
        Ok(Ontology::default())
    }
}
