//! `kg try`

use super::output::stdout;
use super::settings::Context;
use super::{Error, Exit, Result};
use kg::extract::Extractor;
use kg::extract::examples::page;
use kg::extract::inspect::{Inspection, ItemView, SentenceView};
use kg::extract::trace::Attempt;
use kg::fact::{Fact, Term};
use std::io::{IsTerminal, Read, Write};

/// Show how a sentence is read: names, dates, clauses, and the facts that it gives
///
/// Without SENTENCE, or with `-`, the text is read from standard input; links may be marked, as `[[name]]` or in
/// Markdown. Names stand in brackets with their class and, where it is called otherwise, the thing that is meant; words
/// that the language or a rule knows stand with what they can be there, as `攻佔<verb zh/occupied/active>`. Facts that
/// the text does not affirm are shown too, with their status. Nothing is stored.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The sentence, or several
    #[arg(value_name = "SENTENCE")]
    text: Option<String>,
    /// What the page is about on which the sentence stands
    #[arg(long, value_name = "TITLE", default_value = "")]
    title: String,
    /// Print everything as one JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let extractor = Extractor::new(&context.pack()?)?;
    let text = match args.text.filter(|t| t != "-") {
        Some(text) => text,
        None => standard_input(context)?,
    };
    if text.trim().is_empty() {
        return Err(Error::message(
            "there is no text: give a sentence, as in `kg try 1865年，俄軍攻佔塔什干。`, or pipe one in",
        ));
    }
    let document = page(&args.title, &text).map_err(|e| Error::message(format!("the text {e}")))?;
    let seen = extractor.inspect(&document);
    let mut out = stdout();
    if args.json {
        serde_json::to_writer(&mut out, &seen).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        for sentence in &seen.sentences {
            print_sentence(&mut out, sentence)?;
        }
        if seen.extraction.facts.is_empty() {
            writeln!(out, "no facts; `kg explain --why-not` with the same text tells what each rule made of it")?;
        }
        for fact in &seen.extraction.facts {
            print_fact(&mut out, &seen, fact)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn standard_input(context: &Context) -> Result<String> {
    if std::io::stdin().is_terminal() {
        context.say("Type the text, then end it with Ctrl-D.");
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|e| Error::message(format!("cannot read standard input: {e}")))?;
    String::from_utf8(bytes).map_err(|e| Error::message(format!("the text is not UTF-8: {e}")))
}

fn print_sentence(out: &mut impl Write, sentence: &SentenceView) -> Result<()> {
    let mut at = sentence.span.start();
    let chars: Vec<char> = sentence.text.chars().collect();
    let between = |from: usize, to: usize| -> String {
        let start = sentence.span.start();
        chars[from.saturating_sub(start)..to.saturating_sub(start).min(chars.len())].iter().collect()
    };
    for m in &sentence.mentions {
        let meant = if m.entity == m.words { String::new() } else { format!(" = {}", m.entity) };
        write!(out, "{}[{} {}{meant}]", between(at, m.span.start()), m.words, m.class)?;
        at = m.span.end();
    }
    writeln!(out, "{}", between(at, sentence.span.end()))?;
    for t in &sentence.times {
        writeln!(out, "  time    {} = {} ({})", t.words, t.edtf.as_deref().unwrap_or("?"), t.how)?;
    }
    for a in &sentence.amounts {
        writeln!(out, "  amount  {} = {} {}", a.words, a.value, a.unit)?;
    }
    for segment in &sentence.segments {
        writeln!(out, "  clause  {}", items(segment))?;
    }
    for segment in sentence.asides.iter().flatten() {
        writeln!(out, "  aside   {}", items(segment))?;
    }
    Ok(writeln!(out)?)
}

fn items(segment: &[ItemView]) -> String {
    segment.iter().map(item).collect::<Vec<_>>().join(" ")
}

fn item(item: &ItemView) -> String {
    match item {
        ItemView::Group { members, .. } => {
            let one = |m: &kg::extract::inspect::MemberView| format!("{}{} {}", m.modifiers.concat(), m.words, m.class);
            format!("[{}]", members.iter().map(one).collect::<Vec<_>>().join(" + "))
        }
        ItemView::Word { words, classes, frames } => {
            let known: Vec<&str> = classes.iter().chain(frames).map(String::as_str).collect();
            if known.is_empty() { words.clone() } else { format!("{words}<{}>", known.join(" ")) }
        }
        ItemView::Time { words } | ItemView::Amount { words } => format!("({words})"),
        ItemView::Text { words } => words.clone(),
    }
}

fn print_fact(out: &mut impl Write, seen: &Inspection, fact: &Fact) -> Result<()> {
    let extraction = &seen.extraction;
    let entity = |at: usize| extraction.entities.get(at).map_or("?", |e| e.title.as_str());
    let term = |term: &Term| match term {
        Term::Entity(at) => entity(*at).to_owned(),
        Term::Literal(text) => format!("“{text}”"),
    };
    let status = format!("{:?}", fact.status).to_lowercase();
    write!(out, "{status:9} {} {} {}", entity(fact.subject), fact.relation, term(&fact.object))?;
    if let Some(time) = &fact.time {
        write!(out, "  time={}", time.edtf)?;
    }
    for (role, at) in [("place", fact.place), ("to", fact.to), ("treaty", fact.treaty), ("leader", fact.leader)] {
        if let Some(at) = at {
            write!(out, "  {role}={}", entity(at))?;
        }
    }
    if let Some(position) = &fact.position {
        write!(out, "  position={}", term(position))?;
    }
    if let Some(amount) = &fact.amount {
        write!(out, "  amount={} {}", amount.value, amount.unit)?;
    }
    writeln!(out)?;
    for evidence in &fact.evidence {
        writeln!(out, "          {}: {}", evidence.rule, evidence.quote_text)?;
        for role in &evidence.roles {
            let name = match role.role.as_str() {
                "s" => "subject",
                "o" => "object",
                other => other,
            };
            writeln!(out, "            {name:8} {}: {}", role.words, role.how)?;
        }
        let dated = evidence.roles.iter().any(|r| r.role == "time");
        if let Some(how) = evidence.time_how.as_ref().filter(|_| fact.time.is_some() && !dated) {
            writeln!(out, "            {:8} {how}", "date")?;
        }
        let status = |a: &Attempt| a.status.clone().filter(|s| s.status == fact.status && !s.because.is_empty());
        let own = seen.attempts.iter().filter(|a| a.rule == evidence.rule && a.sentence == evidence.sentence);
        if let Some(told) = own.filter(|a| a.facts > 0).find_map(status) {
            writeln!(out, "            {:8} for “{}”", "status", told.because)?;
        }
    }
    Ok(())
}
