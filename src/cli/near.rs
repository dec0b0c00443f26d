//! Names that were perhaps meant.

use kg::graph::merge::fold_name;
use std::collections::{BTreeMap, BTreeSet};

/// `; near it: a, b, c`, or nothing. Near are names that share most of their pairs of characters.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let wanted = fold_name(name);
    let mut best: BTreeMap<(u32, &str), ()> = BTreeMap::new();
    for candidate in known {
        let closeness = similarity(&wanted, &fold_name(candidate));
        if closeness >= 300 {
            best.insert((1000 - closeness, candidate), ());
        }
    }
    let names: Vec<&str> = best.keys().take(5).map(|(_, name)| *name).collect();
    if names.is_empty() { String::new() } else { format!("; near it: {}", names.join(", ")) }
}

/// The Dice coefficient of characters and pairs of characters, in thousandths.
fn similarity(a: &str, b: &str) -> u32 {
    let grams = |text: &str| -> BTreeSet<String> {
        let chars: Vec<char> = text.chars().collect();
        let pairs = chars.windows(2).map(|w| w.iter().collect());
        chars.iter().map(char::to_string).chain(pairs).collect()
    };
    let (a, b) = (grams(a), grams(b));
    let all = a.len() + b.len();
    if all == 0 { 0 } else { (2000 * a.intersection(&b).count() / all) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_share_characters() {
        let known = ["伊犁條約", "伊犁", "北京條約", "Treaty of Nanking"];
        assert_eq!(nearest("伊犁条約書", known.into_iter()), "; near it: 伊犁條約, 伊犁");
        assert_eq!(nearest("Treaty of Nanjing", known.into_iter()), "; near it: Treaty of Nanking");
        assert_eq!(nearest("阿古柏", known.into_iter()), "");
    }
}
