//! Short forms of polities: side by side (中俄, 英、法), or before a word that needs one (俄軍, 清廷).

use super::How;
use super::candidate::{Candidate, Meaning};
use super::namer::{Namer, kind};
use super::registry::Registry;
use super::scan::{Scan, is_numeral};
use super::sources::KnownNames;

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
        let suffix = suffix_len(scan, namer, end);
        if run.len() >= 2 && scan.text[run[0]] != scan.text[run[1]] || suffix > 0 || run.len() == 1 && stands_alone(scan, namer, run[0], end) {
            for (i, &place) in run.iter().enumerate() {
                let to = if i + 1 == run.len() { end + suffix } else { place + 1 };
                let entries = namer.short.get(&u32::from(scan.text[place]));
                let Some(entry) = entries.and_then(|e| registry.choose(e, scan.year_at(place))) else { continue };
                let meaning = Meaning::Entity(registry.entry(entry));
                let how = if suffix > 0 && i + 1 == run.len() { How::Derived } else { How::Compound };
                out.push(Candidate::new(place, to, meaning, how));
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
        && !(at > 0 && is_numeral(scan.text[at - 1]))
}

/// The short forms from a place on, with 、 or 與 between them or nothing.
fn run_from(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, at: usize) -> Vec<usize> {
    let mut run = Vec::new();
    let mut next = at;
    while is_short(scan, namer, next) {
        // A name that starts here is more than a short form.
        if known.starting(next).is_some_and(|n| n.to - n.from > 1) {
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

fn suffix_len(scan: &Scan<'_>, namer: &Namer, end: usize) -> usize {
    let Some(suffixes) = namer.suffixes("short") else { return 0 };
    let Some((len, suffix)) = suffixes.longest(&scan.text[end..]) else { return 0 };
    let next = scan.text.get(end + len).copied().unwrap_or('\n');
    match suffix {
        Some(s) if !s.not_before.contains(&next) => len,
        _ => 0,
    }
}

/// Whether one short form stands between a coverb and the end of its phrase: 對俄宣戰.
fn stands_alone(scan: &Scan<'_>, namer: &Namer, at: usize, end: usize) -> bool {
    let coverb = scan.ends_at(at) & kind::COVERB != 0 && !scan.inside_stop(at - 1) && scan.stop_to(at) <= 1;
    coverb && !namer.never_alone.contains(&scan.text[at]) && (scan.closes(end) || scan.word_at(end, kind::VERB) > 0)
}
