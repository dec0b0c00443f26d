//! Dates that stand glued to the next, as where a template between them was lost: `8 February 129128 May 1357`.

use super::moment::day_at;
use super::words::{self, over, space, word_at};
use crate::text::number::digits_at;

/// The year of a date to which the next date is glued, and where it ends.
pub fn glued_year(text: &[char], at: usize) -> Option<(i32, usize)> {
    let digits = digits_at(text, at).filter(|d| (4..=6).contains(&d.len))?;
    let year = digits_at(&text[..at + 4], at).filter(|d| (1000..=2100).contains(&d.value))?;
    let end = at + 4;
    let dated = if digits.len == 4 {
        word_at(text, end).is_some_and(|w| words::month(w.as_str()).is_some())
    } else {
        let (_, after) = day_at(text, end)?;
        let month = over(text, space(text, after)?, "of");
        word_at(text, month).is_some_and(|w| words::month(w.as_str()).is_some())
    };
    dated.then_some((year.value as i32, end))
}

/// Whether a date begins where another has just ended.
pub fn is_glued(text: &[char], at: usize) -> bool {
    at >= 4 && text[at - 1].is_ascii_digit() && glued_year(text, at - 4).is_some_and(|(_, end)| end == at)
}
