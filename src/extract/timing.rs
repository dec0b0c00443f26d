//! Which date belongs to a verb.
//!
//! In its own segment the nearest date counts; without one, the nearest before it in the sentence; without any, the
//! year of the sentences right before. 分別 deals several dates out to several objects.

use super::clause::{Clauses, ItemKind};
use super::discourse::Filled;
use super::line::TokenKind;
use super::read::{Dated, Object, Reading};
use crate::fact::Time;
use crate::span::Span;

/// Code points between a date and the one that a bracket right after it gives: （西曆.
const GLOSS: usize = 6;
/// Years: what lasts longer is no reign.
const LONGEST_REIGN: i32 = 60;

/// A date that cannot be told, or only in part, takes the one that a bracket gives for it: 庚申年三月四日（1260年4月16日）.
pub fn take_glosses(times: &mut [Dated], folded: &[char]) {
    for at in 1..times.len() {
        let (before, after) = times.split_at_mut(at);
        let (Some(date), Some(gloss)) = (before.last_mut(), after.first()) else { continue };
        let (end, start) = (date.span.end(), gloss.span.start());
        let between = folded.get(end..start).unwrap_or_default();
        let opens = matches!(between, ['(' | '（', rest @ ..] if rest.len() <= GLOSS
            && rest.iter().all(|c| c.is_alphanumeric() || matches!(c, '：' | ':')));
        let Some(exact) = gloss.time.clone().filter(|_| opens) else { continue };
        let finer = date.time.as_ref().is_none_or(|t| t.end.is_none() && exact.edtf.starts_with(&t.edtf));
        if finer && exact.end.is_none() {
            date.how = format!("{}: given in the bracket after it", exact.edtf);
            date.time = Some(exact);
        }
    }
}

/// The end or beginning that an open date does not say, from the time of the whole; `None` where that does not fit.
fn within_bounds(open: &Time, whole: &Time) -> Option<Time> {
    let (start, end) = (open.edtf.strip_suffix("/.."), open.edtf.strip_prefix("../"));
    let (from, to) = whole.edtf.split_once('/')?;
    match (start, end) {
        (Some(start), _) if to != ".." && whole.end?.1 >= open.earliest => {
            Some(Time { end: whole.end, edtf: format!("{start}/{to}"), ..open.clone() })
        }
        (_, Some(end)) if from != ".." && whole.earliest <= open.end?.1 => {
            Some(Time { earliest: whole.earliest, latest: whole.latest, edtf: format!("{from}/{end}"), ..open.clone() })
        }
        _ => None,
    }
}

impl Reading<'_> {
    /// Whether a date stands in a stretch.
    pub fn is_dated(&self, clauses: &Clauses<'_>, from: usize, to: usize) -> bool {
        (from..to).any(|i| matches!(clauses.items[i].kind, ItemKind::Time(_)))
    }

    /// The dates of the objects of a verb, where 分別 deals them out: 分別於甲年和乙年簽署《甲》和《乙》.
    pub fn dealt_times(&self, clauses: &Clauses<'_>, verb: usize, start: usize, objects: usize) -> Vec<usize> {
        let dealt =
            self.engine.grammar.mark("respectively").iter().any(|w| clauses.text(start, verb).contains(w.as_str()));
        let times: Vec<usize> = (start..verb)
            .filter_map(|i| match clauses.items[i].kind {
                ItemKind::Time(t) if self.times[t].time.is_some() => Some(t),
                _ => None,
            })
            .collect();
        if dealt && objects > 1 && times.len() == objects { times } else { Vec::new() }
    }

    /// Whether a date only says which treaty is named behind it: 1858年《甲》, 1858年簽訂的《甲》.
    fn dates_an_agreement(&self, clauses: &Clauses<'_>, item: usize) -> bool {
        let agreement = self.extractor.domain.classes.agreement.as_str();
        let behind = (item + 1..clauses.items.len().min(item + 4)).find(|i| clauses.group(*i).is_some());
        let Some(group) = behind.filter(|g| clauses.classes[*g] == agreement) else { return false };
        let between = clauses.text(item + 1, group);
        between.is_empty() || self.engine.grammar.mark("of").iter().any(|of| between.ends_with(of.as_str()))
    }

    /// The date right before an object behind a verb: 1504年 in 1503年佔領甲、1504年乙.
    pub(super) fn time_in_list(
        &self,
        clauses: &Clauses<'_>,
        verb: usize,
        object: &super::discourse::Filled,
    ) -> Option<usize> {
        let span = object.span?;
        let item =
            clauses.items.iter().position(|i| i.end > i.start && clauses.line.span(i.start, i.end).contains(span))?;
        let mut at = item.checked_sub(1).filter(|_| item > verb)?;
        // 1504年甲和乙: both were taken in that year.
        while at > verb && clauses.group(at).is_some() {
            at -= 1;
        }
        match clauses.items[at].kind {
            ItemKind::Time(t) if at > verb && self.times[t].time.is_some() => Some(t),
            _ => None,
        }
    }

    /// The date of a verb: in its segment before it, else after it, else carried over from the segments before. The date
    /// of a treaty that the text names is that of signing it, and of nothing else (`signing`).
    pub fn time_of(
        &self,
        clauses: &Clauses<'_>,
        verb: usize,
        (start, end): (usize, usize),
        signing: bool,
    ) -> Option<(usize, String)> {
        let time = |i: usize| match clauses.items[i].kind {
            ItemKind::Time(t) if self.times[t].time.is_some() && (signing || !self.dates_an_agreement(clauses, i)) => {
                Some(t)
            }
            _ => None,
        };
        if let Some(t) = (start..verb).rev().find_map(time) {
            return Some((t, "stands in the clause".into()));
        }
        if let Some(t) = (verb + 1..end).find_map(time) {
            return Some((t, "stands in the clause".into()));
        }
        (0..start).rev().find_map(time).map(|t| (t, "carried over from the clause before".into()))
    }

    /// A, B and (after 1917) C; C (from 1917): where a bracket beside a name says since or until when, that is said of it
    /// alone. Looks at the candidates from `first` on.
    pub fn date_late_joiners(&mut self, first: usize) {
        for at in first..self.candidates.len() {
            let c = &self.candidates[at];
            let object = match &c.object {
                Object::Entity(f) => f.span,
                Object::Literal(..) => None,
            };
            let spans = [c.subject.span, object].into_iter().flatten();
            let Some(t) = spans.filter_map(|s| self.open_bracket_beside(s)).next() else { continue };
            let Some(own) = self.times[t].time.clone() else { continue };
            let whole = c.stated.as_ref().or_else(|| c.time.as_ref().and_then(|(t, _)| self.times[*t].time.as_ref()));
            let joined = whole.and_then(|whole| within_bounds(&own, whole)).unwrap_or(own);
            let c = &mut self.candidates[at];
            c.time = Some((t, "stands in brackets beside the name".to_string()));
            c.stated = Some(joined);
        }
    }

    /// A date without beginning or end that stands in brackets by itself right before or behind a name.
    fn open_bracket_beside(&self, span: Span) -> Option<usize> {
        let text = |from: usize, to: usize| self.folded.get(from..to).unwrap_or_default();
        let open = |t: &Dated| t.time.as_ref().is_some_and(|t| t.edtf.contains(".."));
        let alone = |t: &Dated| {
            let before = t.span.start().checked_sub(1).and_then(|i| self.folded.get(i));
            before == Some(&'(') && self.folded.get(t.span.end()) == Some(&')')
        };
        let next = self.times.partition_point(|t| t.span.start < span.start);
        let behind = self.times.get(next).filter(|t| text(span.end(), t.span.start()) == [' ', '(']);
        let before = next.checked_sub(1).and_then(|i| self.times.get(i)).filter(|t| {
            let between: String = text(t.span.end(), span.start()).iter().collect();
            matches!(between.as_str(), ") " | ") the ")
        });
        let found = |t: Option<&Dated>| t.is_some_and(|t| open(t) && alone(t));
        if found(before) { Some(next - 1) } else { found(behind).then_some(next) }
    }

    /// The single date nearest before a stretch of a sentence, else the year that the sentences before speak of: when that
    /// happens of which the stretch is said in passing.
    pub(super) fn time_meanwhile(&self, line: &super::line::Line, start: usize, end: usize) -> Option<Time> {
        // 於1350年至1389年期間: a span counts whole, if it is no longer than a reign.
        let reign = |t: &Time| t.end.is_none_or(|(_, last)| last.year - t.earliest.year <= LONGEST_REIGN);
        let single = |t: &Time| !t.edtf.contains(['X', '~']) && !t.edtf.ends_with("..") && reign(t);
        let mut depth = 0;
        let mut nearest = None;
        for token in &line.tokens[..start] {
            match (token.symbol, token.kind) {
                ('(', _) => depth += 1,
                (')', _) => depth -= 1,
                (_, TokenKind::Time(t)) if depth == 0 => {
                    nearest = self.times[t].time.as_ref().filter(|t| single(t)).or(nearest)
                }
                _ => {}
            }
        }
        if depth > 0 {
            return None;
        }
        let stop = |t: &&super::line::Token| matches!(t.symbol, '，' | ',' | '。' | ';' | '；' | '(');
        let behind = || {
            let rest = line.tokens[end..].iter().take_while(|t| !stop(t));
            let mut times = rest.filter_map(|t| match t.kind {
                TokenKind::Time(t) => self.times[t].time.as_ref().filter(|t| single(t)),
                _ => None,
            });
            times.next()
        };
        // On which day somebody does something says in which year he holds his office, and no more.
        let year = |t: &Time| match t.end {
            Some(_) => t.clone(),
            None => crate::text::time::whole_year(t.earliest.year),
        };
        nearest.or_else(behind).map(year).or_else(|| self.year_before())
    }

    /// The date that the name of a happening begins with, as it stands in the sentence: 1877年某地起義.
    pub(super) fn time_in_name(&self, named: &Filled) -> Option<(usize, String)> {
        let span = named.span.filter(|_| self.extractor.domain.is_happening(self.class(named.entity)))?;
        let at = self.times.iter().position(|t| t.span.start == span.start && span.contains(t.span))?;
        self.times[at].time.is_some().then(|| (at, "stands in the name".to_string()))
    }

    /// The year that the sentences right before speak of: what goes on without a date goes on in it.
    pub fn year_before(&self) -> Option<Time> {
        let Some((t, ago)) = self.discourse.time else {
            return self.discourse.opening_year.map(crate::text::time::whole_year);
        };
        let time = self.times[t].time.as_ref()?;
        let exact =
            time.end.is_none() && time.earliest.year == time.latest.year && !time.edtf.contains(['X', '/', '~']);
        // English sentences are shorter.
        let far = if self.engine.english.is_some() { 6 } else { 3 };
        if ago > far || !exact {
            return None;
        }
        if self.discourse.same_moment && ago == 1 {
            return Some(time.clone());
        }
        Some(crate::text::time::whole_year(time.earliest.year))
    }

    /// The segment of a token of a line: where it starts.
    pub fn segment_start(line: &super::line::Line, token: usize) -> usize {
        let stop = |c: char| matches!(c, '，' | ',' | '；' | ';' | '。' | '：' | ':' | '！' | '!' | '？' | '?');
        line.tokens[..token].iter().rposition(|t| stop(t.symbol)).map_or(0, |i| i + 1)
    }
}
