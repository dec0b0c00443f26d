//! Runs of capitalised words: how far a name reaches by its spelling.

use super::namer::bit;
use super::scan::Scan;
use super::token::{Cap, Gap};

/// Roman numerals of rulers.
pub fn is_numeral(key: &str) -> bool {
    !key.is_empty() && key.len() <= 5 && key.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

impl Scan<'_> {
    /// Whether a word is written as the first of a name.
    pub fn opens_name(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        if !matches!(token.cap, Cap::Capital | Cap::Upper)
            || self.is(at, bit::NEVER) && !self.is_dated_form(at)
            || self.namer.is_hyphenated(&token.key)
        {
            return false;
        }
        // XXIII is the number of a chapter, XIII Corps an army.
        if token.cap == Cap::Upper && token.key.len() > 1 && is_numeral(&token.key) {
            return self.follows(at + 1) && self.longest(at + 1, |w| (w.after_capital > 0).then_some(())).is_some();
        }
        let first = matches!(token.gap, Gap::Start | Gap::Open);
        if self.is(at, bit::ORDINAL) {
            let next = self.tokens.get(at + 1).is_some_and(|t| matches!(t.cap, Cap::Capital | Cap::Upper));
            return !first || next && self.follows(at + 1);
        }
        // Inside a sentence a capital says enough, unless it is a small word of a title in capitals.
        if !first {
            return !(self.is(at, bit::FUNCTION) && (token.cap == Cap::Upper || self.is_written_small(&token.key)));
        }
        !self.is(at, bit::FUNCTION)
    }

    /// Whether a season or month begins the name of what happened in it: Spring Campaign, October Revolution.
    fn is_dated_form(&self, at: usize) -> bool {
        let next = self.tokens.get(at + 1).filter(|t| t.cap == Cap::Capital);
        let head = next.and_then(|_| self.longest(at + 1, |w| [w.after, w.after_capital].into_iter().find(|n| *n > 0)));
        let Some((len, number)) = head.filter(|_| self.follows(at + 1) && !self.tokens[at].possessive) else {
            return false;
        };
        let happens = self.namer.numbered(number).is_some_and(|c| self.namer.is_happening(&c));
        // In May Battle of X was fought.
        let of = self.key(at + 1 + len) == "of" && self.longest(at + 1, |w| (w.of > 0).then_some(())).is_some();
        happens && !of
    }

    /// Whether the first word of a sentence is a name by itself, as far as spelling tells.
    pub fn is_sure(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let first = matches!(token.gap, Gap::Start | Gap::Open);
        let shape = self.namer.is_surname(&token.key) && !self.is_written_small(&token.key);
        let told = || self.said_to_be(at + 1).is_some() && !self.is_written_small(&token.key);
        !first
            || shape
            || told()
            || self.is_written_great(&token.key)
            || token.cap == Cap::Upper && token.key.len() > 1 && !token.lead
    }

    /// Where the run of capitalised words ends that begins at a token; the token itself where none begins.
    pub fn chunk_end(&self, at: usize) -> usize {
        if !self.opens_name(at) {
            return at;
        }
        let mut end = at + 1;
        while end < self.tokens.len() && self.follows(end) && !self.is_link_border(end) {
            // King George's War is one name.
            if self.tokens[end - 1].possessive && !self.is_owned_form(end) {
                break;
            }
            let token = &self.tokens[end];
            let great = matches!(token.cap, Cap::Capital | Cap::Upper);
            if great && (is_numeral(&token.key) || !self.is(end, bit::NEVER | bit::FUNCTION) || self.is_inner(end)) {
                end += 1;
                continue;
            }
            // Small words inside the names of persons: von, bin, de la.
            let small = self.len(end, bit::PARTICLE);
            let after = end + small;
            if small > 0
                && token.cap == Cap::Lower
                && self.runs(end - 1, after)
                && self.tokens.get(after).is_some_and(|t| matches!(t.cap, Cap::Capital | Cap::Upper))
                && !self.is(after, bit::NEVER)
            {
                end = after + 1;
                continue;
            }
            break;
        }
        end
    }

    /// Whether a capitalised common word names something together with whose it is.
    fn is_owned_form(&self, at: usize) -> bool {
        let role = &self.namer.class;
        self.tokens[at].cap == Cap::Capital
            && self
                .longest(at, |w| [w.after, w.after_capital].into_iter().find(|n| *n > 0))
                .and_then(|(_, number)| self.namer.numbered(number))
                .is_some_and(|c| c != role.polity && c != role.army && c != role.unknown)
    }

    /// Whether a capitalised word that can begin a sentence is part of a name here: Great, Northern.
    fn is_inner(&self, at: usize) -> bool {
        !self.is(at, bit::NEVER)
            && self.tokens[at].cap == Cap::Capital
            && self
                .longest(at, |w| (w.after_capital > 0 || w.after > 0 || w.bits & bit::ORDINAL != 0).then_some(()))
                .is_some()
    }
}
