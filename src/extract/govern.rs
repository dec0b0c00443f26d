//! What governs a group: a coverb, a verb, or nothing.
//!
//! Groups joined by …的 are a *chain*, whose last group is its head. A group that nothing governs may be the subject of
//! its segment.

use super::clause::{Clauses, ItemKind};
use super::lexicon::{Lexicon, Word};
use crate::pack::grammar::{Grammar, WordClass};
use crate::pack::rules::Slot;

/// Whether what a group names can act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acting {
    Not,
    /// A polity, which is a territory too.
    Territory,
    /// A person, an army, an organization.
    Party,
}

/// What governs a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Governor {
    None,
    Coverb(WordClass),
    Verb,
    /// A verb of going: where somebody goes does not act.
    Motion,
    Pivot,
    /// A verb of leading: those led are not who acts.
    Lead,
}

/// A line with what its language says of words, and who can act.
#[derive(Clone, Copy)]
pub struct Syntax<'s> {
    pub clauses: &'s Clauses<'s>,
    pub lexicon: &'s Lexicon,
    pub grammar: &'s Grammar,
    /// Whether the group at an item can act.
    pub acting: &'s dyn Fn(usize) -> Acting,
}

/// The coverbs that govern the group behind them.
const COVERBS: [WordClass; 10] = [
    WordClass::Passive,
    WordClass::Agent,
    WordClass::Dispose,
    WordClass::With,
    WordClass::Toward,
    WordClass::Receiver,
    WordClass::At,
    WordClass::From,
    WordClass::Means,
    WordClass::As,
];

impl<'s> Syntax<'s> {
    /// The word at an item, if it is one.
    pub fn word(&self, item: usize) -> Option<&'s Word> {
        self.clauses.word(item).map(|w| &self.lexicon.words[w])
    }

    /// Whether the item is a word of a class.
    pub fn is(&self, item: usize, class: WordClass) -> bool {
        self.word(item).is_some_and(|w| w.is(class))
    }

    pub fn is_verb(&self, item: usize) -> bool {
        self.word(item).is_some_and(Word::is_verb)
    }

    /// Whether text opens with the mark that makes what stands before it a modifier.
    pub fn opens_with_of(&self, text: &str) -> bool {
        self.grammar.mark("of").iter().any(|of| text.starts_with(of.as_str()))
    }

    /// Whether text ends in the mark that makes it modify what follows.
    pub fn modifies(&self, text: &str) -> bool {
        self.grammar.mark("of").iter().any(|of| text.ends_with(of.as_str()))
    }

    /// The item of the group that heads the chain starting at `item`; the chain ends before `end`, and before a verb if
    /// `verb_free`.
    pub fn chain_head(&self, item: usize, end: usize, verb_free: bool) -> usize {
        let mut head = item;
        loop {
            let Some(next) = (head + 1..end).find(|i| self.clauses.group(*i).is_some()) else { return head };
            let gap = self.clauses.text(head + 1, next);
            if next == head + 1 || !self.modifies(gap) || gap.chars().count() > 14 {
                return head;
            }
            if verb_free && (head + 1..next).any(|i| self.is_verb(i)) {
                return head;
            }
            head = next;
        }
    }

    /// What governs the group at `item`, in a segment that starts at `start`.
    pub fn governor(&self, item: usize, start: usize) -> Governor {
        let clauses = self.clauses;
        let mut at = item;
        while at > start {
            at -= 1;
            match &clauses.items[at].kind {
                ItemKind::Word(w) => {
                    let word = &self.lexicon.words[*w];
                    if word.is(WordClass::Lead) {
                        return Governor::Lead;
                    }
                    if word.is(WordClass::Pivot) {
                        return Governor::Pivot;
                    }
                    if word.is(WordClass::Motion) {
                        return Governor::Motion;
                    }
                    if word.is_verb() {
                        return Governor::Verb;
                    }
                    if let Some(c) = word.classes.iter().find(|c| COVERBS.contains(c)) {
                        // Only directly before the group, or with a modifier between.
                        let gap = clauses.text(at + 1, item);
                        if gap.is_empty() || self.modifies(gap) || gap.chars().count() <= 4 {
                            return Governor::Coverb(*c);
                        }
                        return Governor::None;
                    }
                    if !word.is(WordClass::Plain) {
                        return Governor::None;
                    }
                }
                ItemKind::Text => {
                    // Text between a verb and its object is short.
                    if clauses.text(at, item).chars().count() > 10 {
                        return Governor::None;
                    }
                }
                ItemKind::Time(_) | ItemKind::Amount(_) => {}
                ItemKind::Group(_) => {
                    // Part of a chain: what governs its first group governs it.
                    if self.modifies(clauses.text(at + 1, item)) {
                        return self.governor(at, start);
                    }
                    return Governor::None;
                }
                ItemKind::Stop(_) => return Governor::None,
            }
        }
        Governor::None
    }

    /// Whether who acts is not what 在 or 從 governs: a place in front only modifies it (留在某地的某軍), or the coverb
    /// governs a date (在1960年代某國…).
    pub fn free_of_coverb(&self, governor: Governor, first: usize, head: usize) -> bool {
        let dated = first > 0 && matches!(self.clauses.items[first - 1].kind, ItemKind::Time(_));
        let free = match (self.acting)(head) {
            Acting::Not => false,
            Acting::Territory => dated,
            Acting::Party => dated || head != first,
        };
        free && matches!(governor, Governor::Coverb(WordClass::At | WordClass::From))
    }

    /// The groups of a segment that nothing governs, first to last: its possible subjects before item `end`.
    pub fn subjects(&self, start: usize, end: usize) -> Vec<usize> {
        let clauses = self.clauses;
        let mut found = Vec::new();
        let mut at = start;
        while at < end {
            if clauses.group(at).is_none() {
                at += 1;
                continue;
            }
            let head = self.chain_head(at, end, false);
            let governor = self.governor(at, start);
            // 占據某城的某人自立: the object of a relative clause leads to its head.
            let relative = matches!(governor, Governor::Verb | Governor::Motion) && head != at && found.is_empty();
            let free = matches!(governor, Governor::None | Governor::Coverb(WordClass::Agent))
                || relative
                || self.free_of_coverb(governor, at, head);
            // A group that still modifies something unnamed (…的野心) is no subject.
            let dangling = head + 1 < end && self.opens_with_of(clauses.text(head + 1, end));
            if free && (!dangling || at != head) {
                found.push(head);
            }
            at = head + 1;
        }
        found
    }
}

/// The slot that a coverb leads to.
pub fn slot_of(class: WordClass) -> Option<Slot> {
    Some(match class {
        WordClass::With => Slot::With,
        WordClass::Toward => Slot::Toward,
        WordClass::Receiver => Slot::Receiver,
        WordClass::At => Slot::At,
        WordClass::From => Slot::From,
        WordClass::As => Slot::As,
        _ => return None,
    })
}
