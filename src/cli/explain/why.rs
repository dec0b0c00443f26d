//! `kg explain --why-not`

use super::super::output::stdout;
use super::super::settings::Context;
use super::super::{Error, Exit, Result};
use kg::extract::Extractor;
use kg::extract::examples::page;
use kg::extract::near::Near;
use kg::extract::trace::{Attempt, Failure, Party, RoleTried};
use kg::extract::why::{End, SentenceTried, Wanted, WhyNot};
use kg::fact::Status;
use kg::source;
use rayon::prelude::*;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// How many sentences, and rules of one sentence, are told.
const MOST_SENTENCES: usize = 3;
const MOST_RULES: usize = 3;

/// What is asked, and where it is looked for.
pub struct Question {
    pub words: Vec<String>,
    pub articles: Vec<PathBuf>,
    pub title: String,
    pub json: bool,
}

pub fn run(context: &Context, question: &Question) -> Result<Exit> {
    let extractor = Extractor::new(&context.pack()?)?;
    match wanted(&extractor, &question.words) {
        Some(wanted) => fact(context, &extractor, question, &wanted),
        None => sentence(&extractor, question),
    }
}

/// Subject, relation and object, if one of the words between is a relation.
fn wanted(extractor: &Extractor, words: &[String]) -> Option<Wanted> {
    let text = words.join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = (1..words.len().saturating_sub(1)).find(|i| extractor.ontology.relations.contains_key(words[*i]))?;
    Some(Wanted { subject: words[..at].join(" "), relation: words[at].to_owned(), object: words[at + 1..].join(" ") })
}

/// A sentence by itself.
fn sentence(extractor: &Extractor, question: &Question) -> Result<Exit> {
    let text = question.words.join(" ");
    let document = page(&question.title, &text).map_err(|e| Error::message(format!("the text {e}")))?;
    let tried = extractor.tried(&document);
    let mut out = stdout();
    if question.json {
        writeln!(out, "{}", json!(tried))?;
    } else {
        for sentence in &tried {
            sentence_told(&mut out, sentence, usize::MAX)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// A fact that some articles do not give.
fn fact(context: &Context, extractor: &Extractor, question: &Question, wanted: &Wanted) -> Result<Exit> {
    let files = articles(context, question)?;
    let read = |path: &PathBuf| source::read_file(path).map(|document| extractor.why_not(&document, wanted));
    let mut all: Vec<WhyNot> = Vec::new();
    for (path, why) in files.par_iter().map(|f| (f, read(f))).collect::<Vec<_>>() {
        match why {
            Ok(why) => all.push(why),
            Err(e) => context.say(format!("skipped {}: {e}", path.display())),
        }
    }
    let read = all.len();
    let counted = if read == 1 { "1 article".to_owned() } else { format!("{read} articles") };
    let mut out = stdout();
    let found = all.iter().filter(|w| w.found.is_some()).min_by_key(|w| w.found.as_ref().map(|(status, _)| *status));
    let affirmed = found.is_some_and(|w| matches!(w.found, Some((Status::Affirmed, _))));
    let shown = format!("{} {} {}", wanted.subject, wanted.relation, wanted.object);
    if question.json {
        all.retain(|w| w.found.is_some() || !w.sentences.is_empty());
        all.sort_by_key(|w| std::cmp::Reverse(w.closeness()));
        writeln!(out, "{}", json!({ "fact": shown, "articles": read, "found": affirmed, "where": all }))?;
        out.flush()?;
        return Ok(if affirmed { Exit::Done } else { Exit::Findings });
    }
    if let Some((why, (status, rules))) = found.and_then(|w| Some((w, w.found.as_ref()?))) {
        let said = if *status == Status::Affirmed { "is found" } else { "is found, but not affirmed" };
        writeln!(out, "{shown}: {said} in {} ({}), by {}", why.document, lower(*status), rules.join(", "))?;
    } else {
        writeln!(out, "{shown}: not found in {counted}")?;
    }
    if !affirmed {
        end_told(&mut out, &all, |w| &w.subject)?;
        end_told(&mut out, &all, |w| &w.object)?;
        nearest(&mut out, &all, wanted)?;
    }
    out.flush()?;
    Ok(if affirmed { Exit::Done } else { Exit::Findings })
}

/// The articles that are named, else those of the graph.
fn articles(context: &Context, question: &Question) -> Result<Vec<PathBuf>> {
    if question.articles.is_empty() {
        let reader = context.reader()?;
        return Ok(reader.manifest().documents.iter().map(|d| PathBuf::from(&d.path)).collect());
    }
    let found = source::discover(&question.articles);
    found.skipped.iter().for_each(|s| context.say(format!("skipped {}: {}", s.path.display(), s.reason)));
    if found.files.is_empty() {
        return Err(Error::message("there are no articles to read again"));
    }
    Ok(found.files)
}

/// Where a name of the wanted fact is found, or why it is not.
fn end_told(out: &mut impl Write, all: &[WhyNot], end: fn(&WhyNot) -> &End) -> Result<()> {
    let Some(first) = all.first() else { return Ok(()) };
    let name = &end(first).name;
    if end(first).named.is_none() {
        return Ok(());
    }
    let naming = all.iter().filter(|w| end(w).named.is_some_and(|n| n > 0)).count();
    if naming > 0 {
        return Ok(writeln!(out, "  {name} is named in {naming} of them")?);
    }
    let places: Vec<(&WhyNot, &(u32, Option<String>))> =
        all.iter().flat_map(|w| end(w).overlooked.iter().map(move |o| (w, o))).collect();
    if places.is_empty() {
        return Ok(writeln!(out, "  {name} stands in none of them, under any name that is known for it")?);
    }
    writeln!(out, "  {name} is not read as a name, though it stands in")?;
    for (why, (line, taken)) in places.iter().take(MOST_SENTENCES) {
        let taken = taken.as_ref().map_or("where no name is seen".to_owned(), |t| format!("in what is read as {t}"));
        writeln!(out, "    {}:{line}, {taken}", why.path)?;
    }
    Ok(())
}

/// The sentences where a rule came nearest.
fn nearest(out: &mut impl Write, all: &[WhyNot], wanted: &Wanted) -> Result<()> {
    let mut sentences: Vec<(&WhyNot, &SentenceTried)> =
        all.iter().flat_map(|w| w.sentences.iter().map(move |s| (w, s))).collect();
    sentences.sort_by_key(|(_, s)| std::cmp::Reverse(s.closeness()));
    let both = sentences.iter().filter(|(_, s)| s.names.len() == 2).count();
    match both {
        0 => writeln!(out, "  no sentence names both")?,
        1 => writeln!(out, "  1 sentence names both")?,
        n => writeln!(out, "  {n} sentences name both")?,
    }
    if sentences.is_empty() {
        writeln!(out, "  and no rule of {} was tried where one of them stands", wanted.relation)?;
    }
    for (why, sentence) in sentences.iter().take(MOST_SENTENCES) {
        writeln!(out, "\n{}:{}", why.path, sentence.line)?;
        sentence_told(out, sentence, MOST_RULES)?;
        if sentence.attempts.is_empty() && sentence.near.is_empty() {
            writeln!(out, "  no trigger of {} stands here, and no pattern of it nearly matches", wanted.relation)?;
        }
    }
    if let Some(more) = sentences.len().checked_sub(MOST_SENTENCES).filter(|n| *n > 0) {
        writeln!(out, "\nand {more} more sentences: see `--json`")?;
    }
    Ok(())
}

/// A sentence and what the rules tried on it, at most so many of them.
fn sentence_told(out: &mut impl Write, sentence: &SentenceTried, most: usize) -> Result<()> {
    writeln!(out, "  {}", sentence.text.replace('\n', " "))?;
    for fact in &sentence.facts {
        writeln!(out, "  gives  {fact}")?;
    }
    let plain = |a: &&Attempt| a.status.as_ref().is_none_or(|s| s.status == Status::Affirmed);
    let tells = |a: &&Attempt| a.facts == 0 || !plain(a) || most < usize::MAX;
    let without: Vec<&Attempt> = sentence.attempts.iter().filter(tells).collect();
    for attempt in without.iter().take(most) {
        attempt_told(out, attempt)?;
    }
    for near in sentence.near.iter().take(most) {
        near_told(out, near)?;
    }
    if sentence.facts.is_empty() && most == usize::MAX && without.is_empty() && sentence.near.is_empty() {
        writeln!(out, "  no trigger of any rule stands here, and no pattern nearly matches")?;
    }
    Ok(())
}

fn attempt_told(out: &mut impl Write, attempt: &Attempt) -> Result<()> {
    writeln!(out, "  {}, at “{}”", attempt.rule, attempt.words)?;
    let order = |r: &&RoleTried| ["s", "o"].iter().position(|name| r.role == *name).unwrap_or(2);
    let mut roles: Vec<&RoleTried> = attempt.roles.iter().collect();
    roles.sort_by_key(order);
    roles.into_iter().try_for_each(|role| role_told(out, role))?;
    if let Some(status) = attempt.status.as_ref().filter(|s| s.status != Status::Affirmed) {
        writeln!(out, "    status   {}, for “{}”", lower(status.status), status.because)?;
    }
    match &attempt.failure {
        Some(failure) => writeln!(out, "    failed   {}", failed(failure, attempt))?,
        None => writeln!(out, "    gives    {} fact{}", attempt.facts, if attempt.facts == 1 { "" } else { "s" })?,
    }
    Ok(())
}

fn role_told(out: &mut impl Write, role: &RoleTried) -> Result<()> {
    let name = role_name(&role.role);
    let party = |p: &Party| format!("{} ({}{})", p.title, p.class, how(&p.how));
    let filled: Vec<String> = role.filled.iter().map(party).collect();
    let from = role.from.join(", ");
    let nobody = match (role.optional, from.is_empty()) {
        (true, _) => "nobody; it may be empty".to_owned(),
        (false, true) => "nobody".to_owned(),
        (false, false) => format!("nobody; it is looked for as {from}"),
    };
    writeln!(out, "    {name:8} {}", if filled.is_empty() { nobody } else { filled.join(" + ") })?;
    for refused in &role.refused {
        let why = match refused.wanted.is_empty() {
            true => "has another role".to_owned(),
            false => format!("is no {}", refused.wanted.join(" or ")),
        };
        writeln!(out, "             not {}: {why}", party(&refused.party))?;
    }
    Ok(())
}

fn how(how: &str) -> String {
    if how.is_empty() { String::new() } else { format!(", {how}") }
}

fn role_name(role: &str) -> &str {
    match role {
        "s" => "subject",
        "o" => "object",
        other => other,
    }
}

fn lower(status: Status) -> String {
    format!("{status:?}").to_lowercase()
}

/// Why a rule gave nothing, in words.
fn failed(failure: &Failure, attempt: &Attempt) -> String {
    let quoted = |words: &[String]| words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ");
    match failure {
        Failure::After { words } => format!("none of these follows: {}", quoted(words)),
        Failure::Before { words } => format!("none of these stands before: {}", quoted(words)),
        Failure::Without { word } => format!("“{word}” stands there, which speaks against it"),
        Failure::Bounded => "the trigger touches unknown text, so that it may be part of another word".to_owned(),
        Failure::Shared => "the trigger shares its object with the verb behind it".to_owned(),
        Failure::Close { between } => format!("too much stands between trigger and object: “{between}”"),
        Failure::Possessor => "the object only possesses something else, or is a part of its name".to_owned(),
        Failure::Unfilled { role, stands } => {
            let role = role_name(role);
            let role =
                if ["subject", "object"].contains(&role) { format!("the {role}") } else { format!("“{role}”") };
            match stands.trim() {
                "" => format!("nobody fills {role}; nothing stands there"),
                stands => format!("nobody fills {role}; there stands “{stands}”"),
            }
        }
        Failure::Undated => "the object is a date, and none stands there".to_owned(),
        Failure::NotAdmitted => {
            format!("subject and object are the same, or {} does not admit one of them", attempt.relation)
        }
        Failure::Elsewhere => {
            "it is only for other places: list items or prose, the lead, sections with certain headings".to_owned()
        }
        Failure::Beside => "what stands right beside the match speaks against it".to_owned(),
        Failure::Condition => "a condition of the pattern on what it captured is not met".to_owned(),
    }
}

fn near_told(out: &mut impl Write, near: &Near) -> Result<()> {
    let (matched, all) = near.parts;
    writeln!(out, "  {}, pattern of which {matched} of {all} parts match: “{}”", near.rule, near.words)?;
    let place = if near.at_start { "before it" } else { "next" };
    let stands =
        if near.stands.is_empty() { "nothing stands".to_owned() } else { format!("“{}” stands", near.stands) };
    Ok(writeln!(out, "    failed   it needs {} {place}, where {stands}", near.needs)?)
}
