//! Names written by sound: 尼古拉·穆拉维约夫, 亨利四世, 考夫曼.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::classify::{self, Votes};
use super::namer::{Namer, Sound, kind};
use super::person::register;
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_numeral};
use super::sources::{KnownNames, class_of};
use std::collections::BTreeSet;

/// People by a name that is written by sound and a title that is no office: 額什木汗.
pub fn titled(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    ranked(scan, namer, known, registry, out);
    let titles = kind::HEAD | kind::FORM | kind::REGNAL;
    for hit in scan.hits.iter().filter(|h| h.word.kinds & kind::TITLE != 0 && h.word.kinds & titles == 0) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        // 沙 of 華沙 mostly writes a sound itself.
        let sound = end - start == 1 && namer.sound(scan.text[start]) == Sound::Strong && scan.stop_from(end) == 0;
        let ends = scan.closes(end) || known.starting(end).is_some() || scan.word_at(end, kind::AFTER_PERSON) > 0;
        let longer = scan.word_at(start, kind::FORM | kind::HEAD) > 0 || scan.ends_at(end) & kind::HEAD != 0;
        if sound || !ends || longer || known.ending(start).is_some() || known.ending(end).is_some() {
            continue;
        }
        let from = segment_start(scan, namer, known, start);
        let base = scan.slice(from, start);
        let before =
            scan.opens(from) || known.ending(from).is_some() || scan.ends_at(from) & (kind::HEAD | kind::KIN) != 0;
        let plain = (from..start).all(|i| scan.stop_from(i) == 0 && known.starting(i).is_none());
        if base.len() < 2 || !before || !plain || !scan.is_sound(namer, base, base.len().div_ceil(2)) {
            continue;
        }
        let id = register(scan, registry, from, end, &namer.class.person);
        if namer.names.get(base).is_none() && registry.meanings(base).is_empty() {
            registry.name(id, base);
        }
        out.push(Candidate::new(from, end, Meaning::Entity(id), How::Sound).stronger(10));
    }
}

/// People by a name that is written by sound and a rank behind it: 斯科別列夫將軍. The rank is an office of its own.
fn ranked(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    for hit in scan.hits.iter().filter(|h| h.word.kinds & kind::RANKED != 0) {
        let start = hit.start as usize;
        if known.ending(start).is_some() || scan.inside_stop(start) {
            continue;
        }
        let from = segment_start(scan, namer, known, start);
        let name = scan.slice(from, start);
        let strong = name.iter().filter(|c| namer.sound(**c) == Sound::Strong).count();
        let before =
            scan.opens(from) || known.ending(from).is_some() || scan.ends_at(from) & (kind::HEAD | kind::KIN) != 0;
        let plain = (from..start).all(|i| known.starting(i).is_none());
        let dotted = from > 0 && scan.glyph(from - 1) == Glyph::Dot;
        if name.len() < 3 || strong + 1 < name.len() || !before || !plain || dotted {
            continue;
        }
        let id = register(scan, registry, from, start, &namer.class.person);
        out.push(Candidate::new(from, start, Meaning::Entity(id), How::Sound));
    }
}

/// Names of several parts with dots between them.
pub fn dotted(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    let dots: Vec<usize> = (0..scan.text.len()).filter(|&i| scan.glyph(i) == Glyph::Dot).collect();
    let mut done = 0;
    for &dot in &dots {
        if dot < done {
            continue;
        }
        let from = segment_start(scan, namer, known, dot);
        let mut to = dot;
        while scan.glyph(to) == Glyph::Dot {
            let end = segment_end(scan, namer, to + 1);
            if end == to + 1 {
                break;
            }
            to = end;
        }
        // 主席多明戈·凱塞多: at its ends a function word that mostly writes a sound belongs to the name.
        let sound = |i: usize| scan.stop_from(i) == 1 && namer.sound(scan.text[i]) == Sound::Strong;
        let led = |i: usize| i == 0 || !scan.is_letter(i - 1) || scan.ends_at(i) & (kind::HEAD | kind::KIN) != 0;
        let from = if from > 0 && sound(from - 1) && led(from - 1) { from - 1 } else { from };
        if scan.is_letter(to) && sound(to) && scan.closes(to + 1) {
            to += 1;
        }
        // 丞相甸·塔拉: one character is enough behind an office, a numeral is none.
        let short = from + 1 == dot && led(from) && !is_numeral(scan.text[from]) && to > dot + 2;
        if from + 1 >= dot && !short || to <= dot + 1 {
            continue;
        }
        done = to;
        let name = scan.slice(from, to);
        let class = classify::by_form(scan, namer, name).unwrap_or_else(|| namer.class.person.clone());
        let id = register(scan, registry, from, to, &class);
        out.push(Candidate::new(from, to, Meaning::Entity(id), How::Sound).stronger(10));
    }
}

/// Monarchs by given name and number: 亨利四世, 路易十四.
pub fn numbered(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    for at in 2..scan.text.len() {
        if !scan.is_letter(at - 1) {
            continue;
        }
        let given = scan.ends_at(at) & kind::GIVEN != 0;
        let mut end = at + scan.word_at(at, kind::REGNAL);
        if end == at && given {
            end = number_end(scan, at);
        }
        if end == at || scan.inside_stop(at) {
            continue;
        }
        let mut from = segment_start(scan, namer, known, at);
        if let Some(name) =
            known.ending(at).filter(|n| n.to - n.from > 1 && scan.is_sound(namer, scan.slice(n.from, at), 1))
        {
            from = from.min(name.from);
        }
        // 阿卜杜勒-哈米德二世.
        if from > 2 && scan.text[from - 1] == '-' && scan.ends_at(from - 1) & kind::GIVEN != 0 {
            from = segment_start(scan, namer, known, from - 1);
        }
        let name = scan.slice(from, at);
        let dotted = from > 0 && scan.glyph(from - 1) == Glyph::Dot;
        if dotted
            || name.len() < 2
            || !given && !scan.is_sound(namer, name, 1)
            || known.starting(from).is_some_and(|n| n.to >= end)
        {
            continue;
        }
        let id = register(scan, registry, from, end, &namer.class.person);
        out.push(Candidate::new(from, end, Meaning::Entity(id), How::Sound).stronger(10));
    }
}

/// Where a number above ten ends that counts monarchs of a name: 十四 in 路易十四.
fn number_end(scan: &Scan<'_>, at: usize) -> usize {
    let tens = scan.text.get(at) == Some(&'十');
    let ones = scan.text.get(at + 1).is_some_and(|c| "一二三四五六七八九".contains(*c));
    let counts = scan.text.get(at + 2).is_some_and(|c| "年月日个万人次".contains(*c) || is_numeral(*c));
    if tens && ones && !counts { at + 2 } else { at }
}

/// Where the run of characters that write a sound starts that ends at a place.
pub fn segment_start(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, dot: usize) -> usize {
    let mut at = dot;
    while at > 0 && scan.is_letter(at - 1) && dot - at < 10 {
        // 彼得: a given name is a whole.
        let given =
            |k: &usize| scan.hits_at(at - k).iter().any(|h| h.end as usize == at && h.word.kinds & kind::GIVEN != 0);
        if let Some(k) = (2..=5.min(at)).rev().find(given) {
            at -= k;
            continue;
        }
        // A known name with the dot in it starts here.
        if at < dot && known.starting(at).is_some_and(|n| n.to > dot) {
            break;
        }
        // 剛果王佩德羅二世: the title behind a land is no part of the name.
        let king = namer.fiefs.iter().any(|t| t[..] == scan.text[at - 1..at]);
        if king && at < dot && known.ending(at - 1).is_some_and(|n| n.to - n.from > 1) {
            break;
        }
        let sound = namer.sound(scan.text[at - 1]);
        let stop = scan.stop_to(at) > 0 || scan.ends_at(at) & (kind::HEAD | kind::KIN | kind::BEFORE_PERSON) != 0;
        if sound == Sound::No
            || at < dot && (stop || known.ending(at).is_some_and(|n| n.to - n.from > 1 && dot - at > 1))
        {
            break;
        }
        at -= 1;
    }
    at
}

pub fn segment_end(scan: &Scan<'_>, namer: &Namer, from: usize) -> usize {
    let mut at = from;
    while scan.is_letter(at) && at - from < 10 {
        let given = scan.word_at(at, kind::GIVEN);
        if given > 1 {
            at += given;
            continue;
        }
        let sound = namer.sound(scan.text[at]);
        // A function word of one character is none before punctuation or between sounds.
        let inside =
            sound == Sound::Strong && scan.is_letter(at + 1) && namer.sound(scan.text[at + 1]) == Sound::Strong;
        let stop = scan.stop_from(at) > 1
            || scan.stop_from(at) == 1
                && !inside
                && matches!(scan.glyph(at + 1), Glyph::Letter | Glyph::Digit | Glyph::Edge);
        let after = kind::HEAD | kind::AFTER_PERSON | kind::KIN;
        let breaks = at > from && (stop || scan.word_at(at, after) > 1);
        if sound == Sound::No || breaks {
            break;
        }
        at += 1;
    }
    at
}

/// Names of one part, written by sound, that are repeated and whose surroundings tell the class.
pub fn sounds(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>) {
    let mut seen = BTreeSet::new();
    let mut at = 0;
    while at < scan.text.len() {
        if !scan.is_letter(at) || namer.sound(scan.text[at]) == Sound::No || scan.stop_from(at) > 0 {
            at += 1;
            continue;
        }
        let from = at;
        at = segment_end(scan, namer, from).max(from + 1);
        let name = scan.slice(from, at);
        let strong = name.iter().filter(|c| namer.sound(**c) == Sound::Strong).count();
        let free = (from..at).all(|i| known.starting(i).is_none()) && known.ending(at).is_none();
        let bounded =
            scan.opens(from) && !(scan.is_letter(at) && scan.stop_from(at) == 0 && scan.hits_at(at).is_empty());
        if name.len() < 3 || strong + 1 < name.len() || !free || !bounded || scan.glyph(at) == Glyph::Dot {
            continue;
        }
        if !seen.insert(name.to_vec()) || scan.count(name) < 2 {
            continue;
        }
        let mut votes = Votes::default();
        scan.find(name).for_each(|p| votes.add(scan, namer, p, p + name.len()));
        if let Some(class) = votes.class(namer, 3) {
            register(scan, registry, from, at, &class);
        }
    }
}

/// Names of one part in lists with known names: 巴庫、席爾萬、格魯吉亞. They are of the class of their neighbours.
pub fn listed(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    let mut at = 0;
    while at < scan.text.len() {
        let mark = scan.text[at] == '、' || namer.marks.joiners.contains(&scan.text[at]) && scan.stop_from(at) == 1;
        if !mark {
            at += 1;
            continue;
        }
        let items = list_around(scan, namer, known, at);
        // After 和 a short one may be anything: 和英法代表.
        let comma = scan.text[at] == '、';
        at = items.last().map_or(at, |i| i.1).max(at) + 1;
        let mut votes = Votes::default();
        for (from, to) in &items {
            if let Some(name) = known.starting(*from).filter(|n| n.to == *to) {
                let class = class_of(namer, registry, name.entity);
                // Of two one vouches for the other, where that is a land or a person.
                votes.add_class(namer, class, if items.len() == 2 { 2 } else { 1 });
            }
            votes.add(scan, namer, *from, *to);
        }
        let Some(class) = votes.class(namer, 2).filter(|c| *c != namer.class.people) else { continue };
        let class = if class == namer.class.polity { namer.class.place.clone() } else { class };
        let new = |(from, to): &(usize, usize)| known.starting(*from).is_none() && (comma || to - from > 2);
        for (from, to) in items.into_iter().filter(new) {
            let id = register(scan, registry, from, to, &class);
            out.push(Candidate::new(from, to, Meaning::Entity(id), How::Sound));
        }
    }
}

/// The items of the list that the mark 、 at a place belongs to, if each is a known name or written by sound.
fn list_around(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, mark: usize) -> Vec<(usize, usize)> {
    let joins = |at: usize| scan.text.get(at).is_some_and(|c| namer.marks.joiners.contains(c));
    let heard = |from: usize, to: usize| {
        (2..=8).contains(&(to - from)) && scan.is_sound(namer, scan.slice(from, to), (to - from).max(3) - 1)
    };
    let mut first = mark;
    if let Some(name) = known.ending(mark) {
        first = name.from;
    } else {
        while first > 0
            && scan.is_letter(first - 1)
            && scan.stop_to(first) == 0
            && namer.sound(scan.text[first - 1]) != Sound::No
        {
            first -= 1;
        }
        if !heard(first, mark) {
            return Vec::new();
        }
    }
    let mut items = vec![(first, mark)];
    let mut at = mark;
    while joins(at) {
        let from = at + 1;
        let to = known.starting(from).map_or_else(|| segment_end(scan, namer, from), |n| n.to);
        let ends = joins(to) || scan.closes(to) || scan.word_at(to, kind::AFTER_PLACE | kind::AFTER_PERSON) > 0;
        if !ends || known.starting(from).is_none() && !heard(from, to) {
            break;
        }
        items.push((from, to));
        at = to;
    }
    items
}
