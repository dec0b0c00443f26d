//! Titles that are offices, as mentions of their own: *king* in King X and in king of Y, and the land in king of Y.

use super::candidate::{Candidate, Sense};
use super::namer::bit;
use super::registry::Registry;
use super::scan::Scan;

/// A stretch of tokens and its thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub from: usize,
    pub to: usize,
    pub id: usize,
}

/// For each candidate the mentions that it is cut into; none where it stays one.
pub fn parts(
    scan: &Scan<'_>,
    registry: &mut Registry<'_>,
    candidates: &[Candidate],
    ids: &[Option<usize>],
) -> Vec<Vec<Part>> {
    let mut all = Vec::with_capacity(candidates.len());
    for (candidate, id) in candidates.iter().zip(ids) {
        let class = id.map(|id| registry.entities[id].class.clone());
        let found = match (&candidate.sense, *id) {
            (Sense::Class(c), Some(id)) if *c == scan.namer.class.office => office(scan, registry, candidate, id),
            (_, Some(id)) if class.is_some_and(|c| c == scan.namer.class.person) => {
                person(scan, registry, candidate, id)
            }
            _ => None,
        };
        all.push(found.unwrap_or_default());
    }
    all
}

/// King *of Norway*: the office, and the land or state.
fn office(scan: &Scan<'_>, registry: &mut Registry<'_>, candidate: &Candidate, id: usize) -> Option<Vec<Part>> {
    let Candidate { from, to, .. } = *candidate;
    let of = (from + 1..to).find(|k| scan.key(*k) == "of")?;
    let land = if scan.key(of + 1) == "the" { of + 2 } else { of + 1 };
    if land >= to {
        return None;
    }
    let key = scan.keys(land, to);
    let year = scan.year_at(scan.tokens[land].from);
    let whole = scan.namer.name_at(&scan.tokens, land).filter(|(len, _)| land + len == to).map(|(_, e)| e.to_vec());
    let known = registry.meaning(&key).filter(|i| Some(*i) == registry.topic);
    let entry = || whole.and_then(|entries| registry.choose(&entries, year));
    let over = match known.or_else(|| registry.meaning(&key).filter(|_| scan.namer.entries(&key).is_none())) {
        Some(id) => id,
        None => {
            let entry = entry()?;
            registry.entry(entry)
        }
    };
    registry.entities[id].names.insert(scan.surface(from, of));
    Some(vec![Part { from, to: of, id }, Part { from: land, to, id: over }])
}

/// *King* Alexander, the *Tibetan king* Srong Tsan: whose king he is, the office, the person.
fn person(scan: &Scan<'_>, registry: &mut Registry<'_>, candidate: &Candidate, id: usize) -> Option<Vec<Part>> {
    let name = candidate.name.0;
    if candidate.name.1 != candidate.to {
        return None;
    }
    let title = (candidate.from..name).find(|t| {
        let len = scan.len(*t, bit::OFFICE);
        len > 0 && t + len == name
    })?;
    let mut parts = Vec::new();
    let mut first = title;
    if candidate.from < title
        && let Some(adjective) = scan.adjective(candidate.from)
    {
        let year = scan.year_at(scan.tokens[candidate.from].from);
        if let Some(entry) = registry.choose(&adjective.entries, year) {
            let over = registry.entry(entry);
            parts.push(Part { from: candidate.from, to: candidate.from + 1, id: over });
            first = candidate.from;
        }
    }
    let class = scan.namer.class.office.clone();
    let office = registry.named(&scan.keys(first, name), &scan.surface(first, name), &class);
    for from in [first, title] {
        registry.entities[office].names.insert(scan.surface(from, name));
    }
    parts.push(Part { from: title, to: name, id: office });
    parts.push(Part { from: name, to: candidate.to, id });
    Some(parts)
}
