//! The names of all entities, to be completed as one types: a set of keys that an automaton holds (crate `fst`).
//!
//! A key is a name, folded, from its beginning or from the beginning of a word or Chinese character in it, and the number
//! of its entry. What is typed is folded the same way and looked up as the beginning of keys.

use crate::graph::merge::fold_name;
use fst::{IntoStreamer, Set, SetBuilder, Streamer};
use serde::Serialize;

/// Names are found by their later characters too, up to here.
const DEEPEST: usize = 12;
/// So many keys are looked at; of a single letter there may be more.
const LOOKED_AT: usize = 4000;

/// One name of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub label: String,
    pub path: String,
    pub title: String,
    pub class: String,
    pub facts: u32,
}

/// All names.
#[derive(Debug)]
pub struct Index {
    entries: Vec<Entry>,
    keys: Set<Vec<u8>>,
}

impl Index {
    /// Reads lines of label, path, title, class and number of facts, with tabs between.
    pub fn new(lines: &str) -> Index {
        let mut entries: Vec<Entry> = lines
            .lines()
            .filter_map(|line| {
                let mut cells = line.split('\t').map(str::to_owned);
                let (label, path, title, class) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
                let facts = cells.next()?.parse().ok()?;
                Some(Entry { label, path, title, class, facts })
            })
            .collect();
        // Of many names with one beginning, those of the best known come first.
        entries.sort_by(|a, b| {
            b.facts.cmp(&a.facts).then_with(|| a.label.cmp(&b.label)).then_with(|| a.path.cmp(&b.path))
        });
        let mut keys: Vec<Vec<u8>> = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            for start in starts(&entry.label) {
                let mut key = fold_name(&entry.label[start..]).into_bytes();
                if key.is_empty() {
                    continue;
                }
                // After a folded name, 0: it stands in none.
                key.push(0);
                key.extend_from_slice(&(number as u32).to_be_bytes());
                keys.push(key);
            }
        }
        keys.sort();
        keys.dedup();
        let mut builder = SetBuilder::memory();
        for key in keys {
            // Sorted and different: it cannot fail.
            let _ = builder.insert(key);
        }
        Index { entries, keys: builder.into_set() }
    }

    /// Up to `most` entities with a name, or a word in a name, that begins so: names that are just this first, then the
    /// ones that begin with it, in each the best known first.
    pub fn complete(&self, typed: &str, most: usize) -> Vec<&Entry> {
        let typed = fold_name(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut end = typed.clone().into_bytes();
        end.push(0xff);
        let mut stream = self.keys.range().ge(&typed).lt(&end).into_stream();
        let mut found: Vec<(u8, u32)> = Vec::new();
        while let Some(key) = stream.next() {
            let Some((name, number)) = key.split_last_chunk::<4>() else { continue };
            let number = u32::from_be_bytes(*number);
            let Some(entry) = self.entries.get(number as usize) else { continue };
            let whole = name.strip_suffix(&[0]).is_some_and(|n| n == typed.as_bytes());
            let tier = match fold_name(&entry.label) {
                label if label == typed => 0,
                label if label.starts_with(&typed) => 1,
                _ if whole => 2,
                _ => 3,
            };
            found.push((tier, number));
            if found.len() >= LOOKED_AT {
                break;
            }
        }
        found.sort_unstable();
        let mut best: Vec<&Entry> = Vec::new();
        for (_, number) in found {
            let entry = &self.entries[number as usize];
            if !best.iter().any(|e| e.path == entry.path) {
                best.push(entry);
                if best.len() == most {
                    break;
                }
            }
        }
        best
    }
}

/// Where a name can be begun to be typed: at its start, at each word, and at each character of a script without words.
fn starts(label: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut word = false;
    for (at, c) in label.char_indices().take(DEEPEST * 8) {
        let inside = c.is_alphanumeric();
        let wordless = c >= '\u{2E80}';
        if inside && (!word || wordless) {
            starts.push(at);
            if starts.len() == DEEPEST {
                break;
            }
        }
        word = inside && !wordless;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        Index::new(
            "俄羅斯帝國\te/俄羅斯帝國\t俄羅斯帝國\tState\t90\n沙俄\te/俄羅斯帝國\t俄羅斯帝國\tState\t90\nRussian Empire\te/俄羅斯帝國\t俄羅斯帝國\tState\t90\n\
             俄羅斯\te/俄羅斯\t俄羅斯\tState\t5\nKhiva\te/希瓦\t希瓦\tPlace\t3\nKhanate of Khiva\te/希瓦汗國\t希瓦汗國\tState\t9\n\
             Konstantin von Kaufman\te/考夫曼\t考夫曼\tPerson\t7\na line that is cut",
        )
    }

    fn paths(typed: &str) -> Vec<String> {
        index().complete(typed, 5).iter().map(|e| e.path.clone()).collect()
    }

    #[test]
    fn names_are_completed_in_either_script_and_from_any_word() {
        assert_eq!(paths("俄罗斯"), ["e/俄羅斯", "e/俄羅斯帝國"], "the name itself first");
        assert_eq!(paths("帝国"), ["e/俄羅斯帝國"]);
        assert_eq!(paths("khiv"), ["e/希瓦", "e/希瓦汗國"]);
        assert_eq!(paths("KAUF"), ["e/考夫曼"]);
        assert_eq!(paths("russian emp"), ["e/俄羅斯帝國"]);
        assert!(paths("").is_empty() && paths("  ").is_empty() && paths("xyz").is_empty());
    }

    #[test]
    fn an_entity_is_named_once_and_lines_that_are_cut_are_left_out() {
        assert_eq!(paths("俄"), ["e/俄羅斯帝國", "e/俄羅斯"]);
        assert_eq!(index().entries.len(), 7);
    }
}
