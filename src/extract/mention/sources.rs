//! Names that the document itself points out: its title and lead, its quotation marks; and every place where a
//! known name stands.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::classify;
use super::namer::{Namer, Sound, bare, kind};
use super::office::follows_on;
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_han};
use super::trie::Trie;
use crate::document::Document;
use crate::span::Span;
use std::sync::Arc;

/// A place where a name of the gazetteer or of the document stands.
#[derive(Debug, Clone)]
pub struct KnownName {
    pub from: usize,
    pub to: usize,
    pub entity: KnownAs,
}

/// What a known name means at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownAs {
    Entry(u32),
    Local(usize),
}

/// Known names by place; at most one starts at each place, the longest.
pub struct KnownNames {
    pub names: Vec<KnownName>,
    at: Vec<u32>,
    ending: Vec<u32>,
}

impl KnownNames {
    /// The known name that starts at a place.
    pub fn starting(&self, at: usize) -> Option<&KnownName> {
        self.at.get(at).filter(|i| **i > 0).map(|i| &self.names[*i as usize - 1])
    }

    /// The longest known name that ends at a place.
    pub fn ending(&self, at: usize) -> Option<&KnownName> {
        self.ending.get(at).filter(|i| **i > 0).map(|i| &self.names[*i as usize - 1])
    }
}

/// The class of a known name.
pub fn class_of<'r>(namer: &'r Namer, registry: &'r Registry<'_>, known: KnownAs) -> &'r Arc<str> {
    match known {
        KnownAs::Entry(e) => &namer.known[e as usize].class,
        KnownAs::Local(id) => &registry.entities[id].class,
    }
}

/// What the document is about, and the names that its lead gives it.
pub fn title(
    document: &Document,
    scan: &Scan<'_>,
    namer: &Namer,
    registry: &mut Registry<'_>,
    out: &mut Vec<Candidate>,
) {
    let folded = namer.folded(&document.title);
    let key = bare(&folded).0.to_vec();
    let lead = scan.prose.iter().find(|s| s.len() > 4).copied();
    let first_sentence = lead.map_or(&[][..], |s| {
        let end = s.range().find(|&i| scan.text[i] == '。').unwrap_or(s.end());
        scan.slice(s.start(), end)
    });
    let class = classify::by_hint(namer, &folded)
        .or_else(|| {
            // 也先太師: what ends in a rank may be the name of a man.
            let form = classify::by_form(scan, namer, &key);
            let lead = || lead_class(namer, first_sentence).filter(|c| *c == namer.class.person);
            let office = form.as_ref().is_some_and(|c| *c == namer.class.office);
            if office { lead().or(form) } else { form }
        })
        .or_else(|| lead_class(namer, first_sentence))
        .or_else(|| category_class(document, namer))
        .or_else(|| classify::is_chinese_person(namer, &key).then(|| namer.class.person.clone()));
    let Some(class) = class else { return };
    let Some(id) = registry.page(&document.title, &key, None, Some(class)) else { return };
    registry.topic = Some(id);
    registry.name(id, &key);
    let Some(lead) = lead else { return };
    let end = lead.start() + first_sentence.len();
    if registry.entities[id].class == namer.class.person {
        styled(scan, registry, id, Span::new(lead.start(), end));
    }
    let mut after = lead.start();
    for bold in document.bold.iter().filter(|b| b.start() >= lead.start() && b.end() <= end) {
        // What the topic consists of is not its name.
        if lists_parts(namer, scan.slice(after, bold.start().max(after))) {
            break;
        }
        after = bold.end();
        let quote = |i: &usize| scan.glyph(*i) == Glyph::Edge;
        let mut range = bold.range();
        while range.start < range.end && quote(&range.start) {
            range.start += 1;
        }
        while range.start < range.end && quote(&(range.end - 1)) {
            range.end -= 1;
        }
        if (2..=24).contains(&range.len()) && is_han(scan.text[range.start]) {
            registry.name(id, scan.slice(range.start, range.end));
            out.push(Candidate::new(range.start, range.end, Meaning::Entity(id), How::Title));
        }
    }
}

/// The names that the lead gives a person after words for them: 字亮工, 廟號太宗.
fn styled(scan: &Scan<'_>, registry: &mut Registry<'_>, id: usize, lead: Span) {
    for at in lead.range() {
        let len = scan.word_at(at, kind::STYLE);
        if len == 0 || !(scan.opens(at) && (at == 0 || scan.stop_to(at) <= 1)) {
            continue;
        }
        let from = at + len;
        let mut to = from;
        while to < lead.end() && scan.is_letter(to) && is_han(scan.text[to]) && scan.stop_from(to) == 0 {
            to += 1;
        }
        if (2..=3).contains(&(to - from)) && !scan.is_letter(to) {
            registry.name(id, scan.slice(from, to));
        }
    }
}

/// Whether a word after which parts are listed stands in the text.
fn lists_parts(namer: &Namer, text: &[char]) -> bool {
    (0..text.len()).any(|at| namer.marks.listing.iter().any(|w| text[at..].starts_with(w)))
}

/// Among so many clauses of a lead without a copula the other names of a person stand.
const STYLES: usize = 4;

/// The class that the first sentence gives: 「X是……的戰爭」. Punctuation is folded to half width.
fn lead_class(namer: &Namer, sentence: &[char]) -> Option<Arc<str>> {
    // Without a copula what follows the name says it: 「X（…），日本近代政治家，」
    let is = sentence.iter().position(|c| namer.marks.copulas.contains(c));
    let from = is.or_else(|| sentence.iter().position(|c| *c == ','))?;
    let mut clauses = sentence[from + 1..].split(|c| matches!(c, ',' | ';' | '(' | '、'));
    // 字…, 號…: only people have such names; the county that they come from is told after them.
    let styled = |clause: &[char]| namer.lexicon.prefixes(clause).any(|(_, w)| w.kinds & kind::STYLE != 0);
    if is.is_none() && clauses.clone().take(STYLES).any(styled) {
        return Some(namer.class.person.clone());
    }
    clauses.find_map(|clause| classify::ending_hint(namer, clause))
}

/// The class that most categories give.
fn category_class(document: &Document, namer: &Namer) -> Option<Arc<str>> {
    let mut votes: Vec<(usize, Arc<str>)> = Vec::new();
    for class in document.categories.iter().filter_map(|c| classify::ending_hint(namer, &namer.key(c))) {
        match votes.iter_mut().find(|(_, c)| *c == class) {
            Some((n, _)) => *n += 1,
            None => votes.push((1, class)),
        }
    }
    let most = votes.iter().map(|(n, _)| *n).max()?;
    votes.into_iter().find(|(n, _)| *n == most).map(|(_, c)| c)
}

/// Names between quotation marks.
pub fn quotes(scan: &Scan<'_>, namer: &Namer, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    for open in 0..scan.text.len() {
        let close = match scan.text[open] {
            '《' => '》',
            '〈' => '〉',
            '「' => '」',
            '“' => '”',
            '『' => '』',
            _ => continue,
        };
        if scan.glyph(open) == Glyph::Out {
            continue;
        }
        let from = open + 1;
        let limit = scan.text.len().min(from + 45);
        let Some(to) = (from..limit).find(|&i| scan.text[i] == close || scan.text[i] == '\n') else { continue };
        if scan.text[to] != close || to < from + 2 {
            continue;
        }
        let name = scan.slice(from, to);
        let book = matches!(close, '》' | '〉');
        let treaty = treaty_form(namer, name);
        if book && !treaty {
            out.push(Candidate::new(from, to, Meaning::Nothing, How::Quoted));
        } else if treaty && namer.not_names.get(name).is_none() {
            let class = namer.class.treaty.clone();
            let surface = scan.surface(from, to);
            let id = registry.meanings(name).iter().copied().find(|i| registry.entities[*i].class == class);
            let id = id.unwrap_or_else(|| registry.named(name, &surface, &class));
            out.push(Candidate::new(from, to, Meaning::Entity(id), How::Quoted));
        } else if !book && to - from <= 12 && name.iter().all(|c| is_han(*c) || super::scan::is_dot(*c)) {
            let follows = scan.word_at(to + 1, kind::AFTER_STATE) > 0;
            let founded = scan.ends_at(open) & kind::FOUNDING != 0;
            let class =
                classify::by_form(scan, namer, name).or_else(|| called(scan, namer, open, to + 1)).or_else(|| {
                    ((follows || founded) && scan.is_sound(namer, name, 2)).then(|| namer.class.polity.clone())
                });
            if let Some(class) = class.filter(|_| namer.names.get(name).is_none() && registry.meanings(name).is_empty())
            {
                let surface = scan.surface(from, to);
                let id = registry.named(name, &surface, &class);
                out.push(Candidate::new(from, to, Meaning::Entity(id), How::Quoted));
            }
        }
    }
}

/// The class of what a quoted name is called right after or before it: “維吾爾斯坦”組織, 國家「車臣尼亞」.
fn called(scan: &Scan<'_>, namer: &Namer, open: usize, after: usize) -> Option<Arc<str>> {
    let rest = scan.text.get(after..)?;
    let before =
        || (2..=4.min(open)).rev().find_map(|k| namer.hints.get(&scan.text[open - k..open]).cloned().flatten());
    namer.hints.longest(rest).filter(|(len, _)| *len > 1).and_then(|(_, class)| class.clone()).or_else(before)
}

fn treaty_form(namer: &Namer, name: &[char]) -> bool {
    let form = namer.lexicon.ending(name).filter(|(_, w)| w.form > 0);
    let by_list = form.is_some_and(|(_, w)| namer.forms[w.form as usize - 1].class == namer.class.treaty);
    // A short name in 《》 that ends in 約 is a treaty's whatever stands before.
    by_list
        || (0..name.len())
            .find_map(|k| namer.lexicon.get(&name[k..]).filter(|w| w.form > 0))
            .is_some_and(|w| namer.forms[w.form as usize - 1].class == namer.class.treaty)
}

/// Every place of a name of the gazetteer or of the document; of several that start at a place, the longest.
pub fn known(scan: &Scan<'_>, namer: &Namer, registry: &Registry<'_>, own: &Trie<Vec<usize>>) -> KnownNames {
    let n = scan.text.len();
    let mut known = KnownNames { names: Vec::new(), at: vec![0; n + 1], ending: vec![0; n + 1] };
    for from in 0..n {
        if !scan.is_letter(from) && scan.glyph(from) != Glyph::Digit || scan.inside_stop(from) {
            continue;
        }
        // Latin names begin and end where words do; names in ideographs can begin and end anywhere.
        if is_latin(scan, from) && from > 0 && is_latin(scan, from - 1) {
            continue;
        }
        let whole = |len: usize| !(is_latin(scan, from + len - 1) && is_latin(scan, from + len));
        let local = own.prefixes(&scan.text[from..]).filter(|(l, _)| whole(*l)).last();
        let entry = scan.names_at(from).iter().rev().map(|(l, e)| (*l as usize, *e)).find(|(l, _)| whole(*l));
        let (len, entity) = match (local, entry) {
            (Some((l, ids)), e) if e.is_none_or(|(m, _)| l >= m) => {
                let topic = ids.iter().find(|i| Some(**i) == registry.topic);
                let Some(&id) = topic.or_else(|| ids.first()) else { continue };
                let same =
                    e.filter(|(m, _)| *m == l).and_then(|(_, entries)| registry.choose(entries, scan.year_at(from)));
                match same.filter(|_| registry.entities[id].gazetteer.is_some() && topic.is_none()) {
                    Some(entry) => (l, KnownAs::Entry(entry)),
                    None => (l, KnownAs::Local(id)),
                }
            }
            (_, Some((m, entries))) => {
                let year = scan.year_at(from);
                // A name of another time gives way to a shorter one of this: 中國政府, 中國.
                let fits = |list: &[u32]| year.is_none_or(|y| list.iter().any(|e| namer.known[*e as usize].holds(y)));
                let shorter = || {
                    scan.names_at(from).iter().rev().map(|(l, e)| (*l as usize, *e)).find(|(l, e)| *l < m && fits(e))
                };
                let (m, entries) = if fits(entries) { (m, entries) } else { shorter().unwrap_or((m, entries)) };
                let Some(entry) = registry.choose(entries, year) else { continue };
                (m, KnownAs::Entry(entry))
            }
            _ => continue,
        };
        let to = from + len;
        // A person's name can stand right after an office: 佩什瓦巴吉·拉奧.
        let office = *class_of(namer, registry, entity) == namer.class.office;
        if !office && runs_on(scan, namer, own, from, to) || namer.is_adjective(&scan.text[to..]) {
            continue;
        }
        // 漢城 in 瓦察爾圖察漢城: what stands before is written by sound and no name.
        let heard =
            |i: usize| scan.is_letter(i) && scan.stop_to(i + 1) == 0 && namer.sound(scan.text[i]) == Sound::Strong;
        let within = len == 2
            && from > 2
            && matches!(entity, KnownAs::Entry(_))
            && (from - 3..from).all(heard)
            && namer.sound(scan.text[from]) != Sound::No
            && scan.ends_at(from) == 0
            && known.ending[from] == 0;
        if within {
            continue;
        }
        // The last character may begin a word of its own.
        if (from..to).any(|i| matches!(scan.glyph(i), Glyph::Out)) {
            continue;
        }
        known.names.push(KnownName { from, to, entity });
        let number = known.names.len() as u32;
        known.at[from] = number;
        if known.ending[to] == 0 {
            known.ending[to] = number;
        }
    }
    known
}

/// Whether a name that is written by sound goes on before or after the stretch: 車臣 in 車臣尼亞.
fn runs_on(scan: &Scan<'_>, namer: &Namer, own: &Trie<Vec<usize>>, from: usize, to: usize) -> bool {
    if !scan.is_sound(namer, scan.slice(from, to), 1) || !scan.is_letter(to) || scan.stop_from(to) > 0 {
        return false;
    }
    let strong = |at: usize| scan.is_letter(at) && namer.sound(scan.text[at]) == Sound::Strong;
    let word = scan.hits_at(to).iter().any(|h| h.word.kinds & !(kind::SURNAME | kind::KEEP | kind::TITLE) != 0);
    let rest = &scan.text[to..];
    let name = !scan.names_at(to).is_empty() || own.longest(rest).is_some();
    strong(to) && (strong(to + 1) || scan.closes(to + 1)) && !word && !name
}

fn is_latin(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_letter(at) && !is_han(scan.text[at])
}

/// Candidates for the places of known names.
pub fn places(scan: &Scan<'_>, namer: &Namer, registry: &mut Registry<'_>, known: &KnownNames) -> Vec<Candidate> {
    let mut out = Vec::new();
    for &KnownName { from, to, entity } in &known.names {
        let (id, how) = match entity {
            KnownAs::Entry(entry) => (registry.entry(entry), How::Gazetteer),
            KnownAs::Local(id) => (id, How::Document),
        };
        let office = registry.entities[id].class == namer.class.office;
        if office && follows_on(scan, namer, to) {
            continue;
        }
        out.push(Candidate::new(from, to, Meaning::Entity(id), how));
    }
    out
}
