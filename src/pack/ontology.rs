//! Relations and classes, read from `history.ttl`.
//!
//! A *relation* is what facts are stated with; its *domain* and *range* say which classes its two ends may have. A class
//! stands for all classes below it: whatever admits `Actor` admits `State`. Classes below `kg:Entity` are classes of
//! things, those below `kg:Fact` of the nodes that stand for facts, and each relation names its *event class* among
//! the latter. A *qualifier* says more of a fact: to whom, where, by which treaty.
//!
//! This file holds the nouns; [`read`] makes them from Turtle and checks it.

mod read;

use super::turtle::Turtle;
use super::{PackError, PackFiles};
use std::collections::{BTreeMap, BTreeSet};

/// The file of a pack that holds its ontology.
const FILE: &str = "history.ttl";

/// What the members of a class are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassKind {
    /// Things that facts are about.
    Entity,
    /// Nodes that stand for facts.
    Fact,
}

/// A class that entities or events can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The local name in the ontology: `State`.
    pub name: String,
    /// Local names of the classes that it is directly part of.
    pub parents: Vec<String>,
    /// Labels by language tag.
    pub labels: BTreeMap<String, String>,
    /// Local names of all classes that it is part of, itself included.
    pub ancestors: BTreeSet<String>,
    pub kind: ClassKind,
    /// It only gathers others, as `Actor` does; nothing is given just this class.
    pub is_abstract: bool,
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

impl Relation {
    /// Whether an entity of this class may be its subject.
    pub fn admits_subject(&self, ontology: &Ontology, class: &str) -> bool {
        ontology.admits(&self.domain, class)
    }

    /// Whether an entity of this class may be its object; never where the object is a literal.
    pub fn admits_object(&self, ontology: &Ontology, class: &str) -> bool {
        match &self.range {
            Range::Classes(classes) => ontology.admits(classes, class),
            Range::Text | Range::Date => false,
        }
    }
}

/// The relations and classes of a pack.
#[derive(Debug, Clone, Default)]
pub struct Ontology {
    pub classes: BTreeMap<String, Class>,
    pub relations: BTreeMap<String, Relation>,
    /// The classes that the value of a qualifier (`to`, `place`, `treaty`, `leader`, `position`) may have.
    pub qualifiers: BTreeMap<String, Vec<String>>,
    /// The Turtle that it was read from: it is also a graph of the store.
    pub turtle: String,
}

impl Ontology {
    /// Reads `history.ttl`. The first mistake is an error at the line on which its subject first stands.
    pub fn load(files: &PackFiles) -> Result<Ontology, PackError> {
        read::ontology(&Turtle::parse(files, FILE)?)
    }

    /// Whether a class is one of `classes` or below one of them. Without `classes`, everything is.
    pub fn admits(&self, classes: &[String], class: &str) -> bool {
        let ancestors = self.classes.get(class).map(|c| &c.ancestors);
        let fits = |c: &String| c == class || ancestors.is_some_and(|a| a.contains(c));
        classes.is_empty() || classes.iter().any(fits)
    }

    /// The classes that an entity can be given and that `classes` admit, sorted: `Actor` becomes `Army`, `Organization`, …
    pub fn expand<'a>(&'a self, classes: &'a [String]) -> impl Iterator<Item = &'a str> {
        self.entity_classes().filter(|name| self.admits(classes, name))
    }

    /// The classes that an entity can be given, sorted.
    pub fn entity_classes(&self) -> impl Iterator<Item = &str> {
        self.classes.values().filter(|c| c.kind == ClassKind::Entity && !c.is_abstract).map(|c| c.name.as_str())
    }

    /// Whether an entity can be given this class.
    pub fn is_entity_class(&self, name: &str) -> bool {
        self.classes.get(name).is_some_and(|c| c.kind == ClassKind::Entity && !c.is_abstract)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::turtle::{ONTOLOGY, local};
    use oxigraph::io::{RdfFormat, RdfParser};
    use oxigraph::model::Term;

    fn built_in() -> Ontology {
        Ontology::load(&PackFiles::built_in()).unwrap_or_else(|e| panic!("{e}"))
    }

    /// The relations and classes that annotators of documents may use.
    const RELATIONS: &str = "invaded occupied recaptured besieged defeated repelled foughtAgainst suppressed destroyed killed captured \
        withdrewFrom surrenderedTo rebelledAgainst rebelledIn incited supported alliedWith ceasefireWith ledBy ceded returned \
        annexed protectorateOf vassalOf founded independentFrom capital locatedIn borders partOf participatedIn signed rejected \
        ratified negotiatedWith paidIndemnityTo sentEnvoy heldPosition appointed dismissed ruled succeeded child spouse sibling \
        birthDate deathDate birthPlace deathPlace startDate endDate alsoKnownAs";
    const SYMMETRIC: &str = "alliedWith borders ceasefireWith foughtAgainst negotiatedWith sibling spouse";
    const CLASSES: &str = "Army Event Organization People Person Place Position Rebellion State Treaty War";

    #[test]
    fn the_built_in_ontology_has_every_relation_and_class() {
        let ontology = built_in();
        let mut expected: Vec<_> = RELATIONS.split_whitespace().collect();
        expected.sort_unstable();
        assert_eq!(ontology.relations.keys().collect::<Vec<_>>(), expected);
        let symmetric = ontology.relations.values().filter(|r| r.symmetric).map(|r| r.name.as_str());
        assert_eq!(symmetric.collect::<Vec<_>>(), SYMMETRIC.split_whitespace().collect::<Vec<_>>());
        assert_eq!(ontology.entity_classes().collect::<Vec<_>>(), CLASSES.split_whitespace().collect::<Vec<_>>());
        assert_eq!(ontology.qualifiers.keys().collect::<Vec<_>>(), ["leader", "place", "position", "to", "treaty"]);
    }

    #[test]
    fn everything_built_in_is_labelled_in_three_scripts() {
        let ontology = built_in();
        let all = ["en", "zh-Hans", "zh-Hant"];
        for relation in ontology.relations.values() {
            assert_eq!(relation.labels.keys().collect::<Vec<_>>(), all, "labels of {}", relation.name);
            assert_eq!(relation.comments.keys().collect::<Vec<_>>(), all, "comments of {}", relation.name);
        }
        for class in ontology.classes.values() {
            assert_eq!(class.labels.keys().collect::<Vec<_>>(), all, "labels of {}", class.name);
        }
    }

    #[test]
    fn every_relation_between_entities_reads_in_both_directions() {
        for relation in built_in().relations.values() {
            let literal = !matches!(relation.range, Range::Classes(_));
            let both_ways = relation.symmetric || relation.inverse.is_some();
            assert_eq!(both_ways, !literal, "{}", relation.name);
        }
    }

    #[test]
    fn a_class_stands_for_those_below_it() {
        let ontology = built_in();
        let actor = ["Actor".to_owned()];
        assert!(ontology.admits(&actor, "State") && ontology.admits(&actor, "Person"));
        assert!(!ontology.admits(&actor, "Place") && !ontology.admits(&actor, "no such class"));
        assert!(!ontology.admits(&["State".to_owned()], "Actor"));
        assert!(ontology.admits(&[], "Treaty"));
        assert_eq!(ontology.expand(&actor).collect::<Vec<_>>(), ["Army", "Organization", "People", "Person", "State"]);
    }

    #[test]
    fn the_ends_of_a_relation_are_constrained() {
        let ontology = built_in();
        let ceded = &ontology.relations["ceded"];
        assert!(ceded.admits_subject(&ontology, "State") && !ceded.admits_subject(&ontology, "Treaty"));
        assert!(ceded.admits_object(&ontology, "Place") && !ceded.admits_object(&ontology, "Person"));
        assert!(!ontology.relations["birthDate"].admits_object(&ontology, "Event"));
        assert!(ontology.relations["alsoKnownAs"].admits_subject(&ontology, "Position"));
    }

    #[test]
    fn the_shapes_speak_only_of_what_the_ontology_declares() {
        let files = PackFiles::built_in();
        let declared = Turtle::parse(&files, FILE).expect("is Turtle");
        let shapes = files.required("shapes.ttl").expect("is in the pack");
        let mut used = BTreeSet::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(shapes) {
            let quad = quad.expect("is Turtle");
            if let Term::NamedNode(node) = quad.object {
                used.insert(node.into_string());
            }
        }
        used.retain(|iri| local(iri, ONTOLOGY).is_some_and(|name| !name.starts_with("shape/")));
        assert!(used.len() > 50, "{used:?}");
        let unknown: Vec<_> = used.iter().filter(|iri| declared.get(iri).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
