//! The names of things: readable IRIs for entities and documents, hashes of what they say for facts and evidence.

use crate::document::Lang;
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};

/// The base IRI where no other is set.
pub const DEFAULT_BASE: &str = "https://kg.example/";

/// Makes the IRIs of a graph under one base IRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespaces {
    base: String,
}

/// A base IRI that IRIs cannot be made from.
#[derive(Debug, thiserror::Error)]
#[error("`{base}` cannot be the base IRI: {why}")]
pub struct BaseError {
    base: String,
    why: String,
}

impl Default for Namespaces {
    fn default() -> Self {
        Namespaces { base: DEFAULT_BASE.to_owned() }
    }
}

impl Namespaces {
    /// `base` must be an absolute IRI that ends in `/` or `#`.
    pub fn new(base: &str) -> Result<Namespaces, BaseError> {
        let fail = |why: &str| BaseError { base: base.to_owned(), why: why.to_owned() };
        NamedNode::new(base).map_err(|e| fail(&e.to_string()))?;
        if !base.ends_with(['/', '#']) {
            return Err(fail("it must end in `/` or `#`"));
        }
        Ok(Namespaces { base: base.to_owned() })
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// An IRI below the base. `path` must be encoded already.
    fn node(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}", self.base))
    }

    /// `e/…`: an entity by its local name, as [`local_name`] makes it.
    pub fn entity(&self, local: &str) -> NamedNode {
        self.node(&format!("e/{local}"))
    }

    /// `f/…`: a fact by its id.
    pub fn fact(&self, id: &str) -> NamedNode {
        self.node(&format!("f/{id}"))
    }

    /// `ev/…`: evidence by its id.
    pub fn evidence(&self, id: &str) -> NamedNode {
        self.node(&format!("ev/{id}"))
    }

    /// `o/…`: a class, property or other term of the ontology.
    pub fn ontology(&self, local: &str) -> NamedNode {
        self.node(&format!("o/{}", encode(local)))
    }

    /// `rule/…`: the rule that found something, `zh/ceded/active`.
    pub fn rule(&self, name: &str) -> NamedNode {
        self.node(&format!("rule/{}", encode(name)))
    }

    /// `g/…`: one of the named graphs that are not a document's: `ontology`, `meta`, `links`, `inferred`.
    pub fn graph(&self, name: &str) -> NamedNode {
        self.node(&format!("g/{name}"))
    }

    /// `g/doc/<lang>/<title>`: a document, and the graph of its evidence.
    pub fn document(&self, lang: Lang, title: &str) -> NamedNode {
        self.node(&format!("g/doc/{}/{}", lang.code(), local_name(title)))
    }

    /// The prefixes of the graph's own namespaces.
    pub fn prefixes(&self) -> Vec<(&'static str, String)> {
        [("e", "e/"), ("f", "f/"), ("ev", "ev/"), ("kg", "o/"), ("rule", "rule/"), ("g", "g/")]
            .map(|(prefix, path)| (prefix, format!("{}{path}", self.base)))
            .to_vec()
    }

    /// What an IRI below `e/` is called: its local name with `_` as spaces and escapes undone.
    pub fn readable<'a>(&self, iri: &'a str) -> Option<std::borrow::Cow<'a, str>> {
        let local = iri.strip_prefix(self.base.as_str())?.strip_prefix("e/")?;
        Some(decode(local))
    }
}

/// The local name of a title: spaces as `_`, and escapes only for what an IRI forbids or reads as syntax.
pub fn local_name(title: &str) -> String {
    let joined = title.split_whitespace().collect::<Vec<_>>().join("_");
    // A name of dots alone is a step in a path, not a name.
    if !joined.is_empty() && joined.chars().all(|c| c == '.') { joined.replace('.', "%2E") } else { encode(&joined) }
}

/// Percent-encodes what may not stand in the path of an IRI.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if allowed_in_path(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        }
    }
    out
}

/// The characters of `ipchar` and `/` in RFC 3987, `%` left out because it starts an escape.
fn allowed_in_path(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' | '0'..='9' => true,
        '-' | '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':' | '@' | '/' => {
            true
        }
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => false,
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
        '\u{10000}'..='\u{EFFFF}' => (c as u32 & 0xFFFF) < 0xFFFE && !('\u{E0000}'..='\u{E0FFF}').contains(&c),
        _ => false,
    }
}

fn decode(local: &str) -> std::borrow::Cow<'_, str> {
    if !local.contains(['%', '_']) {
        return local.into();
    }
    let mut bytes = Vec::with_capacity(local.len());
    let mut rest = local.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = (*first == b'%').then(|| tail.get(..2)).flatten();
        match escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(if *first == b'_' { b' ' } else { *first });
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// An id of 16 characters (80 bits) from the parts that say what something is. The parts cannot run into each other.
pub fn hash_id<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let bits = digest[..10].iter().fold(0u128, |bits, b| bits << 8 | u128::from(*b));
    (0..16).rev().map(|i| char::from(ALPHABET[(bits >> (5 * i)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stay_readable_and_make_valid_iris() {
        let names = Namespaces::default();
        for (title, local) in [
            ("俄羅斯帝國", "俄羅斯帝國"),
            ("Treaty of Saint Petersburg (1881)", "Treaty_of_Saint_Petersburg_(1881)"),
            ("A/B 50% <x> \"y\" #?[]\u{0}", "A/B_50%25_%3Cx%3E_%22y%22_%23%3F%5B%5D%00"),
            ("..", "%2E%2E"),
            ("\u{E000}\u{FFFE}\u{200E}", "%EE%80%80%EF%BF%BE%E2%80%8E"),
            ("𠀀·阿古柏", "𠀀·阿古柏"),
        ] {
            assert_eq!(local_name(title), local);
            let iri = names.entity(local);
            assert!(NamedNode::new(iri.as_str()).is_ok(), "{iri}");
            assert_eq!(names.readable(iri.as_str()).as_deref(), Some(title), "{iri}");
        }
    }

    #[test]
    fn ids_depend_on_every_part_and_its_border() {
        let id = hash_id(["a", "bc"]);
        assert_eq!(id.len(), 16);
        assert_ne!(id, hash_id(["ab", "c"]));
        assert_eq!(id, hash_id(["a", "bc"]));
    }

    #[test]
    fn a_base_must_be_absolute_and_end_where_names_begin() {
        assert!(Namespaces::new("https://example.org/kg/").is_ok());
        assert!(Namespaces::new("example").is_err());
        assert!(Namespaces::new("https://example.org/kg").is_err());
    }
}
