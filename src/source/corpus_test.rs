//! What holds for every document, checked on the folders that `KG_CORPUS` names (separated by `:`), and on a page of
//! our own that has everything in it.

use super::*;
use crate::document::Document;
use crate::span::Span;
use regex::Regex;
use std::path::PathBuf;
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

/// Every block of the folders of `KG_CORPUS` is checked; `KG_SHOW=n` prints n documents.
#[test]
#[ignore = "needs KG_CORPUS"]
fn corpus() {
    let folders: Vec<PathBuf> = std::env::var("KG_CORPUS").unwrap_or_default().split(':').map(PathBuf::from).collect();
    let found = discover(&folders);
    let (mut blocks, mut quotable, mut prose, mut prose_quotable) = (0, 0, 0, 0);
    let mut skipped = 0;
    for path in &found.files {
        let before = blocks;
        let bytes = std::fs::read(path).unwrap();
        let document = match read_file(path) {
            Ok(document) => document,
            Err(e) => {
                skipped += 1;
                println!("SKIP {}: {e}", path.display());
                continue;
            }
        };
        if let Err(e) = check(&document, &bytes) {
            panic!("{}: {e}", path.display());
        }
        let reader = reader_text(std::str::from_utf8(&bytes).unwrap());
        for block in &document.blocks {
            let pieces = if block.cells.is_empty() { vec![block.span] } else { block.cells.clone() };
            for piece in pieces {
                let found = reader.contains(&plain(&document.slice(piece)));
                let is_prose = document.sections[block.section].kind == SectionKind::Prose;
                blocks += 1;
                quotable += usize::from(found);
                prose += usize::from(is_prose);
                prose_quotable += usize::from(found && is_prose);
                if !found && is_prose {
                    let text: String = document.slice(piece).chars().take(150).collect();
                    println!("UNQUOTABLE {} {:?} {text}", path.display(), block.kind);
                }
            }
        }
        println!("COUNT {} {}", path.display(), blocks - before);
    }
    println!(
        "{} files, {skipped} skipped; {quotable} of {blocks} blocks quotable, prose {prose_quotable} of {prose}",
        found.files.len()
    );
}

/// Where a gold file stands beside a document, every quotation of it is in one block of prose.
#[test]
#[ignore = "needs KG_CORPUS"]
fn gold_quotations() {
    let folders: Vec<PathBuf> = std::env::var("KG_CORPUS").unwrap_or_default().split(':').map(PathBuf::from).collect();
    let (mut all, mut inside) = (0, 0);
    for path in discover(&folders).files {
        let Ok(gold) = std::fs::read_to_string(path.with_extension("gold.json")) else { continue };
        let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
        let document = read_file(&path).unwrap();
        if gold["doc"] != document.title.as_str() {
            println!("TITLE {} is {:?}, not {}", path.display(), document.title, gold["doc"]);
        }
        let prose = document.blocks.iter().filter(|b| {
            document.sections[b.section].kind == SectionKind::Prose && !matches!(b.kind, BlockKind::Heading(_))
        });
        let texts: Vec<String> = prose.map(|b| plain(&document.slice(b.span))).collect();
        for fact in gold["facts"].as_array().unwrap() {
            let quote = plain(fact["quote"].as_str().unwrap_or_default());
            all += 1;
            if texts.iter().any(|t| t.contains(&quote)) {
                inside += 1;
            } else {
                println!("NOT IN PROSE {}: {quote}", path.display());
            }
        }
    }
    println!("{inside} of {all} quotations in one block of prose");
}

/// Prints the documents of `KG_CORPUS` as they were understood.
#[test]
#[ignore = "needs KG_CORPUS"]
fn show() {
    let folders: Vec<PathBuf> = std::env::var("KG_CORPUS").unwrap_or_default().split(':').map(PathBuf::from).collect();
    for path in discover(&folders).files {
        let Ok(d) = read_file(&path) else { continue };
        println!("##### {} [{:?}] {} {:?}", d.title, d.lang, d.path, d.url);
        println!("categories: {:?}", d.categories);
        println!("bold: {:?}", d.bold.iter().map(|s| d.slice(*s)).collect::<Vec<_>>());
        println!("marks: {:?}", d.marks.iter().map(|s| d.slice(*s)).collect::<Vec<_>>());
        for block in &d.blocks {
            let kind = d.sections[block.section].kind;
            let text = if block.cells.is_empty() {
                d.slice(block.span)
            } else {
                block.cells.iter().map(|c| d.slice(*c)).collect::<Vec<_>>().join(" ¦ ")
            };
            println!(
                "{:?}/{kind:?}{}: {text}",
                block.kind,
                if block.cells.is_empty() { String::new() } else { format!(" #{}", block.table) }
            );
        }
        for link in d.links.iter().take(if std::env::var("KG_LINKS").is_ok() { 1000 } else { 0 }) {
            println!("  link {} → {} {:?}", d.slice(link.anchor), link.target, link.wiki);
        }
    }
}

/// Megabytes of source per second over `KG_CORPUS`, and over files that were made to be slow to read.
#[test]
#[ignore = "measures; run it in release"]
fn speed() {
    let folders: Vec<PathBuf> = std::env::var("KG_CORPUS").unwrap_or_default().split(':').map(PathBuf::from).collect();
    let files: Vec<Vec<u8>> = discover(&folders).files.iter().filter_map(|f| std::fs::read(f).ok()).collect();
    let all: usize = files.iter().map(Vec::len).sum();
    let rounds = (40 << 20) / all.max(1) + 1;
    let start = std::time::Instant::now();
    for _ in 0..rounds {
        files.iter().for_each(|f| drop(read("a.md", "a", f)));
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("corpus: {:.0} MB/s", (all * rounds) as f64 / 1e6 / seconds);
    // `KG_SLOW=` for all of them, or a part of some.
    for piece in SLOW.iter().filter(|p| std::env::var("KG_SLOW").is_ok_and(|part| p.contains(&part))) {
        for name in ["a.md", "a.wikitext", "a.txt"] {
            let bytes = piece.repeat((50 << 20) / piece.len()).into_bytes();
            let start = std::time::Instant::now();
            let result = read(name, "a", &bytes).map(|d| d.chars.len());
            println!("{:6.2} s {name:10} 50 MB of {piece:?}: {result:?}", start.elapsed().as_secs_f64());
        }
    }
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

/// Damages the documents of `KG_CORPUS` at many places.
#[test]
#[ignore = "needs KG_CORPUS, and some minutes"]
fn damaged_corpus() {
    let folders: Vec<PathBuf> = std::env::var("KG_CORPUS").unwrap_or_default().split(':').map(PathBuf::from).collect();
    let signs = b"[](){}<>*_'|#-\\\n &$!:`\xe7";
    let mut count = 0;
    for path in discover(&folders).files {
        let bytes = std::fs::read(&path).unwrap();
        let shown = path.to_string_lossy();
        for (n, at) in (0..bytes.len()).step_by(bytes.len() / 200 + 1).enumerate() {
            let mut changed = bytes.clone();
            changed[at] = signs[n % signs.len()];
            for damaged in [&bytes[..at], &bytes[at..], &changed] {
                count += 1;
                if let Ok(document) = read(&shown, "a", damaged) {
                    check(&document, damaged).unwrap_or_else(|e| panic!("{shown}, byte {at}: {e}"));
                }
            }
        }
    }
    println!("{count} damaged documents read or refused");
}
