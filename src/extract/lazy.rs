//! Regular expressions that are compiled when they are first asked.
//!
//! Compiling the patterns of a pack takes longer than reading a page with them, and most pages ask few of them.

use crate::pack::rules::last_line;
use regex::{Regex, RegexBuilder};
use std::ops::Deref;
use std::sync::OnceLock;

/// A regular expression whose syntax is checked and that is compiled on first use.
pub struct LazyRegex {
    text: String,
    compiled: OnceLock<Regex>,
}

impl LazyRegex {
    /// Checks the syntax; the error says what is wrong with it.
    pub fn new(text: &str) -> Result<LazyRegex, String> {
        regex_syntax::parse(text).map_err(last_line)?;
        Ok(LazyRegex { text: text.to_owned(), compiled: OnceLock::new() })
    }

    /// The expression as it was given, compiled or not.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Deref for LazyRegex {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        // What has the right syntax compiles, unless it is too large, which is for `kg check` to say.
        let compile = || RegexBuilder::new(&self.text).size_limit(usize::MAX).build();
        self.compiled.get_or_init(|| compile().or_else(|_| Regex::new("[a&&b]")).expect("an empty class compiles"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_is_checked_before_use() {
        let regex = LazyRegex::new("(?<s>甲+)乙").expect("a good pattern");
        assert!(regex.is_match("甲甲乙") && !regex.is_match("乙"));
        let error = LazyRegex::new("(甲").err().expect("a bad pattern");
        assert!(error.contains("unclosed group"), "{error}");
    }
}
