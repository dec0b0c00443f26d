//! Quantities: a number and what it counts, as an [`Amount`] in one canonical unit.
//!
//! Lengths and areas become `km`, `m`, `km2`, weights `kg`, people `person`; a currency stays the one it is (`ruble`,
//! `tael`, `pound`). 餘, 多 and 約 belong to the words of a quantity, its value is the number that is written. A vague
//! number (數十萬) has no value and is no quantity.

use super::decimal::Decimal;
use super::number::{self, Number};
use super::word::word_at;
use crate::document::Lang;
use crate::fact::Amount;
use crate::span::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A quantity and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub span: Span,
    pub amount: Amount,
    /// Whether the words say that the value is only about right: 約, 餘, "some".
    pub inexact: bool,
}

const UNITS: &str = include_str!("data/units.tsv");

/// A unit of the tables with its name as characters.
struct Unit {
    name: Vec<char>,
    unit: &'static str,
    factor: Decimal,
}

/// The units by their first character, longest first.
type Units = HashMap<char, Vec<Unit>>;

fn units(lang: Lang) -> Units {
    let mut units: Units = HashMap::new();
    for line in UNITS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, name, unit, factor] = fields[..] else { continue };
        let name: Vec<char> = name.chars().collect();
        if let (true, Some(&first), Ok(factor)) = (code == lang.code(), name.first(), factor.parse()) {
            units.entry(first).or_default().push(Unit { name, unit, factor });
        }
    }
    units.values_mut().for_each(|list| list.sort_by_key(|u| std::cmp::Reverse(u.name.len())));
    units
}

static ZH: LazyLock<Units> = LazyLock::new(|| units(Lang::Zh));
static EN: LazyLock<Units> = LazyLock::new(|| units(Lang::En));

/// The quantities of a text, in order. `folded` is `chars` folded.
pub fn find_quantities(chars: &[char], folded: &[char], lang: Lang) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let read = match lang {
            Lang::Zh if number::begins_numeral(folded[at]) => number::numeral_at(folded, at),
            Lang::En if begins_word(folded, at) => super::number_en::numeral_at(folded, at),
            _ => None,
        };
        let Some(number) = read else {
            at += 1;
            continue;
        };
        at = number.span.end().max(at + 1);
        let quantity = match lang {
            Lang::Zh => zh(chars, folded, &number),
            Lang::En => en(chars, folded, &number),
        };
        if let Some(quantity) = quantity {
            at = at.max(quantity.span.end());
            found.push(quantity);
        }
    }
    found
}

fn begins_word(text: &[char], at: usize) -> bool {
    text[at].is_alphanumeric()
        && !at.checked_sub(1).is_some_and(|i| text[i].is_alphanumeric() || matches!(text[i], '.' | ','))
        || matches!(text[at], '£' | '$' | '¥')
}

fn unit_at<'a>(units: &'a Units, text: &[char], at: usize) -> Option<&'a Unit> {
    let list = units.get(text.get(at)?)?;
    list.iter().find(|u| text.get(at..).is_some_and(|rest| rest.starts_with(&u.name)))
}

fn amount(chars: &[char], span: Span, value: Decimal, unit: &str) -> Option<Amount> {
    let text = chars.get(span.range())?.iter().collect();
    Some(Amount { value: value.to_string(), unit: unit.to_owned(), text })
}

/// In the canonical unit. A conversion is no more exact than its words: four figures are kept.
fn converted(value: Decimal, factor: Decimal) -> Option<Decimal> {
    let product = value.times(factor)?;
    Some(if factor.whole().is_some() { product } else { product.rounded(4) })
}

fn zh(chars: &[char], text: &[char], number: &Number) -> Option<Quantity> {
    let start = number.span.start();
    let previous = start.checked_sub(1).map(|i| text[i]);
    // An ordinal, a fraction, a piece of a name or code.
    if previous.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '第' | '之' | '.' | '分' | '$')) {
        return None;
    }
    // 一萬七、八千人: neither 17,000 nor 8,000.
    if previous == Some('、') && start >= 2 && number::chinese_digit(text[start - 2]).is_some() {
        return None;
    }
    let mut end = number.span.end();
    if text.get(end) == Some(&' ') {
        end += 1;
    }
    // 60萬以上平方公里 is not said; 40多名, 1000名左右 are: what follows the unit is left out.
    if text.get(end) == Some(&'个') && text.get(end + 1) == Some(&'人') {
        end += 1;
    }
    let unit = unit_at(&ZH, text, end)?;
    let value = number.value?;
    let after = end + unit.name.len();
    if !counts(unit, value, text, number.span, end) {
        return None;
    }
    let about = ["大约", "约", "近", "逾"].iter().find_map(|w| {
        let len = w.chars().count();
        let from = start.checked_sub(len)?;
        text[from..start].iter().copied().eq(w.chars()).then_some(from)
    });
    let span = Span::new(about.unwrap_or(start), after);
    Some(Quantity {
        span,
        amount: amount(chars, span, converted(value, unit.factor)?, unit.unit)?,
        // 上千: as many as a thousand.
        inexact: number.inexact || about.is_some() || previous == Some('上'),
    })
}

/// Whether the number is one of the unit: many units are also the beginning of another word.
fn counts(unit: &Unit, value: Decimal, text: &[char], number: Span, at: usize) -> bool {
    let next = text.get(at + unit.name.len()).copied().unwrap_or(' ');
    let large = value.whole().is_none_or(|n| n >= 100);
    match text[at] {
        // 兩 is also the number two: 五百兩, 但三兩國.
        '两' if unit.name.len() == 1 => !"国军地人岸侧翼族省次个年广江湖者方边派名艘万千百".contains(next),
        // 三人 are people, 三人民 and 二人轉 are not.
        '人' if unit.name.len() == 1 => !"民士类种员格质们间事权长会".contains(next),
        '名' => !"字义将臣称单额声古著目人堂城为叫誉门胜山川家流".contains(next) || (next == '将' && large),
        '员' => large,
        // 八國聯軍, 三軍: only large numbers count soldiers.
        '军' | '兵' | '骑' | '士' | '官' | '步' | '大' | '部' | '铁' => large,
        '元' if unit.name.len() == 1 => large && !"年朝代帅老首素人".contains(next),
        '米' => !"兰尔利勒特哈拉".contains(next),
        // 萬戶 and 千戶 alone are offices.
        '户' => {
            let office = number.len() == 1 && matches!(text[number.start()], '万' | '千' | '百');
            !office && !"部籍".contains(next)
        }
        '盾' | '镑' | '吨' | '艘' => true,
        _ => true,
    }
}

fn en(chars: &[char], text: &[char], number: &Number) -> Option<Quantity> {
    let (start, end) = (number.span.start(), number.span.end());
    let value = number.value?;
    let sign = match text.get(start) {
        Some('£') => Some("pound"),
        Some('$') => Some("dollar"),
        Some('¥') => Some("yen"),
        _ => None,
    };
    if let Some(unit) = sign {
        let amount = amount(chars, number.span, value, unit)?;
        return Some(Quantity { span: number.span, amount, inexact: number.inexact });
    }
    let mut at = end + usize::from(matches!(text.get(end), Some(' ' | '-')));
    let mut found = unit_at(&EN, text, at).filter(|u| ends_word(text, at + u.name.len()));
    if found.is_none() {
        // "9 million silver rubles", "5,000 Russian troops": one or two words may stand between.
        for _ in 0..2 {
            let len = text[at..].iter().take_while(|c| c.is_alphabetic()).count();
            if len == 0 || text.get(at + len) != Some(&' ') || is_link_word(&text[at..at + len]) {
                return None;
            }
            at += len + 1;
            found = unit_at(&EN, text, at)
                .filter(|u| ends_word(text, at + u.name.len()) && !matches!(u.unit, "km" | "m" | "km2"));
            if found.is_some() {
                break;
            }
        }
    }
    let unit = found?;
    let span = Span::new(start, at + unit.name.len());
    let amount = amount(chars, span, converted(value, unit.factor)?, unit.unit)?;
    Some(Quantity { span, amount, inexact: number.inexact })
}

fn ends_word(text: &[char], at: usize) -> bool {
    !text.get(at).is_some_and(|c| c.is_alphanumeric())
}

/// Words that do not stand between a number and what it counts.
fn is_link_word(word: &[char]) -> bool {
    word_at(word, 0)
        .is_some_and(|w| w.is_in("of and the in to by with or at on for from was were as per years days months"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::script::fold_all;

    fn read(text: &str, lang: Lang) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        find_quantities(&chars, &fold_all(&chars), lang)
            .into_iter()
            .map(|q| {
                assert_eq!(q.amount.text, chars[q.span.range()].iter().collect::<String>());
                format!("{} = {} {}{}", q.amount.text, q.amount.value, q.amount.unit, if q.inexact { " ~" } else { "" })
            })
            .collect()
    }

    fn zh(text: &str) -> Vec<String> {
        read(text, Lang::Zh)
    }

    fn en(text: &str) -> Vec<String> {
        read(text, Lang::En)
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = UNITS.lines().filter(|l| !l.starts_with('#')).count();
        let read = ZH.values().chain(EN.values()).map(Vec::len).sum::<usize>();
        assert_eq!(read, lines);
    }

    #[test]
    fn areas_and_lengths() {
        assert_eq!(zh("共44萬平方公里的土地"), ["44萬平方公里 = 440000 km2"]);
        assert_eq!(zh("约60万平方公里"), ["约60万平方公里 = 600000 km2 ~"]);
        assert_eq!(
            zh("1000餘平方公里，两万多平方公里，1万多平方公里"),
            ["1000餘平方公里 = 1000 km2 ~", "两万多平方公里 = 20000 km2 ~", "1万多平方公里 = 10000 km2 ~"]
        );
        assert_eq!(
            zh("3,000平方千米，100平方英里，500公頃"),
            ["3,000平方千米 = 3000 km2", "100平方英里 = 259 km2", "500公頃 = 5 km2"]
        );
        assert_eq!(
            zh("長約1,300公里，高4.5千米，海拔7495米"),
            ["約1,300公里 = 1300 km ~", "4.5千米 = 4.5 km", "7495米 = 7495 m"]
        );
    }

    #[test]
    fn money() {
        assert_eq!(zh("兵費九百萬盧布"), ["九百萬盧布 = 9000000 ruble"]);
        assert_eq!(zh("賠款至800萬兩，增五百餘萬兩白銀"), ["800萬兩 = 8000000 tael", "五百餘萬兩 = 5000000 tael ~"]);
        assert_eq!(zh("五十萬英鎊，400万卢布"), ["五十萬英鎊 = 500000 pound", "400万卢布 = 4000000 ruble"]);
    }

    #[test]
    fn people() {
        assert_eq!(
            zh("率領50名骑兵、800個哥薩克、4万人的军队，士兵30,000人"),
            ["50名 = 50 person", "4万人 = 40000 person", "30,000人 = 30000 person"]
        );
        assert_eq!(zh("率3萬大軍，七千餘騎兵"), ["3萬大軍 = 30000 person", "七千餘騎兵 = 7000 person ~"]);
    }

    #[test]
    fn what_counts_nothing_is_no_quantity() {
        assert!(
            zh("數十萬人，第三軍，八國聯軍，兩國，英法兩軍，三人民公社，二元論，百名山，清朝兩人種，1864年兩國")
                .is_empty()
        );
        assert!(zh("三分之二人口，百人會議，五百人長，萬戶猛哥，一萬七、八千人，二、三十萬人").is_empty());
        assert_eq!(zh("上千平方公里"), ["千平方公里 = 1000 km2 ~"]);
    }

    #[test]
    fn english_quantities() {
        assert_eq!(en("ceded 440,000 square kilometres"), ["440,000 square kilometres = 440000 km2"]);
        assert_eq!(en("an indemnity of nine million rubles"), ["nine million rubles = 9000000 ruble"]);
        assert_eq!(
            en("of 1.5 million silver roubles and £20,000"),
            ["1.5 million silver roubles = 1500000 ruble", "£20,000 = 20000 pound"]
        );
        assert_eq!(
            en("5,000 Russian troops, 1500 men, some 300 km away"),
            ["5,000 Russian troops = 5000 person", "1500 men = 1500 person", "300 km = 300 km"]
        );
        assert!(en("in 1864 the people, by 1839 and men, 30 years, hundreds of men").is_empty());
    }
}
