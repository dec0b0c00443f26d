//! The small words of Chinese times. Everything here is in folded form.
//!
//! Functions named `…_at` say how many characters match at a place. Many words share a character with names and verbs
//! (起 in 起義, 後 in 後金): what may not follow is listed beside them.

use super::super::expr::Part;
use crate::fact::Calendar;
use crate::text::number::{begins_numeral, chinese_digit};

/// Whether the text has the word at a place.
pub fn has(text: &[char], at: usize, word: &str) -> bool {
    let mut i = at;
    word.chars().all(|c| {
        i += 1;
        text.get(i - 1) == Some(&c)
    })
}

/// The length of the first of the words that stands at a place. Longer words come first.
pub fn one_of(text: &[char], at: usize, words: &[&str]) -> Option<usize> {
    words.iter().find(|w| has(text, at, w)).map(|w| w.chars().count())
}

/// The character before a place.
pub fn before(text: &[char], at: usize) -> Option<char> {
    at.checked_sub(1).and_then(|i| text.get(i)).copied()
}

/// Whether the character at a place is one of these.
pub fn is(text: &[char], at: usize, characters: &str) -> bool {
    text.get(at).is_some_and(|&c| characters.contains(c))
}

/// Where the text goes on after a unit such as 年, which a space may precede.
pub fn unit(text: &[char], at: usize, word: &str) -> Option<usize> {
    let from = at + usize::from(text.get(at) == Some(&' '));
    has(text, from, word).then(|| from + word.chars().count())
}

/// Whether any unit of time stands at a place.
pub fn unit_follows(text: &[char], at: usize) -> bool {
    ["年", "月", "日", "世纪"].iter().any(|u| unit(text, at, u).is_some())
}

/// Whether a figure at this place belongs to a longer number, an ordinal or a code: `第3日`, `30,000`, `T34`.
pub fn inside_number(text: &[char], at: usize) -> bool {
    let (Some(&c), Some(previous)) = (text.get(at), before(text, at)) else { return false };
    if c.is_ascii_digit() {
        let in_group = matches!(previous, '.' | '/') && at >= 2 && text[at - 2].is_ascii_digit();
        return previous.is_ascii_alphanumeric() || in_group || matches!(previous, '第' | '$' | '#');
    }
    let numeral = chinese_digit(c).is_some() || matches!(c, '十' | '廿' | '卅');
    let counted = chinese_digit(previous).is_some() || matches!(previous, '十' | '百' | '千' | '万' | '亿');
    numeral
        && (counted
            || matches!(previous, '第' | '数' | '几' | '每' | '点' | '余' | '多' | '.')
            || previous.is_ascii_digit())
}

/// 約, 大約. Not the 約 of 條約.
pub fn about_at(text: &[char], at: usize) -> usize {
    if before(text, at).is_some_and(|c| "条和合公盟协誓契预邀节密租婚立违解".contains(c)) {
        return 0;
    }
    one_of(text, at, &["大约在", "大约于", "大约是", "大约", "大概在", "大概", "约在", "约于", "约为", "约"])
        .unwrap_or(0)
}

/// 自 and 從: the length, and whether it says by itself that what follows goes on.
pub fn since_at(text: &[char], at: usize) -> Option<(usize, bool)> {
    if before(text, at).is_some_and(|c| "来亲独各出擅暗源私".contains(c)) {
        return None;
    }
    let len = one_of(text, at, &["自从", "自", "从", "由"])?;
    Some((len, text.get(at) == Some(&'自')))
}

/// 至, 到, －, ～ between two ends of a range.
pub fn range_sign_at(text: &[char], at: usize) -> Option<usize> {
    let from = at + usize::from(text.get(at) == Some(&' '));
    let len =
        one_of(text, from, &["起至", "起到", "一直到", "直到", "直至", "——", "--", "至", "到", "迄", "-", "—", "~"])?;
    let end = from + len + usize::from(text.get(from + len) == Some(&' '));
    Some(end - at)
}

/// 至今, and the open end of a life or reign in brackets: `1954年－)`.
pub fn until_now_at(text: &[char], at: usize) -> Option<usize> {
    let sign = range_sign_at(text, at).or_else(|| has(text, at, "至").then_some(0))?;
    let end = at + sign;
    if let Some(len) = one_of(text, end, &["今日", "今天", "今", "现在", "目前", "如今"]) {
        return Some(sign + len);
    }
    (!is(text, at, "至到迄") && is(text, end, ")")).then_some(sign)
}

/// 前後, 左右.
pub fn around_at(text: &[char], at: usize) -> usize {
    one_of(text, at, &["前后", "左右"]).unwrap_or(0)
}

/// The 間 of 1890年間 (not of 間接, 間隔).
pub fn between_at(text: &[char], at: usize) -> bool {
    // 四年間接連攻佔.
    let on = is(text, at + 1, "接") && is(text, at + 2, "连踵二");
    has(text, at, "间") && (on || !is(text, at + 1, "接谍隔断或歇"))
}

/// 間, 之間, 期間 after a range.
pub fn period_at(text: &[char], at: usize) -> usize {
    if let Some(len) = one_of(text, at, &["之间", "期间"]) {
        return len;
    }
    usize::from(between_at(text, at))
}

/// 起, 以來, 以後, 後, 開始: from then on. `prefixed`: 自 or 從 stands before.
pub fn onward_at(text: &[char], at: usize, prefixed: bool) -> Option<usize> {
    if let Some(len) = one_of(text, at, &["以来", "以降", "以后", "之后", "始称", "始终"]) {
        return Some(if has(text, at, "始") { usize::from(has(text, at, "始称")) } else { len }).filter(|&l| l > 0);
    }
    if has(text, at, "起") {
        return (!is(text, at + 1, "义兵事用初草诉源家身程飞来因点伏立步到火跑居")).then_some(1);
    }
    if has(text, at, "开始") {
        return (prefixed || is(text, at + 2, ",")).then_some(2);
    }
    let after = has(text, at, "后") && !is(text, at + 1, "金宫妃周梁唐晋汉蜀赵燕秦凉来期方勤裔代主半续备援人世");
    after.then_some(1)
}

/// 以前, 之前, 前: before then.
pub fn before_at(text: &[char], at: usize) -> Option<usize> {
    if let Some(len) = one_of(text, at, &["以前", "之前"]) {
        return Some(len);
    }
    let before =
        has(text, at, "前") && !is(text, at + 1, "往来去赴线进任夕后半期锋沿途程景身驱方汉蜀赵燕秦凉总首辅所述苏");
    before.then_some(1)
}

/// How much later or earlier: 後, 之後, 前, 之前 after a length of time. The length in characters, and 1 or -1.
pub fn shift_at(text: &[char], at: usize) -> Option<(usize, i32)> {
    if let Some(len) = one_of(text, at, &["以后", "之后"]) {
        return Some((len, 1));
    }
    if let Some(len) = one_of(text, at, &["以前", "之前"]) {
        return Some((len, -1));
    }
    if has(text, at, "后") {
        return onward_at(text, at, false).map(|len| (len, 1));
    }
    before_at(text, at).map(|len| (len, -1))
}

/// A calendar named before the date: 儒略曆, 俄曆, 農曆, 公曆. `numeral` after it decides what 舊曆 means.
pub fn calendar_at(text: &[char], at: usize) -> Option<(Calendar, usize)> {
    const NAMES: [(&str, Option<Calendar>); 14] = [
        ("儒略历", Some(Calendar::Julian)),
        ("俄国旧历", Some(Calendar::Julian)),
        ("俄国历", Some(Calendar::Julian)),
        ("俄旧历", Some(Calendar::Julian)),
        ("俄历", Some(Calendar::Julian)),
        ("格里历", Some(Calendar::Gregorian)),
        ("公历", Some(Calendar::Gregorian)),
        ("西历", Some(Calendar::Gregorian)),
        ("新历", Some(Calendar::Gregorian)),
        ("农历", Some(Calendar::Chinese)),
        ("阴历", Some(Calendar::Chinese)),
        ("夏历", Some(Calendar::Chinese)),
        ("中历", Some(Calendar::Chinese)),
        ("旧历", None),
    ];
    let (name, calendar) = NAMES.iter().find(|(name, _)| has(text, at, name))?;
    let mut end = at + name.chars().count();
    end += usize::from(is(text, end, "的:为 "));
    let calendar = calendar.unwrap_or(if text.get(end).is_some_and(char::is_ascii_digit) {
        Calendar::Julian
    } else {
        Calendar::Chinese
    });
    Some((calendar, end - at))
}

/// A calendar named in brackets after the date: `2月19日(俄曆)`.
pub fn calendar_after(text: &[char], at: usize) -> Option<Calendar> {
    let (calendar, len) = has(text, at, "(").then(|| calendar_at(text, at + 1))??;
    is(text, at + 1 + len, "),").then_some(calendar)
}

/// 公元 and 西元 before a year.
pub fn epoch_at(text: &[char], at: usize) -> usize {
    one_of(text, at, &["公元", "西元"]).unwrap_or(0)
}

/// 初, 末, 中葉, 上半葉 and the like after a century, decade or reign.
pub fn long_part_at(text: &[char], at: usize) -> Option<(Part, usize)> {
    const PARTS: [(&str, Part); 28] = [
        ("上半叶", Part::FirstHalf),
        ("前半叶", Part::FirstHalf),
        ("上半期", Part::FirstHalf),
        ("前半期", Part::FirstHalf),
        ("上半", Part::FirstHalf),
        ("前半", Part::FirstHalf),
        ("下半叶", Part::SecondHalf),
        ("后半叶", Part::SecondHalf),
        ("下半期", Part::SecondHalf),
        ("后半期", Part::SecondHalf),
        ("下半", Part::SecondHalf),
        ("后半", Part::SecondHalf),
        ("初叶", Part::Early),
        ("初期", Part::Early),
        ("早期", Part::Early),
        ("前期", Part::Early),
        ("初年", Part::Early),
        ("中叶", Part::Middle),
        ("中期", Part::Middle),
        ("末叶", Part::Late),
        ("末期", Part::Late),
        ("晚期", Part::Late),
        ("后期", Part::Late),
        ("末年", Part::Late),
        ("晚年", Part::Late),
        ("初", Part::Early),
        ("末", Part::Late),
        ("底", Part::Late),
    ];
    let (word, part) = PARTS.iter().find(|(word, _)| has(text, at, word))?;
    let end = at + word.chars().count();
    let other = (has(text, at, "末代") || has(text, at, "初次")) && word.chars().count() == 1;
    (!other).then_some((*part, end - at))
}

/// 春, 年底, 上半年 and the like after a year; a second 年 may stand before it (1863年年底).
pub fn year_part_at(text: &[char], at: usize) -> Option<(Part, usize)> {
    let doubled = usize::from(has(text, at, "年") && is(text, at + 1, "底末初"));
    let from = at + doubled;
    let from = from + usize::from(is(text, from, "初仲暮深孟季盛晚隆严早") && is(text, from + 1, "春夏秋冬"));
    let (doubled, from) = (from - at, from);
    let season = match text.get(from) {
        Some('春') => Some(Part::Spring),
        Some('夏') => Some(Part::Summer),
        Some('秋') => Some(Part::Autumn),
        Some('冬') => Some(Part::Winter),
        _ => None,
    };
    if let Some(season) = season {
        if is(text, from + 1, "季天") {
            return Some((season, doubled + 2));
        }
        // Also the first characters of names: 夏威夷, 冬宮, 春秋.
        let name = is(text, from + 1, "威洛尔伊目朝王国侯津言延宫秋瑾田日");
        return (!name).then_some((season, doubled + 1));
    }
    if has(text, from, "上半年") || has(text, from, "前半年") {
        return Some((Part::FirstHalf, doubled + 3));
    }
    if has(text, from, "下半年") || has(text, from, "后半年") {
        return Some((Part::SecondHalf, doubled + 3));
    }
    // 1840年底格里斯河.
    if has(text, from, "底") && is(text, from + 1, "格比特") {
        return None;
    }
    long_part_at(text, from).map(|(part, len)| (part, doubled + len))
}

/// 上旬, 初, 底 and the like after a month.
pub fn month_part_at(text: &[char], at: usize) -> Option<(Part, usize)> {
    const PARTS: [(&str, Part); 9] = [
        ("上旬", Part::FirstThird),
        ("中旬", Part::SecondThird),
        ("下旬", Part::LastThird),
        ("上半月", Part::FirstHalf),
        ("下半月", Part::SecondHalf),
        ("月底", Part::LastThird),
        ("初", Part::FirstThird),
        ("末", Part::LastThird),
        ("底", Part::LastThird),
    ];
    let (word, part) = PARTS.iter().find(|(word, _)| has(text, at, word))?;
    Some((*part, word.chars().count()))
}

/// Whether a length of time is meant, not a year: `1000年歷史`, `歷276年`. `figures`: how many the number has.
pub fn is_length(text: &[char], at: usize, end: usize, figures: usize) -> bool {
    if one_of(text, end, &["的历史", "历史", "之久", "来", "以上", "有余", "多", "余"]).is_some() {
        // 來 is also the verb: 1864年來到伊犁.
        return !(has(text, end, "来") && (figures == 4 || is(text, end + 1, "到华京归")));
    }
    let characters = if figures == 4 { "近逾达" } else { "历近逾达经余共有满了长约超过第" };
    before(text, at).is_some_and(|c| characters.contains(c))
}

/// Whether a clause can begin here, so that 三年後 counts from what the text spoke of.
pub fn begins_clause(text: &[char], at: usize) -> bool {
    before(text, at).is_none_or(|c| !c.is_alphanumeric() || "在于至到但而且并约".contains(c))
}

/// Whether a month is one of every year: `每年6月`, `每年6月到9月`.
pub fn every_year(text: &[char], at: usize) -> bool {
    let near = &text[at.saturating_sub(8)..at];
    let clause = near.iter().rposition(|c| matches!(c, ',' | '。' | ';' | '\n')).map_or(near, |i| &near[i + 1..]);
    clause.windows(2).any(|w| w == ['每', '年'])
}

/// Names that begin with a month: 十月革命, 十二月黨人.
pub fn names_month(text: &[char], at: usize) -> bool {
    one_of(text, at, &["革命", "党", "王朝", "战争", "起义", "起事", "政变", "提纲", "危机", "风暴", "条约", "改革"])
        .is_some()
}

/// Whether a month is a length of time: `歷時三月`, `三月餘`. Only for numerals that also count.
pub fn counts_months(text: &[char], at: usize, end: usize) -> bool {
    let counted = before(text, at).is_some_and(|c| "个时经达逾历前近余每满有约过了".contains(c));
    counted || is(text, end, "余后前内多之有来")
}

/// Whether 日 is followed by what makes another word or a length of it: 日本, 日軍, 日內.
pub fn other_day(text: &[char], end: usize) -> bool {
    is(text, end, "本")
        || one_of(
            text,
            end,
            &["之久", "之内", "之间", "以内", "内", "间", "游", "路程", "行程", "以上", "余", "报", "元"],
        )
        .is_some()
}

/// Whether 年 of 當年, 次年 is followed by what makes another word: 年輕, 年代, 年會.
pub fn other_year(text: &[char], end: usize) -> bool {
    is(text, end, "轻龄代级纪迈幼老少度会")
}

/// Whether 日 of 同日, 當日, 次日 belongs to the next word: 當日軍進攻, 第二次日俄戰爭.
pub fn other_relative_day(text: &[char], end: usize) -> bool {
    is(text, end, "本军俄方伪占据舰皇机德苏耳内韩朝寇商")
}

/// Whether a numeral can begin at a place.
pub fn numeral_follows(text: &[char], at: usize) -> bool {
    text.get(at).copied().is_some_and(begins_numeral)
}
