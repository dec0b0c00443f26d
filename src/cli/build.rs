//! `kg build`

use super::settings::Context;
use super::{Error, Exit, Result};
use indicatif::{ProgressBar, ProgressStyle};
use kg::extract::Extractor;
use kg::source;
use kg::store::{Builder, Outcome, Step, StoreDir};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

/// Read articles and build the graph
///
/// Reads every article in the given files and folders, finds the facts that their prose states, and replaces the graph
/// of the store. Only what has changed since the last build is read again; a document that is gone takes its facts
/// with it. Killed at any moment, the store is what it was before, or what it is after.
///
/// Files that are not articles (not UTF-8, empty, …) are named and skipped, and the exit code is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files and folders to read [default: data]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How many threads to read with [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  kg build                              the folder `data`
  kg build articles/ notes.txt          a folder and a file
  kg build --store other.db --threads 1 into another store";

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let paths = if args.paths.is_empty() { context.data.clone() } else { args.paths };
    build(context, &context.store, &paths, args.threads)
}

/// Builds a store from files and folders, and tells what came out.
pub fn build(context: &Context, store: &StoreDir, paths: &[PathBuf], threads: Option<usize>) -> Result<Exit> {
    let start = Instant::now();
    let pack = context.pack()?;
    let namespaces = context.namespaces()?;
    if let Some(missing) = paths.iter().find(|p| !p.exists()) {
        return Err(Error::message(format!(
            "there is no `{}`: name the files or folders to build from, as in `kg build articles/`",
            missing.display()
        )));
    }
    let found = source::discover(paths);
    for skipped in &found.skipped {
        eprintln!("skipped {}: {}", skipped.path.display(), skipped.reason);
    }
    let files = found.files;
    if files.is_empty() {
        let paths: Vec<_> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
        return Err(Error::message(format!("there are no articles in {}", paths.join(", "))));
    }
    let threads = threads.or(context.threads).unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Error::message(format!("cannot start {threads} threads: {e}")))?;
    let bar = progress_bar(context);
    let extractor = Extractor::new(&pack)?;
    let builder = Builder { store, pack: &pack, extractor: &extractor, namespaces: &namespaces };
    let outcome = pool.install(|| builder.build(&files, &|step| show(&bar, step)));
    bar.finish_and_clear();
    let outcome = outcome?;
    for skipped in &outcome.skipped {
        eprintln!("skipped {}: {}", skipped.path, skipped.reason);
    }
    let skipped = found.skipped.len() + outcome.skipped.len();
    summary(context, store, &outcome, skipped, start);
    Ok(if skipped == 0 { Exit::Done } else { Exit::Findings })
}

fn progress_bar(context: &Context) -> ProgressBar {
    if context.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:8} [{bar:40}] {pos}/{len} {eta}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "))
}

fn show(bar: &ProgressBar, step: Step) {
    let (name, done, total) = match step {
        Step::Reading(done, total) => ("reading", done, total),
        Step::Writing(done, total) => ("writing", done, total),
    };
    bar.set_message(name);
    bar.set_length(total as u64);
    bar.set_position(done as u64);
}

fn summary(context: &Context, store: &StoreDir, outcome: &Outcome, skipped: usize, start: Instant) {
    let store = store.path().display();
    let counts = outcome.counts;
    if outcome.unchanged {
        context.say(format_args!(
            "Nothing has changed: {store} already holds {} facts of {} documents.",
            counts.facts, counts.documents
        ));
        return;
    }
    let not_affirmed = counts.facts - counts.affirmed;
    context.say(format_args!(
        "documents  {:>8}   ({} read anew)
facts      {:>8}   ({not_affirmed} of them planned, denied or reported)
entities   {:>8}
skipped    {:>8}
seconds    {:>8.2}
store      {store}

Try next:  kg query --list
           kg facts --format table
           kg export > graph.ttl",
        counts.documents,
        outcome.read,
        counts.facts,
        counts.entities,
        skipped,
        start.elapsed().as_secs_f64(),
    ));
}
