//! Hidden ranges: stretches of a source that the reader never sees, found in one pass before anything else is read.
//!
//! - a *comment* `<!-- … -->`;
//! - a *reference* `<ref>…</ref>` and other elements whose content is no prose (`<gallery>`, `<timeline>`, …);
//! - a *template* `{{…}}`, nested ones included;
//! - in wikitext also an *image link* `[[File:…|caption]]`.
//!
//! What is opened and never closed is not hidden: a broken page loses its markup, not its text.

use super::links::is_file_title;
use std::collections::BTreeMap;
use std::ops::Range;

/// Elements whose content is left out with them, and how they are closed.
const HIDDEN_ELEMENTS: [(&str, &str); 12] = [
    ("ref", "</ref"),
    ("gallery", "</gallery"),
    ("timeline", "</timeline"),
    ("score", "</score"),
    ("imagemap", "</imagemap"),
    ("style", "</style"),
    ("script", "</script"),
    ("math", "</math"),
    ("syntaxhighlight", "</syntaxhighlight"),
    ("source", "</source"),
    ("hiero", "</hiero"),
    ("templatestyles", "</templatestyles"),
];

/// The longest stretch, in bytes, that is believed to be one hidden thing. What is longer was closed by accident.
const LONGEST: usize = 64 << 10;

/// The bytes that hidden things begin or end with, and the backslash.
const SIGNS: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\<{}[]";
    let mut i = 0;
    while i < signs.len() {
        table[signs[i] as usize] = true;
        i += 1;
    }
    table
};

/// Which of two dialects is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Markdown,
    Wikitext,
}

/// Byte ranges that are not shown: sorted, not touching one another.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    ranges: Vec<Range<usize>>,
}

impl Hidden {
    /// Finds what `source` hides, in linear time.
    pub fn find(source: &str, dialect: Dialect) -> Hidden {
        let mut finder = Finder { source, bytes: source.as_bytes(), ranges: Vec::new(), marks: BTreeMap::new() };
        finder.run(dialect);
        Hidden { ranges: finder.ranges }
    }

    /// The first range that ends after `byte`: it holds `byte` or comes next.
    pub fn at_or_after(&self, byte: usize) -> Option<Range<usize>> {
        let i = self.ranges.partition_point(|r| r.end <= byte);
        self.ranges.get(i).cloned()
    }

    /// The end of the range that holds `byte`.
    pub fn covering(&self, byte: usize) -> Option<usize> {
        self.at_or_after(byte).filter(|r| r.start <= byte).map(|r| r.end)
    }
}

struct Finder<'s> {
    source: &'s str,
    bytes: &'s [u8],
    ranges: Vec<Range<usize>>,
    /// Where each closing mark was last found, so that many openings do not look for it again and again.
    marks: BTreeMap<&'static str, Option<usize>>,
}

impl Finder<'_> {
    fn run(&mut self, dialect: Dialect) {
        let bytes = self.bytes;
        let mut templates: Vec<usize> = Vec::new();
        let mut links: Vec<usize> = Vec::new();
        let mut i = 0;
        while let Some(n) = bytes.get(i..).and_then(|rest| rest.iter().position(|&b| SIGNS[b as usize])) {
            i += n;
            let pair = bytes.get(i + 1) == Some(&bytes[i]);
            match bytes[i] {
                // An escaped character opens nothing. Both halves of `\\` are passed over.
                b'\\' if dialect == Dialect::Markdown => i += 1,
                b'<' => {
                    if let Some(end) = self.element_end(i) {
                        self.hide(i..end);
                        i = end;
                        continue;
                    }
                }
                b'{' if pair => {
                    templates.push(i);
                    i += 1;
                }
                b'}' if pair => {
                    if let Some(start) = templates.pop() {
                        self.hide(start..i + 2);
                        i += 1;
                    }
                }
                b'[' if pair && dialect == Dialect::Wikitext => {
                    links.push(i);
                    i += 1;
                }
                b']' if pair && dialect == Dialect::Wikitext => {
                    if let Some(start) = links.pop() {
                        if self.source.get(start + 2..).is_some_and(is_file_title) {
                            self.hide(start..i + 2);
                        }
                        i += 1;
                    }
                }
                _ => {}
            }
            i += 1;
        }
    }

    /// Where the comment or hidden element ends that opens at `start`.
    fn element_end(&mut self, start: usize) -> Option<usize> {
        let rest = &self.bytes[start..];
        if rest.starts_with(b"<!--") {
            return self.close(start + 4, "-->");
        }
        let (_, closing) = HIDDEN_ELEMENTS.iter().find(|(name, _)| {
            rest.get(1..=name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
                && rest.get(name.len() + 1).is_none_or(|b| !b.is_ascii_alphanumeric())
        })?;
        // The tag itself ends at the next `>`; a `<` before it means that it is no tag.
        let tag = 1 + rest[1..].iter().take(1000).position(|b| matches!(b, b'>' | b'<'))?;
        if rest[tag] == b'<' {
            return None;
        }
        if rest[tag - 1] == b'/' {
            return Some(start + tag + 1);
        }
        let end = self.close(start + tag + 1, closing)?;
        let bracket = self.bytes[end..].iter().take(16).position(|&b| b == b'>')?;
        Some(end + bracket + 1)
    }

    /// The end of the next `mark` from `from` on, if it is near enough.
    fn close(&mut self, from: usize, mark: &'static str) -> Option<usize> {
        let known = self.marks.get(mark).copied();
        let at = match known {
            Some(None) => None,
            Some(Some(at)) if at >= from => Some(at),
            _ => self.source.get(from..)?.find(mark).map(|n| from + n),
        };
        self.marks.insert(mark, at);
        at.map(|at| at + mark.len()).filter(|end| end - from <= LONGEST)
    }

    /// Adds a range that ends last so far; ranges inside it are taken in.
    fn hide(&mut self, range: Range<usize>) {
        if range.len() > LONGEST {
            return;
        }
        while self.ranges.last().is_some_and(|r| r.start >= range.start) {
            self.ranges.pop();
        }
        self.ranges.push(range);
    }
}
