//! `kg explain`

mod why;

use super::output::{has_colour, stdout};
use super::settings::Context;
use super::{Exit, Result};
use kg::graph::merge::fold_name;
use kg::store::StoreError;
use kg::store::account::{Account, Testimony};
use kg::store::names::{NameError, Names};
use kg::store::rows::Lookup;
use oxigraph::model::NamedNode;
use std::io::Write;
use std::path::PathBuf;

/// Show where a fact or an entity comes from
///
/// A fact is named by its id or IRI, as other commands print it, or in words: `kg explain 清朝 ceded 霍爾果斯河以西`. Each
/// sentence that states it is shown with the words marked, its file and line, the rule that found it, how each role was
/// filled, and how the date came about. For an entity: its names, and the facts that it takes part in.
///
/// With `--why-not`, the fact is one that the graph lacks. The articles are read again, and what is told is which rule
/// came nearest and what failed: a name that is not seen as one, no trigger in a sentence that names both ends, a role
/// that nobody fills or whose class does not fit, a word that makes it denied or planned, a condition of the rule, a
/// pattern that nearly matches. A sentence may be asked about too.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An entity's name, a fact's id, or subject, relation and object
    #[arg(value_name = "ENTITY-or-FACT", required = true)]
    words: Vec<String>,
    /// Tell why the graph lacks a fact, or what each rule makes of a sentence
    #[arg(long)]
    why_not: bool,
    /// Articles to read again [default: those of the graph]
    #[arg(long = "in", value_name = "ARTICLES", requires = "why_not")]
    articles: Vec<PathBuf>,
    /// What the page is about on which the sentence stands
    #[arg(long, value_name = "TITLE", requires = "why_not", default_value = "")]
    title: String,
    /// Print what is told as JSON
    #[arg(long, requires = "why_not")]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  kg explain 伊犁條約
  kg explain 清朝 ceded 霍爾果斯河以西
  kg explain f:k3x9…
  kg explain --why-not '俄國 occupied 喀什'
  kg explain --why-not --in article.md '俄國 occupied 喀什'
  kg explain --why-not '1876年，俄國企圖佔領喀什。'";

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    if args.why_not {
        let Args { words, articles, title, json, .. } = args;
        return why::run(context, &why::Question { words, articles, title, json });
    }
    let reader = context.reader()?;
    let lookup = Lookup::new(&reader);
    let mut out = stdout();
    let names = Names::new(&reader);
    let found = match facts(&names, &lookup, &args.words) {
        Ok(Some(facts)) => facts_told(&mut out, &lookup, &facts),
        Ok(None) => {
            let name = args.words.join(" ");
            match names.entity(&name) {
                Ok(entity) => entity_told(&mut out, &lookup, &entity).map(|()| Exit::Done),
                Err(error) => finding(error),
            }
        }
        Err(error) => finding(error),
    };
    names.choices().iter().for_each(|choice| context.say(choice));
    out.flush()?;
    found
}

fn finding(error: NameError) -> Result<Exit> {
    match error {
        NameError::Store(error) => Err(error.into()),
        error => {
            eprintln!("kg: {error}");
            Ok(Exit::Findings)
        }
    }
}

/// The facts that the words name; `None` where they name none, but perhaps an entity.
fn facts(
    names: &Names<'_>,
    lookup: &Lookup<'_>,
    words: &[String],
) -> std::result::Result<Option<Vec<NamedNode>>, NameError> {
    if let [id] = words {
        match names.fact(id) {
            Ok(fact) => return Ok(Some(vec![fact])),
            Err(NameError::Store(error)) => return Err(error.into()),
            Err(error) if id.starts_with("f:") => return Err(error),
            Err(_) => {}
        }
    }
    let text = words.join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    for i in 1..words.len().saturating_sub(1) {
        let relation = match names.relation(words[i]) {
            Ok(relation) => relation,
            Err(NameError::Store(error)) => return Err(error.into()),
            Err(_) => continue,
        };
        let (subject, object) = (words[..i].join(" "), words[i + 1..].join(" "));
        let subject = names.entity(&subject)?;
        // The object may be a literal, such as a date: then it is compared as it stands.
        let object_node = match names.entity(&object) {
            Ok(node) => Some(node),
            Err(NameError::Store(error)) => return Err(error.into()),
            Err(NameError::Ambiguous { name, iris }) => return Err(NameError::Ambiguous { name, iris }),
            Err(NameError::Unknown { .. }) => None,
        };
        let wanted = fold_name(&object);
        let fits = |o: &str| match &object_node {
            Some(node) => node.as_str() == o,
            None => fold_name(o) == wanted,
        };
        let facts = lookup.facts_between(&subject, &relation, &fits).map_err(NameError::from)?;
        if facts.is_empty() {
            return Err(NameError::Unknown { kind: "fact", name: text, near: Vec::new() });
        }
        return Ok(Some(facts));
    }
    Ok(None)
}

fn facts_told(out: &mut impl Write, lookup: &Lookup<'_>, facts: &[NamedNode]) -> Result<Exit> {
    for (i, fact) in facts.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let account = lookup.account(fact)?;
        writeln!(out, "{}\n{}", headline(&account), account.iri)?;
        let documents = distinct(&account.testimonies);
        let sentences = account.testimonies.len();
        writeln!(out, "stated by {} in {}", count(sentences, "sentence"), count(documents, "document"))?;
        for testimony in &account.testimonies {
            writeln!(out)?;
            testimony_told(out, &account, testimony)?;
        }
    }
    Ok(Exit::Done)
}

fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn distinct(testimonies: &[Testimony]) -> usize {
    let mut documents: Vec<_> = testimonies.iter().map(|t| (&t.document, &t.path)).collect();
    documents.dedup();
    documents.len()
}

/// `清朝 ceded 霍爾果斯河以西 · 1881-02-24 · to 俄羅斯帝國 · amount 60000 km2`
fn headline(account: &Account) -> String {
    let mut line = format!("{} {} {}", account.subject, account.relation, account.object);
    if let Some(time) = &account.time {
        line.push_str(&format!(" · {time}"));
    }
    for (role, value) in &account.qualifiers {
        line.push_str(&format!(" · {role} {value}"));
    }
    if account.status != "affirmed" {
        line.push_str(&format!(" · not affirmed: {}", account.status));
    }
    line
}

fn testimony_told(out: &mut impl Write, account: &Account, testimony: &Testimony) -> Result<()> {
    let Testimony { document, path, line, rule, confidence, .. } = testimony;
    writeln!(out, "{document} ({path}:{line})")?;
    writeln!(out, "  {}", marked(testimony))?;
    writeln!(out, "  rule      {rule}, {confidence} % sure")?;
    if testimony.polarity != "affirmed" {
        writeln!(out, "  polarity  {}", testimony.polarity)?;
    }
    for role in &testimony.roles {
        let name = match role.role.as_str() {
            "s" => "subject",
            "o" => "object",
            other => other,
        };
        // What the sentence leaves out is shown by the name of what was found.
        let value = match role.role.as_str() {
            "s" => Some(&account.subject),
            "o" => Some(&account.object),
            other => account.qualifiers.iter().find(|(q, _)| q == other).map(|(_, value)| value),
        };
        let words = if role.words.is_empty() { value.unwrap_or(&role.words) } else { &role.words };
        writeln!(out, "  {name:9} {words} ({})", role.how)?;
    }
    if let Some(time) = &testimony.time {
        let words = testimony.era.as_ref().or(testimony.date_text.as_ref());
        let words = words.map_or(String::new(), |w| format!("{w} → "));
        let how = testimony.time_how.as_ref().map_or(String::new(), |h| format!(" ({h})"));
        writeln!(out, "  date      {words}{time}{how}")?;
    }
    Ok(())
}

/// The sentence with the quote marked: underlined on a terminal, in brackets elsewhere.
fn marked(testimony: &Testimony) -> String {
    let (open, close) = if has_colour() { ("\u{1b}[1;4m", "\u{1b}[0m") } else { ("【", "】") };
    let chars: Vec<char> = testimony.sentence.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    let (start, end) = testimony.quote;
    if start >= end || end > chars.len() {
        return format!("{open}{}{close}", testimony.quote_text);
    }
    let part = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    format!("{}{open}{}{close}{}", part(0..start), part(start..end), part(end..chars.len()))
}

fn entity_told(out: &mut impl Write, lookup: &Lookup<'_>, node: &NamedNode) -> Result<()> {
    let entity = lookup.entity(node.as_str())?;
    writeln!(out, "{} · {}\n{}", entity.title(), entity.class, entity.iri)?;
    if entity.labels.len() > 1 {
        writeln!(out, "also: {}", entity.labels[1..].join(", "))?;
    }
    let accounts: std::result::Result<Vec<Account>, StoreError> =
        lookup.facts_with(node)?.iter().map(|f| lookup.summary(f)).collect();
    let mut accounts = accounts?;
    // Undated facts come last.
    accounts.sort_by_key(|a| {
        let bounds = a.time.as_deref().and_then(kg::graph::time::Bounds::parse);
        (bounds.is_none(), bounds, a.relation.clone(), a.subject.clone(), a.object.clone(), a.iri.clone())
    });
    writeln!(out, "\n{}", count(accounts.len(), "fact"))?;
    for account in accounts {
        let id = account.iri.rsplit('/').next().unwrap_or_default();
        writeln!(out, "  f:{id}  {}", headline(&account))?;
    }
    Ok(())
}
