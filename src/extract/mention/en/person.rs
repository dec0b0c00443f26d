//! Names of persons by what they are made of: titles, given names, small words, numerals.

use super::chunk::is_numeral;
use super::namer::bit;
use super::scan::Scan;
use super::token::{Cap, Gap};

/// A person's name: where it starts behind its titles, where it ends.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub name: usize,
    pub to: usize,
}

/// What the words at the beginning of a run are.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    Person(Person),
    /// A title and nothing else: the Amir.
    Title(usize),
    No,
}

impl Scan<'_> {
    /// Where the titles end that begin at a token.
    pub fn titles_end(&self, at: usize) -> usize {
        let mut end = at;
        while end == at || self.follows(end) {
            match self.len(end, bit::TITLE) {
                // Governor-President
                0 if self.is_double_title(end) => end += 1,
                0 => break,
                len if self.tokens[end..end + len].iter().any(|t| t.possessive) => break,
                len => end += len,
            }
        }
        end
    }

    fn is_double_title(&self, at: usize) -> bool {
        let key = self.key(at);
        key.contains('-') && key.split('-').all(|part| self.namer.is_word(part, bit::TITLE))
    }

    /// Reads the run `at..end` of capitalised words as a person.
    pub fn person(&self, at: usize, end: usize) -> Reading {
        let name = self.titles_end(at).min(end);
        // Aga Khan I: the titles are the name.
        if name > at && end == name + 1 && is_numeral(self.key(name)) {
            return Reading::Person(Person { name: at, to: end });
        }
        if name == end {
            return if self.is_name_word(at, end) { self.whole(at, end) } else { Reading::Title(end) };
        }
        // Chief Priest: no name.
        if name > at
            && end == name + 1
            && self.longest(name, |w| (w.hint > 0).then_some(())).is_some()
            && !self.is(name, bit::GIVEN)
        {
            return Reading::No;
        }
        if name > at {
            let known = self.namer.name_at(&self.tokens, name).is_some_and(|(len, _)| name + len == end);
            let place = known && !self.is(name, bit::GIVEN);
            return if place { Reading::No } else { self.whole(name, end) };
        }
        self.whole(at, end)
    }

    /// A title that is a given name too is one where it stands alone with a numeral or another name.
    fn is_name_word(&self, at: usize, end: usize) -> bool {
        end > at + 1 && self.is(at, bit::GIVEN)
    }

    fn whole(&self, name: usize, end: usize) -> Reading {
        let len = end - name;
        let titled = name > 0 && self.follows(name) && self.len_before(name, bit::TITLE) > 0;
        let double = |key: &str| key.contains('-') && key.split('-').all(|part| self.namer.is_word(part, bit::GIVEN));
        let given = self.is(name, bit::GIVEN) || double(self.key(name));
        let ending = len >= 2 && self.is(end - 1, bit::ENDING);
        let common = self.longest(name, |w| (w.hint > 0 || w.after_capital > 0 || w.after > 0).then_some(())).is_some();
        let numeral = len >= 2 && is_numeral(self.key(end - 1)) && !common;
        let inner = name + 1..end;
        let some = (name..end).any(|k| self.is(k, bit::GIVEN));
        let particle = inner.clone().any(|k| self.tokens[k].cap == Cap::Lower || self.is(k, bit::PARTICLE));
        let initial = (name..end).any(|k| {
            let t = &self.tokens[k];
            t.cap != Cap::Lower && t.key.ends_with('.') && t.key.chars().filter(|c| c.is_alphabetic()).count() == 1
        });
        let named = self.key(end) == "the" && self.runs(end - 1, end + 1) && self.is(end + 1, bit::EPITHET);
        let named = named
            && !self.tokens[end - 1].possessive
            && self.tokens.get(end + 1).is_some_and(|t| t.cap == Cap::Capital)
            && !self.tokens.get(end + 2).is_some_and(|t| t.gap == Gap::Space && t.cap == Cap::Capital);
        // Prairie du Chien, Rio de la Plata: places with small words in them.
        let place = self.is(name, bit::OPENS_PLACE) && !titled;
        let particle = particle && !place;
        if !(named
            || titled
            || ending
            || numeral
            || given
            || some && len >= 2
            || particle && len >= 3
            || initial && len >= 2)
        {
            return Reading::No;
        }
        let mut to = end;
        let epithet = self.key(to) == "the"
            && self.follows(to)
            && self.follows(to + 1)
            && self.tokens.get(to + 1).is_some_and(|t| t.cap == Cap::Capital)
            && !self.is(to + 1, bit::NEVER)
            && self.adjective(to + 1).is_none()
            && (given || numeral || named);
        if epithet && !self.tokens[to - 1].possessive {
            to += 2;
        }
        let of = self.key(to) == "of" && self.follows(to) && self.follows(to + 1) && !self.tokens[to - 1].possessive;
        if of && (numeral || given && len == 1) {
            let inner = self.chunk_end(to + 1);
            let known = self.namer.name_at(&self.tokens, to + 1).map_or(0, |(l, _)| to + 1 + l);
            to = if inner > to + 1 { inner.max(known) } else { to };
        }
        Reading::Person(Person { name, to })
    }
}
