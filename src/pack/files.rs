//! The files of a pack, built in or from a folder: path in the pack → text. Sorted, so that every load is the same.

use super::PackError;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/ontology");

/// The texts of a pack's files by their path in it (`zh/ceded.toml`).
#[derive(Debug, Clone)]
pub struct PackFiles {
    /// What goes before a path in messages: empty for the built-in pack, else the folder.
    pub root: String,
    pub texts: BTreeMap<String, String>,
}

impl PackFiles {
    /// The pack that is part of the binary.
    pub fn built_in() -> PackFiles {
        fn walk(dir: &Dir<'_>, into: &mut BTreeMap<String, String>) {
            for file in dir.files() {
                let text = String::from_utf8_lossy(file.contents()).into_owned();
                into.insert(file.path().to_string_lossy().replace('\\', "/"), text);
            }
            dir.dirs().for_each(|d| walk(d, into));
        }
        let mut texts = BTreeMap::new();
        walk(&BUILT_IN, &mut texts);
        PackFiles { root: String::new(), texts }
    }

    /// The pack in a folder, sub-folders included. Files that do not end in `.ttl`, `.toml`, `.tsv` or `.rq` are left out.
    pub fn read(folder: &Path) -> Result<PackFiles, PackError> {
        let fail = |path: &Path, e: &dyn std::fmt::Display| PackError {
            file: path.display().to_string(),
            line: 0,
            message: format!("cannot be read: {e}"),
        };
        let mut texts = BTreeMap::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(&dir).map_err(|e| fail(&dir, &e))? {
                let path = entry.map_err(|e| fail(&dir, &e))?.path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let wanted = path.extension().is_some_and(|x| ["ttl", "toml", "tsv", "rq"].iter().any(|w| x == *w));
                if wanted {
                    let text = std::fs::read_to_string(&path).map_err(|e| fail(&path, &e))?;
                    let inner = path.strip_prefix(folder).unwrap_or(&path);
                    texts.insert(inner.to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        Ok(PackFiles { root: format!("{}/", folder.display().to_string().trim_end_matches('/')), texts })
    }

    /// The text of a file that every pack must have.
    pub fn required(&self, path: &str) -> Result<&str, PackError> {
        self.texts.get(path).map(String::as_str).ok_or_else(|| self.error(path, 0, "is missing from the pack"))
    }

    /// An error in a file of this pack.
    pub fn error(&self, path: &str, line: usize, message: impl Into<String>) -> PackError {
        PackError { file: format!("{}{path}", self.root), line, message: message.into() }
    }

    /// SHA-256 over all paths and texts, in hexadecimal: documents are read again when it changes.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.texts {
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

impl PackFiles {
    /// A TOML error with its line.
    pub fn toml_error(&self, path: &str, text: &str, error: &toml::de::Error) -> PackError {
        let line = error.span().map_or(0, |s| line_of(text, s.start));
        self.error(path, line, error.message())
    }
}

/// The line, from 1, in which a byte of `text` stands.
pub fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}
