//! Patterns that nearly match a sentence: how far they do, what they need next, and what stands there.

use super::line::Line;
use super::prefilter::{needs, selectivity};
use super::{CompiledPattern, LanguageEngine};
use crate::document::Document;
use crate::pack::Ontology;
use crate::pack::rules::{AMOUNT, PRONOUN, THING, TIME, class_symbol};
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::Serialize;

/// How many alternatives of a pattern are shown.
const MOST_CHOICES: usize = 6;

/// How many characters of a sentence are shown where a pattern does not go on.
const SHOWN: usize = 12;

/// A pattern of which a part matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// `zh/ceded/by-treaty`, as evidence names it.
    pub rule: String,
    pub relation: String,
    /// The words that its matching part matches.
    pub words: String,
    /// What it needs next, or before: names by their classes in braces.
    pub needs: String,
    /// What stands there.
    pub stands: String,
    /// Whether its end matches and its beginning does not.
    pub at_start: bool,
    /// How many of its parts match, and how many it has.
    pub parts: (usize, usize),
}

/// How far a pattern matches a line that it does not match whole; `None` where that is no more than a name or two.
///
/// `alone`: nobody asks for its relation, so that it must hold a word of two characters and match to three quarters.
pub fn near(
    pattern: &CompiledPattern,
    engine: &LanguageEngine,
    ontology: &Ontology,
    document: &Document,
    line: &Line,
    alone: bool,
) -> Option<Near> {
    let hir = regex_syntax::parse(pattern.regex.text()).ok()?;
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let all = parts.len();
    // What the pattern is about must be there: without it every sentence is near.
    let best = parts.iter().flat_map(needs).map(|words| selectivity(&words)).max()?;
    if alone && best.0 < 2 {
        return None;
    }
    let find = |parts: &[Hir]| -> Option<(usize, usize)> {
        let says = parts.iter().flat_map(needs).any(|words| selectivity(&words) == best);
        let found = Regex::new(&Hir::concat(parts.to_vec()).to_string()).ok().filter(|_| says)?.find(&line.text)?;
        let (from, to) = (line.token_at(found.start()), line.token_at(found.end()));
        (from < to).then_some((from, to))
    };
    let head = (1..all).rev().find_map(|k| Some((k, find(&parts[..k])?)));
    let tail = (1..all).find_map(|k| Some((all - k, find(&parts[k..])?)));
    let words = |from: usize, to: usize| {
        let to = to.min(line.tokens.len());
        if from < to { document.slice(line.span(from, to)) } else { String::new() }
    };
    let at_start = tail.is_some_and(|(t, _)| head.is_none_or(|(h, _)| t > h));
    let (matched, (from, to)) = if at_start { tail? } else { head? };
    if 2 * matched < all || alone && 4 * matched < 3 * all {
        return None;
    }
    let (needed, stands) = match at_start {
        true => (&parts[all - matched - 1], words(from.saturating_sub(SHOWN), from)),
        false => (&parts[matched], words(to, to + SHOWN)),
    };
    let rules = &engine.rules[pattern.file];
    Some(Near {
        rule: format!("{}/{}", rules.path.trim_end_matches(".toml"), rules.patterns[pattern.pattern].name),
        relation: rules.relation.clone(),
        words: words(from, to),
        needs: written(needed, ontology),
        stands,
        at_start,
        parts: (matched, all),
    })
}

/// A part of a pattern as rule files write it.
fn written(hir: &Hir, ontology: &Ontology) -> String {
    let all = |parts: &[Hir]| parts.iter().map(|p| written(p, ontology)).collect::<Vec<_>>();
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).chars().map(|c| symbol(c, ontology)).collect(),
        HirKind::Class(Class::Unicode(class)) => {
            let few = class.iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum::<u32>() <= 24;
            if !few {
                return "…".to_owned();
            }
            let chars: Vec<String> =
                class.iter().flat_map(|r| r.start()..=r.end()).map(|c| symbol(c, ontology)).collect();
            match chars.iter().all(|c| c.starts_with('{')) {
                true => format!("{{{}}}", chars.join("|").replace(['{', '}'], "")),
                false => format!("[{}]", chars.concat()),
            }
        }
        HirKind::Capture(capture) => written(&capture.sub, ontology),
        HirKind::Repetition(r) => {
            let sub = written(&r.sub, ontology);
            let long = sub.chars().count() > 1 && !sub.starts_with(['{', '[', '(']);
            let sub = if long { format!("({sub})") } else { sub };
            match (r.min, r.max) {
                (0, Some(1)) => format!("{sub}?"),
                (0, None) => format!("{sub}*"),
                (1, None) => format!("{sub}+"),
                (min, max) => format!("{sub}{{{min},{}}}", max.map_or(String::new(), |m| m.to_string())),
            }
        }
        HirKind::Concat(parts) => all(parts).concat(),
        HirKind::Alternation(parts) => {
            let more = if parts.len() > MOST_CHOICES { "|…" } else { "" };
            format!("({}{more})", all(&parts[..parts.len().min(MOST_CHOICES)]).join("|"))
        }
        HirKind::Look(look) => format!("{look:?}").to_lowercase(),
        HirKind::Empty | HirKind::Class(Class::Bytes(_)) => String::new(),
    }
}

/// A character of a pattern, symbols by what they stand for.
fn symbol(c: char, ontology: &Ontology) -> String {
    match c {
        THING => "{Thing}".to_owned(),
        TIME => "{time}".to_owned(),
        AMOUNT => "{amount}".to_owned(),
        PRONOUN => "{Pronoun}".to_owned(),
        c => {
            let class = ontology.classes.keys().enumerate().find(|(at, _)| class_symbol(*at) == c);
            class.map_or(c.to_string(), |(_, name)| format!("{{{name}}}"))
        }
    }
}
