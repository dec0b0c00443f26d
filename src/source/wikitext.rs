//! Wikitext.

use crate::document::DocumentBuilder;

/// Reads wikitext from byte `from` of `source` on.
pub(super) fn read(source: &str, from: usize) -> DocumentBuilder {
    super::markdown::read(source, from)
}
