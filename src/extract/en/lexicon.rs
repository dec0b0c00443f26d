//! The words of English: function words, verbs in all their forms with the frames that they trigger, nouns of acts.

use super::inflect::{Form, Irregular};
use crate::extract::lexicon::FrameId;
use crate::fast::{FastMap, FastSet};
use crate::pack::grammar::{Grammar, WordClass};
use crate::pack::rules::RuleFile;

/// What a function word does; a word can have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tags(u32);

macro_rules! tags {
    ($($name:ident = $bit:expr, $mark:expr;)*) => {
        impl Tags {
            $(pub const $name: Tags = Tags(1 << $bit);)*
            /// The lists of `grammar.toml` that give a word its tags.
            const MARKS: &'static [(&'static str, Tags)] = &[$(($mark, Tags::$name)),*];
        }
    };
}

tags! {
    DETERMINER = 0, "determiner";
    PREPOSITION = 1, "preposition";
    LINK = 2, "link";
    SUBORDINATOR = 3, "subordinator";
    RELATIVE = 4, "relative";
    AND = 5, "and";
    BUT = 6, "but";
    ADVERB = 7, "adverb";
    NOT = 8, "not";
    MODAL = 9, "modal";
    BE = 10, "be";
    HAVE = 11, "have";
    DO = 12, "do";
    ADJECTIVE = 13, "adjective";
    NOUN = 14, "noun";
    CONDITION = 15, "condition";
}

impl Tags {
    pub const NONE: Tags = Tags(0);

    pub fn has(self, other: Tags) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Tags) {
        self.0 |= other.0;
    }

    /// Whether it is a word of grammar, that no name or noun phrase holds.
    pub fn is_function(self) -> bool {
        const FUNCTION: u32 = 0b1001_1111_0111_1110;
        self.0 & FUNCTION != 0
    }
}

/// A part of a trigger after its verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Word(String),
    /// `~`: a few words.
    Some,
    /// `_`: the object of the verb, unless it is passive.
    Object,
}

/// A verb or a phrase that begins with one.
#[derive(Debug, Clone)]
pub struct Trigger {
    pub rest: Vec<Part>,
    /// None: the phrase is listed so that no shorter one is found in it.
    pub frames: Vec<FrameId>,
    /// Only a passive is meant, and what it is done to is the subject of the frame: `be killed in`.
    pub passive: bool,
}

impl Trigger {
    /// How much of a sentence it takes, what may be missing aside.
    pub fn length(&self) -> usize {
        self.rest.iter().filter(|p| **p != Part::Some).count()
    }
}

/// A verb.
#[derive(Debug, Clone, Default)]
pub struct Lemma {
    pub base: String,
    /// The longest first.
    pub triggers: Vec<Trigger>,
}

/// The words of English, ready to be looked up.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub lemmas: Vec<Lemma>,
    forms: FastMap<String, Vec<(usize, Form)>>,
    tags: FastMap<String, Tags>,
    sets: FastMap<String, FastSet<String>>,
    /// Function words of several words by their first.
    phrases: FastMap<String, Vec<Vec<String>>>,
    nouns: FastMap<String, Vec<FrameId>>,
}

impl Lexicon {
    /// Collects the words of a grammar and the triggers of its rules.
    pub fn new(grammar: &Grammar, rules: &[RuleFile]) -> Lexicon {
        let mut lexicon = Lexicon::default();
        let irregular = Irregular::new(&grammar.irregular);
        let mut by_base: FastMap<String, usize> = FastMap::default();
        for (name, words) in &grammar.marks {
            lexicon.sets.insert(name.clone(), words.iter().cloned().collect());
        }
        for (name, tag) in Tags::MARKS {
            for word in grammar.mark(name) {
                lexicon.tags.entry(word.clone()).or_insert(Tags::NONE).add(*tag);
                let parts: Vec<String> = word.split(' ').map(str::to_owned).collect();
                if parts.len() > 1 {
                    lexicon.phrases.entry(parts[0].clone()).or_default().push(parts);
                }
            }
        }
        for phrases in lexicon.phrases.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.len()));
            phrases.dedup();
        }
        let plain = grammar.words.get(&WordClass::Verb).map_or(&[][..], Vec::as_slice);
        for verb in plain {
            lexicon.add_trigger(&mut by_base, &irregular, verb, None);
        }
        for (file, rule) in rules.iter().enumerate() {
            for (frame, f) in rule.frames.iter().enumerate() {
                let id = FrameId { file, frame };
                for trigger in &f.triggers {
                    lexicon.add_trigger(&mut by_base, &irregular, trigger, Some(id));
                }
                for noun in &f.nouns {
                    for word in [noun.clone(), plural(noun)] {
                        lexicon.nouns.entry(word).or_default().push(id);
                    }
                }
            }
        }
        for lemma in &mut lexicon.lemmas {
            lemma.triggers.sort_by_key(|t| std::cmp::Reverse(t.length()));
        }
        lexicon
    }

    fn add_trigger(
        &mut self,
        by_base: &mut FastMap<String, usize>,
        irregular: &Irregular,
        text: &str,
        frame: Option<FrameId>,
    ) {
        let mut words = text.split_whitespace();
        let Some(mut base) = words.next().map(str::to_owned) else { return };
        let mut passive = false;
        if base == "be"
            && let Some(next) = words.clone().next()
            && let Some((lemma, _)) = self.readings(next).iter().find(|(_, f)| *f == Form::Participle)
        {
            base = self.lemmas[*lemma].base.clone();
            passive = true;
            words.next();
        }
        let id = *by_base.entry(base.clone()).or_insert_with(|| {
            self.lemmas.push(Lemma { base: base.clone(), triggers: Vec::new() });
            let id = self.lemmas.len() - 1;
            for (word, form) in irregular.forms(&base) {
                self.forms.entry(word).or_default().push((id, form));
            }
            id
        });
        let part = |w: &str| match w {
            "~" => Part::Some,
            "_" => Part::Object,
            _ => Part::Word(w.to_owned()),
        };
        // Function words of several words are one unit of a line.
        let words: Vec<&str> = words.collect();
        let mut rest: Vec<Part> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let len = self.phrase(&words[at..]).unwrap_or(1);
            rest.push(part(&words[at..at + len].join(" ")));
            at += len;
        }
        let triggers = &mut self.lemmas[id].triggers;
        let at = match triggers.iter().position(|t| t.rest == rest && t.passive == passive) {
            Some(at) => at,
            None => {
                triggers.push(Trigger { rest, frames: Vec::new(), passive });
                triggers.len() - 1
            }
        };
        if let Some(frame) = frame
            && !triggers[at].frames.contains(&frame)
        {
            triggers[at].frames.push(frame);
        }
    }

    /// What a word does in a sentence.
    pub fn tags(&self, word: &str) -> Tags {
        self.tags.get(word).copied().unwrap_or(Tags::NONE)
    }

    /// The verb with a base form.
    pub fn lemma(&self, base: &str) -> Option<usize> {
        self.readings(base).iter().find(|(_, f)| *f == Form::Base).map(|(l, _)| *l)
    }

    /// Which verbs a word is a form of.
    pub fn readings(&self, word: &str) -> &[(usize, Form)] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The frames that a noun triggers.
    pub fn noun(&self, word: &str) -> &[FrameId] {
        self.nouns.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a list of the grammar holds a word.
    pub fn is(&self, list: &str, word: &str) -> bool {
        self.sets.get(list).is_some_and(|s| s.contains(word))
    }

    /// How many of some words are one function word, the longest first.
    pub fn phrase(&self, words: &[&str]) -> Option<usize> {
        let phrases = self.phrases.get(*words.first()?)?;
        phrases.iter().find(|p| p.len() <= words.len() && p.iter().zip(words).all(|(a, b)| a == b)).map(Vec::len)
    }
}

/// The plural of a noun by rule.
fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|e| noun.ends_with(e)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}
