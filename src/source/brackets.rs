//! Square brackets: links and images of Markdown and wikitext, footnote marks, and captions whose beginning was lost.

use super::inline::{Inline, Progress, Style};
use super::links::{self, Target};
use super::scratch::{Closed, Scratch};
use std::ops::Range;

/// How deep round brackets may nest in the address of a link.
const DEEPEST_ADDRESS: u32 = 32;

impl Inline<'_> {
    pub(super) fn escape(&self, i: usize, end: usize, pad: &mut Scratch, now: &mut Progress) -> usize {
        let bytes = self.source.as_bytes();
        match bytes.get(i + 1).filter(|_| i + 1 < end) {
            Some(b'\n') | Some(b'\r') => i + 1,
            Some(&b) if b.is_ascii_punctuation() => {
                pad.push(b as char, i, 2);
                match b {
                    b'[' => pad.open_bracket(true),
                    b']' => self.closed(true, i + 2, pad, now),
                    _ => {}
                }
                i + 2
            }
            _ => self.literal(i, pad),
        }
    }

    /// After a `]` that ended no link: two strays in a row close the caption of an image.
    fn closed(&self, escaped: bool, after: usize, pad: &mut Scratch, now: &mut Progress) {
        if pad.close_bracket(escaped) == Closed::Pair {
            return;
        }
        let width = if escaped { 2 } else { 1 };
        if now.stray == Some(after - width) && (pad.close_caption() || pad.drop_residue()) {
            now.stray = None;
        } else {
            now.stray = Some(after);
        }
    }

    pub(super) fn open_bracket(&self, i: usize, end: usize, pad: &mut Scratch, now: &mut Progress) -> usize {
        if let Some((link, after)) = wiki_link(self.source, i, end) {
            let WikiLink { title, anchor } = link;
            match links::from_title(&self.source[title], None) {
                Target::Page { title, wiki } => {
                    let start = pad.len();
                    pad.push_text(self.source, anchor);
                    pad.add_link(start, title, wiki);
                    return after;
                }
                Target::Category(name) => {
                    pad.categories.push(name);
                    return after;
                }
                Target::File => {
                    pad.open_caption();
                    return after;
                }
                Target::Fragment | Target::External => {}
            }
        }
        if self.style == Style::Wikitext
            && let Some(after) = self.open_external(i, end, now)
        {
            return after;
        }
        pad.push('[', i, 1);
        pad.open_bracket(false);
        i + 1
    }

    /// `[https://… words]`: the words are text. Gives the byte where they begin.
    fn open_external(&self, i: usize, end: usize, now: &mut Progress) -> Option<usize> {
        let rest = self.source.get(i + 1..end)?;
        let url = ["http://", "https://", "ftp://", "//"].iter().any(|scheme| rest.starts_with(scheme));
        if !url || now.external.is_some() {
            return None;
        }
        let close = rest.bytes().take(2000).position(|b| matches!(b, b']' | b'\n'))?;
        if rest.as_bytes()[close] != b']' {
            return None;
        }
        now.external = Some(i + 1 + close);
        Some(i + 1 + rest.bytes().take(close).position(|b| b == b' ').map_or(close, |n| n + 1))
    }

    pub(super) fn close_bracket(&self, i: usize, end: usize, pad: &mut Scratch, now: &mut Progress) -> usize {
        let bytes = self.source.as_bytes();
        if now.external == Some(i) {
            now.external = None;
            return i + 1;
        }
        if self.style != Style::Wikitext
            && pad.can_close_link()
            && bytes.get(i + 1) == Some(&b'(')
            && let Some(address) = address(bytes, i + 2, end)
        {
            let wikilink = bytes[address.title.clone()] == *b"wikilink";
            pad.close_link(links::from_address(&self.source[address.range], wikilink), i);
            return address.end;
        }
        pad.push(']', i, 1);
        self.closed(false, i + 1, pad, now);
        i + 1
    }
}

/// The address of a link: its range, that of its title, and the byte after `)`.
struct Address {
    range: Range<usize>,
    title: Range<usize>,
    end: usize,
}

/// The address that begins after `](`.
fn address(bytes: &[u8], start: usize, end: usize) -> Option<Address> {
    let mut i = start;
    let mut depth = 0;
    let range = loop {
        let b = *bytes.get(i).filter(|_| i < end)?;
        match b {
            b'\\' if bytes.get(i + 1).is_some_and(|b| !b.is_ascii_whitespace()) => i += 1,
            b'\\' => return None,
            b'(' if depth == DEEPEST_ADDRESS => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => break start..i,
            b')' => depth -= 1,
            b if b.is_ascii_whitespace() && depth == 0 => break start..i,
            b if b.is_ascii_whitespace() => return None,
            _ => {}
        }
        i += 1;
    };
    let space = |mut i: usize| {
        while i < end && bytes[i].is_ascii_whitespace() {
            i += 1;
        }
        i
    };
    i = space(i);
    let mut title = i..i;
    if bytes.get(i) == Some(&b'"') && i < end {
        let from = i + 1;
        i = from;
        while *bytes.get(i).filter(|_| i < end)? != b'"' {
            i += 1 + usize::from(bytes[i] == b'\\');
        }
        title = from..i;
        i = space(i + 1);
    }
    (i < end && bytes[i] == b')').then_some(Address { range, title, end: i + 1 })
}

/// The address that begins at byte `start`, after `](`, and the byte after its `)`.
pub(super) fn link_address(source: &str, start: usize, end: usize) -> Option<(&str, usize)> {
    address(source.as_bytes(), start, end).map(|a| (&source[a.range], a.end))
}

/// A link of wikitext: where its title and its anchor stand.
pub(super) struct WikiLink {
    pub title: Range<usize>,
    pub anchor: Range<usize>,
}

/// `[[Title]]` or `[[Title|anchor]]` at byte `i`, with the byte after it.
pub(super) fn wiki_link(source: &str, i: usize, end: usize) -> Option<(WikiLink, usize)> {
    let bytes = source.as_bytes();
    if bytes.get(i + 1) != Some(&b'[') {
        return None;
    }
    let start = i + 2;
    let mut bar = None;
    let mut bars = 0;
    let mut j = start;
    while j < end {
        match bytes[j] {
            b'[' => return None,
            b']' if bytes.get(j + 1) == Some(&b']') && j + 1 < end => break,
            b']' => return None,
            b'|' => {
                bars += 1;
                bar.get_or_insert(j);
            }
            b'\n' if bytes.get(j + 1) == Some(&b'\n') => return None,
            _ => {}
        }
        j += 1;
    }
    if j >= end || j == start || (bars > 1 && !links::is_file_title(&source[start..j])) {
        return None;
    }
    let title = start..bar.unwrap_or(j);
    let anchor = bar.map_or(start, |b| b + 1)..j;
    Some((WikiLink { title, anchor }, j + 2))
}
