//! Syntax errors of SPARQL, in words and with the place marked.
//!
//! The parser lists everything that it would have taken somewhere; people want to know which word is wrong. So the
//! mistakes that are made often are looked for first, and the parser's answer is traced back to a word.

use super::token::{Kind, Token, tokens};
use std::collections::BTreeMap;
use std::fmt;

/// A mistake in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// From 1, in code points.
    pub line: usize,
    pub column: usize,
    pub message: String,
    /// The text of the line, and how many code points are wrong.
    excerpt: String,
    length: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "line {}, column {}: {}", self.line, self.column, self.message)?;
        writeln!(f, "{margin} |\n{number} | {}", self.excerpt)?;
        // Wide characters take two columns of a terminal.
        let width = |c: char| if c >= '\u{1100}' { 2 } else { 1 };
        let before: usize = self.excerpt.chars().take(self.column - 1).map(width).sum();
        let marked: usize = self.excerpt.chars().skip(self.column - 1).take(self.length).map(width).sum();
        write!(f, "{margin} | {}{}", " ".repeat(before), "^".repeat(marked.max(1)))
    }
}

impl std::error::Error for SyntaxError {}

/// Looks for a mistake before the query is parsed: what the parser would report badly, and what is not allowed.
pub(super) fn inspect(query: &str, known_prefixes: &[(String, String)]) -> Result<(), SyntaxError> {
    let tokens = tokens(query);
    let Some(first) = tokens.iter().find(|t| !is_prologue(&tokens, t)) else {
        return Err(at(query, query.len(), 0, "the query is empty".to_owned()));
    };
    if let Some(token) = tokens.iter().find(|t| t.kind == Kind::Unfinished) {
        return Err(on(query, token, "this string is not closed".to_owned()));
    }
    let is =
        |t: &Token<'_>, words: &[&str]| t.kind == Kind::Word && words.iter().any(|w| t.text.eq_ignore_ascii_case(w));
    let updates = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"];
    if is(first, &updates) {
        return Err(on(query, first, "the graph is only read here; change the articles and build again".to_owned()));
    }
    if !is(first, &["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]) {
        let message = "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE (after PREFIX and BASE)".to_owned();
        return Err(on(query, first, message));
    }
    refuse(query, &tokens, &["SERVICE"])?;
    brackets(query, &tokens)?;
    prefixes(query, &tokens, known_prefixes)
}

/// [`inspect`] for an update. An empty one is allowed: it does nothing.
pub(super) fn inspect_update(update: &str, known_prefixes: &[(String, String)]) -> Result<(), SyntaxError> {
    let tokens = tokens(update);
    if let Some(token) = tokens.iter().find(|t| t.kind == Kind::Unfinished) {
        return Err(on(update, token, "this string is not closed".to_owned()));
    }
    let queries = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
    if let Some(first) = tokens.iter().find(|t| !is_prologue(&tokens, t))
        && queries.iter().any(|q| first.text.eq_ignore_ascii_case(q))
    {
        return Err(on(update, first, "this is a query, not an update: send it as a query".to_owned()));
    }
    refuse(update, &tokens, &["SERVICE", "LOAD"])?;
    brackets(update, &tokens)?;
    prefixes(update, &tokens, known_prefixes)
}

/// Refuses words that would ask other servers.
fn refuse(query: &str, tokens: &[Token<'_>], words: &[&str]) -> Result<(), SyntaxError> {
    let refused = |t: &&Token<'_>| t.kind == Kind::Word && words.iter().any(|w| t.text.eq_ignore_ascii_case(w));
    match tokens.iter().find(refused) {
        Some(token) => {
            let message = format!("{} is refused: nothing is asked of other servers", token.text.to_ascii_uppercase());
            Err(on(query, token, message))
        }
        None => Ok(()),
    }
}

/// Whether a token belongs to `PREFIX x: <…>` or `BASE <…>`.
fn is_prologue(tokens: &[Token<'_>], token: &Token<'_>) -> bool {
    let i = tokens.iter().position(|t| t.start == token.start).unwrap_or(0);
    let word = |i: Option<usize>, word: &str| {
        i.and_then(|i| tokens.get(i)).is_some_and(|t| t.kind == Kind::Word && t.text.eq_ignore_ascii_case(word))
    };
    let before = |n: usize| i.checked_sub(n);
    word(Some(i), "PREFIX")
        || word(Some(i), "BASE")
        || word(before(1), "BASE")
        || word(before(1), "PREFIX")
        || word(before(2), "PREFIX")
}

fn brackets(query: &str, tokens: &[Token<'_>]) -> Result<(), SyntaxError> {
    let mut open: Vec<&Token<'_>> = Vec::new();
    for token in tokens.iter().filter(|t| t.kind == Kind::Sign) {
        let opener = match token.text {
            "(" | "{" | "[" => {
                open.push(token);
                continue;
            }
            ")" => "(",
            "}" => "{",
            "]" => "[",
            _ => continue,
        };
        match open.pop() {
            Some(last) if last.text == opener => {}
            Some(last) => {
                let (line, _) = position(query, last.start);
                let message = format!("`{}` does not close the `{}` of line {line}", token.text, last.text);
                return Err(on(query, token, message));
            }
            None => return Err(on(query, token, format!("there is no `{opener}` that this closes"))),
        }
    }
    match open.last() {
        Some(token) => Err(on(query, token, format!("this `{}` is not closed", token.text))),
        None => Ok(()),
    }
}

fn prefixes(query: &str, tokens: &[Token<'_>], known: &[(String, String)]) -> Result<(), SyntaxError> {
    let mut declared: Vec<&str> = known.iter().map(|(p, _)| p.as_str()).collect();
    for pair in tokens.windows(2) {
        if pair[0].text.eq_ignore_ascii_case("PREFIX") {
            declared.push(pair[1].text.trim_end_matches(':'));
        }
    }
    for token in tokens.iter().filter(|t| t.kind == Kind::Prefixed) {
        let prefix = token.text.split(':').next().unwrap_or_default();
        // `_:x` is a blank node.
        if prefix != "_" && !declared.contains(&prefix) {
            let message = format!("the prefix `{prefix}:` is not known; declare it: PREFIX {prefix}: <http://…>");
            return Err(on(query, token, message));
        }
    }
    Ok(())
}

/// What the parser said, traced back to the word that it stumbled over.
pub(super) fn explain(query: &str, parser_message: &str) -> SyntaxError {
    let Some((line, column, expected)) = split(parser_message) else {
        return at(query, 0, 0, parser_message.to_owned());
    };
    let byte = byte_of(query, line, column);
    let tokens = tokens(query);
    let expected: Vec<&str> = expected.split(", ").collect();
    let said = expected.iter().find(|e| e.starts_with("The ") || e.ends_with("failed") || e.ends_with("found"));
    if let Some(said) = said {
        let token = tokens.iter().rev().find(|t| t.start < byte);
        let message = said.trim_end_matches('.').to_owned();
        return token.map_or_else(|| at(query, byte, 0, message.clone()), |t| on(query, t, message.clone()));
    }
    if let Some(error) = usual_mistake(query, &tokens) {
        return error;
    }
    // A sign or a kind of character that was wanted is reported where it was wanted. A keyword is reported where it
    // would have ended: count back, and let the words vote.
    let exact = expected.iter().any(|e| e.starts_with('"') || (e.starts_with('[') && *e != "[_]"));
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for keyword in expected.iter().filter(|e| e.len() > 1 && e.bytes().all(|b| b.is_ascii_alphanumeric())) {
        if let Some(token) = byte.checked_sub(keyword.len()).and_then(|b| tokens.iter().find(|t| t.start == b)) {
            *votes.entry(token.start).or_default() += 1;
        }
    }
    let voted = votes.into_iter().max_by_key(|(start, count)| (*count, *start)).map(|(start, _)| start);
    let start = voted.filter(|_| !exact).unwrap_or(byte);
    match tokens.iter().find(|t| t.end() > start) {
        Some(token) => {
            let signs: Vec<&str> = expected.iter().filter(|e| e.starts_with('"')).copied().collect();
            let hint = match signs.len() {
                1..=6 => format!("; {} could stand here", signs.join(" or ").replace('"', "`")),
                _ => String::new(),
            };
            on(query, token, format!("`{}` cannot stand here{hint}", token.text))
        }
        None => at(query, query.trim_end().len(), 0, "the query ends too early".to_owned()),
    }
}

/// Mistakes that the parser's answer tells little about.
fn usual_mistake(query: &str, tokens: &[Token<'_>]) -> Option<SyntaxError> {
    let is_word = |t: &Token<'_>, word: &str| t.kind == Kind::Word && t.text.eq_ignore_ascii_case(word);
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| is_word(t, "SELECT")) {
        let projection = tokens[i + 1..].iter().take_while(|t| t.text != "{" && !is_word(t, "WHERE"));
        let mut depth = 0;
        for (before, sign) in std::iter::once(token).chain(projection.clone()).zip(projection.clone()) {
            match sign.text {
                "(" if depth == 0 && before.kind == Kind::Word && !is_select_word(before.text) => {
                    let message = format!("write ({}(…) AS ?name) for a value that is computed", before.text);
                    return Some(on(query, before, message));
                }
                "(" => depth += 1,
                ")" => depth -= 1,
                "," if depth == 0 => {
                    return Some(on(query, sign, "variables stand side by side, without commas".to_owned()));
                }
                _ => {}
            }
        }
    }
    // A pattern of one or two terms. The braces after VALUES hold values, not patterns.
    let is_term = |t: &Token<'_>| {
        matches!(t.kind, Kind::Variable | Kind::Iri | Kind::Prefixed | Kind::Text)
            || (t.kind == Kind::Word && t.text == "a")
    };
    let mut terms: Option<Vec<&Token<'_>>> = None;
    for (i, token) in tokens.iter().enumerate() {
        let of_values = |i: usize| tokens[..i].iter().rev().take(2).any(|t| is_word(t, "VALUES") || t.text == ")");
        match token.text {
            "}" | "." if terms.as_ref().is_some_and(|t| (1..3).contains(&t.len())) => {
                let message = "this pattern is not complete: it takes a subject, a predicate and an object".to_owned();
                return terms.and_then(|t| t.first().map(|first| on(query, first, message)));
            }
            "{" => terms = (!of_values(i)).then(Vec::new),
            "." => terms = Some(Vec::new()),
            _ if is_term(token) => terms.iter_mut().for_each(|t| t.push(token)),
            _ => terms = None,
        }
    }
    None
}

fn is_select_word(word: &str) -> bool {
    ["SELECT", "DISTINCT", "REDUCED"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Line, column and the list of `error at 1:10: expected one of …`.
fn split(message: &str) -> Option<(usize, usize, &str)> {
    let (place, expected) = message.strip_prefix("error at ")?.split_once(": expected ")?;
    let (line, column) = place.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, expected.strip_prefix("one of ").unwrap_or(expected)))
}

/// The byte of a line and column, both from 1, the column in code points.
fn byte_of(query: &str, line: usize, column: usize) -> usize {
    let start: usize = query.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &query[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

/// The line and column of a byte.
fn position(query: &str, byte: usize) -> (usize, usize) {
    let before = &query[..byte.min(query.len())];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn on(query: &str, token: &Token<'_>, message: String) -> SyntaxError {
    at(query, token.start, token.text.lines().next().unwrap_or_default().chars().count(), message)
}

fn at(query: &str, byte: usize, length: usize, message: String) -> SyntaxError {
    let (line, column) = position(query, byte);
    let excerpt = query.lines().nth(line - 1).unwrap_or_default().replace('\t', " ");
    SyntaxError { line, column, message, excerpt, length }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(query: &str) -> String {
        let prefixes = [("kg".to_owned(), "https://kg.example/o/".to_owned())];
        if let Err(error) = inspect(query, &prefixes) {
            return error.to_string();
        }
        let parser = oxigraph::sparql::SparqlEvaluator::new().with_prefix("kg", "https://kg.example/o/").unwrap();
        match parser.parse_query(query) {
            Ok(_) => "no error".to_owned(),
            Err(e) => explain(query, &e.to_string()).to_string(),
        }
    }

    #[test]
    fn the_wrong_word_is_marked() {
        for (query, place, word) in [
            ("SELCT ?x { ?s ?p ?o }", "line 1, column 1", "begins with SELECT"),
            ("SELECT ?x {\n ?s ?p ?o\n", "line 1, column 11", "`{` is not closed"),
            ("SELECT ?x { ?s foo:bar ?o }", "line 1, column 16", "`foo:` is not known"),
            ("SELECT ?x WHERE { ?s ?p ?o . FILTER(?x = ) }", "line 1, column 42", "`)` cannot stand here"),
            ("SELECT * { ?s ?p }", "line 1, column 12", "not complete"),
            ("SELECT * { ?s ?p ?o . ?s kg:a . }", "line 1, column 23", "not complete"),
            ("SELECT * { VALUES ?x { kg:a kg:b } ?s ?p ?o } ORDER ?s", "line 1, column 53", "`?s` cannot stand here"),
            ("SELECT * WHERE { ?s ?p ?o } LIMIT x", "line 1, column 35", "`x` cannot stand here"),
            ("SELECT ?s, ?o { ?s ?p ?o }", "line 1, column 10", "without commas"),
            ("SELECT COUNT(?s) { ?s ?p ?o }", "line 1, column 8", "(COUNT(…) AS ?name)"),
            ("SELECT * { ?s ?p ?o FILTR(?o) }", "line 1, column 21", "`FILTR` cannot stand here"),
            ("SELECT * WHERE {\n  ?s ?p ?o\n  ?a ?b ?c\n}", "line 3, column 3", "`?a` cannot stand here"),
            ("  # only a comment", "line 1, column 19", "empty"),
            ("PREFIX a: <b:c>\nINSERT DATA { a:a a:b a:c }", "line 2, column 1", "only read"),
            ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", "line 1, column 40", "unbound"),
            ("SELECT ?x { ?s ?p \"abc }", "line 1, column 19", "not closed"),
            ("SELECT * { SERVICE SILENT <http://x/> {} }", "line 1, column 12", "refused"),
            ("SELECT ?x { ?s ?p ?o ) }", "line 1, column 22", "does not close"),
        ] {
            let error = error(query);
            assert!(error.starts_with(place) && error.contains(word), "{query}\n{error}");
        }
    }

    #[test]
    fn a_service_in_a_string_is_no_service() {
        assert_eq!(error("SELECT * { ?service kg:service \"SERVICE <x>\" } # SERVICE"), "no error");
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let shown = error("SELECT * { ?s ?p \"清朝\" . ?x y:z ?o }");
        assert!(
            shown.ends_with("1 | SELECT * { ?s ?p \"清朝\" . ?x y:z ?o }\n  |                              ^^^"),
            "{shown}"
        );
    }
}
