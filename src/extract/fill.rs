//! Fills the roles of a frame: from the slots of the clause, or from what the text said before.

use super::argument::{AGENT, COMPANION, Filler, MOVED, RELATIVE_HEAD, SUBJECT, Slots};
use super::clause::{Clauses, ItemKind};
use super::discourse::Filled;
use super::line::TokenKind;
use super::read::Reading;
use crate::pack::grammar::WordClass;
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
                if used.contains(&filler.item) || filler.how == COMPANION && fillers.iter().any(|f| f.how == SUBJECT) {
                    continue;
                }
                let mut entities = self.group_entities(clauses, filler.item, taken);
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
                Slot::LastObject => (&self.discourse.object, "object of the act before"),
                Slot::LastPlace => (self.discourse.place.as_slice(), "place of the act before"),
                Slot::Treaty | Slot::LastTreaty if self.discourse.treaty.is_some() => {
                    (self.discourse.treaty.as_slice(), "treaty named before")
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
                Slot::Allies => {
                    let known: Vec<usize> = found.iter().map(|f| f.entity).collect();
                    other = self.allies(&known);
                    (&other, "joined forces with the subject")
                }
                Slot::Government => (self.discourse.government.as_slice(), "who appointed before"),
                Slot::Title => (self.discourse.title.as_slice(), "topic of the page"),
                _ => continue,
            };
            for e in carried.0 {
                if self.admits(relation, role, Some(rule), *e) && !taken.contains(e) {
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

    /// Whether what fills the subject's slot can be the subject: not the head of a relative clause, and no happening or
    /// place that only says when or from where (某戰爭期間攻佔…, 由某地率軍…).
    fn may_act(&self, clauses: &Clauses<'_>, filler: &Filler, verb: usize) -> bool {
        if filler.how == RELATIVE_HEAD {
            return false;
        }
        let ended = || {
            let acting = |item| self.acting(clauses, item);
            let syntax = self.syntax(clauses, &acting);
            (filler.item + 1..verb).any(|i| syntax.ends_clause(i))
        };
        let actor = self.group_entities(clauses, filler.item, &[]);
        let actor = actor.iter().any(|f| self.extractor.is_actor(self.class(f.entity)));
        actor || filler.item > verb || filler.how != AGENT && !ended()
    }

    /// Whether nothing but what says when follows a verb in its segment, and no coverb names a target before it.
    fn names_nobody(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let (start, end) = clauses.segment(verb);
        let behind = clauses.text(verb + 1, end);
        let closed = self.engine.grammar.mark("clause-end").iter().any(|w| behind.starts_with(w.as_str()));
        let toward = |i: usize| {
            clauses.word(i).is_some_and(|w| {
                let word = &self.engine.lexicon.words[w];
                word.is(WordClass::Toward) || word.is(WordClass::Dispose)
            })
        };
        (behind.chars().count() <= 1 || closed) && !(start..verb).any(toward) && !self.nominal(clauses, start, verb)
    }

    /// Whether a verb is a noun: 某地的反叛.
    fn nominal(&self, clauses: &Clauses<'_>, start: usize, verb: usize) -> bool {
        let before = clauses.text(start, verb);
        self.engine.grammar.mark("of").iter().any(|of| before.ends_with(of.as_str()))
    }

    /// Whether a verb only describes the object of one before it: 吞併臣服於某國的土地.
    fn within_relative(&self, clauses: &Clauses<'_>, slots: &Slots, start: usize, verb: usize) -> bool {
        let words = &self.engine.lexicon.words;
        let Some(object) = slots.object_end.filter(|o| *o > verb) else { return false };
        // 攻滅盤踞某地的某人: two verbs side by side, the first an act against what the second describes.
        let domain = &self.extractor.domain;
        let acts = |w: &super::lexicon::Word| {
            !w.classes.contains(&WordClass::Plain) && w.relations.iter().any(|r| domain.overcomes(r))
        };
        let beside = verb > start && clauses.word(verb - 1).is_some_and(|w| acts(&words[w]));
        let chained = slots.fillers.iter().any(|f| f.slot == Slot::Object && f.item > verb && f.item < object);
        if beside && chained {
            return true;
        }
        let behind = clauses.text(object + 1, clauses.segment(verb).1);
        let earlier = |i: usize| clauses.word(i).is_some_and(|w| words[w].is_verb() && !words[w].is(WordClass::Plain));
        let group = (start..verb).any(|i| earlier(i) && (i + 1..verb).any(|g| clauses.group(g).is_some()));
        group && self.engine.grammar.mark("of").iter().any(|of| behind.starts_with(of.as_str()))
    }

    /// Where a pronoun stands that only says whose something unnamed is: 其父, 他的部下.
    fn possessive(&self, clauses: &Clauses<'_>, filler: &Filler) -> Option<crate::span::Span> {
        let np = clauses.group(filler.item)?.members.last()?;
        let token = clauses.line.tokens[np.head];
        let TokenKind::Pronoun(word) = token.kind else { return None };
        let is = |item: Option<usize>, class: WordClass| {
            let word = item.filter(|i| *i < clauses.items.len()).and_then(|i| clauses.word(i));
            word.is_some_and(|w| self.engine.lexicon.words[w].is(class))
        };
        // 遣其將某人: after a pivot, 將 is a general.
        let general = is(Some(filler.item + 1), WordClass::Dispose) && is(filler.item.checked_sub(1), WordClass::Pivot);
        let plain = clauses.items.get(filler.item + 1).is_some_and(|i| i.kind == ItemKind::Text);
        let followed = general || plain || is(Some(filler.item + 1), WordClass::Plain);
        let owner = match self.engine.lexicon.words[word].pronoun.as_deref() {
            Some("any") => followed,
            Some("he") => followed && filler.slot == Slot::Object,
            _ => false,
        };
        owner.then_some(token.span)
    }

    /// The states whose short forms a treaty's name starts with: 中俄… gives two.
    pub fn parties(&self, treaty: usize) -> Vec<usize> {
        let title = crate::text::script::fold_str(&self.mentions.entities[treaty].title);
        let mut found: Vec<usize> = Vec::new();
        // 第二次英阿戰爭, 1839年…: an ordinal or a year may stand before.
        let title = title.strip_prefix('第').and_then(|t| t.split_once('次')).map_or(title.as_str(), |(_, rest)| rest);
        for c in title.chars() {
            let Some(entries) = self.extractor.short_forms.get(&c) else { break };
            let known = |e: &&usize| self.mentions.entities[**e].gazetteer.is_some_and(|g| entries.contains(&g));
            let all: Vec<usize> = (0..self.mentions.entities.len()).collect();
            let Some(e) = all.iter().find(known) else { break };
            found.push(*e);
        }
        if found.len() >= 2 { found } else { Vec::new() }
    }

    /// The territories of the document whose names, two characters or longer, stand in the title of an entity; of
    /// names within names the longest.
    fn named_places(&self, entity: usize) -> Vec<usize> {
        let fold = crate::text::script::fold_str;
        let title = fold(&self.mentions.entities[entity].title);
        let mut found: Vec<(String, usize)> = Vec::new();
        for (at, e) in self.mentions.entities.iter().enumerate() {
            if at == entity || !self.extractor.domain.is_territory(&e.class) {
                continue;
            }
            let names =
                e.names.iter().map(|n| fold(n)).filter(|n| n.chars().count() >= 2 && title.contains(n.as_str()));
            if let Some(name) = names.max_by_key(|n| n.len()) {
                found.push((name, at));
            }
        }
        let all = found.clone();
        found.retain(|(n, _)| !all.iter().any(|(other, _)| other != n && other.contains(n.as_str())));
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// Whether a passive opens with something that no list knows: 貿易路線受…攻擊.
    fn unknown_patient(&self, clauses: &Clauses<'_>, start: usize, verb: usize) -> bool {
        let words = &self.engine.lexicon.words;
        let is =
            |i: usize, test: &dyn Fn(&super::lexicon::Word) -> bool| clauses.word(i).is_some_and(|w| test(&words[w]));
        let Some(mark) = (start..verb).rev().find(|i| is(*i, &|w| w.is(WordClass::Passive))) else { return false };
        // 起義被鎮壓: the noun for an act is what is acted on.
        let noun = |i: usize| self.engine.grammar.mark("act-noun").iter().any(|n| clauses.text(i, i + 1) == n.as_str());
        let adverbs = |from: usize| (from..mark).all(|i| is(i, &|w| w.is(WordClass::Plain) || w.is(WordClass::Then)));
        if (start..mark).any(|i| noun(i) && adverbs(i + 1)) {
            return true;
        }
        // A verb or a number in between opens something else: 當傀儡不到4個月就被….
        let verb = (start..mark).rev().find(|i| is(*i, &|w| w.is_verb())).map_or(start, |v| v + 1);
        self.unknown_text(clauses, verb, mark) && !clauses.text(verb, mark).contains(|c: char| c.is_ascii_digit())
    }

    /// Whether the agent of a passive is somebody whom no list knows: 被守軍擊退.
    fn unknown_agent(&self, clauses: &Clauses<'_>, segment: (usize, usize)) -> bool {
        let words = &self.engine.lexicon.words;
        let mark =
            (segment.0..segment.1).rev().find(|i| clauses.word(*i).is_some_and(|w| words[w].is(WordClass::Passive)));
        let actor = |i: usize| {
            let text = clauses.text(i, i + 1);
            self.engine.grammar.mark("actor-ending").iter().any(|w| text.ends_with(w.as_str()))
        };
        mark.is_none_or(|m| (m + 1..segment.1).any(|i| clauses.items[i].kind == ItemKind::Text || actor(i)))
    }

    /// The other of the two sides, or whom somebody was at odds with.
    pub fn other_side(&self, entity: usize, slot: Slot) -> Option<usize> {
        if slot == Slot::Opponent {
            let known = self.discourse.opponents.get(&entity).copied();
            return known.or(self.discourse.attacker.filter(|a| *a != entity));
        }
        let (a, b) = self.discourse.pair.or(self.discourse.sides)?;
        if a == entity {
            Some(b)
        } else if b == entity {
            Some(a)
        } else {
            None
        }
    }

    /// Whether the object of a verb is just "a treaty", unnamed.
    pub fn says_only_treaty(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let (_, end) = clauses.segment(verb);
        let after = clauses.text(verb + 1, end);
        self.engine
            .grammar
            .mark("generic-treaty")
            .iter()
            .any(|w| after.trim_start_matches(['了', '的']).starts_with(w.as_str()))
    }

    /// Whether a sentence speaks of a treaty without its name, or stands where its terms are told.
    pub fn speaks_of_treaty(&self, clauses: &Clauses<'_>) -> bool {
        let generic = self.engine.grammar.mark("generic-treaty");
        generic.iter().any(|w| clauses.line.text.contains(w.as_str())) || self.discourse.in_terms
    }

    /// Places among what modifies the subject of a clause.
    pub fn modifier_places(&self, clauses: &Clauses<'_>, slots: &Slots) -> Vec<usize> {
        let Some(subject) = slots.fillers.iter().find(|f| f.slot == Slot::Subject) else { return Vec::new() };
        let Some(group) = clauses.group(subject.item) else { return Vec::new() };
        let line = clauses.line;
        let inside = group.members.iter().flat_map(|np| &np.modifiers).copied();
        // …的回民: the group that the subject's chain starts with.
        let (start, _) = clauses.segment(subject.item);
        let chained = (start..subject.item).rev().filter_map(|i| clauses.group(i)).take(1);
        let of = self.engine.grammar.mark("of");
        let gap_modifies = (start..subject.item).rev().find(|i| clauses.group(*i).is_some()).is_some_and(|i| {
            let gap = clauses.text(i + 1, subject.item);
            of.iter().any(|w| gap.ends_with(w.as_str()))
        });
        let before = chained.filter(|_| gap_modifies).flat_map(|g| g.members.iter().map(|np| np.head));
        inside
            .chain(before)
            .flat_map(|t| self.resolve(line, t, &[]))
            .map(|f| f.entity)
            .filter(|e| self.extractor.domain.is_territory(self.class(*e)))
            .collect()
    }
}

/// The subjects that a clause offers, or the one carried over.
fn subjects_of(slots: &Slots, clauses: &Clauses<'_>, reading: &Reading<'_>) -> Vec<usize> {
    match slots.fillers.iter().find(|f| f.slot == Slot::Subject) {
        Some(f) => reading.group_entities(clauses, f.item, &[]).into_iter().map(|f| f.entity).collect(),
        None => reading.discourse.subject.clone(),
    }
}
