//! Who took part in what a sentence tells, for words that speak of all of them: 是為某戰役, 被擊敗.

use super::read::{Candidate, Object, Reading};
use crate::fact::Status;

impl Reading<'_> {
    /// The affirmed acts of this sentence, latest first; those of the one before if it tells none and `back`.
    fn acts(&self, back: bool) -> Vec<(&Candidate, usize)> {
        let affirmed = |from: usize, to: usize| -> Vec<(&Candidate, usize)> {
            let told = self.candidates.get(from..to).unwrap_or_default();
            let acts = told.iter().rev().filter(|c| c.status == Status::Affirmed);
            acts.filter_map(|c| match &c.object {
                Object::Entity(o) => Some((c, o.entity)),
                Object::Literal(..) => None,
            })
            .collect()
        };
        let (before, here) = self.sentence_from;
        let acts = affirmed(here, self.candidates.len());
        if acts.is_empty() && back { affirmed(before, here) } else { acts }
    }

    /// Who fought whom in this sentence, in the order of the text, territories that only suffered left out.
    pub(super) fn combatants(&self) -> Vec<usize> {
        let domain = &self.extractor.domain;
        let mut found = Vec::new();
        for (c, object) in self.acts(true).into_iter().rev().filter(|(c, _)| domain.is_hostile(&c.relation)) {
            for e in [c.subject.entity, object] {
                if self.extractor.is_actor(self.class(e)) && !found.contains(&e) {
                    found.push(e);
                }
            }
        }
        found
    }

    /// Under whom somebody stood, as the page has said last; else from whom another got free in this sentence or the one
    /// before.
    pub(super) fn suzerain(&self, of: usize) -> Option<usize> {
        let domain = &self.extractor.domain;
        let told = |c: &&Candidate| domain.is_dependence(&c.relation) && c.status == Status::Affirmed;
        let object = |c: &Candidate| match &c.object {
            Object::Entity(o) => Some(o.entity),
            Object::Literal(..) => None,
        };
        let own = self.candidates.iter().rev().filter(told).find(|c| c.subject.entity == of).and_then(object);
        let near = self.candidates.get(self.sentence_from.0..).unwrap_or_default();
        let freed =
            |c: &&Candidate| told(c) && c.subject.entity != of && self.class(c.subject.entity) == self.class(of);
        own.or_else(|| near.iter().rev().find(freed).and_then(object)).filter(|o| *o != of)
    }

    /// The polity that the page is about, if the page has told that it came to its end in a year or later: who gets free
    /// in that year gets free from it.
    pub(super) fn realm_that_lasts(&self, of: usize, year: i32) -> Option<usize> {
        let domain = &self.extractor.domain;
        let realm = self.discourse.title.filter(|t| *t != of && *self.class(*t) == *domain.classes.polity)?;
        let ends = |c: &&Candidate| {
            c.relation == domain.relations.falls && c.subject.entity == realm && c.status == Status::Affirmed
        };
        let end = self.candidates.iter().filter(ends).find_map(|c| match &c.object {
            Object::Literal(edtf, _) => edtf.get(..4)?.parse::<i32>().ok(),
            Object::Entity(_) => None,
        })?;
        (year <= end).then_some(realm)
    }

    /// With whom some joined forces in this sentence.
    pub(super) fn allies(&self, of: &[usize]) -> Vec<usize> {
        let allied = &self.extractor.domain.relations.allies;
        let acts = self.acts(false);
        let with = acts.iter().filter(|(c, _)| c.relation == *allied && of.contains(&c.subject.entity));
        with.map(|(_, object)| *object).collect()
    }

    /// Who acted last against somebody in this sentence, or whom that one attacked.
    pub(super) fn adversary_told(&self, of: usize) -> Option<usize> {
        let domain = &self.extractor.domain;
        // To attack 某城 is to attack 某城汗國.
        let title = |e: usize| self.mentions.entities[e].title.as_str();
        let seat = |e: usize| *self.class(e) == *domain.classes.place && title(of).starts_with(title(e));
        self.acts(false).into_iter().filter(|(c, _)| domain.is_hostile(&c.relation)).find_map(|(c, object)| {
            if object == of || seat(object) {
                Some(c.subject.entity)
            } else {
                (c.subject.entity == of).then_some(object)
            }
        })
    }

    /// The same of the sentence before, where this one tells of no act yet.
    pub(super) fn adversary_before(&self, of: usize) -> Option<usize> {
        if !self.acts(false).is_empty() {
            return None;
        }
        let domain = &self.extractor.domain;
        self.acts(true).into_iter().filter(|(c, _)| domain.is_hostile(&c.relation)).find_map(|(c, object)| {
            let object = Some(object).filter(|o| self.extractor.is_actor(self.class(*o)));
            if object == Some(of) { Some(c.subject.entity) } else { object.filter(|_| c.subject.entity == of) }
        })
    }

    /// Whether a polity has come to its end earlier in this sentence: it acts no more.
    pub(super) fn has_fallen(&self, polity: usize) -> bool {
        let falls = &self.extractor.domain.relations.falls;
        let told = self.candidates.get(self.sentence_from.1..).unwrap_or_default();
        let ended = told.iter().any(|c| c.relation == *falls && c.subject.entity == polity);
        ended && *self.class(polity) == *self.extractor.domain.classes.polity
    }
}
