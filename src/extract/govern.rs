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
            if next == head + 1 {
                return head;
            }
            if verb_free && (head + 1..next).any(|i| self.is_verb(i)) {
                return head;
            }
            // 某人與支持他的某人: a joint opens something of its own.
            let joined = self.is(head + 1, WordClass::With) || self.is(head + 1, WordClass::And);
            let chained = self.modifies(gap) && gap.chars().count() <= 14 && !joined;
            if !chained && !self.apposed(head, next) || self.takes_place_in(head, next) {
                return head;
            }
            head = next;
        }
    }

    /// Whether the group at `next` is what the coverb right behind the group before governs: 某國在某年的某戰役中擊敗….
    fn takes_place_in(&self, head: usize, next: usize) -> bool {
        let clauses = self.clauses;
        let after = if next + 1 < clauses.items.len() { clauses.text(next + 1, next + 2) } else { "" };
        self.is(head + 1, WordClass::At)
            && clauses.domain.is_happening(clauses.classes[next])
            && self.grammar.mark("within").iter().any(|w| after.starts_with(w.as_str()))
    }

    /// Whether what stands at `next` is what the group before is said to have: 清朝名將某人, 波斯首都某城.
    fn apposed(&self, head: usize, next: usize) -> bool {
        let clauses = self.clauses;
        let gap = clauses.text(head + 1, next);
        let plain = |i: usize| {
            matches!(clauses.items[i].kind, ItemKind::Text) || self.word(i).is_some_and(|w| w.is(WordClass::Plain))
        };
        let seated_of = self.grammar.mark("seat").iter().any(|w| gap.ends_with(w.as_str()));
        if gap.chars().count() > if seated_of { 12 } else { 8 } || !(head + 1..next).all(plain) {
            return false;
        }
        let classes = &clauses.domain.classes;
        let (owner, owned) = (clauses.classes[head], clauses.classes[next]);
        let ends = |mark: &str| self.grammar.mark(mark).iter().any(|w| gap.ends_with(w.as_str()));
        // 西伯利亞汗國的鄰國瓦剌: what it is to the one before.
        let related = !owner.is_empty() && !owned.is_empty() && *owned != *classes.office && ends("related");
        let person = *owned == *classes.person;
        let titled = person && *owner != *classes.person && !owner.is_empty() && ends("title-ending");
        let seated =
            *owned == *classes.place && (clauses.domain.is_territory(owner) || owner.is_empty()) && ends("seat");
        // 其祖先某人, 某人的祖父某人, 某人之弟某人.
        let kin = person && (ends("kin") || ends("kinsman"));
        titled || seated || related || kin
    }

    /// What governs the group at `item`, in a segment that starts at `start`.
    pub fn governor(&self, item: usize, start: usize) -> Governor {
        self.governing(item, start).0
    }

    /// What governs the group at `item`, and the item of the word that does.
    pub fn governing(&self, item: usize, start: usize) -> (Governor, Option<usize>) {
        let clauses = self.clauses;
        let mut at = item;
        while at > start {
            at -= 1;
            // 宣戰後某國入侵…: the clause before has ended.
            if self.ends_clause(at) {
                return (Governor::None, None);
            }
            match &clauses.items[at].kind {
                ItemKind::Word(w) => {
                    let word = &self.lexicon.words[*w];
                    let gap = clauses.text(at + 1, item);
                    let acts = word.is_verb() || word.is(WordClass::Motion);
                    if acts && self.opens_with_of(gap) && gap.chars().count() <= 8 {
                        // 某人統率的某軍: what stands before the relative clause governs the group.
                        return (self.before_relative(at, start), Some(at));
                    }
                    let governor = if word.is(WordClass::Passive) && gap.chars().count() <= 4 {
                        Governor::Coverb(WordClass::Passive)
                    } else if word.is(WordClass::Lead) {
                        Governor::Lead
                    } else if word.is(WordClass::Pivot) {
                        Governor::Pivot
                    } else if word.is(WordClass::Motion) {
                        Governor::Motion
                    } else if word.is_verb() {
                        Governor::Verb
                    } else if let Some(c) = word.classes.iter().find(|c| COVERBS.contains(c)) {
                        // 這是某國入侵…: the clause behind has a subject of its own.
                        let opening = clauses.text(start, at + 1);
                        if *c == WordClass::As && self.grammar.mark("this-is").iter().any(|w| opening == w.as_str()) {
                            return (Governor::None, None);
                        }
                        // Only directly before the group, or with a modifier between.
                        let near = gap.is_empty() || self.modifies(gap) || gap.chars().count() <= 4;
                        if near { Governor::Coverb(*c) } else { Governor::None }
                    } else if word.is(WordClass::Plain) {
                        continue;
                    } else {
                        Governor::None
                    };
                    return (governor, Some(at));
                }
                ItemKind::Text => {
                    // Text between a verb and its object is short.
                    if clauses.text(at, item).chars().count() > 10 {
                        return (Governor::None, None);
                    }
                }
                ItemKind::Time(_) | ItemKind::Amount(_) => {}
                ItemKind::Group(_) => {
                    // Part of a chain: what governs its first group governs it.
                    if self.modifies(clauses.text(at + 1, item)) {
                        return self.governing(at, start);
                    }
                    return (Governor::None, None);
                }
                ItemKind::Stop(_) => return (Governor::None, None),
            }
        }
        (Governor::None, None)
    }

    /// Whether an item is what ends a clause of time inside a segment: 後.
    pub fn ends_clause(&self, item: usize) -> bool {
        let text = self.clauses.text(item, item + 1);
        let plain = matches!(self.clauses.items[item].kind, ItemKind::Text | ItemKind::Word(_));
        // 一戰後的德國 is no clause.
        plain && !self.modifies(text) && self.grammar.mark("clause-end").iter().any(|w| text.starts_with(w.as_str()))
    }

    /// Whether the group at an item is left out of what is said: 除某國外.
    pub fn excepted(&self, item: usize) -> bool {
        let clauses = self.clauses;
        let before = item.checked_sub(1).map_or("", |i| clauses.text(i, i + 1));
        let after = if item + 1 < clauses.items.len() { clauses.text(item + 1, item + 2) } else { "" };
        self.grammar.mark("except").iter().any(|w| before.ends_with(w.as_str()))
            && self.grammar.mark("except-close").iter().any(|w| after.starts_with(w.as_str()))
    }

    /// The coverb before a relative clause whose verb stands at `verb`: 與 in 與某人統率的某軍交戰.
    pub fn before_relative(&self, verb: usize, start: usize) -> Governor {
        let mut at = verb;
        let mut groups = 0;
        while at > start {
            at -= 1;
            match &self.clauses.items[at].kind {
                ItemKind::Group(_) => groups += 1,
                ItemKind::Word(w) => {
                    let word = &self.lexicon.words[*w];
                    if word.is_verb() {
                        // 建立半獨立的…: the object of that verb.
                        return Governor::Verb;
                    }
                    match word.classes.iter().find(|c| COVERBS.contains(c)) {
                        // 被某國佔領的…, 由某人統率的…: the agent inside.
                        Some(WordClass::Passive | WordClass::Agent) => {}
                        Some(c) if groups <= 1 => return Governor::Coverb(*c),
                        _ => {}
                    }
                }
                ItemKind::Stop(_) => return Governor::None,
                _ => {}
            }
        }
        Governor::None
    }

    /// What governs the head of the chain that starts at `first`.
    ///
    /// 與駐紮某地的某軍交戰: the place belongs to the relative clause, the coverb before it to the head.
    pub fn head_governor(&self, first: usize, head: usize, start: usize) -> Governor {
        let (governor, word) = self.governing(first, start);
        // 與由某人統率的某軍: so does who leads it.
        let inside =
            matches!(governor, Governor::Verb | Governor::Motion | Governor::Lead | Governor::Coverb(WordClass::Agent));
        match word.filter(|_| inside && head != first) {
            Some(verb) => match self.before_relative(verb, start) {
                Governor::None => governor,
                coverb => coverb,
            },
            None => governor,
        }
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

    /// Whether a relative clause with an unknown object opens the segment and describes a group, of which more is said:
    /// 得到援軍的某人實力大增.
    fn described_by(&self, first: usize, head: usize, start: usize, end: usize) -> bool {
        let clauses = self.clauses;
        let Some(verb) = self.governing(first, start).1 else { return false };
        let opens = (start..verb).all(|i| clauses.group(i).is_none());
        let said = clauses.text(head + 1, end);
        opens && self.modifies(clauses.text(verb + 1, first)) && said.chars().count() >= 2 && !self.opens_with_of(said)
    }

    /// The groups of a segment that nothing governs, first to last: its possible subjects before item `end`.
    pub fn subjects(&self, start: usize, end: usize) -> Vec<usize> {
        let clauses = self.clauses;
        let mut found = Vec::new();
        let mut at = start;
        while at < end {
            if clauses.group(at).is_none() || self.excepted(at) {
                at += 1;
                continue;
            }
            let head = self.chain_head(at, end, false);
            let governor = self.head_governor(at, head, start);
            // 占據某城的某人自立: the object of a relative clause leads to its head.
            let relative = matches!(governor, Governor::Verb | Governor::Motion)
                && found.is_empty()
                && (head != at || self.described_by(at, head, start, end));
            let free = matches!(governor, Governor::None | Governor::Coverb(WordClass::Agent))
                || relative
                || self.free_of_coverb(governor, at, head);
            // A group that still modifies something unnamed (…的野心) is no subject.
            let tail = if head + 1 < end { clauses.text(head + 1, end) } else { "" };
            // 某人時代的統治: it only says when.
            let time = self.grammar.mark("of-time").iter().find_map(|w| tail.strip_prefix(w.as_str()));
            // 某人的軍隊 is on his side.
            let troops =
                self.grammar.mark("of").iter().find_map(|of| tail.strip_prefix(of.as_str())).is_some_and(|t| {
                    let marks = ["troops", "main-force"];
                    marks.iter().any(|m| self.grammar.mark(m).iter().any(|w| t.starts_with(w.as_str())))
                });
            let dangling = self.opens_with_of(tail) && !troops || time.is_some_and(|t| self.opens_with_of(t));
            // 其兄某人的助手 is not he.
            let chained = self.grammar.mark("of").iter().any(|of| clauses.text(at, head).contains(of.as_str()));
            if free && (!dangling || chained) {
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
