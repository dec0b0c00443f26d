//! What a clause offers to the frames of its verb: who stands in which slot, when, and whether it is affirmed.

use super::Parsed;
use super::chunk::ChunkKind;
use super::clause::{Clause, ClauseKind, GroupRef};
use super::unit::UnitKind;
use super::verb::Verb;
use crate::extract::discourse::Filled;
use crate::extract::line::Line;
use crate::extract::read::Reading;
use crate::extract::trace::Failure;
use crate::fact::{Amount, Status};
use crate::pack::rules::Slot;
use crate::span::Span;

/// What a clause or a noun of an act offers.
pub(super) struct Act {
    /// The words that trigger the frame.
    pub words: Span,
    pub status: Status,
    pub time: Option<(usize, String)>,
    /// The year of the sentences before may be meant.
    pub carries: bool,
    pub passive: bool,
    /// It goes on with the subject of another verb.
    pub joined: bool,
    /// Who stands where, the likeliest first.
    pub slots: Vec<(Slot, Vec<Filled>)>,
    pub amount: Option<(Amount, Span)>,
    /// The words of the clause before and behind the trigger, each between spaces.
    pub before: String,
    pub after: String,
    /// The words that make its status other than affirmed.
    pub because: String,
}

impl Act {
    /// Nobody fills a role of a frame.
    pub(super) fn unfilled(&self, role: &str) -> Failure {
        let stands = if role == "s" { &self.before } else { &self.after };
        Failure::Unfilled { role: role.to_owned(), stands: stands.trim().to_owned() }
    }
}

/// The slots that a preposition leads to.
pub(super) fn slots_of(preposition: &str) -> &'static [Slot] {
    match preposition {
        "with" | "alongside" | "along with" | "together with" | "and" => &[Slot::With],
        "to" => &[Slot::Receiver, Slot::Toward],
        "against" => &[Slot::Against, Slot::Toward],
        "into" | "onto" => &[Slot::Into, Slot::Toward],
        "on" | "upon" | "toward" | "towards" => &[Slot::Toward],
        "in" => &[Slot::At, Slot::In],
        "at" | "near" | "outside" | "around" | "outside of" => &[Slot::At],
        "during" => &[Slot::In],
        "from" | "out of" => &[Slot::From],
        "as" => &[Slot::As],
        "over" => &[Slot::Over],
        "for" | "on behalf of" => &[Slot::For],
        "between" => &[Slot::Between],
        "of" => &[Slot::Of],
        "under" | "under the command of" | "under the leadership of" => &[Slot::Leader],
        _ => &[],
    }
}

/// Whether a treaty stands behind a preposition as that by which something is done.
pub(super) fn by_which(preposition: &str) -> bool {
    matches!(
        preposition,
        "by" | "in"
            | "under"
            | "at"
            | "through"
            | "via"
            | "with"
            | "under the terms of"
            | "in accordance with"
            | "according to"
            | "as part of"
            | "as a result of"
            | "by means of"
            | "following"
            | "during"
    )
}

/// A clause whose verb leaves the preposition of its trigger to what follows.
fn without_preposition(parsed: &Parsed, clause: &Clause, verb: &Verb) -> Clause {
    let mut clause = clause.clone();
    let Some(word) = parsed.units.get(verb.main + verb.phrase).and_then(|u| u.word()) else { return clause };
    let group = if clause.passive { clause.complement.take() } else { clause.object.pop() };
    clause.phrases.extend(group.map(|g| (word.to_owned(), g)));
    clause
}

/// How a date is found that stands behind the verb of a clause before.
pub(super) const OTHERS_TIME: &str = "carried over from the verb before";

impl Reading<'_> {
    /// Applies the frames of a clause's verb.
    pub(super) fn read_clause(&mut self, line: &Line, parsed: &Parsed, at: usize, sentence: Span) {
        let clause = &parsed.clauses[at];
        let ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { return };
        if verb.frames.is_empty() {
            return;
        }
        for (frames, short) in [(&verb.frames, false), (&verb.shorter, true)] {
            if frames.is_empty() {
                continue;
            }
            let act = self.act(line, parsed, at, clause.passive, short);
            // was killed in the battle: he took part.
            let undergone =
                frames.iter().any(|(_, passive)| *passive).then(|| self.act(line, parsed, at, false, short));
            for (id, passive) in frames {
                let act = undergone.as_ref().filter(|_| *passive).unwrap_or(&act);
                self.apply(*id, act, sentence);
            }
        }
    }

    /// What a clause offers, its roles turned round if it is read as a passive. `short`: the preposition of the trigger
    /// belongs to what follows it.
    fn act(&self, line: &Line, parsed: &Parsed, at: usize, passive: bool, short: bool) -> Act {
        let clause = &parsed.clauses[at];
        let ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { unreachable!("a clause has a verb") };
        let without = short.then(|| without_preposition(parsed, clause, verb));
        let clause = without.as_ref().unwrap_or(clause);
        let phrase = if short { 0 } else { verb.phrase };
        let mut slots: Vec<(Slot, Vec<Filled>)> = Vec::new();
        let subjects: Vec<Vec<Filled>> = clause
            .subject
            .iter()
            .map(|g| match self.said_as(line, parsed, *g, &[], "subject of the verb") {
                found if found.is_empty() => self.same_as(line, parsed, *g),
                found => found,
            })
            .map(|found| self.fit_relative(clause, found))
            .collect();
        let subjects = self.nearest_troops(parsed, clause, subjects);
        let known: Vec<usize> = subjects.first().into_iter().flatten().map(|f| f.entity).collect();
        let objects: Vec<Vec<Filled>> =
            clause.object.iter().map(|g| self.said_as(line, parsed, *g, &known, "object of the verb")).collect();
        let phrases: Vec<(&str, Vec<Filled>)> = clause
            .phrases
            .iter()
            .map(|(p, g)| (p.as_str(), self.said_as(line, parsed, *g, &known, "after its preposition")))
            .collect();
        // between A, led by X, and B: the two sides
        let mut phrases = phrases;
        let sides: Vec<Filled> =
            phrases.iter().filter(|(p, _)| *p == "between").skip(1).flat_map(|(_, f)| f.clone()).collect();
        if let Some((_, first)) = phrases.iter_mut().find(|(p, _)| *p == "between") {
            first.extend(sides);
        }
        // attacked several castles, including X and Y: those
        let named = |(p, _): &&(&str, Vec<Filled>)| matches!(*p, "including" | "such as");
        let examples = phrases.iter().find(named).map(|(_, found)| found.clone()).filter(|f| !f.is_empty());
        let objects = match examples {
            Some(found) if objects.iter().all(Vec::is_empty) && !clause.object.is_empty() => vec![found],
            _ => objects,
        };
        // took X along with Y: both places
        let mut objects = objects;
        let along = |p: &str| self.engine.english.as_ref().is_some_and(|l| l.is("together", p));
        let place = |f: &Filled| *self.class(f.entity) == *self.extractor.domain.classes.place;
        if let Some(first) = objects.first_mut().filter(|found| found.iter().any(place)) {
            let more = phrases.iter().filter(|(p, _)| along(p)).flat_map(|(_, f)| f.clone());
            first.extend(more.filter(place));
        }
        // X, together with Y, did it: both.
        let mut subjects = subjects;
        if let Some(first) = subjects.first_mut().filter(|f| !f.is_empty() && !clause.passive) {
            let together = |p: &str| self.engine.english.as_ref().is_some_and(|l| l.is("together", p));
            let more = phrases.iter().filter(|(p, _)| together(p)).flat_map(|(_, f)| f.clone());
            first.extend(more.filter(|f| !known.contains(&f.entity)));
        }
        let by = |p: &str| self.engine.english.as_ref().is_some_and(|l| l.is("agent", p));
        let agents = phrases.iter().filter(|(p, _)| by(p)).map(|(_, f)| f.clone());
        if passive {
            slots.extend(agents.map(|f| (Slot::Subject, how(f, "agent of the passive"))));
            slots.extend(subjects.into_iter().map(|f| (Slot::Object, how(f, "subject of the passive"))));
        } else {
            if clause.object.is_empty() && !clause.passive {
                slots.extend(subjects.first().map(|f| (Slot::IntransitiveSubject, f.clone())));
            }
            // The treaty gave X to Y.
            let treaty = subjects.iter().flatten().filter(|f| self.is_agreement(f)).cloned().collect::<Vec<_>>();
            if !treaty.is_empty() {
                slots.push((Slot::Treaty, treaty));
            }
            slots.extend(subjects.into_iter().map(|f| (Slot::Subject, f)));
            slots.extend(objects.into_iter().map(|f| (Slot::Object, f)));
        }
        if let Some(g) = clause.complement {
            if clause.passive && !passive || verb.copula && phrase > 0 {
                // What follows a trigger that ends in a preposition is its object.
                slots.push((Slot::Object, self.said_as(line, parsed, g, &known, "object of the verb")));
            }
            slots.push((Slot::Complement, self.said_as(line, parsed, g, &[], "complement of the verb")));
        }
        slots.extend(self.commander(line, parsed, at).map(|f| (Slot::Leader, f)));
        let agreement =
            |found: &[Filled]| -> Vec<Filled> { found.iter().filter(|f| self.is_agreement(f)).cloned().collect() };
        let fronted = self.fronted(line, parsed, at);
        let behind = phrases.iter().map(|(p, f)| (*p, f, false));
        for (preposition, found, opens) in behind.chain(fronted.iter().map(|(p, f)| (*p, f, true))) {
            // Of what opens the sentence, the parser has given what belongs to the verb.
            let slots_here = slots_of(preposition).iter().filter(|_| !opens);
            slots.extend(slots_here.map(|s| (*s, found.clone())));
            let treaty = if by_which(preposition) { agreement(found) } else { Vec::new() };
            if !treaty.is_empty() {
                slots.push((Slot::Treaty, treaty));
            }
        }
        let (from, to) = parsed.tokens(clause.chunk);
        let main = &parsed.units[verb.main];
        let end = parsed.units.get(verb.main + phrase).map_or(to, |u| u.end);
        let words = |a: usize, b: usize| -> String {
            let units = parsed.units.get(a..b.max(a)).unwrap_or_default();
            let said = units.iter().filter_map(|u| match u.kind {
                UnitKind::Name(token) => self.noun_as_name(line, token),
                UnitKind::Pronoun(token) => self.definite_noun(line, token).map(str::to_owned),
                _ => u.word().map(str::to_owned),
            });
            format!(" {} ", said.collect::<Vec<_>>().join(" "))
        };
        let chunk = &parsed.chunks[clause.chunk];
        let unit = |chunk: usize| parsed.chunks.get(chunk).map_or(parsed.units.len(), |c| c.from);
        // encouraged X to rise against Y: what somebody is to do belongs to the words behind the verb.
        let infinitive =
            parsed.clauses.get(at + 1).filter(|c| c.kind == ClauseKind::Infinitive && c.governor == Some(at));
        let to = infinitive.map_or(clause.to, |c| c.to.max(clause.to));
        Act {
            words: line.span(main.start.min(from.max(main.start)), end),
            status: if self.in_quotes(line, main.start) { Status::Reported } else { clause.status },
            time: self.time_of_clause(parsed, at).map(|(t, how)| self.whose_time(line, parsed, at, t, how)),
            carries: matches!(clause.kind, ClauseKind::Main | ClauseKind::Infinitive) || clause.joined,
            passive: clause.passive,
            joined: clause.joined,
            slots,
            amount: self.amount_of(parsed, clause),
            before: words(unit(clause.from.min(clause.chunk)), chunk.from),
            after: words(verb.main + 1, unit(to)),
            because: self.because_verb(line, parsed, clause),
        }
    }

    /// The phrases that open the sentence of a main clause: *By the treaty of X*, Y ceded Z.
    fn fronted<'p>(&self, line: &Line, parsed: &'p Parsed, at: usize) -> Vec<(&'p str, Vec<Filled>)> {
        let clause = &parsed.clauses[at];
        let subject = clause.subject.first().map_or(clause.chunk, |s| s.chunk.min(clause.chunk));
        let first = parsed.clauses[..at].iter().all(|c| c.chunk > clause.chunk || c.kind == ClauseKind::Participle);
        let mut found = Vec::new();
        if clause.kind != ClauseKind::Main || clause.joined || !first {
            return found;
        }
        for i in 0..subject.saturating_sub(1) {
            match (&parsed.chunks[i].kind, &parsed.chunks[i + 1].kind) {
                (ChunkKind::Preposition(p), ChunkKind::Group(g)) if i + 1 < subject => {
                    let whole = GroupRef { chunk: i + 1, from: 0, to: g.members.len(), of: false };
                    found.push((p.as_str(), self.said_as(line, parsed, whole, &[], "opens the sentence")));
                }
                (ChunkKind::Verb(_) | ChunkKind::Relative(_) | ChunkKind::Subordinator(_), _) => return Vec::new(),
                (ChunkKind::Link(_), _) => return Vec::new(),
                _ => {}
            }
        }
        found
    }

    /// Of a garrison whom nobody knows, led by X: no other that stands before it.
    fn nearest_troops(&self, parsed: &Parsed, clause: &Clause, mut subjects: Vec<Vec<Filled>>) -> Vec<Vec<Filled>> {
        let Some(lexicon) = self.engine.english.as_ref() else { return subjects };
        let reduced = clause.kind == ClauseKind::Participle;
        let head = clause.subject.first().and_then(|g| match &parsed.chunks[g.chunk].kind {
            ChunkKind::Group(group) => parsed.units[group.members.last()?.head].word(),
            _ => None,
        });
        let unknown = subjects.iter().take(2).all(Vec::is_empty);
        if reduced && unknown && head.is_some_and(|w| lexicon.is("forces", w) || lexicon.is("person", w)) {
            subjects.truncate(2);
        }
        subjects
    }

    /// Who commands the subject of a clause, by a participle beside it: the fleet *led by X*.
    fn commander(&self, line: &Line, parsed: &Parsed, at: usize) -> Option<Vec<Filled>> {
        let lexicon = self.engine.english.as_ref()?;
        let subject = parsed.clauses[at].subject.first()?;
        let leads = |c: &&Clause| {
            let ChunkKind::Verb(verb) = &parsed.chunks[c.chunk].kind else { return false };
            let lead = verb.lemmas.iter().any(|l| lexicon.is("command", &lexicon.lemmas[*l].base));
            let same = c.subject.first().is_some_and(|s| s.chunk == subject.chunk);
            c.kind == ClauseKind::Participle && c.passive && lead && same
        };
        let clause = parsed.clauses.iter().find(leads)?;
        let (_, by) = clause.phrases.iter().find(|(p, _)| p == "by")?;
        Some(self.said_as(line, parsed, *by, &[], "who leads the subject"))
    }

    /// The words that tell the status of a clause, for who traces the rules.
    fn because_verb(&self, line: &Line, parsed: &Parsed, clause: &Clause) -> String {
        if self.trace.is_none() {
            return String::new();
        }
        let words = |c: &Clause| {
            let (from, to) = parsed.tokens(c.chunk);
            self.words_between(line, from, to)
        };
        // A verb with a negation of its own needs no other to be denied.
        let governor = clause.governor.filter(|_| clause.status != Status::Negated);
        match governor.and_then(|g| parsed.clauses.get(g)) {
            Some(governor) => format!("{} … {}", words(governor), words(clause)),
            None => words(clause),
        }
    }

    /// A date behind an earlier verb is that verb's: when X won in 554 and died, 554 is not the year of the death.
    fn whose_time(&self, line: &Line, parsed: &Parsed, at: usize, time: usize, how: String) -> (usize, String) {
        let start = self.times[time].span.start;
        let before = |c: &Clause| line.tokens.get(parsed.tokens(c.chunk).0).is_some_and(|t| t.span.start < start);
        let behind = how.starts_with("carried") && parsed.clauses[..at].iter().any(before);
        (time, if behind { OTHERS_TIME.to_owned() } else { how })
    }

    fn said_as(&self, line: &Line, parsed: &Parsed, g: GroupRef, not: &[usize], said: &str) -> Vec<Filled> {
        how(self.refer(line, parsed, g, not), said)
    }

    /// What a noun that names nothing is said of: X was *a treaty* that…; X, *a general* who….
    fn same_as(&self, line: &Line, parsed: &Parsed, g: GroupRef) -> Vec<Filled> {
        let copula = |c: &&Clause| {
            let verb = matches!(&parsed.chunks[c.chunk].kind, ChunkKind::Verb(v) if v.copula);
            verb && c.status == Status::Affirmed && c.complement.is_some_and(|k| k.chunk == g.chunk)
        };
        let Some(ChunkKind::Group(group)) = parsed.chunks.get(g.chunk).map(|c| &c.kind) else { return Vec::new() };
        if g.of || group.members.len() != 1 {
            return Vec::new();
        }
        if let Some(clause) = parsed.clauses.iter().find(copula) {
            let subject = clause.subject.first().map(|s| self.refer(line, parsed, *s, &[])).unwrap_or_default();
            return how(subject, "of whom the noun is said");
        }
        let indefinite = matches!(group.members[0].determiner.as_deref(), Some("a" | "an" | "the"));
        let comma = g.chunk > 1 && matches!(parsed.chunks[g.chunk - 1].kind, ChunkKind::Comma);
        if indefinite && comma && matches!(parsed.chunks[g.chunk - 2].kind, ChunkKind::Group(_)) {
            let governed = g.chunk > 2
                && matches!(parsed.chunks[g.chunk - 3].kind, ChunkKind::Preposition(_) | ChunkKind::Link(_));
            let beside = GroupRef { chunk: g.chunk - 2, from: 0, to: usize::MAX, of: false };
            let found = if governed { Vec::new() } else { self.refer(line, parsed, beside, &[]) };
            return how(found, "of whom the noun is said");
        }
        Vec::new()
    }

    /// who is said of persons and parties, which of things.
    fn fit_relative(&self, clause: &Clause, mut found: Vec<Filled>) -> Vec<Filled> {
        let person = &self.extractor.domain.classes.person;
        match clause.relative.as_deref() {
            Some("who" | "whom") => found.retain(|f| self.extractor.is_actor(self.class(f.entity))),
            Some("which") => found.retain(|f| self.class(f.entity) != person),
            _ => {}
        }
        found
    }

    fn in_quotes(&self, line: &Line, token: usize) -> bool {
        let mut open = false;
        for t in &line.tokens[..token] {
            match t.symbol {
                '“' => open = true,
                '”' => open = false,
                '"' => open = !open,
                _ => {}
            }
        }
        open && line.tokens[token..].iter().any(|t| matches!(t.symbol, '”' | '"'))
    }

    fn amount_of(&self, parsed: &Parsed, clause: &Clause) -> Option<(Amount, Span)> {
        let end = parsed.clauses.iter().map(|c| c.chunk).find(|c| *c > clause.chunk).unwrap_or(parsed.chunks.len());
        (clause.chunk..end).find_map(|i| match parsed.chunks[i].kind {
            ChunkKind::Amount(a) => self.amounts.get(a).map(|(span, amount)| (amount.clone(), *span)),
            _ => None,
        })
    }
}

pub(super) fn how(mut found: Vec<Filled>, said: &str) -> Vec<Filled> {
    for f in &mut found {
        f.how = if f.how.is_empty() { said.to_owned() } else { format!("{}, {said}", f.how) };
    }
    found
}
