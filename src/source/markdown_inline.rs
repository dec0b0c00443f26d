//! Markdown inside a block: links, images and their captions, emphasis, escapes, entities, HTML tags, formulas, and the
//! conversion marks of Chinese wikis (`-{…}-`).
//!
//! One pass from left to right; what cannot be closed stays text.

use super::hidden::Hidden;
use super::html::{self, Role, Tag};
use super::links::{self, Target};
use super::scratch::{Break, Closed, Scratch};
use super::template::{self, Shown};
use std::ops::Range;

/// How deep round brackets may nest in the address of a link.
const DEEPEST_ADDRESS: u32 = 32;

/// Bytes that may be markup.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\[]*_'<&\n\r\t$-}";
    let mut i = 0;
    while i < signs.len() {
        table[signs[i] as usize] = true;
        i += 1;
    }
    table
};

/// Reads the inline markup of a source.
pub(super) struct Inline<'s> {
    pub source: &'s str,
    pub hidden: &'s Hidden,
    /// Text that was printed for reading rather than written as Markdown: `*` and `\` are themselves.
    pub printed: bool,
}

impl Inline<'_> {
    /// Adds the text of `range` to `pad`. Lines after the first lose their indentation and their `>`.
    pub fn read(&self, range: Range<usize>, pad: &mut Scratch) {
        let bytes = self.source.as_bytes();
        let mut i = range.start;
        let mut hidden = self.hidden.at_or_after(i);
        let mut stray = None;
        let mut depth = 0u8;
        let mut conversion = false;
        while i < range.end {
            if hidden.as_ref().is_some_and(|h| h.end <= i) {
                hidden = self.hidden.at_or_after(i);
            }
            if let Some(h) = hidden.as_ref().filter(|h| h.start <= i) {
                i = h.end;
                self.show_template(h.clone(), pad);
                continue;
            }
            let stop = hidden.as_ref().map_or(range.end, |h| h.start.min(range.end));
            let plain = bytes[i..stop].iter().position(|&b| SPECIAL[b as usize]).map_or(stop, |n| i + n);
            if plain > i {
                pad.push_text(self.source, i..plain);
                i = plain;
                continue;
            }
            let b = bytes[i];
            i = match b {
                b'\n' => self.line_end(i, range.end, pad),
                b'\r' => i + 1,
                b'\t' => {
                    pad.push(' ', i, 1);
                    i + 1
                }
                b'\\' if !self.printed => self.escape(i, range.end, pad, &mut stray),
                b'[' => self.open(i, stop, pad),
                b']' => self.close(i, range.end, pad, &mut stray),
                b'*' if !self.printed => self.emphasis(i, range.end, '*', pad),
                b'_' => self.emphasis(i, range.end, '_', pad),
                b'\'' if bytes.get(i + 1) == Some(&b'\'') => self.emphasis(i, range.end, '\'', pad),
                b'<' => self.angle(i, range.end, pad, &mut depth),
                b'&' => match html::entity(self.source, i, range.end) {
                    Some((c, end)) => {
                        pad.push(c, i, end - i);
                        end
                    }
                    None => self.literal(i, pad),
                },
                b'$' => self.formula(i, range.end, pad),
                b'-' => self.open_conversion(i, stop, pad, &mut conversion),
                b'}' if conversion && bytes.get(i + 1) == Some(&b'-') => {
                    conversion = false;
                    self.mark(i..i + 2, pad)
                }
                b'}' if bytes.get(i + 1) == Some(&b'}') && pad.drop_residue() => i + 2,
                _ => self.literal(i, pad),
            };
        }
    }

    fn literal(&self, i: usize, pad: &mut Scratch) -> usize {
        let end = i + self.source[i..].chars().next().map_or(1, char::len_utf8);
        pad.push_text(self.source, i..end);
        end
    }

    /// Adds what a template shows.
    fn show_template(&self, range: Range<usize>, pad: &mut Scratch) {
        if !self.source[range.clone()].starts_with("{{") {
            return;
        }
        match template::shown(self.source, range.clone()) {
            Shown::Sign(c) => pad.push(c, range.start, range.len()),
            Shown::Parts(parts) => {
                for (n, part) in parts.into_iter().enumerate() {
                    if n > 0 {
                        pad.push(' ', part.start - 1, 1);
                    }
                    self.read_template_part(part, pad);
                }
            }
            Shown::EndOfAttributes => pad.drop_attributes(),
            Shown::Nothing => {}
        }
    }

    /// Text of a template: it may hold links and emphasis, but it is not hidden by its own braces.
    fn read_template_part(&self, part: Range<usize>, pad: &mut Scratch) {
        let nothing = Hidden::default();
        Inline { source: self.source, hidden: &nothing, printed: self.printed }.read(part, pad);
    }

    /// Adds text that is a mark.
    fn mark(&self, range: Range<usize>, pad: &mut Scratch) -> usize {
        let start = pad.len();
        for (n, line) in self.source[range.clone()].split('\n').enumerate() {
            let at = range.start + (line.as_ptr() as usize - self.source[range.start..].as_ptr() as usize);
            if n > 0 {
                pad.push(' ', at - 1, 1);
            }
            pad.push_text(self.source, at..at + line.len());
        }
        pad.marks.push(start..pad.len());
        range.end
    }

    /// A line ends inside a block. Between two ideographs a line break is nothing, elsewhere it is a space; after two
    /// spaces or a backslash it is a break that was meant.
    fn line_end(&self, i: usize, end: usize, pad: &mut Scratch) -> usize {
        let bytes = self.source.as_bytes();
        let before = &bytes[..i];
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        let meant = before.ends_with(b"  ") || (before.ends_with(b"\\") && !self.printed);
        let mut next = i + 1;
        while next < end && matches!(bytes[next], b' ' | b'\t' | b'>') {
            next += 1;
        }
        let joined = |c: Option<char>| c.is_some_and(is_ideographic);
        if meant {
            pad.push('\n', i, 1);
        } else if !(joined(pad.last()) && joined(self.source[next..end].chars().next())) {
            pad.push(' ', i, 1);
        }
        next
    }

    fn escape(&self, i: usize, end: usize, pad: &mut Scratch, stray: &mut Option<usize>) -> usize {
        let bytes = self.source.as_bytes();
        match bytes.get(i + 1).filter(|_| i + 1 < end) {
            Some(b'\n') | Some(b'\r') => i + 1,
            Some(&b) if b.is_ascii_punctuation() => {
                pad.push(b as char, i, 2);
                match b {
                    b'[' => pad.open_bracket(true),
                    b']' => self.closed(true, i + 2, pad, stray),
                    _ => {}
                }
                i + 2
            }
            _ => self.literal(i, pad),
        }
    }

    /// After a `]` that ended no link: two strays in a row close the caption of an image.
    fn closed(&self, escaped: bool, after: usize, pad: &mut Scratch, stray: &mut Option<usize>) {
        if pad.close_bracket(escaped) == Closed::Pair {
            return;
        }
        let width = if escaped { 2 } else { 1 };
        if *stray == Some(after - width) && (pad.close_caption() || pad.drop_residue()) {
            *stray = None;
        } else {
            *stray = Some(after);
        }
    }

    fn open(&self, i: usize, end: usize, pad: &mut Scratch) -> usize {
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
        pad.push('[', i, 1);
        pad.open_bracket(false);
        i + 1
    }

    fn close(&self, i: usize, end: usize, pad: &mut Scratch, stray: &mut Option<usize>) -> usize {
        let bytes = self.source.as_bytes();
        if pad.can_close_link()
            && bytes.get(i + 1) == Some(&b'(')
            && let Some(address) = address(bytes, i + 2, end)
        {
            let wikilink = bytes[address.title.clone()] == *b"wikilink";
            pad.close_link(links::from_address(&self.source[address.range], wikilink), i);
            return address.end;
        }
        pad.push(']', i, 1);
        self.closed(false, i + 1, pad, stray);
        i + 1
    }

    fn emphasis(&self, i: usize, end: usize, sign: char, pad: &mut Scratch) -> usize {
        let bytes = self.source.as_bytes();
        let count = bytes[i..end].iter().take_while(|&&b| b == sign as u8).count();
        if sign == '_' && count == 2 {
            // `__NOTOC__`: an instruction to the wiki.
            let word = bytes[i + 2..end].iter().take(30).take_while(|b| b.is_ascii_uppercase()).count();
            if word >= 3 && bytes[i + 2 + word..end].starts_with(b"__") {
                return i + word + 4;
            }
        }
        let before = pad.last();
        for n in 0..count {
            pad.push(sign, i + n, 1);
        }
        let after = self.source[i + count..end].chars().next();
        let known = if sign == '\'' { matches!(count, 2 | 3 | 5) } else { count <= 3 };
        if known {
            pad.run(sign, count, before, after);
        } else if count == 4 && sign != '_' {
            // Bold around nothing.
            pad.kill_last(4);
        }
        i + count
    }

    /// A `<`: a tag, an address in angle brackets, or itself.
    fn angle(&self, i: usize, end: usize, pad: &mut Scratch, depth: &mut u8) -> usize {
        if let Some(tag) = html::tag(self.source, i, end) {
            self.tag(&tag, i, pad, depth);
            return tag.end;
        }
        let rest = &self.source[i + 1..end];
        if links::is_file_title(rest) {
            // An entry of a gallery that lost its element: to the end of its line.
            return rest.find('\n').map_or(end, |n| i + 1 + n);
        }
        let url = ["http://", "https://", "ftp://"].iter().any(|scheme| rest.starts_with(scheme));
        let length = rest.bytes().take(2000).position(|b| b == b'>' || b == b' ' || b == b'\n' || b == b'<');
        match length {
            Some(n) if url && rest.as_bytes()[n] == b'>' => {
                pad.push_text(self.source, i + 1..i + 1 + n);
                i + n + 2
            }
            _ => self.literal(i, pad),
        }
    }

    fn tag(&self, tag: &Tag, i: usize, pad: &mut Scratch, depth: &mut u8) {
        match (tag.role, tag.closing) {
            (Role::Inline, _) => {}
            (Role::Anchor, false) => {
                let attributes = &self.source[tag.attributes.clone()];
                let wikilink = html::attribute(attributes, "title") == Some("wikilink");
                if let Some(address) = html::attribute(attributes, "href") {
                    pad.open_html_link(links::from_address(address, wikilink));
                }
            }
            (Role::Anchor, true) => pad.close_html_link(),
            (Role::LineBreak, _) => pad.push('\n', i, tag.end - i),
            (Role::List, closing) => {
                *depth = if closing { depth.saturating_sub(1) } else { depth.saturating_add(1) };
                pad.start(Break::Paragraph);
            }
            (Role::Item, false) => pad.start(Break::Item(depth.saturating_sub(1))),
            (Role::Row, false) => pad.start(Break::Row { header: false }),
            (Role::Cell, false) => pad.start(Break::Cell),
            (Role::HeaderCell, false) => {
                pad.header_row();
                pad.start(Break::Cell);
            }
            (Role::Cell | Role::HeaderCell, true) => {}
            (Role::Block | Role::Item | Role::Row, _) => pad.start(Break::Paragraph),
        }
    }

    /// `$…$` or `$$…$$` with TeX inside is kept as it is, so that its signs are not taken for markup.
    fn formula(&self, i: usize, end: usize, pad: &mut Scratch) -> usize {
        let bytes = self.source.as_bytes();
        let fence = if bytes.get(i + 1) == Some(&b'$') { 2 } else { 1 };
        let start = i + fence;
        let close = bytes.get(start..end).and_then(|b| b.iter().take(2000).position(|&b| b == b'$')).map(|n| start + n);
        if let Some(close) = close
            && close > start
            && !bytes[start].is_ascii_whitespace()
            && !bytes[close - 1].is_ascii_whitespace()
            && bytes[start..close].iter().any(|b| matches!(b, b'\\' | b'^' | b'_' | b'{'))
            && !bytes.get(close + 1).is_some_and(u8::is_ascii_digit)
        {
            let end = (close + fence).min(end);
            pad.push_text(self.source, i..end);
            return end;
        }
        self.literal(i, pad)
    }

    /// `-{…}-`: its brackets are marks. Of several variants (`-{zh-hans:甲;zh-hant:乙}-`) the first is the text.
    fn open_conversion(&self, i: usize, end: usize, pad: &mut Scratch, open: &mut bool) -> usize {
        let bytes = self.source.as_bytes();
        if bytes.get(i + 1) != Some(&b'{') || *open {
            return self.literal(i, pad);
        }
        let mut near = (i + 300).min(end);
        while !self.source.is_char_boundary(near) {
            near -= 1;
        }
        let Some(content) = self.source.get(i + 2..near).and_then(|s| s.split_once("}-")).map(|(c, _)| c) else {
            return self.literal(i, pad);
        };
        let close = i + 2 + content.len();
        if content.is_empty() {
            return self.mark(i..close + 2, pad);
        }
        let flagged = content.split_once('|').filter(|(flag, _)| flag.bytes().all(|b| b.is_ascii_uppercase()));
        let variants = flagged.map_or(content, |(_, v)| v);
        if variants.trim_start().starts_with("zh") && variants.contains(':') {
            let colon = close - variants.len() + variants.find(':').unwrap_or_default() + 1;
            let stop = self.source[colon..close].find(';').map_or(close, |n| colon + n);
            self.mark(i..colon, pad);
            pad.push_text(self.source, colon..stop);
            return self.mark(stop..close + 2, pad);
        }
        *open = true;
        self.mark(i..i + 2, pad)
    }
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}')
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
