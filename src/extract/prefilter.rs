//! Tells quickly which patterns can match a sentence at all.
//!
//! A *need* of a pattern is a set of words one of which every match holds (位於 or 地處); most patterns have several, the
//! classes of the names that they ask for among them. One pass over a sentence finds all such words, and only the
//! patterns of which every need is met are tried.

use crate::pack::rules::THING;
use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::BTreeMap;

/// A class of more characters than this is no need: it tells little.
const MOST_CHARS: u32 = 16;

/// How many needs of a pattern are looked at, the most selective first.
const MOST_NEEDS: usize = 8;

/// Private-use characters that stand for classes of mentions, dates and the like; see [`crate::pack::rules`].
const SYMBOLS: std::ops::RangeInclusive<char> = '\u{E000}'..='\u{F8FF}';

/// What a pattern needs.
#[derive(Debug, Clone, Default)]
struct Needs {
    /// A bit for each need that words meet.
    words: u8,
    /// For each need that symbols alone meet, the symbols as bits.
    symbols: Vec<u128>,
    /// Characters that must stand side by side, a symbol among them.
    pairs: Vec<(Chars, Chars)>,
}

/// Some characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Chars {
    symbols: u128,
    others: Vec<char>,
}

impl Chars {
    fn new(chars: impl Iterator<Item = char>) -> Chars {
        let mut all = Chars::default();
        for c in chars {
            match bit(c) {
                Some(bit) => all.symbols |= bit,
                None => all.others.push(c),
            }
        }
        all
    }

    fn holds(&self, c: char) -> bool {
        bit(c).map_or_else(|| self.others.contains(&c), |bit| self.symbols & bit != 0)
    }
}

/// The words that patterns need.
pub struct Prefilter {
    automaton: AhoCorasick,
    /// For each word, the patterns whose need it meets, and the bit of that need.
    meets: Vec<Vec<(usize, u8)>>,
    patterns: Vec<Needs>,
    /// Patterns that need no particular word.
    always: Vec<usize>,
}

impl Prefilter {
    /// Works out what each pattern, given as the text of its regular expression, needs.
    pub fn new<'p>(patterns: impl Iterator<Item = &'p str>) -> Prefilter {
        let mut words: BTreeMap<String, Vec<(usize, u8)>> = BTreeMap::new();
        let mut all = Vec::new();
        for (at, pattern) in patterns.enumerate() {
            let hir = regex_syntax::parse(pattern).unwrap_or_else(|_| Hir::empty());
            let mut found = needs(&hir);
            found.sort_by_key(|words| std::cmp::Reverse(selectivity(words)));
            found.dedup();
            let mut own = Needs::default();
            pairs(&hir, &mut own.pairs);
            // Where no symbol stands on either side, words tell as much.
            own.pairs
                .retain(|(a, b)| (a.symbols != 0 && a.others.is_empty()) || (b.symbols != 0 && b.others.is_empty()));
            for need in found.into_iter().take(MOST_NEEDS) {
                match need.iter().map(|w| symbol(w)).collect::<Option<Vec<u128>>>() {
                    Some(bits) => own.symbols.push(bits.into_iter().fold(0, |a, b| a | b)),
                    None => {
                        let bit = own.words + 1;
                        own.words |= bit;
                        need.into_iter().for_each(|w| words.entry(w).or_default().push((at, bit)));
                    }
                }
            }
            all.push(own);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(words.keys())
            .expect("a pack's patterns fit an automaton");
        let always = all.iter().enumerate().filter(|(_, needs)| needs.words == 0).map(|(at, _)| at).collect();
        Prefilter { automaton, meets: words.into_values().collect(), patterns: all, always }
    }

    /// The patterns that may match `text`, in order.
    pub fn candidates(&self, text: &str) -> Vec<usize> {
        let mut symbols = 0;
        let mut beside: Vec<(char, char)> = Vec::new();
        let mut before = None;
        for c in text.chars() {
            let own = bit(c);
            symbols |= own.unwrap_or(0);
            if let Some((b, its)) = before
                && (own.is_some() || its)
                && beside.last() != Some(&(b, c))
            {
                beside.push((b, c));
            }
            before = Some((c, own.is_some()));
        }
        let mut met = vec![0u8; self.patterns.len()];
        let mut seen = vec![false; self.meets.len()];
        let mut open = self.always.clone();
        for found in self.automaton.find_overlapping_iter(text) {
            let word = found.pattern().as_usize();
            if !std::mem::replace(&mut seen[word], true) {
                for (p, bit) in &self.meets[word] {
                    met[*p] |= bit;
                    if met[*p] == self.patterns[*p].words {
                        open.push(*p);
                    }
                }
            }
        }
        let stands = |(a, b): &(Chars, Chars)| beside.iter().any(|(x, y)| a.holds(*x) && b.holds(*y));
        open.retain(|p| {
            let needs = &self.patterns[*p];
            needs.symbols.iter().all(|s| s & symbols != 0) && needs.pairs.iter().all(stands)
        });
        open.sort_unstable();
        open.dedup();
        open
    }
}

/// The bit of a symbol; classes far apart may share one, dates and the like have their own.
fn bit(c: char) -> Option<u128> {
    match c {
        ..'\u{E000}' | '\u{F900}'.. => None,
        THING.. => Some(1 << (124 + (u32::from(c) - u32::from(THING)) % 4)),
        _ => Some(1 << ((u32::from(c) - 0xE000) % 124)),
    }
}

/// The bit of a word that is one symbol.
fn symbol(word: &str) -> Option<u128> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none()).and_then(bit)
}

/// The needs of an expression: of each, every match holds one word.
pub(super) fn needs(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).map_or(vec![], |w| vec![vec![w]]),
        HirKind::Class(Class::Unicode(class)) => {
            let chars = || class.iter().flat_map(|r| r.start()..=r.end());
            let symbols = class.iter().all(|r| SYMBOLS.contains(&r.start()) && SYMBOLS.contains(&r.end()));
            let few = class.iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum::<u32>() <= MOST_CHARS;
            if symbols || few { vec![chars().map(String::from).collect()] } else { vec![] }
        }
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(needs).collect(),
        HirKind::Alternation(parts) => {
            let best = |part: &Hir| needs(part).into_iter().max_by_key(|words| selectivity(words));
            let all: Option<Vec<Vec<String>>> = parts.iter().map(best).collect();
            all.map_or(vec![], |all| vec![all.into_iter().flatten().collect()])
        }
        _ => vec![],
    }
}

/// Characters that stand side by side in every match.
fn pairs(hir: &Hir, found: &mut Vec<(Chars, Chars)>) {
    match hir.kind() {
        HirKind::Capture(capture) => pairs(&capture.sub, found),
        HirKind::Repetition(repetition) if repetition.min > 0 => pairs(&repetition.sub, found),
        HirKind::Concat(parts) => {
            for part in parts {
                pairs(part, found);
            }
            for two in parts.windows(2) {
                if let (Some(a), Some(b)) = (outer(&two[0], false), outer(&two[1], true)) {
                    found.push((a, b));
                }
            }
        }
        _ => {}
    }
}

/// The characters with which every match of an expression begins, or ends; `None` where it may be empty or they are many.
fn outer(hir: &Hir, begins: bool) -> Option<Chars> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let c = if begins { text.chars().next() } else { text.chars().next_back() };
            Some(Chars::new(c?..=c?))
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count = class.iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum::<u32>();
            (count <= 4 * MOST_CHARS).then(|| Chars::new(class.iter().flat_map(|r| r.start()..=r.end())))
        }
        HirKind::Capture(capture) => outer(&capture.sub, begins),
        HirKind::Repetition(repetition) if repetition.min > 0 => outer(&repetition.sub, begins),
        HirKind::Concat(parts) => outer(if begins { parts.first()? } else { parts.last()? }, begins),
        HirKind::Alternation(parts) => parts.iter().try_fold(Chars::default(), |mut all, part| {
            let own = outer(part, begins)?;
            all.symbols |= own.symbols;
            all.others.extend(own.others);
            Some(all)
        }),
        _ => None,
    }
}

/// Longer words are rarer, and words of the language are rarer than the symbols of mentions.
pub(super) fn selectivity(words: &[String]) -> (usize, bool, std::cmp::Reverse<usize>) {
    let shortest = words.iter().map(|w| w.chars().count()).min().unwrap_or(0);
    (shortest, !words.iter().any(|w| symbol(w).is_some()), std::cmp::Reverse(words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Vec<Vec<String>> {
        needs(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn every_match_holds_a_word_of_each_need() {
        assert_eq!(of("a?(?:位于|地处)[xy]"), [["位于", "地处"], ["x", "y"]]);
        assert_eq!(of("(?<s>x)的?首都"), [["x"], ["首都"]]);
        assert!(of("(?:甲)?[^，]*").is_empty());
        assert_eq!(of("(?:甲乙[^，]*|[xy]丙丁)+"), [["甲乙", "丙丁"]]);
    }

    #[test]
    fn names_must_stand_where_the_pattern_has_them() {
        let patterns = [
            "[\u{E001}][\u{E002}]",
            "(?<s>[\u{E001}])(?:的|之)(?<o>[\u{E002}])",
            "(?<s>[\u{E001}])的?[\u{E002}]",
            "(?<s>[\u{E001}]+)$",
        ];
        let filter = Prefilter::new(patterns.into_iter());
        assert_eq!(filter.candidates("甲\u{E001}\u{E002}"), [0, 2, 3]);
        assert_eq!(filter.candidates("\u{E001}的\u{E002}"), [1, 2, 3]);
        assert_eq!(filter.candidates("\u{E001}，\u{E002}"), [2, 3], "what may be left out is not asked for");
        assert_eq!(filter.candidates("\u{E002}\u{E001}"), [2, 3]);
    }

    #[test]
    fn only_patterns_whose_words_all_stand_there_are_candidates() {
        let filter =
            Prefilter::new(["位于[甲\u{E001}]", "首都为?.", "[^，]{2}", "[\u{E001}\u{E002}]的首都"].into_iter());
        assert_eq!(filter.candidates("它位于河边"), [2]);
        assert_eq!(filter.candidates("它位于甲"), [0, 2]);
        assert_eq!(filter.candidates("其首都"), [1, 2]);
        assert_eq!(filter.candidates("\u{E002}的首都"), [1, 2, 3]);
        assert_eq!(filter.candidates("\u{E003}的首都"), [1, 2]);
    }
}
