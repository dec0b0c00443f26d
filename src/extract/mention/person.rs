//! Names of people by what stands beside them: 欽差大臣崇厚.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::classify;
use super::namer::{Namer, Sound, kind};
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_dot, is_han};
use super::sound::{self, segment_end};
use super::sources::{KnownNames, class_of};
use super::{chinese, latin, monarch, office};

/// Proposes names of people and tells the registry, so that later places can repeat them.
pub fn find(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    sound::dotted(scan, namer, known, registry, out);
    sound::numbered(scan, namer, known, registry, out);
    sound::sounds(scan, namer, known, registry);
    sound::titled(scan, namer, known, registry, out);
    monarch::find(scan, namer, known, registry, out);
    beside(scan, namer, known, registry, out);
    latin::find(scan, namer, known, registry, out);
    sound::listed(scan, namer, known, registry, out);
    chinese::long_names(scan, namer, known, registry, out);
    chinese::listed(scan, namer, known, registry, out);
    join_longer(registry, namer);
    join_monarchs(registry, namer);
    join_titled(registry, namer);
    parts(scan, registry, namer);
    chinese::parts(scan, registry, namer);
}

/// The thing with the name at a place, made where there is none of that class.
pub fn register(
    scan: &Scan<'_>,
    registry: &mut Registry<'_>,
    from: usize,
    to: usize,
    class: &std::sync::Arc<str>,
) -> usize {
    let name = scan.slice(from, to);
    let written = scan.surface(from, to);
    match registry.meanings(name).iter().copied().find(|i| registry.entities[*i].class == *class) {
        Some(id) => id,
        None => registry.named(name, &written, class),
    }
}

/// Names of people right after an office, a word for kin, or a verb that takes a person.
fn beside(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    for at in 0..scan.text.len() {
        if !scan.is_letter(at) || scan.inside_stop(at) || known.starting(at).is_some() {
            continue;
        }
        let mut before = scan.ends_at(at) & (kind::HEAD | kind::KIN | kind::BEFORE_PERSON);
        // 失比爾汗雅迪格爾: a known name, a title, the name of who bears it.
        if scan.ends_at(at) & kind::TITLE != 0 && known.ending(at - 1).is_some() {
            before |= kind::HEAD;
        }
        // 普魯士王腓特烈: a polity, 王, a name written by sound.
        let king = before == 0 && names_king(scan, namer, known, registry, at);
        if king {
            before |= kind::HEAD;
        }
        // 于闐王李聖天, 暹羅王素里延: a land, who rules it, his name.
        let word = |i: usize| scan.hits_at(i).iter().any(|h| h.end as usize > i + 1) || scan.stop_from(i) > 1;
        let ruler = at > 1
            && !word(at - 1)
            && scan.stop_from(at) == 0
            && namer.marks.rulers.contains(&scan.text[at - 1])
            && known.ending(at - 1).is_some_and(|n| {
                let class = class_of(namer, registry, n.entity);
                [&namer.class.polity, &namer.class.place, &namer.class.people].contains(&class)
            });
        if ruler {
            before |= kind::HEAD;
        }
        // An office that only this document names.
        let office = known.ending(at).is_some_and(|n| *class_of(namer, registry, n.entity) == namer.class.office);
        if office || office::fief_before(scan, namer, known, at).is_some() {
            before |= kind::HEAD;
        }
        // 被阮福映擊敗: a family name and two characters between the passive and its verb.
        if before == 0
            && at > 0
            && namer.marks.passives.contains(&scan.text[at - 1])
            && defeater(scan, namer, known, at)
        {
            let id = register(scan, registry, at, at + 3, &namer.class.person);
            out.push(Candidate::new(at, at + 3, Meaning::Entity(id), How::Person));
            continue;
        }
        // 以周務學為道尹.
        if before == 0
            && let Some(to) = made_something(scan, namer, known, at)
        {
            let id = register(scan, registry, at, to, &namer.class.person);
            out.push(Candidate::new(at, to, Meaning::Entity(id), How::Person));
            continue;
        }
        // 湘軍鮑超部: an army, who leads it, and what he leads.
        let army = || known.ending(at).is_some_and(|n| *class_of(namer, registry, n.entity) == namer.class.army);
        let led = before == 0 && scan.stop_from(at) == 0 && army();
        if before == 0 && !led {
            continue;
        }
        let Some(to) = person_end(scan, namer, known, at, before & kind::HEAD != 0) else { continue };
        if led && !leads_force(scan, namer, to)
            || king && !ruler && !scan.is_sound(namer, scan.slice(at, to), (to - at).max(3) - 1)
        {
            continue;
        }
        let class = namer.class.person.clone();
        let id = register(scan, registry, at, to, &class);
        out.push(Candidate::new(at, to, Meaning::Entity(id), How::Person));
    }
}

/// Whether a polity's name and a monarch's title of one character end at a place: 普魯士王.
fn names_king(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &Registry<'_>, at: usize) -> bool {
    let Some(title) = at.checked_sub(1) else { return false };
    let single = namer.fiefs.iter().any(|t| t[..] == scan.text[title..at]);
    let polity = |n: &super::sources::KnownName| *class_of(namer, registry, n.entity) == namer.class.polity;
    single && !scan.inside_stop(at) && known.ending(title).is_some_and(|n| n.to - n.from > 1 && polity(n))
}

/// Where the name of a person that starts here ends. `office`: whether what stands before takes a person's name.
pub fn person_end(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, from: usize, office: bool) -> Option<usize> {
    if scan.word_at(from, kind::REIGN) > 0 {
        return None;
    }
    if scan.stop_from(from) > 1 || scan.stop_from(from) > 0 && scan.word_at(from, kind::SURNAME) == 0 {
        return None;
    }
    let force = |to: usize| leads_force(scan, namer, to);
    let ends = |to: usize| {
        scan.closes(to)
            || force(to)
            || known.starting(to).is_some()
            || scan.word_at(to, kind::HEAD | kind::AFTER_PERSON) > 0
    };
    // By sound.
    let to = segment_end(scan, namer, from);
    let name = scan.slice(from, to);
    let strong = name.iter().filter(|c| namer.sound(**c) == Sound::Strong).count();
    let heard = name.len() >= 3 && strong + 1 >= name.len() || name.len() == 2 && strong == 2 && scan.closes(to);
    // After an office some characters may be of the kind that seldom writes sounds: 暹羅王素里延塔鐵菩提.
    let begins = name.first().is_some_and(|c| namer.sound(*c) == Sound::Strong);
    let held = office && begins && name.len() >= 4 && strong * 2 >= name.len() && scan.stop_from(from) == 0;
    if (heard || held) && ends(to) && scan.glyph(to) != Glyph::Dot {
        return Some(to);
    }
    let long = scan.word_at(from, kind::LONG_SURNAME);
    let lengths = [3, 2, 4];
    let fits = |len: usize| {
        let to = from + len;
        // A given name may hold a function word (成, 從) if the document repeats it.
        let given = |i: usize| i == from || scan.stop_from(i) == 0;
        let all = to <= scan.text.len() && (from..to).all(|i| scan.is_letter(i) && is_han(scan.text[i]));
        let inside = |i: usize| {
            let place = len == 3 && i == from + 1 || long > 1 && i >= from + long;
            let named = office && place && namer.in_given.contains(&scan.text[i]);
            scan.stop_from(i) == 1 && (named || i + 1 < to && scan.count(scan.slice(from, to)) > 1)
        };
        let whole = |i: usize| given(i) || inside(i);
        all && (from..to).all(whole) && (from + 1..to).all(|i| known.starting(i).is_none())
    };
    // Japanese names: the given name is longer where it ends in a suffix of such names.
    if long > 1 {
        let given =
            |l: usize| l < 3 || scan.text.get(from + long + l - 1).is_some_and(|c| namer.given_ends.contains(c));
        let fit = |len: &usize| given(*len - long) && fits(*len) && ends(from + len);
        let found = [2, 3, 4, 1].into_iter().map(|l| long + l).find(fit);
        if let Some(len) = found {
            return Some(from + len);
        }
    }
    let surname =
        scan.hits_at(from).iter().rev().find(|h| h.word.kinds & kind::SURNAME != 0).map(|h| h.end as usize - from);
    if let Some(surname) = surname {
        // 妻子于唐軍: a function word before the name of a polity.
        let rest = from + surname;
        let polity = scan.stop_from(from) > 0
            && (known.starting(rest).is_some()
                || chinese::is_polity_form(namer, scan.text.get(rest..).unwrap_or_default()));
        if polity {
            return None;
        }
        let good = |len: &usize| *len > surname && *len - surname <= 2 && fits(*len);
        // After a verb or a word for kin a name needs more: punctuation, or to be repeated.
        let sure = |len: &usize| {
            let to = from + len;
            office
                || !scan.is_letter(to)
                || scan.verb_from(to)
                || namer.marks.copulas.contains(&scan.text[to])
                || scan.word_at(to, kind::AFTER_PERSON) > 0
                || force(to)
                || scan.count(scan.slice(from, to)) > 1
        };
        return lengths.into_iter().filter(good).find(|len| ends(from + len) && sure(len)).map(|len| from + len);
    }
    // After an office a repeated word of two or three characters is a name too.
    let repeated = |len: &usize| fits(*len) && ends(from + len) && elsewhere(scan, from, *len);
    if office { [2, 3].into_iter().find(repeated).map(|len| from + len) } else { None }
}

/// How far behind a name the office may stand that it is given: 以周務學為新疆省道尹.
const LONGEST_OFFICE: usize = 10;

/// Where a Chinese name ends that starts here, between 以 and 為 with an office behind it.
fn made_something(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, at: usize) -> Option<usize> {
    let by = at > 0 && namer.marks.means.contains(&scan.text[at - 1]) && scan.stop_to(at) == 1;
    if !by || scan.word_at(at, kind::SURNAME) == 0 {
        return None;
    }
    let name = |to: &usize| {
        let plain = |i: usize| scan.is_letter(i) && is_han(scan.text[i]) && (i == at || scan.stop_from(i) == 0);
        let as_ = scan.text.get(*to).is_some_and(|c| namer.marks.copulas.contains(c) || matches!(c, '作' | '任'));
        as_ && (at..*to).all(|i| plain(i) && !scan.inside_stop(i) && (i == at || known.starting(i).is_none()))
            && classify::is_chinese_person(namer, scan.slice(at, *to))
    };
    let to = [at + 3, at + 2].into_iter().find(name)?;
    let office =
        (to + 1..to + 1 + LONGEST_OFFICE).take_while(|i| scan.is_letter(*i)).any(|i| scan.word_at(i, kind::HEAD) > 1);
    office.then_some(to)
}

/// Whether three characters after a passive are the name of who did it: a family name, no form of other names, a verb.
fn defeater(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, at: usize) -> bool {
    let to = at + 3;
    let plain = |i: usize| scan.is_letter(i) && is_han(scan.text[i]) && (i == at || scan.stop_from(i) == 0);
    let free = |i: usize| known.starting(i).is_none() && !scan.inside_stop(i);
    to < scan.text.len()
        && (at..to).all(|i| plain(i) && free(i))
        && scan.stop_from(at) == 0
        && classify::is_chinese_person(namer, scan.slice(at, to))
        && (at..to).all(|i| scan.word_at(i, kind::FORM | kind::HEAD | kind::KIN) == 0)
        && (scan.word_at(to, kind::VERB) > 1 && scan.stop_from(to) > 1 || scan.text[to] == '所')
}

/// Whether a word for those whom a person leads stands at a place: 部.
pub fn leads_force(scan: &Scan<'_>, namer: &Namer, at: usize) -> bool {
    let suffix = namer.suffixes(&namer.class.person).and_then(|s| s.longest(scan.text.get(at..).unwrap_or_default()));
    suffix.is_some_and(|(len, _)| scan.closes(at + len))
}

/// Whether the word stands elsewhere too, as a name does: between punctuation or stops.
fn elsewhere(scan: &Scan<'_>, from: usize, len: usize) -> bool {
    let name = scan.slice(from, from + len);
    scan.find(name)
        .any(|at| at != from && scan.opens(at) && scan.ends_at(at) & kind::HEAD == 0 && scan.closes(at + len))
}

/// Joins people whose names have dots, where one name is the other with parts left out at an end.
fn join_longer(registry: &mut Registry<'_>, namer: &Namer) {
    let person = |registry: &Registry<'_>, ids: &[usize]| {
        ids.first().copied().filter(|i| registry.entities[*i].class == namer.class.person)
    };
    let names: Vec<(Vec<char>, usize)> = registry
        .names()
        .filter(|(name, _)| name.iter().any(|c| is_dot(*c)))
        .filter_map(|(name, ids)| person(registry, ids).map(|id| (name.to_vec(), id)))
        .collect();
    for (short, id) in &names {
        let longer = names.iter().filter(|(long, other)| {
            let rest = long.len().saturating_sub(short.len() + 1);
            let head = long.len() > short.len() && long.starts_with(short) && is_dot(long[short.len()]);
            other != id && (head || long.len() > short.len() && long.ends_with(short) && is_dot(long[rest]))
        });
        if let [(_, other)] = longer.collect::<Vec<_>>()[..] {
            registry.merge(*other, *id);
        }
    }
}

/// Joins monarchs who are named with and without their second name: 彼得三世·費奧多羅維奇, 彼得三世.
fn join_monarchs(registry: &mut Registry<'_>, namer: &Namer) {
    let mut pairs = Vec::new();
    for (name, ids) in registry.names() {
        let Some(dot) = name.iter().position(|c| is_dot(*c)) else { continue };
        let head = &name[..dot];
        let regnal = namer.lexicon.ending(head).is_some_and(|(k, w)| k > 1 && w.kinds & kind::REGNAL != 0);
        let person = |id: &usize| registry.entities[*id].class == namer.class.person;
        if let (true, [keep], [gone]) = (regnal, registry.meanings(head), ids)
            && person(keep)
            && person(gone)
            && keep != gone
        {
            pairs.push((*keep, *gone));
        }
    }
    pairs.into_iter().for_each(|(keep, gone)| registry.merge(keep, gone));
}

/// Joins people who are named with and without the title after their name, where only one bears the name: 奈伯格將軍, 奈伯格.
fn join_titled(registry: &mut Registry<'_>, namer: &Namer) {
    let person = |registry: &Registry<'_>, key: &[char]| match registry.meanings(key) {
        [id] if registry.entities[*id].class == namer.class.person => Some(*id),
        _ => None,
    };
    let mut pairs = Vec::new();
    for (name, _) in registry.names() {
        let title = (2..name.len())
            .find(|&k| namer.lexicon.get(&name[k..]).is_some_and(|w| w.kinds & kind::TITLE != 0))
            .filter(|&k| namer.lexicon.get(&name[k..]).is_some_and(|w| w.kinds & kind::REGNAL == 0));
        let Some(k) = title else { continue };
        if let (Some(keep), Some(gone)) = (person(registry, &name[..k]), person(registry, name)) {
            let paged = registry.entities[keep].page.is_some() && registry.entities[gone].page.is_some();
            // Two pages are of two people, unless the title is all that tells them apart and one follows from the other.
            if keep != gone
                && registry.entities[keep].gazetteer.is_none()
                && registry.entities[gone].gazetteer.is_none()
            {
                let topic = Some(keep) == registry.topic || Some(gone) == registry.topic;
                if !(paged && topic) {
                    // It is called by the name of its page, else by the longer one.
                    let short = registry.entities[keep].page.is_some() || Some(keep) == registry.topic;
                    pairs.push(if short { (keep, gone) } else { (gone, keep) });
                }
            }
        }
    }
    pairs.into_iter().for_each(|(keep, gone)| registry.merge(keep, gone));
}

/// Lets the first and last parts of names with dots stand for the person.
fn parts(scan: &Scan<'_>, registry: &mut Registry<'_>, namer: &Namer) {
    let mut wanted: Vec<(Vec<char>, usize, bool)> = Vec::new();
    for (name, ids) in registry.names() {
        let Some(&id) = ids.first().filter(|i| registry.entities[**i].class == namer.class.person) else { continue };
        let mut parts: Vec<&[char]> = name.split(|c| is_dot(*c)).collect();
        if parts.len() < 2 {
            // 亞歷山大大帝 without the title.
            let title = namer.lexicon.ending(name).filter(|(_, w)| w.kinds & kind::TITLE != 0).map(|(k, _)| k);
            // 慈禧 for 慈禧太后, but a reign is no person.
            let word = |k: usize| namer.lexicon.get(&name[..k]).is_some_and(|w| w.kinds & !kind::KEEP != 0);
            let full = |k: usize| {
                k == 2
                    && name.len() == 4
                    && !word(k)
                    && namer.lexicon.get(&name[k..]).is_some_and(|w| w.kinds & kind::HEAD == 0)
            };
            match title.filter(|k| *k > 2 && scan.is_sound(namer, &name[..*k], 2) || full(*k)) {
                Some(k) => parts = vec![&name[..k], &name[..k]],
                None => continue,
            }
        }
        for (last, part) in [(true, parts[parts.len() - 1]), (false, parts[0])] {
            let other =
                |i: &usize| registry.entities[*i].class != namer.class.person || registry.entities[*i].page.is_some();
            let word = namer.names.get(part).is_some() || namer.common.get(part).is_some();
            let known = word || registry.meanings(part).iter().any(other);
            if part.len() >= 2 && !known && scan.count(part) > scan.count(name) {
                wanted.push((part.to_vec(), id, last));
            }
        }
    }
    for (part, id, last) in &wanted {
        let rivals = wanted.iter().filter(|(p, i, _)| p == part && i != id);
        let topic = Some(*id) == registry.topic;
        // Of two with the same name the one that has a page is meant: 弗朗西斯科·皮薩羅, not his brother.
        let paged = |i: usize| registry.entities[i].page.is_some() || registry.entities[i].gazetteer.is_some();
        let loses = |rival: &(Vec<char>, usize, bool)| {
            let other = Some(rival.1) != registry.topic;
            topic || other && (*last && !rival.2 || *last == rival.2 && paged(*id) && !paged(rival.1))
        };
        if rivals.clone().all(loses) {
            let same: Vec<usize> = registry.meanings(part).iter().copied().filter(|i| i != id).collect();
            same.into_iter().for_each(|other| registry.merge(*id, other));
            registry.name(*id, part);
        }
    }
}
