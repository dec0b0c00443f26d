//! `kg check`

use super::output::{stdout, table};
use super::settings::Context;
use super::{Error, Exit, Result};
use clap::ValueEnum;
use comfy_table::CellAlignment;
use kg::extract::Extractor;
use kg::extract::examples::{ExampleFailure, check_examples};
use kg::fact::Extraction;
use kg::pack::{Pack, PackError, problems::problems};
use kg::score::Gold;
use kg::score::rules::{RuleFigures, rule_figures, rule_names};
use kg::source;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check the domain pack: its ontology, gazetteer and rules, and the example sentences of the rules
///
/// Every mistake is named with its file and line; an example is wrong when it does not give the facts that it promises,
/// or gives more of its relation. With PATHs, each rule is counted on those documents, and rules that never fire are
/// called dead; with `--gold`, each rule is also measured as if it were the only one of its relation.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to count the rules on
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folders of gold files with their documents, or gold files: count on them, and measure (may be repeated)
    #[arg(long, value_name = "DIR")]
    gold: Vec<PathBuf>,
    /// How to write what is found
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let files = context.pack_files()?;
    let problems = problems(&files);
    let mut out = stdout();
    if !problems.is_empty() {
        match args.format {
            Format::Table => problems.iter().try_for_each(|p| writeln!(out, "{p}"))?,
            Format::Json => {
                writeln!(out, "{}", json!({ "problems": problems.iter().map(problem).collect::<Vec<_>>() }))?
            }
        }
        out.flush()?;
        return Ok(Exit::Findings);
    }
    let pack = Pack::parse(&files)?;
    let extractor = Extractor::new(&pack)?;
    let failures = check_examples(&pack, &extractor);
    let (usage, skipped) = usage(&extractor, &args)?;
    skipped.iter().for_each(|s| eprintln!("skipped {s}"));
    let counts = Counts::new(&pack, failures.len());
    match args.format {
        Format::Table => {
            failures.iter().try_for_each(|f| writeln!(out, "{f}\n"))?;
            print(&mut out, &counts, usage.as_ref())?;
        }
        Format::Json => writeln!(out, "{}", figures(&counts, &failures, usage.as_ref()))?,
    }
    out.flush()?;
    Ok(if failures.is_empty() && skipped.is_empty() { Exit::Done } else { Exit::Findings })
}

fn problem(problem: &PackError) -> Value {
    json!({ "file": problem.file, "line": problem.line, "message": problem.message })
}

/// What a pack holds.
struct Counts(Vec<(&'static str, usize)>);

impl Counts {
    fn new(pack: &Pack, failures: usize) -> Counts {
        let rules = || pack.languages.iter().flat_map(|l| &l.rules);
        let examples = || rules().flat_map(|r| &r.examples);
        let negative = examples().filter(|e| e.facts.is_empty()).count();
        let bare = rules().filter(|r| r.examples.is_empty()).count();
        Counts(vec![
            ("relations", pack.ontology.relations.len()),
            ("classes", pack.ontology.classes.len()),
            ("gazetteer entries", pack.gazetteer.entries.len()),
            ("rule files", rules().count()),
            ("without examples", bare),
            ("frames", rules().map(|r| r.frames.len()).sum()),
            ("patterns", rules().map(|r| r.patterns.len()).sum()),
            ("lists and tables", rules().map(|r| r.lists.len() + r.tables.len()).sum()),
            ("examples", examples().count()),
            ("positive", examples().count() - negative),
            ("negative", negative),
            ("failures", failures),
        ])
    }
}

/// What each rule did on documents.
struct Usage {
    documents: usize,
    has_gold: bool,
    /// In the order of the rule files.
    rules: Vec<(String, RuleFigures)>,
}

/// Counts the rules on the documents that the arguments name, if they name any; and what could not be read.
fn usage(extractor: &Extractor, args: &Args) -> Result<(Option<Usage>, Vec<String>)> {
    let mut paths = args.paths.clone();
    let mut gold = Vec::new();
    for path in &args.gold {
        gold.extend(Gold::load(path)?);
        // Of a gold file only its own document is wanted, which stands beside it.
        paths.push(if path.is_file() { path.parent().unwrap_or(Path::new(".")).to_path_buf() } else { path.clone() });
    }
    if paths.is_empty() {
        return Ok((None, Vec::new()));
    }
    if let Some(missing) = paths.iter().find(|p| !p.exists()) {
        return Err(Error::message(format!("there is no `{}`", missing.display())));
    }
    let found = source::discover(&paths);
    let mut skipped: Vec<String> =
        found.skipped.iter().map(|s| format!("{}: {}", s.path.display(), s.reason)).collect();
    let read = |path: &PathBuf| match source::read_file(path) {
        Ok(document) => Ok(extractor.extract(&document)),
        Err(e) => Err(format!("{}: {e}", path.display())),
    };
    let mut extractions: Vec<Extraction> = Vec::new();
    for result in found.files.par_iter().map(read).collect::<Vec<_>>() {
        match result {
            Ok(extraction) => extractions.push(extraction),
            Err(e) => skipped.push(e),
        }
    }
    let names: Vec<(String, String)> = extractor.languages.values().flat_map(rule_names).collect();
    let figures = rule_figures(&names, &extractions, &gold);
    let rules = names.iter().map(|(name, _)| (name.clone(), figures.get(name.as_str()).copied().unwrap_or_default()));
    let usage = Usage { documents: extractions.len(), has_gold: !gold.is_empty(), rules: rules.collect() };
    Ok((Some(usage), skipped))
}

fn print(out: &mut impl Write, counts: &Counts, usage: Option<&Usage>) -> Result<()> {
    if let Some(usage) = usage {
        let mut header = vec!["rule", "affirmed", "other"];
        if usage.has_gold {
            header.extend(["right", "precision", "recall"]);
        }
        let mut lines = table(&header);
        for column in 1..header.len() {
            if let Some(column) = lines.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for (name, f) in usage.rules.iter().filter(|(_, f)| !f.is_dead()) {
            let mut row = vec![name.clone(), f.affirmed.to_string(), f.other.to_string()];
            if usage.has_gold {
                let share = |x: Option<f64>| x.map_or(String::new(), |x| format!("{x:.3}"));
                row.extend([format!("{}/{}", f.right, f.judged), share(f.precision()), share(f.recall())]);
            }
            lines.add_row(row);
        }
        writeln!(out, "{lines}")?;
        let dead: Vec<&str> = usage.rules.iter().filter(|(_, f)| f.is_dead()).map(|(name, _)| name.as_str()).collect();
        writeln!(out, "\ndead on {} documents: {}", usage.documents, dead.len())?;
        for name in dead {
            writeln!(out, "  {name}")?;
        }
        writeln!(out)?;
    }
    for (name, n) in &counts.0 {
        writeln!(out, "{n:>9}  {name}")?;
    }
    Ok(())
}

fn figures(counts: &Counts, failures: &[ExampleFailure], usage: Option<&Usage>) -> Value {
    let mut object = serde_json::Map::new();
    object.extend(counts.0.iter().map(|(name, n)| (name.replace(' ', "_"), json!(n))));
    let failures = failures.iter().map(|f| {
        let mistakes: Vec<String> = f.mistakes.iter().map(ToString::to_string).collect();
        json!({ "file": f.file, "line": f.line, "text": f.text, "mistakes": mistakes })
    });
    object.insert("failed_examples".to_owned(), failures.collect());
    if let Some(usage) = usage {
        object.insert("documents".to_owned(), json!(usage.documents));
        let rules = usage.rules.iter().map(|(name, f)| {
            let mut rule = json!({ "rule": name, "affirmed": f.affirmed, "other": f.other, "dead": f.is_dead() });
            if usage.has_gold {
                rule["judged"] = json!(f.judged);
                rule["right"] = json!(f.right);
                rule["gold"] = json!(f.gold);
                rule["precision"] = json!(f.precision());
                rule["recall"] = json!(f.recall());
            }
            rule
        });
        object.insert("rules".to_owned(), rules.collect());
    }
    Value::Object(object)
}
