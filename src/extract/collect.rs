//! Makes facts of candidates: one fact for each thing that the document states, with all its evidence.

use super::mention::Mentions;
use super::read::{Candidate, Dated, Object};
use super::{Extractor, inferred};
use crate::document::{Document, Lang};
use crate::fact::DocumentInfo;
use crate::fact::{Entity, Evidence, Extraction, Fact, Name, RoleEvidence, Status, Term, Time};
use crate::pack::domain::Domain;
use crate::pack::{Gazetteer, Ontology};
use crate::span::Span;
use crate::text::script;
use std::collections::BTreeMap;

/// How many sentences of one document are kept for one fact: a page that says it more often says nothing new.
const MOST_EVIDENCE: usize = 1_000;

/// How far back in a fact's evidence the same words are looked for.
const NEAR: usize = 32;

/// Code points of context on each side of a quote.
const CONTEXT: usize = 32;

/// Merges candidates that state the same and writes out what they rest on.
pub fn collect(
    document: &Document,
    mentions: &Mentions,
    times: &[Dated],
    candidates: Vec<Candidate>,
    extractor: &Extractor,
) -> Extraction {
    let (ontology, gazetteer) = (&extractor.ontology, &extractor.gazetteer);
    let mut kept: Vec<(Fact, Span)> = Vec::new();
    let mut by_key: BTreeMap<(String, usize, Term, Status), Vec<usize>> = BTreeMap::new();
    for c in candidates {
        let Some(relation) = ontology.relations.get(&c.relation) else { continue };
        let quote = c.quote;
        let (mut s, mut o) = (c.subject.entity, term(&c.object));
        if relation.symmetric
            && let Term::Entity(e) = o
        {
            // The same pair the other way round is the same fact; the first said stays.
            let key = (c.relation.clone(), e, Term::Entity(s), c.status);
            if by_key.contains_key(&key) {
                (s, o) = (e, Term::Entity(s));
            }
        }
        let mut fact = fact(document, mentions, times, &c, s, o.clone());
        let date_fact = matches!(relation.range, crate::pack::ontology::Range::Date);
        // A birth is on its day, not in the life that the bracket spans.
        if let Term::Literal(edtf) = &o
            && date_fact
            && fact.time.as_ref().is_some_and(|t| t.edtf != *edtf)
        {
            fact.time = inferred::time_of(edtf);
        }
        let same = by_key.entry((c.relation.clone(), s, o, c.status)).or_default();
        let fits = |i: &&usize| {
            let known = &kept[**i].0;
            let same_post = same_office(mentions, known.position.as_ref(), fact.position.as_ref());
            let same_time = is_weak(known) || is_weak(&fact) || compatible(known.time.as_ref(), fact.time.as_ref());
            date_fact || same_post && same_time
        };
        match same.iter().find(fits) {
            Some(i) => merge(&mut kept[*i].0, fact, &extractor.domain, mentions),
            None => {
                same.push(kept.len());
                kept.push((fact, quote));
            }
        }
    }
    let mut facts: Vec<Fact> = kept.into_iter().map(|(f, _)| f).collect();
    drop_coarser_dates(&mut facts, ontology);
    drop_bare_offices(&mut facts, mentions, &extractor.domain);
    inferred::date_by_agreement(&mut facts, &extractor.domain);
    inferred::date_by_bounds(&mut facts, &extractor.domain);
    if let Some(topic) = mentions.topic {
        inferred::date_by_topic(&mut facts, &extractor.domain, topic);
    }
    inferred::place_by_agreement(&mut facts, &extractor.domain, mentions);
    facts.sort_by_key(|f| (f.evidence[0].quote, f.relation.clone(), f.subject));
    let both = extractor.languages.get(&document.lang).and_then(|l| l.grammar.pronouns.get("both"));
    let both = both.map_or(&[][..], Vec::as_slice);
    let (entities, facts) = used_entities(document, mentions, gazetteer, facts, both);
    Extraction {
        document: DocumentInfo {
            title: document.title.clone(),
            lang: document.lang,
            path: document.path.clone(),
            url: document.url.clone(),
            sha256: document.sha256.clone(),
            text: document.text.clone(),
        },
        entities,
        facts,
    }
}

fn term(object: &Object) -> Term {
    match object {
        Object::Entity(f) => Term::Entity(f.entity),
        Object::Literal(text, _) => Term::Literal(text.clone()),
    }
}

/// Whether a fact has only a year that was carried over from the sentences before: any date that is said of it is
/// better.
pub(super) fn is_weak(fact: &Fact) -> bool {
    fact.time.is_some() && fact.evidence.iter().all(|e| e.time_how.is_none())
}

/// Whether two offices can be one: one missing, or one's name within the other's: 國王 and 波蘭國王.
fn same_office(mentions: &Mentions, a: Option<&Term>, b: Option<&Term>) -> bool {
    let name = |term: &Term| match term {
        Term::Entity(e) => script::fold_str(&mentions.entities[*e].title),
        Term::Literal(text) => script::fold_str(text),
    };
    match (a.map(name), b.map(name)) {
        (Some(a), Some(b)) => a.contains(&b) || b.contains(&a),
        _ => true,
    }
}

/// Whether two times can be those of one happening: equal, one missing, or one within the other.
fn compatible(a: Option<&Time>, b: Option<&Time>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || contains(a, b) || contains(b, a),
        _ => true,
    }
}

pub(super) fn contains(outer: &Time, inner: &Time) -> bool {
    let last = |t: &Time| t.end.map_or(t.latest, |e| e.1);
    outer.earliest <= inner.earliest && last(inner) <= last(outer)
}

/// Whether a span begins with a date: 1530–1539 with 1530.
fn begins(span: &Time, date: &Time) -> bool {
    let start = Time { end: None, ..span.clone() };
    span.end.is_some() && date.end.is_none() && (contains(date, &start) || contains(&start, date))
}

/// From when and until when, told at two places: 1506 and `../1543`.
fn join_ends(start: &Time, end: &Time) -> Option<Time> {
    let to = end.edtf.strip_prefix("../")?;
    let from = start.edtf.strip_suffix("/..").unwrap_or(&start.edtf);
    let fits = start.end.is_none() && start.latest < end.end?.0;
    fits.then(|| Time { end: end.end, edtf: format!("{from}/{to}"), ..start.clone() })
}

/// Who is called king and king of X holds one office: the fuller name stays, with the better date.
fn drop_bare_offices(facts: &mut Vec<Fact>, mentions: &Mentions, domain: &Domain) {
    let office = |term: &Term| match term {
        Term::Entity(e) if *mentions.entities[*e].class == *domain.classes.office => {
            Some(script::fold_str(&mentions.entities[*e].title))
        }
        _ => None,
    };
    let mut at = 0;
    while at < facts.len() {
        let bare = office(&facts[at].object).map(|title| format!("{title} of "));
        let fuller = bare.and_then(|bare| {
            facts.iter().position(|f| {
                let same =
                    f.relation == facts[at].relation && f.subject == facts[at].subject && f.status == facts[at].status;
                same && office(&f.object).is_some_and(|title| title.starts_with(&bare))
            })
        });
        match fuller {
            Some(fuller) => {
                if facts[fuller].time.is_none() {
                    facts[fuller].time = facts[at].time.clone();
                    let evidence = facts[at].evidence.clone();
                    facts[fuller].evidence.extend(evidence);
                }
                facts.remove(at);
            }
            None => at += 1,
        }
    }
}

/// A start or birth that is given twice keeps its most exact date, if the two agree.
fn drop_coarser_dates(facts: &mut Vec<Fact>, ontology: &Ontology) {
    let dates = |f: &Fact| {
        ontology.relations.get(&f.relation).is_some_and(|r| matches!(r.range, crate::pack::ontology::Range::Date))
    };
    let mut drop = vec![false; facts.len()];
    let dated: Vec<usize> = (0..facts.len()).filter(|i| dates(&facts[*i])).collect();
    for &i in &dated {
        for &j in &dated {
            if i == j || drop[j] {
                continue;
            }
            let (a, b) = (&facts[i], &facts[j]);
            if a.relation != b.relation || a.subject != b.subject || a.status != b.status {
                continue;
            }
            if let (Term::Literal(x), Term::Literal(y)) = (&a.object, &b.object)
                && y.starts_with(x.trim_end_matches('~'))
                && x != y
            {
                drop[i] = true;
            }
        }
    }
    let mut at = 0;
    facts.retain(|_| {
        at += 1;
        !drop[at - 1]
    });
}

/// The more exact of two values stays; evidence adds up.
fn merge(into: &mut Fact, other: Fact, domain: &Domain, mentions: &Mentions) {
    let joined = match (&into.time, &other.time) {
        (Some(a), Some(b)) if domain.is_lasting(&into.relation) => join_ends(a, b).or_else(|| join_ends(b, a)),
        _ => None,
    };
    let finer = match (&into.time, &other.time) {
        (None, Some(_)) => true,
        (Some(_), Some(_)) if is_weak(into) != is_weak(&other) => is_weak(into),
        (Some(a), Some(b)) if domain.is_lasting(&into.relation) && begins(b, a) => true,
        (Some(a), Some(b)) if domain.is_lasting(&into.relation) && begins(a, b) => false,
        (Some(a), Some(b)) => a != b && contains(a, b),
        _ => false,
    };
    match joined {
        Some(time) => into.time = Some(time),
        None if finer => into.time = other.time.clone(),
        None => {}
    }
    into.place = into.place.or(other.place);
    into.to = into.to.or(other.to);
    // 中英北京條約 says more than 北京條約.
    let says_more = |a: usize, b: usize| inferred::is_one_of(mentions, a, b);
    if other.treaty.is_some_and(|more| into.treaty.is_none_or(|t| says_more(more, t))) {
        into.treaty = other.treaty;
    }
    into.leader = into.leader.or(other.leader);
    if into.position.is_none() {
        into.position = other.position;
    }
    if into.amount.is_none() {
        into.amount = other.amount;
    }
    for e in other.evidence {
        // Evidence comes in the order of the text, so what is said twice stands near the end.
        let known = into.evidence.iter().rev().take(NEAR).any(|x| x.quote == e.quote && x.rule == e.rule);
        if !known && into.evidence.len() < MOST_EVIDENCE {
            into.evidence.push(e);
        }
    }
}

fn fact(document: &Document, mentions: &Mentions, times: &[Dated], c: &Candidate, s: usize, o: Term) -> Fact {
    let entity = |role: &str| match c.qualifiers.get(role) {
        Some(Object::Entity(f)) => Some(f.entity),
        _ => None,
    };
    let time = c.stated.clone().or_else(|| c.time.as_ref().and_then(|(t, _)| times[*t].time.clone()));
    let mut roles = Vec::new();
    let mut role = |name: &str, span: Option<Span>, words: String, how: &str| {
        let span = span.unwrap_or_else(|| Span::new(c.quote.start(), c.quote.start()));
        roles.push(RoleEvidence { role: name.into(), span, words, how: how.into() });
    };
    let title = |e: usize| mentions.entities[e].title.clone();
    let words = |span: Option<Span>, e: usize| span.map_or_else(|| title(e), |s| document.slice(s));
    role("s", c.subject.span, words(c.subject.span, c.subject.entity), &c.subject.how);
    match &c.object {
        Object::Entity(f) => role("o", f.span, words(f.span, f.entity), &f.how),
        Object::Literal(text, span) => role("o", Some(*span), text.clone(), "as it stands"),
    }
    for (name, value) in &c.qualifiers {
        match value {
            Object::Entity(f) => role(name, f.span, words(f.span, f.entity), &f.how),
            Object::Literal(text, span) => role(name, Some(*span), text.clone(), "as it stands"),
        }
    }
    if let Some((t, how)) = &c.time {
        role("time", Some(times[*t].span), document.slice(times[*t].span), how);
    }
    if let Some((amount, span)) = &c.amount {
        role("amount", Some(*span), amount.text.clone(), "stands in the sentence");
    }
    let before = c.quote.start().saturating_sub(CONTEXT);
    let after = (c.quote.end() + CONTEXT).min(document.chars.len());
    let bytes = document.bytes(c.quote);
    let evidence = Evidence {
        quote: c.quote,
        quote_text: document.slice(c.quote),
        bytes,
        line: document.line(c.quote),
        sentence: c.sentence,
        sentence_text: document.slice(c.sentence),
        prefix: document.slice(Span::new(before, c.quote.start())),
        suffix: document.slice(Span::new(c.quote.end(), after)),
        rule: c.rule.clone(),
        roles,
        time_how: c.time.as_ref().map(|(t, how)| format!("{}; {how}", times[*t].how)),
        confidence: confidence(c),
    };
    Fact {
        relation: c.relation.clone(),
        subject: s,
        object: o,
        time,
        place: entity("place"),
        to: entity("to"),
        treaty: entity("treaty"),
        leader: entity("leader"),
        position: c.qualifiers.get("position").map(term),
        amount: c.amount.as_ref().map(|(a, _)| a.clone()),
        status: c.status,
        evidence: vec![evidence],
    }
}

/// Less where a role was carried over or a pronoun resolved.
fn confidence(c: &Candidate) -> u8 {
    let mut percent = 95;
    for f in [Some(&c.subject), if let Object::Entity(f) = &c.object { Some(f) } else { None }].into_iter().flatten() {
        if f.span.is_none() {
            percent -= 10;
        } else if f.how.contains(" = ") {
            percent -= 5;
        }
    }
    percent
}

/// Keeps the entities that facts speak of, with all their names, and renumbers.
fn used_entities(
    document: &Document,
    mentions: &Mentions,
    gazetteer: &Gazetteer,
    mut facts: Vec<Fact>,
    both: &[String],
) -> (Vec<Entity>, Vec<Fact>) {
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let mut order = Vec::new();
    let mut renumber = |e: &mut usize| {
        let next = number.len();
        let n = *number.entry(*e).or_insert_with(|| {
            order.push(*e);
            next
        });
        *e = n;
    };
    for f in &mut facts {
        renumber(&mut f.subject);
        if let Term::Entity(e) = &mut f.object {
            renumber(e);
        }
        for e in [&mut f.place, &mut f.to, &mut f.treaty, &mut f.leader].into_iter().flatten() {
            renumber(e);
        }
        if let Some(Term::Entity(e)) = &mut f.position {
            renumber(e);
        }
    }
    let entities = order
        .into_iter()
        .map(|e| {
            let local = &mentions.entities[e];
            let mut names: Vec<Name> = Vec::new();
            let known = local.gazetteer.map(|g| &gazetteer.entries[g]);
            names.extend(known.into_iter().flat_map(|g| g.names.iter().cloned()));
            // 俄兩國, cut from 中俄兩國, is nobody's name.
            let both = |text: &str| {
                let folded = script::fold_str(text);
                local.gazetteer.is_some() && both.iter().any(|w| folded.len() > w.len() && folded.ends_with(w.as_str()))
            };
            for text in local.names.iter().filter(|t| !both(t)).chain([&local.title]) {
                if !names.iter().any(|n| n.text == *text) {
                    names.push(Name { text: text.clone(), lang: language_of(text, document.lang) });
                }
            }
            names.sort();
            names.dedup();
            Entity {
                title: local.title.clone(),
                class: local.class.to_string(),
                names,
                gazetteer: local.gazetteer.is_some(),
                page: local.page.clone(),
            }
        })
        .collect();
    (entities, facts)
}

/// The language tag that the letters of a name tell.
fn language_of(text: &str, document: Lang) -> Option<String> {
    if text.chars().any(script::is_han) {
        let traditional = text.chars().any(|c| script::fold(c) != c && script::is_han(c));
        return Some(if traditional { "zh-Hant" } else { "zh" }.to_string());
    }
    (text.is_ascii() && document == Lang::En).then(|| "en".to_string())
}
