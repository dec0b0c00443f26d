//! What a `<` begins: an HTML tag, an address in angle brackets, or nothing.

use super::html::{self, Role, Tag};
use super::inline::{Inline, Progress};
use super::links;
use super::scratch::{Break, Scratch};

impl Inline<'_> {
    /// A `<`: a tag, an address in angle brackets, or itself.
    pub(super) fn angle(&self, i: usize, end: usize, pad: &mut Scratch, now: &mut Progress) -> usize {
        if let Some(tag) = html::tag(self.source, i, end) {
            self.tag(&tag, i, pad, now);
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

    fn tag(&self, tag: &Tag, i: usize, pad: &mut Scratch, now: &mut Progress) {
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
                now.lists = if closing { now.lists.saturating_sub(1) } else { now.lists.saturating_add(1) };
                pad.start(Break::Paragraph);
            }
            (Role::Item, false) => pad.start(Break::Item(now.lists.saturating_sub(1))),
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
}
