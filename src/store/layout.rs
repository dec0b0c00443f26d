//! The folder of a store: its generations, which of them is current, and who may write or delete what.

use super::StoreError;
use crate::document::Lang;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";
/// In a generation: locked, shared, by everyone who reads it.
const READERS: &str = "READERS";
const MANIFEST: &str = "manifest.json";
/// Changes when a store of an older program cannot be read any more.
const FORMAT: u32 = 1;

/// The folder of a store.
#[derive(Debug, Clone)]
pub struct StoreDir {
    path: PathBuf,
}

/// What a generation was built from, and what came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The program that built it.
    pub program: String,
    /// The version of the domain pack.
    pub pack: String,
    pub base: String,
    /// In the order of their paths.
    pub documents: Vec<Source>,
    pub skipped: Vec<SkippedSource>,
    pub counts: Counts,
}

/// A file that a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub path: String,
    pub sha256: String,
    pub title: String,
    pub lang: Lang,
}

/// A file that no document could be read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedSource {
    pub path: String,
    /// Of its bytes; `None` where they could not be read.
    pub sha256: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub documents: usize,
    pub entities: usize,
    pub facts: usize,
    /// Facts that the documents affirm.
    pub affirmed: usize,
    pub evidence: usize,
}

impl Manifest {
    pub(super) fn new(program: &str, pack: &str, base: &str) -> Manifest {
        Manifest {
            format: FORMAT,
            program: program.to_owned(),
            pack: pack.to_owned(),
            base: base.to_owned(),
            documents: Vec::new(),
            skipped: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// Whether a build would give the same graph: same program, pack, base and bytes.
    pub(super) fn same_input(&self, other: &Manifest) -> bool {
        let same_file = |a: &Source, b: &Source| (&a.path, &a.sha256) == (&b.path, &b.sha256);
        let same_skipped = |a: &SkippedSource, b: &SkippedSource| (&a.path, &a.sha256) == (&b.path, &b.sha256);
        (self.format, &self.program, &self.pack, &self.base) == (other.format, &other.program, &other.pack, &other.base)
            && self.documents.len() == other.documents.len()
            && self.documents.iter().zip(&other.documents).all(|(a, b)| same_file(a, b))
            && self.skipped.len() == other.skipped.len()
            && self.skipped.iter().zip(&other.skipped).all(|(a, b)| same_skipped(a, b))
    }
}

/// The right to write to a store. It ends with the value.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
}

/// The right to read a generation: it is not deleted as long as the value lives.
#[derive(Debug)]
pub(super) struct ReadLock {
    _file: Option<File>,
}

impl StoreDir {
    pub fn new(path: impl Into<PathBuf>) -> StoreDir {
        StoreDir { path: path.into() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn cache(&self) -> PathBuf {
        self.path.join("cache")
    }

    /// Takes the folder for writing; makes it where there is none.
    pub(super) fn lock(&self) -> Result<WriteLock, StoreError> {
        if self.path.exists() && !self.is_ours()? {
            return Err(StoreError::NotAStore(self.path.clone()));
        }
        fs::create_dir_all(&self.path).map_err(|e| StoreError::io("make the folder", &self.path, e))?;
        let path = self.path.join(LOCK);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|e| StoreError::io("write", &path, e))?;
        match file.try_lock() {
            Ok(()) => Ok(WriteLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked(self.path.clone())),
            Err(TryLockError::Error(e)) => Err(StoreError::io("lock", &path, e)),
        }
    }

    /// Whether the folder is empty or a store.
    fn is_ours(&self) -> Result<bool, StoreError> {
        if !self.path.is_dir() {
            return Ok(false);
        }
        if self.path.join(CURRENT).is_file() || self.path.join(LOCK).is_file() {
            return Ok(true);
        }
        let mut entries = fs::read_dir(&self.path).map_err(|e| StoreError::io("read", &self.path, e))?;
        Ok(entries.next().is_none())
    }

    /// The folder of the current generation; `None` before the first build.
    pub(super) fn current(&self) -> Result<Option<PathBuf>, StoreError> {
        let path = self.path.join(CURRENT);
        match fs::read_to_string(&path) {
            Ok(name) => {
                let name = name.trim();
                match generation_number(name) {
                    Some(_) => Ok(Some(self.path.join(name))),
                    None => Err(StoreError::damaged(&self.path, format!("CURRENT names `{name}`"))),
                }
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound || e.kind() == io::ErrorKind::NotADirectory => Ok(None),
            Err(e) => Err(StoreError::io("read", &path, e)),
        }
    }

    /// The name of the current generation, if there is one that can be told.
    pub fn current_name(&self) -> Option<String> {
        let path = self.current().ok()??;
        Some(path.file_name()?.to_string_lossy().into_owned())
    }

    /// The current generation, kept from being deleted while it is read.
    pub(super) fn open_current(&self) -> Result<(PathBuf, ReadLock), StoreError> {
        // A build may replace and delete the generation between the two steps: then look again.
        for _ in 0..8 {
            let Some(generation) = self.current()? else {
                return Err(match (self.path.exists(), self.is_ours()) {
                    (false, _) => StoreError::Missing(self.path.clone()),
                    (true, Ok(true)) => StoreError::Unfinished(self.path.clone()),
                    (true, _) => StoreError::NotAStore(self.path.clone()),
                });
            };
            let file = File::open(generation.join(READERS)).ok();
            if file.as_ref().is_some_and(|f| matches!(f.try_lock_shared(), Err(TryLockError::WouldBlock))) {
                return Err(StoreError::BeingWritten(self.path.clone()));
            }
            let lock = file;
            if generation.join(MANIFEST).is_file() {
                return Ok((generation, ReadLock { _file: lock }));
            }
        }
        Err(StoreError::damaged(&self.path, "the current build is gone"))
    }

    /// The current generation and the store, for one alone: nobody reads it, nobody builds.
    pub(super) fn open_current_alone(&self) -> Result<(PathBuf, ReadLock, WriteLock), StoreError> {
        // First what there is: a lock would make the folder of a store that is not there.
        drop(self.open_current()?);
        let write_lock = self.lock()?;
        let (generation, lock) = self.open_current()?;
        drop(lock);
        let path = generation.join(READERS);
        let file = File::open(&path).map_err(|e| StoreError::io("read", &path, e))?;
        match file.try_lock() {
            Ok(()) => Ok((generation, ReadLock { _file: Some(file) }, write_lock)),
            Err(TryLockError::WouldBlock) => Err(StoreError::BeingRead(self.path.clone())),
            Err(TryLockError::Error(e)) => Err(StoreError::io("lock", &path, e)),
        }
    }

    /// An empty folder for a new generation.
    pub(super) fn new_generation(&self) -> Result<PathBuf, StoreError> {
        let last = self.generations()?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
        let path = self.path.join(format!("gen-{}", last + 1));
        fs::create_dir(&path).map_err(|e| StoreError::io("make the folder", &path, e))?;
        File::create(path.join(READERS)).map_err(|e| StoreError::io("write", &path, e))?;
        Ok(path)
    }

    fn generations(&self) -> Result<Vec<(u64, PathBuf)>, StoreError> {
        let entries = fs::read_dir(&self.path).map_err(|e| StoreError::io("read", &self.path, e))?;
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(|e| StoreError::io("read", &self.path, e))?.path();
            let number = path.file_name().and_then(|n| generation_number(n.to_str()?));
            found.extend(number.map(|n| (n, path.clone())));
        }
        Ok(found)
    }

    /// Deletes generations that are neither current nor read: what an earlier build left.
    pub(super) fn sweep(&self, _lock: &WriteLock) -> Result<(), StoreError> {
        // Where nobody can say which is current, all stay until a build says it anew.
        let Ok(current) = self.current() else { return Ok(()) };
        for (_, path) in self.generations()? {
            if Some(&path) == current.as_ref() {
                continue;
            }
            // Nothing that reads it is disturbed; the next build tries again.
            let readers = File::open(path.join(READERS)).ok();
            if readers.as_ref().is_none_or(|file| file.try_lock().is_ok()) {
                fs::remove_dir_all(&path).map_err(|e| StoreError::io("delete", &path, e))?;
            }
        }
        Ok(())
    }

    /// Makes a generation the current one, once all of it is on disk.
    pub(super) fn switch(&self, generation: &Path) -> Result<(), StoreError> {
        sync_all(generation)?;
        let name = generation.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (path, temporary) = (self.path.join(CURRENT), self.path.join("CURRENT.new"));
        let fail = |e| StoreError::io("write", &path, e);
        let mut file = File::create(&temporary).map_err(fail)?;
        file.write_all(format!("{name}\n").as_bytes()).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        fs::rename(&temporary, &path).map_err(fail)?;
        sync_folder(&self.path)
    }
}

/// The manifest of a generation.
pub(super) fn read_manifest(generation: &Path) -> Result<Manifest, StoreError> {
    let path = generation.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|e| StoreError::damaged(&path, e))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|e| StoreError::damaged(&path, e))?;
    if manifest.format != FORMAT {
        return Err(StoreError::damaged(&path, format!("it has format {}, not {FORMAT}", manifest.format)));
    }
    Ok(manifest)
}

pub(super) fn write_manifest(generation: &Path, manifest: &Manifest) -> Result<(), StoreError> {
    let path = generation.join(MANIFEST);
    let text = serde_json::to_vec(manifest).map_err(|e| StoreError::io("write", &path, e.into()))?;
    fs::write(&path, text).map_err(|e| StoreError::io("write", &path, e))
}

fn generation_number(name: &str) -> Option<u64> {
    name.strip_prefix("gen-")?.parse().ok()
}

/// Waits until all files of a folder are on disk.
fn sync_all(folder: &Path) -> Result<(), StoreError> {
    let fail = |e| StoreError::io("flush", folder, e);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            File::open(&path).and_then(|f| f.sync_all()).map_err(|e| StoreError::io("flush", &path, e))?;
        }
    }
    sync_folder(folder)
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    // Folders can be opened and flushed on Unix only.
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| StoreError::io("flush", folder, e))?;
    }
    Ok(())
}
