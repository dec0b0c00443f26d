//! The words of a SPARQL query: enough of its lexical grammar to find variables, prefixed names and brackets.

/// What a piece of a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `?x` or `$x`.
    Variable,
    /// `<…>`.
    Iri,
    /// `"…"` or `'…'`, long ones too.
    Text,
    /// A keyword, a number, or the name of a function.
    Word,
    /// `kg:ceded`, with its prefix.
    Prefixed,
    /// One character of punctuation.
    Sign,
    /// A string or an IRI without its end.
    Unfinished,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'q> {
    /// The byte at which it starts.
    pub(super) start: usize,
    pub(super) text: &'q str,
    pub(super) kind: Kind,
}

impl Token<'_> {
    /// The byte after its last.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a query, without comments and white space.
pub(super) fn tokens(query: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        let rest = &query[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if c == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (len, kind) = match c {
            '?' | '$' if name_length(&rest[1..]) > 0 => (1 + name_length(&rest[1..]), Kind::Variable),
            '<' => iri_length(rest).map_or((1, Kind::Sign), |len| (len, Kind::Iri)),
            '"' | '\'' => string_length(rest, c),
            c if is_name(c) || c == ':' => word(rest),
            c => (c.len_utf8(), Kind::Sign),
        };
        tokens.push(Token { start: at, text: &rest[..len], kind });
        at += len;
    }
    tokens
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn name_length(text: &str) -> usize {
    text.find(|c| !is_name(c)).unwrap_or(text.len())
}

/// `<…>` without what no IRI has; otherwise it is a less-than sign.
fn iri_length(rest: &str) -> Option<usize> {
    let end = rest[1..].find(|c: char| c == '>' || c.is_whitespace() || "<\"{}|^`".contains(c))? + 1;
    rest[end..].starts_with('>').then_some(end + 1)
}

fn string_length(rest: &str, quote: char) -> (usize, Kind) {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let is_long = rest.starts_with(&long);
    let marks = if is_long { 3 } else { 1 };
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(marks) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if !is_long && c == '\n' {
            return (i, Kind::Unfinished);
        } else if c == quote && (!is_long || rest[i..].starts_with(&long)) {
            return (i + marks, Kind::Text);
        }
    }
    (rest.len(), Kind::Unfinished)
}

/// A keyword, number or prefixed name.
fn word(rest: &str) -> (usize, Kind) {
    let is_part = |c: char| is_name(c) || matches!(c, '-' | '.' | '\u{B7}');
    let prefix = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    if !rest[prefix..].starts_with(':') {
        // A full stop at the end is no part of a number or keyword.
        let word = rest[..prefix].trim_end_matches(['.', '-']);
        return (word.len().max(1), Kind::Word);
    }
    let mut end = prefix + 1;
    let mut chars = rest[end..].char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' => {
                if let Some((_, escaped)) = chars.next() {
                    end = prefix + 1 + i + 1 + escaped.len_utf8();
                }
            }
            c if is_part(c) || matches!(c, ':' | '%') => end = prefix + 1 + i + c.len_utf8(),
            _ => break,
        }
    }
    (rest[..end].trim_end_matches('.').len(), Kind::Prefixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_falls_into_its_words() {
        let query =
            "SELECT ?x { ?x kg:ceded \"a # \\\" b\"@en . # comment <x>\n FILTER($y<5 && ?x != <http://a/b>) 'x }";
        let shown: Vec<String> = tokens(query).iter().map(|t| format!("{}·{:?}", t.text, t.kind)).collect();
        assert_eq!(
            shown,
            [
                "SELECT·Word",
                "?x·Variable",
                "{·Sign",
                "?x·Variable",
                "kg:ceded·Prefixed",
                "\"a # \\\" b\"·Text",
                "@·Sign",
                "en·Word",
                ".·Sign",
                "FILTER·Word",
                "(·Sign",
                "$y·Variable",
                "<·Sign",
                "5·Word",
                "&·Sign",
                "&·Sign",
                "?x·Variable",
                "!·Sign",
                "=·Sign",
                "<http://a/b>·Iri",
                ")·Sign",
                "'x }·Unfinished",
            ]
        );
    }

    #[test]
    fn every_byte_is_in_a_token_or_white_space() {
        for query in ["", "e:清朝 . ", ":", "?", "$1 <", "\"\"\"a\"b\"\"\"", "e:a\\", "1.5.", "-", "'", "\"\"\""] {
            for token in tokens(query) {
                assert!(!token.text.is_empty() && query.get(token.start..token.end()) == Some(token.text), "{query}");
            }
        }
    }
}
