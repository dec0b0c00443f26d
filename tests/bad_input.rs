//! What is wrong is named, with where and what to do about it, and the exit code says so; the rest is done, nothing is
//! lost, and nothing panics ([`support::Run`] looks).

mod support;

use std::fs;
use std::process::Stdio;
use support::{Folder, ROOT, Run};

/// An article that gives a fact.
const GOOD: &str = "1873年，俄國入侵[希瓦汗國](../Page/希瓦汗國.md \"wikilink\")，希瓦汗國投降，成為俄國的保護國。\n";

/// Whether this process may do everything, so that rights on files stop nothing.
fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().any(|l| l.strip_prefix("Uid:").is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0")))
}

fn says(run: &Run, words: &[&str]) {
    for word in words {
        assert!(run.err.contains(word), "«{word}» is not in the message:\n{}", run.err);
    }
}

/// How many facts the store of a folder has.
fn facts(folder: &Folder) -> usize {
    let run = folder.kg(["facts", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out.lines().count()
}

// ---- documents

#[test]
fn files_that_are_no_articles_are_named_and_the_others_built() {
    let folder = Folder::new();
    folder.write("articles/good.md", GOOD);
    let (gbk, utf16) = (&b"\xb6\xed\xb9\xfa\xc8\xeb\xc7\xd6"[..], &b"\xff\xfe\x4f\x4f"[..]);
    let cases: [(&str, &[u8], &[&str]); 9] = [
        ("truncated.md", "俄國入侵".as_bytes().split_last().unwrap().1, &["not UTF-8", "byte 9", "fetch it again"]),
        ("gbk.md", gbk, &["not UTF-8", "line 1", "iconv"]),
        ("utf16.md", utf16, &["UTF-16", "save it as UTF-8"]),
        ("nul.md", b"text\0text", &["byte 4 is NUL", "leave it out"]),
        ("empty.md", b"", &["is empty"]),
        ("blank.txt", "\u{feff} \n\n".as_bytes(), &["is empty"]),
        ("redirect.md", "#REDIRECT [[希瓦汗國]]".as_bytes(), &["redirects to 希瓦汗國"]),
        ("headings.md", "# 背景\n\n## 經過\n".as_bytes(), &["no sentence of prose"]),
        ("template.wikitext", "{{Infobox|a=1}}\n".as_bytes(), &["no sentence of prose"]),
    ];
    for (name, bytes, _) in cases {
        folder.write(&format!("articles/{name}"), bytes);
    }
    // A file that is too large is not even read: it may be sparse.
    let huge = fs::File::create(folder.path("articles/huge.md")).unwrap();
    huge.set_len(65 << 20).unwrap();
    fs::create_dir(folder.path("articles/folder.md")).unwrap();
    fs::write(folder.path("articles/picture.png"), "passed over").unwrap();

    let run = folder.kg(["build", "articles"]);
    assert_eq!(run.code, 1, "{}", run.err);
    for (name, _, words) in cases {
        let path = format!("articles/{name}");
        let line = run.err.lines().find(|l| l.contains(&path));
        let line = line.unwrap_or_else(|| panic!("{name} is not named:\n{}", run.err));
        words.iter().for_each(|w| assert!(line.contains(w), "«{w}» is not in «{line}»"));
    }
    says(&run, &["articles/huge.md: is larger than 64 MiB", "articles/folder.md: is a folder"]);
    assert!(!run.err.contains("picture.png"), "{}", run.err);
    assert!(facts(&folder) >= 2);

    let again = folder.kg(["build", "articles"]);
    assert_eq!(again.code, 1, "what is skipped is said each time: {}", again.err);
    says(&again, &["articles/gbk.md"]);
}

#[cfg(unix)]
#[test]
fn links_and_rights() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    folder.write("articles/good.md", GOOD);
    symlink("nowhere.md", folder.path("articles/dangling.md")).unwrap();
    symlink(".", folder.path("articles/circle")).unwrap();
    let secret = folder.write("articles/secret.md", GOOD);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    let run = folder.kg(["build", "articles"]);
    assert_eq!(run.code, 1, "{}", run.err);
    says(&run, &["articles/dangling.md: is a link that leads nowhere"]);
    if !is_root() {
        says(&run, &["articles/secret.md: cannot be read: Permission denied"]);
    }
    assert!(facts(&folder) >= 2);
}

#[test]
fn broken_markup_is_read_as_far_as_it_goes() {
    let folder = Folder::new();
    let deep = |open: &str, close: &str| format!("{GOOD}\n{}x{}\n", open.repeat(50_000), close.repeat(50_000));
    folder.write("articles/unclosed.md", GOOD.replace("\")", "") + "\n1868年，俄國佔領[撒馬爾罕](。\n");
    folder.write("articles/brackets.md", deep("[", "]"));
    folder.write("articles/links.md", deep("[中](", ""));
    folder.write("articles/templates.md", deep("{{", ""));
    folder.write("articles/elements.md", deep("<div>", "</div>"));
    folder.write("articles/asides.md", deep("（", "）"));
    folder.write("articles/marks.md", deep("《「", ""));
    folder.write("articles/emphasis.md", deep("*_", ""));
    folder.write("articles/quotations.md", deep("> ", ""));
    folder.write("articles/tables.wikitext", deep("[[{|\n", ""));
    let run = folder.kg(["build", "articles"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = folder.kg(["facts", "--format", "jsonl"]);
    for name in ["brackets", "links", "elements", "asides", "emphasis", "quotations"] {
        assert!(run.out.contains(&format!(r#""doc":"{name}""#)), "nothing was read from {name}.md");
    }
}

#[test]
fn a_line_of_fifty_megabytes() {
    let folder = Folder::new();
    folder.write("articles/line.md", "山中有溪，溪邊有樹，樹下有石，石上有苔；".repeat(50_000_000 / 60) + GOOD);
    let run = folder.kg(["build", "articles"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(facts(&folder) >= 2);
}

#[test]
fn byte_order_mark_and_line_ends_do_not_matter() {
    let folder = Folder::new();
    let text = format!("# 經過\n\n{GOOD}\n- 1868年，俄國佔領撒馬爾罕。\n");
    folder.write("articles/a.md", &text);
    folder.write("marked/a.md", format!("\u{feff}{text}"));
    folder.write("windows/a.md", text.replace('\n', "\r\n"));
    let lines = ["articles", "marked", "windows"].map(|name| {
        assert_eq!(folder.kg(["build", name, "--store", "s"]).code, 0);
        folder.kg(["facts", "--format", "csv", "--store", "s"]).out
    });
    assert!(lines[0].lines().count() > 3, "{}", lines[0]);
    assert_eq!(lines[0], lines[1]);
    assert_eq!(lines[0], lines[2]);
}

// ---- the command line

#[test]
fn wrong_arguments() {
    let folder = Folder::new();
    folder.write("articles/good.md", GOOD);
    folder.write("empty/x.png", "");
    folder.write("nothing.md", "");
    folder.write("broken.gold.json", "{");
    folder.write("broken.md", GOOD);
    folder.build();
    let before = folder.export();
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["build", "nowhere"], 2, &["there is no `nowhere`"]),
        (&["build", "empty"], 2, &["no articles in `empty`"]),
        (&["build", "nothing.md"], 2, &["`nothing.md` is empty"]),
        (&["build", "empty/x.png"], 2, &["unknown extension", ".wikitext"]),
        (&["build", "articles", "--threads", "x"], 2, &["--threads"]),
        (&["build", "articles", "--base", "not an iri"], 2, &["`not an iri` cannot be the base IRI"]),
        (&["build", "articles", "--nonsense"], 2, &["--nonsense"]),
        (&["nonsense"], 2, &["nonsense"]),
        (&["query", "-e", "SELECT ?s WHERE { ?s ?p }"], 2, &["line 1, column", "SELECT ?s WHERE { ?s ?p }", "^"]),
        (&["query", "-e", "SELECT (COUNT(?s) AS ?n) WHERE { ?s a nix:State }"], 2, &["nix"]),
        (&["query", "-e", "DELETE WHERE { ?s ?p ?o }"], 2, &["only read"]),
        (&["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, &["SERVICE"]),
        (&["query", "nonsense"], 2, &["no query `nonsense`", "--list"]),
        (&["query", "cessions", "--set", "giver"], 2, &["name=value"]),
        (&["query", "cessions", "--set", "nonsense=1"], 2, &["no parameter `nonsense`", "giver"]),
        (&["query", "cessions", "--set", "giver=無名國"], 1, &["no entity `無名國`"]),
        (&["query", "evidence"], 2, &["fact"]),
        (&["query", "cessions", "--format", "turtle"], 2, &["the answer is a table"]),
        (&["query", "cessions", "--format", "nonsense"], 2, &["nonsense", "csv"]),
        (&["facts", "--entity", "無名國"], 1, &["無名國"]),
        (&["facts", "--relation", "cede"], 1, &["cede"]),
        (&["facts", "--doc", "無名"], 1, &["無名"]),
        (&["facts", "--from", "18x"], 2, &["`18x` is no date", "1864-10"]),
        (&["facts", "--format", "nonsense"], 2, &["nonsense", "jsonl"]),
        (&["explain", "無名國"], 1, &["無名國"]),
        (&["explain", "f:nonsense"], 1, &["no fact `f:nonsense`"]),
        (&["export", "--format", "nonsense"], 2, &["nonsense", "turtle"]),
        (&["export", "--entity", "無名國"], 1, &["無名國"]),
        (&["export", "--doc", "無名"], 1, &["無名"]),
        (&["export", "--format", "jsonld", "--rdf12"], 2, &["--rdf12"]),
        (&["export", "--output", "nowhere/graph.ttl"], 2, &["nowhere/graph.ttl"]),
        (&["eval", "nowhere"], 2, &["nowhere"]),
        (&["eval", "empty"], 2, &["empty", ".gold.json"]),
        (&["eval", "broken.gold.json"], 2, &["broken.gold.json"]),
        (&["diff", "kg.db", "nowhere"], 2, &["nowhere"]),
        (&["diff", "kg.db", "nothing.md"], 2, &["nothing.md", ".nq"]),
    ];
    for (arguments, code, words) in cases {
        let run = folder.kg(*arguments);
        assert_eq!(run.code, *code, "kg {}: {}", arguments.join(" "), run.err);
        words.iter().for_each(|w| assert!(run.err.contains(w), "kg {}: {}", arguments.join(" "), run.err));
        let lines = run.err.lines().count();
        assert!(lines <= 12, "kg {}: {lines} lines of error", arguments.join(" "));
    }
    assert!(folder.export() == before, "something was lost");
    assert!(!folder.path("nowhere").exists());
}

#[test]
fn wrong_settings() {
    let cases = [
        ("store = 3\n", "kg.toml:1"),
        ("quiet = true\n\n[store\n", "kg.toml:3"),
        ("data = [\"articles\"]\nnonsense = 1\n", "kg.toml:2"),
    ];
    for (settings, place) in cases {
        let folder = Folder::new();
        folder.write("kg.toml", settings);
        let run = folder.kg(["facts"]);
        assert_eq!(run.code, 2, "{}", run.err);
        says(&run, &[place]);
    }
}

/// `kg export | head -n 1`
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::with_articles();
    folder.build();
    for command in ["export", "facts"] {
        let mut child = folder.command().arg(command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command}");
    }
}

// ---- the store

#[test]
fn a_store_that_is_none() {
    let folder = Folder::new();
    folder.write("articles/good.md", GOOD);
    folder.write("photos/me.jpg", "precious");
    folder.write("file", "precious");
    for (store, commands) in [("photos", ["build articles", "facts"]), ("file", ["build articles", "facts"])] {
        for command in commands {
            let run = folder.kg(command.split(' ').chain(["--store", store]));
            assert_eq!(run.code, 2, "{command}: {}", run.err);
            says(&run, &["not a store", &format!("`{store}`"), "--store"]);
        }
    }
    assert_eq!(fs::read_to_string(folder.path("photos/me.jpg")).unwrap(), "precious");
    assert_eq!(fs::read_dir(folder.path("photos")).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(folder.path("file")).unwrap(), "precious");
    for command in [&["facts"][..], &["export"], &["stats"], &["explain", "x"], &["query", "cessions"]] {
        let run = folder.kg(command);
        assert_eq!(run.code, 2, "{command:?}: {}", run.err);
        says(&run, &["there is no store at `kg.db`", "kg build"]);
    }
    assert!(!folder.path("kg.db").exists(), "reading made a store");
}

#[test]
fn a_store_that_is_being_written() {
    let folder = Folder::with_articles();
    folder.build();
    let lock = fs::File::options().write(true).open(folder.path("kg.db/LOCK")).unwrap();
    lock.lock().unwrap();
    let run = folder.kg(["build", "articles"]);
    assert_eq!(run.code, 2, "{}", run.err);
    says(&run, &["another `kg build`", "`kg.db`", "--store"]);
    assert!(facts(&folder) > 300, "who reads does not wait");
    lock.unlock().unwrap();
    folder.build();
}

#[test]
fn a_store_that_is_damaged() {
    type Damage<'a> = (&'a str, &'a dyn Fn(&Folder));
    let damages: [Damage; 4] = [
        ("CURRENT is nonsense", &|f| fs::write(f.path("kg.db/CURRENT"), "nonsense").unwrap()),
        ("the generation is gone", &|f| fs::remove_dir_all(generation(f)).unwrap()),
        ("the manifest is cut off", &|f| cut(&generation(f).join("manifest.json"))),
        ("the graph is cut off", &|f| {
            let graph = |p: &std::path::PathBuf| p.extension().is_some_and(|x| x == "sst" || x == "nq");
            let files: Vec<_> = walk(&generation(f)).into_iter().filter(graph).collect();
            assert!(!files.is_empty());
            files.iter().for_each(|file| cut(file));
        }),
    ];
    for (what, damage) in damages {
        let folder = Folder::new();
        folder.write("articles/good.md", GOOD);
        folder.build();
        let whole = folder.export();
        damage(&folder);
        let run = folder.kg(["export", "--format", "nquads"]);
        assert_eq!(run.code, 2, "{what}: {}", run.err);
        says(&run, &["kg.db"]);
        folder.build();
        assert!(folder.export() == whole, "{what}: building again does not mend it");
    }
}

fn generation(folder: &Folder) -> std::path::PathBuf {
    let current = fs::read_to_string(folder.path("kg.db/CURRENT")).unwrap();
    folder.path("kg.db").join(current.trim())
}

fn cut(path: &std::path::Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    if is_root() {
        return; // root may write everywhere
    }
    let folder = Folder::new();
    folder.write("articles/good.md", GOOD);
    fs::create_dir(folder.path("locked")).unwrap();
    fs::set_permissions(folder.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    let run = folder.kg(["build", "articles", "--store", "locked/kg.db"]);
    assert_eq!(run.code, 2, "{}", run.err);
    says(&run, &["locked/kg.db", "Permission denied"]);
}

/// No file may grow beyond a limit, as on a disk that is full: at whatever moment a build meets it, the old graph stays.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full() {
    let folder = Folder::with_articles();
    folder.write("small/good.md", GOOD);
    let run = folder.kg(["build", "small"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let before = folder.export();
    let mut failures = 0;
    for blocks in [0, 1, 8, 64, 256, 512] {
        let mut shell = std::process::Command::new("bash");
        // Without the trap the system would end the program instead of telling it.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build articles");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_kg")]).current_dir(folder.path("")).env_remove("KG_STORE");
        let run = Run::of(&mut shell);
        if run.code != 0 {
            assert_eq!(run.code, 2, "{blocks} blocks: {}", run.err);
            says(&run, &["kg.db"]);
            assert!(folder.export() == before, "{blocks} blocks: the old graph is lost");
            failures += 1;
        }
    }
    assert!(failures >= 3, "the limit was met only {failures} times");
    folder.build();
    assert!(folder.export().len() > before.len());
}

// ---- the domain pack

#[test]
fn mistakes_in_a_pack_have_a_file_and_a_line() {
    type Change = (&'static str, &'static str, &'static str);
    // What is replaced in which file, or added to it where nothing is to be replaced.
    let cases: [(&str, Change, &[&str]); 14] = [
        ("relation", ("zh/ceded.toml", "relation = \"ceded\"", "relation = \"cedes\""), &["ceded.toml:1", "`cedes`"]),
        ("role", ("zh/ceded.toml", "roles.s", "roles.giver"), &["ceded.toml:", "unknown role `giver`", "treaty"]),
        ("class", ("zh/ceded.toml", "\"Place\"", "\"Plaice\""), &["ceded.toml:", "unknown class `Plaice`"]),
        ("key", ("zh/ceded.toml", "name = ", "nonsense = 1\nname = "), &["ceded.toml:", "nonsense"]),
        ("syntax", ("zh/ceded.toml", "[[frame]]", "[[frame"), &["ceded.toml:3"]),
        ("slot", ("zh/ceded.toml", "\"subject\"", "\"nonsense\""), &["ceded.toml:", "nonsense"]),
        (
            "pattern",
            ("zh/ceded.toml", "", "\n[[pattern]]\nname = \"x\"\npattern = \"(a\"\n"),
            &["ceded.toml:", "pattern `x`", "unclosed"],
        ),
        ("alternatives", ("zh/ceded.toml", "{o:Place}", "{o:Place}("), &["ceded.toml:", "unclosed"]),
        ("function words", ("zh/grammar.toml", "\n[words]", "\n[wards]"), &["grammar.toml:"]),
        ("names", ("zh/names.toml", "\n[", "\n[["), &["names.toml:"]),
        ("gazetteer", ("gazetteer.ttl", "", "\nkg:x a\n"), &["gazetteer.ttl:"]),
        ("ontology", ("history.ttl", "", "\nkg:x a \"unclosed\n"), &["history.ttl:"]),
        ("graph", ("history.ttl", "a owl:Class", "a owl:Class , "), &["history.ttl:"]),
        ("domain", ("domain.toml", "polity = \"State\"", "polity = \"Realm\""), &["domain.toml:", "`Realm`"]),
    ];
    for (what, (file, old, new), words) in cases {
        let folder = Folder::new();
        folder.write("articles/good.md", GOOD);
        copy_pack(&folder);
        let path = folder.path("pack").join(file);
        let text = fs::read_to_string(&path).unwrap();
        let changed = if old.is_empty() { text.clone() + new } else { text.replacen(old, new, 1) };
        assert!(changed != text, "{what}: `{old}` does not stand in {file}");
        fs::write(&path, changed).unwrap();
        let run = folder.kg(["build", "articles", "--ontology", "pack"]);
        assert_eq!(run.code, 2, "{what}: {}", run.err);
        says(&run, words);
        assert!(!folder.path("kg.db").exists(), "{what}: a store was made");
        let run = folder.kg(["check", "--ontology", "pack"]);
        assert_ne!(run.code, 0, "{what}: kg check finds nothing");
        assert!(words.iter().all(|w| format!("{}{}", run.out, run.err).contains(w)), "{what}: {}{}", run.out, run.err);
    }
}

#[test]
fn an_example_that_fails_is_found_by_kg_check() {
    let folder = Folder::new();
    copy_pack(&folder);
    assert_eq!(folder.kg(["check", "--ontology", "pack"]).code, 0, "the pack itself");
    let path = folder.path("pack/zh/ceded.toml");
    let text = fs::read_to_string(&path).unwrap();
    let example = "\n[[example]]\ntext = \"1873年，俄國入侵希瓦汗國。\"\nfacts = [\"俄國 | 希瓦汗國\"]\n";
    fs::write(&path, text + example).unwrap();
    let run = folder.kg(["check", "--ontology", "pack"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("ceded.toml:") && run.out.contains("俄國 | 希瓦汗國"), "{}", run.out);
}

#[test]
fn packs_that_are_none() {
    let folder = Folder::new();
    folder.write("articles/good.md", GOOD);
    folder.write("empty/x", "");
    for pack in ["nowhere", "empty", "articles/good.md"] {
        let run = folder.kg(["build", "articles", "--ontology", pack]);
        assert_eq!(run.code, 2, "{pack}: {}", run.err);
        says(&run, &[pack]);
    }
}

fn copy_pack(folder: &Folder) {
    for part in ["", "zh"] {
        for entry in fs::read_dir(format!("{ROOT}/ontology/{part}")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                folder.write(&format!("pack/{part}/{}", support::file_name(&path)), fs::read(&path).unwrap());
            }
        }
    }
}
