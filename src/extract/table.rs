//! Facts of lists and tables: an item under a heading, a row under headers.

use super::discourse::Filled;
use super::mention::kin::introduces;
use super::read::{Candidate, Object, Reading};
use crate::document::{Block, BlockKind};
use crate::fact::{Status, Time};
use crate::pack::ontology::Range;
use crate::pack::rules::RuleFile;
use crate::span::Span;
use std::collections::BTreeMap;

impl Reading<'_> {
    /// An item of a list under a heading that a list rule knows.
    pub fn read_item(&mut self, block: &Block) {
        let (Some(title), Some(section)) = (self.discourse.title, self.document.sections.get(block.section)) else {
            return;
        };
        let heading = crate::text::script::fold_str(&section.title);
        let engine = self.engine;
        let ontology = &self.extractor.ontology;
        let label = self.label_of(block);
        for rules in &engine.rules {
            for rule in &rules.lists {
                let labelled = label.as_ref().is_some_and(|l| rule.labels.contains(l));
                if !labelled && !rule.headings.iter().any(|h| heading.contains(h.as_str()))
                    || label.is_some() && !labelled && !rule.labels.is_empty()
                    || rule.not_headings.iter().any(|h| heading.contains(h.as_str()))
                    || !ontology.admits(&rule.title, &self.mentions.entities[title].class)
                {
                    continue;
                }
                let at = self.mentions.mentions.partition_point(|m| m.span.start < block.span.start);
                let inside = self.mentions.mentions[at..].iter().take_while(|m| block.span.contains(m.span));
                // Only what opens the item is what the item is, past an office or a word such as 長子.
                let opening = |span: Span| match rule.past {
                    0 => self.opens(block.span, span),
                    past => self.opens_past(block.span, span, past, &rule.not_past),
                };
                let office = &self.extractor.domain.classes.office;
                let mut named =
                    inside.skip_while(|m| rule.past > 0 && *self.mentions.entities[m.entity].class == **office);
                let Some(first) = named.next().filter(|m| opening(m.span)) else { continue };
                let class = &self.mentions.entities[first.entity].class;
                if first.entity == title || !ontology.admits(&rule.item, class) {
                    continue;
                }
                let item = Filled { entity: first.entity, span: Some(first.span), how: "item of a list".into() };
                let topic = Filled { entity: title, span: None, how: "topic of the page".into() };
                let (subject, object) = if rule.reversed { (topic, item) } else { (item, topic) };
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: format!("{}/{}", rules.path.trim_end_matches(".toml"), rule.name),
                    subject,
                    object: Object::Entity(object),
                    qualifiers: BTreeMap::new(),
                    amount: None,
                    time: None,
                    stated: None,
                    status: Status::Affirmed,
                    quote: first.span,
                    sentence: block.span,
                });
            }
        }
    }

    /// The short item before an item that heads the list which it belongs to: 兄弟.
    fn label_of(&self, block: &Block) -> Option<String> {
        let at = self.document.blocks.partition_point(|b| b.span.end <= block.span.start);
        let same = |b: &&Block| b.section == block.section && matches!(b.kind, BlockKind::ListItem(_));
        let labels = |text: &String| self.engine.rules.iter().flat_map(|r| &r.lists).any(|l| l.labels.contains(text));
        let words = |b: &Block| -> String {
            self.folded[b.span.range()].iter().filter(|c| c.is_alphanumeric()).take(6).collect()
        };
        let before = &self.document.blocks[..at];
        if let Some(label) = before.iter().rev().take_while(same).map(words).find(labels) {
            return Some(label);
        }
        // A short paragraph heads the items of the first level behind it: 某人有十一個兒子：.
        let items = before.iter().rev().take_while(same).count();
        let intro = before.len().checked_sub(items + 1).map(|i| &before[i]);
        let intro = intro.filter(|b| b.section == block.section && b.kind == BlockKind::Paragraph)?;
        let level = before.get(before.len() - items).map_or(block.kind, |first| first.kind);
        let text: Vec<char> = self.folded[intro.span.range()].iter().copied().filter(|c| c.is_alphanumeric()).collect();
        let all = self.engine.rules.iter().flat_map(|r| &r.lists).flat_map(|l| &l.labels);
        let longest = all.filter(|l| introduces(&text, &[l.chars().collect()])).max_by_key(|l| l.len());
        longest.filter(|_| level == block.kind).cloned()
    }

    /// Whether nothing but marks and a date stands before a mention.
    fn opens(&self, block: Span, mention: Span) -> bool {
        let before = &self.folded[block.start()..mention.start()];
        before.iter().all(|c| !c.is_alphanumeric())
            || self
                .times
                .iter()
                .any(|t| block.contains(t.span) && t.span.end <= mention.start && mention.start() - t.span.end() <= 2)
    }

    /// Whether only a few characters, no stop and none of some words stand between the start of an item and a mention.
    fn opens_past(&self, block: Span, mention: Span, most: usize, not: &[String]) -> bool {
        let before: String = self.folded[block.start()..mention.start()].iter().collect();
        let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
        before.chars().count() <= most
            && !before.contains(['，', ',', '。', '；', '(', ')'])
            && !not.iter().any(|w| before.contains(w.as_str()))
    }

    /// The rows of a table, by the words of its headers.
    pub fn read_table(&mut self, header: &Block, rows: &[&Block]) {
        let engine = self.engine;
        let ontology = &self.extractor.ontology;
        let text = |span: Span| -> String { self.folded[span.range()].iter().collect() };
        // Some tables leave the header row empty and write the headers in the first row.
        let blank = |block: &Block| block.cells.iter().all(|c| text(*c).trim().is_empty());
        let (header, rows) = match rows.split_first() {
            Some((first, rest)) if blank(header) => (*first, rest),
            _ => (header, rows),
        };
        let headers: Vec<String> = header.cells.iter().map(|c| text(*c)).collect();
        let column = |words: &[String]| headers.iter().position(|h| words.iter().any(|w| h.contains(w.as_str())));
        for rules in &engine.rules {
            for rule in &rules.tables {
                if !rule.under.is_empty() && !self.is_under(&rule.under, header.span) {
                    continue;
                }
                let Some(subject_at) = column(&rule.subject) else { continue };
                let object_at = column(&rule.object);
                let (start_at, end_at, span_at) = (column(&rule.start), column(&rule.end), column(&rule.span));
                let dates = self
                    .extractor
                    .ontology
                    .relations
                    .get(&rules.relation)
                    .is_some_and(|r| matches!(r.range, Range::Date));
                if start_at.is_none() && span_at.is_none() && !((dates || rule.undated) && object_at.is_some()) {
                    continue;
                }
                let title =
                    self.discourse.title.filter(|t| ontology.admits(&rule.title, &self.mentions.entities[*t].class));
                for row in rows {
                    let in_cell = |at: Option<usize>| -> Option<Filled> {
                        let cell = *row.cells.get(at?)?;
                        let m = self.mentions.mentions.iter().find(|m| cell.contains(m.span))?;
                        Some(Filled { entity: m.entity, span: Some(m.span), how: "cell of a table".into() })
                    };
                    if dates {
                        // A column of dates: of birth, of death.
                        let date = object_at.and_then(|at| self.date_in(*row.cells.get(at)?));
                        if let (Some(subject), Some(object)) = (in_cell(Some(subject_at)), date) {
                            let quote = subject.span.unwrap_or(row.span);
                            self.add_row(rules, &rule.name, subject, object, (None, None), quote, row.span);
                        }
                        continue;
                    }
                    let topic = || title.map(|entity| Filled { entity, span: None, how: "topic of the page".into() });
                    let object = if object_at.is_some() { in_cell(object_at) } else { topic() };
                    let (Some(subject), Some(object)) = (in_cell(Some(subject_at)), object) else { continue };
                    let Some(relation) = ontology.relations.get(&rules.relation) else { continue };
                    if subject.entity == object.entity
                        || !self.admits_role(relation, "s", subject.entity)
                        || !self.admits_role(relation, "o", object.entity)
                    {
                        continue;
                    }
                    let time_in = |at: Option<usize>| self.time_in(*row.cells.get(at?)?);
                    let time = |t: usize| self.times[t].time.clone();
                    let (start, end) = (time_in(start_at), time_in(end_at));
                    let stated = start.and_then(time).zip(end.and_then(time)).map(|(a, b)| interval(a, b));
                    let dated = start.or(if end.is_none() { time_in(span_at) } else { None });
                    // 咸豐十一年 in one column, 七月廿八日 beside the object in another.
                    let closer = |a: &Time, b: &Time| a.earliest <= b.earliest && b.latest <= a.latest;
                    let beside = time_in(object_at).filter(|b| {
                        let whole = dated.and_then(time).filter(|a| a.end.is_none());
                        stated.is_none() && whole.zip(time(*b)).is_some_and(|(a, b)| closer(&a, &b))
                    });
                    let dated = beside.or(dated).map(|t| (t, "cell of a table".to_string()));
                    let quote = subject.span.unwrap_or(row.span);
                    let object = self.own_agreement(&rules.relation, &subject, object);
                    self.add_row(rules, &rule.name, subject, Object::Entity(object), (dated, stated), quote, row.span);
                }
            }
        }
        for row in rows {
            for cell in &row.cells {
                self.discourse.start_paragraph();
                // What a row says is said of whom the row is about.
                if let Some(first) = self.mentions.mentions.iter().find(|m| row.span.contains(m.span)) {
                    self.discourse.set_subject(vec![first.entity]);
                }
                self.read_text(*cell);
            }
        }
    }

    /// The first date in a cell, if it can be told.
    fn time_in(&self, cell: Span) -> Option<usize> {
        let first = self.times.iter().position(|t| cell.contains(t.span))?;
        self.times[first].time.is_some().then_some(first)
    }

    /// The date in a cell, as an object.
    fn date_in(&self, cell: Span) -> Option<Object> {
        let date = self.times.iter().find(|t| cell.contains(t.span))?;
        Some(Object::Literal(date.time.as_ref()?.edtf.clone(), date.span))
    }

    /// What a row says, if its subject may have such a fact.
    #[allow(clippy::too_many_arguments)]
    fn add_row(
        &mut self,
        rules: &RuleFile,
        rule: &str,
        subject: Filled,
        object: Object,
        (time, stated): (Option<(usize, String)>, Option<Time>),
        quote: Span,
        sentence: Span,
    ) {
        let relation = self.extractor.ontology.relations.get(&rules.relation);
        if !relation.is_some_and(|r| self.admits_role(r, "s", subject.entity)) {
            return;
        }
        self.candidates.push(Candidate {
            relation: rules.relation.clone(),
            rule: format!("{}/{rule}", rules.path.trim_end_matches(".toml")),
            subject,
            object,
            qualifiers: BTreeMap::new(),
            amount: None,
            time,
            stated,
            status: Status::Affirmed,
            quote,
            sentence,
        });
    }
}

/// From one date to another.
fn interval(start: Time, end: Time) -> Time {
    if start.edtf == end.edtf {
        return start;
    }
    Time {
        earliest: start.earliest,
        latest: start.latest,
        end: Some((end.earliest, end.latest)),
        edtf: format!("{}/{}", start.edtf, end.edtf),
        calendar: start.calendar,
        era: start.era,
    }
}
