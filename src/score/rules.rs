//! How each rule fares: how often it fires on documents, and how often it is right where there is gold.

use super::{Gold, Party, Prediction, score};
use crate::extract::LanguageEngine;
use crate::fact::{Entity, Extraction, Fact, Status, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What a rule did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleFigures {
    /// Affirmed facts that it found, alone or with other rules.
    pub affirmed: usize,
    /// Facts that it found and that the text does not affirm.
    pub other: usize,
    /// Affirmed facts in documents that have gold, and how many of them are gold.
    pub judged: usize,
    pub right: usize,
    /// Gold facts of its relation.
    pub gold: usize,
}

impl RuleFigures {
    /// Whether it never fired.
    pub fn is_dead(&self) -> bool {
        self.affirmed + self.other == 0
    }

    /// The share of its facts that are gold; `None` where none was judged.
    pub fn precision(&self) -> Option<f64> {
        (self.judged > 0).then(|| self.right as f64 / self.judged as f64)
    }

    /// The share of its relation's gold facts that it finds; `None` where there is no gold.
    pub fn recall(&self) -> Option<f64> {
        (self.gold > 0).then(|| self.right as f64 / self.gold as f64)
    }
}

/// The rules of a language as evidence names them (`zh/ceded/active`), with the relation of each.
pub fn rule_names(engine: &LanguageEngine) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for file in &engine.rules {
        let stem = file.path.trim_end_matches(".toml");
        let frames = file.frames.iter().map(|r| &r.name);
        let patterns = file.patterns.iter().map(|r| &r.name);
        let lists = file.lists.iter().map(|r| &r.name);
        let tables = file.tables.iter().map(|r| &r.name);
        let all = frames.chain(patterns).chain(lists).chain(tables);
        names.extend(all.map(|name| (format!("{stem}/{name}"), file.relation.clone())));
    }
    names
}

/// The figures of each rule among `rules` over some documents. Each rule is judged as if it were the only one.
pub fn rule_figures<'r>(
    rules: &'r [(String, String)],
    extractions: &[Extraction],
    gold: &[Gold],
) -> BTreeMap<&'r str, RuleFigures> {
    let mut figures: BTreeMap<&str, RuleFigures> = BTreeMap::new();
    let mut predictions: BTreeMap<&str, Vec<Prediction>> = BTreeMap::new();
    let known: BTreeSet<&'r str> = rules.iter().map(|(name, _)| name.as_str()).collect();
    for extraction in extractions {
        for fact in &extraction.facts {
            let fired: BTreeSet<&str> = fact.evidence.iter().map(|e| e.rule.as_str()).collect();
            for rule in known.iter().copied().filter(|rule| fired.contains(rule)) {
                let figures = figures.entry(rule).or_default();
                if fact.status == Status::Affirmed {
                    figures.affirmed += 1;
                    predictions.entry(rule).or_default().push(prediction(extraction, fact));
                } else {
                    figures.other += 1;
                }
            }
        }
    }
    let total: BTreeMap<String, usize> = score(gold, &[]).relations.into_iter().map(|(r, t)| (r, t.gold)).collect();
    for (name, relation) in rules {
        let figures = figures.entry(name).or_default();
        figures.gold = total.get(relation).copied().unwrap_or_default();
        if let Some(predictions) = predictions.get(name.as_str()).filter(|_| !gold.is_empty()) {
            let tally = score(gold, predictions).total;
            (figures.judged, figures.right) = (tally.predicted, tally.right);
        }
    }
    figures
}

/// A fact of a document as the score sees it.
fn prediction(extraction: &Extraction, fact: &Fact) -> Prediction {
    let entity = |e: &Entity| Party::Entity {
        class: e.class.clone(),
        labels: [&e.title].into_iter().chain(e.names.iter().map(|n| &n.text)).cloned().collect(),
    };
    let party = |term: &Term| match term {
        Term::Entity(at) => extraction.entities.get(*at).map_or_else(|| Party::Literal(String::new()), entity),
        Term::Literal(text) => Party::Literal(text.clone()),
    };
    let evidence = fact.evidence.first();
    Prediction {
        doc: extraction.document.title.clone(),
        relation: fact.relation.clone(),
        subject: party(&Term::Entity(fact.subject)),
        object: party(&fact.object),
        time: fact.time.as_ref().map(|t| t.edtf.clone()),
        // Only the facts are judged here, not their qualifiers.
        qualifiers: BTreeMap::new(),
        quote: evidence.map(|e| e.quote_text.clone()).unwrap_or_default(),
        rule: evidence.map(|e| e.rule.clone()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;
    use crate::extract::Extractor;
    use crate::pack::Pack;
    use crate::source;
    use serde_json::json;

    #[test]
    fn a_rule_is_judged_by_itself() {
        let pack = Pack::built_in().expect("the built-in pack loads");
        let extractor = Extractor::new(&pack).expect("the built-in patterns compile");
        let text = "1865年，俄軍攻佔塔什干。1868年，俄軍攻佔撒馬爾罕。英軍未能攻佔喀布爾。";
        let document = source::read("a.md", "甲", text.as_bytes()).expect("a document");
        let json = json!({
            "doc": "甲", "lang": "zh",
            "entities": {
                "r": {"class": "State", "names": ["俄國", "俄羅斯帝國"]},
                "t": {"class": "Place", "names": ["塔什干"]},
                "k": {"class": "Place", "names": ["浩罕"]},
            },
            "facts": [{"s": "r", "r": "occupied", "o": "t"}, {"s": "r", "r": "occupied", "o": "k"}],
        });
        let gold = Gold::parse(&json, text).expect("a gold file");
        let rules = rule_names(&extractor.languages[&Lang::Zh]);
        let figures = rule_figures(&rules, &[extractor.extract(&document)], &[gold]);
        assert_eq!(figures.len(), rules.len());
        let active = figures["zh/occupied/active"];
        assert_eq!(active, RuleFigures { affirmed: 2, other: 1, judged: 2, right: 1, gold: 2 });
        assert_eq!((active.precision(), active.recall()), (Some(0.5), Some(0.5)));
        let dead = figures["zh/ceded/active"];
        assert!(dead.is_dead() && dead.precision().is_none() && dead.recall().is_none());
    }
}
