//! How each rule fares: how often it fires on documents and in its examples, how often it is right where there is gold,
//! and which rules find the same.

use super::{Gold, Party, Prediction, Tally, score};
use crate::document::Lang;
use crate::extract::LanguageEngine;
use crate::fact::{Entity, Extraction, Fact, Status, Term};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What a rule did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleFigures {
    /// Affirmed facts that it found, alone or with other rules.
    pub affirmed: usize,
    /// Facts that it found and that the text does not affirm.
    pub other: usize,
    /// Facts of any status that it found in the example sentences.
    pub examples: usize,
    /// Affirmed facts in documents that have gold, and how many of them are gold.
    pub judged: usize,
    pub right: usize,
    /// Gold facts of its relation in documents of its language.
    pub gold: usize,
}

impl RuleFigures {
    /// Whether it never fired, neither on the documents nor in the examples.
    pub fn is_dead(&self) -> bool {
        self.is_idle() && self.examples == 0
    }

    /// Whether it never fired on the documents.
    pub fn is_idle(&self) -> bool {
        self.affirmed + self.other == 0
    }

    /// Judged facts that are not gold.
    pub fn wrong(&self) -> usize {
        self.judged - self.right
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

/// A rule by the name that evidence gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleName {
    /// `zh/ceded/active`: language, rule file, rule.
    pub name: String,
    pub relation: String,
    pub lang: Lang,
}

/// Two rules that find the same facts in the same sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    pub rules: (String, String),
    /// Statements (a fact in a sentence) that both find.
    pub shared: usize,
    /// Statements that each finds.
    pub found: (usize, usize),
}

/// How the rules of a pack fare on documents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleReport {
    /// In the order of the rule files.
    pub rules: Vec<(RuleName, RuleFigures)>,
    /// All rules of a relation together, by language and relation, where there is gold.
    pub relations: Vec<(Lang, String, Tally)>,
    /// The pairs that share most come first.
    pub overlaps: Vec<Overlap>,
}

/// The rules of a language, in the order of its files.
pub fn rule_names(lang: Lang, engine: &LanguageEngine) -> Vec<RuleName> {
    let mut names = Vec::new();
    for file in &engine.rules {
        let stem = file.path.trim_end_matches(".toml");
        let frames = file.frames.iter().map(|r| &r.name);
        let patterns = file.patterns.iter().map(|r| &r.name);
        let lists = file.lists.iter().map(|r| &r.name);
        let tables = file.tables.iter().map(|r| &r.name);
        let all = frames.chain(patterns).chain(lists).chain(tables);
        let name = |name: &String| RuleName { name: format!("{stem}/{name}"), relation: file.relation.clone(), lang };
        names.extend(all.map(name));
    }
    names
}

/// How `rules` fare on some documents; each is judged as if it were the only one of its relation. `examples` counts the
/// facts that each finds in the example sentences.
pub fn rule_report(
    rules: Vec<RuleName>,
    extractions: &[Extraction],
    gold: &[Gold],
    examples: &BTreeMap<String, usize>,
) -> RuleReport {
    let mut figures: BTreeMap<&str, RuleFigures> = BTreeMap::new();
    let mut predictions: BTreeMap<&str, Vec<Prediction>> = BTreeMap::new();
    for extraction in extractions {
        for fact in &extraction.facts {
            let fired: BTreeSet<&str> = fact.evidence.iter().map(|e| e.rule.as_str()).collect();
            for rule in fired {
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
    let relations = relations(extractions, gold);
    let rules = rules.into_iter().map(|rule| {
        let mut figures = figures.get(rule.name.as_str()).copied().unwrap_or_default();
        figures.examples = examples.get(&rule.name).copied().unwrap_or_default();
        let total = relations.iter().find(|(lang, relation, _)| *lang == rule.lang && *relation == rule.relation);
        figures.gold = total.map_or(0, |(.., tally)| tally.gold);
        if let Some(predictions) = predictions.get(rule.name.as_str()).filter(|_| !gold.is_empty()) {
            let tally = score(gold, predictions).total;
            (figures.judged, figures.right) = (tally.predicted, tally.right);
        }
        (rule, figures)
    });
    RuleReport { rules: rules.collect(), overlaps: overlaps(extractions), relations }
}

/// The figures of each relation in each language, over the documents that have gold.
fn relations(extractions: &[Extraction], gold: &[Gold]) -> Vec<(Lang, String, Tally)> {
    let mut all = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        let read: Vec<&Extraction> = extractions.iter().filter(|e| e.document.lang == lang).collect();
        let own = |g: &&Gold| read.iter().any(|e| g.is_about(&e.document.title));
        let gold: Vec<Gold> = gold.iter().filter(own).cloned().collect();
        let affirmed = |e: &Extraction| -> Vec<Prediction> {
            e.facts.iter().filter(|f| f.status == Status::Affirmed).map(|f| prediction(e, f)).collect()
        };
        let predictions: Vec<Prediction> = read.iter().flat_map(|e| affirmed(e)).collect();
        all.extend(score(&gold, &predictions).relations.into_iter().map(|(relation, tally)| (lang, relation, tally)));
    }
    all
}

/// The pairs of rules that find the same affirmed fact in the same sentence.
fn overlaps(extractions: &[Extraction]) -> Vec<Overlap> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shared: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for fact in extractions.iter().flat_map(|e| &e.facts).filter(|f| f.status == Status::Affirmed) {
        let mut by_sentence: BTreeMap<Span, BTreeSet<&str>> = BTreeMap::new();
        for e in &fact.evidence {
            by_sentence.entry(e.sentence).or_default().insert(&e.rule);
        }
        for rules in by_sentence.into_values() {
            for a in &rules {
                *found.entry(a).or_default() += 1;
                for b in rules.iter().filter(|b| a < *b) {
                    *shared.entry((a, b)).or_default() += 1;
                }
            }
        }
    }
    let overlap = |((a, b), shared): ((&str, &str), usize)| {
        let found = (found.get(a).copied().unwrap_or_default(), found.get(b).copied().unwrap_or_default());
        Overlap { rules: (a.to_owned(), b.to_owned()), shared, found }
    };
    let mut overlaps: Vec<Overlap> = shared.into_iter().map(overlap).collect();
    overlaps.sort_by_key(|o| std::cmp::Reverse(o.shared));
    overlaps
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
    use crate::extract::Extractor;
    use crate::pack::Pack;
    use crate::source;
    use serde_json::json;

    fn figures(report: &RuleReport, name: &str) -> RuleFigures {
        report.rules.iter().find(|(rule, _)| rule.name == name).map(|(_, f)| *f).expect("a rule of the pack")
    }

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
        let rules = rule_names(Lang::Zh, &extractor.languages[&Lang::Zh]);
        let examples = BTreeMap::from([("zh/occupied/active".to_owned(), 7)]);
        let report = rule_report(rules.clone(), &[extractor.extract(&document)], &[gold], &examples);
        assert_eq!(report.rules.len(), rules.len());
        let active = figures(&report, "zh/occupied/active");
        assert_eq!(active, RuleFigures { affirmed: 2, other: 1, examples: 7, judged: 2, right: 1, gold: 2 });
        assert_eq!((active.precision(), active.recall(), active.wrong()), (Some(0.5), Some(0.5), 1));
        let dead = figures(&report, "zh/ceded/active");
        assert!(dead.is_dead() && dead.precision().is_none() && dead.recall().is_none());
        let occupied = report.relations.iter().find(|(_, relation, _)| relation == "occupied");
        assert!(occupied.is_some_and(|(lang, _, t)| (*lang, t.gold, t.right) == (Lang::Zh, 2, 1)));
    }

    #[test]
    fn rules_that_find_the_same_in_a_sentence_overlap() {
        let pack = Pack::built_in().expect("the built-in pack loads");
        let extractor = Extractor::new(&pack).expect("the built-in patterns compile");
        let text = "1865年，俄軍攻佔塔什干。";
        let document = source::read("a.md", "甲", text.as_bytes()).expect("a document");
        let mut extraction = extractor.extract(&document);
        assert!(overlaps(&[extraction.clone()]).is_empty());
        let mut twice = extraction.facts[0].evidence[0].clone();
        twice.rule = "zh/occupied/other".to_owned();
        extraction.facts[0].evidence.push(twice);
        let rules = ("zh/occupied/active".to_owned(), "zh/occupied/other".to_owned());
        assert_eq!(overlaps(&[extraction]), [Overlap { rules, shared: 1, found: (1, 1) }]);
    }
}
