//! Extractions made by hand, for tests.
//!
//! A fact is a line: `清朝/State ceded 伊犁/Place time=1881 to=俄國/State status=negated`. An object without a class is a
//! literal. Where a word of the line is an entity, `=` gives it more names: `清朝=清廷=Qing/State`.

use super::time::Bounds;
use crate::document::Lang;
use crate::fact::*;
use crate::pack::{Gazetteer, Ontology, PackFiles};
use crate::span::Span;

/// The ontology that is part of the program.
pub fn ontology() -> Ontology {
    Ontology::load(&PackFiles::built_in()).unwrap()
}

/// Id, class, and names with their language.
type Known<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// A gazetteer with these entries.
pub fn gazetteer(entries: &[Known<'_>]) -> Gazetteer {
    let entry = |(id, class, names): &Known<'_>| crate::pack::gazetteer::Entry {
        id: (*id).to_owned(),
        class: (*class).to_owned(),
        names: names.iter().map(|(text, lang)| name(text, Some(lang))).collect(),
        short_forms: Vec::new(),
        active: (None, None),
        wikidata: Some("Q1".to_owned()),
    };
    Gazetteer { entries: entries.iter().map(entry).collect() }
}

fn name(text: &str, lang: Option<&str>) -> Name {
    Name { text: text.to_owned(), lang: lang.map(str::to_owned) }
}

pub fn time(edtf: &str) -> Time {
    let Bounds { earliest, latest, end } = Bounds::parse(edtf).unwrap();
    Time { earliest, latest, end, edtf: edtf.to_owned(), calendar: Calendar::Gregorian, era: None }
}

/// A document of this title whose text is the lines.
pub fn document(title: &str, lines: &[&str]) -> Extraction {
    let mut made = Extraction {
        document: DocumentInfo {
            title: title.to_owned(),
            lang: Lang::Zh,
            path: format!("data/{title}.md"),
            url: Some(format!("https://zh.wikipedia.org/wiki/{title}")),
            sha256: "0".repeat(64),
            text: lines.join("\n"),
        },
        entities: Vec::new(),
        facts: Vec::new(),
    };
    let mut start = 0;
    for (i, line) in lines.iter().enumerate() {
        let fact = fact(&mut made.entities, line, start, i + 1);
        made.facts.push(fact);
        start += line.chars().count() + 1;
    }
    made
}

fn entity(entities: &mut Vec<Entity>, text: &str) -> usize {
    let (names, class) = text.split_once('/').unwrap();
    let title = names.split('=').next().unwrap().replace('_', " ");
    let gazetteer = title.starts_with('*');
    let title = title.trim_start_matches('*').to_owned();
    if let Some(i) = entities.iter().position(|e| e.title == title && e.class == class) {
        return i;
    }
    let mut all: Vec<Name> =
        names.split('=').map(|n| name(&n.trim_start_matches('*').replace('_', " "), None)).collect();
    all.sort();
    entities.push(Entity { title, class: class.to_owned(), names: all, gazetteer, page: None });
    entities.len() - 1
}

fn fact(entities: &mut Vec<Entity>, line: &str, start: usize, number: usize) -> Fact {
    let mut words = line.split(' ');
    let subject = entity(entities, words.next().unwrap());
    let relation = words.next().unwrap().to_owned();
    let term = |entities: &mut Vec<Entity>, word: &str| {
        if word.contains('/') && !word.starts_with('1') {
            Term::Entity(entity(entities, word))
        } else {
            Term::Literal(word.to_owned())
        }
    };
    let object = term(entities, words.next().unwrap());
    let length = line.chars().count();
    let span = Span::new(start, start + length);
    let mut fact = Fact {
        relation,
        subject,
        object,
        time: None,
        place: None,
        to: None,
        treaty: None,
        leader: None,
        position: None,
        amount: None,
        status: Status::Affirmed,
        evidence: vec![Evidence {
            quote: span,
            quote_text: line.to_owned(),
            bytes: Span::new(start, start + line.len()),
            line: number as u32,
            sentence: span,
            sentence_text: line.to_owned(),
            prefix: String::new(),
            suffix: "\n".to_owned(),
            rule: "zh/test".to_owned(),
            roles: vec![RoleEvidence {
                role: "s".to_owned(),
                span: Span::new(start, start + 1),
                words: line.chars().take(1).collect(),
                how: "subject of the clause".to_owned(),
            }],
            time_how: None,
            confidence: 90,
        }],
    };
    for word in words {
        let (key, value) = word.split_once('=').unwrap();
        fact.evidence[0].roles.push(RoleEvidence {
            role: if key == "km2" { "amount" } else { key }.to_owned(),
            span: Span::new(start, start),
            words: String::new(),
            how: "left out".to_owned(),
        });
        match key {
            "time" => fact.time = Some(time(value)),
            "place" => fact.place = Some(entity(entities, value)),
            "to" => fact.to = Some(entity(entities, value)),
            "treaty" => fact.treaty = Some(entity(entities, value)),
            "leader" => fact.leader = Some(entity(entities, value)),
            "position" => fact.position = Some(term(entities, value)),
            "km2" => {
                let text = format!("{value}平方公里");
                fact.amount = Some(Amount { value: value.to_owned(), unit: "km2".to_owned(), text });
            }
            "status" => fact.status = serde_json::from_value(value.into()).unwrap(),
            _ => panic!("{key}"),
        }
    }
    fact
}
