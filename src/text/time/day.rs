//! Days of the proleptic Gregorian calendar as numbers, and the way there from the Julian calendar.

use crate::fact::Day;

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

impl Day {
    /// The day, if there is one of that month and year.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Day> {
        ((1..=12).contains(&month) && (1..=last_of_month(year, month)).contains(&day)).then_some(Day {
            year,
            month,
            day,
        })
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        // Years that begin in March have their leap day at the end.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((i64::from(self.month) + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - EPOCH
    }

    /// The day so many days after 1970-01-01.
    pub fn from_number(number: i64) -> Day {
        let days = number + EPOCH;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Day { year: year as i32, month: month as u8, day: day as u8 }
    }

    /// The day that the Julian calendar calls so.
    pub fn from_julian(year: i32, month: u8, day: u8) -> Option<Day> {
        let leap = year.rem_euclid(4) == 0;
        let last = if month == 2 && leap { 29 } else { last_of_month(2001, month) };
        if !(1..=12).contains(&month) || !(1..=last).contains(&day) {
            return None;
        }
        let from_march = i64::from(year) - i64::from(month <= 2);
        let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
        // In the Julian calendar, 1 March 0 is two days before the Gregorian one.
        let number = from_march * 365 + from_march.div_euclid(4) + day_of_year - EPOCH - 2;
        Some(Day::from_number(number))
    }

    /// So many days later; earlier where negative.
    pub fn plus_days(self, days: i64) -> Day {
        Day::from_number(self.number() + days)
    }

    /// So many months later, on the same day of the month or, where there is none, the month's last.
    pub fn plus_months(self, months: i32) -> Day {
        let count = self.year * 12 + i32::from(self.month) - 1 + months;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
        Day { year, month, day: self.day.min(last_of_month(year, month)) }
    }
}

/// The length of a month; 0 for a month that there is not.
pub fn last_of_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> Day {
        Day::new(year, month, day).expect("a day that exists")
    }

    #[test]
    fn numbers_run_without_a_gap() {
        assert_eq!(day(1970, 1, 1).number(), 0);
        assert_eq!(day(2000, 3, 1).number(), 11_017);
        assert_eq!(day(-217, 3, 1).to_string(), "-0217-03-01");
        let mut expected = day(-801, 1, 1);
        for number in expected.number()..day(2101, 1, 1).number() {
            assert_eq!(Day::from_number(number), expected);
            assert_eq!(expected.number(), number);
            let Day { year, month, day } = expected;
            expected = Day::new(year, month, day + 1).or_else(|| Day::new(year, month + 1, 1)).unwrap_or(Day {
                year: year + 1,
                month: 1,
                day: 1,
            });
        }
    }

    #[test]
    fn julian_days_become_gregorian() {
        for (julian, gregorian) in [
            ((1858, 5, 16), (1858, 5, 28)),
            ((1881, 2, 12), (1881, 2, 24)),
            ((1700, 2, 28), (1700, 3, 10)),
            ((1700, 3, 1), (1700, 3, 12)),
            ((1800, 3, 1), (1800, 3, 13)),
            ((1900, 3, 1), (1900, 3, 14)),
            ((1917, 10, 25), (1917, 11, 7)),
            ((1582, 10, 5), (1582, 10, 15)),
            ((-43, 3, 15), (-43, 3, 13)),
        ] {
            assert_eq!(
                Day::from_julian(julian.0, julian.1, julian.2),
                Some(day(gregorian.0, gregorian.1, gregorian.2))
            );
        }
        assert_eq!(Day::from_julian(1900, 2, 29), Some(day(1900, 3, 13)));
        assert_eq!(Day::from_julian(1901, 2, 29), None);
    }

    #[test]
    fn days_and_months_are_added() {
        assert_eq!(day(1864, 1, 31).plus_months(1), day(1864, 2, 29));
        assert_eq!(day(1864, 1, 31).plus_months(-2), day(1863, 11, 30));
        assert_eq!(day(1863, 12, 30).plus_days(3), day(1864, 1, 2));
        assert_eq!(Day::new(1863, 2, 29), None);
        assert_eq!(Day::new(1863, 13, 1), None);
    }
}
