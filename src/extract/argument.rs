//! What the segment of a verb offers for each [`Slot`] of its frame.
//!
//! Groups that a coverb governs go to that coverb's slot, groups followed by 的 modify the next one, what is left before
//! the verb is its subject, what follows is its object; a passive mark turns the two round.

use super::clause::{Clauses, ItemKind};
use super::govern::{Acting, Governor, Syntax, slot_of};
use super::object::receiver_after;
use crate::pack::grammar::WordClass;
use crate::pack::rules::Slot;

/// How the subject of a clause is found.
pub const SUBJECT: &str = "subject of the clause";
/// How one is found who acts after 由.
pub const AGENT: &str = "agent after 由";
/// How one is found whom a relative clause may describe.
pub const RELATIVE_HEAD: &str = "head of the relative clause";
/// How one is found with whom the subject joins forces.
pub const COMPANION: &str = "joins forces with the subject";
/// How the object of a verb is found.
pub const OBJECT: &str = "object of the verb";
/// How one is found that a list names behind the object: 佔領甲、今乙和丙.
pub const LISTED: &str = "listed with the object";
/// How one is found that is moved before the verb: 將某地納入….
pub const MOVED: &str = "object moved before the verb";
/// How one is found who is sent or made to act.
pub const PIVOT: &str = "object of the verb before, subject of this one";

/// Over how many clauses a scene may reach back.
const FAR_SCENE: usize = 3;

/// What a clause offers for a slot: the item with the group, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filler {
    pub item: usize,
    pub slot: Slot,
    pub how: &'static str,
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
    /// The object is that of the verb right behind: 出兵攻佔某地.
    pub shared: bool,
    /// Nothing stands before the agent after 由, and nothing follows the verb: 由某人平定.
    pub agent_only: bool,
    /// Where a relative clause with its own subject starts, whose verb this is: 被某國佔領的某地.
    pub relative_from: Option<usize>,
}

impl Slots {
    pub(super) fn push(&mut self, item: usize, slot: Slot, how: &'static str) {
        self.fillers.push(Filler { item, slot, how });
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.fillers.iter().any(|f| f.slot == slot)
    }
}

/// What the segment of the verb at `verb` offers for each slot, the likeliest first.
pub fn slots(syntax: &Syntax<'_>, verb: usize) -> Slots {
    let (start, end) = syntax.clauses.segment(verb);
    let arguments = Arguments { syntax, verb, start, end };
    let mut slots = Slots::default();
    let left = arguments.left();
    arguments.before(&left, &mut slots);
    arguments.after(&mut slots);
    arguments.patient_of_agent(&left, &mut slots);
    arguments.scene(&mut slots);
    if !slots.has(Slot::Receiver)
        && let Some(item) = receiver_after(syntax, end)
    {
        slots.push(item, Slot::Receiver, "receiver in the next clause");
    }
    slots
}

/// A verb in its segment.
pub(super) struct Arguments<'s> {
    pub(super) syntax: &'s Syntax<'s>,
    pub(super) verb: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Arguments<'_> {
    /// The heads of the chains before the verb, and what governs each.
    fn left(&self) -> Vec<(usize, Governor)> {
        let Arguments { syntax, verb, start, .. } = *self;
        let mut left: Vec<(usize, Governor)> = Vec::new();
        let mut at = start;
        while at < verb {
            if syntax.clauses.group(at).is_none() || syntax.excepted(at) {
                at += 1;
                continue;
            }
            let head = syntax.chain_head(at, verb, false);
            let mut governor = syntax.head_governor(at, head, start);
            if matches!(governor, Governor::Verb | Governor::Motion)
                && head != at
                && !left.iter().any(|(_, g)| *g == Governor::None)
            {
                // 臣服於波斯的希瓦…: the head of a relative clause that opens the segment is free.
                let joined = (head + 1..verb).any(|i| syntax.is(i, WordClass::AndThen));
                if !joined {
                    governor = Governor::None;
                }
            }
            if syntax.free_of_coverb(governor, at, head) || governor == Governor::Verb && self.told_of(at, head) {
                governor = Governor::None;
            }
            left.push((head, governor));
            at = head + 1;
        }
        left
    }

    /// Whether a verb of telling stands right before who acts: 記載某人率軍攻入….
    fn told_of(&self, first: usize, head: usize) -> bool {
        let word = self.syntax.governing(first, self.start).1;
        let tells = |v: usize| {
            let grammar = self.syntax.grammar;
            let marks = ["tells", "existential"];
            let said = |w: &str| marks.iter().any(|m| grammar.mark(m).iter().any(|t| t == w));
            v + 1 == first && self.syntax.word(v).is_some_and(|w| said(&w.text))
        };
        word.is_some_and(tells) && (self.syntax.acting)(head) != Acting::Not
    }

    /// Whether the verb is the last of a relative clause: 簽署的.
    fn relative(&self) -> bool {
        self.syntax.opens_with_of(self.syntax.clauses.text(self.verb + 1, self.end))
    }

    /// Right before the verb, dates and adverbs aside: 法國與越南1884年簽訂的.
    fn beside(&self, item: usize) -> bool {
        let clauses = self.syntax.clauses;
        let time = |i: usize| matches!(clauses.items[i].kind, ItemKind::Time(_));
        // 某人於某年…, 某人於東征某國的期間….
        let at = |i: usize| self.syntax.is(i, WordClass::At) && (i + 1 == self.verb || time(i + 1));
        (item + 1..self.verb).all(|i| time(i) || at(i) || self.syntax.is(i, WordClass::Plain))
    }

    /// Whether a word for a ground opens the clause of a group that acts: 因某軍來襲, 由於某國干涉.
    fn caused(&self, item: usize) -> bool {
        let Arguments { syntax, verb, start, .. } = *self;
        let word = syntax.governing(item, start).1.and_then(|w| syntax.word(w));
        let cause = word.is_some_and(|w| syntax.grammar.mark("cause").contains(&w.text));
        let tail = syntax.clauses.text(item + 1, verb);
        cause && (syntax.acting)(item) != Acting::Not && !syntax.opens_with_of(tail) && tail.chars().count() <= 8
    }

    /// The mark that makes the verb passive, with nothing but its agent and adverbs between the two.
    fn passive(&self, left: &[(usize, Governor)]) -> Option<usize> {
        let Arguments { syntax, verb, start, end } = *self;
        let is = |i: usize, class| syntax.is(i, class);
        let mark = (start..verb).rev().find(|i| is(*i, WordClass::Passive)).filter(|p| {
            (p + 1..verb).all(|i| !syntax.is_verb(i) || is(i, WordClass::Passive))
                && left.iter().filter(|(g, _)| *g > *p).count() <= 1
                || left.iter().any(|(g, gov)| *g > *p && *gov == Governor::Coverb(WordClass::Passive))
        });
        // 受到某軍射擊後支持某國: the passive clause has ended.
        let mark = mark.filter(|p| !(p + 1..verb).any(|i| syntax.ends_clause(i)));
        // 被俄國支持的某國: the passive is that of a later verb.
        let mark = mark.filter(|p| !self.relative() || !left.iter().any(|(g, _)| g > p && *g + 1 == verb));
        // 被某人率軍馳援所阻: the passive is that of the verb after 所.
        let after = syntax.clauses.text(verb + 1, end);
        let later = syntax.grammar.mark("passive-verb").iter().any(|w| after.starts_with(w.as_str()));
        // 被某人率軍隊解除: so it is where the troops stand between.
        let leading = is(verb, WordClass::Lead) && !after.is_empty() && !self.relative();
        mark.filter(|_| !later && !leading)
    }

    /// What stands before the verb.
    fn before(&self, left: &[(usize, Governor)], slots: &mut Slots) {
        let Arguments { syntax, verb, end, .. } = *self;
        let (clauses, grammar) = (syntax.clauses, syntax.grammar);
        let is_actor = |item: usize| (syntax.acting)(item) != Acting::Not;
        // 議會通過兩國簽署的協定: in a relative clause, the name next to the verb is its subject.
        let relative = self.relative();
        let passive_at = self.passive(left);
        slots.passive = passive_at.is_some();
        // 在左宗棠收復新疆時: a clause of time or circumstance.
        let circumstance = {
            let tail = clauses.text(verb + 1, end);
            grammar.mark("circumstance").iter().any(|w| tail.contains(w.as_str())) || dated_after(clauses, verb, end)
        };
        for (item, governor) in left.iter().rev() {
            match governor {
                Governor::Coverb(WordClass::Passive) if relative && self.beside(*item) => {
                    slots.relative_from = Some(item.saturating_sub(1));
                    slots.push(*item, Slot::Subject, "subject of the relative clause")
                }
                Governor::Coverb(WordClass::Passive) if slots.passive => {
                    slots.push(*item, Slot::Subject, "agent of the passive")
                }
                Governor::Coverb(WordClass::Passive) | Governor::Lead => {}
                // 潛入某地發動叛亂.
                Governor::Motion => slots.push(*item, Slot::At, "where somebody went"),
                Governor::Coverb(WordClass::At | WordClass::Means)
                    if circumstance && self.beside(*item) && is_actor(*item) =>
                {
                    // 在左宗棠收復新疆時, 乘英軍與清軍開戰之際: the clause inside has its own subject.
                    slots.push(*item, Slot::Subject, "subject of the clause after 在")
                }
                Governor::Coverb(WordClass::Means) if !slots.passive && self.caused(*item) => {
                    slots.push(*item, Slot::Subject, SUBJECT)
                }
                // 以某人為先鋒攻某城: whom he makes that acts.
                Governor::Coverb(WordClass::Means) if !slots.passive && self.made(*item) => {
                    slots.push(*item, Slot::Subject, PIVOT)
                }
                // 直到某戰爭為某國所滅, 某戰役中敗給某國: when or in what it happened.
                Governor::None if self.dates(*item) => slots.push(*item, Slot::At, "in what it happened"),
                // 由塔什干南下: a place is where it starts from.
                Governor::Coverb(WordClass::Agent) if !is_actor(*item) => {
                    slots.push(*item, Slot::From, "after its coverb");
                    slots.push(*item, Slot::Subject, AGENT);
                }
                Governor::Coverb(WordClass::Agent) => slots.push(*item, Slot::Subject, AGENT),
                // 將某國的盟友剷除: not the country itself.
                Governor::Coverb(WordClass::Dispose) if self.only_owner(*item) => {}
                Governor::Coverb(WordClass::Dispose) => slots.push(*item, Slot::Object, MOVED),
                Governor::Coverb(class) => {
                    if let Some(slot) = slot_of(*class) {
                        slots.push(*item, slot, "after its coverb");
                    }
                }
                // 被某國派某人消滅: the act is that of who sent.
                Governor::Pivot
                    if slots.passive
                        && left.iter().any(|(g, v)| g < item && *v == Governor::Coverb(WordClass::Passive)) =>
                {
                    slots.push(*item, Slot::Leader, "sent to do it")
                }
                // 某人聯合某國攻陷…: both act.
                Governor::Pivot | Governor::Verb if !slots.passive && self.joins(*item) => {
                    slots.push(*item, Slot::Subject, COMPANION)
                }
                Governor::Pivot => slots.push(*item, Slot::Subject, PIVOT),
                Governor::None => {
                    let tail = clauses.text(*item + 1, verb);
                    // 某人手下某某: whoever acts for him has no name here.
                    let underling = grammar.mark("underling").iter().any(|w| {
                        tail.trim_start_matches(['的', '之']).strip_prefix(w.as_str()).is_some_and(|rest| {
                            let next = (*item + 1..verb).find(|i| syntax.word(*i).is_some());
                            let text = clauses.text(*item + 1, next.unwrap_or(verb));
                            !rest.is_empty()
                                && text.trim_start_matches(['的', '之']).chars().count() > w.chars().count()
                        })
                    });
                    let possessor = underling
                        || syntax.opens_with_of(tail)
                            && tail.chars().count() > 2
                            && !grammar.mark("same-thing").iter().any(|w| tail.contains(w.as_str()));
                    // 通過某兩國簽署的協定: what stands far off is not the subject of the relative clause.
                    let far = relative && tail.chars().count() > 6;
                    if far || possessor && !slots.passive || self.makes_unknown_act(*item) {
                        slots.dangling = true;
                    } else if slots.passive && passive_at.is_some_and(|p| *item < p) {
                        slots.push(*item, Slot::Object, "subject of the passive");
                    } else {
                        slots.push(*item, Slot::Subject, SUBJECT);
                    }
                }
                Governor::Verb if slots.passive => {}
                Governor::Verb if relative && self.beside(*item) => {
                    slots.push(*item, Slot::Subject, "subject of the relative clause")
                }
                Governor::Verb => {
                    // A verb without a rule, an object, then this verb: 威脅奕山簽署. With 並 they share a subject, and so
                    // they do where the first is an act against the object: 擊敗某軍佔領某城.
                    let joined = (item + 1..verb).any(|i| syntax.is(i, WordClass::AndThen));
                    if !joined && *item + 1 == verb && !self.against(*item) {
                        slots.push(*item, Slot::Subject, PIVOT);
                    }
                }
            }
        }
    }

    /// Whether the verb that governs the group at an item is an act that ends with whoever acts having the better of it.
    fn against(&self, item: usize) -> bool {
        let (_, word) = self.syntax.governing(item, self.start);
        let verb = word.and_then(|v| self.syntax.word(v));
        verb.is_some_and(|v| v.relations.iter().any(|r| self.syntax.clauses.domain.overcomes(r)))
    }

    /// Whether the verb that governs the group at an item is one of joining forces with it.
    fn joins(&self, item: usize) -> bool {
        let (_, word) = self.syntax.governing(item, self.start);
        let verb = word.and_then(|v| self.syntax.word(v));
        verb.is_some_and(|v| v.relations.contains(&self.syntax.clauses.domain.relations.allies))
    }

    /// Whether what stands between a group and the verb is something unnamed that the group has.
    fn only_owner(&self, item: usize) -> bool {
        let syntax = self.syntax;
        let tail = syntax.clauses.text(item + 1, self.verb);
        let has = |mark: &str| syntax.grammar.mark(mark).iter().any(|w| tail.contains(w.as_str()));
        // 某國在後方的盟友勢力 is no longer the country, whatever it ends in.
        let long = tail.chars().count();
        has("of") && (long > 8 || long > 2 && !has("same-thing"))
    }

    /// Whether somebody whom no list knows is made to act between a group and the verb: 邀請列強參加….
    fn makes_unknown_act(&self, item: usize) -> bool {
        let Arguments { syntax, verb, .. } = *self;
        let clauses = syntax.clauses;
        let Some(pivot) = (item + 1..verb).rev().find(|i| syntax.is(*i, WordClass::Pivot)) else { return false };
        let mark = |m: &str, text: &str| syntax.grammar.mark(m).iter().any(|w| text.ends_with(w.as_str()));
        let sends = syntax.word(pivot).is_some_and(|w| syntax.grammar.mark("sends").contains(&w.text));
        let unknown = |i: usize| {
            let text = clauses.text(i, i + 1);
            clauses.items[i].kind == ItemKind::Text && text.chars().count() >= 2 && !mark("troops", text)
        };
        !sends && !(pivot + 1..verb).any(|i| clauses.group(i).is_some()) && (pivot + 1..verb).any(unknown)
    }

    /// Whether somebody is made something before he acts: 以某人為先鋒.
    fn made(&self, item: usize) -> bool {
        let Arguments { syntax, verb, .. } = *self;
        let made = |i: usize| syntax.is(i, WordClass::As) || syntax.is(i, WordClass::Passive);
        item + 1 < verb && made(item + 1) && (syntax.acting)(item) == Acting::Party
    }

    /// Whether a happening that nothing governs only says when or in what: 直到某戰爭, 某戰役中.
    fn dates(&self, item: usize) -> bool {
        let Arguments { syntax, verb, .. } = *self;
        let clauses = syntax.clauses;
        if !clauses.domain.is_happening(clauses.classes[item]) || item + 1 > verb {
            return false;
        }
        let is = |mark: &str, text: &str| syntax.grammar.mark(mark).iter().any(|w| text == w.as_str());
        let before = item.checked_sub(1).map_or("", |i| clauses.text(i, i + 1));
        let after = if item + 1 < verb { clauses.text(item + 1, item + 2) } else { "" };
        is("until", before) || is("within", after)
    }

    /// 在某戰役中，某軍擊敗…: a segment that only says where or in what, right before, or before acts that go on there:
    /// 某軍在某地，擊斃甲，生擒乙.
    fn scene(&self, slots: &mut Slots) {
        let syntax = self.syntax;
        let clauses = syntax.clauses;
        if slots.has(Slot::At) {
            return;
        }
        let mut at = self.start;
        for back in 0..FAR_SCENE {
            let Some(stop) = at.checked_sub(1) else { return };
            let (from, to) = clauses.segment(stop.saturating_sub(1));
            if to != stop {
                return;
            }
            if (from..to).any(|i| syntax.is_verb(i)) {
                // Another act there: it may go on unless somebody goes or is somewhere else.
                let elsewhere = |i: usize| syntax.is(i, WordClass::Motion) || syntax.is(i, WordClass::At);
                if (from..to).any(elsewhere) {
                    return;
                }
                at = from;
                continue;
            }
            let Some(last) = (from..to).rev().find(|i| clauses.group(*i).is_some()) else { return };
            let within = clauses.text(last + 1, to);
            let closes = within.is_empty() || syntax.grammar.mark("within").iter().any(|w| within == w.as_str());
            // 某戰役：某軍擊敗…: the name of what happens, by itself.
            let time = |i: usize| matches!(clauses.items[i].kind, ItemKind::Time(_));
            let alone = back == 0
                && clauses.domain.is_happening(clauses.classes[last])
                && (from..to).all(|i| i == last || time(i) || syntax.is(i, WordClass::Plain));
            if alone || closes && syntax.governor(last, from) == Governor::Coverb(WordClass::At) {
                slots.push(last, Slot::At, "where the clause before says");
            }
            return;
        }
    }

    /// 半島由某國佔領: what stands before the agent is acted on, if nothing follows the verb.
    fn patient_of_agent(&self, left: &[(usize, Governor)], slots: &mut Slots) {
        if slots.object_end.is_some() || slots.passive {
            return;
        }
        let is_actor = |item: usize| (self.syntax.acting)(item) != Acting::Not;
        let agent =
            left.iter().find(|(i, g)| *g == Governor::Coverb(WordClass::Agent) && is_actor(*i)).map(|(i, _)| *i);
        let Some(agent) = agent else { return };
        if let Some((patient, _)) = left.iter().rev().find(|(i, g)| *i < agent && *g == Governor::None) {
            slots.fillers.retain(|f| !(f.item == *patient && f.slot == Slot::Subject));
            slots.fillers.insert(0, Filler { item: *patient, slot: Slot::Object, how: "before the agent after 由" });
        } else {
            slots.agent_only = self.syntax.clauses.text(agent + 1, self.verb).chars().count() <= 4;
        }
    }
}

/// Whether a date stands right after the first group behind a verb: 在某軍佔領某城當天.
fn dated_after(clauses: &Clauses<'_>, verb: usize, end: usize) -> bool {
    let object = (verb + 1..end).find(|i| clauses.group(*i).is_some());
    object.is_some_and(|o| o + 1 < end && matches!(clauses.items[o + 1].kind, ItemKind::Time(_)))
}
