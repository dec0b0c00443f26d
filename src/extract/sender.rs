//! Who acts where somebody is sent: the polity that sends, or the person who goes.

use super::argument::{PIVOT, SUBJECT, Slots};
use super::clause::Clauses;
use super::discourse::Filled;
use super::read::Reading;
use crate::pack::grammar::WordClass;
use crate::pack::rules::{Frame, Slot};

impl Reading<'_> {
    /// 清廷派某人出征: where a polity sends a person, the polity acts and the person, who is given back, leads.
    pub(super) fn sent_by_polity(
        &self,
        frame: &Frame,
        slots: &Slots,
        clauses: &Clauses<'_>,
        subjects: &mut Vec<Filled>,
        taken: &[usize],
    ) -> Option<Filled> {
        let classes = &self.extractor.domain.classes;
        let [person] = &subjects[..] else { return None };
        let sent = person.how == PIVOT && *self.class(person.entity) == *classes.person;
        if !sent || !frame.roles.contains_key("leader") {
            return None;
        }
        let before = slots.fillers.iter().filter(|f| f.slot == Slot::Subject && f.how == SUBJECT);
        let senders = before
            .flat_map(|f| self.group_entities(clauses, f.item, taken))
            .filter(|f| f.span < person.span && *self.class(f.entity) == *classes.polity && !taken.contains(&f.entity));
        let senders: Vec<Filled> = senders.map(|f| Filled { how: SUBJECT.into(), ..f }).collect();
        if senders.is_empty() {
            return None;
        }
        let leader = person.clone();
        *subjects = senders;
        Some(leader)
    }

    /// The polity that sends somebody to war in a segment: it is what the next segments are about.
    ///
    /// 朝廷派某人率軍…，攻佔某城 is told of the polity, and so is what several do whom it sends; 派某人議和，簽訂條約 is told
    /// of the person.
    pub(super) fn warlike_sender(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> Option<Vec<usize>> {
        let words = &self.engine.lexicon.words;
        let domain = &self.extractor.domain;
        let word = |i: usize| clauses.word(i).map(|w| &words[w]);
        let warlike = |i: usize| {
            let troops =
                || self.engine.grammar.mark("troops").iter().any(|t| clauses.text(i, i + 1).ends_with(t.as_str()));
            word(i)
                .is_some_and(|w| w.is(WordClass::Lead) || w.relations.iter().any(|r| domain.is_hostile(r)) || troops())
        };
        let pivot = (start..end).find(|i| word(*i).is_some_and(|w| w.is(WordClass::Pivot)))?;
        let several = || {
            let sent = (pivot + 1..end).find(|i| clauses.group(*i).is_some());
            sent.is_some_and(|i| self.group_entities(clauses, i, &[]).len() >= 2)
        };
        if !(pivot + 1..end).any(warlike) && !several() {
            return None;
        }
        let acting = |item| self.acting(clauses, item);
        let free = self.syntax(clauses, &acting).subjects(start, pivot);
        let senders = self.group_entities(clauses, *free.last()?, &[]);
        let polities = senders.iter().map(|f| f.entity).filter(|e| *self.class(*e) == *domain.classes.polity);
        let polities: Vec<usize> = polities.collect();
        (!polities.is_empty()).then_some(polities)
    }
}
