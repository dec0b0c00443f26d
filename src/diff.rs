//! What differs between two graphs: facts that came, went or changed, and triples.
//!
//! A *side* is the graph of a store or an RDF file. Blank nodes of files are given canonical names first, so that two
//! graphs that differ in them only are the same.

use crate::graph::Namespaces;
use crate::store::{Reader, StoreDir, StoreError};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use sophia::api::prelude::{QuadParser as _, QuadSource as _};
use sophia::inmem::dataset::FastDataset;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

/// One of the two graphs.
#[derive(Debug, Default)]
pub struct Side {
    /// Lines of N-Quads.
    lines: BTreeSet<String>,
    /// What is said of each fact node, by IRI.
    facts: BTreeMap<String, Vec<(String, String)>>,
    has_graphs: bool,
    base: String,
}

/// Why a side cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("`{}` is neither a store nor a file of RDF (.ttl .trig .nt .nq .rdf .jsonld)", .0.display())]
    Unknown(PathBuf),
    #[error("`{}`: {why}", .path.display())]
    File { path: PathBuf, why: String },
}

/// A fact on one side or both, in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactChange {
    pub iri: String,
    /// `清朝 ceded 霍爾果斯河以西 1881-02-24`
    pub words: String,
    /// For a fact on both sides: what only the first says, and what only the second.
    pub gone: Vec<String>,
    pub come: Vec<String>,
}

/// The difference from the first side to the second.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub facts_gone: Vec<FactChange>,
    pub facts_come: Vec<FactChange>,
    pub facts_changed: Vec<FactChange>,
    /// Lines of N-Quads, those of facts included.
    pub quads_gone: Vec<String>,
    pub quads_come: Vec<String>,
    /// One side has no named graphs, so that only default graphs were compared.
    pub default_only: bool,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.quads_gone.is_empty() && self.quads_come.is_empty()
    }
}

impl Side {
    /// Reads a store or a file.
    pub fn read(path: &Path) -> Result<Side, DiffError> {
        if path.join("CURRENT").is_file() || path.join("LOCK").is_file() {
            let reader = Reader::open(&StoreDir::new(path))?;
            let quads: Result<Vec<Quad>, _> = reader.store().iter().collect();
            return Side::new(path, quads.map_err(StoreError::from)?, reader.namespaces().base());
        }
        let extension = path.extension().and_then(|x| x.to_str()).unwrap_or_default();
        let format = RdfFormat::from_extension(extension);
        let format = format.filter(|_| path.is_file()).ok_or_else(|| DiffError::Unknown(path.to_path_buf()))?;
        let fail = |why: String| DiffError::File { path: path.to_path_buf(), why };
        let file = File::open(path).map_err(|e| fail(e.to_string()))?;
        let quads: Result<Vec<Quad>, _> = RdfParser::from_format(format).for_reader(file).collect();
        Side::new(path, quads.map_err(|e| fail(e.to_string()))?, Namespaces::default().base())
    }

    fn new(path: &Path, quads: Vec<Quad>, base: &str) -> Result<Side, DiffError> {
        let quads = if quads.iter().any(has_blank_node) {
            canonical(&quads).map_err(|why| DiffError::File { path: path.to_path_buf(), why })?
        } else {
            quads
        };
        let mut side = Side { base: base.to_owned(), ..Side::default() };
        for quad in &quads {
            side.has_graphs |= quad.graph_name != GraphName::DefaultGraph;
            side.lines.insert(quad.to_string());
            if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
                // A fact node is what has a subject, a predicate and an object; the rest is dropped below.
                let said = (quad.predicate.as_str().to_owned(), text(&quad.object));
                side.facts.entry(subject.as_str().to_owned()).or_default().push(said);
            }
        }
        side.facts.retain(|_, said| said.iter().any(|(p, _)| p == rdf::SUBJECT.as_str()));
        side.facts.values_mut().for_each(|said| said.sort());
        Ok(side)
    }

    /// Without the named graphs.
    fn default_only(&mut self) {
        // A line of N-Quads with a graph has one term more; in the default graph it ends in the object.
        self.lines.retain(|line| {
            RdfParser::from_format(RdfFormat::NQuads)
                .for_slice(&format!("{line} ."))
                .all(|quad| quad.is_ok_and(|q| q.graph_name == GraphName::DefaultGraph))
        });
    }

    fn words(&self, iri: &str) -> String {
        let said = self.facts.get(iri);
        let get = |p: &str| {
            let value = said.and_then(|s| s.iter().find(|(q, _)| q == p)).map(|(_, value)| value.as_str());
            self.short(value.unwrap_or_default())
        };
        let edtf = get(&format!("{}o/edtf", self.base));
        let words = [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].map(|p: NamedNodeRef<'_>| get(p.as_str()));
        format!("{} {edtf}", words.join(" ")).trim_end().to_owned()
    }

    /// What stands after the namespace of an entity or a term.
    fn short(&self, value: &str) -> String {
        let local = value.strip_prefix(self.base.as_str());
        let local = local.and_then(|l| l.strip_prefix("e/").or_else(|| l.strip_prefix("o/")));
        local.unwrap_or(value).to_owned()
    }
}

/// Compares two sides.
pub fn diff(mut a: Side, mut b: Side) -> Difference {
    let default_only = a.has_graphs != b.has_graphs;
    if default_only {
        a.default_only();
        b.default_only();
    }
    let mut difference = Difference {
        quads_gone: a.lines.difference(&b.lines).cloned().collect(),
        quads_come: b.lines.difference(&a.lines).cloned().collect(),
        default_only,
        ..Difference::default()
    };
    let change = |side: &Side, iri: &str| FactChange {
        iri: iri.to_owned(),
        words: side.words(iri),
        gone: Vec::new(),
        come: Vec::new(),
    };
    for (iri, said) in &a.facts {
        match b.facts.get(iri) {
            None => difference.facts_gone.push(change(&a, iri)),
            Some(other) if said != other => {
                let only = |side: &Side, here: &[(String, String)], there: &[(String, String)]| -> Vec<String> {
                    let mine = here.iter().filter(|s| !there.contains(s));
                    mine.map(|(p, o)| format!("{} {}", side.short(p), side.short(o))).collect()
                };
                let (gone, come) = (only(&a, said, other), only(&b, other, said));
                difference.facts_changed.push(FactChange { gone, come, ..change(&b, iri) });
            }
            Some(_) => {}
        }
    }
    difference.facts_come = b.facts.keys().filter(|iri| !a.facts.contains_key(*iri)).map(|i| change(&b, i)).collect();
    for list in [&mut difference.facts_gone, &mut difference.facts_come, &mut difference.facts_changed] {
        list.sort_by(|x, y| (&x.words, &x.iri).cmp(&(&y.words, &y.iri)));
    }
    difference
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

fn has_blank_node(quad: &Quad) -> bool {
    matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
        || matches!(quad.object, Term::BlankNode(_))
        || matches!(quad.graph_name, GraphName::BlankNode(_))
}

/// The same quads with the names that RDFC-1.0 gives to blank nodes.
fn canonical(quads: &[Quad]) -> Result<Vec<Quad>, String> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    for quad in quads {
        serializer.serialize_quad(quad).map_err(|e| e.to_string())?;
    }
    let nquads = serializer.finish().map_err(|e| e.to_string())?;
    let parser = sophia::turtle::parser::nq::NQuadsParser::new();
    let dataset: FastDataset = parser.parse(nquads.as_slice()).collect_quads().map_err(|e| e.to_string())?;
    let mut canonical = Vec::new();
    sophia::c14n::rdfc10::normalize(&dataset, &mut canonical).map_err(|e| e.to_string())?;
    let parsed: Result<Vec<Quad>, _> = RdfParser::from_format(RdfFormat::NQuads).for_slice(&canonical).collect();
    parsed.map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(turtle: &str) -> Side {
        let text = format!(
            "@prefix e: <https://kg.example/e/> . @prefix kg: <https://kg.example/o/> . @prefix f: <https://kg.example/f/> . \
             @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . {turtle}"
        );
        let quads: Result<Vec<Quad>, _> = RdfParser::from_format(RdfFormat::TriG).for_slice(&text).collect();
        Side::new(Path::new("test"), quads.unwrap(), "https://kg.example/").unwrap()
    }

    const FACT: &str = "f:1 rdf:subject e:清朝 ; rdf:predicate kg:ceded ; rdf:object e:伊犁 ; kg:edtf \"1881\" .";

    #[test]
    fn facts_come_go_and_change() {
        let other = FACT.replace("f:1", "f:2").replace("伊犁", "庫頁島");
        let changed = FACT.replace("1881", "1881-02-24");
        let difference = diff(side(&format!("{FACT}{other}")), side(&changed));
        assert_eq!(
            difference.facts_gone.iter().map(|f| f.words.as_str()).collect::<Vec<_>>(),
            ["清朝 ceded 庫頁島 1881"]
        );
        assert!(difference.facts_come.is_empty());
        assert_eq!(difference.facts_changed[0].gone, ["edtf 1881"]);
        assert_eq!(difference.facts_changed[0].come, ["edtf 1881-02-24"]);
        assert!(diff(side(FACT), side(FACT)).is_empty());
    }

    #[test]
    fn blank_nodes_have_no_names() {
        let a = side("_:x kg:to _:y . _:y kg:to e:a .");
        let b = side("_:second kg:to e:a . _:first kg:to _:second .");
        assert!(diff(a, b).is_empty());
        assert!(!diff(side("_:x kg:to _:x ."), side("_:x kg:to _:y .")).is_empty());
    }

    #[test]
    fn a_file_without_graphs_is_compared_with_the_default_graph() {
        let with_graphs = side(&format!("{FACT} GRAPH e:g {{ e:a kg:to e:b }}"));
        let difference = diff(with_graphs, side(FACT));
        assert!(difference.default_only && difference.is_empty());
    }
}
