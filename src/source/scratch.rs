//! The scratch pad: the text of one block while its markup is being read.
//!
//! - A *cell* is one code point with the source bytes that it stands for. Markup that turns out to be markup only later
//!   (the `[` of a link, the `**` of bold) is a cell first and *dead* afterwards.
//! - An *opening* is a `[` that waits for its `]`.
//! - A *run* is one or more `*` or `_` that may begin or end emphasis.
//! - A *break* is a place where an HTML tag or a table ends one block and begins another.
//!
//! Everything here is amortised linear: openings and runs are pushed and popped once, dropped text is cut off the end.

use super::links::Target;
use std::ops::Range;

/// One code point. A dead one stands for no text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub c: char,
    pub byte: u32,
    pub len: u8,
    pub dead: bool,
}

/// What begins at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    Paragraph,
    Item(u8),
    Row { header: bool },
    Cell,
}

/// A link to a page, before its anchor is known in the document.
#[derive(Debug)]
pub(super) struct RawLink {
    pub anchor: Range<usize>,
    pub title: String,
    pub wiki: Option<String>,
}

#[derive(Debug)]
struct Opening {
    cell: usize,
    escaped: bool,
    /// How many links there were when it opened: what closes it finds out whether it holds links.
    links: usize,
}

/// An opening run of emphasis, by kind: 1 to 3 of `*`, 1 to 3 of `_`, and `''`, `'''`, `'''''`.
const RUN_KINDS: usize = 9;

/// What a `]` without a link behind it turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// It closed an opening.
    Pair,
    /// It closed nothing.
    Stray,
}

#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub cells: Vec<Cell>,
    pub links: Vec<RawLink>,
    pub bold: Vec<Range<usize>>,
    pub marks: Vec<Range<usize>>,
    pub breaks: Vec<(usize, Break)>,
    pub categories: Vec<String>,
    openings: Vec<Opening>,
    /// Openings that are not escaped: only these can begin a link.
    bare_openings: usize,
    runs: [Vec<usize>; RUN_KINDS],
    /// Where the caption of the last image begins, while it may still be closed by `]]`.
    caption: Option<usize>,
    /// An `<a href>` that is open: where its text begins, and where it leads.
    html_link: Option<(usize, Target)>,
}

impl Scratch {
    /// Makes it empty, keeping its memory.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.links.clear();
        self.bold.clear();
        self.marks.clear();
        self.breaks.clear();
        self.categories.clear();
        self.forget();
    }

    /// Forgets what is open: nothing that is open now can be closed by what follows.
    pub fn forget(&mut self) {
        self.openings.clear();
        self.bare_openings = 0;
        self.runs.iter_mut().for_each(Vec::clear);
        self.caption = None;
        self.html_link = None;
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn push(&mut self, c: char, byte: usize, len: usize) {
        // A source is smaller than 4 GiB; a tag or entity longer than 255 bytes keeps its start.
        let (byte, len) = (byte as u32, u8::try_from(len).unwrap_or(u8::MAX));
        self.cells.push(Cell { c, byte, len, dead: false });
    }

    /// Adds the text of `range`, each code point standing for itself.
    pub fn push_text(&mut self, source: &str, range: Range<usize>) {
        let base = range.start;
        let text = source.get(range).unwrap_or_default();
        self.cells.extend(text.char_indices().map(|(i, c)| Cell {
            c,
            byte: (base + i) as u32,
            len: c.len_utf8() as u8,
            dead: false,
        }));
    }

    /// The last code point that is shown. Looks back over a bounded number of dead cells, to stay linear.
    pub fn last(&self) -> Option<char> {
        self.cells.iter().rev().take(64).find(|cell| !cell.dead).map(|cell| cell.c)
    }

    /// Whether a stretch shows nothing.
    pub fn is_blank(&self, range: Range<usize>) -> bool {
        self.cells[range].iter().all(|c| c.dead || c.c.is_whitespace())
    }

    /// Begins another block, row or cell here.
    pub fn start(&mut self, kind: Break) {
        self.finish_emphasis();
        self.forget();
        self.breaks.push((self.cells.len(), kind));
    }

    /// Takes back everything from `cell` on.
    fn truncate(&mut self, cell: usize) {
        self.cells.truncate(cell);
        while self.links.last().is_some_and(|l| l.anchor.end > cell) {
            self.links.pop();
        }
        while self.bold.last().is_some_and(|b| b.end > cell) {
            self.bold.pop();
        }
        while self.marks.last().is_some_and(|m| m.end > cell) {
            self.marks.pop();
        }
        while self.openings.last().is_some_and(|o| o.cell >= cell) {
            self.pop_opening();
        }
        for run in &mut self.runs {
            while run.last().is_some_and(|&r| r >= cell) {
                run.pop();
            }
        }
        if self.html_link.as_ref().is_some_and(|(start, _)| *start > cell) {
            self.html_link = None;
        }
    }

    fn pop_opening(&mut self) -> Option<Opening> {
        let opening = self.openings.pop()?;
        self.bare_openings -= usize::from(!opening.escaped);
        Some(opening)
    }

    /// A `[`, already pushed as the last cell.
    pub fn open_bracket(&mut self, escaped: bool) {
        self.openings.push(Opening { cell: self.cells.len() - 1, escaped, links: self.links.len() });
        self.bare_openings += usize::from(!escaped);
    }

    /// Whether a link can end here: whether a `[` is open that is not escaped.
    pub fn can_close_link(&self) -> bool {
        self.bare_openings > 0
    }

    /// A link ends here, at source byte `byte`: the text since its `[` is its anchor.
    pub fn close_link(&mut self, target: Target, byte: usize) {
        let opening = loop {
            match self.pop_opening() {
                Some(opening) if !opening.escaped => break opening,
                Some(_) => {}
                None => return,
            }
        };
        self.end_link(opening.cell, opening.links, target, byte);
    }

    fn end_link(&mut self, bracket: usize, links_before: usize, target: Target, byte: usize) {
        let anchor = bracket + 1..self.cells.len();
        let digits = |cells: &[Cell]| {
            let mut live = cells.iter().filter(|c| !c.dead).peekable();
            live.peek().is_some() && cells.len() <= 6 && live.all(|c| c.c.is_ascii_digit())
        };
        let bang = bracket.checked_sub(1).filter(|&b| self.cells[b].c == '!' && self.cells[b].len == 1);
        match target {
            Target::File => {
                self.truncate(bang.unwrap_or(bracket));
                self.caption = Some(self.cells.len());
            }
            Target::External if bang.is_some() => self.truncate(bracket - 1),
            Target::Category(name) => {
                self.truncate(bracket);
                self.categories.push(name);
            }
            Target::External | Target::Fragment if digits(&self.cells[anchor.clone()]) => {
                // `[1](http://…)`, a numbered reference, is shown with its brackets.
                self.push(']', byte, 1);
                self.marks.push(bracket..self.cells.len());
            }
            Target::Page { title, wiki } => {
                self.cells[bracket].dead = true;
                // Links do not overlap: one that holds others is only text.
                if self.links.len() <= links_before {
                    self.links.push(RawLink { anchor, title, wiki });
                }
            }
            Target::External | Target::Fragment => self.cells[bracket].dead = true,
        }
    }

    /// A `]` that ends no link, already pushed as the last cell.
    pub fn close_bracket(&mut self, escaped: bool) -> Closed {
        let closes = self.openings.last().is_some_and(|o| o.escaped == escaped);
        if !closes {
            return Closed::Stray;
        }
        if let Some(opening) = self.pop_opening() {
            let inside = &self.cells[opening.cell + 1..self.cells.len() - 1];
            if is_footnote_label(inside) {
                self.marks.push(opening.cell..self.cells.len());
            }
        }
        Closed::Pair
    }

    /// The text since the last image was its caption, if there was an image: a `]]` that was never opened ends here.
    pub fn close_caption(&mut self) -> bool {
        let Some(start) = self.caption.take() else { return false };
        self.truncate(start);
        true
    }

    /// A caption may begin here: what is before was an image without any link around it.
    pub fn open_caption(&mut self) {
        self.caption = Some(self.cells.len());
    }

    /// `<a href>` opens.
    pub fn open_html_link(&mut self, target: Target) {
        self.html_link = Some((self.cells.len(), target));
    }

    /// `</a>` closes what `<a href>` opened.
    pub fn close_html_link(&mut self) {
        if let Some((start, Target::Page { title, wiki })) = self.html_link.take()
            && start < self.cells.len()
        {
            self.links.push(RawLink { anchor: start..self.cells.len(), title, wiki });
        }
    }

    /// A page link whose anchor is the cells from `start` on.
    pub fn add_link(&mut self, start: usize, title: String, wiki: Option<String>) {
        if start < self.cells.len() {
            self.links.push(RawLink { anchor: start..self.cells.len(), title, wiki });
        }
    }

    /// A run of signs that may be emphasis, pushed as the last cells, between the code points `before` and `after`:
    /// 1 to 3 of `*` or `_`, or 2, 3 or 5 of `'`.
    pub fn run(&mut self, sign: char, count: usize, before: Option<char>, after: Option<char>) {
        let kind = match sign {
            '*' => count - 1,
            '_' => count + 2,
            _ => 6 + count / 2 - 1 + usize::from(count == 3),
        }
        .min(RUN_KINDS - 1);
        let start = self.cells.len() - count;
        let mut may_open = after.is_some_and(|c| !c.is_whitespace() && !is_closing(c));
        let mut may_close = before.is_some_and(|c| !c.is_whitespace() && !is_opening(c));
        match sign {
            // `snake_case` holds no emphasis.
            '_' => {
                may_open &= before.is_none_or(|c| !c.is_alphanumeric());
                may_close &= after.is_none_or(|c| !c.is_alphanumeric());
            }
            // Wikitext minds no white space.
            '\'' => (may_open, may_close) = (true, true),
            _ => {}
        }
        if may_close && let Some(open) = self.runs[kind].pop() {
            self.kill(open, count);
            self.kill(start, count);
            self.bold.push(open + count..start);
        } else if may_open {
            self.runs[kind].push(start);
        } else if sign == '*' && count > 1 {
            self.kill(start, count);
        }
    }

    /// Takes the last `count` cells out of the text.
    pub fn kill_last(&mut self, count: usize) {
        self.kill(self.cells.len() - count, count);
    }

    /// The row that was begun last is a header.
    pub fn header_row(&mut self) {
        if let Some((_, Break::Row { header })) = self.breaks.iter_mut().rev().find(|(_, b)| *b != Break::Cell) {
            *header = true;
        }
    }

    fn kill(&mut self, start: usize, count: usize) {
        self.cells[start..start + count].iter_mut().for_each(|c| c.dead = true);
    }

    /// The block ends: `**` or `'''` that was never closed is a leftover of broken markup, a single `*` or `_` is text.
    pub fn finish_emphasis(&mut self) {
        for (kind, count) in [(1, 2), (2, 3), (6, 2), (7, 3), (8, 5)] {
            while let Some(start) = self.runs[kind].pop() {
                self.kill(start, count);
            }
        }
    }

    /// What was written since the last break were attributes (`colspan="2"`), if it looks so.
    pub fn drop_attributes(&mut self) {
        let start = self.breaks.last().map_or(0, |b| b.0);
        if self.cells.len() - start < 400 && self.cells[start..].iter().any(|c| c.c == '=') {
            self.truncate(start);
        }
    }

    /// Everything since the last break is the rest of a caption or template whose beginning was lost: no sentence ends in
    /// it, or it begins in the middle of one.
    pub fn drop_residue(&mut self) -> bool {
        let start = self.breaks.last().map_or(0, |b| b.0);
        let rest = &self.cells[start..];
        let ends = |pair: &[Cell]| matches!(pair[0].c, '。' | '！' | '？') || (pair[0].c == '.' && pair[1].c == ' ');
        let torn = rest.first().is_some_and(|cell| {
            let joins = matches!(cell.c, ',' | '.' | ';' | ')' | '\'' | '|' | '，' | '。' | '、' | '；' | '）');
            joins
                || cell.c.is_lowercase()
                || (cell.c.is_whitespace() && rest.get(1).is_some_and(|c| c.c.is_lowercase()))
        });
        let dropped = rest.len() <= 2000 && (torn || (rest.len() <= 300 && !rest.windows(2).any(ends)));
        // `… temperate climates. , by an unknown artist]]`: torn in the middle of a paragraph.
        let near = self.cells.len().saturating_sub(200).max(start);
        let seam = self.cells[near..].windows(3).rposition(|w| {
            w[0].c == '.' && w[1].c == ' ' && (w[2].c.is_lowercase() || matches!(w[2].c, ',' | '.' | ';' | ')'))
        });
        match seam {
            _ if dropped => self.truncate(start),
            Some(seam) => self.truncate(near + seam + 2),
            None => return false,
        }
        true
    }

    /// The last word, which no white space has ended, was the beginning of an image's name: its caption follows.
    pub fn drop_image_word(&mut self) {
        let tail = self.cells.len().saturating_sub(200);
        let space = self.cells[tail..].iter().rposition(|c| c.c.is_whitespace());
        self.truncate(tail + space.map_or(0, |n| n + 1));
        self.open_caption();
    }
}

/// Whether emphasis rather begins than ends after `c`.
fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '《' | '「' | '『' | '【' | '〈' | '〔' | '“' | '‘' | '［')
}

/// Whether emphasis rather ends than begins before `c`.
fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '.' | ',' | ';' | ':' | '!' | '?')
        || matches!(c, '）' | '》' | '」' | '』' | '】' | '〉' | '〕' | '”' | '’' | '］')
        || matches!(c, '。' | '，' | '、' | '；' | '：' | '！' | '？')
}

/// `1`, `註 3`, `note 2`, `N 1`: a number with at most one short word before it.
fn is_footnote_label(cells: &[Cell]) -> bool {
    if cells.len() > 12 || cells.iter().any(|c| c.dead) {
        return false;
    }
    let text: String = cells.iter().map(|c| c.c).collect();
    let word = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - word.len();
    let word = word.trim_end().to_lowercase();
    (1..=4).contains(&digits)
        && matches!(
            word.as_str(),
            "" | "註"
                | "注"
                | "註釋"
                | "注释"
                | "备注"
                | "備註"
                | "參"
                | "参"
                | "n"
                | "nb"
                | "note"
                | "notes"
                | "fn"
                | "ref"
        )
}
