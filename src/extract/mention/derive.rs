//! Names made from names: the army of a polity, the people of a place, the north of a country.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::forms::{closes, ordinal_before};
use super::namer::Namer;
use super::registry::Registry;
use super::scan::Scan;
use super::sources::KnownNames;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many suffixes follow each other at most: 新疆-西北-地區.
const LONGEST_CHAIN: usize = 3;

/// Proposes what can be made from the candidates so far.
pub fn find(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    let mut seen = BTreeSet::new();
    let mut from = 0;
    for _ in 0..LONGEST_CHAIN {
        let to = out.len();
        for i in from..to {
            let base = out[i].clone();
            let (class, id) = match &base.meaning {
                Meaning::Entity(id) => (registry.entities[*id].class.clone(), Some(*id)),
                Meaning::Named(class) => (class.clone(), None),
                Meaning::Nothing => continue,
            };
            let Some((len, made)) = suffix_at(scan, namer, &class, base.to) else { continue };
            let end = base.to + len;
            if made.is_some() && len == 1 && !closes(scan, known, end) {
                continue;
            }
            if base.how == How::Compound || !seen.insert((base.from, end)) {
                continue;
            }
            let name = scan.slice(base.from, end);
            let meaning = match (made, id) {
                (None, Some(id)) => Meaning::Entity(id),
                (None, None) => Meaning::Entity(registry.named(
                    scan.slice(base.from, base.to),
                    &scan.surface(base.from, base.to),
                    &class,
                )),
                (Some(class), _) => match registry.meaning(name) {
                    Some(id) => Meaning::Entity(id),
                    None => Meaning::Named(class),
                },
            };
            out.push(Candidate::new(base.from, end, meaning, How::Derived));
        }
        from = to;
    }
}

/// Proposes places that lie at a side of another: 北高加索, 西南達吉斯坦.
pub fn sides(scan: &Scan<'_>, namer: &Namer, registry: &Registry<'_>, out: &mut Vec<Candidate>) {
    let mut made = Vec::new();
    for base in out.iter() {
        let Meaning::Entity(id) = base.meaning else { continue };
        let class = &registry.entities[id].class;
        let army = *class == namer.class.army;
        // 南印度 lies in 印度; 北魏 and 東突厥汗國 are polities of their own, which other lists know.
        let formless = || namer.lexicon.ending(scan.slice(base.from, base.to)).is_none_or(|(_, w)| w.form == 0);
        let land = *class == namer.class.polity && base.to - base.from >= 2 && formless();
        let place = *class == namer.class.place || *class == namer.class.unknown || army || land;
        let len = (1..=2.min(base.from))
            .rev()
            .find(|len| namer.prefixes.get(scan.slice(base.from - len, base.from)).is_some());
        let Some(from) = len.map(|len| base.from - len).filter(|_| place && base.how != How::Compound) else {
            continue;
        };
        if scan.opens(from) && !scan.inside_stop(from) && !scan.inside_stop(base.from) {
            let name = scan.slice(from, base.to);
            let meaning = registry.meaning(name).map_or_else(
                || Meaning::Named(if army { namer.class.army.clone() } else { namer.class.place.clone() }),
                Meaning::Entity,
            );
            made.push(Candidate::new(from, base.to, meaning, How::Derived));
        }
    }
    out.append(&mut made);
}

/// Proposes what is counted, where a name or link leaves the number out: 第一次[西里西亞戰爭].
pub fn counted(scan: &Scan<'_>, namer: &Namer, registry: &Registry<'_>, out: &mut Vec<Candidate>) {
    let roles = &namer.class;
    let others = [
        &roles.polity,
        &roles.place,
        &roles.people,
        &roles.person,
        &roles.office,
        &roles.army,
        &roles.treaty,
        &roles.unknown,
    ];
    let mut made = Vec::new();
    for base in out.iter() {
        let class = match &base.meaning {
            Meaning::Entity(id) => &registry.entities[*id].class,
            Meaning::Named(class) => class,
            Meaning::Nothing => continue,
        };
        let happens = !others.contains(&class) && base.from > 0 && base.how != How::Compound;
        let counter = happens && namer.marks.counters.contains(&scan.text[base.from - 1]);
        let Some(len) = ordinal_before(scan, namer, base.from).filter(|len| counter && *len > 2) else { continue };
        let from = base.from - len;
        if scan.inside_stop(from) || namer.marks.ordinal.contains(&scan.text[base.from]) {
            continue;
        }
        let name = scan.slice(from, base.to);
        let meaning = registry.meaning(name).map_or_else(|| Meaning::Named(class.clone()), Meaning::Entity);
        made.push(Candidate::new(from, base.to, meaning, How::Derived));
    }
    out.append(&mut made);
}

/// The longest suffix that can follow a name of this class: its length, and the class of what it makes.
fn suffix_at(scan: &Scan<'_>, namer: &Namer, class: &str, at: usize) -> Option<(usize, Option<Arc<str>>)> {
    if !scan.is_letter(at) {
        return None;
    }
    let suffixes = namer.suffixes(class)?.prefixes(&scan.text[at..]);
    let fits = suffixes.filter_map(|(len, suffix)| {
        let suffix = suffix.as_ref()?;
        let next = scan.text.get(at + len).copied().unwrap_or('\n');
        (!suffix.not_before.contains(&next)).then(|| (len, suffix.class_before(&scan.text[at + len..])))
    });
    fits.last()
}
