//! Turtle files of a pack: what each *subject* says, in the order of the file, and the *line* on which it first stands.
//!
//! The parser is Oxigraph's. It reports lines for mistakes of syntax only, so that the line of a subject is looked for in
//! the text, and only once a mistake has been found.

use super::{PackError, PackFiles};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use std::collections::HashMap;

/// The namespace of classes and properties, `kg:`.
pub const ONTOLOGY: &str = "https://kg.example/o/";
/// The namespace of entities, `e:`.
pub const ENTITY: &str = "https://kg.example/e/";
/// The namespace of Wikidata items and properties, `wd:`.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// All triples with the same subject.
#[derive(Debug)]
pub struct Subject {
    pub iri: String,
    /// Predicates and objects in the order of the file.
    pub says: Vec<(NamedNode, Term)>,
    /// Whether other subjects stand between its triples: it is described in two places.
    pub scattered: bool,
}

impl Subject {
    /// The objects of a predicate.
    pub fn objects<'a>(&'a self, predicate: &'a str) -> impl Iterator<Item = &'a Term> {
        self.says.iter().filter(move |(p, _)| p.as_str() == predicate).map(|(_, o)| o)
    }

    /// The objects of a predicate that are IRIs.
    pub fn iris<'a>(&'a self, predicate: &'a str) -> impl Iterator<Item = &'a str> {
        self.objects(predicate).filter_map(iri)
    }

    /// Whether it says `a` this class.
    pub fn is_a(&self, class: &str) -> bool {
        self.iris("http://www.w3.org/1999/02/22-rdf-syntax-ns#type").any(|c| c == class)
    }
}

/// A Turtle file, parsed. Blank nodes are left out: the files of a pack have none that matter.
#[derive(Debug)]
pub struct Turtle<'a> {
    files: &'a PackFiles,
    path: &'a str,
    text: &'a str,
    prefixes: Vec<(String, String)>,
    /// In the order in which they first stand in the file.
    pub subjects: Vec<Subject>,
    by_iri: HashMap<String, usize>,
}

impl<'a> Turtle<'a> {
    /// Parses a file that every pack must have. Fails where it is missing or is not Turtle.
    pub fn parse(files: &'a PackFiles, path: &'a str) -> Result<Turtle<'a>, PackError> {
        let text = files.required(path)?;
        let mut turtle =
            Turtle { files, path, text, prefixes: Vec::new(), subjects: Vec::new(), by_iri: HashMap::new() };
        let mut parser = RdfParser::from_format(RdfFormat::Turtle).without_named_graphs().for_slice(text);
        let mut last = None;
        for quad in &mut parser {
            let quad = quad.map_err(|e| {
                let line = e.location().map_or(0, |at| at.start.line as usize + 1);
                files.error(path, line, format!("is not Turtle: {e}"))
            })?;
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
            let at = match last {
                Some(at) if turtle.subjects.get(at).is_some_and(|s: &Subject| s.iri == subject.as_str()) => at,
                _ => turtle.place(subject),
            };
            turtle.subjects[at].says.push((quad.predicate, quad.object));
            last = Some(at);
        }
        turtle.prefixes = parser.prefixes().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect();
        Ok(turtle)
    }

    /// Where a subject is kept that is not the one before.
    fn place(&mut self, subject: NamedNode) -> usize {
        if let Some(&at) = self.by_iri.get(subject.as_str()) {
            self.subjects[at].scattered = true;
            return at;
        }
        let at = self.subjects.len();
        let iri = subject.into_string();
        self.by_iri.insert(iri.clone(), at);
        self.subjects.push(Subject { iri, says: Vec::new(), scattered: false });
        at
    }

    /// The file as it stands.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What the file says of an IRI.
    pub fn get(&self, iri: &str) -> Option<&Subject> {
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

/// The IRI of a term, if it is one.
pub fn iri(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
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
