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
    pub(super) fn new(from: usize, to: usize, sense: Sense, how: How) -> Candidate {
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
        if self.is_language(at) {
            return None;
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
            if let Reading::Person(person) = self.person(name, end) {
                return Some(self.person_candidate(at, person));
            }
            return None;
        }
        self.title(at, name)
    }

    /// Whether a word says which language a name behind it is in: (English: X).
    fn is_language(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        matches!(token.gap, Gap::Open | Gap::Other | Gap::Comma)
            && self.document.chars.get(token.end) == Some(&':')
            && self.adjective(at).is_some_and(|a| a.len == 1 && !a.plural)
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

    /// A person whose words, titles included, start at a word.
    pub(super) fn person_candidate(&self, at: usize, Person { name, to }: Person) -> Candidate {
        Candidate {
            from: at,
            to,
            name: (name, to),
            sense: Sense::Class(self.namer.class.person.clone()),
            how: How::Person,
            called: None,
        }
    }

    /// "the Amir", not followed by "of".
    fn title(&self, at: usize, end: usize) -> Option<Candidate> {
        let the = at > 0 && self.key(at - 1) == "the" && self.follows(at);
        let of = self.key(end) == "of" && self.follows(end);
        (the && !of && end == at + self.len(at, bit::TITLE)).then(|| Candidate::new(at, end, Sense::Title, How::Person))
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
            // The Emir of Bukhara is that of the emirate.
            let of = if self.key(at - 1) == "the" { at - 2 } else { at - 1 };
            let polity = |e: &&u32| self.namer.known[**e as usize].class == self.namer.class.polity;
            let states: Vec<u32> = entries.iter().filter(polity).copied().collect();
            let state = !states.is_empty() && self.len_before(of, bit::SOVEREIGN) > 0;
            let entries = if state { states } else { entries.to_vec() };
            return Some(Candidate::new(at, at + len, Sense::Entries(entries), How::Gazetteer));
        }
        let form = self.form(at, end);
        // The ruler of the X Alliance: it is a state.
        let alliance = form.as_ref().is_some_and(|f| f.class == self.namer.abbreviated);
        if over && alliance && gazetteer.is_none() && self.is_sovereign_over(at) && self.key(at) != "house" {
            let to = form.map_or(end, |f| f.to);
            return Some(Candidate::new(at, to, Sense::Class(self.namer.class.polity.clone()), How::Form));
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
            Reading::Person(person) => {
                return Some(self.person_candidate(at, person));
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
}
