//! Text that no list knows, where it may be the name of who acts.

use super::clause::{Clauses, ItemKind};
use super::read::Reading;
use crate::pack::grammar::WordClass;

impl Reading<'_> {
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
                    let place = word.is(WordClass::At) || word.is(WordClass::From);
                    if there_is || word.is(WordClass::Pivot) || word.is(WordClass::Passive) || word.is(WordClass::Agent)
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
                    let part = if governed { after_locative(text, grammar.mark("locative")) } else { Some(text) };
                    let adverbial = !opened && ends(text, "adverbial") && !ends(text, "not-adverbial");
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
