//! Whether what a pattern captured fits its role, and whether a word within the match makes it doubtful.

use super::*;

impl Reading<'_> {
    /// Puts the thing itself in the place of a part of it, or of who comes from there: 阿富汗 for 阿富汗西北部. Whether
    /// that could be done where it had to be.
    pub(super) fn take_suffix_away(&self, filled: &mut Filled, suffixes: &[String]) -> bool {
        let Some(span) = filled.span else { return true };
        let text: String = self.folded[span.range()].iter().collect();
        let base = suffixes.iter().filter_map(|s| text.strip_suffix(s.as_str())).min_by_key(|b| b.len());
        let Some(base) = base.filter(|b| b.chars().count() > 1) else { return true };
        let named = |e: usize| {
            let entity = &self.mentions.entities[e];
            self.extractor.domain.is_territory(&entity.class)
                && entity.names.iter().any(|n| crate::text::script::fold_str(n) == base)
        };
        let whole = self.mentions.wholes.get(&filled.entity).copied();
        let Some(entity) = whole.or_else(|| (0..self.mentions.entities.len()).find(|e| named(*e))) else {
            return false;
        };
        let end = span.start() + base.chars().count();
        *filled = Filled { entity, span: Some(Span::new(span.start(), end)), how: filled.how.clone() };
        true
    }

    /// What the page has said that somebody rules.
    pub(super) fn realm(&self, relation: &str, subject: Option<&Vec<Object>>) -> Vec<Filled> {
        let Some([Object::Entity(subject)]) = subject.map(Vec::as_slice) else { return Vec::new() };
        let same = |c: &&Candidate| {
            c.relation == relation && c.subject.entity == subject.entity && c.status == Status::Affirmed
        };
        let found = self.candidates.iter().rev().find(same).and_then(|c| match &c.object {
            Object::Entity(f) => Some(f.entity),
            Object::Literal(..) => None,
        });
        found.map(|entity| Filled { entity, span: None, how: "what he was said to rule".into() }).into_iter().collect()
    }

    /// Whether a thing is named by its usual name.
    pub(super) fn is_usual_name(&self, filled: &Filled) -> bool {
        let title = crate::text::script::fold_str(&self.mentions.entities[filled.entity].title);
        filled.span.is_some_and(|s| self.folded[s.range()].iter().copied().eq(title.chars()))
    }

    /// Whether a name stands in quotation marks: whatever it means elsewhere, here it is only words.
    pub(super) fn quoted(&self, filled: &Filled) -> bool {
        let Some(span) = filled.span else { return false };
        let before = span.start().checked_sub(1).and_then(|at| self.folded.get(at));
        let after = self.folded.get(span.end());
        before.is_some_and(|c| "“「『‘".contains(*c)) && after.is_some_and(|c| "”」』’".contains(*c))
    }

    /// What a word inside a match says against it, unless the pattern itself asks for that word: 英國企圖使某國成為….
    pub(super) fn doubt_within(&self, line: &Line, tokens: (usize, usize), pattern: &str) -> Option<Status> {
        self.doubting_word(line, tokens, pattern).map(|(_, status)| status)
    }

    /// That word, and the status that it gives.
    pub(in crate::extract) fn doubting_word(
        &self,
        line: &Line,
        tokens: (usize, usize),
        pattern: &str,
    ) -> Option<(WordAt, Status)> {
        let words = line.words.iter().filter(|w| w.start >= tokens.0 && w.end <= tokens.1);
        let known = words.map(|at| (at, &self.engine.lexicon.words[at.word]));
        known.filter(|(_, w)| !pattern.contains(w.text.as_str())).find_map(|(at, w)| {
            let doubts = [
                (WordClass::Negation, Status::Negated),
                (WordClass::Intention, Status::Intended),
                (WordClass::Demand, Status::Demanded),
                (WordClass::Condition, Status::Hypothetical),
            ];
            doubts.into_iter().find(|(class, _)| w.is(*class)).map(|(_, status)| (*at, status))
        })
    }
}
