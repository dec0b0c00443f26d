//! Things that documents of the domain take for granted, and their names, read from `gazetteer.ttl`.

use super::{Ontology, PackError, PackFiles};
use crate::fact::Name;

/// A known thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The local name of its IRI: its usual title in traditional characters, `俄羅斯帝國`.
    pub id: String,
    /// A class of the ontology.
    pub class: String,
    /// Its usual names, preferred ones first, each with its language tag.
    pub names: Vec<Name>,
    /// One- or two-character forms that stand for it only inside compounds: 俄 in 俄軍, 清俄, 中俄.
    pub short_forms: Vec<String>,
    /// First and last year in which a name that several things share means this one; `None` is open.
    pub active: (Option<i32>, Option<i32>),
    /// A Wikidata item that was verified: `Q34266`.
    pub wikidata: Option<String>,
}

/// The known things of a pack, sorted by `id`.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    pub entries: Vec<Entry>,
}

impl Gazetteer {
    /// Reads `gazetteer.ttl`.
    pub fn load(_files: &PackFiles, _ontology: &Ontology) -> Result<Gazetteer, PackError> {
        Ok(Gazetteer::default())
    }
}
