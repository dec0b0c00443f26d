//! Clauses: for each verb its subject, its object, its phrases, and whether it is affirmed.
//!
//! Verbs are taken from left to right; each looks back for its subject. A verb without one of its own shares that of the
//! verb it is joined to (*defeated X, took Y and founded Z*), stands in a relative clause, or is a participle that goes
//! with a noun or with the clause beside it.

use super::chunk::{Chunk, ChunkKind};
use super::lexicon::{Lexicon, Tags};
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
    clause_of: Vec<Option<usize>>,
}

/// What a look for a subject found.
#[derive(Debug, Default)]
struct Found {
    subject: Vec<GroupRef>,
    kind: ClauseKind,
    governor: Option<usize>,
    status: Option<Status>,
    /// For an object relative: what the verb is done to.
    object: Vec<GroupRef>,
    relative: Option<String>,
    joined: bool,
    from: usize,
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
        self.clauses
    }

    fn kind(&self, at: usize) -> &'a ChunkKind {
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

    fn whole(&self, chunk: usize) -> GroupRef {
        GroupRef { chunk, from: 0, to: self.group(chunk).map_or(0, |g| g.members.len()), of: false }
    }

    /// Whether a chunk says nothing of who acts: adverbs, dates, brackets.
    fn light(&self, at: usize) -> bool {
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

    fn forward(&self, at: usize) -> Option<usize> {
        (at + 1..self.chunks.len()).find(|i| !self.light(*i))
    }

    /// The group that heads a chain of groups and prepositions: *the army* in the army of the emir at X.
    fn chain_start(&self, group: usize) -> usize {
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

    fn lemma_in(&self, verb: usize, list: &str) -> bool {
        self.verb(verb).is_some_and(|v| v.lemmas.iter().any(|l| self.lexicon.is(list, &self.lexicon.lemmas[*l].base)))
    }

    fn all_lemmas_in(&self, verb: usize, list: &str) -> bool {
        let is = |l: &usize| self.lexicon.is(list, &self.lexicon.lemmas[*l].base);
        self.verb(verb).is_some_and(|v| !v.lemmas.is_empty() && v.lemmas.iter().all(is))
    }

    fn clause_at(&self, verb: usize) -> Option<&Clause> {
        self.clause_of[verb].map(|c| &self.clauses[c])
    }

    /// Whether a group has a name for its head, or is a pronoun.
    fn names(&self, chunk: usize) -> bool {
        use super::unit::UnitKind::{Name, Pronoun};
        let member = |np: &super::noun::Np| matches!(self.units[np.head].kind, Name(_) | Pronoun(_));
        self.group(chunk).is_some_and(|g| g.members.iter().any(member))
    }

    /// A group and, if it names nobody, the one beside it that a comma parts: the governor, *Kaufman*, ….
    fn with_apposition(&self, chunk: usize) -> Vec<GroupRef> {
        let mut found = vec![self.whole(chunk)];
        if !self.names(chunk) {
            let comma = |i: usize| matches!(self.chunks.get(i).map(|c| &c.kind), Some(ChunkKind::Comma));
            let beside =
                [Some(chunk + 2).filter(|_| comma(chunk + 1)), chunk.checked_sub(2).filter(|_| comma(chunk - 1))];
            let named = |i: &usize| *i < self.chunks.len() && self.names(*i);
            found.extend(beside.into_iter().flatten().filter(named).map(|i| self.whole(i)));
        }
        found
    }

    fn clause(&self, at: usize, verb: &Verb) -> Clause {
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
        clause
    }

    fn last_is_passive(&self, at: usize) -> bool {
        (0..at).rev().find_map(|i| self.clause_at(i)).is_some_and(|c| c.passive)
    }

    fn object_follows(&self, at: usize) -> bool {
        (at + 1..self.chunks.len())
            .find(|i| !matches!(self.kind(*i), ChunkKind::Adverb(_)))
            .is_some_and(|i| self.group(i).is_some())
    }

    fn is_preposition(&self, at: Option<usize>, word: &str) -> bool {
        at.is_some_and(|i| matches!(self.kind(i), ChunkKind::Preposition(w) if w == word))
    }

    /// Whether a word that can be a past or a participle is a participle here.
    fn is_participle(&self, at: usize) -> bool {
        let by = self.is_preposition(self.forward(at), "by");
        let object = self.object_follows(at);
        // Who failed to take…, and who died, did it.
        let infinitive = self.forward(at).is_some_and(|i| self.verb(i).is_some_and(|v| v.form == VerbForm::Infinitive));
        if !by && (infinitive || self.all_lemmas_in(at, "intransitive")) {
            return false;
        }
        let Some(i) = self.back(at) else { return by || !object };
        match self.kind(i) {
            ChunkKind::Group(g) => {
                let start = self.chain_start(i);
                match self.back(start).map(|p| (p, self.kind(p))) {
                    Some((p, ChunkKind::Verb(_))) => {
                        if self.lemma_in(p, "say") {
                            return false;
                        }
                        let main = self
                            .clause_at(p)
                            .is_some_and(|c| matches!(c.kind, ClauseKind::Main | ClauseKind::Subordinate));
                        if main { !(object && !by && g.members.len() > 1) } else { by || !object }
                    }
                    Some((p, ChunkKind::Preposition(_))) => {
                        let earlier = (0..p)
                            .rev()
                            .take_while(|i| !matches!(self.kind(*i), ChunkKind::Stop(_) | ChunkKind::Comma));
                        let main = earlier.into_iter().any(|i| self.verb(i).is_some());
                        by || main || !object
                    }
                    _ => by || !object && self.later_needs_subject(at),
                }
            }
            ChunkKind::Comma => {
                let group = self.back(i).filter(|g| self.group(*g).is_some());
                let free = group.is_some_and(|g| self.is_free(self.chain_start(g)));
                by || !object && free
            }
            ChunkKind::Link(_) | ChunkKind::Subordinator(_) | ChunkKind::Preposition(_) | ChunkKind::Verb(_) => true,
            _ => false,
        }
    }

    /// Whether a comma stands between a subject and what is said of it before its verb.
    fn opens_parenthesis(&self, comma: usize) -> bool {
        let Some(group) = self.back(comma).filter(|g| self.group(*g).is_some()) else { return false };
        let start = self.chain_start(group);
        let before = self.back(start).map(|i| self.kind(i));
        let begins = matches!(
            before,
            None | Some(ChunkKind::Comma | ChunkKind::Stop(_) | ChunkKind::Join(_) | ChunkKind::Subordinator(_))
        );
        // A verb follows that has no other subject.
        let verb = (comma + 1..self.chunks.len()).skip_while(|i| !matches!(self.kind(*i), ChunkKind::Comma)).nth(1);
        begins && self.is_free(start) && verb.is_some_and(|v| self.verb(v).is_some_and(|v| v.form != VerbForm::Ing))
    }

    /// Whether a group is neither object nor governed by a preposition.
    fn is_free(&self, group: usize) -> bool {
        match self.back(group).map(|i| self.kind(i)) {
            Some(ChunkKind::Verb(_) | ChunkKind::Preposition(_)) => false,
            // after the battle, but: after he came
            Some(ChunkKind::Link(_)) => {
                self.clauses.iter().any(|c| c.subject.first().is_some_and(|s| s.chunk == group))
            }
            _ => true,
        }
    }

    /// Whether a finite verb further on has no subject between here and there.
    fn later_needs_subject(&self, at: usize) -> bool {
        for i in at + 1..self.chunks.len() {
            match self.kind(i) {
                ChunkKind::Stop('.' | ';' | ':') => return false,
                ChunkKind::Relative(_) | ChunkKind::Subordinator(_) | ChunkKind::Join(_) => return false,
                ChunkKind::Verb(v) if matches!(v.form, VerbForm::Finite) => {
                    let Some(before) = self.back(i) else { return false };
                    return match self.kind(before) {
                        ChunkKind::Group(_) => {
                            let start = self.chain_start(before);
                            start > at
                                && matches!(self.back(start).map(|p| self.kind(p)), Some(ChunkKind::Preposition(_)))
                        }
                        ChunkKind::Verb(_) => true,
                        _ => false,
                    };
                }
                _ => {}
            }
        }
        false
    }

    /// The subject of a finite verb.
    fn finite(&self, at: usize) -> Found {
        let none = Found { from: at, ..Found::default() };
        let Some(mut i) = self.back(at) else { return none };
        for _ in 0..4 {
            match self.kind(i) {
                ChunkKind::Group(_) => {
                    let start = self.chain_start(i);
                    let Some(p) = self.back(start) else {
                        return Found { subject: self.with_apposition(start), from: 0, ..Found::default() };
                    };
                    match self.kind(p) {
                        ChunkKind::Verb(_) => return self.after_object(at, i, start, p),
                        ChunkKind::Preposition(_) => match self.back(p) {
                            // In the Caucasus Kaufman defeated…: the last name acts.
                            None => return Found { subject: vec![self.whole(i)], from: 0, ..Found::default() },
                            Some(next) => {
                                i = next;
                                continue;
                            }
                        },
                        ChunkKind::Relative(word) => return self.object_relative(p, word, start),
                        ChunkKind::Link(_) => {
                            let subject = self.with_apposition(start);
                            return Found { subject, kind: ClauseKind::Subordinate, from: p, ..Found::default() };
                        }
                        ChunkKind::Subordinator(word) => {
                            if matches!(word.as_str(), "so" | "whereupon") {
                                return Found { subject: self.with_apposition(start), from: p, ..Found::default() };
                            }
                            let condition = self.lexicon.tags(word).has(Tags::CONDITION);
                            let status = condition.then_some(Status::Hypothetical);
                            let subject = self.with_apposition(start);
                            return Found {
                                subject,
                                status,
                                kind: ClauseKind::Subordinate,
                                from: p,
                                ..Found::default()
                            };
                        }
                        ChunkKind::Comma => {
                            // The apposition of a longer phrase is no subject of its own: X, the son of Y, took….
                            return Found { subject: self.with_apposition(start), from: p, ..Found::default() };
                        }
                        _ => return Found { subject: self.with_apposition(start), from: p, ..Found::default() },
                    }
                }
                ChunkKind::Comma => return self.after_comma(at, i),
                ChunkKind::Join(_) => return self.coordinate(at),
                ChunkKind::Verb(_) => {
                    // the forces led by X turned: past the participle
                    let inner = self
                        .clause_at(i)
                        .filter(|c| matches!(c.kind, ClauseKind::Participle | ClauseKind::Relative(_)));
                    let Some(clause) = inner else { return none };
                    return Found { subject: clause.subject.clone(), from: clause.from, ..Found::default() };
                }
                ChunkKind::Relative(word) => {
                    let comma = i > 0 && matches!(self.kind(i - 1), ChunkKind::Comma);
                    let subject = self.antecedent(i);
                    if subject.is_empty() && self.back(i).is_some_and(|b| self.verb(b).is_some()) {
                        return none;
                    }
                    return Found {
                        subject,
                        kind: ClauseKind::Relative(comma),
                        relative: Some(word.clone()),
                        from: i,
                        ..Found::default()
                    };
                }
                _ => return none,
            }
        }
        none
    }

    /// A finite verb behind what looks like the object of another.
    fn after_object(&self, at: usize, group: usize, start: usize, verb: usize) -> Found {
        let Some(c) = self.clause_of[verb] else { return Found { from: at, ..Found::default() } };
        let clause = &self.clauses[c];
        if self.lemma_in(verb, "say") {
            let subject = self.with_apposition(start);
            let status = self.complement_status(verb);
            return Found {
                subject,
                status,
                kind: ClauseKind::Subordinate,
                governor: Some(c),
                from: start,
                ..Found::default()
            };
        }
        match clause.kind {
            ClauseKind::Relative(_) | ClauseKind::Participle => {
                Found { subject: clause.subject.clone(), from: clause.from, ..Found::default() }
            }
            ClauseKind::Infinitive => {
                let before = self.back(verb).filter(|g| self.group(*g).is_some());
                let subject = before.map(|g| self.with_apposition(self.chain_start(g))).unwrap_or_default();
                Found { subject, from: clause.from, ..Found::default() }
            }
            _ => {
                // attacked Khiva and *Bukhara* surrendered
                let members = self.group(group).map_or(0, |g| g.members.len());
                if members < 2 {
                    return Found { from: at, ..Found::default() };
                }
                let last = GroupRef { chunk: group, from: members - 1, to: members, of: false };
                Found { subject: vec![last], from: group, ..Found::default() }
            }
        }
    }

    /// A finite verb behind a comma: past what the comma closes, or joined to the clause before.
    fn after_comma(&self, at: usize, comma: usize) -> Found {
        let none = Found { from: at, ..Found::default() };
        let Some(last) = self.back(comma) else { return none };
        let closes = |i: usize| matches!(self.kind(i), ChunkKind::Comma | ChunkKind::Stop(_));
        let open = (0..=last).rev().find(|i| closes(*i));
        let first = open.map_or(0, |i| i + 1);
        let first = (first..=last).find(|i| !self.light(*i)).unwrap_or(last);
        let main = (first..comma).rev().find_map(|i| {
            let clause = self.clause_at(i)?;
            matches!(clause.kind, ClauseKind::Main).then_some(self.clause_of[i]?)
        });
        if let (Some(c), false) = (main, matches!(self.kind(first), ChunkKind::Relative(_))) {
            return self.joined_to(c);
        }
        let before = open.filter(|o| matches!(self.kind(*o), ChunkKind::Comma)).and_then(|o| self.back(o));
        match before {
            Some(b) => match self.group(b).map(|_| self.chain_start(b)) {
                Some(start) if self.is_free(start) => {
                    // Past a second parenthesis: X, the governor, who had…, took….
                    let further = self.back(start).filter(|c| matches!(self.kind(*c), ChunkKind::Comma));
                    let further = further.and_then(|c| self.back(c)).filter(|g| self.group(*g).is_some());
                    let named = self.names(start);
                    let start =
                        further.map(|g| self.chain_start(g)).filter(|g| !named && self.is_free(*g)).unwrap_or(start);
                    Found { subject: self.with_apposition(start), from: start, ..Found::default() }
                }
                _ => self.coordinate(at),
            },
            None if self.group(first).is_some() && open.is_none_or(|o| matches!(self.kind(o), ChunkKind::Stop(_))) => {
                Found { subject: self.with_apposition(first), from: first, ..Found::default() }
            }
            None => none,
        }
    }

    fn joined_to(&self, clause: usize) -> Found {
        let c = &self.clauses[clause];
        let status = (!matches!(c.status, Status::Affirmed | Status::Negated)).then_some(c.status);
        // A condition or a report goes on; a wish of the first verb does not.
        let status = status.filter(|_| matches!(c.kind, ClauseKind::Subordinate | ClauseKind::Infinitive));
        Found {
            subject: c.subject.clone(),
            kind: c.kind,
            governor: Some(clause),
            status,
            joined: true,
            relative: c.relative.clone(),
            from: self.clauses[clause].to,
            ..Found::default()
        }
    }

    /// The clause that a verb after "and" or a comma goes on with.
    fn coordinate(&self, at: usize) -> Found {
        let none = Found { from: at, ..Found::default() };
        let comma = self.back(at).is_some_and(|i| {
            matches!(self.kind(i), ChunkKind::Comma) || i > 0 && matches!(self.kind(i - 1), ChunkKind::Comma)
        });
        let form = self.verb(at).map(|v| v.form);
        let fits = |c: &Clause| {
            let other = self.verb(c.chunk).map(|v| v.form);
            match form {
                Some(VerbForm::Ing) => other == Some(VerbForm::Ing),
                Some(VerbForm::Participle) => c.passive || other.is_some_and(|_| self.has_perfect(c.chunk)),
                _ => {
                    !matches!(other, Some(VerbForm::Ing | VerbForm::Infinitive | VerbForm::Base))
                        && c.kind != ClauseKind::Participle
                }
            }
        };
        let before = |c: &&usize| self.clauses[**c].chunk < at;
        let all: Vec<usize> = (0..self.clauses.len()).collect();
        let inside = |c: &Clause| comma && matches!(c.kind, ClauseKind::Relative(true) | ClauseKind::Subordinate);
        let ordered = all.iter().rev().filter(before);
        let best = ordered.clone().find(|c| fits(&self.clauses[**c]) && !inside(&self.clauses[**c]));
        match best.or_else(|| ordered.clone().find(|c| fits(&self.clauses[**c]))) {
            Some(c) => self.joined_to(*c),
            None => none,
        }
    }

    fn has_perfect(&self, chunk: usize) -> bool {
        let chunk = &self.chunks[chunk];
        self.units[chunk.from].is(Tags::HAVE)
    }

    /// What a relative pronoun stands for: groups, the nearest first.
    fn antecedent(&self, relative: usize) -> Vec<GroupRef> {
        let mut at = relative;
        let mut found = Vec::new();
        let Some(mut i) = self.back(at) else { return found };
        if matches!(self.kind(i), ChunkKind::Comma) {
            let Some(before) = self.back(i) else { return found };
            i = before;
        }
        while self.group(i).is_some() {
            let whole = self.whole(i);
            found.push(whole);
            found.push(GroupRef { of: true, ..whole });
            at = i;
            let Some(p) = self.back(at) else { break };
            let ChunkKind::Preposition(_) = self.kind(p) else { break };
            match self.back(p).filter(|g| self.group(*g).is_some()) {
                Some(g) => i = g,
                None => break,
            }
        }
        found
    }

    /// the treaty *that China signed*; or *claimed that China signed*.
    fn object_relative(&self, relative: usize, word: &str, subject: usize) -> Found {
        let before = self.back(relative);
        let said = word == "that"
            && before.is_some_and(|b| {
                self.verb(b).is_some()
                    || self.group(b).is_some_and(|g| {
                        let head = g.members.last().map(|m| m.head);
                        head.and_then(|h| self.units[h].word()).is_some_and(|w| self.lexicon.is("said-thing", w))
                            || self.back(self.chain_start(b)).is_some_and(|v| self.lemma_in(v, "say"))
                    })
            });
        if said {
            let verb = before.and_then(|b| (0..=b).rev().find(|i| self.verb(*i).is_some()));
            let noun = before.is_some_and(|b| self.group(b).is_some());
            let status = match verb {
                Some(v) => self.complement_status(v).or(noun.then_some(Status::Reported)),
                None => Some(Status::Reported),
            };
            let governor = verb.and_then(|v| self.clause_of[v]);
            let subject = self.with_apposition(subject);
            return Found {
                subject,
                status,
                kind: ClauseKind::Subordinate,
                governor,
                from: relative,
                ..Found::default()
            };
        }
        let oblique = before.is_some_and(|b| matches!(self.kind(b), ChunkKind::Preposition(_)));
        let comma = relative > 0 && matches!(self.kind(relative - 1), ChunkKind::Comma);
        let place = matches!(word, "where" | "when" | "whose" | "whereby");
        Found {
            subject: self.with_apposition(subject),
            object: if oblique || place { Vec::new() } else { self.antecedent(relative) },
            kind: ClauseKind::Relative(comma),
            relative: Some(word.to_owned()),
            from: relative,
            ..Found::default()
        }
    }

    /// A participle that goes with a noun: the treaty *signed in 1881*; or opens the sentence.
    fn reduced(&self, at: usize) -> Found {
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
    fn main_before(&self, at: usize) -> Option<Vec<GroupRef>> {
        let mut before = self.clauses.iter().rev().filter(|c| c.chunk < at);
        let main = before.clone().find(|c| matches!(c.kind, ClauseKind::Main));
        main.or_else(|| before.next()).map(|c| c.subject.clone())
    }

    fn main_index(&self, at: usize) -> Option<usize> {
        let ids: Vec<usize> = (0..self.clauses.len()).rev().filter(|c| self.clauses[*c].chunk < at).collect();
        let main = ids.iter().find(|c| matches!(self.clauses[**c].kind, ClauseKind::Main));
        main.or(ids.first()).copied()
    }

    fn ing(&self, at: usize) -> Found {
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

    fn gerund_status(&self, word: &str, verb: Option<usize>, at: usize) -> Option<Status> {
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
    fn known_for(&self, at: usize) -> bool {
        self.back(at).is_some_and(|b| self.lemma_in(b, "known-for"))
    }

    fn infinitive(&self, at: usize) -> Found {
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
                found.status = Some(self.control(i, c));
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

    /// the first European to reach ….
    fn is_first(&self, group: &Group) -> bool {
        (group.from..group.to).any(|u| self.units[u].word().is_some_and(|w| self.lexicon.is("first", w)))
    }

    /// The status of an infinitive that a verb governs.
    fn control(&self, verb: usize, clause: &Clause) -> Status {
        if self.lemma_in(verb, "implicative") {
            return clause.status;
        }
        if self.lemma_in(verb, "fail") {
            return if clause.status == Status::Negated { Status::Affirmed } else { Status::Negated };
        }
        if self.lemma_in(verb, "demand") { Status::Demanded } else { Status::Intended }
    }

    fn base(&self, at: usize) -> Found {
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
    fn complement_status(&self, verb: usize) -> Option<Status> {
        let own = self.clause_at(verb).map(|c| c.status).filter(|s| *s != Status::Affirmed);
        if self.lemma_in(verb, "demand") {
            return Some(Status::Demanded);
        }
        if self.lemma_in(verb, "intend") || self.lemma_in(verb, "fear") {
            return Some(Status::Hypothetical);
        }
        if self.lemma_in(verb, "know") { own } else { Some(Status::Reported) }
    }

    /// What stands to the right of a verb.
    fn right(&self, clause: &mut Clause, verb: &Verb) {
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
    fn phrase_follows(&self, at: usize) -> bool {
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
    fn attach_fronted(&mut self) {
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

    /// Verbs side by side share what follows the last: besieged and captured X; was besieged and captured by X. And a
    /// name that turned out to be the subject of the next clause is no object of the one before.
    fn share(&mut self) {
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
