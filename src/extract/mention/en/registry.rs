//! The things of one document and their names: which names mean the same.

use super::super::LocalEntity;
use super::namer::{Namer, bare};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Things and their names, while a document is read. A *key* is the words of a name with a space between.
pub struct Registry<'n> {
    pub namer: &'n Namer,
    pub entities: Vec<LocalEntity>,
    by_key: BTreeMap<String, Vec<usize>>,
    by_entry: BTreeMap<u32, usize>,
    by_page: BTreeMap<String, usize>,
    /// The year that speaks for the document as a whole.
    pub year: Option<i32>,
    pub topic: Option<usize>,
}

impl<'n> Registry<'n> {
    pub fn new(namer: &'n Namer, year: Option<i32>) -> Registry<'n> {
        Registry {
            namer,
            entities: Vec::new(),
            by_key: BTreeMap::new(),
            by_entry: BTreeMap::new(),
            by_page: BTreeMap::new(),
            year,
            topic: None,
        }
    }

    /// A new thing.
    pub fn push(&mut self, title: &str, class: &Arc<str>) -> usize {
        self.entities.push(LocalEntity {
            title: title.to_owned(),
            class: class.clone(),
            names: BTreeSet::new(),
            gazetteer: None,
            page: None,
        });
        self.entities.len() - 1
    }

    /// The thing of a gazetteer entry.
    pub fn entry(&mut self, entry: u32) -> usize {
        if let Some(&id) = self.by_entry.get(&entry) {
            return id;
        }
        let known = &self.namer.known[entry as usize];
        let id = self.push(&known.title, &known.class);
        self.entities[id].names.extend(known.names.iter().cloned());
        self.entities[id].gazetteer = Some(entry as usize);
        self.by_entry.insert(entry, id);
        id
    }

    /// Which of several entries a name means in a year: one whose years hold it, else one without years, else the one
    /// whose years are nearest.
    pub fn choose(&self, entries: &[u32], year: Option<i32>) -> Option<u32> {
        if entries.len() < 2 {
            return entries.first().copied();
        }
        let year = year.or(self.year);
        let active = |e: u32| self.namer.known[e as usize].active;
        let holds = |e: &&u32| {
            let (from, to) = active(**e);
            (from, to) != (None, None) && year.is_some_and(|y| from.is_none_or(|f| f <= y) && to.is_none_or(|t| y <= t))
        };
        let timeless = |e: &&u32| active(**e) == (None, None);
        let far = |e: u32| match (year, active(e)) {
            (Some(y), (from, to)) => {
                let before = from.map_or(0, |f| (f - y).max(0));
                before.max(to.map_or(0, |t| (y - t).max(0)))
            }
            (None, _) => 0,
        };
        let met = |e: &&u32| self.by_entry.contains_key(e);
        let found = entries.iter().find(holds).or_else(|| entries.iter().find(timeless)).copied();
        found
            .or_else(|| entries.iter().find(|e| year.is_none() && met(e)).copied())
            .or_else(|| entries.iter().copied().min_by_key(|e| far(*e)))
    }

    /// The thing that a page is about, made where it is new. `class` is used when nothing else tells.
    pub fn page(&mut self, target: &str, year: Option<i32>, class: Option<Arc<str>>) -> Option<usize> {
        let (words, _) = self.namer.words_of(target);
        let whole = words.join(" ");
        if let Some(&id) = self.by_page.get(&whole) {
            return Some(id);
        }
        let name = self.namer.words_of(bare(target)).0.join(" ");
        let entries = self.namer.entries(&whole).or_else(|| self.namer.entries(&name).filter(|_| name == whole));
        let id = match entries.and_then(|e| self.choose(e, year)) {
            Some(entry) => self.entry(entry),
            None => {
                let class = class?;
                let same = |i: &&usize| self.entities[**i].class == class && self.entities[**i].gazetteer.is_none();
                match self.by_key.get(&name).and_then(|ids| ids.iter().find(same)) {
                    Some(&id) => id,
                    None => {
                        let id = self.push(target.trim(), &class);
                        self.entities[id].names.insert(bare(target).to_owned());
                        self.name(id, &name);
                        id
                    }
                }
            }
        };
        self.by_page.insert(whole, id);
        if self.entities[id].page.is_none() {
            self.entities[id].page = Some(target.to_owned());
        }
        Some(id)
    }

    /// The thing with this name and class, made where there is none.
    pub fn named(&mut self, key: &str, surface: &str, class: &Arc<str>) -> usize {
        let unknown = &self.namer.class.unknown;
        let same = self.by_key.get(key).and_then(|ids| {
            let same = ids.iter().find(|i| self.entities[**i].class == *class);
            same.or_else(|| ids.iter().find(|i| self.entities[**i].class == *unknown || class == unknown)).copied()
        });
        if let Some(id) = same {
            if self.entities[id].class == *unknown {
                self.entities[id].class = class.clone();
            }
            return id;
        }
        let id = self.push(surface, class);
        self.name(id, key);
        id
    }

    /// Gives a thing a name.
    pub fn name(&mut self, id: usize, key: &str) {
        if key.len() < 2 {
            return;
        }
        // Spelt with a hyphen or without: Jivita-gupta.
        let other = key.replace('-', "");
        for key in [key, other.as_str()].into_iter().take(1 + usize::from(other != key && other.len() > 3)) {
            let ids = self.by_key.entry(key.to_owned()).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }

    /// The things that a name can mean.
    pub fn meanings(&self, key: &str) -> &[usize] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// What a name means in this document: the topic before all others, then what was named first.
    pub fn meaning(&self, key: &str) -> Option<usize> {
        let ids = self.meanings(key);
        ids.iter().find(|i| Some(**i) == self.topic).or_else(|| ids.first()).copied()
    }

    /// All names with what they mean, in order.
    pub fn names(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.by_key.iter().map(|(k, v)| (k.as_str(), v.as_slice()))
    }
}
