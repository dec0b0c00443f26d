//! Where a match stands: behind which words, in the lead, in an item, under which heading.

use super::*;

impl Reading<'_> {
    /// Whether what stands before a match, or before the names right before it, speaks against it.
    pub(super) fn follows_names(&self, pattern: &Pattern, line: &Line, before: &str, start: usize) -> bool {
        let before = before.trim_end_matches(|c: char| ('\u{E000}'..'\u{F000}').contains(&c));
        let last = start.checked_sub(1).map(|t| line.tokens[t].kind);
        pattern.not_after_names.iter().any(|w| before.ends_with(w.as_str()))
            || !pattern.not_after_class.is_empty()
                && matches!(last, Some(TokenKind::Entity(m))
                    if self.extractor.ontology.admits(&pattern.not_after_class, self.class(self.mentions.mentions[m].entity)))
    }

    /// Whether the name of what the page is about ends in one of some words.
    pub(super) fn title_ends(&self, words: &[String]) -> bool {
        let title = self.discourse.title.map(|t| crate::text::script::fold_str(&self.mentions.entities[t].title));
        title.is_some_and(|title| words.iter().any(|w| title.ends_with(w.as_str())))
    }

    pub(in crate::extract) fn in_lead(&self, sentence: Span) -> bool {
        self.document.sections.first().is_none_or(|s| s.level == 0 && s.span.contains(sentence))
    }

    pub(in crate::extract) fn in_item(&self, sentence: Span) -> bool {
        let at = self.document.blocks.partition_point(|b| b.span.end <= sentence.start);
        self.document.blocks.get(at).is_some_and(|b| matches!(b.kind, BlockKind::ListItem(_)))
    }

    /// Whether a heading above holds one of some words: that of its section, or of a section around it.
    pub(in crate::extract) fn is_under(&self, words: &[String], sentence: Span) -> bool {
        if words.is_empty() {
            return false;
        }
        let at = self.document.blocks.partition_point(|b| b.span.end <= sentence.start);
        let Some(own) = self.document.blocks.get(at).map(|b| b.section) else { return false };
        // A paragraph that ends in a colon heads the list behind it.
        let listed = |b: &crate::document::Block| matches!(b.kind, BlockKind::ListItem(_));
        if self.document.blocks.get(at).is_some_and(listed)
            && let Some(intro) = self.document.blocks[..at].iter().rev().find(|b| !listed(b))
            && intro.section == own
            && intro.kind == BlockKind::Paragraph
        {
            let text = &self.folded[intro.span.range()];
            let last: String = text[text.len().saturating_sub(16)..].iter().collect();
            let last = last.trim_end();
            if last.ends_with(['：', ':']) && words.iter().any(|w| last.contains(w.as_str())) {
                return true;
            }
        }
        let mut level = u8::MAX;
        for section in self.document.sections.iter().take(own + 1).rev() {
            if section.level < level {
                level = section.level;
                let heading = crate::text::script::fold_str(&section.title);
                if level > 0 && words.iter().any(|w| heading.contains(w.as_str())) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether a date of a line stands right before the name of a treaty: 1858年《甲》.
    pub(super) fn dates_agreement_behind(&self, line: &Line, date: Span) -> bool {
        let next = line.tokens.iter().find(|t| t.span.start >= date.end && t.symbol != '的');
        matches!(next.map(|t| t.kind), Some(TokenKind::Entity(m))
            if *self.mentions.mentions[m].class == *self.extractor.domain.classes.agreement)
    }

    /// The quantity of a token, if it is one.
    pub(super) fn counted_by(&self, kind: TokenKind) -> Option<(Amount, Span)> {
        let TokenKind::Amount(a) = kind else { return None };
        self.amounts.get(a).map(|(span, amount)| (amount.clone(), *span))
    }
}
