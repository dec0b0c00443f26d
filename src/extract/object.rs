//! What stands after a verb: its object, what its coverbs govern, and where its clause ends.

use super::argument::{self, Arguments, LISTED, OBJECT, RELATIVE_HEAD, Slots};
use super::clause::ItemKind;
use super::govern::{Acting, Syntax, slot_of};
use crate::pack::grammar::WordClass;
use crate::pack::rules::Slot;

impl Arguments<'_> {
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

    /// The next group of the list that a group stands in, where words or unknown names part the two: 甲、今乙; 甲、某城和乙.
    fn listed_after(&self, item: usize) -> Option<usize> {
        let Arguments { syntax, end, .. } = *self;
        let clauses = syntax.clauses;
        let next = (item + 1..end).find(|i| clauses.group(*i).is_some())?;
        let joins = |i: usize| syntax.is(i, WordClass::And);
        let time = |i: usize| matches!(clauses.items[i].kind, ItemKind::Time(_));
        let text = |i: usize| clauses.items[i].kind == ItemKind::Text;
        let plain =
            |i: usize| !syntax.ends_clause(i) && (text(i) || syntax.is(i, WordClass::Plain) || joins(i) || time(i));
        let gap = clauses.text(item + 1, next);
        // What stands before the first joint goes with the group before: 某國勢力、….
        let first = (item + 1..next).find(|i| joins(*i) || clauses.text(*i, i + 1).starts_with('、'))?;
        let short = gap.chars().count() <= 8 && clauses.text(item + 1, first).chars().count() <= 4;
        let of = gap.chars().any(|c| syntax.grammar.mark("of").iter().any(|of| of.chars().eq([c])));
        let lands = [item, next].iter().all(|i| clauses.domain.is_territory(clauses.classes[*i]));
        let same = lands || *clauses.classes[item] == *clauses.classes[next];
        (short && same && !of && (item + 1..next).all(plain)).then(|| syntax.chain_head(next, end, true))
    }

    /// Whether a group only says whose something is that no rule takes for who acts: 支持某國的某運動 is not about the land.
    fn about_thing(&self, owner: usize, head: usize) -> bool {
        let clauses = self.syntax.clauses;
        let happening = clauses.domain.is_happening(clauses.classes[head]);
        happening && (self.syntax.acting)(owner) != Acting::Not
    }

    /// What stands after the verb.
    pub(super) fn after(&self, slots: &mut Slots) {
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
                        slots.push(head, Slot::Object, OBJECT);
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
                        slots.push(head, Slot::Object, OBJECT);
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
                    let how = if slot == Slot::Object { OBJECT } else { "after its coverb" };
                    slots.push(head, slot, how);
                    if slot == Slot::Object && head != at && !self.about_thing(at, head) {
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
                    if slot == Slot::Object {
                        while let Some(next) = self.listed_after(head) {
                            slots.push(next, Slot::Object, LISTED);
                            head = next;
                        }
                        slots.object_end = Some(head);
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
            let other = argument::slots(syntax, next);
            slots.shared = next == verb + 1;
            slots.object_end = other.object_end;
            slots.gap = other.gap;
            slots.fillers.extend(other.fillers.into_iter().filter(|f| f.slot == Slot::Object && f.item > next));
        }
        slots.fillers.retain(|f| f.slot != Slot::LastObject);
    }
}

/// Who receives, where that is said after a comma: 割讓某地，共若干土地予某國.
pub(super) fn receiver_after(syntax: &Syntax<'_>, from: usize) -> Option<usize> {
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
