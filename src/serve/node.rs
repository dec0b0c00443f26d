//! What an address in the graph gives: RDF about the thing, a page about it, or the way to its right address.

use super::media::Media;
use super::page;
use super::wire::Failure;
use super::work::{Answer, Done, Stop, put};
use crate::graph::iri::local_name;
use crate::store::Reader;
use crate::store::export::{ExportError, Format, Selection, export, write_triples};
use crate::store::names::{NameError, Names};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNodeRef, Triple};
use std::io::Write;

fn format(media: Media) -> Option<Format> {
    Some(match media {
        Media::Turtle => Format::Turtle,
        Media::NTriples => Format::NTriples,
        Media::RdfXml => Format::RdfXml,
        Media::JsonLd => Format::JsonLd,
        Media::TriG => Format::TriG,
        Media::NQuads => Format::NQuads,
        _ => return None,
    })
}

/// Writes what the graph says of the thing at a path below the base, `e/清朝`. A name that is not the thing's address, but
/// known, leads there.
pub(super) fn node<W: Write>(reader: &Reader, path: &str, media: Media, answer: &mut Answer<'_, W>) -> Done {
    let unknown = || Failure::new(404, format!("the graph says nothing of `{path}`"));
    let Ok(iri) = NamedNode::new(format!("{}{path}", reader.namespaces().base())) else { return Err(unknown().into()) };
    if !is_said_of(reader, &iri)? {
        let Some(name) = path.strip_prefix("e/") else { return Err(unknown().into()) };
        let name = reader.namespaces().readable(iri.as_str()).map_or_else(|| name.to_owned(), |n| n.into_owned());
        return lead(reader, &name, answer);
    }
    if media == Media::Html {
        return page::node(reader, &iri, answer);
    }
    let format = format(media).ok_or_else(|| Failure::new(406, "a thing has no such form"))?;
    answer.media(media);
    let failed = |e: ExportError| match e {
        ExportError::Output(e) => Stop::Line(e),
        other => Failure::new(500, other.to_string()).into(),
    };
    let selection = match path.split('/').next() {
        Some("e") => Selection::Entity(iri),
        Some("g") if path.starts_with("g/doc/") => Selection::Documents(vec![iri]),
        Some("g") => Selection::Graph(iri),
        _ => {
            return write_triples(reader.namespaces(), said_of(reader, &iri)?, format, &mut *answer).map_err(failed);
        }
    };
    export(reader, &selection, format, false, &mut *answer).map_err(failed)
}

fn is_said_of(reader: &Reader, iri: &NamedNode) -> Result<bool, oxigraph::store::StorageError> {
    let subject = Some(NamedOrBlankNodeRef::from(iri));
    let said = reader.store().quads_for_pattern(subject, None, None, None).next().transpose()?;
    Ok(said.is_some() || reader.store().contains_named_graph(NamedOrBlankNodeRef::from(iri))?)
}

fn said_of(reader: &Reader, iri: &NamedNode) -> Result<Vec<Triple>, oxigraph::store::StorageError> {
    let subject = Some(NamedOrBlankNodeRef::from(iri));
    let quads = reader.store().quads_for_pattern(subject, None, None, None);
    quads.map(|quad| quad.map(Triple::from)).collect()
}

/// Leads to the entity of a name.
pub(super) fn lead<W: Write>(reader: &Reader, name: &str, answer: &mut Answer<'_, W>) -> Done {
    match Names::new(reader).entity(name) {
        Ok(entity) => {
            let local = entity.as_str().strip_prefix(reader.namespaces().base()).unwrap_or_default();
            answer.status(303);
            answer.location(format!("/{local}"));
            put(answer, &[])
        }
        Err(NameError::Store(error)) => Err(error.into()),
        Err(NameError::Ambiguous { name, iris }) => {
            let message = format!("`{name}` is the name of several: {}", iris.join(" , "));
            Err(Failure::new(300, message).into())
        }
        Err(error @ NameError::Unknown { .. }) => Err(Failure::new(404, error.to_string()).into()),
    }
}

/// The path of an entity by its title, as addresses have it.
pub fn entity_path(title: &str) -> String {
    format!("e/{}", local_name(title))
}

/// Whether the default graph says something of a node.
pub(super) fn in_default_graph(reader: &Reader, iri: &NamedNode) -> Result<bool, oxigraph::store::StorageError> {
    let subject = Some(NamedOrBlankNodeRef::from(iri));
    let graph = Some(GraphNameRef::DefaultGraph);
    Ok(reader.store().quads_for_pattern(subject, None, None, graph).next().transpose()?.is_some())
}
