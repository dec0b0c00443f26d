//! Offices: what they are over, who holds them, and where one stands beside a name.

use super::candidate::{Candidate, Sense};
use super::chunk::is_numeral;
use super::namer::bit;
use super::person::Reading;
use super::scan::Scan;
use super::token::{Cap, Gap};
use crate::extract::mention::How;

impl Scan<'_> {
    /// What an office is over, where the name of who holds it follows at once: governor of Rumelia Sokollu Mehmed Pasha.
    pub(super) fn land_of_office(&self, at: usize, end: usize) -> Option<Candidate> {
        let of = at.checked_sub(1).filter(|of| self.key(*of) == "of" && self.follows(at))?;
        let office = self.len_before(of, bit::OFFICE | bit::WEAK_OFFICE) > 0;
        let person =
            end >= at + 3 && matches!(self.person(at + 1, end), Reading::Person(_)) && !self.is(at, bit::GIVEN);
        let ends = self.is(end - 1, bit::ENDING) || self.is(at + 1, bit::GIVEN);
        (office && person && ends)
            .then(|| Candidate::new(at, at + 1, Sense::Class(self.namer.class.place.clone()), How::Form))
    }

    /// Where a name ends behind which an office stands: they elected Otto King; Otto Earl of York.
    pub(super) fn before_office(&self, at: usize, end: usize) -> usize {
        let last = end - 1;
        let office = last > at && self.is(last, bit::OFFICE | bit::WEAK_OFFICE) && !self.is(last, bit::ENDING);
        let of = self.key(end) == "of" && self.follows(end);
        let made = self.len_before(at, bit::BEFORE_OFFICE) > 0 && self.follows(at) && self.key(at - 1) != "was";
        if office && self.is(at, bit::GIVEN) && (of || made) { last } else { end }
    }

    /// Whether a stretch can be the land of a ruler who is named behind it.
    pub(super) fn is_land(&self, sense: &Sense) -> bool {
        match sense {
            Sense::Unknown => true,
            Sense::Entries(entries) => entries.iter().all(|e| {
                let class = &self.namer.known[*e as usize].class;
                *class == self.namer.class.place || *class == self.namer.class.polity
            }),
            _ => false,
        }
    }

    /// Whether an office with "of" stands right before a name.
    pub(super) fn is_over(&self, at: usize) -> bool {
        let at = if at > 0 && self.key(at - 1) == "the" && self.follows(at) { at - 1 } else { at };
        at.checked_sub(1).is_some_and(|of| {
            self.key(of) == "of" && self.follows(at) && self.len_before(of, bit::OFFICE | bit::WEAK_OFFICE) > 0
        })
    }

    /// Whether the office of a ruler of states stands right before a name: king of X.
    pub(super) fn is_sovereign_over(&self, at: usize) -> bool {
        let at = if at > 0 && self.key(at - 1) == "the" && self.follows(at) { at - 1 } else { at };
        at.checked_sub(1)
            .is_some_and(|of| self.key(of) == "of" && self.follows(at) && self.len_before(of, bit::SOVEREIGN) > 0)
    }

    /// Where "and LAND" ends behind the first land of an office: King of England and Ireland, of Mann and the Isles.
    pub(super) fn second_land(&self, to: usize) -> usize {
        let the = self.key(to + 1) == "the";
        let name = if the { to + 2 } else { to + 1 };
        if self.key(to) != "and" || !self.runs(to - 1, name) || self.tokens[to - 1].possessive {
            return to;
        }
        let land = |e: &u32| {
            let class = &self.namer.known[*e as usize].class;
            *class == self.namer.class.place || *class == self.namer.class.polity
        };
        let known =
            self.namer.name_at(&self.tokens, name).filter(|(_, e)| e.iter().all(land)).map(|(len, _)| name + len);
        let run = self.chunk_end(name);
        let plain = the && run > name && !self.is(name, bit::TITLE | bit::GIVEN);
        known.filter(|k| *k >= run).or(plain.then_some(run)).unwrap_or(to)
    }

    /// Adds a person; where the title is an office (the Bukharan emir X, King X of Y), the office and whose it is come
    /// before. Gives the token to read on from.
    pub(super) fn titled(&self, mut person: Candidate, found: &mut Vec<Candidate>) -> usize {
        let (name, end) = person.name;
        let is_person = matches!(&person.sense, Sense::Class(c) if *c == self.namer.class.person);
        let adjective = self.adjective(person.from).filter(|a| person.from + a.len < name);
        let over = (name + 1..end).any(|k| self.key(k) == "of");
        let office = |k: &usize| {
            let word = self.key(*k);
            let plural =
                self.is(*k, bit::PLURAL) && word.strip_suffix('s').is_some_and(|w| self.namer.is_word(w, bit::OFFICE));
            // Count X of Y
            let kind = if over { bit::OFFICE | bit::WEAK_OFFICE } else { bit::OFFICE };
            let len = self.len(*k, kind).max(usize::from(plural));
            len > 0 && k + len == name
        };
        if let Some((rank, to)) = self.rank(person.from, name, end).filter(|_| is_person && person.to == end) {
            if let Some(adjective) = adjective {
                let next = person.from + adjective.len;
                found.push(Candidate::new(person.from, next, Sense::Acting(adjective.entries), How::Derived));
            }
            let sense = Sense::Class(self.namer.class.office.clone());
            let called = Some(self.surface(rank, to));
            found.push(Candidate { called, ..Candidate::new(rank, to, sense, How::Office) });
            person.from = to;
            found.push(person);
            return end;
        }
        let title = (person.from..name).find(office);
        let (true, Some(title)) = (is_person && person.to == end, title) else {
            let to = person.to;
            found.push(person);
            return to;
        };
        // A land of no known adjective: the Kamarupa king X.
        let land = found.last().filter(|c| c.to == person.from && self.follows(c.to) && self.is_land(&c.sense));
        let land = land.filter(|c| title == person.from && !self.tokens[c.to - 1].possessive).map(|c| c.from);
        let mut called = self.surface(land.unwrap_or(title), name);
        if self.is(name - 1, bit::PLURAL) {
            called.pop();
        }
        if let Some(adjective) = adjective {
            let next = person.from + adjective.len;
            called = format!("{} {called}", self.surface(person.from, next));
            found.push(Candidate::new(person.from, next, Sense::Acting(adjective.entries), How::Derived));
        } else if land.is_some() {
            // The name of the land stands before it already.
        } else if let Some(of) = (name + 1..end).find(|k| self.key(*k) == "of") {
            called = format!("{called} {}", self.surface(of, end));
            person.to = of;
            person.name = (name, of);
        } else if let Some(to) = self.land_behind(end) {
            // King Gustavus Adolphus of Sweden
            called = format!("{called} {}", self.surface(end, to));
        }
        let full = called.contains(' ');
        let sense = if full { Sense::Class(self.namer.class.office.clone()) } else { Sense::Held };
        found.push(Candidate { called: Some(called), ..Candidate::new(title, name, sense, How::Office) });
        person.from = name;
        let to = person.to;
        found.push(person);
        to
    }

    /// The military rank before a name in full, "Sir" between them or not. Before a surname it is only how he is called.
    fn rank(&self, from: usize, name: usize, end: usize) -> Option<(usize, usize)> {
        let to = if name > from && self.key(name - 1) == "sir" { name - 1 } else { name };
        let full = end >= name + 2 && self.key(name + 1) != "of" && !is_numeral(self.key(name + 1));
        let rank = (from..to).find(|k| self.len(*k, bit::RANK) == to - k).filter(|_| full)?;
        // A major New Deal programme: a small letter says little.
        let sure = self.tokens[rank].cap != Cap::Lower
            || to > rank + 1
            || (name..end).any(|k| self.is(k, bit::GIVEN | bit::PARTICLE))
            || rank > 0 && self.follows(rank) && self.tokens[rank - 1].cap == Cap::Capital;
        sure.then_some((rank, to))
    }

    /// Where a known land ends that "of" joins to a name: X of Sweden.
    fn land_behind(&self, end: usize) -> Option<usize> {
        if self.key(end) != "of" || !self.follows(end) || !self.follows(end + 1) || self.tokens[end - 1].possessive {
            return None;
        }
        let name = if self.key(end + 1) == "the" { end + 2 } else { end + 1 };
        let (len, entries) = self.namer.name_at(&self.tokens, name)?;
        let polity = |e: &u32| self.namer.known[*e as usize].class == self.namer.class.polity;
        let to = name + len;
        (entries.iter().any(polity) && to >= self.chunk_end(name)).then_some(to)
    }

    /// Whether an office stands behind a comma and says who somebody is: X, the 45th Nizari imam,
    fn is_apposed(&self, at: usize, end: usize) -> bool {
        let ends = self.tokens.get(end).is_none_or(|t| matches!(t.gap, Gap::Comma | Gap::Start | Gap::Close));
        let modifier = |k: usize| {
            let t = &self.tokens[k];
            let ordinal = t.cap == Cap::Number && t.key.ends_with(|c: char| c.is_ascii_alphabetic());
            ordinal || self.is(k, bit::ORDINAL | bit::OFFICE_MODIFIER) || self.adjective(k).is_some()
        };
        let mut first = at;
        while first > 1 && at - first < 4 && self.follows(first) && modifier(first - 1) {
            first -= 1;
        }
        let Some(article) = first.checked_sub(1).filter(|k| self.key(*k) == "the" && self.follows(first)) else {
            return false;
        };
        ends && article > 0 && self.tokens[article].gap == Gap::Comma && self.tokens[article - 1].cap != Cap::Lower
    }

    /// An office with what it is over, or one that is told: became prime minister.
    pub(super) fn office(&self, at: usize) -> Option<Candidate> {
        let any = bit::OFFICE | bit::WEAK_OFFICE;
        let mut head = at;
        for _ in 0..2 {
            let office = self.len(head, any);
            let modifier = self.len(head, bit::OFFICE_MODIFIER);
            let next = head + modifier;
            if modifier == 0
                || office > modifier
                || !self.follows(next)
                || self.len(next, any | bit::OFFICE_MODIFIER) == 0
            {
                break;
            }
            head = next;
        }
        let len = self.len(head, any);
        if len == 0 || self.tokens[head + len - 1].possessive {
            return None;
        }
        let strong = self.len(head, bit::OFFICE) == len;
        let end = head + len;
        let office = self.namer.class.office.clone();
        if self.key(end) == "of" && self.runs(end - 1, end) && self.follows(end + 1) {
            let name = if self.key(end + 1) == "the" { end + 2 } else { end + 1 };
            let field = self.len(end + 1, bit::FIELD);
            let known = self.namer.name_at(&self.tokens, name).map_or(name, |(len, _)| name + len);
            if field > 0 && end + 1 + field >= known {
                return Some(Candidate::new(at, end + 1 + field, Sense::Class(office), How::Office));
            }
            // Behind a known name comes who holds the office: President of Iraq X.
            let run = self.chunk_end(name);
            let run = self.land_of_office(name, run).map_or(run, |land| land.to);
            let form = self.form(name, run).map_or(name, |f| f.to);
            let to = if known > name { known.max(form) } else { run.max(form) };
            if to > name && self.follows(name) {
                // What it is over is a name of its own.
                let land = self.second_land(to);
                // The Indiana territory is called so: a kind behind a name with the article.
                let kind = land == to && name == end + 2 && self.is(to, bit::PLACE_KIND) && self.runs(to - 1, to);
                let called = Some(self.surface(at, land + usize::from(kind)));
                return Some(Candidate { called, ..Candidate::new(at, end, Sense::Class(office), How::Office) });
            }
        }
        // By itself only where it is told, and no name follows that it is the title of.
        let article = at > 0 && matches!(self.key(at - 1), "the" | "a" | "an" | "its" | "their" | "his" | "her");
        let before = if article { at - 1 } else { at };
        let told = self.len_before(before, bit::BEFORE_OFFICE) > 0 && self.runs(before, at);
        let named = self.follows(end) && self.chunk_end(end) > end;
        // The Holy Roman Emperor, the Prime Minister: several words with capitals are always that office.
        let great = len > 1 && self.tokens[head..end].iter().all(|t| t.cap == Cap::Capital);
        let told = told || great || self.is_apposed(at, end);
        (strong && told && !named).then(|| Candidate::new(at, end, Sense::Class(office), How::Office))
    }
}
