//! Who stands against whom where a clause does not say: the side that acted, the lord that was served, the battle that is
//! still being told of.

use super::argument::Slots;
use super::clause::{Clauses, ItemKind};
use super::discourse::Filled;
use super::read::{Candidate, Object, Reading};
use crate::fact::Status;
use crate::pack::grammar::WordClass;
use crate::pack::ontology::Relation;
use crate::pack::rules::Slot;
use std::collections::BTreeMap;

impl Reading<'_> {
    /// Who acts against somebody, or whom that one acts against, as this sentence or the one before tells.
    pub(super) fn adversary(&self, of: usize) -> Option<usize> {
        let unnamed = || {
            let (who, ago) = self.discourse.aggressor?;
            (ago <= 1 && who != of && !self.allies(&[of]).contains(&who)).then_some(who)
        };
        self.adversary_told(of).or_else(unnamed).or_else(|| self.adversary_before(of)).or_else(|| self.victor_here(of))
    }

    /// Who has acted in this sentence against others than a person who is taken, or a revolt that ends: 擊敗某軍，某將被俘.
    fn victor_here(&self, of: usize) -> Option<usize> {
        let classes = &self.extractor.domain.classes;
        let taken = *self.class(of) == *classes.person || *self.class(of) == *classes.revolt;
        let victor = self.discourse.attacker.filter(|a| taken && self.discourse.attacker_ago == 0 && *a != of)?;
        // Who leads him is on his side.
        let leads = |e: usize, whom: usize| self.discourse.leaders.get(&whom) == Some(&e);
        let foe = self.discourse.opponents.get(&of).is_none_or(|o| *o == victor);
        (foe && !leads(of, victor) && !leads(victor, of)).then_some(victor)
    }

    /// The other side than the one that a pattern has captured at the other end.
    pub(super) fn opponent_of_captured(
        &self,
        relation: &Relation,
        role: &str,
        roles: &BTreeMap<&str, Vec<Object>>,
    ) -> Vec<Filled> {
        let other = if role == "s" { "o" } else { "s" };
        let Some([Object::Entity(known)]) = roles.get(other).map(Vec::as_slice) else { return Vec::new() };
        let sides = self.discourse.sides.filter(|_| self.discourse.pair.is_none());
        let side = sides.and_then(|(a, b)| [(a, b), (b, a)].into_iter().find(|(a, _)| *a == known.entity));
        let foe = self.adversary(known.entity).or(self.other_side(known.entity, Slot::Opponent));
        // It is a polity that beats a polity.
        let alike =
            |e: &usize| !self.is_polity(known.entity) || *self.class(*e) != *self.extractor.domain.classes.person;
        let found = foe.or(side.map(|(_, b)| b)).filter(|e| self.admits_role(relation, role, *e) && alike(e));
        let how = "the other side".to_string();
        found.map(|entity| Filled { entity, span: None, how }).into_iter().collect()
    }

    /// The affirmed candidates of the document so far, latest first, with the entity at their object end.
    fn told_so_far(&self) -> impl Iterator<Item = (&Candidate, usize)> {
        self.candidates.iter().rev().filter(|c| c.status == Status::Affirmed).filter_map(|c| match &c.object {
            Object::Entity(o) => Some((c, o.entity)),
            Object::Literal(..) => None,
        })
    }

    /// The polity that somebody was last said to be subject to, or to be appointed by.
    pub(super) fn overlord(&self, of: usize) -> Option<usize> {
        let domain = &self.extractor.domain;
        let polity = |e: usize| *self.class(e) == *domain.classes.polity;
        self.told_so_far().find_map(|(c, object)| {
            if domain.is_subjection(&c.relation) && c.subject.entity == of && polity(object) {
                Some(object)
            } else {
                let appointed = c.relation == domain.relations.appoints && object == of;
                Some(c.subject.entity).filter(|e| appointed && polity(*e))
            }
        })
    }

    /// The polity against which the paragraph last told of a rebellion.
    pub(super) fn rebelled_against(&self) -> Option<usize> {
        let from = self.paragraph_from;
        let mut here = self.told_so_far().take_while(|(c, _)| c.sentence.start() >= from);
        let rebels = &self.extractor.domain.relations.rebels;
        here.find(|(c, o)| c.relation == *rebels && self.is_polity(*o)).map(|(_, o)| o)
    }

    /// The territory that somebody was last said to have entered or taken.
    pub(super) fn foothold(&self, of: usize) -> Option<usize> {
        let domain = &self.extractor.domain;
        let from = self.paragraph_from;
        let here = self.told_so_far().take_while(|(c, _)| c.sentence.start() >= from);
        let mut entered = here.filter(|(c, o)| {
            c.subject.entity == of && domain.overcomes(&c.relation) && domain.is_territory(self.class(*o))
        });
        entered.next().map(|(_, o)| o)
    }

    /// Whom a clause leaves out that opens, adverbs and phrases of place aside, with a verb that has no object.
    pub(super) fn elided_subject(&self, clauses: &Clauses<'_>, verb: usize, slots: &Slots) -> Option<usize> {
        let (start, end) = clauses.segment(verb);
        let named = slots.fillers.iter().any(|f| f.slot == Slot::Subject);
        let behind = clauses.text(verb + 1, end).chars().count();
        if slots.passive || slots.dangling || slots.object_end.is_some() || named || behind > 2 {
            return None;
        }
        if self.discourse.stranger || self.nominal(clauses, start, verb) || self.unknown_text(clauses, start, verb) {
            return None;
        }
        match self.discourse.subject[..] {
            [one] if !self.discourse.subject_is_old => Some(one),
            _ => None,
        }
    }

    /// What a segment tells of the battle that the sentence is about: it names one, it goes on, or it leaves it.
    pub(super) fn follow_battle(&mut self, clauses: &Clauses<'_>, start: usize, end: usize) {
        let domain = &self.extractor.domain;
        let words = &self.engine.lexicon.words;
        let war = |i: &usize| *clauses.classes[*i] == *domain.classes.war;
        let is = |i: usize, class: WordClass| clauses.word(i).is_some_and(|w| words[w].is(class));
        let wars: Vec<usize> = (start..end).filter(war).collect();
        let Some(&item) = wars.last() else {
            // 隨後…, 次年…: something else happens.
            let moves_on = (start..end).any(|i| {
                matches!(clauses.items[i].kind, ItemKind::Time(_)) || is(i, WordClass::Then) || self.later(clauses, i)
            });
            if moves_on {
                self.discourse.battle = None;
            }
            return;
        };
        let mark = |m: &str, text: &str| self.engine.grammar.mark(m).iter().any(|w| text.contains(w.as_str()));
        let after = clauses.text(item + 1, end);
        let over = mark("battle-over", after) || mark("battle-over", clauses.text(start, item));
        let frames = |i: usize| clauses.word(i).is_some_and(|w| words[w].is_verb() && !words[w].is(WordClass::Plain));
        let verbs: Vec<usize> = (start..end).filter(|i| frames(*i)).collect();
        let breaks_out = |i: &usize| mark("battle-begins", clauses.text(*i, i + 1));
        let only = wars.len() == 1 && !over && verbs.iter().all(breaks_out);
        let found = self.group_entities(clauses, item, &[]);
        self.discourse.battle = match found[..] {
            [ref one] if only => Some(one.entity),
            _ => None,
        };
    }

    /// Whether a happening is said to be over, or not to have begun: 某戰役後.
    pub(super) fn past(&self, clauses: &Clauses<'_>, item: usize) -> bool {
        let over = self.engine.grammar.mark("battle-over");
        let next = if item + 1 < clauses.items.len() { clauses.text(item + 1, item + 2) } else { "" };
        let next = next.trim_start_matches(['之', '以']);
        self.extractor.domain.is_happening(clauses.classes[item]) && over.iter().any(|w| next.starts_with(w.as_str()))
    }

    /// Whether an item says that what follows comes later.
    fn later(&self, clauses: &Clauses<'_>, item: usize) -> bool {
        let text = clauses.text(item, item + 1);
        self.engine.grammar.mark("later").iter().any(|w| text == w.as_str())
    }

    /// The revolt that this sentence or the one before was about.
    pub(super) fn last_revolt(&self) -> Option<usize> {
        let revolt = &self.extractor.domain.classes.revolt;
        let recent = self.discourse.recent.iter().rev().take(4);
        recent.copied().find(|e| *self.class(*e) == **revolt)
    }
}
