//! Names made from names: the army of a polity, the people of a place, the north of a country.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::namer::Namer;
use super::registry::Registry;
use super::scan::Scan;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many suffixes follow each other at most: 新疆-西北-地區.
const LONGEST_CHAIN: usize = 3;

/// Proposes what can be made from the candidates so far.
pub fn find(scan: &Scan<'_>, namer: &Namer, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
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
            if base.how == How::Compound || !seen.insert((base.from, end)) {
                continue;
            }
            let name = scan.slice(base.from, end);
            let meaning = match (made, id) {
                (None, Some(id)) => Meaning::Entity(id),
                (None, None) => Meaning::Entity(registry.named(
                    scan.slice(base.from, base.to),
                    &text(scan, base.from, base.to),
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

fn text(scan: &Scan<'_>, from: usize, to: usize) -> String {
    scan.slice(from, to).iter().collect()
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
        (!suffix.not_before.contains(&next)).then(|| (len, suffix.class.clone()))
    });
    fits.last()
}
