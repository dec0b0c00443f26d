//! The service description (SPARQL 1.1) and what VoID tells of the graph.

use super::media::{self, Media};
use super::wire::Failure;
use super::work::{Answer, Done, Stop};
use crate::store::Reader;
use crate::store::export::{ExportError, Format, write_triples};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::io::Write;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";
const DCTERMS: &str = "http://purl.org/dc/terms/";

fn node(namespace: &str, local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{local}"))
}

/// The names of forms in the W3C's list of formats.
fn format_name(media: Media) -> Option<&'static str> {
    Some(match media {
        Media::Json => "SPARQL_Results_JSON",
        Media::Xml => "SPARQL_Results_XML",
        Media::Csv => "SPARQL_Results_CSV",
        Media::Tsv => "SPARQL_Results_TSV",
        Media::Turtle => "Turtle",
        Media::NTriples => "N-Triples",
        Media::RdfXml => "RDF_XML",
        Media::JsonLd => "JSON-LD",
        Media::TriG => "TriG",
        Media::NQuads => "N-Quads",
        Media::Html | Media::Text => return None,
    })
}

/// Writes the description of the service at an address that ends in a slash, and of its graph.
pub(super) fn description<W: Write>(
    reader: &Reader,
    server: &str,
    media: Media,
    writable: bool,
    answer: &mut Answer<'_, W>,
) -> Done {
    let format = match media {
        Media::NTriples => Format::NTriples,
        Media::RdfXml => Format::RdfXml,
        Media::JsonLd => Format::JsonLd,
        Media::TriG => Format::TriG,
        Media::NQuads => Format::NQuads,
        _ => Format::Turtle,
    };
    answer.media(if format == Format::Turtle { Media::Turtle } else { media });
    let iri = |path: &str| NamedNode::new(format!("{server}{path}")).map_err(|e| Failure::new(400, e.to_string()));
    let (service, dataset) = (iri("query")?, iri(".well-known/void")?);
    let default_graph = BlankNode::new_unchecked("defaultGraph");
    let mut triples = Vec::new();
    let mut say = |s: &NamedOrBlankNode, p: NamedNode, o: Term| triples.push(Triple::new(s.clone(), p, o));
    let counted = |n: usize| Term::from(Literal::new_typed_literal(n.to_string(), xsd::INTEGER));
    let s = NamedOrBlankNode::from(service.clone());
    say(&s, rdf::TYPE.into(), node(SD, "Service").into());
    say(&s, node(SD, "endpoint"), service.into());
    say(&s, node(SD, "supportedLanguage"), node(SD, "SPARQL11Query").into());
    if writable {
        say(&s, node(SD, "supportedLanguage"), node(SD, "SPARQL11Update").into());
    }
    for media in media::ROWS.iter().chain(media::GRAPH) {
        if let Some(name) = format_name(*media) {
            say(&s, node(SD, "resultFormat"), node(FORMATS, name).into());
        }
    }
    say(&s, node(SD, "feature"), node(SD, "EmptyGraphs").into());
    say(&s, node(SD, "defaultDataset"), dataset.clone().into());
    let counts = &reader.manifest().counts;
    let d = NamedOrBlankNode::from(dataset);
    for class in [node(SD, "Dataset"), node(VOID, "Dataset")] {
        say(&d, rdf::TYPE.into(), class.into());
    }
    say(&d, node(SD, "defaultGraph"), default_graph.clone().into());
    say(&d, node(DCTERMS, "title"), Literal::new_simple_literal("Facts from history prose, cited").into());
    say(&d, node(VOID, "sparqlEndpoint"), iri("query")?.into());
    say(&d, node(VOID, "uriSpace"), Literal::new_simple_literal(reader.namespaces().base()).into());
    say(&d, node(VOID, "triples"), counted(reader.store().len()?));
    say(&d, node(VOID, "entities"), counted(counts.entities));
    say(&d, node(VOID, "documents"), counted(counts.documents));
    say(&NamedOrBlankNode::from(default_graph), rdf::TYPE.into(), node(SD, "Graph").into());
    write_triples(reader.namespaces(), triples, format, &mut *answer).map_err(|e| match e {
        ExportError::Output(e) => Stop::Line(e),
        other => Failure::new(500, other.to_string()).into(),
    })
}
