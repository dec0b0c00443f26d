//! Finds the times in Chinese text: one pass, at each place the longest expression.
//!
//! - [`moment`]: one point of time, from its first to its last character; of these [`reign`] has the years of eras and of
//!   the cycle, [`relative`] what counts from the time spoken of;
//! - [`words`]: the small words: units, relative years and days, parts, calendars, and what follows that shows that no
//!   time is meant;
//! - here: ranges, `自…起`, `約`, and the walk through the text.

mod moment;
mod reign;
mod relative;
mod words;

use super::era;
use super::expr::{Date, DayOfMonth, Moment, Month, TimeExpr, TimeMention, When, Year};
use crate::span::Span;
use crate::text::number::{chinese_digit, digits_at};
use std::sync::LazyLock;

/// Characters that words of time begin with.
const WORDS: &str = "0123456789〇零一二两三四五六七八九十廿卅正腊冬闰公西前上同当次翌隔明是该第年岁自从由约大儒俄格旧农阴夏中新\
                     甲乙丙丁戊己庚辛壬癸";
const WORD: u8 = 1;
const ERA: u8 = 2;

/// For each character of the Basic Multilingual Plane, whether a word of time or the name of an era can begin with it.
static STARTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut starts = vec![0; 0x1_0000];
    let words = WORDS.chars().map(|c| (c, WORD));
    for (c, kind) in words.chain(era::table().first_characters().map(|c| (c, ERA))) {
        if let Some(start) = starts.get_mut(c as usize) {
            *start |= kind;
        }
    }
    starts
});

/// Whether a time can begin with the two characters at a place: most places are passed over here.
fn may_begin(starts: &[u8], text: &[char], at: usize) -> bool {
    let kind = |c: char| starts.get(c as usize).copied().unwrap_or(0);
    let first = text[at];
    match kind(first) {
        0 => false,
        ERA => era::table().at(&text[at..]).is_some(),
        _ => {
            let next = text.get(at + 1).copied().unwrap_or('\n');
            let word = match first {
                '大' => matches!(next, '约' | '概'),
                '同' => matches!(next, '年' | '月' | '日' | '一'),
                '当' => matches!(next, '年' | '月' | '日' | '天'),
                '次' | '翌' | '隔' | '是' | '该' => matches!(next, '年' | '月' | '日' | '天'),
                '明' => next == '年',
                '第' => next == '二',
                '公' | '西' => matches!(next, '元' | '历'),
                '上' => next == '世',
                '儒' => next == '略',
                '俄' => matches!(next, '历' | '国' | '旧'),
                '格' => next == '里',
                '旧' | '农' | '阴' | '夏' | '中' | '新' => next == '历',
                '岁' => next == '末',
                '年' => matches!(next, '底' | '末' | '初'),
                '自' | '从' | '由' | '约' | '前' => kind(next) != 0 || matches!(next, '于' | '为' | '在' | ' '),
                '甲' | '乙' | '丙' | '丁' | '戊' | '己' | '庚' | '辛' | '壬' | '癸' => {
                    "子丑寅卯辰巳午未申酉戌亥".contains(next)
                }
                _ => true,
            };
            word || (kind(first) & ERA != 0 && era::table().at(&text[at..]).is_some())
        }
    }
}

/// The times of a folded Chinese text, in order, none overlapping another.
pub fn find(text: &[char]) -> Vec<TimeMention> {
    let starts = &*STARTS;
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !may_begin(starts, text, at) {
            at += 1;
            continue;
        }
        match mention_at(text, at) {
            Some((expr, end)) => {
                found.push(TimeMention { span: Span::new(at, end), expr, bracket: None });
                at = end;
            }
            None => at = after_failure(text, at),
        }
    }
    found
}

/// Where to look next when no time begins at `at`: behind a number, whose later figures must not be read as one.
fn after_failure(text: &[char], at: usize) -> usize {
    let is_figure = |c: char| c.is_ascii_digit();
    if !text.get(at).copied().is_some_and(is_figure) {
        return at + 1;
    }
    let mut end = at;
    while let Some(&c) = text.get(end) {
        let inside = is_figure(c) || (matches!(c, ',' | '.') && text.get(end + 1).copied().is_some_and(is_figure));
        if !inside {
            break;
        }
        end += 1;
    }
    // 1863,26日 is two numbers: only groups of three, and decimals, make one number.
    let mut group = at;
    while group < end {
        let len = text[group..end].iter().take_while(|c| c.is_ascii_digit()).count();
        let next = group + len;
        if text.get(next) == Some(&',') && next < end {
            let following = text[next + 1..end].iter().take_while(|c| c.is_ascii_digit()).count();
            if following != 3 || len > 3 {
                return next + 1;
            }
        }
        group = next + 1;
    }
    end.max(at + 1)
}

/// The time that begins at `at`, and where it ends.
fn mention_at(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    if words::inside_number(text, at) {
        return None;
    }
    if let Some(found) = relative::within(text, at) {
        return Some(found);
    }
    let about = words::about_at(text, at);
    let mut from = at + about;
    let since = words::since_at(text, from);
    from += since.map_or(0, |(len, _)| len);
    from += if since.is_some() { words::about_at(text, from) } else { 0 };
    let (mut left, mut end) = match moment::at(text, from) {
        Some(found) => found,
        None if about == 0 && since.is_none() => return short_range(text, at),
        None => {
            let (expr, end) = short_range(text, from)?;
            return Some((if about > 0 { approximately(expr) } else { expr }, end));
        }
    };
    left.approximate |= about > 0;
    if let Some((first, last, end)) = days_after_month(text, &left, end) {
        return Some((TimeExpr::Range(first, last), end));
    }
    if let Some((mut right, right_end)) = right_side(text, &left, end) {
        right.approximate |= words::around_at(text, right_end) > 0;
        end = right_end + words::around_at(text, right_end);
        end += words::period_at(text, end);
        return Some((TimeExpr::Range(left, right), end));
    }
    if let Some(len) = words::until_now_at(text, end) {
        return Some((TimeExpr::Since(left), end + len));
    }
    let around = words::around_at(text, end);
    left.approximate |= around > 0;
    end += around;
    if words::between_at(text, end) {
        // 1890年間 is about 1890; 7月間 is in July.
        left.approximate |= matches!(&left.when, When::Date(Date { month: None, day: None, year: Some(_) }));
        end += 1;
    }
    if let Some(len) = words::onward_at(text, end, since.is_some()) {
        return Some((TimeExpr::Since(left), end + len));
    }
    if let Some(len) = words::before_at(text, end) {
        return Some((TimeExpr::Before(left), end + len));
    }
    match since {
        Some((_, true)) => Some((TimeExpr::Since(left), end)),
        // 從 and 由 alone may belong to something else than the time: it is found without them.
        Some((_, false)) => None,
        None => Some((TimeExpr::At(left), end)),
    }
}

/// `9-11日` or `9、10日` after a month: both days are of that month.
fn days_after_month(text: &[char], left: &Moment, end: usize) -> Option<(Moment, Moment, usize)> {
    let When::Date(date @ Date { month: Some(_), day: None, .. }) = &left.when else { return None };
    let (TimeExpr::Range(first, last), end) = short_range(text, end)? else { return None };
    let day_of = |m: &Moment| match &m.when {
        When::Date(Date { year: None, month: None, day }) => *day,
        _ => None,
    };
    let first = Moment { when: When::Date(Date { day: Some(day_of(&first)?), ..date.clone() }), ..left.clone() };
    day_of(&last)?;
    Some((first, last, end))
}

fn approximately(expr: TimeExpr) -> TimeExpr {
    let about = |m: Moment| Moment { approximate: true, ..m };
    match expr {
        TimeExpr::At(m) => TimeExpr::At(about(m)),
        TimeExpr::Range(a, b) => TimeExpr::Range(about(a), about(b)),
        TimeExpr::Since(m) => TimeExpr::Since(about(m)),
        TimeExpr::Before(m) => TimeExpr::Before(about(m)),
        TimeExpr::Until(m) => TimeExpr::Until(about(m)),
    }
}

/// The later end of a range whose earlier end stands before `end`: `至1877年`, `－9月`, `～11日`.
fn right_side(text: &[char], left: &Moment, end: usize) -> Option<(Moment, usize)> {
    let len = words::range_sign_at(text, end)?;
    let from = end + len + words::about_at(text, end + len);
    if let Some((right, right_end)) = moment::at(text, from) {
        let right = if words::epoch_at(text, from) == 0 { before_christ_too(left, right) } else { right };
        return follows(left, &right).then_some((right, right_end));
    }
    // The second year in brackets or a table stands without 年: (1864年-1877).
    let year = digits_at(text, from).filter(|d| d.len == 4)?;
    let closed = matches!(text.get(from + 4), None | Some(')' | ',' | ';' | '\n' | ' '));
    let right = Moment::new(When::Date(Date { year: Some(Year::Number(year.value as i32)), ..Date::default() }));
    (closed && follows(left, &right)).then_some((right, from + 4))
}

/// The 200 of 公元前300年至200年 is before Christ too.
fn before_christ_too(left: &Moment, right: Moment) -> Moment {
    let when = match (&left.when, &right.when) {
        (When::Date(Date { year: Some(Year::Number(l)), .. }), When::Date(date)) => match date.year {
            Some(Year::Number(r)) if *l <= 0 && r > 0 && r < 1 - l => {
                When::Date(Date { year: Some(Year::Number(1 - r)), ..date.clone() })
            }
            _ => return right,
        },
        (When::Century(l), When::Century(r)) if *l < 0 && *r > 0 && *r < -l => When::Century(-r),
        _ => return right,
    };
    Moment { when, ..right }
}

/// Whether the right side can end a range that the left side begins: what is given on both sides must not run backward.
fn follows(left: &Moment, right: &Moment) -> bool {
    let (When::Date(l), When::Date(r)) = (&left.when, &right.when) else {
        return match (&left.when, &right.when) {
            (When::Century(l), When::Century(r)) => l <= r,
            (When::Shift { .. } | When::Reign(_), _) | (_, When::Shift { .. } | When::Reign(_)) => false,
            _ => true,
        };
    };
    if let (Some(Year::Number(l)), Some(Year::Number(r))) = (&l.year, &r.year) {
        return l <= r;
    }
    if let (None, Some(Month::Number { number: l, .. }), Some(Month::Number { number: r, .. })) =
        (&r.year, l.month, r.month)
    {
        return l <= r;
    }
    let days = (l.day, r.day);
    if let (None, None, (Some(DayOfMonth::Number { number: l, .. }), Some(DayOfMonth::Number { number: r, .. }))) =
        (&r.year, r.month, days)
    {
        return l < r;
    }
    // A day alone cannot end a range of years or months.
    r.year.is_some() || r.month.is_some()
}

/// A range whose first number has no unit of its own: `1864至1877年`, `18至19世紀`, `6－8月`, `9、10日`, `(1839-1842)`.
fn short_range(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    if let Some(range) = bracketed_years(text, at).or_else(|| range_before_christ(text, at)) {
        return Some(range);
    }
    let digits = digits_at(text, at);
    let (first, first_len) = match digits {
        Some(d) => (d.value, d.len),
        None => {
            let numeral = crate::text::number::small_numeral_at(text, at)?;
            (numeral.value, numeral.len)
        }
    };
    let sign = at + first_len;
    let sign_len = words::range_sign_at(text, sign)
        .or_else(|| (digits.is_some() && text.get(sign) == Some(&'、')).then_some(1))?;
    let from = sign + sign_len;
    // Both numbers are written alike.
    let second = *text.get(from)?;
    if digits.is_some() != second.is_ascii_digit()
        || (digits.is_none() && chinese_digit(second).is_none() && second != '十')
    {
        return None;
    }
    let (right, mut end) = moment::second_at(text, from, first)?;
    let listed = text.get(sign) == Some(&'、');
    let left = moment::first_of(&right, first, digits.map(|d| d.len))?;
    if listed && matches!(&right.when, When::Date(Date { year: Some(_), .. })) {
        // 1873、1874年 are two years, not a range; the first one is found without its 年.
        return Some((TimeExpr::At(left), at + first_len));
    }
    if !follows(&left, &right) {
        return None;
    }
    let around = words::around_at(text, end);
    let mut right = right;
    right.approximate |= around > 0;
    end += around;
    end += words::period_at(text, end);
    if let Some(len) = words::onward_at(text, end, true) {
        end += len;
    }
    Some((TimeExpr::Range(left, right), end))
}

/// `前264～前146年`, `公元前8至6世紀`.
fn range_before_christ(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    let from = at + words::epoch_at(text, at);
    let first = digits_at(text, from + 1).filter(|d| words::has(text, from, "前") && d.len <= 4)?;
    let sign = from + 1 + first.len;
    let second = sign + words::range_sign_at(text, sign)?;
    let first = i32::try_from(first.value).ok().filter(|&n| n > 0)?;
    let (right, end) = moment::at(text, second)?;
    let left = match right.when {
        When::Century(_) => When::Century(-first),
        When::Date(Date { year: Some(Year::Number(_)), .. }) => {
            When::Date(Date { year: Some(Year::Number(1 - first)), ..Date::default() })
        }
        _ => return None,
    };
    let left = Moment::new(left);
    let right = if words::epoch_at(text, second) == 0 { before_christ_too(&left, right) } else { right };
    follows(&left, &right).then_some((TimeExpr::Range(left, right), end + words::period_at(text, end)))
}

/// Years in brackets: `(1839-1842)`, `(1864)`.
fn bracketed_years(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    let open = words::before(text, at);
    // A year behind a Latin name in brackets is a book's: Smith (1994).
    let behind = text[..at.saturating_sub(1)].iter().rev().find(|c| **c != ' ');
    if open == Some('(') && behind.is_some_and(|c| c.is_ascii_alphabetic() || *c == '.') {
        return None;
    }
    let first = digits_at(text, at).filter(|d| (3..=4).contains(&d.len))?;
    let year = |n: u32| Moment::new(When::Date(Date { year: Some(Year::Number(n as i32)), ..Date::default() }));
    let plausible = |n: u32| (100..=2100).contains(&n);
    let after = at + first.len;
    if open == Some('(')
        && text.get(after) == Some(&')')
        && first.len == 4
        && plausible(first.value)
        && first.value >= 1000
    {
        return Some((TimeExpr::At(year(first.value)), after));
    }
    let sign = words::range_sign_at(text, after)?;
    let from = after + sign;
    if open == Some('(') && text.get(from) == Some(&')') && first.len == 4 && plausible(first.value) {
        return Some((TimeExpr::Since(year(first.value)), from));
    }
    let second = digits_at(text, from).filter(|d| (3..=4).contains(&d.len))?;
    let end = from + second.len;
    let closed = open == Some('(') || text.get(end) == Some(&')');
    let runs = first.value < second.value && second.value - first.value <= 400;
    (closed && runs && plausible(first.value) && plausible(second.value) && !words::unit_follows(text, end))
        .then(|| (TimeExpr::Range(year(first.value), year(second.value)), end))
}
