//! Turtle files of a pack: what each *subject* says, in the order of the file, and the *line* on which it first stands.
//!
//! Files written in the plain way that packs are written in are read by [`scan`], at several times the speed of a full
//! parser: a gazetteer is read at each start. Everything else is read, or refused, by Oxigraph's parser. That one tells
//! lines for mistakes of syntax only, so that the line of a subject is looked for in the text once a mistake is found.

mod scan;

use super::{PackError, PackFiles};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

/// What `a` stands for.
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// The namespace of classes and properties, `kg:`.
pub const ONTOLOGY: &str = "https://kg.example/o/";
/// The namespace of entities, `e:`.
pub const ENTITY: &str = "https://kg.example/e/";
/// The namespace of Wikidata items and properties, `wd:`.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// What stands at the end of a triple. Words are borrowed from the file where they stand in it as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object<'a> {
    Iri(Rc<str>),
    /// The words and the language tag; datatypes are left out, since the words of a number tell.
    Literal(Cow<'a, str>, Option<Cow<'a, str>>),
    /// A blank node or a triple term: no file of a pack needs them.
    Other,
}

impl fmt::Display for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Object::Iri(iri) => write!(f, "<{iri}>"),
            Object::Literal(text, None) => write!(f, "\"{text}\""),
            Object::Literal(text, Some(lang)) => write!(f, "\"{text}\"@{}", language_tag(lang)),
            Object::Other => f.write_str("a blank node"),
        }
    }
}

/// All triples with the same subject.
#[derive(Debug)]
pub struct Subject<'a> {
    pub iri: Rc<str>,
    /// Predicates and objects in the order of the file.
    pub says: Vec<(Rc<str>, Object<'a>)>,
    /// Whether other subjects stand between its triples: it is described in two places.
    pub scattered: bool,
}

impl<'a> Subject<'a> {
    /// The objects of a predicate.
    pub fn objects(&self, predicate: &str) -> impl Iterator<Item = &Object<'a>> {
        self.says.iter().filter(move |(p, _)| **p == *predicate).map(|(_, o)| o)
    }

    /// The objects of a predicate that are IRIs.
    pub fn iris(&self, predicate: &str) -> impl Iterator<Item = &str> {
        self.objects(predicate).filter_map(|object| match object {
            Object::Iri(iri) => Some(&**iri),
            _ => None,
        })
    }

    /// Whether it says `a` this class.
    pub fn is_a(&self, class: &str) -> bool {
        self.iris(TYPE).any(|c| c == class)
    }
}

/// Triples as they are read: subjects are gathered, prefixes kept.
#[derive(Debug, Default)]
struct Triples<'a> {
    prefixes: Vec<(String, String)>,
    subjects: Vec<Subject<'a>>,
    by_iri: HashMap<Rc<str>, usize>,
}

impl<'a> Triples<'a> {
    fn push(&mut self, subject: &Rc<str>, predicate: Rc<str>, object: Object<'a>) {
        if let Some(last) = self.subjects.last_mut()
            && last.iri == *subject
        {
            last.says.push((predicate, object));
            return;
        }
        match self.by_iri.get(subject) {
            Some(&at) => {
                self.subjects[at].scattered = true;
                self.subjects[at].says.push((predicate, object));
            }
            None => {
                self.by_iri.insert(subject.clone(), self.subjects.len());
                let says = vec![(predicate, object)];
                self.subjects.push(Subject { iri: subject.clone(), says, scattered: false });
            }
        }
    }

    /// Reads with Oxigraph's parser; where that fails, the line from 1 and what is wrong.
    fn read(text: &'a str) -> Result<Self, (usize, String)> {
        let mut triples = Triples::default();
        let mut parser = RdfParser::from_format(RdfFormat::Turtle).without_named_graphs().for_slice(text);
        for quad in &mut parser {
            let quad = quad.map_err(|e| (e.location().map_or(0, |at| at.start.line as usize + 1), e.to_string()))?;
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
            let object = match quad.object {
                Term::NamedNode(node) => Object::Iri(node.as_str().into()),
                Term::Literal(literal) => {
                    let lang = literal.language().map(|tag| tag.to_owned().into());
                    Object::Literal(literal.value().to_owned().into(), lang)
                }
                _ => Object::Other,
            };
            triples.push(&subject.as_str().into(), quad.predicate.as_str().into(), object);
        }
        triples.prefixes = parser.prefixes().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect();
        Ok(triples)
    }
}

/// A Turtle file, parsed. What it says of blank nodes is left out: no file of a pack needs them.
#[derive(Debug)]
pub struct Turtle<'a> {
    files: &'a PackFiles,
    path: &'a str,
    text: &'a str,
    prefixes: Vec<(String, String)>,
    /// In the order in which they first stand in the file.
    pub subjects: Vec<Subject<'a>>,
    by_iri: HashMap<Rc<str>, usize>,
}

impl<'a> Turtle<'a> {
    /// Parses a file that every pack must have. Fails where it is missing or is not Turtle.
    pub fn parse(files: &'a PackFiles, path: &'a str) -> Result<Turtle<'a>, PackError> {
        let text = files.required(path)?;
        let triples = match scan::scan(text) {
            Some(triples) => triples,
            None => Triples::read(text)
                .map_err(|(line, message)| files.error(path, line, format!("is not Turtle: {message}")))?,
        };
        let Triples { prefixes, subjects, by_iri } = triples;
        Ok(Turtle { files, path, text, prefixes, subjects, by_iri })
    }

    /// The file as it stands.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What the file says of an IRI.
    pub fn get(&self, iri: &str) -> Option<&Subject<'a>> {
        self.by_iri.get(iri).and_then(|&at| self.subjects.get(at))
    }

    /// A mistake in what is said of a subject, at the line on which it first stands.
    pub fn error(&self, subject: &str, message: impl Into<String>) -> PackError {
        self.files.error(self.path, self.lines_of(subject).first().copied().unwrap_or(0), message)
    }

    /// A mistake in what is said of a subject where it stands for the second time, if it does.
    pub fn error_at_second(&self, subject: &str, message: impl Into<String>) -> PackError {
        let lines = self.lines_of(subject);
        self.files.error(self.path, lines.get(1).or(lines.first()).copied().unwrap_or(0), message)
    }

    /// An IRI as a person writes it in this file: `kg:State`, else `<https://…>`.
    pub fn short(&self, iri: &str) -> String {
        // The longest namespace is the most telling: `e:` may lie within the namespace of another prefix.
        let best = self.prefixes.iter().filter(|(_, ns)| iri.starts_with(ns.as_str())).max_by_key(|(_, ns)| ns.len());
        best.map_or_else(|| format!("<{iri}>"), |(name, ns)| format!("{name}:{}", &iri[ns.len()..]))
    }

    /// The lines, from 1, that open with a subject.
    fn lines_of(&self, subject: &str) -> Vec<usize> {
        let mut forms = vec![format!("<{subject}>")];
        for (name, namespace) in &self.prefixes {
            forms.extend(subject.strip_prefix(namespace.as_str()).map(|local| format!("{name}:{local}")));
        }
        let opens = |line: &str| {
            let word = line.split_whitespace().next().unwrap_or_default();
            // Local names escape punctuation: `e:天津條約_\(1858年\)`.
            let word = word.replace('\\', "");
            forms.iter().any(|form| *form == word || word.strip_suffix([';', '.', ',']) == Some(form.as_str()))
        };
        self.text.lines().enumerate().filter(|(_, line)| opens(line)).map(|(at, _)| at + 1).collect()
    }
}

/// The local name of an IRI in a namespace.
pub fn local<'i>(iri: &'i str, namespace: &str) -> Option<&'i str> {
    iri.strip_prefix(namespace).filter(|name| !name.is_empty())
}

/// A language tag in the case it is usually written in; the parser makes all of it small: `zh-hant` becomes `zh-Hant`,
/// `zh-tw` becomes `zh-TW`.
pub fn language_tag(tag: &str) -> String {
    let part = |(at, part): (usize, &str)| match (at, part.len()) {
        (1.., 4) => {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
        (1.., 2) => part.to_uppercase(),
        _ => part.to_owned(),
    };
    tag.to_lowercase().split('-').enumerate().map(part).collect::<Vec<_>>().join("-")
}

/// Whether this is the identifier of a Wikidata item (`Q`) or property (`P`): the letter and a number without leading zero.
pub fn is_wikidata(id: &str, letter: char) -> bool {
    let digits = id.strip_prefix(letter).filter(|digits| !digits.is_empty() && !digits.starts_with('0'));
    digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> PackFiles {
        PackFiles { root: String::new(), texts: [("a.ttl".to_owned(), text.to_owned())].into() }
    }

    const PREFIXES: &str = "@prefix kg: <https://kg.example/o/> .\n@prefix e: <https://kg.example/e/> .\n";

    #[test]
    fn subjects_stand_in_the_order_of_the_file_with_their_lines() {
        let files = files(&format!(
            "{PREFIXES}\nkg:b kg:p kg:a ;\n  kg:q kg:a .\n# kg:a is no subject here\nkg:a kg:p kg:b .\n\
             <https://kg.example/o/c> kg:p 1 .\ne:d_\\(1\\) kg:p 1 .\nkg:b kg:p 2 .\n"
        ));
        let turtle = Turtle::parse(&files, "a.ttl").expect("is Turtle");
        let found: Vec<_> =
            turtle.subjects.iter().map(|s| (turtle.short(&s.iri), turtle.error(&s.iri, "").line)).collect();
        let expected = [("kg:b", 4), ("kg:a", 7), ("kg:c", 8), ("e:d_(1)", 9)];
        assert_eq!(found, expected.map(|(name, line)| (name.to_owned(), line)));
        assert!(turtle.subjects[0].scattered && !turtle.subjects[1].scattered);
        assert_eq!(turtle.error_at_second("https://kg.example/o/b", "").line, 10);
    }

    #[test]
    fn a_mistake_of_syntax_has_its_line() {
        let files = files(&format!("{PREFIXES}kg:a kg:p kg:b .\nkg:a kg:p \"open .\n"));
        let error = Turtle::parse(&files, "a.ttl").expect_err("an open string");
        assert_eq!((error.file.as_str(), error.line), ("a.ttl", 4));
    }

    #[test]
    fn an_unknown_prefix_and_a_missing_file_are_errors() {
        let unknown = files("\n\nx:a x:b x:c .\n");
        assert_eq!(Turtle::parse(&unknown, "a.ttl").expect_err("no prefix").line, 3);
        let error = Turtle::parse(&unknown, "b.ttl").expect_err("no file");
        assert_eq!((error.file.as_str(), error.line), ("b.ttl", 0));
    }

    #[test]
    fn language_tags_are_written_as_usual() {
        let tags = ["zh-hant", "ZH-HANS", "en", "zh-tw", "zh-hant-tw", "sr-latn-rs"].map(language_tag);
        assert_eq!(tags, ["zh-Hant", "zh-Hans", "en", "zh-TW", "zh-Hant-TW", "sr-Latn-RS"]);
    }

    #[test]
    fn wikidata_identifiers_have_a_form() {
        assert!(is_wikidata("Q34266", 'Q') && is_wikidata("P36", 'P'));
        assert!(["Q", "Q0", "Q012", "P36", "q5", "Q5x", "Q５", ""].iter().all(|id| !is_wikidata(id, 'Q')));
    }
}
