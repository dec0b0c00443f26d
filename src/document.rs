//! A document as the reader sees it: plain text, links, blocks, sections, and the way back to the bytes of the file.
//!
//! Every offset is a [`Span`] of code points in [`Document::chars`]. Readers in [`crate::source`] make documents with a
//! [`DocumentBuilder`]; extraction only reads them.

use crate::span::{Byte, Span};
use serde::{Deserialize, Serialize};

/// The language that a document is written in; it chooses the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The BCP 47 code, also the folder of the language's rules.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }
}

/// A link: where its anchor stands and the page it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The anchor in the plain text. It may run on past the name that was meant.
    pub anchor: Span,
    /// The title of the page, percent-decoded, `_` as a space, without `#section`.
    pub target: String,
    /// The wiki of the page where it is not the document's own (`:en:Foo` gives `en`).
    pub wiki: Option<String>,
}

/// What a block of text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    /// A heading, with its level from 1.
    Heading(u8),
    /// An item of a list, with its depth from 0.
    ListItem(u8),
    /// A quotation that is set apart: somebody else's words.
    Quote,
    /// One row of a table; its cells are [`Block::cells`].
    TableRow,
    /// The header row of a table.
    TableHeader,
}

/// A paragraph, heading, list item, quotation or table row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    /// The section it stands in: an index into [`Document::sections`].
    pub section: usize,
    /// The cells of a table row, else empty.
    pub cells: Vec<Span>,
    /// Which table of the document a row belongs to, counted from 0; 0 elsewhere.
    pub table: usize,
}

/// What a section is for. Facts are read from prose only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    Prose,
    /// References, "see also", external links, notes, bibliography, gallery: nothing is read from it.
    Apparatus,
}

/// A section: section 0 is the lead, before the first heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub title: String,
    /// 0 for the lead, else the level of the heading. The footnotes at the end of a page have no heading and no title;
    /// their level is 1.
    pub level: u8,
    pub kind: SectionKind,
    pub span: Span,
}

/// A source document. `chars` and `text` are the same plain text, markup taken away and nothing else changed.
///
/// Blocks are parted by `\n`, the cells of a row by `\t`; inside a block `\n` is a line break that was meant, such as
/// `<br/>`. Where a line was merely wrapped there is a space, between two ideographs nothing. Headings are part of the
/// text; captions of images, templates and categories are not.
#[derive(Debug, Clone)]
pub struct Document {
    pub title: String,
    pub lang: Lang,
    /// The file as it was named to the reader, with `/` between folders.
    pub path: String,
    /// Where the page was published, if the file says so.
    pub url: Option<String>,
    /// SHA-256 of the source bytes, in hexadecimal.
    pub sha256: String,
    pub text: String,
    pub chars: Vec<char>,
    /// For each code point, where it starts in the source, and how many source bytes it stands for.
    origin: Vec<(u32, u8)>,
    /// Where each line of the source starts, in bytes.
    line_starts: Vec<u32>,
    pub links: Vec<Link>,
    pub blocks: Vec<Block>,
    pub sections: Vec<Section>,
    /// Categories of the page, without their prefix.
    pub categories: Vec<String>,
    /// Emphasised stretches (bold or italic): the names that a page is about stand in bold.
    pub bold: Vec<Span>,
    /// Footnote marks such as `[1]` and conversion marks such as `-{}-`: part of the text, not of its sentences.
    pub marks: Vec<Span>,
}

impl Document {
    /// The words of a span.
    pub fn slice(&self, span: Span) -> String {
        let chars = &self.chars[span.range()];
        // Measured first: growing a string takes longer.
        let mut text = String::with_capacity(chars.iter().map(|c| c.len_utf8()).sum());
        text.extend(chars);
        text
    }

    /// The bytes of the source file that a span of the plain text covers, markup between them included.
    pub fn bytes(&self, span: Span) -> Span<Byte> {
        // Where cells of a table have several lines, a later code point may stand earlier in the file.
        let origins = self.origin.get(span.range()).unwrap_or_default();
        let start = origins.iter().map(|o| o.0 as usize).min();
        let end = origins.iter().map(|o| o.0 as usize + o.1 as usize).max();
        match (start, end) {
            (Some(start), Some(end)) => Span::new(start, end),
            _ => {
                let at = self.origin.get(span.start()).map_or(0, |o| o.0 as usize);
                Span::new(at, at)
            }
        }
    }

    /// The line of the source file on which a span starts, from 1.
    pub fn line(&self, span: Span) -> u32 {
        let byte = self.bytes(span).start;
        let before = self.line_starts.partition_point(|&start| start <= byte);
        u32::try_from(before).unwrap_or(u32::MAX).max(1)
    }
}

/// Collects plain text with its origin, then becomes a [`Document`].
#[derive(Debug, Default)]
pub struct DocumentBuilder {
    pub chars: Vec<char>,
    origin: Vec<(u32, u8)>,
    line_starts: Vec<u32>,
    pub links: Vec<Link>,
    pub blocks: Vec<Block>,
    pub sections: Vec<Section>,
    pub categories: Vec<String>,
    pub bold: Vec<Span>,
    pub marks: Vec<Span>,
}

impl DocumentBuilder {
    /// An empty builder with room for the text of `bytes` bytes of source.
    pub fn with_capacity(bytes: usize) -> Self {
        // Markup and multi-byte characters: a code point for every second byte or so.
        let chars = bytes / 2;
        DocumentBuilder { chars: Vec::with_capacity(chars), origin: Vec::with_capacity(chars), ..Default::default() }
    }

    /// How many code points there are so far: where the next one will stand.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Adds code points, each with the first of its source bytes and their number.
    pub fn extend(&mut self, cells: impl ExactSizeIterator<Item = (char, u32, u8)> + Clone) {
        self.chars.extend(cells.clone().map(|(c, ..)| c));
        self.origin.extend(cells.map(|(_, byte, len)| (byte, len)));
    }

    /// Adds a code point that `len` source bytes from `byte` on stand for.
    #[inline]
    pub fn push(&mut self, c: char, byte: usize, len: usize) {
        self.chars.push(c);
        let byte = u32::try_from(byte).expect("documents are smaller than 4 GiB");
        self.origin.push((byte, u8::try_from(len).unwrap_or(u8::MAX)));
    }

    /// Remembers where the lines of the source start, for [`Document::line`].
    pub fn set_lines(&mut self, source: &str) {
        let ends = source.bytes().enumerate().filter(|&(_, b)| b == b'\n');
        self.line_starts = std::iter::once(0).chain(ends.map(|(n, _)| n as u32 + 1)).collect();
    }

    /// The document, once its text is complete.
    pub fn finish(self, title: String, lang: Lang, path: String, url: Option<String>, sha256: String) -> Document {
        Document {
            title,
            lang,
            path,
            url,
            sha256,
            text: self.chars.iter().collect(),
            chars: self.chars,
            origin: self.origin,
            line_starts: self.line_starts,
            links: self.links,
            blocks: self.blocks,
            sections: self.sections,
            categories: self.categories,
            bold: self.bold,
            marks: self.marks,
        }
    }
}
