//! The same input gives the same bytes: whatever the number of threads, whatever was built before.

mod support;

use std::fs;
use support::{Folder, articles, file_name};

const FORMATS: [&str; 6] = ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"];

#[test]
fn threads_do_not_matter() {
    let folder = Folder::with_articles();
    for threads in ["1", "4"] {
        let run = folder.kg(["build", "articles", "--threads", threads, "--store", threads]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    for format in FORMATS {
        let [one, four] = ["1", "4"].map(|store| folder.kg(["export", "--format", format, "--store", store]).out);
        assert!(one.len() > 10_000, "{format}: only {} bytes", one.len());
        assert!(one == four, "{format} differs between one and four threads");
    }
    let [one, four] = ["1", "4"].map(|store| folder.kg(["facts", "--format", "jsonl", "--store", store]).out);
    assert!(one == four, "facts differ between one and four threads");
}

#[test]
fn two_builds_give_the_same_bytes() {
    let (first, second) = (Folder::with_articles(), Folder::with_articles());
    first.build();
    second.build();
    assert!(first.export() == second.export());
    let third = first.kg(["diff", first.path("kg.db").to_str().unwrap(), second.path("kg.db").to_str().unwrap()]);
    assert_eq!((third.code, third.out.as_str()), (0, ""));
}

#[test]
fn the_order_of_the_paths_does_not_matter() {
    let folder = Folder::with_articles();
    let mut paths: Vec<String> = articles().iter().map(|a| format!("articles/{}", file_name(a))).collect();
    for store in ["forward", "backward"] {
        let run = folder.kg(["build", "--store", store].into_iter().chain(paths.iter().map(String::as_str)));
        assert_eq!(run.code, 0, "{}", run.err);
        paths.reverse();
    }
    let [forward, backward] = ["forward", "backward"].map(|s| folder.kg(["export", "-f", "nquads", "--store", s]).out);
    assert!(forward == backward);
}

#[test]
fn a_build_step_by_step_equals_a_build_at_once() {
    let folder = Folder::new();
    for (i, article) in articles().iter().enumerate() {
        folder.write(&format!("articles/{}", file_name(article)), fs::read(article).unwrap());
        // Each article once alone with the ones before it, a few of them changed since.
        if i % 3 == 0 {
            folder.build();
        }
    }
    let changed = folder.path(format!("articles/{}", file_name(&articles()[1])));
    let text = fs::read_to_string(&changed).unwrap();
    fs::write(&changed, format!("{text}\n\n1868年，俄國佔領撒馬爾罕。\n")).unwrap();
    folder.build();
    fs::write(&changed, text).unwrap();
    folder.build();
    let whole = Folder::with_articles();
    whole.build();
    assert!(folder.export() == whole.export(), "step by step is not the same as at once");
}

#[test]
fn a_document_that_is_gone_takes_its_facts_with_it() {
    let (folder, smaller) = (Folder::with_articles(), Folder::with_articles());
    let name = format!("articles/{}", file_name(&articles()[4]));
    folder.build();
    let before = folder.export();
    fs::remove_file(folder.path(&name)).unwrap();
    fs::remove_file(smaller.path(&name)).unwrap();
    let run = folder.build();
    assert!(run.err.contains("(0 read anew)"), "unchanged documents were read again: {}", run.err);
    smaller.build();
    let after = folder.export();
    assert!(after.len() < before.len());
    assert!(after == smaller.export(), "something of the document is left");
    let title = file_name(&articles()[4]).replace(".md", "");
    assert_eq!(folder.kg(["facts", "--doc", &title]).code, 1, "a document that is gone is no such document");
}

#[test]
fn building_again_writes_nothing() {
    let folder = Folder::with_articles();
    folder.build();
    let current = || fs::read_to_string(folder.path("kg.db/CURRENT")).unwrap();
    let before = current();
    let run = folder.build();
    assert!(run.err.starts_with("Nothing has changed"), "{}", run.err);
    assert_eq!(current(), before);
}
