//! Why the graph lacks a fact: which rule came nearest in a document, and what failed.

use super::examples::fold;
use super::mention::Mentions;
use super::near::{Near, near};
use super::trace::Attempt;
use super::{Extractor, Traced};
use crate::document::Document;
use crate::fact::{Status, Term};
use crate::pack::ontology::Range;
use crate::span::Span;
use serde::Serialize;
use std::collections::BTreeSet;

/// How many patterns that nearly match are told of a sentence.
const MOST_NEAR: usize = 5;

/// A fact that somebody misses, its ends by any of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub subject: String,
    pub relation: String,
    pub object: String,
}

/// A sentence, and what the rules tried on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentenceTried {
    /// The line of the file on which it starts.
    pub line: u32,
    pub text: String,
    /// Those that came nearest first.
    pub attempts: Vec<Attempt>,
    pub near: Vec<Near>,
    /// Facts that it states, as `清朝 ceded 某地 by zh/ceded/active`.
    pub facts: Vec<String>,
    /// The wanted names that it holds.
    pub names: Vec<String>,
    #[serde(skip)]
    closeness: i32,
}

/// One end of a wanted fact in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    pub name: String,
    /// How many times the thing is named; `None` for a literal, which needs no name.
    pub named: Option<usize>,
    /// Where the words stand without being read as this name: line, and what they are read as, if anything.
    pub overlooked: Vec<(u32, Option<String>)>,
}

/// Why a document does not give a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyNot {
    pub document: String,
    pub path: String,
    pub subject: End,
    pub object: End,
    /// The fact as the document gives it: its status, and the rules that found it.
    pub found: Option<(Status, Vec<String>)>,
    /// Sentences that hold a name of each end or where a rule of the relation was tried, the nearest first.
    pub sentences: Vec<SentenceTried>,
}

impl WhyNot {
    /// How near the nearest rule came, for comparing documents.
    pub fn closeness(&self) -> i32 {
        self.sentences.first().map_or(0, |s| s.closeness)
    }
}

impl SentenceTried {
    /// How near the nearest rule came, for comparing sentences.
    pub fn closeness(&self) -> i32 {
        self.closeness
    }
}

impl Extractor {
    /// Everything that the rules tried on a document, sentence by sentence.
    pub fn tried(&self, document: &Document) -> Vec<SentenceTried> {
        let read = self.traced(document);
        let spans = read.lines.iter().map(|(span, _)| *span);
        spans.map(|span| self.sentence(document, &read, span, None)).collect()
    }

    /// Why a document does not give a fact.
    pub fn why_not(&self, document: &Document, wanted: &Wanted) -> WhyNot {
        let read = self.traced(document);
        let called = |name: &str| -> BTreeSet<usize> { ids(&read.mentions, name) };
        let (subject, object) = (called(&wanted.subject), called(&wanted.object));
        let relation = self.ontology.relations.get(&wanted.relation);
        let literal = relation.is_some_and(|r| !matches!(r.range, Range::Classes(_)));
        let symmetric = relation.is_some_and(|r| r.symmetric);
        let ends = Ends { subject: &subject, object: &object, literal, symmetric };
        let mut sentences: Vec<SentenceTried> = Vec::new();
        for (span, _) in &read.lines {
            let holds = |ids: &BTreeSet<usize>| named_in(&read.mentions, ids, *span);
            let both = holds(&subject) && (literal || holds(&object));
            // Elsewhere one end may be left out: where a rule gave nothing for the other.
            let of_relation = |a: &&Attempt| a.sentence == *span && a.relation == wanted.relation;
            let missed = |a: &Attempt| a.facts == 0 && ends.closeness(a) > 5;
            if both || read.attempts.iter().filter(of_relation).any(missed) {
                sentences.push(self.sentence(document, &read, *span, Some((wanted, &ends))));
            }
        }
        sentences.sort_by_key(|s| std::cmp::Reverse(s.closeness));
        WhyNot {
            document: document.title.clone(),
            path: document.path.clone(),
            subject: end(document, &read.mentions, &wanted.subject, &subject, false),
            object: end(document, &read.mentions, &wanted.object, &object, literal),
            found: found(&read, wanted, symmetric),
            sentences,
        }
    }

    fn sentence(
        &self,
        document: &Document,
        read: &Traced,
        span: Span,
        wanted: Option<(&Wanted, &Ends<'_>)>,
    ) -> SentenceTried {
        let of = |relation: &str| wanted.is_none_or(|(w, _)| w.relation == relation);
        let mut attempts: Vec<Attempt> =
            read.attempts.iter().filter(|a| a.sentence == span && of(&a.relation)).cloned().collect();
        let closeness = |a: &Attempt| wanted.map_or(i32::from(a.facts > 0), |(_, ends)| ends.closeness(a));
        attempts.sort_by_key(|a| std::cmp::Reverse(closeness(a)));
        let matched: BTreeSet<&str> = attempts.iter().map(|a| a.rule.as_str()).collect();
        let mut nearly: Vec<Near> = Vec::new();
        if let Some(engine) = self.languages.get(&document.lang) {
            for (_, line) in read.lines.iter().filter(|(s, _)| *s == span) {
                let patterns = engine.patterns.iter().filter(|p| of(&engine.rules[p.file].relation));
                nearly
                    .extend(patterns.filter_map(|p| near(p, engine, &self.ontology, document, line, wanted.is_none())));
            }
        }
        nearly.retain(|n| !matched.contains(n.rule.as_str()));
        nearly.sort_by_key(|n| (std::cmp::Reverse(n.parts.0 * 100 / n.parts.1), n.rule.clone()));
        nearly.truncate(MOST_NEAR);
        let mut names = Vec::new();
        if let Some((wanted, ends)) = wanted {
            let here = [(&wanted.subject, ends.subject), (&wanted.object, ends.object)];
            names.extend(here.iter().filter(|(_, ids)| named_in(&read.mentions, ids, span)).map(|(n, _)| (*n).clone()));
        }
        let best = attempts.iter().map(closeness).max().unwrap_or(0);
        SentenceTried {
            line: document.line(span),
            text: document.slice(span).trim().to_owned(),
            closeness: best + 3 * names.len() as i32 + i32::from(!nearly.is_empty()),
            attempts,
            near: nearly,
            facts: facts(read, span),
            names,
        }
    }
}

/// The entities that the ends of a wanted fact can be.
struct Ends<'a> {
    subject: &'a BTreeSet<usize>,
    object: &'a BTreeSet<usize>,
    literal: bool,
    symmetric: bool,
}

impl Ends<'_> {
    /// How near a rule came to the fact.
    fn closeness(&self, attempt: &Attempt) -> i32 {
        let role = |role: &str, ids: &BTreeSet<usize>| {
            let tried = attempt.roles.iter().find(|r| r.role == role);
            tried.map_or(0, |r| {
                if r.filled.iter().any(|p| ids.contains(&p.entity)) {
                    8
                } else if r.refused.iter().any(|p| ids.contains(&p.party.entity)) {
                    5
                } else {
                    -i32::from(!r.filled.is_empty())
                }
            })
        };
        let straight = role("s", self.subject) + if self.literal { 4 } else { role("o", self.object) };
        let turned = role("s", self.object) + role("o", self.subject);
        let ends = if self.symmetric { straight.max(turned) } else { straight };
        ends + i32::from(attempt.facts > 0) + 1
    }
}

/// The entities with a name.
fn ids(mentions: &Mentions, name: &str) -> BTreeSet<usize> {
    let name = fold(name);
    let called = |e: &super::mention::LocalEntity| fold(&e.title) == name || e.names.iter().any(|n| fold(n) == name);
    mentions.entities.iter().enumerate().filter(|(_, e)| called(e)).map(|(at, _)| at).collect()
}

/// Whether one of some entities is named in a stretch.
fn named_in(mentions: &Mentions, ids: &BTreeSet<usize>, span: Span) -> bool {
    mentions.mentions.iter().any(|m| ids.contains(&m.entity) && span.contains(m.span))
}

/// How a document names one end of a wanted fact.
fn end(document: &Document, mentions: &Mentions, name: &str, ids: &BTreeSet<usize>, literal: bool) -> End {
    let named = mentions.mentions.iter().filter(|m| ids.contains(&m.entity)).count();
    let mut overlooked = Vec::new();
    if named == 0 && !literal {
        let wanted: Vec<char> = name.chars().map(crate::text::script::fold).collect();
        let text = crate::text::script::fold_all(&document.chars);
        for at in (0..text.len()).filter(|at| !wanted.is_empty() && text[*at..].starts_with(&wanted)) {
            let span = Span::new(at, at + wanted.len());
            let over = |m: &&super::mention::Mention| m.span.start < span.end && span.start < m.span.end;
            let taken = mentions.mentions.iter().find(over);
            let shown = |m: &super::mention::Mention| format!("{} ({})", document.slice(m.span), m.class);
            overlooked.push((document.line(span), taken.map(shown)));
        }
    }
    End { name: name.to_owned(), named: (!literal).then_some(named), overlooked }
}

/// The wanted fact among those that were read.
fn found(read: &Traced, wanted: &Wanted, symmetric: bool) -> Option<(Status, Vec<String>)> {
    let is = |term: &Term, name: &str| match term {
        Term::Entity(at) => read.extraction.entities.get(*at).is_some_and(|e| super::examples::is_called(e, name)),
        Term::Literal(text) => fold(text) == fold(name),
    };
    let facts = read.extraction.facts.iter().filter(|f| f.relation == wanted.relation).filter(|f| {
        let subject = Term::Entity(f.subject);
        is(&subject, &wanted.subject) && is(&f.object, &wanted.object)
            || symmetric && is(&subject, &wanted.object) && is(&f.object, &wanted.subject)
    });
    let fact = facts.min_by_key(|f| f.status)?;
    let rules: BTreeSet<String> = fact.evidence.iter().map(|e| e.rule.clone()).collect();
    Some((fact.status, rules.into_iter().collect()))
}

/// The facts that a sentence states, each in a line.
fn facts(read: &Traced, sentence: Span) -> Vec<String> {
    let entity = |at: usize| read.extraction.entities.get(at).map_or("?", |e| e.title.as_str());
    let mut all = Vec::new();
    for fact in &read.extraction.facts {
        let object = match &fact.object {
            Term::Entity(at) => entity(*at).to_owned(),
            Term::Literal(text) => format!("“{text}”"),
        };
        let here: BTreeSet<&str> =
            fact.evidence.iter().filter(|e| e.sentence == sentence).map(|e| e.rule.as_str()).collect();
        let status = match fact.status {
            Status::Affirmed => String::new(),
            status => format!(" ({})", format!("{status:?}").to_lowercase()),
        };
        let told = |rule: &&str| format!("{} {} {object}{status} by {rule}", entity(fact.subject), fact.relation);
        all.extend(here.iter().map(told));
    }
    all
}
