//! Names of people in lists of somebody's kin, each an item: what opens it is a name, whatever it looks like.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::namer::{Namer, kind};
use super::person::register;
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_han};
use super::sources::{KnownAs, KnownNames};
use crate::document::{Block, BlockKind, Document};

/// The longest name, and the longest item that is a heading.
const LONGEST: usize = 9;
const LONGEST_LABEL: usize = 4;
/// The longest paragraph that heads a list.
const LONGEST_INTRO: usize = 16;

/// Proposes the names that open the items of lists of kin on the page of a person, and tells the registry.
pub fn listed(
    document: &Document,
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    if registry.topic.is_none_or(|t| registry.entities[t].class != namer.class.person) {
        return;
    }
    let heads = |text: &[char]| namer.kin_lists.iter().any(|w| w == text);
    let mut section = usize::MAX;
    let mut kin = false;
    for block in &document.blocks {
        if block.section != section {
            section = block.section;
            let heading = document.sections.get(section).map(|s| namer.folded(&s.title)).unwrap_or_default();
            kin =
                section > 0 && heading.len() > 1 && namer.kin_lists.iter().any(|w| w.len() > 1 && heading.ends_with(w));
        }
        if !matches!(block.kind, BlockKind::ListItem(_)) {
            // 某人有十一個兒子：, 九子: a short paragraph heads the list behind it.
            let text = scan.slice(block.span.start().min(scan.text.len()), block.span.end().min(scan.text.len()));
            let text: Vec<char> = text.iter().copied().filter(|c| c.is_alphanumeric()).collect();
            kin |= introduces(&text, &namer.kin_lists);
            continue;
        }
        let (from, to) = opening(scan, block);
        if to - from <= LONGEST_LABEL && closes(scan, block, to) && heads(scan.slice(from, to)) {
            kin = true;
        } else if kin {
            name(scan, namer, known, registry, out, (block, from));
        }
    }
}

/// Whether a short text heads a list of kin: it ends in a word of several characters for them, or is such a word with a
/// number.
pub fn introduces(text: &[char], words: &[Vec<char>]) -> bool {
    let numeral = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(*c);
    let count = text.iter().take_while(|c| numeral(c)).count();
    let counted = count > 0 && words.iter().any(|w| w[..] == text[count..]);
    let ends = || words.iter().any(|w| w.len() > 1 && (text.ends_with(w) || text.starts_with(w)));
    text.len() <= LONGEST_INTRO && (counted || ends())
}

/// The first run of letters of an item.
fn opening(scan: &Scan<'_>, block: &Block) -> (usize, usize) {
    let end = block.span.end().min(scan.text.len());
    let letter = |i: usize| scan.is_letter(i) && is_han(scan.text[i]);
    let from = (block.span.start()..end).find(|&i| letter(i)).unwrap_or(end);
    let to = (from..end).find(|&i| !letter(i) && scan.glyph(i) != Glyph::Dot).unwrap_or(end);
    (from, to)
}

/// Whether nothing but marks follows in an item.
fn closes(scan: &Scan<'_>, block: &Block, from: usize) -> bool {
    (from..block.span.end().min(scan.text.len())).all(|i| !scan.text[i].is_alphanumeric())
}

/// Takes what an item opens with for the name of a person, past a word for kin.
fn name(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
    (block, mut from): (&Block, usize),
) {
    let end = block.span.end().min(scan.text.len());
    let word = scan.word_at(from, kind::KIN);
    if word > 0 {
        from += word;
        from += usize::from(scan.text.get(from).is_some_and(|c| matches!(c, ':' | '：')));
    }
    let letter = |i: usize| scan.is_letter(i) && is_han(scan.text[i]);
    let to = (from..end).find(|&i| !letter(i) && scan.glyph(i) != Glyph::Dot).unwrap_or(end);
    if let Some(name) = known.starting(from).filter(|n| n.to <= end) {
        if let KnownAs::Local(id) = name.entity
            && registry.entities[id].class == namer.class.unknown
            && name.to == to
        {
            registry.entities[id].class = namer.class.person.clone();
        }
        return;
    }
    let plain = (from..to).all(|i| scan.stop_from(i) <= 1 && known.starting(i).is_none());
    // 鐵背台吉: a title at the end is a part of the name.
    let titled = scan.ends_at(to) & kind::HEAD != 0;
    let kinds = if titled { kind::KIN } else { kind::KIN | kind::FORM | kind::HEAD };
    let word = (from..to).any(|i| scan.word_at(i, kinds) > 1);
    let mark = to >= end || !scan.text[to].is_alphanumeric();
    if (2..=LONGEST).contains(&(to - from)) && plain && !word && mark {
        let id = register(scan, registry, from, to, &namer.class.person);
        out.push(Candidate::new(from, to, Meaning::Entity(id), How::Person).stronger(15));
    }
}
