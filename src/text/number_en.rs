//! English numerals: `60,000`, `1.5 million`, "nine million", "twenty-five thousand", "a hundred".

use super::decimal::Decimal;
use super::number::Number;
use super::word::{Word, WordSet, word_at};
use crate::span::Span;
use std::sync::LazyLock;

/// Zero to nineteen, then the tens.
pub const SMALL_WORDS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
                               sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety";

/// The words that a numeral can begin with.
static STARTS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(&[SMALL_WORDS, "a an"]));

/// The value of a number word below 100.
pub fn small_word(word: &str) -> Option<u64> {
    let index = SMALL_WORDS.split_ascii_whitespace().position(|w| w == word)? as u64;
    Some(if index < 20 { index } else { (index - 18) * 10 })
}

fn large_word(word: &str) -> Option<u64> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" | "mn" => 1_000_000,
        "billion" | "bn" => 1_000_000_000,
        _ => return None,
    })
}

/// The numeral at `at`; a currency sign may stand before it.
pub fn numeral_at(text: &[char], at: usize) -> Option<Number> {
    let first = at + usize::from(matches!(text.get(at), Some('£' | '$' | '¥')));
    let (mut value, mut end, figures) = match figures_at(text, first) {
        Some((value, end)) => (value, end, true),
        None => {
            let (value, end) = words_at(text, first)?;
            (value, end, false)
        }
    };
    if figures {
        // 1.5 million.
        while let Some((factor, after)) = next_word(text, end).and_then(|w| Some((large_word(w.as_str())?, w.end))) {
            value = value.times(Decimal::from(factor))?;
            end = after;
        }
    }
    Some(Number { span: Span::new(at, end), value: Some(value), inexact: false })
}

/// The word behind one space or hyphen.
fn next_word(text: &[char], at: usize) -> Option<Word> {
    matches!(text.get(at), Some(' ' | '-')).then(|| word_at(text, at + 1)).flatten()
}

/// Figures with `,` between groups of three, and decimals.
fn figures_at(text: &[char], at: usize) -> Option<(Decimal, usize)> {
    let digit = |i: usize| text.get(i).filter(|c| c.is_ascii_digit()).and_then(|c| c.to_digit(10));
    let (mut units, mut scale, mut end, mut group) = (0_u128, 0_u32, at, 0_usize);
    loop {
        if let Some(d) = digit(end) {
            units = units.checked_mul(10)?.checked_add(u128::from(d))?;
            group += 1;
            end += 1;
        } else if text.get(end) == Some(&',')
            && (1..=3).contains(&group)
            && (1..=3).all(|i| digit(end + i).is_some())
            && digit(end + 4).is_none()
        {
            group = 0;
            end += 1;
        } else {
            break;
        }
    }
    if end == at {
        return None;
    }
    if text.get(end) == Some(&'.') && digit(end + 1).is_some() {
        end += 1;
        while let Some(d) = digit(end) {
            units = units.checked_mul(10)?.checked_add(u128::from(d))?;
            scale += 1;
            end += 1;
        }
    }
    // A word that begins with figures, as 5th or 1860s.
    let word = text.get(end).is_some_and(|c| c.is_alphabetic() && *c != 'k' && *c != 'm');
    (!word).then_some((Decimal::new(units, scale), end))
}

/// "nine million", "twenty-five thousand", "three hundred and fifty".
fn words_at(text: &[char], at: usize) -> Option<(Decimal, usize)> {
    let first = word_at(text, at).filter(|w| STARTS.contains(w))?;
    let mut end = first.end;
    let article = matches!(first.as_str(), "a" | "an");
    let mut current = if article { 1 } else { small_word(first.as_str())? };
    let mut total = 0_u64;
    let mut scaled = false;
    while let Some(word) = next_word(text, end) {
        let word = match word.as_str() {
            "and" if scaled => match next_word(text, word.end) {
                Some(w) if small_word(w.as_str()).is_some() => w,
                _ => break,
            },
            _ => word,
        };
        if let Some(n) = small_word(word.as_str()) {
            // Only a figure after tens, or anything small after hundreds.
            let fits = (current % 100 >= 20 && current.is_multiple_of(10) && n < 10)
                || (scaled && current.is_multiple_of(100));
            if !fits {
                break;
            }
            current = current.checked_add(n)?;
        } else if let Some(factor) = large_word(word.as_str()) {
            if factor == 100 {
                current = current.checked_mul(100)?;
            } else {
                total = total.checked_add(current.checked_mul(factor)?)?;
                current = 0;
            }
            scaled = true;
        } else {
            break;
        }
        end = word.end;
    }
    if article && !scaled {
        return None;
    }
    Some((Decimal::from(total.checked_add(current)?), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        numeral_at(&chars, 0).map_or("none".to_owned(), |n| {
            let rest: String = chars[n.span.end()..].iter().collect();
            format!("{}|{rest}", n.value.map_or("vague".to_owned(), |v| v.to_string()))
        })
    }

    #[test]
    fn english_numerals_are_read() {
        for (text, expected) in [
            ("60,000 men", "60000| men"),
            ("nine million rubles", "9000000| rubles"),
            ("1.5 million", "1500000|"),
            ("twenty-five thousand men", "25000| men"),
            ("three hundred and fifty men", "350| men"),
            ("a hundred ships", "100| ships"),
            ("two hundred thousand", "200000|"),
            ("one and two", "1| and two"),
            ("1839, 26", "1839|, 26"),
            ("$5 billion", "5000000000|"),
            ("a man", "none"),
            ("1860s", "none"),
            ("5th", "none"),
            ("men", "none"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
