//! Sentences: where they begin and end in a paragraph.
//!
//! Chinese ends a sentence with 。！？；, English with . ! ? and its abbreviations and decimals are no ends. What stands in
//! quotation marks or brackets is kept together, closing marks belong to the sentence that they close, and so do footnote
//! marks behind the full stop. A line break always ends a sentence. The text may be folded or not; in English
//! capitals tell more, where there are any.

use super::script::fold;
use crate::document::Lang;
use crate::span::Span;

/// The sentences of the stretch `within`, in order, without white space at their ends; together they hold everything
/// that is not white space. `marks` are footnote marks, sorted; offsets are those of `text`.
pub fn sentences(text: &[char], within: Span, lang: Lang, marks: &[Span]) -> Vec<Span> {
    let end = within.end().min(text.len());
    let mut found = Vec::new();
    let mut begin = within.start().min(end);
    let closers = closers(text, begin, end, lang);
    let capitals = lang == Lang::En && text[begin..end].iter().any(|c| c.is_uppercase());
    let mut at = begin;
    let mut next_mark = marks.partition_point(|m| m.end() <= at);
    while at < end {
        while marks.get(next_mark).is_some_and(|m| m.end() <= at) {
            next_mark += 1;
        }
        if let Some(mark) = marks.get(next_mark).filter(|m| m.start() <= at) {
            at = mark.end().max(at + 1);
            continue;
        }
        let c = text[at];
        if c == '\n' {
            push(text, begin, at, &mut found);
            begin = at + 1;
            at += 1;
            continue;
        }
        let ends = match lang {
            Lang::Zh => match closers[at - within.start()] {
                // Over the stretch in brackets; behind its last mark the sentence may end.
                Some(close) => {
                    at = close;
                    quote_ends(text, at, end)
                }
                None => is_zh_end(text, at),
            },
            Lang::En => is_en_end(text, begin, at, end, capitals),
        };
        at += 1;
        if ends {
            at = behind_end(text, at, end, lang, marks);
            push(text, begin, at, &mut found);
            begin = at;
        }
    }
    push(text, begin, end, &mut found);
    found
}

/// Adds the stretch without white space at its ends, if anything is left.
fn push(text: &[char], begin: usize, end: usize, found: &mut Vec<Span>) {
    let stretch = &text[begin..end.max(begin)];
    let Some(first) = stretch.iter().position(|c| !c.is_whitespace()) else { return };
    let last = stretch.iter().rposition(|c| !c.is_whitespace()).unwrap_or(first);
    found.push(Span::new(begin + first, begin + last + 1));
}

fn mark_at(marks: &[Span], at: usize) -> Option<Span> {
    let index = marks.partition_point(|m| m.end() <= at);
    marks.get(index).copied().filter(|m| m.start() <= at)
}

/// How far the sentence reaches behind its end mark: further end marks, closing marks, footnote marks.
fn behind_end(text: &[char], at: usize, end: usize, lang: Lang, marks: &[Span]) -> usize {
    let mut at = at;
    while at < end {
        if let Some(mark) = mark_at(marks, at) {
            at = mark.end().min(end).max(at + 1);
            continue;
        }
        let c = fold(text[at]);
        let more = match lang {
            Lang::Zh => matches!(c, '。' | '!' | '?' | '”' | '…'),
            Lang::En => matches!(c, '.' | '!' | '?' | '”' | '"' | '\'' | ')' | ']'),
        };
        if !more {
            break;
        }
        at += 1;
    }
    at
}

fn is_zh_end(text: &[char], at: usize) -> bool {
    match fold(text[at]) {
        '。' | '!' | '?' | ';' | '｡' => true,
        '…' => {
            text.get(at + 1) != Some(&'…')
                && at > 0
                && text[at - 1] == '…'
                && text.get(at + 1).is_none_or(|c| c.is_whitespace())
        }
        _ => false,
    }
}

/// Whether a sentence ends with the closing mark at `at`: the quotation closes with an end mark and nothing goes on.
fn quote_ends(text: &[char], at: usize, end: usize) -> bool {
    if fold(text[at]) != '”' || !at.checked_sub(1).is_some_and(|before| matches!(fold(text[before]), '。' | '!' | '?'))
    {
        return false;
    }
    let next = text.get(at + 1).filter(|_| at + 1 < end).map(|&c| fold(c));
    next.is_none_or(|c| {
        !matches!(c, ',' | '、' | ';' | ':' | '的' | '之' | '一' | '等' | ')' | '》' | '”' | '。' | '!' | '?')
    })
}

/// For each place where a bracket or quotation opens: where it closes. Only within a line, and not over others.
fn closers(text: &[char], begin: usize, end: usize, lang: Lang) -> Vec<Option<usize>> {
    if lang == Lang::En {
        return Vec::new();
    }
    let mut closers = vec![None; end - begin];
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, &c) in text.iter().enumerate().take(end).skip(begin) {
        match fold(c) {
            '\n' => open.clear(),
            opening @ ('“' | '(' | '《' | '【' | '[') => open.push((opening, at)),
            closing @ ('”' | ')' | '》' | '】' | ']') => {
                let pair = |opening: char| {
                    matches!((opening, closing), ('“', '”') | ('(', ')') | ('《', '》') | ('【', '】') | ('[', ']'))
                };
                if let Some(depth) = open.iter().rposition(|&(o, _)| pair(o)) {
                    closers[open[depth].1 - begin] = Some(at);
                    open.truncate(depth);
                }
            }
            _ => {}
        }
    }
    closers
}

/// Words that a full stop behind them shortens; behind some of these a sentence can end all the same.
const ABBREVIATIONS: &str = "mr mrs ms dr st ste prof rev hon gen maj col lt lieut capt cpt cmdr adm sgt brig gov sen rep pres \
                             sr jr esq no nos vol vols p pp ch fig ed eds trans cf vs v etc viz c ca approx b d r fl jan feb \
                             mar apr aug sept sep oct nov dec";
const ALSO_LAST: &str = "etc jr sr esq d b";

/// Words that mostly begin a sentence where they have a capital letter.
const OPENERS: &str = "the this that these those he she it they his her its their in on at by for from after before during when \
                       while as but and however although there an we";

/// Whether the mark at `at` ends an English sentence. `capitals`: whether the text has any, so that a small letter tells.
fn is_en_end(text: &[char], begin: usize, at: usize, end: usize, capitals: bool) -> bool {
    match text[at] {
        // (Tacheng?) on 19 October: in a short bracket, where the sentence goes on.
        '!' | '?' => {
            let open = text[at.saturating_sub(24).max(begin)..at].iter().any(|c| matches!(c, '(' | '['));
            !(open && text[at + 1..end].first().is_some_and(|c| matches!(c, ')' | ']')))
        }
        '.' => is_full_stop(text, begin, at, end, capitals),
        _ => false,
    }
}

fn is_full_stop(text: &[char], begin: usize, at: usize, end: usize, capitals: bool) -> bool {
    // Inside a number, an address, an abbreviation with inner points.
    let inside = |c: &char| c.is_alphanumeric() || matches!(c, ',' | ';' | ':');
    if text[at + 1..end].first().is_some_and(inside) {
        return false;
    }
    let starts = |c: &char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '[');
    let word_start = text[begin..at].iter().rposition(starts).map_or(begin, |i| begin + i + 1);
    let word: String = text[word_start..at].iter().flat_map(|c| c.to_lowercase()).collect();
    let next: String =
        text[at + 1..end].iter().skip_while(|c| !c.is_alphanumeric()).take_while(|c| c.is_alphanumeric()).collect();
    let Some(first) = next.chars().next() else { return true };
    if capitals && first.is_lowercase() {
        return false;
    }
    // The number of an item: 1. The treaty.
    let opens = text[begin..word_start].iter().all(|c| c.is_whitespace());
    if opens && word.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    let opener = || OPENERS.split_ascii_whitespace().any(|w| w == next.to_lowercase());
    // Initials (J. A. Smith) and U.S.: a sentence ends with them where the next word opens one. Nicholas I. is a number.
    let initials = word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    if initials && word != "i" {
        return opener();
    }
    let listed = |list: &str| list.split_ascii_whitespace().any(|w| w == word);
    if !listed(ABBREVIATIONS) {
        return true;
    }
    listed(ALSO_LAST) && !first.is_ascii_digit() && opener()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, lang: Lang) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        // Footnote marks are what looks like one here.
        let marks: Vec<Span> = (0..chars.len())
            .filter(|&i| chars[i] == '[' && chars.get(i + 1).is_some_and(char::is_ascii_digit))
            .filter_map(|i| Some(Span::new(i, i + chars[i..].iter().position(|&c| c == ']')? + 1)))
            .collect();
        let all = Span::new(0, chars.len());
        sentences(&chars, all, lang, &marks).iter().map(|s| chars[s.range()].iter().collect()).collect()
    }

    fn zh(text: &str) -> Vec<String> {
        split(text, Lang::Zh)
    }

    fn en(text: &str) -> Vec<String> {
        split(text, Lang::En)
    }

    #[test]
    fn chinese_sentences_end_with_their_marks() {
        assert_eq!(
            zh("俄軍入侵。清軍抵抗！雙方停戰？是；不是"),
            ["俄軍入侵。", "清軍抵抗！", "雙方停戰？", "是；", "不是"]
        );
        assert_eq!(zh("甲。\n乙，\n 丙 "), ["甲。", "乙，", "丙"]);
        assert_eq!(zh("甲？！乙。。丙"), ["甲？！", "乙。。", "丙"]);
    }

    #[test]
    fn quotations_and_brackets_stay_together() {
        assert_eq!(zh("他說：「走。快走！」他走了。"), ["他說：「走。快走！」", "他走了。"]);
        assert_eq!(zh("他說：“走。”他走了。"), ["他說：“走。”", "他走了。"]);
        assert_eq!(zh("「走。」的說法，不實。"), ["「走。」的說法，不實。"]);
        assert_eq!(
            zh("伊犁（今伊寧。在新疆；很遠）被佔。後歸還。"),
            ["伊犁（今伊寧。在新疆；很遠）被佔。", "後歸還。"]
        );
        assert_eq!(zh("簽《甲；乙》。完"), ["簽《甲；乙》。", "完"]);
    }

    #[test]
    fn an_unclosed_bracket_ends_no_later_than_others_do() {
        assert_eq!(zh("他說：「走。他走了。"), ["他說：「走。", "他走了。"]);
        assert_eq!(zh("甲（乙。丙」丁。"), ["甲（乙。", "丙」丁。"]);
    }

    #[test]
    fn footnote_marks_belong_to_the_sentence_before() {
        assert_eq!(zh("俄軍被擊退[1]，但再來。[2][3]清軍敗。[4]"), ["俄軍被擊退[1]，但再來。[2][3]", "清軍敗。[4]"]);
        assert_eq!(en("They fled.[1] He died.[2]"), ["They fled.[1]", "He died.[2]"]);
    }

    #[test]
    fn english_full_stops_are_told_apart() {
        assert_eq!(en("Gen. J. A. Smith took Khiva. It fell."), ["Gen. J. A. Smith took Khiva.", "It fell."]);
        assert_eq!(en("About 3.5 million fled. Few came back!"), ["About 3.5 million fled.", "Few came back!"]);
        assert_eq!(en("Founded c. 1840 by St. John. He left."), ["Founded c. 1840 by St. John.", "He left."]);
        assert_eq!(en("The U.S. army left. The U.S. won."), ["The U.S. army left.", "The U.S. won."]);
        assert_eq!(
            en("He said \"Go.\" They went. (They ran.) End"),
            ["He said \"Go.\"", "They went.", "(They ran.)", "End"]
        );
        assert_eq!(
            en("It was signed at X (Y?) on 3 May. It failed."),
            ["It was signed at X (Y?) on 3 May.", "It failed."]
        );
        assert_eq!(en("See p. 12 and no. 5 of vol. 2. Next."), ["See p. 12 and no. 5 of vol. 2.", "Next."]);
        assert_eq!(en("In 1864. In 1865."), ["In 1864.", "In 1865."]);
        assert_eq!(
            en("1. The U.S. Army left the U.S. In 1864 it fought."),
            ["1. The U.S. Army left the U.S.", "In 1864 it fought."]
        );
        assert_eq!(
            en("Under Nicholas I. Russia grew, etc. The end."),
            ["Under Nicholas I.", "Russia grew, etc.", "The end."]
        );
    }

    #[test]
    fn folded_english_has_sentences_too() {
        assert_eq!(en("gen. smith took khiva. it fell, c. 1840."), ["gen. smith took khiva.", "it fell, c. 1840."]);
    }

    #[test]
    fn only_the_stretch_asked_for_is_read() {
        let chars: Vec<char> = "甲。乙。丙。".chars().collect();
        let spans = sentences(&chars, Span::new(2, 5), Lang::Zh, &[]);
        assert_eq!(spans, [Span::new(2, 4), Span::new(4, 5)]);
        assert!(sentences(&chars, Span::new(6, 6), Lang::Zh, &[]).is_empty());
        assert!(sentences(&[], Span::new(0, 9), Lang::Zh, &[]).is_empty());
    }

    #[test]
    fn nothing_but_white_space_is_lost() {
        let pieces: Vec<char> = "甲。！「」（）[]1.A \n\"".chars().collect();
        let mut state = 7_u64;
        for _ in 0..5_000 {
            let text: Vec<char> = (0..15)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    pieces[(state >> 33) as usize % pieces.len()]
                })
                .collect();
            for lang in [Lang::Zh, Lang::En] {
                let mut covered = vec![false; text.len()];
                for span in sentences(&text, Span::new(0, text.len()), lang, &[Span::new(3, 5)]) {
                    for i in span.range() {
                        assert!(!covered[i]);
                        covered[i] = true;
                    }
                }
                assert!(text.iter().zip(&covered).all(|(c, &in_sentence)| in_sentence || c.is_whitespace()));
            }
        }
    }
}
