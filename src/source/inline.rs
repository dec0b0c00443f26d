//! Markup inside a block: emphasis, entities, templates, formulas, and the conversion marks of Chinese wikis (`-{…}-`);
//! brackets and links are in `brackets`, HTML tags in `angles`.
//!
//! One pass from left to right; what cannot be closed stays text.

use super::hidden::Hidden;
use super::html;
use super::printed::image_name;
use super::scratch::Scratch;
use super::template::{self, Shown};
use std::ops::Range;

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

/// Which signs are markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Markdown.
    Written,
    /// Text that was printed for reading: `*` and `\` are themselves.
    Printed,
    Wikitext,
}

/// Reads the inline markup of a source.
pub(super) struct Inline<'s> {
    pub source: &'s str,
    pub hidden: &'s Hidden,
    pub style: Style,
}

/// What the reader of a stretch has to remember from sign to sign.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// The byte after a `]` that closed nothing.
    pub stray: Option<usize>,
    /// How many HTML lists are open.
    pub lists: u8,
    /// A `-{` is open.
    pub conversion: bool,
    /// Where the `]` stands that ends a link to another site (`[https://… words]`).
    pub external: Option<usize>,
}

impl Inline<'_> {
    /// Adds the text of `range` to `pad`. Lines after the first lose their indentation and their `>`.
    pub fn read(&self, range: Range<usize>, pad: &mut Scratch) {
        let bytes = self.source.as_bytes();
        let mut i = range.start;
        let mut hidden = self.hidden.at_or_after(i);
        let mut now = Progress::default();
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
                b'\\' if self.style == Style::Written => self.escape(i, range.end, pad, &mut now),
                b'[' => self.open_bracket(i, stop, pad, &mut now),
                b']' => self.close_bracket(i, range.end, pad, &mut now),
                b'*' if self.style == Style::Written => self.emphasis(i, range.end, '*', pad),
                b'_' => self.emphasis(i, range.end, '_', pad),
                b'\'' if bytes.get(i + 1) == Some(&b'\'') => self.emphasis(i, range.end, '\'', pad),
                b'<' => self.angle(i, range.end, pad, &mut now),
                b'&' => match html::entity(self.source, i, range.end) {
                    Some((c, end)) => {
                        pad.push(c, i, end - i);
                        end
                    }
                    None => self.literal(i, pad),
                },
                b'$' if self.style != Style::Wikitext => self.formula(i, range.end, pad),
                b'-' => self.open_conversion(i, stop, pad, &mut now),
                b'}' if now.conversion && bytes.get(i + 1) == Some(&b'-') => {
                    now.conversion = false;
                    self.mark(i..i + 2, pad)
                }
                b'}' if bytes.get(i + 1) == Some(&b'}') && pad.drop_residue() => i + 2,
                _ => self.literal(i, pad),
            };
        }
    }

    pub(super) fn literal(&self, i: usize, pad: &mut Scratch) -> usize {
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
        Inline { source: self.source, hidden: &nothing, style: self.style }.read(part, pad);
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
        let meant = self.style != Style::Wikitext
            && (before.ends_with(b"  ") || (before.ends_with(b"\\") && self.style == Style::Written));
        let mut next = i + 1;
        while next < end && matches!(bytes[next], b' ' | b'\t' | b'>') {
            next += 1;
        }
        // Emphasis or a link may begin the next line.
        let after = self.source[next..end].chars().take(4).find(|c| !matches!(c, '*' | '[' | '_'));
        let joined = |c: Option<char>| c.is_some_and(is_ideographic);
        if meant {
            pad.push('\n', i, 1);
        } else if !(joined(pad.last()) && joined(after)) {
            pad.push(' ', i, 1);
        }
        next
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
        if sign == '_' && self.style == Style::Printed {
            // `Name_of_an_image.jpg`, left over from an image.
            let rest = self.source[i..end].split(char::is_whitespace).next().unwrap_or_default();
            if image_name(rest) > 0 && rest.len() < 200 {
                pad.drop_image_word();
                return i + rest.len();
            }
        }
        if sign == '_' && self.style == Style::Wikitext {
            pad.push_text(self.source, i..i + count);
            return i + count;
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
    fn open_conversion(&self, i: usize, end: usize, pad: &mut Scratch, now: &mut Progress) -> usize {
        let bytes = self.source.as_bytes();
        if bytes.get(i + 1) != Some(&b'{') || now.conversion {
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
        now.conversion = true;
        self.mark(i..i + 2, pad)
    }
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}')
}
