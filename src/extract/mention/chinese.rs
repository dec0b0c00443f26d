//! Names of people in the Chinese manner, a family name and a given name: lists of them, and their parts.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::classify;
use super::namer::{Namer, kind};
use super::person::{person_end, register};
use super::registry::Registry;
use super::scan::{Scan, is_han};
use super::sources::{KnownNames, class_of};
use std::collections::BTreeMap;

/// Proposes the other names of a list in which one is known to be a person's: 總兵甲、乙、丙等.
pub fn listed(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    let mut at = 0;
    while at < scan.text.len() {
        if scan.text[at] != '、' {
            at += 1;
            continue;
        }
        let items = items_around(scan, namer, known, at);
        at = items.last().map_or(at, |i| i.1).max(at) + 1;
        if items.len() < 2 {
            continue;
        }
        let person = |(from, to): &(usize, usize)| {
            let known = known.starting(*from).filter(|n| n.to == *to);
            let class = known.map(|n| class_of(namer, registry, n.entity).clone());
            let named = || registry.meaning(scan.slice(*from, *to)).map(|id| registry.entities[id].class.clone());
            class.or_else(named)
        };
        let classes: Vec<_> = items.iter().map(person).collect();
        let people = classes.iter().flatten().filter(|c| **c == namer.class.person).count();
        let others = classes.iter().flatten().count() - people;
        if people == 0 || others > 0 {
            continue;
        }
        for ((from, to), class) in items.into_iter().zip(classes) {
            if class.is_none() {
                let id = register(scan, registry, from, to, &namer.class.person);
                out.push(Candidate::new(from, to, Meaning::Entity(id), How::Person));
            }
        }
    }
}

/// The items of the list that the mark 、 at a place belongs to, as far as each is a known name or looks like a person's.
fn items_around(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, mark: usize) -> Vec<(usize, usize)> {
    let mut first = mark;
    if let Some(name) = known.ending(mark) {
        first = name.from;
    } else {
        let fits = |len: &usize| {
            let from = mark.saturating_sub(*len);
            *len <= mark && looks_like_name(scan, namer, from, mark) && starts(scan, known, from)
        };
        match [3, 2, 4].iter().find(|len| fits(len)) {
            Some(len) => first -= len,
            None => return Vec::new(),
        }
    }
    let joins = |at: usize| scan.text.get(at).is_some_and(|c| namer.marks.joiners.contains(c));
    let mut items = vec![(first, mark)];
    let mut at = mark;
    while joins(at) {
        let from = at + 1;
        let ends = |to: usize| joins(to) || scan.closes(to) || scan.word_at(to, kind::AFTER_PERSON) > 0;
        let to = match known.starting(from) {
            Some(name) => Some(name.to),
            None => {
                [3, 2, 4].into_iter().map(|l| from + l).find(|t| looks_like_name(scan, namer, from, *t) && ends(*t))
            }
        };
        let Some(to) = to.filter(|t| ends(*t)) else { break };
        items.push((from, to));
        at = to;
    }
    items
}

/// Whether a name may start here: after punctuation, a stop, an office or another name.
fn starts(scan: &Scan<'_>, known: &KnownNames, at: usize) -> bool {
    scan.opens(at) || known.ending(at).is_some() || scan.ends_at(at) & (kind::HEAD | kind::KIN) != 0
}

/// A family name and one or two characters, none of which a name cannot hold.
fn looks_like_name(scan: &Scan<'_>, namer: &Namer, from: usize, to: usize) -> bool {
    to <= scan.text.len()
        && (from..to).all(|i| {
            let given = scan.stop_from(i) == 1 && namer.in_given.contains(&scan.text[i]) && to - from > 2;
            scan.is_letter(i) && is_han(scan.text[i]) && (i == from || scan.stop_from(i) == 0 || given)
        })
        && !scan.inside_stop(from)
        && scan.stop_from(from) <= 1
        && classify::is_chinese_person(namer, scan.slice(from, to))
}

/// Whether the document is full of family names of several characters, as Japanese ones are.
pub fn is_japanese(scan: &Scan<'_>) -> bool {
    scan.hits.iter().filter(|h| h.word.kinds & kind::LONG_SURNAME != 0 && h.end - h.start > 1).count() > 8
}

/// Names of family names of several characters that stand by themselves in a text full of these: 羽柴秀吉.
pub fn long_names(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    if !is_japanese(scan) {
        return;
    }
    for hit in scan.hits.iter().filter(|h| h.word.kinds & kind::LONG_SURNAME != 0 && h.end - h.start > 1) {
        let (at, given) = (hit.start as usize, hit.end as usize);
        let clear = scan.opens(at) && !scan.inside_stop(at) && known.starting(at).is_none_or(|n| n.to <= given);
        let Some(to) = person_end(scan, namer, known, at, true).filter(|to| clear && *to >= given + 2) else {
            continue;
        };
        if scan.closes(to) && known.starting(given).is_none() {
            let id = register(scan, registry, at, to, &namer.class.person);
            out.push(Candidate::new(at, to, Meaning::Entity(id), How::Person));
        }
    }
}

/// Whether a text starts with a polity's short form and what makes another name of the polity from it: 唐軍.
pub fn is_polity_form(namer: &Namer, text: &[char]) -> bool {
    let Some((first, rest)) = text.split_first() else { return false };
    let suffix = namer.suffixes("short").and_then(|s| s.longest(rest));
    namer.short.contains_key(&u32::from(*first)) && suffix.is_some()
}

/// Lets a part of a person's name stand for the person where the document does so: 宗棠 for 左宗棠, 伊藤 for 伊藤博文.
pub fn parts(scan: &Scan<'_>, registry: &mut Registry<'_>, namer: &Namer) {
    let mut wanted: BTreeMap<Vec<char>, Vec<usize>> = BTreeMap::new();
    for (name, ids) in registry.names() {
        let Some(&id) = ids.first().filter(|i| registry.entities[**i].class == namer.class.person) else { continue };
        if !name.iter().all(|c| is_han(*c)) {
            continue;
        }
        let surname = |bit| namer.lexicon.prefixes(name).filter(|(_, w)| w.kinds & bit != 0).map(|(l, _)| l).last();
        let topic = Some(id) == registry.topic;
        let (family, given) = match (surname(kind::LONG_SURNAME), surname(kind::SURNAME)) {
            (Some(len), _) if (len + 1..=len + 4).contains(&name.len()) => (Some(&name[..len]), Some(&name[len..])),
            (None, Some(len)) if name.len() == len + 2 => (None, Some(&name[len..])),
            // A family name that no list has, in four characters as of 鳥居元忠.
            _ if name.len() == 4 => (None, Some(&name[2..])),
            _ => continue,
        };
        for part in [family.filter(|_| topic), given.filter(|g| g.len() == 2)].into_iter().flatten() {
            let ids = wanted.entry(part.to_vec()).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    for (part, ids) in wanted {
        let id = match (ids.iter().find(|i| Some(**i) == registry.topic), ids.as_slice()) {
            (Some(topic), _) => *topic,
            (None, [id]) => *id,
            // Of two with the same given name the one that has a page is meant.
            (None, all) => match all.iter().filter(|i| registry.entities[**i].page.is_some()).collect::<Vec<_>>()[..] {
                [id] => *id,
                _ => continue,
            },
        };
        let word =
            namer.lexicon.get(&part).is_some_and(|w| w.kinds & !(kind::LONG_SURNAME | kind::SURNAME | kind::KEEP) != 0);
        if word || namer.names.get(&part).is_some() || is_polity_form(namer, &part) {
            continue;
        }
        // 其兄國藩, known so far as somebody of that name only.
        let plain = |i: &usize| {
            let other = &registry.entities[*i];
            other.class == namer.class.person && other.page.is_none() && other.gazetteer.is_none() && *i != id
        };
        let same: Vec<usize> = registry.meanings(&part).to_vec();
        if !same.iter().all(plain) {
            continue;
        }
        if !same.is_empty() {
            same.into_iter().for_each(|other| registry.merge(id, other));
            continue;
        }
        // It stands by itself, not only inside of longer names.
        let topic = Some(id) == registry.topic;
        let alone = |at: usize| {
            let (opens, closes) = (scan.opens(at), scan.closes(at + part.len()));
            opens && closes || topic && (opens || closes)
        };
        let (mut free, mut inside) = (0, 0);
        for at in scan.find(&part) {
            let whole = registry.entities[id].names.iter().any(|n| {
                let name = namer.key(n);
                let k = (0..name.len().saturating_sub(part.len() - 1)).find(|&k| name[k..].starts_with(&part));
                name.len() > part.len() && k.is_some_and(|k| at >= k && scan.text[at - k..].starts_with(&name))
            });
            if whole {
                continue;
            }
            if alone(at) { free += 1 } else { inside += 1 }
        }
        if free > 0 && free >= inside {
            registry.name(id, &part);
        }
    }
}
