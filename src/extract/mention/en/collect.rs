//! The last step: mentions in the order of the text, and what tells "he" from "she".

use super::candidate::{Candidate, Sense};
use super::namer::bit;
use super::registry::Registry;
use super::scan::Scan;
use super::token::{Cap, Gap};
use crate::extract::mention::{Gender, How, Mention, Mentions};
use crate::span::Span;
use std::collections::BTreeMap;

impl Scan<'_> {
    /// Whether the tokens are titles, each with a capital.
    fn is_titled(&self, from: usize, to: usize) -> bool {
        self.titles_end(from) >= to && self.tokens[from..to].iter().all(|t| t.cap == Cap::Capital)
    }
}

/// Mentions in the order of the text, with the things that are mentioned.
pub(super) fn collect(
    scan: &Scan<'_>,
    mut registry: Registry<'_>,
    topic: Option<usize>,
    candidates: &[Candidate],
    ids: &[Option<usize>],
) -> Mentions {
    let mut found = Mentions::default();
    let mut places: Vec<Option<usize>> = vec![None; registry.entities.len()];
    for (n, (candidate, id)) in candidates.iter().zip(ids).enumerate() {
        let Some(id) = *id else { continue };
        if !matches!(candidate.sense, Sense::Title | Sense::Head) && candidate.called.is_none() {
            let (from, to) = candidate.name;
            registry.entities[id].names.insert(scan.surface(from, to));
            // An office with a capital right before it too: Emperor Jomei.
            let before = n.checked_sub(1).and_then(|n| candidates.get(n));
            let titled = before.filter(|b| b.how == How::Office && b.to == from && scan.is_titled(b.from, from));
            if let Some(office) = titled.filter(|_| registry.entities[id].class == scan.namer.class.person) {
                let plural = scan.is(from - 1, bit::PLURAL);
                registry.entities[id].names.extend((!plural).then(|| scan.surface(office.from, to)));
            }
            // Henry II of Bavaria: the land is part of the name.
            let land = candidates.get(n + 1).filter(|l| {
                let of = scan.key(to) == "of" && scan.follows(to) && scan.runs(to, l.from);
                let the = l.from == to + 2 && scan.key(to + 1) == "the";
                of && (l.from == to + 1 || the) && l.called.is_none()
            });
            if let Some(land) = land.filter(|_| registry.entities[id].class == scan.namer.class.person && to < from + 3)
            {
                registry.entities[id].names.insert(scan.surface(from, land.name.1));
            }
            // A title with a capital is part of the name: Lord Palmerston.
            if candidate.from < from && candidate.to == to && scan.is_titled(candidate.from, from) {
                registry.entities[id].names.insert(scan.surface(candidate.from, to));
            }
        }
        let entity = *places[id].get_or_insert_with(|| {
            found.entities.push(registry.entities[id].clone());
            found.entities.len() - 1
        });
        let span = Span::new(scan.tokens[candidate.from].from, scan.tokens[candidate.to - 1].to);
        let class = registry.entities[id].class.clone();
        let confidence = if *class == *scan.namer.class.unknown { 40 } else { 80 };
        found.mentions.push(Mention { span, entity, class, confidence, how: candidate.how });
    }
    // Names and classes can become known after the first mention.
    for (id, place) in places.iter().enumerate() {
        if let Some(place) = place {
            found.entities[*place].names.clone_from(&registry.entities[id].names);
            found.entities[*place].class = registry.entities[id].class.clone();
        }
    }
    found.topic = topic.and_then(|t| places.get(t).copied().flatten());
    genders(scan, candidates, &mut found);
    for mention in &mut found.mentions {
        mention.class = found.entities[mention.entity].class.clone();
    }
    found
}

/// What titles, words for kin and given names tell of persons; of whom the page is about, its pronouns.
fn genders(scan: &Scan<'_>, candidates: &[Candidate], found: &mut Mentions) {
    let mut points: BTreeMap<usize, i32> = BTreeMap::new();
    let sign = |at: usize| match (scan.is(at, bit::FEMALE), scan.is(at, bit::MALE)) {
        (true, false) => -1,
        (false, true) => 1,
        _ => 0,
    };
    for candidate in candidates.iter().filter(|c| !matches!(c.sense, Sense::Title | Sense::Head)) {
        let (from, _) = candidate.name;
        let start = scan.tokens[candidate.from].from;
        let at = found.mentions.partition_point(|m| m.span.start() < start);
        let person = found.mentions.get(at).filter(|m| m.span.start() == start && m.class == scan.namer.class.person);
        let Some(mention) = person else { continue };
        // The title or word for kin right before the name says more than the name.
        let before =
            (1..=2).filter_map(|k| from.checked_sub(k)).filter(|k| scan.runs(*k, from)).map(sign).find(|s| *s != 0);
        let comma = from.checked_sub(1).filter(|_| scan.tokens[from].gap == Gap::Comma).map_or(0, sign);
        *points.entry(mention.entity).or_default() += 3 * before.unwrap_or(0) + 2 * comma + 2 * sign(from);
    }
    if let Some(topic) = found.topic {
        let count = |words: [&str; 3]| scan.tokens.iter().filter(|t| words.contains(&t.key.as_str())).count() as i32;
        let (he, she) = (count(["he", "him", "his"]), count(["she", "her", "hers"]));
        if (he - she).abs() > 2 && he.max(she) > 2 * he.min(she) {
            *points.entry(topic).or_default() += 20 * (he - she).signum();
        }
    }
    let told = points.into_iter().filter(|(_, p)| p.abs() > 1);
    found.gender = told.map(|(e, p)| (e, if p > 0 { Gender::Male } else { Gender::Female })).collect();
}
