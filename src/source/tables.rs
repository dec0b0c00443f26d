//! Tables drawn with characters, in three ways:
//!
//! - *pipe*: `| a | b |`, the second line being `| --- | --- |`;
//! - *grid*: borders of `+----+----+` (of `+====+====+` under the header), cells of several lines;
//! - *drawn*: columns under groups of dashes (`  ------ -----`), without bars.
//!
//! A *piece* is the part of a cell that stands on one line.

use super::inline::Inline;
use super::lines::Line;
use super::scratch::{Break, Scratch};
use super::writer::Writer;
use crate::document::BlockKind;
use std::ops::Range;

/// How many columns a row of a table may have.
const MOST_COLUMNS: usize = 1000;

/// The byte ranges of one cell, one for each line of it.
pub(super) type Pieces = Vec<Range<usize>>;

#[derive(Debug, Default)]
pub(super) struct Row {
    pub header: bool,
    pub cells: Vec<Pieces>,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// The line after the table.
    pub end: usize,
}

/// Adds a table to the document, a block for each row.
pub(super) fn write(table: &Table, inline: &Inline<'_>, writer: &mut Writer<'_>, pad: &mut Scratch) {
    writer.start_table();
    for row in &table.rows {
        for (n, cell) in row.cells.iter().enumerate() {
            if n > 0 {
                pad.start(Break::Cell);
            }
            for (k, piece) in cell.iter().enumerate() {
                if k > 0 {
                    pad.push(' ', piece.start, 0);
                }
                inline.read(piece.clone(), pad);
            }
        }
        writer.block(if row.header { BlockKind::TableHeader } else { BlockKind::TableRow }, pad);
    }
}

/// The pipe table that begins on line `i`.
pub(super) fn pipe(source: &str, lines: &[Line], i: usize) -> Option<Table> {
    let begins = |l: &Line| !l.blank && l.text(source).starts_with('|');
    if !begins(&lines[i]) {
        return None;
    }
    // A line of nothing but bars is no row.
    if bars(source, &lines[i]).len() > MOST_COLUMNS {
        return None;
    }
    let end = i + lines[i..].iter().take_while(|l| begins(l)).count();
    let rule = lines.get(i + 1).filter(|_| end > i + 1).is_some_and(|l| is_pipe_rule(l.text(source)));
    let mut rows = Vec::new();
    for (n, line) in lines[i..end].iter().enumerate() {
        if is_pipe_rule(line.text(source)) {
            continue;
        }
        let mut cells = bars(source, line);
        cells.truncate(MOST_COLUMNS);
        // `align="center" ! width=10% |Name`: attributes of a cell that were left in cells of their own.
        let all = cells.len();
        cells.retain(|c| !is_attributes(&source[c.clone()]));
        let header = (n == 0 && rule) || cells.len() < all;
        rows.push(Row { header, cells: cells.into_iter().map(|c| vec![c]).collect() });
    }
    Some(Table { rows, end })
}

/// The cells between the bars of a line.
fn bars(source: &str, line: &Line) -> Vec<Range<usize>> {
    let bytes = source.as_bytes();
    let start = line.text_start(source) + 1;
    let mut cells = Vec::new();
    let mut cell = start;
    let mut i = start;
    while i < line.end {
        match bytes[i] {
            b'\\' => i += 1,
            b'|' => {
                cells.push(cell..i);
                cell = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    if cell < line.end && !source[cell..line.end].trim().is_empty() {
        cells.push(cell..line.end);
    }
    cells
}

/// `| --- | :-: |`
fn is_pipe_rule(text: &str) -> bool {
    text.contains("--") && text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'+'))
}

/// Whether a cell holds only attributes of HTML: `align="center" \! width=10%`.
fn is_attributes(cell: &str) -> bool {
    let mut words = cell.split_whitespace().filter(|w| !matches!(*w, "\\!" | "!")).peekable();
    words.peek().is_some()
        && words.all(|w| {
            w.split_once('=').is_some_and(|(name, value)| {
                name.len() > 2 && name.bytes().all(|b| b.is_ascii_alphabetic()) && !value.is_empty() && value.is_ascii()
            })
        })
}

/// The grid table whose border is line `i`.
pub(super) fn grid(source: &str, lines: &[Line], i: usize) -> Option<Table> {
    if !is_border(lines[i].text(source)) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut row = Row::default();
    let mut end = i + 1;
    while let Some(line) = lines.get(end).filter(|l| !l.blank) {
        let text = line.text(source);
        if is_border(text) {
            let header = text.contains('=');
            rows.push(std::mem::take(&mut row));
            if header {
                rows.iter_mut().for_each(|r| r.header = true);
            }
        } else if text.starts_with('|') || text.starts_with('+') {
            for (n, piece) in bars(source, line).into_iter().enumerate() {
                if row.cells.len() <= n {
                    row.cells.push(Vec::new());
                }
                if !source[piece.clone()].trim().is_empty() {
                    row.cells[n].push(piece);
                }
            }
        } else {
            break;
        }
        end += 1;
    }
    rows.push(row);
    rows.retain(|r| !r.cells.is_empty());
    (!rows.is_empty()).then_some(Table { rows, end })
}

/// `+-----+-----+`
fn is_border(text: &str) -> bool {
    let text = text.trim_end();
    text.len() > 4
        && text.starts_with('+')
        && text.ends_with('+')
        && text.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
}

/// The table of line `i` whose columns are drawn by groups of dashes, on line `i` or under a header.
///
/// Between two full rules rows are set apart by blank lines and may have several lines; else each line is a row.
pub(super) fn drawn(source: &str, lines: &[Line], i: usize) -> Option<Table> {
    let text = |n: usize| lines.get(n).filter(|l| !l.blank).map(|l| l.text(source).trim_end());
    let full = |n: usize| text(n).is_some_and(|t| t.len() >= 12 && t.bytes().all(|b| b == b'-'));
    let groups = |n: usize| text(n).is_some_and(is_dash_groups);
    let tall = full(i);
    // The line that draws the columns: this one, or after a header of one line (of some lines between full rules).
    let first = i + usize::from(tall);
    let reach = if tall { 8 } else { 1 };
    let columns_at = (first..=first + reach).find(|&n| groups(n))?;
    if columns_at > first && (first..columns_at).any(|n| text(n).is_none()) {
        return None;
    }
    if !tall && columns_at > first && lines[i].indent == 0 && lines[columns_at].indent > 0 {
        return None;
    }
    let columns = columns(source, &lines[columns_at]);
    let mut rows = Vec::new();
    let mut header = Row { header: true, cells: Vec::new() };
    for line in &lines[first..columns_at] {
        add_line(source, line, &columns, &mut header);
    }
    rows.push(header);
    let mut row = Row::default();
    let mut end = columns_at + 1;
    let mut closed = false;
    while let Some(line) = lines.get(end) {
        let rule = full(end) || groups(end);
        if rule || (line.blank && !tall) {
            closed = rule;
            break;
        }
        if line.blank || !tall {
            rows.push(std::mem::take(&mut row));
        }
        if !line.blank {
            add_line(source, line, &columns, &mut row);
        }
        end += 1;
        if tall && end > columns_at + 20_000 {
            break;
        }
    }
    rows.push(row);
    rows.retain(|r| r.cells.iter().any(|c| !c.is_empty()));
    if tall && !closed {
        return None;
    }
    (!rows.is_empty()).then_some(Table { rows, end: end + usize::from(closed) })
}

/// `------ -----`, two groups or more.
fn is_dash_groups(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'-' | b' '))
        && text.split_whitespace().count() >= 2
        && text.split_whitespace().all(|g| g.len() >= 2)
}

/// The first column of each group of dashes, in columns of a fixed-width screen.
fn columns(source: &str, line: &Line) -> Vec<usize> {
    let text = &source[line.range()];
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(|&n| bytes[n] == b'-' && (n == 0 || bytes[n - 1] != b'-')).collect()
}

/// Adds the parts of a line that stand under each column.
fn add_line(source: &str, line: &Line, columns: &[usize], row: &mut Row) {
    row.cells.resize_with(columns.len(), Vec::new);
    let text = &source[line.range()];
    let mut column = 0;
    let mut cell = 0;
    let mut start = 0;
    for (i, c) in text.char_indices() {
        if cell + 1 < columns.len() && column >= columns[cell + 1] {
            add_piece(source, line.start + start..line.start + i, &mut row.cells[cell]);
            start = i;
            cell += 1;
        }
        column += if is_wide(c) { 2 } else { 1 };
    }
    if let Some(last) = row.cells.get_mut(cell) {
        add_piece(source, line.start + start..line.end, last);
    }
}

fn add_piece(source: &str, piece: Range<usize>, cell: &mut Pieces) {
    if !source[piece.clone()].trim().is_empty() {
        cell.push(piece);
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
