//! `kg check` and `kg try`, through the binary.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn kg(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kg"));
    command.args(args).env_remove("KG_ONTOLOGY").env_remove("KG_STORE").output().expect("kg runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A copy of the built-in pack, in a folder of its own that is removed in the end.
struct PackCopy(PathBuf);

impl PackCopy {
    fn new(name: &str) -> PackCopy {
        let folder = std::env::temp_dir().join(format!("kg-check-{name}-{}", std::process::id()));
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology");
        copy(&from, &folder);
        PackCopy(folder)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }

    fn append(&self, file: &str, text: &str) -> usize {
        let path = self.0.join(file);
        let old = fs::read_to_string(&path).expect("a rule file");
        let text = format!("{old}\n{text}");
        fs::write(&path, &text).expect("written");
        old.matches('\n').count() + 2
    }
}

impl Drop for PackCopy {
    fn drop(&mut self) {
        // The folder is in the system's temporary folder; leaving it behind does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

#[test]
fn the_built_in_pack_gives_what_its_examples_promise() {
    let output = kg(&["check"]);
    assert!(output.status.success(), "{}", stdout(&output));
    let figures = json(&kg(&["check", "--format", "json"]));
    assert_eq!(figures["failures"], 0);
    assert!(figures["positive"].as_u64() > Some(100) && figures["negative"].as_u64() > Some(50), "{figures}");
    assert_eq!(figures["without_examples"], 0, "every rule file has examples");
}

#[test]
fn an_example_that_fails_is_named_with_its_line() {
    let pack = PackCopy::new("fails");
    let line = pack.append(
        "zh/occupied.toml",
        "[[example]]\ntext = \"1865年，俄軍攻佔塔什干。\"\nfacts = [\"俄國 | 塔什干 | time=1866\", \"俄國 | 希瓦\"]\n",
    );
    let output = kg(&["check", "--ontology", pack.path()]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains(&format!("zh/occupied.toml:{line}: 1865年，俄軍攻佔塔什干。")), "{said}");
    assert!(said.contains("found 1865") && said.contains("missing: 俄國 | 希瓦"), "{said}");
    let figures = json(&kg(&["check", "--format", "json", "--ontology", pack.path()]));
    assert_eq!(figures["failed_examples"][0]["line"], line);
    assert_eq!(figures["failed_examples"][0]["mistakes"].as_array().map(Vec::len), Some(2));
}

#[test]
fn all_mistakes_of_a_pack_are_told() {
    let pack = PackCopy::new("mistakes");
    let ceded = pack.append("zh/ceded.toml", "[[frame]]\nname = \"x\"\ntriggers = []\n");
    let signed = pack.append("zh/signed.toml", "[[pattern]]\nname = \"y\"\npattern = '{s:Staat}'\n");
    let output = kg(&["check", "--ontology", pack.path()]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains(&format!("zh/ceded.toml:{ceded}: ")), "{said}");
    assert!(said.contains(&format!("zh/signed.toml:{signed}: pattern `y`: unknown class `Staat`")), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn no_pack_is_no_check() {
    let output = kg(&["check", "--ontology", "no/such/folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such/folder"));
}

/// The figures of a rule in what `kg check --format json` prints.
fn rule(figures: &serde_json::Value, name: &str) -> serde_json::Value {
    let rules = figures["rules"].as_array().expect("rules");
    rules.iter().find(|r| r["rule"] == name).cloned().unwrap_or_else(|| panic!("{name} is no rule"))
}

#[test]
fn rules_are_counted_on_articles() {
    let pack = PackCopy::new("articles");
    pack.append("zh/ceded.toml", "[[frame]]\nname = \"never\"\ntriggers = [\"從不如此割讓\"]\n");
    pack.append("zh/occupied.toml", "[[frame]]\nname = \"again\"\ntriggers = [\"攻佔\"]\n");
    let page = pack.0.join("page.md");
    fs::write(&page, "1865年，俄軍攻佔塔什干。\n\n英軍未能攻佔喀布爾。\n").expect("written");
    let page = page.to_str().expect("UTF-8");
    let figures = json(&kg(&["check", "--format", "json", "--ontology", pack.path(), page]));
    assert_eq!((&figures["articles"], &figures["articles_with_gold"]), (&1.into(), &0.into()));
    let active = rule(&figures, "zh/occupied/active");
    assert_eq!((&active["affirmed"], &active["other"], &active["dead"]), (&1.into(), &1.into(), &false.into()));
    assert_eq!(active.get("right"), None, "nothing is measured without gold");
    let ceded = rule(&figures, "zh/ceded/active");
    assert_eq!((&ceded["affirmed"], &ceded["dead"]), (&0.into(), &false.into()), "examples show that it lives");
    assert!(ceded["examples"].as_u64() > Some(0));
    assert_eq!(rule(&figures, "zh/ceded/never")["dead"], true);
    let overlap = &figures["overlaps"][0];
    assert_eq!(overlap["rules"], serde_json::json!(["zh/occupied/active", "zh/occupied/again"]));
    assert_eq!((&overlap["shared"], &overlap["found"]), (&1.into(), &serde_json::json!([1, 1])));

    let said = stdout(&kg(&["check", "--ontology", pack.path(), page]));
    assert!(said.contains("  zh/ceded/never\n") && !said.contains("  zh/ceded/active\n"), "{said}");
    assert!(said.contains("zh/occupied/active (of 1), zh/occupied/again (of 1)"), "{said}");
    let said = stdout(&kg(&["check", "--format", "tsv", "--ontology", pack.path(), page]));
    let line = said.lines().find(|l| l.starts_with("zh/occupied/again\t")).expect("a line for the rule");
    assert!(
        line.starts_with("zh/occupied/again\toccupied\t1\t1\t") && line.ends_with("\tzh/occupied/active:1"),
        "{line}"
    );
    assert_eq!(kg(&["check", "no/such/page.md"]).status.code(), Some(2));
}

#[test]
fn rules_are_measured_where_gold_stands_beside_the_article() {
    let folder = PackCopy::new("gold");
    let page = folder.0.join("page.md");
    fs::write(&page, "1865年，俄軍攻佔塔什干。\n\n1868年，俄軍攻佔撒馬爾罕。\n").expect("written");
    let gold = serde_json::json!({
        "doc": "page", "lang": "zh",
        "entities": {
            "r": {"class": "State", "names": ["俄國", "俄羅斯帝國"]},
            "t": {"class": "Place", "names": ["塔什干"]},
            "k": {"class": "Place", "names": ["喀布爾"]},
        },
        "facts": [{"s": "r", "r": "occupied", "o": "t"}, {"s": "r", "r": "occupied", "o": "k"}],
    });
    let gold_file = folder.0.join("page.gold.json");
    fs::write(&gold_file, gold.to_string()).expect("written");
    let page = page.to_str().expect("UTF-8");
    let figures = json(&kg(&["check", "--format", "json", page]));
    assert_eq!(figures["articles_with_gold"], 1);
    let active = rule(&figures, "zh/occupied/active");
    let counts = ["right", "wrong", "gold"].map(|k| active[k].as_u64());
    assert_eq!(counts, [Some(1), Some(1), Some(2)]);
    assert_eq!((&active["precision"], &active["recall"]), (&0.5.into(), &0.5.into()));
    let all = figures["relations_measured"].as_array().expect("relations");
    let occupied = all.iter().find(|r| r["relation"] == "occupied").expect("the relation");
    assert_eq!((&occupied["missed"], &occupied["wrong"]), (&1.into(), &1.into()));
    let said = stdout(&kg(&["check", page]));
    assert!(said.lines().any(|l| l.contains("zh/occupied ") && l.contains("0.500")), "{said}");

    fs::write(&gold_file, "{}").expect("written");
    let output = kg(&["check", page]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("page.gold.json"), "what is broken is named");
}

#[test]
fn a_sentence_can_be_tried() {
    let output = kg(&["try", "1865年，俄軍攻佔塔什干，但未能攻佔布哈拉。"]);
    assert!(output.status.success());
    let said = stdout(&output);
    for part in ["[塔什干 Place]", "1865年 = 1865", "<zh/occupied/active", "affirmed", "negated"] {
        assert!(said.contains(part), "{part} is missing from {said}");
    }
    let seen = json(&kg(&["try", "--json", "1865年，俄軍攻佔塔什干。"]));
    assert_eq!(seen["sentences"][0]["times"][0]["edtf"], "1865");
    assert_eq!(seen["extraction"]["facts"][0]["relation"], "occupied");
    assert_eq!(kg(&["try", ""]).status.code(), Some(2), "an empty text is no text");
}

#[test]
fn a_sentence_can_come_from_standard_input() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kg"));
    let mut child = command.arg("try").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("kg runs");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all("1865年，俄軍攻佔塔什干。".as_bytes()).expect("written");
    drop(input);
    let output = child.wait_with_output().expect("kg ends");
    assert!(stdout(&output).contains("occupied"), "{}", stdout(&output));
}
