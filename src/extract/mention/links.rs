//! Which part of a link's anchor is the name of the page that it leads to.
//!
//! Anchors run on past the name ([清政府平定新疆] → 清政府) or stop short of it ([维吾尔]族 → 维吾尔族). The target is right.

use super::namer::{Namer, Sound, kind};
use super::scan::{Glyph, Scan, is_dot};

/// The stretch of the text that names `target` (folded, without disambiguator), given the anchor `from..to`.
pub fn name_in_anchor(
    scan: &Scan<'_>,
    namer: &Namer,
    from: usize,
    to: usize,
    target: &[char],
) -> Option<(usize, usize)> {
    let anchor = scan.slice(from, to);
    if anchor.is_empty() || target.is_empty() {
        return None;
    }
    if let Some(at) = find(anchor, target) {
        return Some((from + at, from + at + target.len()));
    }
    // It stops short: the target goes on after the anchor.
    if target.starts_with(anchor) && scan.text[from..].starts_with(target) {
        return Some((from, from + target.len()));
    }
    known_name(scan, namer, from, to, target)
        .or_else(|| part_of_target(scan, namer, from, to, target))
        .or_else(|| up_to_stop(scan, namer, from, to, target))
}

fn find(text: &[char], word: &[char]) -> Option<usize> {
    (0..(text.len() + 1).saturating_sub(word.len())).find(|&k| text[k..].starts_with(word))
}

/// Another name of the gazetteer entry that the target names.
fn known_name(scan: &Scan<'_>, namer: &Namer, from: usize, to: usize, target: &[char]) -> Option<(usize, usize)> {
    let entries = namer.names.get(target)?;
    let common = |others: &Vec<u32>| others.iter().any(|e| entries.contains(e));
    for at in from..to {
        if let Some((len, _)) = namer.names.prefixes(&scan.text[at..to]).filter(|(_, e)| common(e)).last() {
            return Some((at, at + len));
        }
        let short = namer.short.get(&u32::from(scan.text[at]));
        if short.is_some_and(common) {
            return Some((at, at + 1));
        }
    }
    None
}

/// A part of a target with dots, or its longest beginning or ending of two characters or more, whichever stands first.
fn part_of_target(scan: &Scan<'_>, namer: &Namer, from: usize, to: usize, target: &[char]) -> Option<(usize, usize)> {
    let anchor = scan.slice(from, to);
    let parts: Vec<&[char]> = target.split(|c| is_dot(*c)).filter(|p| p.len() >= 2).collect();
    if parts.len() > 1 {
        let found = parts.iter().rev().find_map(|part| find(anchor, part).map(|at| (at, part.len())));
        if let Some((at, len)) = found {
            let mut start = from + at;
            // Parts written before it belong to the name too.
            while start > from
                && (is_dot(scan.text[start - 1]) || parts.iter().any(|p| scan.slice(from, start).ends_with(p)))
            {
                start -= parts.iter().find(|p| scan.slice(from, start).ends_with(p)).map_or(1, |p| p.len());
            }
            let mut end = from + at + len;
            // Or other parts after it, which the page spells otherwise.
            if end < to && is_dot(scan.text[end]) {
                while end < to && joins(scan, end) && scan.stop_from(end) == 0 {
                    end += 1;
                }
            }
            return Some((start, end));
        }
    }
    for len in (2..target.len()).rev() {
        for part in [&target[..len], &target[target.len() - len..]] {
            if let Some(at) = find(anchor, part) {
                let (mut start, mut end) = (from + at, from + at + len);
                if at > 0 && at <= 6 && !(from..start).any(|p| scan.stop_from(p) > 0 || !joins(scan, p)) {
                    start = from;
                }
                // 威廉渡海: what is written by sound goes on by sound.
                let heard = part.iter().all(|c| namer.sound(*c) != Sound::No);
                let goes_on = |at: usize| !heard || namer.sound(scan.text[at]) != Sound::No;
                while end < to
                    && joins(scan, end)
                    && scan.stop_from(end) == 0
                    && end - start < target.len()
                    && goes_on(end)
                {
                    end += 1;
                }
                // 瑪麗郡主: with the title.
                let title = if heard { scan.word_at(end, kind::TITLE) } else { 0 };
                return Some((start, if end + title <= to { end + title } else { end }));
            }
        }
    }
    None
}

fn joins(scan: &Scan<'_>, at: usize) -> bool {
    matches!(scan.glyph(at), Glyph::Letter | Glyph::Dot | Glyph::Digit)
}

/// The anchor up to the first stop or punctuation.
fn up_to_stop(scan: &Scan<'_>, namer: &Namer, from: usize, to: usize, target: &[char]) -> Option<(usize, usize)> {
    let mut end = from;
    while end < to && joins(scan, end) && (end == from || scan.stop_from(end) == 0) {
        end += 1;
    }
    let len = end - from;
    let whole = end == to;
    let sounds = scan.slice(from, end).iter().all(|&c| is_dot(c) || namer.sound(c) != Sound::No);
    let shares = scan.slice(from, end).iter().any(|c| target.contains(c));
    let foreign = !target.iter().any(|c| super::scan::is_han(*c));
    let fits = whole && len <= 12 || len <= 8 && (shares || foreign || sounds);
    (len >= 1 && fits && (len >= 2 || shares)).then_some((from, end))
}
