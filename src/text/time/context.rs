//! Turns what the words of a time say into when it was, with what was read before.
//!
//! The *anchor* is the time spoken of last: `26日` takes its year and month from it, `次年` counts from it, `60年代` has
//! its century. Chinese dates have an anchor of their own beside it, since `九月初七` takes the lunar year that was named.

use super::day::last_of_month;
use super::era::{self, Months};
use super::expr::{Date, DayOfMonth, Moment, Month, Numerals, TimeExpr, When, Year};
use super::interval::Interval;
use super::lunar;
use crate::fact::{Calendar, Day, Time};

/// A time and how it was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub time: Time,
    /// In plain words: `1862-06-04: year taken from 1862年5月26日 before`.
    pub how: String,
}

/// Keeps the time that the text speaks of while it is read from the beginning.
#[derive(Debug, Clone, Default)]
pub struct TimeContext {
    anchor: Anchor,
    /// Whether a Chinese date was met: then `九月` is a Chinese month.
    chinese: bool,
}

/// A part of the anchor and the words that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Given<T> {
    value: T,
    words: String,
}

/// The time spoken of last, as far as it is known.
#[derive(Debug, Clone, Default)]
struct Anchor {
    year: Option<Given<i32>>,
    month: Option<Given<u8>>,
    day: Option<Given<u8>>,
    lunar: Option<Lunar>,
    /// Whether the last mention was a Chinese date.
    chinese: bool,
    /// A year that the text is about, also where only a decade or century was named.
    about: Option<i32>,
}

/// A date of the Chinese calendar, as far as it is known.
#[derive(Debug, Clone)]
struct Lunar {
    year: i32,
    month: Option<(u8, bool)>,
    months: Months,
    first: Day,
    last: Day,
    words: String,
}

/// A moment made out: its bounds, the anchor that it leaves, and how it was made out.
struct Point {
    interval: Interval,
    calendar: Calendar,
    anchor: Anchor,
    how: Vec<String>,
    /// Whether the words count years by an era.
    era: bool,
}

impl TimeContext {
    pub fn new() -> TimeContext {
        TimeContext::default()
    }

    /// Forgets the time spoken of, as at the beginning of a section. The calendars met in the text stay known.
    pub fn reset(&mut self) {
        self.anchor = Anchor::default();
    }

    /// When the expression is, after everything resolved before; it becomes the time that is spoken of. `words` are the
    /// words of the mention, as written. `None` if it cannot be told; the context then stays as it was.
    pub fn resolve(&mut self, expr: &TimeExpr, words: &str) -> Option<Resolved> {
        let (resolved, anchor) = self.evaluate(expr, words)?;
        self.chinese |= anchor.chinese;
        self.anchor = anchor;
        Some(resolved)
    }

    /// As [`TimeContext::resolve`], but the time spoken of stays the same: for times in names and brackets.
    pub fn peek(&self, expr: &TimeExpr, words: &str) -> Option<Resolved> {
        self.evaluate(expr, words).map(|(resolved, _)| resolved)
    }

    fn evaluate(&self, expr: &TimeExpr, words: &str) -> Option<(Resolved, Anchor)> {
        let left = match expr {
            TimeExpr::At(moment) | TimeExpr::Since(moment) | TimeExpr::Range(moment, _) => {
                self.point(moment, &self.anchor, words)?
            }
            TimeExpr::Before(_) => return None,
        };
        let (mut edtf, mut end, mut how) = (left.interval.edtf.clone(), None, left.how);
        match expr {
            TimeExpr::Range(_, second) => {
                let right = self.point(second, &left.anchor, words)?;
                if right.interval.last < left.interval.first {
                    return None;
                }
                end = Some((right.interval.first.max(left.interval.first), right.interval.last));
                edtf = format!("{edtf}/{}", right.interval.edtf);
                // The end's parts that were left out came from the beginning.
                how.retain(|h| !h.is_empty());
            }
            TimeExpr::Since(_) => edtf.push_str("/.."),
            TimeExpr::At(_) | TimeExpr::Before(_) => {}
        }
        let how = if how.is_empty() { "as written".to_owned() } else { how.join(", ") };
        let time = Time {
            earliest: left.interval.first,
            latest: left.interval.last,
            end,
            calendar: left.calendar,
            era: left.era.then(|| words.to_owned()),
            edtf,
        };
        Some((Resolved { how: format!("{}: {how}", time.edtf), time }, left.anchor))
    }

    fn point(&self, moment: &Moment, anchor: &Anchor, words: &str) -> Option<Point> {
        let mut point = match &moment.when {
            When::Date(date) => self.date(date, moment.calendar, anchor, words)?,
            When::Decade { century, decade } => {
                let mut how = Vec::new();
                let century = match century {
                    Some(century) => *century,
                    None => {
                        let about = anchor.about?;
                        how.push(format!("century of {about}, spoken of before"));
                        about.div_euclid(100)
                    }
                };
                let decade = century * 10 + i32::from(*decade);
                long(Interval::decade(decade), decade * 10 + 5, anchor, how)
            }
            When::Century(number) => {
                let interval = Interval::century(*number);
                let about = interval.first.year + 50;
                long(interval, about, anchor, Vec::new())
            }
            When::Reign(eras) => reign(eras, anchor)?,
            When::Shift { years, months, days } => shifted(*years, *months, *days, anchor, words)?,
        };
        if let Some(part) = moment.part {
            point.interval = point.interval.narrowed(part);
        }
        if moment.approximate {
            point.interval = point.interval.about();
        }
        Some(point)
    }

    fn date(&self, date: &Date, named: Option<Calendar>, anchor: &Anchor, words: &str) -> Option<Point> {
        match &date.year {
            Some(Year::Era { eras, number }) => {
                let era = era::table().nearest(eras, *number, anchor.about)?;
                let year = era.first + number - 1;
                let months = match era.months {
                    Months::GregorianFrom(first) if year >= first => {
                        let mut point = gregorian(&numbered(date, year), anchor, words)?;
                        point.how.push(format!("{} {number} = {year}", era.name));
                        point.era = true;
                        return Some(point);
                    }
                    Months::GregorianFrom(_) => Months::Unknown,
                    months => months,
                };
                chinese(date, (year, months), anchor, words, vec![format!("{} {number} = {year}", era.name)])
            }
            Some(Year::Cycle { eras, position }) => {
                let year = cycle_year(eras, *position, anchor.about)?;
                chinese(
                    date,
                    (year, Months::Chinese),
                    anchor,
                    words,
                    vec![format!("the year of the cycle nearest to what is spoken of is {year}")],
                )
            }
            _ => match named.unwrap_or_else(|| self.calendar_of(date, anchor)) {
                Calendar::Gregorian => gregorian(date, anchor, words),
                Calendar::Julian => julian(date, anchor, words),
                Calendar::Chinese => self.chinese_by_anchor(date, anchor, words),
            },
        }
    }

    /// The calendar of a date that no era and no word tells.
    fn calendar_of(&self, date: &Date, anchor: &Anchor) -> Calendar {
        let month = match date.month {
            Some(Month::Number { numerals, .. }) => Some(numerals),
            Some(Month::Relative(_)) if anchor.chinese => Some(Numerals::Chinese),
            _ => None,
        };
        let day = match date.day {
            Some(DayOfMonth::Number { numerals, .. }) => Some(numerals),
            Some(DayOfMonth::Relative(_)) | None => None,
        };
        let year = match date.year {
            Some(Year::Number(year)) => Some(year),
            _ => anchor.year.as_ref().map(|y| y.value),
        };
        if month == Some(Numerals::Lunar) || day == Some(Numerals::Lunar) {
            return Calendar::Chinese;
        }
        // The Chinese calendar was given up with the year 1912.
        let chinese = month.or(day) == Some(Numerals::Chinese)
            && (self.chinese || anchor.lunar.is_some())
            && year.is_none_or(|y| y < 1912);
        if chinese { Calendar::Chinese } else { Calendar::Gregorian }
    }

    /// A Chinese date whose year is a Gregorian number, relative, or left out.
    fn chinese_by_anchor(&self, date: &Date, anchor: &Anchor, words: &str) -> Option<Point> {
        let months = anchor.lunar.as_ref().map_or(Months::Chinese, |l| l.months);
        let spoken = || {
            let lunar = anchor.lunar.as_ref().map(|l| (l.year, l.words.as_str()));
            lunar.or_else(|| anchor.year.as_ref().map(|y| (y.value, y.words.as_str())))
        };
        match date.year {
            Some(Year::Number(year)) => chinese(date, (year, Months::Chinese), anchor, words, Vec::new()),
            Some(Year::Relative(shift)) => {
                let (year, source) = spoken()?;
                let how = vec![format!("year counted from {source} before")];
                chinese(date, (year + shift, months), anchor, words, how)
            }
            Some(_) => None,
            None => {
                let (year, source) = spoken()?;
                let how = vec![format!("year taken from {source} before")];
                let day = anchor.full_day().filter(|_| !anchor.chinese);
                let candidates = if day.is_some() { year - 1..=year + 1 } else { year..=year };
                // Beside a Gregorian day stands the same day in the Chinese calendar.
                candidates
                    .filter_map(|y| chinese(date, (y, months), anchor, words, how.clone()))
                    .min_by_key(|p| day.map_or(0, |d| (p.interval.first.number() - d.number()).abs()))
            }
        }
    }
}

impl Anchor {
    fn full_day(&self) -> Option<Day> {
        Day::new(self.year.as_ref()?.value, self.month.as_ref()?.value, self.day.as_ref()?.value)
    }

    /// The anchor that a Gregorian date leaves; what it took over keeps the words that gave it.
    fn after(&self, year: Given<i32>, month: Option<Given<u8>>, day: Option<Given<u8>>, interval: &Interval) -> Anchor {
        // A Chinese date that agrees, as in 光緒七年（1881年）, stays the one spoken of.
        let kept = self.lunar.as_ref().filter(|l| l.first <= interval.last && interval.first <= l.last);
        let lunar = kept.cloned().or_else(|| {
            self.lunar.as_ref()?;
            let (first, last) = lunar::year_bounds(year.value)?;
            Some(Lunar {
                year: year.value,
                month: None,
                months: Months::Chinese,
                first,
                last,
                words: year.words.clone(),
            })
        });
        Anchor { about: Some(year.value), year: Some(year), month, day, lunar, chinese: false }
    }
}

/// The date with its year replaced by a number.
fn numbered(date: &Date, year: i32) -> Date {
    let gregorian = |month: Month| match month {
        Month::Number { number, .. } => Month::Number { number, leap: false, numerals: Numerals::Arabic },
        other => other,
    };
    Date { year: Some(Year::Number(year)), month: date.month.map(gregorian), day: date.day }
}

/// A decade, century or reign: it leaves the date spoken of as it was.
fn long(interval: Interval, about: i32, anchor: &Anchor, how: Vec<String>) -> Point {
    let anchor = Anchor { about: Some(about), ..anchor.clone() };
    Point { interval, calendar: Calendar::Gregorian, anchor, how, era: false }
}

fn reign(eras: &[usize], anchor: &Anchor) -> Option<Point> {
    let era = era::table().nearest(eras, 1, anchor.about)?;
    let (first, last) = (Interval::lunar_year(era.first), Interval::lunar_year(era.last));
    let edtf = if era.first == era.last { first.edtf } else { format!("{}/{}", first.edtf, last.edtf) };
    let interval = Interval { first: first.first, last: last.last, edtf };
    let how = vec![format!("the years of {}", era.name)];
    let point = long(interval, (era.first + era.last) / 2, anchor, how);
    Some(Point { calendar: Calendar::Chinese, era: true, ..point })
}

/// The year at this place of the cycle: in one of the eras, or else the nearest to the year spoken of.
fn cycle_year(eras: &[usize], position: u8, about: Option<i32>) -> Option<i32> {
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

fn gregorian(date: &Date, anchor: &Anchor, words: &str) -> Option<Point> {
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
            // A story goes on: January after December is of the next year.
            if date.year.is_none() && number <= 3 && anchor.month.as_ref().is_some_and(|m| m.value >= 10) {
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

fn julian(date: &Date, anchor: &Anchor, words: &str) -> Option<Point> {
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
fn chinese(
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
fn shifted(years: i32, months: i32, days: i32, anchor: &Anchor, words: &str) -> Option<Point> {
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
