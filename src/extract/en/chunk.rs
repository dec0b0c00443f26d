//! A line in chunks: groups of names and nouns, groups of verbs, and the words that join them.

use super::lexicon::{Lexicon, Tags};
use super::noun::Group;
use super::unit::{Unit, UnitKind};
use super::verb::{Verb, VerbForm};

/// What a chunk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChunkKind {
    Group(Group),
    Verb(Verb),
    Preposition(String),
    /// `after`, `before`, `since`: before a noun or before a clause.
    Link(String),
    Subordinator(String),
    Relative(String),
    /// Joins verbs or clauses: and, but, or.
    Join(String),
    Comma,
    Stop(char),
    Time(usize),
    Amount(usize),
    /// What stands between brackets: units.
    Aside(usize, usize),
    Adverb(String),
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    pub kind: ChunkKind,
    /// Units.
    pub from: usize,
    pub to: usize,
}

/// Cuts units into chunks.
pub struct Chunker<'u, 'a> {
    pub units: &'u [Unit],
    pub lexicon: &'a Lexicon,
    /// The kind of a pronoun, by its token.
    pub pronoun: &'a dyn Fn(usize) -> &'a str,
    /// The noun of a definite form, by its token: *war* of the war; else nothing.
    pub noun: &'a dyn Fn(usize) -> &'a str,
    /// The class of a name, by its token.
    pub class: &'a dyn Fn(usize) -> &'a str,
    pub chunks: Vec<Chunk>,
}

impl Chunker<'_, '_> {
    /// All chunks of a line.
    pub fn run(mut self) -> Vec<Chunk> {
        let mut at = 0;
        while at < self.units.len() {
            at = self.step(at).max(at + 1);
        }
        self.chunks
    }

    fn push(&mut self, kind: ChunkKind, from: usize, to: usize) -> usize {
        self.chunks.push(Chunk { kind, from, to });
        to
    }

    /// Takes the chunk that starts at a unit; where the next one starts.
    fn step(&mut self, at: usize) -> usize {
        let unit = &self.units[at];
        match &unit.kind {
            UnitKind::Mark('(') => {
                let close = self.closing(at);
                self.push(ChunkKind::Aside(at + 1, close), at, (close + 1).min(self.units.len()))
            }
            UnitKind::Mark(',') => self.push(ChunkKind::Comma, at, at + 1),
            UnitKind::Mark(c @ ('.' | ';' | ':' | '!' | '?' | '—' | '-')) => {
                self.push(ChunkKind::Stop(*c), at, at + 1)
            }
            UnitKind::Mark(_) | UnitKind::Own => at + 1,
            UnitKind::Time(t) => {
                let t = *t;
                match self.group(at) {
                    Some(group) => self.take_group(group),
                    None => self.push(ChunkKind::Time(t), at, at + 1),
                }
            }
            UnitKind::Amount(a) => self.push(ChunkKind::Amount(*a), at, at + 1),
            UnitKind::Name(_) | UnitKind::Pronoun(_) => match self.group(at) {
                Some(group) => self.take_group(group),
                None => at + 1,
            },
            UnitKind::Word(word) => {
                let (word, tags) = (word.clone(), unit.tags);
                if word == "to" {
                    if let Some((verb, end)) = self.infinitive(at) {
                        return self.push(ChunkKind::Verb(verb), at, end);
                    }
                    return self.push(ChunkKind::Preposition(word), at, at + 1);
                }
                if tags.has(Tags::AND) || tags.has(Tags::BUT) {
                    return self.push(ChunkKind::Join(word), at, at + 1);
                }
                if tags.has(Tags::RELATIVE) && !self.demonstrative(at) {
                    return self.push(ChunkKind::Relative(word), at, at + 1);
                }
                if tags.has(Tags::LINK) {
                    return self.push(ChunkKind::Link(word), at, at + 1);
                }
                if tags.has(Tags::SUBORDINATOR) || tags.has(Tags::CONDITION) {
                    return self.push(ChunkKind::Subordinator(word), at, at + 1);
                }
                if tags.has(Tags::PREPOSITION) {
                    return self.push(ChunkKind::Preposition(word), at, at + 1);
                }
                if self.verbal(at, None)
                    && let Some((verb, end)) = self.verb_group(at)
                {
                    return self.push(ChunkKind::Verb(verb), at, end);
                }
                if tags.has(Tags::ADVERB) || tags.has(Tags::NOT) {
                    return self.push(ChunkKind::Adverb(word), at, at + 1);
                }
                match self.group(at) {
                    Some(group) => self.take_group(group),
                    // the 1870s, the eighteenth century
                    None if tags.has(Tags::DETERMINER) => self.push(ChunkKind::Adverb(word), at, at + 1),
                    None => self.push(ChunkKind::Other(word), at, at + 1),
                }
            }
        }
    }

    fn take_group(&mut self, group: Group) -> usize {
        let (from, to) = (group.from, group.to);
        self.push(ChunkKind::Group(group), from, to)
    }

    /// Where the bracket that opens at a unit closes; the last unit if it never does.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0;
        for (i, unit) in self.units.iter().enumerate().skip(open) {
            match unit.kind {
                UnitKind::Mark('(') => depth += 1,
                UnitKind::Mark(')') => {
                    depth -= 1;
                    if depth == 0 {
                        return i;
                    }
                }
                _ => {}
            }
        }
        self.units.len()
    }

    /// that *year*: no relative.
    fn demonstrative(&self, at: usize) -> bool {
        self.units[at].is(Tags::DETERMINER)
            && self.units.get(at + 1).and_then(Unit::word).is_some_and(|w| self.lexicon.is("moment", w))
    }

    /// The last verb of the sentence so far.
    pub fn last_verb(&self) -> Option<&Verb> {
        let open = |c: &&Chunk| !matches!(c.kind, ChunkKind::Stop('.' | ';' | '!' | '?'));
        self.chunks.iter().rev().take_while(open).find_map(|c| match &c.kind {
            ChunkKind::Verb(v) => Some(v),
            _ => None,
        })
    }

    /// Whether a verb in its base form would go on with an infinitive or after a modal: to attack X and *capture* Y.
    pub fn goes_on_bare(&self) -> bool {
        self.last_verb().is_some_and(|v| matches!(v.form, VerbForm::Infinitive | VerbForm::Base) || v.modal.is_some())
    }

    /// Whether the last verb takes another without "to": helped X *defeat* Y.
    pub fn takes_bare(&self) -> bool {
        let lemma = |v: &Verb| v.lemmas.iter().any(|l| self.lexicon.is("bare", &self.lexicon.lemmas[*l].base));
        self.chunks.last().is_some_and(|c| matches!(c.kind, ChunkKind::Group(_) | ChunkKind::Verb(_)))
            && self.last_verb().is_some_and(lemma)
    }
}
