//! (see the architecture)
pub mod mention;
