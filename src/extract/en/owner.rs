//! Who is meant where a pattern matches: whose *his* is in the sentence, and what the clause around a match is about.

use super::clause::{Clause, ClauseKind};
use crate::extract::discourse::Filled;
use crate::extract::line::{Line, TokenKind};
use crate::extract::mention::Gender;
use crate::extract::read::Reading;

impl Reading<'_> {
    /// What a pronoun stands for by its own sentence: who is joined to what it owns (*X and his son*), else the subject
    /// of the nearest verb before it. `None` if the sentences before have to tell.
    pub(in crate::extract) fn antecedent(&self, line: &Line, token: usize, kind: &str) -> Option<Vec<Filled>> {
        // One pronoun may stand in what another means, and that one in what the first means.
        let depth = self.looking.get();
        if depth > 3 {
            return None;
        }
        self.looking.set(depth + 1);
        let found = self.antecedent_here(line, token, kind);
        self.looking.set(depth);
        found
    }

    fn antecedent_here(&self, line: &Line, token: usize, kind: &str) -> Option<Vec<Filled>> {
        let parsed = self.parsed.as_ref()?;
        let person = &self.extractor.domain.classes.person;
        let is_person = |f: &Filled| self.class(f.entity) == person;
        let other = if matches!(kind, "he" | "his") { Gender::Female } else { Gender::Male };
        let suits = |f: &Filled| is_person(f) && self.mentions.gender.get(&f.entity) != Some(&other);
        let fits = |found: &[Filled]| match kind {
            "his" | "her" | "he" | "she" => found.len() == 1 && found.iter().all(suits),
            "its" => found.len() == 1 && !found.iter().any(is_person),
            "their" => found.len() > 1 || found.iter().any(|f| !is_person(f)),
            _ => false,
        };
        let said = self.document.slice(line.tokens[token].span);
        let named = |mut found: Vec<Filled>| {
            for f in &mut found {
                f.how = format!("{said} = {}", self.mentions.entities[f.entity].title);
                f.span = Some(line.tokens[token].span);
            }
            found
        };
        if let Some(before) =
            joined(line, token).filter(|_| matches!(kind, "his" | "her") && !opens_clause(line, token))
        {
            let found = self.resolve(line, before, &[]);
            if fits(&found) {
                return Some(named(found));
            }
        }
        if let Some(person) = self.owner_by_wording(line, parsed, token).filter(|_| matches!(kind, "his" | "her")) {
            let found = self.resolve(line, person, &[]);
            if fits(&found) {
                return Some(named(found));
            }
        }
        if let Some(supported) = self.supported_before(line, parsed, token).filter(|f| fits(f)) {
            return Some(named(supported));
        }
        let before = parsed.clauses.iter().rev().filter(|c| parsed.tokens(c.chunk).0 < token);
        let mut some = false;
        for group in before.flat_map(|c| &c.subject) {
            some = true;
            if parsed.tokens(group.chunk).1 > token {
                continue;
            }
            let found = self.refer(line, parsed, *group, &[]);
            if fits(&found) {
                return Some(named(found));
            }
        }
        // Before his death in X, Y…; with his brother X, Y…: who acts is named after the comma.
        let main = parsed.clauses.iter().find(|c| matches!(c.kind, ClauseKind::Main) && !c.joined)?;
        let group = main.subject.first().filter(|_| !some && matches!(kind, "his" | "her"))?;
        let (from, _) = parsed.tokens(group.chunk);
        if from <= token || self.dies_first(line, token) || !line.tokens[token..from].iter().any(|t| t.symbol == ',') {
            return None;
        }
        // Only what stands behind the pronoun: so that no pronoun is asked what it stands for by its own phrase.
        let later = main.subject.iter().filter(|g| parsed.tokens(g.chunk).0 > token);
        let found = later.map(|g| self.refer(line, parsed, *g, &[])).find(|f| fits(f))?;
        Some(named(found))
    }

    /// Whose *his* is by what the words around say: after the death of X, *his* son…; the son of X, a duke, and *his* wife Y.
    fn owner_by_wording(&self, line: &Line, parsed: &super::Parsed, token: usize) -> Option<usize> {
        let lexicon = self.engine.english.as_ref()?;
        let text: String = line.tokens[..token].iter().map(|t| t.symbol).collect();
        let words: Vec<&str> = text.split(' ').collect();
        let person = |from: usize| {
            (from..token).find(|t| match line.tokens[*t].kind {
                TokenKind::Entity(m) => {
                    *self.class(self.mentions.mentions[m].entity) == *self.extractor.domain.classes.person
                }
                _ => false,
            })
        };
        let ended = match words[..] {
            ["after" | "upon" | "on" | "following" | "with", "the", end, "of", ..] => {
                lexicon.is("undergone", end) || end == "murder"
            }
            _ => false,
        };
        if ended && !parsed.clauses.iter().any(|c| c.kind == ClauseKind::Main && parsed.tokens(c.chunk).0 < token) {
            return person(0);
        }
        let next: String = line.tokens[token + 1..].iter().take(24).map(|t| t.symbol).collect();
        let spouse = next.split(' ').take(3).any(|w| lexicon.is("kin-spouse", w));
        if !spouse || !text.ends_with("and ") {
            return None;
        }
        let of = ["son of ", "daughter of ", "child of ", "children of ", "born to "];
        let at = of.iter().filter_map(|w| text.rfind(w).map(|i| i + w.len())).max()?;
        person(text[..at].chars().count())
    }

    /// Whom a verb of help right before is done to: supported China in *its* war.
    fn supported_before(&self, line: &Line, parsed: &super::Parsed, token: usize) -> Option<Vec<Filled>> {
        let lexicon = self.engine.english.as_ref()?;
        let clause = parsed.clauses.iter().rev().find(|c| parsed.tokens(c.chunk).0 < token)?;
        let super::chunk::ChunkKind::Verb(verb) = &parsed.chunks[clause.chunk].kind else { return None };
        let helps = verb.lemmas.iter().any(|l| lexicon.is("helps", &lexicon.lemmas[*l].base));
        let object = clause.object.first().filter(|_| helps)?;
        let end = parsed.tokens(object.chunk).1;
        let between: String = line.tokens.get(end..token)?.iter().map(|t| t.symbol).collect();
        matches!(between.as_str(), " in " | " against " | " with ").then(|| self.refer(line, parsed, *object, &[]))
    }

    /// After his death, X…: X is somebody else.
    fn dies_first(&self, line: &Line, token: usize) -> bool {
        let text = |from: usize, to: usize| -> String { line.tokens[from..to].iter().map(|t| t.symbol).collect() };
        let next = text(token + 1, line.tokens.len().min(token + 14));
        let before = text(token.saturating_sub(9), token);
        let lexicon = self.engine.english.as_ref();
        let ends = |w: &str| lexicon.is_some_and(|l| l.is("undergone", w));
        let dies = next.split_whitespace().next().is_some_and(ends);
        dies && !["before ", "until ", "prior to "].iter().any(|w| before.ends_with(w))
    }

    /// The date of the clause that a match, tokens `start..end`, stands in or opens.
    pub(in crate::extract) fn time_around(&self, line: &Line, start: usize, end: usize) -> Option<(usize, String)> {
        let parsed = self.parsed.as_ref()?;
        let comma = line.tokens.get(end).is_some_and(|t| t.symbol == ',');
        let opens = |c: &Clause| comma && start < 3 && parsed.tokens(c.chunk).0 >= end;
        let inside = |c: &Clause| {
            let (from, to) = parsed.tokens(c.chunk);
            from < end && to > start
        };
        let at = parsed.clauses.iter().position(|c| inside(c) || opens(c))?;
        self.time_of_clause(parsed, at)
    }

    /// The possible subjects of the clause that a match, tokens `start..end`, stands in, the likeliest first.
    pub(in crate::extract) fn english_subjects(&self, line: &Line, start: usize, end: usize) -> Vec<Vec<Filled>> {
        let Some(parsed) = &self.parsed else { return Vec::new() };
        let inside = parsed.clauses.iter().find(|c| {
            let (from, to) = parsed.tokens(c.chunk);
            from < end && to > start
        });
        let before = || parsed.clauses.iter().rev().find(|c| parsed.tokens(c.chunk).0 < start);
        // With the help of X, Y…: what opens the sentence goes with the clause behind it.
        let behind = || parsed.clauses.iter().find(|c| parsed.tokens(c.chunk).0 >= end);
        let clause = inside.or_else(before).or_else(behind);
        clause.map_or(Vec::new(), |c| c.subject.iter().map(|g| self.refer(line, parsed, *g, &[])).collect())
    }
}

/// Whether what a possessive opens is soon followed by a form of "be": X won and his brothers were Y and Z.
fn opens_clause(line: &Line, token: usize) -> bool {
    let next = line.tokens[token + 1..].iter().take_while(|t| matches!(t.kind, TokenKind::Char(c) if c != ','));
    let words: String = next.take(30).map(|t| t.symbol).collect();
    words.split(' ').any(|w| matches!(w, "was" | "were" | "is"))
}

/// The name that "and" parts from a token.
fn joined(line: &Line, token: usize) -> Option<usize> {
    let kind = |at: usize| line.tokens.get(at).map(|t| t.symbol);
    let and: String = (token.checked_sub(5)?..token).filter_map(kind).collect();
    let mut at = token.checked_sub(6).filter(|_| and == " and ")?;
    if kind(at) == Some(',') {
        at = at.checked_sub(1)?;
    }
    matches!(line.tokens.get(at)?.kind, TokenKind::Entity(_)).then_some(at)
}
