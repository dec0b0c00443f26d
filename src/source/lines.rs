//! Lines of a source, as block structure sees them.

use super::hidden::Hidden;
use std::ops::Range;

/// One line, without its line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Bytes of the source. Begins after what is hidden at its start.
    pub start: usize,
    pub end: usize,
    /// Columns of white space before its text; a tab is four.
    pub indent: usize,
    /// Nothing is shown on it.
    pub blank: bool,
    /// It begins inside something hidden: it goes on with the line before, whatever it looks like.
    pub joined: bool,
}

impl Line {
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The text after the indentation.
    pub fn text<'s>(&self, source: &'s str) -> &'s str {
        source[self.range()].trim_start_matches([' ', '\t'])
    }

    /// Where the text after the indentation begins.
    pub fn text_start(&self, source: &str) -> usize {
        self.end - self.text(source).len()
    }
}

/// The lines of a source from byte `from` on.
pub(super) fn lines(source: &str, from: usize, hidden: &Hidden) -> Vec<Line> {
    let bytes = source.as_bytes();
    let mut lines = Vec::with_capacity(source.len() / 60);
    let mut start = from;
    while start < bytes.len() {
        let end = source[start..].find('\n').map_or(bytes.len(), |n| start + n);
        let next = end + 1;
        let covered = hidden.covering(start);
        // Hidden from before this line on, not from its first byte.
        let inside = hidden.at_or_after(start).is_some_and(|h| h.start < start);
        let text_end = end - usize::from(source[start..end].ends_with('\r'));
        let visible = if inside { covered.unwrap_or(start).min(text_end) } else { start };
        let blank = is_blank(source, visible..text_end, hidden);
        let indent = source[visible..text_end]
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .map(|b| if b == b'\t' { 4 } else { 1 })
            .sum();
        // A line that is hidden from its first byte on, such as a comment of its own, separates like a blank one.
        let joined = inside && (!blank || covered.is_some_and(|c| c > text_end));
        lines.push(Line { start: visible, end: text_end, indent, blank: blank && !joined, joined });
        start = next;
    }
    lines
}

fn is_blank(source: &str, range: Range<usize>, hidden: &Hidden) -> bool {
    let mut i = range.start;
    while i < range.end {
        let rest = &source[i..range.end];
        i = range.end - rest.trim_start().len();
        match hidden.covering(i) {
            Some(end) if i < range.end => i = end,
            _ => return i >= range.end,
        }
    }
    true
}
