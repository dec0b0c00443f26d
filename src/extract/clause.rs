//! Clauses: who does what to whom, before any rule is asked.
//!
//! A line is cut into **items**: *groups* (one name or several joined by 、與和及, with what modifies them), words, dates,
//! quantities, stops, and other text. A **segment** is what stands between two stops (commas included).
//! [`super::govern`] tells what governs a group, [`super::argument`] what the segment of a verb offers for its roles.

use super::lexicon::Lexicon;
use super::line::{Line, TokenKind};
use crate::pack::domain::Domain;
use crate::pack::grammar::WordClass;

/// A name or pronoun in a line, by its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Np {
    /// The token of its head: 奕山 in 清朝黑龍江將軍奕山.
    pub head: usize,
    /// Tokens before (or after) the head that belong to it.
    pub modifiers: Vec<usize>,
}

/// Names joined to one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub members: Vec<Np>,
    /// Before which members a word such as 與 stands, that may also mark a counterpart.
    pub joints: Vec<usize>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    Group(Group),
    /// An index into the lexicon.
    Word(usize),
    /// An index into the document's dates.
    Time(usize),
    /// An index into the document's quantities.
    Amount(usize),
    /// A comma or stronger.
    Stop(char),
    Text,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub kind: ItemKind,
    /// Tokens of the line.
    pub start: usize,
    pub end: usize,
}

/// A line in pieces.
#[derive(Debug, Clone)]
pub struct Clauses<'a> {
    pub line: &'a Line,
    pub items: Vec<Item>,
    /// For each item that is a group, the class of its last name; empty for others.
    pub classes: Vec<&'a str>,
    pub domain: &'a Domain,
}

const STOPS: &[char] = &['，', ',', '；', ';', '。', '：', ':', '！', '!', '？', '?', '—', '.'];

impl<'a> Clauses<'a> {
    /// Cuts a line into items. `class_of` gives the class name of a mention's token.
    pub fn new(
        line: &'a Line,
        lexicon: &Lexicon,
        domain: &'a Domain,
        class_of: &dyn Fn(usize) -> &'a str,
    ) -> Clauses<'a> {
        let mut items = Vec::with_capacity(line.tokens.len() / 2 + 1);
        let mut words = line.words.iter().peekable();
        let is_np =
            |t: usize| matches!(line.tokens.get(t).map(|t| t.kind), Some(TokenKind::Entity(_) | TokenKind::Pronoun(_)));
        let digit = |t: Option<usize>| t.and_then(|t| line.tokens.get(t)).is_some_and(|t| t.symbol.is_ascii_digit());
        let (mut at, mut text_from) = (0, 0);
        let flush = |items: &mut Vec<Item>, from: usize, to: usize| {
            if from < to {
                items.push(Item { kind: ItemKind::Text, start: from, end: to });
            }
        };
        while at < line.tokens.len() {
            while words.peek().is_some_and(|w| w.start < at) {
                words.next();
            }
            let token = line.tokens[at];
            let (kind, end) = match token.kind {
                TokenKind::Time(t) => (ItemKind::Time(t), at + 1),
                TokenKind::Amount(a) => (ItemKind::Amount(a), at + 1),
                TokenKind::Entity(_) | TokenKind::Pronoun(_) => {
                    let (group, end) = group(line, at, lexicon, domain, &is_np, class_of);
                    (ItemKind::Group(group), end)
                }
                TokenKind::Char(c) => match words.peek().filter(|w| w.start == at) {
                    Some(w) if lexicon.words[w.word].is(WordClass::Noun) => {
                        at = w.end;
                        continue;
                    }
                    // 3.5萬: a point between digits ends nothing.
                    None if c == '.' && digit(at.checked_sub(1)) && digit(Some(at + 1)) => {
                        at += 1;
                        continue;
                    }
                    Some(w) => (ItemKind::Word(w.word), w.end),
                    None if STOPS.contains(&c) => (ItemKind::Stop(c), at + 1),
                    None => {
                        at += 1;
                        continue;
                    }
                },
            };
            flush(&mut items, text_from, at);
            items.push(Item { kind, start: at, end });
            at = end;
            text_from = end;
        }
        flush(&mut items, text_from, line.tokens.len());
        let class = |item: &Item| match &item.kind {
            ItemKind::Group(g) => g.members.last().map_or("", |np| class_of(np.head)),
            _ => "",
        };
        let classes = items.iter().map(class).collect();
        Clauses { line, items, classes, domain }
    }

    /// The items of the segment around an item: first, and one past the last.
    pub fn segment(&self, item: usize) -> (usize, usize) {
        let stop = |i: &Item| matches!(i.kind, ItemKind::Stop(_));
        let start = self.items[..item].iter().rposition(stop).map_or(0, |i| i + 1);
        let end = self.items[item..].iter().position(stop).map_or(self.items.len(), |i| item + i);
        (start, end)
    }

    /// The symbols of some items.
    pub fn text(&self, from: usize, to: usize) -> &'a str {
        if from >= to {
            return "";
        }
        let (start, end) = (self.items[from].start, self.items[to - 1].end);
        &self.line.text[self.line.bytes[start]..self.line.bytes[end]]
    }

    pub fn group(&self, item: usize) -> Option<&Group> {
        match &self.items[item].kind {
            ItemKind::Group(g) => Some(g),
            _ => None,
        }
    }

    pub fn word(&self, item: usize) -> Option<usize> {
        match self.items[item].kind {
            ItemKind::Word(w) => Some(w),
            _ => None,
        }
    }
}

/// The group that starts at a token, and where it ends.
fn group<'a>(
    line: &Line,
    start: usize,
    lexicon: &Lexicon,
    domain: &Domain,
    is_np: &dyn Fn(usize) -> bool,
    class_of: &dyn Fn(usize) -> &'a str,
) -> (Group, usize) {
    let mut group = Group { members: Vec::new(), joints: Vec::new() };
    let mut at = start;
    loop {
        let from = at;
        let pronoun = |t: usize| matches!(line.tokens[t].kind, TokenKind::Pronoun(_));
        while is_np(at) && (at == from || !pronoun(at)) {
            at += 1;
        }
        let short = |t: usize| line.tokens[t].span.len() == 1 && class_of(t) == domain.classes.polity;
        if at - from > 1 && (from..at - 1).all(short) && class_of(at - 1) == domain.classes.polity {
            // 清俄, 英法: short forms side by side are several.
            group.members.extend((from..at).map(|t| Np { head: t, modifiers: Vec::new() }));
        } else {
            group.members.push(np(from, at, domain, class_of));
        }
        let Some(next) = line.tokens.get(at) else { break };
        if next.symbol == '、' && is_np(at + 1) {
            at += 1;
            continue;
        }
        let joint = line.words.iter().find(|w| w.start == at && is_np(w.end)).filter(|w| {
            let word = &lexicon.words[w.word];
            word.is(WordClass::And) || word.is(WordClass::With)
        });
        match joint {
            // 於某會戰與某國交戰, 在某地與某軍對抗: the place ends, and the counterpart begins.
            Some(w)
                if lexicon.words[w.word].is(WordClass::With)
                    && placed(line, start, lexicon)
                    && parts_from(domain, class_of(at - 1), class_of(w.end), &line.text[line.bytes[w.end + 1]..]) =>
            {
                break;
            }
            Some(w) => {
                if lexicon.words[w.word].is(WordClass::With) {
                    group.joints.push(group.members.len());
                }
                at = w.end;
            }
            None => break,
        }
    }
    (group, at)
}

/// Whether a coverb of place governs the group that starts at a token; a date may stand in between.
fn placed(line: &Line, start: usize, lexicon: &Lexicon) -> bool {
    let dated =
        |t: usize| matches!(line.tokens[t].kind, TokenKind::Time(_)) || matches!(line.tokens[t].symbol, '的' | '之');
    let at = (0..start).rev().find(|t| !dated(*t)).map(|t| t + 1);
    at.is_some_and(|at| line.words.iter().any(|w| w.end == at && lexicon.words[w.word].is(WordClass::At)))
}

/// Whether what a coverb of place governs ends before a joint: a happening is not joined to who acts, a place not to a
/// party or, unless the two are spoken of as places, to a polity.
fn parts_from(domain: &Domain, last: &str, next: &str, behind: &str) -> bool {
    if domain.is_happening(last) {
        return domain.is_actor(next);
    }
    let place = last == domain.classes.place;
    let apart = !behind.starts_with([
        '、', '间', '之', '等', '的', '边', '交', '境', '各', '两', '均', '都', '和', '与', '一', '地', '沿',
    ]);
    place && domain.is_actor(next) && apart
}

/// Names side by side are one: the last is the head, but an office after a person is not.
fn np<'a>(from: usize, to: usize, domain: &Domain, class_of: &dyn Fn(usize) -> &'a str) -> Np {
    let mut head = to - 1;
    if to - from > 1
        && class_of(head) == domain.classes.office
        && let Some(person) = (from..head).rev().find(|t| class_of(*t) == domain.classes.person)
    {
        head = person;
    }
    Np { head, modifiers: (from..to).filter(|t| *t != head).collect() }
}
