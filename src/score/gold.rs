//! Gold files: `<title>.gold.json` beside the document `<title>.md`, `.txt` or `.wikitext`.

use super::QUALIFIERS;
use super::names::{fold, reader_text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The facts of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// The title of the document.
    pub doc: String,
    pub(super) entities: BTreeMap<String, GoldEntity>,
    pub(super) facts: Vec<GoldFact>,
    /// The document without markup and white space.
    pub(super) text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoldEntity {
    class: String,
    /// The first name as written, and all of them folded.
    name: String,
    names: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoldFact {
    pub(super) subject: Side,
    pub(super) relation: String,
    pub(super) object: Side,
    pub(super) time: Option<String>,
    pub(super) qualifiers: BTreeMap<&'static str, Side>,
    pub(super) quote: String,
}

/// What stands in a role: a key of the entities (or a bare name), or a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Side {
    Key(String),
    Literal(String),
}

impl Side {
    fn read(value: &Value) -> Option<Side> {
        match value {
            Value::String(key) => Some(Side::Key(key.clone())),
            Value::Object(object) => object.get("literal").map(|l| Side::Literal(text(l))),
            _ => None,
        }
    }

    pub(super) fn names(&self, gold: &Gold) -> BTreeSet<String> {
        match self {
            Side::Key(key) => gold.entities.get(key).map_or_else(|| [fold(key)].into(), |e| e.names.clone()),
            Side::Literal(text) => [fold(text)].into(),
        }
    }

    /// The class, where it is an entity.
    pub(super) fn class<'g>(&self, gold: &'g Gold) -> Option<&'g str> {
        match self {
            Side::Key(key) => gold.entities.get(key).map(|e| e.class.as_str()),
            Side::Literal(_) => None,
        }
    }

    pub(super) fn shown<'g>(&'g self, gold: &'g Gold) -> &'g str {
        match self {
            Side::Key(key) => gold.entities.get(key).map_or(key, |e| &e.name),
            Side::Literal(text) => text,
        }
    }
}

/// Why gold cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", .path.display())]
pub struct GoldError {
    path: PathBuf,
    why: String,
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Gold {
    /// All gold of a folder, by file name, or of one gold file.
    pub fn load(path: &Path) -> Result<Vec<Gold>, GoldError> {
        let fail = |e: std::io::Error| GoldError { path: path.to_path_buf(), why: format!("cannot be read: {e}") };
        if path.is_file() {
            return Ok(vec![Gold::read(path)?]);
        }
        let mut files = Vec::new();
        for entry in fs::read_dir(path).map_err(fail)? {
            let file = entry.map_err(fail)?.path();
            if file.to_string_lossy().ends_with(".gold.json") {
                files.push(file);
            }
        }
        files.sort();
        if files.is_empty() {
            return Err(GoldError { path: path.to_path_buf(), why: "has no file *.gold.json".to_owned() });
        }
        files.iter().map(|f| Gold::read(f)).collect()
    }

    /// Whether it is the gold of the document with this title, as [`super::score`] compares them.
    pub fn is_about(&self, title: &str) -> bool {
        fold(&self.doc) == fold(title)
    }

    /// The gold file that stands beside a document, if there is one: `X.gold.json` beside `X.md`.
    pub fn beside(document: &Path) -> Option<PathBuf> {
        let stem = document.file_stem()?.to_string_lossy().into_owned();
        Some(document.with_file_name(format!("{stem}.gold.json"))).filter(|p| p.is_file())
    }

    fn read(path: &Path) -> Result<Gold, GoldError> {
        let fail = |why: String| GoldError { path: path.to_path_buf(), why };
        let json = fs::read_to_string(path).map_err(|e| fail(format!("cannot be read: {e}")))?;
        let json: Value = serde_json::from_str(&json).map_err(|e| fail(e.to_string()))?;
        let stem = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = stem.strip_suffix(".gold.json").unwrap_or(&stem).to_owned();
        let source = [".md", ".txt", ".wikitext"].iter().map(|x| path.with_file_name(format!("{stem}{x}")));
        let source = source.into_iter().find(|p| p.exists());
        let source = source.ok_or_else(|| fail("has no document beside it (.md, .txt or .wikitext)".to_owned()))?;
        let source = fs::read_to_string(&source).map_err(|e| fail(format!("its document cannot be read: {e}")))?;
        Gold::parse(&json, &source).ok_or_else(|| fail("is not a gold file: see its guidelines".to_owned()))
    }

    /// Reads gold from its JSON and the document.
    pub(super) fn parse(json: &Value, source: &str) -> Option<Gold> {
        let entities = json.get("entities")?.as_object()?.iter().map(|(key, e)| {
            let names: Vec<&str> = e.get("names")?.as_array()?.iter().filter_map(Value::as_str).collect();
            let entity = GoldEntity {
                class: e.get("class")?.as_str()?.to_owned(),
                name: (*names.first()?).to_owned(),
                names: names.iter().map(|n| fold(n)).collect(),
            };
            Some((key.clone(), entity))
        });
        let facts = json.get("facts")?.as_array()?.iter().map(|f| {
            let truthy = |v: &&Value| !v.is_null() && v.as_str() != Some("");
            let qualifiers = QUALIFIERS.iter().filter_map(|q| Some((*q, Side::read(f.get(q).filter(truthy)?)?)));
            Some(GoldFact {
                subject: Side::read(f.get("s")?)?,
                relation: f.get("r")?.as_str()?.to_owned(),
                object: Side::read(f.get("o")?)?,
                time: f.get("time").filter(truthy).map(text),
                qualifiers: qualifiers.collect(),
                quote: f.get("quote").map(text).unwrap_or_default(),
            })
        });
        Some(Gold {
            doc: json.get("doc")?.as_str()?.to_owned(),
            entities: entities.collect::<Option<_>>()?,
            facts: facts.collect::<Option<_>>()?,
            text: reader_text(source),
        })
    }
}
