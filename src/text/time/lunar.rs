//! The Chinese calendar from 1368 to 1949, as it was promulgated: its months are read from `data/months.tsv`.
//!
//! A *lunar year* has the number of the Gregorian year in which it begins, between 20 January and 20 February. It has 12
//! months of 29 or 30 days, or 13: a *leap month* follows the month whose number it repeats.

use crate::fact::Day;
use std::sync::LazyLock;

const MONTHS: &str = include_str!("../data/months.tsv");

struct LunarYear {
    begins: Day,
    /// The month after which the leap month stands; 0 for none.
    leap: u8,
    /// For each month in order, the leap month included: 29 or 30.
    lengths: Vec<u8>,
}

struct Table {
    first: i32,
    years: Vec<LunarYear>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { first: 0, years: Vec::new() };
    for line in MONTHS.lines().filter(|line| !line.starts_with('#')) {
        if let Some((number, year)) = parse(line) {
            if table.years.is_empty() {
                table.first = number;
            }
            table.years.push(year);
        }
    }
    table
});

fn parse(line: &str) -> Option<(i32, LunarYear)> {
    let mut fields = line.split('\t');
    let number: i32 = fields.next()?.parse().ok()?;
    let (month, day) = fields.next()?.split_once('-')?;
    let begins = Day::new(number, month.parse().ok()?, day.parse().ok()?)?;
    let leap = fields.next()?.parse().ok()?;
    let lengths = fields.next()?.chars().map(|c| if c == '+' { 30 } else { 29 }).collect();
    Some((number, LunarYear { begins, leap, lengths }))
}

fn year(number: i32) -> Option<&'static LunarYear> {
    TABLE.years.get(usize::try_from(number.checked_sub(TABLE.first)?).ok()?)
}

/// First and last day of a lunar year; `None` outside of the table.
pub fn year_bounds(number: i32) -> Option<(Day, Day)> {
    let year = year(number)?;
    let days: i64 = year.lengths.iter().map(|&l| i64::from(l)).sum();
    Some((year.begins, year.begins.plus_days(days - 1)))
}

/// First and last day of a month, if that year has it.
pub fn month_bounds(number: i32, month: u8, leap: bool) -> Option<(Day, Day)> {
    let year = year(number)?;
    if !(1..=12).contains(&month) || (leap && year.leap != month) {
        return None;
    }
    let before_it = usize::from(month - 1) + usize::from(year.leap != 0 && (leap || month > year.leap));
    let days: i64 = year.lengths.get(..before_it)?.iter().map(|&l| i64::from(l)).sum();
    let first = year.begins.plus_days(days);
    Some((first, first.plus_days(i64::from(*year.lengths.get(before_it)?) - 1)))
}

/// The Gregorian day of a day of the Chinese calendar, if there is such a day.
pub fn to_day(number: i32, month: u8, leap: bool, day: u8) -> Option<Day> {
    let (first, last) = month_bounds(number, month, leap)?;
    let found = first.plus_days(i64::from(day) - 1);
    (day >= 1 && found <= last).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(year: i32, month: u8, leap: bool, day: u8) -> String {
        to_day(year, month, leap, day).map_or("none".to_owned(), |d| d.to_string())
    }

    #[test]
    fn known_pairs_agree() {
        for (year, month, day, gregorian) in [
            (1898, 4, 10, "1898-05-29"),
            (1871, 5, 17, "1871-07-04"),
            (1858, 4, 16, "1858-05-28"),
            (1689, 7, 24, "1689-09-07"),
            (1881, 1, 26, "1881-02-24"),
            (1879, 8, 17, "1879-10-02"),
            (1864, 9, 7, "1864-10-07"),
            (1860, 10, 2, "1860-11-14"),
            (1884, 9, 30, "1884-11-17"),
            (1911, 12, 25, "1912-02-12"),
            (1842, 7, 24, "1842-08-29"),
            (1894, 7, 1, "1894-08-01"),
            (1644, 5, 2, "1644-06-06"),
            (1862, 1, 1, "1862-01-30"),
        ] {
            assert_eq!(converted(year, month, false, day), gregorian);
        }
        assert_eq!(converted(1881, 7, true, 1), "1881-08-25");
        assert_eq!(converted(1795, 2, true, 1), "1795-03-21");
    }

    #[test]
    fn leap_months_stand_where_they_stood() {
        let leaps: Vec<(i32, u8)> =
            (1850..=1911).filter_map(|y| Some((y, year(y)?.leap))).filter(|&(_, leap)| leap != 0).collect();
        let known = "1851-8 1854-7 1857-5 1860-3 1862-8 1865-5 1868-4 1870-10 1873-6 1876-5 1879-3 1881-7 1884-5 1887-4 \
                     1890-2 1892-6 1895-5 1898-3 1900-8 1903-5 1906-4 1909-2 1911-6";
        let written: Vec<String> = leaps.iter().map(|(y, m)| format!("{y}-{m}")).collect();
        assert_eq!(written.join(" "), known.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(year(1640).map(|y| y.leap), Some(1));
        for late in [1612, 1631, 1642] {
            assert_eq!(year(late).map(|y| y.leap), Some(11));
        }
        assert_eq!(year(1645).map(|y| y.leap), Some(6));
        assert_eq!(year(1669).map(|y| y.leap), Some(0));
        assert_eq!(year(1670).map(|y| y.leap), Some(2));
        assert_eq!(converted(1662, 1, false, 1), "1662-02-18");
    }

    #[test]
    fn days_that_never_were_are_refused() {
        assert_eq!(to_day(1881, 6, true, 1), None, "1881 has no leap sixth month");
        assert_eq!(to_day(1368, 2, false, 30), None, "the month had 29 days");
        assert_eq!(to_day(1881, 1, false, 0), None);
        assert_eq!(to_day(1881, 13, false, 1), None);
        assert_eq!(to_day(1367, 1, false, 1), None);
        assert_eq!(to_day(1950, 1, false, 1), None);
        assert_eq!(to_day(i32::MIN, 1, false, 1), None);
    }

    #[test]
    fn years_follow_each_other_and_have_possible_lengths() {
        assert_eq!(TABLE.years.len(), 1949 - 1368 + 1);
        for number in 1368..1949 {
            let (first, last) = year_bounds(number).expect("in the table");
            let (next, _) = year_bounds(number + 1).expect("in the table");
            assert_eq!(last.plus_days(1), next, "{number}");
            let days = next.number() - first.number();
            let possible: &[i64] = match number {
                1620 => &[353],
                1580 | 1642 | 1925 | 1944 => &[385],
                _ => &[354, 355, 383, 384],
            };
            assert!(possible.contains(&days), "{number} has {days} days");
            // The day count from month to month is the same as from the first day on.
            let mut day = first;
            for month in 1..=12 {
                for leap in [false, true] {
                    if let Some((begins, ends)) = month_bounds(number, month, leap) {
                        assert_eq!(begins, day, "{number}-{month} {leap}");
                        assert!((29..=30).contains(&(ends.number() - begins.number() + 1)));
                        day = ends.plus_days(1);
                    }
                }
            }
            assert_eq!(day, next, "{number}");
        }
    }
}
