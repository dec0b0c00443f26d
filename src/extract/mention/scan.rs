//! A document's characters, looked at once: which can stand in a name, which words stand where, which years are spoken of.

use super::namer::{Namer, Sound, Word, kind};
use super::trie::IntMap;
use crate::document::{BlockKind, Document, SectionKind};
use crate::span::Span;

/// For how many characters a year speaks for what follows it.
const YEAR_REACH: usize = 400;

/// No place.
const NONE: u32 = u32::MAX;

/// What a character can be to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// Outside the prose: headings, apparatus, footnote marks.
    Out,
    /// Ends every name: punctuation, spaces.
    Edge,
    /// A letter or ideograph.
    Letter,
    Digit,
    /// Joins the parts of a foreign name: `·`.
    Dot,
}

/// A word of the lexicon where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub start: u32,
    pub end: u32,
    pub word: Word,
}

/// What is known of a document's characters before names are looked for.
pub struct Scan<'a> {
    /// Folded.
    pub text: &'a [char],
    /// As it stands in the document.
    original: &'a [char],
    pub glyphs: Vec<Glyph>,
    /// For each place, how long the stop is that starts there; 0 for none.
    stop_from: Vec<u8>,
    /// For each place, how long the stop is that ends there.
    stop_to: Vec<u8>,
    /// Whether a stop of several characters runs across the place before this character.
    inside_stop: Vec<bool>,
    pub hits: Vec<Hit>,
    /// Where the hits of a place start in `hits`.
    first_hit: Vec<u32>,
    /// For each place, the bits of all words of several characters that end there.
    ends: Vec<u64>,
    /// For each place, the bits of the one character before it as a word.
    ends_single: Vec<u64>,
    /// Years in the order of the text: where, and which.
    years: Vec<(u32, i32)>,
    /// Where sentences and lines end, in the order of the text.
    stops: Vec<u32>,
    /// Stretches that are read.
    pub prose: Vec<Span>,
    /// Names of the gazetteer by place, shortest first: length and entries.
    name_hits: Vec<(u8, &'a [u32])>,
    first_name: Vec<u32>,
    /// For each pair of characters, the last place where it stands, and for each place, the one before of the same pair.
    last_pair: IntMap<u64, u32>,
    pair_before: Vec<u32>,
}

/// The joining dots of foreign names.
pub fn is_dot(c: char) -> bool {
    matches!(c, '.' | '·' | '‧' | '・' | '•' | '．' | '･')
}

fn glyph(c: char) -> Glyph {
    if ('\u{4e00}'..='\u{9fef}').contains(&c) {
        // What nearly every character is, told without a table.
        Glyph::Letter
    } else if is_dot(c) {
        Glyph::Dot
    } else if c.is_numeric() && !('\u{3400}'..='\u{9fff}').contains(&c) {
        Glyph::Digit
    } else if c.is_alphabetic() {
        Glyph::Letter
    } else {
        Glyph::Edge
    }
}

/// Whether the character is an ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether the character is a Chinese numeral.
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百千万两亿".contains(c)
}

impl<'a> Scan<'a> {
    /// Looks through the prose of a document. `text` is its characters folded one to one.
    pub fn new(document: &'a Document, text: &'a [char], namer: &'a Namer) -> Scan<'a> {
        let n = text.len();
        let mut scan = Scan {
            text,
            original: &document.chars,
            glyphs: vec![Glyph::Out; n],
            stop_from: vec![0; n + 1],
            stop_to: vec![0; n + 1],
            inside_stop: vec![false; n + 1],
            hits: Vec::with_capacity(n / 2),
            first_hit: vec![0; n + 1],
            ends: vec![0; n + 1],
            ends_single: vec![0; n + 1],
            years: Vec::new(),
            stops: Vec::new(),
            prose: Vec::new(),
            name_hits: Vec::new(),
            first_name: vec![0; n + 1],
            last_pair: IntMap::default(),
            pair_before: vec![NONE; n],
        };
        for block in &document.blocks {
            let read = document.sections.get(block.section).is_none_or(|s| s.kind == SectionKind::Prose);
            if read && !matches!(block.kind, BlockKind::Heading(_)) && block.span.end() <= n {
                scan.prose.push(block.span);
            }
        }
        scan.prose.sort();
        for span in scan.prose.clone() {
            for i in span.range() {
                scan.glyphs[i] = glyph(text[i]);
                // A full stop joins names only between ideographs.
                let han = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| is_han(*c));
                if text[i] == '.' && !(han(i.checked_sub(1)) && han(Some(i + 1))) {
                    scan.glyphs[i] = Glyph::Edge;
                }
            }
        }
        for mark in document.marks.iter().filter(|m| m.end() <= n) {
            scan.glyphs[mark.range()].fill(Glyph::Edge);
        }
        scan.find_words(namer);
        scan.find_years();
        scan.index();
        scan
    }

    fn find_words(&mut self, namer: &'a Namer) {
        let mut free = 0; // the first place that no stop covers
        for i in 0..self.text.len() {
            self.first_hit[i] = self.hits.len() as u32;
            self.first_name[i] = self.name_hits.len() as u32;
            if !matches!(self.glyphs[i], Glyph::Letter | Glyph::Digit) {
                continue;
            }
            let (mut stop, mut keep) = (0, 0);
            for (len, word) in namer.lexicon.prefixes(&self.text[i..]) {
                if word.kinds & kind::STOP != 0 {
                    stop = len;
                }
                if word.kinds & kind::KEEP != 0 {
                    keep = len;
                }
                if len > 1 {
                    self.ends[i + len] |= word.kinds;
                } else if !self.inside_stop[i] && !self.inside_stop[i + 1] {
                    self.ends_single[i + 1] |= word.kinds;
                }
                if word.kinds & !(kind::STOP | kind::KEEP) != 0 {
                    self.hits.push(Hit { start: i as u32, end: (i + len) as u32, word: *word });
                }
            }
            let mut name = 0;
            for (len, entries) in namer.names.prefixes(&self.text[i..]) {
                name = len;
                self.name_hits.push((len.min(255) as u8, entries));
            }
            if i < free {
                continue;
            }
            let kept = keep.max(name);
            if kept >= stop.max(2) {
                free = i + kept;
            } else if stop > 0 {
                self.stop_from[i] = stop as u8;
                self.stop_to[i + stop] = stop as u8;
                self.inside_stop[i + 1..i + stop].fill(true);
                free = i + stop;
            }
        }
        self.first_hit[self.text.len()] = self.hits.len() as u32;
        self.first_name[self.text.len()] = self.name_hits.len() as u32;
    }

    fn find_years(&mut self) {
        let stops = self.text.iter().enumerate().filter(|(_, c)| matches!(c, '。' | '\n'));
        self.stops = stops.map(|(at, _)| at as u32).collect();
        for (at, _) in self.text.iter().enumerate().filter(|(_, c)| **c == '年') {
            let start = self.text[..at].iter().rposition(|c| !c.is_ascii_digit()).map_or(0, |p| p + 1);
            if (3..=4).contains(&(at - start)) {
                let year = self.text[start..at].iter().fold(0, |y, c| y * 10 + c.to_digit(10).unwrap_or(0) as i32);
                let before: String = self.text[start.saturating_sub(3)..start].iter().filter(|c| **c != ' ').collect();
                self.years.push((
                    at as u32,
                    if before.ends_with("公元前") || before.ends_with('前') { 1 - year } else { year },
                ));
            }
        }
    }

    fn index(&mut self) {
        for i in 1..self.text.len() {
            if self.glyphs[i] == Glyph::Letter && self.glyphs[i - 1] == Glyph::Letter {
                let before = self.last_pair.insert(pair(self.text[i - 1], self.text[i]), (i - 1) as u32);
                self.pair_before[i - 1] = before.unwrap_or(NONE);
            }
        }
    }

    /// Where a word of two characters or more stands in the prose, last first.
    pub fn find<'w>(&'w self, word: &'w [char]) -> impl Iterator<Item = usize> + 'w {
        let last = if word.len() < 2 { None } else { self.last_pair.get(&pair(word[0], word[1])).copied() };
        let places = std::iter::successors(last, |&p| Some(self.pair_before[p as usize]).filter(|b| *b != NONE));
        places.map(|p| p as usize).filter(|&p| self.text[p..].starts_with(word))
    }

    /// The names of the gazetteer that start at a place, shortest first: length and entries.
    pub fn names_at(&self, at: usize) -> &[(u8, &'a [u32])] {
        match (self.first_name.get(at), self.first_name.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.name_hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Whether a name of the gazetteer ends at a place.
    pub fn gazetteer_name_ends(&self, at: usize) -> bool {
        (2..=8.min(at)).any(|len| self.names_at(at - len).iter().any(|(l, _)| usize::from(*l) == len))
    }

    /// How often a word of two characters or more stands in the prose.
    pub fn count(&self, word: &[char]) -> usize {
        self.find(word).count()
    }

    /// The words of the lexicon that start at a place, shortest first.
    pub fn hits_at(&self, at: usize) -> &[Hit] {
        match (self.first_hit.get(at), self.first_hit.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// How long the longest word with one of these bits is that starts at a place; 0 for none.
    pub fn word_at(&self, at: usize, kinds: u64) -> usize {
        let found = self.hits_at(at).iter().rev().find(|h| h.word.kinds & kinds != 0);
        found.map_or(0, |h| (h.end - h.start) as usize)
    }

    /// The bits of all words that end at a place.
    pub fn ends_at(&self, at: usize) -> u64 {
        self.long_ends_at(at) | self.ends_single.get(at).copied().unwrap_or(0)
    }

    /// The bits of all words of several characters that end at a place.
    pub fn long_ends_at(&self, at: usize) -> u64 {
        self.ends.get(at).copied().unwrap_or(0)
    }

    /// Whether exactly this stretch is a verb too.
    pub fn lexicon_verb(&self, from: usize, to: usize) -> bool {
        self.hits_at(from).iter().any(|h| h.end as usize == to && h.word.kinds & kind::VERB != 0)
    }

    /// Whether a verb of several characters starts here as a word of its own.
    pub fn verb_from(&self, at: usize) -> bool {
        let len = self.stop_from(at);
        len > 1 && self.lexicon_verb(at, at + len)
    }

    pub fn glyph(&self, at: usize) -> Glyph {
        self.glyphs.get(at).copied().unwrap_or(Glyph::Out)
    }

    pub fn is_letter(&self, at: usize) -> bool {
        self.glyph(at) == Glyph::Letter
    }

    /// How long the stop is that starts here; 0 for none.
    pub fn stop_from(&self, at: usize) -> usize {
        self.stop_from.get(at).copied().unwrap_or(0) as usize
    }

    /// How long the stop is that ends here; 0 for none.
    pub fn stop_to(&self, at: usize) -> usize {
        self.stop_to.get(at).copied().unwrap_or(0) as usize
    }

    /// Whether the place lies within a stop of several characters.
    pub fn inside_stop(&self, at: usize) -> bool {
        self.inside_stop.get(at).copied().unwrap_or(false)
    }

    /// Whether a name can begin here as far as what stands before tells.
    pub fn opens(&self, at: usize) -> bool {
        at == 0 || !matches!(self.glyph(at - 1), Glyph::Letter | Glyph::Dot) || self.stop_to(at) > 0
    }

    /// Whether a name can end here as far as what follows tells.
    pub fn closes(&self, at: usize) -> bool {
        !matches!(self.glyph(at), Glyph::Letter | Glyph::Dot) || self.stop_from(at) > 0
    }

    /// The year that is spoken of at a place: the last one named before it and not too far away.
    pub fn year_at(&self, at: usize) -> Option<i32> {
        let next = self.years.partition_point(|&(p, _)| (p as usize) <= at);
        // A year that follows in the sentence, if none stands before in it: 馬其頓軍隊在公元前330年….
        let stop = |from: usize, to: usize| {
            let first = self.stops.partition_point(|p| (*p as usize) < from);
            self.stops.get(first).is_some_and(|p| (*p as usize) < to)
        };
        let before = next.checked_sub(1).map_or(0, |i| self.years[i].0 as usize);
        if stop(before, at) || next == 0 {
            let follows = self.years.get(next).filter(|(p, _)| !stop(at, *p as usize));
            if let Some((_, year)) = follows {
                return Some(*year);
            }
        }
        let (place, year) = *self.years.get(next.checked_sub(1)?)?;
        (at - (place as usize) < YEAR_REACH).then_some(year)
    }

    /// The year in the middle of all that the document names.
    pub fn middle_year(&self) -> Option<i32> {
        let mut years: Vec<i32> = self.years.iter().map(|&(_, y)| y).collect();
        years.sort_unstable();
        years.get(years.len() / 2).copied()
    }

    pub fn slice(&self, from: usize, to: usize) -> &'a [char] {
        &self.text[from..to]
    }

    /// The words as the document has them.
    pub fn surface(&self, from: usize, to: usize) -> String {
        self.original[from..to].iter().collect()
    }

    /// Whether the word is written by sound: at least `strong` characters of the kind that seldom does anything else, and
    /// none that never does.
    pub fn is_sound(&self, namer: &Namer, word: &[char], strong: usize) -> bool {
        let mut found = 0;
        for &c in word.iter().filter(|c| !is_dot(**c) && **c != '-') {
            match namer.sound(c) {
                Sound::No => return false,
                Sound::Weak => {}
                Sound::Strong => found += 1,
            }
        }
        found >= strong
    }
}

fn pair(a: char, b: char) -> u64 {
    u64::from(u32::from(a)) << 32 | u64::from(u32::from(b))
}
