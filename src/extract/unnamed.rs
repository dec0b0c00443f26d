//! Treaties that have no name of their own: 簽署停戰條約, 達成一項協議.
//!
//! Such a treaty is known by what is said of it where it is signed. Where the text names a treaty close by, that one is
//! meant, and on the page of a treaty it is the topic.

use super::mention::{How, LocalEntity, Mention, Mentions};
use crate::document::Document;
use crate::pack::domain::Domain;
use crate::pack::grammar::Grammar;
use crate::span::Span;
use crate::text::script::fold_str;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Characters between the verb and the noun at most.
const REACH: usize = 12;
/// Characters that say what kind of treaty it is at most: 互不侵犯.
const KIND: usize = 6;
/// A named treaty so near is the one that is meant by the bare noun.
const NEAR: usize = 300;
/// So near behind the noun it is the name of that very treaty: 簽訂停戰條約《甲》.
const NAMED_BEHIND: usize = 6;

/// Makes mentions of the treaties that are only told by a common noun behind a verb of concluding.
pub fn name_agreements(
    document: &Document,
    folded: &[char],
    mut found: Mentions,
    domain: &Domain,
    grammar: &Grammar,
) -> Mentions {
    let (nouns, verbs) = (grammar.mark("unnamed-agreement"), grammar.mark("concluding"));
    let class: &str = &domain.classes.agreement;
    if nouns.is_empty() || found.topic.is_some_and(|t| *found.entities[t].class == *class) {
        return found;
    }
    let nouns: Vec<Vec<char>> = nouns.iter().map(|n| n.chars().collect()).collect();
    let verbs: Vec<Vec<char>> = verbs.iter().map(|v| v.chars().collect()).collect();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut new: Vec<(Span, usize)> = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let Some(noun) = nouns.iter().filter(|n| folded[at..].starts_with(n)).max_by_key(|n| n.len()) else {
            at += 1;
            continue;
        };
        let (start, end) = (at, at + noun.len());
        at = end;
        let Some(first) = kind_before(folded, &found, start, &verbs) else { continue };
        let first = if start - first > KIND { start } else { first };
        if !ends_there(folded, end) || named_near(&found, class, Span::new(first, end), first == start) {
            continue;
        }
        let title = document.slice(Span::new(first, end));
        let entity = *known.entry(fold_str(&title)).or_insert_with(|| {
            let names = [title.clone()].into_iter().collect();
            found.entities.push(LocalEntity { title, class: Arc::from(class), names, gazetteer: None, page: None });
            found.entities.len() - 1
        });
        new.push((Span::new(first, end), entity));
    }
    for (span, entity) in new {
        let place = found.mentions.partition_point(|m| m.span.start < span.start);
        let class = found.entities[entity].class.clone();
        found.mentions.insert(place, Mention { span, entity, class, confidence: 60, how: How::Form });
    }
    found
}

/// Where what says the kind of treaty begins, behind a verb of concluding; none where no such verb stands before the noun.
fn kind_before(folded: &[char], found: &Mentions, noun: usize, verbs: &[Vec<char>]) -> Option<usize> {
    let at = found.mentions.partition_point(|m| m.span.start() < noun);
    let touched = found.mentions.get(at).is_some_and(|m| m.span.start() < noun + 2);
    let free = at.checked_sub(1).map_or(0, |i| found.mentions[i].span.end());
    if touched || free > noun {
        return None;
    }
    let from = noun.saturating_sub(REACH).max(free);
    let mut begin = noun;
    while begin > from && !matches!(folded[begin - 1], '，' | ',' | '。' | '；' | ';' | '\n' | '《' | '》' | '(' | ')')
    {
        begin -= 1;
    }
    let before = &folded[begin..noun];
    let (verb_at, verb) = (0..before.len())
        .rev()
        .find_map(|i| Some((i, verbs.iter().filter(|v| before[i..].starts_with(v)).max_by_key(|v| v.len())?)))?;
    let mut kind = begin + verb_at + verb.len();
    if let Some(of) = folded[kind..noun].iter().rposition(|c| *c == '的') {
        kind += of + 1;
    }
    // 了一項, 一份: how many, not what.
    while kind < noun
        && matches!(folded[kind], '了' | '过' | '一' | '两' | '三' | '项' | '份' | '个' | '部' | '数' | '多' | '些')
    {
        kind += 1;
    }
    Some(kind)
}

/// Whether the noun closes its phrase: what follows is a stop, or a word that goes on with something else.
fn ends_there(folded: &[char], end: usize) -> bool {
    folded.get(end).is_none_or(|c| {
        !c.is_alphanumeric() && !matches!(c, '《' | '「' | '“') || matches!(c, '后' | '并' | '以' | '而' | '来' | '时')
    })
}

/// Whether a treaty with a name stands so near that the noun speaks of it.
fn named_near(found: &Mentions, class: &str, noun: Span, bare: bool) -> bool {
    let named = |m: &Mention| *m.class == *class;
    let behind = |m: &&Mention| m.span.start >= noun.end && m.span.start() <= noun.end() + NAMED_BEHIND;
    let around = |m: &&Mention| m.span.end() + NEAR >= noun.start() && m.span.start() <= noun.end() + NEAR;
    found.mentions.iter().filter(|m| named(m)).any(|m| behind(&m) || bare && around(&m))
}
