//! The named things of a document: where they are named, what they are, and which names mean the same thing.
//!
//! - A [`Mention`] is a stretch of the text that names a thing.
//! - A [`LocalEntity`] is a thing as this document knows it, with all its names.
//! - A *candidate* is a stretch that may become a mention. Links, the gazetteer, the forms of names and the document's own
//!   names each propose candidates; where they overlap the stronger and longer wins.
//!
//! Every offset counts code points; matching is on characters folded one to one.

mod candidate;
mod chinese;
mod classify;
mod compound;
mod derive;
mod en;
mod forms;
pub(super) mod kin;
mod latin;
mod linked;
mod links;
mod marks;
mod monarch;
mod namer;
mod office;
mod person;
mod registry;
mod scan;
mod sound;
mod sources;
#[cfg(test)]
mod tests;
mod titles;
mod trie;

pub use en::Namer as WordNamer;
pub use namer::Namer;

use crate::document::Document;
use crate::pack::{Gazetteer, LanguageNames};
use crate::span::Span;
use candidate::{Candidate, Meaning};
use registry::Registry;
use scan::Scan;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// How a mention was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The anchor of a link.
    Link,
    /// The title of the document, or a name in bold in its lead.
    Title,
    /// Stands between quotation marks or 《》.
    Quoted,
    /// A name of the gazetteer.
    Gazetteer,
    /// A name that the document gives elsewhere.
    Document,
    /// Ends like a name: 條約, 汗國.
    Form,
    /// Made from another name: 俄軍 from 俄國.
    Derived,
    /// One-character forms of polities side by side: 中俄.
    Compound,
    /// Written by sound: 考夫曼.
    Sound,
    /// A person's name beside an office or a word for kin.
    Person,
    /// An office.
    Office,
}

impl How {
    /// In plain words, for explanations.
    pub fn describe(self) -> &'static str {
        match self {
            How::Link => "linked",
            How::Title => "the document's title or a name in its lead",
            How::Quoted => "between quotation marks",
            How::Gazetteer => "a name of the gazetteer",
            How::Document => "a name that the document gives elsewhere",
            How::Form => "ends like a name",
            How::Derived => "made from another name",
            How::Compound => "a short form in a compound",
            How::Sound => "written by sound",
            How::Person => "a person's name by what stands beside it",
            How::Office => "an office",
        }
    }
}

/// A stretch of the text that names a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// An index into [`Mentions::entities`].
    pub entity: usize,
    /// A class of the ontology, that of the entity: `State`.
    pub class: Arc<str>,
    /// In percent.
    pub confidence: u8,
    pub how: How,
}

/// A thing as one document knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalEntity {
    /// The gazetteer's name, the linked page's title, or the first name in the document.
    pub title: String,
    /// A class of the ontology, or the class for the unknown (`Thing`) where nothing tells.
    pub class: Arc<str>,
    /// Every name known for it: the gazetteer's, and those in this document as they stand there.
    pub names: BTreeSet<String>,
    /// An index into the gazetteer's entries.
    pub gazetteer: Option<usize>,
    /// The page that is about it, as a link or the document's title gives it.
    pub page: Option<String>,
}

impl LocalEntity {
    /// The same thing; its names are added when all are known.
    fn without_names(&self) -> LocalEntity {
        let LocalEntity { title, class, gazetteer, page, .. } = self;
        let (title, class, page) = (title.clone(), class.clone(), page.clone());
        LocalEntity { title, class, names: BTreeSet::new(), gazetteer: *gazetteer, page }
    }
}

/// Whether a person is "he" or "she".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    Male,
    Female,
}

/// The named things of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Sorted by place, without overlap.
    pub mentions: Vec<Mention>,
    /// In the order of their first mention.
    pub entities: Vec<LocalEntity>,
    /// What the document is about, if it is mentioned in it.
    pub topic: Option<usize>,
    /// Entities that are a part of another by their name (阿富汗西北部), and of which.
    pub wholes: BTreeMap<usize, usize>,
    /// Of persons whose name or title tells it, where the language has different words for them.
    pub gender: BTreeMap<usize, Gender>,
}

/// Finds names the way a language writes them.
pub enum Finder {
    Characters(Box<Namer>),
    Words(Box<en::Namer>),
}

impl Finder {
    /// Makes the names of a gazetteer and of a language ready to be matched.
    pub fn new(gazetteer: &Gazetteer, names: &LanguageNames) -> Finder {
        match names {
            LanguageNames::Characters(pack) => Finder::Characters(Box::new(Namer::new(gazetteer, pack))),
            LanguageNames::Words(pack) => Finder::Words(Box::new(en::Namer::new(gazetteer, pack))),
        }
    }

    /// The class that the ending of some words suggests, for words that stand where a name is told.
    pub fn class_by_ending(&self, text: &str) -> Option<Arc<str>> {
        match self {
            Finder::Characters(namer) => namer.class_by_ending(text),
            Finder::Words(namer) => namer.class_by_ending(text),
        }
    }
}

/// Finds the named things of a document. `folded` is its characters folded one to one.
pub fn find(document: &Document, folded: &[char], finder: &Finder) -> Mentions {
    match finder {
        Finder::Characters(namer) => find_characters(document, folded, namer),
        Finder::Words(namer) => en::find(document, namer),
    }
}

fn find_characters(document: &Document, folded: &[char], namer: &Namer) -> Mentions {
    if folded.len() != document.chars.len() {
        return Mentions::default();
    }
    let scan = Scan::new(document, folded, namer);
    let mut registry = Registry::new(namer, scan.middle_year());
    let mut candidates = Vec::new();

    // What the document tells of its names: title, links, quotation marks; then names by form and person, which later
    // places may repeat in short.
    sources::title(document, &scan, namer, &mut registry, &mut candidates);
    linked::links(document, &scan, namer, &mut registry, &mut candidates);
    sources::quotes(&scan, namer, &mut registry, &mut candidates);
    let own = registry.trie();
    let known = sources::known(&scan, namer, &registry, &own);
    classify::settle(document, &scan, namer, &mut registry, &known);
    forms::find(&scan, namer, &known, &mut registry, &mut candidates);
    // Names found by form are the base of others: 尤鄧金村大屠殺.
    let own = registry.trie();
    let known = sources::known(&scan, namer, &registry, &own);
    forms::find(&scan, namer, &known, &mut registry, &mut candidates);
    forms::sides(&scan, namer, &mut registry, &mut candidates);
    candidates.extend(office::find(&scan, namer, &registry, &known));
    person::find(&scan, namer, &known, &mut registry, &mut candidates);
    kin::listed(document, &scan, namer, &known, &mut registry, &mut candidates);
    registry.join_treaties();
    registry.shorten_polities(&scan);

    // The places of all names, then what is made from them.
    let own = registry.trie();
    let known = sources::known(&scan, namer, &registry, &own);
    let mut named = sources::places(&scan, namer, &mut registry, &known);
    candidates.append(&mut named);
    compound::find(&scan, namer, &known, &mut registry, &mut candidates);
    derive::sides(&scan, namer, &registry, &mut candidates);
    derive::counted(&scan, namer, &registry, &mut candidates);
    derive::find(&scan, namer, &known, &mut registry, &mut candidates);
    let chosen = candidate::resolve(candidates);
    let mut found = collect(document, &scan, registry, chosen);
    titles::stand_in(&scan, namer, &mut found);
    // A page whose first sentence does not say what it is about is about what its title names.
    if found.topic.is_none() {
        let title: String = namer::bare(&namer.folded(&document.title)).0.iter().collect();
        let named =
            |e: &LocalEntity| e.names.iter().chain([&e.title]).any(|n| crate::text::script::fold_str(n) == title);
        found.topic = found.entities.iter().position(|e| e.class != namer.class.unknown && named(e));
    }
    found
}

/// Turns the candidates that won into mentions, and keeps the things that are mentioned.
fn collect(document: &Document, scan: &Scan<'_>, mut registry: Registry<'_>, chosen: Vec<Candidate>) -> Mentions {
    let mut found = Mentions::default();
    let mut places: Vec<Option<usize>> = Vec::new();
    for Candidate { from, to, meaning, how, confidence, .. } in chosen {
        let span = Span::new(from, to);
        let surface = document.slice(span);
        let id = match meaning {
            Meaning::Nothing => continue,
            Meaning::Entity(id) => id,
            Meaning::Named(class) => registry.named(scan.slice(from, to), &surface, &class),
        };
        if to - from > 1 {
            registry.entities[id].names.insert(surface);
        }
        places.resize(registry.entities.len().max(places.len()), None);
        let entity = *places[id].get_or_insert_with(|| {
            found.entities.push(registry.entities[id].without_names());
            found.entities.len() - 1
        });
        let class = registry.entities[id].class.clone();
        found.mentions.push(Mention { span, entity, class, confidence, how });
    }
    // Later mentions can have given more names.
    for (id, entity) in places.iter().enumerate().filter_map(|(id, e)| Some((id, (*e)?))) {
        std::mem::swap(&mut found.entities[entity].names, &mut registry.entities[id].names);
    }
    // A class can become known after the first mention.
    found.topic = registry.topic.and_then(|t| places.get(t).copied().flatten());
    for mention in &mut found.mentions {
        mention.class = found.entities[mention.entity].class.clone();
    }
    found
}

/// The prose with its mentions in brackets, a block a line: `[俄軍|State|俄羅斯帝國]`.
pub fn describe(document: &Document, mentions: &Mentions) -> String {
    let mut text = String::new();
    let mut rest = mentions.mentions.as_slice();
    for block in &document.blocks {
        let mut at = block.span.start();
        while let Some((mention, after)) = rest.split_first().filter(|(m, _)| m.span.start() < block.span.end()) {
            rest = after;
            if mention.span.start() < at {
                continue;
            }
            let entity = &mentions.entities[mention.entity];
            text.push_str(&document.slice(Span::new(at, mention.span.start())));
            let _ = write!(text, "[{}|{}|{}]", document.slice(mention.span), mention.class, entity.title);
            at = mention.span.end();
        }
        if at <= block.span.end() {
            text.push_str(&document.slice(Span::new(at, block.span.end())));
        }
        text.push('\n');
    }
    text
}
