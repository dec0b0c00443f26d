//! Whom a sentence is about at each of its places, so that a pattern may ask what a pronoun there stands for.
//!
//! Patterns are matched before the clauses of their sentence are read; this tells them what the clauses will say.

use super::clause::Clauses;
use super::line::{Line, TokenKind};
use super::read::Reading;

/// From a place of the sentence on, who it is about.
#[derive(Debug, Clone)]
pub struct About {
    /// Code point of the document.
    pub from: usize,
    pub subject: Vec<usize>,
    /// The clause has named it already: 其 may mean it, 他 does not.
    pub own: bool,
}

impl Reading<'_> {
    /// Whom the clauses of a line are about, in the order of the text; empty where no pronoun asks for it.
    pub(super) fn abouts(&mut self, line: &Line) -> Vec<About> {
        if !line.tokens.iter().any(|t| matches!(t.kind, TokenKind::Pronoun(_))) {
            return Vec::new();
        }
        let mentions = self.mentions;
        let class_of = |t: usize| match line.tokens[t].kind {
            TokenKind::Entity(m) => mentions.entities[mentions.mentions[m].entity].class.as_ref(),
            _ => "",
        };
        let engine = self.engine;
        let clauses = Clauses::new(line, &engine.lexicon, &self.extractor.domain, &class_of);
        let before = self.discourse.clone();
        let mut found = Vec::new();
        let mut start = 0;
        while start < clauses.items.len() {
            let (_, end) = clauses.segment(start);
            let old = self.discourse.subject.clone();
            found.extend(clauses.items.get(start).map(|i| About {
                from: line.tokens[i.start].span.start(),
                subject: old.clone(),
                own: false,
            }));
            self.end_segment(&clauses, start, end);
            let subject = self.discourse.subject.clone();
            let tokens = clauses.items.get(start).map_or(0, |i| i.start)
                ..clauses.items.get(end).map_or(line.tokens.len(), |i| i.start);
            let named = |t: &usize| matches!(line.tokens[*t].kind, TokenKind::Entity(m) if subject.contains(&mentions.mentions[m].entity));
            if let Some(t) = tokens.into_iter().find(named).filter(|_| subject != old) {
                found.push(About { from: line.tokens[t].span.end(), subject, own: true });
            }
            start = end + 1;
        }
        self.discourse = before;
        found
    }

    /// Who a pronoun at a place may stand for before all others; `own`: also who its own clause names.
    pub(super) fn subject_at(&self, place: usize, own: bool) -> &[usize] {
        let told = self.about.iter().rev().find(|a| a.from <= place && (own || !a.own));
        told.map_or(&self.discourse.subject, |a| &a.subject)
    }
}
