//! Numbers as texts write them: `44萬`, `五百餘萬`, `30,000`, `一八六四`, `nine million`.
//!
//! A *numeral* is the longest stretch that writes one number. It can be *vague*: `數十萬` has no value. What makes it
//! inexact (`餘`, `多`, `約`, "some") is told apart from its value. All text here is folded.

use super::decimal::Decimal;
use crate::span::Span;

/// A number and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub span: Span,
    /// `None` for a vague numeral (`數十萬`, "hundreds of").
    pub value: Option<Decimal>,
    /// Whether the words say that the value is only about right: `餘`, `多`.
    pub inexact: bool,
}

/// A run of ASCII digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    pub value: u32,
    /// How many digits there are.
    pub len: usize,
}

/// Up to nine ASCII digits at `at`, nothing where there are more.
pub fn digits_at(text: &[char], at: usize) -> Option<Digits> {
    let mut value = 0_u32;
    let mut len = 0;
    while let Some(digit) = text.get(at + len).and_then(|c| if c.is_ascii_digit() { c.to_digit(10) } else { None }) {
        if len == 9 {
            return None;
        }
        value = value * 10 + digit;
        len += 1;
    }
    (len > 0).then_some(Digits { value, len })
}

/// The value of a Chinese digit; `兩` is 2.
pub fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// How a small Chinese numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallNumeral {
    pub value: u32,
    /// In characters.
    pub len: usize,
    /// Digits side by side (`一八六四`), not with 十 and 百.
    pub positional: bool,
}

/// A Chinese numeral below 1000 with 十 and 百, or digits side by side: what dates are written with.
pub fn small_numeral_at(text: &[char], at: usize) -> Option<SmallNumeral> {
    let first = *text.get(at)?;
    let digit = |i: usize| text.get(i).and_then(|&c| if c == '两' { None } else { chinese_digit(c) });
    if let (Some(_), Some(_)) = (digit(at), digit(at + 1)) {
        let (mut value, mut len) = (0, 0);
        while let Some(d) = digit(at + len) {
            if len == 4 {
                return None;
            }
            value = value * 10 + d;
            len += 1;
        }
        return match text.get(at + len) {
            Some('十' | '百' | '千' | '万' | '亿') => None,
            _ => Some(SmallNumeral { value, len, positional: true }),
        };
    }
    let mut end = at;
    let mut value = 0;
    if let (Some(d), Some('百')) = (chinese_digit(first), text.get(at + 1)) {
        value = d * 100;
        end += 2;
        if matches!(text.get(end), Some('零' | '〇')) {
            end += 1;
        }
    }
    match (text.get(end), chinese_digit(*text.get(end).unwrap_or(&' '))) {
        (Some('廿'), _) => (value, end) = (value + 20, end + 1),
        (Some('卅'), _) => (value, end) = (value + 30, end + 1),
        (Some('十'), _) => (value, end) = (value + 10, end + 1),
        (_, Some(d)) if text.get(end + 1) == Some(&'十') && first != '两' => (value, end) = (value + d * 10, end + 2),
        (_, Some(d)) if end > at || first != '零' => {
            let numeral = SmallNumeral { value: value + d, len: end + 1 - at, positional: false };
            return (!matches!(text.get(end + 1), Some('百' | '千' | '万' | '亿'))).then_some(numeral);
        }
        _ if end > at => {}
        _ => return None,
    }
    if let Some(d) = digit(end).filter(|&d| d > 0) {
        value += d;
        end += 1;
    }
    let more = matches!(text.get(end), Some('百' | '千' | '万' | '亿' | '〇' | '零')) || digit(end).is_some();
    (!more).then_some(SmallNumeral { value, len: end - at, positional: false })
}

/// Whether a Chinese or Arabic numeral can begin with the character.
pub fn begins_numeral(c: char) -> bool {
    c.is_ascii_digit()
        || chinese_digit(c).is_some()
        || matches!(c, '十' | '百' | '千' | '万' | '廿' | '卅' | '数' | '几' | '半')
}

/// The Chinese or Arabic numeral at `at`, with 萬, 億 and 餘: `44萬`, `五百餘萬`, `1萬5千`, `30,000`, `4.5萬`.
pub fn numeral_at(text: &[char], at: usize) -> Option<Number> {
    Numeral { text, end: at, ..Numeral::default() }.read().map(|(end, value, inexact)| Number {
        span: Span::new(at, end),
        value,
        inexact,
    })
}

/// A numeral while it is read: `total` is complete up to 萬 or 億, `section` up to 千, `current` is the last figure.
#[derive(Default)]
struct Numeral<'a> {
    text: &'a [char],
    end: usize,
    total: Decimal,
    section: Decimal,
    current: Option<Decimal>,
    /// The last 十, 百, 千, 萬 or 億, if no 零 came after it.
    last_unit: Option<u64>,
    vague: bool,
    inexact: bool,
    /// Chinese digits side by side, with no unit.
    positional: usize,
}

impl Default for Decimal {
    fn default() -> Self {
        Decimal::ZERO
    }
}

impl Numeral<'_> {
    fn read(mut self) -> Option<(usize, Option<Decimal>, bool)> {
        let start = self.end;
        while let Some(&c) = self.text.get(self.end) {
            let step = if c.is_ascii_digit() {
                self.arabic()
            } else if c == '千' && self.positional == 0 && self.current.is_some() && self.is_next(&['米', '克']) {
                // 4.5千米: the unit is the kilometre.
                None
            } else if let Some(unit) = unit_value(c) {
                self.unit(unit)
            } else if matches!(c, '廿' | '卅') && self.current.is_none() {
                self.section = self.section.plus(Decimal::from(if c == '廿' { 20 } else { 30 }))?;
                self.last_unit = Some(10);
                self.end += 1;
                Some(())
            } else if matches!(c, '数' | '几') && self.current.is_none() && self.next_is_unit(self.end + 1) {
                self.vague = true;
                self.current = Some(Decimal::from(1));
                self.end += 1;
                Some(())
            } else if matches!(c, '余' | '多' | '来' | '几') && self.end > start {
                self.and_more(c)
            } else if let Some(digit) = chinese_digit(c) {
                self.digit(c, digit)
            } else {
                None
            };
            if step.is_none() {
                break;
            }
        }
        if self.end == start {
            return None;
        }
        // 一萬二 is 12,000: the last figure counts in tenths of the unit before it.
        let tail = match (self.current, self.last_unit) {
            (Some(c), Some(unit)) if unit >= 100 && !self.vague && self.positional == 1 => {
                c.times(Decimal::from(unit / 10))?
            }
            (current, _) => current.unwrap_or_default(),
        };
        let value = self.total.plus(self.section)?.plus(tail)?;
        Some((self.end, (!self.vague).then_some(value), self.inexact))
    }

    fn is_next(&self, characters: &[char]) -> bool {
        self.text.get(self.end + 1).is_some_and(|c| characters.contains(c))
    }

    fn next_is_unit(&self, at: usize) -> bool {
        self.text.get(at).is_some_and(|&c| unit_value(c).is_some())
    }

    /// Digits with `,` between groups of three, and decimals. Only one such figure before each unit.
    fn arabic(&mut self) -> Option<()> {
        if self.current.is_some() {
            return None;
        }
        let mut at = self.end;
        let (mut units, mut scale, mut len) = (0_u128, 0_u32, 0_usize);
        let digit = |i: usize| self.text.get(i).filter(|c| c.is_ascii_digit()).and_then(|c| c.to_digit(10));
        loop {
            if let Some(d) = digit(at) {
                units = units.checked_mul(10)?.checked_add(u128::from(d))?;
                len += 1;
                at += 1;
            } else if self.text.get(at) == Some(&',')
                && (1..=3).contains(&len)
                && (1..=3).all(|i| digit(at + i).is_some())
                && digit(at + 4).is_none()
            {
                at += 1;
                len = 0;
            } else {
                break;
            }
        }
        if self.text.get(at) == Some(&'.') && digit(at + 1).is_some() {
            at += 1;
            while let Some(d) = digit(at) {
                units = units.checked_mul(10)?.checked_add(u128::from(d))?;
                scale += 1;
                at += 1;
            }
        }
        self.current = Some(Decimal::new(units, scale));
        self.positional = 0;
        self.end = at;
        // A space may stand before 萬 and 億.
        if self.text.get(at) == Some(&' ') && matches!(self.text.get(at + 1), Some('万' | '亿')) {
            self.end += 1;
        }
        Some(())
    }

    fn digit(&mut self, c: char, digit: u32) -> Option<()> {
        // 兩 after a figure is the unit of weight and money.
        if c == '两'
            && (self.current.is_some() || self.end > 0 && self.last_unit.is_some())
            && !self.next_is_unit(self.end + 1)
        {
            return None;
        }
        if matches!(c, '零' | '〇') && self.last_unit.is_some() {
            self.last_unit = None;
            self.end += 1;
            return Some(());
        }
        match self.current {
            Some(_) if self.positional == 0 => return None,
            // 三四萬: thirty or forty thousand.
            Some(_) if self.next_is_unit(self.end + 1) => self.vague = true,
            Some(before) => {
                self.current = Some(before.times(Decimal::from(10))?.plus(Decimal::from(u64::from(digit)))?)
            }
            None => self.current = Some(Decimal::from(u64::from(digit))),
        }
        self.positional += 1;
        self.end += 1;
        Some(())
    }

    fn unit(&mut self, unit: u64) -> Option<()> {
        let factor = Decimal::from(unit);
        if unit < 10_000 {
            let count = self.current.take().unwrap_or(Decimal::from(1));
            self.section = self.section.plus(count.times(factor)?)?;
        } else {
            let mut count = self.section.plus(self.current.take().unwrap_or_default())?;
            if unit > 10_000 {
                count = count.plus(std::mem::take(&mut self.total))?;
            }
            if count == Decimal::ZERO {
                count = Decimal::from(1);
            }
            self.total = self.total.plus(count.times(factor)?)?;
            self.section = Decimal::ZERO;
        }
        self.last_unit = Some(unit);
        self.positional = 0;
        self.end += 1;
        Some(())
    }

    /// 餘, 多, 來, 幾 after a round number: `五百餘萬`, `兩萬多`, `十幾萬`.
    fn and_more(&mut self, c: char) -> Option<()> {
        let round = self.current.is_none()
            || self.current.and_then(Decimal::whole).is_some_and(|n| n >= 10 && self.positional == 0);
        let before_unit = self.next_is_unit(self.end + 1);
        if !round || (matches!(c, '来' | '几') && !before_unit && self.last_unit != Some(10)) || self.inexact {
            return None;
        }
        self.inexact = true;
        self.end += 1;
        // Nothing but 萬 or 億 can follow.
        if !matches!(self.text.get(self.end), Some('万' | '亿')) {
            return None;
        }
        Some(())
    }
}

fn unit_value(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::script::fold_str;

    fn read(text: &str) -> String {
        let folded: Vec<char> = fold_str(text).chars().collect();
        match numeral_at(&folded, 0) {
            None => "none".to_owned(),
            Some(n) => {
                let value = n.value.map_or("vague".to_owned(), |v| v.to_string());
                let rest: String = folded[n.span.end()..].iter().collect();
                format!("{value}{}|{rest}", if n.inexact { "+" } else { "" })
            }
        }
    }

    #[test]
    fn numerals_are_read() {
        for (text, expected) in [
            ("44萬", "440000|"),
            ("九百萬", "9000000|"),
            ("五百餘萬", "5000000+|"),
            ("數十萬", "vague|"),
            ("一千二百", "1200|"),
            ("30,000", "30000|"),
            ("1,234,567", "1234567|"),
            ("4.5萬", "45000|"),
            ("兩萬多", "20000+|"),
            ("1萬多", "10000+|"),
            ("1000餘", "1000+|"),
            ("40余万", "400000+|"),
            ("六十", "60|"),
            ("廿三", "23|"),
            ("二十三", "23|"),
            ("〇", "0|"),
            ("一百零五", "105|"),
            ("一萬二", "12000|"),
            ("一萬零二", "10002|"),
            ("三四萬", "vague|"),
            ("1萬5千", "15000|"),
            ("三億五千萬", "350000000|"),
            ("1万亿", "1000000000000|"),
            ("二〇〇一", "2001|"),
            ("百餘", "100+|"),
            ("十多", "10+|"),
            ("十幾", "10+|"),
            ("800萬兩", "8000000|两"),
            ("五百两", "500|两"),
            ("两", "2|"),
            ("1863,26", "1863|,26"),
            ("3,0000", "3|,0000"),
            ("12.", "12|."),
            ("3 萬人", "30000|人"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("萬"), "10000|");
        assert_eq!(read("多"), "none");
        assert_eq!(read("數次"), "none");
        assert_eq!(read("99999999999999999999999999999999999999999999"), "none");
    }

    #[test]
    fn small_numerals_are_what_dates_are_written_with() {
        let small = |text: &str| {
            let chars: Vec<char> = fold_str(text).chars().collect();
            small_numeral_at(&chars, 0).map(|n| (n.value, n.len, n.positional))
        };
        assert_eq!(small("三年"), Some((3, 1, false)));
        assert_eq!(small("二十六日"), Some((26, 3, false)));
        assert_eq!(small("十月"), Some((10, 1, false)));
        assert_eq!(small("十二月"), Some((12, 2, false)));
        assert_eq!(small("廿七"), Some((27, 2, false)));
        assert_eq!(small("三十日"), Some((30, 2, false)));
        assert_eq!(small("一百二十年"), Some((120, 4, false)));
        assert_eq!(small("一八六四年"), Some((1864, 4, true)));
        assert_eq!(small("二〇〇一年"), Some((2001, 4, true)));
        assert_eq!(small("三四萬"), None);
        assert_eq!(small("三千年"), None);
        assert_eq!(small("二十萬"), None);
        assert_eq!(small("年"), None);
    }
}
