//! Truth status of English clauses: negation, modals, adverbs of doubt, and what governs the clause.

use super::chunk::ChunkKind;
use super::clause::{Clause, ClauseKind, Parser};
use super::verb::Verb;
use crate::fact::Status;

impl Parser<'_> {
    /// The status of a clause. `found`: what its governor tells.
    pub(super) fn status(&self, at: usize, verb: &Verb, clause: &Clause, found: Option<Status>) -> Status {
        if verb.negated {
            // It did not fall until 1873: then it did.
            let until = self.until_date(clause) && found.is_none();
            return if until { Status::Affirmed } else { Status::Negated };
        }
        if let Some(status) = verb.modal.as_deref().and_then(|m| self.modal(m, verb)) {
            return status;
        }
        if let Some(status) = self.doubt(at, verb) {
            return status;
        }
        if let Some(status) = found {
            return status;
        }
        let governed = clause.governor.map(|g| self.clauses[g].status);
        if clause.kind == ClauseKind::Participle
            && let Some(status) = governed.filter(|s| !matches!(s, Status::Affirmed | Status::Negated))
        {
            return status;
        }
        Status::Affirmed
    }

    /// Whether "until" with a date stands behind the verb of a clause.
    fn until_date(&self, clause: &Clause) -> bool {
        let until = |i: &usize| matches!(self.kind(*i), ChunkKind::Link(w) if matches!(w.as_str(), "until" | "till"));
        let dated = |i: usize| {
            let next = (i + 1..self.chunks.len())
                .find(|k| !matches!(self.kind(*k), ChunkKind::Adverb(_) | ChunkKind::Preposition(_)));
            next.is_some_and(|k| matches!(self.kind(k), ChunkKind::Time(_)))
        };
        (clause.chunk + 1..clause.to).find(until).is_some_and(dated)
    }

    fn modal(&self, modal: &str, verb: &Verb) -> Option<Status> {
        match modal {
            // He would later become…
            "would" if verb.adverbs.iter().any(|a| self.lexicon.is("came-true", a)) => None,
            "would" if verb.lemmas.iter().any(|l| self.lexicon.is("would-be-true", &self.lexicon.lemmas[*l].base)) => {
                None
            }
            "will" | "shall" => Some(Status::Intended),
            "must" | "should" => Some(Status::Demanded),
            _ => Some(Status::Hypothetical),
        }
    }

    fn doubt(&self, at: usize, verb: &Verb) -> Option<Status> {
        let mut words: Vec<&str> = verb.adverbs.iter().map(String::as_str).collect();
        let mut i = at;
        while let Some(before) = i.checked_sub(1) {
            let ChunkKind::Adverb(word) = &self.chunks[before].kind else { break };
            words.push(word);
            i = before;
        }
        // had scarcely put it down, when…
        if !verb.perfect && words.iter().any(|w| self.lexicon.is("not-quite", w)) {
            return Some(Status::Negated);
        }
        words.iter().any(|w| self.lexicon.is("doubt", w)).then_some(Status::Reported)
    }
}
