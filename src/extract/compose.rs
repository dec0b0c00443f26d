//! Names that are made of names: an office with whom or what it is over, a stretch of land between two borders.
//!
//! Mentions side by side stay mentions of their own, but what an office is called includes what stands before it
//! (黑龍江將軍, 浩罕汗國軍官), and 某山以北、某河以西 is one land, not two.

use super::mention::{LocalEntity, Mentions};
use crate::document::Document;
use crate::pack::Gazetteer;
use crate::pack::domain::Domain;
use crate::pack::gazetteer::NameIndex;
use crate::span::Span;
use crate::text::script::fold_str;
use std::collections::{BTreeMap, BTreeSet};

/// Joins offices with what they are over, lands with what bounds them, and parts with their wholes; `parts` are the
/// words that a part ends in (南部).
pub fn compose(
    document: &Document,
    folded: &[char],
    mut found: Mentions,
    domain: &Domain,
    known: (&Gazetteer, &NameIndex),
    parts: &[String],
) -> Mentions {
    join_lands(document, folded, &mut found);
    name_offices(document, &mut found, domain);
    find_wholes(document, folded, &mut found, domain, known, parts);
    found
}

/// Finds of which thing a place is a part by its name; a whole that the document does not name becomes an entity too.
fn find_wholes(
    document: &Document,
    folded: &[char],
    found: &mut Mentions,
    domain: &Domain,
    (gazetteer, names): (&Gazetteer, &NameIndex),
    parts: &[String],
) {
    // Few pages need it.
    let mut by_name: Option<BTreeMap<String, usize>> = None;
    let mut seen = BTreeSet::new();
    for at in 0..found.mentions.len() {
        let mention = &found.mentions[at];
        if *mention.class != *domain.classes.place || !seen.insert(mention.entity) {
            continue;
        }
        let words: String = folded[mention.span.range()].iter().collect();
        let mut rest = words.as_str();
        // 黎巴嫩南部西南沿岸: a part of a part.
        while let Some(part) = parts.iter().filter(|p| rest.ends_with(p.as_str())).max_by_key(|p| p.len()) {
            rest = &rest[..rest.len() - part.len()];
        }
        // A part with a place of its own in the gazetteer is that place: 亞洲中部.
        if rest.len() == words.len() || rest.chars().count() < 2 || found.entities[mention.entity].gazetteer.is_some() {
            continue;
        }
        let (start, entity) = (mention.span.start(), mention.entity);
        let by_name = by_name.get_or_insert_with(|| names_of(found));
        let whole = by_name.get(rest).copied().unwrap_or_else(|| {
            let title = document.slice(Span::new(start, start + rest.chars().count()));
            let known = names.by_name(rest).first().copied();
            let class = known.map_or(&*domain.classes.place, |k| &gazetteer.entries[k].class).into();
            let names = [title.clone()].into_iter().collect();
            found.entities.push(LocalEntity { title, class, names, gazetteer: known, page: None });
            found.entities.len() - 1
        });
        by_name.entry(rest.to_string()).or_insert(whole);
        if whole != entity {
            found.wholes.insert(entity, whole);
        }
    }
}

/// The entities by all their names, folded; a name of several is the first one's.
fn names_of(found: &Mentions) -> BTreeMap<String, usize> {
    let mut by_name = BTreeMap::new();
    for (at, entity) in found.entities.iter().enumerate() {
        for name in entity.names.iter().chain([&entity.title]) {
            by_name.entry(fold_str(name)).or_insert(at);
        }
    }
    by_name
}

fn name_offices(document: &Document, found: &mut Mentions, domain: &Domain) {
    let is = |class: &str, wanted: &str| class == wanted;
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..found.mentions.len() {
        let office = &found.mentions[at];
        if !is(&office.class, &domain.classes.office) {
            continue;
        }
        let (end, entity) = (office.span.end(), office.entity);
        // The names right before it, nearest first.
        let mut first = at;
        while first > 0 {
            let before = &found.mentions[first - 1];
            let touches = before.span.end == found.mentions[first].span.start;
            if !touches || !domain.classes.offices_of.iter().any(|c| is(&before.class, c)) {
                break;
            }
            first -= 1;
        }
        if first == at {
            continue;
        }
        let mut names: BTreeSet<String> =
            (first..at).map(|i| document.slice(Span::new(found.mentions[i].span.start(), end))).collect();
        names.extend(found.entities[entity].names.iter().cloned());
        // An office with a name of its own (黑龍江將軍) does not need its polity.
        let own = found.mentions[at].span.len() > 3
            && (first..at).all(|i| is(&found.mentions[i].class, &domain.classes.polity));
        if own {
            found.entities[entity].names.extend(names);
            continue;
        }
        // A polity in front says whose office it is, unless nothing else does.
        let start =
            if is(&found.mentions[first].class, &domain.classes.polity) && first + 1 < at { first + 1 } else { first };
        let title = document.slice(Span::new(found.mentions[start].span.start(), end));
        let class = found.entities[entity].class.clone();
        let id = *known.entry(fold_str(&title)).or_insert_with(|| {
            found.entities.push(LocalEntity { title, class, names: BTreeSet::new(), gazetteer: None, page: None });
            found.entities.len() - 1
        });
        found.entities[id].names.extend(names);
        found.mentions[at].entity = id;
    }
}

/// Whether a name ends in a direction from a border: 以北.
pub fn bounded(folded: &[char], span: Span) -> bool {
    let chars = &folded[span.range()];
    chars.windows(2).any(|w| w[0] == '以' && matches!(w[1], '东' | '西' | '南' | '北'))
}

/// Whether what a place is called says a direction from one border and nothing else.
fn bounded_name(title: &str) -> bool {
    let name: Vec<char> = fold_str(title).chars().collect();
    matches!(name[..], [.., '以', '东' | '西' | '南' | '北'])
}

fn join_lands(document: &Document, folded: &[char], found: &mut Mentions) {
    let mut whole: BTreeSet<usize> = BTreeSet::new();
    let mut at = 0;
    while at + 1 < found.mentions.len() {
        let (a, b) = (&found.mentions[at], &found.mentions[at + 1]);
        let joined = folded.get(a.span.end()) == Some(&'、') && b.span.start() == a.span.end() + 1;
        if !joined || !bounded(folded, a.span) || !bounded(folded, b.span) {
            at += 1;
            continue;
        }
        let span = a.span.cover(b.span);
        let title = document.slice(span);
        let names = [title.clone(), document.slice(a.span), document.slice(b.span)];
        let class = a.class.clone();
        // The land north of a river is the one that elsewhere has its other border too.
        let first = a.entity;
        if !whole.contains(&first) && bounded_name(&found.entities[first].title) {
            whole.insert(first);
            found.entities[first].names.extend(names);
            found.mentions[at].span = span;
            found.mentions.remove(at + 1);
            continue;
        }
        found.entities.push(LocalEntity {
            title,
            class,
            names: names.into_iter().collect(),
            gazetteer: None,
            page: None,
        });
        found.mentions[at].span = span;
        found.mentions[at].entity = found.entities.len() - 1;
        found.mentions.remove(at + 1);
    }
}
