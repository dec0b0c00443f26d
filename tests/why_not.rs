//! `kg explain --why-not`, through the binary: which rule came nearest, and what failed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn kg(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kg"));
    command.args(args).env_remove("KG_ONTOLOGY").env_remove("KG_STORE").output().expect("kg runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// What is told of a sentence.
fn sentence(text: &str) -> String {
    let output = kg(&["explain", "--why-not", text]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output)
}

/// A folder with one article, removed in the end.
struct Article(PathBuf);

impl Article {
    fn new(name: &str, text: &str) -> Article {
        let folder = std::env::temp_dir().join(format!("kg-why-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("article.md"), text).expect("written");
        Article(folder)
    }

    /// What is told of a fact that it may lack.
    fn ask(&self, fact: &str) -> Output {
        kg(&["explain", "--why-not", "--in", self.path(), fact])
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Article {
    fn drop(&mut self) {
        // The folder is in the system's temporary folder; leaving it behind does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "`{part}` is missing from\n{said}");
    }
}

#[test]
fn a_role_that_nobody_fills_is_told_with_what_stands_there() {
    let said = sentence("1868年，俄軍攻佔了一座堡壘。");
    has(&said, &["zh/occupied/active, at “攻佔了”", "subject  俄羅斯帝國 (State, subject of the clause)"]);
    has(&said, &["failed   nobody fills the object; there stands “一座堡壘”"]);
}

#[test]
fn a_class_that_is_not_admitted_is_told() {
    let said = sentence("1868年，俄軍攻佔《北京條約》。");
    has(&said, &["not 北京條約 (Treaty, object of the verb): is no ", "failed   nobody fills the object"]);
}

#[test]
fn a_status_is_told_with_its_word() {
    let said = sentence("1868年，俄軍未能攻佔撒馬爾罕。");
    has(&said, &["occupied 撒馬爾罕 (negated) by zh/occupied/active", "status   negated, for “未能”"]);
    let said = sentence("In 1868 the Russians did not capture Samarkand.");
    has(&said, &["status   negated, for “did not capture”"]);
}

#[test]
fn a_condition_of_a_frame_is_told() {
    let said = sentence("1868年，布哈拉損失三千人。");
    has(&said, &["zh/ceded/give-up, at “損失”", "failed   none of these follows: “主权”"]);
}

#[test]
fn a_sentence_without_any_trigger_is_told() {
    has(&sentence("那一年的冬天很冷。"), &["no trigger of any rule stands here"]);
}

#[test]
fn a_fact_that_is_found_is_no_finding() {
    let article = Article::new("found", "1868年，俄軍攻佔撒馬爾罕。\n");
    let output = article.ask("俄國 occupied 撒馬爾罕");
    assert_eq!(output.status.code(), Some(0));
    has(&stdout(&output), &["is found in article (affirmed), by zh/occupied/active"]);
}

#[test]
fn a_fact_that_is_not_affirmed_is_told_with_the_word() {
    let article = Article::new("status", "1868年，俄軍企圖攻佔撒馬爾罕。\n");
    let output = article.ask("俄羅斯帝國 occupied 撒馬爾罕");
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    has(&said, &["is found, but not affirmed in article (intended)", "1 sentence names both"]);
    has(&said, &["article.md:1", "status   intended, for “企圖”"]);
}

#[test]
fn names_that_are_not_read_and_sentences_without_a_trigger_are_told() {
    let article = Article::new("names", "俄軍駐紮在撒馬爾罕。\n\n英軍遠離喀布爾。\n\n他們在昆都某處紮營。\n");
    let said = stdout(&article.ask("俄國 occupied 喀布爾"));
    has(&said, &["not found in 1 article", "俄國 is named in 1 of them", "no sentence names both"]);
    let said = stdout(&article.ask("俄國 occupied 撒馬爾罕"));
    has(&said, &["1 sentence names both", "俄軍駐紮在撒馬爾罕。", "no trigger of occupied stands here"]);
    let said = stdout(&article.ask("俄國 occupied 都某"));
    has(&said, &["都某 is not read as a name, though it stands in", "article.md:5"]);
    let said = stdout(&article.ask("俄國 occupied 巴黎"));
    has(&said, &["巴黎 stands in none of them"]);
}

#[test]
fn a_pattern_that_nearly_matches_is_told() {
    let article = Article::new("pattern", "布哈拉汗國定都於一座小城，離撒馬爾罕不遠。\n");
    let said = stdout(&article.ask("布哈拉汗國 capital 撒馬爾罕"));
    has(&said, &["zh/capital/sets", "parts match: “布哈拉汗國定都於”"]);
    has(&said, &["failed   it needs {Place} next, where “一座小城，離撒馬爾罕"]);
    has(&sentence("布哈拉汗國定都於一座小城。"), &["it needs {Place} next, where “一座小城。” stands"]);
}

#[test]
fn it_can_be_had_as_json() {
    let article = Article::new("json", "1868年，俄軍攻佔了一座堡壘，離撒馬爾罕不遠。\n");
    let output = kg(&["explain", "--why-not", "--json", "--in", article.path(), "俄國 occupied 撒馬爾罕"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&told["articles"], &told["found"]), (&1.into(), &false.into()));
    let attempt = &told["where"][0]["sentences"][0]["attempts"][0];
    assert_eq!((&attempt["rule"], &attempt["failure"]["kind"]), (&"zh/occupied/active".into(), &"unfilled".into()));
}

#[test]
fn the_articles_of_the_graph_are_read_again() {
    let article = Article::new("graph", "1868年，俄軍未能攻佔撒馬爾罕。\n");
    let store = Path::new(article.path()).join("graph.db");
    let store = store.to_str().expect("UTF-8");
    let built = kg(&["build", article.path(), "--store", store, "--quiet"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let output = kg(&["explain", "--why-not", "--store", store, "俄國 occupied 撒馬爾罕"]);
    has(&stdout(&output), &["not affirmed in article (negated)"]);
    let output = kg(&["explain", "--why-not", "--store", "no/such.db", "俄國 occupied 撒馬爾罕"]);
    assert_eq!(output.status.code(), Some(2));
}
