//! Offices: `modifiers* head`, as in 東西伯利亞總督 or 駐英、法公使. The polity that an office belongs to stays outside.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::forms::ordinal_before;
use super::namer::{Namer, kind};
use super::person::person_end;
use super::registry::Registry;
use super::scan::{Scan, is_han};
use super::sound::segment_start;
use super::sources::{KnownNames, class_of};

/// How far an envoy's posts may reach to the left of the head.
const LONGEST_POSTS: usize = 14;

/// Proposes offices.
pub fn find(scan: &Scan<'_>, namer: &Namer, registry: &Registry<'_>, known: &KnownNames) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (i, hit) in scan.hits.iter().enumerate() {
        let (start, end) = (hit.start as usize, hit.end as usize);
        if hit.word.kinds & kind::HEAD == 0 || scan.inside_stop(start) {
            continue;
        }
        let longer =
            scan.hits[i + 1..].iter().take_while(|h| h.start == hit.start).any(|h| h.word.kinds & kind::HEAD != 0);
        // 主教 in 天主教堂.
        let other = |n: &super::sources::KnownName| *class_of(namer, registry, n.entity) != namer.class.office;
        let within =
            (start.saturating_sub(4)..start).any(|s| known.starting(s).is_some_and(|n| n.to > start && other(n)));
        // 德皇, but not in 艾哈邁德皇子.
        let short = end - start == 2 && namer.short.contains_key(&u32::from(scan.text[start]));
        let within = within || short && !scan.opens(start) && known.ending(start).is_none();
        if longer || part_of_longer(scan, start, end) || follows_on(scan, namer, end) {
            continue;
        }
        // 薩摩藩主: the last character of the name is the first of the head.
        if let Some(name) = known.ending(start + 1).filter(|_| shares_ending(scan, namer, known, start, end)) {
            let class = namer.class.office.clone();
            out.push(Candidate::new(name.from, end, Meaning::Named(class), How::Office));
            continue;
        }
        if within {
            continue;
        }
        let envoy = scan.word_at(start, kind::ENVOY) == end - start;
        let posts = if envoy { posts_before(scan, namer, start) } else { None };
        let from = posts.unwrap_or_else(|| modifiers_before(scan, namer, registry, known, (start, end)));
        let titled = hit.word.kinds & kind::TITLED != 0 && from == start && start > 0;
        let takes = titled && scan.is_letter(start - 1) && scan.stop_to(start) == 0 && !scan.inside_stop(start - 1);
        let from = if takes { start - 1 } else { from };
        let noble = from == start && hit.word.kinds & kind::TITLE != 0;
        let from = if noble { land_before(scan, namer, known, start, end) } else { from };
        let seat = hit.word.kinds & kind::SEAT != 0;
        let from = if seat { seat_before(scan, namer, known, from, start) } else { from };
        let from = if seat { from } else { bureau_before(scan, namer, known, from, end) };
        // 1899年署理山東巡撫: what is done, not a part of the office.
        let verb = scan.word_at(from, kind::BEFORE_OFFICE);
        let acts = verb > 0 && from + verb < start && (from == 0 || !scan.is_letter(from - 1));
        let from = if acts { from + verb } else { from };
        let class = namer.class.office.clone();
        // 美國海軍准將: where the modifier belongs to the name before, the head stands by itself.
        if from < start {
            out.push(Candidate::new(start, end, Meaning::Named(class.clone()), How::Office));
        }
        out.push(Candidate::new(from, end, Meaning::Named(class), How::Office));
    }
    nobles(scan, namer, &mut out);
    fiefs(scan, namer, known, &mut out);
    crowns(scan, namer, known, &mut out);
    out
}

/// Where the land begins, written by sound, that a noble's title before the name of a person takes in: 蘭開斯特伯爵亨利.
fn land_before(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, start: usize, end: usize) -> usize {
    let from = segment_start(scan, namer, known, start);
    let land = scan.slice(from, start);
    let plain = (from..start).all(|i| known.starting(i).is_none()) && known.ending(start).is_none();
    let throne = || namer.thrones.iter().any(|t| t == scan.slice(start, end));
    let enfeoffed =
        || !throne() && scan.ends_at(from) & (kind::ENFEOFFED | kind::BEFORE_OFFICE) != 0 && scan.closes(end);
    let held = || enfeoffed() || known.starting(end).is_some() || person_end(scan, namer, known, end, true).is_some();
    if land.len() >= 2 && scan.opens(from) && plain && scan.is_sound(namer, land, land.len() - 1) && held() {
        from
    } else {
        start
    }
}

/// Where the run of Chinese characters before a place begins in which no name, no stop word and no word of these kinds ends;
/// it is left behind where it is longer than so many characters.
fn plain_before(scan: &Scan<'_>, known: &KnownNames, from: usize, words: u64, most: usize) -> usize {
    let plain = |at: usize| {
        at > 0
            && scan.is_letter(at - 1)
            && is_han(scan.text[at - 1])
            && scan.stop_to(at) == 0
            && !scan.inside_stop(at)
            && known.ending(at).is_none()
            && scan.ends_at(at) & words == 0
    };
    let mut at = from;
    while plain(at) && from - at <= most {
        at -= 1;
    }
    at
}

/// Where the seat begins that nobody knows and that an office is named after: 魏博節度使, 洺州刺史.
fn seat_before(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, from: usize, start: usize) -> usize {
    let word = kind::HEAD | kind::KIN | kind::BEFORE_PERSON;
    let at = plain_before(scan, known, from, word, 4);
    let joined = at > 0 && namer.marks.joiners.contains(&scan.text[at - 1]);
    let clear = scan.opens(at) || joined || known.ending(at).is_some() || scan.ends_at(at) & word != 0;
    if clear && from - at <= 4 && start - at >= 2 { at } else { from }
}

/// Whether a head of two characters that starts with the last one of a place's or people's name is told of it: it ends
/// like 主, and a person or a stop follows.
fn shares_ending(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, start: usize, end: usize) -> bool {
    let heads = end - start == 2 && namer.marks.seat_heads.contains(&scan.text[end - 1]);
    let held =
        || scan.closes(end) || known.starting(end).is_some() || person_end(scan, namer, known, end, true).is_some();
    let named = |n: &super::sources::KnownName| n.to - n.from > 2 && !scan.inside_stop(n.from);
    heads && !scan.inside_stop(end) && known.ending(start + 1).is_some_and(named) && held()
}

/// Where the body begins that nobody knows and that an office in a list of offices is one of: 歷任會計官判事、大藏少輔.
fn bureau_before(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, from: usize, end: usize) -> usize {
    let listed =
        |at: usize| scan.text.get(at).is_some_and(|c| namer.marks.joiners.contains(c) || matches!(c, '，' | ','));
    let verb = |at: usize| scan.word_at(at, kind::BEFORE_OFFICE) > 0;
    if !(listed(end) || scan.closes(end) || verb(end)) {
        return from;
    }
    let word = kind::HEAD | kind::KIN | kind::BEFORE_PERSON | kind::BEFORE_OFFICE;
    let at = plain_before(scan, known, from, word, 6);
    let after_verb = at > 0 && scan.long_ends_at(at) & kind::BEFORE_OFFICE != 0
        || at > 1 && scan.ends_at(at) & kind::BEFORE_OFFICE != 0 && scan.ends_at(at - 1) & kind::HEAD != 0;
    // 調任新疆陸軍學堂總辦: the place stays a name of its own.
    let place = known.ending(at).map(|n| n.from);
    let after_place = place.is_some_and(|p| p > 1 && scan.long_ends_at(p) & kind::BEFORE_OFFICE != 0);
    let after_office = at > 1 && listed(at - 1) && scan.ends_at(at - 1) & kind::HEAD != 0;
    if (after_verb || after_office || after_place) && (2..=6).contains(&(from - at)) { at } else { from }
}

/// Proposes nobles by fief and title, before the name of a person or after a word for enfeoffing: 潞王李從珂, 封魏國公.
fn fiefs(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, out: &mut Vec<Candidate>) {
    for end in 2..scan.text.len() {
        let Some(from) = fief_before(scan, namer, known, end) else { continue };
        let given = scan.ends_at(from) & kind::ENFEOFFED != 0 && scan.closes(end);
        let surname = scan.word_at(end, kind::SURNAME) > 0;
        let held = surname && (known.starting(end).is_some() || person_end(scan, namer, known, end, true).is_some());
        if given || held {
            out.push(Candidate::new(from, end, Meaning::Named(namer.class.office.clone()), How::Office));
        }
    }
}

/// Proposes titles of one character where somebody takes them or is given them: 稱帝, 立某人為汗.
fn crowns(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, out: &mut Vec<Candidate>) {
    for at in 1..scan.text.len() {
        let title = namer.crowns.0.iter().any(|t| t[..] == scan.text[at..=at]);
        if !title || !scan.closes(at + 1) || scan.inside_stop(at + 1) || known.starting(at).is_some() {
            continue;
        }
        let taken = namer.crowns.1.iter().any(|w| w.len() <= at && scan.text[..at].ends_with(w));
        let given =
            namer.marks.copulas.contains(&scan.text[at - 1]) && known.ending(at - 1).is_some_and(|n| n.to - n.from > 1);
        if taken || given {
            out.push(Candidate::new(at, at + 1, Meaning::Named(namer.class.office.clone()), How::Office));
        }
    }
}

/// Where the name of a fief with a noble's title starts that ends at a place: 潞王.
pub fn fief_before(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).map(|at| scan.text[at]);
    let fits = |t: &&Vec<char>| t.last().copied() == last && t.len() < end && scan.text[..end].ends_with(t);
    let title = end - namer.fiefs.iter().filter(fits).map(Vec::len).max()?;
    if scan.inside_stop(title) || scan.ends_at(end) & kind::HEAD != 0 || known.ending(end).is_some() {
        return None;
    }
    let plain = |i: usize| {
        let common = namer.marks.not_fiefs.contains(&scan.text[i]);
        scan.is_letter(i) && is_han(scan.text[i]) && scan.stop_from(i) == 0 && !common
    };
    (1..=2.min(title))
        .map(|len| title - len)
        .find(|&from| (from..title).all(plain) && (scan.opens(from) || known.ending(from).is_some()))
}

/// Proposes nobles by rank, fief and title: 一等毅勇侯.
fn nobles(scan: &Scan<'_>, namer: &Namer, out: &mut Vec<Candidate>) {
    for hit in scan.hits.iter().filter(|h| h.word.kinds & kind::RANK != 0) {
        let fief = hit.end as usize;
        let title = (fief + 1..=fief + 3).find(|&i| scan.text.get(i).is_some_and(|c| namer.peerage.contains(c)));
        if let Some(title) = title.filter(|&t| (fief..t).all(|i| scan.is_letter(i)) && t > fief) {
            let class = namer.class.office.clone();
            out.push(Candidate::new(hit.start as usize, title + 1, Meaning::Named(class), How::Office));
        }
    }
}

/// Whether a longer head that starts before covers this one.
fn part_of_longer(scan: &Scan<'_>, start: usize, end: usize) -> bool {
    (start.saturating_sub(4)..start)
        .any(|s| scan.hits_at(s).iter().any(|h| h.word.kinds & kind::HEAD != 0 && h.end as usize >= end))
}

/// Whether the head is the beginning of another word: 總督府, 公使館.
pub fn follows_on(scan: &Scan<'_>, namer: &Namer, end: usize) -> bool {
    scan.is_letter(end) && namer.marks.after_office.contains(&scan.text[end])
}

/// Where an envoy's office begins: at the word that says where the envoy stays.
fn posts_before(scan: &Scan<'_>, namer: &Namer, start: usize) -> Option<usize> {
    let least = start.saturating_sub(LONGEST_POSTS);
    let mark = namer.stationed.as_slice();
    let mut at = start;
    while at > least {
        at -= 1;
        if scan.text[at..].starts_with(mark) {
            // Another post before: 駐英、駐法公使.
            let more =
                (1..=4).find(|d| at > *d && scan.text[at - 1] == '、' && scan.text[at - d - 1..].starts_with(mark));
            return Some(at - more.map_or(0, |d| d + 1));
        }
        let joins = namer.marks.joiners.contains(&scan.text[at]);
        if !joins && (!scan.is_letter(at) || scan.stop_to(at + 1) > 0) {
            return None;
        }
    }
    None
}

fn modifiers_before(
    scan: &Scan<'_>,
    namer: &Namer,
    registry: &Registry<'_>,
    known: &KnownNames,
    (start, end): (usize, usize),
) -> usize {
    // 撒馬爾罕君主: the land is what is ruled.
    let throne = namer.thrones.iter().any(|t| t == scan.slice(start, end));
    let mut at = start;
    loop {
        if let Some(len) = ordinal_before(scan, namer, at) {
            return at - len;
        }
        let name = known.ending(at).filter(|n| !throne && !scan.inside_stop(n.from)).filter(|n| {
            let class = class_of(namer, registry, n.entity);
            // 昔班家族可汗: the house is not a part of the title.
            let name = scan.slice(n.from, n.to);
            let house = namer.lexicon.ending(name).is_some_and(|(k, w)| w.form > 0 && k + 1 < name.len());
            !(house && *class == namer.class.people)
                && [&namer.class.place, &namer.class.people, &namer.class.unknown].contains(&class)
        });
        let word = (1..=6.min(at)).rev().find(|len| {
            let bits = scan.hits_at(at - len).iter().find(|h| h.end as usize == at).map_or(0, |h| h.word.kinds);
            bits & (kind::MODIFIER | kind::REGION) != 0 && !scan.inside_stop(at - len)
        });
        match (word, name) {
            (Some(len), name) if name.is_none_or(|n| at - n.from <= len) => at -= len,
            (_, Some(name)) => at = name.from,
            _ => return at,
        }
    }
}
