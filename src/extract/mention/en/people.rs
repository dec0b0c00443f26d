//! Persons: which full and short names mean the same one.

use super::candidate::Candidate;
use super::namer::bit;
use super::resolve::Resolver;
use super::token::Gap;
use std::collections::BTreeMap;

/// Whether two words differ in one letter inside, or in one that only one of them has.
fn one_letter(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (long, short) = (a.len().max(b.len()), a.len().min(b.len()));
    same >= 2 && rest >= 1 && long - short <= 1 && same + rest + 1 >= long && a != b
}

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
            let named = title_known.or_else(|| self.latest(&self.short, key, n));
            match named.or_else(|| self.spelt_otherwise(key)) {
                Some(id) => id,
                None if title.is_none() => return None,
                None => self.registry.named(key, &self.scan.surface(from, to), &self.scan.namer.class.person.clone()),
            }
        } else {
            let person = self.scan.namer.class.person.clone();
            let known = self.registry.meaning(key).filter(|i| self.registry.entities[*i].class == person);
            let same = known.or_else(|| self.titled_person(from)).or_else(|| self.longer_name(&words));
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

    /// The person whom the page is about, where its first sentence says of whom that is the name: X was the title given to Y.
    fn titled_person(&self, at: usize) -> Option<usize> {
        let topic = self.registry.topic.filter(|t| self.is_person(&self.registry.entities[*t].class))?;
        let scan = self.scan;
        let first = (0..at).rev().find(|k| scan.tokens[*k].gap == Gap::Start).is_none_or(|k| k == 0);
        let back = at.saturating_sub(4);
        let noun = (back..at).rev().find(|k| {
            matches!(scan.key(*k), "title" | "name" | "nickname" | "pseudonym" | "style" | "honorific" | "epithet")
        })?;
        let given = matches!(
            scan.key(noun + 1),
            "accorded" | "given" | "granted" | "bestowed" | "of" | "held" | "used" | "borne" | "adopted" | "assumed"
        );
        let told = (noun.saturating_sub(4)..noun).any(|k| matches!(scan.key(k), "is" | "was"));
        (first && given && told && scan.runs(noun, at)).then_some(topic)
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

    /// The person whom the page is about, where a name is one letter other than a word of the title: Kammu of Kanmu.
    pub(super) fn spelt_otherwise(&self, key: &str) -> Option<usize> {
        let topic = self.registry.topic.filter(|t| self.is_person(&self.registry.entities[*t].class))?;
        if key.contains(' ') || key.chars().count() < 5 || self.scan.is_given(key) || key.ends_with('s') {
            return None;
        }
        let title = self.scan.namer.words_of(super::namer::bare(&self.registry.entities[topic].title)).0;
        title.iter().any(|word| !self.scan.is_given(word) && one_letter(word, key)).then_some(topic)
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
