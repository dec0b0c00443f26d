//! A sentence in reduced form: every mention, date and quantity is one symbol, every other character stands for itself.
//!
//! A [`Line`] is what rules are matched on. Footnote marks and white space are left out, quotation marks around a
//! mention too, so that 建立“伊犁蘇丹國” and 建立伊犁蘇丹國 read the same; each [`Token`] keeps its place in the document.

use super::lexicon::Lexicon;
use crate::document::Document;
use crate::pack::rules::{AMOUNT, PRONOUN, THING, TIME, class_symbol};
use crate::span::Span;

/// What one symbol of a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A mention, by its index.
    Entity(usize),
    /// A date, by its index.
    Time(usize),
    /// A quantity, by its index.
    Amount(usize),
    /// A pronoun or definite form, by the index of its word.
    Pronoun(usize),
    Char(char),
}

/// One symbol of a line.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub kind: TokenKind,
    pub symbol: char,
    pub span: Span,
}

/// A word found in a line: its index in the lexicon, and its tokens.
#[derive(Debug, Clone, Copy)]
pub struct WordAt {
    pub word: usize,
    pub start: usize,
    pub end: usize,
}

/// A sentence, or what stands between brackets in one.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub tokens: Vec<Token>,
    /// The symbols, one for each token.
    pub text: String,
    /// The byte at which each token starts in `text`, and the length of `text` at the end.
    pub bytes: Vec<usize>,
    pub words: Vec<WordAt>,
    /// The word that stands for the polity that the page is about: see [`Marked::topic_noun`].
    topic_noun: Option<usize>,
}

/// The mentions, dates and quantities of a document, each sorted by place.
pub struct Marked<'a> {
    pub document: &'a Document,
    pub folded: &'a [char],
    /// Span and class number of each mention; `None` for a class that is not known.
    pub mentions: &'a [(Span, Option<usize>)],
    pub times: &'a [Span],
    pub amounts: &'a [Span],
    /// The kind of polity that the page is about (帝國), by its index in the lexicon: by itself it means that polity.
    pub topic_noun: Option<usize>,
}

const OPENING: &[char] = &['“', '「', '『', '《', '"', '‘', '〈', '\''];
const CLOSING: &[char] = &['”', '」', '』', '》', '"', '’', '〉', '\''];

impl Line {
    /// Reduces a stretch of the document.
    pub fn reduce(marked: &Marked<'_>, span: Span, lexicon: &Lexicon) -> Line {
        let first = |spans: &[Span]| spans.partition_point(|s| s.start < span.start);
        let mut mention = marked.mentions.partition_point(|(s, _)| s.start < span.start);
        let (mut time, mut amount) = (first(marked.times), first(marked.amounts));
        let mut mark = marked.document.marks.partition_point(|s| s.start < span.start);
        let mut tokens = Vec::with_capacity(span.len());
        let mut at = span.start();
        let folded = marked.folded;
        while at < span.end() {
            while marked.mentions.get(mention).is_some_and(|(s, _)| s.start() < at) {
                mention += 1;
            }
            while marked.times.get(time).is_some_and(|s| s.start() < at) {
                time += 1;
            }
            while marked.amounts.get(amount).is_some_and(|s| s.start() < at) {
                amount += 1;
            }
            while marked.document.marks.get(mark).is_some_and(|s| s.start() < at) {
                mark += 1;
            }
            if let Some(m) = marked.document.marks.get(mark).filter(|m| m.start() == at && !m.is_empty()) {
                at = m.end();
                continue;
            }
            let c = folded[at];
            // A mention in quotation marks of its own.
            if let Some((s, class)) = marked.mentions.get(mention).filter(|(s, _)| {
                OPENING.contains(&c) && s.start() == at + 1 && folded.get(s.end()).is_some_and(|c| CLOSING.contains(c))
            }) {
                tokens.push(entity(mention, *s, *class));
                at = s.end() + 1;
                continue;
            }
            if let Some((s, class)) =
                marked.mentions.get(mention).filter(|(s, _)| s.start() == at && s.end() <= span.end())
            {
                tokens.push(entity(mention, *s, *class));
                at = s.end();
                continue;
            }
            if let Some(s) = marked.times.get(time).filter(|s| s.start() == at && s.end() <= span.end()) {
                tokens.push(Token { kind: TokenKind::Time(time), symbol: TIME, span: *s });
                at = s.end();
                continue;
            }
            // 20,000 Russian troops: the name in it is who acts.
            let names = |s: &Span| marked.mentions.get(mention).is_some_and(|(m, _)| m.start() < s.end());
            let fits = |s: &&Span| {
                s.start() == at
                    && s.end() <= span.end()
                    && !(marked.document.lang == crate::document::Lang::En && names(s))
            };
            if let Some(s) = marked.amounts.get(amount).filter(fits) {
                tokens.push(Token { kind: TokenKind::Amount(amount), symbol: AMOUNT, span: *s });
                at = s.end();
                continue;
            }
            if !c.is_whitespace() || marked.document.lang == crate::document::Lang::En {
                let c = if c.is_whitespace() { ' ' } else { c };
                tokens.push(Token { kind: TokenKind::Char(c), symbol: c, span: Span::new(at, at + 1) });
            }
            at += 1;
        }
        Line::from_tokens(tokens, lexicon, marked.topic_noun)
    }

    /// Finds the words among tokens; pronouns become tokens of their own.
    pub fn from_tokens(tokens: Vec<Token>, lexicon: &Lexicon, topic_noun: Option<usize>) -> Line {
        let mut line = Line { tokens, topic_noun, ..Line::default() };
        line.write_text();
        let found: Vec<WordAt> = lexicon
            .find(&line.text)
            .map(|(word, start, end)| WordAt { word, start: line.token_at(start), end: line.token_at(end) })
            .collect();
        // 帝國 after a name or unknown characters is part of a longer name, not a word of its own.
        let within = |nth: usize, w: &WordAt| {
            let Some(before) = w.start.checked_sub(1).map(|i| line.tokens[i]) else { return false };
            let word_before = nth > 0 && found[nth - 1].end == w.start;
            match before.kind {
                TokenKind::Char(c) => c.is_alphanumeric() && !word_before,
                TokenKind::Entity(_) | TokenKind::Pronoun(_) => true,
                TokenKind::Time(_) | TokenKind::Amount(_) => false,
            }
        };
        let topical = |w: &WordAt| lexicon.words[w.word].pronoun.as_deref() == Some("topic");
        let kept = |nth: usize, w: &WordAt| !topical(w) || topic_noun == Some(w.word) && !within(nth, w);
        let found: Vec<WordAt> = found.iter().enumerate().filter(|(nth, w)| kept(*nth, w)).map(|(_, w)| *w).collect();
        if found.iter().all(|w| lexicon.words[w.word].pronoun.is_none()) {
            line.words = found;
            return line;
        }
        let mut tokens = Vec::with_capacity(line.tokens.len());
        let mut words = Vec::with_capacity(found.len());
        let mut at = 0;
        for w in found {
            tokens.extend_from_slice(&line.tokens[at..w.start]);
            let start = tokens.len();
            if lexicon.words[w.word].pronoun.is_some() {
                let span = line.tokens[w.start].span.cover(line.tokens[w.end - 1].span);
                tokens.push(Token { kind: TokenKind::Pronoun(w.word), symbol: PRONOUN, span });
            } else {
                tokens.extend_from_slice(&line.tokens[w.start..w.end]);
                words.push(WordAt { word: w.word, start, end: tokens.len() });
            }
            at = w.end;
        }
        tokens.extend_from_slice(&line.tokens[at..]);
        line = Line { tokens, words, topic_noun, ..Line::default() };
        line.write_text();
        line
    }

    fn write_text(&mut self) {
        self.text.clear();
        self.bytes.clear();
        self.text.reserve(3 * self.tokens.len());
        self.bytes.reserve(self.tokens.len() + 1);
        for t in &self.tokens {
            self.bytes.push(self.text.len());
            self.text.push(t.symbol);
        }
        self.bytes.push(self.text.len());
    }

    /// The token that starts at a byte of `text`.
    pub fn token_at(&self, byte: usize) -> usize {
        self.bytes.partition_point(|b| *b < byte)
    }

    /// The stretch of the document that some tokens cover.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let (first, last) = (self.tokens[start].span, self.tokens[end - 1].span);
        first.cover(last)
    }

    /// The line without its brackets, and what stood in each: with the number of tokens before it on the line.
    pub fn split_brackets(&self, lexicon: &Lexicon) -> (Line, Vec<(usize, Line)>) {
        if !self.text.contains('(') {
            return (self.clone(), Vec::new());
        }
        let (mut main, mut inner) = (Vec::new(), Vec::new());
        let (mut depth, mut open) = (0, 0);
        for (i, token) in self.tokens.iter().enumerate() {
            match token.symbol {
                '(' => {
                    depth += 1;
                    if depth == 1 {
                        open = i + 1;
                    }
                }
                ')' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 && open < i {
                        inner.push((
                            main.len(),
                            Line::from_tokens(self.tokens[open..i].to_vec(), lexicon, self.topic_noun),
                        ));
                    }
                }
                _ if depth == 0 => main.push(*token),
                _ => {}
            }
        }
        if depth > 0 {
            // A bracket that is never closed hides nothing.
            main.extend_from_slice(&self.tokens[open..]);
        }
        // `from_tokens` merges pronouns, which are tokens already, so the numbers before brackets stay right.
        (Line::from_tokens(main, lexicon, self.topic_noun), inner)
    }
}

fn entity(mention: usize, span: Span, class: Option<usize>) -> Token {
    Token { kind: TokenKind::Entity(mention), symbol: class.map_or(THING, class_symbol), span }
}
