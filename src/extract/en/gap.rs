//! What a sentence leaves out: the verb before further objects, the other side behind what is said of the first.

use super::chunk::{Chunk, ChunkKind};
use super::clause::{Clause, ClauseKind, GroupRef, Parser};
use super::unit::Unit;

/// So many chunks may stand between the two sides of a battle.
const MOST_BETWEEN: usize = 24;

impl Parser<'_> {
    /// Further objects with dates or places of their own are clauses of their own: took X in 1621 *and Y in 1625*.
    pub(super) fn add_gapped(&mut self) {
        for c in 0..self.clauses.len() {
            let named = self.clauses[c].object.first().is_some_and(|o| self.names(o.chunk));
            let copula = self.verb(self.clauses[c].chunk).is_none_or(|v| v.copula);
            if self.clauses[c].passive || copula || !named {
                continue;
            }
            let mut at = self.clauses[c].to;
            for _ in 0..6 {
                let Some((mut gapped, end)) = self.gapped(c, at) else { break };
                self.clauses[c].dates = self.clauses[c].dates.or(Some((self.clauses[c].chunk + 1, at)));
                gapped.dates = Some((at, end));
                self.clauses.push(gapped);
                at = end;
            }
        }
    }

    /// The clause whose object stands behind "and" or a comma at a chunk, and where it ends.
    fn gapped(&self, clause: usize, at: usize) -> Option<(Clause, usize)> {
        let goes_on = |i: usize| match self.chunks.get(i).map(|c| &c.kind) {
            Some(ChunkKind::Comma) => true,
            Some(ChunkKind::Join(w)) => w.starts_with("and") || w == "as well as",
            _ => false,
        };
        let first = (at..self.chunks.len()).find(|i| !goes_on(*i)).filter(|i| *i > at)?;
        let group = (first..self.chunks.len()).find(|i| !self.light(*i))?;
        let all_named = self.group(group).is_some_and(|g| {
            let name = |u: usize| matches!(self.units[u].kind, super::unit::UnitKind::Name(_));
            g.members.iter().all(|m| name(m.head))
        });
        let subject = self.clauses.iter().any(|c| c.subject.iter().any(|s| s.chunk == group));
        if !all_named || subject {
            return None;
        }
        let mut phrases = Vec::new();
        let mut end = group + 1;
        while end < self.chunks.len() {
            match self.kind(end) {
                _ if self.light(end) => end += 1,
                ChunkKind::Preposition(p) if end + 1 < self.chunks.len() && self.group(end + 1).is_some() => {
                    phrases.push((p.clone(), self.whole(end + 1)));
                    end += 2;
                }
                _ => break,
            }
        }
        // Something of its own must stand there, and no verb that it could be the subject of. A comma alone parts a town
        // from its land.
        let joined = (at..first).any(|i| matches!(self.kind(i), ChunkKind::Join(_)));
        let dated = |from: usize, to: usize| (from..to).any(|i| matches!(self.kind(i), ChunkKind::Time(_)));
        let both_dated = dated(self.clauses[clause].chunk, at) && dated(group, end);
        let own = (joined || both_dated) && end > group + 1 || group > first;
        let next = self.chunks.get(end).map(|c| &c.kind);
        let ends = matches!(next, None | Some(ChunkKind::Comma | ChunkKind::Join(_) | ChunkKind::Stop(_)));
        if !own || !ends {
            return None;
        }
        let before = &self.clauses[clause];
        let gapped = Clause {
            object: vec![self.whole(group)],
            complement: None,
            phrases,
            governor: Some(clause),
            joined: true,
            gapped: true,
            dates: None,
            to: end,
            ..before.clone()
        };
        Some((gapped, end))
    }

    /// The other side of "between" where more is said of the first: between A, led by X, *and B*.
    pub(super) fn add_second_sides(&mut self) {
        for c in 0..self.clauses.len() {
            let sides = self.clauses[c].phrases.iter().filter(|(p, _)| p == "between");
            if let Some(other) = sides.filter_map(|(_, g)| other_side(self.chunks, self.units, g.chunk)).next() {
                self.clauses[c].phrases.push(("with".into(), other));
                continue;
            }
            let alone = |p: &&(String, GroupRef)| p.0 == "between" && p.1.to - p.1.from == 1;
            let Some(first) = self.clauses[c].phrases.iter().find(alone).map(|(_, g)| g.chunk) else { continue };
            if let Some(second) = second_side(self.chunks, &self.clauses, first) {
                self.clauses[c].phrases.push(("between".into(), second));
            }
        }
    }
}

/// The others in: between A and B *on one side and C and D* on the other.
pub(super) fn other_side(chunks: &[Chunk], units: &[Unit], first: usize) -> Option<GroupRef> {
    let kind = |i: usize| chunks.get(i).map(|c| &c.kind);
    let on = (first + 1..first + 4).find(|i| matches!(kind(*i), Some(ChunkKind::Preposition(p)) if p == "on"))?;
    let Some(ChunkKind::Group(g)) = kind(on + 1) else { return None };
    let side = units[g.members.first()?.head].word().is_some_and(|w| matches!(w, "side" | "hand"));
    if !side {
        return None;
    }
    if g.members.len() > 1 {
        return Some(GroupRef { chunk: on + 1, from: 1, to: g.members.len(), of: false });
    }
    let join = (on + 2..on + 4).find(|i| matches!(kind(*i), Some(ChunkKind::Join(w)) if w == "and"))?;
    match kind(join + 1) {
        Some(ChunkKind::Group(g)) => Some(GroupRef { chunk: join + 1, from: 0, to: g.members.len(), of: false }),
        _ => None,
    }
}

/// Whom a group behind "between" stands against, if what is said of it parts the two.
pub(super) fn second_side(chunks: &[Chunk], clauses: &[Clause], first: usize) -> Option<GroupRef> {
    let kind = |i: usize| chunks.get(i).map(|c| &c.kind);
    let group = |i: usize| match kind(i) {
        Some(ChunkKind::Group(g)) => Some(g.members.len()),
        _ => None,
    };
    let told = |i: usize| clauses.iter().any(|c| c.chunk == i && c.kind != ClauseKind::Participle);
    let stop = |i: &usize| matches!(kind(*i), None | Some(ChunkKind::Stop(_) | ChunkKind::Relative(_))) || told(*i);
    let end = (first + 1..chunks.len()).find(stop).unwrap_or(chunks.len()).min(first + MOST_BETWEEN);
    let join = |i: usize| matches!(kind(i), Some(ChunkKind::Join(w)) if w == "and");
    let whole = |i: usize| group(i).map(|n| GroupRef { chunk: i, from: 0, to: n, of: false });
    let mut inside = first + 1..end;
    let parted =
        inside.clone().find(|i| matches!(kind(*i), Some(ChunkKind::Comma)) && join(i + 1) && group(i + 2).is_some());
    if let Some(comma) = parted {
        return whole(comma + 2);
    }
    if let Some(and) = inside.clone().find(|i| join(*i) && group(i + 1).is_some()) {
        return whole(and + 1);
    }
    let list = inside.find(|i| group(*i).is_some_and(|n| n > 1))?;
    let last = group(list)?;
    Some(GroupRef { chunk: list, from: last - 1, to: last, of: false })
}
