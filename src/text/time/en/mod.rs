//! Finds the times in English text: one pass over the words, at each the longest expression.
//!
//! - [`moment`]: one point of time; [`early`]: years of three figures;
//! - [`words`]: months, parts, ordinals, and what shows that a bare number is a year;
//! - here: ranges, "since", "about", and the walk.

mod early;
mod glued;
mod moment;
mod words;

use super::expr::{Date, DayOfMonth, Moment, Month, TimeExpr, TimeMention, When, Year};
use crate::span::Span;
use crate::text::number::digits_at;
use words::{Sureness, has, over, phrase, space, word_at, word_before};

/// The times of a folded English text, in order, none overlapping another.
pub fn find(text: &[char]) -> Vec<TimeMention> {
    let mut found: Vec<TimeMention> = Vec::new();
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        if !c.is_alphanumeric() {
            at += 1;
            continue;
        }
        if (c.is_ascii_digit() || words::may_begin(text, at))
            && let Some((expr, end)) = mention_at(text, at, found.last().map(|m| m.span.end()))
        {
            found.push(TimeMention { span: Span::new(at, end), expr, bracket: None });
            at = end;
            continue;
        }
        // To the end of the word or number.
        while let Some(&c) = text.get(at) {
            let inside = c.is_alphanumeric()
                || (matches!(c, ',' | '.') && is_digit(text, at + 1) && at > 0 && is_digit(text, at - 1));
            if !inside {
                break;
            }
            at += 1;
        }
    }
    early::add(text, &mut found);
    found
}

fn is_digit(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(char::is_ascii_digit)
}

/// Whether the words before make a bare number a year, or a word such as "may" a month. `previous`: where the mention
/// before ends; 1864 and 1865 are both years.
fn licensed(text: &[char], at: usize, previous: Option<usize>) -> bool {
    if digits_at(text, at).is_some_and(|d| d.len == 4 && heads_line(text, at, at + 4)) {
        return true;
    }
    if let Some(open) = at.checked_sub(1).filter(|&i| matches!(text[i], '(' | '[')) {
        // Behind the initials of a name it is the year of a book: Smith, A. (2001).
        let book = text[..open].iter().rev().find(|c| **c != ' ').is_some_and(|c| matches!(c, '.' | ','));
        return !book;
    }
    if previous.is_some_and(|end| {
        at - end <= 6 && [", ", " and ", ", and ", " or "].iter().any(|w| w.chars().eq(text[end..at].iter().copied()))
    }) {
        return true;
    }
    let Some(word) = word_before(text, at) else { return false };
    let digits = digits_at(text, at);
    match (words::sureness(&word), digits) {
        (Sureness::Sure, _) | (Sureness::Weak, None) => true,
        (Sureness::Weak, Some(d)) => {
            let end = at + d.len;
            let next = space(text, end).and_then(|s| word_at(text, s));
            let single = next.is_none_or(|w| !w.as_str().ends_with('s') && !words::is_counted(&w));
            d.value >= 1400 && (words::ends_phrase(text, end) || (single && word.as_str() != "of" && d.value >= 1600))
        }
        (Sureness::None, _) => false,
    }
}

/// Whether a number begins a line of a chronicle: 1526: Battle of …, 1526 (15th year): …, 1526 – ….
fn heads_line(text: &[char], at: usize, end: usize) -> bool {
    let before = text[..at].iter().rev().find(|c| !matches!(c, ' ' | '-' | '*' | '·' | '_'));
    if before.is_some_and(|c| *c != '\n') {
        return false;
    }
    let next = |at: usize| text.get(space(text, at).unwrap_or(at)).copied();
    match next(end) {
        Some(':') => true,
        Some('-' | '—') => space(text, end).is_some(),
        Some('(') => {
            let close = text[end..].iter().take(60).take_while(|c| **c != '\n').position(|c| *c == ')');
            close.is_some_and(|c| matches!(next(end + c + 1), Some(':')))
        }
        _ => false,
    }
}

/// Whether the words before make a bare number the year of what follows: the 1839 campaign.
fn attributive(text: &[char], at: usize) -> bool {
    let Some(digits) = digits_at(text, at).filter(|d| d.len == 4) else { return false };
    let article =
        word_before(text, at).is_some_and(|w| matches!(w.as_str(), "the" | "a" | "an" | "his" | "their" | "its"));
    let next = space(text, at + digits.len).and_then(|s| word_at(text, s));
    article && next.is_some_and(|w| !w.as_str().ends_with('s') && !words::is_counted(&w))
}

/// The time that begins at `at`, and where it ends.
fn mention_at(text: &[char], at: usize, previous: Option<usize>) -> Option<(TimeExpr, usize)> {
    let first = text[at];
    if !first.is_ascii_digit() {
        if let Some(found) = introduced(text, at, previous) {
            return Some(found);
        }
        // The rest begins with a word; most words begin nothing.
        let month = word_at(text, at).and_then(|w| words::month(w.as_str())).is_some();
        if let Some(range) = month.then(|| month_days(text, at)).flatten() {
            return Some(range);
        }
    } else if let Some(range) = short_range(text, at) {
        return Some(range);
    }
    let ours = licensed(text, at, previous) || attributive(text, at);
    let (left, end) =
        moment::at(text, at, ours).or_else(|| moment::relative(text, at)).or_else(|| the_26th(text, at))?;
    let worded = words_may_join(&left);
    let found = range(text, left.clone(), end, worded)
        .filter(|(_, right, _)| !worded || words_may_join(right) || !to_stands(text, end));
    if let Some((left, right, end)) = found {
        return Some((TimeExpr::Range(left, right), end));
    }
    Some((TimeExpr::At(left), end))
}

/// Whether "to" alone joins a time to another: 28 May to 30 June, 27 BC to AD 476, May to June.
fn words_may_join(moment: &Moment) -> bool {
    match &moment.when {
        When::Date(Date { month: Some(Month::Number { .. }), .. }) => true,
        When::Date(Date { year: Some(Year::Number(year)), month: None, .. }) => *year < 1000,
        _ => false,
    }
}

fn to_stands(text: &[char], at: usize) -> bool {
    space(text, at).is_some_and(|from| has(text, from, "to").is_some())
}

/// "on the 26th", "the morning of the 26th".
fn the_26th(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let placed = word_before(text, at).is_some_and(|w| matches!(w.as_str(), "on" | "of" | "by" | "until"));
    if placed { moment::day_alone(text, at) } else { None }
}

/// What "since", "from", "between", "about" and the like introduce.
fn introduced(text: &[char], at: usize, previous: Option<usize>) -> Option<(TimeExpr, usize)> {
    let word = word_at(text, at)?;
    let behind = |end: usize| space(text, end).map(|from| over(text, from, "the"));
    match word.as_str() {
        "since" | "after" | "from" => {
            let from = behind(word.end)?;
            let sure = word.as_str() == "since" || licensed(text, from, None) || range_follows(text, from);
            let (left, end) = moment::at(text, from, sure).or_else(|| moment::relative(text, from))?;
            if word.as_str() == "from"
                && let Some((left, right, end)) = range(text, left.clone(), end, true)
            {
                return Some((TimeExpr::Range(left, right), end));
            }
            // From a day on something starts; what holds after it is told by the clause.
            let onward = space(text, end).and_then(|s| {
                has(text, s, "onwards").or_else(|| has(text, s, "onward")).or_else(|| has(text, s, "on"))
            });
            Some((TimeExpr::Since(left), onward.unwrap_or(end)))
        }
        "between" => {
            let from = behind(word.end)?;
            if let Some((TimeExpr::Range(left, right), end)) =
                digits_at(text, from).and_then(|_| short_range(text, from))
            {
                return Some((TimeExpr::Range(left, right), end));
            }
            // between 264 and 146 BC
            let bare = || {
                let first = digits_at(text, from).filter(|d| d.len <= 3 && d.value > 0)?;
                let date = Date { year: Some(Year::Number(first.value as i32)), ..Date::default() };
                let end = from + first.len;
                let right = moment::at(text, space(text, has(text, space(text, end)?, "and")?)?, false)?.0;
                let year =
                    |m: &Moment| matches!(&m.when, When::Date(Date { year: Some(Year::Number(_)), month: None, .. }));
                year(&right).then(|| (moment::moment_of(date), end))
            };
            let (left, end) = moment::at(text, from, true).or_else(bare)?;
            let and = has(text, space(text, end)?, "and")?;
            let (right, end) = moment::at(text, behind(and)?, true)?;
            let (left, right) = complete(left, right)?;
            Some((TimeExpr::Range(left, right), end))
        }
        "before" | "until" | "till" => {
            let from = behind(word.end)?;
            let (left, end) = moment::at(text, from, true)?;
            // Not until 1917: that is when it came about.
            if when_follows(text, end) || word.as_str() != "before" && is_denied(text, at) {
                return None;
            }
            Some((TimeExpr::Until(left), end))
        }
        "c" | "ca" | "circa" | "about" | "around" | "approximately" => {
            let point = usize::from(text.get(word.end) == Some(&'.'));
            let from = match word.as_str() {
                "c" | "ca" => space(text, word.end + point).or((point > 0).then_some(word.end + point))?,
                _ => behind(word.end)?,
            };
            // "About 1500" is a year only after c., or where the sentence places something in time.
            let opens =
                word_before(text, at).is_none() || at.checked_sub(2).is_some_and(|i| !text[i].is_alphanumeric());
            let sure = matches!(word.as_str(), "c" | "ca" | "circa")
                || ((opens || licensed(text, at, previous)) && licensed(text, from, None));
            let about = |m: Moment| Moment { approximate: true, ..m };
            if let Some((TimeExpr::Range(left, right), end)) = short_range(text, from).filter(|_| sure) {
                return Some((TimeExpr::Range(about(left), right), end));
            }
            let (left, end) = moment::at(text, from, sure)?;
            if let Some((left, right, end)) = range(text, left.clone(), end, false) {
                return Some((TimeExpr::Range(about(left), right), end));
            }
            Some((TimeExpr::At(about(left)), end))
        }
        _ => None,
    }
}

/// Whether "not" or "never" stands before a place in the same clause.
fn is_denied(text: &[char], at: usize) -> bool {
    let start = at.saturating_sub(80);
    let clause =
        text[start..at].iter().rposition(|c| matches!(c, '.' | ';' | ',' | '\n' | ':')).map_or(start, |i| start + i);
    let words: String = text[clause..at].iter().collect();
    words.split(|c: char| !c.is_alphabetic()).any(|w| matches!(w, "not" | "never"))
}

/// Whether "when" follows: until 1313, when it was lost. That is the date of what follows.
fn when_follows(text: &[char], end: usize) -> bool {
    let from = end + usize::from(text.get(end) == Some(&','));
    space(text, from).is_some_and(|at| has(text, at, "when").is_some())
}

/// Whether a number at a place is followed by "to" and another: from 1206 to 1368.
fn range_follows(text: &[char], at: usize) -> bool {
    let end = |at: usize| digits_at(text, at).filter(|d| d.len == 4).map(|_| at + 4);
    end(at).and_then(|e| range_sign(text, e, true)).and_then(end).is_some_and(|e| words::ends_phrase(text, e))
}

/// The sign between two ends of a range: `-`, or "to" and "until" where "from" stands before.
fn range_sign(text: &[char], at: usize, worded: bool) -> Option<usize> {
    if glued::is_glued(text, at) {
        return Some(at);
    }
    let from = space(text, at).unwrap_or(at);
    if matches!(text.get(from), Some('-' | '—')) {
        let end = from + 1;
        return Some(space(text, end).unwrap_or(end));
    }
    let end = ["to", "until", "till", "through"].iter().find_map(|w| phrase(text, from, w)).filter(|_| worded)?;
    space(text, end).map(|from| over(text, from, "the"))
}

/// The range that goes on at `end` from its left side.
fn range(text: &[char], left: Moment, end: usize, worded: bool) -> Option<(Moment, Moment, usize)> {
    let from = range_sign(text, end, worded)?;
    let (right, end) = moment::at(text, from, true)?;
    let (left, right) = complete(left, right)?;
    Some((left, right, end))
}

/// Both ends, the left one with the year that only the right one has: 24 February - 3 March 1881.
fn complete(left: Moment, right: Moment) -> Option<(Moment, Moment)> {
    let (When::Date(l), When::Date(r)) = (&left.when, &right.when) else {
        return match (&left.when, &right.when) {
            (When::Century(l), When::Century(r)) if *r < 0 && *l > 0 => {
                Some((Moment { when: When::Century(-l), ..left.clone() }, right))
            }
            (When::Shift { .. }, _) | (_, When::Shift { .. }) => None,
            _ => Some((left, right)),
        };
    };
    let year = match (&l.year, &r.year) {
        (Some(Year::Number(a)), Some(Year::Number(b))) if *b <= 0 && *a > 0 => Some(Year::Number(1 - a)),
        (Some(Year::Number(a)), Some(Year::Number(b))) if a > b => return None,
        (None, Some(Year::Number(year))) => Some(Year::Number(*year)),
        (year, _) => year.clone(),
    };
    let when = When::Date(Date { year, ..l.clone() });
    Some((Moment { when, ..left }, right))
}

/// Ranges whose first number is bare: `1877-1878`, `1877-78`, `24-26 February 1881`, `264-146 BC`, `18th and 19th centuries`.
fn short_range(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    if let Some((first, end)) = words::ordinal_at(text, at) {
        let from = range_sign(text, end, true).or_else(|| space(text, has(text, space(text, end)?, "and")?))?;
        let (right, end) = moment::at(text, from, false)?;
        let When::Century(last) = right.when else { return None };
        let first = first as i32 * last.signum();
        return (first < last).then(|| (TimeExpr::Range(Moment::new(When::Century(first)), right), end));
    }
    let first = digits_at(text, at)?;
    if let Some(day) = iso(text, at) {
        return Some(day);
    }
    if at.checked_sub(1).is_some_and(|i| matches!(text[i], '-' | '/' | '.' | '£' | '$')) {
        return None;
    }
    // 1863/64
    let slash = || {
        let next = digits_at(text, at + first.len + 1).filter(|d| d.len == 2 && first.len == 4)?;
        let after = first.value % 100 + 1 == next.value;
        (text.get(at + first.len) == Some(&'/') && after).then_some(at + first.len + 1)
    };
    let worded = word_before(text, at).is_some_and(|w| w.as_str() == "from");
    let sign = range_sign(text, at + first.len, worded).or_else(slash)?;
    if first.len <= 2 {
        // Days of one month.
        let (right, end) = moment::at(text, sign, false)?;
        let When::Date(Date { year, month, day: Some(DayOfMonth::Number { number, numerals }) }) = right.when.clone()
        else {
            return None;
        };
        let first = u8::try_from(first.value).ok().filter(|d| (1..number).contains(d))?;
        let left = Date { year, month, day: Some(DayOfMonth::Number { number: first, numerals }) };
        return Some((TimeExpr::Range(moment::moment_of(Date { ..left }), right), end));
    }
    let year = |n: i32| moment::moment_of(Date { year: Some(Year::Number(n)), ..Date::default() });
    let second = digits_at(text, sign)?;
    let end = sign + second.len;
    if let Some((right, after)) = moment::at(text, sign, false)
        && let When::Date(Date { year: Some(Year::Number(last)), month: None, .. }) = right.when
        && last <= 0
    {
        let first = 1 - first.value as i32;
        return (first < last).then(|| (TimeExpr::Range(year(first), right), after));
    }
    let behind = space(text, end).and_then(|s| word_at(text, s));
    let counted = behind.as_ref().is_some_and(words::is_counted);
    // 490-505 CE
    let era = space(text, end).and_then(|s| words::era_at(text, s)).filter(|(before, _)| !before);
    if let Some((_, end)) = era.filter(|_| first.value < second.value && first.len <= 4 && second.len <= 4) {
        return Some((TimeExpr::Range(year(first.value as i32), year(second.value as i32)), end));
    }
    let thousands = text.get(end) == Some(&',') && is_digit(text, end + 1);
    let clear = !thousands && !text.get(end).is_some_and(|c| c.is_alphanumeric());
    let last = match second.len {
        1 => first.value / 10 * 10 + second.value,
        2 => first.value / 100 * 100 + second.value,
        4 => second.value,
        _ => return None,
    };
    let plausible = first.len == 4
        && (1000..=2100).contains(&first.value)
        && first.value < last
        && last <= 2100
        && last - first.value <= 400;
    (plausible && clear && !counted).then(|| (TimeExpr::Range(year(first.value as i32), year(last as i32)), end))
}

/// `1881-02-24`.
fn iso(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    let part = |at: usize, len: usize| digits_at(text, at).filter(|d| d.len == len).map(|d| d.value);
    let sign = |at: usize| text.get(at) == Some(&'-');
    let (year, month, day) = (part(at, 4)?, part(at + 5, 2)?, part(at + 8, 2)?);
    let fits = sign(at + 4) && sign(at + 7) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let end = at + 10;
    let numerals = super::expr::Numerals::Arabic;
    let date = Date {
        year: Some(Year::Number(year as i32)),
        month: Some(Month::Number { number: month as u8, leap: false, numerals }),
        day: Some(DayOfMonth::Number { number: day as u8, numerals }),
    };
    (fits && !text.get(end).is_some_and(|c| c.is_alphanumeric())).then(|| (TimeExpr::At(moment::moment_of(date)), end))
}

/// `February 24-26, 1881`.
fn month_days(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    let (left, end) = moment::at(text, at, false)?;
    let When::Date(Date {
        year: None,
        month: Some(month @ Month::Number { .. }),
        day: Some(DayOfMonth::Number { number, .. }),
    }) = left.when
    else {
        return None;
    };
    let from = range_sign(text, end, false)?;
    let (last, mut end) = moment::day_at(text, from).filter(|(last, _)| *last > number)?;
    let (mut year, comma) = (None, end + usize::from(text.get(end) == Some(&',')));
    if let Some(digits) = space(text, comma).and_then(|s| digits_at(text, s)).filter(|d| d.len == 4) {
        year = Some(Year::Number(digits.value as i32));
        end = comma + 1 + digits.len;
    }
    let of = |day: u8| {
        let day = DayOfMonth::Number { number: day, numerals: super::expr::Numerals::Arabic };
        moment::moment_of(Date { year: year.clone(), month: Some(month), day: Some(day) })
    };
    Some((TimeExpr::Range(of(number), of(last)), end))
}
