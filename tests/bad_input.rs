//! Bad input: a clear error with what and where, the right exit code, nothing lost, no panic.

mod support;

use std::fs;
use support::{Folder, Run};

const SENTENCE: &str = "1868年，俄國佔領撒馬爾罕。\n";

/// The exit code, and words that the message must hold.
fn expect(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}", run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    for word in words {
        assert!(run.err.contains(word), "`{word}` is not in: {}", run.err);
    }
}

/// A folder with a good article and a bad file.
fn with_bad(name: &str, contents: &[u8]) -> Folder {
    let folder = Folder::new();
    folder.write("articles/good.md", SENTENCE);
    folder.write(&format!("articles/{name}"), contents);
    folder
}

fn facts(folder: &Folder) -> usize {
    folder.kg(["facts", "--format", "jsonl"]).out.lines().count()
}

#[test]
fn files_that_cannot_be_read_are_named_and_the_others_built() {
    let deep = "(".repeat(200_000);
    let bad: [(&str, &[u8], &[&str]); 7] = [
        ("cut.md", "1868年，俄國".as_bytes().split_last().unwrap().1, &["articles/cut.md", "not UTF-8", "line 1"]),
        ("utf16.md", b"\xff\xfea\0b\0", &["articles/utf16.md", "UTF-16"]),
        ("nul.md", b"1868\0\0\0", &["articles/nul.md", "NUL"]),
        ("empty.md", b"", &["articles/empty.md", "empty"]),
        ("spaces.md", b" \n\n \t\n", &["articles/spaces.md"]),
        ("headings.md", b"# A\n\n## B\n", &["articles/headings.md", "no article"]),
        ("deep.md", deep.as_bytes(), &["articles/deep.md"]),
    ];
    for (name, contents, words) in bad {
        let folder = with_bad(name, contents);
        expect(&folder.kg(["build", "articles"]), 1, words);
        assert_eq!(facts(&folder), 1, "{name} took the good article along");
    }
}

#[test]
fn odd_files_are_read_all_the_same() {
    let odd: [(&str, String); 5] = [
        ("bom.md", format!("\u{feff}{SENTENCE}")),
        ("crlf.md", SENTENCE.replace('\n', "\r\n")),
        ("unclosed.md", format!("[未閉的連結(\n\n[俄國](https://zh.wikipedia.org/wiki/俄\n\n{SENTENCE}")),
        ("brackets.md", format!("{}\n\n{SENTENCE}", "（".repeat(10_000))),
        ("names.md", format!("《{}》\n\n{SENTENCE}", "很".repeat(10_000))),
    ];
    for (name, contents) in odd {
        let folder = Folder::new();
        folder.write(&format!("articles/{name}"), contents);
        expect(&folder.kg(["build", "articles"]), 0, &[]);
        assert_eq!(facts(&folder), 1, "{name}");
    }
}

#[test]
fn a_line_of_fifty_megabytes_is_read_or_refused_but_never_harms() {
    let folder = with_bad("long.md", "俄國佔領撒馬爾罕，".repeat(50_000_000 / 27).as_bytes());
    let run = folder.kg(["build", "articles"]);
    assert!(run.code == 0 || run.code == 1, "{}: {}", run.code, run.err);
    assert!(facts(&folder) >= 1);
}

#[test]
fn a_folder_named_like_an_article_and_a_path_that_is_not_there() {
    let folder = with_bad("x.md/inner.txt", SENTENCE.as_bytes());
    expect(&folder.kg(["build", "articles"]), 1, &["articles/x.md", "folder"]);
    expect(&folder.kg(["build", "nowhere"]), 2, &["nowhere"]);
}

#[test]
#[cfg(unix)]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = with_bad("secret.md", SENTENCE.as_bytes());
    let path = folder.path("articles/secret.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    // Root reads everything.
    let readable = fs::read(&path).is_ok();
    expect(&folder.kg(["build", "articles"]), i32::from(!readable), if readable { &[] } else { &["secret.md"] });
}

#[test]
fn a_store_that_is_none_and_a_store_that_is_not_there() {
    let folder = with_bad("other.md", SENTENCE.as_bytes());
    folder.write("photos/a.jpg", "x");
    expect(&folder.kg(["build", "articles", "--store", "photos"]), 2, &["photos", "not a store"]);
    assert_eq!(fs::read_to_string(folder.path("photos/a.jpg")).unwrap(), "x");
    expect(&folder.kg(["facts", "--store", "nothing"]), 2, &["nothing", "kg build"]);
    folder.write("file.db", "x");
    expect(&folder.kg(["facts", "--store", "file.db"]), 2, &["file.db"]);
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_old_graph() {
    let folder = Folder::with_articles();
    folder.build();
    let old = folder.export();
    folder.write("articles/more.md", SENTENCE.repeat(10));
    // No file may grow beyond 8 blocks of 512 bytes: to the program, that is a disk that is full.
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" build articles --quiet", env!("CARGO_BIN_EXE_kg")]);
    let run = Run::of(shell.current_dir(folder.path("")));
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(!run.err.contains("panicked") && !run.err.is_empty(), "{}", run.err);
    assert_eq!(folder.export(), old);
}

#[test]
fn mistakes_in_questions_say_where() {
    let folder = with_bad("other.md", SENTENCE.as_bytes());
    expect(&folder.kg(["build", "articles", "--quiet"]), 0, &[]);
    expect(&folder.kg(["query", "-e", "SELECT ?x WHERE { ?x a "]), 2, &["line 1", "column"]);
    expect(&folder.kg(["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"]), 2, &["SERVICE"]);
    expect(&folder.kg(["query", "no-such-query"]), 2, &["no-such-query"]);
    expect(&folder.kg(["query", "cessions", "--set", "nobody=x"]), 2, &["nobody", "giver"]);
    expect(&folder.kg(["explain", "沒有這個"]), 1, &["沒有這個"]);
    expect(&folder.kg(["export", "--format", "word"]), 2, &["word", "turtle"]);
    expect(&folder.kg(["export", "--entity", "沒有這個"]), 1, &["沒有這個"]);
    expect(&folder.kg(["diff", "kg.db", "nothing.ttl"]), 2, &["nothing.ttl"]);
    expect(&folder.kg(["eval", "nothing"]), 2, &["nothing"]);
}

#[test]
fn each_kind_of_mistake_in_a_pack_is_named_with_its_line() {
    let root = format!("{}/ontology", support::ROOT);
    let mistakes: [(&str, &str, &str, &[&str]); 7] = [
        ("zh/ceded.toml", "relation = \"ceded\"", "relation = \"cedes\"", &["zh/ceded.toml:1", "cedes"]),
        ("zh/ceded.toml", "roles.o = ", "roles.what = ", &["zh/ceded.toml:", "what"]),
        ("zh/ceded.toml", "class = [\"Place\"", "class = [\"Planet\"", &["zh/ceded.toml:", "Planet"]),
        ("zh/ceded.toml", "{o:Place}", "{o:Place}(", &["zh/ceded.toml:"]),
        ("zh/ceded.toml", "triggers = [", "triggers = {", &["zh/ceded.toml:"]),
        ("domain.toml", "polity = \"State\"", "polity = \"Realm\"", &["domain.toml:", "Realm"]),
        ("history.ttl", "a owl:Class", "a owl:Class , ", &["history.ttl:"]),
    ];
    for (file, from, to, words) in mistakes {
        let folder = Folder::new();
        copy(std::path::Path::new(&root), &folder.path("pack"));
        let path = folder.path(format!("pack/{file}"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        folder.write("articles/good.md", SENTENCE);
        expect(&folder.kg(["build", "articles", "--ontology", "pack"]), 2, words);
    }
    let folder = with_bad("other.md", SENTENCE.as_bytes());
    expect(&folder.kg(["build", "articles", "--ontology", "no-pack"]), 2, &["no-pack"]);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
