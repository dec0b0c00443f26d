//! What the words of a time say, before it is known which time they mean.
//!
//! `26日` is a [`Date`] with a day and nothing else; `次年` a year that is one after the one spoken of. Only a
//! [`super::TimeContext`] turns them into a [`crate::fact::Time`].

use crate::fact::Calendar;
use crate::span::Span;

/// A stretch of text that says a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// In the text that was searched; prefixes such as 約 and suffixes such as 起 belong to it.
    pub span: Span,
    pub expr: TimeExpr,
    /// Where the bracket opens that it stands in: it is said by the way, and the text goes on with the time before.
    pub bracket: Option<usize>,
}

/// What a mention says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeExpr {
    /// `1864年10月7日`, `19世紀`, `次年`.
    At(Moment),
    /// From … to: `1877至1878年`.
    Range(Moment, Moment),
    /// From then on: `1842年起`.
    Since(Moment),
    /// Before then, nobody knows since when: `1842年以前`. It resolves to no time.
    Before(Moment),
    /// Up to then, nobody says since when, and then is said for its own sake: "until 1917". Its beginning is open.
    Until(Moment),
}

impl TimeExpr {
    /// The moment that it names, of a range the first.
    pub fn first(&self) -> &Moment {
        match self {
            TimeExpr::At(moment)
            | TimeExpr::Range(moment, _)
            | TimeExpr::Since(moment)
            | TimeExpr::Before(moment)
            | TimeExpr::Until(moment) => moment,
        }
    }

    /// Whether it says its year, decade or century itself and needs nothing that was said before.
    pub fn stands_alone(&self) -> bool {
        match &self.first().when {
            When::Date(date) => match date.year {
                Some(Year::Number(_) | Year::Era { .. }) => true,
                Some(Year::Cycle { ref eras, .. }) => !eras.is_empty(),
                Some(Year::Short(_) | Year::Relative(_)) | None => false,
            },
            When::Decade { century, .. } => century.is_some(),
            When::Century(_) | When::Reign(_) => true,
            When::Shift { .. } => false,
        }
    }
}

/// A point or stretch of time that one expression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub when: When,
    /// The part of it that is meant: `19世紀末`.
    pub part: Option<Part>,
    /// `約`, `左右`, `前後`, "c.".
    pub approximate: bool,
    /// The calendar, where the text names it: `儒略曆`, `俄曆`, `農曆`, "O.S.".
    pub calendar: Option<Calendar>,
}

impl Moment {
    pub fn new(when: When) -> Moment {
        Moment { when, part: None, approximate: false, calendar: None }
    }
}

/// The kinds of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    Date(Date),
    /// `1860年代`: 186. Without its century (`60年代`): only the last figure, 6.
    Decade {
        century: Option<i32>,
        decade: u8,
    },
    /// `19世紀`: 19. Before Christ negative.
    Century(i32),
    /// All the years of an era, `康熙年間`: which eras the name can mean.
    Reign(Vec<usize>),
    /// So much after what was spoken of before; negative is earlier: `三年後`.
    Shift {
        years: i32,
        months: i32,
        days: i32,
    },
}

/// A date, complete or with its higher or lower parts left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Date {
    pub year: Option<Year>,
    pub month: Option<Month>,
    pub day: Option<DayOfMonth>,
}

/// How a date says its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Year {
    /// The astronomical number: 0 is 1 BC.
    Number(i32),
    /// The last two figures: `77年`.
    Short(u8),
    /// So many years after the one spoken of: `同年` 0, `次年` 1.
    Relative(i32),
    /// A year of an era: the eras that the name can mean, and the number.
    Era { eras: Vec<usize>, number: i32 },
    /// A year of the sexagenary cycle from 0 (甲子), in one of these eras if any are named: `甲午年`, `光緒甲午`.
    Cycle { eras: Vec<usize>, position: u8 },
}

/// How a date says its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Month {
    Number {
        number: u8,
        leap: bool,
        numerals: Numerals,
    },
    /// So many months after the one spoken of: `同月` 0, `次月` 1.
    Relative(i32),
}

/// How a date says its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOfMonth {
    Number {
        number: u8,
        numerals: Numerals,
    },
    /// So many days after the one spoken of: `同日` 0, `次日` 1.
    Relative(i32),
}

/// What the way a number is written tells of its calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numerals {
    /// `9月`, "September": Gregorian, unless the year is one of an era.
    Arabic,
    /// `九月`: Chinese where the text speaks of Chinese dates.
    Chinese,
    /// `初七`, `廿六`, `正月`, `閏三月`: certainly a Chinese date.
    Lunar,
}

/// A part of a year, month, decade or century.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 初, 早期, "early".
    Early,
    /// 中葉, "mid-".
    Middle,
    /// 末, 底, "late".
    Late,
    FirstHalf,
    SecondHalf,
    Spring,
    Summer,
    Autumn,
    Winter,
    /// 上旬: days 1 to 10.
    FirstThird,
    /// 中旬: days 11 to 20.
    SecondThird,
    /// 下旬: from day 21.
    LastThird,
}
