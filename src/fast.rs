//! Hash maps for words and numbers of our own: looked up often, and hashed the same way in every run.
//!
//! Their keys come from the domain pack or are made by the program, so that nobody can choose them to collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Mixes eight bytes at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.write_u64(chunk.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b)));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            self.write_u64(rest.iter().rev().fold(rest.len() as u64, |n, b| n << 8 | u64::from(*b)));
        }
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
}

/// A map that is only looked up, or whose order never shows.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// A set of the same kind.
pub type FastSet<T> = HashSet<T, BuildHasherDefault<Mix>>;

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::{BuildHasher, Hash};

    fn hash(value: impl Hash) -> u64 {
        BuildHasherDefault::<Mix>::default().hash_one(value)
    }

    #[test]
    fn words_that_differ_have_different_hashes() {
        let words = ["", "a", "b", "ab", "ba", "occupied", "occupies", "occupied ", "\0", "\0\0", "條約", "条约"];
        let hashes: FastSet<u64> = words.iter().map(hash).collect();
        assert_eq!(hashes.len(), words.len());
        assert_eq!(hash("條約"), hash(String::from("條約")));
    }

    #[test]
    fn numbers_in_a_row_fill_a_map() {
        let map: FastMap<u64, u64> = (0..10_000).map(|n| (n, n * n)).collect();
        assert!((0..10_000).all(|n| map.get(&n) == Some(&(n * n))));
    }
}
