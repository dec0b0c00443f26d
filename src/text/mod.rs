//! What is true of any text: scripts, numbers, quantities, sentences, dates and calendars.
//!
//! Everything here is a pure function over `&[char]`; offsets count code points of that slice. Text is matched in its
//! *folded* form ([`script::fold_all`]), which has the same length, so an offset in one is an offset in the other.

pub mod decimal;
pub mod number;
pub mod number_en;
pub mod quantity;
pub mod script;
pub mod sentence;
pub mod time;
mod word;
