//! Puts what a clause offers into the roles of the frames that its verb triggers.

use super::Parsed;
use super::chunk::ChunkKind;
use super::clause::{Clause, ClauseKind, GroupRef};
use crate::extract::discourse::Filled;
use crate::extract::lexicon::FrameId;
use crate::extract::line::Line;
use crate::extract::pattern::end_of;
use crate::extract::read::{Candidate, Object, Reading, cover, within};
use crate::extract::trace::Failure;
use crate::fact::{Amount, Status};
use crate::pack::ontology::Relation;
use crate::pack::rules::{Frame, RoleRule, Slot};
use crate::span::Span;
use std::collections::BTreeMap;

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
    fn unfilled(&self, role: &str) -> Failure {
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
        "on" | "upon" | "into" | "toward" | "towards" | "onto" => &[Slot::Toward],
        "in" => &[Slot::At, Slot::In],
        "at" | "near" | "outside" | "around" | "outside of" => &[Slot::At],
        "during" => &[Slot::In],
        "from" | "out of" => &[Slot::From],
        "as" => &[Slot::As],
        "over" => &[Slot::Over],
        "for" => &[Slot::For],
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

/// So many of the names last said are still spoken of.
const SPOKEN_OF: usize = 8;

/// How a date is found that stands behind the verb of a clause before.
const OTHERS_TIME: &str = "carried over from the verb before";

impl Reading<'_> {
    /// Applies the frames of a clause's verb.
    pub(super) fn read_clause(&mut self, line: &Line, parsed: &Parsed, at: usize, sentence: Span) {
        let clause = &parsed.clauses[at];
        let ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { return };
        if verb.frames.is_empty() {
            return;
        }
        let act = self.act(line, parsed, at, clause.passive);
        // was killed in the battle: he took part.
        let undergone = verb.frames.iter().any(|(_, passive)| *passive).then(|| self.act(line, parsed, at, false));
        for (id, passive) in verb.frames.clone() {
            let act = undergone.as_ref().filter(|_| passive).unwrap_or(&act);
            self.apply(id, act, sentence);
        }
    }

    /// What a clause offers, its roles turned round if it is read as a passive.
    fn act(&self, line: &Line, parsed: &Parsed, at: usize, passive: bool) -> Act {
        let clause = &parsed.clauses[at];
        let ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { unreachable!("a clause has a verb") };
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
        let known: Vec<usize> = subjects.first().into_iter().flatten().map(|f| f.entity).collect();
        let objects: Vec<Vec<Filled>> =
            clause.object.iter().map(|g| self.said_as(line, parsed, *g, &known, "object of the verb")).collect();
        let phrases: Vec<(&str, Vec<Filled>)> = clause
            .phrases
            .iter()
            .map(|(p, g)| (p.as_str(), self.said_as(line, parsed, *g, &known, "after its preposition")))
            .collect();
        let agents = phrases.iter().filter(|(p, _)| *p == "by").map(|(_, f)| f.clone());
        if passive {
            slots.extend(agents.map(|f| (Slot::Subject, how(f, "agent of the passive"))));
            slots.extend(subjects.into_iter().map(|f| (Slot::Object, how(f, "subject of the passive"))));
        } else {
            if clause.object.is_empty() && !clause.passive {
                slots.extend(subjects.first().map(|f| (Slot::IntransitiveSubject, f.clone())));
            }
            slots.extend(subjects.into_iter().map(|f| (Slot::Subject, f)));
            slots.extend(objects.into_iter().map(|f| (Slot::Object, f)));
        }
        if let Some(g) = clause.complement {
            if clause.passive && !passive {
                // What follows a trigger that ends in a preposition is its object.
                slots.push((Slot::Object, self.said_as(line, parsed, g, &known, "object of the verb")));
            }
            slots.push((Slot::Complement, self.said_as(line, parsed, g, &[], "complement of the verb")));
        }
        let agreement = |found: &[Filled]| -> Vec<Filled> {
            let treaty = |f: &&Filled| *self.class(f.entity) == *self.extractor.domain.classes.agreement;
            found.iter().filter(treaty).cloned().collect()
        };
        let fronted = self.fronted(line, parsed, at);
        let behind = phrases.iter().map(|(p, f)| (*p, f, false));
        for (preposition, found, opens) in behind.chain(fronted.iter().map(|(p, f)| (*p, f, true))) {
            let slots_here = slots_of(preposition).iter().filter(|s| !opens || **s == Slot::At);
            slots.extend(slots_here.map(|s| (*s, found.clone())));
            let treaty = if by_which(preposition) { agreement(found) } else { Vec::new() };
            if !treaty.is_empty() {
                slots.push((Slot::Treaty, treaty));
            }
        }
        let (from, to) = parsed.tokens(clause.chunk);
        let main = &parsed.units[verb.main];
        let end = parsed.units.get(verb.main + verb.phrase).map_or(to, |u| u.end);
        let words = |a: usize, b: usize| -> String {
            let units = parsed.units.get(a..b.max(a)).unwrap_or_default();
            let said: Vec<&str> = units.iter().filter_map(|u| u.word()).collect();
            format!(" {} ", said.join(" "))
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

    /// The phrases that open the sentence of a main clause: *At Poltava*, X defeated Y.
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

    /// Applies one frame.
    pub(super) fn apply(&mut self, id: FrameId, act: &Act, sentence: Span) {
        let engine = self.engine;
        let rules = &engine.rules[id.file];
        let frame: &Frame = &rules.frames[id.frame];
        let Some(relation) = self.extractor.ontology.relations.get(&rules.relation) else { return };
        self.tell(|t| t.begin(rules, &frame.name, sentence, self.document.slice(act.words)));
        self.tell_status(act.status, || act.because.clone());
        let has = |words: &[String], text: &str| words.iter().any(|w| text.contains(&format!(" {w} ")));
        if (!frame.after.is_empty() && !has(&frame.after, &act.after))
            || (!frame.before.is_empty() && !has(&frame.before, &act.before))
            || has(&frame.without, &act.before)
            || has(&frame.without, &act.after)
        {
            let in_words = |text: &str, w: &str| text.contains(&format!(" {w} "));
            return self.fail(|| Failure::of_words(frame, |w| in_words(&act.before, w), |w| in_words(&act.after, w)));
        }
        let plain = |slot: Slot| RoleRule { from: vec![slot], class: vec![], union: false, optional: false };
        let (default_object, default_subject) = (plain(Slot::Object), plain(Slot::Subject));
        let object_rule = frame.roles.get("o").unwrap_or(&default_object);
        let subject_rule = frame.roles.get("s").unwrap_or(&default_subject);
        let mut objects = Vec::new();
        if !frame.object_is_time {
            objects = self.role(relation, ("o", object_rule, frame), act, &[]);
        }
        let taken: Vec<usize> = objects.iter().map(|o| o.entity).collect();
        let mut subjects = self.role(relation, ("s", subject_rule, frame), act, &taken);
        if subjects.is_empty() && frame.agentless && act.passive && !act.slots.iter().any(|(s, _)| *s == Slot::Subject)
        {
            // Who the other side is, else who acted before in the paragraph.
            let to = frame
                .roles
                .get("to")
                .and_then(|rule| self.role(relation, ("to", rule, frame), act, &taken).into_iter().next());
            let other = match to {
                Some(to) => self.other_side(to.entity, Slot::Partner).or(self.other_side(to.entity, Slot::Opponent)),
                None => {
                    // A commander takes towns, but what a state does is not his act.
                    let hostile = self.extractor.domain.is_hostile(&relation.name);
                    let polity = |a: &usize| self.class(*a) == self.extractor.domain.classes.polity;
                    // Only who this sentence or the one before speaks of can be left out.
                    let d = &self.discourse;
                    let spoken_of = |a: &usize| d.attacker_ago <= 1 && d.subject.contains(a);
                    d.attacker.filter(|a| spoken_of(a) && (hostile || polity(a)))
                }
            };
            let admitted =
                other.filter(|a| !taken.contains(a)).filter(|a| self.admits(relation, "s", Some(subject_rule), *a));
            subjects.extend(admitted.map(|entity| Filled { entity, span: None, how: "who acted before".into() }));
        }
        // A treaty was signed: by those who dealt with each other last.
        let concluded = rules.relation == self.extractor.domain.relations.concludes;
        let agent = || act.slots.iter().any(|(s, f)| *s == Slot::Subject && !f.is_empty());
        if subjects.is_empty() && act.passive && concluded && !agent() {
            let named = taken.iter().map(|t| self.named_parties(*t)).find(|p| p.len() == 2);
            let unnamed =
                |t: &usize| self.mentions.entities[*t].names.iter().all(|n| !n.starts_with(char::is_uppercase));
            let both = named.unwrap_or_else(|| self.parties_spoken_of(taken.iter().all(unnamed)));
            subjects.extend(both.into_iter().map(|entity| Filled { entity, span: None, how: "the two sides".into() }));
        }
        // attacked X and was defeated: by X
        if subjects.is_empty() && act.joined && act.passive && self.extractor.domain.is_hostile(&relation.name) {
            let other = taken.iter().find_map(|o| self.discourse.opponents.get(o).copied());
            let admitted = other.filter(|a| !taken.contains(a) && self.admits(relation, "s", Some(subject_rule), *a));
            subjects.extend(admitted.map(|entity| Filled {
                entity,
                span: None,
                how: "whom the subject attacked".into(),
            }));
        }
        if objects.is_empty() && object_rule.from.iter().any(|s| matches!(s, Slot::Opponent | Slot::Partner)) {
            let known: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
            objects = self.role(relation, ("o", object_rule, frame), act, &known);
            objects.retain(|o| !known.contains(&o.entity));
        }
        // Russia and Persia fought: one group holds both sides.
        if relation.symmetric && objects.is_empty() && subjects.len() == 2 && !frame.roles.contains_key("o") {
            objects = subjects.split_off(1);
        }
        if relation.symmetric && objects.is_empty() && subjects.len() == 2 && object_rule.from.contains(&Slot::With) {
            objects = subjects.split_off(1);
        }
        let mut qualifiers: BTreeMap<&'static str, Object> = BTreeMap::new();
        for role in ["place", "to", "treaty", "leader", "position"] {
            let Some(rule) = frame.roles.get(role) else { continue };
            let mut not: Vec<usize> = taken.clone();
            not.extend(subjects.first().filter(|_| subjects.len() == 1).map(|s| s.entity));
            match self.role(relation, (role, rule, frame), act, &not).into_iter().next() {
                Some(f) => {
                    qualifiers.insert(role, Object::Entity(f));
                }
                None if rule.optional => {}
                None => return self.fail(|| act.unfilled(role)),
            }
        }
        if let Some(Object::Entity(to)) = qualifiers.get("to") {
            subjects.retain(|s| s.entity != to.entity);
        }
        if frame.first {
            objects.truncate(1);
        }
        // captured part of X's troops: no land is taken.
        if frame.land {
            let lexicon = engine.english.as_ref();
            let forces = |word: &str| lexicon.is_some_and(|l| l.is("forces", word));
            let troops = |f: &Filled| {
                let named = f.span.map(|s| self.document.slice(s));
                named.is_some_and(|text| text.rsplit(' ').next().is_some_and(forces))
                    || f.how.split(", ").filter_map(|h| h.strip_prefix("its ")).any(forces)
            };
            objects.retain(|o| !troops(o));
        }
        if frame.oneself {
            let oneself = |f: &Filled| !f.how.starts_with("its ") && !f.how.contains(", its ");
            subjects.retain(oneself);
            objects.retain(oneself);
        }
        let amount = act.amount.clone().filter(|_| frame.roles.contains_key("amount"));
        let rule_name = format!("{}/{}", rules.path.trim_end_matches(".toml"), frame.name);
        if subjects.is_empty() || objects.is_empty() && !frame.object_is_time {
            return self.fail(|| act.unfilled(if subjects.is_empty() { "s" } else { "o" }));
        }
        if frame.object_is_time && act.time.is_none() {
            return self.fail(|| Failure::Undated);
        }
        let carried = self.year_before().filter(|_| act.carries);
        let first = self.candidates.len();
        // X and Y became king and bishop, respectively.
        let several = objects.len() > 1 && subjects.len() == objects.len();
        let respectively = several && self.document.slice(sentence).contains("respectively");
        for (nth, s) in subjects.iter().enumerate() {
            let ends: Vec<Object> = if frame.object_is_time {
                let own = act.time.as_ref().filter(|(_, how)| how != OTHERS_TIME);
                let dated = own.map(|(t, _)| &self.times[*t]);
                let literal = dated.and_then(|d| {
                    let text = match frame.bound {
                        Some(bound) => end_of(d.time.as_ref()?, bound)?,
                        None => d.time.as_ref()?.edtf.clone(),
                    };
                    Some(Object::Literal(text, d.span))
                });
                literal.into_iter().collect()
            } else {
                let own = |(at, o): &(usize, &Filled)| o.entity != s.entity && (!respectively || *at == nth);
                objects.iter().enumerate().filter(own).map(|(_, o)| Object::Entity(o.clone())).collect()
            };
            for o in ends {
                // The war of 1839–1840: whoever took part did so then.
                let happening = |f: &Filled| self.extractor.domain.is_happening(self.class(f.entity));
                let dated = match &o {
                    Object::Entity(f) if happening(f) => f.span.and_then(|s| self.time_within(s)),
                    _ => None,
                };
                let span = match &o {
                    Object::Entity(f) => f.span,
                    Object::Literal(_, span) => Some(*span),
                };
                let mut quote = cover(cover(act.words, s.span, sentence), span, sentence);
                if let Some((_, span)) = &amount {
                    quote = quote.cover(*span);
                }
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject: s.clone(),
                    object: o,
                    qualifiers: if frame.object_is_time { BTreeMap::new() } else { qualifiers.clone() },
                    amount: amount.clone(),
                    time: dated.map(|t| (t, "stands in the name".to_string())).or_else(|| act.time.clone()),
                    stated: carried.clone().filter(|_| act.time.is_none() && dated.is_none()),
                    status: act.status,
                    quote: within(quote, sentence),
                    sentence,
                });
            }
        }
        self.gave(first);
        if first < self.candidates.len() && act.status == Status::Affirmed {
            for at in first..self.candidates.len() {
                self.remember(at);
            }
            self.discourse.object = objects.iter().map(|o| o.entity).collect();
            let place = objects.iter().rev().find(|o| self.extractor.domain.is_territory(self.class(o.entity)));
            if let Some(place) = place {
                self.discourse.place = Some(place.entity);
                self.discourse.place_is_here = true;
            }
        }
    }

    /// The two polities of this paragraph between whom something is agreed where nobody is named: those that were at odds
    /// last, else, for what has no name of its own, the only two that the text speaks of.
    fn parties_spoken_of(&self, unnamed: bool) -> Vec<usize> {
        let d = &self.discourse;
        let polity = |e: &usize| self.class(*e) == self.extractor.domain.classes.polity;
        let near: Vec<usize> = d.recent.iter().rev().take(SPOKEN_OF).copied().collect();
        let here = |e: &usize| near.contains(e) && d.named_here.contains(e);
        let at_odds = |(a, b): &(usize, usize)| d.opponents.get(a) == Some(b) && here(a) && here(b);
        let polities: Vec<usize> = near.iter().copied().filter(polity).collect();
        match d.pair.filter(at_odds) {
            Some((a, b)) => vec![a, b],
            None if unnamed && polities.len() == 2 && polities.iter().all(here) => polities,
            None => Vec::new(),
        }
    }

    /// The date that stands in a name, or in brackets right behind it.
    pub(super) fn time_within(&self, span: Span) -> Option<usize> {
        let bracket = |t: Span| {
            let between = self.folded.get(span.end()..t.start()).unwrap_or_default();
            let of = between.len() == 4 && between.iter().copied().eq(" of ".chars());
            (1..=2).contains(&between.len()) && between.ends_with(&['(']) || of
        };
        // Dates stand in the order of the text.
        let first = self.times.partition_point(|t| t.span.start < span.start);
        let near = self.times[first..].iter().take_while(|t| t.span.start() <= span.end() + 4);
        let found = near.into_iter().position(|t| (span.contains(t.span) || bracket(t.span)) && t.time.is_some());
        found.map(|i| first + i)
    }

    /// Who fills a role.
    fn role(
        &self,
        relation: &Relation,
        (role, rule, frame): (&str, &RoleRule, &Frame),
        act: &Act,
        taken: &[usize],
    ) -> Vec<Filled> {
        let mut found: Vec<Filled> = Vec::new();
        let fits = |f: &Filled| {
            self.admits(relation, role, Some(rule), f.entity)
                && !taken.contains(&f.entity)
                && (frame.delegates || !self.speaks_for(f))
        };
        for slot in &rule.from {
            let here = act.slots.iter().filter(|(s, _)| s == slot).map(|(_, f)| f);
            let best = here.map(|f| f.iter().filter(|f| fits(f)).cloned().collect::<Vec<_>>()).find(|f| !f.is_empty());
            found.extend(best.unwrap_or_default());
            if found.is_empty() || rule.union {
                found.extend(self.carried_role(*slot, act, taken).into_iter().filter(|f| fits(f)));
            }
            if !found.is_empty() && !rule.union {
                break;
            }
        }
        let mut seen = Vec::new();
        found.retain(|f| {
            let new = !seen.contains(&f.entity);
            seen.push(f.entity);
            new
        });
        self.tell_role(relation, role, rule, &found, || {
            act.slots.iter().filter(|(slot, _)| rule.from.contains(slot)).flat_map(|(_, f)| f.clone()).collect()
        });
        found
    }

    /// What the text said before.
    fn carried_role(&self, slot: Slot, act: &Act, taken: &[usize]) -> Vec<Filled> {
        let d = &self.discourse;
        if slot == Slot::Parties {
            // The name of the war is where they stand.
            let wars = act.slots.iter().filter(|(s, _)| *s == Slot::Subject).flat_map(|(_, f)| f);
            let named = |war: &Filled| {
                let (span, parties) = (war.span, self.named_parties(war.entity));
                parties.into_iter().map(move |entity| Filled { entity, span, how: "party by its name".into() })
            };
            return wars.flat_map(named).collect();
        }
        let (entities, how): (Vec<usize>, &str) = match slot {
            Slot::Title => (d.title.into_iter().collect(), "topic of the page"),
            Slot::LastPlace => (d.place.into_iter().collect(), "place of the act before"),
            Slot::PlaceHere if d.place_is_here => (d.place.into_iter().collect(), "place of the act before"),
            Slot::LastObject => (d.object.clone(), "object of the act before"),
            Slot::Treaty | Slot::LastTreaty => (d.treaty.into_iter().collect(), "treaty named before"),
            Slot::Government => (d.government.into_iter().collect(), "who appointed before"),
            Slot::Opponent | Slot::Partner => {
                (taken.iter().filter_map(|e| self.other_side(*e, slot)).collect(), "the other side")
            }
            Slot::Pair => (d.pair.map_or(vec![], |(a, b)| vec![a, b]), "the two sides"),
            _ => return Vec::new(),
        };
        entities.into_iter().map(|entity| Filled { entity, span: None, how: how.to_string() }).collect()
    }
}

fn how(mut found: Vec<Filled>, said: &str) -> Vec<Filled> {
    for f in &mut found {
        f.how = if f.how.is_empty() { said.to_owned() } else { format!("{}, {said}", f.how) };
    }
    found
}
