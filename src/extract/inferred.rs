//! What facts take from one another: the day of a treaty, the place where it was signed, the beginning of what somebody
//! founded.

use super::collect::{contains, is_weak};
use super::mention::Mentions;
use crate::fact::{Fact, Status, Term, Time};
use crate::graph::time::Bounds;
use crate::pack::domain::Domain;
use crate::text::script;
use std::collections::BTreeMap;

/// Gives a fact a date that another tells.
fn dated(fact: &mut Fact, time: Time, how: &str) {
    for e in &mut fact.evidence {
        e.time_how = Some(format!("{}: {how}", time.edtf));
    }
    fact.time = Some(time);
}

/// What a treaty stipulates happens on its day, and all who sign it sign it then, unless the text says otherwise.
pub(super) fn date_by_agreement(facts: &mut [Fact], domain: &Domain) {
    let concludes = domain.relations.concludes.as_str();
    let mut signed: BTreeMap<usize, Vec<Time>> = BTreeMap::new();
    for f in facts.iter().filter(|f| f.relation == concludes && f.status == Status::Affirmed && !is_weak(f)) {
        if let (Term::Entity(treaty), Some(time)) = (&f.object, &f.time) {
            let times = signed.entry(*treaty).or_default();
            if !times.contains(time) {
                times.push(time.clone());
            }
        }
    }
    for f in facts {
        let treaty = match (&f.object, f.relation.as_str()) {
            (Term::Entity(o), relation) if relation == concludes => Some(*o),
            (_, relation) if domain.is_stipulated(relation) => f.treaty,
            _ => None,
        };
        let Some(times) = treaty.and_then(|t| signed.get(&t)) else { continue };
        // Several dates are one where each lies within another; the shortest says most.
        let all = |time: &Time| times.iter().all(|t| contains(t, time));
        let Some(time) = times.iter().find(|t| all(t)) else { continue };
        // A year that was only carried over gives way to the treaty's own date, and so does the year of that date.
        let carried = is_weak(f);
        let coarser = f.relation != concludes && f.time.as_ref().is_some_and(|t| t != time && contains(t, time));
        if f.time.is_none() || carried || coarser {
            dated(f, time.clone(), "the day on which the treaty was signed");
        }
    }
}

/// Whether a treaty is one of those that another name stands for: 中英北京條約 of 北京條約.
pub(super) fn is_one_of(mentions: &Mentions, treaty: usize, all: usize) -> bool {
    let title = |e: usize| script::fold_str(&mentions.entities[e].title);
    treaty != all && title(treaty).ends_with(&title(all))
}

/// All who sign a treaty sign it at the place that the text tells of one of them, or of all treaties of that name.
pub(super) fn place_by_agreement(facts: &mut [Fact], domain: &Domain, mentions: &Mentions) {
    let concludes = domain.relations.concludes.as_str();
    let is_signing = |f: &Fact| f.relation == concludes && f.status == Status::Affirmed;
    let mut places: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    for f in facts.iter().filter(|f| is_signing(f)) {
        let known = places.entry(f.object.clone()).or_default();
        known.extend(f.place.filter(|p| !known.contains(p)));
    }
    for f in facts.iter_mut().filter(|f| is_signing(f) && f.place.is_none()) {
        let of_all = || {
            let Term::Entity(treaty) = f.object else { return None };
            let all = |t: &Term| matches!(t, Term::Entity(all) if is_one_of(mentions, treaty, *all));
            places.iter().find(|(t, _)| all(t)).map(|(_, p)| p)
        };
        if let Some([place]) = places.get(&f.object).filter(|p| !p.is_empty()).or_else(of_all).map(Vec::as_slice) {
            f.place = Some(*place);
        }
    }
}

/// What one fact says of when something began or ended, if all agree.
fn bound(facts: &[Fact], relation: &str, of: usize) -> Option<Time> {
    let mut told = facts.iter().filter(|f| f.relation == relation && f.subject == of && f.status == Status::Affirmed);
    let (first, more) = (told.next()?, told.next());
    match &first.object {
        Term::Literal(edtf) if more.is_none() => time_of(edtf),
        _ => None,
    }
}

/// The time that a date in EDTF says.
pub(super) fn time_of(edtf: &str) -> Option<Time> {
    let bounds = Bounds::parse(edtf)?;
    Some(Time {
        earliest: bounds.earliest,
        latest: bounds.latest,
        end: bounds.end,
        edtf: edtf.to_string(),
        calendar: crate::fact::Calendar::Gregorian,
        era: None,
    })
}

/// Who founds something founds it when it begins, and who destroys it does so when it ends.
pub(super) fn date_by_bounds(facts: &mut [Fact], domain: &Domain) {
    let bounds: Vec<(usize, Time)> = facts
        .iter()
        .enumerate()
        .filter(|(_, f)| f.status == Status::Affirmed && (f.time.is_none() || is_weak(f)))
        .filter_map(|(at, f)| {
            let Term::Entity(o) = f.object else { return None };
            let r = &domain.relations;
            let relation = match f.relation.as_str() {
                founds if founds == r.founds => &r.begins,
                destroys if destroys == r.destroys => &r.falls,
                _ => return None,
            };
            bound(facts, relation, o).map(|time| (at, time))
        })
        .collect();
    for (at, time) in bounds {
        dated(&mut facts[at], time, "when it began or ended");
    }
}

/// What the first sentence of a page about a happening says of it is when it happened: 某戰役是某軍對某城的圍攻.
pub(super) fn date_by_topic(facts: &mut [Fact], domain: &Domain, topic: usize) {
    let (Some(start), Some(end)) =
        (bound(facts, &domain.relations.begins, topic), bound(facts, &domain.relations.falls, topic))
    else {
        return;
    };
    let time = if start.edtf == end.edtf { Some(start) } else { time_of(&format!("{}/{}", start.edtf, end.edtf)) };
    let Some(time) = time else { return };
    let first = facts.iter().filter_map(|f| f.evidence.first()).map(|e| e.sentence.start).min();
    let tells = |f: &&mut Fact| domain.is_hostile(&f.relation) || f.relation == domain.relations.takes_part;
    for f in facts.iter_mut().filter(|f| f.time.is_none()).filter(tells) {
        if f.evidence.iter().any(|e| Some(e.sentence.start) == first) {
            dated(f, time.clone(), "when what the page is about began and ended");
        }
    }
}
