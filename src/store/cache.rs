//! What was extracted from each document, by everything that it depends on: path, bytes, pack and program.

use super::StoreError;
use crate::fact::Extraction;
use crate::graph::iri::hash_id;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of extractions. Each is a file of JSON.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// The versions of pack and program.
    versions: [String; 2],
}

impl Cache {
    pub(super) fn new(folder: PathBuf, pack: &str, program: &str) -> Cache {
        Cache { folder, versions: [pack.to_owned(), program.to_owned()] }
    }

    /// The name of a document's entry.
    pub(super) fn key(&self, path: &str, sha256: &str) -> String {
        let [pack, program] = &self.versions;
        hash_id([path, sha256, pack, program])
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(&key[..2]).join(format!("{key}.json"))
    }

    /// The extraction, if there is a whole one.
    pub(super) fn get(&self, key: &str) -> Option<Extraction> {
        serde_json::from_slice(&fs::read(self.file(key)).ok()?).ok()
    }

    /// Whether there is an entry.
    pub(super) fn has(&self, key: &str) -> bool {
        self.file(key).is_file()
    }

    /// Keeps an extraction. It appears under its name only when it is whole.
    pub(super) fn put(&self, key: &str, extraction: &Extraction) -> Result<(), StoreError> {
        let path = self.file(key);
        let temporary = path.with_extension("new");
        let folder = path.parent().unwrap_or(&self.folder);
        let fail = |e| StoreError::io("write", &path, e);
        fs::create_dir_all(folder).map_err(fail)?;
        let json = serde_json::to_vec(extraction).map_err(|e| fail(e.into()))?;
        fs::write(&temporary, json).map_err(fail)?;
        fs::rename(&temporary, &path).map_err(fail)
    }

    /// Deletes all entries but these. What cannot be deleted stays: it does no harm.
    pub(super) fn keep_only(&self, keys: &HashSet<String>) {
        let list = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
        for folder in list(&self.folder) {
            for file in list(&folder) {
                let key = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
                let whole = file.extension().is_some_and(|x| x == "json");
                if !whole || !keys.contains(key) {
                    let _ = fs::remove_file(&file);
                }
            }
            let _ = fs::remove_dir(&folder); // only if it is empty now
        }
    }
}
