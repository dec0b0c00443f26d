//! Templates of wikitext that stand for a few words: what they show. All others show nothing that can be told here.

use std::ops::Range;

/// What a template shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// A sign that stands for the whole template.
    Sign(char),
    /// Parts of the source, with a space between them.
    Parts(Vec<Range<usize>>),
    /// Attributes of a table cell end here: what is before is no text.
    EndOfAttributes,
    Nothing,
}

/// Templates that show their last plain argument.
const LAST: [&str; 14] = [
    "nowrap",
    "lang",
    "transl",
    "transliteration",
    "small",
    "big",
    "nobold",
    "noitalic",
    "abbr",
    "link-en",
    "le",
    "tsl",
    "sic",
    "nihongo2",
];

/// What the template shows that stands in `range` of `source`, its braces included.
pub(super) fn shown(source: &str, range: Range<usize>) -> Shown {
    let inner = range.start + 2..range.end.saturating_sub(2).max(range.start + 2);
    let text = source.get(inner.clone()).unwrap_or_default();
    // A template in a template: only the outer one's name is sure.
    if text.len() > 400 || text.contains("{{") {
        return Shown::Nothing;
    }
    let arguments = arguments(text, inner.start);
    let Some((name, rest)) = arguments.split_first() else { return Shown::Nothing };
    let name = source[name.clone()].trim().to_lowercase();
    let plain: Vec<Range<usize>> = rest.iter().filter(|r| !source[(*r).clone()].contains('=')).cloned().collect();
    match name.as_str() {
        "'" | "’" => Shown::Sign('\''),
        "!" => Shown::EndOfAttributes,
        "ndash" | "–" | "en dash" => Shown::Sign('–'),
        "snd" | "spnd" | "spaced ndash" => Shown::Sign('–'),
        "mdash" | "—" | "em dash" => Shown::Sign('—'),
        "=" => Shown::Sign('='),
        "·" | "•" | "dot" | "middot" | "bullet" => Shown::Sign('·'),
        "nbsp" => Shown::Sign('\u{a0}'),
        "convert" | "cvt" if plain.len() >= 2 => Shown::Parts(plain[..2].to_vec()),
        name if name.starts_with("lang-") || name.starts_with("lang|") || LAST.contains(&name) => {
            let at = if matches!(name, "abbr" | "link-en" | "le" | "tsl") { plain.first() } else { plain.last() };
            at.map_or(Shown::Nothing, |part| Shown::Parts(vec![part.clone()]))
        }
        _ => Shown::Nothing,
    }
}

/// The parts between bars, bars inside of links left alone.
fn arguments(text: &str, base: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0i32;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b'|' if depth <= 0 => {
                parts.push(base + start..base + i);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(base + start..base + text.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(template: &str) -> String {
        match shown(template, 0..template.len()) {
            Shown::Sign(c) => c.to_string(),
            Shown::Parts(parts) => parts.into_iter().map(|p| &template[p]).collect::<Vec<_>>().join(" "),
            Shown::EndOfAttributes => "|".to_owned(),
            Shown::Nothing => String::new(),
        }
    }

    #[test]
    fn templates_that_stand_for_words() {
        assert_eq!(words("{{'}}"), "'");
        assert_eq!(words("{{convert|44|km2|sqmi|abbr=on}}"), "44 km2");
        assert_eq!(words("{{lang|zh|伊犁}}"), "伊犁");
        assert_eq!(words("{{lang-ru|Хива}}"), "Хива");
        assert_eq!(words("{{nowrap|[[Khiva|the Khanate]] fell}}"), "[[Khiva|the Khanate]] fell");
    }

    #[test]
    fn other_templates_show_nothing() {
        for template in ["{{Infobox war|date=1839}}", "{{-}}", "{{}}", "{{convert|44}}", "{{lang|x={{a}}}}"] {
            assert_eq!(words(template), "", "{template}");
        }
    }
}
