//! Times that count from what was spoken of: `同年10月`, `次日`, `三年後`, `年底`.

use super::super::expr::{Date, DayOfMonth, Moment, Month, Part, TimeExpr, When, Year};
use super::moment::{Figure, date_tail, day_tail, figure_at, moment_of};
use super::words::{self, has, is, one_of, unit};

/// Words for years, and how many years after the one spoken of they mean.
const YEARS: [(&str, i32); 10] = [
    ("同年", 0),
    ("当年", 0),
    ("该年", 0),
    ("是年", 0),
    ("次年", 1),
    ("翌年", 1),
    ("隔年", 1),
    ("明年", 1),
    ("第二年", 1),
    ("前一年", -1),
];

const MONTHS: [(&str, i32); 6] = [("同月", 0), ("当月", 0), ("是月", 0), ("次月", 1), ("翌月", 1), ("隔月", 1)];

const DAYS: [(&str, i32); 12] = [
    ("同日", 0),
    ("当日", 0),
    ("当天", 0),
    ("同一天", 0),
    ("是日", 0),
    ("次日", 1),
    ("翌日", 1),
    ("隔日", 1),
    ("隔天", 1),
    ("第二天", 1),
    ("前一天", -1),
    ("前一日", -1),
];

/// `同年10月`, `次年`, `同月`, `當日`, `年底`.
pub fn relative(text: &[char], at: usize) -> Option<(Moment, usize)> {
    year(text, at).or_else(|| month(text, at)).or_else(|| day(text, at)).or_else(|| turn_of_year(text, at))
}

/// The word of a list that stands at a place, what it means, and where it ends.
fn word_at(text: &[char], at: usize, words: &[(&'static str, i32)]) -> Option<(&'static str, i32, usize)> {
    let (word, shift) = words.iter().find(|(word, _)| has(text, at, word))?;
    // 是年 and 是日 are phrases of their own only where a clause begins.
    if word.starts_with('是') && words::before(text, at).is_some_and(char::is_alphanumeric) {
        return None;
    }
    Some((word, *shift, at + word.chars().count()))
}

fn year(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (word, shift, end) = word_at(text, at, &YEARS)?;
    if words::other_year(text, end) || words::before(text, at).is_some_and(|c| "的第".contains(c)) {
        return None;
    }
    let date = Date { year: Some(Year::Relative(shift)), ..Date::default() };
    let (moment, after) = date_tail(text, date, end);
    // 當年 without a month or a comma is "in those days".
    let vague = word == "当年" && after == end && !is(text, end, ",");
    (!vague).then_some((moment, after))
}

fn month(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (_, shift, end) = word_at(text, at, &MONTHS)?;
    let date = Date { month: Some(Month::Relative(shift)), ..Date::default() };
    Some(day_tail(text, date, end))
}

fn day(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (_, shift, end) = word_at(text, at, &DAYS)?;
    let date = Date { day: Some(DayOfMonth::Relative(shift)), ..Date::default() };
    (!words::other_relative_day(text, end)).then(|| (moment_of(date), end))
}

/// `年底` and `年初` of the year spoken of.
fn turn_of_year(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let end = at + one_of(text, at, &["年底", "年末", "年初", "岁末"])?;
    let free = words::before(text, at).is_none_or(|c| !c.is_alphanumeric() || "在于到至".contains(c));
    if !free || words::numeral_follows(text, end) {
        return None;
    }
    let mut moment = moment_of(Date { year: Some(Year::Relative(0)), ..Date::default() });
    moment.part = Some(if has(text, at + 1, "初") { Part::Early } else { Part::Late });
    Some((moment, end))
}

/// The years that a length of time fills from the year spoken of on: `在四年間`, `此後三年之間`.
pub fn within(text: &[char], at: usize) -> Option<(TimeExpr, usize)> {
    let figure = figure_at(text, at)?;
    let years = figure.value;
    if !(2..=40).contains(&years) || figure.len > 3 {
        return None;
    }
    let after = unit(text, at + figure.len, "年")?;
    let end = after + one_of(text, after, &["之间", "间", "之内"])?;
    let between = has(text, end - 1, "间") && !has(text, end - 2, "之");
    if between && !words::between_at(text, end - 1) {
        return None;
    }
    let opened = ["在", "于", "短短", "此后", "其后", "之后", "随后的", "接下来的", "接下来", "这", "仅", "历时"];
    let opens = |word: &&str| at.checked_sub(word.chars().count()).is_some_and(|from| has(text, from, word));
    opened.iter().any(opens).then(|| {
        let of = |shift| moment_of(Date { year: Some(Year::Relative(shift)), ..Date::default() });
        (TimeExpr::Range(of(0), of(i32::try_from(years).unwrap_or(0))), end)
    })
}

/// `三年後`, `兩個月後`, `5天前`, at the beginning of a clause.
pub fn shift(text: &[char], at: usize, figure: Figure) -> Option<(Moment, usize)> {
    if figure.value == 0
        || figure.value > 99
        || (figure.positional && figure.len > 2)
        || !words::begins_clause(text, at)
    {
        return None;
    }
    let count = figure.value as i32;
    let end = at + figure.len;
    let units: [(&str, (i32, i32, i32)); 7] = [
        ("年", (count, 0, 0)),
        ("个月", (0, count, 0)),
        ("天", (0, 0, count)),
        ("日", (0, 0, count)),
        ("个星期", (0, 0, 7 * count)),
        ("星期", (0, 0, 7 * count)),
        ("周", (0, 0, 7 * count)),
    ];
    let (end, (years, months, days)) = units.iter().find_map(|(word, shift)| Some((unit(text, end, word)?, *shift)))?;
    let (len, sign) = words::shift_at(text, end)?;
    Some((Moment::new(When::Shift { years: sign * years, months: sign * months, days: sign * days }), end + len))
}
