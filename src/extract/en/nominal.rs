//! Nouns of acts: the invasion of X by Y, Y's conquest of X, the Russian capture of X.

use super::Parsed;
use super::act::Act;
use super::chunk::ChunkKind;
use super::clause::{ClauseKind, GroupRef};
use super::noun::{Group, Np};
use super::unit::UnitKind;
use crate::extract::discourse::Filled;
use crate::extract::line::{Line, TokenKind};
use crate::extract::read::Reading;
use crate::fact::Status;
use crate::pack::rules::Slot;
use crate::span::Span;

/// An act that a name tells.
struct NamedAct {
    /// Its noun: *siege*.
    word: String,
    by: Vec<Filled>,
    of: Vec<Filled>,
}

impl Reading<'_> {
    /// Applies the frames that the nouns of a line trigger.
    pub(super) fn read_nouns(&mut self, line: &Line, parsed: &Parsed, sentence: Span) {
        for chunk in 0..parsed.chunks.len() {
            if let ChunkKind::Group(group) = &parsed.chunks[chunk].kind {
                self.read_group_nouns(line, parsed, chunk, group, sentence);
            }
        }
    }

    fn read_group_nouns(&mut self, line: &Line, parsed: &Parsed, chunk: usize, group: &Group, sentence: Span) {
        for (nth, np) in group.members.iter().enumerate() {
            let next = group.members.get(nth + 1);
            let shared = next.filter(|n| np.of.is_none() && n.of.is_some() && n.names.is_empty() && n.owner.is_none());
            if let (Some(next), None, None) = (shared, np.owner, np.determiner.as_deref().filter(|d| *d != "the")) {
                // the siege and capture of X
                let np = Np { of: next.of.clone(), ..np.clone() };
                self.read_noun(line, parsed, chunk, &np, nth + 2 == group.members.len(), sentence);
                continue;
            }
            self.read_noun(line, parsed, chunk, np, nth + 1 == group.members.len(), sentence);
            if let Some(of) = &np.of {
                self.read_group_nouns(line, parsed, chunk, of, sentence);
            }
        }
    }

    fn read_noun(&mut self, line: &Line, parsed: &Parsed, chunk: usize, np: &Np, last: bool, sentence: Span) {
        let Some(lexicon) = self.engine.english.as_ref() else { return };
        // "the war" is a definite form, and with "between" a noun all the same.
        let definite = match parsed.units.get(np.head).map(|u| &u.kind) {
            Some(UnitKind::Pronoun(token)) => self.definite_noun(line, *token),
            _ => None,
        };
        let told = self.act_in_name(line, parsed, np);
        let named = match parsed.units.get(np.head).map(|u| &u.kind) {
            Some(UnitKind::Name(token)) => self.noun_as_name(line, *token),
            _ => None,
        };
        let definite = named.as_deref().or(definite);
        let plain = || definite.or_else(|| parsed.units.get(np.head).and_then(|u| u.word()));
        let Some(word) = told.as_ref().map(|t| t.word.as_str()).or_else(plain) else { return };
        let frames = lexicon.noun(word).to_vec();
        if frames.is_empty() {
            return;
        }
        let (by_name, of_name) = told.as_ref().map(|t| (t.by.clone(), t.of.clone())).unwrap_or_default();
        let of: Vec<Filled> = np
            .of
            .as_deref()
            .filter(|g| !g.either)
            .map(|g| g.members.iter().flat_map(|m| self.refer_np(line, parsed, m, &[])).collect())
            .unwrap_or(of_name);
        let owner = np.owner.map(|u| self.owner(line, parsed, u, &[])).unwrap_or_default();
        let named: Vec<Filled> =
            np.names.iter().rev().take(1).flat_map(|u| self.owner(line, parsed, *u, &[])).collect();
        // What follows the phrase belongs to it as far as only prepositions join it.
        let mut phrases: Vec<(String, Vec<Filled>)> = Vec::new();
        let mut time = None;
        if last {
            let mut at = chunk + 1;
            let mut preposition: Option<&str> = None;
            while let Some(next) = parsed.chunks.get(at) {
                match &next.kind {
                    ChunkKind::Preposition(p) => preposition = Some(p),
                    ChunkKind::Group(g) => {
                        let Some(p) = preposition.take() else { break };
                        let whole = GroupRef { chunk: at, from: 0, to: g.members.len(), of: false };
                        if matches!(p, "in" | "during" | "at") {
                            let named = g.members.iter().map(|m| parsed.spans[m.head]);
                            time = time.or_else(|| named.into_iter().find_map(|s| self.time_within(s)));
                        }
                        let mut found = self.refer(line, parsed, whole, &[]);
                        let side = g.members.first().and_then(|m| parsed.units[m.head].word());
                        if p == "on" && matches!(side, Some("side" | "hand")) {
                            let before = phrases.iter().any(|(p, _)| p == "between");
                            let other = super::gap::other_side(&parsed.chunks, &parsed.units, at - 2);
                            if let Some(other) = other.filter(|_| before) {
                                phrases.push(("with".into(), self.refer(line, parsed, other, &[])));
                            }
                        }
                        let opposed = super::gap::other_side(&parsed.chunks, &parsed.units, at).is_some();
                        let second = (p == "between" && !opposed && g.members.len() == 1)
                            .then(|| super::gap::second_side(&parsed.chunks, &parsed.clauses, at));
                        if let Some(second) = second.flatten() {
                            found.extend(self.refer(line, parsed, second, &[]));
                        }
                        phrases.push((p.to_owned(), found));
                    }
                    ChunkKind::Time(t) => {
                        preposition = None;
                        time = time.or(Some(*t).filter(|t| self.times[*t].time.is_some()));
                    }
                    ChunkKind::Aside(from, to) if to == &(from + 1) => {
                        if let UnitKind::Time(t) = parsed.units[*from].kind {
                            time = time.or(Some(t).filter(|t| self.times[*t].time.is_some()));
                        }
                    }
                    ChunkKind::Adverb(_) => {}
                    _ => break,
                }
                at += 1;
            }
        }
        let inside = (np.from..np.head).find_map(|u| match parsed.units[u].kind {
            UnitKind::Time(t) => Some(t).filter(|t| self.times[*t].time.is_some()),
            _ => None,
        });
        let by: Vec<Vec<Filled>> =
            phrases.iter().filter(|(p, _)| lexicon.is("agent", p)).map(|(_, f)| f.clone()).collect();
        let mut slots: Vec<(Slot, Vec<Filled>)> = Vec::new();
        let inner =
            matches!(&parsed.chunks[chunk].kind, ChunkKind::Group(g) if g.members.iter().all(|m| m.head != np.head));
        let doer = if inner { Vec::new() } else { self.doer(line, parsed, chunk) };
        // X's conquest was undertaken by Y.
        let done_by =
            doer.iter().any(|(slot, f)| *slot == Slot::Subject && !f.is_empty()) && self.is_done(parsed, chunk);
        let undergoes = lexicon.is("undergone", word) || (!by.is_empty() || done_by) && of.is_empty();
        for found in by {
            slots.push((Slot::Subject, found));
        }
        // Its annexation by X; the Russian defeat: what possesses the noun undergoes it.
        let possessor = if undergoes { Slot::Object } else { Slot::Subject };
        slots.push((possessor, owner));
        slots.push((possessor, named));
        slots.push((possessor, by_name));
        if !slots.iter().any(|(slot, f)| *slot == Slot::Subject && !f.is_empty()) {
            slots.extend(doer);
        }
        // A Franco-Russian alliance.
        slots.push((Slot::Between, self.parties_of(parsed, np)));
        slots.push((Slot::Object, of.clone()));
        slots.push((Slot::Of, of));
        for (preposition, found) in phrases {
            for slot in super::act::slots_of(&preposition) {
                slots.push((*slot, found.clone()));
            }
        }
        slots.iter_mut().flat_map(|(_, f)| f).for_each(|f| {
            if f.how.is_empty() {
                f.how = format!("stands with “{word}”");
            }
        });
        let end = parsed.units[np.head].end;
        // Since the invasion of X: that is told as an event of another time.
        let elsewhere = chunk.checked_sub(1).is_some_and(|i| match &parsed.chunks[i].kind {
            ChunkKind::Link(_) | ChunkKind::Subordinator(_) => true,
            ChunkKind::Preposition(p) => matches!(p.as_str(), "since" | "before" | "after" | "following" | "until"),
            _ => false,
        });
        let act = Act {
            words: line.span(parsed.units[np.head].start, end),
            status: self.noun_status(parsed, chunk, np),
            time: inside
                .or(time)
                .map(|t| (t, "stands with the noun".to_string()))
                .or_else(|| self.time_of_noun(parsed, chunk)),
            carries: !elsewhere,
            passive: false,
            joined: false,
            slots,
            amount: None,
            before: words_of(parsed, np.from, np.head),
            after: String::new(),
            because: if self.trace.is_some() { self.words_of_noun(line, parsed, np) } else { String::new() },
        };
        for id in frames {
            self.apply(id, &act, sentence);
        }
    }

    /// What the name of a war tells, as far as the page knows who and what its words mean: the Ottoman siege of Vienna.
    fn act_in_name(&self, line: &Line, parsed: &Parsed, np: &Np) -> Option<NamedAct> {
        let lexicon = self.engine.english.as_ref()?;
        let UnitKind::Name(token) = parsed.units.get(np.head)?.kind else { return None };
        let TokenKind::Entity(mention) = line.tokens[token].kind else { return None };
        let war = self.mentions.mentions[mention].entity;
        if !self.extractor.domain.is_happening(self.class(war)) || np.of.is_some() {
            return None;
        }
        let span = parsed.spans[np.head];
        let text = self.document.slice(span).to_lowercase();
        let (before, of) = text.split_once(" of ")?;
        let (before, word) = before.rsplit_once(' ').unwrap_or(("", before));
        if lexicon.noun(word).is_empty() {
            return None;
        }
        let filled = |entity| Filled { entity, span: Some(span), how: "told by the name".into() };
        let of = of.split(['(', ',']).next().unwrap_or(of).trim();
        let of = of.strip_prefix("the ").unwrap_or(of);
        let mut known = self.mentions.entities.iter().enumerate();
        let land = |e: usize| self.extractor.domain.is_territory(self.class(e));
        let of = known.find(|(e, x)| land(*e) && x.names.iter().any(|n| n.to_lowercase() == of))?.0;
        let by = before.split(' ').next_back().filter(|w| !w.is_empty());
        let by = by.map(|w| self.joined_parties(w).unwrap_or_else(|| self.party_called(w).into_iter().collect()));
        Some(NamedAct {
            word: word.to_owned(),
            by: by.unwrap_or_default().into_iter().map(filled).collect(),
            of: vec![filled(of)],
        })
    }

    /// Who does what a noun names, by the verb around it: *X* undertook the conquest of Y. Else whom the clause is about
    /// in which it stands: in the war against Y, *X* lost Z.
    fn doer(&self, line: &Line, parsed: &Parsed, chunk: usize) -> Vec<(Slot, Vec<Filled>)> {
        let Some(lexicon) = self.engine.english.as_ref() else { return Vec::new() };
        let person = &self.extractor.domain.classes.person;
        let first = |groups: &[GroupRef]| groups.first().map(|g| self.refer(line, parsed, *g, &[])).unwrap_or_default();
        let phrase = matches!(chunk.checked_sub(1).map(|i| &parsed.chunks[i].kind), Some(ChunkKind::Preposition(p)) if matches!(p.as_str(), "in" | "during"));
        let ahead = || {
            let verbs = |to: usize| parsed.clauses.iter().any(|c| c.chunk < to);
            let main = parsed.clauses.iter().find(|c| matches!(c.kind, ClauseKind::Main) && c.chunk > chunk)?;
            (main.subject.first()?.chunk > chunk && !verbs(chunk)).then_some(main)
        };
        let clause = self.governing(parsed, chunk).map(|c| &parsed.clauses[c]).or_else(|| ahead().filter(|_| phrase));
        let Some(clause) = clause else { return Vec::new() };
        let ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { return Vec::new() };
        let part = parsed.units.get(verb.main + 1).and_then(|u| u.word()) == Some("part");
        let lemma = |l: &usize| lexicon.lemmas[*l].base.as_str();
        let performs = verb.lemmas.iter().any(|l| lexicon.is("perform", lemma(l)) || part && lemma(l) == "take");
        if performs && !clause.passive && clause.object.iter().any(|g| g.chunk == chunk && !g.of) {
            return vec![(Slot::Subject, first(&clause.subject))];
        }
        if performs && clause.passive && clause.subject.iter().any(|g| g.chunk == chunk && !g.of) {
            let by = clause.phrases.iter().filter(|(p, _)| lexicon.is("agent", p));
            return by.map(|(_, g)| (Slot::Subject, self.refer(line, parsed, *g, &[]))).collect();
        }
        let mut found = if phrase && !clause.passive { first(&clause.subject) } else { Vec::new() };
        found.retain(|f| self.class(f.entity) != person);
        vec![(Slot::OwnSubject, found)]
    }

    /// Whether a noun is the subject of a passive.
    fn is_done(&self, parsed: &Parsed, chunk: usize) -> bool {
        self.governing(parsed, chunk).is_some_and(|c| {
            let clause = &parsed.clauses[c];
            clause.passive && clause.subject.iter().any(|g| g.chunk == chunk)
        })
    }

    /// A noun with what stands before it in its phrase, which tells whether its act was done.
    fn words_of_noun(&self, line: &Line, parsed: &Parsed, np: &Np) -> String {
        let token = |unit: usize| parsed.units.get(unit);
        match (token(np.from), token(np.head)) {
            (Some(from), Some(head)) => self.words_between(line, from.start, head.end),
            _ => String::new(),
        }
    }

    /// The verb that governs the phrase at a chunk: as its object or subject, or over a preposition.
    fn governing(&self, parsed: &Parsed, chunk: usize) -> Option<usize> {
        parsed.clauses.iter().position(|c| {
            c.subject.iter().chain(&c.object).chain(&c.complement).any(|g| g.chunk == chunk && !g.of)
                || c.phrases.iter().any(|(_, g)| g.chunk == chunk)
        })
    }

    /// Whether a noun says that its act was done.
    fn noun_status(&self, parsed: &Parsed, chunk: usize, np: &Np) -> Status {
        let Some(lexicon) = self.engine.english.as_ref() else { return Status::Affirmed };
        let words = (np.from..np.head).filter_map(|u| parsed.units[u].word());
        if words.clone().any(|w| lexicon.is("unreal", w)) {
            return Status::Intended;
        }
        // an attempt at the capture of…: the noun before tells.
        if let super::chunk::ChunkKind::Group(g) = &parsed.chunks[chunk].kind {
            let outer =
                g.members.iter().filter(|m| m.of.as_deref().is_some_and(|of| of.from <= np.from && np.to <= of.to));
            if outer.filter_map(|m| parsed.units[m.head].word()).any(|w| lexicon.is("unreal-noun", w)) {
                return Status::Intended;
            }
        }
        let before = chunk.checked_sub(1).map(|i| &parsed.chunks[i].kind);
        let link = match before {
            Some(ChunkKind::Preposition(p) | ChunkKind::Link(p)) => Some(p.as_str()),
            _ => None,
        };
        let noun_before = link.and_then(|_| chunk.checked_sub(2)).and_then(|i| match &parsed.chunks[i].kind {
            ChunkKind::Group(g) => g.members.last().and_then(|m| parsed.units[m.head].word()),
            _ => None,
        });
        if noun_before.is_some_and(|w| lexicon.is("unreal-noun", w)) {
            return Status::Intended;
        }
        let indefinite = matches!(np.determiner.as_deref(), Some("a" | "an" | "any" | "another" | "no"));
        let Some(clause) = self.governing(parsed, chunk).map(|c| &parsed.clauses[c]) else {
            return if indefinite && link.is_none() { Status::Intended } else { Status::Affirmed };
        };
        let happened = link.is_some_and(|l| lexicon.is("happened", l));
        if happened {
            return Status::Affirmed;
        }
        let ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { return Status::Affirmed };
        let lemma = |list: &str| verb.lemmas.iter().any(|l| lexicon.is(list, &lexicon.lemmas[*l].base));
        if lemma("unreal-verb") {
            return Status::Intended;
        }
        let status = if clause.kind == ClauseKind::Relative(true) { Status::Affirmed } else { clause.status };
        let done = lemma("launch") || lemma("perform") || lemma("conclude");
        if indefinite && !done && !happened && !verb.copula {
            return Status::Intended;
        }
        if lemma("launch") || lemma("perform") || indefinite { status } else { Status::Affirmed }
    }

    /// The date of the clause whose subject or object a noun is, where its verb says when that happened.
    fn time_of_noun(&self, parsed: &Parsed, chunk: usize) -> Option<(usize, String)> {
        let lexicon = self.engine.english.as_ref()?;
        let clause = self.governing(parsed, chunk)?;
        let ChunkKind::Verb(verb) = &parsed.chunks[parsed.clauses[clause].chunk].kind else { return None };
        let lemma = |list: &str| verb.lemmas.iter().any(|l| lexicon.is(list, &lexicon.lemmas[*l].base));
        let dates = ["launch", "perform", "conclude", "happen"].iter().any(|list| lemma(list));
        if dates { self.time_of_clause(parsed, clause) } else { None }
    }
}

/// The words among some units, each between spaces.
fn words_of(parsed: &Parsed, from: usize, to: usize) -> String {
    let units = parsed.units.get(from..to.max(from)).unwrap_or_default();
    format!(" {} ", units.iter().filter_map(|u| u.word()).collect::<Vec<_>>().join(" "))
}
