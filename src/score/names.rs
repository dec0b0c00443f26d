//! How names and texts are made comparable.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Traditional characters with their first simplified form: the one table that gold and graph are compared by.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let rows = include_str!("../text/data/simplified.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let (traditional, simplified) = row.split_once('\t')?;
        Some((traditional.chars().next()?, simplified.chars().next()?))
    })
    .collect()
});

/// A name with scripts, width, case, articles, book marks and spaces folded.
pub(super) fn fold(name: &str) -> String {
    let text: String = name.nfkc().flat_map(casefold).map(|c| SIMPLIFIED.get(&c).copied().unwrap_or(c)).collect();
    let mut rest = text.as_str();
    for article in ["the", "a", "an"] {
        if let Some(after) = text.strip_prefix(article).filter(|after| after.starts_with(is_space)) {
            rest = after;
            break;
        }
    }
    rest.chars().filter(|c| !is_space(*c) && !"《》「」『』“”\"'’‘·・()（）,_-–—.".contains(*c)).collect()
}

fn casefold(c: char) -> Vec<char> {
    match c {
        'ß' | 'ẞ' => vec!['s', 's'],
        'ς' => vec!['σ'],
        _ => c.to_lowercase().collect(),
    }
}

/// White space as regular expressions of Python have it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Without white space, emphasis and escapes, so that a quote can be looked for.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c) && !"*'\\_[]".contains(*c)).collect()
}

static DROPPED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<ref[^>/]*/>|<ref.*?</ref>|<!--.*?-->").expect("a valid pattern"));
static WIKI_LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]").expect("a valid pattern"));
static MARKDOWN_LINK_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\]\((?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.)*\))*(?:\s+"(?:[^"\\]|\\.)*")?\)"#).expect("a valid pattern")
});

/// A document as a reader sees it, links and templates taken away, then [`plain`].
pub(super) fn reader_text(source: &str) -> String {
    let text = DROPPED.replace_all(source, "");
    let text = WIKI_LINK.replace_all(&text, "$1");
    plain(&MARKDOWN_LINK_END.replace_all(&text, ""))
}
