//! The things of one document and their names: which names mean the same.
//!
//! A thing is known by its gazetteer entry, by the page that a link leads to, or by a name that the document gives it.

use super::LocalEntity;
use super::namer::{Namer, bare};
use super::scan::Scan;
use super::trie::Trie;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Things and their folded names, while a document is read.
pub struct Registry<'n> {
    namer: &'n Namer,
    pub entities: Vec<LocalEntity>,
    by_name: BTreeMap<Vec<char>, Vec<usize>>,
    by_entry: BTreeMap<u32, usize>,
    by_page: BTreeMap<Vec<char>, usize>,
    /// The year that speaks for the document as a whole.
    pub year: Option<i32>,
    /// What the document is about.
    pub topic: Option<usize>,
}

impl<'n> Registry<'n> {
    pub fn new(namer: &'n Namer, year: Option<i32>) -> Registry<'n> {
        Registry {
            namer,
            entities: Vec::new(),
            by_name: BTreeMap::new(),
            by_entry: BTreeMap::new(),
            by_page: BTreeMap::new(),
            year,
            topic: None,
        }
    }

    fn push(&mut self, title: String, class: Arc<str>) -> usize {
        let names = BTreeSet::from([title.clone()]);
        self.entities.push(LocalEntity { title, class, names, gazetteer: None, page: None });
        self.entities.len() - 1
    }

    /// The thing of a gazetteer entry.
    pub fn entry(&mut self, entry: u32) -> usize {
        if let Some(&id) = self.by_entry.get(&entry) {
            return id;
        }
        let known = &self.namer.known[entry as usize];
        let id = self.push(known.title.clone(), known.class.clone());
        self.entities[id].names.extend(known.names.iter().cloned());
        self.entities[id].gazetteer = Some(entry as usize);
        self.by_entry.insert(entry, id);
        id
    }

    /// Which of several entries a name means: the one whose years hold the year, else one without years, else one that the
    /// document has already spoken of, else the first.
    pub fn choose(&self, entries: &[u32], year: Option<i32>) -> Option<u32> {
        if entries.len() < 2 {
            return entries.first().copied();
        }
        let year = year.or(self.year);
        let active = |e: &&u32| {
            let (from, to) = self.namer.known[**e as usize].active;
            (from.is_some() || to.is_some())
                && year.is_some_and(|y| from.is_none_or(|f| f <= y) && to.is_none_or(|t| y <= t))
        };
        let timeless = |e: &&u32| self.namer.known[**e as usize].active == (None, None);
        let met = |e: &&u32| self.by_entry.contains_key(e);
        let both = entries.iter().filter(active).find(met);
        both.or_else(|| entries.iter().find(active))
            .or_else(|| entries.iter().filter(timeless).find(met))
            .or_else(|| entries.iter().find(timeless))
            .or_else(|| entries.iter().find(met))
            .or_else(|| entries.first())
            .copied()
    }

    /// The polity that a short form means in a year: one of the gazetteer's, or, where the document speaks of none of these,
    /// one of the document's own whose name begins with the character.
    pub fn short(&mut self, c: char, year: Option<i32>) -> Option<usize> {
        let namer = self.namer;
        let year = year.or(self.year);
        let holds = |e: &&u32| year.is_none_or(|y| namer.known[**e as usize].holds(y));
        let entries: Vec<u32> = namer.short.get(&u32::from(c))?.iter().filter(holds).copied().collect();
        if !entries.iter().any(|e| self.by_entry.contains_key(e)) {
            let polity = &namer.class.polity;
            let own = self.by_name.iter().filter(|(name, _)| name.first() == Some(&c)).flat_map(|(_, ids)| ids);
            let own: BTreeSet<usize> = own.copied().filter(|i| self.entities[*i].class == *polity).collect();
            if let [id] = own.into_iter().collect::<Vec<_>>()[..] {
                return Some(id);
            }
        }
        self.choose(&entries, year).map(|e| self.entry(e))
    }

    /// The polity that a name made from its name or short form stands for: 法軍, 法國艦隊.
    pub fn polity_of(&mut self, name: &[char], year: Option<i32>) -> Option<usize> {
        let namer = self.namer;
        let same = |class: &str, k: usize| {
            let suffix = namer.suffixes(class).and_then(|s| s.get(&name[k..])).and_then(Option::as_ref);
            suffix.is_some_and(|s| s.class.is_none())
        };
        if name.len() > 1 && namer.short.contains_key(&u32::from(name[0])) && same("short", 1) {
            return self.short(name[0], year);
        }
        let polity = namer.class.polity.clone();
        let k = (2..name.len()).find(|&k| same(&polity, k) && namer.names.get(&name[..k]).is_some())?;
        let entries: Vec<u32> = namer.names.get(&name[..k])?.to_vec();
        let entry = self.choose(&entries, year).filter(|e| namer.known[*e as usize].class == polity)?;
        Some(self.entry(entry))
    }

    /// Lets the bare names of the document's polities stand for them: 薩摩 for 薩摩藩.
    pub fn shorten_polities(&mut self, scan: &Scan<'_>) {
        let mut bare_names = Vec::new();
        for (name, ids) in &self.by_name {
            let Some(&id) = ids.first().filter(|i| self.entities[**i].class == self.namer.class.polity) else {
                continue;
            };
            let Some((k, _)) = self.namer.lexicon.ending(name).filter(|(_, w)| w.form > 0) else { continue };
            let base = &name[..k];
            let free = !self.by_name.contains_key(base) && self.namer.names.get(base).is_none();
            let sound = scan.is_sound(self.namer, base, k.div_ceil(2));
            let topic = Some(id) == self.topic && scan.count(base) > scan.count(name) + 2;
            if k >= 2 && free && (sound || topic) && scan.count(base) > scan.count(name) {
                bare_names.push((base.to_vec(), id));
            }
        }
        bare_names.into_iter().for_each(|(base, id)| self.name(id, &base));
    }

    /// The thing that a page is about, made where it is new. `class` is used when nothing else tells, `anchor` (folded) and
    /// `year` where the title is the name of several things.
    pub fn page(&mut self, target: &str, anchor: &[char], year: Option<i32>, class: Option<Arc<str>>) -> Option<usize> {
        let folded = self.namer.folded(target);
        if let Some(&id) = self.by_page.get(&folded) {
            return Some(id);
        }
        let (name, hint) = bare(&folded);
        let exact = self.namer.names.get(&folded).cloned();
        let entries = exact.or_else(|| self.namer.names.get(name).cloned().filter(|_| hint.is_empty()));
        let several = entries.as_ref().is_some_and(|e| e.len() > 1);
        let entries = entries.map(|e| match self.namer.names.get(anchor) {
            // The anchor can say more exactly which one is meant.
            Some(named) if several => {
                let both: Vec<u32> = named.iter().copied().filter(|n| e.contains(n)).collect();
                if both.is_empty() { named.clone() } else { both }
            }
            _ => e,
        });
        let id = match entries.and_then(|e| self.choose(&e, year)) {
            Some(entry) => self.entry(entry),
            None => {
                let class = class?;
                let known =
                    self.by_name.get(name).and_then(|ids| ids.iter().find(|i| self.entities[**i].class == class));
                match known {
                    Some(&id) => id,
                    None => {
                        let plain = target.split([' ', '_']).next().unwrap_or(target);
                        let title = if hint.is_empty() { target } else { plain };
                        let id = self.push(title.trim().to_owned(), class);
                        self.name(id, name);
                        id
                    }
                }
            }
        };
        if several {
            return Some(id);
        }
        self.by_page.insert(folded, id);
        if self.entities[id].page.is_none() {
            self.entities[id].page = Some(target.to_owned());
        }
        Some(id)
    }

    /// The thing that a page with this folded title is about, if a link has led to it.
    pub fn page_called(&self, title: &[char]) -> Option<usize> {
        self.by_page.get(title).copied()
    }

    /// The thing with this folded name and class, made where there is none.
    pub fn named(&mut self, key: &[char], surface: &str, class: &Arc<str>) -> usize {
        let unknown = &self.namer.class.unknown;
        if let Some(id) = self.by_name.get(key).and_then(|ids| {
            let same = ids.iter().find(|i| self.entities[**i].class == *class);
            same.or_else(|| ids.iter().find(|i| self.entities[**i].class == *unknown || class == unknown)).copied()
        }) {
            if self.entities[id].class == *unknown {
                self.entities[id].class = class.clone();
            }
            return id;
        }
        let entry = self.namer.names.get(key).and_then(|entries| {
            let fit: Vec<u32> =
                entries.iter().copied().filter(|e| self.namer.known[*e as usize].class == *class).collect();
            self.choose(&fit, None)
        });
        let id = match entry {
            Some(entry) => self.entry(entry),
            None => self.push(surface.to_owned(), class.clone()),
        };
        self.name(id, key);
        id
    }

    /// Gives a thing a folded name.
    pub fn name(&mut self, id: usize, key: &[char]) {
        if key.len() < 2 {
            return;
        }
        let ids = self.by_name.entry(key.to_vec()).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    /// The things that a folded name can mean.
    pub fn meanings(&self, key: &[char]) -> &[usize] {
        self.by_name.get(key).map_or(&[], Vec::as_slice)
    }

    /// What a folded name means in this document: the topic before all others, then what was named first.
    pub fn meaning(&self, key: &[char]) -> Option<usize> {
        let ids = self.meanings(key);
        ids.iter().find(|i| Some(**i) == self.topic).or_else(|| ids.first()).copied()
    }

    /// The only thing of a class that has a longer name with this ending, the topic before others: 伊瑪目國 in a document
    /// about 高加索伊瑪目國.
    pub fn ending_in(&self, ending: &[char], class: &Arc<str>) -> Option<usize> {
        let longer = self.by_name.iter().filter(|(name, _)| name.len() > ending.len() && name.ends_with(ending));
        let ids: BTreeSet<usize> =
            longer.flat_map(|(_, ids)| ids).copied().filter(|i| self.entities[*i].class == *class).collect();
        let topic = self.topic.filter(|t| ids.contains(t));
        topic.or_else(|| ids.first().copied().filter(|_| ids.len() == 1))
    }

    /// The document's own names, ready to be matched.
    pub fn trie(&self) -> Trie<Vec<usize>> {
        let mut trie: Trie<Vec<usize>> = Trie::default();
        for (key, ids) in &self.by_name {
            trie.entry(key).extend(ids);
        }
        trie
    }

    /// Joins treaties that are named with and without their parties (中俄北京條約, 北京條約), where only one is meant.
    pub fn join_treaties(&mut self) {
        let mut groups: BTreeMap<Vec<char>, BTreeSet<usize>> = BTreeMap::new();
        for (name, ids) in &self.by_name {
            let parties = name.iter().take_while(|c| self.namer.short.contains_key(&u32::from(**c))).count();
            let prefix = if (2..=3).contains(&parties) && name.len() > parties + 3 { parties } else { 0 };
            for &id in ids.iter().filter(|i| self.entities[**i].class == self.namer.class.treaty) {
                groups.entry(name[prefix..].to_vec()).or_default().insert(id);
            }
        }
        for ids in groups.into_values().filter(|g| g.len() == 2) {
            if let [keep, gone] = ids.into_iter().collect::<Vec<_>>()[..] {
                self.merge(keep, gone);
            }
        }
    }

    /// All folded names with what they mean, in order.
    pub fn names(&self) -> impl Iterator<Item = (&[char], &[usize])> {
        self.by_name.iter().map(|(k, v)| (k.as_slice(), v.as_slice()))
    }

    /// Lets a name of one thing mean another as well; the other's names become the first one's.
    pub fn merge(&mut self, keep: usize, gone: usize) {
        if keep == gone {
            return;
        }
        let names = std::mem::take(&mut self.entities[gone].names);
        self.entities[keep].names.extend(names);
        if self.entities[keep].page.is_none() {
            self.entities[keep].page = self.entities[gone].page.take();
        }
        for ids in self.by_name.values_mut() {
            for id in ids.iter_mut().filter(|i| **i == gone) {
                *id = keep;
            }
            let mut seen = BTreeSet::new();
            ids.retain(|i| seen.insert(*i));
        }
        self.by_page.values_mut().chain(self.by_entry.values_mut()).for_each(|i| {
            if *i == gone {
                *i = keep;
            }
        });
    }
}
