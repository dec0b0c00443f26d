//! The subject of a finite verb: before it, across an object or a comma, shared with the verb it is joined to, or what a
//! relative pronoun stands for.

use super::chunk::ChunkKind;
use super::clause::{Clause, ClauseKind, Found, GroupRef, Parser};
use super::lexicon::Tags;
use super::verb::VerbForm;
use crate::fact::Status;

impl Parser<'_> {
    /// Whether a word that can be a past or a participle is a participle here.
    pub(super) fn is_participle(&self, at: usize) -> bool {
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
                        // the army led by X seized…: no main verb so far
                        let told = |c: &Clause| matches!(c.kind, ClauseKind::Main | ClauseKind::Subordinate);
                        let main = earlier.into_iter().any(|i| self.clause_at(i).is_some_and(told));
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
    pub(super) fn opens_parenthesis(&self, comma: usize) -> bool {
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
    pub(super) fn is_free(&self, group: usize) -> bool {
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
    pub(super) fn later_needs_subject(&self, at: usize) -> bool {
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
    pub(super) fn finite(&self, at: usize) -> Found {
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
                            // In the Caucasus Kaufman defeated…: the last name acts. With the aid of X, Y and Z won: Y and Z.
                            None => {
                                let whole = self.whole(i);
                                let from = if self.comma_after_first(i) { 1 } else { 0 };
                                let subject = vec![GroupRef { from, ..whole }];
                                return Found { subject, from: 0, ..Found::default() };
                            }
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
                    let Some(clause) = inner else { return self.last_member(at) };
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

    /// resulted in a victory and *X* became Y: the last of what looks like a list.
    fn last_member(&self, at: usize) -> Found {
        let none = Found { from: at, ..Found::default() };
        let Some(group) = self.back(at) else { return none };
        match self.group(group).map(|g| g.members.len()) {
            Some(members) if members > 1 => {
                let last = GroupRef { chunk: group, from: members - 1, to: members, of: false };
                Found { subject: vec![last], from: group, ..Found::default() }
            }
            _ => none,
        }
    }

    /// What the participle goes with whose words end at a chunk, if that is the subject that a verb still needs.
    fn goes_with(&self, end: usize) -> Option<Vec<GroupRef>> {
        let verb = (0..=end).rev().find(|i| self.verb(*i).is_some())?;
        let clause = self.clause_at(verb).filter(|c| c.kind == ClauseKind::Participle)?;
        let subject = clause.subject.first()?;
        let told = self.clauses.iter().any(|c| matches!(c.kind, ClauseKind::Main) && c.chunk < verb);
        (!told && subject.chunk < verb && self.is_free(self.chain_start(subject.chunk))).then(|| clause.subject.clone())
    }

    /// Whether a comma parts the first member of a group from the others.
    fn comma_after_first(&self, chunk: usize) -> bool {
        let Some([first, _, ..]) = self.group(chunk).map(|g| &g.members[..]) else { return false };
        self.units.get(first.to).is_some_and(|u| u.is_mark(','))
    }

    /// A finite verb behind what looks like the object of another.
    pub(super) fn after_object(&self, at: usize, group: usize, start: usize, verb: usize) -> Found {
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
    pub(super) fn after_comma(&self, at: usize, comma: usize) -> Found {
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
        // The plan failed, and X, instead, took Y: X.
        if self.group(last).is_some() && matches!(self.kind(first), ChunkKind::Join(_)) && first + 1 == last {
            return Found { subject: vec![self.whole(last)], from: first, ..Found::default() };
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
                // X, led by Y, consisting of Z, took…: whom the participle goes with.
                _ => match self.goes_with(b) {
                    Some(subject) => Found { subject, from: b, ..Found::default() },
                    None => self.coordinate(at),
                },
            },
            None if self.group(first).is_some() && open.is_none_or(|o| matches!(self.kind(o), ChunkKind::Stop(_))) => {
                Found { subject: self.with_apposition(first), from: first, ..Found::default() }
            }
            None => none,
        }
    }

    pub(super) fn joined_to(&self, clause: usize) -> Found {
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
    pub(super) fn coordinate(&self, at: usize) -> Found {
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

    pub(super) fn has_perfect(&self, chunk: usize) -> bool {
        let chunk = &self.chunks[chunk];
        self.units[chunk.from].is(Tags::HAVE)
    }

    /// What a relative pronoun stands for: groups, the nearest first.
    pub(super) fn antecedent(&self, relative: usize) -> Vec<GroupRef> {
        let mut at = relative;
        let mut found = Vec::new();
        let Some(mut i) = self.back(at) else { return found };
        // X and Y, both of which…
        if self.is_preposition(Some(i), "of")
            && let Some(comma) = i.checked_sub(2).filter(|c| matches!(self.kind(*c), ChunkKind::Comma))
            && self.group(i - 1).is_some()
        {
            i = comma;
        }
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
        // was a battle during the war that took place in 1573: the battle did
        let indefinite = |g: &GroupRef| {
            let article = self.group(g.chunk).and_then(|g| g.members.first()).and_then(|m| m.determiner.as_deref());
            matches!(article, Some("a" | "an"))
        };
        if let (Some(near), Some(head)) = (found.first().copied(), found.iter().rfind(|g| !g.of).copied()) {
            let said = self.back(head.chunk).is_some_and(|v| self.verb(v).is_some_and(|v| v.copula));
            if said && near.chunk != head.chunk && indefinite(&head) && !indefinite(&near) {
                found.retain(|g| g.chunk != head.chunk || g.of);
                found.insert(0, head);
            }
        }
        found
    }

    /// the treaty *that China signed*; or *claimed that China signed*.
    pub(super) fn object_relative(&self, relative: usize, word: &str, subject: usize) -> Found {
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
}
