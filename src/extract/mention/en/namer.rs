//! The names and words of a pack, ready to be matched in text of words.

use super::load::note_first;
use super::token::{Cap, Gap, Token, cap, key, word_end};
use crate::fast::FastMap;
use crate::pack::Gazetteer;
use crate::pack::english::WordNames;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A bit of [`Word::bits`] each: what a phrase can be.
pub mod bit {
    pub const BEATEN: u64 = 1 << 32;
    pub const PACT: u64 = 1 << 33;
    pub const MAKES_PACT: u64 = 1 << 34;
    pub const LANDED: u64 = 1 << 35;
    pub const OPENS_PLACE: u64 = 1 << 38;
    pub const EPITHET: u64 = 1 << 36;
    pub const RANK: u64 = 1 << 37;
    pub const FUNCTION: u64 = 1;
    pub const NEVER: u64 = 1 << 1;
    pub const ORDINAL: u64 = 1 << 2;
    pub const TITLE: u64 = 1 << 3;
    pub const GIVEN: u64 = 1 << 4;
    pub const ENDING: u64 = 1 << 5;
    pub const PARTICLE: u64 = 1 << 6;
    pub const KIN: u64 = 1 << 7;
    pub const BEFORE_PERSON: u64 = 1 << 8;
    pub const AFTER_PERSON: u64 = 1 << 9;
    pub const OWNED: u64 = 1 << 10;
    pub const OFFICE: u64 = 1 << 11;
    pub const OFFICE_MODIFIER: u64 = 1 << 12;
    pub const BEFORE_OFFICE: u64 = 1 << 13;
    pub const BODY: u64 = 1 << 14;
    pub const BETWEEN: u64 = 1 << 15;
    pub const GROUP: u64 = 1 << 16;
    pub const BEFORE_PLACE: u64 = 1 << 17;
    pub const PLACE_KIND: u64 = 1 << 18;
    pub const AFTER_PLACE: u64 = 1 << 19;
    pub const PLACE_VERB: u64 = 1 << 20;
    pub const AFTER_PEOPLE: u64 = 1 << 21;
    pub const BEFORE_PEOPLE: u64 = 1 << 22;
    pub const PREFIX: u64 = 1 << 23;
    pub const VERB: u64 = 1 << 24;
    pub const DIRECTION: u64 = 1 << 25;
    pub const WEAK_OFFICE: u64 = 1 << 26;
    pub const PLURAL: u64 = 1 << 27;
    pub const SOVEREIGN: u64 = 1 << 28;
    pub const FIELD: u64 = 1 << 29;
    pub const FEMALE: u64 = 1 << 30;
    pub const MALE: u64 = 1 << 31;
}

/// What a phrase can be. Forms are counted from 1; 0 is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    pub bits: u64,
    pub of: u8,
    pub of_capital: u8,
    pub after: u8,
    pub after_capital: u8,
    pub before: u8,
    pub hint: u8,
}

/// A phrase where it stands: how many words, and what it can be.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub len: u8,
    pub word: Word,
}

/// A gazetteer entry as mentions need it.
#[derive(Debug, Clone)]
pub struct Known {
    pub title: String,
    pub class: Arc<str>,
    pub names: BTreeSet<String>,
    pub active: (Option<i32>, Option<i32>),
}

/// The classes that naming speaks of.
#[derive(Debug, Clone)]
pub struct Roles {
    pub polity: Arc<str>,
    pub place: Arc<str>,
    pub people: Arc<str>,
    pub person: Arc<str>,
    pub office: Arc<str>,
    pub army: Arc<str>,
    pub treaty: Arc<str>,
    pub unknown: Arc<str>,
}

/// Phrases of several words: how many words the longest one has that begins with a word.
pub(super) type Firsts = FastMap<String, u8>;

/// All that is known of names before a document is read. Maps are only looked up, so that their order never shows.
pub struct Namer {
    pub class: Roles,
    pub known: Vec<Known>,
    pub classes: Vec<Arc<str>>,
    /// What is known by its initials is one of these.
    pub abbreviated: Arc<str>,
    pub(super) phrases: FastMap<String, Word>,
    pub(super) firsts: Firsts,
    /// Names → entries, and which of their words have a capital.
    pub(super) names: FastMap<String, (Vec<u32>, u32)>,
    pub(super) name_firsts: Firsts,
    /// Adjectives → entries.
    pub adjectives: FastMap<String, Vec<u32>>,
    pub suffixes: Vec<String>,
    pub collective: Vec<String>,
    /// Words that are shortened with a full stop.
    pub(super) short: Vec<String>,
    /// What makes an adjective of a name with a hyphen before it.
    pub(super) hyphenated: Vec<String>,
    /// Endings of words that name no thing.
    pub(super) common: Vec<String>,
    /// What surnames and names of places end in.
    pub(super) surnames: Vec<String>,
    pub(super) places: Vec<String>,
}

impl Namer {
    /// Makes the names of a gazetteer and of a language ready.
    pub fn new(gazetteer: &Gazetteer, pack: &WordNames) -> Namer {
        let mut classes: Vec<Arc<str>> = Vec::new();
        let mut class = |name: &str| -> Arc<str> {
            if let Some(known) = classes.iter().find(|c| &***c == name) {
                return known.clone();
            }
            classes.push(name.into());
            classes[classes.len() - 1].clone()
        };
        let c = &pack.class;
        let roles = Roles {
            polity: class(&c.polity),
            place: class(&c.place),
            people: class(&c.people),
            person: class(&c.person),
            office: class(&c.office),
            army: class(&c.army),
            treaty: class(&c.treaty),
            unknown: class(&c.unknown),
        };
        let abbreviated = class(&c.abbreviated);
        for name in pack.forms.iter().map(|f| &f.class).chain(pack.hints.iter().map(|h| &h.class)) {
            class(name);
        }
        let known = gazetteer.entries.iter().map(|e| Known {
            title: e.title(),
            class: class(&e.class),
            names: e.names.iter().map(|n| n.text.clone()).collect(),
            active: e.active,
        });
        let known = known.collect();
        let mut namer = Namer {
            class: roles,
            known,
            abbreviated,
            classes,
            phrases: FastMap::default(),
            firsts: Firsts::default(),
            names: FastMap::default(),
            name_firsts: Firsts::default(),
            adjectives: FastMap::default(),
            suffixes: pack.actor.suffixes.0.clone(),
            collective: pack.actor.collective.0.clone(),
            short: pack.small.short.0.clone(),
            common: pack.small.common.0.clone(),
            hyphenated: pack.small.hyphenated.0.clone(),
            surnames: pack.person.surnames.0.clone(),
            places: pack.place.endings.0.clone(),
        };
        namer.suffixes.sort_by_key(|s| std::cmp::Reverse(s.len()));
        namer.read_phrases(pack);
        namer.read_gazetteer(gazetteer, false);
        namer.read_gazetteer(gazetteer, true);
        namer.read_adjectives(gazetteer, pack);
        namer
    }

    pub(super) fn phrase(&mut self, phrase: &str) -> &mut Word {
        let key: Vec<String> = phrase.split(' ').map(|w| key(&w.chars().collect::<Vec<_>>())).collect();
        note_first(&mut self.firsts, &key);
        self.phrases.entry(key.join(" ")).or_default()
    }

    /// The number of a class, from 1.
    pub(super) fn number(&self, class: &str) -> u8 {
        self.classes.iter().position(|c| &**c == class).map_or(0, |at| at as u8 + 1)
    }

    /// The class with a number.
    pub fn numbered(&self, number: u8) -> Option<Arc<str>> {
        self.classes.get(usize::from(number).checked_sub(1)?).cloned()
    }

    /// The words of a name, and which have a capital, as bits.
    pub fn words_of(&self, name: &str) -> (Vec<String>, u32) {
        let text: Vec<char> = name.chars().collect();
        let (mut words, mut capitals, mut at) = (Vec::new(), 0, 0);
        while at < text.len() {
            if !text[at].is_alphanumeric() {
                at += 1;
                continue;
            }
            let (to, end) = word_end(&text, at, text.len(), &|w| self.is_short(w));
            let to = to.max(at + 1);
            if cap(&text[at..to]) != Cap::Lower {
                capitals |= 1_u32.checked_shl(words.len() as u32).unwrap_or(0);
            }
            words.push(key(&text[at..to]));
            at = end.max(to);
        }
        if words.first().is_some_and(|w| w == "the") && words.len() > 1 {
            words.remove(0);
            capitals >>= 1;
        }
        (words, capitals)
    }

    /// Whether a word is shortened with the full stop that follows it.
    pub fn is_short(&self, word: &[char]) -> bool {
        word.len() <= 5 && word.first().is_some_and(|c| c.is_uppercase()) && self.short.contains(&key(word))
    }

    /// All phrases of the language that begin at a token, shortest first.
    pub fn phrases_at(&self, tokens: &[Token], at: usize, found: &mut Vec<Hit>) {
        let Some(&most) = tokens.get(at).and_then(|t| self.firsts.get(&t.key)) else { return };
        let mut joined = tokens[at].key.clone();
        for len in 1..=usize::from(most) {
            if len > 1 {
                let Some(next) = tokens.get(at + len - 1).filter(|t| t.gap == Gap::Space) else { break };
                if tokens[at + len - 2].possessive {
                    break;
                }
                joined.push(' ');
                joined.push_str(&next.key);
            }
            if let Some(word) = self.phrases.get(&joined) {
                found.push(Hit { len: len as u8, word: *word });
            }
        }
    }

    /// The longest name of the gazetteer that begins at a token: how many tokens, and its entries.
    pub fn name_at(&self, tokens: &[Token], at: usize) -> Option<(usize, &[u32])> {
        let most = usize::from(*self.name_firsts.get(&tokens.get(at)?.key)?);
        let mut joined = tokens[at].key.clone();
        let mut found = None;
        for len in 1..=most {
            if len > 1 {
                let Some(next) = tokens.get(at + len - 1).filter(|t| t.gap == Gap::Space) else { break };
                if tokens[at + len - 2].possessive {
                    break;
                }
                joined.push(' ');
                joined.push_str(&next.key);
            }
            if let Some((entries, capitals)) = self.names.get(&joined) {
                let short = joined.len() <= 3;
                let fits = tokens[at..at + len].iter().enumerate().all(|(k, t)| {
                    let wanted = capitals >> k & 1 == 1;
                    !wanted || t.cap != Cap::Lower && (!short || t.cap == Cap::Upper || joined.len() > 2)
                });
                if fits {
                    found = Some((len, entries.as_slice()));
                }
            }
        }
        found
    }

    /// The entries of a name, given as its words.
    pub fn entries(&self, name: &str) -> Option<&[u32]> {
        self.names.get(name).map(|(e, _)| e.as_slice())
    }

    /// The class that the ending of some words suggests, for words that stand where a name is told.
    pub fn class_by_ending(&self, text: &str) -> Option<Arc<str>> {
        let (mut words, _) = self.words_of(text);
        // What stands behind "in" says where: Great Depression in the United Kingdom.
        words.truncate(words.iter().position(|w| w == "in").filter(|at| *at > 0).unwrap_or(words.len()));
        let of = words.iter().position(|w| w == "of");
        let by = |word: &str, of: bool| {
            let w = self.phrases.get(word)?;
            let number =
                if of { w.of.max(w.of_capital) } else { [w.after, w.after_capital][usize::from(w.after == 0)] };
            self.numbered(number)
        };
        match of {
            Some(at) if at > 0 => by(&words[at - 1], true),
            _ => by(words.last()?, false),
        }
    }
}

/// A name without the disambiguator in brackets at its end.
pub fn bare(name: &str) -> &str {
    match name.trim().strip_suffix(')').and_then(|n| n.rfind('(')) {
        Some(open) if open > 0 => name.trim()[..open].trim_end_matches([' ', '_']),
        _ => name.trim(),
    }
}

impl Namer {
    /// Whether a word is an adjective made with a participle or a small word: Russian-held, German-style, full-scale.
    pub fn is_hyphenated(&self, word: &str) -> bool {
        let first = word.split_once('-').is_some_and(|(first, _)| self.is_word(first, bit::FUNCTION));
        let last = word.rsplit_once('-').is_some_and(|(_, last)| {
            last.len() > 3 && last.ends_with("ed") || self.hyphenated.iter().any(|h| h == last)
        });
        first || last
    }

    /// Whether a word is the name of an idea or a state of things.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.iter().any(|e| word.len() > e.len() + 3 && word.ends_with(e.as_str()))
    }

    /// Whether a word ends as surnames do.
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()))
    }

    /// Whether a word ends as names of places do.
    pub fn is_place_name(&self, word: &str) -> bool {
        self.places.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()))
    }

    /// Whether a class is of what happens: war, rebellion, event.
    pub fn is_happening(&self, class: &Arc<str>) -> bool {
        let c = &self.class;
        let things = [&c.polity, &c.place, &c.people, &c.person, &c.office, &c.army, &c.treaty, &c.unknown];
        *class != self.abbreviated && things.iter().all(|t| *t != class)
    }

    /// Whether a word is the common word of names of polities: dynasty.
    pub fn polity_head(&self, word: &str) -> bool {
        let polity = |n: u8| self.numbered(n).is_some_and(|c| c == self.class.polity);
        self.phrases.get(word).is_some_and(|w| polity(w.after) || polity(w.after_capital))
    }

    /// Whether a word is a common word of names that needs no capital: khanate.
    pub fn is_small_head(&self, word: &str) -> bool {
        self.phrases.get(word).is_some_and(|w| w.after > 0)
    }

    /// Whether a word by itself is one of `bits`.
    pub fn is_word(&self, word: &str, bits: u64) -> bool {
        self.phrases.get(word).is_some_and(|w| w.bits & bits != 0)
    }
}
