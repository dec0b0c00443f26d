//! HTML inside other markup: *tags* and *entities*. Tags of known elements are markup, any other `<` is text.

use std::ops::Range;

/// What an element does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: its content is part of the text.
    Inline,
    /// A link.
    Anchor,
    /// A line break.
    LineBreak,
    /// Begins another paragraph, and ends it.
    Block,
    List,
    Item,
    Row,
    Cell,
    HeaderCell,
}

/// A tag, found at a `<`.
#[derive(Debug)]
pub(super) struct Tag {
    pub role: Role,
    pub closing: bool,
    /// Where its attributes stand.
    pub attributes: Range<usize>,
    /// The byte after its `>`.
    pub end: usize,
}

/// The tag that begins at byte `start` of `source`, if there is one.
pub(super) fn tag(source: &str, start: usize, limit: usize) -> Option<Tag> {
    let bytes = source.as_bytes();
    let limit = limit.min(start + 1000);
    let closing = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(closing);
    let mut i = name_start;
    while i < limit && bytes[i].is_ascii_alphanumeric() {
        i += 1;
    }
    let role = role(source.get(name_start..i)?)?;
    let attributes_start = i;
    let mut quote = None;
    while i < limit {
        match (quote, bytes[i]) {
            (None, b'>') => return Some(Tag { role, closing, attributes: attributes_start..i, end: i + 1 }),
            (None, b'<') => return None,
            (None, q @ (b'"' | b'\'')) => quote = Some(q),
            (Some(q), b) if b == q => quote = None,
            _ => {}
        }
        i += 1;
    }
    None
}

fn role(name: &str) -> Option<Role> {
    let mut lower = [0; 12];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"a" => Role::Anchor,
        b"br" => Role::LineBreak,
        b"p" | b"div" | b"center" | b"blockquote" | b"hr" | b"table" | b"thead" | b"tbody" | b"tfoot" | b"caption"
        | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"section" | b"pre" | b"poem" => Role::Block,
        b"ul" | b"ol" | b"dl" => Role::List,
        b"li" | b"dt" | b"dd" => Role::Item,
        b"tr" => Role::Row,
        b"td" => Role::Cell,
        b"th" => Role::HeaderCell,
        b"b" | b"i" | b"em" | b"strong" | b"u" | b"s" | b"small" | b"big" | b"sub" | b"sup" | b"span" | b"font"
        | b"abbr" | b"cite" | b"code" | b"tt" | b"nowiki" | b"references" | b"ref" | b"noinclude" | b"includeonly"
        | b"onlyinclude" | b"img" | b"del" | b"ins" | b"var" | b"kbd" | b"samp" | b"q" | b"ruby" | b"rb" | b"rt"
        | b"rp" | b"bdi" | b"bdo" | b"mark" | b"time" | b"wbr" | b"col" | b"colgroup" | b"strike" | b"math"
        | b"chem" | b"gallery" => Role::Inline,
        _ => return None,
    })
}

/// The value of an attribute in the text between a tag's name and its `>`.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let rest = &attributes[attributes.find(name)? + name.len()..];
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split_whitespace().next(),
    }
}

/// The entity that begins at the `&` at byte `start`: the code point and the byte after its `;`.
pub(super) fn entity(source: &str, start: usize, limit: usize) -> Option<(char, usize)> {
    let bytes = source.as_bytes();
    let length = bytes[start..limit.min(start + 12)].iter().position(|&b| b == b';')?;
    let name = source.get(start + 1..start + length)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control())?
        }
        None => ENTITIES.iter().find(|(n, _)| *n == name)?.1,
    };
    Some((c, start + length + 1))
}

/// The named entities of HTML that turn up in wiki text.
const ENTITIES: [(&str, char); 46] = [
    ("nbsp", '\u{a0}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("times", '×'),
    ("minus", '−'),
    ("plusmn", '±'),
    ("deg", '°'),
    ("prime", '′'),
    ("Prime", '″'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("thinsp", '\u{2009}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("shy", '\u{ad}'),
    ("sect", '§'),
    ("para", '¶'),
    ("dagger", '†'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("aacute", 'á'),
];
