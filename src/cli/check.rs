//! `kg check`

mod show;

use super::output::stdout;
use super::settings::Context;
use super::{Error, Exit, Result};
use clap::ValueEnum;
use kg::extract::Extractor;
use kg::extract::examples::check_examples;
use kg::fact::Extraction;
use kg::pack::{Pack, problems::problems};
use kg::score::Gold;
use kg::score::rules::{rule_names, rule_report};
use kg::source;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check the domain pack: its ontology, gazetteer and rules, and the example sentences of the rules
///
/// Every mistake is named with its file and line; an example is wrong when it does not give the facts that it promises,
/// or gives more of its relation. With ARTICLES, each rule is counted on them: how many facts it finds (affirmed, and
/// others that the text denies, plans or reports), which rules are dead (they find nothing, neither there nor in the
/// examples), and which overlap (they find the same fact in the same sentence). Where gold stands beside an article,
/// `X.gold.json` beside `X.md`, each rule is also measured as if it were the only one of its relation.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files and folders to count the rules on
    #[arg(value_name = "ARTICLES")]
    articles: Vec<PathBuf>,
    /// Folders of gold files with their articles, or gold files: count on these articles too (may be repeated)
    #[arg(long, value_name = "DIR")]
    gold: Vec<PathBuf>,
    /// How to write what is found; `tsv` is a line a rule
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  kg check                                     the pack and its examples
  kg check --ontology my-pack data             how often each rule of another pack fires on these articles
  kg check tests/gold/zh                       also what is right and wrong, by rule and by relation
  kg check --format tsv data > rules.tsv       for a spreadsheet";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Tsv,
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let files = context.pack_files()?;
    let problems = problems(&files);
    let mut out = stdout();
    if !problems.is_empty() {
        show::problems(&mut out, &problems, args.format)?;
        out.flush()?;
        return Ok(Exit::Findings);
    }
    let pack = Pack::parse(&files)?;
    let extractor = Extractor::new(&pack)?;
    let examples = check_examples(&pack, &extractor);
    let mut usage = read(&extractor, &args)?;
    let skipped = std::mem::take(&mut usage.skipped);
    skipped.iter().for_each(|s| eprintln!("skipped {s}"));
    let names = extractor.languages.iter().flat_map(|(lang, engine)| rule_names(*lang, engine)).collect();
    let report = rule_report(names, &usage.extractions, &usage.gold, &examples.fired);
    let shown = show::Shown { counts: show::counts(&pack, &examples), examples, usage, report };
    match args.format {
        Format::Table => shown.table(&mut out)?,
        Format::Json => writeln!(out, "{}", shown.json())?,
        Format::Tsv => shown.tsv(&mut out)?,
    }
    out.flush()?;
    Ok(if shown.examples.failures.is_empty() && skipped.is_empty() { Exit::Done } else { Exit::Findings })
}

/// What the articles gave, and the gold that stands beside them.
#[derive(Default)]
struct Usage {
    extractions: Vec<Extraction>,
    gold: Vec<Gold>,
    /// What could not be read, and why.
    skipped: Vec<String>,
}

/// Reads the articles that the arguments name, if they name any, and their gold.
fn read(extractor: &Extractor, args: &Args) -> Result<Usage> {
    let mut usage = Usage::default();
    let mut paths = args.articles.clone();
    for path in &args.gold {
        // Read for its errors; the gold itself is found beside the articles.
        Gold::load(path)?;
        paths.push(if path.is_file() { path.parent().unwrap_or(Path::new(".")).to_path_buf() } else { path.clone() });
    }
    if paths.is_empty() {
        return Ok(usage);
    }
    if let Some(missing) = paths.iter().find(|p| !p.exists()) {
        return Err(Error::message(format!("there is no `{}`", missing.display())));
    }
    let found = source::discover(&paths);
    usage.skipped = found.skipped.iter().map(|s| format!("{}: {}", s.path.display(), s.reason)).collect();
    let extract = |path: &PathBuf| match source::read_file(path) {
        Ok(document) => Ok(extractor.extract(&document)),
        Err(e) => Err(format!("{}: {e}", path.display())),
    };
    for result in found.files.par_iter().map(extract).collect::<Vec<_>>() {
        match result {
            Ok(extraction) => usage.extractions.push(extraction),
            Err(e) => usage.skipped.push(e),
        }
    }
    let beside: BTreeSet<PathBuf> = found.files.iter().filter_map(|f| Gold::beside(f)).collect();
    for path in beside {
        match Gold::load(&path) {
            Ok(gold) => usage.gold.extend(gold),
            Err(e) => usage.skipped.push(e.to_string()),
        }
    }
    Ok(usage)
}
