//! Finding things by what people call them.

use super::rows::{Lookup, term_text};
use super::{Reader, StoreError};
use crate::graph::merge::fold_name;
use crate::graph::vocab::{dcterms, skos};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Looks for things by name.
pub struct Names<'a> {
    reader: &'a Reader,
    /// Choices that were made among several things of one name, in words.
    choices: RefCell<Vec<String>>,
}

/// Why no single thing was found.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    #[error("there is no {kind} `{name}`{}", suggestion(.near))]
    Unknown { kind: &'static str, name: String, near: Vec<String> },
    #[error("`{name}` is the name of several: {}; say which by its IRI", .iris.join(" , "))]
    Ambiguous { name: String, iris: Vec<String> },
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn suggestion(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; near it: {}", names.join(", ")) }
}

impl<'a> Names<'a> {
    pub fn new(reader: &'a Reader) -> Names<'a> {
        Names { reader, choices: RefCell::default() }
    }

    /// The choices among several things of one name that were made since this was last asked, in words.
    pub fn choices(&self) -> Vec<String> {
        self.choices.take()
    }

    fn base(&self) -> &str {
        self.reader.namespaces().base()
    }

    /// A node named by its IRI, in full or with its prefix, if the graph says something of it.
    fn by_iri(&self, text: &str, prefix: &str) -> Result<Option<NamedNode>, StoreError> {
        let text = text.trim_start_matches('<').trim_end_matches('>');
        let below = format!("{}{prefix}/", self.base());
        let local = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':'));
        let local = local.or_else(|| text.strip_prefix(&below)).unwrap_or(text);
        let Ok(node) = NamedNode::new(format!("{below}{local}")) else { return Ok(None) };
        let subject = Some(NamedOrBlankNodeRef::from(&node));
        let known = self.reader.store().quads_for_pattern(subject, None, None, None).next().transpose()?;
        Ok(known.map(|_| node))
    }

    /// The one of those found that has most facts.
    fn best_known(&self, name: &str, found: BTreeSet<NamedNode>) -> Result<Option<NamedNode>, NameError> {
        if found.len() < 2 {
            return self.one(name, found);
        }
        let lookup = Lookup::new(self.reader);
        let mut ranked = Vec::new();
        for node in found {
            ranked.push((lookup.facts_with(&node)?.len(), node));
        }
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let shown: Vec<String> = ranked.iter().map(|(_, node)| self.shown(node)).collect();
        if ranked[0].0 == ranked[1].0 {
            return Err(NameError::Ambiguous { name: name.to_owned(), iris: shown });
        }
        let others = shown[1..].join(", ");
        self.choices.borrow_mut().push(format!("`{name}` is taken for {}; it is a name of {others} too", shown[0]));
        Ok(ranked.into_iter().next().map(|(_, node)| node))
    }

    /// `e:俄羅斯帝國`
    fn shown(&self, node: &NamedNode) -> String {
        match node.as_str().strip_prefix(self.base()).and_then(|path| path.strip_prefix("e/")) {
            Some(local) => format!("e:{local}"),
            None => node.as_str().to_owned(),
        }
    }

    /// The only one of those found, if there is one.
    fn one(&self, name: &str, found: BTreeSet<NamedNode>) -> Result<Option<NamedNode>, NameError> {
        match found.len() {
            0 => Ok(None),
            1 => Ok(found.into_iter().next()),
            _ => Err(NameError::Ambiguous {
                name: name.to_owned(),
                iris: found.iter().map(|node| self.shown(node)).collect(),
            }),
        }
    }

    /// An entity by its IRI, its title, or another of its names. A title goes before a preferred name, that before any
    /// other, and of several things with a name the one with most facts is meant.
    pub fn entity(&self, name: &str) -> Result<NamedNode, NameError> {
        if let Some(node) = self.by_iri(name, "e")? {
            return Ok(node);
        }
        let wanted = fold_name(name);
        let mut tiers: [BTreeSet<NamedNode>; 3] = Default::default();
        let mut names = BTreeSet::new();
        for (predicate, tier) in [(skos::PREF_LABEL, 1), (skos::ALT_LABEL, 2)] {
            let graph = Some(GraphNameRef::DefaultGraph);
            for quad in self.reader.store().quads_for_pattern(None, Some(predicate), None, graph) {
                let Quad { subject, object, .. } = quad.map_err(StoreError::from)?;
                let NamedOrBlankNode::NamedNode(subject) = subject else { continue };
                let label = term_text(&object);
                if fold_name(&label) == wanted {
                    let title = self.reader.namespaces().readable(subject.as_str());
                    let is_title = title.is_some_and(|t| fold_name(&t) == wanted);
                    tiers[if is_title { 0 } else { tier }].insert(subject);
                } else {
                    names.insert(label);
                }
            }
        }
        for tier in tiers {
            if let Some(node) = self.best_known(name, tier)? {
                return Ok(node);
            }
        }
        Err(NameError::Unknown { kind: "entity", name: name.to_owned(), near: nearest(name, &names) })
    }

    /// The graph of a document, by its title or IRI.
    pub fn document(&self, title: &str) -> Result<NamedNode, NameError> {
        let wanted = fold_name(title);
        let mut found = BTreeSet::new();
        let mut titles = BTreeSet::new();
        for graph in Lookup::new(self.reader).documents()? {
            if graph.as_str() == title.trim_start_matches('<').trim_end_matches('>') {
                return Ok(graph);
            }
            let quads = self.reader.store().quads_for_pattern(
                Some(NamedOrBlankNodeRef::from(&graph)),
                Some(dcterms::TITLE),
                None,
                Some((&graph).into()),
            );
            for quad in quads {
                let text = term_text(&quad.map_err(StoreError::from)?.object);
                if fold_name(&text) == wanted {
                    found.insert(graph.clone());
                }
                titles.insert(text);
            }
        }
        match self.one(title, found)? {
            Some(node) => Ok(node),
            None => Err(NameError::Unknown { kind: "document", name: title.to_owned(), near: nearest(title, &titles) }),
        }
    }

    /// A fact by its id or IRI.
    pub fn fact(&self, id: &str) -> Result<NamedNode, NameError> {
        let unknown = || NameError::Unknown { kind: "fact", name: id.to_owned(), near: Vec::new() };
        self.by_iri(id, "f")?.ok_or_else(unknown)
    }

    /// A relation of the ontology.
    pub fn relation(&self, name: &str) -> Result<NamedNode, NameError> {
        self.term("relation", name, self.reader.namespaces().ontology("Relation").as_ref())
    }

    /// A class of the ontology.
    pub fn class(&self, name: &str) -> Result<NamedNode, NameError> {
        self.term("class", name, NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class"))
    }

    fn term(&self, kind: &'static str, name: &str, class: NamedNodeRef<'_>) -> Result<NamedNode, NameError> {
        let graph = self.reader.namespaces().graph("ontology");
        let graph = Some(GraphNameRef::from(&graph));
        let below = format!("{}o/", self.base());
        let mut known = BTreeMap::new();
        for quad in self.reader.store().quads_for_pattern(None, Some(rdf::TYPE), Some(class.into()), graph) {
            if let NamedOrBlankNode::NamedNode(node) = quad.map_err(StoreError::from)?.subject
                && let Some(local) = node.as_str().strip_prefix(&below)
            {
                known.insert(local.to_owned(), node.clone());
            }
        }
        let local = name.strip_prefix("kg:").unwrap_or(name);
        let local = local.strip_prefix(&below).unwrap_or(local);
        match known.get(local) {
            Some(node) => Ok(node.clone()),
            None => {
                let names = known.into_keys().collect();
                Err(NameError::Unknown { kind, name: name.to_owned(), near: nearest(name, &names) })
            }
        }
    }
}

/// Up to five names that share most of their characters with a name, the nearest first.
pub fn nearest(name: &str, known: &BTreeSet<String>) -> Vec<String> {
    let wanted = fold_name(name);
    let mut best: BTreeSet<(u32, &str)> = BTreeSet::new();
    for candidate in known {
        let closeness = similarity(&wanted, &fold_name(candidate));
        if closeness >= 300 {
            best.insert((1000 - closeness, candidate));
        }
    }
    best.into_iter().take(5).map(|(_, name)| name.to_owned()).collect()
}

/// The Dice coefficient of characters and pairs of characters, in thousandths.
fn similarity(a: &str, b: &str) -> u32 {
    let grams = |text: &str| -> BTreeSet<String> {
        let chars: Vec<char> = text.chars().collect();
        let pairs = chars.windows(2).map(|w| w.iter().collect());
        chars.iter().map(char::to_string).chain(pairs).collect()
    };
    let (a, b) = (grams(a), grams(b));
    let all = a.len() + b.len();
    (2000 * a.intersection(&b).count()).checked_div(all).unwrap_or(0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_share_characters() {
        let known = ["伊犁條約", "伊犁", "北京條約", "Treaty of Nanking"].map(str::to_owned).into();
        assert_eq!(nearest("伊犁条約書", &known), ["伊犁條約", "伊犁", "北京條約"]);
        assert_eq!(nearest("Treaty of Nanjing", &known), ["Treaty of Nanking"]);
        assert!(nearest("阿古柏", &known).is_empty());
    }
}
