//! Things that links lead to, and what they are.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::classify::{self, Votes};
use super::links::name_in_anchor;
use super::namer::{Namer, bare, kind};
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_han};
use crate::document::Document;
use std::sync::Arc;

/// Things that links lead to.
pub fn links(
    document: &Document,
    scan: &Scan<'_>,
    namer: &Namer,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    let mut previous: Option<(usize, Arc<str>)> = None;
    let mut anchors: Vec<(Vec<char>, usize)> = Vec::new();
    let japanese = super::chinese::is_japanese(scan);
    for link in document.links.iter().filter(|l| l.anchor.end() <= scan.text.len() && !l.anchor.is_empty()) {
        let folded = namer.folded(&link.target);
        let (name, _) = bare(&folded);
        let (from, to) = (link.anchor.start(), link.anchor.end());
        let class = classify::by_form(scan, namer, name).or_else(|| classify::by_hint(namer, &folded));
        if scan.glyph(from) == Glyph::Out {
            // Outside the prose only what is surely a name helps to find names in the prose.
            if let Some(class) = class.filter(|_| link.wiki.is_none() && name.len() >= 3) {
                registry.page(&link.target, name, None, Some(class));
            }
            continue;
        }
        let (from, to) = unquoted(scan, from, to);
        let Some((from, to)) = name_in_anchor(scan, namer, from, to, name) else { continue };
        let surface = scan.slice(from, to);
        // An anchor that begins with a verb is a description; what it links to can still be named elsewhere.
        if surface != name && scan.verb_from(from) {
            continue;
        }
        // The name of a reign is a time.
        if namer.lexicon.get(surface).is_some_and(|w| w.kinds & kind::REIGN != 0) {
            continue;
        }
        let gazetteer = namer.names.get(&folded).or_else(|| namer.names.get(name)).is_some();
        if !gazetteer && (classify::is_common(scan, namer, name) || classify::is_common(scan, namer, surface)) {
            continue;
        }
        // The army of a polity is the polity, whatever the page is called: 法軍.
        if let Some(id) = registry.polity_of(surface, scan.year_at(from)).filter(|_| !gazetteer) {
            out.push(Candidate::new(from, to, Meaning::Entity(id), How::Link));
            continue;
        }
        // An anchor that stops short, and what it says is something else: [阿富汗] on the page of a war.
        let said = namer.names.get(surface).filter(|_| !gazetteer && surface != name);
        if let Some(said) = said.and_then(|e| registry.choose(e, scan.year_at(from))) {
            let other = class.as_ref().is_some_and(|c| *c != namer.known[said as usize].class);
            if other && name.len() > surface.len() && name.starts_with(surface) {
                continue;
            }
        }
        // The page tells more than what its short anchor names: 琉球 → 琉球王國的遺產.
        let more = name.len() >= surface.len() + 5 && name.iter().any(|c| namer.marks.attributive.contains(c));
        if !gazetteer && more {
            continue;
        }
        let class = class
            .or_else(|| classify::by_form(scan, namer, surface))
            .or_else(|| address(scan, namer, name, japanese))
            .or_else(|| {
                let class = by_context(scan, namer, from, to, previous.clone())?;
                // 與曾國藩…: what stands before states stands before people too.
                let person = class == namer.class.polity && surface.len() >= 3;
                let looks = person && classify::is_chinese_person(namer, surface);
                Some(if looks { namer.class.person.clone() } else { class })
            })
            .or_else(|| classify::by_weak_form(namer, name))
            .or_else(|| classify::by_weak_form(namer, surface).filter(|_| surface != name))
            .or_else(|| fallback(scan, namer, surface, japanese))
            .or_else(|| gazetteer.then(|| namer.class.unknown.clone()));
        let Some(class) = class else { continue };
        let id = match &link.wiki {
            Some(_) => {
                let written: String = document.chars[from..to].iter().collect();
                Some(registry.named(surface, &written, &class))
            }
            None => registry.page(&link.target, surface, scan.year_at(from), Some(class)),
        };
        let Some(id) = id else { continue };
        registry.name(id, surface);
        if surface != name {
            anchors.push((surface.to_vec(), id));
        }
        previous = Some((to, registry.entities[id].class.clone()));
        out.push(Candidate::new(from, to, Meaning::Entity(id), How::Link));
    }
    // A page with the very name by which another is linked is that other: 巴布爾 and 巴卑爾.
    let mut same = Vec::new();
    for (surface, id) in anchors {
        let other = registry.page_called(&surface).filter(|o| *o != id && Some(*o) != registry.topic);
        let class = |i: usize| registry.entities[i].class.clone();
        if let Some(other) = other.filter(|o| class(*o) == class(id) && registry.entities[*o].gazetteer.is_none()) {
            same.push((id, other));
        }
    }
    for (id, other) in same {
        registry.merge(id, other);
        for candidate in out.iter_mut().filter(|c| c.meaning == Meaning::Entity(other)) {
            candidate.meaning = Meaning::Entity(id);
        }
    }
}

/// The class of a short name that ends like a part of an address: 莫州.
fn address(scan: &Scan<'_>, namer: &Namer, name: &[char], japanese: bool) -> Option<Arc<str>> {
    // 武藏國 is a province, 安南國 a state.
    if name.len() == 3 && name.ends_with(&['国']) {
        let class = if japanese { &namer.class.place } else { &namer.class.polity };
        return Some(class.clone());
    }
    // 後北條氏: a house.
    if name.len() >= 3 && namer.marks.houses.contains(&name[name.len() - 1]) {
        return Some(namer.class.people.clone());
    }
    let ends = (2..=4).contains(&name.len()) && name.last().is_some_and(|c| namer.chain.contains(c));
    let sound = scan.is_sound(namer, name, name.len().saturating_sub(1));
    classify::by_weak_form(namer, name).filter(|c| ends && !sound && *c == namer.class.place)
}

/// A stretch without the quotation marks around it.
fn unquoted(scan: &Scan<'_>, mut from: usize, mut to: usize) -> (usize, usize) {
    while from < to && scan.glyph(from) == Glyph::Edge {
        from += 1;
    }
    while from < to && scan.glyph(to - 1) == Glyph::Edge {
        to -= 1;
    }
    (from, to)
}

/// The class that the surroundings of a linked name tell. `previous` is where the link before ends, and its class.
fn by_context(
    scan: &Scan<'_>,
    namer: &Namer,
    from: usize,
    to: usize,
    previous: Option<(usize, Arc<str>)>,
) -> Option<Arc<str>> {
    let name = scan.slice(from, to);
    if name.len() < 2 {
        return None;
    }
    let mut votes = Votes::default();
    for at in scan.find(name) {
        votes.add(scan, namer, at, at + name.len());
    }
    if let Some((end, class)) = previous {
        let listed = end + 1 == from && namer.marks.joiners.contains(&scan.text[end]);
        // A place right after a place lies in it; a long word that writes no sounds is what somebody is: 邕州太常博士.
        let word = name.len() > 3 && !scan.is_sound(namer, name, name.len() / 2);
        if listed || end == from && class == namer.class.place && !word {
            votes.add_class(namer, &class, 2);
        }
    }
    votes.class(namer, 2)
}

/// The class of a linked name that nothing else tells: a Chinese person by the look of it, or unknown.
fn fallback(scan: &Scan<'_>, namer: &Namer, name: &[char], japanese: bool) -> Option<Arc<str>> {
    if name.len() < 2 {
        return None;
    }
    if scan.is_sound(namer, name, name.len().div_ceil(2)) {
        return Some(namer.class.unknown.clone());
    }
    // Names of four characters in a text full of Japanese family names: 鳥居元忠.
    let word = (2..name.len().saturating_sub(1))
        .any(|k| namer.lexicon.get(&name[k..]).is_some_and(|w| w.kinds & kind::STOP != 0));
    let four = japanese && !word && name.len() == 4 && name.iter().all(|c| is_han(*c));
    if four || classify::is_chinese_person(namer, name) && name.len() >= 3 {
        return Some(namer.class.person.clone());
    }
    classify::is_chinese_person(namer, name).then(|| namer.class.unknown.clone())
}
