//! Writing the graph, or a part of it, in a format that other programs read.
//!
//! The order is always the same: graphs by name, the default graph first; in a graph entities, then facts, documents,
//! evidence, and the rest; in a subject its type, its names, then everything else. So the same graph always gives the
//! same bytes. A graph is read a subject at a time, a document's graph at once: memory does not grow with the store.

mod json_ld;
mod part;
mod plain;
pub mod turtle;

use super::{Reader, StoreError};
use crate::graph::Namespaces;
use crate::graph::vocab::{RDF_REIFIES, RDFS_LABEL, skos};
use oxigraph::io::RdfFormat;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A format of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Turtle,
    TriG,
    NTriples,
    NQuads,
    RdfXml,
    JsonLd,
}

impl Format {
    /// Whether it has named graphs.
    pub fn has_graphs(self) -> bool {
        matches!(self, Format::TriG | Format::NQuads | Format::JsonLd)
    }
}

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Entities, direct triples and facts.
    Default,
    /// All graphs. A format without graphs gets their triples: none of them stands in two graphs.
    All,
    /// One named graph.
    Graph(NamedNode),
    /// The graphs of some documents, and the facts that they state, with the entities in them.
    Documents(Vec<NamedNode>),
    /// An entity, the facts that it takes part in, their evidence, and the names of the other entities in them.
    Entity(NamedNode),
}

/// Why nothing, or not all, was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
    #[error("JSON-LD has no triple terms: leave out --rdf12, or choose another format")]
    NoTripleTerms,
}

/// What a subject is said to be: predicates and objects, in the order in which they are written.
pub(super) type Pairs = Vec<(NamedNode, Term)>;

/// Subjects in the order in which they are written.
type Subjects = BTreeMap<(u8, String), (NamedOrBlankNode, Pairs)>;

/// Writes subjects, graph after graph.
pub(super) trait Sink {
    /// What follows stands in this graph; `None` is the default graph.
    fn graph(&mut self, graph: Option<&NamedNode>) -> io::Result<()>;
    /// A subject with all that the graph says of it.
    fn subject(&mut self, subject: &NamedOrBlankNode, pairs: &Pairs) -> io::Result<()>;
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes a selection. With `rdf12`, each fact node also says which triple it reifies.
pub fn export<'w>(
    reader: &Reader,
    selection: &Selection,
    format: Format,
    rdf12: bool,
    out: impl Write + 'w,
) -> Result<(), ExportError> {
    if rdf12 && format == Format::JsonLd {
        return Err(ExportError::NoTripleTerms);
    }
    let sink = sink(format, reader.namespaces(), out)?;
    let mut exporter = Exporter { reader, order: Order::new(reader.namespaces()), rdf12, sink };
    match selection {
        Selection::Default => exporter.graph(None)?,
        Selection::Graph(graph) => exporter.graph(Some(graph))?,
        Selection::All => {
            exporter.graph(None)?;
            let mut graphs = Vec::new();
            for graph in reader.store().named_graphs() {
                if let NamedOrBlankNode::NamedNode(graph) = graph.map_err(StoreError::from)? {
                    graphs.push(graph);
                }
            }
            graphs.sort();
            for graph in &graphs {
                exporter.graph(Some(graph))?;
            }
        }
        Selection::Documents(graphs) => exporter.quads(part::of_documents(reader, graphs)?)?,
        Selection::Entity(entity) => exporter.quads(part::of_entity(reader, entity, format.has_graphs())?)?,
    }
    exporter.sink.finish()?;
    Ok(())
}

/// Writes the triples of a query's answer, sorted.
pub fn write_triples<'w>(
    namespaces: &Namespaces,
    triples: Vec<Triple>,
    format: Format,
    out: impl Write + 'w,
) -> Result<(), ExportError> {
    let mut sink = sink(format, namespaces, out)?;
    let order = Order::new(namespaces);
    let mut subjects: Subjects = BTreeMap::new();
    for triple in triples {
        let key = order.of_subject(&triple.subject);
        subjects.entry(key).or_insert((triple.subject, Vec::new())).1.push((triple.predicate, triple.object));
    }
    sink.graph(None)?;
    for (subject, mut pairs) in subjects.into_values() {
        order.sort(&mut pairs);
        sink.subject(&subject, &pairs)?;
    }
    sink.finish()?;
    Ok(())
}

fn sink<'w>(format: Format, namespaces: &Namespaces, out: impl Write + 'w) -> io::Result<Box<dyn Sink + 'w>> {
    Ok(match format {
        Format::Turtle | Format::TriG => Box::new(turtle::TurtleSink::new(out, namespaces, format == Format::TriG)),
        Format::NTriples => Box::new(plain::PlainSink::new(out, RdfFormat::NTriples, namespaces)?),
        Format::NQuads => Box::new(plain::PlainSink::new(out, RdfFormat::NQuads, namespaces)?),
        Format::RdfXml => Box::new(plain::PlainSink::new(out, RdfFormat::RdfXml, namespaces)?),
        Format::JsonLd => Box::new(json_ld::JsonLdSink::new(out, namespaces)?),
    })
}

struct Exporter<'a, 'w> {
    reader: &'a Reader,
    order: Order,
    rdf12: bool,
    sink: Box<dyn Sink + 'w>,
}

impl Exporter<'_, '_> {
    fn graph(&mut self, graph: Option<&NamedNode>) -> Result<(), ExportError> {
        let name = graph.map_or(GraphName::DefaultGraph, |g| GraphName::NamedNode(g.clone()));
        let store = self.reader.store();
        if graph.is_some() {
            let quads: Result<Vec<Quad>, _> = store.quads_for_pattern(None, None, None, Some(name.as_ref())).collect();
            return self.quads(quads.map_err(StoreError::from)?);
        }
        // The default graph can be large: its subjects first, then one after the other.
        let mut subjects: Vec<NamedOrBlankNode> = Vec::new();
        for quad in store.quads_for_pattern(None, None, None, Some(name.as_ref())) {
            let subject = quad.map_err(StoreError::from)?.subject;
            if subjects.last() != Some(&subject) {
                subjects.push(subject);
            }
        }
        subjects.sort_by_cached_key(|s| self.order.of_subject(s));
        subjects.dedup();
        self.sink.graph(None)?;
        for subject in &subjects {
            let quads = store.quads_for_pattern(Some(subject.as_ref()), None, None, Some(name.as_ref()));
            let pairs: Result<Pairs, _> = quads.map(|q| q.map(|q| (q.predicate, q.object))).collect();
            self.subject(subject, pairs.map_err(StoreError::from)?)?;
        }
        Ok(())
    }

    /// Writes quads that are in memory.
    fn quads(&mut self, quads: Vec<Quad>) -> Result<(), ExportError> {
        let mut graphs: BTreeMap<Option<NamedNode>, Subjects> = BTreeMap::new();
        for quad in quads {
            let graph = match quad.graph_name {
                GraphName::NamedNode(node) => Some(node),
                _ => None,
            };
            let subjects = graphs.entry(graph).or_default();
            let key = self.order.of_subject(&quad.subject);
            subjects.entry(key).or_insert((quad.subject, Vec::new())).1.push((quad.predicate, quad.object));
        }
        for (graph, subjects) in graphs {
            self.sink.graph(graph.as_ref())?;
            for (subject, pairs) in subjects.into_values() {
                self.subject(&subject, pairs)?;
            }
        }
        Ok(())
    }

    fn subject(&mut self, subject: &NamedOrBlankNode, mut pairs: Pairs) -> Result<(), ExportError> {
        if self.rdf12 {
            pairs.extend(reified(&pairs).map(|triple| (RDF_REIFIES.into_owned(), triple.into())));
        }
        self.order.sort(&mut pairs);
        self.sink.subject(subject, &pairs)?;
        Ok(())
    }
}

/// The triple that a fact node is about.
fn reified(pairs: &Pairs) -> Option<Triple> {
    let get = |wanted| pairs.iter().find(|(p, _)| *p == wanted).map(|(_, o)| o.clone());
    match (get(rdf::SUBJECT)?, get(rdf::PREDICATE)?, get(rdf::OBJECT)?) {
        (Term::NamedNode(s), Term::NamedNode(p), o) => Some(Triple::new(s, p, o)),
        _ => None,
    }
}

/// Writes a language tag as it is usually written, in every format the same: readers that keep the case of tags
/// (rdflib) would else take two formats for two graphs.
fn write_tag_as_usual(object: &mut Term) {
    if let Term::Literal(literal) = object
        && literal.direction().is_none()
        && let Some(tag) = literal.language()
    {
        *literal = Literal::new_language_tagged_literal_unchecked(literal.value(), usual_case(tag));
    }
}

/// A language tag as it is usually written: `zh-Hant`, `en-GB`. The graph has it in small letters.
fn usual_case(tag: &str) -> String {
    let subtags = tag.split('-').enumerate().map(|(i, subtag)| match subtag.len() {
        4 if i > 0 => subtag[..1].to_ascii_uppercase() + &subtag[1..],
        2 if i > 0 => subtag.to_ascii_uppercase(),
        _ => subtag.to_owned(),
    });
    subtags.collect::<Vec<_>>().join("-")
}

/// The order in which things are written.
struct Order {
    kinds: Vec<String>,
    predicates: Vec<String>,
}

impl Order {
    fn new(namespaces: &Namespaces) -> Order {
        let kinds = ["e/", "f/", "g/", "ev/"].map(|kind| format!("{}{kind}", namespaces.base()));
        let first = [
            rdf::TYPE,
            RDFS_LABEL,
            skos::PREF_LABEL,
            skos::ALT_LABEL,
            rdf::SUBJECT,
            rdf::PREDICATE,
            rdf::OBJECT,
            RDF_REIFIES,
        ];
        let own = ["status", "earliest", "latest", "endEarliest", "endLatest", "edtf", "dateText"];
        let own = own.map(|name| namespaces.ontology(name).into_string());
        let predicates = first.iter().map(|p| p.as_str().to_owned()).chain(own).collect();
        Order { kinds: kinds.to_vec(), predicates }
    }

    /// Entities, facts, documents, evidence, the rest.
    fn of_subject(&self, subject: &NamedOrBlankNode) -> (u8, String) {
        let text = match subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let kind = self.kinds.iter().position(|k| text.starts_with(k)).unwrap_or(self.kinds.len());
        (kind as u8, text)
    }

    /// Sorts what is said of a subject and makes it ready to be written.
    fn sort(&self, pairs: &mut Pairs) {
        // Objects are compared as they are written only where a predicate has several.
        pairs.sort_by(|(p, o), (q, r)| {
            let objects = || o.to_string().cmp(&r.to_string());
            self.of_predicate(p).cmp(&self.of_predicate(q)).then_with(objects)
        });
        pairs.dedup();
        for (_, object) in pairs {
            write_tag_as_usual(object);
        }
    }

    fn of_predicate<'p>(&self, predicate: &'p NamedNode) -> (usize, &'p str) {
        let text = predicate.as_str();
        (self.predicates.iter().position(|p| p == text).unwrap_or(self.predicates.len()), text)
    }
}

#[cfg(test)]
mod tests;
