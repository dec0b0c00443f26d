//! Which date belongs to a verb.
//!
//! In its own segment the nearest date counts; without one, the nearest before it in the sentence; without any, the
//! year of the sentences right before. 分別 deals several dates out to several objects.

use super::clause::{Clauses, ItemKind};
use super::read::Reading;
use crate::fact::Time;

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

    /// The date of a verb: in its segment before it, else after it, else carried over from the segments before.
    pub fn time_of(&self, clauses: &Clauses<'_>, verb: usize, start: usize, end: usize) -> Option<(usize, String)> {
        let time = |i: usize| match clauses.items[i].kind {
            ItemKind::Time(t) if self.times[t].time.is_some() => Some(t),
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

    /// The year that the sentences right before speak of: what goes on without a date goes on in it.
    pub fn year_before(&self) -> Option<Time> {
        let (t, ago) = self.discourse.time?;
        let time = self.times[t].time.as_ref()?;
        let exact =
            time.end.is_none() && time.earliest.year == time.latest.year && !time.edtf.contains(['X', '/', '~']);
        if ago > 2 || !exact {
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
