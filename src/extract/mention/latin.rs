//! Foreign names in Latin letters between ideographs: 國王Chikka Deva Raya, 首都Qashliq.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::namer::{Namer, kind};
use super::person::register;
use super::registry::Registry;
use super::scan::{Scan, is_han};
use super::sources::{KnownNames, class_of};

/// Words inside names that are not written with a capital.
const PARTICLES: [&str; 12] = ["de", "von", "van", "of", "al", "bin", "ibn", "la", "le", "du", "da", "el"];

/// Proposes names in Latin letters whose surroundings tell what they name.
pub fn find(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    for at in 1..scan.text.len() {
        if !is_han(scan.text[at - 1]) || !scan.is_letter(at) || known.starting(at).is_some() {
            continue;
        }
        let to = name_end(scan, at);
        if to < at + 3 {
            continue;
        }
        let before = scan.ends_at(at);
        let office = known.ending(at).is_some_and(|n| *class_of(namer, registry, n.entity) == namer.class.office);
        let class = if office || before & (kind::HEAD | kind::KIN) != 0 {
            &namer.class.person
        } else if scan.long_ends_at(at) & kind::BEFORE_PLACE != 0 {
            &namer.class.place
        } else {
            continue;
        };
        let id = register(scan, registry, at, to, class);
        out.push(Candidate::new(at, to, Meaning::Entity(id), How::Person));
    }
}

/// Where a run of words with capitals ends.
fn name_end(scan: &Scan<'_>, from: usize) -> usize {
    let (mut end, mut at) = (from, from);
    loop {
        let mut word_end = at;
        while scan.is_letter(word_end) && !is_han(scan.text[word_end]) {
            word_end += 1;
        }
        let word = scan.surface(at, word_end);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if word.is_empty() || !capital && (end == from || !PARTICLES.contains(&word.as_str())) {
            return end;
        }
        if capital {
            end = word_end;
        }
        if !matches!(scan.text.get(word_end), Some(' ' | '-' | '\'' | '’')) {
            return end;
        }
        at = word_end + 1;
    }
}
