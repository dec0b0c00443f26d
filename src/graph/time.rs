//! Comparing times: which of two is more exact, and whether both can be the time of the same thing.
//!
//! EDTF is what a date is shown and typed as; for comparing, it is read into the [`Bounds`] that it stands for.

use crate::fact::{Day, Time};

/// The days between which something began, and ended where it has a length. All four are days of the proleptic
/// Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bounds {
    pub earliest: Day,
    pub latest: Day,
    pub end: Option<(Day, Day)>,
}

impl From<&Time> for Bounds {
    fn from(time: &Time) -> Bounds {
        Bounds { earliest: time.earliest, latest: time.latest, end: time.end }
    }
}

impl Bounds {
    /// The last day that the whole can reach to, as far as it is known.
    pub fn last(&self) -> Day {
        self.end.map_or(self.latest, |(_, last)| last.max(self.latest))
    }

    /// Whether the other lies within this one.
    pub fn contains(&self, other: &Bounds) -> bool {
        self.earliest <= other.earliest && other.last() <= self.last()
    }

    /// Whether both can be said of one happening: they are equal, or one is a coarser form of the other.
    pub fn compatible(&self, other: &Bounds) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// How many days are left open, roughly (months count as 31 days). Smaller is more exact.
    pub fn vagueness(&self) -> i64 {
        let ordinal = |d: Day| i64::from(d.year) * 372 + i64::from(d.month) * 31 + i64::from(d.day);
        let start = ordinal(self.latest) - ordinal(self.earliest);
        // What has a length is less exact than its first day alone, as a time to be told apart by.
        start + self.end.map_or(0, |(_, last)| (ordinal(last) - ordinal(self.latest)).max(0))
    }

    /// The bounds of an EDTF date of level 0 or 1; `None` where it is no such date.
    ///
    /// An interval with an unknown start has no bounds; for an open one see [`Time::open_start`].
    pub fn parse(edtf: &str) -> Option<Bounds> {
        let Some((start, end)) = edtf.split_once('/') else {
            let (earliest, latest) = parse_date(edtf)?;
            return Some(Bounds { earliest, latest, end: None });
        };
        if start == ".." {
            let (first, last) = parse_date(end)?;
            return Some(Bounds { earliest: Time::open_start(first), latest: last, end: Some((first, last)) });
        }
        let (earliest, latest) = parse_date(start)?;
        let end = match end {
            "" | ".." => None,
            _ => Some(parse_date(end)?),
        };
        Some(Bounds { earliest, latest, end })
    }
}

/// The first and last day of a date such as `1864`, `1864-10`, `18XX`, `1864-10-07~`.
fn parse_date(text: &str) -> Option<(Day, Day)> {
    let text = text.trim_end_matches(['~', '?', '%']);
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year = parts.next()?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return None;
    }
    let fill = |digit: &str| year.replace('X', digit).parse::<i32>().ok();
    let (mut first, mut last) = (sign * fill("0")?, sign * fill("9")?);
    if first > last {
        (first, last) = (last, first);
    }
    let (from_month, to_month) = match parts.next() {
        None | Some("XX") => (1, 12),
        Some(month) => match month.parse::<u8>().ok().filter(|_| month.len() == 2)? {
            month @ 1..=12 => (month, month),
            // Seasons, as on the northern half: winter is taken to end the year that it is named after.
            season @ 21..=23 => ((season - 20) * 3, (season - 20) * 3 + 2),
            24 => (12, 12),
            _ => return None,
        },
    };
    let (from_day, to_day) = match parts.next() {
        None | Some("XX") => (1, days_in(last, to_month)),
        Some(day) => {
            let day = day.parse::<u8>().ok().filter(|d| day.len() == 2 && (1..=days_in(last, to_month)).contains(d))?;
            (day, day)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    let day = |year, month, day| Day { year, month, day };
    Some((day(first, from_month, from_day), day(last, to_month, to_day)))
}

/// The length of a month of the proleptic Gregorian calendar.
fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(edtf: &str) -> String {
        Bounds::parse(edtf).map_or("none".to_owned(), |b| {
            let end = b.end.map_or(String::new(), |(a, z)| format!(" / {a} {z}"));
            format!("{} {}{end}", b.earliest, b.latest)
        })
    }

    #[test]
    fn dates_of_level_0_and_1_have_bounds() {
        for (edtf, expected) in [
            ("1864", "1864-01-01 1864-12-31"),
            ("1864-02", "1864-02-01 1864-02-29"),
            ("1881-02-24", "1881-02-24 1881-02-24"),
            ("18XX", "1800-01-01 1899-12-31"),
            ("186X~", "1860-01-01 1869-12-31"),
            ("1877/1878", "1877-01-01 1877-12-31 / 1878-01-01 1878-12-31"),
            ("1842/..", "1842-01-01 1842-12-31"),
            ("../1842", "1742-01-01 1842-12-31 / 1842-01-01 1842-12-31"),
            ("-0217-03", "-0217-03-01 -0217-03-31"),
            ("-01XX", "-0199-01-01 -0100-12-31"),
            ("1864-22", "1864-06-01 1864-08-31"),
        ] {
            assert_eq!(bounds(edtf), expected, "{edtf}");
        }
        for wrong in ["", "64", "1864-13", "1863-02-29", "1864-1-1", "../..", "俄羅斯", "18640", "1864-10-07-1"] {
            assert_eq!(bounds(wrong), "none", "{wrong}");
        }
    }

    #[test]
    fn a_coarser_form_is_compatible_and_another_time_is_not() {
        let b = |edtf| Bounds::parse(edtf).unwrap();
        assert!(b("1864").compatible(&b("1864-10-07")));
        assert!(b("18XX").compatible(&b("1842/..")));
        assert!(b("1877/1878").compatible(&b("1878-01-02")));
        assert!(!b("1839").compatible(&b("1873")));
        assert!(!b("1864-10").compatible(&b("1864-11")));
        assert!(b("1864-10-07").vagueness() < b("1864-10").vagueness());
        assert!(b("1877").vagueness() < b("1877/1878").vagueness());
    }
}
