//! Truth status: whether a clause affirms its verb, or denies, wants, demands, supposes or only reports it.
//!
//! A word of such a class has a *scope*: it reaches the verb unless something stands between that ends it. A negation
//! reaches the next verb only; a wish or a demand reaches further verbs joined to the first, up to a word that opens a
//! step of its own (便, 於是); a condition or a report reaches to the end of its sentence.

use super::lexicon::Lexicon;
use super::line::{Line, TokenKind, WordAt};
use crate::fact::Status;
use crate::pack::grammar::{Grammar, WordClass};

/// The status of a verb that stands at tokens `start..end`, in a segment that ends at token `segment_end`.
pub fn status(
    line: &Line,
    lexicon: &Lexicon,
    grammar: &Grammar,
    start: usize,
    end: usize,
    segment_end: usize,
) -> Status {
    verdict(line, lexicon, grammar, start, end, segment_end).0
}

/// The status of a verb, and the word that makes it so; none for what is affirmed, or stands in quotation marks.
pub fn verdict(
    line: &Line,
    lexicon: &Lexicon,
    grammar: &Grammar,
    start: usize,
    end: usize,
    segment_end: usize,
) -> (Status, Option<WordAt>) {
    if quoted(line, start) {
        return (Status::Reported, None);
    }
    let segment_start = line.tokens[..start].iter().rposition(|t| is_stop(t.symbol)).map_or(0, |i| i + 1);
    // 最後的進攻: a word that modifies opens no step.
    let of =
        |at: usize| line.tokens.get(at).is_some_and(|t| grammar.mark("of").iter().any(|of| of.chars().eq([t.symbol])));
    let step = |w: &WordAt| lexicon.words[w.word].is(WordClass::Then) && !of(w.end);
    // 無法繼續進軍: the first verb only says how far the second gets.
    let verb_of = |w: &WordAt| {
        let word = &lexicon.words[w.word];
        word.is_verb() && !grammar.mark("auxiliary").contains(&word.text)
    };
    // 希望解放某族，使其獨立: what is wished for.
    let effect = line.words.iter().any(|w| {
        w.start == segment_start && w.end <= start && grammar.mark("causes").contains(&lexicon.words[w.word].text)
    });
    let mut verb_between = false;
    let mut step_between = false;
    let mut ground_told = false;
    for w in line.words.iter().rev().filter(|w| w.end <= start) {
        let word = &lexicon.words[w.word];
        let here = w.start >= segment_start;
        // 以保護某國為由，…: the ground ends there.
        ground_told |= grammar.mark("ground").contains(&word.text);
        if word.is(WordClass::Plain) {
            continue;
        }
        if word.is(WordClass::Report) && (here || speaks_on(line, w.end)) {
            return (Status::Reported, Some(*w));
        }
        if word.is(WordClass::Condition) && !step_between && (here || opens_condition(line, w.end, segment_start)) {
            return (Status::Hypothetical, Some(*w));
        }
        if here {
            if word.is(WordClass::Negation) && !verb_between && !step_between && near(line, w.end, start) {
                return (Status::Negated, Some(*w));
            }
            if word.is(WordClass::Intention) && !step_between {
                return (Status::Intended, Some(*w));
            }
            if word.is(WordClass::Demand) && !step_between {
                return (Status::Demanded, Some(*w));
            }
            // 為收復…, 以慶祝…: a purpose when it opens the segment and no name follows.
            let purpose = (word.is(WordClass::As) || word.is(WordClass::Means)) && w.end == start;
            // 以協助鎮壓…為由: a ground, not an act.
            let verb_next =
                line.words.iter().any(|v| v.start == w.end && v.end <= start && lexicon.words[v.word].is_verb());
            let ground = word.is(WordClass::Means) && verb_next && !step_between && !ground_told;
            if ground || purpose && (w.start == segment_start || word.is(WordClass::Means)) {
                return (Status::Intended, Some(*w));
            }
            // 奧匈將取得…: 將 without anything to move before the verb tells the future.
            if word.is(WordClass::Dispose) && !verb_between && !step_between && bare(line, grammar, w.end, start) {
                return (Status::Intended, Some(*w));
            }
            step_between |= step(w);
            verb_between |= verb_of(w);
        } else if effect && !step_between && word.is(WordClass::Intention) {
            return (Status::Intended, Some(*w));
        } else if !verb_between && !step_between {
            // 企圖以某軍，征服某地: the wish has no verb of its own yet, and nobody else acts.
            let nobody = line.tokens[segment_start..start].iter().all(|t| matches!(t.kind, TokenKind::Char(_)));
            if word.is(WordClass::Intention) && nobody && opens_condition(line, w.end, segment_start) {
                return (Status::Intended, Some(*w));
            }
            step_between |= step(w);
            verb_between |= verb_of(w);
        }
    }
    for w in line.words.iter().filter(|w| w.start >= end && w.end <= segment_end) {
        let word = &lexicon.words[w.word];
        if word.is(WordClass::Failure) {
            return (Status::Negated, Some(*w));
        }
        if word.is(WordClass::Topic) {
            return (Status::Intended, Some(*w));
        }
        if word.is_verb() || word.is(WordClass::AndThen) {
            break;
        }
    }
    (Status::Affirmed, None)
}

fn is_stop(c: char) -> bool {
    matches!(c, '，' | ',' | '；' | ';' | '。' | '：' | ':' | '！' | '!' | '？' | '?')
}

/// A negation reaches over a few characters and a counterpart, no further.
fn near(line: &Line, from: usize, to: usize) -> bool {
    let between = &line.tokens[from..to];
    let plain = between.iter().filter(|t| matches!(t.kind, TokenKind::Char(_))).count();
    plain <= 6
}

/// Whether nothing but dates and an adverb stands in between; 將都城遷往… moves something.
fn bare(line: &Line, grammar: &Grammar, from: usize, to: usize) -> bool {
    let between = &line.tokens[from..to];
    let said = between.iter().map(|t| t.symbol);
    if grammar.mark("moved").iter().any(|m| m.chars().eq(said.clone())) {
        return false;
    }
    let plain = between.iter().filter(|t| matches!(t.kind, TokenKind::Char(_))).count();
    plain <= 2 && between.iter().all(|t| matches!(t.kind, TokenKind::Char(_) | TokenKind::Time(_)))
}

/// Whether what is said goes on after a comma or colon right behind the word.
fn speaks_on(line: &Line, end: usize) -> bool {
    line.tokens.get(end).is_some_and(|t| matches!(t.symbol, ',' | '，' | ':' | '：' | '“'))
}

/// Whether the segment before, which a condition opens, is the one right before this one.
fn opens_condition(line: &Line, from: usize, segment_start: usize) -> bool {
    line.tokens[from..segment_start].iter().filter(|t| is_stop(t.symbol)).count() <= 1
}

/// Whether a token stands inside quotation marks together with others.
fn quoted(line: &Line, at: usize) -> bool {
    let mut open = false;
    for t in &line.tokens[..at] {
        match t.symbol {
            '“' | '「' | '『' => open = true,
            '”' | '」' | '』' => open = false,
            '"' => open = !open,
            _ => {}
        }
    }
    open
}
