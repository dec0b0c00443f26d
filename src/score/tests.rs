use super::*;
use serde_json::json;

fn gold() -> Gold {
    let json = json!({
        "doc": "伊犁條約", "lang": "zh",
        "entities": {
            "qing": {"class": "State", "names": ["清朝", "Qing dynasty"]},
            "russia": {"class": "State", "names": ["俄羅斯帝國", "俄國"]},
            "land": {"class": "Place", "names": ["霍爾果斯河以西"]},
        },
        "facts": [
            {"s": "qing", "r": "ceded", "o": "land", "time": "1881-02-24", "to": "russia", "quote": "割讓"},
            {"s": "qing", "r": "foughtAgainst", "o": "russia", "quote": "交戰"},
            {"s": "qing", "r": "endDate", "o": {"literal": "1912"}, "quote": "1912年滅亡"},
        ],
    });
    Gold::parse(&json, "清朝割讓《[霍爾果斯河](../Page/霍爾果斯河.md \"x\")》以西").unwrap()
}

fn entity(class: &str, name: &str) -> Party {
    Party::Entity { class: class.to_owned(), labels: vec![name.to_owned()] }
}

fn fact(subject: Party, relation: &str, object: Party, time: Option<&str>) -> Prediction {
    Prediction {
        doc: "伊犁条约".to_owned(),
        relation: relation.to_owned(),
        subject,
        object,
        time: time.map(str::to_owned),
        qualifiers: BTreeMap::new(),
        quote: "割讓霍爾果斯河".to_owned(),
        rule: "zh/x".to_owned(),
    }
}

#[test]
fn a_fact_is_right_by_any_name_and_once() {
    let ceded = |time| fact(entity("State", "the Qing Dynasty"), "ceded", entity("State", "霍尔果斯河以西"), time);
    let score = score(&[gold()], &[ceded(Some("1881")), ceded(None)]);
    assert_eq!((score.total.predicted, score.total.right, score.total.gold), (2, 1, 3));
    assert_eq!((score.total.timed, score.total.time_right), (1, 0.5));
    assert_eq!((score.total.qualified, score.total.qualifier_right), (1, 0));
    assert_eq!((score.total.typed, score.total.class_right), (2, 1), "the object has another class");
    // The text has 《 between the two words of the quote.
    assert_eq!(score.total.quotes, 0);
    assert_eq!(score.errors.iter().filter(|e| e.starts_with("WRONG")).count(), 1);
    assert_eq!(score.errors.iter().filter(|e| e.starts_with("MISSING")).count(), 2);
}

#[test]
fn symmetric_facts_and_dates_have_rules_of_their_own() {
    let fought = fact(entity("State", "俄國"), "foughtAgainst", entity("State", "清朝"), None);
    let ended = fact(entity("State", "清朝"), "endDate", Party::Literal("1912-02-12".to_owned()), None);
    let other = fact(entity("State", "俄國"), "ceded", entity("Place", "霍爾果斯河以西"), None);
    let score = score(&[gold()], &[fought, ended, other]);
    assert_eq!(score.total.right, 2);
}

#[test]
fn times_may_be_coarser() {
    assert_eq!(same_time("1842/..", Some("1842")), 1.0);
    assert_eq!(same_time("1864-10-07", Some("1864-10")), 0.5);
    assert_eq!(same_time("1864", Some("1865")), 0.0);
    assert_eq!(same_time("1864", None), 0.0);
}
