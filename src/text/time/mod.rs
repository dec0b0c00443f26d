//! Times in text: finding them, and telling when they are.
//!
//! - A [`TimeMention`] is a stretch of text that says a time; [`find_times`] finds them by their form alone.
//! - A [`TimeExpr`] is what it says: perhaps only `26日` or `次年`.
//! - A [`TimeContext`] follows the reading and turns an expression into a [`crate::fact::Time`]: days in the proleptic
//!   Gregorian calendar, EDTF, and how it was worked out. [`TimeContext::read`] is what reads a text from its beginning.
//! - [`lunar`] is the Chinese calendar, [`era`] the reign eras, [`day`] the arithmetic of days.

mod anchor;
mod calendars;
pub mod context;
pub mod day;
mod en;
pub mod era;
pub mod expr;
mod interval;
pub mod lunar;
#[cfg(test)]
mod tests;
mod zh;

pub use context::{Resolved, TimeContext};
pub use expr::{TimeExpr, TimeMention};

use crate::document::Lang;

/// The times of a folded text, in order, none overlapping another.
pub fn find_times(folded: &[char], lang: Lang) -> Vec<TimeMention> {
    let mut found = match lang {
        Lang::Zh => zh::find(folded),
        Lang::En => en::find(folded),
    };
    mark_brackets(folded, &mut found);
    found
}

/// A bracket closes within so many characters, or it is taken for a slip.
const LONGEST_BRACKET: usize = 300;

/// Notes for each mention the outermost bracket that it stands in, within its line.
fn mark_brackets(folded: &[char], mentions: &mut [TimeMention]) {
    let (mut depth, mut open, mut at) = (0_usize, 0, 0);
    for mention in mentions {
        for (i, c) in folded.iter().enumerate().take(mention.span.start()).skip(at) {
            match c {
                '(' => {
                    open = if depth == 0 { i } else { open };
                    depth += 1;
                }
                ')' => depth = depth.saturating_sub(1),
                '\n' => depth = 0,
                _ => {}
            }
        }
        at = mention.span.start().max(at);
        let mut rest = folded.iter().skip(mention.span.start()).take(LONGEST_BRACKET).take_while(|c| **c != '\n');
        mention.bracket = (depth > 0 && rest.any(|c| *c == ')')).then_some(open);
    }
}

/// A whole year as a time of its own.
pub fn whole_year(year: i32) -> crate::fact::Time {
    crate::fact::Time {
        earliest: crate::fact::Day { year, month: 1, day: 1 },
        latest: crate::fact::Day { year, month: 12, day: 31 },
        end: None,
        edtf: interval::edtf_year(year),
        calendar: crate::fact::Calendar::Gregorian,
        era: None,
    }
}
