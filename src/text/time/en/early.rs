//! Years of three figures: *in 781*, *from 781 to 806*, *(781–806)*.
//!
//! Three figures are usually a number of something. They are years only in a text that speaks of the first thousand years
//! (794 CE, the 8th century, April 30, 781), and there only where the words around leave no other reading.

use super::super::expr::{Date, Moment, TimeExpr, TimeMention, When, Year};
use super::words::{self, has, space, word_at, word_before};
use super::{moment, range_sign};
use crate::span::Span;
use crate::text::number::digits_at;

/// Adds the years of three figures to the times of a text.
pub fn add(text: &[char], found: &mut Vec<TimeMention>) {
    if !found.iter().any(|m| is_early(&m.expr)) {
        return;
    }
    for mention in found.iter_mut() {
        complete(text, mention);
    }
    let mut more = Vec::new();
    let (mut at, mut next) = (0, 0);
    while at < text.len() {
        while found.get(next).is_some_and(|m| m.span.end() <= at) {
            next += 1;
        }
        if let Some(m) = found.get(next).filter(|m| m.span.start() <= at) {
            at = m.span.end();
            continue;
        }
        let begins = text[at].is_ascii_digit() && !at.checked_sub(1).is_some_and(|i| text[i].is_alphanumeric());
        let Some((start, expr, end)) = begins.then(|| mention(text, at)).flatten() else {
            at += 1;
            continue;
        };
        let free = |m: &TimeMention| m.span.end() <= start || m.span.start() >= end;
        if found.get(next).is_none_or(free) && next.checked_sub(1).is_none_or(|n| free(&found[n])) {
            more.push(TimeMention { span: Span::new(start, end), expr, bracket: None });
        }
        at = end;
    }
    if !more.is_empty() {
        found.append(&mut more);
        found.sort_by_key(|m| m.span.start());
    }
}

/// Whether a time shows that the text speaks of the first thousand years.
fn is_early(expr: &TimeExpr) -> bool {
    match &expr.first().when {
        When::Century(number) => (1..=10).contains(number),
        When::Date(Date { year: Some(Year::Number(year)), .. }) => (100..1000).contains(year),
        _ => false,
    }
}

/// A year of three figures and where it ends.
fn year(text: &[char], at: usize) -> Option<(i32, usize)> {
    let digits = digits_at(text, at).filter(|d| d.len == 3 && d.value >= 100)?;
    let end = at + 3;
    let clear =
        !text.get(end).is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '.') && next_is_digit(text, end));
    (clear && !(text.get(end) == Some(&',') && next_is_digit(text, end))).then_some((digits.value as i32, end))
}

fn next_is_digit(text: &[char], at: usize) -> bool {
    text.get(at + 1).is_some_and(char::is_ascii_digit)
}

fn of(year: i32) -> Moment {
    moment::moment_of(Date { year: Some(Year::Number(year)), ..Date::default() })
}

/// The month and day of a date whose year of three figures stands right behind: 30 April 781.
fn complete(text: &[char], mention: &mut TimeMention) {
    let TimeExpr::At(Moment { when: When::Date(date), .. }) = &mut mention.expr else { return };
    if date.year.is_some() || date.month.is_none() {
        return;
    }
    let found = space(text, mention.span.end()).and_then(|s| year(text, s));
    if let Some((year, end)) = found.filter(|(_, end)| words::ends_phrase(text, *end)) {
        date.year = Some(Year::Number(year));
        mention.span = Span::new(mention.span.start(), end);
    }
}

/// The time that the three figures at `at` say with the word before them.
fn mention(text: &[char], at: usize) -> Option<(usize, TimeExpr, usize)> {
    let (first, end) = year(text, at)?;
    let before = word_before(text, at);
    let word = before.as_ref().map_or("", |w| w.as_str());
    let bracket = at.checked_sub(1).is_some_and(|i| text[i] == '(');
    let second = |from: usize| year(text, from).filter(|(last, _)| *last > first);
    let joined = || {
        let worded = matches!(word, "from");
        let sign = range_sign(text, end, worded)?;
        let (last, end) = second(sign)?;
        Some((last, end))
    };
    let between = || second(space(text, has(text, space(text, end)?, "and")?)?);
    let sure = matches!(
        word,
        "in" | "since"
            | "until"
            | "till"
            | "by"
            | "during"
            | "circa"
            | "c"
            | "ca"
            | "year"
            | "early"
            | "late"
            | "r"
            | "born"
            | "died"
    );
    let range = if word == "between" { between() } else { joined().filter(|_| sure || word == "from" || bracket) };
    if let Some((last, end)) = range.filter(|(_, end)| words::ends_phrase(text, *end) || text.get(*end) == Some(&')')) {
        return Some((at, TimeExpr::Range(of(first), of(last)), end));
    }
    if !sure || !words::ends_phrase(text, end) {
        return super::heads_line(text, at, end).then(|| (at, TimeExpr::At(of(first)), end));
    }
    let start = || (0..at).rev().find(|i| word_at(text, *i).is_some_and(|w| w.as_str() == word)).unwrap_or(at);
    match word {
        "since" => Some((start(), TimeExpr::Since(of(first)), end)),
        "until" | "till" => Some((start(), TimeExpr::Until(of(first)), end)),
        "circa" | "c" | "ca" => Some((at, TimeExpr::At(Moment { approximate: true, ..of(first) }), end)),
        _ => Some((at, TimeExpr::At(of(first)), end)),
    }
}
