//! What the segment of a verb offers for each [`Slot`] of its frame.
//!
//! Groups that a coverb governs go to that coverb's slot, groups followed by 的 modify the next one, what is left before
//! the verb is its subject, what follows is its object; a passive mark turns the two round.

use super::clause::{Clauses, ItemKind};
use super::govern::{Acting, Governor, Syntax, slot_of};
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
/// How one is found that is moved before the verb: 將某地納入….
pub const MOVED: &str = "object moved before the verb";
/// How one is found who is sent or made to act.
pub const PIVOT: &str = "object of the verb before, subject of this one";

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
    fn push(&mut self, item: usize, slot: Slot, how: &'static str) {
        self.fillers.push(Filler { item, slot, how });
    }

    fn has(&self, slot: Slot) -> bool {
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
struct Arguments<'s> {
    syntax: &'s Syntax<'s>,
    verb: usize,
    start: usize,
    end: usize,
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
            if syntax.free_of_coverb(governor, at, head) {
                governor = Governor::None;
            }
            left.push((head, governor));
            at = head + 1;
        }
        left
    }

    /// Whether the verb is the last of a relative clause: 簽署的.
    fn relative(&self) -> bool {
        self.syntax.opens_with_of(self.syntax.clauses.text(self.verb + 1, self.end))
    }

    /// Right before the verb, dates and adverbs aside: 法國與越南1884年簽訂的.
    fn beside(&self, item: usize) -> bool {
        let clauses = self.syntax.clauses;
        (item + 1..self.verb)
            .all(|i| matches!(clauses.items[i].kind, ItemKind::Time(_)) || self.syntax.is(i, WordClass::Plain))
    }

    /// The mark that makes the verb passive, with nothing but its agent and adverbs between the two.
    fn passive(&self, left: &[(usize, Governor)]) -> Option<usize> {
        let Arguments { syntax, verb, start, end } = *self;
        let is = |i: usize, class| syntax.is(i, class);
        let mark = (start..verb).rev().find(|i| is(*i, WordClass::Passive)).filter(|p| {
            (p + 1..verb).all(|i| !(syntax.is_verb(i) && !is(i, WordClass::Passive)))
                && left.iter().filter(|(g, _)| *g > *p).count() <= 1
                || left.iter().any(|(g, gov)| *g > *p && *gov == Governor::Coverb(WordClass::Passive))
        });
        // 被俄國支持的某國: the passive is that of a later verb.
        let mark = mark.filter(|p| !self.relative() || !left.iter().any(|(g, _)| g > p && *g + 1 == verb));
        // 被某人率軍馳援所阻: the passive is that of the verb after 所.
        let after = syntax.clauses.text(verb + 1, end);
        let later = syntax.grammar.mark("passive-verb").iter().any(|w| after.starts_with(w.as_str()));
        mark.filter(|_| !later)
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
                    let possessor = syntax.opens_with_of(tail)
                        && tail.chars().count() > 2
                        && !grammar.mark("same-thing").iter().any(|w| tail.contains(w.as_str()));
                    // 通過某兩國簽署的協定: what stands far off is not the subject of the relative clause.
                    let far = relative && tail.chars().count() > 6;
                    if far || possessor && !slots.passive {
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

    /// The group that a relative clause describes, which opens at a verb or passive mark behind this verb:
    /// 攻打駐紮某地的某軍, 收復被某軍佔領的某地.
    fn described(&self, opens: usize) -> Option<usize> {
        let near = self.syntax.clauses.text(self.verb + 1, opens).chars().count() <= 4;
        near.then(|| self.described_from(opens)).flatten()
    }

    /// The group that a relative clause describes whose verb or passive mark stands at `opens`.
    fn described_from(&self, opens: usize) -> Option<usize> {
        let Arguments { syntax, end, .. } = *self;
        let clauses = syntax.clauses;
        let passive = syntax.is(opens, WordClass::Passive);
        let mut verbs = usize::from(!passive);
        let word = syntax.word(opens)?;
        for head in opens + 1..end {
            if syntax.is_verb(head) {
                verbs += 1;
            }
            if clauses.group(head).is_none() {
                continue;
            }
            let amount = |i: &usize| matches!(clauses.items[*i].kind, ItemKind::Amount(_));
            let Some(of) = (opens + 1..head).rev().find(|i| !amount(i)) else { continue };
            let gap = clauses.text(of, of + 1);
            let text = clauses.items[of].kind == ItemKind::Text && gap.chars().count() <= 8;
            if !text || !syntax.opens_with_of(gap) && !syntax.modifies(gap) {
                continue;
            }
            // 出兵攻佔某國的某地: a verb with a rule of its own takes the place as its object.
            let own = !passive && !word.frames.is_empty() && clauses.domain.is_territory(clauses.classes[head]);
            return (verbs == 1 && !own).then(|| syntax.chain_head(head, end, true));
        }
        None
    }

    /// What stands after the verb.
    fn after(&self, slots: &mut Slots) {
        let Arguments { syntax, verb, end, .. } = *self;
        let (clauses, grammar) = (syntax.clauses, syntax.grammar);
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
            // 戰敗後與某國…: what follows belongs to the next act.
            if syntax.ends_clause(at) {
                break;
            }
            match &clauses.items[at].kind {
                ItemKind::Word(w) => {
                    let word = &syntax.lexicon.words[*w];
                    let opens = word.is_verb() && !word.is(WordClass::Plain) || word.is(WordClass::Passive);
                    let described = (opens && slot == Slot::Object && slots.object_end.is_none() && shared.is_none())
                        .then(|| self.described(at))
                        .flatten();
                    if let Some(head) = described {
                        slots.gap = clauses.text(verb + 1, at).to_string();
                        slots.object_end = Some(head);
                        slots.push(head, Slot::Object, "object of the verb");
                        slot = Slot::LastObject;
                        at = head + 1;
                        continue;
                    }
                    // 擊敗某人指揮的某軍: who commands it is not the object.
                    if opens
                        && slots.object_end.is_some_and(|o| o + 1 == at)
                        && let Some(head) = self.described_from(at)
                    {
                        slots.fillers.retain(|f| !(f.slot == Slot::Object && f.item > verb));
                        slots.object_end = Some(head);
                        slots.push(head, Slot::Object, "object of the verb");
                        slot = Slot::LastObject;
                        at = head + 1;
                        continue;
                    }
                    if word.is_verb() && !word.is(WordClass::Plain) {
                        // 攻佔並摧毀某城: only adverbs stand between the two.
                        if let Some(joint) = shared {
                            let adverbs = (joint + 1..at)
                                .all(|i| syntax.is(i, WordClass::Plain) || syntax.is(i, WordClass::AndThen));
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
                    let mut head = syntax.chain_head(at, end, true);
                    // 包括某地在內的領土: the place that is named.
                    let before = clauses.text(verb + 1, at);
                    if grammar.mark("including").iter().any(|w| before.ends_with(w.as_str())) {
                        head = at;
                    }
                    if slot == Slot::Object {
                        slots.gap = clauses.text(verb + 1, at).to_string();
                        if slots.gap.chars().count() > 20 {
                            break;
                        }
                        slots.object_end = Some(head);
                    }
                    let how = if slot == Slot::Object { "object of the verb" } else { "after its coverb" };
                    slots.push(head, slot, how);
                    if slot == Slot::Object && head != at {
                        // 收復新疆的左宗棠: the object may be what stands first, and the head the subject.
                        slots.push(at, Slot::Object, "object in a relative clause");
                        let classes = &clauses.domain.classes;
                        if !slots.has(Slot::Subject) && (syntax.acting)(head) == Acting::Party {
                            slots.push(head, Slot::Subject, RELATIVE_HEAD);
                        } else if *clauses.classes[at] == *classes.place
                            && *clauses.classes[head] == *classes.polity
                            && (head + 1..end).any(|i| syntax.is_verb(i))
                        {
                            // 控制某河流域的某王朝因征戰…: whether it holds or is held is not told.
                            slots.dangling = true;
                        }
                    }
                    slot = Slot::LastObject;
                    at = head;
                }
                _ => {}
            }
            at += 1;
        }
        if let Some(next) = shared.filter(|i| syntax.is_verb(*i))
            && slots.object_end.is_none()
            && next > verb
        {
            let other = self::slots(syntax, next);
            slots.shared = next == verb + 1;
            slots.object_end = other.object_end;
            slots.gap = other.gap;
            slots.fillers.extend(other.fillers.into_iter().filter(|f| f.slot == Slot::Object && f.item > next));
        }
        slots.fillers.retain(|f| f.slot != Slot::LastObject);
    }

    /// 在某戰役中，某軍擊敗…: a segment that only says where or in what, right before.
    fn scene(&self, slots: &mut Slots) {
        let Arguments { syntax, start, .. } = *self;
        let Some(stop) = start.checked_sub(1) else { return };
        let (from, to) = syntax.clauses.segment(stop.saturating_sub(1));
        if slots.has(Slot::At) || to != stop || (from..to).any(|i| syntax.is_verb(i)) {
            return;
        }
        let Some(last) = (from..to).rev().find(|i| syntax.clauses.group(*i).is_some()) else { return };
        let within = syntax.clauses.text(last + 1, to);
        let closes = within.is_empty() || syntax.grammar.mark("within").iter().any(|w| within == w.as_str());
        if closes && syntax.governor(last, from) == Governor::Coverb(WordClass::At) {
            slots.push(last, Slot::At, "where the clause before says");
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

/// Who receives, where that is said after a comma: 割讓某地，共若干土地予某國.
fn receiver_after(syntax: &Syntax<'_>, from: usize) -> Option<usize> {
    let items = syntax.clauses.items.get(from + 1..)?;
    let mut receiver = false;
    for (i, item) in items.iter().enumerate() {
        match &item.kind {
            ItemKind::Stop(_) => return None,
            ItemKind::Word(w) if !syntax.lexicon.words[*w].frames.is_empty() => return None,
            ItemKind::Word(w) => receiver = syntax.lexicon.words[*w].is(WordClass::Receiver),
            ItemKind::Group(_) if receiver => return Some(from + 1 + i),
            _ => receiver = false,
        }
    }
    None
}
