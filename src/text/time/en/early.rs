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
    let early = |m: &TimeMention| is_early(&m.expr) || year_behind(text, m).is_some();
    if !found.iter().any(early) && !speaks_of_years(text, found) {
        return;
    }
    for mention in found.iter_mut() {
        complete(text, mention);
    }
    join(text, found);
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

/// A year of four figures that can end a span which begins with three: 700–1380.
fn later(text: &[char], at: usize) -> Option<(i32, usize)> {
    let digits = digits_at(text, at).filter(|d| d.len == 4 && (1000..1600).contains(&d.value))?;
    let end = at + 4;
    (!text.get(end).is_some_and(|c| c.is_alphanumeric())).then_some((digits.value as i32, end))
}

fn next_is_digit(text: &[char], at: usize) -> bool {
    text.get(at + 1).is_some_and(char::is_ascii_digit)
}

fn of(year: i32) -> Moment {
    moment::moment_of(Date { year: Some(Year::Number(year)), ..Date::default() })
}

/// Among so many years of three figures none is a number of something.
const ENOUGH: usize = 3;

/// Whether a text has more "in 964" than years of four figures.
fn speaks_of_years(text: &[char], found: &[TimeMention]) -> bool {
    let late = found.iter().filter(|m| m.expr.stands_alone()).count();
    let begins =
        |at: &usize| text[*at].is_ascii_digit() && !at.checked_sub(1).is_some_and(|i| text[i].is_alphanumeric());
    let years = (0..text.len()).filter(begins).filter_map(|at| year(text, at).map(|(_, end)| (at, end)));
    let placed = years.filter(|(at, end)| {
        let before = word_before(text, *at);
        before.is_some_and(|w| matches!(w.as_str(), "in" | "since" | "until")) && words::ends_phrase(text, *end)
    });
    placed.take(ENOUGH.max(late)).count() >= ENOUGH.max(late)
}

/// The year of three figures right behind a day and month: 30 April 781.
fn year_behind(text: &[char], mention: &TimeMention) -> Option<(i32, usize)> {
    let (TimeExpr::At(Moment { when: When::Date(date), .. }) | TimeExpr::Since(Moment { when: When::Date(date), .. })) =
        &mention.expr
    else {
        return None;
    };
    if date.year.is_some() || date.month.is_none() || date.day.is_none() {
        return None;
    }
    let at = mention.span.end();
    let comma = usize::from(text.get(at) == Some(&','));
    let found = space(text, at + comma).and_then(|s| year(text, s))?;
    // On 3 May 808 men: no year.
    let counted = space(text, found.1).and_then(|s| word_at(text, s)).is_some_and(|w| words::is_counted(&w));
    Some(found).filter(|_| !counted)
}

/// Where the words for a part of a year begin, before "of" and the year.
fn part_start(text: &[char], year: usize) -> usize {
    let word = |end: usize| {
        let from = text[..end].iter().rposition(|c| !c.is_alphabetic()).map_or(0, |i| i + 1);
        (from < end).then_some(from)
    };
    let of = text[..year].iter().rposition(|c| *c == 'o').unwrap_or(year);
    let Some(part) = of.checked_sub(1).and_then(word) else { return year };
    let before = part.checked_sub(1).and_then(word);
    let ordinal = before.filter(|b| ["first", "second", "latter"].iter().any(|w| has(text, *b, w).is_some()));
    ordinal.unwrap_or(part)
}

/// From 20 June 645 to 18 September 645: one range.
fn join(text: &[char], found: &mut Vec<TimeMention>) {
    let mut at = 0;
    while at + 1 < found.len() {
        let (a, b) = (&found[at], &found[at + 1]);
        let between: String = text.get(a.span.end()..b.span.start()).unwrap_or_default().iter().collect();
        let joins = matches!(between.as_str(), " to " | " until " | "-" | " - " | "—" | " — ");
        let range = match (&a.expr, &b.expr) {
            (TimeExpr::At(left) | TimeExpr::Since(left), TimeExpr::At(right))
                if joins && is_early(&a.expr) && is_early(&b.expr) =>
            {
                Some(TimeExpr::Range(left.clone(), right.clone()))
            }
            _ => None,
        };
        if let Some(expr) = range {
            let span = Span::new(a.span.start(), b.span.end());
            found[at] = TimeMention { span, expr, bracket: found[at].bracket };
            found.remove(at + 1);
        }
        at += 1;
    }
}

/// The month and day of a date whose year of three figures stands right behind: 30 April 781.
fn complete(text: &[char], mention: &mut TimeMention) {
    let behind = year_behind(text, mention);
    let (TimeExpr::At(Moment { when: When::Date(date), .. }) | TimeExpr::Since(Moment { when: When::Date(date), .. })) =
        &mut mention.expr
    else {
        return;
    };
    if date.year.is_some() || date.month.is_none() {
        return;
    }
    let found = space(text, mention.span.end()).and_then(|s| year(text, s));
    let found = found.filter(|(_, end)| words::ends_phrase(text, *end)).or(behind);
    if let Some((year, end)) = found {
        date.year = Some(Year::Number(year));
        mention.span = Span::new(mention.span.start(), end);
    }
}

/// The word before that is shortened with a full stop: c., r.
fn shortened(text: &[char], at: usize) -> Option<crate::text::word::Word> {
    let stop = text[..at].iter().rposition(|c| *c != ' ').filter(|i| text[*i] == '.')?;
    word_before(text, stop).filter(|w| matches!(w.as_str(), "c" | "ca" | "r"))
}

/// The time that the three figures at `at` say with the word before them.
fn mention(text: &[char], at: usize) -> Option<(usize, TimeExpr, usize)> {
    let (first, end) = year(text, at)?;
    let before = word_before(text, at).or_else(|| shortened(text, at));
    let word = before.as_ref().map_or("", |w| w.as_str());
    let bracket = at.checked_sub(1).is_some_and(|i| text[i] == '(');
    let second = |from: usize| year(text, from).or_else(|| later(text, from)).filter(|(last, _)| *last > first);
    let joined = || {
        let worded = matches!(word, "from");
        let sign = range_sign(text, end, worded)?;
        let (last, end) = second(sign)?;
        Some((last, end))
    };
    let between = || second(space(text, has(text, space(text, end)?, "and")?)?);
    // In the second half of 964.
    let part = word == "of"
        && word_before(text, at.saturating_sub(3)).is_some_and(|w| {
            matches!(
                w.as_str(),
                "half" | "beginning" | "end" | "middle" | "start" | "year" | "spring" | "summer" | "autumn" | "winter"
            ) || words::month(w.as_str()).is_some()
        });
    let sure = part
        || matches!(
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
        let about = matches!(word, "circa" | "c" | "ca");
        return Some((at, TimeExpr::Range(Moment { approximate: about, ..of(first) }, of(last)), end));
    }
    if !sure || !words::ends_phrase(text, end) {
        return super::heads_line(text, at, end).then(|| (at, TimeExpr::At(of(first)), end));
    }
    let start = || (0..at).rev().find(|i| word_at(text, *i).is_some_and(|w| w.as_str() == word)).unwrap_or(at);
    match word {
        "since" => Some((start(), TimeExpr::Since(of(first)), end)),
        "until" | "till" => Some((start(), TimeExpr::Until(of(first)), end)),
        "circa" | "c" | "ca" => Some((at, TimeExpr::At(Moment { approximate: true, ..of(first) }), end)),
        // The half belongs to the date: in the second half of 964.
        "of" => Some((part_start(text, at), TimeExpr::At(of(first)), end)),
        _ => Some((at, TimeExpr::At(of(first)), end)),
    }
}
