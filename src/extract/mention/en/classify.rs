//! The class of a name that neither its form nor the gazetteer tells: what stands around it.

use super::candidate::{Candidate, Sense};
use super::namer::bit;
use super::scan::Scan;
use super::token::{Cap, Gap};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Points for each class.
#[derive(Debug, Clone, Default)]
pub struct Votes {
    points: BTreeMap<Arc<str>, u32>,
    /// What an office is over; a noble can be called by the name of the land, so it only counts where nothing else does.
    land: Option<Arc<str>>,
}

impl Votes {
    fn add(&mut self, class: &Arc<str>, points: u32) {
        *self.points.entry(class.clone()).or_default() += points;
    }

    /// The class with most points, if it has `least` and nothing else has as many.
    pub fn class(&self, least: u32) -> Option<Arc<str>> {
        let most = self.points.iter().max_by_key(|(_, p)| **p).filter(|(_, p)| **p >= least);
        let Some((class, points)) = most else { return self.land.clone() };
        let others = self.points.iter().filter(|(c, p)| *c != class && *p == points).count();
        (others == 0).then(|| class.clone())
    }

    /// Adds what the words around one place of a name tell.
    pub fn read(&mut self, scan: &Scan<'_>, candidate: &Candidate) {
        let role = &scan.namer.class;
        let (from, to) = candidate.name;
        let the = from > 0 && scan.key(from - 1) == "the" && scan.follows(from);
        let before = if the { from - 1 } else { from };
        if let Some(class) = scan.class_of_land(before) {
            // What stands behind is said of who holds the office.
            self.land.get_or_insert(class);
            return;
        }
        if scan.follows(before) {
            if scan.len_before(before, bit::PLACE_VERB) > 0 {
                self.add(&role.place, 2);
            }
            let weak = before > 0
                && matches!(scan.key(before - 1), "to" | "from" | "between" | "over" | "past" | "behind" | "of");
            if scan.len_before(before, bit::BEFORE_PLACE) > 0 {
                self.add(&role.place, if weak { 1 } else { 2 });
            }
            // Persons have no article: sons of the X kings.
            if !the && (scan.len_before(before, bit::BEFORE_PERSON) > 0 || scan.len_before(before, bit::KIN) > 0) {
                self.add(&role.person, 2);
            }
            // defeated the X, against the X
            if the && to == from + 1 && scan.len_before(before, bit::BEATEN) > 0 && scan.ends_phrase(to) {
                self.add(&role.people, 2);
            }
            if to > from + 1 && !the && scan.len_before(before, bit::BEATEN) > 0 {
                self.add(&role.person, 2);
            }
            if scan.len_before(before, bit::PLACE_KIND) > 0 {
                self.add(&role.place, 2);
            }
            // provinces called X, Y and Z; towns such as X
            let named = if scan.key(before.wrapping_sub(1)) == "as" { 2 } else { 1 };
            let lists = |w: &str| matches!(w, "called" | "named" | "including" | "namely" | "as");
            if before > named
                && lists(scan.key(before - 1))
                && (named == 1 || scan.key(before - 2) == "such")
                && scan.len_before(before - named, bit::PLACE_KIND) > 0
            {
                self.add(&role.place, 2);
            }
            if scan.len_before(before, bit::BEFORE_PEOPLE) > 0 {
                self.add(&role.people, 2);
            }
            if before > 0 && matches!(scan.key(before - 1), "by" | "under") {
                self.add(&role.person, if to > from + 1 && !the { 2 } else { 1 });
            }
        }
        // his brother, X; (Queen: X)
        let kin = from > 0
            && (scan.tokens[from].gap == Gap::Comma || scan.is_colon(from))
            && scan.is(from - 1, bit::KIN | bit::TITLE | bit::OFFICE | bit::WEAK_OFFICE);
        if kin || scan.follows_office(from) {
            self.add(&role.person, 2);
        }
        if !scan.tokens[to - 1].possessive && scan.body_end(to).is_some() {
            self.add(&role.people, 2);
        }
        let last = scan.key(to - 1);
        if from + 1 == to && scan.tokens[from].cap == Cap::Upper && !scan.tokens[from].lead {
            self.add(&scan.namer.abbreviated, 3);
        }
        if scan.namer.is_surname(last) {
            self.add(&role.person, 2);
        }
        if last.len() > 5 && last.ends_with("men") {
            self.add(&role.people, 2);
        }
        if scan.namer.is_place_name(last) {
            self.add(&role.place, 1);
        }
        if scan.tokens[to - 1].possessive {
            if scan.len(to, bit::OWNED) > 0 {
                self.add(&role.person, 2);
            }
            return;
        }
        let Some(next) = scan.tokens.get(to) else { return };
        match next.gap {
            Gap::Space => {
                let title = scan.titles_end(to);
                if title > to
                    && scan.follows(title)
                    && scan.opens_name(title)
                    && scan.len_before(title, bit::SOVEREIGN) > 0
                {
                    self.add(&role.polity, 3);
                }
                if scan.len(to, bit::AFTER_PERSON) > 0 {
                    self.add(&role.person, 2);
                }
                // Who takes, besieges or attacks and has one name is a person, or a people.
                if scan.len(to, bit::PLACE_VERB) > 0 && next.key.ends_with("ed") || matches!(next.key.as_str(), "took")
                {
                    self.add(if the || last.ends_with('s') { &role.people } else { &role.person }, 2);
                }
                if scan.len(to, bit::AFTER_PLACE) > 0 {
                    self.add(&role.place, 2);
                }
                if scan.len(to, bit::AFTER_PEOPLE) > 0 {
                    self.add(&role.people, 3);
                }
            }
            Gap::Comma | Gap::Open => {
                let article = matches!(next.key.as_str(), "a" | "an" | "the" | "his" | "her" | "their" | "then");
                let noun = if article { to + 1 } else { to };
                // X (1804 – 1881), X (r. 525–550), X (d. 1815)
                let years: Vec<i32> = next.key.split('-').filter_map(|y| y.parse().ok()).collect();
                let lived = matches!(years[..], [a, b] if a > 100 && (15..110).contains(&(b - a)));
                if next.gap == Gap::Open && lived
                    || matches!(next.key.as_str(), "r" | "r." | "reigned" | "d" | "b" | "born" | "died")
                {
                    self.add(&role.person, 3);
                }
                if matches!(next.key.as_str(), "who" | "whose") || scan.kin_at(noun) {
                    self.add(&role.person, 2);
                }
                // X, king of Y; X, a ruler of Y
                let office = scan.len(noun, bit::OFFICE | bit::LANDED);
                if office > 0 && scan.key(noun + office) == "of" {
                    self.add(&role.person, 3);
                }
                // X, Tajikistan.
                if next.gap == Gap::Comma && !the && scan.is_land_behind(to) {
                    self.add(&role.place, 2);
                }
            }
            _ => {}
        }
        if let Some(class) = scan.said_to_be(to) {
            self.add(&class, 3);
        }
        if the && scan.key(to - 1).ends_with('s') && to == from + 1 {
            self.add(&role.people, 1);
        }
    }
}

impl Scan<'_> {
    /// The class of what an office is over, where one stands before: king of X, Lord of X.
    fn class_of_land(&self, before: usize) -> Option<Arc<str>> {
        let of = before.checked_sub(1).filter(|k| self.key(*k) == "of" && self.follows(before))?;
        let role = &self.namer.class;
        if self.len_before(of, bit::SOVEREIGN) > 0 {
            return Some(role.polity.clone());
        }
        (self.len_before(of, bit::LANDED) > 0).then(|| role.place.clone())
    }

    /// Whether an office with what it is over stands before, parted by a comma: the Emir of Bukhara, X,
    fn follows_office(&self, from: usize) -> bool {
        if from < 3 || self.tokens[from].gap != Gap::Comma {
            return false;
        }
        let great = |k: &usize| matches!(self.tokens[*k].cap, Cap::Capital | Cap::Upper);
        let mut of = from - 1;
        while of > 0 && from - of < 5 && (great(&of) || self.key(of) == "the") && self.follows(of) {
            of -= 1;
        }
        let office = of < from - 1 && self.key(of) == "of" && self.len_before(of, bit::OFFICE | bit::WEAK_OFFICE) > 0;
        let office = office.then(|| of - self.len_before(of, bit::OFFICE | bit::WEAK_OFFICE));
        office.is_some_and(|k| {
            let first = k.checked_sub(1).filter(|a| self.key(*a) == "the" && self.follows(k)).unwrap_or(k);
            self.tokens[first].gap != Gap::Comma
        })
    }

    /// Whether a phrase ends before a token: a mark, a small word or the end of the sentence follows.
    fn ends_phrase(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|t| t.gap != Gap::Space || self.is(at, bit::FUNCTION))
    }

    /// Whether a colon stands before a token.
    fn is_colon(&self, at: usize) -> bool {
        at > 0 && self.tokens[at].gap == Gap::Other && self.document.chars.get(self.tokens[at - 1].end) == Some(&':')
    }

    /// Whether a word for kin stands at a token, with an adjective before it or not: illegitimate son.
    pub(super) fn kin_at(&self, at: usize) -> bool {
        let next = at + 1;
        self.len(at, bit::KIN) > 0
            || self.tokens.get(at).is_some_and(|t| t.cap == Cap::Lower)
                && self.follows(next)
                && self.len(next, bit::KIN) > 0
                && !self.is(at, bit::FUNCTION)
    }

    /// Whether a known land stands behind a comma and nothing else: X, Tajikistan. An enumeration says nothing.
    fn is_land_behind(&self, at: usize) -> bool {
        let Some((len, entries)) = self.namer.name_at(&self.tokens, at) else { return false };
        let land = |e: &u32| {
            let class = &self.namer.known[*e as usize].class;
            *class == self.namer.class.place || *class == self.namer.class.polity
        };
        let listed = |t: &super::token::Token| {
            t.gap == Gap::Comma || t.gap == Gap::Space && matches!(t.key.as_str(), "and" | "or")
        };
        let enumerated = self.tokens.get(at + len).is_some_and(listed);
        let before = at >= 2 && self.tokens[at - 1].gap == Gap::Comma;
        let next = self.tokens.get(at + len);
        let clause = next.is_some_and(|t| {
            let small = [
                "on", "in", "by", "at", "to", "from", "with", "after", "before", "during", "who", "where", "when", "as",
            ];
            t.gap == Gap::Space && !small.contains(&t.key.as_str())
        });
        entries.iter().all(land) && !clause && !enumerated && !before && !self.tokens[at + len - 1].possessive
    }

    /// The class of what a name is said to be right behind it: "X, a town in", "X was a Russian general".
    pub fn said_to_be(&self, to: usize) -> Option<Arc<str>> {
        let next = self.tokens.get(to)?;
        let copula =
            matches!(next.gap, Gap::Space | Gap::Close) && matches!(next.key.as_str(), "is" | "was" | "are" | "were");
        let mut at = if copula { to + 1 } else { to };
        if !copula && next.gap != Gap::Comma && next.gap != Gap::Open {
            return None;
        }
        // X, American poet
        let bare = !copula && next.gap == Gap::Comma && self.adjective(at).is_some_and(|a| !a.plural && a.len == 1);
        let placed =
            to >= 2 && self.follows(to - 1) && matches!(self.key(to - 2), "at" | "in" | "near" | "from" | "to");
        let bare =
            bare && !placed && self.tokens.get(at + 1).is_some_and(|t| t.gap == Gap::Space && t.cap == Cap::Lower);
        if !bare && !matches!(self.key(at), "a" | "an" | "the" | "one") {
            return None;
        }
        at += 1;
        // The noun is the last of the words before a small word or a mark; its hint counts.
        let mut found = None;
        for k in at..(at + 7).min(self.tokens.len()) {
            if !self.follows(k) {
                break;
            }
            if self.is(k, bit::FUNCTION)
                && !matches!(
                    self.key(k),
                    "and" | "or" | "former" | "second" | "third" | "last" | "new" | "great" | "large" | "small" | "old"
                )
            {
                break;
            }
            if let Some((len, number)) = self.longest(k, |w| (w.hint > 0).then_some(w.hint)) {
                // At Zama, the Roman general X: said of the name behind.
                let behind = k + len;
                let named = self.follows(behind) && self.tokens.get(behind).is_some_and(|t| t.cap == Cap::Capital);
                found = (copula || !named).then_some(number);
            }
        }
        self.namer.numbered(found?)
    }
}

/// The points of every name of unknown class, that of the page too where nothing tells what it is about.
pub fn votes(scan: &Scan<'_>, candidates: &[Candidate], topic: bool) -> BTreeMap<String, Votes> {
    let mut votes: BTreeMap<String, Votes> = BTreeMap::new();
    let unknown = |c: &&Candidate| {
        matches!(c.sense, Sense::Unknown | Sense::Link(_, None)) || !topic && matches!(c.sense, Sense::Topic)
    };
    for candidate in candidates.iter().filter(unknown) {
        let (from, to) = candidate.name;
        votes.entry(scan.keys(from, to)).or_default().read(scan, candidate);
    }
    votes
}
