//! What `kg check` prints.

use super::super::Result;
use super::super::output::{table, write_separated};
use super::{Format, Usage};
use comfy_table::{CellAlignment, Table};
use kg::extract::examples::ExampleRun;
use kg::pack::{Pack, PackError};
use kg::score::rules::{Overlap, RuleFigures, RuleName, RuleReport};
use serde_json::{Value, json};
use std::io::Write;

/// How many overlaps a table lists; JSON and TSV have all.
const MOST_OVERLAPS: usize = 20;

/// Mistakes of a pack that does not load.
pub fn problems(out: &mut impl Write, problems: &[PackError], format: Format) -> Result<()> {
    if format == Format::Json {
        let problem = |p: &PackError| json!({ "file": p.file, "line": p.line, "message": p.message });
        return Ok(writeln!(out, "{}", json!({ "problems": problems.iter().map(problem).collect::<Vec<_>>() }))?);
    }
    Ok(problems.iter().try_for_each(|p| writeln!(out, "{p}"))?)
}

/// How many things of each kind a pack holds.
pub fn counts(pack: &Pack, run: &ExampleRun) -> Vec<(&'static str, usize)> {
    let rules = || pack.languages.iter().flat_map(|l| &l.rules);
    let examples = || rules().flat_map(|r| &r.examples);
    let negative = examples().filter(|e| e.facts.is_empty()).count();
    let bare = rules().filter(|r| r.examples.is_empty()).count();
    vec![
        ("relations", pack.ontology.relations.len()),
        ("classes", pack.ontology.classes.len()),
        ("gazetteer entries", pack.gazetteer.entries.len()),
        ("rule files", rules().count()),
        ("without examples", bare),
        ("frames", rules().map(|r| r.frames.len()).sum()),
        ("patterns", rules().map(|r| r.patterns.len()).sum()),
        ("lists and tables", rules().map(|r| r.lists.len() + r.tables.len()).sum()),
        ("examples", examples().count()),
        ("positive", examples().count() - negative),
        ("negative", negative),
        ("failures", run.failures.len()),
    ]
}

/// All that was found.
pub struct Shown {
    pub counts: Vec<(&'static str, usize)>,
    pub examples: ExampleRun,
    pub usage: Usage,
    pub report: RuleReport,
}

impl Shown {
    pub fn table(&self, out: &mut impl Write) -> Result<()> {
        self.examples.failures.iter().try_for_each(|f| writeln!(out, "{f}\n"))?;
        if !self.usage.extractions.is_empty() {
            self.rules(out)?;
            self.relations(out)?;
            self.overlaps(out)?;
        }
        self.dead(out)?;
        for (name, n) in &self.counts {
            writeln!(out, "{n:>9}  {name}")?;
        }
        Ok(())
    }

    fn has_gold(&self) -> bool {
        !self.usage.gold.is_empty()
    }

    /// A line for each rule that fires on the articles.
    fn rules(&self, out: &mut impl Write) -> Result<()> {
        let mut header = vec!["rule", "affirmed", "other", "examples"];
        if self.has_gold() {
            header.extend(["right", "wrong", "precision", "recall"]);
        }
        let mut lines = figures_table(&header);
        for (rule, f) in self.report.rules.iter().filter(|(_, f)| !f.is_idle()) {
            let mut row = vec![rule.name.clone()];
            row.extend([f.affirmed, f.other, f.examples].map(|n| n.to_string()));
            if self.has_gold() {
                row.extend([f.right, f.wrong()].map(|n| n.to_string()));
                row.extend([share(f.precision()), share(f.recall())]);
            }
            lines.add_row(row);
        }
        Ok(writeln!(out, "{lines}\n")?)
    }

    /// A line for each relation that gold or a judged rule speaks of.
    fn relations(&self, out: &mut impl Write) -> Result<()> {
        if !self.has_gold() {
            return Ok(());
        }
        let mut lines = figures_table(&["relation", "gold", "right", "wrong", "missed", "precision", "recall"]);
        for (lang, relation, t) in &self.report.relations {
            let mut row = vec![format!("{}/{relation}", lang.code())];
            row.extend([t.gold, t.right, t.predicted - t.right, t.gold - t.right].map(|n| n.to_string()));
            row.push(share((t.predicted > 0).then(|| t.precision())));
            row.push(share((t.gold > 0).then(|| t.recall())));
            lines.add_row(row);
        }
        Ok(writeln!(out, "{lines}\n")?)
    }

    fn overlaps(&self, out: &mut impl Write) -> Result<()> {
        let all = &self.report.overlaps;
        if all.is_empty() {
            return Ok(());
        }
        writeln!(out, "overlaps, rules that find the same fact in the same sentence: {}", all.len())?;
        for Overlap { rules: (a, b), shared, found: (of_a, of_b) } in all.iter().take(MOST_OVERLAPS) {
            writeln!(out, "  {shared:>4}  {a} (of {of_a}), {b} (of {of_b})")?;
        }
        if let Some(more) = all.len().checked_sub(MOST_OVERLAPS).filter(|n| *n > 0) {
            writeln!(out, "        and {more} more: see `--format json`")?;
        }
        Ok(writeln!(out)?)
    }

    /// The rules that never fire; without articles that says little, and their number is enough.
    fn dead(&self, out: &mut impl Write) -> Result<()> {
        let count = |wanted: fn(&RuleFigures) -> bool| self.report.rules.iter().filter(|(_, f)| wanted(f)).count();
        if self.usage.extractions.is_empty() {
            return Ok(writeln!(out, "{:>9}  rules that no example shows", count(RuleFigures::is_dead))?);
        }
        let articles = self.usage.extractions.len();
        writeln!(out, "dead, neither on {articles} articles nor in an example: {}", count(RuleFigures::is_dead))?;
        for (rule, _) in self.report.rules.iter().filter(|(_, f)| f.is_dead()) {
            writeln!(out, "  {}", rule.name)?;
        }
        Ok(writeln!(out, "only in examples: {}\n", count(|f| f.is_idle() && !f.is_dead()))?)
    }

    /// A line for each rule.
    pub fn tsv(&self, out: &mut impl Write) -> Result<()> {
        self.examples.failures.iter().for_each(|f| eprintln!("{f}"));
        let header = [
            "rule",
            "relation",
            "affirmed",
            "other",
            "examples",
            "right",
            "wrong",
            "gold",
            "precision",
            "recall",
            "overlaps",
        ];
        write_separated(out, '\t', &header)?;
        for (rule, f) in &self.report.rules {
            let mut row = vec![rule.name.clone(), rule.relation.clone()];
            row.extend([f.affirmed, f.other, f.examples].map(|n| n.to_string()));
            row.extend(
                [f.right, f.wrong(), f.gold].map(|n| if self.has_gold() { n.to_string() } else { String::new() }),
            );
            row.extend([share(f.precision()), share(f.recall())]);
            let other = |o: &Overlap| match &o.rules {
                (a, b) if *a == rule.name => Some(format!("{b}:{}", o.shared)),
                (a, b) if *b == rule.name => Some(format!("{a}:{}", o.shared)),
                _ => None,
            };
            row.push(self.report.overlaps.iter().filter_map(other).collect::<Vec<_>>().join(" "));
            write_separated(out, '\t', &row.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    pub fn json(&self) -> Value {
        let mut object = serde_json::Map::new();
        object.extend(self.counts.iter().map(|(name, n)| (name.replace(' ', "_"), json!(n))));
        let failures = self.examples.failures.iter().map(|f| {
            let mistakes: Vec<String> = f.mistakes.iter().map(ToString::to_string).collect();
            json!({ "file": f.file, "line": f.line, "text": f.text, "mistakes": mistakes })
        });
        object.insert("failed_examples".to_owned(), failures.collect());
        object.insert("articles".to_owned(), json!(self.usage.extractions.len()));
        object.insert("articles_with_gold".to_owned(), json!(self.usage.gold.len()));
        object.insert("rules".to_owned(), self.report.rules.iter().map(|(r, f)| self.rule(r, f)).collect());
        let relations = self.report.relations.iter().map(|(lang, relation, t)| {
            json!({
                "lang": lang.code(), "relation": relation, "gold": t.gold, "right": t.right,
                "wrong": t.predicted - t.right, "missed": t.gold - t.right,
            })
        });
        object.insert("relations_measured".to_owned(), relations.collect());
        let overlaps = self.report.overlaps.iter();
        let overlaps = overlaps.map(|o| json!({ "rules": o.rules, "shared": o.shared, "found": o.found }));
        object.insert("overlaps".to_owned(), overlaps.collect());
        Value::Object(object)
    }

    fn rule(&self, rule: &RuleName, f: &RuleFigures) -> Value {
        let mut object = json!({
            "rule": rule.name, "relation": rule.relation, "affirmed": f.affirmed, "other": f.other,
            "examples": f.examples, "dead": f.is_dead(),
        });
        if self.has_gold() {
            object["judged"] = json!(f.judged);
            object["right"] = json!(f.right);
            object["wrong"] = json!(f.wrong());
            object["gold"] = json!(f.gold);
            object["precision"] = json!(f.precision());
            object["recall"] = json!(f.recall());
        }
        object
    }
}

fn share(x: Option<f64>) -> String {
    x.map_or(String::new(), |x| format!("{x:.3}"))
}

/// A table whose first column is a name and whose others are figures.
fn figures_table(header: &[&str]) -> Table {
    let mut lines = table(header);
    for column in 1..header.len() {
        if let Some(column) = lines.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    lines
}
