//! JSON-LD with a context: one node object a subject, IRIs shortened by prefixes.

use super::{Pairs, Sink};
use crate::graph::Namespaces;
use crate::graph::vocab::PREFIXES;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

pub(super) struct JsonLdSink<W> {
    out: W,
    /// Prefix and namespace, longest namespace first.
    prefixes: Vec<(String, String)>,
    /// What stands before the next subject.
    separator: &'static str,
    /// Whether a named graph is open.
    open: bool,
}

impl<W: Write> JsonLdSink<W> {
    pub(super) fn new(mut out: W, namespaces: &Namespaces) -> io::Result<Self> {
        let known = PREFIXES.iter().map(|(p, iri)| ((*p).to_owned(), (*iri).to_owned()));
        let own = namespaces.prefixes().into_iter().map(|(p, iri)| (p.to_owned(), iri));
        let mut prefixes: Vec<_> = own.chain(known).collect();
        let context: Map<String, Value> = prefixes.iter().map(|(p, iri)| (p.clone(), json!(iri))).collect();
        write!(out, "{{\n\"@context\": {},\n\"@graph\": [", Value::Object(context))?;
        prefixes.sort_by_key(|(_, iri)| std::cmp::Reverse(iri.len()));
        Ok(JsonLdSink { out, prefixes, separator: "\n", open: false })
    }

    /// A compact IRI. What follows the prefix must not begin with `//`, or it would be read as a whole IRI.
    fn name(&self, iri: &str) -> String {
        let found = self.prefixes.iter().find(|(_, namespace)| iri.starts_with(namespace.as_str()));
        match found.map(|(prefix, namespace)| (prefix, &iri[namespace.len()..])) {
            Some((prefix, local)) if !local.starts_with("//") && !local.is_empty() => format!("{prefix}:{local}"),
            _ => iri.to_owned(),
        }
    }

    fn value(&self, term: &Term) -> Value {
        match term {
            Term::NamedNode(node) => json!({ "@id": self.name(node.as_str()) }),
            Term::BlankNode(node) => json!({ "@id": node.to_string() }),
            Term::Literal(literal) => self.literal(literal),
            Term::Triple(_) => Value::Null, // never asked for: `export` refuses triple terms here
        }
    }

    fn literal(&self, literal: &Literal) -> Value {
        let value = literal.value();
        match (literal.language(), literal.datatype()) {
            (Some(language), _) => json!({ "@value": value, "@language": language }),
            (None, xsd::STRING) => json!(value),
            // Only a number that is written back the same way may be a number of JSON.
            (None, xsd::INTEGER) => match value.parse::<i32>() {
                Ok(number) if number.to_string() == value => json!(number),
                _ => json!({ "@value": value, "@type": "xsd:integer" }),
            },
            (None, datatype) => json!({ "@value": value, "@type": self.name(datatype.as_str()) }),
        }
    }
}

impl<W: Write> Sink for JsonLdSink<W> {
    fn graph(&mut self, graph: Option<&NamedNode>) -> io::Result<()> {
        if self.open {
            write!(self.out, "\n]}}")?;
            self.separator = ",\n";
        }
        self.open = graph.is_some();
        if let Some(graph) = graph {
            write!(self.out, "{}{{\"@id\": {}, \"@graph\": [", self.separator, json!(self.name(graph.as_str())))?;
            self.separator = "\n";
        }
        Ok(())
    }

    fn subject(&mut self, subject: &NamedOrBlankNode, pairs: &Pairs) -> io::Result<()> {
        let name = match subject {
            NamedOrBlankNode::NamedNode(node) => self.name(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let mut node = Map::new();
        node.insert("@id".to_owned(), json!(name));
        for (predicate, object) in pairs {
            let (key, value) = match object {
                Term::NamedNode(class) if *predicate == rdf::TYPE => {
                    ("@type".to_owned(), json!(self.name(class.as_str())))
                }
                object => (self.name(predicate.as_str()), self.value(object)),
            };
            match node.get_mut(&key) {
                None => {
                    node.insert(key, value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(one) => *one = Value::Array(vec![one.take(), value]),
            }
        }
        write!(self.out, "{}{}", self.separator, Value::Object(node))?;
        self.separator = ",\n";
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.open {
            write!(self.out, "\n]}}")?;
        }
        writeln!(self.out, "\n]\n}}")?;
        self.out.flush()
    }
}
