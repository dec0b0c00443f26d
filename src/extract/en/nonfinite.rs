//! Who acts in participles, gerunds, infinitives and bare forms, and whether what they say is affirmed.

use super::chunk::ChunkKind;
use super::clause::{Clause, ClauseKind, Found, GroupRef, Parser};
use super::lexicon::Tags;
use super::noun::Group;
use super::verb::VerbForm;
use crate::fact::Status;

impl Parser<'_> {
    /// A participle that goes with a noun: the treaty *signed in 1881*; or opens the sentence.
    pub(super) fn reduced(&self, at: usize) -> Found {
        let mut found = Found { kind: ClauseKind::Participle, from: at, ..Found::default() };
        let Some(i) = self.back(at) else { return found };
        match self.kind(i) {
            ChunkKind::Group(_) => found.subject = self.antecedent(at),
            ChunkKind::Comma => {
                if let Some(g) = self.back(i).filter(|g| self.group(*g).is_some()) {
                    let start = self.chain_start(g);
                    // X, captured by Y, …: who is spoken of, else what stands next to the comma.
                    if self.is_free(start) {
                        found.subject.push(self.whole(start));
                    } else {
                        found.subject.extend(self.antecedent(at));
                    }
                }
            }
            // when captured: what the main clause is about.
            ChunkKind::Link(_) | ChunkKind::Subordinator(_) => found.subject = self.main_before(at).unwrap_or_default(),
            _ => {}
        }
        found
    }

    /// The subject of the last main clause before a chunk.
    pub(super) fn main_before(&self, at: usize) -> Option<Vec<GroupRef>> {
        let mut before = self.clauses.iter().rev().filter(|c| c.chunk < at);
        let main = before.clone().find(|c| self.is_told(c));
        main.or_else(|| before.next()).map(|c| c.subject.clone())
    }

    /// Whether a clause is a main one, or what somebody says or fears: that X would attack, killing….
    fn is_told(&self, clause: &Clause) -> bool {
        matches!(clause.kind, ClauseKind::Main)
            || matches!(clause.kind, ClauseKind::Subordinate) && clause.governor.is_some() && !clause.joined
    }

    pub(super) fn main_index(&self, at: usize) -> Option<usize> {
        let ids: Vec<usize> = (0..self.clauses.len()).rev().filter(|c| self.clauses[*c].chunk < at).collect();
        let main = ids.iter().find(|c| self.is_told(&self.clauses[**c]));
        main.or(ids.first()).copied()
    }

    pub(super) fn ing(&self, at: usize) -> Found {
        let mut found = Found { kind: ClauseKind::Participle, from: at, ..Found::default() };
        let Some(i) = self.back(at) else { return found };
        match self.kind(i) {
            ChunkKind::Comma if self.opens_parenthesis(i) => {
                // the army, invading X, …: not what the clause before is about
                let start = self.back(i).map_or(i, |g| self.chain_start(g));
                found.subject = self.with_apposition(start);
            }
            ChunkKind::Comma => {
                found.governor = self.main_index(at);
                found.subject = self.main_before(at).unwrap_or_default();
                found.joined = true;
            }
            ChunkKind::Join(_) => return self.coordinate(at),
            ChunkKind::Group(_) => {
                let start = self.chain_start(i);
                let object = self.back(start).is_some_and(|p| {
                    self.clause_at(p).is_some_and(|c| c.kind == ClauseKind::Main) && !self.lemma_in(p, "perceive")
                });
                if !object {
                    found.subject = self.antecedent(at);
                }
            }
            ChunkKind::Preposition(word) | ChunkKind::Link(word) | ChunkKind::Subordinator(word) => {
                // by attacking X: what the verb right before says is done so.
                let near = self.clauses.iter().rposition(|c| {
                    c.chunk < at && !matches!(c.kind, ClauseKind::Participle | ClauseKind::Relative(true))
                });
                let near =
                    near.filter(|n| !(self.clauses[*n].chunk..at).any(|i| matches!(self.kind(i), ChunkKind::Comma)));
                found.governor = near.or_else(|| self.main_index(at));
                found.subject = found.governor.map(|g| self.clauses[g].subject.clone()).unwrap_or_default();
                found.from = i;
                let verb = found.governor.map(|g| self.clauses[g].chunk);
                found.status = self.gerund_status(word, verb, i);
            }
            ChunkKind::Verb(_) => {
                found.governor = self.clause_of[i];
                if let Some(c) = self.clause_at(i) {
                    found.subject = c.subject.clone();
                    found.status = if self.lemma_in(i, "aspect") { Some(c.status) } else { Some(Status::Intended) };
                    found.joined = true;
                }
            }
            _ => {}
        }
        found
    }

    pub(super) fn gerund_status(&self, word: &str, verb: Option<usize>, at: usize) -> Option<Status> {
        let near = self.back(at).filter(|b| Some(*b) == verb);
        let governed = |list: &str| near.is_some_and(|v| self.lemma_in(v, list));
        if self.lexicon.is("gerund-not", word) {
            return Some(Status::Negated);
        }
        if governed("fail") {
            return Some(Status::Negated);
        }
        match word {
            "by" | "after" | "before" | "on" | "upon" | "while" | "since" | "when" | "with" | "through" | "despite"
            | "besides" | "following" => None,
            "in" => None,
            "for" if near.is_some() && (governed("known-for") || self.known_for(at)) => None,
            "into" if governed("pivot") => None,
            _ => Some(Status::Intended),
        }
    }

    /// He is known for *signing* ….
    pub(super) fn known_for(&self, at: usize) -> bool {
        self.back(at).is_some_and(|b| self.lemma_in(b, "known-for"))
    }

    pub(super) fn infinitive(&self, at: usize) -> Found {
        let mut found = Found { kind: ClauseKind::Infinitive, from: at, ..Found::default() };
        let Some(i) = self.back(at) else {
            found.status = Some(Status::Intended);
            return found;
        };
        match self.kind(i) {
            ChunkKind::Verb(v) => {
                let Some(c) = self.clause_at(i) else { return found };
                found.governor = self.clause_of[i];
                found.subject = c.subject.clone();
                found.joined = true;
                let active_pivot = self.lemma_in(i, "pivot") && !c.passive && !v.copula;
                if active_pivot && !c.object.is_empty() {
                    found.subject = c.object.clone();
                }
                // began negotiations to marry X: what for
                let last = self.units.get((v.main + v.phrase).saturating_sub(1)).filter(|_| v.phrase > 1);
                let noun = last.is_some_and(|u| u.word().is_some() && !u.tags.is_function() && !u.is(Tags::ADVERB));
                found.joined = !noun;
                found.status = Some(if noun { Status::Intended } else { self.control(i, c) });
                self.set_out(at, i, &mut found);
            }
            ChunkKind::Group(g) => {
                let start = self.chain_start(i);
                let verb = self.back(start).filter(|v| self.verb(*v).is_some());
                let Some(v) = verb else {
                    found.status = Some(Status::Intended);
                    found.subject = self.main_before(at).unwrap_or_default();
                    return found;
                };
                let Some(c) = self.clause_at(v) else { return found };
                found.governor = self.clause_of[v];
                let head = g.members.last().and_then(|m| self.units[m.head].word()).unwrap_or_default();
                let copula = self.verb(v).is_some_and(|v| v.copula);
                if self.lemma_in(v, "pivot") && !c.passive && !copula {
                    found.subject = if c.object.is_empty() { vec![self.whole(i)] } else { c.object.clone() };
                    found.status = Some(self.control(v, c));
                    found.joined = true;
                } else {
                    found.subject = c.subject.clone();
                    let affirmed = copula && (self.lexicon.is("able", head) || self.is_first(g));
                    found.status = Some(if affirmed { c.status } else { Status::Intended });
                    found.joined = affirmed;
                }
                self.set_out(at, v, &mut found);
            }
            ChunkKind::Join(_) | ChunkKind::Comma => {
                // to attack X and to capture Y
                let before = self.clauses.iter().rposition(|c| c.kind == ClauseKind::Infinitive && c.chunk < at);
                match before {
                    Some(c) => return self.joined_to(c),
                    None => {
                        found.status = Some(Status::Intended);
                        found.subject = self.main_before(at).unwrap_or_default();
                    }
                }
            }
            _ => {
                found.status = Some(Status::Intended);
                found.subject = self.main_before(at).unwrap_or_default();
            }
        }
        found
    }

    /// Who sets out or is sent to attack attacks, whether or not it goes well: sent an army *to besiege X*.
    fn set_out(&self, at: usize, verb: usize, found: &mut Found) {
        let Some(clause) = self.clause_at(verb).filter(|c| c.status == Status::Affirmed) else { return };
        if !self.lemma_in(verb, "sets-out") || !self.lemma_in(at, "attempted") {
            return;
        }
        found.status = Some(Status::Affirmed);
        found.joined = true;
        if self.lemma_in(verb, "pivot") && !clause.passive {
            found.subject = clause.object.iter().chain(&clause.subject).copied().collect();
        }
    }

    /// Whether a verb goes on with what somebody set out for: sent an army to attack X *and capture* Y.
    pub(super) fn only_attempted(&self, at: usize, clause: &Clause) -> bool {
        let before = clause.governor.map(|g| &self.clauses[g]).filter(|b| b.kind == ClauseKind::Infinitive);
        let sender = before.and_then(|b| b.governor).map(|g| self.clauses[g].chunk);
        let set_out = sender.is_some_and(|v| self.lemma_in(v, "sets-out"));
        set_out && before.is_some_and(|b| self.lemma_in(b.chunk, "attempted")) && !self.lemma_in(at, "attempted")
    }

    /// the first European to reach ….
    pub(super) fn is_first(&self, group: &Group) -> bool {
        (group.from..group.to).any(|u| self.units[u].word().is_some_and(|w| self.lexicon.is("first", w)))
    }

    /// The status of an infinitive that a verb governs.
    pub(super) fn control(&self, verb: usize, clause: &Clause) -> Status {
        // began negotiations to marry X
        let noun = self.chunks.get(verb).and_then(|c| self.units[c.to - 1].word());
        if noun.is_some_and(|w| self.lexicon.is("unreal-noun", w)) {
            return Status::Intended;
        }
        if self.lemma_in(verb, "implicative") {
            return clause.status;
        }
        if self.lemma_in(verb, "fail") {
            return if clause.status == Status::Negated { Status::Affirmed } else { Status::Negated };
        }
        if self.lemma_in(verb, "demand") { Status::Demanded } else { Status::Intended }
    }

    pub(super) fn base(&self, at: usize) -> Found {
        let i = self.back(at);
        if let Some(i) = i.filter(|i| self.group(*i).is_some()) {
            let verb = self.back(self.chain_start(i)).filter(|v| self.verb(*v).is_some());
            if let Some(c) = verb.and_then(|v| self.clause_of[v]) {
                let clause = &self.clauses[c];
                return Found {
                    subject: vec![self.whole(self.chain_start(i))],
                    kind: ClauseKind::Infinitive,
                    governor: Some(c),
                    status: Some(clause.status),
                    joined: true,
                    from: at,
                    ..Found::default()
                };
            }
        }
        // In a row of infinitives, or after a modal.
        let last = self.clauses.iter().rposition(|c| {
            let verb = self.verb(c.chunk);
            c.chunk < at
                && verb.is_some_and(|v| matches!(v.form, VerbForm::Infinitive | VerbForm::Base) || v.modal.is_some())
        });
        match last {
            Some(c) => {
                let status = self.clauses[c].status;
                Found { status: Some(status), ..self.joined_to(c) }
            }
            None => Found { from: at, ..Found::default() },
        }
    }

    /// The status of what a verb of saying, wishing or knowing introduces; `None`: as the verb's own clause.
    pub(super) fn complement_status(&self, verb: usize) -> Option<Status> {
        let own = self.clause_at(verb).map(|c| c.status).filter(|s| *s != Status::Affirmed);
        if self.lemma_in(verb, "demand") {
            return Some(Status::Demanded);
        }
        if self.lemma_in(verb, "intend") || self.lemma_in(verb, "fear") {
            return Some(Status::Hypothetical);
        }
        if self.lemma_in(verb, "know") { own } else { Some(Status::Reported) }
    }
}
