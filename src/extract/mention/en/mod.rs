//! Names in text of words with spaces between them, where names have capitals: English.
//!
//! In the order of the flow: [`token`] finds words, [`scan`] the phrases of the language among them, [`candidate`] the
//! stretches that name something (by link, gazetteer, form, title, spelling), [`classify`] what the unknown ones are,
//! [`resolve`] which of them mean the same thing; [`unnamed`] adds treaties that the text makes without naming them.

mod acting;
mod adjective;
mod candidate;
mod chunk;
mod classify;
mod collect;
mod forms;
mod load;
mod namer;
mod office;
mod people;
mod person;
mod registry;
mod resolve;
mod scan;
#[cfg(test)]
mod tests;
mod token;
mod topic;
mod unnamed;

pub use namer::Namer;

use super::Mentions;
use crate::document::Document;

/// Finds the named things of a document.
pub fn find(document: &Document, namer: &Namer) -> Mentions {
    let scan = scan::Scan::new(document, namer);
    let candidates = candidate::candidates(&scan);
    let mut found = resolve::resolve(&scan, candidates);
    unnamed::add(&scan, &mut found);
    found
}
