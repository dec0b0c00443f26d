//! What begins with an adjective of a polity or people: Russian troops, the Russian general X, Russian America.

use super::candidate::{Candidate, Sense};
use super::namer::bit;
use super::person::{Person, Reading};
use super::scan::Scan;
use super::token::Gap;
use crate::extract::mention::How;

impl Scan<'_> {
    /// A run that begins with an adjective: Russian America is a place of its own, the German Luftwaffe is the Luftwaffe.
    pub(super) fn behind_adjective(&self, at: usize, end: usize) -> Option<Candidate> {
        let first = self.adjective(at)?;
        let next = at + first.len;
        // Safavid Persians are the Safavids.
        if let Some(person) = self.named_behind(next, end) {
            return Some(Candidate { from: at, ..person });
        }
        if self.adjective(next).is_some_and(|a| a.plural && next + a.len >= end) {
            return Some(Candidate::new(at, end, Sense::Acting(first.entries), How::Derived));
        }
        let known = self.namer.name_at(&self.tokens, next).filter(|(len, _)| next + len >= end);
        let Some((len, entries)) = known else {
            return Some(Candidate::new(at, end, Sense::Unknown, How::Form));
        };
        let land = |e: &u32| {
            let class = &self.namer.known[*e as usize].class;
            *class == self.namer.class.place || *class == self.namer.class.polity
        };
        if entries.iter().all(land) {
            return Some(Candidate::new(at, next + len, Sense::Class(self.namer.class.place.clone()), How::Form));
        }
        let mut found = Candidate::new(at, next + len, Sense::Entries(entries.to_vec()), How::Gazetteer);
        found.name = (next, next + len);
        Some(found)
    }

    /// The person whose titles stand behind an adjective: the Russian general X.
    pub(super) fn person_behind(&self, at: usize, next: usize) -> Option<Candidate> {
        let mut title = next;
        while self.follows(title) && self.len(title, bit::BETWEEN) > 0 && self.len(title, bit::TITLE) == 0 {
            title += self.len(title, bit::BETWEEN);
        }
        let name = if self.follows(title) { self.titles_end(title) } else { title };
        if name > title && self.follows(name) && !self.tokens[next - 1].possessive {
            let run = self.chunk_end(name);
            if run > name
                && let Reading::Person(person) = self.person(name, run)
            {
                return Some(self.person_candidate(at, person));
            }
        }
        None
    }

    /// The Bolshevik Ivan X: the person is named without.
    pub(super) fn named_behind(&self, next: usize, end: usize) -> Option<Candidate> {
        let given = end >= next + 2 && self.is(next, bit::GIVEN) && self.titles_end(next) == next;
        let Reading::Person(Person { name, to }) = (if given { self.person(next, end) } else { Reading::No }) else {
            return None;
        };
        let person = Sense::Class(self.namer.class.person.clone());
        Some(Candidate { name: (name, to), ..Candidate::new(next, to, person, How::Person) })
    }

    /// What is made from the name of a place acts only as people: Europeans.
    pub(super) fn of_place(&self, at: usize, end: usize, adjective: &super::adjective::Adjective) -> Option<Candidate> {
        let next = at + adjective.len;
        let group = self.group_end(next).filter(|_| !self.tokens[next - 1].possessive && end <= next);
        let people = Sense::Class(self.namer.class.people.clone());
        // The Balkan forces are an army of their own.
        let body = self.body_end(next).filter(|_| !self.tokens[next - 1].possessive && end <= next);
        if let Some(to) = body {
            return Some(Candidate::new(at, to, Sense::Class(self.namer.class.army.clone()), How::Derived));
        }
        if let Some(to) = group {
            return Some(Candidate::new(at, to, Sense::Group, How::Derived));
        }
        (adjective.plural && end <= next).then(|| Candidate::new(at, next, people, How::Derived))
    }

    /// What begins with an adjective of a polity or people.
    pub(super) fn by_adjective(&self, at: usize) -> Option<Candidate> {
        let adjective = self.adjective(at)?;
        let end = self.chunk_end(at);
        let next = at + adjective.len;
        // Alan, a son of X: a person who is called like a people.
        let kin = self.tokens.get(next).is_some_and(|t| t.gap == Gap::Comma) && !self.tokens[at].possessive;
        let article = usize::from(matches!(self.key(next), "a" | "an" | "the"));
        if kin && !adjective.plural && end <= next && self.kin_at(next + article) && self.key(next + article) != "and" {
            return Some(self.person_candidate(at, Person { name: at, to: next }));
        }
        if let Some(person) = self.person_behind(at, next) {
            return Some(person);
        }
        let polity = adjective.entries.iter().any(|e| self.namer.known[*e as usize].class != self.namer.class.place);
        if !polity {
            return self.of_place(at, end, &adjective);
        }
        let next = at + adjective.len;
        let known = self.namer.name_at(&self.tokens, at).map_or(0, |(len, _)| len);
        // The Bukharan fort of X is a fort of Bukhara.
        let form = self.form(at, end.max(next)).filter(|f| f.inner.is_none() || end > next);
        let body = if self.tokens[next - 1].possessive { None } else { self.body_end(next) };
        let longest = form.as_ref().map_or(0, |f| f.to).max(at + known);
        let class = |found: &[u32]| {
            let people = |e: &u32| self.namer.known[*e as usize].class == self.namer.class.people;
            found.iter().all(people)
        };
        if let Some(body) = body.filter(|b| *b >= longest && known <= adjective.len) {
            let mut found = Candidate::new(at, body, Sense::Acting(adjective.entries), How::Derived);
            found.name = (at, next);
            return Some(found);
        }
        if longest > next {
            return None;
        }
        if let Some(to) = self.group_end(next).filter(|_| !self.tokens[next - 1].possessive) {
            let people = class(&adjective.entries);
            let sense = if people { Sense::Acting(adjective.entries) } else { Sense::Group };
            let mut found = Candidate::new(at, to, sense, How::Derived);
            if people {
                found.name = (at, next);
            }
            return Some(found);
        }
        let the = at > 0 && self.key(at - 1) == "the" && self.follows(at);
        let joined = || {
            let other = if matches!(self.key(next), "and" | "or") && self.follows(next) { next + 1 } else { next };
            let listed = other > next || self.tokens.get(other).is_some_and(|t| t.gap == Gap::Comma);
            listed && self.adjective(other).is_some_and(|a| a.plural || self.body_end(other + a.len).is_some())
        };
        if adjective.plural && next >= end || the && self.is_collective(next - 1) || joined() {
            return Some(Candidate::new(at, next, Sense::Acting(adjective.entries), How::Derived));
        }
        // By itself it is part of what follows: Russian rule.
        (end <= next).then(|| Candidate::new(at, next, Sense::Acting(adjective.entries), How::Derived))
    }
}
