//! Reign eras: names of counted years, from Han China to modern Japan, read from `data/eras.tsv`.
//!
//! Year n of an era is the lunar year `first + n - 1`. Many names were used more than once; the state that a text names
//! before the era (唐貞觀), the number of years that an era had, and the years that the text is about tell them apart.

use crate::text::script::fold_str;
use std::sync::LazyLock;

const ERAS: &str = include_str!("../data/eras.tsv");

/// Within so many years of what the text is about, the nearer era of the same name is meant.
const NEAR: i32 = 100;

/// What is known of the months of an era's years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Months {
    /// The months of [`super::lunar`].
    Chinese,
    /// No table: dates are as exact as their year.
    Unknown,
    /// Gregorian months from this year on, unknown before.
    GregorianFrom(i32),
}

/// A reign era.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Era {
    /// Folded.
    pub name: String,
    /// The state that counted so, folded: 北宋, 日本.
    pub dynasty: String,
    /// The astronomical number of its first year.
    pub first: i32,
    /// The year in which it ended.
    pub last: i32,
    pub months: Months,
}

/// A name, and the eras that were called so: indices into [`EraTable::eras`].
struct Named {
    name: Vec<char>,
    eras: Vec<usize>,
}

/// The eras and their names.
pub struct EraTable {
    pub eras: Vec<Era>,
    /// The names, sorted by first character, longer ones first.
    names: Vec<Named>,
    /// For each character of the Basic Multilingual Plane, where its names begin in `names`; `u16::MAX` for none.
    first: Vec<u16>,
}

static TABLE: LazyLock<EraTable> = LazyLock::new(|| {
    let eras: Vec<Era> = ERAS.lines().filter(|line| !line.starts_with('#')).filter_map(parse).collect();
    let mut names: Vec<Named> = Vec::new();
    for (index, era) in eras.iter().enumerate() {
        let name: Vec<char> = era.name.chars().collect();
        match names.iter_mut().find(|n| n.name == name) {
            Some(named) => named.eras.push(index),
            None => names.push(Named { name, eras: vec![index] }),
        }
    }
    names.sort_by_key(|n| (n.name.first().copied(), std::cmp::Reverse(n.name.len())));
    let mut first = vec![u16::MAX; 0x1_0000];
    for (index, named) in names.iter().enumerate().rev() {
        if let Some(slot) = named.name.first().and_then(|&c| first.get_mut(c as usize)) {
            *slot = index as u16;
        }
    }
    EraTable { eras, names, first }
});

fn parse(line: &str) -> Option<Era> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, dynasty, first, last, calendar] = fields[..] else {
        return None;
    };
    // The file counts BC years from 1, as people do.
    let astronomical = |year: &str| year.parse::<i32>().ok().map(|y| if y < 0 { y + 1 } else { y });
    let months = match calendar {
        "lunar" => Months::Chinese,
        "year" => Months::Unknown,
        from => Months::GregorianFrom(from.parse().ok()?),
    };
    Some(Era {
        name: fold_str(name),
        dynasty: fold_str(dynasty),
        first: astronomical(first)?,
        last: astronomical(last)?,
        months,
    })
}

/// The table of eras.
pub fn table() -> &'static EraTable {
    &TABLE
}

impl EraTable {
    /// The characters that era names begin with.
    pub fn first_characters(&self) -> impl Iterator<Item = char> {
        self.names.iter().filter_map(|n| n.name.first().copied())
    }

    /// The longest era name that the text begins with: its length, and the eras that bear it.
    pub fn at(&self, folded: &[char]) -> Option<(usize, &[usize])> {
        let first = *folded.first()?;
        let begin = *self.first.get(first as usize)?;
        let names = self.names.get(usize::from(begin)..)?.iter().take_while(|n| n.name.first() == Some(&first));
        let named = names.into_iter().find(|n| folded.starts_with(&n.name))?;
        Some((named.name.len(), &named.eras))
    }

    /// Which of the eras can be meant: the ones of the state named just before (`before`, folded), or else all; of these
    /// the ones that had a year `n`.
    pub fn narrow(&self, eras: &[usize], n: Option<i32>, before: &[char]) -> Vec<usize> {
        let named: Vec<usize> = eras.iter().copied().filter(|&i| self.eras[i].is_of(before)).collect();
        let pool = if named.is_empty() { eras } else { &named };
        // An era can be counted on for a year after its end, before the news of its end.
        let long_enough = |era: &Era| n.is_none_or(|n| n >= 1 && era.first + n - 1 <= era.last + 1);
        pool.iter().copied().filter(|&i| long_enough(&self.eras[i])).collect()
    }

    /// The era whose year `n` is nearest to the year that the text is about; the first one where none is near.
    pub fn nearest(&self, eras: &[usize], n: i32, about: Option<i32>) -> Option<&Era> {
        let candidates = || eras.iter().filter_map(|&i| self.eras.get(i));
        let distance = |era: &&Era| about.map_or(0, |year| (year - (era.first + n - 1)).abs());
        candidates().min_by_key(distance).filter(|era| distance(era) <= NEAR).or_else(|| candidates().next())
    }
}

impl Era {
    /// Whether the text just before the era names its state: 唐, 唐太宗, 北宋, 清.
    fn is_of(&self, before: &[char]) -> bool {
        let near = &before[before.len().saturating_sub(5)..];
        // 西漢 and 東漢 are both called 漢; the last character names the state, the ones before it tell part or founder.
        let short = self.dynasty.chars().last();
        let full: Vec<char> = self.dynasty.chars().collect();
        near.windows(full.len()).any(|w| w == full.as_slice())
            || short.is_some_and(|s| {
                near.last() == Some(&s)
                    || near.iter().position(|&c| c == s).is_some_and(|at| {
                        // A temple name or title stands between: 唐太宗, 漢武帝, 清朝.
                        near.len() - at <= 4 && matches!(near.last(), Some('宗' | '祖' | '帝' | '朝' | '代'))
                    })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(era: &str, n: i32, before: &str, about: Option<i32>) -> Option<i32> {
        let folded: Vec<char> = fold_str(era).chars().collect();
        let before: Vec<char> = fold_str(before).chars().collect();
        let (len, eras) = table().at(&folded)?;
        assert_eq!(len, folded.len());
        let eras = table().narrow(eras, Some(n), &before);
        table().nearest(&eras, n, about).map(|e| e.first + n - 1)
    }

    #[test]
    fn eras_count_from_their_first_year() {
        assert_eq!(year("同治", 10, "", None), Some(1871));
        assert_eq!(year("光绪", 7, "清", None), Some(1881));
        assert_eq!(year("咸豐", 8, "", None), Some(1858));
        assert_eq!(year("洪武", 1, "明", None), Some(1368));
        assert_eq!(year("民國", 30, "", None), Some(1941));
        assert_eq!(year("昭和", 20, "", None), Some(1945));
        assert_eq!(year("元狩", 2, "漢武帝", None), Some(-120));
        assert_eq!(year("大中祥符", 1, "", None), Some(1008));
    }

    #[test]
    fn names_used_twice_are_told_apart() {
        assert_eq!(year("貞觀", 3, "唐", None), Some(629));
        assert_eq!(year("貞觀", 3, "西夏", None), Some(1103));
        assert_eq!(year("貞觀", 3, "", Some(1100)), Some(1103));
        assert_eq!(year("至元", 8, "", None), Some(1271));
        assert_eq!(year("至元", 3, "", Some(1336)), Some(1337));
        assert_eq!(year("永和", 9, "東晉", None), Some(353));
        assert_eq!(year("上元", 3, "唐高宗", None), Some(676));
        assert_eq!(year("天保", 14, "", None), Some(1843), "only the Japanese era had so many years");
    }

    #[test]
    fn years_that_an_era_did_not_have_are_refused() {
        assert_eq!(year("咸豐", 30, "", None), None);
        assert_eq!(year("咸豐", 0, "", None), None);
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = ERAS.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(table().eras.len(), lines);
        assert!(lines > 600);
        assert!(table().eras.iter().all(|e| e.first <= e.last));
    }
}
