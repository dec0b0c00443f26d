//! The class of a name: from what it ends in, how it is written, its disambiguator, and what stands around it.

use super::namer::{Namer, Word, bare, kind};
use super::person::leads_force;
use super::registry::Registry;
use super::scan::{Scan, is_dot, is_han};
use super::sources::{KnownAs, KnownNames, class_of};
use crate::document::{BlockKind, Document};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The class that the name surely shows by itself, folded and without disambiguator.
pub fn by_form(scan: &Scan<'_>, namer: &Namer, name: &[char]) -> Option<Arc<str>> {
    if namer.not_names.get(name).is_some() || name.len() < 2 {
        return None;
    }
    if let Some(entry) = namer.names.get(name).and_then(|e| e.first()) {
        return Some(namer.known[*entry as usize].class.clone());
    }
    if namer.rulers.get(name).is_some() {
        return Some(namer.class.person.clone());
    }
    let endings: Vec<(usize, &Word)> =
        (0..name.len()).filter_map(|k| namer.lexicon.get(&name[k..]).map(|w| (k, w))).collect();
    // 西班牙征服印加帝國 is what was done, whatever it ends in.
    if let Some(class) = by_deed(namer, name).filter(|_| has_object(namer, name)) {
        return Some(class);
    }
    let endings = || endings.iter().copied();
    let dotted = name.iter().any(|c| is_dot(*c)) && name.first().is_some_and(|c| is_han(*c));
    let form = endings().find(|(k, w)| w.form > 0 && *k > 0).filter(|(k, w)| is_strong(namer, name, *k, w));
    let numbered = |k: usize, w: &Word| k >= 2 && w.kinds & kind::REGNAL != 0;
    let title =
        endings().find(|(k, w)| numbered(*k, w) || w.kinds & kind::TITLE != 0 && scan.is_sound(namer, &name[..*k], 2));
    // 波蘭國王 is an office, 特勞恩伯爵 a man.
    let title = title.filter(|(k, w)| w.kinds & kind::HEAD == 0 || namer.names.get(&name[..*k]).is_none());
    let head = endings().find(|(_, w)| w.kinds & kind::HEAD != 0);
    let length = |hit: Option<(usize, _)>| hit.map_or(0, |(k, _): (usize, _)| name.len() - k);
    let (f, t, h) = (length(form), length(title), length(head));
    // 潞王: by itself a title.
    let fief = name.len() == 2 && namer.fiefs.iter().any(|t| t.len() == 1 && name.ends_with(t));
    if fief && !namer.marks.not_fiefs.contains(&name[0]) {
        return Some(namer.class.office.clone());
    }
    if t > 0 && t >= f && t >= h || dotted && t.max(h) > f {
        return Some(namer.class.person.clone());
    }
    if h > 0 && h >= f {
        return Some(namer.class.office.clone());
    }
    if let Some((_, word)) = form {
        return Some(namer.forms[word.form as usize - 1].class.clone());
    }
    if dotted && scan.is_sound(namer, name, 1) {
        return Some(namer.class.person.clone());
    }
    by_deed(namer, name)
}

/// Whether a form is proof enough: one character is, for a form that stands alone or after a known name.
fn is_strong(namer: &Namer, name: &[char], k: usize, word: &Word) -> bool {
    let form = &namer.forms[word.form as usize - 1];
    name.len() - k > 1 || form.open || k > 1 && namer.names.get(&name[..k]).is_some()
}

/// The class that an ending of one character suggests: 江, 城.
pub fn by_weak_form(namer: &Namer, name: &[char]) -> Option<Arc<str>> {
    let (k, word) =
        (1..name.len()).filter_map(|k| namer.lexicon.get(&name[k..]).map(|w| (k, w))).find(|(_, w)| w.form > 0)?;
    let not = namer.not_names.get(name).is_some() || k > 1 && namer.not_names.get(&name[k - 1..]).is_some();
    (!not && name.len() <= 7).then(|| namer.forms[word.form as usize - 1].class.clone())
}

impl Namer {
    /// The class that the ending of some words suggests, for words that stand where a name is told.
    pub fn class_by_ending(&self, text: &str) -> Option<Arc<str>> {
        by_weak_form(self, &self.folded(text))
    }
}

/// Whether known names stand on both sides of a verb that makes the name of what was done.
fn has_object(namer: &Namer, name: &[char]) -> bool {
    let known = |part: &[char]| namer.names.get(part).is_some();
    namer.deeds.iter().any(|(verb, _)| {
        let places = 1..(name.len() + 1).saturating_sub(verb.len() + 1);
        places.into_iter().any(|k| name[k..].starts_with(verb) && known(&name[..k]) && known(&name[k + verb.len()..]))
    })
}

/// The class of a title that says what was done: 俄羅斯征服西伯利亞.
fn by_deed(namer: &Namer, name: &[char]) -> Option<Arc<str>> {
    namer.deeds.iter().find_map(|(verb, class)| {
        let at = (1..name.len().checked_sub(verb.len())?).find(|&k| name[k..].starts_with(verb))?;
        let known = namer.names.get(&name[..at]).is_some() || namer.names.get(&name[at + verb.len()..]).is_some();
        known.then(|| class.clone())
    })
}

/// The class that a disambiguator tells: `皇帝`, `城市`.
pub fn by_hint(namer: &Namer, title: &[char]) -> Option<Arc<str>> {
    let (_, hint) = bare(title);
    ending_hint(namer, hint)
}

/// The class of what a phrase ends in.
pub fn ending_hint(namer: &Namer, phrase: &[char]) -> Option<Arc<str>> {
    (0..phrase.len()).find_map(|k| namer.hints.get(&phrase[k..]).cloned().flatten())
}

/// Whether a linked word names no one thing.
pub fn is_common(scan: &Scan<'_>, namer: &Namer, name: &[char]) -> bool {
    let stop = namer.lexicon.get(name).is_some_and(|w| w.kinds & kind::STOP != 0);
    stop || namer.not_names.get(name).is_some()
        || (!scan.is_sound(namer, name, 2.max(name.len() - 1))
            && (0..name.len()).any(|k| namer.common.get(&name[k..]).is_some()))
}

/// What a name's surroundings say, over all the places where it stands.
#[derive(Debug, Default, Clone, Copy)]
pub struct Votes {
    person: u32,
    place: u32,
    people: u32,
    polity: u32,
}

impl Votes {
    /// Counts what stands around one occurrence.
    pub fn add(&mut self, scan: &Scan<'_>, namer: &Namer, from: usize, to: usize) {
        let (before, long) = (scan.ends_at(from), scan.long_ends_at(from));
        let quoted = to < scan.text.len() && matches!(scan.text[to], '」' | '”');
        let to = if quoted { to + 1 } else { to };
        let after = scan.hits_at(past_aside(scan, to)).iter().fold(0, |bits, hit| bits | hit.word.kinds);
        let bit = |bits: u64, kind: u64, weight: u32| if bits & kind != 0 { weight } else { 0 };
        self.person += bit(before, kind::HEAD, 3) + bit(before, kind::KIN, 2);
        // 將領魏博節度使: the name belongs to the office.
        let seat = after & kind::SEAT != 0;
        self.person += bit(before, kind::BEFORE_PERSON, 1) + bit(long, kind::BEFORE_PERSON, 1);
        self.person += bit(after, kind::AFTER_PERSON, 3) + bit(after, kind::KIN, 2);
        self.place +=
            bit(before, kind::BEFORE_PLACE, 1) + bit(long, kind::BEFORE_PLACE, 1) + bit(after, kind::AFTER_PLACE, 2);
        // 弟包朗阿; 兀魯伯：1447年－1449年在位.
        let kin = from > 0 && namer.marks.kin.contains(&scan.text[from - 1]);
        self.person += if kin { 2 } else { 0 } + if dated_reign(scan, to) { 3 } else { 0 };
        // 喀山汗易卜拉欣: a known name, a title, the name of who bears it.
        let titled = (1..=3.min(from)).any(|k| {
            let title = namer.lexicon.get(&scan.text[from - k..from]).is_some_and(|w| w.kinds & kind::TITLE != 0);
            title && scan.gazetteer_name_ends(from - k)
        });
        self.person += if titled { 3 } else { 0 };
        self.person += u32::from(is_kin_of(scan, namer, to)) * 3;
        let name = scan.slice(from, to.min(scan.text.len()));
        self.person += u32::from(is_author(scan, namer, to) && is_chinese_person(namer, name)) * 2;
        // 克列汗: a title that is no office ends what is written by sound.
        let title = after & kind::TITLE != 0 && after & (kind::HEAD | kind::FORM) == 0;
        self.person += u32::from(title && scan.is_sound(namer, name, 1)) * 3;
        // 最早統治此地的是禿花帖木兒，他….
        let is = from > 0 && namer.marks.copulas.contains(&scan.text[from - 1]);
        let he =
            scan.text.get(to) == Some(&',') && scan.text.get(to + 1).is_some_and(|c| namer.marks.persons.contains(c));
        let human = scan.is_sound(namer, name, 2) || is_chinese_person(namer, name);
        self.person += u32::from(is && he && human && scan.stop_from(to + 1) == 1) * 2;
        // 富春（今順化）.
        let bracket = matches!(scan.text.get(to), Some('(' | '（'));
        let now = bracket && scan.text.get(to + 1).is_some_and(|c| namer.marks.now.contains(c));
        self.place += u32::from(now && scan.stop_from(to + 1) == 1) * 3;
        // 投王士林部.
        self.person += u32::from(is_chinese_person(namer, name) && leads_force(scan, namer, to)) * 2;
        self.people += bit(before, kind::BEFORE_PEOPLE, 2) + bit(after, kind::AFTER_PEOPLE, 2);
        self.polity += bit(before, kind::BEFORE_STATE, 1) + bit(after, kind::AFTER_STATE, 2);
        // 古城科林斯; 最大的城市是科林斯.
        let hint = |end: usize, least: usize| {
            (least..=4.min(end)).rev().find_map(|k| namer.hints.get(&scan.text[end - k..end]).cloned().flatten())
        };
        let call = hint(from, 1).filter(|_| !seat);
        let copula = is && scan.stop_to(from) == 1;
        let is_called = || if copula { hint(from - 1, 2).filter(|c| *c != namer.class.polity) } else { None };
        if let Some(class) = call.or_else(is_called) {
            self.add_class(namer, &class, 3);
        }
        for class in [listed_as(scan, namer, to), said_to_be(scan, namer, to)].into_iter().flatten() {
            self.add_class(namer, &class, 3);
        }
    }

    /// Counts evidence for a class.
    pub fn add_class(&mut self, namer: &Namer, class: &Arc<str>, weight: u32) {
        let roles = &namer.class;
        let all = [&roles.person, &roles.place, &roles.people, &roles.polity];
        let slots = [&mut self.person, &mut self.place, &mut self.people, &mut self.polity];
        for (_, slot) in all.into_iter().zip(slots).filter(|(role, _)| *role == class) {
            *slot += weight;
        }
    }

    /// The class with most votes, if it has at least `least` and more than the next.
    pub fn class(&self, namer: &Namer, least: u32) -> Option<Arc<str>> {
        let mut all = [
            (self.person, &namer.class.person),
            (self.place, &namer.class.place),
            (self.people, &namer.class.people),
            (self.polity, &namer.class.polity),
        ];
        all.sort_by_key(|(votes, _)| std::cmp::Reverse(*votes));
        (all[0].0 >= least && all[0].0 > all[1].0).then(|| all[0].1.clone())
    }
}

/// How far a list of names may reach before the word for what they are.
const LONGEST_LIST: usize = 60;

/// The class of what the items of a list are called at its end: 雅典、科林斯等城市. `to` is where one of them ends.
fn listed_as(scan: &Scan<'_>, namer: &Namer, to: usize) -> Option<Arc<str>> {
    let mut at = to;
    while scan.text.get(at).is_some_and(|c| namer.marks.joiners.contains(c)) && at - to < LONGEST_LIST {
        at += 1;
        while scan.glyph(at) == super::scan::Glyph::Letter && !namer.marks.joiners.contains(&scan.text[at]) {
            if namer.marks.and_so_on.contains(&scan.text[at]) {
                break;
            }
            at += 1;
        }
    }
    let ends = scan.text.get(at).is_some_and(|c| namer.marks.and_so_on.contains(c));
    let called = namer.hints.longest(scan.text.get(at + 1..)?).filter(|(len, _)| ends && *len > 1);
    called.and_then(|(_, class)| class.clone())
}

/// How far behind a copula the word may stand for what somebody or something is.
const LONGEST_PREDICATE: usize = 24;

/// The class of what the clause says that a name is: 阿瓦是王朝的舊都. `to` is where the name ends.
fn said_to_be(scan: &Scan<'_>, namer: &Namer, to: usize) -> Option<Arc<str>> {
    let is = scan.text.get(to).is_some_and(|c| namer.marks.copulas.contains(c)) && scan.stop_from(to) == 1;
    if !is {
        return None;
    }
    let stops = |c: &char| matches!(c, ',' | '。' | ';' | '、' | '(' | '\n');
    let rest = scan.text.get(to + 1..)?;
    let len = rest.iter().take(LONGEST_PREDICATE + 1).position(stops)?;
    // What comes from somebody else is not what it is: 為某人所殺.
    (0..len).find_map(|k| namer.hints.get(&rest[k..len]).filter(|_| len - k > 1).cloned().flatten())
}

/// Whether what stands here says whose kin somebody is: the words before are a person's name: 穆罕默德的叔父.
fn is_kin_of(scan: &Scan<'_>, namer: &Namer, to: usize) -> bool {
    let of = scan.text.get(to).is_some_and(|c| namer.marks.attributive.contains(c));
    let len = if of { scan.word_at(to + 1, kind::KIN) } else { 0 };
    len > 0 && scan.slice(to + 1, to + 1 + len).iter().any(|c| namer.marks.relatives.contains(c))
}

/// Whether the title of a book stands after a name: 賈耽的《四夷述》.
fn is_author(scan: &Scan<'_>, namer: &Namer, to: usize) -> bool {
    let of = scan.text.get(to).is_some_and(|c| namer.marks.attributive.contains(c));
    scan.text.get(to + usize::from(of)).is_some_and(|c| namer.marks.books.contains(c))
}

/// Where an aside in Latin letters and digits that opens at a place has ended: 阿努魯塔（Anurutha）繼位.
fn past_aside(scan: &Scan<'_>, at: usize) -> usize {
    if !scan.text.get(at).is_some_and(|c| matches!(c, '(' | '（')) {
        return at;
    }
    let foreign = |c: &char| !is_han(*c) && !matches!(c, '。' | '\n');
    let rest = scan.text[at + 1..].iter().take(48).take_while(|c| foreign(c));
    let close = rest.into_iter().position(|c| matches!(c, ')' | '）'));
    close.map_or(at, |k| at + k + 2)
}

/// Whether years of reigning or holding office stand after a name and a colon or bracket.
fn dated_reign(scan: &Scan<'_>, to: usize) -> bool {
    let mark = |c: &char| matches!(c, ':' | '：' | '(' | '（');
    if !scan.text.get(to).is_some_and(mark) {
        return false;
    }
    let stretch = (to + 1..scan.text.len().min(to + 26))
        .take_while(|i| !matches!(scan.text[*i], '。' | '、' | ';' | '；' | '\n'));
    let mut digits = false;
    stretch.into_iter().any(|i| {
        digits |= scan.text[i].is_ascii_digit();
        digits && scan.word_at(i, kind::AFTER_PERSON) > 1
    })
}

/// Whether the name looks like that of a Chinese person: a family name and one or two characters.
pub fn is_chinese_person(namer: &Namer, name: &[char]) -> bool {
    if !(2..=7).contains(&name.len()) || !name.iter().all(|c| is_han(*c)) {
        return false;
    }
    // 宇喜多秀家: a long family name, and up to four characters.
    let long = namer.lexicon.prefixes(name).filter(|(_, w)| w.kinds & kind::LONG_SURNAME != 0).map(|(l, _)| l).last();
    if let Some(len) = long.filter(|l| *l > 1) {
        return (1..=4).contains(&(name.len() - len));
    }
    if name.len() > 4 {
        return false;
    }
    let surname = namer.lexicon.prefixes(name).filter(|(_, w)| w.kinds & kind::SURNAME != 0).map(|(l, _)| l).last();
    surname.is_some_and(|len| name.len() > len && name.len() - len <= 2)
}

/// Gives a class to things that have none: by what stands around them, by what they are listed with, by the column of a
/// table that they stand in.
pub fn settle(document: &Document, scan: &Scan<'_>, namer: &Namer, registry: &mut Registry<'_>, known: &KnownNames) {
    let unknown = &namer.class.unknown;
    let mut votes: BTreeMap<usize, Votes> = BTreeMap::new();
    let mut chinese: BTreeMap<usize, bool> = BTreeMap::new();
    let columns = columns(document, namer, registry, known);
    for name in &known.names {
        let KnownAs::Local(id) = name.entity else { continue };
        if registry.entities[id].class != *unknown {
            continue;
        }
        let looks = is_chinese_person(namer, scan.slice(name.from, name.to));
        *chinese.entry(id).or_insert(true) &= looks;
        let votes = votes.entry(id).or_default();
        votes.add(scan, namer, name.from, name.to);
        let joins = |at: usize| scan.text.get(at).is_some_and(|c| namer.marks.joiners.contains(c));
        let before = name.from.checked_sub(1).filter(|at| joins(*at)).and_then(|at| known.ending(at));
        let after = Some(name.to).filter(|at| joins(*at)).and_then(|at| known.starting(at + 1));
        for other in [before, after].into_iter().flatten() {
            votes.add_class(namer, class_of(namer, registry, other.entity), 2);
        }
        if let Some(class) = columns.get(&name.from) {
            votes.add_class(namer, class, 2);
        }
    }
    for (id, votes) in votes {
        // One word beside it is enough for what looks like a person's name: 派崇厚.
        let likely = || votes.class(namer, 1).filter(|c| *c == namer.class.person && chinese.get(&id) == Some(&true));
        if let Some(class) = votes.class(namer, 2).or_else(likely) {
            registry.entities[id].class = class;
        }
    }
}

/// For each place where a cell of a table starts: the class of most names that cells of its column start with.
fn columns(
    document: &Document,
    namer: &Namer,
    registry: &Registry<'_>,
    known: &KnownNames,
) -> BTreeMap<usize, Arc<str>> {
    let mut columns: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for block in document.blocks.iter().filter(|b| b.kind == BlockKind::TableRow) {
        for (column, cell) in block.cells.iter().enumerate() {
            columns.entry((block.table, column)).or_default().push(cell.start());
        }
    }
    // The items of a list are like each other too.
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for block in document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::ListItem(_))) {
        lists.entry(block.section).or_default().push(block.span.start());
    }
    let mut classes = BTreeMap::new();
    for starts in lists.into_values().filter(|l| l.len() > 3).chain(columns.into_values()) {
        let mut count: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for name in starts.iter().filter_map(|at| known.starting(*at)) {
            *count.entry(class_of(namer, registry, name.entity)).or_default() += 1;
        }
        count.remove(&namer.class.unknown);
        let most = count.into_iter().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 1 && 2 * n >= starts.len());
        if let Some((class, _)) = most {
            classes.extend(starts.into_iter().map(|at| (at, class.clone())));
        }
    }
    classes
}
