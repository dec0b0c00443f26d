//! A trie over characters: which of many words start at a place in a text.

use crate::fast::FastMap;

/// A map with integer keys of our own making.
pub type IntMap<K, V> = FastMap<K, V>;

/// The characters that nearly all text in ideographs is of, by which [`Trie::index`] makes its table.
const COMMON: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// Words, each with a value.
#[derive(Debug, Clone)]
pub struct Trie<V> {
    edges: IntMap<u64, u32>,
    values: Vec<Option<V>>,
    /// For each common character, its place in `nodes`, 0 for none; empty until [`Trie::index`]. Small, so that it stays
    /// near the processor.
    first: Vec<u16>,
    /// The nodes of common characters that begin a word.
    nodes: Vec<u32>,
    /// Which characters may start a word, a bit for all that share their last twelve bits.
    starts: [u64; 64],
}

/// The place of a character's bit in [`Trie::starts`].
fn start(c: char) -> (usize, u64) {
    let low = c as usize & 0xFFF;
    (low >> 6, 1 << (low & 63))
}

impl<V> Default for Trie<V> {
    fn default() -> Self {
        Trie { edges: IntMap::default(), values: vec![None], first: Vec::new(), nodes: Vec::new(), starts: [0; 64] }
    }
}

fn edge(node: u32, c: char) -> u64 {
    u64::from(node) << 21 | u64::from(u32::from(c))
}

impl<V: Default> Trie<V> {
    /// The value of `word`, made where there is none.
    pub fn entry(&mut self, word: &[char]) -> &mut V {
        self.first.clear();
        if let Some((at, bit)) = word.first().map(|c| start(*c)) {
            self.starts[at] |= bit;
        }
        let mut node = 0u32;
        for &c in word {
            let next = self.values.len() as u32;
            node = *self.edges.entry(edge(node, c)).or_insert(next);
            if node == next {
                self.values.push(None);
            }
        }
        self.values[node as usize].get_or_insert_with(V::default)
    }

    /// Makes looking up faster: most places of a text are the start of no word, and a table tells so at once. For a trie
    /// that is used often and complete.
    pub fn index(&mut self) {
        self.first.clear();
        self.nodes = vec![0];
        for c in COMMON {
            let node = self.edges.get(&edge(0, c)).copied();
            self.first.push(node.map_or(0, |_| self.nodes.len() as u16));
            self.nodes.extend(node);
        }
    }
}

impl<V> Trie<V> {
    /// Every word that starts at the beginning of `text`, shortest first: its length and its value.
    pub fn prefixes<'t>(&'t self, text: &'t [char]) -> impl Iterator<Item = (usize, &'t V)> + 't {
        let mut node = 0u32;
        let steps = text.iter().map_while(move |&c| {
            if node > 0 {
                node = *self.edges.get(&edge(node, c))?;
                return Some(node);
            }
            let common = (c as usize).checked_sub(*COMMON.start() as usize).and_then(|at| self.first.get(at));
            node = match common {
                Some(&place) => self.nodes[place as usize],
                None => {
                    let (at, bit) = start(c);
                    (self.starts[at] & bit != 0).then(|| self.edges.get(&edge(0, c)).copied()).flatten()?
                }
            };
            if node == 0 {
                return None;
            }
            Some(node)
        });
        steps.enumerate().filter_map(|(i, n)| self.values[n as usize].as_ref().map(|v| (i + 1, v)))
    }

    /// The longest word that starts at the beginning of `text`.
    pub fn longest<'t>(&'t self, text: &'t [char]) -> Option<(usize, &'t V)> {
        self.prefixes(text).last()
    }

    /// The value of exactly this word.
    pub fn get(&self, word: &[char]) -> Option<&V> {
        let node = word.iter().try_fold(0u32, |node, &c| self.edges.get(&edge(node, c)).copied())?;
        self.values[node as usize].as_ref()
    }

    /// The longest word that `text` ends in, but is not all of: where it starts, and its value.
    pub fn ending<'t>(&'t self, text: &[char]) -> Option<(usize, &'t V)> {
        (1..text.len()).find_map(|k| self.get(&text[k..]).map(|v| (k, v)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(s: &str) -> Vec<char> {
        s.chars().collect()
    }

    #[test]
    fn finds_the_longest_and_every_prefix() {
        let mut trie: Trie<u8> = Trie::default();
        *trie.entry(&chars("中国")) = 1;
        *trie.entry(&chars("中国人")) = 2;
        let text = chars("中国人民");
        assert_eq!(trie.longest(&text), Some((3, &2)));
        assert_eq!(trie.prefixes(&text).count(), 2);
        assert_eq!(trie.get(&chars("中")), None);
        assert_eq!(trie.longest(&chars("国")), None);
        trie.index();
        assert_eq!(trie.longest(&text), Some((3, &2)));
        assert_eq!(trie.longest(&chars("国")), None);
    }

    #[test]
    fn an_ending_is_shorter_than_the_word() {
        let mut trie: Trie<u8> = Trie::default();
        *trie.entry(&chars("条约")) = 1;
        assert_eq!(trie.ending(&chars("伊犁条约")), Some((2, &1)));
        assert_eq!(trie.ending(&chars("条约")), None);
    }
}
