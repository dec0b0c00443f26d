//! Words of folded English text, read without allocating: for the small words of numbers and times.
//!
//! Lists of words are strings with a space between them, which is how people write and check them.

/// A word that is ASCII and not longer than those words are.
#[derive(Clone, Copy)]
pub struct Word {
    letters: [u8; 16],
    len: usize,
    /// Where it ends.
    pub end: usize,
}

impl Word {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.len]).unwrap_or("")
    }

    /// Whether it is in the list.
    pub fn is_in(&self, list: &str) -> bool {
        let letters = &self.letters[..self.len];
        list.split_ascii_whitespace().any(|w| w.as_bytes() == letters)
    }

    /// A number that only this word has.
    fn key(&self) -> u128 {
        u128::from_be_bytes(self.letters)
    }
}

/// The word that begins at a place; `None` where none begins, or one with other letters or more than 16.
pub fn word_at(text: &[char], at: usize) -> Option<Word> {
    let mut word = Word { letters: [0; 16], len: 0, end: at };
    while let Some(c) = text.get(word.end).filter(|c| c.is_alphabetic()) {
        if !c.is_ascii() || word.len == word.letters.len() {
            return None;
        }
        word.letters[word.len] = *c as u8;
        word.len += 1;
        word.end += 1;
    }
    (word.len > 0).then_some(word)
}

/// A set of words that is asked for every word of a text.
pub struct WordSet {
    keys: Vec<u128>,
    /// For each first letter, the lengths that its words have, as bits.
    lengths: [u32; 256],
}

impl WordSet {
    /// The words of the lists.
    pub fn new(lists: &[&str]) -> WordSet {
        let words = lists.iter().flat_map(|list| list.split_ascii_whitespace());
        let mut keys: Vec<u128> =
            words.filter_map(|w| Some(word_at(&w.chars().collect::<Vec<_>>(), 0)?.key())).collect();
        keys.sort_unstable();
        let mut lengths = [0; 256];
        for word in lists.iter().flat_map(|list| list.split_ascii_whitespace()) {
            if let Some(first) = word.bytes().next() {
                lengths[usize::from(first)] |= 1_u32.checked_shl(word.len() as u32).unwrap_or(0);
            }
        }
        WordSet { keys, lengths }
    }

    pub fn contains(&self, word: &Word) -> bool {
        // Most words are not in it: their first letter and length tell.
        let possible = self.lengths[usize::from(word.letters[0])] >> word.len & 1 == 1;
        possible && self.keys.binary_search(&word.key()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_ascii_and_short() {
        let text: Vec<char> = "nine été seventeenhundredmen 9".chars().collect();
        let word = |at| word_at(&text, at).map(|w| (w.as_str().to_owned(), w.end));
        assert_eq!(word(0), Some(("nine".to_owned(), 4)));
        assert_eq!(word(1), Some(("ine".to_owned(), 4)));
        assert_eq!((word(4), word(5), word(9), word(29), word(99)), (None, None, None, None, None));
    }

    #[test]
    fn sets_hold_their_words_only() {
        let set = WordSet::new(&["one two", "  three"]);
        let has = |word: &str| word_at(&word.chars().collect::<Vec<_>>(), 0).is_some_and(|w| set.contains(&w));
        assert!(has("one") && has("two") && has("three"));
        assert!(!has("four") && !has("on") && !has("ones"));
    }
}
