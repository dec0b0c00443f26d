//! `kg serve`

use super::settings::Context;
use super::{Error, Exit, Result};
use clap::ValueEnum;
use kg::serve::{LogFormat, Options, is_loopback, serve, worker};
use kg::store::StoreDir;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

/// Serve the graph: a SPARQL endpoint, and pages to read
///
/// Answers on http://127.0.0.1:7878: queries at /query (also /sparql), updates at /update, whole graphs at /store, and
/// every entity, fact, document, property and class at its own address, as a page or as RDF. With PATH, a store is built
/// from these articles first, used, and thrown away.
///
/// A `kg build` beside it puts a new graph in place; the next request is answered from it. With --writable the server
/// has the store for itself.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Articles to build from, instead of a store
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where to listen
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:7878")]
    bind: String,
    /// Take updates: SPARQL Update and the Graph Store Protocol
    #[arg(long)]
    writable: bool,
    /// A file with a token that writing needs: `Authorization: Bearer …`. Must be given where others can reach the server
    #[arg(long, value_name = "FILE", requires = "writable")]
    token_file: Option<PathBuf>,
    /// How many seconds a query may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    timeout: f64,
    /// How many queries are answered at once
    #[arg(long, value_name = "N", default_value_t = 32)]
    at_once: usize,
    /// How much memory one query may have, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    memory: u64,
    /// The longest body that may be sent to /store, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 128)]
    body: usize,
    /// Let the default graph of queries be all graphs together
    #[arg(long)]
    union: bool,
    /// Work out every answer anew
    #[arg(long)]
    no_cache: bool,
    /// Write a line for each request to standard error
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "text")]
    log: Option<LogName>,
    /// Open the browser
    #[arg(long)]
    open: bool,
}

const EXAMPLES: &str = "\
Examples:
  kg serve                             the store kg.db
  kg serve data/ --open                from articles to the page in one step
  kg serve --bind 127.0.0.1:0          any free port; the address is printed
  kg serve --writable --token-file token.txt --bind 0.0.0.0:7878
  curl http://127.0.0.1:7878/query -d 'query=SELECT * { ?s kg:ceded ?o }' -H 'Accept: text/csv'";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogName {
    Text,
    Json,
}

/// Answer for a server; started by `kg serve`
#[derive(Debug, clap::Args)]
pub struct WorkerArgs {
    #[arg(long)]
    memory: u64,
    #[arg(long)]
    writable: bool,
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let bind = address(&args.bind)?;
    let token = args.token_file.as_deref().map(read_token).transpose()?;
    if args.writable && token.is_none() && !is_loopback(&bind.to_string()) {
        return Err(Error::message(format!(
            "others could write at {bind}: give a token with --token-file, or listen on 127.0.0.1"
        )));
    }
    if !(args.timeout.is_finite() && args.timeout > 0.0 && args.timeout <= 86400.0) {
        return Err(Error::message("--timeout takes seconds, more than 0 and at most 86400"));
    }
    let timeout = Duration::from_secs_f64(args.timeout);
    if args.at_once == 0 || args.body == 0 || args.body > 4096 || args.memory < 64 {
        return Err(Error::message("--at-once needs 1 or more, --body 1 to 4096, --memory 64 or more"));
    }
    // Its folder goes with the value.
    let temporary = (!args.paths.is_empty()).then(tempfile::tempdir).transpose();
    let temporary = temporary.map_err(|e| Error::message(format!("cannot make a folder for the store: {e}")))?;
    let store = match &temporary {
        Some(folder) => {
            let store = StoreDir::new(folder.path().join("kg.db"));
            super::build::build(context, &store, &args.paths, None)?;
            store
        }
        None => context.store.clone(),
    };
    let program =
        std::env::current_exe().map_err(|e| Error::message(format!("cannot find the program itself: {e}")))?;
    let options = Options {
        store,
        bind,
        writable: args.writable,
        token,
        timeout,
        at_once: args.at_once,
        memory: args.memory,
        body: args.body,
        union: args.union,
        cache: !args.no_cache,
        log: args.log.map(|log| match log {
            LogName::Text => LogFormat::Text,
            LogName::Json => LogFormat::Json,
        }),
        program,
    };
    let runtime = tokio::runtime::Runtime::new();
    let runtime = runtime.map_err(|e| Error::message(format!("cannot start the server: {e}")))?;
    let open = args.open;
    let ready = |address: SocketAddr| {
        // Said even when quiet: whoever asked for any free port has to learn which.
        eprintln!("serving http://{address}");
        if open {
            open_browser(&format!("http://{address}/"));
        }
    };
    runtime.block_on(serve(options, ready)).map_err(|e| Error::message(e.to_string()))?;
    Ok(Exit::Done)
}

pub fn run_worker(context: &Context, args: &WorkerArgs) -> Result<Exit> {
    worker(&context.store, args.memory, args.writable)?;
    Ok(Exit::Done)
}

fn address(text: &str) -> Result<SocketAddr> {
    let wrong = |why: String| Error::message(format!("--bind {text}: {why}; write HOST:PORT, as 127.0.0.1:7878"));
    let mut found = text.to_socket_addrs().map_err(|e| wrong(e.to_string()))?;
    found.next().ok_or_else(|| wrong("no such address".to_owned()))
}

fn read_token(path: &std::path::Path) -> Result<String> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|e| Error::message(format!("cannot read the token in `{}`: {e}", path.display())))?;
    let token = text.trim();
    if token.len() < 16 || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Error::message(format!(
            "the token in `{}` must be one word of 16 or more ASCII characters; make one: openssl rand -hex 16",
            path.display()
        )));
    }
    Ok(token.to_owned())
}

fn open_browser(url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if let Err(error) = std::process::Command::new(program).arg(url).spawn() {
        eprintln!("kg: cannot open the browser ({error}): open {url} yourself");
    }
}
