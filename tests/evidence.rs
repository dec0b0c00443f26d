//! Every fact rests on words that stand where it says: in the plain text of its document, and in the bytes of the file.
//!
//! All documents of the repository are read, and those beside it (`../shared`) where there are any.

mod support;

use kg::document::Document;
use kg::extract::Extractor;
use kg::pack::Pack;
use kg::source;
use kg::span::Span;
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Folder, ROOT, documents};

fn all_documents() -> Vec<PathBuf> {
    let root = Path::new(ROOT);
    let beside = root.join("../shared");
    let folders = [root.join("data"), root.join("tests/gold/en"), beside.join("corpus/zh"), beside.join("gold/zh")];
    folders.iter().filter_map(|folder| documents(folder).ok()).flatten().collect()
}

/// A stretch of a source file without its markup and white space.
struct Plain(Vec<(Regex, &'static str)>);

impl Plain {
    fn new() -> Plain {
        let steps = [
            (r"(?s)<ref[^>/]*/>|<ref.*?</ref>|<!--.*?-->", ""),
            // What a stretch that ends inside a link has of it, and wiki links: the words are what the reader sees.
            (r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", "$1"),
            (r#"\]\((?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.)*\))*(?:\s+"(?:[^"\\]|\\.)*")?\)"#, ""),
            (r"</?[a-zA-Z][^<>]*>|-\{|\}-", ""),
            (r"&nbsp;", ""),
            (r"&amp;", "&"),
            (r"[*'\\_\[\]|]|\s", ""),
        ];
        Plain(steps.into_iter().map(|(pattern, with)| (Regex::new(pattern).expect("a pattern"), with)).collect())
    }

    fn of(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (pattern, with)| pattern.replace_all(&text, *with).into_owned())
    }
}

#[test]
fn every_quote_stands_in_its_file() {
    let pack = Pack::built_in().expect("the pack");
    let extractor = Extractor::new(&pack).expect("its rules");
    let plain = Plain::new();
    let (mut checked, mut wrong) = (0, Vec::new());
    for path in all_documents() {
        let bytes = fs::read(&path).expect("a document");
        let Ok(document) = source::read_file(&path) else { panic!("{} cannot be read", path.display()) };
        for fact in extractor.extract(&document).facts {
            for evidence in &fact.evidence {
                checked += 1;
                let range = evidence.bytes.range();
                let in_file = bytes.get(range).and_then(|b| std::str::from_utf8(b).ok());
                let line = 1 + bytes[..evidence.bytes.start()].iter().filter(|b| **b == b'\n').count();
                let holds = document.slice(evidence.quote) == evidence.quote_text
                    && in_file.is_some_and(|words| plain.of(words) == plain.of(&evidence.quote_text))
                    && line == evidence.line as usize;
                if !holds {
                    wrong.push(format!(
                        "{}:{line}: «{}» in the file: {in_file:?}",
                        path.display(),
                        evidence.quote_text
                    ));
                }
                assert!(evidence.sentence.contains(evidence.quote), "{}: {}", path.display(), evidence.quote_text);
                assert_eq!(document.slice(evidence.sentence), evidence.sentence_text);
                assert!(context_fits(&document, evidence.quote, &evidence.prefix, &evidence.suffix));
                for role in &evidence.roles {
                    assert_eq!(document.slice(role.span), role.words, "{}: {}", path.display(), evidence.quote_text);
                }
            }
        }
    }
    assert!(checked > 300, "only {checked} quotes");
    assert!(wrong.is_empty(), "{} of {checked} quotes:\n{}", wrong.len(), wrong.join("\n"));
}

fn context_fits(document: &Document, quote: Span, prefix: &str, suffix: &str) -> bool {
    let before: String = document.chars[..quote.start()].iter().collect();
    let after: String = document.chars[quote.end()..].iter().collect();
    before.ends_with(prefix) && after.starts_with(suffix)
}

/// The same through the program: offsets that `kg facts` prints count code points of the plain text.
#[test]
fn offsets_of_kg_facts_find_the_quote() {
    let folder = Folder::with_articles();
    folder.build();
    let texts: BTreeMap<String, Vec<char>> = documents(&folder.path("articles"))
        .expect("articles")
        .iter()
        .map(|path| source::read_file(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
        .map(|document| (document.title.clone(), document.chars))
        .collect();
    let run = folder.kg(["facts", "--format", "jsonl", "--status", "all"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut facts = 0;
    for line in run.out.lines() {
        let fact: serde_json::Value = serde_json::from_str(line).expect("a fact is a JSON object");
        let text = &texts[fact["doc"].as_str().expect("a document")];
        let at = |key: &str| fact[key].as_u64().expect("an offset") as usize;
        let quote: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(fact["quote"], quote, "{line}");
        facts += 1;
    }
    assert!(facts > 300, "only {facts} facts");
}
