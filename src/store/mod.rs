//! The store: a folder that holds one built graph, the extractions that it was built from, and nothing half-done.
//!
//! - A *generation* `gen-N/` is one finished build: the graph and its [`Manifest`].
//! - `CURRENT` names the generation that readers open. It is replaced in one step, so that a build that is killed
//!   leaves the old graph, and one that ends leaves the new.
//! - `cache/` keeps what was extracted from each document, so that an unchanged document is not read again.
//!
//! [`Builder`] writes a generation, [`Reader`] opens the current one. With the feature `rocksdb` the graph is a RocksDB
//! database; without it, a file of N-Quads that is loaded into memory.

pub mod account;
pub mod build;
mod cache;
pub mod export;
mod layout;
pub mod names;
pub mod reader;
pub mod rows;
pub mod stats;

pub use build::{Builder, Outcome, Skipped, Step};
pub use layout::{Counts, Manifest, StoreDir};
pub use reader::Reader;

use oxigraph::store::StorageError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a store cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no store at `{}`: run `kg build` first, or name another with --store", .0.display())]
    Missing(PathBuf),
    #[error("`{}` is not a store of kg; nothing in it was touched. Name another folder with --store", .0.display())]
    NotAStore(PathBuf),
    #[error("the store `{}` has no finished build yet: run `kg build`", .0.display())]
    Unfinished(PathBuf),
    #[error("another `kg build` is writing to the store `{}`, or a `kg serve --writable` has it: wait for it to end, or name another with --store", .0.display())]
    Locked(PathBuf),
    #[error("a `kg serve --writable` has the store `{}` for itself: ask it, or wait for it to end", .0.display())]
    BeingWritten(PathBuf),
    #[error("the store `{}` is open elsewhere, so it cannot be changed: end the other `kg serve`, or serve without --writable", .0.display())]
    BeingRead(PathBuf),
    #[error("the store `{}` is damaged ({why}): run `kg build` again", .path.display())]
    Damaged { path: PathBuf, why: String },
    #[error("the disk is full: cannot {action} `{}`; the store is as it was before", .path.display())]
    DiskFull { action: &'static str, path: PathBuf },
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    #[error("the database failed: {0}")]
    Database(String),
    #[error("the ontology cannot be written to the graph: {0}")]
    Ontology(String),
    #[error("{0}")]
    NothingToRead(String),
}

impl StoreError {
    fn io(action: &'static str, path: &Path, source: io::Error) -> StoreError {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull { action, path },
            _ => StoreError::Io { action, path, source },
        }
    }

    fn damaged(path: &Path, why: impl ToString) -> StoreError {
        StoreError::Damaged { path: path.to_path_buf(), why: why.to_string() }
    }
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> StoreError {
        StoreError::Database(error.to_string())
    }
}

/// An error of the database in a folder.
#[cfg(feature = "rocksdb")]
fn database_error(action: &'static str, path: &Path, error: StorageError) -> StoreError {
    let text = error.to_string();
    if text.contains("No space left on device") {
        return StoreError::DiskFull { action, path: path.to_path_buf() };
    }
    match error {
        StorageError::Corruption(why) => StoreError::damaged(path, why),
        StorageError::Io(source) => StoreError::io(action, path, source),
        _ => StoreError::Database(text),
    }
}
