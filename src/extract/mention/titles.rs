//! Titles that stand for who bears them: 沙皇下令…, where the text has named 沙皇亞歷山大二世 before.

use super::Mentions;
use super::namer::{Namer, kind};
use super::scan::Scan;

/// How many characters ago the bearer may have been named.
const REACH: usize = 2_500;

/// Lets the title of a monarch that does something mean the person, if only one has been named with it.
pub fn stand_in(scan: &Scan<'_>, namer: &Namer, found: &mut Mentions) {
    for at in 0..found.mentions.len() {
        let mention = &found.mentions[at];
        let (start, end) = (mention.span.start(), mention.span.end());
        let title = scan.word_at(start, kind::STAND_IN) == end - start;
        if mention.class != namer.class.office || !title || !acts(scan, namer, start, end) {
            continue;
        }
        if let Some(entity) = bearer(scan, namer, found, at) {
            found.mentions[at].entity = entity;
            found.mentions[at].class = namer.class.person.clone();
        }
    }
}

/// Whether what stands here is who does something: at the start of a clause or after a passive, before a verb.
fn acts(scan: &Scan<'_>, namer: &Namer, start: usize, end: usize) -> bool {
    let opens = start == 0 || !scan.is_letter(start - 1);
    let agent = start > 0 && namer.marks.passives.contains(&scan.text[start - 1]);
    (opens || agent) && scan.stop_from(end) > 0 && scan.word_at(end, kind::VERB) > 0
}

/// The only person that stands right after the same title before.
fn bearer(scan: &Scan<'_>, namer: &Namer, found: &Mentions, at: usize) -> Option<usize> {
    let word = scan.slice(found.mentions[at].span.start(), found.mentions[at].span.end());
    let mut bearer = None;
    for pair in found.mentions[..at].windows(2).rev() {
        let [office, person] = pair else { continue };
        if office.span.end() + REACH < found.mentions[at].span.start() {
            break;
        }
        let named = office.class == namer.class.office
            && person.class == namer.class.person
            && office.span.end() == person.span.start()
            && scan.slice(office.span.start(), office.span.end()).ends_with(word);
        if named {
            match bearer {
                Some(other) if other != person.entity => return None,
                _ => bearer = Some(person.entity),
            }
        }
    }
    bearer
}
