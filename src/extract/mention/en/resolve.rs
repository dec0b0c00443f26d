//! Which stretches mean the same thing: full names and short ones, adjectives and the polities that they are made from.

use super::candidate::{Candidate, Sense};
use super::classify::{Votes, votes};
use super::collect::collect;
use super::namer::bit;
use super::registry::Registry;
use super::scan::Scan;
use super::token::{Cap, Gap};
use super::topic::topic;
use crate::extract::mention::{How, Mentions};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Makes mentions of candidates.
pub fn resolve(scan: &Scan<'_>, candidates: Vec<Candidate>) -> Mentions {
    let mut registry = Registry::new(scan.namer, scan.middle_year());
    let topic = topic(scan, &mut registry);
    let votes = votes(scan, &candidates, topic.is_some());
    let mut resolver = Resolver {
        scan,
        registry,
        votes,
        ids: vec![None; candidates.len()],
        short: BTreeMap::new(),
        titled: BTreeMap::new(),
        heads: BTreeMap::new(),
        holders: BTreeSet::new(),
        listed: BTreeMap::new(),
        said: None,
        site: None,
    };
    resolver.site = resolver.site_of_battle();
    resolver.full_names(&candidates);
    resolver.short_names(&candidates);
    resolver.offices(&candidates);
    let Resolver { registry, ids, .. } = resolver;
    collect(scan, registry, topic, &candidates, &ids)
}

pub(super) struct Resolver<'s, 'd> {
    pub(super) scan: &'s Scan<'d>,
    pub(super) registry: Registry<'s>,
    pub(super) votes: BTreeMap<String, Votes>,
    /// For each candidate, its thing.
    pub(super) ids: Vec<Option<usize>>,
    /// Short names of persons, with the things that they can mean and the candidate at which each was named in full.
    pub(super) short: BTreeMap<String, Vec<(usize, usize)>>,
    /// Common words of names, with the thing that was last named with each.
    pub(super) heads: BTreeMap<String, usize>,
    /// Persons and the offices that stand before their names in full.
    pub(super) holders: BTreeSet<(usize, usize)>,
    /// The office that the first sentence says its subject held.
    pub(super) said: Option<usize>,
    /// The place that the title of the page says a battle or a siege is of, by its name.
    pub(super) site: Option<(String, usize)>,
    /// The class of candidates that stand in a list with others.
    pub(super) listed: BTreeMap<usize, Arc<str>>,
    /// Titles of persons, the same.
    pub(super) titled: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Resolver<'_, '_> {
    pub(super) fn is_person(&self, class: &Arc<str>) -> bool {
        *class == self.scan.namer.class.person
    }

    /// Where the battle or siege took place that the page is about: Battle of X.
    fn site_of_battle(&mut self) -> Option<(String, usize)> {
        let title = super::namer::bare(&self.scan.document.title).replace('_', " ");
        let (head, name) = title.split_once(" of ")?;
        let head = head.rsplit(' ').next().unwrap_or(head).to_lowercase();
        let words = self.scan.namer.words_of(name).0;
        let plain = name.chars().next().is_some_and(char::is_uppercase) && !name.contains(" of ");
        let fits = matches!(head.as_str(), "battle" | "siege" | "capture" | "sack") && plain;
        let key = words.join(" ");
        if !fits || words.is_empty() || self.scan.namer.entries(&key).is_some() {
            return None;
        }
        let place = self.scan.namer.class.place.clone();
        let id = self.registry.named(&key, name, &place);
        Some((key, id))
    }

    /// Things that are named in full: by the gazetteer, links, forms, and persons with several words to their name.
    fn full_names(&mut self, candidates: &[Candidate]) {
        if let Some(id) = self.registry.topic.filter(|t| self.is_person(&self.registry.entities[*t].class.clone())) {
            let name = super::namer::bare(&self.registry.entities[id].title).to_owned();
            let words = self.scan.namer.words_of(&name).0;
            self.shorten(id, &words, 0);
        }
        for (n, candidate) in candidates.iter().enumerate() {
            if let (Sense::Class(class), Some(called)) = (&candidate.sense, &candidate.called) {
                self.ids[n] = Some(self.office(called, class));
                if candidate.from < 40 && self.said.is_none() && self.is_told(candidate.from) {
                    self.said = self.ids[n];
                }
                continue;
            }
            let (from, to) = candidate.name;
            let year = self.scan.year_at(self.scan.tokens[from].from);
            let key = self.scan.keys(from, to);
            let titled = candidate.from < from;
            if let Some((_, id)) = self.site.as_ref().filter(|(site, _)| *site == key && !titled) {
                self.ids[n] = Some(*id);
                continue;
            }
            self.ids[n] = match &candidate.sense {
                Sense::Entries(entries) | Sense::Acting(entries) => {
                    // The document's own topic comes before a namesake of the gazetteer.
                    let own = self.registry.topic.filter(|t| self.registry.meanings(&key).contains(t));
                    own.or_else(|| self.registry.choose(entries, year).map(|e| self.registry.entry(e)))
                }
                Sense::Group => {
                    let class = self.scan.namer.class.people.clone();
                    Some(self.registry.named(&key, &self.scan.surface(from, to), &class))
                }
                Sense::Link(number, class) => self.linked(*number, class.clone(), &key, year),
                Sense::Class(class) if self.is_person(class) => self.person(n, candidate, &key),
                Sense::Class(class) => {
                    let key = form_key(&key);
                    Some(self.registry.named(&key, &self.scan.surface(from, to), class))
                }
                Sense::Topic => self.registry.topic,
                Sense::Unknown | Sense::Title | Sense::Head | Sense::Held => None,
            };
            if let (Some(id), Sense::Link(..)) = (self.ids[n], &candidate.sense)
                && self.is_person(&self.registry.entities[id].class.clone())
            {
                let title = self.registry.entities[id].title.clone();
                let words = self.scan.namer.words_of(super::namer::bare(&title)).0;
                self.shorten(id, &words, n);
            }
        }
    }

    /// Whether the first sentence says with "was" which office the page is about.
    fn is_told(&self, at: usize) -> bool {
        self.scan.tokens[at].lead && (at.saturating_sub(5)..at).any(|k| matches!(self.scan.key(k), "was" | "is"))
    }

    /// The office that is called so.
    fn office(&mut self, called: &str, class: &Arc<str>) -> usize {
        let key = self.scan.namer.words_of(called).0.join(" ");
        let known = self.scan.namer.entries(&key).and_then(|e| self.registry.choose(e, None));
        let known = known.filter(|e| self.scan.namer.known[*e as usize].class == *class);
        let id = match known {
            Some(entry) => self.registry.entry(entry),
            None => self.registry.named(&key, called, class),
        };
        self.registry.entities[id].names.insert(called.to_owned());
        id
    }

    /// The office of whom a title stands before: the one that the document says in full, if it says only one.
    fn held(&mut self, n: usize, candidate: &Candidate) -> Option<usize> {
        let called = candidate.called.as_deref()?;
        let class = self.scan.namer.class.office.clone();
        let person = self.ids.get(n + 1).copied().flatten();
        let head = self.scan.namer.words_of(called).0.join(" ");
        let full = |name: &str| {
            name.strip_prefix(head.as_str()).is_some_and(|r| r.starts_with(" of "))
                || name
                    .strip_suffix(head.as_str())
                    .is_some_and(|r| self.scan.namer.adjectives.contains_key(r.trim_end()))
        };
        let found: BTreeSet<usize> =
            self.registry.names().filter(|(name, _)| full(name)).flat_map(|(_, ids)| ids.iter().copied()).collect();
        let found: Vec<usize> = found.into_iter().filter(|i| self.registry.entities[*i].class == class).collect();
        let own = found.iter().copied().find(|o| person.is_some_and(|p| self.holders.contains(&(p, *o))));
        // The page says of whom it is about which office he held: the 50th emperor of Japan.
        let topic = person.is_some() && person == self.registry.topic;
        let only = self.said.filter(|id| topic && found.contains(id));
        Some(own.or(only).unwrap_or_else(|| self.office(called, &class)))
    }

    fn linked(&mut self, number: usize, class: Option<Arc<str>>, key: &str, year: Option<i32>) -> Option<usize> {
        let link = &self.scan.document.links[number];
        let shown = || {
            let words = self.scan.namer.words_of(super::namer::bare(&link.target)).0;
            let given = words.len() >= 2 && self.scan.is_given(&words[0]);
            given.then(|| self.scan.namer.class.person.clone())
        };
        let unknown = self.scan.namer.class.unknown.clone();
        let class = class.or_else(shown).or_else(|| self.votes.get(key)?.class(2)).unwrap_or(unknown);
        let id = match &link.wiki {
            Some(_) => Some(self.registry.named(key, &link.target, &class)),
            None => self.registry.page(&link.target, year, Some(class)),
        }?;
        self.registry.name(id, key);
        Some(id)
    }

    /// What the others of a list are, for those of unknown class: Tizoc and Ahuitzotl.
    fn lists(&mut self, candidates: &[Candidate]) {
        let scan = self.scan;
        let joined = |a: &Candidate, b: &Candidate| -> Option<bool> {
            let end = a.to;
            let comma = scan.tokens.get(end).is_some_and(|t| t.gap == Gap::Comma) && !scan.tokens[end - 1].possessive;
            let and = matches!(scan.key(end), "and" | "or") && (comma || scan.follows(end));
            let next = if and { end + 1 } else { end };
            let the = scan.key(next) == "the" && scan.follows(next + 1);
            let next = next + usize::from(the);
            (next == b.from && (and && scan.follows(next) || comma && !and)).then_some(and)
        };
        let mut first = 0;
        while first < candidates.len() {
            let (mut last, mut ends) = (first, false);
            while !ends && let Some(and) = candidates.get(last + 1).and_then(|b| joined(&candidates[last], b)) {
                last += 1;
                ends = and;
            }
            if ends {
                let class = |n: usize| -> Option<Arc<str>> {
                    let key = || scan.keys(candidates[n].name.0, candidates[n].name.1);
                    match (self.ids[n], &candidates[n].sense) {
                        (Some(id), _) => Some(self.registry.entities[id].class.clone()),
                        (None, Sense::Class(class)) => Some(class.clone()),
                        (None, _) => self.votes.get(&key()).and_then(|v| v.class(2)),
                    }
                };
                let known: BTreeSet<Arc<str>> =
                    (first..=last).filter_map(class).filter(|c| *c != scan.namer.class.unknown).collect();
                if let (Some(class), 1) = (known.first().cloned(), known.len()) {
                    // The Muscogee and the United States: "the X" beside a state is a people.
                    let polity = class == scan.namer.class.polity;
                    let of = |n: usize| {
                        let from = candidates[n].name.0;
                        let the = from > 0 && scan.key(from - 1) == "the";
                        if polity && the { scan.namer.class.people.clone() } else { class.clone() }
                    };
                    self.listed.extend((first..=last).map(|n| (n, of(n))));
                }
            }
            first = last + 1;
        }
    }

    /// Names that earlier or later ones explain, and those that only their surroundings do.
    fn short_names(&mut self, candidates: &[Candidate]) {
        self.lists(candidates);
        let unknown = self.scan.namer.class.unknown.clone();
        for (n, class) in &self.listed {
            if let Some(id) = self.ids[*n].filter(|id| self.registry.entities[*id].class == unknown) {
                self.registry.entities[id].class = class.clone();
            }
        }
        // Longer names first: the shorter ones mean the same.
        for (n, candidate) in candidates.iter().enumerate() {
            let (from, to) = candidate.name;
            if self.ids[n].is_none() && matches!(candidate.sense, Sense::Unknown) && to > from + 1 {
                let key = self.scan.keys(from, to);
                self.ids[n] = self.short_name(n, &key, candidate);
            }
        }
        let mut spoken: BTreeMap<usize, usize> = BTreeMap::new();
        for (n, candidate) in candidates.iter().enumerate() {
            let (from, to) = candidate.name;
            if self.ids[n].is_none() {
                let key = self.scan.keys(from, to);
                self.ids[n] = match &candidate.sense {
                    Sense::Title => {
                        let list = self.titled.get(&key);
                        let last = |(id, _): &&(usize, usize)| spoken.get(id).copied();
                        list.and_then(|l| l.iter().filter(|e| spoken.contains_key(&e.0)).max_by_key(last))
                            .map(|(id, _)| *id)
                    }
                    // The last one named of that kind, the topic of the page before others.
                    Sense::Head => {
                        let surface = self.heads.get(&key).copied();
                        let kind =
                            |id: &usize| form_key(&self.registry.entities[*id].title.to_lowercase()).ends_with(&key);
                        self.registry.topic.filter(kind).or(surface)
                    }
                    Sense::Held => None,
                    _ => self.short_name(n, &key, candidate),
                };
            }
            if let Some(id) = self.ids[n] {
                self.note_head(id, from, to);
                spoken.insert(id, n);
            }
        }
    }

    /// Titles before names, once it is known whose they are.
    fn offices(&mut self, candidates: &[Candidate]) {
        for n in 1..candidates.len() {
            let (a, b) = (&candidates[n - 1], &candidates[n]);
            if let (Some(office), Some(person)) = (self.ids[n - 1], self.ids[n])
                && a.how == How::Office
                && a.to == b.from
            {
                self.holders.insert((person, office));
            }
        }
        for (n, candidate) in candidates.iter().enumerate() {
            if matches!(candidate.sense, Sense::Held) {
                self.ids[n] = self.held(n, candidate);
            }
        }
    }

    /// Notes by which common word a thing was named: the Khanate of Kokand is the Khanate from here on.
    fn note_head(&mut self, id: usize, from: usize, to: usize) {
        if to - from < 2 {
            return;
        }
        let key = form_key(&self.scan.keys(from, to));
        if let Some(head) = key.split(' ').next_back() {
            self.heads.insert(head.to_owned(), id);
        }
    }

    fn short_name(&mut self, n: usize, key: &str, candidate: &Candidate) -> Option<usize> {
        let (from, to) = candidate.name;
        if let Some(id) = self.registry.meaning(key).or_else(|| self.registry.meaning(&key.replace('-', ""))) {
            return Some(id);
        }
        if let Some(id) = self.latest(&self.short, key, n) {
            return Some(id);
        }
        if let Some(id) = self.spelt_otherwise(key) {
            return Some(id);
        }
        if let Some(id) = self.bare_polity(key) {
            return Some(id);
        }
        if let Some(id) = self.made_from(key) {
            return Some(id);
        }
        let forces = to == from + 1 && !self.scan.tokens[from].possessive && self.scan.tokens[from].cap == Cap::Capital;
        let body = self.scan.body_end(to).filter(|_| forces && matches!(candidate.sense, Sense::Unknown));
        if let Some(end) = body.filter(|_| {
            self.votes.get(key).is_none_or(|v| v.class(2).is_some_and(|c| c == self.scan.namer.class.people))
        }) {
            // The Balkan forces are an army of their own.
            let army = self.scan.namer.class.army.clone();
            let surface = self.scan.surface(from, end);
            let id = self.registry.named(&self.scan.keys(from, end), &surface, &army);
            self.registry.entities[id].names.insert(surface);
            return Some(id);
        }
        let class = match &candidate.sense {
            Sense::Class(class) => class.clone(),
            _ => {
                let class = self.votes.get(key).and_then(|v| v.class(2)).or_else(|| self.listed.get(&n).cloned());
                class.unwrap_or_else(|| self.scan.namer.class.unknown.clone())
            }
        };
        let id = self.registry.named(key, &self.scan.surface(from, to), &class);
        if to > from + 1 && self.is_person(&class) {
            let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
            self.shorten(id, &words, n);
        }
        Some(id)
    }

    /// The polity, people or place of the document that a word is made from: Tlatelolcans of Tlatelolco.
    fn made_from(&self, key: &str) -> Option<usize> {
        let namer = self.scan.namer;
        let stems =
            namer.suffixes.iter().filter(|s| s.len() > 1 || *s == "i").filter_map(|s| key.strip_suffix(s.as_str()));
        let stem = stems.min_by_key(|s| s.len()).filter(|s| s.chars().count() >= 5)?;
        let fits = |name: &str| name.strip_prefix(stem).is_some_and(|rest| rest.chars().count() <= 1 && name != key);
        let classes = [&namer.class.polity, &namer.class.people];
        let mut found = self.registry.names().filter(|(name, _)| !name.contains(' ') && fits(name));
        found.find_map(|(_, ids)| {
            ids.iter().copied().find(|i| classes.iter().any(|c| self.registry.entities[*i].class == **c))
        })
    }

    /// The polity whose name has this word and a common one: Kokand for the Khanate of Kokand.
    fn bare_polity(&self, key: &str) -> Option<usize> {
        let polity = &self.scan.namer.class.polity;
        let common = bit::FUNCTION | bit::ORDINAL | bit::DIRECTION;
        if self.scan.namer.is_word(key, common) {
            return None;
        }
        let mut found = self.registry.names().filter(|(name, _)| {
            name.strip_prefix(key).and_then(|r| r.strip_prefix(' ')).is_some_and(|r| self.scan.namer.is_small_head(r))
        });
        found.find_map(|(_, ids)| {
            ids.iter()
                .copied()
                .find(|i| self.registry.entities[*i].class == *polity && self.registry.entities[*i].gazetteer.is_none())
        })
    }
}

/// "Kulja Treaty" and "Treaty of Kulja" are one name.
pub fn form_key(key: &str) -> String {
    let words: Vec<&str> = key.split(' ').collect();
    if let Some(of) = words.iter().position(|w| *w == "of").filter(|at| *at > 0 && *at + 1 < words.len()) {
        let rest = if words[of + 1] == "the" { of + 2 } else { of + 1 };
        let year = words.get(rest).is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
        if !year && rest < words.len() {
            return [&words[rest..], &words[..of]].concat().join(" ");
        }
    }
    key.to_owned()
}

impl Scan<'_> {
    pub(super) fn is_given(&self, word: &str) -> bool {
        self.namer.is_word(word, bit::GIVEN)
    }

    pub(super) fn is_ending(&self, word: &str) -> bool {
        self.namer.is_word(word, bit::ENDING)
    }
}
