//! English words of time, and walking from word to word. The text is folded: everything is lower case.

use super::super::expr::Part;
use crate::text::number::digits_at;
use crate::text::number_en::small_word;

/// A word of the text, if it is ASCII and not longer than words of time are.
#[derive(Clone, Copy)]
pub struct Word {
    letters: [u8; 12],
    len: usize,
    /// Where it ends.
    pub end: usize,
}

impl Word {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.len]).unwrap_or("")
    }
}

/// The word that begins at a place, `None` where none of the right kind does.
pub fn word_at(text: &[char], at: usize) -> Option<Word> {
    let mut word = Word { letters: [0; 12], len: 0, end: at };
    while let Some(c) = text.get(word.end).filter(|c| c.is_alphabetic()) {
        if !c.is_ascii() || word.len == word.letters.len() {
            return None;
        }
        word.letters[word.len] = *c as u8;
        word.len += 1;
        word.end += 1;
    }
    (word.len > 0).then_some(word)
}

/// Where the word ends, if it stands at a place.
pub fn has(text: &[char], at: usize, word: &str) -> Option<usize> {
    word_at(text, at).filter(|w| w.as_str() == word).map(|w| w.end)
}

/// Where a phrase of words with one space between them ends, if it stands at a place.
pub fn phrase(text: &[char], at: usize, phrase: &str) -> Option<usize> {
    let mut end = at;
    for (i, word) in phrase.split(' ').enumerate() {
        let from = if i == 0 { end } else { space(text, end)? };
        end = has(text, from, word)?;
    }
    Some(end)
}

/// Where the text goes on behind white space; `None` where there is none.
pub fn space(text: &[char], at: usize) -> Option<usize> {
    let len = text.get(at..)?.iter().take(3).take_while(|c| matches!(c, ' ' | '\n')).count();
    (1..=2).contains(&len).then_some(at + len)
}

/// The word before a place, over one space or hyphen and an opening bracket or quotation mark.
pub fn word_before(text: &[char], at: usize) -> Option<Word> {
    let mut end = at;
    while let Some(i) = end.checked_sub(1).filter(|&i| matches!(text[i], ' ' | '-' | '\n')) {
        end = i;
    }
    let begin = text[..end].iter().rposition(|c| !c.is_alphabetic()).map_or(0, |i| i + 1);
    word_at(text, begin).filter(|w| w.end == end)
}

pub fn month(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const SHORT: [&str; 13] = ["jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sept"];
    let index =
        MONTHS.iter().position(|m| *m == word).or_else(|| SHORT.iter().position(|m| *m == word && !m.is_empty()))?;
    Some(if index == 12 { 9 } else { index as u8 + 1 })
}

/// Words that are months only beside a day, a year or a preposition.
pub fn is_other_word(word: &str) -> bool {
    matches!(
        word,
        "may"
            | "march"
            | "mar"
            | "jan"
            | "august"
            | "sep"
            | "dec"
            | "jun"
            | "jul"
            | "oct"
            | "nov"
            | "apr"
            | "feb"
            | "aug"
            | "sept"
    )
}

pub fn season(word: &str) -> Option<Part> {
    Some(match word {
        "spring" => Part::Spring,
        "summer" => Part::Summer,
        "autumn" | "fall" => Part::Autumn,
        "winter" => Part::Winter,
        _ => return None,
    })
}

/// "early", "mid-", "the end of": the part, and where what it is a part of begins.
pub fn part_at(text: &[char], at: usize) -> Option<(Part, usize)> {
    const PHRASES: [(&str, Part); 16] = [
        ("the first half of", Part::FirstHalf),
        ("first half of", Part::FirstHalf),
        ("the second half of", Part::SecondHalf),
        ("second half of", Part::SecondHalf),
        ("the beginning of", Part::Early),
        ("beginning of", Part::Early),
        ("the start of", Part::Early),
        ("start of", Part::Early),
        ("the middle of", Part::Middle),
        ("middle of", Part::Middle),
        ("the end of", Part::Late),
        ("end of", Part::Late),
        ("early", Part::Early),
        ("mid", Part::Middle),
        ("late", Part::Late),
        ("later", Part::Late),
    ];
    let (part, end) = PHRASES.iter().find_map(|(p, part)| Some((*part, phrase(text, at, p)?)))?;
    let from = if text.get(end) == Some(&'-') { end + 1 } else { space(text, end)? };
    let from = ["in ", "the "].iter().fold(from, |from, article| over(text, from, article));
    Some((part, from))
}

/// Behind the word if it stands at a place.
pub fn over(text: &[char], at: usize, word: &str) -> usize {
    phrase(text, at, word.trim_end()).and_then(|end| space(text, end)).unwrap_or(at)
}

/// The number that an ordinal says: `19th`, "nineteenth". And where it ends.
pub fn ordinal_at(text: &[char], at: usize) -> Option<(u32, usize)> {
    if let Some(d) = digits_at(text, at).filter(|d| d.len <= 2) {
        let word = word_at(text, at + d.len)?;
        return matches!(word.as_str(), "st" | "nd" | "rd" | "th").then_some((d.value, word.end));
    }
    let first = word_at(text, at)?;
    if let Some(n) = ordinal_word(first.as_str()) {
        return Some((n, first.end));
    }
    // Twenty-first.
    let tens = small_word(first.as_str()).filter(|n| *n == 20)?;
    let second = word_at(text, first.end + 1).filter(|_| matches!(text.get(first.end), Some('-' | ' ')))?;
    Some((tens as u32 + ordinal_word(second.as_str()).filter(|n| *n < 10)?, second.end))
}

fn ordinal_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    WORDS.iter().position(|w| *w == word).map(|i| i as u32 + 1)
}

/// How sure the word before a number makes it that the number is a year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// It says nothing.
    None,
    /// Also other numbers stand behind it: of 1842, of 1500 men. What follows must fit.
    Weak,
    Sure,
}

/// What the word before a number tells.
pub fn sureness(word: &str) -> Sureness {
    match word {
        "in" | "since" | "during" | "until" | "till" | "before" | "circa" | "ca" | "c" | "year" | "early" | "late"
        | "mid" | "spring" | "summer" | "autumn" | "fall" | "winter" | "between" | "throughout" | "ad" | "born"
        | "died" | "d" | "r" | "reigned" => Sureness::Sure,
        "of" | "by" | "from" | "after" | "about" | "around" | "approximately" | "founded" => Sureness::Weak,
        _ => Sureness::None,
    }
}

/// Whether the text goes on behind a number as it does behind a year: with a mark, or with a word that cannot be counted.
pub fn ends_phrase(text: &[char], at: usize) -> bool {
    let Some(from) = space(text, at) else {
        return !text.get(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '%'));
    };
    let Some(word) = word_at(text, from) else {
        return text.get(from).is_none_or(|c| !c.is_alphanumeric());
    };
    matches!(
        word.as_str(),
        "the"
            | "a"
            | "an"
            | "was"
            | "were"
            | "is"
            | "are"
            | "had"
            | "has"
            | "have"
            | "did"
            | "he"
            | "she"
            | "they"
            | "it"
            | "his"
            | "her"
            | "their"
            | "its"
            | "this"
            | "that"
            | "these"
            | "there"
            | "when"
            | "while"
            | "where"
            | "which"
            | "who"
            | "until"
            | "till"
            | "and"
            | "but"
            | "or"
            | "in"
            | "on"
            | "at"
            | "with"
            | "by"
            | "under"
            | "for"
            | "from"
            | "after"
            | "before"
            | "as"
            | "into"
            | "onwards"
            | "onward"
            | "he's"
            | "would"
            | "could"
            | "between"
            | "during"
            | "because"
            | "so"
            | "through"
            | "against"
            | "saw"
            | "some"
            | "most"
            | "all"
            | "both"
            | "only"
            | "however"
            | "although"
            | "after-"
            | "marked"
    )
}

/// Whether the number before such a word counts it and is no year: 1500 men.
pub fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "men"
            | "man"
            | "soldiers"
            | "troops"
            | "people"
            | "persons"
            | "inhabitants"
            | "warriors"
            | "fighters"
            | "horsemen"
            | "cavalry"
            | "infantry"
            | "prisoners"
            | "civilians"
            | "households"
            | "families"
            | "ships"
            | "guns"
            | "cannon"
            | "cannons"
            | "horses"
            | "camels"
            | "square"
            | "km"
            | "kilometres"
            | "kilometers"
            | "miles"
            | "metres"
            | "meters"
            | "m"
            | "ft"
            | "feet"
            | "acres"
            | "hectares"
            | "tons"
            | "tonnes"
            | "kg"
            | "rubles"
            | "roubles"
            | "taels"
            | "pounds"
            | "dollars"
            | "francs"
            | "marks"
            | "yen"
            | "years"
            | "days"
            | "months"
            | "hours"
            | "houses"
            | "villages"
            | "others"
            | "dead"
            | "killed"
            | "wounded"
            | "casualties"
            | "strong"
            | "versts"
            | "rifles"
            | "turkmens"
            | "cossacks"
            | "russians"
            | "slaves"
            | "members"
            | "copies"
            | "pages"
            | "lines"
            | "seats"
            | "million"
            | "thousand"
            | "hundred"
            | "regulars"
            | "irregulars"
            | "settlers"
            | "refugees"
            | "students"
            | "workers"
            | "votes"
            | "british"
            | "volts"
            | "watts"
            | "islands"
            | "species"
            | "aircraft"
            | "tanks"
            | "planes"
            | "riders"
            | "men's"
            | "per"
            | "percent"
            | "sepoys"
    )
}
