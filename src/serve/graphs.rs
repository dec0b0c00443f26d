//! The Graph Store Protocol, where the store is: reading, replacing, adding to and deleting a graph.

use super::media::Media;
use super::wire::Failure;
use super::work::{Answer, Done, put};
use crate::store::Reader;
use oxigraph::io::{RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedOrBlankNodeRef};
use oxigraph::store::LoaderError;
use std::io::Write;

fn graph_name(name: Option<&str>) -> Result<GraphName, Failure> {
    match name {
        None => Ok(GraphName::DefaultGraph),
        Some(iri) => match NamedNode::new(iri) {
            Ok(node) => Ok(node.into()),
            Err(e) => Err(Failure::new(400, format!("`{iri}` names no graph: {e}; give an absolute IRI"))),
        },
    }
}

/// The default graph always exists, a named one where something has been put into it.
fn exists(reader: &Reader, name: &GraphName) -> Result<bool, oxigraph::store::StorageError> {
    match name {
        GraphName::NamedNode(node) => reader.store().contains_named_graph(NamedOrBlankNodeRef::from(node)),
        _ => Ok(true),
    }
}

fn missing(name: &GraphName) -> Failure {
    Failure::new(404, format!("there is no graph {name}"))
}

/// Writes a graph.
pub(super) fn read<W: Write>(reader: &Reader, name: Option<&str>, media: Media, answer: &mut Answer<'_, W>) -> Done {
    let name = graph_name(name)?;
    if !exists(reader, &name)? {
        return Err(missing(&name).into());
    }
    let format = media.rdf().ok_or_else(|| Failure::new(406, "a graph has no such form"))?;
    answer.media(media);
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in crate::query::prefixes(reader.namespaces()) {
        if let Ok(more) = serializer.clone().with_prefix(prefix, iri) {
            serializer = more;
        }
    }
    let mut serializer = serializer.for_writer(&mut *answer);
    for quad in reader.store().quads_for_pattern(None, None, None, Some(name.as_ref())) {
        let quad = quad?;
        serializer
            .serialize_triple(&oxigraph::model::Triple::from(quad))
            .map_err(|e| Failure::new(500, e.to_string()))?;
    }
    serializer.finish().map_err(|e| Failure::new(500, e.to_string()))?;
    Ok(())
}

/// What is put into a graph.
pub(super) struct Content<'a> {
    /// The form and the length in bytes of each part of the body.
    pub parts: &'a [(Media, usize)],
    pub base: &'a str,
    pub body: &'a [u8],
}

/// Adds triples to a graph, or puts them in its place: all of them, or none.
pub(super) fn write<W: Write>(
    reader: &Reader,
    name: Option<&str>,
    content: &Content<'_>,
    replace: bool,
    answer: &mut Answer<'_, W>,
) -> Done {
    let name = graph_name(name)?;
    let existed = exists(reader, &name)?;
    let base = content.base;
    let mut transaction = reader.store().start_transaction()?;
    if let GraphName::NamedNode(node) = &name {
        transaction.insert_named_graph(NamedOrBlankNodeRef::from(node));
    }
    if replace {
        transaction.clear_graph(name.as_ref())?;
    }
    let mut rest = content.body;
    for (media, length) in content.parts {
        let format = media.rdf().ok_or_else(|| Failure::new(415, "this is no form of RDF"))?;
        let parser = RdfParser::from_format(format).without_named_graphs().with_default_graph(name.clone());
        let parser =
            parser.with_base_iri(base).map_err(|e| Failure::new(400, format!("`{base}` cannot be a base: {e}")))?;
        let part = rest.get(..*length).ok_or_else(|| Failure::new(400, "the body is shorter than it says"))?;
        rest = &rest[*length..];
        transaction.load_from_slice(parser, part).map_err(|e| match e {
            LoaderError::Parsing(e) => Failure::new(400, format!("the body cannot be read as {}: {e}", media.name())),
            LoaderError::Storage(e) => Failure::new(500, format!("the database failed: {e}")),
            other => Failure::new(400, other.to_string()),
        })?;
    }
    transaction.commit()?;
    answer.status(if existed { 204 } else { 201 });
    if !existed && let GraphName::NamedNode(node) = &name {
        answer.location(node.as_str().to_owned());
    }
    put(answer, &[])
}

/// Deletes a graph; the default graph is emptied.
pub(super) fn delete<W: Write>(reader: &Reader, name: Option<&str>, answer: &mut Answer<'_, W>) -> Done {
    let name = graph_name(name)?;
    if !exists(reader, &name)? {
        return Err(missing(&name).into());
    }
    match &name {
        GraphName::NamedNode(node) => reader.store().remove_named_graph(NamedOrBlankNodeRef::from(node))?,
        _ => reader.store().clear_graph(GraphNameRef::DefaultGraph)?,
    };
    answer.status(204);
    put(answer, &[])
}
