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

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for a test, removed at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("kg-discover-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn file(&self, path: &str) -> PathBuf {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
            path
        }

        fn names(&self, files: &[PathBuf]) -> Vec<String> {
            files.iter().map(|f| f.strip_prefix(&self.0).unwrap().to_string_lossy().replace('\\', "/")).collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn input_files_below_a_folder_in_order() {
        let folder = Folder::new("order");
        for name in ["b.md", "a/z.TXT", "a/y.wikitext", "c.markdown", "note.pdf", ".git/config.md", "a/.hidden.md"] {
            folder.file(name);
        }
        let found = discover(&[folder.0.clone(), folder.0.join("b.md")]);
        assert_eq!(folder.names(&found.files), ["a/y.wikitext", "a/z.TXT", "b.md", "c.markdown"]);
        assert!(found.skipped.is_empty(), "{found:?}");
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        let folder = Folder::new("skipped");
        folder.file("x.md/inside.md");
        let pdf = folder.file("a.pdf");
        let found = discover(&[folder.0.clone(), pdf, folder.0.join("missing.md")]);
        assert!(found.files.is_empty(), "{found:?}");
        let reasons: Vec<&str> = found.skipped.iter().map(|s| s.reason.split([',', ';']).next().unwrap()).collect();
        assert_eq!(reasons, ["has an unknown extension", "does not exist", "is a folder"]);
        // A folder that is named itself is read, whatever its name.
        let named = discover(&[folder.0.join("x.md")]);
        assert_eq!(folder.names(&named.files), ["x.md/inside.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_circles_end() {
        use std::os::unix::fs::symlink;
        let folder = Folder::new("links");
        folder.file("a/one.md");
        symlink(folder.0.join("a"), folder.0.join("a/circle")).unwrap();
        symlink(folder.0.join("a"), folder.0.join("b")).unwrap();
        symlink(folder.0.join("a/one.md"), folder.0.join("again.md")).unwrap();
        symlink(folder.0.join("nowhere"), folder.0.join("broken.md")).unwrap();
        let found = discover(std::slice::from_ref(&folder.0));
        assert_eq!(folder.names(&found.files), ["a/one.md"]);
        assert_eq!(found.skipped.len(), 1, "{found:?}");
        assert!(found.skipped[0].reason.starts_with("is a link that leads nowhere"));
    }
}
