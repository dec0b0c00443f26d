//! Short forms of polities: side by side (中俄, 英、法), or before a word that needs one (俄軍, 清廷).

use super::How;
use super::candidate::{Candidate, Meaning};
use super::forms::closes;
use super::namer::{Namer, kind};
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_numeral};
use super::sources::{KnownAs, KnownNames};
use std::sync::Arc;

/// Proposes short forms.
pub fn find(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < scan.text.len() {
        if let Some((len, _)) = namer.not_short.longest(&scan.text[at..]) {
            at += len;
            continue;
        }
        let run = run_from(scan, namer, known, at);
        if run.is_empty() {
            at += 1;
            continue;
        }
        let end = run[run.len() - 1] + 1;
        let (suffix, own) = suffix_at(scan, namer, end);
        if let (Some(class), true) = (&own, run.len() == 1 && closes(scan, known, end + suffix)) {
            out.push(Candidate::new(at, end + suffix, Meaning::Named(class.clone()), How::Derived));
            at = end + suffix;
            continue;
        }
        if run.len() >= 2 && scan.text[run[0]] != scan.text[run[1]]
            || suffix > 0
            || run.len() == 1 && stands_alone(scan, namer, run[0], end)
            || run.len() == 1 && dynasty_alone(scan, namer, known, registry, run[0], end)
        {
            // Characters that only look like short forms: one of them means nothing in its time.
            let all = run.iter().all(|&place| registry.short(scan.text[place], scan.year_at(place)).is_some());
            if !all {
                at = end;
                continue;
            }
            for (i, &place) in run.iter().enumerate() {
                let to = if i + 1 == run.len() { end + suffix } else { place + 1 };
                let Some(id) = registry.short(scan.text[place], scan.year_at(place)) else { continue };
                let meaning = Meaning::Entity(id);
                let how = if suffix > 0 && i + 1 == run.len() { How::Derived } else { How::Compound };
                // Stronger than a name for all of them together.
                let members = 10 * (end + suffix - run[0]) + 40;
                out.push(Candidate::new(place, to, meaning, how).stronger(if run.len() > 1 && suffix > 0 {
                    members
                } else {
                    0
                }));
            }
        }
        at = end;
    }
}

fn is_short(scan: &Scan<'_>, namer: &Namer, at: usize) -> bool {
    scan.is_letter(at)
        && namer.short.contains_key(&u32::from(scan.text[at]))
        && !scan.inside_stop(at)
        && scan.stop_from(at) < 2
        && !(at > 0 && is_numeral(scan.text[at - 1]) && !namer.marks.scales.contains(&scan.text[at - 1]))
}

/// The short forms from a place on, with 、 or 與 between them or nothing.
fn run_from(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, at: usize) -> Vec<usize> {
    let mut run = Vec::new();
    let mut next = at;
    while is_short(scan, namer, next) {
        // A name that starts here is more than a short form.
        if known.starting(next).is_some_and(|n| n.to - n.from > 1 && !is_spelled_out(namer, scan.slice(n.from, n.to))) {
            break;
        }
        run.push(next);
        next += 1;
        if scan.text.get(next) == Some(&'、') && is_short(scan, namer, next + 1) {
            next += 1;
        }
    }
    run
}

/// Whether a name is short forms and a suffix, as 英法聯軍: its members are meant.
fn is_spelled_out(namer: &Namer, name: &[char]) -> bool {
    let members = name.iter().take_while(|c| namer.short.contains_key(&u32::from(**c))).count();
    let suffix = namer.suffixes("short").and_then(|s| s.get(&name[members..])).and_then(Option::as_ref);
    members > 1 && suffix.is_some_and(|s| s.class.is_none())
}

/// The suffix after a short form: its length, and the class of what it makes if that is not the polity itself.
fn suffix_at(scan: &Scan<'_>, namer: &Namer, end: usize) -> (usize, Option<Arc<str>>) {
    let found = namer.suffixes("short").and_then(|s| s.longest(&scan.text[end..]));
    let next = |len: usize| scan.text.get(end + len).copied().unwrap_or('\n');
    match found {
        Some((len, Some(s))) if !s.not_before.contains(&next(len)) => (len, s.class.clone()),
        _ => (0, None),
    }
}

/// Whether one short form stands between a coverb and the end of its phrase: 對俄宣戰.
fn stands_alone(scan: &Scan<'_>, namer: &Namer, at: usize, end: usize) -> bool {
    let coverb = scan.ends_at(at) & kind::COVERB != 0 && !scan.inside_stop(at - 1) && scan.stop_to(at) <= 1;
    coverb && !namer.never_alone.contains(&scan.text[at]) && (scan.closes(end) || scan.word_at(end, kind::VERB) > 0)
}

/// Whether the short form of a dynasty of which the document speaks stands alone, as subject or object of a verb: 唐封其為王,
/// 伐明.
fn dynasty_alone(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    at: usize,
    end: usize,
) -> bool {
    let c = scan.text[at];
    if !namer.dynasties.contains(&c) || scan.inside_stop(at) {
        return false;
    }
    let opens = at == 0 || !matches!(scan.glyph(at - 1), Glyph::Letter | Glyph::Dot | Glyph::Digit);
    let subject = opens && scan.word_at(end, kind::VERB) > 0 && scan.stop_from(end) > 0;
    let object = !opens && !scan.is_letter(end) && scan.stop_to(at) > 0 && scan.ends_at(at) & kind::VERB != 0;
    if !subject && !object {
        return false;
    }
    let Some(id) = registry.short(c, scan.year_at(at)) else { return false };
    let meant = |n: &super::sources::KnownName| match n.entity {
        KnownAs::Entry(e) => registry.entities[id].gazetteer == Some(e as usize),
        KnownAs::Local(i) => i == id,
    };
    known.names.iter().filter(|n| meant(n)).count() >= 2
}
