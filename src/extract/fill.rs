//! Fills the roles of a frame: from the slots of the clause, or from what the text said before.

use super::argument::{COMPANION, Filler, LISTED, MOVED, OBJECT, SUBJECT, Slots};
use super::clause::Clauses;
use super::discourse::Filled;
use super::read::Reading;
use crate::pack::ontology::{Range, Relation};
use crate::pack::rules::{RoleRule, Slot};

impl Reading<'_> {
    /// Whether an entity may fill a role.
    pub fn admits(&self, relation: &Relation, role: &str, rule: Option<&RoleRule>, entity: usize) -> bool {
        let ontology = &self.extractor.ontology;
        let class = self.class(entity);
        if let Some(rule) = rule.filter(|r| !r.class.is_empty()) {
            return ontology.admits(&rule.class, class);
        }
        match role {
            "s" => relation.domain.is_empty() || ontology.admits(&relation.domain, class),
            "o" => match &relation.range {
                Range::Classes(classes) => classes.is_empty() || ontology.admits(classes, class),
                Range::Text | Range::Date => false,
            },
            _ => ontology.qualifiers.get(role).is_some_and(|classes| ontology.admits(classes, class)),
        }
    }

    /// Whether an entity may fill a role of a relation, whatever the rule.
    pub fn admits_role(&self, relation: &Relation, role: &str, entity: usize) -> bool {
        self.admits(relation, role, None, entity)
    }

    /// The entities that fill a role of a frame.
    #[allow(clippy::too_many_arguments)]
    pub fn fill(
        &self,
        relation: &Relation,
        role: &str,
        rule: &RoleRule,
        clauses: &Clauses<'_>,
        verb: usize,
        slots: &Slots,
        used: &mut Vec<usize>,
        taken: &[usize],
    ) -> Vec<Filled> {
        let mut found: Vec<Filled> = Vec::new();
        let mut other: Vec<usize>;
        // What is left out is carried over only where nothing else stands in its place.
        let (segment_start, segment_end) = clauses.segment(verb);
        let bare = clauses.text(verb + 1, segment_end).chars().count() <= 2
            && !(verb + 1..segment_end).any(|i| clauses.group(i).is_some());
        let of = self.engine.grammar.mark("of");
        let relative = of.iter().any(|of| slots.gap.starts_with(of.as_str()))
            || self.nominal(clauses, segment_start, verb)
            || self.within_relative(clauses, slots, segment_start, verb);
        for slot in &rule.from {
            let looked_for = match slot {
                Slot::IntransitiveSubject => Slot::Subject,
                Slot::Moved => Slot::Object,
                slot => *slot,
            };
            if *slot == Slot::IntransitiveSubject {
                let near = |f: &&Filler| {
                    f.slot == Slot::Subject && clauses.text(f.item + 1, verb).chars().count() <= 6 && f.item < verb
                };
                if slots.passive || slots.object_end.is_some() || !slots.fillers.iter().any(|f| near(&f)) {
                    continue;
                }
            }
            let fillers: Vec<&Filler> =
                slots.fillers.iter().filter(|f| f.slot == looked_for && !self.names_reign(clauses, f.item)).collect();
            let fillers: Vec<&Filler> =
                fillers.into_iter().filter(|f| *slot != Slot::Moved || f.how == MOVED).collect();
            for filler in &fillers {
                if *slot == Slot::At && self.past(clauses, filler.item) {
                    continue;
                }
                if filler.how == LISTED {
                    continue;
                }
                if used.contains(&filler.item) || filler.how == COMPANION && fillers.iter().any(|f| f.how == SUBJECT) {
                    continue;
                }
                let named = self.spelled_out(clauses, filler).unwrap_or(filler.item);
                let mut entities = self.group_entities(clauses, named, taken);
                if !relative {
                    self.take_polities_of_seats(relation, role, rule, filler, &mut entities);
                }
                if let Some(pronoun) = self.possessive(clauses, filler) {
                    entities.retain(|f| f.span != Some(pronoun));
                }
                entities.retain(|f| self.admits(relation, role, Some(rule), f.entity) && !taken.contains(&f.entity));
                if entities.is_empty() {
                    continue;
                }
                used.push(filler.item);
                for f in &mut entities {
                    f.how =
                        if f.how.is_empty() { filler.how.to_string() } else { format!("{}, {}", f.how, filler.how) };
                }
                found.extend(entities);
                // 佔領甲、今乙和丙: what is listed behind the object is acted on too.
                if filler.how == OBJECT {
                    for listed in fillers.iter().filter(|f| f.how == LISTED && f.item > filler.item) {
                        let mut more = self.group_entities(clauses, listed.item, taken);
                        more.retain(|f| {
                            let known = found.iter().any(|k| k.entity == f.entity);
                            !known && self.admits(relation, role, Some(rule), f.entity) && !taken.contains(&f.entity)
                        });
                        more.iter_mut().for_each(|f| f.how = OBJECT.to_string());
                        found.extend(more);
                    }
                }
                // 某人聯合某國: those who join act too.
                if filler.how == SUBJECT {
                    let joined = fillers.iter().filter(|f| f.how == COMPANION && !used.contains(&f.item));
                    let joined: Vec<&&Filler> = joined.collect();
                    for with in joined {
                        used.push(with.item);
                        let mut with = self.group_entities(clauses, with.item, taken);
                        with.retain(|f| {
                            self.admits(relation, role, Some(rule), f.entity) && !taken.contains(&f.entity)
                        });
                        with.iter_mut().for_each(|f| f.how = COMPANION.to_string());
                        found.extend(with);
                    }
                }
                break;
            }
            if !found.is_empty() && !rule.union {
                break;
            }
            let carried: (&[usize], &str) = match slot {
                // A clause without a subject has the one before.
                Slot::Subject
                    if !fillers.iter().any(|f| self.may_act(clauses, f, verb))
                        && !relative
                        && !slots.passive
                        && !slots.dangling
                        && !self.unknown_text(clauses, segment_start, verb) =>
                {
                    (&self.discourse.subject, "subject of the clause before")
                }
                // 由某人平定: what the clauses before are about.
                Slot::Object
                    if slots.agent_only && fillers.is_empty() && !self.unknown_text(clauses, segment_start, verb) =>
                {
                    // Where a place may be meant, who acted before is not what is acted on.
                    let places = rule.class.contains(&self.extractor.domain.classes.place);
                    let territory = |e: &usize| places && self.extractor.domain.is_territory(self.class(*e));
                    other = self.discourse.subject.iter().copied().filter(|e| !territory(e)).collect();
                    (&other, "subject of the clause before")
                }
                // 某國入侵: on the page of a polity, that polity.
                Slot::TopicPolity
                    if self.discourse.about_polity
                        && slots.object_end.is_none()
                        && self.names_nobody(clauses, verb) =>
                {
                    (self.discourse.title.as_slice(), "topic of the page")
                }
                Slot::Object
                    if slots.passive && fillers.is_empty() && !self.unknown_patient(clauses, segment_start, verb) =>
                {
                    (&self.discourse.subject, "subject of the clause before")
                }
                Slot::LastObject | Slot::LastPlace | Slot::Opponent if role == "o" && !bare => continue,
                // 起義被鎮壓: somebody else than the object before.
                Slot::LastObject
                    if role == "o" && slots.passive && self.unknown_patient(clauses, segment_start, verb) =>
                {
                    continue;
                }
                Slot::LastObject => (&self.discourse.object, "object of the act before"),
                Slot::LastPlace => (self.discourse.place.as_slice(), "place of the act before"),
                Slot::Treaty if self.agreement_before(clauses, segment_start, verb).is_some() => {
                    other = self.agreement_before(clauses, segment_start, verb).into_iter().collect();
                    (&other, "treaty named in the clause")
                }
                Slot::Stipulation => {
                    other = self
                        .agreement_before(clauses, segment_start, verb)
                        .or(self.stipulated_by())
                        .into_iter()
                        .collect();
                    (&other, "treaty whose terms are told")
                }
                Slot::Treaty | Slot::LastTreaty if self.discourse.treaty.is_some() => {
                    (self.discourse.treaty.as_slice(), "treaty named before")
                }
                Slot::Treaty if self.stipulated_by().is_some() => {
                    other = self.stipulated_by().into_iter().collect();
                    (&other, "treaty whose terms are told")
                }
                Slot::Treaty if self.discourse.section_treaty.is_some() || self.speaks_of_treaty(clauses) => {
                    let topic = self.discourse.section_treaty.as_ref().or(self.discourse.title.as_ref());
                    (topic.map_or(&[], std::slice::from_ref), "treaty that the section is about")
                }
                Slot::TopicTreaty
                    if slots.object_end.is_none() && bare && self.is_dated(clauses, segment_start, verb) =>
                {
                    let topic = self.discourse.section_treaty.as_ref().or(self.discourse.title.as_ref());
                    (topic.map_or(&[], std::slice::from_ref), "treaty that the section is about")
                }
                Slot::Pair if found.is_empty() => {
                    other = self.discourse.pair.map_or(vec![], |(a, b)| vec![a, b]);
                    (&other, "the two sides")
                }
                Slot::PlaceHere if self.discourse.place_is_here => {
                    (self.discourse.place.as_slice(), "place of the act before")
                }
                Slot::Leader => {
                    let led = subjects_of(slots, clauses, self);
                    other = led.iter().filter_map(|e| self.discourse.leaders.get(e).copied()).collect();
                    (&other, "leads the subject in this sentence")
                }
                Slot::TreatyTitle if self.says_only_treaty(clauses, verb) => {
                    let topic = self.discourse.section_treaty.as_ref().or(self.discourse.title.as_ref());
                    (topic.map_or(&[], std::slice::from_ref), "treaty that the section is about")
                }
                Slot::Opponent | Slot::Partner => {
                    other = taken.iter().filter_map(|e| self.other_side(*e, *slot)).collect();
                    (&other, "the other side")
                }
                Slot::ModifierPlace => {
                    other = self.modifier_places(clauses, slots);
                    (&other, "modifies the subject")
                }
                Slot::Parties => {
                    other = taken.iter().flat_map(|e| self.parties(*e)).collect();
                    (&other, "party by its name")
                }
                Slot::NamedPlaces => {
                    other = taken.iter().flat_map(|e| self.named_places(*e)).collect();
                    (&other, "stands in the name")
                }
                Slot::Unnamed
                    if role == "s" && slots.passive && !slots.fillers.iter().any(|f| f.slot == Slot::Subject) =>
                {
                    let segment = (segment_start, verb);
                    other = if self.unknown_agent(clauses, segment) {
                        vec![]
                    } else {
                        taken.iter().filter_map(|e| self.adversary_told(*e)).collect()
                    };
                    (&other, "acted against it in this sentence")
                }
                Slot::Combatants => {
                    other = self.combatants();
                    (&other, "fought in this sentence")
                }
                Slot::Suzerain if clauses.text(verb + 1, segment_end).is_empty() => {
                    let dated = self.time_of(clauses, verb, (segment_start, segment_end), false);
                    let year = dated.and_then(|(t, _)| self.times[t].time.as_ref()).map(|t| t.earliest.year);
                    let stood = |e: &usize| self.suzerain(*e).or_else(|| self.realm_that_lasts(*e, year?));
                    other = taken.iter().filter_map(stood).collect();
                    (&other, "under whom it stood")
                }
                Slot::Allies => {
                    let known: Vec<usize> = found.iter().map(|f| f.entity).collect();
                    other = self.allies(&known);
                    (&other, "joined forces with the subject")
                }
                Slot::Adversary if role == "o" && !bare => continue,
                Slot::Adversary => {
                    other = taken.iter().filter_map(|e| self.adversary(*e)).collect();
                    (&other, "acted against it before")
                }
                Slot::TopicLand
                    if slots.passive
                        && !slots.fillers.iter().any(|f| f.slot == Slot::Object)
                        && self.discourse.subject_is_old
                        && self.discourse.land.is_none()
                        && self.discourse.title.is_some_and(|t| self.extractor.domain.is_territory(self.class(t)))
                        && !self.unknown_patient(clauses, segment_start, verb) =>
                {
                    (self.discourse.title.as_slice(), "topic of the page")
                }
                Slot::Taker
                    if slots.passive
                        && !slots.fillers.iter().any(|f| f.slot == Slot::Subject)
                        && !self.unknown_agent(clauses, (segment_start, verb)) =>
                {
                    other = taken.iter().filter_map(|e| self.adversary(*e)).collect();
                    (&other, "has the better in this sentence")
                }
                Slot::ElidedSubject => {
                    other = self.elided_subject(clauses, verb, slots).into_iter().collect();
                    (&other, "subject of the clause before")
                }
                Slot::Overlord if role == "o" && !bare => continue,
                Slot::Overlord => {
                    other = taken.iter().filter_map(|e| self.overlord(*e)).collect();
                    (&other, "whom the subject served")
                }
                Slot::AgainstWhom if bare => {
                    other = self.rebelled_against().into_iter().collect();
                    (&other, "against whom others rebelled")
                }
                Slot::Foothold => {
                    other = taken.iter().filter_map(|e| self.foothold(*e)).collect();
                    (&other, "where the subject had gone")
                }
                Slot::BattleHere => (self.discourse.battle.as_slice(), "battle that the sentence tells of"),
                Slot::LastRevolt if self.says_only_revolt(clauses, verb) => {
                    other = self.last_revolt().into_iter().collect();
                    (&other, "revolt spoken of before")
                }
                Slot::Government => (self.discourse.government.as_slice(), "who appointed before"),
                Slot::Title => (self.discourse.title.as_slice(), "topic of the page"),
                _ => continue,
            };
            for e in carried.0 {
                let gone = *slot == Slot::Subject && self.has_fallen(*e);
                if self.admits(relation, role, Some(rule), *e) && !taken.contains(e) && !gone {
                    found.push(Filled { entity: *e, span: None, how: carried.1.to_string() });
                }
            }
            if !found.is_empty() && !rule.union {
                break;
            }
        }
        self.tell_role(relation, role, rule, &found, || self.offered(rule, clauses, slots));
        found
    }
}

/// The subjects that a clause offers, or the one carried over.
fn subjects_of(slots: &Slots, clauses: &Clauses<'_>, reading: &Reading<'_>) -> Vec<usize> {
    match slots.fillers.iter().find(|f| f.slot == Slot::Subject) {
        Some(f) => reading.group_entities(clauses, f.item, &[]).into_iter().map(|f| f.entity).collect(),
        None => reading.discourse.subject.clone(),
    }
}
