//! `kg stats`

use super::output::stdout;
use super::settings::Context;
use super::{Exit, Result};
use kg::store::stats::{Breakdown, breakdowns};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Say in numbers what is in the graph
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many lines each list may have
    #[arg(long, value_name = "N", default_value_t = 15)]
    top: usize,
    /// Print everything as one JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let reader = context.reader()?;
    let counts = reader.manifest().counts;
    let limit = if args.json { usize::MAX } else { args.top };
    let breakdowns = breakdowns(&reader, limit)?;
    let totals = [
        ("documents", counts.documents),
        ("skipped", reader.manifest().skipped.len()),
        ("entities", counts.entities),
        ("facts", counts.facts),
        ("affirmed", counts.affirmed),
        ("evidence", counts.evidence),
    ];
    let mut out = stdout();
    if args.json {
        let mut object: Map<String, Value> = totals.iter().map(|(name, n)| ((*name).to_owned(), json!(n))).collect();
        for Breakdown { name, counts } in breakdowns {
            let counts: Map<String, Value> = counts.into_iter().map(|(name, n)| (name, json!(n))).collect();
            object.insert(name.replace(' ', "_"), counts.into());
        }
        writeln!(out, "{}", Value::Object(object))?;
    } else {
        for (name, n) in totals {
            writeln!(out, "{n:>9}  {name}")?;
        }
        for Breakdown { name, counts } in breakdowns.iter().filter(|b| !b.counts.is_empty()) {
            writeln!(out, "\n{name}")?;
            for (name, n) in counts {
                writeln!(out, "{n:>9}  {name}")?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}
