//! Turns what the words of a time say into when it was, with what was read before.
//!
//! The *anchor* is the time spoken of last: `26日` takes its year and month from it, `次年` counts from it, `60年代` has
//! its century. Chinese dates have an anchor of their own beside it, since `九月初七` takes the lunar year that was named.

use super::anchor::{Anchor, Point};
use super::calendars::{chinese, cycle_year, gregorian, julian, long, numbered, reign, shifted};
use super::era::{self, Months};
use super::expr::{Date, DayOfMonth, Moment, Month, Numerals, TimeExpr, TimeMention, When, Year};
use super::interval::Interval;
use crate::fact::{Calendar, Time};

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
    /// The bracket that is being read, and the time that was spoken of before it.
    aside: Option<(usize, Anchor)>,
    /// Where the last mention ended, if it could not be told when that is.
    untold: Option<usize>,
}

impl TimeContext {
    pub fn new() -> TimeContext {
        TimeContext::default()
    }

    /// Forgets the time spoken of, as at the beginning of a section. The calendars met in the text stay known.
    pub fn reset(&mut self) {
        self.anchor = Anchor::default();
        self.aside = None;
    }

    /// When the next mention of a text is, read from its beginning. What stands in brackets is said by the way: within the
    /// bracket its times are spoken of, behind it the ones before it again: 張三（1839年－1890年）於6月 is in the year before.
    pub fn read(&mut self, mention: &TimeMention, words: &str) -> Option<Resolved> {
        let open = self.aside.as_ref().map(|(open, _)| *open);
        if open != mention.bracket {
            if let Some((_, before)) = self.aside.take() {
                self.anchor = before;
            }
            self.aside = mention.bracket.map(|open| (open, self.anchor.clone()));
        }
        let resolved = self.resolve(&mention.expr, words);
        // 次年（1674年）: what the bracket tells is what is spoken of behind it too.
        let glossed =
            mention.bracket.is_some_and(|open| self.untold.is_some_and(|end| (end..=end + 1).contains(&open)));
        if let (true, true, Some((_, before))) = (glossed, resolved.is_some(), &mut self.aside) {
            *before = self.anchor.clone();
        }
        self.untold = resolved.is_none().then(|| mention.span.end());
        resolved
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

    /// The two ends of a range, each as a time of its own: when a war began and ended, a life, a reign. The time spoken
    /// of stays the same. `None` for what is no range.
    pub fn ends(&self, expr: &TimeExpr, words: &str) -> Option<(Time, Time)> {
        let TimeExpr::Range(first, second) = expr else { return None };
        let (first, anchor) = self.evaluate_from(&TimeExpr::At(first.clone()), &self.anchor, words)?;
        let (second, _) = self.evaluate_from(&TimeExpr::At(second.clone()), &anchor, words)?;
        (first.time.earliest <= second.time.latest).then_some((first.time, second.time))
    }

    fn evaluate(&self, expr: &TimeExpr, words: &str) -> Option<(Resolved, Anchor)> {
        self.evaluate_from(expr, &self.anchor, words)
    }

    fn evaluate_from(&self, expr: &TimeExpr, anchor: &Anchor, words: &str) -> Option<(Resolved, Anchor)> {
        let left = match expr {
            TimeExpr::At(moment) | TimeExpr::Since(moment) | TimeExpr::Range(moment, _) | TimeExpr::Until(moment) => {
                self.point(moment, anchor, words)?
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
            TimeExpr::Until(_) => {
                end = Some((left.interval.first, left.interval.last));
                edtf.insert_str(0, "../");
            }
            TimeExpr::At(_) | TimeExpr::Before(_) => {}
        }
        let how = if how.is_empty() { "as written".to_owned() } else { how.join(", ") };
        let open = matches!(expr, TimeExpr::Until(_));
        let time = Time {
            earliest: if open { Time::open_start(left.interval.first) } else { left.interval.first },
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
                let mut how = vec![format!("{} {number} = {year}", era.name)];
                if year > era.last {
                    how.push("a year after the last of that era".to_owned());
                }
                chinese(date, (year, months), anchor, words, how)
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
