//! Scripts: one written form for characters that say the same.
//!
//! *Folding* maps each character to one other, so that offsets stay exact: traditional → simplified, full-width → ASCII,
//! variant characters, dots, dashes and quotation marks → one form each, letters → lower case. Folded text is for comparing
//! and matching, never for display. *Conversion* ([`to_simplified`], [`to_traditional`]) makes labels for the reader.
//!
//! The tables are in `data/`; its README says where they come from.

use std::collections::HashMap;
use std::sync::LazyLock;

const SIMPLIFIED: &str = include_str!("data/simplified.tsv");
const SIMPLIFIED_WORDS: &str = include_str!("data/simplified-words.tsv");
const VARIANTS: &str = include_str!("data/variants.tsv");
const TRADITIONAL: &str = include_str!("data/traditional.tsv");

/// Characters up to here are folded by table: all planes that have Chinese characters and letters.
const LIMIT: usize = 0x3_0000;
const PAGE: usize = 256;

/// What is to be added to each code point. Two levels: most pages are the empty page 0.
struct FoldTable {
    page_of: Vec<u16>,
    pages: Vec<[i32; PAGE]>,
}

impl FoldTable {
    fn get(&self, c: char) -> char {
        let code = c as usize;
        if code >= LIMIT {
            return c;
        }
        let page = self.page_of[code / PAGE] as usize;
        let shift = self.pages[page][code % PAGE];
        if shift == 0 { c } else { u32::try_from(code as i32 + shift).ok().and_then(char::from_u32).unwrap_or(c) }
    }

    fn set(&mut self, from: char, to: char) {
        let code = from as usize;
        if code >= LIMIT {
            return;
        }
        let slot = &mut self.page_of[code / PAGE];
        if *slot == 0 {
            *slot = self.pages.len() as u16;
            self.pages.push([0; PAGE]);
        }
        self.pages[*slot as usize][code % PAGE] = to as i32 - code as i32;
    }
}

/// Punctuation: each group folds to its first character.
const PUNCTUATION: [&str; 12] = [
    "·‧•・･⋅∙●᛫•",
    "“「『﹁﹃｢〝„",
    "”」』﹂﹄｣〞〟",
    "'‘’‛′ʻʼʽ",
    "-‐‑‒–−﹣",
    "—―─﹘",
    "~〜∼～",
    "《〈",
    "》〉",
    "[〔［",
    "]〕］",
    " \u{3000}\u{a0}\u{2002}\u{2003}\u{2007}\u{2009}\u{200a}\u{202f}",
];

static FOLD: LazyLock<FoldTable> = LazyLock::new(|| {
    let mut table = FoldTable { page_of: vec![0; LIMIT / PAGE], pages: vec![[0; PAGE]] };
    for code in 0..0x1_0000 {
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let mut lower = c.to_lowercase();
        // A letter whose lower case is two code points stays: folding is one to one.
        if let (Some(l), None) = (lower.next(), lower.next())
            && l != c
        {
            table.set(c, l);
        }
    }
    for code in 0xff01..=0xff5e_u32 {
        let ascii = (code - 0xfee0) as u8 as char;
        if let Some(c) = char::from_u32(code) {
            table.set(c, ascii.to_ascii_lowercase());
        }
    }
    for (variant, standard) in pairs(SIMPLIFIED).chain(pairs(VARIANTS)) {
        table.set(variant, standard);
    }
    for group in PUNCTUATION {
        let mut members = group.chars();
        if let Some(first) = members.next() {
            members.for_each(|c| table.set(c, first));
        }
    }
    // What a variant is mapped to can itself have a simpler form: follow to the end, so that folding twice changes nothing.
    for code in 0..LIMIT as u32 {
        if let Some(c) = char::from_u32(code) {
            let (mut to, mut steps) = (table.get(c), 0);
            while table.get(to) != to && steps < 4 {
                to = table.get(to);
                steps += 1;
            }
            if table.get(c) != to {
                table.set(c, to);
            }
        }
    }
    table
});

/// The pairs of single characters of a table.
fn pairs(table: &'static str) -> impl Iterator<Item = (char, char)> {
    rows(table).filter_map(|(from, to)| {
        let (mut f, mut t) = (from.chars(), to.chars());
        let pair = (f.next()?, t.next()?);
        f.next().is_none().then_some(pair)
    })
}

/// The rows of a two-column table, of several candidates the first; lines that begin with `#` are comments.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (from, to) = line.split_once('\t')?;
        Some((from, to.split(' ').next().unwrap_or(to)))
    })
}

/// The folded form of a character. Folding it again changes nothing.
pub fn fold(c: char) -> char {
    FOLD.get(c)
}

/// Folds a text; the result has the same length, so every offset stays.
pub fn fold_all(chars: &[char]) -> Vec<char> {
    let table = &*FOLD;
    chars.iter().map(|&c| table.get(c)).collect()
}

/// Folds a string.
pub fn fold_str(text: &str) -> String {
    let table = &*FOLD;
    text.chars().map(|c| table.get(c)).collect()
}

/// Whether the character is a Chinese character (with 〇, without punctuation and kana).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

/// A word and its converted form.
type Word = (&'static [char], &'static [char]);

/// Characters, and words that are exceptions, of one direction of conversion.
struct Conversion {
    characters: HashMap<char, char>,
    /// By their first character, longest first.
    words: HashMap<char, Vec<Word>>,
}

impl Conversion {
    fn convert(&self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            let word = self.words.get(&c).and_then(|w| w.iter().find(|(from, _)| chars[at..].starts_with(from)));
            if let Some((from, to)) = word {
                out.extend(to.iter());
                at += from.len();
            } else {
                out.push(self.characters.get(&c).copied().unwrap_or(c));
                at += 1;
            }
        }
        out
    }

    fn add_word(&mut self, from: &str, to: &str) {
        let leak = |s: &str| -> &'static [char] { Vec::leak(s.chars().collect()) };
        if let Some(first) = from.chars().next() {
            let words = self.words.entry(first).or_default();
            words.push((leak(from), leak(to)));
            words.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        }
    }
}

static TO_SIMPLIFIED: LazyLock<Conversion> = LazyLock::new(|| {
    let mut conversion = Conversion { characters: pairs(SIMPLIFIED).collect(), words: HashMap::new() };
    for (from, to) in rows(SIMPLIFIED_WORDS) {
        conversion.add_word(from, to);
    }
    conversion
});

static TO_TRADITIONAL: LazyLock<Conversion> = LazyLock::new(|| {
    let mut conversion = Conversion { characters: HashMap::new(), words: HashMap::new() };
    for (traditional, simplified) in pairs(SIMPLIFIED) {
        conversion.characters.entry(simplified).or_insert(traditional);
    }
    for (from, to) in rows(TRADITIONAL) {
        match (from.chars().next(), to.chars().next()) {
            (Some(f), Some(t)) if from.chars().count() == 1 => {
                conversion.characters.insert(f, t);
            }
            _ => conversion.add_word(from, to),
        }
    }
    conversion
});

/// A label in simplified characters. Everything that is not a traditional character stays as it is.
pub fn to_simplified(text: &str) -> String {
    TO_SIMPLIFIED.convert(text)
}

/// A label in traditional characters: character by character, with the forms that names mostly have, and some words.
/// Where one simplified character stands for several, the result can be wrong; text that is traditional can change too.
pub fn to_traditional(text: &str) -> String {
    TO_TRADITIONAL.convert(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_fold_to_one_character() {
        for group in
            ["撃擊击", "佔占", "衆眾众", "爲為为", "裏裡里", "羣群", "臺台", "峯峰", "强強", "‧・•→·", "「『“", "」』”"]
        {
            let folded: Vec<char> = group.chars().filter(|&c| c != '→').map(fold).collect();
            assert!(folded.windows(2).all(|w| w[0] == w[1]), "{group}: {folded:?}");
        }
    }

    #[test]
    fn folding_keeps_the_length_and_folding_again_changes_nothing() {
        for code in 0..=0x10_ffff_u32 {
            if let Some(c) = char::from_u32(code) {
                let once = fold(c);
                assert_eq!(fold(once), once, "{c:?} {once:?}");
            }
        }
        let text: Vec<char> = "１８６４年，俄國（Russia）與İ".chars().collect();
        assert_eq!(fold_all(&text).len(), text.len());
        assert_eq!(fold_str("１８６４年，俄國（Russia）"), "1864年,俄国(russia)");
    }

    #[test]
    fn traditional_and_simplified_fold_alike() {
        assert_eq!(fold_str("清廷收復伊犁，割讓霍爾果斯河以西"), fold_str("清廷收复伊犁，割让霍尔果斯河以西"));
        assert_eq!(fold_str("乾隆"), fold_str("干隆"));
        assert_eq!(fold('國'), '国');
        assert_eq!(fold('国'), '国');
    }

    #[test]
    fn labels_are_converted() {
        assert_eq!(to_simplified("乾隆皇帝征服準噶爾汗國"), "乾隆皇帝征服准噶尔汗国");
        assert_eq!(to_simplified("Жэйт ABC 《條約》"), "Жэйт ABC 《条约》");
        assert_eq!(to_traditional("准噶尔汗国"), "準噶爾汗國");
        assert_eq!(to_traditional("俄罗斯征服布哈拉"), "俄羅斯征服布哈拉");
        assert_eq!(to_traditional("乾隆"), "乾隆");
        assert_eq!(to_traditional("塔什干"), "塔什干");
        assert_eq!(to_traditional("皇太后"), "皇太后");
        assert_eq!(to_traditional("后金"), "後金");
        assert_eq!(to_traditional("里海"), "裏海");
        assert_eq!(to_traditional("昆仑山"), "崑崙山");
        assert_eq!(to_traditional("于阗"), "于闐");
    }

    #[test]
    fn han_is_told_from_the_rest() {
        assert!("國国〇𠮶".chars().all(is_han));
        assert!(!"a1，。かЖ".chars().any(is_han));
    }
}
