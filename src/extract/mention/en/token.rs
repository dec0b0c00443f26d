//! The words of a document's prose, with what their spelling and the marks between them tell.

use crate::document::{BlockKind, Document, Lang, SectionKind};
use crate::text::script::fold;
use crate::text::sentence::sentences;
use unicode_normalization::UnicodeNormalization;

/// How a word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    Lower,
    /// One capital letter at the beginning, or in it: `al-Husayni`.
    Capital,
    /// Two capital letters or more and no small one.
    Upper,
    Number,
}

/// What stands between a word and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The word begins a sentence.
    Start,
    Space,
    Comma,
    Open,
    Close,
    Other,
}

/// A word or number.
#[derive(Debug, Clone)]
pub struct Token {
    pub from: usize,
    /// Without `'s`.
    pub to: usize,
    /// With `'s`.
    pub end: usize,
    /// In lower case, without accents.
    pub key: String,
    pub cap: Cap,
    pub possessive: bool,
    pub gap: Gap,
    pub block: usize,
    /// Stands in the lead of the page.
    pub lead: bool,
}

/// A character as names are matched: folded, without its accents.
pub fn plain(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    match fold(c) {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'æ' => 'a',
        other => std::iter::once(other).nfd().next().unwrap_or(other),
    }
}

/// Whether a character joins letters to one word where letters stand on both sides.
fn joins(c: char) -> bool {
    matches!(fold(c), '-' | '\'')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The word that begins at `at`: its end without and with `'s`.
pub fn word_end(text: &[char], at: usize, end: usize, short: &dyn Fn(&[char]) -> bool) -> (usize, usize) {
    let mut to = at;
    while to < end {
        let c = text[to];
        if is_word(c) {
            to += 1;
            continue;
        }
        let next = text.get(to + 1).copied().filter(|_| to + 1 < end);
        if joins(c) && to > at && next.is_some_and(is_word) {
            let after = text.get(to + 2).copied().filter(|_| to + 2 < end);
            let ends = after.is_none_or(|c| !is_word(c));
            if fold(c) == '\'' && next.is_some_and(|n| n == 's' || n == 'S') && ends {
                return (to, to + 2);
            }
            to += 1;
            continue;
        }
        // Initials and abbreviations keep their full stop: U.S., J., St.
        let last = text[at..to].iter().rev().take_while(|c| c.is_alphabetic()).count();
        let initial = last == 1 && text[to - 1].is_uppercase() && !ends_numeral(text, at, to);
        if c == '.' && to > at && (initial || short(&text[at..to])) {
            to += 1;
            if next.is_some_and(|n| n.is_uppercase()) && initial && text.get(to + 1) == Some(&'.') {
                continue;
            }
            return (to, to);
        }
        // The bare apostrophe of a plural: the Ottomans' fleet.
        if fold(c) == '\'' && to > at && matches!(text[to - 1], 's' | 'S') && next.is_none_or(char::is_whitespace) {
            return (to, to + 1);
        }
        break;
    }
    (to, to)
}

/// Whether a single letter is the numeral of a ruler at the end of a sentence: the reign of Charles I.
fn ends_numeral(text: &[char], at: usize, to: usize) -> bool {
    let numeral = to == at + 1 && matches!(text[at], 'I' | 'V' | 'X');
    let before = || text[..at - 1].iter().rev().take_while(|c| c.is_alphabetic()).count();
    let named = at > 3 && text[at - 1] == ' ' && text[at - 2].is_lowercase() && text[at - 1 - before()].is_uppercase();
    let letter = |c: &char| c.is_alphanumeric();
    let goes_on =
        text.get(to + 1) == Some(&' ') && text.get(to + 3) == Some(&'.') || text.get(to + 1).is_some_and(letter);
    numeral && named && !goes_on
}

/// How the letters of a word are written.
pub fn cap(word: &[char]) -> Cap {
    let Some(first) = word.first() else { return Cap::Lower };
    if first.is_numeric() {
        return Cap::Number;
    }
    let upper = word.iter().filter(|c| c.is_uppercase()).count();
    let lower = word.iter().filter(|c| c.is_lowercase()).count();
    if upper >= 2 && lower == 0 {
        Cap::Upper
    } else if first.is_uppercase() || !first.is_lowercase() && upper > 0 {
        Cap::Capital
    } else {
        // al-Husayni, d'Urville
        let joint = word.iter().position(|c| joins(*c));
        let article = |at: usize| {
            let first: String = word[..at].iter().collect();
            matches!(
                first.as_str(),
                "al" | "el" | "ul" | "an" | "ar" | "as" | "ash" | "at" | "ad" | "az" | "d" | "l" | "o" | "ibn" | "abd"
            )
        };
        match joint.filter(|at| article(*at)).and_then(|at| word.get(at + 1)) {
            Some(c) if c.is_uppercase() => Cap::Capital,
            _ => Cap::Lower,
        }
    }
}

/// A word as it is matched.
pub fn key(word: &[char]) -> String {
    let word = if word.len() > 3 && word.last() == Some(&'.') { &word[..word.len() - 1] } else { word };
    word.iter().filter(|c| !('\u{300}'..='\u{36f}').contains(*c)).map(|c| plain(*c)).collect()
}

fn gap(between: &[char]) -> Gap {
    let mut gap = Gap::Space;
    for c in between.iter().filter(|c| !c.is_whitespace()) {
        gap = match fold(*c) {
            '(' | '[' | '"' | '“' => Gap::Open,
            ')' | ']' | '”' => Gap::Close,
            ',' if gap == Gap::Space => Gap::Comma,
            _ => Gap::Other,
        };
    }
    gap
}

/// The words of the prose of a document, sentence by sentence. `short` knows abbreviations that end in a full stop.
pub fn tokens(document: &Document, short: &dyn Fn(&[char]) -> bool) -> Vec<Token> {
    let text = &document.chars;
    let mut found: Vec<Token> = Vec::with_capacity(text.len() / 5);
    for (block, b) in document.blocks.iter().enumerate() {
        let section = document.sections.get(b.section);
        let read = section.is_none_or(|s| s.kind == SectionKind::Prose);
        if !read || matches!(b.kind, BlockKind::Heading(_)) || b.span.end() > text.len() {
            continue;
        }
        let lead = section.is_none_or(|s| s.level == 0);
        let cells = if b.cells.is_empty() { std::slice::from_ref(&b.span) } else { b.cells.as_slice() };
        for span in cells.iter().flat_map(|c| sentences(text, *c, Lang::En, &document.marks)) {
            let (mut at, mut before) = (span.start(), None::<usize>);
            let mut mark = document.marks.partition_point(|m| m.end() <= at);
            while at < span.end() {
                if let Some(m) = document.marks.get(mark).filter(|m| m.start() <= at) {
                    at = m.end().max(at + 1);
                    mark += 1;
                    continue;
                }
                if !is_word(text[at]) {
                    at += 1;
                    continue;
                }
                let limit = document.marks.get(mark).map_or(span.end(), |m| m.start().min(span.end()));
                let (to, end) = word_end(text, at, limit, short);
                let (to, end) = (to.max(at + 1), end.max(at + 1));
                found.push(Token {
                    from: at,
                    to,
                    end,
                    key: key(&text[at..to]),
                    cap: cap(&text[at..to]),
                    possessive: end > to,
                    gap: before.map_or(Gap::Start, |b| gap(&text[b..at])),
                    block,
                    lead,
                });
                before = Some(end);
                at = end;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let document = crate::source::read("t.md", "T", text.as_bytes()).expect("readable");
        let short = |w: &[char]| w.iter().collect::<String>() == "St";
        tokens(&document, &short).iter().map(|t| document.chars[t.from..t.to].iter().collect()).collect()
    }

    #[test]
    fn words_keep_hyphens_and_initials_and_lose_the_possessive() {
        assert_eq!(
            words("Ura-Tepe's emir met J. R. Smith of the U.S. in St. Ives."),
            ["Ura-Tepe", "emir", "met", "J.", "R.", "Smith", "of", "the", "U.S.", "in", "St.", "Ives"]
        );
        assert_eq!(words("The Ottomans' fleet of d'Urville"), ["The", "Ottomans", "fleet", "of", "d'Urville"]);
    }

    #[test]
    fn accents_do_not_matter() {
        let key = |s: &str| super::key(&s.chars().collect::<Vec<_>>());
        assert_eq!(key("Mağlova"), "maglova");
        assert_eq!(key("Świecino"), "swiecino");
        assert_eq!(key("Łódź"), "lodz");
    }
}
