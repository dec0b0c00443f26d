//! Which date belongs to a clause.

use super::Parsed;
use super::chunk::ChunkKind;
use super::clause::{Clause, ClauseKind};
use crate::extract::read::Reading;

impl Reading<'_> {
    /// The date of a clause: its own, that of the clause that it is joined to, or one said before in the sentence.
    pub(super) fn time_of_clause(&self, parsed: &Parsed, at: usize) -> Option<(usize, String)> {
        let clause = &parsed.clauses[at];
        if let Some(t) = self.own_time(parsed, clause) {
            return Some((t, "stands in the clause".into()));
        }
        // entered the war by attacking X in 1939
        let inner = parsed.clauses.get(at + 1).filter(|c| c.kind == ClauseKind::Participle && c.governor == Some(at));
        if let Some(t) = inner.and_then(|c| self.own_time(parsed, c)) {
            return Some((t, "stands in the clause that goes with it".into()));
        }
        // The war of 1839–1840 was…
        let subject = clause.subject.first().and_then(|g| match &parsed.chunks[g.chunk].kind {
            ChunkKind::Group(group) => group.members.first(),
            _ => None,
        });
        if let Some(t) = subject.and_then(|m| self.name_time(parsed, m.head)) {
            return Some((t, "stands in the name".into()));
        }
        let carried = |t: usize| (t, "carried over from the clause before".to_string());
        // Took it in 1313 after besieging X.
        let attends = clause.kind == ClauseKind::Participle && !clause.passive;
        let goes_on = clause.joined || clause.kind == ClauseKind::Infinitive || attends;
        let mut governor = clause.governor.filter(|_| goes_on);
        for _ in 0..6 {
            let Some(g) = governor else { break };
            let other = &parsed.clauses[g];
            if let Some(t) = self.own_time(parsed, other) {
                return Some(carried(t));
            }
            governor = other.governor.filter(|_| other.joined || other.kind == ClauseKind::Infinitive);
        }
        if matches!(clause.kind, ClauseKind::Main | ClauseKind::Infinitive) {
            let before = parsed.clauses[..at].iter().rev().filter(|c| !matches!(c.kind, ClauseKind::Relative(_)));
            let before = before.filter_map(|c| self.own_time(parsed, c)).next();
            return before.or_else(|| self.opening_time(parsed)).map(carried);
        }
        None
    }

    /// The date that opens a sentence counts for its main clause, whatever stands between: In 1190, after he had left, X….
    fn opening_time(&self, parsed: &Parsed) -> Option<usize> {
        let first = usize::from(preposition(parsed, 0));
        let comma = matches!(parsed.chunks.get(first + 1).map(|c| &c.kind), Some(ChunkKind::Comma));
        if comma { self.usable(parsed, first) } else { None }
    }

    /// The date before "when", which is the one of what follows: until 1313, when….
    fn when_time(&self, parsed: &Parsed, clause: &Clause) -> Option<usize> {
        let when = |i: &usize| matches!(&parsed.chunks[*i].kind, ChunkKind::Subordinator(w) if w == "when");
        let at = (0..clause.chunk).rev().take_while(|i| *i + 1 >= clause.from).find(when)?;
        let at = at.checked_sub(1)?;
        let at = if matches!(parsed.chunks[at].kind, ChunkKind::Comma) { at.checked_sub(1)? } else { at };
        match parsed.chunks[at].kind {
            ChunkKind::Time(t) => self.times[t].time.is_some().then_some(t),
            _ => None,
        }
    }

    fn usable(&self, parsed: &Parsed, chunk: usize) -> Option<usize> {
        let ChunkKind::Time(t) = parsed.chunks[chunk].kind else { return None };
        // The treaty of 1881 has the date, not the clause; what lasts until 1313 is not in that year.
        let of = chunk.checked_sub(1).is_some_and(
            |i| matches!(&parsed.chunks[i].kind, ChunkKind::Preposition(w) if matches!(w.as_str(), "of" | "until" | "till")),
        );
        // After the battle of 1839: that is the date of the battle.
        let bound = |i: &usize| {
            matches!(
                parsed.chunks[*i].kind,
                ChunkKind::Comma | ChunkKind::Verb(_) | ChunkKind::Stop(_) | ChunkKind::Join(_)
            )
        };
        let start = (0..chunk).rev().find(bound).map_or(0, |i| i + 1);
        let link = (start..chunk).find(|i| matches!(&parsed.chunks[*i].kind, ChunkKind::Link(w) if w != "as"));
        let of = of || link.is_some_and(|l| (l..chunk).any(|i| matches!(parsed.chunks[i].kind, ChunkKind::Group(_))));
        (!of && self.times[t].time.is_some()).then_some(t)
    }

    /// The date in the name of the war that a clause places itself in: during the campaign of 1873.
    fn named_time(&self, parsed: &Parsed, clause: &Clause) -> Option<usize> {
        let inside =
            clause.phrases.iter().filter(|(p, _)| matches!(p.as_str(), "in" | "during" | "at" | "by" | "under"));
        let groups = inside.filter_map(|(_, g)| match &parsed.chunks[g.chunk].kind {
            ChunkKind::Group(group) => Some(group),
            _ => None,
        });
        let names = groups.flat_map(|g| &g.members).map(|m| m.head);
        names.filter_map(|u| self.name_time(parsed, u)).next()
    }

    /// The date in or right behind a name.
    fn name_time(&self, parsed: &Parsed, unit: usize) -> Option<usize> {
        let name = matches!(parsed.units[unit].kind, super::unit::UnitKind::Name(_));
        name.then(|| self.time_within(parsed.spans[unit])).flatten()
    }

    /// A date that stands in the clause: behind the verb, else before it.
    fn own_time(&self, parsed: &Parsed, clause: &Clause) -> Option<usize> {
        if let Some((from, to)) = clause.dates.filter(|_| clause.gapped) {
            return (from..to).find_map(|i| self.usable(parsed, i));
        }
        let until = clause.dates.map_or(parsed.chunks.len(), |(_, to)| to);
        let behind = (clause.chunk + 1..until)
            .take_while(|i| {
                let kind = &parsed.chunks[*i].kind;
                let dated = |i: usize| matches!(parsed.chunks.get(i).map(|c| &c.kind), Some(ChunkKind::Time(_)));
                match kind {
                    ChunkKind::Comma => dated(i + 1) || *i < clause.to || dated(i + 2) && preposition(parsed, i + 1),
                    ChunkKind::Verb(_) | ChunkKind::Relative(_) | ChunkKind::Subordinator(_) | ChunkKind::Stop(_) => {
                        false
                    }
                    ChunkKind::Join(_) => *i < clause.to,
                    ChunkKind::Link(_) => true,
                    _ => true,
                }
            })
            .find_map(|i| self.usable(parsed, i));
        if behind.is_some() {
            return behind;
        }
        if let Some(t) = self.named_time(parsed, clause) {
            return Some(t);
        }
        let subject = clause.subject.first().map_or(clause.chunk, |s| s.chunk);
        let first = if clause.joined || subject > clause.chunk { clause.chunk } else { subject };
        let bound = |i: usize| match parsed.chunks[i].kind {
            ChunkKind::Verb(_) | ChunkKind::Relative(_) | ChunkKind::Subordinator(_) => true,
            ChunkKind::Stop(_) => true,
            ChunkKind::Join(_) => i < first || clause.joined,
            ChunkKind::Comma => clause.joined,
            _ => false,
        };
        let start = match clause.kind {
            ClauseKind::Relative(_) | ClauseKind::Subordinate => clause.from,
            _ => (0..clause.chunk).rev().find(|i| bound(*i)).map_or(0, |i| i + 1),
        };
        // X lost, and in 1842, signed Y: the date between commas is that of the verb behind it.
        let parted = clause.chunk.checked_sub(2).filter(|i| {
            let comma = matches!(parsed.chunks[i + 1].kind, ChunkKind::Comma);
            let opens = i.checked_sub(1).map(|p| if preposition(parsed, p) { p } else { *i });
            let opens = opens.and_then(|p| p.checked_sub(1)).map(|p| &parsed.chunks[p].kind);
            clause.joined && comma && matches!(opens, Some(ChunkKind::Join(_) | ChunkKind::Comma))
        });
        let before = (start..clause.chunk).rev().find_map(|i| self.usable(parsed, i));
        let before = before.or_else(|| parted.and_then(|i| self.usable(parsed, i)));
        let before = match clause.kind {
            ClauseKind::Subordinate => before.or_else(|| self.when_time(parsed, clause)),
            _ => before,
        };
        // The verb group may hold the date: was in 1865 annexed.
        let verb = &parsed.chunks[clause.chunk];
        let inside = (verb.from..verb.to).find_map(|u| match parsed.units[u].kind {
            super::unit::UnitKind::Time(t) => self.times[t].time.is_some().then_some(t),
            _ => None,
        });
        let aside = || {
            let end = (clause.chunk + 1..parsed.chunks.len())
                .find(|i| matches!(parsed.chunks[*i].kind, ChunkKind::Verb(_) | ChunkKind::Comma | ChunkKind::Stop(_)));
            (clause.chunk + 1..end.unwrap_or(parsed.chunks.len())).find_map(|i| match parsed.chunks[i].kind {
                ChunkKind::Aside(from, to) if to == from + 1 => match parsed.units[from].kind {
                    super::unit::UnitKind::Time(t) => (self.times[t].time.is_some() && !self.is_life(t)).then_some(t),
                    _ => None,
                },
                _ => None,
            })
        };
        inside.or(before).or_else(aside).or_else(|| self.head_of_line(parsed))
    }

    /// Whether a date is so long that it is rather the life of whoever is named before it.
    fn is_life(&self, time: usize) -> bool {
        let time = self.times[time].time.as_ref();
        time.and_then(|t| t.end.map(|e| e.1.year - t.earliest.year)).is_some_and(|years| years >= 20)
    }

    /// The date at the head of a line of a chronicle: 1526: Battle of Mohács.
    fn head_of_line(&self, parsed: &Parsed) -> Option<usize> {
        let chunks = &parsed.chunks;
        let stop = chunks.iter().position(|c| matches!(c.kind, ChunkKind::Stop(':' | '-')))?;
        let head: Vec<usize> = (0..stop).filter(|i| !matches!(chunks[*i].kind, ChunkKind::Aside(..))).collect();
        match head[..] {
            [only] => self.usable(parsed, only),
            _ => None,
        }
    }
}

fn preposition(parsed: &Parsed, at: usize) -> bool {
    matches!(parsed.chunks.get(at).map(|c| &c.kind), Some(ChunkKind::Preposition(_)))
}
