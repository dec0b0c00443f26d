//! How English says who does what to whom.
//!
//! In the order of the flow: [`mod@unit`] cuts a line into words, [`chunk`] into groups of nouns ([`noun`]) and of verbs
//! ([`verb`]), [`clause`] finds for each verb its object and phrases, [`subject`] and [`nonfinite`] who acts, [`mood`] whether it is affirmed, [`refer`]
//! what the groups stand for, [`owner`] what stands around a pattern's match, [`kin`] unnamed relatives, [`left_out`] who acts unnamed, and [`apply`] puts them into the roles of the frames that verbs and nouns trigger.

mod act;
mod apply;
mod chunk;
mod clause;
mod dating;
mod gap;
mod inflect;
mod kin;
mod left_out;
mod lexicon;
mod mood;
mod nominal;
mod nonfinite;
mod noun;
mod owner;
mod refer;
mod show;
mod subject;
#[cfg(test)]
mod tests;
mod timing;
mod unit;
mod verb;

pub use lexicon::Lexicon;
pub use show::segments;

use super::line::{Line, TokenKind};
use super::read::Reading;
use crate::fact::Status;
use crate::span::Span;
use chunk::{Chunk, ChunkKind, Chunker};
use clause::{Clause, ClauseKind, Parser};
use unit::Unit;

/// A line as it was read.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub units: Vec<Unit>,
    pub chunks: Vec<Chunk>,
    pub clauses: Vec<Clause>,
    /// Where each unit stands in the document.
    pub spans: Vec<Span>,
}

impl Parsed {
    /// Reads units. `told` tells of tokens the kind of a pronoun, the noun of a definite form and the class of a name.
    fn new<'a>(line: &Line, units: Vec<Unit>, lexicon: &'a Lexicon, told: [&'a dyn Fn(usize) -> &'a str; 3]) -> Parsed {
        let [pronoun, noun, class] = told;
        let chunks = Chunker { units: &units, lexicon, pronoun, noun, class, chunks: Vec::new() }.run();
        let clauses = Parser::new(&units, &chunks, lexicon).run();
        let spans = units.iter().map(|u| line.span(u.start, u.end)).collect();
        Parsed { units, chunks, clauses, spans }
    }

    /// The tokens of a chunk.
    fn tokens(&self, chunk: usize) -> (usize, usize) {
        let chunk = &self.chunks[chunk];
        (self.units[chunk.from].start, self.units[chunk.to - 1].end)
    }

    /// The status of the first verb among some tokens; affirmed where there is none.
    pub fn status_at(&self, start: usize, end: usize) -> Status {
        let inside = |c: &&Clause| {
            let (from, to) = self.tokens(c.chunk);
            from >= start && to <= end
        };
        self.clauses.iter().find(inside).map_or(Status::Affirmed, |c| c.status)
    }
}

impl Reading<'_> {
    /// Cuts a line into clauses; `None` if the language has no such grammar.
    pub(super) fn parse_english(&self, line: &Line) -> Option<Parsed> {
        let lexicon = self.engine.english.as_ref()?;
        Some(self.parse_units(line, unit::units(line, lexicon), lexicon))
    }

    fn parse_units(&self, line: &Line, units: Vec<Unit>, lexicon: &Lexicon) -> Parsed {
        let pronoun = |t: usize| match line.tokens[t].kind {
            TokenKind::Pronoun(w) => self.engine.lexicon.words[w].pronoun.as_deref().unwrap_or_default(),
            _ => "",
        };
        let class = |t: usize| match line.tokens[t].kind {
            TokenKind::Entity(m) => self.class(self.mentions.mentions[m].entity),
            _ => "",
        };
        let noun = |t: usize| self.definite_noun(line, t).unwrap_or_default();
        Parsed::new(line, units, lexicon, [&pronoun, &noun, &class])
    }

    /// The noun of a definite form that stands at a token: *war* of the war.
    fn definite_noun(&self, line: &Line, token: usize) -> Option<&str> {
        match line.tokens[token].kind {
            TokenKind::Pronoun(w) => self.engine.lexicon.words[w].text.split(' ').nth(1),
            _ => None,
        }
    }

    /// The common noun that a name is for something that has no other: an *armistice*.
    fn noun_as_name(&self, line: &Line, token: usize) -> Option<String> {
        let TokenKind::Entity(mention) = line.tokens[token].kind else { return None };
        let class = self.class(self.mentions.mentions[mention].entity);
        if *class != *self.extractor.domain.classes.agreement {
            return None;
        }
        let text = self.document.slice(line.tokens[token].span);
        text.chars().all(|c| c.is_lowercase() || c == '-').then_some(text)
    }

    /// Applies the frames to a line.
    pub(super) fn read_english(&mut self, line: &Line, parsed: &Parsed, sentence: Span) {
        let Some(lexicon) = self.engine.english.as_ref() else { return };
        let token = |unit: usize| parsed.units.get(unit).map(|u| u.start);
        let last = parsed.units.last().map_or(0, |u| u.end);
        let mut named = token(0).unwrap_or(0);
        for (at, clause) in parsed.clauses.iter().enumerate() {
            if clause.gapped {
                self.read_clause(line, parsed, at, sentence);
                continue;
            }
            let verb = token(parsed.chunks[clause.chunk].from).unwrap_or(last);
            self.name_between(line, named, verb);
            named = verb;
            self.read_clause(line, parsed, at, sentence);
            let opens = matches!(clause.kind, ClauseKind::Main) && !clause.joined;
            if opens {
                self.speak_of(line, parsed, clause);
            }
        }
        self.name_between(line, named, last);
        self.read_nouns(line, parsed, sentence);
        for chunk in &parsed.chunks {
            let ChunkKind::Aside(from, to) = chunk.kind else { continue };
            if from >= to {
                continue;
            }
            // An aside says nothing of who acts outside of it.
            let outside = self.discourse.clone();
            let inner = self.parse_units(line, parsed.units[from..to].to_vec(), lexicon);
            self.discourse.object.clear();
            self.discourse.subject.clear();
            self.read_english(line, &inner, sentence);
            self.discourse = outside;
        }
    }

    /// What a main clause is about is what the next ones go on with.
    fn speak_of(&mut self, line: &Line, parsed: &Parsed, clause: &Clause) {
        // South of the line was X: what follows is spoken of.
        let inverted = clause.complement.filter(|_| clause.subject.is_empty());
        if clause.subject.is_empty() && inverted.is_none() {
            return;
        }
        let found: Vec<usize> = clause
            .subject
            .iter()
            .chain(&inverted)
            .map(|g| self.refer(line, parsed, *g, &[]))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
            .into_iter()
            .map(|f| f.entity)
            .collect();
        if clause.subject.is_empty() {
            return;
        }
        if found.is_empty() {
            // "they" is not what a noun in the singular names.
            if !self.is_plural(parsed, clause) {
                self.discourse.thing_between = true;
                return;
            }
            let person = self.extractor.domain.classes.person.clone();
            let keep: Vec<usize> =
                self.discourse.subject.iter().copied().filter(|e| self.class(*e) == person).collect();
            self.discourse.subject = keep;
            return;
        }
        let acts = |e: &usize| self.extractor.is_actor(self.class(*e));
        if !found.iter().any(acts) && self.discourse.subject.iter().any(acts) {
            // "they" goes on with who acts, "it" with what was spoken of.
            self.discourse.topic_thing = found.first().copied();
            self.discourse.thing_between = false;
            return;
        }
        let person = &*self.extractor.domain.classes.person;
        if found.len() > 1 && found.iter().all(|e| self.class(*e) == person) {
            self.discourse.party.clone_from(&found);
        }
        self.discourse.set_subject(found);
    }

    /// Whether the subject of a clause is a noun in the plural, or nothing known.
    fn is_plural(&self, parsed: &Parsed, clause: &Clause) -> bool {
        let Some(ChunkKind::Group(g)) = clause.subject.first().map(|s| &parsed.chunks[s.chunk].kind) else {
            return false;
        };
        let plural = |w: &str| w.ends_with('s') && !w.ends_with("ss") || matches!(w, "men" | "people");
        g.members.len() > 1 || g.members.iter().any(|m| parsed.units[m.head].word().is_some_and(plural))
    }

    /// The names among some tokens have been said.
    fn name_between(&mut self, line: &Line, from: usize, to: usize) {
        for token in line.tokens.get(from..to).unwrap_or_default() {
            if let TokenKind::Entity(m) = token.kind {
                let entity = self.mentions.mentions[m].entity;
                self.discourse.name(entity);
                if *self.class(entity) == *self.extractor.domain.classes.agreement {
                    self.discourse.treaty = Some(entity);
                }
            }
        }
    }
}
