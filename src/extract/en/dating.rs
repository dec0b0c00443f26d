//! Dates that only the whole document tells: a reign in the bracket behind the ruler, a reign until a death that is dated
//! elsewhere, when those took part who took part in a war.

use crate::extract::read::{Candidate, Object, Reading};
use crate::fact::{Status, Time};
use std::collections::BTreeMap;

/// A span of so many years in a bracket without a word is a reign, and no life.
const SHORT: i32 = 19;

/// How far behind the words of a fact "until his death" still belongs to it, in characters.
const NEAR: usize = 60;

impl Reading<'_> {
    /// Dates candidates by what the document says elsewhere.
    pub(in crate::extract) fn date_by_document(&mut self) {
        let domain = &self.extractor.domain;
        for at in 0..self.candidates.len() {
            let c = &self.candidates[at];
            if !domain.is_lasting(&c.relation) || *self.class(c.subject.entity) != *domain.classes.person {
                continue;
            }
            let dated = self.until_death(c).or_else(|| self.reign_beside(c));
            if let Some((t, time)) = dated {
                let c = &mut self.candidates[at];
                c.time = c.time.take().or_else(|| t.map(|t| (t, "stands in the bracket behind the name".to_owned())));
                c.stated = Some(time);
            }
        }
        let wars = self.dates_of_wars();
        if let Some(whole) = self.discourse.title.and_then(|t| wars.get(&t)) {
            self.date_lead(whole);
        }
        self.date_titles();
        let domain = &self.extractor.domain;
        for c in &mut self.candidates {
            let Object::Entity(war) = &c.object else { continue };
            let Some(whole) = wars.get(&war.entity).filter(|_| c.relation == domain.relations.takes_part) else {
                continue;
            };
            let own = c.stated.as_ref().or_else(|| c.time.as_ref().and_then(|(t, _)| self.times[*t].time.as_ref()));
            if own.is_none_or(|own| coarser(own, whole)) {
                c.stated = Some(whole.clone());
            }
        }
    }

    /// What the lead of the page of a battle tells without a day of its own happened in the battle.
    fn date_lead(&mut self, whole: &Time) {
        let domain = &self.extractor.domain;
        let brief = whole.edtf.len() > 4 && !whole.edtf.contains("..") && !whole.edtf.contains('X');
        let fights = |c: &Candidate| {
            let r = c.relation.as_str();
            domain.is_hostile(r) || domain.overcomes(r) || r == domain.relations.leads || r == domain.relations.allies
        };
        for at in 0..self.candidates.len() {
            let c = &self.candidates[at];
            // Its own date must be missing, or be a year that was carried over or that the battle is in.
            let vague = self.time_of_candidate(c).is_none_or(|own| own.edtf.len() == 4 && coarser(own, whole));
            let lead = self.in_lead(c.sentence) || c.relation == domain.relations.leads && c.time.is_none();
            if brief && vague && lead && fights(c) && c.status == Status::Affirmed {
                self.candidates[at].stated = Some(whole.clone());
            }
        }
    }

    /// Who acts under a title on a day holds the office then: on 13 August 2003 President X dismissed Y. Only where the
    /// document has him act so on one day.
    fn date_titles(&mut self) {
        let domain = &self.extractor.domain;
        let (person, r) = (&domain.classes.person, &domain.relations);
        let kin = [&r.parent, &r.siblings, &r.spouses];
        let acts = |c: &Candidate| {
            let to_person = matches!(&c.object, Object::Entity(o) if *self.class(o.entity) == **person);
            let known = domain.is_hostile(&c.relation) || domain.overcomes(&c.relation);
            let other = [&r.concludes, &r.appoints, &r.leads].iter().any(|a| **a == c.relation);
            known || other || to_person && !domain.is_lasting(&c.relation) && kin.iter().all(|k| **k != c.relation)
        };
        // Persons who act, by sentence and with the date that stands there.
        let mut days: BTreeMap<(usize, u32), Vec<usize>> = BTreeMap::new();
        for c in self.candidates.iter().filter(|c| acts(c) && c.status == Status::Affirmed) {
            let (Some((t, _)), None) = (&c.time, &c.stated) else { continue };
            let object = match &c.object {
                Object::Entity(f) => Some(f.entity),
                Object::Literal(..) => None,
            };
            for entity in [Some(c.subject.entity), object].into_iter().flatten() {
                days.entry((entity, c.sentence.start)).or_default().push(*t);
            }
        }
        let mut titles: BTreeMap<(usize, usize), Option<Vec<usize>>> = BTreeMap::new();
        for (at, c) in self.candidates.iter().enumerate() {
            let Object::Entity(office) = &c.object else { continue };
            if !domain.is_lasting(&c.relation) || *self.class(office.entity) != *domain.classes.office {
                continue;
            }
            let known = titles.entry((c.subject.entity, office.entity)).or_insert_with(|| Some(Vec::new()));
            if c.time.is_some() || c.stated.is_some() {
                *known = None;
            } else if let Some(list) = known {
                list.push(at);
            }
        }
        for list in titles.into_values().flatten() {
            let found = list.iter().flat_map(|at| {
                let c = &self.candidates[*at];
                let days = days.get(&(c.subject.entity, c.sentence.start)).map_or(&[][..], Vec::as_slice);
                days.iter().map(move |t| (*at, *t))
            });
            let found: Vec<(usize, usize)> = found.collect();
            let edtf = |t: usize| self.times[t].time.as_ref().map(|t| t.edtf.as_str());
            let Some(&(at, t)) = found.first() else { continue };
            if found.iter().all(|(_, other)| edtf(*other) == edtf(t)) {
                self.candidates[at].time = Some((t, "the day on which he acts under this title".to_owned()));
            }
        }
    }

    fn time_of_candidate<'c>(&'c self, c: &'c Candidate) -> Option<&'c Time> {
        c.stated.as_ref().or_else(|| c.time.as_ref().and_then(|(t, _)| self.times[*t].time.as_ref()))
    }

    /// Emperor X (r. 1328–1341): the date that is known of the reign, where the fact has none of its own.
    fn reign_beside(&self, c: &Candidate) -> Option<(Option<usize>, Time)> {
        let span = c.subject.span.filter(|_| c.time.is_none())?;
        let next = self.times.partition_point(|t| t.span.start < span.end);
        let date = self.times.get(next)?;
        let between: String = self.folded.get(span.end()..date.span.start())?.iter().collect();
        // Premier X in 1959
        if matches!(between.as_str(), " in " | " on ") && date.time.is_some() {
            return Some((Some(next), date.time.clone()?));
        }
        // of Sweden (r.
        let (name, inside) = between.split_once('(')?;
        if name.chars().count() > 30 || name.contains([',', '.', ';', ')']) {
            return None;
        }
        let inside = inside.trim();
        let time = date.time.as_ref()?;
        let years = time.end.map(|(_, last)| last.year - time.earliest.year);
        let said = matches!(inside, "r." | "r" | "reigned" | "ruled" | "reign:" | "reign" | "in office" | "reigned:");
        let short =
            inside.is_empty() && years.is_some_and(|y| y <= SHORT) && self.folded.get(date.span.end()) == Some(&')');
        (said || short).then(|| (Some(next), time.clone()))
    }

    /// From 1452 until his death, where the document dates the death.
    fn until_death(&self, c: &Candidate) -> Option<(Option<usize>, Time)> {
        let end = self.until_death_at(c)?;
        let death = self.candidates.iter().find_map(|d| {
            let dies = d.relation == self.extractor.domain.relations.dies && d.status == Status::Affirmed;
            let Object::Literal(date, _) = &d.object else { return None };
            let time = self.time_of_candidate(d).filter(|_| dies && d.subject.entity == c.subject.entity)?;
            // Of a life the end.
            let bounds = time.end.unwrap_or((time.earliest, time.latest));
            Some((date.clone(), bounds))
        })?;
        let (date, bounds) = death;
        // The date from which on must stand before the death that ends it.
        let start = self.time_of_candidate(c).filter(|t| t.end.is_none() && t.latest <= bounds.1);
        let stands = c.time.as_ref().is_none_or(|(t, _)| self.times[*t].span.start() < end);
        let time = match start.filter(|_| stands) {
            Some(start) => {
                let from = start.edtf.strip_suffix("/..").unwrap_or(&start.edtf);
                // From 1452 until his death: as exact as it is said.
                let year = from.len() == 4 && date.len() > 4 && !date.starts_with('-');
                let date = if year { date.chars().take(4).collect() } else { date };
                Time { end: Some(bounds), edtf: format!("{from}/{date}"), ..start.clone() }
            }
            None if c.time.is_none() => Time {
                earliest: Time::open_start(bounds.0),
                latest: bounds.1,
                end: Some(bounds),
                edtf: format!("../{date}"),
                calendar: crate::fact::Calendar::Gregorian,
                era: None,
            },
            None => return None,
        };
        Some((None, time))
    }

    /// Where "until his death" stands in or right behind the words of a fact.
    fn until_death_at(&self, c: &Candidate) -> Option<usize> {
        let end = (c.quote.end() + NEAR).min(c.sentence.end());
        let from = c.quote.start();
        let text: String = self.folded.get(from..end)?.iter().collect();
        let words = [
            "until his death",
            "until her death",
            "till his death",
            "till her death",
            "until he died",
            "until she died",
        ];
        let at = words.iter().filter_map(|w| text.find(w)).min()?;
        let place = from + text[..at].chars().count();
        // Another verb between: that was until then.
        let between: String = self.folded.get(c.quote.end().min(place)..place)?.iter().collect();
        let clear = !between.contains([';', '.']) && !between.contains(" and ");
        clear.then_some(place)
    }

    /// When the wars were of which the document says both when they began and when they ended; of the one that the page is
    /// about, the beginning is enough.
    fn dates_of_wars(&self) -> BTreeMap<usize, Time> {
        let domain = &self.extractor.domain;
        let told = |relation: &str| -> BTreeMap<usize, Option<Time>> {
            let mut found: BTreeMap<usize, Option<Time>> = BTreeMap::new();
            for c in self.candidates.iter().filter(|c| c.relation == relation && c.status == Status::Affirmed) {
                let happening = domain.is_happening(self.class(c.subject.entity));
                let (Some(time), Object::Literal(date, _)) = (self.time_of_candidate(c), &c.object) else { continue };
                if !happening {
                    continue;
                }
                let part = part_of(time, date);
                found
                    .entry(c.subject.entity)
                    .and_modify(|known| {
                        let finer = known.as_ref().is_none_or(|k| coarser(k, &part));
                        let agrees = known.as_ref().is_some_and(|k| coarser(&part, k) || k.edtf == part.edtf);
                        if finer {
                            *known = Some(part.clone());
                        } else if !agrees {
                            *known = None;
                        }
                    })
                    .or_insert(Some(part.clone()));
            }
            found
        };
        let (starts, ends) = (told(&domain.relations.begins), told(&domain.relations.falls));
        let mut wars = BTreeMap::new();
        for (war, start) in starts.iter().filter_map(|(w, s)| Some((*w, s.as_ref()?))) {
            match ends.get(&war) {
                // It ended within the year in which it began.
                Some(Some(end)) if start.edtf == end.edtf || coarser(start, end) => {
                    wars.insert(war, start.clone());
                }
                Some(Some(end)) if start.earliest <= end.latest => {
                    let edtf = format!("{}/{}", start.edtf, end.edtf);
                    wars.insert(war, Time { end: Some((end.earliest, end.latest)), edtf, ..start.clone() });
                }
                None if Some(war) == self.discourse.title => {
                    wars.insert(war, start.clone());
                }
                _ => {}
            }
        }
        wars
    }
}

/// Of a span of dates the end that a literal names.
fn part_of(time: &Time, date: &str) -> Time {
    match time.edtf.split_once('/') {
        Some((from, _)) if from == date => Time { end: None, edtf: date.to_owned(), ..time.clone() },
        Some((_, to)) if to == date => {
            let (earliest, latest) = time.end.unwrap_or((time.earliest, time.latest));
            Time { earliest, latest, end: None, edtf: date.to_owned(), ..time.clone() }
        }
        _ => time.clone(),
    }
}

/// Whether one time holds another that says more.
fn coarser(outer: &Time, inner: &Time) -> bool {
    let last = |t: &Time| t.end.map_or(t.latest, |e| e.1);
    outer.edtf != inner.edtf && outer.earliest <= inner.earliest && last(inner) <= last(outer)
}
