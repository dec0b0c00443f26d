//! Comparing a graph's facts with gold facts.
//!
//! *Gold* is what careful readers took from a document ([`gold`]); a *prediction* is a fact that the graph has for it.
//! A prediction is right when its relation is the gold one, and a name of its subject and of its object is one of the
//! gold names, scripts, width, case, book marks and spaces folded. Each gold fact is matched once, so that the same
//! fact said twice costs precision.

pub mod gold;
mod names;
pub mod rules;

pub use gold::{Gold, GoldError};

use gold::{GoldFact, Side};
use names::{fold, plain};
use std::collections::{BTreeMap, BTreeSet};

const SYMMETRIC: &[&str] =
    &["foughtAgainst", "alliedWith", "ceasefireWith", "borders", "negotiatedWith", "spouse", "sibling"];
const DATES: &[&str] = &["birthDate", "deathDate", "startDate", "endDate"];
const QUALIFIERS: &[&str] = &["place", "to", "treaty", "leader", "position"];

/// What stands in a role of a predicted fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    Entity { class: String, labels: Vec<String> },
    Literal(String),
}

impl Party {
    fn names(&self) -> BTreeSet<String> {
        match self {
            Party::Entity { labels, .. } => labels.iter().map(|l| fold(l)).filter(|n| !n.is_empty()).collect(),
            Party::Literal(text) => [fold(text)].into(),
        }
    }

    fn shown(&self) -> &str {
        match self {
            Party::Entity { labels, .. } => labels.first().map_or("?", String::as_str),
            Party::Literal(text) => text,
        }
    }
}

/// A fact of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// The title of the document.
    pub doc: String,
    pub relation: String,
    pub subject: Party,
    pub object: Party,
    pub time: Option<String>,
    /// By the name of the qualifier.
    pub qualifiers: BTreeMap<&'static str, Party>,
    pub quote: String,
    pub rule: String,
}

/// Counts of one document, one relation, or all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    pub gold: usize,
    pub predicted: usize,
    pub right: usize,
    pub quotes: usize,
    pub timed: usize,
    pub time_right: f64,
    pub qualified: usize,
    pub qualifier_right: usize,
    pub typed: usize,
    pub class_right: usize,
}

fn ratio(a: f64, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a / b as f64 }
}

impl Tally {
    pub fn precision(&self) -> f64 {
        ratio(self.right as f64, self.predicted)
    }

    pub fn recall(&self) -> f64 {
        ratio(self.right as f64, self.gold)
    }

    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }

    pub fn time_accuracy(&self) -> f64 {
        ratio(self.time_right, self.timed)
    }

    pub fn qualifier_recall(&self) -> f64 {
        ratio(self.qualifier_right as f64, self.qualified)
    }

    pub fn class_accuracy(&self) -> f64 {
        ratio(self.class_right as f64, self.typed)
    }

    pub fn quotes_found(&self) -> f64 {
        ratio(self.quotes as f64, self.predicted)
    }

    fn add(&mut self, other: &Tally) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.right += other.right;
        self.quotes += other.quotes;
        self.timed += other.timed;
        self.time_right += other.time_right;
        self.qualified += other.qualified;
        self.qualifier_right += other.qualifier_right;
        self.typed += other.typed;
        self.class_right += other.class_right;
    }
}

/// All figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    pub total: Tally,
    /// In the order of the gold.
    pub documents: Vec<(String, Tally)>,
    /// The most frequent in the gold first.
    pub relations: Vec<(String, Tally)>,
    /// A line for each wrong and each missing fact.
    pub errors: Vec<String>,
}

/// Compares predictions with gold. Predictions of other documents are left out.
pub fn score(gold: &[Gold], predictions: &[Prediction]) -> Score {
    let mut by_document: BTreeMap<String, Vec<&Prediction>> = BTreeMap::new();
    for prediction in predictions {
        by_document.entry(fold(&prediction.doc)).or_default().push(prediction);
    }
    let mut score = Score::default();
    for document in gold {
        let facts = by_document.get(&fold(&document.doc)).map_or(&[][..], Vec::as_slice);
        let tally = compare(document, facts, &mut score);
        score.total.add(&tally);
        // A document that stands in two folders counts in the total twice, and is shown once.
        match score.documents.iter_mut().find(|(name, _)| *name == document.doc) {
            Some((_, shown)) => *shown = tally,
            None => score.documents.push((document.doc.clone(), tally)),
        }
    }
    score.relations.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.gold));
    score
}

fn compare(document: &Gold, facts: &[&Prediction], score: &mut Score) -> Tally {
    let mut tally = Tally { gold: document.facts.len(), predicted: facts.len(), ..Tally::default() };
    let mut open: Vec<&GoldFact> = document.facts.iter().collect();
    for fact in facts {
        tally.quotes +=
            usize::from(document.text.contains(&plain(if fact.quote.is_empty() { "\0" } else { &fact.quote })));
        relation(score, &fact.relation).predicted += 1;
        let mut best: Option<(usize, f64)> = None;
        for (i, gold) in open.iter().enumerate() {
            if gold.relation == fact.relation && matches(document, gold, fact) {
                let time = gold.time.as_ref().map_or(0.25, |t| same_time(t, fact.time.as_deref()));
                if best.is_none_or(|(_, b)| time > b) {
                    best = Some((i, time));
                }
            }
        }
        let Some((i, _)) = best else {
            score.errors.push(format!(
                "WRONG   {}: {} {} {} [{}] «{}» by {}",
                document.doc,
                fact.subject.shown(),
                fact.relation,
                fact.object.shown(),
                fact.time.as_deref().unwrap_or(""),
                fact.quote,
                fact.rule
            ));
            continue;
        };
        let gold = open.remove(i);
        tally.right += 1;
        relation(score, &fact.relation).right += 1;
        if let Some(time) = &gold.time {
            tally.timed += 1;
            tally.time_right += same_time(time, fact.time.as_deref());
        }
        for name in QUALIFIERS {
            if let Some(side) = gold.qualifiers.get(*name) {
                tally.qualified += 1;
                let said = fact.qualifiers.get(name).map(Party::names).unwrap_or_default();
                tally.qualifier_right += usize::from(!side.names(document).is_disjoint(&said));
            }
        }
        for (side, party) in [(&gold.subject, &fact.subject), (&gold.object, &fact.object)] {
            if let Some(class) = side.class(document)
                && !side.names(document).is_disjoint(&party.names())
            {
                tally.typed += 1;
                let right = matches!(party, Party::Entity { class: said, .. } if said == class);
                tally.class_right += usize::from(right);
            }
        }
    }
    for gold in &document.facts {
        relation(score, &gold.relation).gold += 1;
    }
    for gold in open {
        score.errors.push(format!(
            "MISSING {}: {} {} {} [{}] «{}»",
            document.doc,
            gold.subject.shown(document),
            gold.relation,
            gold.object.shown(document),
            gold.time.as_deref().unwrap_or(""),
            gold.quote
        ));
    }
    tally
}

fn relation<'s>(score: &'s mut Score, name: &str) -> &'s mut Tally {
    let at = score.relations.iter().position(|(n, _)| n == name).unwrap_or_else(|| {
        score.relations.push((name.to_owned(), Tally::default()));
        score.relations.len() - 1
    });
    &mut score.relations[at].1
}

fn matches(document: &Gold, gold: &GoldFact, fact: &Prediction) -> bool {
    let (gs, go) = (gold.subject.names(document), gold.object.names(document));
    let (ps, po) = (fact.subject.names(), fact.object.names());
    if DATES.contains(&gold.relation.as_str()) {
        let date = match &gold.object {
            Side::Literal(date) => date.as_str(),
            Side::Key(key) => key,
        };
        let said = match &fact.object {
            Party::Literal(text) => Some(text.as_str()),
            Party::Entity { .. } => None,
        };
        return !gs.is_disjoint(&ps) && same_time(date, said) > 0.0;
    }
    (!gs.is_disjoint(&ps) && !go.is_disjoint(&po))
        || (SYMMETRIC.contains(&gold.relation.as_str()) && !gs.is_disjoint(&po) && !go.is_disjoint(&ps))
}

/// 1 for equal, 0.5 where one is a coarser form of the other, else 0.
fn same_time(gold: &str, said: Option<&str>) -> f64 {
    let Some(said) = said.filter(|s| !s.is_empty()) else { return 0.0 };
    let (g, p) = (gold.trim(), said.trim());
    if g == p {
        return 1.0;
    }
    let bare = |t: &'_ str| {
        let t = t.trim_end_matches(['~', '?']);
        t.strip_suffix("/..").unwrap_or(t).to_owned()
    };
    let (g, p) = (bare(g), bare(p));
    if g == p {
        1.0
    } else if g.starts_with(&p) || p.starts_with(&g) {
        0.5
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests;
