//! Text that no list knows, where it may be the name of who acts.

use super::clause::{Clauses, ItemKind};
use super::read::Reading;
use crate::pack::grammar::WordClass;

impl Reading<'_> {
    /// Whether a name with what follows it only says who somebody is: 某朝名將, 某人外孫, 某族.
    pub(super) fn says_who(&self, clauses: &Clauses<'_>, item: usize, end: usize) -> bool {
        let title = clauses.text(item + 1, end);
        let ends = |mark: &str| self.engine.grammar.mark(mark).iter().any(|w| title.ends_with(w.as_str()));
        match title.chars().count() {
            0 => *clauses.classes[item] != *self.extractor.domain.classes.person,
            1..=6 => ends("title-ending") || ends("kin") || ends("who"),
            _ => false,
        }
    }

    /// Whether text between two items ends as nouns for those who act do: 聯軍約四萬人.
    pub(super) fn names_strangers(&self, clauses: &Clauses<'_>, from: usize, to: usize) -> bool {
        (from..to).any(|i| {
            let text = clauses.text(i, i + 1);
            let ends = || self.engine.grammar.mark("actor-ending").iter().any(|w| text.ends_with(w.as_str()));
            clauses.items[i].kind == ItemKind::Text && text.chars().count() >= 2 && ends()
        })
    }

    /// Whether nothing but an unknown word of one or two characters and known ones stands before an item: 再入某地.
    pub(super) fn behind_unknown_verb(&self, clauses: &Clauses<'_>, start: usize, item: usize) -> bool {
        let grammar = &self.engine.grammar;
        let actor = |i: usize| {
            let text = clauses.text(i, i + 1);
            grammar.mark("actor-ending").iter().any(|w| text.ends_with(w.as_str()))
        };
        let text = |i: &usize| clauses.items[*i].kind == ItemKind::Text;
        let unknown: usize = (start..item).filter(text).map(|i| clauses.text(i, i + 1).chars().count()).sum();
        let group = (start..item).any(|i| clauses.group(i).is_some());
        (1..=2).contains(&unknown) && item > start && text(&(item - 1)) && !group && !(start..item).any(actor)
    }

    /// Whether text of two characters or more that may name somebody stands between two items.
    ///
    /// What a coverb or a verb governs may be unknown (在某地近岸, 率領大批部隊), and so may what says when or how and opens
    /// the segment (全盛時, 輕而易舉地).
    pub fn unknown_text(&self, clauses: &Clauses<'_>, from: usize, to: usize) -> bool {
        let words = &self.engine.lexicon.words;
        let grammar = &self.engine.grammar;
        let ends = |text: &str, mark: &str| grammar.mark(mark).iter().any(|w| text.ends_with(w.as_str()));
        // Whether a coverb or a verb that takes an object stands before.
        let (mut governed, mut opened) = (false, false);
        for i in from..to {
            match clauses.items[i].kind {
                ItemKind::Word(w) => {
                    let word = &words[w];
                    // 也有一些人反叛: what there is may act.
                    let there_is = grammar.mark("existential").contains(&word.text);
                    let coverbs =
                        [WordClass::At, WordClass::From, WordClass::With, WordClass::Toward, WordClass::Dispose];
                    let place = coverbs.iter().any(|c| word.is(*c));
                    let troops = i + 1 < to
                        && clauses.items[i + 1].kind == ItemKind::Text
                        && ends(clauses.text(i + 1, i + 2), "troops");
                    if word.is(WordClass::Pivot) && troops {
                        // 派艦隊砲擊: who sends them acts.
                        governed = true;
                    } else if there_is
                        || word.is(WordClass::Pivot)
                        || word.is(WordClass::Passive)
                        || word.is(WordClass::Agent)
                    {
                        // 派部將攻打, 被叛軍攻陷: what follows acts.
                        governed = false;
                    } else if place || word.is_verb() {
                        governed = true;
                    }
                    opened |= !word.is(WordClass::Plain) && !word.is(WordClass::AndThen) && !word.is(WordClass::Then);
                }
                ItemKind::Time(_) => governed = false,
                ItemKind::Text => {
                    let text = clauses.text(i, i + 1);
                    if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
                        continue;
                    }
                    if grammar.mark("possession").iter().any(|w| text.starts_with(w.as_str())) {
                        continue;
                    }
                    let part = if governed { after_locative(text, grammar.mark("locative")) } else { Some(text) };
                    // 全盛時 may be text and a word.
                    let closer = (i + 1 < to && clauses.word(i + 1).is_some()).then(|| clauses.text(i + 1, i + 2));
                    let closed = closer.is_some_and(|w| grammar.mark("clause-end").iter().any(|c| c == w));
                    let adverbial = closed || !opened && ends(text, "adverbial") && !ends(text, "not-adverbial");
                    opened = true;
                    if !adverbial && part.is_some_and(|p| p.chars().filter(|c| c.is_alphanumeric()).count() >= 2) {
                        return true;
                    }
                }
                _ => opened = true,
            }
        }
        false
    }
}

/// What stands behind the word that closes a phrase of place or time: 叛軍 in 戰爭中叛軍.
fn after_locative<'t>(text: &'t str, locatives: &[String]) -> Option<&'t str> {
    let ends = locatives.iter().filter_map(|w| text.rfind(w.as_str()).map(|at| at + w.len()));
    ends.max().map(|at| &text[at..])
}
