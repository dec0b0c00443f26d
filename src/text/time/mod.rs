pub mod day;
pub mod era;
pub mod lunar;
