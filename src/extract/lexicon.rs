//! All words that the engine looks for in a language, found in one pass: function words, triggers, pronouns.

use crate::pack::grammar::{Grammar, WordClass};
use crate::pack::rules::RuleFile;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;

/// A frame: its rule file, and its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrameId {
    pub file: usize,
    pub frame: usize,
}

/// What a word can be.
#[derive(Debug, Clone, Default)]
pub struct Word {
    pub text: String,
    pub classes: Vec<WordClass>,
    pub frames: Vec<FrameId>,
    /// The relations that its frames say.
    pub relations: Vec<String>,
    /// The kind of pronoun, as `grammar.toml` names it.
    pub pronoun: Option<String>,
}

impl Word {
    /// Whether it is of a class; a word is only plain if it is nothing else.
    pub fn is(&self, class: WordClass) -> bool {
        if class == WordClass::Plain {
            return self.frames.is_empty() && self.pronoun.is_none() && self.classes == [WordClass::Plain];
        }
        self.classes.contains(&class)
    }

    /// Whether it is a verb: a trigger, or one that the grammar lists.
    pub fn is_verb(&self) -> bool {
        !self.frames.is_empty() || self.is(WordClass::Verb) || self.is(WordClass::Pivot) || self.is(WordClass::Lead)
    }
}

/// A trigger that only adds a mark of aspect or an adverb to another says all that the other says: 派兵攻打, 攻打了.
fn inherit(words: &mut BTreeMap<String, Word>, shorter: impl Fn(&str) -> Vec<&str>) {
    let mut more: Vec<(String, Word)> = Vec::new();
    for (text, _) in words.iter().filter(|(_, w)| !w.frames.is_empty()) {
        let mut queue = shorter(text);
        while let Some(base) = queue.pop() {
            if let Some(word) = words.get(base).filter(|w| !w.frames.is_empty()) {
                more.push((text.clone(), word.clone()));
            }
            queue.extend(shorter(base));
        }
    }
    for (text, base) in more {
        let Some(word) = words.get_mut(&text) else { continue };
        for (frame, relation) in base.frames.into_iter().zip(base.relations) {
            if !word.frames.contains(&frame) {
                word.frames.push(frame);
                word.relations.push(relation);
            }
        }
    }
}

/// The words of a language, ready to be found.
pub struct Lexicon {
    pub words: Vec<Word>,
    automaton: AhoCorasick,
    /// The language parts its words by spaces: a word is found only as a whole.
    spaced: bool,
}

impl Lexicon {
    /// Collects the words of a grammar and the triggers of its rules.
    pub fn new(grammar: &Grammar, rules: &[RuleFile]) -> Lexicon {
        let mut words: BTreeMap<String, Word> = BTreeMap::new();
        for (class, list) in &grammar.words {
            for text in list {
                words.entry(text.clone()).or_default().classes.push(*class);
            }
        }
        for (kind, list) in &grammar.pronouns {
            for text in list {
                words.entry(text.clone()).or_default().pronoun = Some(kind.clone());
            }
        }
        for (file, rule) in rules.iter().enumerate() {
            for (frame, f) in rule.frames.iter().enumerate() {
                for trigger in &f.triggers {
                    // A trigger given in both scripts is one word.
                    let word = words.entry(trigger.clone()).or_default();
                    if word.frames.last() != Some(&FrameId { file, frame }) {
                        word.frames.push(FrameId { file, frame });
                        word.relations.push(rule.relation.clone());
                    }
                }
            }
        }
        let aspect = grammar.mark("perfect");
        let prefixes = grammar.mark("verb-prefix");
        inherit(&mut words, |text| {
            let shorter = aspect.iter().filter_map(|a| text.strip_suffix(a.as_str()));
            shorter.chain(prefixes.iter().filter_map(|p| text.strip_prefix(p.as_str()))).collect()
        });
        Lexicon::build(words, false)
    }

    /// Only the pronouns of a language that parts its words by spaces.
    pub fn pronouns(grammar: &Grammar) -> Lexicon {
        let all = grammar.pronouns.iter().flat_map(|(kind, list)| list.iter().map(move |text| (kind, text)));
        let word = |kind: &String| Word { pronoun: Some(kind.clone()), ..Word::default() };
        Lexicon::build(all.map(|(kind, text)| (text.clone(), word(kind))).collect(), true)
    }

    fn build(words: BTreeMap<String, Word>, spaced: bool) -> Lexicon {
        let words: Vec<Word> = words.into_iter().map(|(text, w)| Word { text, ..w }).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.iter().map(|w| w.text.as_str()))
            .expect("a pack's words fit an automaton");
        Lexicon { words, automaton, spaced }
    }

    /// The longest word for a kind of polity that a folded title ends with.
    pub fn topic_noun(&self, title: &str) -> Option<usize> {
        let kinds = self.words.iter().enumerate().filter(|(_, w)| w.pronoun.as_deref() == Some("topic"));
        kinds.filter(|(_, w)| title.ends_with(&w.text)).max_by_key(|(_, w)| w.text.len()).map(|(at, _)| at)
    }

    /// The words in `text`, from left to right, the longest at each place, as bytes of `text`.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize, usize)> + 't {
        let letter = |c: char| c.is_alphanumeric() || ('\u{E000}'..='\u{F8FF}').contains(&c);
        let whole = move |start: usize, end: usize| {
            !text[..start].chars().next_back().is_some_and(letter) && !text[end..].chars().next().is_some_and(letter)
        };
        self.automaton
            .find_iter(text)
            .filter(move |m| !self.spaced || whole(m.start(), m.end()))
            .map(|m| (m.pattern().as_usize(), m.start(), m.end()))
    }
}
