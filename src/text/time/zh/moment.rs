//! One point of time in Chinese text: dates, years, decades, centuries.

use super::super::expr::{Date, DayOfMonth, Moment, Month, Numerals, Part, When, Year};
use super::reign::{cycle_year, era_date};
use super::relative::{relative, shift};
use super::words::{self, has, is, unit};
use crate::text::number::{digits_at, small_numeral_at};

/// A number of a date, and how it is written.
#[derive(Clone, Copy)]
pub struct Figure {
    pub value: u32,
    /// In characters.
    pub len: usize,
    pub arabic: bool,
    /// Digits side by side, not with 十 and 百.
    pub positional: bool,
}

/// The number at a place, in either kind of numerals.
pub fn figure_at(text: &[char], at: usize) -> Option<Figure> {
    if let Some(d) = digits_at(text, at) {
        return Some(Figure { value: d.value, len: d.len, arabic: true, positional: true });
    }
    let n = small_numeral_at(text, at)?;
    Some(Figure { value: n.value, len: n.len, arabic: false, positional: n.positional })
}

/// The point of time at `at`, and where it ends.
pub fn at(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (calendar, len) = words::calendar_at(text, at).map_or((None, 0), |(c, len)| (Some(c), len));
    let from = at + len;
    let (mut moment, end) = era_date(text, from)
        .or_else(|| numbered(text, from))
        .or_else(|| relative(text, from))
        .or_else(|| cycle_year(text, from))?;
    moment.calendar = calendar.or_else(|| words::calendar_after(text, end));
    Some((moment, end))
}

/// The second number of a short range, with its unit: `1877年` after 1864至, `77年` after 1864－, `19世紀` after 18至.
pub fn second_at(text: &[char], at: usize, first: u32) -> Option<(Moment, usize)> {
    if let Some(d) = digits_at(text, at).filter(|d| d.len == 2 && (1000..=2100).contains(&first))
        && let Some(end) = unit(text, at + 2, "年")
        && !has(text, end, "代")
    {
        let year = first / 100 * 100 + d.value;
        return Some((moment_of(Date { year: Some(Year::Number(year as i32)), ..Date::default() }), end));
    }
    numbered(text, at)
}

/// The first end of a short range, said like the second: `first` is its number, `digits` how many figures that has.
pub fn first_of(second: &Moment, first: u32, digits: Option<usize>) -> Option<Moment> {
    let small = |limit: u32| u8::try_from(first).ok().filter(|&n| n >= 1 && u32::from(n) <= limit);
    let when = match &second.when {
        When::Century(_) => When::Century(i32::from(small(21)?)),
        When::Decade { century: Some(_), .. } if first >= 1000 => decade(first)?,
        When::Decade { century, .. } => match decade(first)? {
            When::Decade { century: None, decade } => When::Decade { century: *century, decade },
            _ => return None,
        },
        When::Date(Date { year: Some(Year::Number(_)), .. }) => {
            let plausible = (100..=2100).contains(&first) && digits.is_none_or(|len| len >= 3);
            let year = plausible.then_some(Year::Number(first as i32));
            When::Date(Date { year: Some(year?), ..Date::default() })
        }
        When::Date(Date { year: None, month: Some(Month::Number { numerals, .. }), day: None }) => {
            let month = Month::Number { number: small(12)?, leap: false, numerals: *numerals };
            When::Date(Date { month: Some(month), ..Date::default() })
        }
        When::Date(Date { year: None, month: None, day: Some(DayOfMonth::Number { numerals, .. }) }) => {
            let day = DayOfMonth::Number { number: small(31)?, numerals: *numerals };
            When::Date(Date { day: Some(day), ..Date::default() })
        }
        _ => return None,
    };
    Some(Moment::new(when))
}

/// A date as a moment.
pub fn moment_of(date: Date) -> Moment {
    Moment::new(When::Date(date))
}

/// The decade that `1860` or `60` before 年代 names.
fn decade(number: u32) -> Option<When> {
    let figure = u8::try_from(number / 10 % 10).ok()?;
    match number {
        _ if !number.is_multiple_of(10) => None,
        10..=90 => Some(When::Decade { century: None, decade: figure }),
        100..=2090 => Some(When::Decade { century: Some((number / 100) as i32), decade: figure }),
        _ => None,
    }
}

/// A time that begins with a number, or with 公元 or 前 and a number.
fn numbered(text: &[char], at: usize) -> Option<(Moment, usize)> {
    if has(text, at, "上世纪") {
        return century_tail(text, 20, at + 3);
    }
    if is(text, at, "闰正腊冬") {
        return month_alone(text, at);
    }
    let epoch = words::epoch_at(text, at);
    let before_christ = has(text, at + epoch, "前");
    let from = at + epoch + usize::from(before_christ);
    let from = from + usize::from(epoch > 0 && text.get(from) == Some(&' '));
    let figure = figure_at(text, from)?;
    let end = from + figure.len;
    let explicit = epoch > 0 || before_christ;
    if before_christ && epoch == 0 && !bare_before_christ(text, at, figure) {
        return None;
    }
    if let Some(end) = unit(text, end, "世纪") {
        let number = i32::try_from(figure.value).ok().filter(|n| (1..=30).contains(n))?;
        return century_tail(text, if before_christ { -number } else { number }, end);
    }
    if let Some(end) = unit(text, end, "年代") {
        if before_christ {
            return None;
        }
        let mut moment = Moment::new(decade(figure.value)?);
        let end = end + set_part(&mut moment, words::long_part_at(text, end));
        return Some((moment, end));
    }
    if !explicit && let Some(shift) = shift(text, at, figure) {
        return Some(shift);
    }
    if let Some(end) = unit(text, end, "年") {
        let year = year_number(text, from, end, figure, explicit, before_christ)?;
        return Some(date_tail(text, Date { year: Some(year), ..Date::default() }, end));
    }
    if explicit {
        return None;
    }
    if let Some(date) = iso_date(text, at, figure) {
        return Some(date);
    }
    month_alone(text, at).or_else(|| day_alone(text, at, figure))
}

/// 前 alone means BC only before a figure that cannot count: 前218年, （前87年）, not 前三年.
fn bare_before_christ(text: &[char], at: usize, figure: Figure) -> bool {
    let free = words::before(text, at).is_none_or(|c| !c.is_alphanumeric() || "至到于在从自由约".contains(c));
    let large = figure.value >= 100 && figure.positional;
    (large && !words::before(text, at).is_some_and(|c| "年月日以之".contains(c)))
        || (free && figure.arabic && figure.len >= 2)
        || (free && unit(text, at + 1 + figure.len, "世纪").is_some())
}

/// 末, 六十年代 after a century.
fn century_tail(text: &[char], century: i32, at: usize) -> Option<(Moment, usize)> {
    let from = at + usize::from(has(text, at, "的"));
    if century > 0
        && let Some(figure) = figure_at(text, from)
        && let Some(end) = unit(text, from + figure.len, "年代")
        && let Some(When::Decade { century: None, decade }) = decade(figure.value)
    {
        let mut moment = Moment::new(When::Decade { century: Some(century - 1), decade });
        let end = end + set_part(&mut moment, words::long_part_at(text, end));
        return Some((moment, end));
    }
    let mut moment = Moment::new(When::Century(century));
    let end = at + set_part(&mut moment, words::long_part_at(text, at));
    Some((moment, end))
}

/// Takes over a part that was found; its length, 0 if none was.
pub fn set_part(moment: &mut Moment, part: Option<(Part, usize)>) -> usize {
    part.map_or(0, |(part, len)| {
        moment.part = Some(part);
        len
    })
}

/// Which year the number before 年 is, if it is one and no length of time. `end` is behind 年.
fn year_number(
    text: &[char],
    at: usize,
    end: usize,
    figure: Figure,
    explicit: bool,
    before_christ: bool,
) -> Option<Year> {
    let value = i32::try_from(figure.value).ok()?;
    if before_christ {
        return (1..=9999).contains(&value).then_some(Year::Number(1 - value));
    }
    if value > 2100 {
        return None;
    }
    if explicit {
        return (value >= 1).then_some(Year::Number(value));
    }
    let month_follows = month_at(text, end).is_some();
    if !figure.positional {
        return None;
    }
    match figure.len {
        4 if value >= 1000 => {
            let round = value % 1000 == 0
                && (words::before_at(text, end).is_some() || words::onward_at(text, end, false).is_some());
            (month_follows || !(round || words::is_length(text, at, end, 4))).then_some(Year::Number(value))
        }
        3 if value >= 100 => {
            let length = value % 100 == 0 || words::is_length(text, at, end, 3);
            (month_follows || !length).then_some(Year::Number(value))
        }
        // 64年10月: the century comes from before.
        2 if figure.arabic && month_follows => Some(Year::Short(u8::try_from(value).ok()?)),
        _ => None,
    }
}

/// Month, day and part after a year.
pub fn date_tail(text: &[char], mut date: Date, end: usize) -> (Moment, usize) {
    if let Some((month, after)) = month_at(text, end) {
        date.month = Some(month);
        return day_tail(text, date, after);
    }
    if let Some(after) = unit(text, end, "同月") {
        date.month = Some(Month::Relative(0));
        return day_tail(text, date, after);
    }
    let mut moment = moment_of(date);
    let end = end + set_part(&mut moment, words::year_part_at(text, end));
    (moment, end)
}

/// Day or part after a month.
pub fn day_tail(text: &[char], mut date: Date, end: usize) -> (Moment, usize) {
    let numerals = match date.month {
        Some(Month::Number { numerals, .. }) => numerals,
        _ => Numerals::Arabic,
    };
    if let Some((day, after)) = day_at(text, end, numerals) {
        date.day = Some(day);
        return (moment_of(date), after);
    }
    let mut moment = moment_of(date);
    let end = end + usize::from(has(text, end, "份"));
    let end = end + set_part(&mut moment, words::month_part_at(text, end));
    (moment, end)
}

/// `10月`, `閏三月`, `正月`.
fn month_at(text: &[char], at: usize) -> Option<(Month, usize)> {
    let at = at + usize::from(text.get(at) == Some(&' '));
    let leap = has(text, at, "闰");
    let from = at + usize::from(leap);
    let named = [("正月", 1), ("腊月", 12), ("冬月", 11)].iter().find(|(name, _)| has(text, from, name));
    if let Some((_, number)) = named {
        return Some((Month::Number { number: *number, leap, numerals: Numerals::Lunar }, from + 2));
    }
    let figure = figure_at(text, from).filter(|f| f.arabic || !f.positional)?;
    let number = u8::try_from(figure.value).ok().filter(|n| (1..=12).contains(n))?;
    let end = unit(text, from + figure.len, "月")?;
    let numerals = match (leap, figure.arabic) {
        (true, _) => Numerals::Lunar,
        (false, true) => Numerals::Arabic,
        (false, false) if text.get(from) == Some(&'两') => return None,
        (false, false) => Numerals::Chinese,
    };
    Some((Month::Number { number, leap, numerals }, end))
}

/// `7日`, `二十六日`, `初七`; after a month in Chinese numerals also `廿七` without 日.
fn day_at(text: &[char], at: usize, month: Numerals) -> Option<(DayOfMonth, usize)> {
    let at = at + usize::from(text.get(at) == Some(&' '));
    if has(text, at, "初") {
        let figure = figure_at(text, at + 1).filter(|f| !f.arabic && (1..=10).contains(&f.value))?;
        let end = at + 1 + figure.len;
        let number = figure.value as u8;
        return Some((DayOfMonth::Number { number, numerals: Numerals::Lunar }, unit(text, end, "日").unwrap_or(end)));
    }
    let figure = figure_at(text, at).filter(|f| f.arabic || !f.positional)?;
    let number = u8::try_from(figure.value).ok().filter(|n| (1..=31).contains(n))?;
    let end = at + figure.len;
    if let Some(end) = unit(text, end, "日").or_else(|| unit(text, end, "号")) {
        let numerals = match text.get(at) {
            _ if figure.arabic => Numerals::Arabic,
            Some('廿') => Numerals::Lunar,
            _ => Numerals::Chinese,
        };
        return Some((DayOfMonth::Number { number, numerals }, end));
    }
    let lunar = !figure.arabic && month != Numerals::Arabic && number >= 11 && !is(text, end, "万千百余多名人个年艘");
    lunar.then_some((DayOfMonth::Number { number, numerals: Numerals::Lunar }, end))
}

/// A month without its year.
fn month_alone(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (month, end) = month_at(text, at)?;
    let numerals = match month {
        Month::Number { numerals, .. } => numerals,
        Month::Relative(_) => Numerals::Arabic,
    };
    let (moment, after) = day_tail(text, Date { month: Some(month), ..Date::default() }, end);
    let bare = after == end;
    let length = numerals == Numerals::Chinese && words::counts_months(text, at, end);
    let other = length
        || words::every_year(text, at)
        || words::names_month(text, end)
        || words::before(text, at).is_some_and(|c| "时逾".contains(c));
    (!(bare && other)).then_some((moment, after))
}

/// A day without its month: `26日`, `廿三日`, `初七日`.
fn day_alone(text: &[char], at: usize, figure: Figure) -> Option<(Moment, usize)> {
    let (day, end) = day_at(text, at, Numerals::Arabic)?;
    // 七日 is as likely a week.
    let countable = !figure.arabic && figure.value <= 10;
    let counted = words::before(text, at).is_some_and(|c| "时经达逾历近余每满有共约了".contains(c));
    let named = has(text, end.saturating_sub(1), "日");
    (named && !countable && !counted && !words::other_day(text, end))
        .then(|| (moment_of(Date { day: Some(day), ..Date::default() }), end))
}

/// `2018-10-27`, `2018/10/27`.
fn iso_date(text: &[char], at: usize, year: Figure) -> Option<(Moment, usize)> {
    let mut at = at + year.len;
    let sign = *text.get(at).filter(|c| year.arabic && year.len == 4 && matches!(c, '-' | '/'))?;
    let month = digits_at(text, at + 1).filter(|d| d.len <= 2 && (1..=12).contains(&d.value))?;
    at += 1 + month.len;
    let day = digits_at(text, at + 1).filter(|d| text[at] == sign && d.len <= 2 && (1..=31).contains(&d.value))?;
    let date = Date {
        year: Some(Year::Number(year.value as i32)),
        month: Some(Month::Number { number: month.value as u8, leap: false, numerals: Numerals::Arabic }),
        day: Some(DayOfMonth::Number { number: day.value as u8, numerals: Numerals::Arabic }),
    };
    Some((moment_of(date), at + 1 + day.len))
}
