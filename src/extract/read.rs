//! Reads one document from its first sentence to its last and collects candidate facts.
//!
//! A **candidate** is one statement of a fact at one place; [`super::collect`] makes facts of them.

use super::clause::{Clauses, Filler, ItemKind, Slots, slots, subjects};
use super::discourse::{Discourse, Filled};
use super::lexicon::FrameId;
use super::line::{Line, Marked, TokenKind};
use super::mention::{LocalEntity, Mentions};
use super::status::status;
use super::{Extractor, LanguageEngine};
use crate::document::{Block, BlockKind, Document, SectionKind};
use crate::fact::{Amount, Status, Time};
use crate::pack::grammar::WordClass;
use crate::pack::ontology::{Range, Relation};
use crate::pack::rules::{Frame, RoleRule, Slot};
use crate::span::Span;
use crate::text::sentence;
use std::collections::BTreeMap;

/// What stands at the object end of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    Entity(Filled),
    Literal(String, Span),
}

/// One statement of a fact.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub relation: String,
    pub rule: String,
    pub subject: Filled,
    pub object: Object,
    pub qualifiers: BTreeMap<&'static str, Object>,
    pub amount: Option<(Amount, Span)>,
    /// Index of the date, and how it came to the fact.
    pub time: Option<(usize, String)>,
    /// A time that no single date mention gives, as of a table row.
    pub stated: Option<Time>,
    pub status: Status,
    pub quote: Span,
    pub sentence: Span,
}

/// A date of the document.
#[derive(Debug, Clone)]
pub struct Dated {
    pub span: Span,
    pub time: Option<Time>,
    /// How it was resolved, in plain words.
    pub how: String,
}

/// The reading of one document.
pub struct Reading<'a> {
    pub extractor: &'a Extractor,
    pub engine: &'a LanguageEngine,
    pub document: &'a Document,
    pub folded: &'a [char],
    pub mentions: &'a Mentions,
    pub marked: &'a Marked<'a>,
    pub times: &'a [Dated],
    pub amounts: &'a [(Span, Amount)],
    pub discourse: Discourse,
    pub candidates: Vec<Candidate>,
}

/// Relations that set two actors against each other.
const HOSTILE: [&str; 9] = [
    "invaded", "foughtAgainst", "defeated", "repelled", "besieged", "occupied", "rebelledAgainst", "suppressed",
    "surrenderedTo",
];

impl<'a> Reading<'a> {
    /// Reads all prose of the document.
    pub fn read(&mut self) {
        let mut section = usize::MAX;
        let document = self.document;
        let mut at = 0;
        while at < document.blocks.len() {
            let block = &document.blocks[at];
            at += 1;
            if document.sections.get(block.section).is_some_and(|s| s.kind == SectionKind::Apparatus) {
                continue;
            }
            if block.section != section {
                section = block.section;
                self.discourse.start_section();
            }
            match block.kind {
                BlockKind::Heading(_) => {
                    let heading: String = self.folded[block.span.range()].iter().collect();
                    let longest = |e: &LocalEntity| {
                        let names = e.names.iter().map(|n| crate::text::script::fold_str(n));
                        names.filter(|n| heading.contains(n.as_str())).map(|n| n.len()).max()
                    };
                    let treaties = self.mentions.entities.iter().enumerate().filter(|(_, e)| &*e.class == "Treaty");
                    let named = treaties.filter_map(|(i, e)| longest(e).map(|len| (len, i)));
                    self.discourse.section_treaty = named.max_by_key(|(len, i)| (*len, usize::MAX - i)).map(|(_, i)| i);
                }
                BlockKind::TableHeader => {
                    let rows: Vec<&Block> = document.blocks[at..]
                        .iter()
                        .take_while(|b| b.kind == BlockKind::TableRow && b.table == block.table)
                        .collect();
                    self.read_table(block, &rows);
                }
                BlockKind::TableRow => {
                    for cell in &block.cells {
                        self.discourse.start_paragraph();
                        self.read_text(*cell);
                    }
                }
                BlockKind::Paragraph | BlockKind::Quote => {
                    self.discourse.start_paragraph();
                    self.read_text(block.span);
                }
                BlockKind::ListItem(_) => {
                    self.discourse.start_paragraph();
                    self.read_item(block);
                    self.read_text(block.span);
                }
            }
        }
    }

    pub fn read_text(&mut self, span: Span) {
        for sentence in sentence::sentences(self.folded, span, self.document.lang, &self.document.marks) {
            if !sentence.is_empty() {
                self.read_sentence(sentence);
            }
        }
    }

    fn read_sentence(&mut self, sentence: Span) {
        self.discourse.start_sentence();
        let engine = self.engine;
        let full = Line::reduce(self.marked, sentence, &engine.lexicon);
        if full.tokens.is_empty() {
            return;
        }
        let before = self.candidates.len();
        self.match_patterns(&full, sentence);
        for c in &self.candidates[before..] {
            if let (true, Object::Entity(leader)) = (c.relation == "ledBy", &c.object) {
                self.discourse.leaders.insert(c.subject.entity, leader.entity);
            }
        }
        let (main, inner) = full.split_brackets(&engine.lexicon);
        self.read_line(&main, sentence);
        let last = main.tokens.iter().rev().find_map(|t| match t.kind {
            TokenKind::Time(t) if self.times[t].time.is_some() => Some(t),
            _ => None,
        });
        if let Some(t) = last {
            self.discourse.time = Some((t, 0));
        }
        for (_, line) in &inner {
            if !line.tokens.is_empty() {
                // An aside says nothing of who acts outside of it.
                let outside = self.discourse.clone();
                self.discourse.object.clear();
                self.discourse.subject.clear();
                self.read_line(line, sentence);
                self.discourse = outside;
            }
        }
        for at in before..self.candidates.len() {
            self.remember(at);
        }
    }

    /// What a candidate tells the discourse: who dealt with whom.
    fn remember(&mut self, candidate: usize) {
        let c = &self.candidates[candidate];
        if let Object::Entity(o) = &c.object {
            let state = |e: usize| &*self.mentions.entities[e].class == "State";
            if HOSTILE.contains(&c.relation.as_str()) {
                self.discourse.opponents.insert(c.subject.entity, o.entity);
                self.discourse.opponents.insert(o.entity, c.subject.entity);
                self.discourse.attacker = Some(c.subject.entity);
            }
            if c.relation == "appointed" {
                self.discourse.government = Some(c.subject.entity);
            }
            if state(c.subject.entity) && state(o.entity) && c.subject.entity != o.entity && c.relation != "locatedIn" {
                self.discourse.pair = Some((c.subject.entity, o.entity));
            }
        }
    }

    /// The entities of a token: one for a mention, those that a pronoun stands for.
    pub fn resolve(&self, line: &Line, token: usize, not: &[usize]) -> Vec<Filled> {
        let t = &line.tokens[token];
        match t.kind {
            TokenKind::Entity(m) => {
                vec![Filled { entity: self.mentions.mentions[m].entity, span: Some(t.span), how: String::new() }]
            }
            TokenKind::Pronoun(word) => {
                let word = &self.engine.lexicon.words[word];
                let kind = word.pronoun.as_deref().unwrap_or_default();
                let class = |e: usize| self.mentions.entities[e].class.as_ref();
                let actor = |e: usize| self.extractor.is_actor(class(e));
                let found: Vec<usize> = match kind {
                    "both" => self.discourse.both(|e| class(e) == "State").map_or(vec![], |(a, b)| vec![a, b]),
                    "any" => {
                        let old = self.discourse.subject.iter().chain(&self.discourse.object);
                        let known = old.copied().find(|e| !not.contains(e) && actor(*e));
                        known.or_else(|| self.discourse.latest(|e| actor(e) && !not.contains(&e))).into_iter().collect()
                    }
                    "he" => {
                        let old = self.discourse.subject.iter().copied().find(|e| class(*e) == "Person" && !not.contains(e));
                        let title = self.discourse.title.filter(|t| class(*t) == "Person" && !not.contains(t));
                        old.or(title)
                            .or_else(|| self.discourse.latest(|e| class(e) == "Person" && !not.contains(&e)))
                            .into_iter()
                            .collect()
                    }
                    "here" => self.discourse.latest(|e| class(e) == "Place").into_iter().collect(),
                    name => self.discourse.latest(|e| class(e) == name && !not.contains(&e)).into_iter().collect(),
                };
                let said = self.document.slice(t.span);
                let how = |e: usize| format!("{said} = {}", self.mentions.entities[e].title);
                found.into_iter().map(|e| Filled { entity: e, span: Some(t.span), how: how(e) }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Applies the frames to a line without brackets.
    fn read_line(&mut self, line: &Line, sentence: Span) {
        let engine = self.engine;
        let mentions = self.mentions;
        let class_of = |t: usize| match line.tokens[t].kind {
            TokenKind::Entity(m) => mentions.entities[mentions.mentions[m].entity].class.as_ref(),
            _ => "",
        };
        let clauses = Clauses::new(line, &engine.lexicon, &class_of);
        let mut start = 0;
        while start < clauses.items.len() {
            let (_, end) = clauses.segment(start);
            for item in start..end {
                let Some(word) = clauses.word(item) else { continue };
                let word = &engine.lexicon.words[word];
                if word.frames.is_empty() {
                    continue;
                }
                let is_actor = |item: usize| {
                    clauses.group(item).is_some_and(|g| {
                        matches!(class_of(g.members[0].head), "Person" | "State" | "Army" | "Organization")
                    })
                };
                let slots = slots(&clauses, item, &engine.lexicon, &engine.grammar, &is_actor);
                for id in &word.frames {
                    self.apply_frame(*id, &clauses, item, &slots, sentence);
                }
            }
            self.end_segment(&clauses, start, end);
            start = end + 1;
        }
    }

    /// After a segment: its subject becomes the topic of the next ones.
    fn end_segment(&mut self, clauses: &Clauses<'_>, start: usize, end: usize) {
        let engine = self.engine;
        for item in start..end {
            if let ItemKind::Group(g) = &clauses.items[item].kind {
                for np in &g.members {
                    for token in np.modifiers.iter().chain([&np.head]) {
                        if let TokenKind::Entity(m) = clauses.line.tokens[*token].kind {
                            let e = self.mentions.mentions[m].entity;
                            self.discourse.name(e);
                            let class = self.mentions.entities[e].class.as_ref();
                            if class == "Treaty" {
                                self.discourse.treaty = Some(e);
                            }
                        }
                    }
                }
            }
        }
        if let Some(pivot) = self.pivot_person(clauses, start, end) {
            // 派某人率軍進入某地，佔據…: who was sent goes on acting.
            self.discourse.set_subject(vec![pivot]);
            return;
        }
        let free = subjects(clauses, start, end, &engine.lexicon, &engine.grammar);
        for item in &free {
            let found = self.group_entities(clauses, *item, &[]);
            let actors: Vec<usize> = found
                .iter()
                .map(|f| f.entity)
                .filter(|e| self.extractor.is_actor(&self.mentions.entities[*e].class))
                .collect();
            // The last name of a segment, with nothing said of it, is not what the segment is about.
            if !actors.is_empty() && (*item + 1 < end || start == *item) {
                self.discourse.set_subject(actors);
                return;
            }
        }
        if !free.is_empty() || self.unknown_before_verb(clauses, start, end) {
            // It speaks of something else, which no rule knows.
            self.discourse.subject.clear();
        }
    }

    /// Whom a segment sends, orders or makes to act: the person after its first pivot verb.
    fn pivot_person(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> Option<usize> {
        let lexicon = &self.engine.lexicon;
        let pivot = (start..end).find(|i| clauses.word(*i).is_some_and(|w| lexicon.words[w].is(WordClass::Pivot)))?;
        let item = (pivot + 1..end).find(|i| clauses.group(*i).is_some())?;
        let person = self.group_entities(clauses, item, &[]).into_iter().map(|f| f.entity).find(|e| {
            matches!(self.class(*e), "Person" | "Army")
        })?;
        // Something must follow that the person does.
        (item + 1..end).any(|i| clauses.word(i).is_some_and(|w| lexicon.words[w].is_verb())).then_some(person)
    }

    /// Whether the first verb of a segment has something before it that is neither a name nor a known word.
    fn unknown_before_verb(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> bool {
        let lexicon = &self.engine.lexicon;
        let verb = (start..end).find(|i| clauses.word(*i).is_some_and(|w| lexicon.words[w].is_verb()));
        let Some(verb) = verb else { return false };
        self.unknown_text(clauses, start, verb)
    }

    /// Whether text of two characters or more that no list knows stands between two items.
    fn unknown_text(&self, clauses: &Clauses<'_>, from: usize, to: usize) -> bool {
        (from..to).any(|i| {
            matches!(clauses.items[i].kind, ItemKind::Text)
                && clauses.text(i, i + 1).chars().filter(|c| c.is_alphanumeric()).count() >= 2
        })
    }

    /// The entities of a group.
    fn group_entities(&self, clauses: &Clauses<'_>, item: usize, not: &[usize]) -> Vec<Filled> {
        let Some(group) = clauses.group(item) else { return Vec::new() };
        group.members.iter().flat_map(|np| self.resolve(clauses.line, np.head, not)).collect()
    }

    fn class(&self, entity: usize) -> &str {
        &self.mentions.entities[entity].class
    }

    /// Whether an entity may fill a role.
    fn admits(&self, relation: &Relation, role: &str, rule: Option<&RoleRule>, entity: usize) -> bool {
        let ontology = &self.extractor.ontology;
        let class = self.class(entity);
        if let Some(rule) = rule.filter(|r| !r.class.is_empty()) {
            return ontology.admits(&rule.class, class);
        }
        let by_role: &[&str] = match role {
            "s" => return relation.domain.is_empty() || ontology.admits(&relation.domain, class),
            "o" => {
                return match &relation.range {
                    Range::Classes(classes) => classes.is_empty() || ontology.admits(classes, class),
                    Range::Text | Range::Date => false,
                };
            }
            "place" => &["Place", "State"],
            "to" => &["State", "Person", "People", "Organization", "Army", "Place"],
            "treaty" => &["Treaty"],
            "leader" => &["Person"],
            "position" => &["Position"],
            _ => &[],
        };
        by_role.contains(&class)
    }

    /// Whether an entity may fill a role of a relation, whatever the rule.
    pub fn admits_role(&self, relation: &Relation, role: &str, entity: usize) -> bool {
        self.admits(relation, role, None, entity)
    }

    /// The entities that fill a role of a frame.
    #[allow(clippy::too_many_arguments)]
    fn fill(
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
        let bare = clauses.text(verb + 1, segment_end).chars().count() <= 2;
        let relative = self.engine.grammar.mark("of").iter().any(|of| slots.gap.starts_with(of.as_str()));
        for slot in &rule.from {
            let looked_for = if *slot == Slot::IntransitiveSubject { Slot::Subject } else { *slot };
            if *slot == Slot::IntransitiveSubject {
                let near = |f: &&Filler| {
                    f.slot == Slot::Subject && clauses.text(f.item + 1, verb).chars().count() <= 6 && f.item < verb
                };
                if slots.object_end.is_some() || !slots.fillers.iter().any(|f| near(&f)) {
                    continue;
                }
            }
            let fillers: Vec<&Filler> = slots.fillers.iter().filter(|f| f.slot == looked_for).collect();
            for filler in &fillers {
                if used.contains(&filler.item) {
                    continue;
                }
                let mut entities = self.group_entities(clauses, filler.item, taken);
                entities.retain(|f| self.admits(relation, role, Some(rule), f.entity) && !taken.contains(&f.entity));
                if entities.is_empty() {
                    continue;
                }
                used.push(filler.item);
                for f in &mut entities {
                    f.how = if f.how.is_empty() { filler.how.to_string() } else { format!("{}, {}", f.how, filler.how) };
                }
                found.extend(entities);
                break;
            }
            if !found.is_empty() && !rule.union {
                break;
            }
            let carried: (&[usize], &str) = match slot {
                // A clause without a subject has the one before.
                Slot::Subject
                    if fillers.is_empty()
                        && !relative
                        && !slots.passive
                        && !slots.dangling
                        && !self.unknown_text(clauses, segment_start, verb) =>
                {
                    (&self.discourse.subject, "subject of the clause before")
                }
                Slot::Object if slots.passive && fillers.is_empty() => {
                    (&self.discourse.subject, "subject of the clause before")
                }
                Slot::LastObject | Slot::LastPlace | Slot::Opponent if role == "o" && !bare => continue,
                Slot::LastObject => (&self.discourse.object, "object of the act before"),
                Slot::LastPlace => (self.discourse.place.as_slice(), "place of the act before"),
                Slot::Treaty | Slot::LastTreaty if self.discourse.treaty.is_some() => {
                    (self.discourse.treaty.as_slice(), "treaty named before")
                }
                Slot::Treaty if self.speaks_of_treaty(clauses) => {
                    let topic = self.discourse.section_treaty.as_ref().or(self.discourse.title.as_ref());
                    (topic.map_or(&[], std::slice::from_ref), "treaty that the section is about")
                }
                Slot::TopicTreaty if slots.object_end.is_none() && bare && self.is_dated(clauses, segment_start, verb) => {
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
        found
    }

    fn apply_frame(&mut self, id: FrameId, clauses: &Clauses<'_>, verb: usize, slots: &Slots, sentence: Span) {
        let engine = self.engine;
        let rules = &engine.rules[id.file];
        let frame: &Frame = &rules.frames[id.frame];
        let Some(relation) = self.extractor.ontology.relations.get(&rules.relation) else { return };
        let (start, end) = clauses.segment(verb);
        let (before, after) = (clauses.text(start, verb), clauses.text(verb + 1, end));
        let has = |words: &[String], text: &str| words.iter().any(|w| text.contains(w.as_str()));
        if (!frame.after.is_empty() && !has(&frame.after, after))
            || (!frame.before.is_empty() && !has(&frame.before, before))
            || has(&frame.without, before)
            || has(&frame.without, after)
        {
            return;
        }
        if frame.bounded && !self.stands_alone(clauses, verb) {
            return;
        }
        if frame.close && slots.gap.chars().count() > 3 {
            return;
        }
        let mut used = Vec::new();
        let default_object = RoleRule { from: vec![Slot::Object], class: vec![], union: false, optional: false };
        let default_subject = RoleRule { from: vec![Slot::Subject], class: vec![], union: false, optional: false };
        let object_rule = frame.roles.get("o").unwrap_or(&default_object);
        let subject_rule = frame.roles.get("s").unwrap_or(&default_subject);

        let mut objects = Vec::new();
        if !frame.object_is_time {
            objects = self.fill(relation, "o", object_rule, clauses, verb, slots, &mut used, &[]);
            // 中亞的貿易 is not 中亞.
            if let Some(item) = slots.object_end {
                let from_object = objects.iter().any(|o| o.how.contains("object of the verb"));
                let state = objects.iter().any(|o| self.class(o.entity) == "State");
                if from_object && (self.only_possessor(clauses, item, end) || state && self.only_part(clauses, item, end)) {
                    return;
                }
            }
        }
        let taken: Vec<usize> = objects.iter().map(|o| o.entity).collect();
        let mut subjects = self.fill(relation, "s", subject_rule, clauses, verb, slots, &mut used, &taken);
        if objects.is_empty() && object_rule.from.iter().any(|s| matches!(s, Slot::Opponent | Slot::Partner)) {
            // The other side can only be told once this one is known.
            let known: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
            objects = self.fill(relation, "o", object_rule, clauses, verb, slots, &mut used, &known);
            objects.retain(|o| !known.contains(&o.entity));
        }
        if let Some(treaty) = objects.iter().map(|o| o.entity).find(|e| self.class(*e) == "Treaty") {
            let vague = subjects.is_empty() || subjects.iter().all(|s| s.how.contains(" = "));
            if relation.name == "signed" && vague {
                let parties = self.parties(treaty);
                if !parties.is_empty() {
                    let how = "party by the name of the treaty";
                    subjects = parties.into_iter().map(|entity| Filled { entity, span: None, how: how.into() }).collect();
                }
            }
        }
        if relation.symmetric && objects.is_empty() && subjects.len() >= 2 {
            let split = self.split_at(clauses, slots).unwrap_or(1).clamp(1, subjects.len() - 1);
            objects = subjects.split_off(split);
        }
        let verb_tokens = (clauses.items[verb].start, clauses.items[verb].end);
        let segment_end = clauses.items[end - 1].end;
        let status =
            status(clauses.line, &engine.lexicon, &engine.grammar, verb_tokens.0, verb_tokens.1, segment_end);
        let time = self.time_of(clauses, verb, start, end);
        let verb_span = clauses.line.span(verb_tokens.0, verb_tokens.1);

        let mut qualifiers: BTreeMap<&'static str, Object> = BTreeMap::new();
        for role in ["place", "to", "treaty", "leader", "position"] {
            let Some(rule) = frame.roles.get(role) else { continue };
            let mut not: Vec<usize> = taken.clone();
            if subjects.len() == 1 {
                not.push(subjects[0].entity);
            }
            let found = self.fill(relation, role, rule, clauses, verb, slots, &mut used, &not);
            match found.into_iter().next() {
                Some(f) => {
                    qualifiers.insert(role, Object::Entity(f));
                }
                None if rule.optional => {}
                None => return,
            }
        }
        // Who receives does not give: 雙方…割讓…予俄國.
        if let Some(Object::Entity(to)) = qualifiers.get("to") {
            subjects.retain(|s| s.entity != to.entity);
        }
        let amount = frame.roles.contains_key("amount").then(|| self.amount_after(clauses, verb)).flatten();
        let rule_name = format!("{}/{}", rules.path.trim_end_matches(".toml"), frame.name);

        if frame.object_is_time {
            let Some((t, how)) = time else { return };
            let Some(literal) = self.times[t].time.as_ref().map(|t| t.edtf.clone()) else { return };
            let span = self.times[t].span;
            for subject in subjects {
                let literal = named_year(&self.mentions.entities[subject.entity].title).unwrap_or(literal.clone());
                let quote = cover(verb_span, subject.span, sentence).cover(span.cover(verb_span));
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject,
                    object: Object::Literal(literal.clone(), span),
                    qualifiers: BTreeMap::new(),
                    amount: None,
                    time: Some((t, how.clone())),
                    stated: None,
                    status,
                    quote: within(quote, sentence),
                    sentence,
                });
            }
            return;
        }
        if subjects.is_empty() || objects.is_empty() {
            return;
        }
        if std::env::var_os("KG_TRACE").is_some() {
            eprintln!("{rule_name}: {:?} → {:?} {:?}", subjects, objects, status);
        }
        let first = self.candidates.len();
        let dealt = self.dealt_times(clauses, verb, start, objects.len());
        let carried = self.year_before();
        for s in &subjects {
            for (nth, o) in objects.iter().enumerate() {
                if s.entity == o.entity {
                    continue;
                }
                let mut quote = cover(verb_span, s.span, sentence);
                quote = cover(quote, o.span, sentence);
                if let Some((_, span)) = &amount {
                    quote = quote.cover(*span);
                }
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject: s.clone(),
                    object: Object::Entity(o.clone()),
                    qualifiers: qualifiers.clone(),
                    amount: amount.clone(),
                    time: dealt.get(nth).map(|t| (*t, "dealt out in order".to_string())).or_else(|| time.clone()),
                    stated: if dealt.is_empty() && time.is_none() { carried.clone() } else { None },
                    status,
                    quote: within(quote, sentence),
                    sentence,
                });
            }
        }
        for at in first..self.candidates.len() {
            self.remember(at);
        }
        self.discourse.object = objects.iter().map(|o| o.entity).collect();
        let about_places = object_rule.class.iter().any(|c| c == "Place");
        for o in &objects {
            if about_places && matches!(self.class(o.entity), "Place" | "State") {
                self.discourse.place = Some(o.entity);
                self.discourse.place_is_here = true;
            }
        }
    }

    /// Whether the characters beside a verb are names, dates, stops, aspect marks or words of their own.
    fn stands_alone(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let aspect = self.engine.grammar.mark("aspect");
        let before = verb == 0 || !matches!(clauses.items[verb - 1].kind, ItemKind::Text);
        let after = match clauses.items.get(verb + 1).map(|i| &i.kind) {
            Some(ItemKind::Text) => aspect.iter().any(|a| clauses.text(verb + 1, verb + 2) == a.as_str()),
            _ => true,
        };
        before && after
    }

    /// The states whose short forms a treaty's name starts with: 中俄… gives two.
    fn parties(&self, treaty: usize) -> Vec<usize> {
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

    /// The other of the two sides, or whom somebody was at odds with.
    fn other_side(&self, entity: usize, slot: Slot) -> Option<usize> {
        if slot == Slot::Opponent {
            let known = self.discourse.opponents.get(&entity).copied();
            return known.or(self.discourse.attacker.filter(|a| *a != entity));
        }
        let (a, b) = self.discourse.pair?;
        if a == entity {
            Some(b)
        } else if b == entity {
            Some(a)
        } else {
            None
        }
    }

    /// Whether the object of a verb is just "a treaty", unnamed.
    fn says_only_treaty(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let (_, end) = clauses.segment(verb);
        let after = clauses.text(verb + 1, end);
        self.engine.grammar.mark("generic-treaty").iter().any(|w| after.trim_start_matches(['了', '的']).starts_with(w.as_str()))
    }

    /// Whether a sentence speaks of a treaty without its name, or stands where its terms are told.
    fn speaks_of_treaty(&self, clauses: &Clauses<'_>) -> bool {
        let generic = self.engine.grammar.mark("generic-treaty");
        generic.iter().any(|w| clauses.line.text.contains(w.as_str())) || self.discourse.in_terms
    }

    /// Places among what modifies the subject of a clause.
    fn modifier_places(&self, clauses: &Clauses<'_>, slots: &Slots) -> Vec<usize> {
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
            .filter(|e| matches!(self.class(*e), "Place" | "State"))
            .collect()
    }

    /// Before which member of the subject a counterpart starts.
    fn split_at(&self, clauses: &Clauses<'_>, slots: &Slots) -> Option<usize> {
        let subject = slots.fillers.iter().find(|f| f.slot == Slot::Subject)?;
        clauses.group(subject.item)?.joints.first().copied()
    }

    /// Whether what follows the object's group makes it only the possessor of something unnamed.
    fn only_possessor(&self, clauses: &Clauses<'_>, item: usize, end: usize) -> bool {
        let tail = clauses.text(item + 1, end);
        let grammar = &self.engine.grammar;
        let Some(rest) = grammar.mark("of").iter().find_map(|of| tail.strip_prefix(of.as_str())) else { return false };
        !grammar.mark("same-thing").iter().any(|w| rest.contains(w.as_str()))
    }

    /// Whether a noun follows the object directly that makes it something else: 中國機關 is not 中國.
    fn only_part(&self, clauses: &Clauses<'_>, item: usize, end: usize) -> bool {
        if item + 1 >= end || !matches!(clauses.items[item + 1].kind, ItemKind::Text) {
            return false;
        }
        let tail = clauses.text(item + 1, item + 2);
        let grammar = &self.engine.grammar;
        let known = ["of", "same-thing", "tail"].iter().flat_map(|m| grammar.mark(m));
        !known.into_iter().any(|w| tail.starts_with(w.as_str()))
    }

    /// Whether a date stands in a stretch.
    fn is_dated(&self, clauses: &Clauses<'_>, from: usize, to: usize) -> bool {
        (from..to).any(|i| matches!(clauses.items[i].kind, ItemKind::Time(_)))
    }

    /// The dates of the objects of a verb, where 分別 deals them out: 分別於甲年和乙年簽署《甲》和《乙》.
    fn dealt_times(&self, clauses: &Clauses<'_>, verb: usize, start: usize, objects: usize) -> Vec<usize> {
        let dealt = self.engine.grammar.mark("respectively").iter().any(|w| clauses.text(start, verb).contains(w.as_str()));
        let times: Vec<usize> = (start..verb)
            .filter_map(|i| match clauses.items[i].kind {
                ItemKind::Time(t) if self.times[t].time.is_some() => Some(t),
                _ => None,
            })
            .collect();
        if dealt && objects > 1 && times.len() == objects { times } else { Vec::new() }
    }

    /// The date of a verb: in its segment before it, else after it, else carried over from the segments before.
    fn time_of(&self, clauses: &Clauses<'_>, verb: usize, start: usize, end: usize) -> Option<(usize, String)> {
        let time = |i: usize| match clauses.items[i].kind {
            ItemKind::Time(t) if self.times[t].time.is_some() => Some(t),
            _ => None,
        };
        if let Some(t) = (start..verb).rev().find_map(time) {
            return Some((t, "stands in the clause".into()));
        }
        if let Some(t) = (verb + 1..end).find_map(time) {
            return Some((t, "stands in the clause".into()));
        }
        (0..start).rev().find_map(time).map(|t| (t, "carried over from the clause before".into()))
    }

    /// The year that the sentences right before speak of: what goes on without a date goes on in it.
    pub fn year_before(&self) -> Option<Time> {
        let (t, ago) = self.discourse.time?;
        let time = self.times[t].time.as_ref()?;
        let exact = time.end.is_none() && time.earliest.year == time.latest.year && !time.edtf.contains(['X', '/', '~']);
        if ago > 2 || !exact {
            return None;
        }
        Some(crate::text::time::whole_year(time.earliest.year))
    }

    /// A quantity after a verb, in its segment or the next.
    fn amount_after(&self, clauses: &Clauses<'_>, verb: usize) -> Option<(Amount, Span)> {
        let mut stops = 0;
        for item in &clauses.items[verb + 1..] {
            match item.kind {
                ItemKind::Amount(a) => return self.amounts.get(a).map(|(span, amount)| (amount.clone(), *span)),
                ItemKind::Stop(_) => {
                    stops += 1;
                    if stops > 1 {
                        return None;
                    }
                }
                ItemKind::Word(w) if stops > 0 && !self.engine.lexicon.words[w].frames.is_empty() => return None,
                _ => {}
            }
        }
        None
    }

    /// The segment of a token: where it starts.
    pub fn segment_start(line: &Line, token: usize) -> usize {
        let stop = |c: char| matches!(c, '，' | ',' | '；' | ';' | '。' | '：' | ':' | '！' | '!' | '？' | '?');
        line.tokens[..token].iter().rposition(|t| stop(t.symbol)).map_or(0, |i| i + 1)
    }

    /// Whether a word of a class stands before a token of a line, in its segment.
    pub fn word_before(&self, line: &Line, token: usize, class: WordClass) -> bool {
        let start = Self::segment_start(line, token);
        line.words.iter().any(|w| w.start >= start && w.end <= token && self.engine.lexicon.words[w.word].is(class))
    }
}

/// The year that a name starts with: 1877年…起義.
fn named_year(title: &str) -> Option<String> {
    let digits: String = title.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 4 && title[4..].starts_with('年')).then_some(digits)
}

/// The subjects that a clause offers, or the one carried over.
fn subjects_of(slots: &Slots, clauses: &Clauses<'_>, reading: &Reading<'_>) -> Vec<usize> {
    match slots.fillers.iter().find(|f| f.slot == Slot::Subject) {
        Some(f) => reading.group_entities(clauses, f.item, &[]).into_iter().map(|f| f.entity).collect(),
        None => reading.discourse.subject.clone(),
    }
}

/// Covers a filler's words too, if they stand in the sentence.
pub fn cover(quote: Span, words: Option<Span>, sentence: Span) -> Span {
    match words {
        Some(span) if sentence.contains(span) => quote.cover(span),
        _ => quote,
    }
}

/// A quote never leaves its sentence.
pub fn within(quote: Span, sentence: Span) -> Span {
    Span::new(quote.start().max(sentence.start()), quote.end().min(sentence.end()))
}
