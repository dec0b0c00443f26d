//! `kg build`: what it reads, what it leaves alone, and what is left when it is interrupted.

mod common;

use common::{BUKHARA, Folder, KHIVA, text};
use std::fs;
use std::time::Duration;

#[test]
fn a_build_says_what_it_did_and_a_second_one_has_nothing_to_do() {
    let folder = Folder::new();
    folder.write("data/希瓦汗國.md", KHIVA);
    let first = folder.run(&["build"]);
    let said = text(&first.stderr);
    assert!(first.status.success() && first.stdout.is_empty(), "{said}");
    for words in ["documents         1", "store      kg.db", "Try next:"] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let second = text(&folder.run(&["build"]).stderr);
    assert!(second.starts_with("Nothing has changed"), "{second}");
    assert!(text(&folder.run(&["build", "--quiet"]).stderr).is_empty());
}

#[test]
fn only_what_changed_is_read_and_what_is_gone_takes_its_facts_along() {
    let folder = Folder::built();
    let before = folder.graph();
    folder.write("data/希瓦汗國.md", KHIVA.replace("1839", "1840"));
    assert!(text(&folder.run(&["build"]).stderr).contains("(1 read anew)"));
    let changed = folder.graph();
    assert!(changed.contains("1840-01-01") && !changed.contains("1839-01-01"));
    folder.write("data/希瓦汗國.md", KHIVA);
    folder.run(&["build"]);
    assert_eq!(folder.graph(), before, "back to the same articles, back to the same bytes");
    fs::remove_file(folder.path().join("data/希瓦汗國.md")).unwrap();
    folder.run(&["build"]);
    assert!(!folder.graph().contains("1839-01-01"));
}

#[test]
fn the_graph_does_not_depend_on_threads_or_on_the_order_of_paths() {
    let folder = Folder::new();
    for i in 0..6 {
        folder.write(&format!("data/{i}.md"), KHIVA.replace("希瓦汗國](", &format!("希瓦{i}](")));
        folder.write(&format!("more/{i}.txt"), BUKHARA.replace("1868", &format!("186{i}")));
    }
    let build = |store: &str, args: &[&str]| {
        let all = [&["build", "--store", store][..], args].concat();
        assert!(folder.run(&all).status.success());
        folder.stdout(&["export", "--format", "nquads", "--store", store])
    };
    let one = build("one.db", &["--threads", "1", "data", "more"]);
    assert_eq!(one, build("four.db", &["--threads", "4", "more", "data"]));
    assert!(one.contains("1865-01-01"));
}

#[test]
fn files_that_are_no_articles_are_named_and_skipped() {
    let folder = Folder::built();
    folder.write("data/latin.md", b"caf\xe9 1873");
    folder.write("data/empty.md", "");
    folder.write("data/nul.md", b"\0\0\0\0");
    fs::create_dir(folder.path().join("data/folder.md")).unwrap();
    let (code, said) = folder.error(&["build"]);
    assert_eq!(code, 1, "{said}");
    for words in ["skipped data/latin.md: is not UTF-8", "skipped data/empty.md: is empty", "documents         2"] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let (code, said) = folder.error(&["build"]);
    assert!(code == 1 && said.contains("skipped data/latin.md") && said.contains("Nothing has changed"), "{said}");
}

#[test]
fn a_build_of_nothing_leaves_the_store_alone() {
    let folder = Folder::built();
    let before = folder.graph();
    folder.write("empty/none.md", "");
    for (args, words) in [
        (&["build", "missing"][..], "there is no `missing`"),
        (&["build", "empty"], "none of 1 files can be read: `empty/none.md` is empty"),
        (&["build", "--base", "no base"], "cannot be the base IRI"),
        (&["build", "--ontology", "missing"], "the domain pack has a mistake"),
    ] {
        let (code, said) = folder.error(args);
        assert!(code == 2 && said.contains(words), "{args:?}: {code} {said}");
    }
    assert_eq!(folder.graph(), before);
}

#[test]
fn a_folder_that_is_no_store_is_not_touched() {
    let folder = Folder::new();
    folder.write("data/希瓦汗國.md", KHIVA);
    folder.write("photos/cat.jpg", "x");
    folder.write("file.db", "x");
    for store in ["photos", "file.db"] {
        let (code, said) = folder.error(&["build", "--store", store]);
        assert!(code == 2 && said.contains("is not a store of kg"), "{said}");
        let (code, said) = folder.error(&["facts", "--store", store]);
        assert!(code == 2 && said.contains("is not a store of kg"), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path().join("photos")).unwrap().count(), 1);
    let (code, said) = folder.error(&["facts", "--store", "missing.db"]);
    assert!(code == 2 && said.contains("there is no store at `missing.db`: run `kg build` first"), "{said}");
    assert!(!folder.path().join("missing.db").exists());
}

#[test]
fn two_builds_at_once_are_refused() {
    let folder = Folder::built();
    let lock = fs::File::open(folder.path().join("kg.db/LOCK")).unwrap();
    lock.lock().unwrap();
    folder.write("data/希瓦汗國.md", KHIVA.replace("1839", "1840"));
    let (code, said) = folder.error(&["build"]);
    assert!(code == 2 && said.contains("another `kg build` is writing"), "{said}");
    assert!(folder.graph().contains("1839-01-01"), "reading goes on");
    lock.unlock().unwrap();
    assert!(folder.run(&["build"]).status.success());
}

#[test]
fn a_damaged_store_says_so_and_is_built_anew() {
    let folder = Folder::built();
    let before = folder.graph();
    let current = fs::read_to_string(folder.path().join("kg.db/CURRENT")).unwrap();
    let manifest = folder.path().join("kg.db").join(current.trim()).join("manifest.json");
    fs::write(&manifest, "{").unwrap();
    let (code, said) = folder.error(&["facts"]);
    assert!(code == 2 && said.contains("damaged") && said.contains("run `kg build` again"), "{said}");
    assert!(folder.run(&["build"]).status.success());
    assert_eq!(folder.graph(), before);
    fs::write(folder.path().join("kg.db/CURRENT"), "../elsewhere\n").unwrap();
    let (code, said) = folder.error(&["facts"]);
    assert!(code == 2 && said.contains("damaged"), "{said}");
}

#[test]
fn a_cache_entry_that_is_cut_off_is_read_anew() {
    let folder = Folder::built();
    let before = folder.graph();
    for entry in walk(&folder.path().join("kg.db/cache")) {
        fs::write(entry, "{\"document\":").unwrap();
    }
    folder.write("data/third.md", BUKHARA.replace("布哈拉酋長國](", "第三](").replace("1868", "1869"));
    assert!(text(&folder.run(&["build"]).stderr).contains("(3 read anew)"));
    fs::remove_file(folder.path().join("data/third.md")).unwrap();
    folder.run(&["build"]);
    assert_eq!(folder.graph(), before);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
}

#[test]
fn killed_at_any_moment_the_store_is_the_old_or_the_new_one() {
    let folder = Folder::new();
    let articles = |year: &str| {
        for i in 0..20 {
            let title = format!("希瓦{i}](");
            folder.write(&format!("data/{i}.md"), KHIVA.replace("希瓦汗國](", &title).replace("1839", year));
        }
    };
    articles("1839");
    assert!(folder.run(&["build"]).status.success());
    let old = folder.graph();
    articles("1840");
    folder.run(&["build", "--store", "new.db"]);
    let new = folder.stdout(&["export", "--format", "nquads", "--store", "new.db"]);
    assert_ne!(old, new);
    let mut killed = 0;
    for step in 0..8 {
        let mut build = folder.command(&["build", "-q"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + 60 * step));
        killed += usize::from(build.try_wait().unwrap().is_none());
        let _ = build.kill();
        build.wait().unwrap();
        let now = folder.graph();
        assert!(now == old || now == new, "after {step}");
    }
    assert!(killed > 0);
    assert!(folder.run(&["build"]).status.success());
    assert_eq!(folder.graph(), new);
    let generations = fs::read_dir(folder.path().join("kg.db")).unwrap();
    let generations = generations.filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with("gen-"));
    assert_eq!(generations.count(), 1, "what killed builds left is swept");
}

#[test]
fn settings_stand_in_a_file_and_options_win() {
    let folder = Folder::new();
    folder.write("articles/希瓦汗國.md", KHIVA);
    folder.write("kg.toml", "store = \"set.db\"\ndata = [\"articles\"]\nbase = \"https://example.org/\"\n");
    assert!(folder.run(&["build"]).status.success());
    assert!(folder.path().join("set.db/CURRENT").is_file());
    assert!(folder.graph().contains("<https://example.org/e/希瓦汗國>"));
    assert!(!folder.graph().contains("kg.example"), "the ontology moves to the base too");
    assert!(folder.run(&["build", "--store", "option.db"]).status.success());
    assert!(folder.path().join("option.db/CURRENT").is_file());
    folder.write("kg.toml", "store = \"set.db\"\nstroe = 1\n");
    let (code, said) = folder.error(&["build"]);
    assert!(code == 2 && said.contains("kg.toml:2: unknown field `stroe`"), "{said}");
}
