//! Dates in the Gregorian, Julian and Chinese calendars, made out with the time that is spoken of.

use super::anchor::{Anchor, Given, Lunar, Point};
use super::day::last_of_month;
use super::era::{self, Months};
use super::expr::{Date, DayOfMonth, Month, Numerals, Year};
use super::interval::Interval;
use super::lunar;
use crate::fact::{Calendar, Day};

/// So many months back no story goes without saying so.
const HALF_A_YEAR: u8 = 6;

/// The date with its year replaced by a number.
pub fn numbered(date: &Date, year: i32) -> Date {
    let gregorian = |month: Month| match month {
        Month::Number { number, .. } => Month::Number { number, leap: false, numerals: Numerals::Arabic },
        other => other,
    };
    Date { year: Some(Year::Number(year)), month: date.month.map(gregorian), day: date.day }
}

/// A decade, century or reign: it leaves the date spoken of as it was.
pub fn long(interval: Interval, about: i32, anchor: &Anchor, how: Vec<String>) -> Point {
    let anchor = Anchor { about: Some(about), ..anchor.clone() };
    Point { interval, calendar: Calendar::Gregorian, anchor, how, era: false }
}

/// All the years of an era.
pub fn reign(eras: &[usize], anchor: &Anchor) -> Option<Point> {
    let era = era::table().nearest(eras, 1, anchor.about)?;
    let (first, last) = (Interval::lunar_year(era.first), Interval::lunar_year(era.last));
    let edtf = if era.first == era.last { first.edtf } else { format!("{}/{}", first.edtf, last.edtf) };
    let interval = Interval { first: first.first, last: last.last, edtf };
    let how = vec![format!("the years of {}", era.name)];
    let point = long(interval, (era.first + era.last) / 2, anchor, how);
    Some(Point { calendar: Calendar::Chinese, era: true, ..point })
}

/// The year at this place of the cycle: in one of the eras, or else the nearest to the year spoken of.
pub fn cycle_year(eras: &[usize], position: u8, about: Option<i32>) -> Option<i32> {
    // AD 4 began a cycle.
    let fits = |year: &i32| (year - 4).rem_euclid(60) == i32::from(position);
    if eras.is_empty() {
        let about = about?;
        return (about - 30..=about + 30).filter(fits).min_by_key(|y| (y - about).abs());
    }
    let table = era::table();
    eras.iter().filter_map(|&i| table.eras.get(i)).find_map(|era| (era.first..=era.last).find(fits))
}

/// A year, with a note of where it came from if it was left out.
fn year_of(date: &Date, anchor: &Anchor, words: &str, how: &mut Vec<String>) -> Option<Given<i32>> {
    let own = |value| Some(Given { value, words: words.to_owned() });
    match &date.year {
        Some(Year::Number(value)) => own(*value),
        Some(Year::Short(short)) => {
            let about = anchor.about?;
            how.push(format!("century of {about}, spoken of before"));
            let century = about.div_euclid(100) * 100;
            let year = century + i32::from(*short);
            // In the first century the short number is the whole one.
            own(year)
        }
        Some(Year::Relative(shift)) => {
            let lunar = anchor.lunar.as_ref().filter(|_| anchor.chinese).map(|l| (l.year, &l.words));
            let (base, source) = lunar.or_else(|| anchor.year.as_ref().map(|y| (y.value, &y.words)))?;
            if *shift == 0 {
                how.push(format!("year taken from {source} before"));
                return Some(Given { value: base, words: source.clone() });
            }
            how.push(format!("{} after {source} before", counted(*shift, "year")));
            own(base + shift)
        }
        Some(Year::Era { .. } | Year::Cycle { .. }) => None,
        None => {
            let year = anchor.year.clone()?;
            how.push(format!("year taken from {} before", year.words));
            Some(year)
        }
    }
}

fn counted(count: i32, unit: &str) -> String {
    format!("{count} {unit}{}", if count.abs() == 1 { "" } else { "s" })
}

/// A date of the Gregorian calendar.
pub fn gregorian(date: &Date, anchor: &Anchor, words: &str) -> Option<Point> {
    let mut how = Vec::new();
    let own = |value| Given { value, words: words.to_owned() };
    if let Some(DayOfMonth::Relative(shift)) = date.day {
        let day = anchor.full_day()?;
        let source = anchor.day.as_ref().map_or("", |d| d.words.as_str());
        how.push(if shift == 0 {
            format!("the day of {source} before")
        } else {
            format!("{} after {source} before", counted(shift, "day"))
        });
        return Some(of_day(day.plus_days(i64::from(shift)), anchor, words, how));
    }
    let mut year = year_of(date, anchor, words, &mut how)?;
    let month = match date.month {
        Some(Month::Number { number, .. }) => {
            // A story goes on: January after December is of the next year, and so is April after October.
            let back = |m: &Given<u8>| m.value >= 10 && number <= 3 || m.value >= number + HALF_A_YEAR;
            if date.year.is_none() && anchor.month.as_ref().is_some_and(back) {
                how.push("a new year has begun since".to_owned());
                year.value += 1;
            }
            Some(own(number))
        }
        Some(Month::Relative(shift)) => {
            let month = anchor.month.as_ref()?;
            how.push(format!("month counted from {} before", month.words));
            let first = Day { year: year.value, month: month.value, day: 1 }.plus_months(shift);
            year.value = first.year;
            Some(Given { value: first.month, words: month.words.clone() })
        }
        // A day alone is of the month spoken of; a year with a day and no month says nothing.
        None if date.day.is_some() && date.year.is_none() => {
            let month = anchor.month.clone()?;
            how.push(format!("month taken from {} before", month.words));
            Some(month)
        }
        None => None,
    };
    let day = match date.day {
        Some(DayOfMonth::Number { number, .. }) => Some(own(number)),
        _ => None,
    };
    let interval = match (&month, &day) {
        (Some(m), Some(d)) => Interval::day(Day::new(year.value, m.value, d.value)?),
        (Some(m), None) if (1..=12).contains(&m.value) => Interval::month(year.value, m.value),
        (None, None) => Interval::year(year.value),
        _ => return None,
    };
    let anchor = anchor.after(year, month, day, &interval);
    Some(Point { interval, calendar: Calendar::Gregorian, anchor, how, era: false })
}

/// A single Gregorian day that is now the one spoken of.
fn of_day(day: Day, anchor: &Anchor, words: &str, how: Vec<String>) -> Point {
    let interval = Interval::day(day);
    let words = || words.to_owned();
    let anchor = anchor.after(
        Given { value: day.year, words: words() },
        Some(Given { value: day.month, words: words() }),
        Some(Given { value: day.day, words: words() }),
        &interval,
    );
    Point { interval, calendar: Calendar::Gregorian, anchor, how, era: false }
}

/// A date of the Julian calendar.
pub fn julian(date: &Date, anchor: &Anchor, words: &str) -> Option<Point> {
    let mut how = Vec::new();
    let year = year_of(date, anchor, words, &mut how)?;
    let Some(Month::Number { number: month, .. }) = date.month else {
        let point = gregorian(date, anchor, words)?;
        return Some(Point { calendar: Calendar::Julian, ..point });
    };
    let spoken = anchor.full_day().filter(|_| date.year.is_none());
    let years = if spoken.is_some() { year.value - 1..=year.value + 1 } else { year.value..=year.value };
    if let Some(DayOfMonth::Number { number, .. }) = date.day {
        let (year, day) = years
            .filter_map(|y| Some((y, Day::from_julian(y, month, number)?)))
            .min_by_key(|(_, day)| spoken.map_or(0, |s| (s.number() - day.number()).abs()))?;
        how.push(format!("Julian {year:04}-{month:02}-{number:02}"));
        return Some(Point { calendar: Calendar::Julian, ..of_day(day, anchor, words, how) });
    }
    let first = Day::from_julian(year.value, month, 1)?;
    let leap = month == 2 && year.value.rem_euclid(4) == 0;
    let length = if leap { 29 } else { last_of_month(2001, month) };
    let interval = Interval::shifted_month(first, first.plus_days(i64::from(length) - 1));
    how.push(format!("Julian {:04}-{month:02}", year.value));
    let anchor = anchor.after(year, Some(Given { value: month, words: words.to_owned() }), None, &interval);
    Some(Point { interval, calendar: Calendar::Julian, anchor, how, era: false })
}

/// A date of the Chinese calendar in a known lunar year.
pub fn chinese(
    date: &Date,
    (year, months): (i32, Months),
    anchor: &Anchor,
    words: &str,
    mut how: Vec<String>,
) -> Option<Point> {
    let spoken = anchor.lunar.as_ref();
    let month = match date.month {
        Some(Month::Number { number, leap, .. }) => Some((number, leap)),
        Some(Month::Relative(0)) => spoken.and_then(|l| l.month),
        Some(Month::Relative(_)) => None,
        None if date.day.is_some() && date.year.is_none() => {
            let lunar = spoken?;
            how.push(format!("month taken from {} before", lunar.words));
            lunar.month
        }
        None => None,
    };
    let bounds = month.filter(|_| months == Months::Chinese).and_then(|(m, leap)| lunar::month_bounds(year, m, leap));
    let number = match date.day {
        Some(DayOfMonth::Number { number, .. }) => Some(number),
        _ => None,
    };
    let day = bounds.zip(number).and_then(|((first, last), n)| {
        let day = first.plus_days(i64::from(n) - 1);
        (n >= 1 && day <= last).then_some(day)
    });
    if date.year.is_none() && bounds.is_none() && months == Months::Chinese {
        return None;
    }
    let interval = match (day, bounds) {
        (Some(day), _) => Interval::day(day),
        (None, Some((first, last))) => Interval::shifted_month(first, last),
        (None, None) => Interval::lunar_year(year),
    };
    how.push(match (bounds, month) {
        (None, Some(_)) => "in the Chinese calendar, of which only the year is known here".to_owned(),
        _ => "in the Chinese calendar".to_owned(),
    });
    let given = |value| Given { value, words: words.to_owned() };
    let lunar = Lunar {
        year,
        month: month.filter(|_| bounds.is_some()),
        months,
        first: interval.first,
        last: interval.last,
        words: words.to_owned(),
    };
    let (gregorian_year, same_month) = match (day, bounds) {
        (Some(day), _) => (day.year, true),
        (None, Some((first, last))) => (first.plus_days(14).year, first.month == last.month),
        (None, None) => (year, false),
    };
    let anchor = Anchor {
        year: Some(given(gregorian_year)),
        month: same_month.then(|| Given { value: interval.first.month, words: words.to_owned() }),
        day: day.map(|d| Given { value: d.day, words: words.to_owned() }),
        lunar: Some(lunar),
        chinese: true,
        about: Some(gregorian_year),
    };
    Some(Point { interval, calendar: Calendar::Chinese, anchor, how, era: true })
}

/// So much after the time spoken of, as exact as that and as the measure allow.
pub fn shifted(years: i32, months: i32, days: i32, anchor: &Anchor, words: &str) -> Option<Point> {
    let year = anchor.year.as_ref()?;
    if years != 0 {
        let date = Date { year: Some(Year::Number(year.value + years)), ..Date::default() };
        let how = format!("{} after {} before", counted(years, "year"), year.words);
        let point = gregorian(&date, anchor, words)?;
        return Some(Point { how: vec![how], ..point });
    }
    let month = anchor.month.as_ref()?;
    if months != 0 {
        let first = Day { year: year.value, month: month.value, day: 1 }.plus_months(months);
        let number = Month::Number { number: first.month, leap: false, numerals: Numerals::Arabic };
        let date = Date { year: Some(Year::Number(first.year)), month: Some(number), day: None };
        let how = format!("{} after {} before", counted(months, "month"), month.words);
        let point = gregorian(&date, anchor, words)?;
        return Some(Point { how: vec![how], ..point });
    }
    let day = anchor.full_day()?;
    let how = format!("{} after {} before", counted(days, "day"), month.words);
    Some(of_day(day.plus_days(i64::from(days)), anchor, words, vec![how]))
}
