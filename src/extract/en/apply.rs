//! Puts what an act offers into the roles of the frames that its words trigger.

use super::act::{Act, OTHERS_TIME};
use crate::extract::discourse::Filled;
use crate::extract::lexicon::FrameId;
use crate::extract::pattern::end_of;
use crate::extract::read::{Candidate, Object, Reading, cover, within};
use crate::extract::trace::Failure;
use crate::fact::Status;
use crate::pack::ontology::Relation;
use crate::pack::rules::{Frame, RoleRule, Slot};
use crate::span::Span;
use std::collections::BTreeMap;

/// A league of more is named and not counted up.
const MOST_ALLIES: usize = 6;

impl Reading<'_> {
    /// Applies one frame.
    pub(super) fn apply(&mut self, id: FrameId, act: &Act, sentence: Span) {
        let engine = self.engine;
        let rules = &engine.rules[id.file];
        let frame: &Frame = &rules.frames[id.frame];
        let Some(relation) = self.extractor.ontology.relations.get(&rules.relation) else { return };
        self.tell(|t| t.begin(rules, &frame.name, sentence, self.document.slice(act.words)));
        self.tell_status(act.status, || act.because.clone());
        if frame.lead && !self.in_lead(sentence) {
            return self.fail(|| Failure::Elsewhere);
        }
        let has = |words: &[String], text: &str| words.iter().any(|w| text.contains(&format!(" {w} ")));
        if (!frame.after.is_empty() && !has(&frame.after, &act.after))
            || (!frame.before.is_empty() && !has(&frame.before, &act.before))
            || has(&frame.without, &act.before)
            || has(&frame.without, &act.after)
        {
            let in_words = |text: &str, w: &str| text.contains(&format!(" {w} "));
            return self.fail(|| Failure::of_words(frame, |w| in_words(&act.before, w), |w| in_words(&act.after, w)));
        }
        let plain = |slot: Slot| RoleRule { from: vec![slot], ..RoleRule::default() };
        let (default_object, default_subject) = (plain(Slot::Object), plain(Slot::Subject));
        let object_rule = frame.roles.get("o").unwrap_or(&default_object);
        let subject_rule = frame.roles.get("s").unwrap_or(&default_subject);
        let mut objects = Vec::new();
        if !frame.object_is_time {
            objects = self.role(relation, ("o", object_rule, frame), act, &[]);
        }
        let taken: Vec<usize> = objects.iter().map(|o| o.entity).collect();
        let mut subjects = self.role(relation, ("s", subject_rule, frame), act, &taken);
        if subjects.is_empty() {
            subjects = self.left_out(relation, (frame, subject_rule), act, &taken);
        }
        if objects.is_empty() && object_rule.from.iter().any(|s| matches!(s, Slot::Opponent | Slot::Partner)) {
            let known: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
            objects = self.role(relation, ("o", object_rule, frame), act, &known);
            objects.retain(|o| !known.contains(&o.entity));
        }
        // Russia and Persia fought: one group holds both sides, unless both are known to stand against a third; an
        // Anglo-Dutch force is one side.
        let allies = match &subjects[..] {
            [a, b] => {
                let against = |f: &Filled| self.discourse.opponents.get(&f.entity);
                // An Anglo-Dutch force
                let force = |f: &Filled| f.how.starts_with("joined") && nouns_of(f).next().is_some();
                against(a).is_some_and(|x| *x != b.entity && against(b) == Some(x)) || force(a) && force(b)
            }
            _ => false,
        };
        let together = |f: &Filled| f.how.contains("joined by an adjective") && self.is_troops(f);
        let sides = subjects.len() == 2 && !allies && !subjects.iter().all(together);
        let other = !frame.roles.contains_key("o") || object_rule.from.contains(&Slot::With);
        if relation.symmetric && objects.is_empty() && sides && other {
            objects = subjects.split_off(1);
        }
        // An alliance of A, B and C: each with each.
        let allies = relation.name == self.extractor.domain.relations.allies;
        let league = allies && objects.is_empty() && (3..=MOST_ALLIES).contains(&subjects.len()) && other;
        if league {
            objects.clone_from(&subjects);
        }
        let mut qualifiers: BTreeMap<&'static str, Object> = BTreeMap::new();
        for role in ["place", "to", "treaty", "leader", "position"] {
            let Some(rule) = frame.roles.get(role) else { continue };
            let mut not: Vec<usize> = taken.clone();
            not.extend(subjects.first().filter(|_| subjects.len() == 1).map(|s| s.entity));
            match self.role(relation, (role, rule, frame), act, &not).into_iter().next() {
                Some(f) => {
                    qualifiers.insert(role, Object::Entity(f));
                }
                None if rule.optional => {}
                None => return self.fail(|| act.unfilled(role)),
            }
        }
        if let Some(Object::Entity(to)) = qualifiers.get("to") {
            subjects.retain(|s| s.entity != to.entity);
        }
        if frame.first {
            objects.truncate(1);
        }
        // captured part of X's troops: no land is taken.
        if frame.land {
            objects.retain(|o| !self.is_troops(o));
        }
        if frame.armed {
            let civil = |f: &Filled| {
                let lexicon = self.engine.english.as_ref();
                let is = |w: &str| lexicon.is_some_and(|l| l.is("civil", w));
                let named = f.span.map(|s| self.document.slice(s));
                nouns_of(f).any(is) || named.as_ref().and_then(|t| t.rsplit(' ').next()).is_some_and(is)
            };
            subjects.retain(|s| self.is_troops(s) && !civil(s));
        }
        if frame.oneself {
            let oneself = |f: &Filled| !f.how.starts_with("its ") && !f.how.contains(", its ");
            subjects.retain(oneself);
            objects.retain(oneself);
        }
        let amount = act.amount.clone().filter(|_| frame.roles.contains_key("amount"));
        let rule_name = format!("{}/{}", rules.path.trim_end_matches(".toml"), frame.name);
        if subjects.is_empty() || objects.is_empty() && !frame.object_is_time {
            return self.fail(|| act.unfilled(if subjects.is_empty() { "s" } else { "o" }));
        }
        if frame.object_is_time && act.time.is_none() {
            return self.fail(|| Failure::Undated);
        }
        let carried = self.year_before().filter(|_| act.carries);
        let first = self.candidates.len();
        // X and Y became king and bishop, respectively.
        let several = !league && objects.len() > 1 && subjects.len() == objects.len();
        let respectively = several && self.document.slice(sentence).contains("respectively");
        for (nth, s) in subjects.iter().enumerate() {
            let ends: Vec<Object> = if frame.object_is_time {
                let own = act.time.as_ref().filter(|(_, how)| how != OTHERS_TIME);
                let dated = own.map(|(t, _)| &self.times[*t]);
                let literal = dated.and_then(|d| {
                    let text = match frame.bound {
                        Some(bound) => end_of(d.time.as_ref()?, bound)?,
                        // A span says how long something lasted, not when it began: the end of the war (1768–74).
                        None => {
                            let whole = d.time.as_ref().map(|t| t.edtf.clone())?;
                            let span = whole
                                .split_once('/')
                                .is_some_and(|(a, b)| ![a, b].contains(&"..") && !a.is_empty() && !b.is_empty());
                            (!span).then_some(whole)?
                        }
                    };
                    Some(Object::Literal(text, d.span))
                });
                literal.into_iter().collect()
            } else {
                let own = |(at, o): &(usize, &Filled)| {
                    o.entity != s.entity && (!respectively || *at == nth) && (!league || *at > nth)
                };
                objects.iter().enumerate().filter(own).map(|(_, o)| Object::Entity(o.clone())).collect()
            };
            for o in ends {
                // The war of 1839–1840: whoever took part did so then.
                let happening = |f: &Filled| self.extractor.domain.is_happening(self.class(f.entity));
                let dated = match &o {
                    Object::Entity(f) if happening(f) => f.span.and_then(|s| self.time_within(s)),
                    _ => None,
                };
                let span = match &o {
                    Object::Entity(f) => f.span,
                    Object::Literal(_, span) => Some(*span),
                };
                let mut quote = cover(cover(act.words, s.span, sentence), span, sentence);
                if let Some((_, span)) = &amount {
                    quote = quote.cover(*span);
                }
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject: s.clone(),
                    object: o,
                    qualifiers: if frame.object_is_time { BTreeMap::new() } else { qualifiers.clone() },
                    amount: amount.clone(),
                    time: dated.map(|t| (t, "stands in the name".to_string())).or_else(|| act.time.clone()),
                    stated: carried.clone().filter(|_| act.time.is_none() && dated.is_none()),
                    status: act.status,
                    quote: within(quote, sentence),
                    sentence,
                });
            }
        }
        self.gave(first);
        if first < self.candidates.len() && act.status == Status::Affirmed {
            for at in first..self.candidates.len() {
                self.remember(at);
            }
            self.discourse.object = objects.iter().map(|o| o.entity).collect();
            let place = objects.iter().rev().find(|o| self.extractor.domain.is_territory(self.class(o.entity)));
            if let Some(place) = place {
                self.discourse.place = Some(place.entity);
                self.discourse.place_is_here = true;
            }
        }
    }

    /// The date that stands in a name, or in brackets right behind it.
    pub(super) fn time_within(&self, span: Span) -> Option<usize> {
        let bracket = |t: Span| {
            let between = self.folded.get(span.end()..t.start()).unwrap_or_default();
            let of = between.len() == 4 && between.iter().copied().eq(" of ".chars());
            (1..=2).contains(&between.len()) && between.ends_with(&['(']) || of
        };
        // Dates stand in the order of the text.
        let first = self.times.partition_point(|t| t.span.start < span.start);
        let near = self.times[first..].iter().take_while(|t| t.span.start() <= span.end() + 4);
        let found = near.into_iter().position(|t| (span.contains(t.span) || bracket(t.span)) && t.time.is_some());
        found.map(|i| first + i)
    }

    /// Whether the words for somebody mean an army: the Swedish army, his troops.
    fn is_troops(&self, f: &Filled) -> bool {
        let Some(lexicon) = self.engine.english.as_ref() else { return false };
        let named = f.span.map(|s| self.document.slice(s));
        let last = named.as_ref().and_then(|text| text.rsplit(' ').next());
        last.is_some_and(|w| lexicon.is("forces", w)) || nouns_of(f).any(|w| lexicon.is("forces", w))
    }

    /// Whether something is a river or a mountain by its name, so that it does nothing.
    fn is_nature(&self, f: &Filled) -> bool {
        let Some(lexicon) = self.engine.english.as_ref() else { return false };
        let place = *self.class(f.entity) == *self.extractor.domain.classes.place;
        let named = f.span.map(|s| self.document.slice(s).to_lowercase()).filter(|_| place);
        named.is_some_and(|text| text.split(' ').any(|w| lexicon.is("nature", w)))
    }

    /// Whether a rule takes somebody by the noun for power that stands with the name: British rule.
    fn by_its_noun(&self, rule: &RoleRule, f: &Filled) -> bool {
        let lexicon = self.engine.english.as_ref();
        match nouns_of(f).find(|w| lexicon.is_some_and(|l| l.is("sway", w))) {
            Some(noun) => rule.nouns.iter().any(|n| n == noun),
            None => !rule.through,
        }
    }

    /// Who fills a role.
    pub(super) fn role(
        &self,
        relation: &Relation,
        (role, rule, frame): (&str, &RoleRule, &Frame),
        act: &Act,
        taken: &[usize],
    ) -> Vec<Filled> {
        let mut found: Vec<Filled> = Vec::new();
        let fits = |f: &Filled| {
            self.admits(relation, role, Some(rule), f.entity)
                && !taken.contains(&f.entity)
                && self.by_its_noun(rule, f)
                && !(role == "s" && self.extractor.domain.is_hostile(&relation.name) && self.is_nature(f))
                && (frame.delegates || !self.speaks_for(f))
        };
        // Who was acted against is the doer only of a passive without one.
        let unnamed = act.passive && !act.slots.iter().any(|(s, f)| *s == Slot::Subject && !f.is_empty());
        for slot in rule.from.iter().filter(|s| role != "s" || **s != Slot::Opponent || unnamed) {
            let here = act.slots.iter().filter(|(s, _)| s == slot).map(|(_, f)| f);
            let best = here.map(|f| f.iter().filter(|f| fits(f)).cloned().collect::<Vec<_>>()).find(|f| !f.is_empty());
            found.extend(best.unwrap_or_default());
            if found.is_empty() || rule.union {
                found.extend(self.carried_role(*slot, act, taken).into_iter().filter(|f| fits(f)));
            }
            if !found.is_empty() && !rule.union {
                break;
            }
        }
        let mut seen = Vec::new();
        found.retain(|f| {
            let new = !seen.contains(&f.entity);
            seen.push(f.entity);
            new
        });
        self.tell_role(relation, role, rule, &found, || {
            act.slots.iter().filter(|(slot, _)| rule.from.contains(slot)).flat_map(|(_, f)| f.clone()).collect()
        });
        found
    }

    /// What the text said before.
    fn carried_role(&self, slot: Slot, act: &Act, taken: &[usize]) -> Vec<Filled> {
        let d = &self.discourse;
        if slot == Slot::Parties {
            // The name of the war is where they stand.
            let wars = act.slots.iter().filter(|(s, _)| *s == Slot::Subject).flat_map(|(_, f)| f);
            let mut wars = wars.peekable();
            if wars.peek().is_some() && wars.clone().count() > 1 {
                return Vec::new();
            }
            let named = |war: &Filled| {
                let (span, parties) = (war.span, self.named_parties(war.entity));
                parties.into_iter().map(move |entity| Filled { entity, span, how: "party by its name".into() })
            };
            return wars.flat_map(named).collect();
        }
        let (entities, how): (Vec<usize>, &str) = match slot {
            Slot::Title => (d.title.into_iter().collect(), "topic of the page"),
            Slot::LastPlace => (d.place.into_iter().collect(), "place of the act before"),
            Slot::PlaceHere if d.place_is_here => (d.place.into_iter().collect(), "place of the act before"),
            Slot::LastObject => (d.object.clone(), "object of the act before"),
            Slot::Treaty | Slot::LastTreaty => (d.treaty.into_iter().collect(), "treaty named before"),
            Slot::Government => (d.government.into_iter().collect(), "who appointed before"),
            Slot::Opponent | Slot::Partner => {
                (taken.iter().filter_map(|e| self.other_side(*e, slot)).collect(), "the other side")
            }
            Slot::Pair => (d.pair.map_or(vec![], |(a, b)| vec![a, b]), "the two sides"),
            _ => return Vec::new(),
        };
        entities.into_iter().map(|entity| Filled { entity, span: None, how: how.to_string() }).collect()
    }
}

/// The nouns by which somebody is meant: *army* in his army.
fn nouns_of(f: &Filled) -> impl Iterator<Item = &str> {
    f.how.split(", ").filter_map(|h| h.strip_prefix("its "))
}
