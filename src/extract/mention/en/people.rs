//! Persons: which full and short names mean the same one.

use super::candidate::Candidate;
use super::namer::bit;
use super::resolve::Resolver;
use super::token::Gap;
use std::collections::BTreeMap;

impl Resolver<'_, '_> {
    /// A person named with more than a surname.
    pub(super) fn person(&mut self, n: usize, candidate: &Candidate, key: &str) -> Option<usize> {
        let (from, to) = candidate.name;
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        // The title can be a mention of its own.
        let own = from > 0 && self.scan.follows(from) && self.scan.len_before(from, bit::TITLE) > 0;
        let title = (candidate.from < from || own).then(|| self.scan.keys(from - 1, from));
        let id = if words.len() == 1 {
            // Known by a longer name, before or after; else a person of one name.
            let title_known =
                title.as_ref().and_then(|t| self.with_title(t, key)).or_else(|| self.of_land(candidate, key));
            match title_known.or_else(|| self.latest(&self.short, key, n)) {
                Some(id) => id,
                None if title.is_none() => return None,
                None => self.registry.named(key, &self.scan.surface(from, to), &self.scan.namer.class.person.clone()),
            }
        } else {
            let person = self.scan.namer.class.person.clone();
            let known = self.registry.meaning(key).filter(|i| self.registry.entities[*i].class == person);
            let same = known.or_else(|| self.longer_name(&words));
            let id = same.unwrap_or_else(|| self.registry.named(key, &self.scan.surface(from, to), &person));
            self.registry.name(id, key);
            self.shorten(id, &words, n);
            id
        };
        if let Some(title) = title {
            self.titled.entry(title).or_default().push((id, n));
        }
        Some(id)
    }

    /// The last person with this title and this word in the name: King Philip.
    pub(super) fn with_title(&self, title: &str, key: &str) -> Option<usize> {
        let named = |id: &usize| self.short.get(key).is_some_and(|l| l.iter().any(|(known, _)| known == id));
        self.titled.get(title)?.iter().rev().map(|(id, _)| *id).find(named)
    }

    /// Philip, Duke of Swabia is Philip of Swabia.
    pub(super) fn of_land(&self, candidate: &Candidate, key: &str) -> Option<usize> {
        let end = candidate.name.1;
        let comma = self.scan.tokens.get(end).is_some_and(|t| t.gap == Gap::Comma);
        let the = usize::from(self.scan.key(end) == "the");
        let office = self.scan.len(end + the, bit::OFFICE | bit::WEAK_OFFICE);
        let of = end + the + office;
        if !comma || office == 0 || self.scan.key(of) != "of" {
            return None;
        }
        self.registry.meaning(&format!("{key} of {}", self.scan.key(of + 1)))
    }

    /// The only person whose name holds these words in a row, or is held by them.
    pub(super) fn longer_name(&self, words: &[String]) -> Option<usize> {
        let person = &self.scan.namer.class.person;
        let mut found: Vec<usize> = Vec::new();
        for (name, ids) in self.registry.names() {
            let other: Vec<&str> = name.split(' ').collect();
            let (short, long) = if other.len() < words.len() {
                (other.clone(), words.iter().map(String::as_str).collect::<Vec<_>>())
            } else {
                (words.iter().map(String::as_str).collect(), other.clone())
            };
            let within = short.len() >= 2 && short.len() < long.len() && long.windows(short.len()).any(|w| w == short);
            let spelt = short.len() >= 2
                && short.first() == long.first()
                && short.last() == long.last()
                && !self.scan.is_ending(short[short.len() - 1]);
            if within || spelt {
                found.extend(ids.iter().filter(|i| self.registry.entities[**i].class == *person));
            }
        }
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [id] => Some(id),
            _ => None,
        }
    }

    /// Notes the short names of a person: the surname, the name without Khan, the name without its first part.
    pub(super) fn shorten(&mut self, id: usize, words: &[String], n: usize) {
        let mut end = words.len();
        while end > 1 && (self.scan.is_ending(&words[end - 1]) || super::chunk::is_numeral(&words[end - 1])) {
            end -= 1;
        }
        let mut keys = vec![words[..end].join(" "), words[0].clone()];
        keys.extend((1..end).map(|k| words[k..end].join(" ")));
        keys.extend((1..words.len().saturating_sub(1)).map(|k| words[k..].join(" ")));
        for key in keys.into_iter().filter(|k| k.len() > 2) {
            let list = self.short.entry(key).or_default();
            if !list.iter().any(|(known, _)| *known == id) {
                list.push((id, n));
            }
        }
    }

    /// Which of several persons a short name means at a candidate: the last one named before it, else the first after.
    pub(super) fn latest(&self, map: &BTreeMap<String, Vec<(usize, usize)>>, key: &str, n: usize) -> Option<usize> {
        let list = map.get(key)?;
        if let Some(topic) = self.registry.topic.filter(|t| list.iter().any(|(id, _)| id == t)) {
            return Some(topic);
        }
        let before = list.iter().filter(|(_, at)| *at <= n).max_by_key(|(_, at)| *at);
        before.or_else(|| list.first()).map(|(id, _)| *id)
    }
}
