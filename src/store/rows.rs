//! Facts as rows: one for each document that states a fact, with the values that this document gives.

use super::{Reader, StoreError};
use crate::graph::quads::unit_code;
use crate::graph::time::Bounds;
use crate::graph::vocab::{dcterms, oa, skos};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

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
    Entity(Arc<EntityRef>),
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
    pub subject: Arc<EntityRef>,
    pub object: Filler,
    /// EDTF.
    pub time: Option<String>,
    /// Of the time that the document states, else of the date that the fact is about.
    pub bounds: Option<Bounds>,
    pub place: Option<Arc<EntityRef>>,
    pub to: Option<Arc<EntityRef>>,
    pub treaty: Option<Arc<EntityRef>>,
    pub leader: Option<Arc<EntityRef>>,
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

/// How many documents are read between two times that rows are handed on.
const BATCH: usize = 64;

/// Hands all rows of all documents on, by document and by where they stand. Documents are read in parallel.
pub fn each_row<E: From<StoreError>>(
    reader: &Reader,
    mut receive: impl FnMut(FactRow) -> Result<(), E>,
) -> Result<(), E> {
    for batch in Lookup::new(reader).documents()?.chunks(BATCH) {
        let rows: Vec<Result<Vec<FactRow>, StoreError>> =
            batch.par_iter().map_init(|| Lookup::new(reader), |lookup, document| lookup.rows(document)).collect();
        for rows in rows {
            rows?.into_iter().try_for_each(&mut receive)?;
        }
    }
    Ok(())
}

/// What a graph says of one subject.
#[derive(Debug, Default)]
pub struct Description {
    pairs: Vec<(NamedNode, Term)>,
}

impl Description {
    pub(crate) fn new(mut pairs: Vec<(NamedNode, Term)>) -> Description {
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

/// What all the rows of a fact share.
struct Core {
    relation: String,
    subject: Arc<EntityRef>,
    object: Filler,
    /// Whether the fact node has a time.
    is_dated: bool,
}

/// What a graph says, by subject.
type Subjects = HashMap<String, Description>;

/// Looks up documents, entities and facts, and remembers the entities.
pub struct Lookup<'a> {
    pub(super) reader: &'a Reader,
    entities: RefCell<HashMap<String, Arc<EntityRef>>>,
    facts: RefCell<HashMap<String, Option<Arc<Core>>>>,
    /// The last part of IRIs of the ontology: what stands before it.
    ontology: String,
}

impl<'a> Lookup<'a> {
    pub fn new(reader: &'a Reader) -> Lookup<'a> {
        let ontology = format!("{}o/", reader.namespaces().base());
        Lookup { reader, entities: RefCell::default(), facts: RefCell::default(), ontology }
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

    /// What a document's graph says with some properties, by subject.
    ///
    /// Every term of a quad costs a look into the database, so nothing is read that no row needs.
    fn subjects(&self, graph: &NamedNode, predicates: &[NamedNode]) -> Result<Subjects, StoreError> {
        let mut subjects = Subjects::new();
        for predicate in predicates {
            let quads = self.reader.store().quads_for_pattern(
                None,
                Some(predicate.as_ref()),
                None,
                Some(graph.as_ref().into()),
            );
            for quad in quads {
                let quad = quad?;
                if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                    subjects.entry(subject.into_string()).or_default().pairs.push((quad.predicate, quad.object));
                }
            }
        }
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
    pub fn entity(&self, iri: &str) -> Result<Arc<EntityRef>, StoreError> {
        if let Some(known) = self.entities.borrow().get(iri) {
            return Ok(Arc::clone(known));
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
        let entity = Arc::new(EntityRef { iri: iri.to_owned(), class, labels });
        self.entities.borrow_mut().insert(iri.to_owned(), Arc::clone(&entity));
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
        let foreign = [dcterms::TITLE, dcterms::LANGUAGE, oa::HAS_BODY, oa::HAS_TARGET, oa::HAS_SELECTOR, oa::EXACT];
        let own = [
            "path",
            "rank",
            "rule",
            "polarity",
            "line",
            "confidence",
            "edtf",
            "to",
            "place",
            "treaty",
            "leader",
            "position",
            "amount",
            "unit",
        ];
        let foreign = foreign.iter().map(|p| p.into_owned());
        let predicates: Vec<NamedNode> = foreign.chain(own.iter().map(|name| self.kg(name))).collect();
        let subjects = self.subjects(document, &predicates)?;
        let Some(about) = subjects.get(document.as_str()) else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for description in subjects.values() {
            let Some(fact) = description.get(&oa::HAS_BODY.into_owned()) else { continue };
            if description.number(&self.kg("rank")) == 1 {
                rows.extend(self.row(document, about, &subjects, description, fact)?);
            }
        }
        rows.sort_by(|a, b| {
            let key = |r: &FactRow| (r.start, r.end);
            let names = |r: &'_ FactRow| (r.relation.clone(), r.subject.iri.clone(), r.fact_iri.clone());
            key(a).cmp(&key(b)).then_with(|| names(a).cmp(&names(b)))
        });
        Ok(rows)
    }

    fn core(&self, fact: &NamedNode) -> Result<Option<Arc<Core>>, StoreError> {
        if let Some(known) = self.facts.borrow().get(fact.as_str()) {
            return Ok(known.clone());
        }
        let node = self.describe(fact.as_ref())?;
        let get = |p: NamedNodeRef<'_>| node.get(&p.into_owned());
        let core = match (get(rdf::SUBJECT), get(rdf::PREDICATE), get(rdf::OBJECT)) {
            (Some(subject), Some(relation), Some(object)) => Some(Arc::new(Core {
                relation: self.local(term_text(relation)),
                subject: self.entity(&term_text(subject))?,
                object: self.filler(object)?,
                is_dated: node.get(&self.kg("edtf")).is_some(),
            })),
            _ => None,
        };
        self.facts.borrow_mut().insert(fact.as_str().to_owned(), core.clone());
        Ok(core)
    }

    /// The local name of a term of the ontology.
    fn local(&self, iri: String) -> String {
        iri.strip_prefix(&self.ontology).map(str::to_owned).unwrap_or(iri)
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
        let Some(core) = self.core(fact)? else { return Ok(None) };
        let selected =
            |name: NamedNodeRef<'_>, of: &Description| of.text(&name.into_owned()).and_then(|iri| subjects.get(&iri));
        let target = selected(oa::HAS_TARGET, evidence);
        let has_selector = oa::HAS_SELECTOR.into_owned();
        let selectors: Vec<String> = target.into_iter().flat_map(|t| t.all(&has_selector)).map(term_text).collect();
        let exact = oa::EXACT.into_owned();
        let quote = selectors.iter().find_map(|s| subjects.get(s)?.text(&exact)).unwrap_or_default();
        let number = |name: NamedNodeRef<'_>| -> Result<usize, StoreError> {
            for selector in &selectors {
                let subject = Some(NamedNodeRef::new_unchecked(selector).into());
                let graph = Some(document.as_ref().into());
                let mut quads = self.reader.store().quads_for_pattern(subject, Some(name), None, graph);
                if let Some(quad) = quads.next() {
                    return Ok(term_text(&quad?.object).parse().unwrap_or(0));
                }
            }
            Ok(0)
        };
        let qualifier = |name: &str| evidence.text(&self.kg(name)).map(|iri| self.entity(&iri)).transpose();
        let time = evidence.text(&self.kg("edtf"));
        let bounds = match (&time, &core.object) {
            (Some(time), _) => Bounds::parse(time),
            (None, Filler::Literal(text)) if core.is_dated => Bounds::parse(text),
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
            relation: core.relation.clone(),
            subject: Arc::clone(&core.subject),
            object: core.object.clone(),
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
            start: number(oa::START)?,
            end: number(oa::END)?,
            line: evidence.number(&self.kg("line")),
            rule: rule.strip_prefix(&rules).unwrap_or(&rule).to_owned(),
            confidence: evidence.number(&self.kg("confidence")),
            status: self.local(status.unwrap_or_default()),
        }))
    }
}
