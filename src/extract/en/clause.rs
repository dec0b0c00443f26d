//! Clauses: for each verb its subject, its object, its phrases, and whether it is affirmed.
//!
//! Verbs are taken from left to right; each looks back for its subject. A verb without one of its own shares that of the
//! verb it is joined to (*defeated X, took Y and founded Z*), stands in a relative clause, or is a participle that goes
//! with a noun or with the clause beside it.

use super::chunk::{Chunk, ChunkKind};
use super::lexicon::Lexicon;
use super::noun::Group;
use super::unit::Unit;
use super::verb::{Verb, VerbForm};
use crate::fact::Status;

/// Members `from..to` of the group at a chunk, or what stands after their "of".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupRef {
    pub chunk: usize,
    pub from: usize,
    pub to: usize,
    pub of: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClauseKind {
    #[default]
    Main,
    /// After who, which or that. `true`: parted by a comma.
    Relative(bool),
    /// After when, if, that.
    Subordinate,
    Participle,
    Infinitive,
}

/// What is said of one verb.
#[derive(Debug, Clone, Default)]
pub struct Clause {
    /// The chunk of the verb.
    pub chunk: usize,
    pub kind: ClauseKind,
    /// Possible grammatical subjects, the likeliest first.
    pub subject: Vec<GroupRef>,
    pub passive: bool,
    pub object: Vec<GroupRef>,
    /// A second object, or what the subject of a passive or of "be" is or becomes.
    pub complement: Option<GroupRef>,
    /// Prepositions and what follows each.
    pub phrases: Vec<(String, GroupRef)>,
    pub status: Status,
    /// The clause that this one is joined or subordinate to.
    pub governor: Option<usize>,
    /// The relative pronoun that its subject or object is.
    pub relative: Option<String>,
    /// It goes on with the subject of the clause before it: dates carry over.
    pub joined: bool,
    /// Its verb is left out and that of another clause.
    pub gapped: bool,
    /// Where the dates stand that are its own, in a sentence with further objects.
    pub dates: Option<(usize, usize)>,
    /// The first chunk that belongs to it.
    pub from: usize,
    /// One past its last.
    pub to: usize,
}

/// Works the clauses of a line out.
pub struct Parser<'a> {
    pub units: &'a [Unit],
    pub chunks: &'a [Chunk],
    pub lexicon: &'a Lexicon,
    pub clauses: Vec<Clause>,
    /// The clause of each chunk that is a verb.
    pub(super) clause_of: Vec<Option<usize>>,
}

/// What a look for a subject found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) subject: Vec<GroupRef>,
    pub(super) kind: ClauseKind,
    pub(super) governor: Option<usize>,
    pub(super) status: Option<Status>,
    /// For an object relative: what the verb is done to.
    pub(super) object: Vec<GroupRef>,
    pub(super) relative: Option<String>,
    pub(super) joined: bool,
    pub(super) from: usize,
}

impl<'a> Parser<'a> {
    pub fn new(units: &'a [Unit], chunks: &'a [Chunk], lexicon: &'a Lexicon) -> Parser<'a> {
        Parser { units, chunks, lexicon, clauses: Vec::new(), clause_of: vec![None; chunks.len()] }
    }

    /// All clauses, in the order of their verbs.
    pub fn run(mut self) -> Vec<Clause> {
        for at in 0..self.chunks.len() {
            if let ChunkKind::Verb(verb) = &self.chunks[at].kind {
                let clause = self.clause(at, verb);
                self.clause_of[at] = Some(self.clauses.len());
                self.clauses.push(clause);
            }
        }
        self.attach_fronted();
        self.share();
        self.add_phrases_before();
        self.add_second_sides();
        self.add_gapped();
        self.clauses
    }

    pub(super) fn kind(&self, at: usize) -> &'a ChunkKind {
        &self.chunks[at].kind
    }

    pub(super) fn group(&self, at: usize) -> Option<&'a Group> {
        match self.kind(at) {
            ChunkKind::Group(g) => Some(g),
            _ => None,
        }
    }

    pub(super) fn verb(&self, at: usize) -> Option<&'a Verb> {
        match self.kind(at) {
            ChunkKind::Verb(v) => Some(v),
            _ => None,
        }
    }

    pub(super) fn whole(&self, chunk: usize) -> GroupRef {
        GroupRef { chunk, from: 0, to: self.group(chunk).map_or(0, |g| g.members.len()), of: false }
    }

    /// Whether a chunk says nothing of who acts: adverbs, dates, brackets.
    pub(super) fn light(&self, at: usize) -> bool {
        match self.kind(at) {
            ChunkKind::Adverb(_) | ChunkKind::Time(_) | ChunkKind::Aside(..) | ChunkKind::Amount(_) => true,
            ChunkKind::Preposition(_) | ChunkKind::Link(_) => {
                let over = (at + 1..self.chunks.len()).find(|i| !matches!(self.kind(*i), ChunkKind::Adverb(_)));
                over.is_some_and(|i| matches!(self.kind(i), ChunkKind::Time(_) | ChunkKind::Amount(_)))
            }
            _ => false,
        }
    }

    /// The chunk before another that says something of who acts.
    pub(super) fn back(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|i| !self.light(*i))
    }

    pub(super) fn forward(&self, at: usize) -> Option<usize> {
        (at + 1..self.chunks.len()).find(|i| !self.light(*i))
    }

    /// The group that heads a chain of groups and prepositions: *the army* in the army of the emir at X.
    pub(super) fn chain_start(&self, group: usize) -> usize {
        let mut start = group;
        while let Some(p) = self.back(start) {
            let ChunkKind::Preposition(_) = self.kind(p) else { break };
            match self.back(p).filter(|g| self.group(*g).is_some()) {
                Some(g) => start = g,
                None => break,
            }
        }
        start
    }

    pub(super) fn lemma_in(&self, verb: usize, list: &str) -> bool {
        self.verb(verb).is_some_and(|v| v.lemmas.iter().any(|l| self.lexicon.is(list, &self.lexicon.lemmas[*l].base)))
    }

    pub(super) fn all_lemmas_in(&self, verb: usize, list: &str) -> bool {
        let is = |l: &usize| self.lexicon.is(list, &self.lexicon.lemmas[*l].base);
        self.verb(verb).is_some_and(|v| !v.lemmas.is_empty() && v.lemmas.iter().all(is))
    }

    pub(super) fn clause_at(&self, verb: usize) -> Option<&Clause> {
        self.clause_of[verb].map(|c| &self.clauses[c])
    }

    /// Whether a group has a name for its head, or is a pronoun.
    pub(super) fn names(&self, chunk: usize) -> bool {
        use super::unit::UnitKind::{Name, Pronoun};
        let member = |np: &super::noun::Np| matches!(self.units[np.head].kind, Name(_) | Pronoun(_));
        self.group(chunk).is_some_and(|g| g.members.iter().any(member))
    }

    /// A group and, if it names nobody, the one beside it that a comma parts: the governor, *Kaufman*, ….
    pub(super) fn with_apposition(&self, chunk: usize) -> Vec<GroupRef> {
        let mut found = vec![self.whole(chunk)];
        if !self.names(chunk) {
            let comma = |i: usize| matches!(self.chunks.get(i).map(|c| &c.kind), Some(ChunkKind::Comma));
            // In Persia, the army took…: what opens the sentence is not the army.
            let free = |i: &usize| !matches!(self.back(*i).map(|b| self.kind(b)), Some(ChunkKind::Preposition(_)));
            let before = chunk.checked_sub(2).filter(|_| comma(chunk - 1)).filter(free);
            let beside = [Some(chunk + 2).filter(|_| comma(chunk + 1)), before];
            let named = |i: &usize| *i < self.chunks.len() && self.names(*i);
            found.extend(beside.into_iter().flatten().filter(named).map(|i| self.whole(i)));
        }
        found
    }

    pub(super) fn clause(&self, at: usize, verb: &Verb) -> Clause {
        let (found, passive) = match verb.form {
            VerbForm::Finite => (self.finite(at), verb.passive),
            VerbForm::Bare if self.is_participle(at) => (self.reduced(at), true),
            VerbForm::Bare => {
                let found = self.finite(at);
                let shares = matches!(self.back(at).map(|i| self.kind(i)), Some(ChunkKind::Join(_) | ChunkKind::Comma));
                let passive = shares
                    && !self.all_lemmas_in(at, "intransitive")
                    && found.joined
                    && found.governor.is_some_and(|g| self.clauses[g].passive);
                (found, passive && !self.object_follows(at))
            }
            VerbForm::Participle => {
                let joined = matches!(self.back(at).map(|i| self.kind(i)), Some(ChunkKind::Join(_)))
                    || matches!(self.back(at).map(|i| self.kind(i)), Some(ChunkKind::Comma))
                        && self.last_is_passive(at);
                let found = if joined { self.coordinate(at) } else { self.reduced(at) };
                // had attacked X and taken Y
                let perfect = joined && found.governor.is_some_and(|g| !self.clauses[g].passive);
                (found, !perfect)
            }
            VerbForm::Ing => (self.ing(at), verb.passive),
            VerbForm::Infinitive => (self.infinitive(at), verb.passive),
            VerbForm::Base => (self.base(at), verb.passive),
        };
        let mut clause = Clause {
            chunk: at,
            kind: found.kind,
            subject: found.subject,
            passive,
            object: found.object,
            governor: found.governor,
            relative: found.relative,
            joined: found.joined,
            from: found.from,
            ..Clause::default()
        };
        self.right(&mut clause, verb);
        clause.status = self.status(at, verb, &clause, found.status);
        if clause.status == Status::Affirmed && self.only_attempted(at, &clause) {
            clause.status = Status::Intended;
        }
        clause
    }

    pub(super) fn last_is_passive(&self, at: usize) -> bool {
        (0..at).rev().find_map(|i| self.clause_at(i)).is_some_and(|c| c.passive)
    }

    pub(super) fn object_follows(&self, at: usize) -> bool {
        (at + 1..self.chunks.len())
            .find(|i| !matches!(self.kind(*i), ChunkKind::Adverb(_)))
            .is_some_and(|i| self.group(i).is_some())
    }

    pub(super) fn is_preposition(&self, at: Option<usize>, word: &str) -> bool {
        at.is_some_and(|i| matches!(self.kind(i), ChunkKind::Preposition(w) if w == word))
    }

    /// What stands to the right of a verb.
    pub(super) fn right(&self, clause: &mut Clause, verb: &Verb) {
        let mut at = clause.chunk + 1;
        let mut preposition: Option<&str> = None;
        let mut fresh = true;
        while let Some(chunk) = self.chunks.get(at) {
            match &chunk.kind {
                ChunkKind::Adverb(_)
                | ChunkKind::Aside(..)
                | ChunkKind::Amount(_)
                | ChunkKind::Time(_)
                | ChunkKind::Other(_) => {
                    if !matches!(chunk.kind, ChunkKind::Adverb(_) | ChunkKind::Other(_) | ChunkKind::Aside(..)) {
                        preposition = None;
                    }
                }
                ChunkKind::Group(_) => {
                    let whole = self.whole(at);
                    match preposition.take() {
                        Some(p) => clause.phrases.push((p.to_owned(), whole)),
                        None if fresh && !clause.passive && !verb.copula && clause.object.is_empty() => {
                            clause.object.push(whole)
                        }
                        None if fresh
                            || clause.complement.is_none()
                                && clause.phrases.is_empty()
                                && clause.object.iter().any(|o| o.chunk + 1 == at) =>
                        {
                            clause.complement = clause.complement.or(Some(whole));
                        }
                        None => break,
                    }
                    fresh = false;
                }
                ChunkKind::Preposition(p) => {
                    preposition = Some(p);
                    fresh = false;
                }
                ChunkKind::Link(word) => {
                    // After a noun of time it is a preposition; before a clause the verb's own words are over.
                    preposition = Some(word);
                    fresh = false;
                }
                ChunkKind::Join(_)
                    if matches!(self.chunks.get(at + 1).map(|c| &c.kind), Some(ChunkKind::Preposition(_))) => {}
                ChunkKind::Comma => {
                    let dated = (at + 1..self.chunks.len()).take_while(|i| self.light(*i)).count();
                    let closes = matches!(self.chunks.get(at + 1 + dated).map(|c| &c.kind), Some(ChunkKind::Comma));
                    if dated > 0 && closes {
                        at += 1 + dated;
                    } else if !self.phrase_follows(at + 1) {
                        break;
                    } else {
                        preposition = None;
                    }
                }
                _ => break,
            }
            at += 1;
        }
        clause.to = at;
    }

    /// Whether a phrase that a comma parts still belongs to the verb: …, against Germany and its allies.
    pub(super) fn phrase_follows(&self, at: usize) -> bool {
        let known = |w: &str| matches!(w, "against" | "with" | "at" | "to" | "from" | "alongside");
        let phrase = matches!(self.chunks.get(at).map(|c| &c.kind), Some(ChunkKind::Preposition(w)) if known(w));
        let mut i = at + 1;
        if !phrase || i >= self.chunks.len() || self.group(i).is_none() {
            return false;
        }
        while i < self.chunks.len()
            && (self.light(i) || self.group(i).is_some() || matches!(self.kind(i), ChunkKind::Preposition(_)))
        {
            i += 1;
        }
        matches!(self.chunks.get(i).map(|c| &c.kind), None | Some(ChunkKind::Stop(_)))
    }

    /// A participle that opens the sentence goes with the first clause after it.
    pub(super) fn attach_fronted(&mut self) {
        for c in 0..self.clauses.len() {
            let clause = &self.clauses[c];
            if clause.kind != ClauseKind::Participle || !clause.subject.is_empty() || clause.joined {
                continue;
            }
            let opens = match self.back(clause.chunk) {
                None => true,
                Some(i) => matches!(
                    self.kind(i),
                    ChunkKind::Preposition(_) | ChunkKind::Link(_) | ChunkKind::Subordinator(_) | ChunkKind::Stop(_)
                ),
            };
            if !opens {
                continue;
            }
            let next = self.clauses[c + 1..].iter().find(|n| matches!(n.kind, ClauseKind::Main) && !n.joined);
            if let Some(subject) = next.map(|n| n.subject.clone()) {
                self.clauses[c].subject = subject;
            }
        }
    }

    /// Phrases before a main clause's subject belong to its verb, and so does who commands its subject: *at Leuthen* the
    /// Prussians *under Frederick* won.
    fn add_phrases_before(&mut self) {
        const OPENING: [&str; 7] = ["at", "in", "during", "under", "near", "outside", "against"];
        for c in 0..self.clauses.len() {
            let clause = &self.clauses[c];
            let Some(subject) = clause.subject.first().filter(|_| !clause.joined).map(|s| s.chunk) else { continue };
            if subject >= clause.chunk {
                continue;
            }
            let mut added = Vec::new();
            if clause.kind == ClauseKind::Main {
                let stop = |i: &usize| matches!(self.kind(*i), ChunkKind::Stop(_));
                let start = (0..subject).rev().find(stop).map_or(0, |i| i + 1);
                let plain = |i: usize| {
                    self.light(i)
                        || self.group(i).is_some()
                        || matches!(self.kind(i), ChunkKind::Preposition(_) | ChunkKind::Comma)
                };
                if (start..subject).all(plain) {
                    added.extend(self.phrases_in(start, subject, &OPENING));
                }
            }
            // During the battle of X, Y was killed and Z captured: both were there.
            let also = clause.governor.is_none() && clause.kind == ClauseKind::Main && added.is_empty();
            if let Some(first) = also.then(|| self.opens_with(c)).flatten() {
                added.extend(first);
            }
            let clause = &self.clauses[c];
            if !clause.passive {
                added.extend(self.phrases_in(subject + 1, clause.chunk, &["under", "under the command of"]));
            }
            self.clauses[c].phrases.extend(added);
        }
    }

    /// In which war or battle the sentence of a clause places all that it tells.
    fn opens_with(&self, clause: usize) -> Option<Vec<(String, GroupRef)>> {
        let chunk = self.clauses[clause].chunk;
        let stop = |i: &usize| matches!(self.kind(*i), ChunkKind::Stop(_));
        let start = (0..chunk).rev().find(stop).map_or(0, |i| i + 1);
        let first = self.clauses.iter().find(|c| c.chunk > start && matches!(c.kind, ClauseKind::Main))?;
        let own = self.clauses[clause].subject.first()?.chunk;
        let joined = self.back(own).is_some_and(|b| matches!(self.kind(b), ChunkKind::Join(_) | ChunkKind::Comma));
        let opens = joined && first.subject.first().is_some_and(|s| s.chunk > start);
        let phrases = first.phrases.iter().filter(|(p, g)| p == "during" && g.chunk < first.chunk && g.chunk > start);
        (opens && first.chunk < chunk).then(|| phrases.cloned().collect())
    }

    /// The phrases among some chunks that begin with one of some prepositions.
    fn phrases_in(&self, from: usize, to: usize, words: &[&str]) -> Vec<(String, GroupRef)> {
        let phrase = |i: usize| match self.kind(i) {
            ChunkKind::Preposition(p) if words.contains(&p.as_str()) => {
                let group = self.forward(i).filter(|g| *g < to && self.group(*g).is_some())?;
                Some((p.clone(), self.whole(group)))
            }
            _ => None,
        };
        (from..to).filter_map(phrase).collect()
    }

    /// Verbs side by side share what follows the last: besieged and captured X; was besieged and captured by X. And a
    /// name that turned out to be the subject of the next clause is no object of the one before.
    pub(super) fn share(&mut self) {
        for c in (0..self.clauses.len().saturating_sub(1)).rev() {
            let (a, b) = (&self.clauses[c], &self.clauses[c + 1]);
            let beside = (a.chunk + 1..b.chunk)
                .all(|i| matches!(self.kind(i), ChunkKind::Join(_) | ChunkKind::Comma | ChunkKind::Adverb(_)));
            let infinitive = b.kind == ClauseKind::Infinitive && a.kind != ClauseKind::Infinitive;
            let ing = |c: &Clause| self.verb(c.chunk).is_some_and(|v| v.form == VerbForm::Ing);
            if beside && b.joined && a.passive == b.passive && !infinitive && ing(a) == ing(b) {
                let (object, phrases) = (b.object.clone(), b.phrases.clone());
                let a = &mut self.clauses[c];
                if a.object.is_empty() && a.phrases.is_empty() {
                    a.object = object;
                    a.phrases = phrases.into_iter().filter(|(p, _)| a.passive || p != "by").collect();
                }
            }
        }
        let subjects: Vec<(usize, GroupRef)> = self
            .clauses
            .iter()
            .filter_map(|c| Some((c.chunk, *c.subject.first()?)))
            .filter(|(_, s)| s.from > 0)
            .collect();
        for (chunk, s) in subjects {
            for clause in self.clauses.iter_mut().filter(|c| c.chunk < chunk) {
                let phrases = clause.phrases.iter_mut().map(|(_, g)| g);
                for other in clause.object.iter_mut().chain(phrases).filter(|g| g.chunk == s.chunk && g.to > s.from) {
                    other.to = s.from;
                }
            }
        }
    }
}
