//! A line in words: names, pronouns, dates and quantities are units, and so is every word.

use super::lexicon::{Lexicon, Tags};
use crate::extract::line::{Line, TokenKind};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitKind {
    /// A word, or several that are one function word (`as well as`).
    Word(String),
    /// A name, by its token.
    Name(usize),
    /// A pronoun or definite form, by its token.
    Pronoun(usize),
    /// A date, by its index.
    Time(usize),
    /// A quantity, by its index.
    Amount(usize),
    /// The possessive 's.
    Own,
    Mark(char),
}

/// A word of a line, or what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub kind: UnitKind,
    /// Tokens of the line.
    pub start: usize,
    pub end: usize,
    pub tags: Tags,
}

impl Unit {
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            UnitKind::Word(w) => Some(w),
            _ => None,
        }
    }

    pub fn is(&self, tag: Tags) -> bool {
        self.tags.has(tag)
    }

    pub fn is_mark(&self, c: char) -> bool {
        self.kind == UnitKind::Mark(c)
    }
}

/// Cuts a line into units.
pub fn units(line: &Line, lexicon: &Lexicon) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let symbol = |at: usize| line.tokens.get(at).map(|t| t.symbol);
    let letter =
        |at: usize| matches!(line.tokens.get(at).map(|t| t.kind), Some(TokenKind::Char(c)) if c.is_alphanumeric());
    let mut at = 0;
    while at < line.tokens.len() {
        let start = at;
        at += 1;
        let kind = match line.tokens[start].kind {
            TokenKind::Entity(_) => UnitKind::Name(start),
            TokenKind::Pronoun(_) => UnitKind::Pronoun(start),
            TokenKind::Time(t) => UnitKind::Time(t),
            TokenKind::Amount(a) => UnitKind::Amount(a),
            TokenKind::Char(c) if c.is_alphanumeric() => {
                while letter(at) || matches!(symbol(at), Some('-' | '\'' | ',' | '.')) && joins(line, at) {
                    at += 1;
                }
                UnitKind::Word(line.tokens[start..at].iter().map(|t| t.symbol).collect())
            }
            TokenKind::Char(' ' | '_' | '*') => continue,
            TokenKind::Char('\'') => {
                let behind = units.last().is_some_and(|u| u.end == start && !matches!(u.kind, UnitKind::Mark(_)));
                if behind && symbol(at) == Some('s') && !letter(at + 1) {
                    at += 1;
                    UnitKind::Own
                } else if behind && !letter(at) && line.tokens[..start].last().is_some_and(ends_in_s) {
                    UnitKind::Own
                } else {
                    UnitKind::Mark('\'')
                }
            }
            TokenKind::Char(c) => UnitKind::Mark(c),
        };
        units.push(Unit { kind, start, end: at, tags: Tags::NONE });
    }

    join_hyphens(&mut units);
    tag(units, lexicon)
}

/// Whether a mark stands inside a word or number: well-known, 5,000, o'clock.
fn joins(line: &Line, at: usize) -> bool {
    let kind = |i: usize| line.tokens.get(i).map(|t| t.symbol);
    let (before, after) = (at.checked_sub(1).and_then(kind), kind(at + 1));
    match kind(at) {
        Some(',' | '.') => [before, after].iter().all(|c| c.is_some_and(|c| c.is_ascii_digit())),
        Some('\'') => {
            let possessive = after == Some('s') && !kind(at + 2).is_some_and(char::is_alphanumeric);
            !possessive && [before, after].iter().all(|c| c.is_some_and(|c| c.is_alphabetic() && c < '\u{E000}'))
        }
        _ => [before, after].iter().all(|c| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{E000}')),
    }
}

/// A name or a word that a bare apostrophe can follow as a possessive. What a name ends in is not known here.
fn ends_in_s(token: &crate::extract::line::Token) -> bool {
    match token.kind {
        TokenKind::Char(c) => c == 's',
        _ => true,
    }
}

/// Russian-held, anti-British: an adjective, no name.
fn join_hyphens(units: &mut Vec<Unit>) {
    let mut at = 1;
    while at + 1 < units.len() {
        let touch = units[at - 1].end == units[at].start && units[at].end == units[at + 1].start;
        let hyphen = units[at].is_mark('-') && touch;
        let plain = |u: &Unit| matches!(u.kind, UnitKind::Word(_) | UnitKind::Name(_));
        if !hyphen || !plain(&units[at - 1]) || !plain(&units[at + 1]) {
            at += 1;
            continue;
        }
        let part = |u: &Unit| u.word().unwrap_or("~").to_owned();
        let word = format!("{}-{}", part(&units[at - 1]), part(&units[at + 1]));
        units[at - 1].kind = UnitKind::Word(word);
        units[at - 1].end = units[at + 1].end;
        units.drain(at..at + 2);
    }
}

/// Gives words their tags; joins what is one function word.
fn tag(units: Vec<Unit>, lexicon: &Lexicon) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let mut unit = units[at].clone();
        if let Some(first) = units[at].word() {
            let following = units[at..].iter().map_while(Unit::word).take(5);
            let words: Vec<&str> = following.collect();
            let len = lexicon.phrase(&words).unwrap_or(1);
            if len > 1 {
                let text = words[..len].join(" ");
                unit.tags = lexicon.tags(&text);
                unit.kind = UnitKind::Word(text);
                unit.end = units[at + len - 1].end;
            } else {
                unit.tags = lexicon.tags(first);
                // Most adverbs are known by their ending.
                let known = unit.tags != Tags::NONE || !lexicon.readings(first).is_empty();
                if !known && first.len() > 4 && first.ends_with("ly") && !lexicon.is("not-adverb", first) {
                    unit.tags = Tags::ADVERB;
                }
            }
            at += len;
        } else {
            at += 1;
        }
        out.push(unit);
    }
    out
}
