//! Wikitext, as wikis keep it: `== headings ==`, lists of `*` and `#`, tables of `{| … |}`.

use super::hidden::{Dialect, Hidden};
use super::inline::{Inline, Style};
use super::lines::{Line, lines};
use super::scratch::Scratch;
use super::tables::{self, Row, Table};
use super::writer::Writer;
use crate::document::{BlockKind, DocumentBuilder};
use std::ops::Range;

/// Reads wikitext from byte `from` of `source` on.
pub(super) fn read(source: &str, from: usize) -> DocumentBuilder {
    let hidden = Hidden::find(source, Dialect::Wikitext);
    let lines = lines(source, from, &hidden);
    let inline = Inline { source, hidden: &hidden, style: Style::Wikitext };
    let mut writer = Writer::new(source);
    let mut pad = Scratch::default();
    let mut i = 0;
    while i < lines.len() {
        let line = &lines[i];
        let text = &source[line.range()];
        if line.blank {
            i += 1;
        } else if let Some((level, range)) = heading(source, line) {
            inline.read(range, &mut pad);
            writer.heading(level, &mut pad);
            i += 1;
        } else if text.trim_start().starts_with("{|") {
            let table = table(source, &lines, i);
            tables::write(&table, &inline, &mut writer, &mut pad);
            i = table.end;
        } else if text.starts_with("----") || text.starts_with("|}") {
            i += 1;
        } else if let Some((kind, width)) = item(text) {
            inline.read(line.start + width..line.end, &mut pad);
            writer.block(kind, &mut pad);
            i += 1;
        } else {
            let end = i + 1 + lines[i + 1..].iter().take_while(|l| goes_on(source, l)).count();
            inline.read(line.start..lines[end - 1].end, &mut pad);
            writer.block(BlockKind::Paragraph, &mut pad);
            i = end;
        }
    }
    writer.finish()
}

/// Whether a line goes on with the paragraph before it.
fn goes_on(source: &str, line: &Line) -> bool {
    let text = &source[line.range()];
    let other = line.blank
        || text.trim_start().starts_with("{|")
        || text.starts_with("----")
        || item(text).is_some()
        || heading(source, line).is_some();
    line.joined || !other
}

/// The level and the text of `== Title ==`.
fn heading(source: &str, line: &Line) -> Option<(u8, Range<usize>)> {
    let text = source[line.range()].trim_end();
    let before = text.bytes().take_while(|&b| b == b'=').count();
    let after = text.bytes().rev().take_while(|&b| b == b'=').count();
    let level = before.min(after).min(6);
    let inner = line.start + level..(line.start + text.len()).saturating_sub(level);
    (level > 0 && inner.start < inner.end).then_some((level as u8, inner))
}

/// What a line of a list is, and the width of the signs before its text.
fn item(text: &str) -> Option<(BlockKind, usize)> {
    let signs = text.bytes().take_while(|b| matches!(b, b'*' | b'#' | b':' | b';')).count();
    let depth = u8::try_from(signs.checked_sub(1)?).unwrap_or(u8::MAX);
    let indented = text.as_bytes()[..signs].iter().all(|&b| b == b':');
    Some((if indented { BlockKind::Quote } else { BlockKind::ListItem(depth) }, signs))
}

/// The table that begins on line `i`. Tables inside of it are left out; one that is not closed ends with the page.
fn table(source: &str, lines: &[Line], i: usize) -> Table {
    let mut rows = Vec::new();
    let mut row = Row::default();
    let mut depth = 0usize;
    let mut in_cell = false;
    let mut end = i + 1;
    for line in &lines[i + 1..] {
        end += 1;
        let text = line.text(source);
        let start = line.text_start(source);
        if text.starts_with("|}") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => break,
            }
        } else if text.starts_with("{|") {
            depth += 1;
        } else if depth > 0 || line.blank {
        } else if text.starts_with("|-") && !line.joined {
            rows.push(std::mem::take(&mut row));
            in_cell = false;
        } else if text.starts_with("|+") && !line.joined {
            in_cell = false;
        } else if text.starts_with(['|', '!']) && !line.joined {
            let header = text.starts_with('!');
            row.header |= header && row.cells.is_empty();
            for cell in cells(source, start + 1..line.end, header) {
                row.cells.push(vec![cell]);
            }
            in_cell = true;
        } else if in_cell && let Some(cell) = row.cells.last_mut() {
            cell.push(start..line.end);
        }
    }
    rows.push(row);
    rows.retain(|r| !r.cells.is_empty());
    Table { rows, end }
}

/// The cells of a line, parted by `||` (in a header also by `!!`), without their attributes.
fn cells(source: &str, range: Range<usize>, header: bool) -> Vec<Range<usize>> {
    let bytes = source.as_bytes();
    let mut cells = Vec::new();
    let mut start = range.start;
    // Where the text begins, after the bar that ends the attributes.
    let mut content = start;
    let mut brackets = 0usize;
    let mut i = start;
    while i < range.end {
        let pair = i + 1 < range.end && bytes[i + 1] == bytes[i];
        match bytes[i] {
            b'|' | b'!' if pair && (bytes[i] == b'|' || header) && brackets == 0 => {
                cells.push(content..i);
                start = i + 2;
                content = start;
                i += 1;
            }
            b'|' if brackets == 0 && content == start => content = i + 1,
            b'[' | b'{' if pair => {
                brackets += 1;
                i += 1;
            }
            b']' | b'}' if pair => {
                brackets = brackets.saturating_sub(1);
                i += 1;
            }
            _ => {}
        }
        i += 1;
    }
    cells.push(content..range.end);
    cells
}
