//! Options that every command has, and `kg.toml`.

use super::{Error, Result};
use clap::Args;
use kg::graph::Namespaces;
use kg::graph::iri::DEFAULT_BASE;
use kg::pack::{Pack, PackFiles};
use kg::store::{Reader, StoreDir};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const SETTINGS_FILE: &str = "kg.toml";

#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct GlobalArgs {
    /// The folder of the store [default: kg.db]
    #[arg(long, value_name = "DIR", env = "KG_STORE", global = true)]
    store: Option<PathBuf>,
    /// The folder of the domain pack [default: the built-in pack]
    #[arg(long, value_name = "DIR", env = "KG_ONTOLOGY", global = true)]
    ontology: Option<PathBuf>,
    /// The IRI that all IRIs of a new graph begin with [default: https://kg.example/]
    #[arg(long, value_name = "IRI", global = true)]
    base: Option<String>,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// `kg.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    store: Option<PathBuf>,
    ontology: Option<PathBuf>,
    base: Option<String>,
    data: Option<Vec<PathBuf>>,
    threads: Option<usize>,
}

/// Options and settings together.
#[derive(Debug)]
pub struct Context {
    pub store: StoreDir,
    pub quiet: bool,
    /// What to build from where no path is given.
    pub data: Vec<PathBuf>,
    pub threads: Option<usize>,
    ontology: Option<PathBuf>,
    base: Option<String>,
}

impl Context {
    pub fn new(args: GlobalArgs) -> Result<Context> {
        let settings = Settings::read(Path::new(SETTINGS_FILE))?;
        Ok(Context {
            store: StoreDir::new(args.store.or(settings.store).unwrap_or_else(|| PathBuf::from("kg.db"))),
            quiet: args.quiet,
            data: settings.data.unwrap_or_else(|| vec![PathBuf::from("data")]),
            threads: settings.threads,
            ontology: args.ontology.or(settings.ontology),
            base: args.base.or(settings.base),
        })
    }

    /// The files of the domain pack.
    pub fn pack_files(&self) -> Result<PackFiles> {
        Ok(match &self.ontology {
            Some(folder) => PackFiles::read(folder)?,
            None => PackFiles::built_in(),
        })
    }

    /// The domain pack, checked.
    pub fn pack(&self) -> Result<Pack> {
        Ok(Pack::parse(&self.pack_files()?)?)
    }

    /// The namespaces of a new graph.
    pub fn namespaces(&self) -> Result<Namespaces> {
        Ok(Namespaces::new(self.base.as_deref().unwrap_or(DEFAULT_BASE))?)
    }

    /// The graph of the store.
    pub fn reader(&self) -> Result<Reader> {
        Ok(Reader::open(&self.store)?)
    }

    /// Says something to the person, unless they want quiet.
    pub fn say(&self, text: impl std::fmt::Display) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }
}

impl Settings {
    fn read(path: &Path) -> Result<Settings> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|e| {
                let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
                Error::message(format!("{}:{line}: {}", path.display(), e.message()))
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
            Err(e) => Err(Error::message(format!("cannot read {}: {e}", path.display()))),
        }
    }
}
