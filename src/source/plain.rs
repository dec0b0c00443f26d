//! Plain text: paragraphs, and headings on lines of their own. It is read as printed text.

use crate::document::DocumentBuilder;

/// Reads plain text from byte `from` of `source` on.
pub(super) fn read(source: &str, from: usize) -> DocumentBuilder {
    super::markdown::read(source, from)
}
