//! A document's words, looked at once: which phrases stand where, which years are spoken of, where links lead.

use super::namer::{Hit, Namer, Word};
use super::token::{Cap, Gap, Token, tokens};
use crate::document::{Document, Link};
use std::collections::BTreeSet;

/// For how many characters a year speaks for what follows it, and for what stands before it.
const YEAR_REACH: (usize, usize) = (800, 300);

/// What is known of a document's words before names are looked for.
pub struct Scan<'a> {
    pub document: &'a Document,
    pub namer: &'a Namer,
    pub tokens: Vec<Token>,
    hits: Vec<Hit>,
    first_hit: Vec<usize>,
    /// Words that the document writes without a capital.
    lower: BTreeSet<String>,
    /// Words that stand with a capital inside a sentence.
    upper: BTreeSet<String>,
    years: Vec<(usize, i32)>,
    /// For each token, the link whose anchor begins there, by its number + 1.
    links: Vec<u32>,
    /// Whether the anchor of a link begins or ends before a token.
    borders: Vec<bool>,
    /// The words of the title of the page, and of its short forms.
    titles: Vec<Vec<String>>,
}

impl<'a> Scan<'a> {
    /// Looks through the prose of a document.
    pub fn new(document: &'a Document, namer: &'a Namer) -> Scan<'a> {
        let tokens = tokens(document, &|w| namer.is_short(w));
        let (lower, mut upper) = spelling(&tokens);
        let title = namer.words_of(super::namer::bare(&document.title.replace('_', " "))).0;
        let names = title.iter().filter(|w| w.len() > 3 && !namer.is_word(w, super::namer::bit::FUNCTION));
        upper.extend(names.filter(|w| !lower.contains(*w)).cloned());
        let mut scan = Scan {
            document,
            namer,
            tokens,
            hits: Vec::new(),
            first_hit: Vec::new(),
            lower,
            upper,
            years: Vec::new(),
            links: Vec::new(),
            borders: Vec::new(),
            titles: titles(namer, title),
        };
        for at in 0..scan.tokens.len() {
            scan.first_hit.push(scan.hits.len());
            namer.phrases_at(&scan.tokens, at, &mut scan.hits);
        }
        scan.first_hit.push(scan.hits.len());
        scan.find_years();
        scan.links = vec![0; scan.tokens.len()];
        scan.borders = vec![false; scan.tokens.len()];
        for (number, link) in document.links.iter().enumerate() {
            let at = scan.tokens.partition_point(|t| t.from < link.anchor.start());
            if scan.tokens.get(at).is_some_and(|t| t.from < link.anchor.end()) {
                scan.links[at] = number as u32 + 1;
                scan.borders[at] = true;
                let end = scan.tokens.partition_point(|t| t.from < link.anchor.end());
                if let Some(border) = scan.borders.get_mut(end) {
                    *border = true;
                }
            }
        }
        scan
    }

    fn find_years(&mut self) {
        let mut early = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, t)| t.cap == Cap::Number) {
            let era = |k: usize| self.tokens.get(at + k).filter(|t| t.gap == Gap::Space).map(|t| t.key.as_str());
            let before = matches!(era(1), Some("bc" | "bce" | "b.c."));
            let digits = |s: &str| s.parse::<i32>().ok().filter(|_| s.chars().all(|c| c.is_ascii_digit()));
            let parts: Vec<&str> = token.key.split('-').collect();
            let Some(year) = parts.last().and_then(|p| digits(p)) else { continue };
            let first = parts.first().and_then(|p| digits(p)).unwrap_or(year);
            // The end of an interval can be short: 1862-77.
            let year = if parts.len() == 2 && year < 100 && first > 999 { first } else { year };
            if before {
                self.years.push((token.from, 1 - year));
            } else if (1000..=2100).contains(&year) && parts.len() <= 2
                || (100..1000).contains(&year) && era(1) == Some("ad")
            {
                self.years.push((token.from, year));
            } else if (100..1000).contains(&year)
                && at > 0
                && matches!(self.tokens[at - 1].key.as_str(), "in" | "since" | "until")
            {
                early.push((token.from, year));
            }
        }
        // Years of three figures, where the text has hardly any of four.
        if early.len() > self.years.len() / 2 {
            self.years.append(&mut early);
            self.years.sort_unstable();
        }
    }

    /// The year that is spoken of at a place of the document.
    pub fn year_at(&self, place: usize) -> Option<i32> {
        let at = self.years.partition_point(|(p, _)| *p < place);
        let before = at.checked_sub(1).and_then(|at| self.years.get(at)).filter(|(p, _)| place - p <= YEAR_REACH.0);
        let after = self.years.get(at).filter(|(p, _)| p - place <= YEAR_REACH.1);
        match (before, after) {
            // The same sentence says it behind: what is near counts.
            (Some(b), Some(a)) if a.0 - place < (place - b.0) / 2 => Some(a.1),
            (Some(b), _) => Some(b.1),
            (None, a) => a.map(|a| a.1),
        }
    }

    /// The year in the middle of all that are spoken of.
    pub fn middle_year(&self) -> Option<i32> {
        let mut years: Vec<i32> = self.years.iter().map(|(_, y)| *y).collect();
        years.sort_unstable();
        years.get(years.len() / 2).copied()
    }

    /// The token behind the name of what the page is about, where it stands in full.
    pub fn topic_at(&self, at: usize) -> Option<usize> {
        if self.tokens.get(at)?.cap == Cap::Lower {
            return None;
        }
        self.titles.iter().find_map(|title| {
            let to = at + title.len();
            let fits = title.len() > 1 && to <= self.tokens.len();
            let same = fits && title.iter().enumerate().all(|(k, word)| self.tokens[at + k].key == *word);
            (same && self.runs(at, to - 1) && !self.tokens[at..to - 1].iter().any(|t| t.possessive)).then_some(to)
        })
    }

    /// The phrases that begin at a token, shortest first.
    pub fn hits_at(&self, at: usize) -> &[Hit] {
        match (self.first_hit.get(at), self.first_hit.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.hits[from..to],
            _ => &[],
        }
    }

    /// The longest phrase at a token that is one of `bits`: its number of words; 0 for none.
    pub fn len(&self, at: usize, bits: u64) -> usize {
        self.hits_at(at).iter().rev().find(|h| h.word.bits & bits != 0).map_or(0, |h| usize::from(h.len))
    }

    /// The longest phrase at a token that `fits`.
    pub fn longest<T>(&self, at: usize, fits: impl Fn(&Word) -> Option<T>) -> Option<(usize, T)> {
        self.hits_at(at).iter().rev().find_map(|h| Some((usize::from(h.len), fits(&h.word)?)))
    }

    /// Whether the word by itself is one of `bits`.
    pub fn is(&self, at: usize, bits: u64) -> bool {
        self.hits_at(at).iter().any(|h| h.len == 1 && h.word.bits & bits != 0)
    }

    /// The longest phrase of `bits` that ends right before a token: its number of words; 0 for none.
    pub fn len_before(&self, at: usize, bits: u64) -> usize {
        let ends = |len: usize| {
            at >= len
                && self.runs(at - len, at)
                && self.hits_at(at - len).iter().any(|h| usize::from(h.len) == len && h.word.bits & bits != 0)
        };
        (1..=4).rev().find(|len| ends(*len)).unwrap_or(0)
    }

    /// Whether tokens follow each other up to and including `to` with nothing but spaces between.
    pub fn runs(&self, from: usize, to: usize) -> bool {
        (from + 1..=to).all(|k| self.tokens.get(k).is_some_and(|t| t.gap == Gap::Space))
    }

    /// Whether the token follows the one before with nothing but a space between.
    pub fn follows(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.gap == Gap::Space)
    }

    /// Whether the anchor of a link begins or ends before a token: names do not run across.
    pub fn is_link_border(&self, at: usize) -> bool {
        self.borders.get(at).is_some_and(|b| *b)
    }

    pub fn key(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.key.as_str())
    }

    /// The words of some tokens, as a name is known by.
    pub fn keys(&self, from: usize, to: usize) -> String {
        let words: Vec<&str> = self.tokens[from..to].iter().map(|t| t.key.as_str()).collect();
        words.join(" ")
    }

    /// The text of some tokens, without the possessive at its end; what the lead has in capitals is written as elsewhere.
    pub fn surface(&self, from: usize, to: usize) -> String {
        let chars = &self.document.chars[self.tokens[from].from..self.tokens[to - 1].to];
        let letters = chars.iter().filter(|c| c.is_alphabetic());
        let shouted =
            self.tokens[from].lead && letters.clone().count() > 5 && letters.clone().all(|c| !c.is_lowercase());
        let text: String = chars.iter().collect();
        let words = text.split_whitespace();
        if !shouted {
            return words.collect::<Vec<_>>().join(" ");
        }
        let word = |w: &str| {
            let small = self.namer.is_word(&w.to_lowercase(), super::namer::bit::FUNCTION);
            let numeral = super::chunk::is_numeral(&w.to_lowercase());
            let mut first = true;
            let lower = w.chars().flat_map(|c| {
                let keep = first && !small || numeral;
                first = !c.is_alphabetic();
                if keep { vec![c] } else { c.to_lowercase().collect() }
            });
            lower.collect::<String>()
        };
        words.map(word).collect::<Vec<_>>().join(" ")
    }

    /// Whether the document writes a word without a capital somewhere.
    pub fn is_written_small(&self, key: &str) -> bool {
        self.lower.contains(key)
    }

    /// Whether a word stands with a capital inside a sentence somewhere.
    pub fn is_written_great(&self, key: &str) -> bool {
        self.upper.contains(key)
    }

    /// The link whose anchor begins at a token, and the token behind its anchor.
    pub fn link_at(&self, at: usize) -> Option<(&'a Link, usize)> {
        let link = self.document.links.get((*self.links.get(at)? as usize).checked_sub(1)?)?;
        let to = at + self.tokens[at..].iter().take_while(|t| t.from < link.anchor.end()).count();
        Some((link, to))
    }
}

/// A title and, of a polity, its name without the common word: the Later Guptas of the Later Gupta dynasty.
fn titles(namer: &Namer, title: Vec<String>) -> Vec<Vec<String>> {
    let mut all = vec![title];
    if let Some((last, base)) = all[0].split_last()
        && base.len() > 1
        && *last != "war"
        && namer.polity_head(last)
    {
        let (plain, mut plural) = (base.to_vec(), base.to_vec());
        if let Some(word) = plural.last_mut() {
            word.push('s');
        }
        all.extend([plural, plain]);
    }
    all
}

/// The words that a document writes small, and those that it writes with a capital inside sentences.
fn spelling(tokens: &[Token]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut lower, mut upper) = (BTreeSet::new(), BTreeSet::new());
    for token in tokens {
        match token.cap {
            Cap::Lower => lower.insert(token.key.clone()),
            Cap::Capital if token.gap != Gap::Start && token.gap != Gap::Open => upper.insert(token.key.clone()),
            _ => false,
        };
    }
    (lower, upper)
}
