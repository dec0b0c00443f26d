//! The time that a text speaks of, as far as it is known.

use super::era::Months;
use super::interval::Interval;
use super::lunar;
use crate::fact::{Calendar, Day};

/// A part of the anchor and the words that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    pub value: T,
    pub words: String,
}

/// The time spoken of last, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Anchor {
    pub year: Option<Given<i32>>,
    pub month: Option<Given<u8>>,
    pub day: Option<Given<u8>>,
    pub lunar: Option<Lunar>,
    /// Whether the last mention was a Chinese date.
    pub chinese: bool,
    /// A year that the text is about, also where only a decade or century was named.
    pub about: Option<i32>,
}

/// A date of the Chinese calendar, as far as it is known.
#[derive(Debug, Clone)]
pub struct Lunar {
    pub year: i32,
    pub month: Option<(u8, bool)>,
    pub months: Months,
    pub first: Day,
    pub last: Day,
    pub words: String,
}

/// A moment made out: its bounds, the anchor that it leaves, and how it was made out.
pub struct Point {
    pub interval: Interval,
    pub calendar: Calendar,
    pub anchor: Anchor,
    pub how: Vec<String>,
    /// Whether the words count years by an era.
    pub era: bool,
}

impl Anchor {
    /// The day spoken of, if it is known.
    pub fn full_day(&self) -> Option<Day> {
        Day::new(self.year.as_ref()?.value, self.month.as_ref()?.value, self.day.as_ref()?.value)
    }

    /// The anchor that a Gregorian date leaves; what it took over keeps the words that gave it.
    pub fn after(
        &self,
        year: Given<i32>,
        month: Option<Given<u8>>,
        day: Option<Given<u8>>,
        interval: &Interval,
    ) -> Anchor {
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
