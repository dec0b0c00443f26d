//! What end-to-end tests share: a folder of their own, the program run in it, and the articles of the repository.

#![allow(dead_code)] // each test uses a part of it

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A folder that is gone when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("kg-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file, and the folders it stands in.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, contents).expect("a file");
        path
    }

    /// A folder `articles` with the articles of the repository.
    pub fn with_articles() -> Folder {
        let folder = Folder::new();
        for article in articles() {
            folder.write(&format!("articles/{}", file_name(&article)), fs::read(&article).expect("an article"));
        }
        folder
    }

    /// Runs `kg` here.
    pub fn kg<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command().args(arguments))
    }

    /// `kg`, not yet run, here.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kg"));
        command.current_dir(&self.0).stdin(Stdio::null());
        for setting in ["KG_STORE", "KG_ONTOLOGY", "NO_COLOR"] {
            command.env_remove(setting);
        }
        command
    }

    /// Builds `articles`, which must succeed.
    pub fn build(&self) -> Run {
        let run = self.kg(["build", "articles"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run
    }

    /// The whole graph as N-Quads.
    pub fn export(&self) -> String {
        let run = self.kg(["export", "--format", "nquads"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Run {
        let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
        let run = Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert!(!run.err.contains("panicked"), "{command:?} panicked: {}", run.err);
        run
    }
}

/// The articles of `data/`, sorted.
pub fn articles() -> Vec<PathBuf> {
    documents(&Path::new(ROOT).join("data")).expect("data/ has articles")
}

/// The documents of a folder, sorted.
pub fn documents(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        if path.is_file() && ["md", "txt", "wikitext"].contains(&extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub fn file_name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
