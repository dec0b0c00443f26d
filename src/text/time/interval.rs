//! Stretches of days and how EDTF writes them: the last step from a time's words to its bounds.

use super::day::last_of_month;
use super::expr::Part;
use super::lunar;
use crate::fact::Day;

/// A stretch of days and its name in EDTF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    pub first: Day,
    pub last: Day,
    pub edtf: String,
}

/// A year in EDTF: `1864`, `-0217`.
pub fn edtf_year(year: i32) -> String {
    format!("{}{:04}", if year < 0 { "-" } else { "" }, year.abs())
}

fn edtf_month(year: i32, month: u8) -> String {
    format!("{}-{month:02}", edtf_year(year))
}

/// The years from `first` to `last`, whole.
fn years(first: i32, last: i32) -> (Day, Day) {
    (Day { year: first, month: 1, day: 1 }, Day { year: last, month: 12, day: 31 })
}

impl Interval {
    pub fn day(day: Day) -> Interval {
        Interval { first: day, last: day, edtf: day.to_string() }
    }

    pub fn month(year: i32, month: u8) -> Interval {
        let last = last_of_month(year, month).max(1);
        let day = |day| Day { year, month, day };
        Interval { first: day(1), last: day(last), edtf: edtf_month(year, month) }
    }

    pub fn year(year: i32) -> Interval {
        let (first, last) = years(year, year);
        Interval { first, last, edtf: edtf_year(year) }
    }

    /// `decade` is its years without the last figure: 186.
    pub fn decade(decade: i32) -> Interval {
        let (first, last) = years(decade * 10, decade * 10 + 9);
        Interval { first, last, edtf: format!("{decade:03}X") }
    }

    /// The 19th century is 1800 to 1899, as EDTF counts; negative ones are before Christ.
    pub fn century(number: i32) -> Interval {
        if number > 0 {
            let (first, last) = years((number - 1) * 100, number * 100 - 1);
            return Interval { first, last, edtf: format!("{:02}XX", number - 1) };
        }
        // The first century BC is 100 to 1 BC; EDTF has -0099 to 0000, which are the same years.
        let (first, last) = years(number * 100 + 1, number * 100 + 100);
        Interval { first, last, edtf: format!("-{:02}XX", -number - 1) }
    }

    /// A stretch that is no month of the Gregorian calendar, as a Chinese or Julian month: in EDTF the month that most of
    /// it lies in, marked as approximate.
    pub fn shifted_month(first: Day, last: Day) -> Interval {
        let middle = first.plus_days((last.number() - first.number()) / 2);
        let whole = first.day == 1 && last.day == last_of_month(last.year, last.month) && first.month == last.month;
        let edtf = edtf_month(middle.year, middle.month);
        Interval { first, last, edtf: if whole { edtf } else { edtf + "~" } }
    }

    /// The year of the Chinese calendar: in EDTF the year in which it begins.
    pub fn lunar_year(year: i32) -> Interval {
        let (first, last) = lunar::year_bounds(year).unwrap_or_else(|| years(year, year));
        Interval { first, last, edtf: edtf_year(year) }
    }

    /// Narrowed to a part of it. EDTF level 1 cannot say parts: it keeps naming the whole.
    pub fn narrowed(self, part: Part) -> Interval {
        let days = self.last.number() - self.first.number() + 1;
        let count = self.last.year - self.first.year + 1;
        let between = |from: i32, to: i32, of: i32| {
            if count >= 10 {
                // Decades and centuries are cut between years.
                return years(self.first.year + count * from / of, self.first.year + count * to / of - 1);
            }
            let at = |n: i32| days * i64::from(n) / i64::from(of);
            (self.first.plus_days(at(from)), self.first.plus_days(at(to) - 1))
        };
        let month = days <= 31;
        let year = self.first.year;
        // Seasons as most of the northern hemisphere counts them; winter runs into the next year.
        let season = |first: u8, length: i32| {
            let first = Day { year, month: first, day: 1 };
            (first, first.plus_months(length).plus_days(-1))
        };
        let lunar_season = |first: u8| {
            let begins = lunar::month_bounds(year, first, false).map(|m| m.0);
            let ends = if first == 10 {
                lunar::year_bounds(year).map(|y| y.1)
            } else {
                lunar::month_bounds(year, first + 3, false).map(|m| m.0.plus_days(-1))
            };
            begins.zip(ends)
        };
        let is_lunar = days > 300 && self.first.day != 1;
        let of_year = |lunar_first: u8, first: u8| {
            if is_lunar { lunar_season(lunar_first) } else { None }.unwrap_or_else(|| season(first, 3))
        };
        let (first, last) = match part {
            Part::FirstThird if month => (self.first, self.first.plus_days(9)),
            Part::SecondThird if month => (self.first.plus_days(10), self.first.plus_days(19)),
            Part::LastThird if month => (self.first.plus_days(20), self.last),
            Part::FirstHalf => between(0, 1, 2),
            Part::SecondHalf => between(1, 2, 2),
            Part::Early | Part::FirstThird => between(0, 1, 3),
            Part::Middle | Part::SecondThird => between(1, 2, 3),
            Part::Late | Part::LastThird => between(2, 3, 3),
            Part::Spring => of_year(1, 3),
            Part::Summer => of_year(4, 6),
            Part::Autumn => of_year(7, 9),
            Part::Winter => of_year(10, 12),
        };
        Interval { first, last, edtf: self.edtf }
    }

    /// About then: EDTF marks it, and the bounds widen by a tenth of their distance from each other, a year at least
    /// for years.
    pub fn about(self) -> Interval {
        let days = self.last.number() - self.first.number() + 1;
        let margin = match days {
            1..=31 => days,
            32..=400 => 366,
            _ => days / 10,
        };
        let mark = if self.edtf.ends_with('~') { "" } else { "~" };
        Interval {
            first: self.first.plus_days(-margin),
            last: self.last.plus_days(margin),
            edtf: format!("{}{mark}", self.edtf),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(i: Interval) -> String {
        format!("{}..{} {}", i.first, i.last, i.edtf)
    }

    #[test]
    fn intervals_have_bounds_and_edtf() {
        assert_eq!(shown(Interval::month(1864, 2)), "1864-02-01..1864-02-29 1864-02");
        assert_eq!(shown(Interval::year(-217)), "-0217-01-01..-0217-12-31 -0217");
        assert_eq!(shown(Interval::decade(186)), "1860-01-01..1869-12-31 186X");
        assert_eq!(shown(Interval::decade(98)), "0980-01-01..0989-12-31 098X");
        assert_eq!(shown(Interval::century(19)), "1800-01-01..1899-12-31 18XX");
        assert_eq!(shown(Interval::century(-3)), "-0299-01-01..-0200-12-31 -02XX");
        assert_eq!(shown(Interval::lunar_year(1871)), "1871-02-19..1872-02-08 1871");
    }

    #[test]
    fn parts_narrow_the_bounds_only() {
        assert_eq!(shown(Interval::century(19).narrowed(Part::Late)), "1866-01-01..1899-12-31 18XX");
        assert_eq!(shown(Interval::year(1865).narrowed(Part::Spring)), "1865-03-01..1865-05-31 1865");
        assert_eq!(shown(Interval::year(1842).narrowed(Part::Winter)), "1842-12-01..1843-02-28 1842");
        assert_eq!(shown(Interval::month(1864, 4).narrowed(Part::LastThird)), "1864-04-21..1864-04-30 1864-04");
        assert_eq!(shown(Interval::lunar_year(1758).narrowed(Part::Winter)), "1758-11-01..1759-01-28 1758");
        assert_eq!(shown(Interval::year(1840).narrowed(Part::SecondHalf)), "1840-07-02..1840-12-31 1840");
    }

    #[test]
    fn approximate_times_are_marked_and_wider() {
        assert_eq!(shown(Interval::year(1840).about()), "1838-12-31..1842-01-01 1840~");
    }
}
