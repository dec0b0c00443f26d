//! Markdown, as wiki pages are converted to it, and text that was printed for reading.
//!
//! Two *styles* share the file name: *written* Markdown has `#` headings and links; *printed* text (as pandoc's plain
//! writer makes it) has headings on lines of their own, `_italics_`, drawn tables and `[1]` footnotes, and its `*` and
//! `\` are themselves. Which one a file is, is seen from whether it has a heading or a link of Markdown.

use super::brackets::link_address;
use super::hidden::{Dialect, Hidden};
use super::inline::{Inline, Style};
use super::lines::{Line, lines};
use super::links::{self, Target};
use super::printed::{self, image_name, is_category_line, is_gallery, is_title};
use super::scratch::Scratch;
use super::tables;
use super::writer::Writer;
use crate::document::{BlockKind, DocumentBuilder};
use std::ops::Range;

/// Reads Markdown or printed text from byte `from` of `source` on; `plain` says that it is printed for certain.
pub(super) fn read(source: &str, from: usize, plain: bool) -> DocumentBuilder {
    let hidden = Hidden::find(source, Dialect::Markdown);
    let lines = lines(source, from, &hidden);
    let headings = lines.iter().rposition(|l| !l.blank && heading_level(l.text(source)).is_some());
    let printed = plain || (headings.is_none() && !printed::has_markdown(source));
    let style = if printed { Style::Printed } else { Style::Written };
    let mut reader = Reader {
        source,
        lines: &lines,
        inline: Inline { source, hidden: &hidden, style },
        line_paragraphs: plain && !printed::is_wrapped(source, &lines),
        printed,
        plain,
        writer: Writer::new(source),
        pad: Scratch::default(),
        lists: Vec::new(),
        categories_seen: false,
        first_line: lines.iter().position(|l| !l.blank).unwrap_or(0),
        last_heading: headings.unwrap_or(0),
    };
    reader.run();
    let mut builder = reader.writer.finish();
    if printed {
        printed::mark_capitals(&mut builder);
    }
    builder
}

struct Reader<'a> {
    source: &'a str,
    lines: &'a [Line],
    inline: Inline<'a>,
    printed: bool,
    plain: bool,
    /// Each line is a paragraph.
    line_paragraphs: bool,
    writer: Writer<'a>,
    pad: Scratch,
    /// Indentation of the list items that are open, outermost first.
    lists: Vec<usize>,
    categories_seen: bool,
    /// The first line that is not blank.
    first_line: usize,
    /// The last line with a `#` heading.
    last_heading: usize,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut i = 0;
        while i < self.lines.len() {
            i = self.block(i);
        }
    }

    /// Reads the block that begins on line `i`; gives the line after it.
    fn block(&mut self, i: usize) -> usize {
        let line = &self.lines[i];
        if line.blank {
            return i + 1;
        }
        let text = line.text(self.source);
        if !line.joined {
            if let Some(level) = heading_level(text) {
                return self.heading(i, level);
            }
            if is_rule(text) && !self.opens_drawn_table(i) {
                return i + 1;
            }
            if text.starts_with('>') {
                return self.quote(i);
            }
            if let Some(end) = self.table(i) {
                self.lists.clear();
                return end;
            }
            if let Some(marker) = marker(text) {
                return self.item(i, marker);
            }
        }
        if self.printed && self.is_bare_heading(i) {
            let two = i >= 2 && self.lines[i - 1].blank && self.lines[i - 2].blank;
            self.inline.read(line.range(), &mut self.pad);
            let level = if self.plain { 1 + u8::from(i != self.first_line) } else { 3 - u8::from(two) };
            self.writer.heading(level, &mut self.pad);
            self.lists.clear();
            return i + 1;
        }
        self.paragraph(i)
    }

    fn heading(&mut self, i: usize, level: u8) -> usize {
        let line = &self.lines[i];
        let start = line.text_start(self.source) + level as usize;
        let text = self.source[start..line.end].trim_end().trim_end_matches('#');
        self.inline.read(start..start + text.len(), &mut self.pad);
        self.writer.heading(level, &mut self.pad);
        self.lists.clear();
        i + 1
    }

    /// Lines that begin with `>`, and lines that go on with their last paragraph.
    fn quote(&mut self, i: usize) -> usize {
        let mut end = i;
        let mut paragraph: Option<Range<usize>> = None;
        while end < self.lines.len() {
            let line = &self.lines[end];
            let text = line.text(self.source);
            let quoted = text.starts_with('>');
            if line.blank || (!quoted && paragraph.is_none()) || (!quoted && self.interrupts(end)) {
                break;
            }
            let inner = text.trim_start_matches(['>', ' ', '\t']);
            if inner.is_empty() {
                self.flush_quote(&mut paragraph);
            } else {
                let start = line.end - inner.len();
                paragraph = Some(paragraph.map_or(start, |p| p.start)..line.end);
            }
            end += 1;
        }
        self.flush_quote(&mut paragraph);
        self.lists.clear();
        end.max(i + 1)
    }

    fn flush_quote(&mut self, paragraph: &mut Option<Range<usize>>) {
        if let Some(range) = paragraph.take() {
            self.inline.read(range, &mut self.pad);
            self.writer.block(BlockKind::Quote, &mut self.pad);
        }
    }

    fn item(&mut self, i: usize, first: Marker) -> usize {
        let line = &self.lines[i];
        // A numbered list after the categories, with which the page ends: the footnotes.
        if first.number == Some(1) && self.categories_seen && line.indent == 0 && i > self.last_heading {
            self.writer.footnotes();
        }
        let mut start = line.text_start(self.source);
        let mut indent = line.indent;
        let mut next = Some(first);
        // `-   -   text`: items in items.
        while let Some(found) = next {
            self.enter_list(indent);
            start += found.width;
            indent += found.width;
            next = marker(&self.source[start..line.end]);
        }
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let end = self.continuation(i);
        self.inline.read(start..self.lines[end - 1].end, &mut self.pad);
        self.writer.block(BlockKind::ListItem(depth), &mut self.pad);
        end
    }

    /// Closes the lists that are indented deeper, and opens one here if there is none.
    fn enter_list(&mut self, indent: usize) {
        while self.lists.last().is_some_and(|&open| open > indent) {
            self.lists.pop();
        }
        if self.lists.last() != Some(&indent) && self.lists.len() < u8::MAX as usize {
            self.lists.push(indent);
        }
    }

    /// The line after the last one that goes on with the block of line `i`.
    fn continuation(&self, i: usize) -> usize {
        let mut end = i + 1;
        if self.line_paragraphs {
            return end;
        }
        while end < self.lines.len() && !self.lines[end].blank && (self.lines[end].joined || !self.interrupts(end)) {
            end += 1;
        }
        end
    }

    /// Whether a line ends the paragraph or item before it, without a blank line between them.
    fn interrupts(&self, i: usize) -> bool {
        let text = self.lines[i].text(self.source);
        match text.as_bytes().first() {
            Some(b'#') => heading_level(text).is_some(),
            Some(b'>') => true,
            Some(b'-' | b'*' | b'+') => is_rule(text) || (marker(text).is_some() && self.may_begin_list(i)),
            // A year at the start of a line is no list: only 1 begins one, and any number goes on with one.
            Some(b'0'..=b'9') => marker(text).is_some_and(|m| m.number == Some(1) || !self.lists.is_empty()),
            _ => false,
        }
    }

    /// Whether a bullet begins a list in the middle of a paragraph. One bullet alone after a line that breaks off between
    /// two words is a dash where a line was wrapped.
    fn may_begin_list(&self, i: usize) -> bool {
        let text = |n: usize| self.lines.get(n).filter(|l| !l.blank).map(|l| l.text(self.source));
        let wrapped = text(i.wrapping_sub(1)).is_some_and(|t| t.chars().next_back().is_some_and(char::is_alphanumeric));
        let bullet = |t: &str| marker(t).is_some();
        !self.lists.is_empty() || !wrapped || self.lines[i].indent > 0 || text(i + 1).is_some_and(bullet)
    }

    fn paragraph(&mut self, i: usize) -> usize {
        let line = &self.lines[i];
        let mut end = self.continuation(i);
        // `Title` over a line of `=` or `-` is a heading.
        if let Some(level) = (end == i + 2).then(|| underline(self.lines[i + 1].text(self.source))).flatten() {
            self.inline.read(line.range(), &mut self.pad);
            self.writer.heading(level, &mut self.pad);
            return end;
        }
        if let Some(n) = self.lines[i + 1..end].iter().position(|l| l.text(self.source).starts_with('|')) {
            end = i + 1 + n;
        }
        let range = line.text_start(self.source)..self.lines[end - 1].end;
        let text = &self.source[range.clone()];
        if is_category_line(text) {
            let names = text.split("Category:").skip(1).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
            self.writer.builder.categories.extend(names);
            self.categories_seen = true;
            return end;
        }
        if text == "[TABLE]" || is_gallery(text) {
            return end;
        }
        if self.opens_footnotes(i, end, text) {
            self.writer.footnotes();
        }
        let start = if self.printed { range.start + image_name(text) } else { range.start };
        if start > range.start {
            self.pad.open_caption();
        }
        let indented = line.indent >= 2 && !line.joined;
        if !indented {
            self.lists.clear();
        }
        let quote = indented && self.lists.is_empty();
        self.inline.read(start..range.end, &mut self.pad);
        self.categories_seen |= !self.pad.categories.is_empty();
        self.writer.block(if quote { BlockKind::Quote } else { BlockKind::Paragraph }, &mut self.pad);
        end
    }

    /// Printed footnotes: a paragraph that begins with `[1]`, after the categories or before one with `[2]`.
    fn opens_footnotes(&self, i: usize, end: usize, text: &str) -> bool {
        let begins = |line: &Line, label: &str| {
            line.text(self.source).strip_prefix(label).is_some_and(|r| r.is_empty() || r.starts_with(' '))
        };
        if !self.printed || !(text == "[1]" || text.starts_with("[1] ")) || !begins(&self.lines[i], "[1]") {
            return false;
        }
        let next = self.lines[end..].iter().find(|l| !l.blank);
        self.categories_seen || next.is_none_or(|l| begins(l, "[2]"))
    }

    /// A short line between blank ones that does not end like a sentence, in printed text.
    fn is_bare_heading(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let text = line.text(self.source).trim_end();
        let alone = |j: Option<usize>| j.and_then(|j| self.lines.get(j)).is_some_and(|l| l.blank);
        let follows = self.lines[i + 1..].iter().any(|l| !l.blank);
        let wide = text.len() > 120;
        // The first line of a plain text may be its title; that of a printed page is its first paragraph.
        let first = self.plain && i == self.first_line;
        if wide || line.indent > 0 || !(first || alone(i.checked_sub(1))) || !alone(Some(i + 1)) || !follows {
            return false;
        }
        is_title(text) && !is_category_line(text) && image_name(text) == 0
    }

    fn opens_drawn_table(&self, i: usize) -> bool {
        tables::drawn(self.source, self.lines, i).is_some()
    }

    /// Reads the table that begins on line `i`; gives the line after it.
    fn table(&mut self, i: usize) -> Option<usize> {
        let table = tables::pipe(self.source, self.lines, i)
            .or_else(|| tables::grid(self.source, self.lines, i))
            .or_else(|| tables::drawn(self.source, self.lines, i))?;
        tables::write(&table, &self.inline, &mut self.writer, &mut self.pad);
        Some(table.end)
    }
}

/// The level of a `#` heading.
fn heading_level(text: &str) -> Option<u8> {
    let level = text.bytes().take(7).take_while(|&b| b == b'#').count();
    let spaced = text.as_bytes().get(level).is_none_or(|b| matches!(b, b' ' | b'\t'));
    (1..=6).contains(&level).then_some(level as u8).filter(|_| spaced)
}

/// The level of a heading, by the line under it.
fn underline(text: &str) -> Option<u8> {
    let text = text.trim_end();
    match text.as_bytes().first()? {
        b'=' if text.bytes().all(|b| b == b'=') => Some(1),
        b'-' if text.len() > 1 && text.bytes().all(|b| b == b'-') => Some(2),
        _ => None,
    }
}

/// `---`, `***`, `* * *`: a rule across the page.
fn is_rule(text: &str) -> bool {
    let Some(&sign) = text.as_bytes().first().filter(|b| matches!(b, b'-' | b'*' | b'_')) else { return false };
    text.bytes().all(|b| b == sign || b == b' ') && text.bytes().filter(|&b| b == sign).count() >= 3
}

/// What a list item begins with.
#[derive(Debug, Clone, Copy)]
struct Marker {
    /// Bytes up to the item's text.
    width: usize,
    number: Option<u32>,
}

fn marker(text: &str) -> Option<Marker> {
    let bytes = text.as_bytes();
    let (sign, number) = match bytes.first()? {
        b'-' | b'*' | b'+' => (1, None),
        b'0'..=b'9' => {
            let digits = bytes.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
            let number = text[..digits].parse().ok().filter(|&n: &u32| n < 1000)?;
            matches!(bytes.get(digits)?, b'.' | b')').then_some((digits + 1, Some(number)))?
        }
        _ if text.starts_with('•') => ('•'.len_utf8(), None),
        _ => return None,
    };
    let spaces = bytes[sign..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    (spaces > 0 || bytes.len() == sign).then_some(Marker { width: sign + spaces, number })
}

/// Where a converted page came from.
pub(super) struct Origin {
    pub title: String,
    pub url: String,
    /// The byte after the line that says so.
    pub end: usize,
}

/// The first line, if it is a quotation that names the page by a link: `> 本文内容由[標題](網址)转换而来。`
pub(super) fn origin(source: &str, from: usize) -> Option<Origin> {
    let start = source.len() - source[from..].trim_start().len();
    let end = source[start..].find('\n').map_or(source.len(), |n| start + n);
    let line = source[start..end].strip_prefix('>')?;
    let bracket = line.find('[')?;
    let middle = bracket + line[bracket..].find("](")?;
    let at = end - line.len() + middle + 2;
    let (address, after) = link_address(source, at, end)?;
    let words = bracket + (end - after);
    let Target::Page { title: page, .. } = links::from_address(address, true) else { return None };
    if words > 120 || !address.contains("://") {
        return None;
    }
    let shown = line[bracket + 1..middle].replace('\\', "");
    let title = if shown.trim().is_empty() { page } else { shown.trim().replace('_', " ") };
    Some(Origin { title, url: address.replace('\\', ""), end })
}
