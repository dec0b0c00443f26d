//! The README tells the truth: its commands are run, and print what it shows.

mod support;

use support::Folder;

/// The commands of the README's console blocks, each with the output that it shows.
fn console_blocks(readme: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        if line != "```console" {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        let (command, output) = block.split_first().expect("a console block holds a command");
        blocks.push((command.strip_prefix("$ ").expect("a command after $").to_string(), output.join("\n")));
    }
    blocks
}

#[test]
fn the_readme_shows_what_kg_prints() {
    let readme = std::fs::read_to_string(format!("{}/README.md", support::ROOT)).unwrap();
    let blocks = console_blocks(&readme);
    assert!(blocks.len() >= 7, "the README shows {} commands", blocks.len());
    let folder = Folder::new();
    std::os::unix::fs::symlink(format!("{}/data", support::ROOT), folder.path("data")).unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_kg")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    for (command, shown) in blocks {
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &command]).current_dir(folder.path("")).env("PATH", &path).env_remove("KG_STORE");
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        // CSV ends its lines as its standard says.
        let printed = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
        assert_eq!(printed.trim_end(), shown.trim_end(), "$ {command}");
    }
}

#[test]
fn the_figures_of_the_readme_are_those_of_kg_eval() {
    let readme = std::fs::read_to_string(format!("{}/README.md", support::ROOT)).unwrap();
    let folder = Folder::new();
    let gold = format!("{}/tests/gold/zh", support::ROOT);
    assert_eq!(folder.kg(["build", &format!("{}/data", support::ROOT), "--quiet"]).code, 0);
    let run = folder.kg(["eval", "--json", &gold]);
    let figures: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    for name in ["precision", "recall", "time_accuracy", "class_accuracy"] {
        let figure = format!("{} {:.2}", name.replace('_', " "), figures[name].as_f64().unwrap());
        assert!(readme.contains(&figure), "the README does not say `{figure}`");
    }
}
