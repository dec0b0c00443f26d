//! N-Triples, N-Quads and RDF/XML: a statement after the other.

use super::{Pairs, Sink};
use crate::graph::Namespaces;
use crate::graph::vocab::PREFIXES;
use oxigraph::io::{RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, QuadRef};
use std::io::{self, Write};

pub(super) struct PlainSink<W: Write> {
    serializer: WriterQuadSerializer<W>,
    graph: GraphName,
    has_graphs: bool,
}

impl<W: Write> PlainSink<W> {
    pub(super) fn new(out: W, format: RdfFormat, namespaces: &Namespaces) -> io::Result<Self> {
        let mut serializer = RdfSerializer::from_format(format);
        if format == RdfFormat::RdfXml {
            let own = namespaces.prefixes();
            let known = PREFIXES.iter().map(|(p, iri)| (*p, *iri)).chain(own.iter().map(|(p, iri)| (*p, iri.as_str())));
            for (prefix, iri) in known {
                serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
            }
        }
        let has_graphs = format.supports_datasets();
        Ok(PlainSink { serializer: serializer.for_writer(out), graph: GraphName::DefaultGraph, has_graphs })
    }
}

impl<W: Write> Sink for PlainSink<W> {
    fn graph(&mut self, graph: Option<&NamedNode>) -> io::Result<()> {
        if self.has_graphs {
            self.graph = graph.map_or(GraphName::DefaultGraph, |g| GraphName::NamedNode(g.clone()));
        }
        Ok(())
    }

    fn subject(&mut self, subject: &NamedOrBlankNode, pairs: &Pairs) -> io::Result<()> {
        for (predicate, object) in pairs {
            self.serializer.serialize_quad(QuadRef::new(subject, predicate, object, &self.graph))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.serializer.finish()?.flush()
    }
}
