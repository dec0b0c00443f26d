//! The language of patterns: shapes of words written as regular expressions over reduced sentences.

use crate::pack::Ontology;
use regex::Regex;
use std::collections::BTreeMap;

/// The private-use character that stands for a mention of a class in a reduced sentence; classes are numbered in the
/// order of their names.
pub fn class_symbol(index: usize) -> char {
    char::from_u32(0xE000 + index as u32).expect("a pack has fewer than 6,400 classes")
}

/// Stands for a mention whose class is not known.
pub const THING: char = '\u{F000}';
/// Stands for a date.
pub const TIME: char = '\u{F001}';
/// Stands for a quantity.
pub const AMOUNT: char = '\u{F002}';
/// Stands for a pronoun or definite form.
pub const PRONOUN: char = '\u{F003}';

/// Writes `{s:State|Place}`, `{s+}`, `{time}` and `{amount}` out as a regular expression over reduced sentences.
///
/// A name without a role, `{:Place}`, matches and captures nothing; so does `{:Time}`, a date that is not the fact's.
pub fn compile(pattern: &str, ontology: &Ontology) -> Result<Regex, String> {
    Regex::new(&expand(pattern, ontology)?).map_err(last_line)
}

/// The last line of what a library says of a bad pattern, which is the one that tells what is wrong.
pub fn last_line(error: impl ToString) -> String {
    error.to_string().lines().last().unwrap_or("a bad pattern").to_string()
}

/// The regular expression that [`compile`] compiles.
pub fn expand(pattern: &str, ontology: &Ontology) -> Result<String, String> {
    let symbols: BTreeMap<&str, char> =
        ontology.classes.keys().enumerate().map(|(i, name)| (name.as_str(), class_symbol(i))).collect();
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.find('}').ok_or("a `{` is not closed")?;
        let inner = &tail[1..end];
        rest = &tail[end + 1..];
        // `{2,5}` and `{3}` are repetitions, `\p{Han}` is a class of characters, `\x{E000}` is one character.
        if inner.starts_with(|c: char| c.is_ascii_digit()) || before.ends_with("\\p") || before.ends_with("\\x") {
            out.push('{');
            out.push_str(inner);
            out.push('}');
            continue;
        }
        // `{~8}`: up to 8 characters without a stop or a mention.
        if let Some(most) = inner.strip_prefix('~') {
            let most: usize = most.parse().map_err(|_| format!("`{{~{most}}}` needs a number"))?;
            out.push_str(&format!("[^，,。；;：:{}-{}{}]{{0,{most}}}?", class_symbol(0), THING, PRONOUN));
            continue;
        }
        let (name, classes) = inner.split_once(':').unwrap_or((inner, ""));
        let (name, many) = name.strip_suffix('+').map_or((name, false), |n| (n, true));
        let set = match name {
            "time" => TIME.to_string(),
            "amount" => AMOUNT.to_string(),
            _ if classes.is_empty() => symbols.values().collect::<String>() + &format!("{THING}{PRONOUN}"),
            _ => {
                let mut set = String::new();
                for class in classes.split('|') {
                    match class {
                        "Thing" => set.push(THING),
                        "Pronoun" => set.push(PRONOUN),
                        "Time" => set.push(TIME),
                        _ => {
                            let wanted = [class.to_string()];
                            let admitted = ontology.expand(&wanted).collect::<Vec<_>>().into_iter();
                            let before = set.len();
                            set.extend(admitted.map(|c| symbols[c]));
                            if set.len() == before {
                                return Err(format!("unknown class `{class}`"));
                            }
                        }
                    }
                }
                set
            }
        };
        let one = format!("[{set}]");
        let body = if many {
            format!("{one}(?:[、和与及]{one}|以及{one}|, {one}|,? (?:and|as well as) {one})*")
        } else {
            one
        };
        if name.is_empty() {
            out.push_str(&format!("(?:{body})"));
        } else {
            out.push_str(&format!("(?<{name}>{body})"));
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Shapes that many patterns of a language share, by name; a piece may hold others. `[pieces]` of `grammar.toml`.
pub type Pieces = BTreeMap<String, String>;

/// Pieces within pieces are followed so deep.
const DEEPEST: usize = 8;

/// Writes `{&name}` out as the piece of that name, in a group of its own.
pub fn with_pieces(pattern: &str, pieces: &Pieces) -> Result<String, String> {
    let mut text = pattern.to_owned();
    for _ in 0..DEEPEST {
        let Some(at) = text.find("{&") else { return Ok(text) };
        let (mut out, mut rest) = (text[..at].to_owned(), &text[at..]);
        while let Some(tail) = rest.strip_prefix("{&") {
            let end = tail.find('}').ok_or("a `{&` is not closed")?;
            let name = &tail[..end];
            let piece = pieces.get(name).ok_or_else(|| {
                let known = pieces.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                format!("unknown piece `{name}`: `[pieces]` of grammar.toml has {known}")
            })?;
            out.push_str(&format!("(?:{piece})"));
            rest = &tail[end + 1..];
            let next = rest.find("{&").unwrap_or(rest.len());
            out.push_str(&rest[..next]);
            rest = &rest[next..];
        }
        text = out;
    }
    if text.contains("{&") {
        return Err(format!("pieces hold each other more than {DEEPEST} deep: does one hold itself?"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Pieces {
        let all = [("also", "also|often"), ("known", "{&also} known"), ("self", "x{&self}")];
        all.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn a_piece_is_written_out_as_a_group_wherever_it_stands() {
        let out = with_pieces("{s} {&known} as|{&also}{2}", &pieces()).unwrap();
        assert_eq!(out, "{s} (?:(?:also|often) known) as|(?:also|often){2}");
        assert_eq!(with_pieces("{s:State} \\p{Han}", &pieces()).unwrap(), "{s:State} \\p{Han}");
    }

    #[test]
    fn an_unknown_piece_and_one_that_holds_itself_are_told() {
        let unknown = with_pieces("{&als}", &pieces()).unwrap_err();
        assert!(unknown.contains("`als`") && unknown.contains("also, known, self"), "{unknown}");
        assert!(with_pieces("{&self}", &pieces()).unwrap_err().contains("does one hold itself"));
        assert!(with_pieces("{&also", &pieces()).unwrap_err().contains("not closed"));
    }
}
