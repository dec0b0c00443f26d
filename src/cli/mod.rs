//! The commands, a file each: arguments in, library calls, output out.
//!
//! Results go to standard output, everything else to standard error. A command ends with an [`Exit`]: done, done but
//! something was found wrong, or could not run.

mod build;
mod check;
mod diff;
mod error;
mod eval;
mod explain;
mod export;
mod facts;
mod output;
mod query;
mod serve;
mod settings;
mod stats;
mod try_;

pub use error::{Error, Result};

use clap::{Parser, Subcommand};
use settings::{Context, GlobalArgs};

/// The exit code of a command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Something was found wrong: inputs skipped, no such entity.
    Findings = 1,
    /// The command could not run.
    Failed = 2,
}

/// Reads history prose, Chinese and English, into a cited RDF knowledge graph.
///
/// Start with `kg build` in a folder that has a folder `data` of articles (Markdown as exported from a wiki, or plain
/// text); then ask: `kg query --list`, `kg facts`, `kg explain NAME`, `kg export`.
#[derive(Debug, Parser)]
#[command(name = "kg", version, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Settings may also stand in a file `kg.toml` in the current folder (store, ontology, base, data, threads); options win.
Exit code: 0 done, 1 done but something was found wrong (inputs skipped, no such entity), 2 could not run.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Query(query::Args),
    Facts(facts::Args),
    Export(export::Args),
    Serve(serve::Args),
    #[command(hide = true)]
    ServeWorker(serve::WorkerArgs),
    Explain(explain::Args),
    Stats(stats::Args),
    Diff(diff::Args),
    Check(check::Args),
    Try(try_::Args),
    Eval(eval::Args),
}

/// Runs a command.
pub fn run(cli: Cli) -> Result<Exit> {
    let context = Context::new(cli.global)?;
    match cli.command {
        Command::Build(args) => build::run(&context, args),
        Command::Query(args) => query::run_command(&context, args),
        Command::Export(args) => export::run(&context, args),
        Command::Facts(args) => facts::run(&context, args),
        Command::Serve(args) => serve::run(&context, args),
        Command::ServeWorker(args) => serve::run_worker(&context, &args),
        Command::Explain(args) => explain::run(&context, args),
        Command::Stats(args) => stats::run(&context, args),
        Command::Diff(args) => diff::run(&context, args),
        Command::Check(args) => check::run(&context, args),
        Command::Try(args) => try_::run(&context, args),
        Command::Eval(args) => eval::run(&context, args),
    }
}
