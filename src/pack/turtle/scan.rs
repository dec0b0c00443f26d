//! A quick reader for Turtle that is written plainly: `@prefix`, `<IRIs>`, prefixed names, `a`, one-line strings with or
//! without a language, integers, `true`, `false`, `;` `,` `.` and comments.
//!
//! It gives `None` for all else, be it Turtle or not: then a full parser decides. What it does read must be just what a
//! full parser reads, so that it is narrow wherever the grammar is intricate.

use super::{Object, TYPE, Triples};
use std::collections::HashMap;
use std::rc::Rc;

/// The triples of a file, if all of it is written plainly.
pub(super) fn scan(text: &str) -> Option<Triples<'_>> {
    let mut scanner = Scanner { rest: text, namespaces: HashMap::new(), names: HashMap::new() };
    let mut triples = Triples::default();
    let a: Rc<str> = TYPE.into();
    loop {
        scanner.skip_space();
        if scanner.rest.is_empty() {
            break;
        }
        if scanner.eat("@prefix") {
            triples.prefixes.push(scanner.prefix()?);
            continue;
        }
        let subject = scanner.iri()?;
        loop {
            let predicate = if scanner.eat_a() { a.clone() } else { scanner.iri()? };
            loop {
                let object = scanner.object()?;
                triples.push(&subject, predicate.clone(), object);
                if !scanner.eat(",") {
                    break;
                }
            }
            let mut more = false;
            while scanner.eat(";") {
                more = true;
            }
            if scanner.eat(".") {
                break;
            }
            if !more {
                return None;
            }
        }
    }
    Some(triples)
}

struct Scanner<'a> {
    rest: &'a str,
    namespaces: HashMap<&'a str, &'a str>,
    /// Prefixed names that were met, with their IRIs: the same few classes and properties stand in every entry.
    names: HashMap<&'a str, Rc<str>>,
}

impl<'a> Scanner<'a> {
    fn skip_space(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
            let Some(comment) = self.rest.strip_prefix('#') else { return };
            self.rest = comment.find(['\n', '\r']).map_or("", |end| &comment[end..]);
        }
    }

    /// Skips space, then takes `token` if it is next.
    fn eat(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Takes the word `a`, which has space after it where it is not the start of a longer word.
    fn eat_a(&mut self) -> bool {
        self.skip_space();
        let found = self.rest.strip_prefix('a').filter(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// The first `len` bytes.
    fn take(&mut self, len: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    /// What stands before `end` on this line; `end` is taken too.
    fn until(&mut self, end: char) -> Option<&'a str> {
        let at = self.rest.find([end, '\n', '\r'])?;
        let found = self.take(at)?;
        self.eat_char(end).then_some(found)
    }

    fn eat_char(&mut self, c: char) -> bool {
        let found = self.rest.strip_prefix(c);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// `name: <IRI> .` after `@prefix`. A prefix that is given a second meaning is left to a full parser.
    fn prefix(&mut self) -> Option<(String, String)> {
        let spaced = self.rest.starts_with([' ', '\t']);
        self.skip_space();
        let name = self.until(':').filter(|name| spaced && is_prefix(name))?;
        let namespace = if self.eat("<") { self.until('>').filter(|iri| is_plain_iri(iri))? } else { return None };
        let new = self.namespaces.insert(name, namespace).is_none();
        (new && self.eat(".")).then(|| (name.to_owned(), namespace.to_owned()))
    }

    fn iri(&mut self) -> Option<Rc<str>> {
        if self.eat("<") {
            return self.until('>').filter(|iri| is_plain_iri(iri)).map(Rc::from);
        }
        let colon = self.rest.find(|c: char| !is_prefix_char(c)).filter(|&at| self.rest[at..].starts_with(':'))?;
        let local = &self.rest[colon + 1..];
        let length = local_length(local);
        // A dot that ends a name ends the statement; a name that goes on with anything else is not plain.
        let plain = local[..length].trim_end_matches('.');
        let goes_on =
            local[length..].starts_with(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n' | ';' | ',' | '#' | '<' | '"'));
        if plain.is_empty() || plain.starts_with(['.', '-', '·']) || goes_on {
            return None;
        }
        let name = self.take(colon + 1 + plain.len())?;
        if let Some(iri) = self.names.get(name) {
            return Some(iri.clone());
        }
        let namespace = self.namespaces.get(&name[..colon])?;
        let iri: Rc<str> = [namespace, plain.replace('\\', "").as_str()].concat().into();
        self.names.insert(name, iri.clone());
        Some(iri)
    }

    fn object(&mut self) -> Option<Object<'a>> {
        if self.eat("\"") {
            let text = self.until('"').filter(|text| !text.contains('\\'))?;
            // A long string or a datatype goes on here with a sign that nothing plain goes on with.
            let lang = if self.eat_char('@') { Some(self.language()?.into()) } else { None };
            return Some(Object::Literal(text.into(), lang));
        }
        for word in ["true", "false"] {
            if let Some(rest) = self.rest.strip_prefix(word)
                && rest.starts_with([' ', '\t', '\r', '\n', ';', ','])
            {
                self.rest = rest;
                return Some(Object::Literal(word.into(), None));
            }
        }
        if self.rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            let sign = usize::from(self.rest.starts_with('-'));
            let digits = &self.rest[sign..];
            let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            // `1.`, `1.5` and `1e3` are left to a full parser.
            let ended = digits[length..].starts_with([' ', '\t', '\r', '\n', ';', ',']);
            return (length > 0 && ended)
                .then(|| self.take(sign + length))
                .flatten()
                .map(|n| Object::Literal(n.into(), None));
        }
        self.iri().map(Object::Iri)
    }

    /// A language, perhaps with a script or a region: `en`, `zh-Hant`, `zh-TW`.
    fn language(&mut self) -> Option<&'a str> {
        let length = self.rest.find(|c: char| c != '-' && !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let tag = self.take(length)?;
        let letters = |part: &str, lengths: &[usize]| {
            lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let (language, other) = tag.split_once('-').map_or((tag, None), |(language, other)| (language, Some(other)));
        (letters(language, &[2, 3]) && other.is_none_or(|part| letters(part, &[2, 4]))).then_some(tag)
    }
}

/// An `http` IRI of letters and the commonest signs.
fn is_plain_iri(iri: &str) -> bool {
    let Some(rest) = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://")) else { return false };
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '#' | '(' | ')' | '\u{A0}'..='\u{D7FF}')
    };
    rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(plain) && rest.matches('#').count() <= 1
}

fn is_prefix(name: &str) -> bool {
    name.chars().all(is_prefix_char) && !name.starts_with(|c: char| !c.is_ascii_alphabetic()) && !name.ends_with('-')
}

fn is_prefix_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

/// How many bytes the local name at the start of `text` has, escapes (`\(`) and dots after it included.
fn local_length(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        length += match c {
            // Signs that may stand in an IRI as they are. An escaped dot could be taken for the end of the statement.
            '\\' if chars.next().is_some_and(|c| "~!$&'()*+,;=_-".contains(c)) => 2,
            c if is_local_char(c) => c.len_utf8(),
            _ => break,
        };
    }
    length
}

/// Characters that stand in local names as they are; the ranges are those of `PN_CHARS`, without the rarer ones.
fn is_local_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '-' | '.' | '·' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='˿' | 'Ͱ'..='ͽ' | 'Ϳ'..='\u{1FFF}')
        || matches!(c, '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' | '\u{20000}'..='\u{2FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::PackFiles;

    const PLAIN: &str = "\
# A comment; it names e:x.
@prefix : <https://kg.example/o/> .
@prefix e: <https://kg.example/e/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
e:俄羅斯帝國 a skos:Concept ; skos:note e:x, e:烏斯滿·巴圖爾 ;
    skos:prefLabel \"俄羅斯帝國\"@zh-Hant , \"Russia; .\"@en, \"\" ; # and so on
    skos:from -221 ;; skos:to 1917, true ; .
<https://kg.example/e/天津條約_(1858年)> skos:exactMatch e:Q1.
e:a.b :x e:1_2-3 , :y, 3 .
e:a_\\(b\\)\\~ :x 1 .
";

    type Read = Option<Vec<(String, Vec<(String, String)>, bool)>>;

    fn told(triples: Option<Triples>) -> Read {
        let subject = |s: crate::pack::turtle::Subject| {
            let says = s.says.iter().map(|(p, o)| (p.to_string(), o.to_string())).collect();
            (s.iri.to_string(), says, s.scattered)
        };
        triples.map(|t| t.subjects.into_iter().map(subject).collect())
    }

    #[test]
    fn reads_what_a_full_parser_reads() {
        let read = told(scan(PLAIN));
        assert_eq!(read.as_ref().map(Vec::len), Some(4), "plain text is read");
        assert_eq!(read, told(Triples::read(PLAIN).ok()));
    }

    #[test]
    fn the_built_in_files_are_plain() {
        let files = PackFiles::built_in();
        for path in ["history.ttl", "gazetteer.ttl"] {
            let Some(text) = files.texts.get(path) else { continue };
            let read = told(scan(text));
            assert!(read.is_some(), "{path} is read quickly");
            assert_eq!(read, told(Triples::read(text).ok()), "{path}");
        }
    }

    /// Whatever is done to the text, the quick reader agrees with the full parser or leaves it to it.
    #[test]
    fn agrees_with_a_full_parser_on_every_small_change() {
        let chars: Vec<char> = PLAIN.chars().collect();
        let signs = [
            "",
            " ",
            "\n",
            ".",
            ";",
            ",",
            ":",
            "\"",
            "'",
            "\\",
            "<",
            ">",
            "#",
            "@",
            "^^",
            "[",
            "]",
            "(",
            ")",
            "-",
            "_",
            "·",
            "%",
            "%41",
            "a",
            "1",
            "+",
            "e",
            "\u{300}",
            "‧",
            "－",
            "\u{FFF0}",
            "\u{FDD0}",
            "《",
            "\u{FFFE}",
            "\u{1F600}",
            "\u{20000}",
            "?",
            "/",
            "//",
            "|",
            "{",
            "\u{85}",
            "\u{3000}",
            "\t",
            "\r",
            "\0",
            "true",
        ];
        let mut quick = 0;
        for at in 0..=chars.len() {
            for sign in signs {
                for skip in 0..2 {
                    let tail = chars.get(at + skip..).unwrap_or_default();
                    let text: String =
                        chars[..at].iter().chain(&sign.chars().collect::<Vec<_>>()).chain(tail).collect();
                    if let Some(read) = told(scan(&text)) {
                        quick += 1;
                        assert_eq!(Some(read), told(Triples::read(&text).ok()), "{text}");
                    }
                }
            }
        }
        assert!(quick > 5_000, "{quick} changes were read quickly");
    }
}
