//! Stretches of words that name something, before it is known which of them mean the same.

use super::namer::bit;
use super::person::{Person, Reading};
use super::scan::Scan;
use super::token::{Cap, Gap};
use crate::extract::mention::How;
use std::sync::Arc;

/// What a stretch means by itself.
#[derive(Debug, Clone)]
pub enum Sense {
    /// A name of these gazetteer entries.
    Entries(Vec<u32>),
    /// An adjective or plural made from the name of these entries, as an actor.
    Acting(Vec<u32>),
    /// The office of the person who is named right behind it: Emperor X.
    Held,
    /// A group of people of its own: Russian settlers.
    Group,
    /// A name whose form tells its class.
    Class(Arc<str>),
    /// A name of unknown class.
    Unknown,
    /// The anchor of a link, by its number.
    Link(usize, Option<Arc<str>>),
    /// The name of what the page is about.
    Topic,
    /// A person's title with "the", and no name.
    Title,
    /// The common word of a name with "the": the Treaty.
    Head,
}

/// A stretch of words that names something.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The tokens of the mention: troops and titles are part of it.
    pub from: usize,
    pub to: usize,
    /// The tokens of the name.
    pub name: (usize, usize),
    pub sense: Sense,
    pub how: How,
    /// What it is called in full where the name is not all in one place: an office and what it is over.
    pub called: Option<String>,
}

impl Candidate {
    fn new(from: usize, to: usize, sense: Sense, how: How) -> Candidate {
        Candidate { from, to, name: (from, to), sense, how, called: None }
    }
}

/// All candidates of a document, in order and without overlap.
pub fn candidates(scan: &Scan<'_>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        match scan.candidate(at).filter(|c| c.to > at) {
            Some(candidate) => {
                // What the title's polity is: read on from there.
                at = scan.titled(candidate, &mut found);
            }
            None => at += 1,
        }
    }
    found
}

impl Scan<'_> {
    fn candidate(&self, at: usize) -> Option<Candidate> {
        if let Some(found) = self.linked(at) {
            return Some(self.with_body(found));
        }
        if let Some(to) = self.topic_at(at) {
            return Some(self.with_body(Candidate::new(at, to, Sense::Topic, How::Title)));
        }
        if let Some(found) = self.office(at) {
            return Some(found);
        }
        if let Some(found) = self.by_adjective(at) {
            return Some(found);
        }
        let end = self.chunk_end(at);
        let gazetteer = self.namer.name_at(&self.tokens, at);
        if end == at {
            return self.uncapitalised(at, gazetteer);
        }
        if end == at + 1 && self.adjective(at).is_some() && gazetteer.is_none() && self.form(at, end).is_none() {
            return None;
        }
        if end == at + 1 && self.is_compound(at) && self.form(at, end).is_none() && gazetteer.is_none() {
            return None;
        }
        self.capitalised(at, end, gazetteer).map(|c| self.with_body(c))
    }

    /// A name that begins with a small letter: battle of X, general X, al-Qaida.
    fn uncapitalised(&self, at: usize, gazetteer: Option<(usize, &[u32])>) -> Option<Candidate> {
        let token = &self.tokens[at];
        if let Some((len, entries)) = gazetteer.filter(|_| !self.is(at, bit::FUNCTION)) {
            return Some(Candidate::new(at, at + len, Sense::Entries(entries.to_vec()), How::Gazetteer));
        }
        if let Some(form) = self.form(at, at) {
            return Some(self.formed(at, form));
        }
        if let Some(part) = self.part_of_place(at) {
            return Some(part);
        }
        if let Some(army) = self.numbered_army(at) {
            return Some(army);
        }
        if token.cap != Cap::Lower {
            return None;
        }
        // An ordinal before a form: the second Anglo-Afghan war.
        if self.is(at, bit::ORDINAL) && self.follows(at + 1) {
            let end = self.chunk_end(at + 1);
            let form = self.form(at + 1, end).filter(|f| end > at + 1 && f.to > end && f.after);
            if let Some(form) = form {
                return Some(Candidate::new(at, form.to, Sense::Class(form.class), How::Form));
            }
        }
        let name = self.titles_end(at);
        if name == at || self.is(at, bit::KIN) && !self.is(at, bit::OFFICE) {
            return None;
        }
        let end = self.chunk_end(name);
        if self.follows(name) && end > name && self.adjective(name).is_none() {
            if let Reading::Person(Person { name, to }) = self.person(name, end) {
                return Some(Candidate {
                    from: at,
                    to,
                    name: (name, to),
                    sense: Sense::Class(self.namer.class.person.clone()),
                    how: How::Person,
                    called: None,
                });
            }
            return None;
        }
        self.title(at, name)
    }

    /// The 4th Panzer Army.
    fn numbered_army(&self, at: usize) -> Option<Candidate> {
        let token = self.tokens.get(at).filter(|t| t.cap == Cap::Number && self.follows(at + 1))?;
        let ordinal = ["st", "nd", "rd", "th"].iter().any(|e| token.key.ends_with(e));
        let end = self.chunk_end(at + 1);
        let form = self.form(at + 1, end).filter(|f| ordinal && *f.class == *self.namer.class.army);
        // 2nd Army: the common word alone.
        let head = || {
            let (len, number) = self.longest(at + 1, |w| (w.after_capital > 0).then_some(w.after_capital))?;
            let army = self.namer.numbered(number).is_some_and(|c| c == self.namer.class.army);
            (ordinal && army && at + 1 + len == end).then_some(end)
        };
        let to = form.map(|f| f.to).or_else(head)?;
        Some(Candidate::new(at, to, Sense::Class(self.namer.class.army.clone()), How::Form))
    }

    /// A name by its form; the city of X is X.
    fn formed(&self, at: usize, form: super::forms::Formed) -> Candidate {
        let Some(inner) = form.inner.filter(|i| *i < form.to) else {
            return Candidate::new(at, form.to, Sense::Class(form.class), How::Form);
        };
        let known = self.namer.name_at(&self.tokens, inner).filter(|(len, _)| inner + len == form.to);
        let sense = known.map_or(Sense::Class(form.class), |(_, entries)| Sense::Entries(entries.to_vec()));
        Candidate { name: (inner, form.to), ..Candidate::new(at, form.to, sense, How::Form) }
    }

    /// A part of a known place: western Turkmenistan, Upper Egypt.
    fn part_of_place(&self, at: usize) -> Option<Candidate> {
        let len = self.len(at, bit::DIRECTION);
        let name = at + len;
        if len == 0 || !self.runs(at, name) {
            return None;
        }
        let (known, entries) = self.namer.name_at(&self.tokens, name)?;
        let place = |e: &u32| {
            let class = &self.namer.known[*e as usize].class;
            *class == self.namer.class.place || *class == self.namer.class.polity
        };
        let to = name + known;
        let end = self.chunk_end(name);
        (entries.iter().all(place) && to >= end)
            .then(|| Candidate::new(at, to, Sense::Class(self.namer.class.place.clone()), How::Form))
    }

    /// "the Amir", not followed by "of".
    fn title(&self, at: usize, end: usize) -> Option<Candidate> {
        let the = at > 0 && self.key(at - 1) == "the" && self.follows(at);
        let of = self.key(end) == "of" && self.follows(end);
        (the && !of && end == at + self.len(at, bit::TITLE)).then(|| Candidate::new(at, end, Sense::Title, How::Person))
    }

    /// What an office is over, where the name of who holds it follows at once: governor of Rumelia Sokollu Mehmed Pasha.
    fn land_of_office(&self, at: usize, end: usize) -> Option<Candidate> {
        let of = at.checked_sub(1).filter(|of| self.key(*of) == "of" && self.follows(at))?;
        let office = self.len_before(of, bit::OFFICE | bit::WEAK_OFFICE) > 0;
        let person =
            end >= at + 3 && matches!(self.person(at + 1, end), Reading::Person(_)) && !self.is(at, bit::GIVEN);
        let ends = self.is(end - 1, bit::ENDING) || self.is(at + 1, bit::GIVEN);
        (office && person && ends)
            .then(|| Candidate::new(at, at + 1, Sense::Class(self.namer.class.place.clone()), How::Form))
    }

    fn capitalised(&self, at: usize, end: usize, gazetteer: Option<(usize, &[u32])>) -> Option<Candidate> {
        if let Some(land) = self.land_of_office(at, end).filter(|_| gazetteer.is_none()) {
            return Some(land);
        }
        let over = self.is_over(at);
        if self.is_led_by_ordinal(at, end) {
            return None;
        }
        let both = self.second_land(end);
        if over && gazetteer.is_none() && both > end {
            return Some(Candidate::new(at, both, Sense::Class(self.namer.class.polity.clone()), How::Form));
        }
        if let Some((len, entries)) = gazetteer.filter(|_| over)
            && self.form(at, end).is_none()
        {
            return Some(Candidate::new(at, at + len, Sense::Entries(entries.to_vec()), How::Gazetteer));
        }
        let form = self.form(at, end);
        let known = gazetteer.map_or(0, |(len, _)| len);
        if let Some(form) = form.filter(|f| f.to > at + known) {
            return Some(self.formed(at, form));
        }
        if let Some(part) = self.part_of_place(at).filter(|p| p.to >= end && p.to > at + known) {
            return Some(part);
        }
        if let Some((len, entries)) = gazetteer.filter(|(len, _)| at + len >= end) {
            return Some(Candidate::new(at, at + len, Sense::Entries(entries.to_vec()), How::Gazetteer));
        }
        let end = self.before_office(at, end);
        let behind = self.adjective(at).and_then(|a| self.named_behind(at + a.len, end));
        if let Some(person) = behind {
            return Some(Candidate { from: at, ..person });
        }
        match self.person(at, end) {
            Reading::Person(Person { name, to }) => {
                return Some(Candidate {
                    from: at,
                    to,
                    name: (name, to),
                    sense: Sense::Class(self.namer.class.person.clone()),
                    how: How::Person,
                    called: None,
                });
            }
            Reading::Title(end) => return self.title(at, end),
            Reading::No => {}
        }
        if end > at + 1 && self.adjective(at).is_some() {
            return self.behind_adjective(at, end);
        }
        if let Some((len, entries)) = gazetteer.filter(|(len, _)| self.titles_end(at + len) > at + len) {
            return Some(Candidate::new(at, at + len, Sense::Entries(entries.to_vec()), How::Gazetteer));
        }
        // The Treaty, the Khanate: one of that kind that has been named.
        if end == at + 1 && self.is_head(at) {
            let the = at > 0 && self.key(at - 1) == "the" && self.follows(at);
            return the.then(|| Candidate::new(at, end, Sense::Head, How::Document));
        }
        // A common word that merely begins the sentence.
        let first = matches!(self.tokens[at].gap, Gap::Start | Gap::Open);
        if end == at + 1 && self.namer.is_common(self.key(at)) {
            return None;
        }
        if first && (end == at + 1 && !self.is_sure(at) || self.is_written_small(self.key(at))) {
            return None;
        }
        Some(Candidate::new(at, end, Sense::Unknown, How::Form))
    }

    /// Where a name ends behind which an office stands: they elected Otto King; Otto Earl of York.
    fn before_office(&self, at: usize, end: usize) -> usize {
        let last = end - 1;
        let office = last > at && self.is(last, bit::OFFICE | bit::WEAK_OFFICE) && !self.is(last, bit::ENDING);
        let of = self.key(end) == "of" && self.follows(end);
        let made = self.len_before(at, bit::BEFORE_OFFICE) > 0 && self.follows(at) && self.key(at - 1) != "was";
        if office && self.is(at, bit::GIVEN) && (of || made) { last } else { end }
    }

    /// Whether a run is an ordinal before an adjective or a title, which is what names: the Second Persian invasion,
    /// Eastern Bishop X.
    fn is_led_by_ordinal(&self, at: usize, end: usize) -> bool {
        let next = at + 1;
        if !self.is(at, bit::ORDINAL | bit::DIRECTION) || next >= end || self.form(at, end).is_some() {
            return false;
        }
        let titles = self.titles_end(next);
        let adjective = self.adjective(next).is_some_and(|a| next + a.len == end);
        let known = self.namer.name_at(&self.tokens, at).is_some_and(|(len, _)| at + len >= end);
        !known && (adjective || titles > next && titles < end)
    }

    /// A run that begins with an adjective: Russian America is a place of its own, the German Luftwaffe is the Luftwaffe.
    fn behind_adjective(&self, at: usize, end: usize) -> Option<Candidate> {
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

    /// Whether a word by itself is the common word of names.
    fn is_head(&self, at: usize) -> bool {
        self.hits_at(at).iter().any(|h| {
            let w = h.word;
            h.len == 1 && (w.of > 0 || w.of_capital > 0 || w.after > 0 || w.after_capital > 0 || w.hint > 0)
        })
    }

    /// Takes in the troops or the government behind the name of who acts.
    fn with_body(&self, mut candidate: Candidate) -> Candidate {
        let owner = self.tokens[candidate.to - 1].possessive;
        let person = matches!(&candidate.sense, Sense::Class(c) if *c == self.namer.class.person);
        let acting = match &candidate.sense {
            Sense::Entries(entries) => entries.iter().any(|e| {
                let class = &self.namer.known[*e as usize].class;
                *class == self.namer.class.polity || *class == self.namer.class.people
            }),
            Sense::Class(class) => *class == self.namer.class.polity || person && owner,
            Sense::Link(_, class) => owner || class.as_ref().is_some_and(|c| *c == self.namer.class.polity),
            Sense::Unknown => owner,
            Sense::Topic => owner,
            _ => false,
        };
        if let Some(end) = self.body_end(candidate.to).filter(|_| acting) {
            candidate.to = end;
        }
        candidate
    }

    fn linked(&self, at: usize) -> Option<Candidate> {
        let (link, to) = self.link_at(at)?;
        let number = self.document.links.iter().position(|l| std::ptr::eq(l, link))?;
        let (words, _) = self.namer.words_of(&link.target);
        let great = (at..to).any(|k| matches!(self.tokens[k].cap, Cap::Capital | Cap::Upper));
        let class = self.class_of_title(&link.target);
        let known = self.namer.entries(&words.join(" ")).is_some();
        if !great && class.is_none() && !known || to <= at {
            return None;
        }
        // The anchor "Russian" of the page on Russia is an adjective still.
        if to == at + 1 && self.adjective(at).is_some() && self.namer.name_at(&self.tokens, at).is_none() {
            return None;
        }
        Some(Candidate::new(at, to, Sense::Link(number, class), How::Link))
    }

    /// The class that the form of a page's title tells.
    pub fn class_of_title(&self, title: &str) -> Option<Arc<str>> {
        let (words, _) = self.namer.words_of(title);
        if words.len() < 2 {
            return None;
        }
        self.namer.class_by_ending(super::namer::bare(title))
    }

    /// Whether a stretch can be the land of a ruler who is named behind it.
    fn is_land(&self, sense: &Sense) -> bool {
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
    fn is_over(&self, at: usize) -> bool {
        let at = if at > 0 && self.key(at - 1) == "the" && self.follows(at) { at - 1 } else { at };
        at.checked_sub(1).is_some_and(|of| {
            self.key(of) == "of" && self.follows(at) && self.len_before(of, bit::OFFICE | bit::WEAK_OFFICE) > 0
        })
    }

    /// Where "and LAND" ends behind the first land of an office: King of England and Ireland, of Mann and the Isles.
    fn second_land(&self, to: usize) -> usize {
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
    fn titled(&self, mut person: Candidate, found: &mut Vec<Candidate>) -> usize {
        let (name, end) = person.name;
        let is_person = matches!(&person.sense, Sense::Class(c) if *c == self.namer.class.person);
        let adjective = self.adjective(person.from).filter(|a| person.from + a.len < name);
        let office = |k: &usize| {
            let word = self.key(*k);
            let plural =
                self.is(*k, bit::PLURAL) && word.strip_suffix('s').is_some_and(|w| self.namer.is_word(w, bit::OFFICE));
            let len = self.len(*k, bit::OFFICE).max(usize::from(plural));
            len > 0 && k + len == name
        };
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
        }
        let full = called.contains(' ');
        let sense = if full { Sense::Class(self.namer.class.office.clone()) } else { Sense::Held };
        found.push(Candidate { called: Some(called), ..Candidate::new(title, name, sense, How::Office) });
        person.from = name;
        let to = person.to;
        found.push(person);
        to
    }

    /// An office with what it is over, or one that is told: became prime minister.
    fn office(&self, at: usize) -> Option<Candidate> {
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
                let called = Some(self.surface(at, self.second_land(to)));
                return Some(Candidate { called, ..Candidate::new(at, end, Sense::Class(office), How::Office) });
            }
        }
        // By itself only where it is told, and no name follows that it is the title of.
        let article = at > 0 && matches!(self.key(at - 1), "the" | "a" | "an" | "its" | "their" | "his" | "her");
        let before = if article { at - 1 } else { at };
        let told = self.len_before(before, bit::BEFORE_OFFICE) > 0 && self.runs(before, at);
        let named = self.follows(end) && self.chunk_end(end) > end;
        (strong && told && !named).then(|| Candidate::new(at, end, Sense::Class(office), How::Office))
    }

    /// The person whose titles stand behind an adjective: the Russian general X.
    fn person_behind(&self, at: usize, next: usize) -> Option<Candidate> {
        let mut title = next;
        while self.follows(title) && self.len(title, bit::BETWEEN) > 0 && self.len(title, bit::TITLE) == 0 {
            title += self.len(title, bit::BETWEEN);
        }
        let name = if self.follows(title) { self.titles_end(title) } else { title };
        if name > title && self.follows(name) && !self.tokens[next - 1].possessive {
            let run = self.chunk_end(name);
            if run > name
                && let Reading::Person(Person { name, to }) = self.person(name, run)
            {
                return Some(Candidate {
                    from: at,
                    to,
                    name: (name, to),
                    sense: Sense::Class(self.namer.class.person.clone()),
                    how: How::Person,
                    called: None,
                });
            }
        }
        None
    }

    /// The Bolshevik Ivan X: the person is named without.
    fn named_behind(&self, next: usize, end: usize) -> Option<Candidate> {
        let given = end >= next + 2 && self.is(next, bit::GIVEN) && self.titles_end(next) == next;
        let Reading::Person(Person { name, to }) = (if given { self.person(next, end) } else { Reading::No }) else {
            return None;
        };
        let person = Sense::Class(self.namer.class.person.clone());
        Some(Candidate { name: (name, to), ..Candidate::new(next, to, person, How::Person) })
    }

    /// What is made from the name of a place acts only as people: Europeans.
    fn of_place(&self, at: usize, end: usize, adjective: &super::adjective::Adjective) -> Option<Candidate> {
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
    fn by_adjective(&self, at: usize) -> Option<Candidate> {
        let adjective = self.adjective(at)?;
        let end = self.chunk_end(at);
        let next = at + adjective.len;
        if let Some(person) = self.person_behind(at, next) {
            return Some(person);
        }
        let polity = adjective.entries.iter().any(|e| self.namer.known[*e as usize].class != self.namer.class.place);
        if !polity {
            return self.of_place(at, end, &adjective);
        }
        let next = at + adjective.len;
        let known = self.namer.name_at(&self.tokens, at).map_or(0, |(len, _)| len);
        let form = self.form(at, end.max(next));
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
