//! What all documents say, as one: which entities are the same thing, which facts the same fact.
//!
//! A [`Merger`] takes in one [`Extraction`] after the other and keeps only what the decisions need, so that a build of
//! many documents stays small: a *key* for each title and class, and a *statement* for each fact of a document.
//! [`Merger::finish`] makes [`Merged`] of it: *entities* (clusters of keys) and *fact nodes* (clusters of statements).
//! The outcome depends on what was added and on its order, never on threads or hashes.

mod entities;
mod facts;
mod intern;

use super::iri::{Namespaces, local_name};
use crate::document::Lang;
use crate::fact::{Amount, Entity, Extraction, Name, Status, Term, Time};
use crate::pack::{Gazetteer, Ontology};
use crate::text::script::fold_str;
use intern::Interner;
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A thing of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedEntity {
    /// The local name of its IRI.
    pub local: String,
    pub title: String,
    pub class: String,
    /// Every name that a document or the gazetteer has for it.
    pub names: BTreeSet<Name>,
    /// The id of its gazetteer entry, if it has one.
    pub gazetteer: Option<String>,
}

/// What stands at the end of a fact node's relation, or in a qualifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// An index into [`Merged::entities`].
    Entity(u32),
    Literal(Arc<str>),
}

/// A fact over all the documents that state it, with the most exact values that any of them gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactNode {
    /// The last part of its IRI, made from what it says.
    pub id: String,
    pub relation: Arc<str>,
    /// An index into [`Merged::entities`], as are `place`, `to`, `treaty` and `leader`.
    pub subject: u32,
    pub object: Value,
    pub status: Status,
    pub time: Option<Arc<Time>>,
    pub place: Option<u32>,
    pub to: Option<u32>,
    pub treaty: Option<u32>,
    pub leader: Option<u32>,
    pub position: Option<Value>,
    pub amount: Option<Arc<Amount>>,
}

/// A document and what its entities and facts have become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedDocument {
    /// The IRI of the document and of its graph.
    pub iri: NamedNode,
    /// For each of the extraction's entities, an index into [`Merged::entities`].
    pub entities: Box<[u32]>,
    /// For each of the extraction's facts, an index into [`Merged::facts`].
    pub facts: Box<[u32]>,
    /// What the page is about, where that is an entity of its facts.
    pub topic: Option<u32>,
}

/// Everything but the evidence. Documents stand in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub entities: Vec<MergedEntity>,
    /// Sorted by subject, relation, object and time.
    pub facts: Vec<FactNode>,
    pub documents: Vec<MergedDocument>,
}

/// An index of a string in the [`Merger`]'s interner.
type Str = u32;

/// A title, folded, with a class: what documents mean by it is at first taken to be one thing.
#[derive(Debug)]
struct Key {
    folded: Str,
    class: Str,
    /// The titles as written, and how many documents write each.
    titles: BTreeMap<Str, u32>,
    /// Text and language tag of every name, and how many documents have each.
    names: BTreeMap<(Str, Option<Str>), u32>,
    gazetteer: bool,
    /// Whether a page has this title.
    page: bool,
    /// The documents that have it, ascending.
    documents: Vec<u32>,
}

/// A fact as one document states it. Entities are keys.
#[derive(Debug, Clone, Copy)]
struct Statement {
    relation: Str,
    subject: u32,
    object: Slot,
    status: Status,
    /// An index into the times.
    time: Option<u32>,
    place: Option<u32>,
    to: Option<u32>,
    treaty: Option<u32>,
    leader: Option<u32>,
    position: Option<Slot>,
    /// An index into the amounts.
    amount: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Slot {
    Entity(u32),
    Literal(Str),
}

#[derive(Debug)]
struct Record {
    title: Str,
    lang: Lang,
    path: Str,
    /// The key of each entity.
    keys: Box<[u32]>,
    statements: Box<[Statement]>,
    /// The key of the entity that the page is about.
    topic: Option<u32>,
}

/// Takes in extractions and keeps what merging needs of them.
#[derive(Debug, Default)]
pub struct Merger {
    strings: Interner<String>,
    times: Interner<Time>,
    amounts: Interner<Amount>,
    keys: Vec<Key>,
    key_index: HashMap<(Str, Str), u32>,
    /// Keys of one title that a document tells apart: they are different things.
    homonyms: HashSet<(u32, u32)>,
    records: Vec<Record>,
}

impl Merger {
    /// Adds a document. The order of documents decides ties, so it must not depend on threads.
    pub fn add(&mut self, extraction: &Extraction) {
        let document = u32::try_from(self.records.len()).expect("fewer than 2^32 documents");
        let keys: Box<[u32]> = extraction.entities.iter().map(|e| self.key(e, document)).collect();
        let distinct: BTreeSet<u32> = keys.iter().copied().collect();
        for &key in &distinct {
            self.keys[key as usize].documents.push(document);
            for &other in distinct.range(key + 1..) {
                if self.keys[key as usize].folded == self.keys[other as usize].folded {
                    self.homonyms.insert((key, other));
                }
            }
        }
        let info = &extraction.document;
        let is_topic = |e: &Entity| e.page.as_ref() == Some(&info.title) || e.title == info.title;
        let topic = extraction.entities.iter().position(is_topic).map(|i| keys[i]);
        let statements = extraction.facts.iter().map(|f| self.statement(f, &keys)).collect();
        let record = Record {
            title: self.strings.id(&info.title),
            lang: info.lang,
            path: self.strings.id(&info.path),
            keys,
            statements,
            topic,
        };
        self.records.push(record);
    }

    fn key(&mut self, entity: &Entity, document: u32) -> u32 {
        let folded = self.strings.id(&fold_name(&entity.title));
        let class = self.strings.id(&entity.class);
        let next = u32::try_from(self.keys.len()).expect("fewer than 2^32 entities");
        let index = *self.key_index.entry((folded, class)).or_insert(next);
        if index == next {
            self.keys.push(Key {
                folded,
                class,
                titles: BTreeMap::new(),
                names: BTreeMap::new(),
                gazetteer: false,
                page: false,
                documents: Vec::new(),
            });
        }
        let title = self.strings.id(&entity.title);
        let names: Vec<_> = entity
            .names
            .iter()
            .map(|n| (self.strings.id(&n.text), n.lang.as_ref().map(|l| self.strings.id(l))))
            .collect();
        let key = &mut self.keys[index as usize];
        debug_assert!(key.documents.last().is_none_or(|d| *d <= document));
        *key.titles.entry(title).or_default() += 1;
        names.into_iter().for_each(|n| *key.names.entry(n).or_default() += 1);
        key.gazetteer |= entity.gazetteer;
        key.page |= entity.page.is_some();
        index
    }

    fn statement(&mut self, fact: &crate::fact::Fact, keys: &[u32]) -> Statement {
        let slot = |strings: &mut Interner<String>, term: &Term| match term {
            Term::Entity(i) => Slot::Entity(keys[*i]),
            Term::Literal(text) => Slot::Literal(strings.id(text)),
        };
        Statement {
            relation: self.strings.id(&fact.relation),
            subject: keys[fact.subject],
            object: slot(&mut self.strings, &fact.object),
            status: fact.status,
            time: fact.time.as_ref().map(|t| self.times.id(t)),
            place: fact.place.map(|i| keys[i]),
            to: fact.to.map(|i| keys[i]),
            treaty: fact.treaty.map(|i| keys[i]),
            leader: fact.leader.map(|i| keys[i]),
            position: fact.position.as_ref().map(|p| slot(&mut self.strings, p)),
            amount: fact.amount.as_ref().map(|a| self.amounts.id(a)),
        }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Decides what is the same.
    pub fn finish(self, ontology: &Ontology, gazetteer: &Gazetteer, namespaces: &Namespaces) -> Merged {
        let (entities, entity_of_key) = entities::cluster(&self, gazetteer);
        let (facts, fact_of_statement) = facts::cluster(&self, &entities, &entity_of_key, ontology);
        let mut taken = HashSet::new();
        let mut facts_left = fact_of_statement.into_iter();
        let mut documents = Vec::with_capacity(self.records.len());
        for record in &self.records {
            let (title, path) = (&self.strings[record.title], &self.strings[record.path]);
            let mut iri = namespaces.document(record.lang, title);
            // Several files of one title: the source tells them apart by their path.
            if !taken.insert(iri.clone()) {
                iri = namespaces.document(record.lang, &format!("{title} ({path})"));
                taken.insert(iri.clone());
            }
            documents.push(MergedDocument {
                iri,
                entities: record.keys.iter().map(|k| entity_of_key[*k as usize]).collect(),
                facts: facts_left.by_ref().take(record.statements.len()).collect(),
                topic: record.topic.map(|k| entity_of_key[k as usize]),
            });
        }
        Merged { entities, facts, documents }
    }
}

/// A name with script, width and case folded, and spaces and marks that are often left out taken away.
pub fn fold_name(name: &str) -> String {
    let skipped = |c: &char| c.is_whitespace() || "《》〈〉「」『』“”\"'’‘·・_".contains(*c);
    let folded: String = fold_str(name).chars().filter(|c| !skipped(c)).flat_map(char::to_lowercase).collect();
    // A name of nothing but marks is itself.
    if folded.is_empty() { local_name(name) } else { folded }
}

#[cfg(test)]
mod tests;
