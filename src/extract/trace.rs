//! What the rules tried while a document was read, and why they gave nothing: for who writes rules.
//!
//! An [`Attempt`] is one rule at one place: a trigger that was found or a pattern that matched. Reading tells a
//! [`Trace`] of it, if it is given one; a normal run has none, and tells nothing.

use super::CompiledPattern;
use super::argument::Slots;
use super::clause::Clauses;
use super::discourse::Filled;
use super::line::Line;
use super::read::{Object, Reading};
use super::status::verdict;
use crate::fact::Status;
use crate::pack::ontology::{Range, Relation};
use crate::pack::rules::{Frame, RoleRule, RuleFile, Slot};
use crate::span::Span;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// One rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// `zh/ceded/active`, as evidence names it.
    pub rule: String,
    pub relation: String,
    /// In code points of the document's plain text.
    pub sentence: Span,
    /// The words of the trigger, or those that the pattern matched.
    pub words: String,
    /// In the order in which they were looked for.
    pub roles: Vec<RoleTried>,
    pub status: Option<StatusTold>,
    /// Why it gave no fact; `None` where it gave some.
    pub failure: Option<Failure>,
    /// How many facts it gave, of any status.
    pub facts: usize,
}

/// Who fills a role, and who could not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleTried {
    /// `s`, `o`, `to`, …
    pub role: String,
    /// Where the rule looks: `subject`, `last-object`, …
    pub from: Vec<String>,
    pub optional: bool,
    pub filled: Vec<Party>,
    pub refused: Vec<Refused>,
}

/// A thing at its place in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party {
    /// The thing among the entities of the document's mentions.
    #[serde(skip)]
    pub entity: usize,
    pub title: String,
    pub class: String,
    /// How it came there, in plain words.
    pub how: String,
}

/// A thing that stands where a role looks, and does not fill it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    #[serde(flatten)]
    pub party: Party,
    /// The classes that are wanted, where its own is not among them; empty where it fills another role.
    pub wanted: Vec<String>,
}

/// The status of a statement, and what made it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusTold {
    pub status: Status,
    /// The word, as it stands, or what else tells; empty for what is affirmed.
    pub because: String,
}

/// Why a rule gave no fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Failure {
    /// None of the words that must follow the trigger does.
    After { words: Vec<String> },
    /// None of the words that must stand before the trigger does.
    Before { words: Vec<String> },
    /// A word stands there that speaks against the rule.
    Without { word: String },
    /// The trigger is part of a longer word or phrase.
    Bounded,
    /// The trigger shares its object with another verb.
    Shared,
    /// Too much stands between the trigger and its object.
    Close { between: String },
    /// The object only possesses, or is part of, what the sentence speaks of.
    Possessor,
    /// Nobody fills a role that the rule needs; what stands there instead.
    Unfilled { role: String, stands: String },
    /// The object is a date, and there is none.
    Undated,
    /// Subject and object are the same, or a class of the relation does not admit them.
    NotAdmitted,
    /// The pattern is only for other places: list items, the lead, sections with certain headings.
    Elsewhere,
    /// What stands right beside the match speaks against it.
    Beside,
    /// Another condition of the pattern on what it captured.
    Condition,
}

impl Failure {
    /// Which condition of a frame on the words around its trigger is not met.
    pub(super) fn of_words(frame: &Frame, before: impl Fn(&str) -> bool, after: impl Fn(&str) -> bool) -> Failure {
        let any = |words: &[String], has: &dyn Fn(&str) -> bool| words.iter().any(|w| has(w));
        if !frame.after.is_empty() && !any(&frame.after, &after) {
            return Failure::After { words: frame.after.clone() };
        }
        if !frame.before.is_empty() && !any(&frame.before, &before) {
            return Failure::Before { words: frame.before.clone() };
        }
        let word = frame.without.iter().find(|w| before(w) || after(w));
        Failure::Without { word: word.cloned().unwrap_or_default() }
    }
}

/// What is read in a document, as it is read.
#[derive(Debug, Default)]
pub struct Trace {
    attempts: RefCell<Vec<Attempt>>,
    lines: RefCell<Vec<(Span, Line)>>,
}

impl Trace {
    /// A rule is tried on a sentence.
    pub fn begin(&self, rules: &RuleFile, rule: &str, sentence: Span, words: String) {
        self.attempts.borrow_mut().push(Attempt {
            rule: format!("{}/{rule}", rules.path.trim_end_matches(".toml")),
            relation: rules.relation.clone(),
            sentence,
            words,
            roles: Vec::new(),
            status: None,
            // Unless it tells better or gives something.
            failure: Some(Failure::Condition),
            facts: 0,
        });
    }

    /// What is known of the rule that is being tried.
    pub fn last(&self, tell: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.attempts.borrow_mut().last_mut() {
            tell(attempt);
        }
    }

    /// A sentence is read.
    pub fn line(&self, sentence: Span, line: &Line) {
        self.lines.borrow_mut().push((sentence, line.clone()));
    }

    /// The attempts, in the order in which they were made, and the sentences.
    pub fn finish(self) -> (Vec<Attempt>, Vec<(Span, Line)>) {
        (self.attempts.into_inner(), self.lines.into_inner())
    }
}

impl Reading<'_> {
    /// Tells the trace, if there is one.
    pub(super) fn tell(&self, tell: impl FnOnce(&Trace)) {
        if let Some(trace) = self.trace {
            tell(trace);
        }
    }

    /// The rule that is being tried gives nothing.
    pub(super) fn fail(&self, failure: impl FnOnce() -> Failure) {
        self.tell(|t| t.last(|a| a.failure = Some(failure())));
    }

    /// The rule that is being tried gave some facts, `first` being the number of candidates before.
    pub(super) fn gave(&self, first: usize) {
        let facts = self.candidates.len().saturating_sub(first);
        self.tell(|t| {
            t.last(|a| {
                a.facts = facts;
                a.failure = if facts > 0 { None } else { Some(Failure::NotAdmitted) };
            });
        });
    }

    /// The status of what the rule states.
    pub(super) fn tell_status(&self, status: Status, because: impl FnOnce() -> String) {
        self.tell(|t| {
            let because = if status == Status::Affirmed { String::new() } else { because() };
            t.last(|a| a.status = Some(StatusTold { status, because }));
        });
    }

    /// Who fills a role. `offered` gives who stands where the rule looks.
    pub(super) fn tell_role(
        &self,
        relation: &Relation,
        role: &str,
        rule: &RoleRule,
        found: &[Filled],
        offered: impl FnOnce() -> Vec<Filled>,
    ) {
        let Some(trace) = self.trace else { return };
        let party = |f: &Filled| Party {
            entity: f.entity,
            title: self.mentions.entities[f.entity].title.clone(),
            class: self.class(f.entity).to_owned(),
            how: f.how.clone(),
        };
        let wanted = self.wanted(relation, role, rule);
        let mut refused: Vec<Refused> = Vec::new();
        for f in offered().iter().filter(|f| !found.iter().any(|g| g.entity == f.entity)) {
            let fits = self.admits(relation, role, Some(rule), f.entity);
            let refusal = Refused { party: party(f), wanted: if fits { Vec::new() } else { wanted.clone() } };
            if !refused.contains(&refusal) {
                refused.push(refusal);
            }
        }
        let tried = RoleTried {
            role: role.to_owned(),
            from: rule.from.iter().map(|s| super::inspect::kebab(&format!("{s:?}"))).collect(),
            optional: rule.optional,
            filled: found.iter().map(party).collect(),
            refused,
        };
        trace.last(|a| {
            // A role that is looked for twice is told as it was found in the end.
            a.roles.retain(|r| r.role != role);
            a.roles.push(tried);
        });
    }

    /// The classes that may fill a role.
    fn wanted(&self, relation: &Relation, role: &str, rule: &RoleRule) -> Vec<String> {
        if !rule.class.is_empty() {
            return rule.class.clone();
        }
        match (role, &relation.range) {
            ("s", _) => relation.domain.clone(),
            ("o", Range::Classes(classes)) => classes.clone(),
            ("o", _) => Vec::new(),
            (role, _) => self.extractor.ontology.qualifiers.get(role).cloned().unwrap_or_default(),
        }
    }

    /// Who stands where a role of a frame looks.
    pub(super) fn offered(&self, rule: &RoleRule, clauses: &Clauses<'_>, slots: &Slots) -> Vec<Filled> {
        let subject = |slot: Slot| slot == Slot::Subject && rule.from.contains(&Slot::IntransitiveSubject);
        let looked_for = |slot: Slot| rule.from.contains(&slot) || subject(slot);
        let fillers = slots.fillers.iter().filter(|f| looked_for(f.slot));
        let named = fillers.flat_map(|f| {
            let mut found = self.group_entities(clauses, f.item, &[]);
            found.iter_mut().filter(|g| g.how.is_empty()).for_each(|g| g.how = f.how.to_owned());
            found
        });
        named.collect()
    }

    /// The words of a line between two tokens, as they stand in the document.
    pub(super) fn words_between(&self, line: &Line, from: usize, to: usize) -> String {
        if from < to && to <= line.tokens.len() { self.document.slice(line.span(from, to)) } else { String::new() }
    }
}

/// Clauses of Chinese, in words.
impl Reading<'_> {
    /// What makes the status of a verb, whose tokens are given, other than affirmed.
    pub(super) fn because(&self, line: &Line, verb: (usize, usize), end: usize) -> String {
        let engine = self.engine;
        let (_, word) = verdict(line, &engine.lexicon, &engine.grammar, verb.0, verb.1, end);
        word.map_or("the quotation marks around it".to_owned(), |w| self.words_between(line, w.start, w.end))
    }

    /// Nobody fills a role of the frame of a verb: objects and the like are looked for behind it, subjects before.
    pub(super) fn unfilled(&self, role: &str, clauses: &Clauses<'_>, verb: usize) -> Failure {
        let (start, end) = clauses.segment(verb);
        let (from, to) = if role == "s" { (start, verb) } else { (verb + 1, end) };
        let token = |item: usize| clauses.items.get(item).map_or(clauses.line.tokens.len(), |i| i.start);
        Failure::Unfilled { role: role.to_owned(), stands: self.words_between(clauses.line, token(from), token(to)) }
    }
}

/// Patterns.
impl Reading<'_> {
    /// A pattern matches where it may not.
    pub(super) fn tell_match(&self, p: &CompiledPattern, line: &Line, sentence: Span, failure: Failure) {
        let Some(trace) = self.trace else { return };
        let Some(found) = p.regex.find(&line.text) else { return };
        let rules = &self.engine.rules[p.file];
        let words = self.words_between(line, line.token_at(found.start()), line.token_at(found.end()));
        trace.begin(rules, &rules.patterns[p.pattern].name, sentence, words);
        trace.last(|a| a.failure = Some(failure));
    }

    /// What a match captured.
    pub(super) fn tell_captured(&self, relation: &Relation, roles: &BTreeMap<&str, Vec<Object>>) {
        if self.trace.is_none() {
            return;
        }
        let rule = RoleRule::default();
        for (role, values) in roles {
            let things = values.iter().filter_map(|v| match v {
                Object::Entity(f) => Some(f.clone()),
                Object::Literal(..) => None,
            });
            let things: Vec<Filled> = things.collect();
            // A literal may be any words, and so may a thing be that stands for its words.
            let fits = |f: &&Filled| {
                matches!((*role, &relation.range), ("o", Range::Text)) || self.admits_role(relation, role, f.entity)
            };
            let found: Vec<Filled> = things.iter().filter(fits).cloned().collect();
            self.tell_role(relation, role, &rule, &found, || things);
        }
    }

    /// What makes the status of a match other than affirmed.
    pub(super) fn because_within(
        &self,
        line: &Line,
        tokens: (usize, usize),
        asked: usize,
        end: usize,
        pattern: &str,
    ) -> String {
        let engine = self.engine;
        if let Some((word, _)) = self.doubting_word(line, tokens, pattern) {
            return self.words_between(line, word.start, word.end);
        }
        if self.parsed.is_some() {
            return self.words_between(line, tokens.0, tokens.1);
        }
        let (_, word) = verdict(line, &engine.lexicon, &engine.grammar, asked, tokens.1, end);
        word.map_or("the quotation marks around it".to_owned(), |w| self.words_between(line, w.start, w.end))
    }
}
