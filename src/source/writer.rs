//! Puts blocks together: what the readers of the formats have in common once they know the text of a block.
//!
//! A writer takes [`Scratch`] pads one after the other, strips white space around blocks, puts `\n` between them and
//! `\t` between the cells of a row, and keeps the sections.

use super::layout;
use super::scratch::{Break, Cell, Scratch};
use crate::document::{Block, BlockKind, DocumentBuilder, Link, Section, SectionKind};
use crate::span::Span;
use std::ops::Range;

pub(super) struct Writer<'s> {
    source: &'s str,
    pub builder: DocumentBuilder,
    /// The byte after the last one that has a code point.
    written: usize,
    /// The level of the heading under which everything is apparatus, with everything below it.
    apparatus: Option<u8>,
    tables: usize,
    /// Whether the row that is open has text already.
    row_begun: bool,
    /// Whether the pad has links, emphasis or marks, so that `places` is needed.
    annotated: bool,
    /// For each cell of the pad, where it stands in the document.
    places: Vec<u32>,
}

impl<'s> Writer<'s> {
    pub fn new(source: &'s str) -> Self {
        let lead = Section { title: String::new(), level: 0, kind: SectionKind::Prose, span: Span::new(0, 0) };
        let mut builder = DocumentBuilder::with_capacity(source.len());
        builder.sections.push(lead);
        Writer {
            source,
            builder,
            written: 0,
            apparatus: None,
            tables: 0,
            row_begun: false,
            annotated: false,
            places: Vec::new(),
        }
    }

    /// Says that another table begins; rows that follow belong to it.
    pub fn start_table(&mut self) {
        self.tables += 1;
    }

    /// A heading: it begins a section. A heading without text is none.
    pub fn heading(&mut self, level: u8, pad: &mut Scratch) {
        let before = self.builder.blocks.len();
        self.block(BlockKind::Heading(level), pad);
        if self.builder.blocks.len() == before {
            return;
        }
        let span = self.builder.blocks[before].span;
        let title: String = self.builder.chars[span.range()].iter().collect();
        if self.apparatus.is_some_and(|above| level <= above) {
            self.apparatus = None;
        }
        if self.apparatus.is_none() && layout::is_apparatus(&title) {
            self.apparatus = Some(level);
        }
        let kind = if self.apparatus.is_some() { SectionKind::Apparatus } else { SectionKind::Prose };
        self.open_section(title, level, kind, span.start());
        let section = self.builder.sections.len() - 1;
        self.builder.blocks[before].section = section;
    }

    /// The footnotes at the end of a page, which have no heading of their own.
    pub fn footnotes(&mut self) {
        self.apparatus = Some(0);
        let at = self.builder.len();
        self.open_section(String::new(), 1, SectionKind::Apparatus, at);
    }

    fn open_section(&mut self, title: String, level: u8, kind: SectionKind, start: usize) {
        if let Some(last) = self.builder.sections.last_mut() {
            last.span = Span::new(last.span.start(), start);
        }
        self.builder.sections.push(Section { title, level, kind, span: Span::new(start, start) });
    }

    /// A block, or the several blocks that breaks in it make. Empties the pad.
    pub fn block(&mut self, kind: BlockKind, pad: &mut Scratch) {
        pad.finish_emphasis();
        self.builder.categories.append(&mut pad.categories);
        self.places.clear();
        self.annotated = !(pad.links.is_empty() && pad.bold.is_empty() && pad.marks.is_empty());
        let mut start = 0;
        let mut fresh = false;
        let mut current = match kind {
            BlockKind::TableRow => State::Row { header: false },
            BlockKind::TableHeader => State::Row { header: true },
            kind => State::Block(kind),
        };
        let mut cells: Vec<Span> = Vec::new();
        let breaks = std::mem::take(&mut pad.breaks);
        for &(at, kind) in &breaks {
            // `<tr>` begins a row, the `<td>` after it the first cell.
            let between = fresh && kind == Break::Cell && pad.is_blank(start..at);
            if between {
                self.place(at - start);
            } else {
                self.flush(pad, start..at, current, &mut cells);
            }
            start = at;
            fresh = matches!(kind, Break::Row { .. });
            if kind != Break::Cell {
                self.end_row(current, &mut cells);
            }
            current = match kind {
                Break::Paragraph => State::Block(BlockKind::Paragraph),
                Break::Item(depth) => State::Block(BlockKind::ListItem(depth)),
                Break::Row { header } => State::Row { header },
                Break::Cell if matches!(current, State::Row { .. }) => current,
                Break::Cell => State::Row { header: false },
            };
        }
        self.flush(pad, start..pad.cells.len(), current, &mut cells);
        self.end_row(current, &mut cells);
        self.annotate(pad);
        pad.breaks = breaks;
        pad.clear();
    }

    /// Writes the text of one stretch of the pad, as a block or as a cell of the row that is open.
    fn flush(&mut self, pad: &Scratch, range: Range<usize>, state: State, cells: &mut Vec<Span>) {
        let in_row = matches!(state, State::Row { .. });
        let separator = if in_row && self.row_begun { '\t' } else { '\n' };
        let span = self.text(pad, range, separator);
        match state {
            State::Row { .. } => {
                self.row_begun |= !span.is_empty();
                cells.push(span);
            }
            State::Block(kind) if !span.is_empty() => self.push_block(kind, span, Vec::new(), 0),
            State::Block(_) => {}
        }
    }

    fn end_row(&mut self, state: State, cells: &mut Vec<Span>) {
        self.row_begun = false;
        let State::Row { header } = state else { return };
        let cells = std::mem::take(cells);
        let full = cells.iter().filter(|c| !c.is_empty());
        let Some(span) = full.clone().copied().reduce(|a, b| a.cover(b)) else { return };
        let kind = if header { BlockKind::TableHeader } else { BlockKind::TableRow };
        // An empty cell stands where the cell before it ends, never outside of its row.
        let cells = cells.iter().map(|c| if c.is_empty() { clamp(*c, span) } else { *c }).collect();
        self.push_block(kind, span, cells, self.tables.saturating_sub(1));
    }

    fn push_block(&mut self, kind: BlockKind, span: Span, cells: Vec<Span>, table: usize) {
        let section = self.builder.sections.len() - 1;
        self.builder.blocks.push(Block { kind, span, section, cells, table });
    }

    /// Adds the live cells of a stretch, without the white space around them and with one space for several.
    fn text(&mut self, pad: &Scratch, range: Range<usize>, separator: char) -> Span {
        let cells = &pad.cells[range];
        let shown = |cell: &&Cell| !cell.dead && !cell.c.is_whitespace();
        let Some(first) = cells.iter().position(|c| shown(&c)) else {
            let here = self.builder.len();
            self.place(cells.len());
            return Span::new(here, here);
        };
        let last = cells.iter().rposition(|c| shown(&c)).unwrap_or(first);
        if !self.builder.is_empty() {
            self.separate(separator, cells[first].byte as usize);
        }
        let start = self.builder.len();
        self.place(first);
        self.run(&cells[first..=last]);
        self.written = self.written.max(cells[last].byte as usize + cells[last].len as usize);
        self.place(cells.len() - last - 1);
        Span::new(start, self.builder.len())
    }

    /// Adds the live cells of a stretch, one space for several.
    fn run(&mut self, mut cells: &[Cell]) {
        let blank = |cell: &Cell| cell.c == ' ' || cell.c == '\n';
        let plain = |pair: &[Cell]| !pair[0].dead && !(blank(&pair[0]) && (pair[1].dead || blank(&pair[1])));
        let mut space = false;
        while !cells.is_empty() {
            // Most text stands in long runs without anything to look at.
            let run = cells.windows(2).position(|pair| !plain(pair)).unwrap_or(cells.len() - 1);
            if run > 0 && !(space && blank(&cells[0])) {
                self.copy(&cells[..run]);
                space = blank(&cells[run - 1]);
                cells = &cells[run..];
                continue;
            }
            if cells[0].dead || (space && cells[0].c == ' ') {
                self.place(1);
            } else {
                self.copy(&cells[..1]);
                space = blank(&cells[0]);
            }
            cells = &cells[1..];
        }
    }

    /// Adds cells as they are.
    fn copy(&mut self, cells: &[Cell]) {
        if self.annotated {
            let here = self.builder.len() as u32;
            self.places.extend(here..here + cells.len() as u32);
        }
        self.builder.extend(cells.iter().map(|c| (c.c, c.byte, c.len)));
    }

    /// The next `cells` of the pad stand here, taking no room.
    fn place(&mut self, cells: usize) {
        if self.annotated {
            self.places.resize(self.places.len() + cells, self.builder.len() as u32);
        }
    }

    /// Puts a separator before the text that begins at source byte `next`. It stands for the first line end or bar
    /// on the way there, if there is one.
    fn separate(&mut self, separator: char, next: usize) {
        let sign = if separator == '\t' { b'|' } else { b'\n' };
        let between = self.source.as_bytes().get(self.written..next).unwrap_or_default();
        match between.iter().position(|&b| b == sign) {
            Some(n) => self.builder.push(separator, self.written + n, 1),
            None => self.builder.push(separator, self.written.min(self.source.len()), 0),
        }
    }

    /// Moves links, emphasis and marks from the pad to the document.
    fn annotate(&mut self, pad: &mut Scratch) {
        if !self.annotated {
            return;
        }
        let end = self.builder.len() as u32;
        let places = &self.places;
        let chars = &self.builder.chars;
        let place = |range: &Range<usize>| {
            let at = |i: usize| places.get(i).copied().unwrap_or(end) as usize;
            let (mut start, mut end) = (at(range.start), at(range.end));
            while start < end && chars[start].is_whitespace() {
                start += 1;
            }
            while start < end && chars[end - 1].is_whitespace() {
                end -= 1;
            }
            (start < end).then(|| Span::new(start, end))
        };
        let links = pad
            .links
            .drain(..)
            .filter_map(|link| place(&link.anchor).map(|anchor| Link { anchor, target: link.title, wiki: link.wiki }));
        self.builder.links.extend(links);
        let mut bold: Vec<Span> = pad.bold.iter().filter_map(place).collect();
        bold.sort_unstable();
        self.builder.bold.append(&mut bold);
        let mut marks: Vec<Span> = pad.marks.iter().filter_map(place).collect();
        marks.sort_unstable();
        self.builder.marks.append(&mut marks);
    }

    /// Ends the last section.
    pub fn finish(mut self) -> DocumentBuilder {
        let end = self.builder.len();
        if let Some(last) = self.builder.sections.last_mut() {
            last.span = Span::new(last.span.start(), end);
        }
        self.builder
    }
}

/// What the text that comes next belongs to.
#[derive(Debug, Clone, Copy)]
enum State {
    Block(BlockKind),
    Row { header: bool },
}

fn clamp(cell: Span, row: Span) -> Span {
    let at = cell.start().clamp(row.start(), row.end());
    Span::new(at, at)
}
