//! Runs the program in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder with articles, deleted at the end.
pub struct Folder {
    path: PathBuf,
}

/// Two articles that agree, differ, and deny.
pub const KHIVA: &str = "> 本文内容由[希瓦汗國](https://zh.wikipedia.org/wiki/希瓦汗國)转换而来。\n\n\
    **希瓦汗國**是中亞的一個國家。\n\n1839年，俄國入侵希瓦汗國。1873年，俄國再度入侵希瓦汗國，希瓦汗國投降，成為俄國的保護國。\n";
pub const BUKHARA: &str = "> 本文内容由[布哈拉酋長國](https://zh.wikipedia.org/wiki/布哈拉酋長國)转换而来。\n\n\
    1868年，布哈拉酋長國投降，成為俄國的保護國。1873年，俄羅斯帝國入侵希瓦汗國。英國企圖入侵布哈拉酋長國，但未能成功。\n";

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("kg-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(path.join("data")).unwrap();
        Folder { path }
    }

    /// With the two articles, built.
    pub fn built() -> Folder {
        let folder = Folder::new();
        folder.write("data/希瓦汗國.md", KHIVA);
        folder.write("data/布哈拉酋長國.md", BUKHARA);
        let built = folder.run(&["build"]);
        assert!(built.status.success(), "{}", text(&built.stderr));
        folder
    }

    #[allow(dead_code)] // each file of tests compiles this module for itself
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kg"));
        command.args(args).current_dir(&self.path).stdin(Stdio::null());
        command.env_remove("KG_STORE").env_remove("KG_ONTOLOGY");
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Standard output of a command that must succeed.
    pub fn stdout(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// The exit code and the errors of a command.
    #[allow(dead_code)]
    pub fn error(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(args);
        (output.status.code().unwrap_or(-1), text(&output.stderr))
    }

    /// All of the graph.
    #[allow(dead_code)] // each file of tests compiles this module for itself
    pub fn graph(&self) -> String {
        self.stdout(&["export", "--format", "nquads"])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
