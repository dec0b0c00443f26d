//! The README tells the truth: its commands are run, and print what it shows.
//!
//! Where the program has changed and the README has to follow: `UPDATE_README=1 ./test --test readme` writes what the
//! commands print now, and the figures, into it. Read the difference before it goes in.

#![cfg(unix)]

mod support;

use regex::Regex;
use std::fs;
use support::{Folder, ROOT};

const OPEN: &str = "```console";
const CLOSE: &str = "```";

/// The README with its console blocks as the program prints them: the first line of each is the command.
fn with_output(readme: &str) -> String {
    let folder = Folder::new();
    std::os::unix::fs::symlink(format!("{ROOT}/data"), folder.path("data")).unwrap();
    let mut text = String::new();
    let mut lines = readme.lines();
    let mut commands = 0;
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        if line != OPEN {
            continue;
        }
        let mut block = lines.by_ref().take_while(|l| *l != CLOSE);
        let command = block.next().and_then(|l| l.strip_prefix("$ ")).expect("a command after `$ `").to_owned();
        block.for_each(drop);
        let printed = run(&folder, &command);
        text.push_str(&format!("$ {command}\n{printed}{CLOSE}\n"));
        commands += 1;
    }
    assert!(commands >= 7, "the README shows {commands} commands");
    text
}

/// What a command prints, line by line without white space at the end (SPARQL's CSV ends lines as Windows does).
fn run(folder: &Folder, command: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_kg")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", command]).current_dir(folder.path("")).env("PATH", &path);
    let output = shell.env_remove("KG_STORE").env_remove("KG_ONTOLOGY").output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.trim_end().lines().map(|l| l.trim_end().to_owned() + "\n").collect()
}

/// The README with the figures of `kg eval`: a row for each folder of gold, as ``| `tests/gold/en` | …``.
fn with_figures(readme: &str) -> String {
    let row = Regex::new(r"(?m)^\| `(tests/gold/[a-z/]+)` \|.*$").unwrap();
    assert!(row.find_iter(readme).count() >= 6, "the README gives the figures of every folder of gold");
    row.replace_all(readme, |row: &regex::Captures| {
        let gold = &row[1];
        // Those of the first folder are links to the articles of `data/`.
        let articles = if gold == "tests/gold/zh" { "data" } else { gold };
        let folder = Folder::new();
        assert_eq!(folder.kg(["build", &format!("{ROOT}/{articles}"), "--quiet"]).code, 0);
        let run = folder.kg(["eval", "--json", &format!("{ROOT}/{gold}")]);
        let figures: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
        let names = ["precision", "recall", "f1", "time_accuracy", "qualifier_recall", "class_accuracy"];
        let cells: Vec<String> = names.iter().map(|n| format!("{:.2}", figures[n].as_f64().unwrap())).collect();
        let (pages, facts) = (&figures["documents"], &figures["gold"]);
        format!("| `{gold}` | {pages} | {facts} | {} |", cells.join(" | "))
    })
    .into_owned()
}

#[test]
fn the_readme_shows_what_kg_prints() {
    let path = format!("{ROOT}/README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let now = with_figures(&with_output(&readme));
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &now).unwrap();
        return;
    }
    let differing = readme.lines().zip(now.lines()).enumerate().find(|(_, (old, new))| old != new);
    if let Some((line, (old, new))) = differing {
        panic!("README.md:{}: «{old}», but now it is «{new}»; see tests/readme.rs", line + 1);
    }
    assert_eq!(readme.lines().count(), now.lines().count(), "README.md: a command prints more, or less, at its end");
}
