//! What holds for every document, checked on the articles of the repository, and on the folders that `KG_CORPUS` names
//! (separated by `:`) if it is set.

use super::*;
use crate::document::Document;
use crate::span::Span;
use regex::Regex;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Checks what every document must satisfy: spans inside the text and in order, each code point decoded from its bytes.
pub(super) fn check(document: &Document, source: &[u8]) -> Result<(), String> {
    let all = Span::new(0, document.chars.len());
    let blocks = document.blocks.iter().map(|b| b.span);
    let spans = document.links.iter().map(|l| l.anchor).chain(document.bold.iter().copied());
    let spans = spans.chain(document.marks.iter().copied()).chain(document.sections.iter().map(|s| s.span));
    if let Some(span) = spans.chain(blocks).find(|s| !all.contains(*s) || s.start > s.end) {
        return Err(format!("span {span:?} is outside of {all:?}"));
    }
    let mut end = 0;
    for block in &document.blocks {
        if block.span.is_empty() || block.span.start() < end || block.section >= document.sections.len() {
            return Err(format!("block {block:?} is empty, out of order, or in no section"));
        }
        if let Some(cell) = block.cells.iter().find(|c| !block.span.contains(**c)) {
            return Err(format!("cell {cell:?} is outside of its row {:?}", block.span));
        }
        end = block.span.end();
    }
    let sections = document.sections.windows(2).find(|w| w[0].span.end != w[1].span.start);
    if let Some(gap) = sections {
        return Err(format!("sections do not follow one another: {gap:?}"));
    }
    let in_table = |i: usize| {
        let n = document.blocks.partition_point(|b| b.span.end() <= i);
        document.blocks.get(n).is_some_and(|b| !b.cells.is_empty())
    };
    let mut before = 0;
    for (i, &c) in document.chars.iter().enumerate() {
        let bytes = document.bytes(Span::new(i, i + 1));
        // Cells of several lines are the one place where text does not follow the file.
        if (bytes.start() < before && !in_table(i)) || bytes.end() > source.len() {
            return Err(format!("code point {i} {c:?}: bytes {bytes:?} go back before {before}"));
        }
        before = before.max(bytes.start());
        let raw = String::from_utf8_lossy(&source[bytes.range()]);
        let stands = raw == c.to_string()
            || (c.is_whitespace() && (raw.is_empty() || "\n\t|".contains(&*raw) || raw.starts_with('<')))
            || (c == ' ' && raw.trim_start_matches(['|', '\n', '\r']).is_empty())
            || raw.strip_prefix('\\') == Some(&c.to_string())
            || (raw.starts_with('&') && raw.ends_with(';'))
            || (raw.starts_with("{{") && raw.ends_with("}}"));
        if !stands {
            return Err(format!("code point {i} {c:?} is said to stand for {raw:?}"));
        }
    }
    Ok(())
}

/// What a quotation may be: contained in the source without link markup, emphasis, escapes and white space.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"*'\\_[]".contains(*c)).collect()
}

fn reader_text(source: &str) -> String {
    static DROPPED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<ref[^>/]*/>|<ref.*?</ref>|<!--.*?-->").unwrap());
    static WIKI_LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]").unwrap());
    static LINK_END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\]\((?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.)*\))*(?:\s+"(?:[^"\\]|\\.)*")?\)"#).unwrap()
    });
    let text = DROPPED.replace_all(source, "");
    let text = WIKI_LINK.replace_all(&text, "$1");
    plain(&LINK_END.replace_all(&text, ""))
}

/// The articles of the repository, and those of `KG_CORPUS`.
fn articles() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("data"), root.join("tests/gold")];
    folders.extend(std::env::var("KG_CORPUS").iter().flat_map(|all| all.split(':')).map(PathBuf::from));
    let files = discover(&folders).files;
    assert!(files.len() >= 20, "only {} articles were found in {folders:?}", files.len());
    files
}

#[test]
fn every_article_is_read_and_every_code_point_has_its_bytes() {
    let (mut prose, mut quotable) = (0, 0);
    for path in articles() {
        let bytes = std::fs::read(&path).unwrap();
        let document = match read_file(&path) {
            Ok(document) => document,
            Err(e) => panic!("{}: {e}", path.display()),
        };
        check(&document, &bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let reader = reader_text(std::str::from_utf8(&bytes).unwrap());
        let blocks = document.blocks.iter().filter(|b| document.sections[b.section].kind == SectionKind::Prose);
        for block in blocks {
            let pieces = if block.cells.is_empty() { vec![block.span] } else { block.cells.clone() };
            prose += pieces.len();
            quotable += pieces.iter().filter(|p| reader.contains(&plain(&document.slice(**p)))).count();
        }
    }
    // What is not contained to the letter has a template or a list of notes inside.
    assert!(quotable * 100 >= prose * 95, "{quotable} of {prose} blocks of prose are what a reader sees");
}

/// Where a gold file stands beside a document (or, for those in `data/`, in `tests/gold/`), its quotations are in one block of prose.
#[test]
fn quotations_of_gold_are_prose() {
    let (mut all, mut inside) = (0, 0);
    for path in articles() {
        let name = path.with_extension("gold.json");
        let in_tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/zh").join(name.file_name().unwrap());
        let Ok(gold) = std::fs::read_to_string(&name).or_else(|_| std::fs::read_to_string(in_tests)) else { continue };
        let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
        let document = read_file(&path).unwrap();
        let prose = document.blocks.iter().filter(|b| {
            document.sections[b.section].kind == SectionKind::Prose && !matches!(b.kind, BlockKind::Heading(_))
        });
        let texts: Vec<String> = prose.map(|b| plain(&document.slice(b.span))).collect();
        for fact in gold["facts"].as_array().unwrap() {
            let quote = plain(fact["quote"].as_str().unwrap_or_default());
            all += 1;
            inside += usize::from(texts.iter().any(|t| t.contains(&quote)));
        }
    }
    assert!(all > 500 && inside * 100 >= all * 97, "{inside} of {all} quotations stand in one block of prose");
}

/// Pieces that make a reader slow which looks ahead or back too far, when a line is made of many of them.
const SLOW: &[&str] = &[
    "字",
    "a",
    "[",
    "]",
    "[[",
    "]]",
    "](",
    "](a \"",
    "[a](",
    "[a](b) ",
    "[[a|",
    "[[File:",
    "![",
    "**",
    "*a ",
    "**字",
    "_a_",
    "<",
    "<a \"",
    "<!--",
    "<ref>",
    "<ref>x</ref>",
    "{{",
    "}}",
    "{{a}}",
    "-{",
    "-{zh:",
    "&",
    "$a\\",
    "|",
    "a\n",
    "- ",
    "\\[",
    "''字",
    "a]]",
    ". a]]",
    "a }}",
    "a_b.jpg ",
    "[A](File:B) ",
];

/// Long lines of one piece are read or refused: nothing panics, and nothing takes quadratic time, which would hang here.
#[test]
fn lines_of_one_piece() {
    for piece in SLOW {
        for name in ["a.md", "a.wikitext", "a.txt"] {
            let bytes = piece.repeat((1 << 16) / piece.len()).into_bytes();
            drop(read(name, "a", &bytes));
            let bytes = &bytes[..4 << 10];
            if let Ok(document) = read(name, "a", bytes) {
                check(&document, bytes).unwrap_or_else(|e| panic!("{name} of {piece:?}: {e}"));
            }
        }
    }
}

/// Articles damaged at many places are read right or refused.
#[test]
fn damaged_articles() {
    let signs = b"[](){}<>*_'|#-\\\n &$!:`\xe7";
    let mut read_well = 0;
    for path in articles() {
        let bytes = std::fs::read(&path).unwrap();
        let shown = path.to_string_lossy();
        for (n, at) in (0..bytes.len()).step_by(bytes.len() / 20 + 1).enumerate() {
            let mut changed = bytes.clone();
            changed[at] = signs[n % signs.len()];
            for damaged in [&bytes[..at], &bytes[at..], &changed] {
                if let Ok(document) = read(&shown, "a", damaged) {
                    check(&document, damaged).unwrap_or_else(|e| panic!("{shown}, byte {at}: {e}"));
                    read_well += 1;
                }
            }
        }
    }
    assert!(read_well > 500, "only {read_well} damaged articles were read");
}
