//! Facts as rows: one for each document that states a fact, with the values that this document gives.

use super::{Reader, StoreError};
use crate::graph::quads::unit_code;
use crate::graph::time::Bounds;
use crate::graph::vocab::{dcterms, oa, skos};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A thing with all its names, the title first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRef {
    pub iri: String,
    /// The local name of its class.
    pub class: String,
    pub labels: Vec<String>,
}

impl EntityRef {
    /// What it is called first.
    pub fn title(&self) -> &str {
        self.labels.first().map_or(&self.iri, String::as_str)
    }
}

/// What stands at the end of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filler {
    Entity(Rc<EntityRef>),
    Literal(String),
}

impl Filler {
    pub fn title(&self) -> &str {
        match self {
            Filler::Entity(entity) => entity.title(),
            Filler::Literal(text) => text,
        }
    }
}

/// A fact as one document states it, with the sentence of the document that says most of it.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// The title of the document, its language, file and IRI.
    pub doc: String,
    pub lang: String,
    pub path: String,
    pub doc_iri: String,
    pub fact_iri: String,
    pub relation: String,
    pub subject: Rc<EntityRef>,
    pub object: Filler,
    /// EDTF.
    pub time: Option<String>,
    /// Of the time that the document states, else of the date that the fact is about.
    pub bounds: Option<Bounds>,
    pub place: Option<Rc<EntityRef>>,
    pub to: Option<Rc<EntityRef>>,
    pub treaty: Option<Rc<EntityRef>>,
    pub leader: Option<Rc<EntityRef>>,
    pub position: Option<String>,
    pub amount: Option<String>,
    pub unit: Option<String>,
    pub quote: String,
    /// Code points of the document's plain text.
    pub start: usize,
    pub end: usize,
    /// The line of the file, from 1.
    pub line: usize,
    pub rule: String,
    pub confidence: usize,
    pub status: String,
}

/// What a graph says of one subject.
#[derive(Debug, Default)]
pub struct Description {
    pairs: Vec<(NamedNode, Term)>,
}

impl Description {
    pub(super) fn new(mut pairs: Vec<(NamedNode, Term)>) -> Description {
        pairs.sort_by_cached_key(|(p, o)| (p.clone(), o.to_string()));
        Description { pairs }
    }

    /// The first value of a property.
    pub fn get(&self, predicate: &NamedNode) -> Option<&Term> {
        self.pairs.iter().find(|(p, _)| p == predicate).map(|(_, o)| o)
    }

    pub fn all<'a>(&'a self, predicate: &'a NamedNode) -> impl Iterator<Item = &'a Term> {
        self.pairs.iter().filter(move |(p, _)| p == predicate).map(|(_, o)| o)
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&NamedNode, &Term)> {
        self.pairs.iter().map(|(p, o)| (p, o))
    }

    pub fn text(&self, predicate: &NamedNode) -> Option<String> {
        self.get(predicate).map(term_text)
    }

    pub fn number(&self, predicate: &NamedNode) -> usize {
        self.text(predicate).and_then(|n| n.parse().ok()).unwrap_or(0)
    }
}

/// The value of a literal, the IRI of a node.
pub fn term_text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// One graph in memory, by subject.
pub type Subjects = HashMap<String, Description>;

/// Looks up documents, entities and facts, and remembers the entities.
pub struct Lookup<'a> {
    pub(super) reader: &'a Reader,
    entities: RefCell<HashMap<String, Rc<EntityRef>>>,
    /// The last part of IRIs of the ontology: what stands before it.
    ontology: String,
}

impl<'a> Lookup<'a> {
    pub fn new(reader: &'a Reader) -> Lookup<'a> {
        let ontology = format!("{}o/", reader.namespaces().base());
        Lookup { reader, entities: RefCell::default(), ontology }
    }

    pub fn kg(&self, local: &str) -> NamedNode {
        self.reader.namespaces().ontology(local)
    }

    /// The graphs of all documents, by IRI.
    pub fn documents(&self) -> Result<Vec<NamedNode>, StoreError> {
        let prefix = format!("{}g/doc/", self.reader.namespaces().base());
        let mut graphs = Vec::new();
        for graph in self.reader.store().named_graphs() {
            if let NamedOrBlankNode::NamedNode(node) = graph?
                && node.as_str().starts_with(&prefix)
            {
                graphs.push(node);
            }
        }
        graphs.sort();
        Ok(graphs)
    }

    /// All of a graph, by subject.
    pub fn graph(&self, graph: &NamedNode) -> Result<Subjects, StoreError> {
        let mut subjects = Subjects::new();
        for quad in self.reader.store().quads_for_pattern(None, None, None, Some(graph.as_ref().into())) {
            let quad = quad?;
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.into_string(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            subjects.entry(subject).or_default().pairs.push((quad.predicate, quad.object));
        }
        subjects.values_mut().for_each(|d| d.pairs.sort_by_cached_key(|(p, o)| (p.clone(), o.to_string())));
        Ok(subjects)
    }

    /// What the default graph says of a node.
    pub fn describe(&self, node: NamedNodeRef<'_>) -> Result<Description, StoreError> {
        let subject = Some(NamedOrBlankNodeRef::from(node));
        let quads = self.reader.store().quads_for_pattern(subject, None, None, Some(GraphNameRef::DefaultGraph));
        let pairs: Result<Vec<_>, _> = quads.map(|q| q.map(|q| (q.predicate, q.object))).collect();
        Ok(Description::new(pairs?))
    }

    /// An entity by its IRI.
    pub fn entity(&self, iri: &str) -> Result<Rc<EntityRef>, StoreError> {
        if let Some(known) = self.entities.borrow().get(iri) {
            return Ok(Rc::clone(known));
        }
        let description = self.describe(NamedNodeRef::new_unchecked(iri))?;
        let class = description.text(&rdf::TYPE.into_owned()).unwrap_or_default();
        let class = class.strip_prefix(&self.ontology).unwrap_or(&class).to_owned();
        let title = self.reader.namespaces().readable(iri).unwrap_or(iri.into());
        let mut labels = Vec::new();
        for predicate in [skos::PREF_LABEL, skos::ALT_LABEL] {
            labels.extend(description.all(&predicate.into_owned()).map(term_text));
        }
        labels.sort_by_key(|label| *label != *title);
        if labels.is_empty() {
            labels.push(title.into_owned());
        }
        let entity = Rc::new(EntityRef { iri: iri.to_owned(), class, labels });
        self.entities.borrow_mut().insert(iri.to_owned(), Rc::clone(&entity));
        Ok(entity)
    }

    fn filler(&self, term: &Term) -> Result<Filler, StoreError> {
        Ok(match term {
            Term::NamedNode(node) => Filler::Entity(self.entity(node.as_str())?),
            other => Filler::Literal(term_text(other)),
        })
    }

    /// The rows of a document, by where they stand. Each fact comes once.
    pub fn rows(&self, document: &NamedNode) -> Result<Vec<FactRow>, StoreError> {
        let subjects = self.graph(document)?;
        self.rows_of(document, &subjects)
    }

    /// [`Self::rows`] of a graph that is in memory already.
    pub fn rows_of(&self, document: &NamedNode, subjects: &Subjects) -> Result<Vec<FactRow>, StoreError> {
        let Some(about) = subjects.get(document.as_str()) else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for description in subjects.values() {
            let Some(fact) = description.get(&oa::HAS_BODY.into_owned()) else { continue };
            if description.number(&self.kg("rank")) == 1 {
                rows.extend(self.row(document, about, subjects, description, fact)?);
            }
        }
        rows.sort_by(|a, b| {
            let key = |r: &FactRow| (r.start, r.end);
            let names = |r: &'_ FactRow| (r.relation.clone(), r.subject.iri.clone(), r.fact_iri.clone());
            key(a).cmp(&key(b)).then_with(|| names(a).cmp(&names(b)))
        });
        Ok(rows)
    }

    fn row(
        &self,
        document: &NamedNode,
        about: &Description,
        subjects: &Subjects,
        evidence: &Description,
        fact: &Term,
    ) -> Result<Option<FactRow>, StoreError> {
        let Term::NamedNode(fact) = fact else { return Ok(None) };
        let node = self.describe(fact.as_ref())?;
        let (Some(subject), Some(relation), Some(object)) = (
            node.get(&rdf::SUBJECT.into_owned()),
            node.text(&rdf::PREDICATE.into_owned()),
            node.get(&rdf::OBJECT.into_owned()),
        ) else {
            return Ok(None);
        };
        let local = |iri: String| iri.strip_prefix(&self.ontology).map(str::to_owned).unwrap_or(iri);
        let selected =
            |name: NamedNodeRef<'_>, of: &Description| of.text(&name.into_owned()).and_then(|iri| subjects.get(&iri));
        let target = selected(oa::HAS_TARGET, evidence);
        let selectors: Vec<&Description> = target
            .into_iter()
            .flat_map(|t| t.pairs().filter(|(p, _)| **p == oa::HAS_SELECTOR))
            .filter_map(|(_, s)| subjects.get(&term_text(s)))
            .collect();
        let number = |name: NamedNodeRef<'_>| {
            selectors.iter().find_map(|s| s.text(&name.into_owned())).and_then(|n| n.parse().ok()).unwrap_or(0)
        };
        let quote = selectors.iter().find_map(|s| s.text(&oa::EXACT.into_owned())).unwrap_or_default();
        let qualifier = |name: &str| evidence.text(&self.kg(name)).map(|iri| self.entity(&iri)).transpose();
        let object = self.filler(object)?;
        let time = evidence.text(&self.kg("edtf"));
        let bounds = match (&time, &object) {
            (Some(time), _) => Bounds::parse(time),
            (None, Filler::Literal(text)) if node.get(&self.kg("edtf")).is_some() => Bounds::parse(text),
            _ => None,
        };
        let rule = evidence.text(&self.kg("rule")).unwrap_or_default();
        let rules = format!("{}rule/", self.reader.namespaces().base());
        let status = evidence.text(&self.kg("polarity"));
        let position = match evidence.get(&self.kg("position")) {
            Some(term) => Some(self.filler(term)?.title().to_owned()),
            None => None,
        };
        let unit = evidence.text(&self.kg("unit"));
        Ok(Some(FactRow {
            doc: about.text(&dcterms::TITLE.into_owned()).unwrap_or_default(),
            lang: about.text(&dcterms::LANGUAGE.into_owned()).unwrap_or_default(),
            path: about.text(&self.kg("path")).unwrap_or_default(),
            doc_iri: document.as_str().to_owned(),
            fact_iri: fact.as_str().to_owned(),
            relation: local(relation),
            subject: self.entity(&term_text(subject))?,
            object,
            bounds,
            time,
            place: qualifier("place")?,
            to: qualifier("to")?,
            treaty: qualifier("treaty")?,
            leader: qualifier("leader")?,
            position,
            amount: evidence.text(&self.kg("amount")),
            unit: unit.map(|u| unit_code(&u, self.reader.namespaces()).unwrap_or(&u).to_owned()),
            quote,
            start: number(oa::START),
            end: number(oa::END),
            line: evidence.number(&self.kg("line")),
            rule: rule.strip_prefix(&rules).unwrap_or(&rule).to_owned(),
            confidence: evidence.number(&self.kg("confidence")),
            status: local(status.unwrap_or_default()),
        }))
    }
}
