//! What a query says of itself, in the comment lines that it begins with.
//!
//! ```text
//! # title: Who ceded what to whom
//! # comment: Every cession with its treaty and area.
//! # comment: A second line goes on.
//! # param: giver entity - Only what this one ceded
//! # param: until until 1911 Only what was ceded until this date
//! SELECT … {
//!   FILTER(?latest >= $since)   # if since
//! ```
//! A parameter has a name, a type, a default (`-` for none, `!` where a value must be given), and a description.

use std::fmt;

/// What a parameter's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamType {
    /// A thing by any of its names.
    Entity,
    /// A document by its title.
    Document,
    /// A fact by its id.
    Fact,
    /// A relation by its name in the ontology.
    Relation,
    /// A class by its name in the ontology.
    Class,
    /// A date in EDTF: its first day.
    Since,
    /// A date in EDTF: its last day.
    Until,
    Integer,
    Text,
}

const TYPES: &[(&str, ParamType)] = &[
    ("entity", ParamType::Entity),
    ("document", ParamType::Document),
    ("fact", ParamType::Fact),
    ("relation", ParamType::Relation),
    ("class", ParamType::Class),
    ("since", ParamType::Since),
    ("until", ParamType::Until),
    ("integer", ParamType::Integer),
    ("text", ParamType::Text),
];

impl fmt::Display for ParamType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(TYPES.iter().find(|(_, t)| t == self).map_or("text", |(name, _)| name))
    }
}

/// A parameter of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    pub name: String,
    pub kind: ParamType,
    /// The value where none is given.
    pub default: Option<String>,
    /// Whether a value must be given.
    pub required: bool,
    pub description: String,
}

/// What a query says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    pub title: String,
    pub comment: String,
    pub params: Vec<Param>,
}

/// A mistake in a header.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {message}")]
pub struct HeaderError {
    /// From 1.
    pub line: usize,
    pub message: String,
}

impl Header {
    /// Reads the comment lines at the top of a query. Lines that are no `# title:`, `# comment:` or `# param:` are
    /// comments like any other.
    pub fn parse(query: &str) -> Result<Header, HeaderError> {
        let mut header = Header::default();
        for (i, line) in query.lines().enumerate() {
            let line = line.trim();
            let Some(comment) = line.strip_prefix('#') else {
                if line.is_empty() {
                    continue;
                }
                break;
            };
            let Some((key, value)) = comment.split_once(':') else { continue };
            let value = value.trim();
            match key.trim() {
                "title" => header.title = value.to_owned(),
                "comment" => {
                    let joint = if header.comment.is_empty() { "" } else { "\n" };
                    header.comment.push_str(joint);
                    header.comment.push_str(value);
                }
                "param" => {
                    let param = param(value).map_err(|message| HeaderError { line: i + 1, message })?;
                    if header.params.iter().any(|p| p.name == param.name) {
                        let message = format!("the parameter `{}` stands here twice", param.name);
                        return Err(HeaderError { line: i + 1, message });
                    }
                    header.params.push(param);
                }
                _ => {}
            }
        }
        Ok(header)
    }
}

fn param(text: &str) -> Result<Param, String> {
    let (name, rest) = word(text);
    let (kind, rest) = word(rest);
    let (default, quoted, description) = default(rest)?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(format!("`{name}` is no name of a parameter; write `# param: name type default description`"));
    }
    let Some((_, kind)) = TYPES.iter().find(|(t, _)| *t == kind) else {
        let known: Vec<&str> = TYPES.iter().map(|(t, _)| *t).collect();
        return Err(format!("`{kind}` is no type of a parameter; there are {}", known.join(", ")));
    };
    if default.is_empty() && !quoted {
        return Err(format!("the parameter `{name}` has no default; write `-` for none, `!` if it must be given"));
    }
    let bare = if quoted { "" } else { default };
    Ok(Param {
        name: name.to_owned(),
        kind: *kind,
        default: (bare != "-" && bare != "!").then(|| default.to_owned()),
        required: bare == "!",
        description: description.to_owned(),
    })
}

/// The first word, and the rest.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// The default, whether it stood in quotation marks, and the rest.
fn default(text: &str) -> Result<(&str, bool, &str), String> {
    match text.strip_prefix('"') {
        Some(quoted) => {
            let (value, rest) = quoted.split_once('"').ok_or("the default lacks its closing quotation mark")?;
            Ok((value, true, rest.trim_start()))
        }
        None => {
            let (value, rest) = word(text);
            Ok((value, false, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_title_comment_and_parameters() {
        let header = Header::parse(
            "# title: Cessions\n# comment: One.\n# comment: Two.\n\n# a comment\n\
             # param: giver entity - Who ceded\n# param: place entity ! Where\n\
             # param: name text \"a b\" A name\n# param: min integer 5 At least\nSELECT * {}\n# param: late text - x",
        )
        .unwrap();
        assert_eq!((header.title.as_str(), header.comment.as_str()), ("Cessions", "One.\nTwo."));
        let show = |p: &Param| format!("{} {} {:?} {} {}", p.name, p.kind, p.default, p.required, p.description);
        assert_eq!(
            header.params.iter().map(show).collect::<Vec<_>>(),
            [
                "giver entity None false Who ceded",
                "place entity None true Where",
                "name text Some(\"a b\") false A name",
                "min integer Some(\"5\") false At least",
            ]
        );
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = |text: &str| Header::parse(text).unwrap_err().to_string();
        assert!(error("# title: x\n# param: a thing - b").starts_with("line 2: `thing` is no type"));
        assert!(error("# param: a entity").contains("has no default"));
        assert!(error("# param: a;b entity - c").contains("no name"));
        assert!(error("# param: a text \"b").contains("closing"));
        assert!(error("# param: a text - b\n# param: a text - b").contains("twice"));
    }
}
