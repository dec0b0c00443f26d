//! Clauses: who does what to whom, before any rule is asked.
//!
//! A line is cut into **items**: *groups* (one name or several joined by 、與和及, with what modifies them), words, dates,
//! quantities, stops, and other text. A **segment** is what stands between two stops (commas included). For a verb,
//! [`slots`] finds what its segment offers for each [`Slot`]: groups that a coverb governs go to that coverb's slot, groups
//! followed by 的 modify the next one, what is left before the verb is its subject, what follows is its object; a
//! passive mark turns the two round.

use super::lexicon::Lexicon;
use super::line::{Line, TokenKind};
use crate::pack::domain::Domain;
use crate::pack::grammar::{Grammar, WordClass};
use crate::pack::rules::Slot;

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
}

const STOPS: &[char] = &['，', ',', '；', ';', '。', '：', ':', '！', '!', '？', '?', '—', '.'];

impl<'a> Clauses<'a> {
    /// Cuts a line into items. `class_of` gives the class name of a mention's token.
    pub fn new(line: &'a Line, lexicon: &Lexicon, domain: &Domain, class_of: &dyn Fn(usize) -> &'a str) -> Clauses<'a> {
        let mut items = Vec::new();
        let mut words = line.words.iter().peekable();
        let is_np =
            |t: usize| matches!(line.tokens.get(t).map(|t| t.kind), Some(TokenKind::Entity(_) | TokenKind::Pronoun(_)));
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
        Clauses { line, items }
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
        while is_np(at) {
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

/// What a clause offers for a slot: the item with the group, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filler {
    pub item: usize,
    pub slot: Slot,
    pub how: &'static str,
}

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
enum Governor {
    None,
    Coverb(WordClass),
    Verb,
    /// A verb of going: where somebody goes does not act.
    Motion,
    Pivot,
    /// A verb of leading: those led are not who acts.
    Lead,
}

/// What the segment of a verb offers.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    pub fillers: Vec<Filler>,
    /// The verb is passive.
    pub passive: bool,
    /// The item after which the object's tail starts, for 的… and topics after it.
    pub object_end: Option<usize>,
    /// Symbols between the verb and its object.
    pub gap: String,
    /// What stands before the verb only possesses something unnamed, which is the subject.
    pub dangling: bool,
}

/// Whether text ends in the mark that makes it modify what follows.
fn modifies(text: &str, grammar: &Grammar) -> bool {
    grammar.mark("of").iter().any(|of| text.ends_with(of.as_str()))
}

/// The item of the group that heads the chain starting at `item`, a chain being groups joined by …的; stops at `end`.
fn chain_head(clauses: &Clauses<'_>, item: usize, end: usize, grammar: &Grammar, verb_free: Option<&Lexicon>) -> usize {
    let mut head = item;
    loop {
        let Some(next) = (head + 1..end).find(|i| clauses.group(*i).is_some()) else { return head };
        let gap = clauses.text(head + 1, next);
        if next == head + 1 || !modifies(gap, grammar) || gap.chars().count() > 14 {
            return head;
        }
        if let Some(lexicon) = verb_free {
            let verb = |i: usize| clauses.word(i).is_some_and(|w| lexicon.words[w].is_verb());
            if (head + 1..next).any(verb) {
                return head;
            }
        }
        head = next;
    }
}

/// What governs the group at `item`, in a segment that starts at `start`.
fn governor(clauses: &Clauses<'_>, item: usize, start: usize, lexicon: &Lexicon, grammar: &Grammar) -> Governor {
    let mut at = item;
    while at > start {
        at -= 1;
        match &clauses.items[at].kind {
            ItemKind::Word(w) => {
                let word = &lexicon.words[*w];
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
                let coverb = word.classes.iter().find(|c| {
                    matches!(
                        c,
                        WordClass::Passive
                            | WordClass::Agent
                            | WordClass::Dispose
                            | WordClass::With
                            | WordClass::Toward
                            | WordClass::Receiver
                            | WordClass::At
                            | WordClass::From
                            | WordClass::Means
                            | WordClass::As
                    )
                });
                if let Some(c) = coverb {
                    // Only directly before the group, or with a modifier between.
                    let gap = clauses.text(at + 1, item);
                    if gap.is_empty() || modifies(gap, grammar) || gap.chars().count() <= 4 {
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
                if modifies(clauses.text(at + 1, item), grammar) {
                    return governor(clauses, at, start, lexicon, grammar);
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
fn free_of_coverb(
    clauses: &Clauses<'_>,
    governor: Governor,
    first: usize,
    head: usize,
    acting: &dyn Fn(usize) -> Acting,
) -> bool {
    let dated = first > 0 && matches!(clauses.items[first - 1].kind, ItemKind::Time(_));
    let free = match acting(head) {
        Acting::Not => false,
        Acting::Territory => dated,
        Acting::Party => dated || head != first,
    };
    free && matches!(governor, Governor::Coverb(WordClass::At | WordClass::From))
}

/// The slot that a coverb leads to.
fn slot_of(class: WordClass) -> Option<Slot> {
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

/// The groups of a segment that nothing governs, first to last: its possible subjects before item `end`.
pub fn subjects(
    clauses: &Clauses<'_>,
    start: usize,
    end: usize,
    lexicon: &Lexicon,
    grammar: &Grammar,
    acting: &dyn Fn(usize) -> Acting,
) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        if clauses.group(at).is_none() {
            at += 1;
            continue;
        }
        let head = chain_head(clauses, at, end, grammar, None);
        let governor = governor(clauses, at, start, lexicon, grammar);
        // 占據某城的某人自立: the object of a relative clause leads to its head.
        let relative = matches!(governor, Governor::Verb | Governor::Motion) && head != at && found.is_empty();
        let free = matches!(governor, Governor::None | Governor::Coverb(WordClass::Agent))
            || relative
            || free_of_coverb(clauses, governor, at, head, acting);
        // A group that still modifies something unnamed (…的野心) is no subject.
        let dangling =
            head + 1 < end && grammar.mark("of").iter().any(|of| clauses.text(head + 1, end).starts_with(of.as_str()));
        if free && (!dangling || at != head) {
            found.push(head);
        }
        at = head + 1;
    }
    found
}

/// Whether a date stands right after the first group behind a verb: 在某軍佔領某城當天.
fn dated_after(clauses: &Clauses<'_>, verb: usize, end: usize) -> bool {
    let object = (verb + 1..end).find(|i| clauses.group(*i).is_some());
    object.is_some_and(|o| o + 1 < end && matches!(clauses.items[o + 1].kind, ItemKind::Time(_)))
}

/// What the segment of the verb at `verb` offers for each slot, the likeliest first.
///
/// `acting` tells whether the group at an item can act.
pub fn slots(
    clauses: &Clauses<'_>,
    verb: usize,
    lexicon: &Lexicon,
    grammar: &Grammar,
    acting: &dyn Fn(usize) -> Acting,
) -> Slots {
    let (start, end) = clauses.segment(verb);
    let is_actor = |item: usize| acting(item) != Acting::Not;
    let mut slots = Slots::default();
    let mut left: Vec<(usize, Governor)> = Vec::new();
    let mut at = start;
    while at < verb {
        if clauses.group(at).is_none() {
            at += 1;
            continue;
        }
        let head = chain_head(clauses, at, verb, grammar, None);
        let mut governor = governor(clauses, at, start, lexicon, grammar);
        if governor == Governor::Verb && head != at && !left.iter().any(|(_, g)| *g == Governor::None) {
            // 臣服於波斯的希瓦…: the head of a relative clause that opens the segment is free.
            let joined =
                (head + 1..verb).any(|i| clauses.word(i).is_some_and(|w| lexicon.words[w].is(WordClass::AndThen)));
            if !joined {
                governor = Governor::None;
            }
        }
        if free_of_coverb(clauses, governor, at, head, acting) {
            governor = Governor::None;
        }
        left.push((head, governor));
        at = head + 1;
    }
    // 議會通過兩國簽署的協定: in a relative clause, the name next to the verb is its subject.
    let relative = grammar.mark("of").iter().any(|of| clauses.text(verb + 1, end).starts_with(of.as_str()));
    let is = |item: usize, class: WordClass| clauses.word(item).is_some_and(|w| lexicon.words[w].is(class));
    // A passive mark with nothing but its agent and adverbs between it and the verb.
    let passive_at = (start..verb).rev().find(|i| is(*i, WordClass::Passive)).filter(|p| {
        (p + 1..verb)
            .all(|i| !clauses.word(i).is_some_and(|w| lexicon.words[w].is_verb() && !is(i, WordClass::Passive)))
            && left.iter().filter(|(g, _)| *g > *p).count() <= 1
            || left.iter().any(|(g, gov)| *g > *p && *gov == Governor::Coverb(WordClass::Passive))
    });
    // 被俄國支持的某國: the passive is that of a later verb.
    let passive_at = passive_at.filter(|p| !relative || !left.iter().any(|(g, _)| g > p && *g + 1 == verb));
    // 被某人率軍馳援所阻: the passive is that of the verb after 所.
    let later = grammar.mark("passive-verb").iter().any(|w| clauses.text(verb + 1, end).starts_with(w.as_str()));
    let passive_at = passive_at.filter(|_| !later);
    slots.passive = passive_at.is_some();
    // Right before the verb, dates and adverbs aside: 法國與越南1884年簽訂的.
    let beside = |item: usize| {
        (item + 1..verb).all(|i| matches!(clauses.items[i].kind, ItemKind::Time(_)) || is(i, WordClass::Plain))
    };
    // 在左宗棠收復新疆時: a clause of time or circumstance.
    let circumstance = {
        let tail = clauses.text(verb + 1, end);
        grammar.mark("circumstance").iter().any(|w| tail.contains(w.as_str())) || dated_after(clauses, verb, end)
    };
    let push = |slots: &mut Slots, item: usize, slot: Slot, how: &'static str| {
        slots.fillers.push(Filler { item, slot, how });
    };
    for (item, governor) in left.iter().rev() {
        match governor {
            Governor::Coverb(WordClass::Passive) if relative && beside(*item) => {
                push(&mut slots, *item, Slot::Subject, "subject of the relative clause")
            }
            Governor::Coverb(WordClass::Passive) if slots.passive => {
                push(&mut slots, *item, Slot::Subject, "agent of the passive")
            }
            Governor::Coverb(WordClass::Passive) | Governor::Lead | Governor::Motion => {}
            Governor::Coverb(WordClass::At) if circumstance && beside(*item) && is_actor(*item) => {
                // 在左宗棠收復新疆時: the clause inside has its own subject.
                push(&mut slots, *item, Slot::Subject, "subject of the clause after 在")
            }
            // 由塔什干南下: a place is where it starts from.
            Governor::Coverb(WordClass::Agent) if !is_actor(*item) => {
                push(&mut slots, *item, Slot::From, "after its coverb");
                push(&mut slots, *item, Slot::Subject, "agent after 由");
            }
            Governor::Coverb(WordClass::Agent) => push(&mut slots, *item, Slot::Subject, "agent after 由"),
            Governor::Coverb(WordClass::Dispose) => {
                push(&mut slots, *item, Slot::Object, "object moved before the verb")
            }
            Governor::Coverb(class) => {
                if let Some(slot) = slot_of(*class) {
                    push(&mut slots, *item, slot, "after its coverb");
                }
            }
            // 被某國派某人消滅: the act is that of who sent.
            Governor::Pivot
                if slots.passive
                    && left.iter().any(|(g, v)| g < item && *v == Governor::Coverb(WordClass::Passive)) => {}
            Governor::Pivot => push(&mut slots, *item, Slot::Subject, "object of the verb before, subject of this one"),
            Governor::None => {
                let tail = clauses.text(*item + 1, verb);
                let possessor = grammar.mark("of").iter().any(|of| tail.starts_with(of.as_str()))
                    && tail.chars().count() > 2
                    && !grammar.mark("same-thing").iter().any(|w| tail.contains(w.as_str()));
                // 通過某兩國簽署的協定: what stands far off is not the subject of the relative clause.
                let far = relative && tail.chars().count() > 6;
                if far || possessor && !slots.passive {
                    slots.dangling = true;
                } else if slots.passive && passive_at.is_some_and(|p| *item < p) {
                    push(&mut slots, *item, Slot::Object, "subject of the passive");
                } else {
                    push(&mut slots, *item, Slot::Subject, "subject of the clause");
                }
            }
            Governor::Verb if slots.passive => {}
            Governor::Verb if relative && beside(*item) => {
                push(&mut slots, *item, Slot::Subject, "subject of the relative clause")
            }
            Governor::Verb => {
                // A verb without a rule, an object, then this verb: 威脅奕山簽署. With 並 between they share a subject.
                let joined = (item + 1..verb).any(|i| is(i, WordClass::AndThen));
                if !joined && *item + 1 == verb {
                    push(&mut slots, *item, Slot::Subject, "object of the verb before, subject of this one");
                }
            }
        }
    }
    // After the verb.
    let mut slot = Slot::Object;
    let mut at = verb + 1;
    let mut shared = None;
    let mut excepted = false;
    while at < end {
        // 收復除了伊犁之外的新疆: what stands between 除 and 外 is not meant.
        let text = clauses.text(at, at + 1);
        if !excepted && grammar.mark("except").iter().any(|w| text.ends_with(w.as_str())) {
            excepted = true;
        } else if excepted && grammar.mark("except-end").iter().any(|w| text.contains(w.as_str())) {
            excepted = false;
        }
        if excepted {
            at += 1;
            continue;
        }
        match &clauses.items[at].kind {
            ItemKind::Word(w) => {
                let word = &lexicon.words[*w];
                if word.is_verb() && !word.is(WordClass::Plain) {
                    // 攻佔並摧毀某城: only adverbs stand between the two.
                    if let Some(joint) = shared {
                        let adverbs = (joint + 1..at).all(|i| is(i, WordClass::Plain) || is(i, WordClass::AndThen));
                        shared = adverbs.then_some(at);
                    } else if slots.object_end.is_none() && at == verb + 1 {
                        // Two verbs side by side share an object: 攻佔摧毀.
                        shared = Some(at);
                    }
                    break;
                }
                if word.is(WordClass::AndThen) || word.is(WordClass::And) {
                    if slots.object_end.is_none() {
                        shared = Some(at);
                    }
                } else if let Some(next) = word.classes.iter().find_map(|c| slot_of(*c)) {
                    slot = next;
                } else if word.is(WordClass::Agent) || word.is(WordClass::Passive) {
                    // 反抗由某地…: an agent is not the object of the verb before.
                    slot = Slot::LastObject;
                }
            }
            ItemKind::Group(_) => {
                let head = chain_head(clauses, at, end, grammar, Some(lexicon));
                if slot == Slot::Object {
                    slots.gap = clauses.text(verb + 1, at).to_string();
                    if slots.gap.chars().count() > 20 {
                        break;
                    }
                    slots.object_end = Some(head);
                }
                push(
                    &mut slots,
                    head,
                    slot,
                    if slot == Slot::Object { "object of the verb" } else { "after its coverb" },
                );
                if slot == Slot::Object && head != at {
                    // 收復新疆的左宗棠: the object may be what stands first, and the head the subject.
                    push(&mut slots, at, Slot::Object, "object in a relative clause");
                    if !slots.fillers.iter().any(|f| f.slot == Slot::Subject) {
                        push(&mut slots, head, Slot::Subject, "head of the relative clause");
                    }
                }
                slot = Slot::LastObject;
                at = head;
            }
            _ => {}
        }
        at += 1;
    }
    if let Some(next) = shared.filter(|i| clauses.word(*i).is_some_and(|w| lexicon.words[w].is_verb()))
        && slots.object_end.is_none()
        && next > verb
    {
        let other = self::slots(clauses, next, lexicon, grammar, acting);
        slots.object_end = other.object_end;
        slots.gap = other.gap;
        slots.fillers.extend(other.fillers.into_iter().filter(|f| f.slot == Slot::Object && f.item > next));
    }
    slots.fillers.retain(|f| f.slot != Slot::LastObject);
    // 半島由某國佔領: what stands before the agent is acted on, if nothing follows the verb.
    let agent = left.iter().find(|(i, g)| *g == Governor::Coverb(WordClass::Agent) && is_actor(*i)).map(|(i, _)| *i);
    if let Some(agent) = agent.filter(|_| slots.object_end.is_none() && !slots.passive) {
        let patient = left.iter().rev().find(|(i, g)| *i < agent && *g == Governor::None).map(|(i, _)| *i);
        if let Some(patient) = patient {
            slots.fillers.retain(|f| !(f.item == patient && f.slot == Slot::Subject));
            slots.fillers.insert(0, Filler { item: patient, slot: Slot::Object, how: "before the agent after 由" });
        }
    }
    if !slots.fillers.iter().any(|f| f.slot == Slot::Receiver)
        && let Some(item) = receiver_after(clauses, end, lexicon)
    {
        push(&mut slots, item, Slot::Receiver, "receiver in the next clause");
    }
    slots
}

/// Who receives, where that is said after a comma: 割讓某地，共若干土地予某國.
fn receiver_after(clauses: &Clauses<'_>, from: usize, lexicon: &Lexicon) -> Option<usize> {
    let items = clauses.items.get(from + 1..)?;
    let mut receiver = false;
    for (i, item) in items.iter().enumerate() {
        match &item.kind {
            ItemKind::Stop(_) => return None,
            ItemKind::Word(w) if !lexicon.words[*w].frames.is_empty() => return None,
            ItemKind::Word(w) => receiver = lexicon.words[*w].is(WordClass::Receiver),
            ItemKind::Group(_) if receiver => return Some(from + 1 + i),
            _ => receiver = false,
        }
    }
    None
}
