//! English words of time, and walking from word to word. The text is folded: everything is lower case.

use super::super::expr::Part;
use crate::text::number::digits_at;
use crate::text::number_en::{SMALL_WORDS, small_word};
pub use crate::text::word::word_at;
use crate::text::word::{Word, WordSet};
use std::sync::LazyLock;

const MONTHS: &str = "january february march april may june july august september october november december";
const SHORT_MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec sept";
const SEASONS: &str = "spring summer autumn fall winter";
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
                        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";

/// Seasons that "the following" can stand before.
pub const SEASON_WORDS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// Where the word ends, if it stands at a place.
pub fn has(text: &[char], at: usize, word: &str) -> Option<usize> {
    word_at(text, at).filter(|w| w.as_str() == word).map(|w| w.end)
}

/// The era at a place, with points or without: whether it counts back from the birth of Christ, and where it ends.
pub fn era_at(text: &[char], at: usize) -> Option<(bool, usize)> {
    const ERAS: [(&str, bool); 8] = [
        ("b.c.e.", true),
        ("b.c.", true),
        ("c.e.", false),
        ("a.d.", false),
        ("bce", true),
        ("bc", true),
        ("ce", false),
        ("ad", false),
    ];
    let (era, before) = ERAS
        .iter()
        .find(|(era, _)| text.get(at..).is_some_and(|t| era.chars().eq(t.iter().copied().take(era.len()))))?;
    let end = at + era.len();
    (!text.get(end).is_some_and(|c| c.is_alphanumeric())).then_some((*before, end))
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

/// The words that a time can begin with.
static STARTS: LazyLock<WordSet> = LazyLock::new(|| {
    let small = "the that this same following previous a an beginning start middle end since after from between before until \
                 till c ca circa about around approximately early mid late later ad";
    WordSet::new(&[small, MONTHS, SHORT_MONTHS, SEASONS, ORDINALS, SMALL_WORDS])
});

/// Whether a time can begin with the word at a place: most words are passed over here.
pub fn may_begin(text: &[char], at: usize) -> bool {
    let Some(word) = word_at(text, at).filter(|w| STARTS.contains(w)) else { return false };
    let next = || space(text, word.end);
    let next_is = |list: &str| next().and_then(|s| word_at(text, s)).is_some_and(|w| w.is_in(list));
    match word.as_str() {
        "the" => {
            next().and_then(|s| text.get(s)).is_some_and(char::is_ascii_digit)
                || next_is("same following next very previous preceding first second beginning start middle end")
        }
        "that" | "this" => next_is("same year month day"),
        "same" | "following" | "previous" => next_is("year month day spring summer autumn winter"),
        "a" | "an" => next_is("year decade month week day"),
        "first" | "second" => next_is("half century centuries and to") || text.get(word.end) == Some(&'-'),
        "beginning" | "start" | "middle" | "end" => next_is("of"),
        // What they introduce begins with a number or a word of time too.
        "since" | "after" | "from" | "between" | "before" | "until" | "till" | "about" | "around" | "approximately"
        | "early" | "later" | "late" => {
            let hyphen = text.get(word.end) == Some(&'-');
            let from = if hyphen { Some(word.end + 1) } else { next() };
            let begins = |s: usize| {
                text.get(s).is_some_and(char::is_ascii_digit)
                    || word_at(text, s).is_some_and(|w| STARTS.contains(&w) || w.as_str() == "in")
            };
            from.is_some_and(begins)
        }
        other if month(other).is_some() || season(other).is_some() => true,
        other if ordinal_word(other).is_some() => {
            next_is("century centuries and to") || text.get(word.end) == Some(&'-')
        }
        "twenty" => true,
        other if small_word(other).is_some() => next_is("year years decade decades month months week weeks day days"),
        _ => true,
    }
}

/// The number of a month's name, or of its usual abbreviation.
pub fn month(word: &str) -> Option<u8> {
    let place = |list: &str| list.split_ascii_whitespace().position(|m| m == word);
    let index = place(MONTHS).or_else(|| place(SHORT_MONTHS))?;
    Some(if index == 12 { 9 } else { index as u8 + 1 })
}

/// Whether a month's name is also another word: it is a month only beside a day, a year or a preposition.
pub fn is_other_word(word: &Word) -> bool {
    word.is_in("may march august") || word.is_in(SHORT_MONTHS)
}

/// A season as a part of the year.
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
    if !word_at(text, at)?.is_in("the first second beginning start middle end early mid late later") {
        return None;
    }
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
    ORDINALS.split_ascii_whitespace().position(|w| w == word).map(|i| i as u32 + 1)
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
pub fn sureness(word: &Word) -> Sureness {
    if word.is_in(
        "in since during until till before circa ca c year early late mid between throughout ad born died d r reigned",
    ) || word.is_in(SEASONS)
    {
        Sureness::Sure
    } else if word.is_in("of by from after about around approximately founded") {
        Sureness::Weak
    } else {
        Sureness::None
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
    word.is_in(
        "the a an was were is are had has have did would could he she they it his her their its this that these there some \
         most all both only when while where which who because so although however until till and but or in on at with by \
         under for from after before as into between during through against onward onwards saw marked",
    )
}

/// Whether the number before such a word counts it and is no year: 1500 men.
pub fn is_counted(word: &Word) -> bool {
    word.is_in(
        "men man soldiers troops people persons inhabitants warriors fighters horsemen riders cavalry infantry regulars \
         irregulars sepoys prisoners civilians settlers refugees slaves students workers \
         members others dead killed wounded casualties strong households families houses villages islands ships guns cannon \
         cannons rifles tanks aircraft planes horses camels species square km kilometres kilometers miles metres meters m ft \
         feet acres hectares versts tons tonnes kg rubles roubles taels pounds dollars francs marks yen years days months \
         hours copies pages lines seats votes million thousand hundred per percent volts watts",
    )
}
