//! Finds the files to read: an *input* is a file with a known extension, named itself or below a folder that is named.

use super::Format;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Something that was named or found and cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    pub path: PathBuf,
    /// Reads on after the path: "is a folder, …".
    pub reason: String,
}

/// What there is to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Sorted by path; no file twice, whatever links lead to it.
    pub files: Vec<PathBuf>,
    /// Sorted by path.
    pub skipped: Vec<Skipped>,
}

/// Lists the input files among `paths` and below the folders among them.
///
/// Links are followed; a folder that several links lead to is read once. Hidden files (`.git`) and files with other
/// extensions are passed over, but one that is named itself is reported.
pub fn discover(paths: &[PathBuf]) -> Discovered {
    let mut walk = Walk::default();
    for path in paths {
        walk.named(path);
    }
    walk.finish()
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    skipped: Vec<Skipped>,
    /// Folders that were read, under their real names: this is what ends a circle of links.
    seen: BTreeSet<PathBuf>,
}

impl Walk {
    fn skip(&mut self, path: &Path, reason: impl Into<String>) {
        self.skipped.push(Skipped { path: path.to_path_buf(), reason: reason.into() });
    }

    fn named(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path),
            Ok(meta) if !meta.is_file() => self.skip(path, "is neither a file nor a folder"),
            Ok(_) if !is_input(path) => {
                self.skip(path, "has an unknown extension; name it .md, .txt or .wikitext, as what it holds");
            }
            Ok(_) => self.files.push(path.to_path_buf()),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => self.skip(path, "does not exist"),
            Err(e) => self.skip(path, format!("cannot be read: {e}")),
        }
    }

    fn folder(&mut self, root: &Path) {
        let mut open = vec![root.to_path_buf()];
        while let Some(folder) = open.pop() {
            let real = fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone());
            if !self.seen.insert(real) {
                continue;
            }
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(e) => {
                    self.skip(&folder, format!("cannot be read: {e}"));
                    continue;
                }
            };
            for entry in entries {
                match entry {
                    Ok(entry) => self.found(entry.path(), &mut open),
                    Err(e) => self.skip(&folder, format!("cannot be read to its end: {e}")),
                }
            }
            // Which of several links to one folder is followed does not hang on the order on disk.
            open.sort_unstable_by(|a, b| b.cmp(a));
        }
    }

    fn found(&mut self, path: PathBuf, open: &mut Vec<PathBuf>) {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            return;
        }
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() && is_input(&path) => {
                self.skip(
                    &path,
                    "is a folder, though it is named like an article; rename it, or name it on the command line",
                );
            }
            Ok(meta) if meta.is_dir() => open.push(path),
            Ok(_) if !is_input(&path) => {}
            Ok(meta) if meta.is_file() => self.files.push(path),
            Ok(_) => self.skip(&path, "is neither a file nor a folder"),
            Err(_) if !is_input(&path) && !is_link(&path) => {}
            Err(e) if is_link(&path) => self.skip(&path, format!("is a link that leads nowhere: {e}")),
            Err(e) => self.skip(&path, format!("cannot be read: {e}")),
        }
    }

    fn finish(mut self) -> Discovered {
        self.files.sort_unstable();
        self.skipped.sort_unstable();
        self.skipped.dedup();
        let mut real = BTreeSet::new();
        self.files.retain(|file| real.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone())));
        Discovered { files: self.files, skipped: self.skipped }
    }
}

fn is_input(path: &Path) -> bool {
    Format::of(&path.to_string_lossy()).is_some()
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.file_type().is_symlink())
}
