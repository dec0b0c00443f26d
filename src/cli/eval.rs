//! `kg eval`

use super::output::stdout;
use super::settings::Context;
use super::{Exit, Result};
use kg::score::{Gold, Party, Prediction, Score, Tally, score};
use kg::store::rows::{EntityRef, FactRow, Filler, each_row};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Compare the facts of the graph with gold facts
///
/// GOLD is a folder of `<title>.gold.json` files, each beside its document, or one such file. A fact is right when its
/// relation is the gold one and a name of its subject and of its object is one of the gold names, scripts, width, case
/// and marks folded. Each gold fact is matched once.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Folders of gold files, or gold files
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// List each wrong and each missing fact
    #[arg(long)]
    errors: bool,
    /// Print the figures as one JSON object
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  kg eval tests/gold/zh
  kg eval tests/gold/zh --errors";

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let mut gold = Vec::new();
    for path in &args.gold {
        gold.extend(Gold::load(path)?);
    }
    let reader = context.reader()?;
    let mut predictions = Vec::new();
    each_row(&reader, |row| -> Result<()> {
        predictions.extend((row.status == "affirmed").then(|| prediction(&row)));
        Ok(())
    })?;
    let score = score(&gold, &predictions);
    let mut out = stdout();
    if args.errors {
        for line in &score.errors {
            writeln!(out, "{line}")?;
        }
    }
    if args.json {
        writeln!(out, "{}", figures(&score))?;
    } else {
        print(&mut out, &score)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn prediction(row: &FactRow) -> Prediction {
    let entity = |e: &EntityRef| Party::Entity { class: e.class.clone(), labels: e.labels.clone() };
    let mut qualifiers = BTreeMap::new();
    for (name, filler) in [("place", &row.place), ("to", &row.to), ("treaty", &row.treaty), ("leader", &row.leader)] {
        if let Some(filler) = filler {
            qualifiers.insert(name, entity(filler));
        }
    }
    if let Some(position) = &row.position {
        qualifiers.insert("position", Party::Literal(position.clone()));
    }
    Prediction {
        doc: row.doc.clone(),
        relation: row.relation.clone(),
        subject: entity(&row.subject),
        object: match &row.object {
            Filler::Entity(e) => entity(e),
            Filler::Literal(text) => Party::Literal(text.clone()),
        },
        time: row.time.clone(),
        qualifiers,
        quote: row.quote.clone(),
        rule: row.rule.clone(),
    }
}

fn figures(score: &Score) -> serde_json::Value {
    let total = &score.total;
    json!({
        "documents": score.documents.len(), "gold": total.gold, "predicted": total.predicted, "right": total.right,
        "precision": total.precision(), "recall": total.recall(), "f1": total.f1(),
        "time_accuracy": total.time_accuracy(), "qualifier_recall": total.qualifier_recall(),
        "class_accuracy": total.class_accuracy(), "quotes_found": total.quotes_found(),
    })
}

fn print(out: &mut impl Write, score: &Score) -> Result<()> {
    let counts = |t: &Tally| {
        let Tally { gold, predicted, right, .. } = t;
        format!("{gold:5} {predicted:5} {right:5} {:6.3} {:6.3} {:6.3}", t.precision(), t.recall(), t.f1())
    };
    let heads = format!("{:>5} {:>5} {:>5} {:>6} {:>6} {:>6}", "gold", "pred", "right", "P", "R", "F1");
    writeln!(out, "{:18} {heads}", "relation")?;
    for (name, tally) in &score.relations {
        writeln!(out, "{name:18} {}", counts(tally))?;
    }
    writeln!(out, "\n{heads}  document")?;
    for (name, tally) in &score.documents {
        writeln!(out, "{}  {name}", counts(tally))?;
    }
    let total = &score.total;
    writeln!(out, "\ndocuments: {}", score.documents.len())?;
    writeln!(out, "gold: {}\npredicted: {}\nright: {}", total.gold, total.predicted, total.right)?;
    for (name, figure) in [
        ("precision", total.precision()),
        ("recall", total.recall()),
        ("time_accuracy", total.time_accuracy()),
        ("qualifier_recall", total.qualifier_recall()),
        ("class_accuracy", total.class_accuracy()),
        ("quotes_found", total.quotes_found()),
        ("f1", total.f1()),
    ] {
        writeln!(out, "{name}: {figure:.3}")?;
    }
    Ok(())
}
