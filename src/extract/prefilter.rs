//! Tells quickly which patterns can match a sentence at all.
//!
//! Most patterns hold a word without which they cannot match (位於, 簽訂). One pass over a sentence finds all such words,
//! and only the patterns whose word stands there are tried.

use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::BTreeMap;

/// The words that patterns need.
pub struct Prefilter {
    automaton: AhoCorasick,
    /// For each word, the patterns that it opens.
    opens: Vec<Vec<usize>>,
    /// Patterns that need no particular word.
    always: Vec<usize>,
    patterns: usize,
}

impl Prefilter {
    /// Works out what each pattern, given as the text of its regular expression, needs.
    pub fn new<'p>(patterns: impl Iterator<Item = &'p str>) -> Prefilter {
        let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut always = Vec::new();
        let mut count = 0;
        for (at, pattern) in patterns.enumerate() {
            count += 1;
            match regex_syntax::parse(pattern).ok().as_ref().and_then(required) {
                Some(needed) => needed.into_iter().for_each(|w| words.entry(w).or_default().push(at)),
                None => always.push(at),
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(words.keys())
            .expect("a pack's patterns fit an automaton");
        Prefilter { automaton, opens: words.into_values().collect(), always, patterns: count }
    }

    /// The patterns that may match `text`, in order.
    pub fn candidates(&self, text: &str) -> Vec<usize> {
        let mut open = vec![false; self.patterns];
        self.always.iter().for_each(|p| open[*p] = true);
        for found in self.automaton.find_overlapping_iter(text) {
            self.opens[found.pattern().as_usize()].iter().for_each(|p| open[*p] = true);
        }
        (0..self.patterns).filter(|p| open[*p]).collect()
    }
}

/// Words one of which every match holds, if there are such.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(class)) => {
            let chars: u32 = class.ranges().iter().map(|r| r.end() as u32 - r.start() as u32 + 1).sum();
            (chars <= 16).then(|| class.iter().flat_map(|r| r.start()..=r.end()).map(String::from).collect())
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(required).max_by_key(|words| selectivity(words)),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(required).collect();
            all.map(|all| all.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// Longer words are rarer, and words of the language are rarer than the symbols of mentions.
fn selectivity(words: &[String]) -> (usize, bool, std::cmp::Reverse<usize>) {
    let symbol = |w: &String| w.chars().all(|c| ('\u{E000}'..='\u{F8FF}').contains(&c));
    let shortest = words.iter().map(|w| w.chars().count()).min().unwrap_or(0);
    (shortest, !words.iter().any(symbol), std::cmp::Reverse(words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(pattern: &str) -> Option<Vec<String>> {
        required(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn the_rarest_word_that_every_match_holds_is_needed() {
        assert_eq!(needs("a?(?:位于|地处)[xy]"), Some(vec!["位于".into(), "地处".into()]));
        assert_eq!(needs("(?<s>x)的?首都"), Some(vec!["首都".into()]));
        assert_eq!(needs("(?:甲)?[^，]*"), None);
    }

    #[test]
    fn only_patterns_whose_word_stands_there_are_candidates() {
        let filter = Prefilter::new(["位于.", "首都为?.", "[^，]{2}"].into_iter());
        assert_eq!(filter.candidates("它位于河边"), [0, 2]);
        assert_eq!(filter.candidates("其首都"), [1, 2]);
    }
}
