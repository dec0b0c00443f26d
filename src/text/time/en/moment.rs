//! One point of time in English text.

use super::super::expr::{Date, DayOfMonth, Moment, Month, Numerals, Part, When, Year};
use super::glued;
use super::words::{self, has, over, phrase, space, word_at};
use crate::fact::Calendar;
use crate::text::number::digits_at;
use crate::text::number_en::small_word;

/// A date as a moment.
pub fn moment_of(date: Date) -> Moment {
    Moment::new(When::Date(date))
}

/// The point of time at `at`, and where it ends. `licensed`: the words before show that a bare number is a year.
pub fn at(text: &[char], at: usize, licensed: bool) -> Option<(Moment, usize)> {
    let (mut moment, end) = if text.get(at)?.is_ascii_digit() {
        day_first(text, at)
            .or_else(|| century(text, at))
            .or_else(|| decade(text, at))
            .or_else(|| year(text, at, licensed))?
    } else {
        month_first(text, at, licensed)
            .or_else(|| season(text, at))
            .or_else(|| part(text, at))
            .or_else(|| century(text, at))
            .or_else(|| year(text, at, licensed))?
    };
    let (calendar, end) = style_after(text, end);
    moment.calendar = moment.calendar.or(calendar);
    Some((moment, end))
}

/// `O.S.` and `N.S.`, folded, in brackets or not.
fn style_at(text: &[char], at: usize) -> Option<(Calendar, usize)> {
    let calendar = match text.get(at)? {
        'o' => Calendar::Julian,
        'n' => Calendar::Gregorian,
        _ => return None,
    };
    let rest = text.get(at + 1..)?;
    let len =
        [&['.', 's', '.'][..], &['.', ' ', 's', '.'], &['s']].iter().find(|p| rest.starts_with(p)).map(|p| p.len())?;
    let end = at + 1 + len;
    (!text.get(end).is_some_and(|c| c.is_alphanumeric())).then_some((calendar, end))
}

fn style_after(text: &[char], end: usize) -> (Option<Calendar>, usize) {
    let from = end + usize::from(text.get(end) == Some(&' '));
    let bracket = matches!(text.get(from), Some('(' | '['));
    let from = from + usize::from(bracket);
    match style_at(text, from) {
        Some((calendar, after)) if !bracket => (Some(calendar), after),
        Some((calendar, after)) if matches!(text.get(after), Some(')' | ']')) => (Some(calendar), after + 1),
        _ => (None, end),
    }
}

/// A day of the month, with or without `th`.
pub fn day_at(text: &[char], at: usize) -> Option<(u8, usize)> {
    let d = digits_at(text, at).filter(|d| d.len <= 2 && (1..=31).contains(&d.value))?;
    let end = at + d.len;
    let end = word_at(text, end).filter(|w| matches!(w.as_str(), "st" | "nd" | "rd" | "th")).map_or(end, |w| w.end);
    (!text.get(end).is_some_and(|c| c.is_alphanumeric())).then_some((d.value as u8, end))
}

fn month_at(text: &[char], at: usize) -> Option<(u8, usize)> {
    let word = word_at(text, at)?;
    let month = words::month(word.as_str())?;
    let point = text.get(word.end) == Some(&'.')
        && word.end - at <= 4
        && !matches!(word.as_str(), "may" | "june" | "july")
        && space(text, word.end + 1).is_some();
    Some((month, word.end + usize::from(point)))
}

/// A year of three or four figures after a month, perhaps behind a comma.
fn year_after(text: &[char], at: usize) -> Option<(i32, usize)> {
    let comma = text.get(at) == Some(&',');
    let from = space(text, at + usize::from(comma))?;
    let from = over(text, from, "of");
    // The third century has years of three figures: April 26, 363.
    let short = || {
        let digits = digits_at(text, from).filter(|d| comma && d.len == 3 && d.value >= 100)?;
        words::ends_phrase(text, from + 3).then_some((digits.value as i32, from + 3))
    };
    let (year, end) = year_number(text, from).or_else(short)?;
    let counted = space(text, end).and_then(|s| word_at(text, s)).is_some_and(|w| words::is_counted(&w));
    (!counted).then_some((year, end))
}

/// Four figures that can be a year, or fewer with BC or AD.
fn year_number(text: &[char], at: usize) -> Option<(i32, usize)> {
    if let Some(found) = glued::glued_year(text, at) {
        return Some(found);
    }
    let digits = digits_at(text, at).filter(|d| d.len <= 4 && d.value > 0)?;
    let end = at + digits.len;
    let value = digits.value as i32;
    if let Some((before_christ, end)) = space(text, end).and_then(|s| words::era_at(text, s)) {
        return Some((if before_christ { 1 - value } else { value }, end));
    }
    // A footnote mark can stand behind the full stop: 1940.5 is no decimal.
    let more = text.get(end).is_some_and(|c| c.is_alphanumeric());
    (digits.len == 4 && (1000..=2100).contains(&value) && !more).then_some((value, end))
}

fn month_number(number: u8) -> Option<Month> {
    Some(Month::Number { number, leap: false, numerals: Numerals::Arabic })
}

fn day_number(number: u8) -> Option<DayOfMonth> {
    Some(DayOfMonth::Number { number, numerals: Numerals::Arabic })
}

/// `24 February 1881`, `24th of February`, `12 (24) February 1881`, `26 May (7 June) 1858`.
fn day_first(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (mut day, mut end) = day_at(text, at)?;
    let both = match (text.get(end), text.get(end + 1)) {
        (Some('(' | '['), _) => day_at(text, end + 1).filter(|(_, e)| matches!(text.get(*e), Some(')' | ']'))),
        (Some(' '), Some('(' | '[')) => day_at(text, end + 2).filter(|(_, e)| matches!(text.get(*e), Some(')' | ']'))),
        (Some('/'), _) => day_at(text, end + 1).map(|(d, e)| (d, e - 1)),
        _ => None,
    };
    let mut double = false;
    if let Some((other, after)) = both {
        // The Gregorian day is the later one, unless the month turns between them.
        (day, end) = (later_day(day, other), after + 1);
        double = true;
    }
    let from = space(text, end)?;
    let from = over(text, from, "of");
    let (mut month, mut end) = month_at(text, from)?;
    if let (false, Some(' '), Some('(' | '[')) = (double, text.get(end), text.get(end + 1))
        && let Some((d, after)) = day_at(text, end + 2)
        && let Some((m, after)) = space(text, after).and_then(|s| month_at(text, s))
        && matches!(text.get(after), Some(')' | ']'))
    {
        (day, month, end) = (d, m, after + 1);
    }
    let mut date = Date { year: None, month: month_number(month), day: day_number(day) };
    let end = &mut end;
    if let Some((year, after)) = year_after(text, *end).or_else(|| year_after(text, style_between(text, *end)?)) {
        (date.year, *end) = (Some(Year::Number(year)), after);
    }
    Some((moment_of(date), *end))
}

/// Where the bracket ends that says the day in the other calendar: 10 February [O.S. 29 January] 1763.
fn style_between(text: &[char], at: usize) -> Option<usize> {
    let open = space(text, at).filter(|open| matches!(text[*open], '(' | '['))?;
    let close = (open + 1..text.len().min(open + 30)).find(|i| matches!(text[*i], ')' | ']'))?;
    (open + 1..close).find(|i| style_at(text, *i).is_some()).map(|_| close + 1)
}

fn later_day(first: u8, second: u8) -> u8 {
    let (low, high) = (first.min(second), first.max(second));
    if high - low > 13 { low } else { high }
}

/// `February 24, 1881`, `February 24`, `February 1881`, `in February`.
fn month_first(text: &[char], at: usize, licensed: bool) -> Option<(Moment, usize)> {
    let word = word_at(text, at)?;
    let (month, mut end) = month_at(text, at)?;
    let mut date = Date { month: month_number(month), ..Date::default() };
    if let Some((year, after)) = year_after(text, end) {
        date.year = Some(Year::Number(year));
        return Some((moment_of(date), after));
    }
    let day = space(text, end).and_then(|s| day_at(text, s));
    let thousand =
        |after: usize| text.get(after) == Some(&',') && text.get(after + 1).is_some_and(char::is_ascii_digit);
    let counted =
        |after: usize| space(text, after).and_then(|s| word_at(text, s)).is_some_and(|w| words::is_counted(&w));
    if let Some((day, after)) = day.filter(|(_, after)| !thousand(*after) && !counted(*after)) {
        date.day = day_number(day);
        end = after;
        if let Some((year, after)) = year_after(text, end) {
            (date.year, end) = (Some(Year::Number(year)), after);
        }
        return Some((moment_of(date), end));
    }
    if let Some((shift, after)) = relative_year_after(text, end) {
        date.year = Some(Year::Relative(shift));
        return Some((moment_of(date), after));
    }
    // May-June.
    let joined = text.get(end) == Some(&'-') && month_at(text, end + 1).is_some();
    let free = licensed || joined || !words::is_other_word(&word);
    free.then(|| (moment_of(date), end))
}

/// "of the same year", "of that year", "of the following year" after a month.
fn relative_year_after(text: &[char], at: usize) -> Option<(i32, usize)> {
    let from = space(text, at)?;
    let from = over(text, from, "of");
    relative_word(text, from, "year")
}

/// "the following year", "the same year", "that year": how many after, and where it ends.
pub fn relative_word(text: &[char], at: usize, unit: &str) -> Option<(i32, usize)> {
    const WORDS: [(&str, i32); 12] = [
        ("the same", 0),
        ("that same", 0),
        ("that", 0),
        ("the following", 1),
        ("the next", 1),
        ("the previous", -1),
        ("the preceding", -1),
        ("same", 0),
        ("following", 1),
        ("previous", -1),
        ("this same", 0),
        ("the very next", 1),
    ];
    if !word_at(text, at)?.is_in("the that this same following previous") {
        return None;
    }
    WORDS.iter().find_map(|(word, shift)| {
        let end = phrase(text, at, word).and_then(|end| space(text, end))?;
        Some((*shift, has(text, end, unit)?))
    })
}

/// `spring of 1842`, `spring 1842`, "the following spring".
fn season(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let following = words::SEASON_WORDS.iter().find_map(|unit| relative_word(text, at, unit));
    if let Some((shift, end)) = following {
        let mut moment = moment_of(Date { year: Some(Year::Relative(shift)), ..Date::default() });
        moment.part =
            text[..end].iter().rposition(|c| *c == ' ').and_then(|s| words::season(word_at(text, s + 1)?.as_str()));
        return Some((moment, end));
    }
    let word = word_at(text, at)?;
    let part = words::season(word.as_str())?;
    let from = space(text, word.end)?;
    let from = over(text, from, "of");
    let (year, end) = match year_number(text, from) {
        Some((year, end)) => (Year::Number(year), second_year(text, end).unwrap_or(end)),
        None => relative_word(text, from, "year").map(|(shift, end)| (Year::Relative(shift), end))?,
    };
    let mut moment = moment_of(Date { year: Some(year), ..Date::default() });
    moment.part = Some(part);
    Some((moment, end))
}

/// The `-40` of winter 1839-40.
fn second_year(text: &[char], end: usize) -> Option<usize> {
    let digits = digits_at(text, end + 1).filter(|d| text.get(end) == Some(&'-') && matches!(d.len, 2 | 4))?;
    Some(end + 1 + digits.len)
}

/// `early 1842`, `late May`, `mid-1860s`, `the end of the 19th century`.
fn part(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (part, from) = words::part_at(text, at)?;
    let (mut moment, end) = month_first(text, from, true)
        .or_else(|| century(text, from))
        .or_else(|| decade(text, from))
        .or_else(|| year(text, from, true))
        .or_else(|| {
            let (shift, end) = relative_word(text, from, "year")?;
            Some((moment_of(Date { year: Some(Year::Relative(shift)), ..Date::default() }), end))
        })?;
    let whole = matches!(&moment.when, When::Date(Date { day: Some(_), .. }));
    if whole {
        return None;
    }
    let of_month = matches!(&moment.when, When::Date(Date { month: Some(_), .. }));
    moment.part = Some(match (of_month, part) {
        (true, Part::Early) => Part::FirstThird,
        (true, Part::Middle) => Part::SecondThird,
        (true, Part::Late) => Part::LastThird,
        _ => part,
    });
    Some((moment, end))
}

/// `19th century`, `nineteenth century BC`.
fn century(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (number, end) = words::ordinal_at(text, at).filter(|(n, _)| (1..=30).contains(n))?;
    let from = if text.get(end) == Some(&'-') { end + 1 } else { space(text, end)? };
    let end = has(text, from, "century").or_else(|| has(text, from, "centuries"))?;
    let before_christ = space(text, end).and_then(|s| word_at(text, s)).filter(|w| matches!(w.as_str(), "bc" | "bce"));
    let number = number as i32;
    match before_christ {
        Some(word) => Some((Moment::new(When::Century(-number)), word.end)),
        None => Some((Moment::new(When::Century(number)), end)),
    }
}

/// `1860s`.
fn decade(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let digits =
        digits_at(text, at).filter(|d| d.len == 4 && d.value.is_multiple_of(10) && (1000..=2090).contains(&d.value))?;
    let end = at + 4;
    let end = end + usize::from(text.get(end) == Some(&'\''));
    let end = has(text, end, "s")?;
    let decade = (digits.value / 10 % 10) as u8;
    Some((Moment::new(When::Decade { century: Some((digits.value / 100) as i32), decade }), end))
}

/// `1881`, `218 BC`, `AD 751`.
fn year(text: &[char], at: usize, licensed: bool) -> Option<(Moment, usize)> {
    let of = |year: i32| moment_of(Date { year: Some(Year::Number(year)), ..Date::default() });
    if let Some(end) = has(text, at, "ad") {
        let from = space(text, end)?;
        let digits = digits_at(text, from).filter(|d| d.len <= 4 && (1..=2100).contains(&d.value))?;
        return Some((of(digits.value as i32), from + digits.len));
    }
    let (year, end) = year_number(text, at)?;
    let named = end > at + digits_at(text, at)?.len;
    let counted = space(text, end).and_then(|s| word_at(text, s)).is_some_and(|w| words::is_counted(&w));
    let joined = matches!(text.get(end), Some('-' | '/')) && text.get(end + 1).is_some_and(|c| c.is_alphabetic());
    (named || (licensed && !counted && !joined)).then(|| (of(year), end))
}

/// "two years later", "a month later", "the following year", "the same day".
pub fn relative(text: &[char], at: usize) -> Option<(Moment, usize)> {
    if let Some((shift, end)) = relative_word(text, at, "year") {
        let named = has(text, at, "the").or_else(|| has(text, at, "that")).is_some();
        return named.then(|| (moment_of(Date { year: Some(Year::Relative(shift)), ..Date::default() }), end));
    }
    if let Some((shift, end)) = relative_word(text, at, "month").filter(|_| !starts_bare(text, at)) {
        let date = Date { month: Some(Month::Relative(shift)), ..Date::default() };
        return Some((moment_of(date), end));
    }
    if let Some((shift, end)) = relative_word(text, at, "day").filter(|_| !starts_bare(text, at)) {
        let date = Date { day: Some(DayOfMonth::Relative(shift)), ..Date::default() };
        return Some((moment_of(date), end));
    }
    let (count, end) = match digits_at(text, at) {
        Some(d) if d.len <= 2 => (d.value as i32, at + d.len),
        Some(_) => return None,
        None => {
            let word = word_at(text, at)?;
            let count = if matches!(word.as_str(), "a" | "an") { 1 } else { small_word(word.as_str())? as i32 };
            (count, word.end)
        }
    };
    let unit = word_at(text, space(text, end)?)?;
    let (years, months, days) = match unit.as_str() {
        "year" | "years" => (count, 0, 0),
        "decade" | "decades" => (10 * count, 0, 0),
        "month" | "months" => (0, count, 0),
        "week" | "weeks" => (0, 0, 7 * count),
        "day" | "days" => (0, 0, count),
        _ => return None,
    };
    let turn = word_at(text, space(text, unit.end)?)?;
    let sign = match turn.as_str() {
        "later" | "afterwards" | "afterward" => 1,
        "earlier" if space(text, turn.end).and_then(|s| has(text, s, "than")).is_none() => -1,
        _ => return None,
    };
    let shift = When::Shift { years: sign * years, months: sign * months, days: sign * days };
    (count > 0).then(|| (Moment::new(shift), turn.end))
}

/// Whether a relative word stands without its article: "same day", "following month" may belong to another noun.
fn starts_bare(text: &[char], at: usize) -> bool {
    word_at(text, at).is_some_and(|w| matches!(w.as_str(), "same" | "following" | "previous"))
}

/// "the 26th", alone: what follows must not be what it counts.
pub fn day_alone(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let from = space(text, has(text, at, "the")?)?;
    let (day, end) = day_at(text, from).filter(|(_, end)| !text[end - 1].is_ascii_digit())?;
    words::ends_phrase(text, end).then(|| (moment_of(Date { day: day_number(day), ..Date::default() }), end))
}
