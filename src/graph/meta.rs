//! What the graph says of itself: the ontology in `g/ontology`, the build in `g/meta`.
//!
//! Nothing here depends on a clock: the same input gives the same graph.

use super::iri::{DEFAULT_BASE, Namespaces};
use super::quads::{Statements, Writer, integer};
use super::vocab::{PREFIXES, dcat, dcterms, prov, void};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::HashMap;

/// The terms of the graph model itself, which every domain needs.
const MODEL: &str = include_str!("model.ttl");

/// The version of this program; another one reads every document again.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The ontology of the pack and the terms of the graph model, in `g/ontology`.
///
/// Packs are written for the default base IRI; terms below it are moved to the base of this graph.
pub fn ontology_quads(turtle: &str, namespaces: &Namespaces) -> Result<Vec<Quad>, RdfParseError> {
    let graph = namespaces.graph("ontology");
    let mut quads = Vec::new();
    for (name, text) in [("model", MODEL), ("pack", turtle)] {
        // Blank nodes become IRIs, counted in the order of the file.
        let mut blank: HashMap<BlankNode, NamedNode> = HashMap::new();
        let mut skolem = |node: BlankNode| {
            let count = blank.len() + 1;
            blank.entry(node).or_insert_with(|| namespaces.ontology(&format!("{name}-node-{count}"))).clone()
        };
        let parser = RdfParser::from_format(RdfFormat::Turtle).without_named_graphs();
        for quad in parser.for_slice(text) {
            let quad = quad?;
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => rebase(node, namespaces),
                NamedOrBlankNode::BlankNode(node) => skolem(node),
            };
            let object: Term = match quad.object {
                Term::NamedNode(node) => rebase(node, namespaces).into(),
                Term::BlankNode(node) => skolem(node).into(),
                // The ontology also names its namespace as a string.
                Term::Literal(literal) if literal.value().starts_with(DEFAULT_BASE) => {
                    Literal::new_simple_literal(literal.value().replace(DEFAULT_BASE, namespaces.base())).into()
                }
                other => other,
            };
            let predicate = rebase(quad.predicate, namespaces);
            quads.push(Quad::new(subject, predicate, object, graph.clone()));
        }
    }
    quads.sort_by_cached_key(Quad::to_string);
    quads.dedup();
    Ok(quads)
}

fn rebase(node: NamedNode, namespaces: &Namespaces) -> NamedNode {
    match node.as_str().strip_prefix(DEFAULT_BASE) {
        Some(rest) if namespaces.base() != DEFAULT_BASE => {
            NamedNode::new_unchecked(format!("{}{rest}", namespaces.base()))
        }
        _ => node,
    }
}

/// What a build is described by.
#[derive(Debug, Clone)]
pub struct Build<'a> {
    /// SHA-256 of the pack's files.
    pub pack_version: &'a str,
    pub evidence: usize,
}

impl Writer<'_> {
    /// VoID, DCAT and PROV of the build, in `g/meta`.
    pub fn meta_quads(&self, build: &Build<'_>) -> Vec<Quad> {
        let names = self.namespaces;
        let graph = GraphName::from(names.graph("meta"));
        let mut quads = Vec::new();
        let (dataset, run, program) = (names.graph("meta/dataset"), names.graph("meta/build"), names.graph("meta/kg"));
        let prefixes = names.prefixes();
        let own = prefixes.iter().filter(|(prefix, _)| *prefix == "kg").map(|(_, iri)| iri.as_str());
        let foreign = PREFIXES.iter().filter(|(p, _)| ["skos", "oa", "sem", "prov", "dcterms"].contains(p));

        let mut s = Statements::new(names, dataset.clone(), graph.clone(), &mut quads);
        for class in [void::DATASET, dcat::DATASET, prov::ENTITY] {
            s.put(rdf::TYPE, class);
        }
        let title = Literal::new_language_tagged_literal_unchecked("A knowledge graph read from prose", "en");
        s.put(dcterms::TITLE, title);
        s.put(void::URI_SPACE, Literal::new_simple_literal(names.base()));
        s.put(void::ENTITIES, integer(self.merged.entities.len()));
        s.put(void::DOCUMENTS, integer(self.merged.documents.len()));
        own.chain(foreign.map(|(_, iri)| *iri)).for_each(|iri| s.put(void::VOCABULARY, NamedNode::new_unchecked(iri)));
        s.number("facts", self.merged.facts.len());
        s.number("evidence", build.evidence);
        s.put(prov::WAS_GENERATED_BY, run.clone());

        let mut s = Statements::new(names, run, graph.clone(), &mut quads);
        s.put(rdf::TYPE, prov::ACTIVITY);
        s.put(prov::WAS_ASSOCIATED_WITH, program.clone());
        s.text("packVersion", build.pack_version);
        for document in &self.merged.documents {
            s.put(prov::USED, document.iri.clone());
        }

        let mut s = Statements::new(names, program, graph, &mut quads);
        s.put(rdf::TYPE, prov::SOFTWARE_AGENT);
        s.put(dcterms::TITLE, Literal::new_simple_literal("kg"));
        s.put(dcat::VERSION, Literal::new_simple_literal(VERSION));
        quads
    }
}
