//! Names by their common word: Treaty of X, X campaign, Lake X.

use super::chunk::is_numeral;
use super::namer::bit;
use super::scan::Scan;
use super::token::Cap;
use std::sync::Arc;

/// A name found by its form: where it ends, and its class.
#[derive(Debug, Clone)]
pub struct Formed {
    pub to: usize,
    pub class: Arc<str>,
    /// Whether its common word stands behind the rest of it.
    pub after: bool,
    /// Where the name starts behind a small common word that is no part of it: city of X.
    pub inner: Option<usize>,
}

impl Scan<'_> {
    fn is_great(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| matches!(t.cap, Cap::Capital | Cap::Upper))
    }

    fn is_year(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.cap == Cap::Number && t.key.len() >= 4 && t.key.chars().all(|c| c.is_ascii_digit() || c == '-')
        })
    }

    /// The longest name that begins at a token and that a common word in it gives a class. `end` is where the run of
    /// capitalised words ends.
    pub fn form(&self, at: usize, end: usize) -> Option<Formed> {
        self.of_form(at, end).or_else(|| self.before_form(at, end)).or_else(|| self.after_form(at, end))
    }

    /// HEAD of NAME, where the head is the last word of the run or follows it.
    fn of_form(&self, at: usize, end: usize) -> Option<Formed> {
        for head in at..=end {
            if head > at && !self.runs(at, head) || self.tokens[at..head].iter().any(|t| t.possessive) {
                return None;
            }
            let great = self.is_great(head);
            let Some((len, number)) = self.longest(head, |w| {
                let number = if great && w.of_capital > 0 { w.of_capital } else { w.of };
                (number > 0).then_some(number)
            }) else {
                continue;
            };
            let of = head + len;
            let class = self.namer.numbered(number)?;
            // The Karelian Autonomous Region of Russia lies in Russia.
            let whole = great && head > at && *class == *self.namer.class.place && self.key(of) == "of";
            if whole && !(at..head).all(|k| self.is(k, bit::ORDINAL)) && self.is_land_named(of + 1) {
                continue;
            }
            let capital = self.tokens[of - 1].cap != Cap::Lower;
            // The East African Campaign of the Second World War is a campaign of that war.
            let the = usize::from(self.key(of + 1) == "the");
            let inner =
                |f: Formed| f.class == class && *class != *self.namer.class.place && *class != *self.namer.class.polity;
            let name = of + 1 + the;
            if great && head > at && self.key(of) == "of" && self.form(name, self.chunk_end(name)).is_some_and(inner) {
                continue;
            }
            let at_place = self.key(of) == "at" && *class == *self.namer.class.treaty && capital;
            if self.key(of) != "of" && !at_place || !self.runs(head, of) || self.tokens[of - 1].possessive {
                continue;
            }
            // Behind the run only small words stand: "First battle of", not "Kaufman battle of".
            let kind = !great && self.len(head, bit::PLACE_KIND) > 0;
            if head == end && head > at && !kind && !self.is_modifier(at, head) {
                continue;
            }
            // The East African Campaign of World War II is part of it.
            let the = usize::from(self.key(of + 1) == "the");
            let inner = || self.form(of + 1 + the, self.chunk_end(of + 1 + the));
            let named = great && head > at && !(at..head).all(|k| self.is(k, bit::ORDINAL));
            if named && *class != *self.namer.class.place && inner().is_some_and(|f| f.class == class) {
                continue;
            }
            let Some(to) = self.inner_name(of + 1) else { continue };
            // A battle of the Desert Campaign is some battle.
            let some = !great
                && self
                    .form(of + 1, self.chunk_end(of + 1))
                    .is_some_and(|f| f.class == class && *class != *self.namer.class.place);
            if some {
                return None;
            }
            let place = kind && *class == *self.namer.class.place;
            let name = if self.key(of + 1) == "the" { of + 2 } else { of + 1 };
            return Some(Formed { to, class, after: false, inner: place.then_some(name) });
        }
        None
    }

    /// Whether the name at a token, with "the" before it or not, is that of a known polity or has a form of places.
    fn is_land_named(&self, at: usize) -> bool {
        let name = if self.key(at) == "the" { at + 1 } else { at };
        let polity = |e: &u32| self.namer.known[*e as usize].class == self.namer.class.polity;
        let known = self.namer.name_at(&self.tokens, name).is_some_and(|(_, entries)| entries.iter().all(polity));
        let place = || self.after_form(name, self.chunk_end(name)).is_some_and(|f| f.class == self.namer.class.place);
        known || place()
    }

    /// Whether words are what can stand before a common word: ordinals, adjectives of polities.
    fn is_modifier(&self, from: usize, to: usize) -> bool {
        (from..to)
            .all(|at| self.is(at, bit::ORDINAL) || self.adjective(at).is_some() || self.tokens[at].key.contains('-'))
    }

    /// Where the name ends that begins here, with "the" or a year allowed.
    fn inner_name(&self, at: usize) -> Option<usize> {
        let the = self.key(at) == "the" && self.follows(at);
        let at = if the { at + 1 } else { at };
        if !self.follows(at) {
            return None;
        }
        if self.is_year(at) && !the {
            return Some(at + 1);
        }
        let gazetteer = self.namer.name_at(&self.tokens, at).map_or(at, |(len, _)| at + len);
        let mut end = self.chunk_end(at);
        // A lower-case head inside: battle of the Sea of Japan.
        if self.key(end) == "of" && self.follows(end) && self.longest(end - 1, |w| (w.of > 0).then_some(())).is_some() {
            let inner = self.chunk_end(end + 1);
            if inner > end + 1 && self.follows(end + 1) {
                end = inner;
            }
        }
        // Battle of Neville's Cross.
        if end > at && self.tokens[end - 1].possessive && self.follows(end) {
            end = self.chunk_end(end);
        }
        let end = end.max(gazetteer);
        (end > at).then_some(end)
    }

    /// NAME HEAD, and a year behind it: Khivan campaign of 1839.
    fn after_form(&self, at: usize, end: usize) -> Option<Formed> {
        if end == at {
            return None;
        }
        let run = end;
        let small = || {
            if self.tokens[end - 1].possessive || !self.follows(end) {
                return None;
            }
            let (len, number) = self.longest(end, |w| (w.after > 0).then_some(w.after))?;
            let class = self.namer.numbered(number)?;
            // The Mediterranean island of X.
            let of = self.key(end + len) == "of" && self.chunk_end(end + len + 1) > end + len + 1;
            if of || !self.runs(end, end + len - 1) || self.is_generic(at, end, end + len) {
                return None;
            }
            Some((end + len, class))
        };
        // World War II
        let end = if end > at + 2 && is_numeral(self.key(end - 1)) { end - 1 } else { end };
        let great = || {
            (at + 1..end).find_map(|head| {
                let (len, number) = self.longest(head, |w| {
                    let number = if w.after_capital > 0 { w.after_capital } else { w.after };
                    (number > 0).then_some(number)
                })?;
                (head + len == end).then(|| self.namer.numbered(number))?.map(|class| (end, class))
            })
        };
        let (mut to, class) = small().or_else(great)?;
        if to == end && end < run {
            to = run;
        }
        if self.key(to) == "of"
            && self.follows(to)
            && self.follows(to + 1)
            && self.is_year(to + 1)
            && !self.tokens[to - 1].possessive
        {
            to += 2;
        }
        Some(Formed { to, class, after: true, inner: None })
    }

    /// Whether a small common word behind an adjective says nothing about one thing: Russian province, British expedition.
    fn is_generic(&self, at: usize, end: usize, to: usize) -> bool {
        let last = end - 1;
        let vague = (at..end).all(|k| self.is(k, bit::ORDINAL | bit::FUNCTION | bit::DIRECTION));
        if vague && self.key(to) != "of" {
            return true;
        }
        let adjective = last == at && self.adjective(at).is_some();
        if !adjective || self.tokens[last].key.contains('-') {
            return false;
        }
        let dated = self.key(to) == "of" && self.is_year(to + 1);
        let head = self.key(end);
        !dated && !matches!(head, "dynasty" | "war" | "wars" | "khanate" | "emirate" | "sultanate" | "caliphate")
    }

    /// HEAD NAME: Lake X, Operation X.
    fn before_form(&self, at: usize, end: usize) -> Option<Formed> {
        if !self.is_great(at) {
            return None;
        }
        let (len, number) = self.longest(at, |w| (w.before > 0).then_some(w.before))?;
        (end > at + len && !self.tokens[at + len - 1].possessive)
            .then(|| self.namer.numbered(number))?
            .map(|class| Formed { to: end, class, after: false, inner: None })
    }
}
