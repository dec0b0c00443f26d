//! Adjectives and names of people made from the names of polities and places: Russian, the British, Khivans.

use super::namer::bit;
use super::scan::Scan;
use super::token::{Cap, Gap};

/// What an adjective or the name of a people is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjective {
    pub entries: Vec<u32>,
    /// How many words it has: Crimean Tatar.
    pub len: usize,
    /// Ends in -s: Khivans.
    pub plural: bool,
}

impl Scan<'_> {
    /// The adjective that a word is.
    pub fn adjective(&self, at: usize) -> Option<Adjective> {
        let token = self.tokens.get(at)?;
        if !matches!(token.cap, Cap::Capital | Cap::Upper) {
            return None;
        }
        if !token.possessive && self.follows(at + 1) && self.tokens[at + 1].cap != Cap::Lower {
            let two = format!("{} {}", token.key, self.tokens[at + 1].key);
            if let Some((entries, plural)) = self.listed(&two) {
                return Some(Adjective { entries: entries.to_vec(), len: 2, plural });
            }
        }
        let key = token.key.as_str();
        if let Some((entries, plural)) = self.listed(key) {
            return Some(Adjective { entries: entries.to_vec(), len: 1, plural });
        }
        if self.namer.entries(key).is_some() || self.is(at, bit::FUNCTION | bit::NEVER | bit::TITLE) {
            return None;
        }
        self.made_from_name(key)
    }

    /// The entries of an adjective that is known as such, and whether it has the ending of a plural.
    fn listed(&self, key: &str) -> Option<(&[u32], bool)> {
        let one = self.namer.adjectives.get(key).map(|e| (e.as_slice(), false));
        one.or_else(|| Some((self.namer.adjectives.get(key.strip_suffix('s')?)?.as_slice(), true)))
    }

    /// Whether a word is made of adjectives and says between whom something is: Anglo-Afghan.
    pub fn is_compound(&self, at: usize) -> bool {
        let key = self.key(at);
        key.contains('-')
            && key.split('-').all(|part| {
                self.namer.is_word(part, bit::PREFIX)
                    || self.namer.adjectives.contains_key(part)
                    || self.made_from_name(part).is_some()
            })
    }

    /// Kokandi from Kokand, Khivans from Khiva.
    fn made_from_name(&self, key: &str) -> Option<Adjective> {
        for suffix in &self.namer.suffixes {
            let Some(stem) = key.strip_suffix(suffix.as_str()).filter(|s| s.chars().count() >= 4) else { continue };
            let full = |ending: &str| self.namer.entries(&format!("{stem}{ending}"));
            let endings: &[&str] = if suffix == "s" { &[] } else { &["", "a", "ia", "e", "o", "y"] };
            let entries = endings.iter().find_map(|e| full(e)).filter(|e| {
                e.iter().all(|e| {
                    let class = &self.namer.known[*e as usize].class;
                    *class == self.namer.class.polity || *class == self.namer.class.place
                })
            });
            if let Some(entries) = entries {
                return Some(Adjective {
                    entries: entries.to_vec(),
                    len: 1,
                    plural: suffix.len() > 1 && suffix.ends_with('s'),
                });
            }
        }
        None
    }

    /// The token behind what stands beside a name and is the polity itself where it acts: troops, imperial army.
    pub fn body_end(&self, at: usize) -> Option<usize> {
        let mut at = at;
        for _ in 0..3 {
            if !self.follows(at) {
                return None;
            }
            let body = self.len(at, bit::BODY);
            let between = self.len(at, bit::BETWEEN);
            if body > 0 && body >= between {
                return Some(at + body);
            }
            if between == 0 {
                return None;
            }
            at += between;
        }
        None
    }

    /// The token behind a group of people that an adjective stands before: settlers, nomadic tribes.
    pub fn group_end(&self, at: usize) -> Option<usize> {
        let len = self.len(at, bit::GROUP);
        (len > 0 && self.follows(at)).then_some(at + len)
    }

    /// Whether "the ADJECTIVE" at a token stands for all: a verb, a small word or the end of the clause follows.
    pub fn is_collective(&self, at: usize) -> bool {
        let key = self.key(at);
        let ending = self.namer.collective.iter().any(|e| key.ends_with(e.as_str()));
        if !ending {
            return false;
        }
        let Some(next) = self.tokens.get(at + 1) else { return true };
        if self.tokens[at].possessive {
            return true;
        }
        if next.gap != Gap::Space {
            return true;
        }
        let verb = self.is(at + 1, bit::VERB | bit::FUNCTION | bit::PLACE_VERB);
        let shape = next.cap == Cap::Lower && (next.key.ends_with("ed") || next.key.ends_with("ly"));
        verb && next.cap == Cap::Lower || shape
    }
}
