//! Treaties without a name of their own: *signed a peace treaty*, *an additional protocol was signed at Chuguchak*.
//!
//! Where a text says that one was made, it is a thing of that document, called as the text calls it; the place where it was
//! made, or else its year and the page, tells it from others that are called so.

use super::namer::bit;
use super::scan::Scan;
use super::token::{Cap, Gap};
use crate::extract::mention::{How, LocalEntity, Mention, Mentions};
use crate::span::Span;
use std::collections::BTreeMap;

/// How many words may stand between the article and the common word: an additional border protocol.
const LONGEST: usize = 4;

/// How many words may stand between the verb and the article: concluded with Russia a treaty.
const NEAR: usize = 5;

/// Adds the treaties that are made in the text and not named.
pub(super) fn add(scan: &Scan<'_>, found: &mut Mentions) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for head in 0..scan.tokens.len() {
        let Some(from) = phrase(scan, head).filter(|from| is_made(scan, *from, head)) else { continue };
        let span = Span::new(scan.tokens[from].from, scan.tokens[head].to);
        let place = found.mentions.partition_point(|m| m.span.end() <= span.start());
        if found.mentions.get(place).is_some_and(|m| m.span.start() < span.end()) {
            continue;
        }
        // X, a treaty signed…; X was a treaty signed…: that is X.
        let article = from - 1;
        let says = |at: usize| matches!(scan.key(at), "is" | "was" | "are" | "were" | "as" | "called" | "be");
        if article > 0 && says(article - 1) {
            continue;
        }
        let apposed = matches!(scan.tokens[article].gap, Gap::Comma | Gap::Open | Gap::Other);
        let treaty = |m: &Mention| *m.class == *scan.namer.class.treaty;
        let before = place.checked_sub(1).map(|i| &found.mentions[i]);
        if apposed && before.is_none_or(treaty) {
            continue;
        }
        let made = found.mentions.get(place).filter(|m| {
            let at = matches!(scan.key(head + 1), "at" | "in" | "of");
            let near = scan.tokens.get(head + 2).is_some_and(|t| t.from == m.span.start());
            at && near && scan.runs(head, head + 2) && *m.class == *scan.namer.class.place
        });
        let words = scan.surface(from, head + 1);
        let common = scan.surface(head, head + 1);
        let mut names = vec![words.clone()];
        let title = match made {
            Some(mention) => {
                let town = scan.document.slice(mention.span);
                names.push(format!("{words} {} {town}", scan.key(head + 1)));
                format!("{}{} of {town}", common[..1].to_uppercase(), &common[1..])
            }
            None => match year_of(scan, head) {
                Some(year) => {
                    names.push(format!("{words} of {year}"));
                    names.push(format!("{common} of {year}"));
                    format!("{words} of {year} ({})", scan.document.title)
                }
                None => format!("{words} ({})", scan.document.title),
            },
        };
        let entity = *known.entry(title.to_lowercase()).or_insert_with(|| {
            found.entities.push(LocalEntity {
                title: title.clone(),
                class: scan.namer.class.treaty.clone(),
                names: [].into(),
                gazetteer: None,
                page: None,
            });
            found.entities.len() - 1
        });
        found.entities[entity].names.extend(names);
        let class = scan.namer.class.treaty.clone();
        found.mentions.insert(place, Mention { span, entity, class, confidence: 60, how: How::Form });
    }
}

/// The first word behind the article of a phrase that ends in the common word of a treaty: a *peace treaty*.
fn phrase(scan: &Scan<'_>, head: usize) -> Option<usize> {
    if scan.tokens[head].cap != Cap::Lower || !scan.is(head, bit::PACT) {
        return None;
    }
    let mut at = head;
    while at > 0 && head - at < LONGEST && scan.follows(at) {
        at -= 1;
        let word = &scan.tokens[at];
        if matches!(word.key.as_str(), "a" | "an") {
            return Some(at + 1);
        }
        if word.possessive || scan.is(at, bit::FUNCTION) && !is_adjective(&word.key) {
            return None;
        }
    }
    None
}

/// The year of its sentence that stands nearest, else the one spoken of.
fn year_of(scan: &Scan<'_>, head: usize) -> Option<i32> {
    let year = |at: usize| {
        let token = &scan.tokens[at];
        let number = token.cap == Cap::Number && token.key.len() == 4;
        number.then(|| token.key.parse::<i32>().ok()).flatten().filter(|y| (1000..2100).contains(y))
    };
    let starts = |at: &usize| scan.tokens[*at].gap == Gap::Start;
    let first = (0..=head).rev().find(starts).unwrap_or(0);
    let end = (head + 1..scan.tokens.len()).find(starts).unwrap_or(scan.tokens.len());
    let near = (first..end).filter_map(|at| Some((at.abs_diff(head), year(at)?))).min();
    near.map(|(_, y)| y).or_else(|| scan.year_at(scan.tokens[head].from))
}

/// Words that begin no name and can still say which treaty is meant.
fn is_adjective(word: &str) -> bool {
    matches!(word, "peace" | "trade" | "new" | "second" | "third" | "further" | "additional" | "military" | "political")
        || matches!(word, "economic" | "similar" | "separate" | "formal")
}

/// Whether the text says that the treaty was made: *signed* a treaty, a treaty *was signed*, a treaty *concluded* in….
fn is_made(scan: &Scan<'_>, from: usize, head: usize) -> bool {
    let verb = |at: usize| scan.is(at, bit::MAKES_PACT);
    let article = from - 1;
    let before = (article.saturating_sub(NEAR)..article).rev().find(|at| verb(*at));
    let same = |at: usize| (at + 1..=article).all(|k| matches!(scan.tokens[k].gap, Gap::Space));
    if before.is_some_and(same) {
        return true;
    }
    let passive = |at: usize| {
        matches!(
            scan.key(at),
            "was" | "were" | "been" | "had" | "being" | "finally" | "then" | "also" | "eventually" | "soon"
        )
    };
    let next = (head + 1..head + 5).find(|at| !passive(*at)).filter(|at| scan.runs(head, *at));
    if next.is_some_and(verb) {
        return true;
    }
    // a peace treaty between X and Y was signed
    matches!(scan.key(head + 1), "with" | "between" | "of")
        && (head + 2..head + 12)
            .take_while(|at| scan.tokens.get(*at).is_some_and(|t| t.gap == Gap::Space))
            .any(|at| matches!(scan.key(at), "was" | "were") && (at + 1..at + 3).any(verb))
}
