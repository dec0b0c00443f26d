//! Years of reign eras and of the sexagenary cycle in Chinese text.

use super::super::era::{self, Months};
use super::super::expr::{Date, Moment, When, Year};
use super::moment::{date_tail, figure_at, set_part};
use super::words::{self, has, one_of, unit};

/// `同治三年九月初七`, `咸豐庚申年`, `康熙年間`.
pub fn era_date(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let eras = era::table();
    let (len, names) = eras.at(text.get(at..)?)?;
    let from = at + len + usize::from(text.get(at + len) == Some(&' '));
    let before = &text[..at];
    let number = if has(text, from, "元年") || has(text, from, "元载") {
        Some((1, from + 2))
    } else {
        figure_at(text, from).filter(|f| (1..=99).contains(&f.value)).and_then(|f| {
            let end = unit(text, from + f.len, "年").or_else(|| unit(text, from + f.len, "载"))?;
            Some((f.value as i32, end))
        })
    };
    if let Some((number, end)) = number {
        let eras = eras.narrow(names, Some(number), before);
        if eras.is_empty() || has(text, end, "代") {
            return None;
        }
        let date = Date { year: Some(Year::Era { eras, number }), ..Date::default() };
        return Some(date_tail(text, date, end));
    }
    let (known, unnamed) = (eras.narrow(names, None, before), names.len());
    let ours = known.iter().any(|&i| eras.eras.get(i).is_some_and(|e| e.months == Months::Chinese));
    if !ours && known.len() == unnamed {
        return None;
    }
    if let Some((position, end)) = cycle_at(text, from) {
        let date = Date { year: Some(Year::Cycle { eras: known, position }), ..Date::default() };
        return Some(date_tail(text, date, unit(text, end, "年").unwrap_or(end)));
    }
    let mut moment = Moment::new(When::Reign(known));
    if let Some(len) = one_of(text, from, &["年间", "朝", "时期", "在位"]) {
        return (!has(text, from, "在位")).then_some((moment, from + len));
    }
    let part = words::long_part_at(text, from)?;
    let end = from + set_part(&mut moment, Some(part));
    Some((moment, end))
}

/// `甲午年`.
pub fn cycle_year(text: &[char], at: usize) -> Option<(Moment, usize)> {
    let (position, end) = cycle_at(text, at)?;
    let end = unit(text, end, "年")?;
    let date = Date { year: Some(Year::Cycle { eras: Vec::new(), position }), ..Date::default() };
    Some(date_tail(text, date, end))
}

/// A pair of stem and branch, as its place in the cycle from 0.
fn cycle_at(text: &[char], at: usize) -> Option<(u8, usize)> {
    let stem = "甲乙丙丁戊己庚辛壬癸".chars().position(|c| text.get(at) == Some(&c))?;
    let branch = "子丑寅卯辰巳午未申酉戌亥".chars().position(|c| text.get(at + 1) == Some(&c))?;
    let position = (0..60).find(|p| p % 10 == stem && p % 12 == branch)?;
    Some((position as u8, at + 2))
}
