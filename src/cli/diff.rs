//! `kg diff`

use super::output::stdout;
use super::settings::Context;
use super::{Error, Exit, Result};
use kg::diff::{FactChange, Side, diff};
use std::io::Write;
use std::path::PathBuf;

/// Show which facts and triples differ between two stores or RDF files
///
/// `-` marks what only the first has, `+` what only the second has, `~` a fact of both of which they say different
/// things. Files are known by their extension: .ttl .trig .nt .nq .rdf .jsonld. If only one side has named graphs, the
/// default graphs are compared. The exit code is 0 if there is no difference, else 1.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A store or a file
    #[arg(value_name = "A")]
    a: PathBuf,
    /// Another store or file
    #[arg(value_name = "B")]
    b: PathBuf,
    /// List triples too, as N-Quads
    #[arg(long)]
    triples: bool,
}

const EXAMPLES: &str = "\
Examples:
  kg diff kg.db before.db
  kg diff --triples a.ttl b.nt";

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let read = |path: &PathBuf| Side::read(path).map_err(|e| Error::message(e.to_string()));
    let difference = diff(read(&args.a)?, read(&args.b)?);
    if difference.default_only {
        context.say("Only one of them has named graphs: the default graphs are compared.");
    }
    let mut out = stdout();
    for (mark, facts) in
        [('-', &difference.facts_gone), ('+', &difference.facts_come), ('~', &difference.facts_changed)]
    {
        for FactChange { iri, words, gone, come } in facts {
            let id = iri.rsplit('/').next().unwrap_or_default();
            writeln!(out, "{mark} {words}  (f:{id})")?;
            gone.iter().try_for_each(|g| writeln!(out, "    - {g}"))?;
            come.iter().try_for_each(|c| writeln!(out, "    + {c}"))?;
        }
    }
    if args.triples {
        difference.quads_gone.iter().try_for_each(|q| writeln!(out, "- {q} ."))?;
        difference.quads_come.iter().try_for_each(|q| writeln!(out, "+ {q} ."))?;
    }
    out.flush()?;
    context.say(format_args!(
        "facts: {} gone, {} come, {} changed; triples: {} gone, {} come",
        difference.facts_gone.len(),
        difference.facts_come.len(),
        difference.facts_changed.len(),
        difference.quads_gone.len(),
        difference.quads_come.len()
    ));
    Ok(if difference.is_empty() { Exit::Done } else { Exit::Findings })
}
