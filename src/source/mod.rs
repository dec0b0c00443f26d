//! Bytes → [`Document`].
//!
//! A *format* is how a file marks up its text: Markdown as wiki pages are converted to it, wikitext, plain text; the
//! file's extension says which. [`discover`] finds the files, [`read`] reads one. What is no readable article is a
//! [`SourceError`], whose message says what is wrong and what to do.
//!
//! How a file is read: what the reader never sees is found first (`hidden`), then blocks line by line (`markdown`,
//! `wikitext`), then the markup inside a block (`inline`) on a `scratch` pad, which the
//! `writer` adds to the document. Every step is linear in the length of the file.
//!
//! ```
//! let text = "# 背景\n\n1717年，甲國入侵[乙汗國](../Page/乙汗國.md \"wikilink\")。\n";
//! let document = kg::source::read("背景.md", "背景", text.as_bytes())?;
//! assert_eq!(document.links[0].target, "乙汗國");
//! assert_eq!(document.slice(document.blocks[1].span), "1717年，甲國入侵乙汗國。");
//! # Ok::<(), kg::source::SourceError>(())
//! ```

mod angles;
mod brackets;
#[cfg(test)]
mod corpus_test;
mod discover;
mod hidden;
mod html;
mod inline;
mod layout;
mod lines;
mod links;
mod markdown;
mod printed;
mod scratch;
mod tables;
mod template;
#[cfg(test)]
mod tests;
mod wikitext;
mod writer;

pub use discover::{Discovered, Skipped, discover};

use crate::document::{BlockKind, Document, DocumentBuilder, Lang, SectionKind};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Extensions of the files that [`discover`] finds, lower case, and their formats.
const EXTENSIONS: [(&str, Format); 5] = [
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("txt", Format::Plain),
    ("wikitext", Format::Wikitext),
    ("wiki", Format::Wikitext),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Markdown,
    Wikitext,
    Plain,
}

impl Format {
    fn of(path: &str) -> Option<Format> {
        let (_, extension) = path.rsplit_once('.')?;
        EXTENSIONS.iter().find(|(e, _)| extension.eq_ignore_ascii_case(e)).map(|&(_, format)| format)
    }
}

/// Why a file is no article.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum SourceError {
    #[error("cannot be read: {0}")]
    Unreadable(String),
    #[error("is not UTF-8: byte {byte} on line {line} does not decode; {advice}")]
    NotUtf8 { byte: usize, line: usize, advice: &'static str },
    #[error("is empty; delete it, or write the article into it")]
    Empty,
    #[error("is larger than {} MiB; cut it into one file for each article", .limit >> 20)]
    TooLarge { limit: usize },
    #[error("is no article: {why}")]
    NotAnArticle { why: String },
    #[error("has an unknown extension; name it .md, .txt or .wikitext, as what it holds")]
    UnknownFormat,
}

/// Reads the file at `path`, which messages call by the same name. A file that is too large is not loaded.
pub fn read_file(path: &Path) -> Result<Document, SourceError> {
    let unreadable = |e: std::io::Error| SourceError::Unreadable(e.to_string());
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    if length > LARGEST as u64 {
        return Err(SourceError::TooLarge { limit: LARGEST });
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let shown = path.to_string_lossy().replace('\\', "/");
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    read(&shown, &stem, &bytes)
}

/// Reads a document from the bytes of a file.
///
/// `path_shown` is what messages and the graph call the file, its extension says the format; `file_stem` is the title
/// of a document that does not name its own.
pub fn read(path_shown: &str, file_stem: &str, bytes: &[u8]) -> Result<Document, SourceError> {
    let format = Format::of(path_shown).ok_or(SourceError::UnknownFormat)?;
    let source = text_of(bytes)?;
    let mut from = source.len() - source.trim_start_matches('\u{feff}').len();
    let mut title = None;
    let mut url = None;
    if format == Format::Markdown
        && let Some(origin) = markdown::origin(source, from)
    {
        title = Some(origin.title);
        url = Some(origin.url);
        from = origin.end;
    }
    if let Some(target) = redirect(&source[from..]) {
        let why = format!("it only redirects to {target}; add that page instead");
        return Err(SourceError::NotAnArticle { why });
    }
    let mut builder = match format {
        Format::Markdown => markdown::read(source, from, false),
        Format::Wikitext => wikitext::read(source, from),
        Format::Plain => markdown::read(source, from, true),
    };
    if !has_prose(&builder) {
        let why = "it has no sentence of prose outside of headings, references and links; leave it out".to_owned();
        return Err(SourceError::NotAnArticle { why });
    }
    builder.set_lines(source);
    let lang = language(&builder.chars);
    for link in &mut builder.links {
        if link.wiki.as_deref() == Some(lang.code()) {
            link.wiki = None;
        }
    }
    let title = title.unwrap_or_else(|| file_stem.replace('_', " ").trim().to_owned());
    let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    Ok(builder.finish(title, lang, path_shown.to_owned(), url, sha256))
}

/// The text of a file, if it is text.
fn text_of(bytes: &[u8]) -> Result<&str, SourceError> {
    if bytes.len() > LARGEST {
        return Err(SourceError::TooLarge { limit: LARGEST });
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(SourceError::NotUtf8 { byte: 0, line: 1, advice: "it is UTF-16: save it as UTF-8" });
    }
    if bytes.contains(&0) {
        let at = bytes.iter().position(|&b| b == 0).unwrap_or_default();
        let why = format!("byte {at} is NUL, so it is a binary file or UTF-16; leave it out, or save it as UTF-8");
        return Err(SourceError::NotAnArticle { why });
    }
    let source = std::str::from_utf8(bytes).map_err(|e| {
        let byte = e.valid_up_to();
        let line = 1 + bytes[..byte].iter().filter(|&&b| b == b'\n').count();
        let advice = match e.error_len() {
            None => "the file ends inside a character: fetch it again",
            Some(_) => "save it as UTF-8 (from GBK or Big5: iconv -f GB18030 -t UTF-8)",
        };
        SourceError::NotUtf8 { byte, line, advice }
    })?;
    if source.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(SourceError::Empty);
    }
    Ok(source)
}

/// Where a page that is only a redirect leads.
fn redirect(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = ["#REDIRECT", "#redirect", "#Redirect", "#重定向"].iter().find_map(|word| text.strip_prefix(word))?;
    let rest = rest.trim_start_matches([' ', ':', '：', '[']);
    rest.split([']', '|', '#', '\n']).next().map(str::trim).filter(|t| !t.is_empty())
}

/// Whether anything stands outside of headings and apparatus.
fn has_prose(builder: &DocumentBuilder) -> bool {
    builder.blocks.iter().any(|block| {
        let prose = builder.sections[block.section].kind == SectionKind::Prose;
        prose
            && !matches!(block.kind, BlockKind::Heading(_))
            && builder.chars[block.span.range()].iter().any(|c| c.is_alphabetic())
    })
}

/// Chinese if at least an eighth of the letters are Han: a Chinese page full of foreign names still is, an English page
/// that gives names in characters is not. The beginning of a long document decides.
fn language(chars: &[char]) -> Lang {
    let (mut han, mut letters) = (0usize, 0usize);
    for &c in chars.iter().take(1 << 14) {
        if c.is_ascii() {
            letters += usize::from(c.is_ascii_alphabetic());
        } else if matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}') {
            han += 1;
        } else {
            letters += usize::from(c.is_alphabetic());
        }
    }
    if han * 7 >= letters && han > 0 { Lang::Zh } else { Lang::En }
}
