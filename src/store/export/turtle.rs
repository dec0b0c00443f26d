//! Turtle and TriG as people like to read them: prefixes, one block a subject, names in their own script.

use super::{Pairs, Sink};
use crate::graph::Namespaces;
use crate::graph::vocab::PREFIXES;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// How much is held back, in bytes, until it is known which prefixes are used. What is larger declares all of them.
const HELD_BACK: usize = 1 << 20;

/// Shortens IRIs by prefixes, and by the base IRI what has none.
#[derive(Debug, Clone)]
pub struct Shortener {
    /// Prefix and namespace, longest namespace first.
    prefixes: Vec<(String, String)>,
    base: String,
    /// Prefixes that were needed so far.
    used: RefCell<BTreeSet<String>>,
}

impl Shortener {
    pub fn new(namespaces: &Namespaces) -> Shortener {
        let known = PREFIXES.iter().map(|(p, iri)| ((*p).to_owned(), (*iri).to_owned()));
        let own = namespaces.prefixes().into_iter().map(|(p, iri)| (p.to_owned(), iri));
        let mut prefixes: Vec<_> = known.chain(own).collect();
        prefixes.sort_by_key(|(_, iri)| std::cmp::Reverse(iri.len()));
        Shortener { prefixes, base: namespaces.base().to_owned(), used: RefCell::default() }
    }

    /// `e:清朝` where Turtle can write it so.
    fn prefixed(&self, iri: &str) -> Option<String> {
        let (prefix, namespace) = self.prefixes.iter().find(|(_, namespace)| iri.starts_with(namespace))?;
        let local = &iri[namespace.len()..];
        is_local_name(local).then(|| {
            if !self.used.borrow().contains(prefix) {
                self.used.borrow_mut().insert(prefix.clone());
            }
            format!("{prefix}:{local}")
        })
    }

    /// For people, not for parsers: `e:Treaty of Ili (1881)` in full, escapes left out.
    pub fn shown<'i>(&self, iri: &'i str) -> Cow<'i, str> {
        match self.prefixes.iter().find(|(_, namespace)| iri.len() > namespace.len() && iri.starts_with(namespace)) {
            Some((prefix, namespace)) => format!("{prefix}:{}", &iri[namespace.len()..]).into(),
            None => iri.into(),
        }
    }

    /// An IRI in Turtle that has declared the prefixes and the base.
    pub fn turtle(&self, iri: &str) -> String {
        if let Some(short) = self.prefixed(iri) {
            return short;
        }
        // What is below the base stands without it, unless reading it against the base would change it.
        let relative = iri.strip_prefix(&self.base).filter(|_| self.base.ends_with('/'));
        let safe = |path: &&str| {
            let first = path.split('/').next().unwrap_or_default();
            !path.starts_with('/')
                && !first.contains(':')
                && path.split('/').all(|step| !matches!(step, "" | "." | ".."))
        };
        match relative.filter(safe) {
            Some(path) => format!("<{path}>"),
            None => format!("<{iri}>"),
        }
    }
}

/// Whether a text can follow a prefix without escapes: `PN_LOCAL` of Turtle 1.1, a little narrower.
fn is_local_name(local: &str) -> bool {
    let starts = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | '0'..='9' | '_') || is_name_letter(c);
    let continues = |c: char| starts(c) || matches!(c, '-' | '\u{B7}');
    let mut chars = local.chars();
    let Some(first) = chars.next() else { return true };
    starts(first) && chars.all(continues)
}

/// The letters of `PN_CHARS_BASE` outside ASCII.
fn is_name_letter(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

pub(super) struct TurtleSink<W> {
    out: W,
    shortener: Shortener,
    /// All prefixes, in the order in which they are declared.
    prefixes: Vec<(String, String)>,
    /// What is written before the header is; `None` when it is.
    held_back: Option<String>,
    has_graphs: bool,
    /// Whether a graph is open.
    open: bool,
}

impl<W: Write> TurtleSink<W> {
    pub(super) fn new(out: W, namespaces: &Namespaces, has_graphs: bool) -> Self {
        let own = namespaces.prefixes().into_iter().map(|(p, iri)| (p.to_owned(), iri));
        let prefixes = own.chain(PREFIXES.iter().map(|(p, iri)| ((*p).to_owned(), (*iri).to_owned()))).collect();
        let shortener = Shortener::new(namespaces);
        TurtleSink { out, shortener, prefixes, held_back: Some(String::new()), has_graphs, open: false }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        let Some(held_back) = &mut self.held_back else { return self.out.write_all(text.as_bytes()) };
        held_back.push_str(text);
        if held_back.len() > HELD_BACK { self.header(true) } else { Ok(()) }
    }

    /// Writes the base, the prefixes, and what was held back.
    fn header(&mut self, all: bool) -> io::Result<()> {
        let Some(held_back) = self.held_back.take() else { return Ok(()) };
        writeln!(self.out, "@base <{}> .", self.shortener.base)?;
        for (prefix, iri) in &self.prefixes {
            if all || self.shortener.used.borrow().contains(prefix) {
                writeln!(self.out, "@prefix {prefix}: <{iri}> .")?;
            }
        }
        self.out.write_all(held_back.as_bytes())
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.shortener.turtle(node.as_str()),
            Term::Literal(literal) => self.literal(literal),
            Term::BlankNode(node) => node.to_string(),
            Term::Triple(triple) => self.triple_term(triple),
        }
    }

    fn triple_term(&self, triple: &Triple) -> String {
        let subject = self.subject_name(&triple.subject);
        let predicate = self.shortener.turtle(triple.predicate.as_str());
        format!("<<( {subject} {predicate} {} )>>", self.term(&triple.object))
    }

    fn subject_name(&self, subject: &NamedOrBlankNode) -> String {
        match subject {
            NamedOrBlankNode::NamedNode(node) => self.shortener.turtle(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        let (value, datatype) = (literal.value(), literal.datatype());
        let bare = match datatype {
            xsd::INTEGER => is_integer(value),
            xsd::DECIMAL => value.split_once('.').is_some_and(|(whole, part)| is_integer(whole) && is_digits(part)),
            xsd::BOOLEAN => matches!(value, "true" | "false"),
            _ => false,
        };
        if bare {
            return value.to_owned();
        }
        let mut text = quoted(value);
        if let Some(language) = literal.language() {
            text.push('@');
            text.push_str(language);
        } else if datatype != xsd::STRING {
            text.push_str("^^");
            text.push_str(&self.shortener.turtle(datatype.as_str()));
        }
        text
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_integer(text: &str) -> bool {
    is_digits(text.strip_prefix(['-', '+']).unwrap_or(text))
}

/// A string in quotes: three where it has several lines.
fn quoted(value: &str) -> String {
    let long = value.contains('\n');
    let marks = if long { "\"\"\"" } else { "\"" };
    let mut text = String::with_capacity(value.len() + 6);
    text.push_str(marks);
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' if long => text.push('\n'),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => text.push_str(&format!("\\u{:04X}", c as u32)),
            c => text.push(c),
        }
    }
    text.push_str(marks);
    text
}

impl<W: Write> Sink for TurtleSink<W> {
    fn graph(&mut self, graph: Option<&NamedNode>) -> io::Result<()> {
        if !self.has_graphs {
            return Ok(());
        }
        if self.open {
            self.write("}\n")?;
        }
        self.open = graph.is_some();
        match graph {
            Some(graph) => self.write(&format!("\nGRAPH {} {{\n", self.shortener.turtle(graph.as_str()))),
            None => Ok(()),
        }
    }

    fn subject(&mut self, subject: &NamedOrBlankNode, pairs: &Pairs) -> io::Result<()> {
        let mut block = format!("\n{}", self.subject_name(subject));
        let mut last: Option<&NamedNode> = None;
        for (predicate, object) in pairs {
            if last == Some(predicate) {
                block.push_str(" , ");
            } else {
                let name =
                    if *predicate == rdf::TYPE { "a".to_owned() } else { self.shortener.turtle(predicate.as_str()) };
                // The type follows its subject, everything else has a line of its own.
                block.push_str(if last.is_none() { " " } else { " ;\n    " });
                block.push_str(&name);
                block.push(' ');
                last = Some(predicate);
            }
            block.push_str(&self.term(object));
        }
        block.push_str(" .\n");
        self.write(&block)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.open {
            self.write("}\n")?;
        }
        self.header(false)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iris_are_as_short_as_turtle_allows() {
        let shortener = Shortener::new(&Namespaces::default());
        for (iri, short) in [
            ("https://kg.example/e/清朝", "e:清朝"),
            ("https://kg.example/e/Treaty_of_Ili_(1881)", "<e/Treaty_of_Ili_(1881)>"),
            ("https://kg.example/e/a/../b", "<https://kg.example/e/a/../b>"),
            ("https://kg.example/rule/zh/ceded/active", "<rule/zh/ceded/active>"),
            ("http://www.w3.org/2001/XMLSchema#date", "xsd:date"),
            ("http://example.org/x", "<http://example.org/x>"),
        ] {
            assert_eq!(shortener.turtle(iri), short);
        }
    }

    #[test]
    fn strings_keep_every_character() {
        assert_eq!(quoted("a \"b\" \\ \u{1}"), "\"a \\\"b\\\" \\\\ \\u0001\"");
        assert_eq!(quoted("一\n二\""), "\"\"\"一\n二\\\"\"\"\"");
    }
}
