//! Names of monarchs: by the name of a reign (道光帝), by what they are called after their death (唐太宗, 閔帝), and the
//! name of the person that stands right after it: 閔帝李從厚 is one man.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::namer::{Namer, kind};
use super::person::{person_end, register};
use super::registry::Registry;
use super::scan::Scan;
use super::sources::{KnownNames, class_of};
use std::collections::BTreeMap;

/// Proposes names of monarchs and tells the registry who they are.
pub fn find(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    let mut last: BTreeMap<Vec<char>, usize> = BTreeMap::new();
    for at in 0..scan.text.len() {
        if !scan.is_letter(at) {
            continue;
        }
        let longer = |end: usize| known.starting(at).is_some_and(|n| n.to >= end);
        if let Some((len, _)) = namer.rulers.longest(&scan.text[at..]).filter(|(l, _)| !longer(at + l)) {
            let id = by_reign(scan, namer, registry, at, at + len);
            out.push(Candidate::new(at, at + len, Meaning::Entity(id), How::Person));
            continue;
        }
        // 康熙派…: the ruler, where the name of the reign does something.
        let reign = scan.word_at(at, kind::REIGN_ALONE);
        if reign > 0 && scan.opens(at) && !longer(at + reign + 1) && scan.word_at(at + reign, kind::VERB) > 0 {
            let id = by_reign(scan, namer, registry, at, at + reign);
            out.push(Candidate::new(at, at + reign, Meaning::Entity(id), How::Person));
            continue;
        }
        let temple = match scan.word_at(at, kind::TEMPLE) {
            0 => emperor(scan, namer, known, at),
            len => len,
        };
        if temple == 0 || longer(at + temple) {
            continue;
        }
        let end = at + temple;
        let from = dynasty_before(scan, namer, known, registry, at);
        if from == at && !scan.opens(at) && known.ending(at).is_none() && scan.ends_at(at) & kind::HEAD == 0 {
            continue;
        }
        let person = person_after(scan, namer, known, registry, end);
        let after = kind::AFTER_PERSON | kind::HEAD | kind::KIN | kind::REIGN;
        if person.is_none() && !scan.closes(end) && scan.word_at(end, after) == 0 {
            continue;
        }
        let key = scan.slice(from, end);
        let named = registry.meanings(key).iter().copied().find(|i| registry.entities[*i].class == namer.class.person);
        let before = last.get(scan.slice(at, end)).copied().filter(|_| from == at);
        let id = match (&person, named.or(before)) {
            (Some((_, Some(person))), Some(other)) if registry.entities[other].page.is_none() => {
                registry.merge(*person, other);
                *person
            }
            (Some((_, Some(person))), _) => *person,
            (_, Some(id)) => id,
            _ => register(scan, registry, from, end, &namer.class.person),
        };
        registry.name(id, key);
        registry.entities[id].names.insert(scan.surface(from, end));
        last.insert(scan.slice(at, end).to_vec(), id);
        out.push(Candidate::new(from, end, Meaning::Entity(id), How::Person).stronger(10));
        if let Some((to, None)) = person {
            registry.name(id, scan.slice(end, to));
            registry.entities[id].names.insert(scan.surface(end, to));
            out.push(Candidate::new(end, to, Meaning::Entity(id), How::Person));
        }
    }
}

/// How long the name is that starts here of a ruler by the name of a reign that no list has, told by being repeated: 嗣德帝;
/// 0 for none.
fn emperor(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, at: usize) -> usize {
    let end = at + 3;
    let title = |i: usize| namer.reign_titles.iter().any(|t| t.len() == 1 && scan.text.get(i) == t.first());
    if !title(at + 2) || scan.glyph(end) == super::scan::Glyph::Out {
        return 0;
    }
    let plain = |i: usize| {
        let word = scan.stop_from(i) > 0 || scan.inside_stop(i) || namer.marks.not_emperors.contains(&scan.text[i]);
        scan.is_letter(i) && super::scan::is_han(scan.text[i]) && !word && known.starting(i).is_none()
    };
    let inside = scan.inside_stop(at + 2) || scan.word_at(at + 1, kind::TEMPLE) > 0;
    let bounded = scan.closes(end) || scan.word_at(end, kind::SURNAME | kind::AFTER_PERSON) > 0;
    let name = (at..at + 2).all(plain) && !inside && bounded;
    if name && scan.count(scan.slice(at, end)) > 1 { 3 } else { 0 }
}

/// The ruler of a reign: 道光帝 and 道光皇帝 are the same.
fn by_reign(scan: &Scan<'_>, namer: &Namer, registry: &mut Registry<'_>, from: usize, to: usize) -> usize {
    let reign = scan.word_at(from, kind::REIGN).min(to - from);
    let name = scan.slice(from, to);
    let person = |registry: &Registry<'_>, key: &[char]| {
        registry.meanings(key).iter().copied().find(|i| registry.entities[*i].class == namer.class.person)
    };
    let other = || {
        let titles = namer.rulers.prefixes(name).map(|(l, _)| name[reign..l].to_vec());
        let all = titles.chain(namer.reign_titles.iter().cloned());
        let keys = all.map(|title| [&name[..reign], &title].concat());
        keys.into_iter().find_map(|key| person(registry, &key))
    };
    let id = person(registry, name).or_else(other);
    let id = id.unwrap_or_else(|| register(scan, registry, from, to, &namer.class.person));
    registry.name(id, name);
    id
}

/// Where the name of the dynasty starts that stands before a name: 後唐莊宗, 宋太祖.
fn dynasty_before(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &Registry<'_>, at: usize) -> usize {
    let polity = |n: &&super::sources::KnownName| *class_of(namer, registry, n.entity) == namer.class.polity;
    if let Some(name) = known.ending(at).filter(polity) {
        return name.from;
    }
    let short = at > 0 && scan.is_letter(at - 1) && namer.short.contains_key(&u32::from(scan.text[at - 1]));
    if short && scan.opens(at - 1) && !scan.inside_stop(at - 1) { at - 1 } else { at }
}

/// The person whose own name stands right after: where it ends, and who it is where that is known.
fn person_after(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &Registry<'_>,
    at: usize,
) -> Option<(usize, Option<usize>)> {
    if let Some(name) = known.starting(at) {
        let super::sources::KnownAs::Local(id) = name.entity else { return None };
        return (registry.entities[id].class == namer.class.person).then_some((name.to, Some(id)));
    }
    scan.word_at(at, kind::SURNAME).checked_sub(1)?;
    // 嗣德帝曾發給: a function word.
    if scan.stop_from(at) > 0 {
        return None;
    }
    let to = person_end(scan, namer, known, at, true)?;
    let mut meanings = registry.meanings(scan.slice(at, to)).iter().copied();
    Some((to, meanings.find(|i| registry.entities[*i].class == namer.class.person)))
}
