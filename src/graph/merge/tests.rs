use super::*;
use crate::graph::sample::{document, gazetteer, ontology};

fn merge(documents: &[Extraction]) -> Merged {
    merge_with(documents, &Gazetteer::default())
}

fn merge_with(documents: &[Extraction], gazetteer: &Gazetteer) -> Merged {
    let mut merger = Merger::default();
    documents.iter().for_each(|d| merger.add(d));
    merger.finish(&ontology(), gazetteer, &Namespaces::default())
}

/// `local/Class` of every entity, sorted.
fn entities(merged: &Merged) -> Vec<String> {
    let mut all: Vec<String> = merged.entities.iter().map(|e| format!("{}/{}", e.local, e.class)).collect();
    all.sort();
    all
}

/// `subject relation object edtf` of every fact, and what else it says.
fn facts(merged: &Merged) -> Vec<String> {
    let name = |i: &u32| merged.entities[*i as usize].local.clone();
    let show = |f: &FactNode| {
        let object = match &f.object {
            Value::Entity(i) => name(i),
            Value::Literal(text) => text.to_string(),
        };
        let mut text = format!("{} {} {object}", name(&f.subject), f.relation);
        f.time.iter().for_each(|t| text.push_str(&format!(" {}", t.edtf)));
        for (role, value) in [("to", f.to), ("place", f.place), ("treaty", f.treaty), ("leader", f.leader)] {
            value.iter().for_each(|v| text.push_str(&format!(" {role}={}", name(v))));
        }
        f.amount.iter().for_each(|a| text.push_str(&format!(" {}", a.value)));
        if f.status != Status::Affirmed {
            text.push_str(&format!(" {:?}", f.status));
        }
        text
    };
    merged.facts.iter().map(show).collect()
}

#[test]
fn one_title_is_one_thing_in_any_script() {
    let merged = merge(&[
        document("A", &["曾纪泽/Person signed 伊犁条约/Treaty"]),
        document("B", &["曾紀澤/Person signed 《伊犁條約》/Treaty", "清朝/State signed 伊犁條約/Treaty"]),
    ]);
    assert_eq!(entities(&merged), ["伊犁條約/Treaty", "曾紀澤/Person", "清朝/State"]);
    assert_eq!(facts(&merged), ["曾紀澤 signed 伊犁條約", "清朝 signed 伊犁條約"]);
    assert_eq!(merged.documents[0].facts[0], merged.documents[1].facts[0]);
}

#[test]
fn a_title_that_is_anothers_alias_joins_it() {
    let merged = merge(&[
        document("A", &["俄羅斯帝國=俄國=沙俄/State invaded 希瓦汗國/State"]),
        document("B", &["沙俄/State invaded 布哈拉/State"]),
    ]);
    assert_eq!(entities(&merged), ["俄羅斯帝國/State", "布哈拉/State", "希瓦汗國/State"]);
    let russia = merged.entities.iter().find(|e| e.local == "俄羅斯帝國").unwrap();
    assert_eq!(russia.names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["俄國", "俄羅斯帝國", "沙俄"]);
}

#[test]
fn an_alias_of_two_things_joins_neither() {
    let merged = merge(&[
        document("A", &["同治帝=皇帝/Person ruled 清朝/State"]),
        document("B", &["亞歷山大二世=皇帝/Person ruled 俄國/State"]),
        document("C", &["皇帝/Person signed 條約/Treaty"]),
    ]);
    assert!(entities(&merged).contains(&"皇帝/Person".to_owned()));
}

#[test]
fn an_alias_joins_neither_another_class_nor_a_thing_of_the_same_document() {
    let merged = merge(&[
        document("A", &["奕訢=恭親王/Person heldPosition 恭親王/Position"]),
        document("B", &["恭親王/Position borders 恭王府/Place"]),
        document("C", &["希瓦汗國=希瓦/State capital 希瓦/Place"]),
        document("D", &["希瓦/State invaded 布哈拉=希瓦/State"]),
    ]);
    let all = entities(&merged);
    for entity in ["奕訢/Person", "恭親王/Position", "希瓦汗國/State", "布哈拉/State"] {
        assert!(all.contains(&entity.to_owned()), "{entity} {all:?}");
    }
}

#[test]
fn two_things_of_one_title_in_a_document_are_told_apart_by_class() {
    let merged = merge(&[
        document("A", &["恭親王/Person heldPosition 恭親王/Position", "恭親王/Person signed 北京條約/Treaty"]),
        document("B", &["恭親王/Person founded 同文館/Organization"]),
    ]);
    assert_eq!(
        entities(&merged),
        ["北京條約/Treaty", "同文館/Organization", "恭親王/Person", "恭親王_(Position)/Position"]
    );
}

#[test]
fn the_class_is_the_one_most_documents_give() {
    let merged = merge(&[
        document("A", &["伊犁/State borders 俄國/State"]),
        document("B", &["俄國/State occupied 伊犁/Place"]),
        document("C", &["清朝/State recaptured 伊犁/Place"]),
    ]);
    assert!(entities(&merged).contains(&"伊犁/Place".to_owned()));
}

#[test]
fn the_gazetteer_gives_title_class_and_names() {
    let known = gazetteer(&[("俄羅斯帝國", "State", &[("俄羅斯帝國", "zh-Hant"), ("Russian Empire", "en")])]);
    let merged = merge_with(
        &[
            document("A", &["沙皇俄國=俄羅斯帝國/State invaded 希瓦/State", "沙皇俄國/State occupied 塔什干/Place"]),
            document("B", &["*俄羅斯帝國=俄國/State invaded 希瓦/State"]),
        ],
        &known,
    );
    let russia = merged.entities.iter().find(|e| e.gazetteer.is_some()).unwrap();
    assert_eq!((russia.local.as_str(), russia.gazetteer.as_deref()), ("俄羅斯帝國", Some("俄羅斯帝國")));
    assert_eq!(russia.names.len(), 5, "{:?}", russia.names);
    assert_eq!(facts(&merged), ["俄羅斯帝國 invaded 希瓦", "俄羅斯帝國 occupied 塔什干"]);
}

#[test]
fn compatible_times_are_one_fact_with_the_most_exact_one() {
    let merged = merge(&[
        document("A", &["俄國/State invaded 希瓦/State time=1873"]),
        document("B", &["俄國/State invaded 希瓦/State time=1873-05-10"]),
        document("C", &["俄國/State invaded 希瓦/State"]),
    ]);
    assert_eq!(facts(&merged), ["俄國 invaded 希瓦 1873-05-10"]);
    let two = merge(&[
        document("A", &["俄國/State invaded 希瓦/State time=1839", "俄國/State invaded 希瓦/State time=1873"]),
        document("B", &["俄國/State invaded 希瓦/State"]),
        document("C", &["俄國/State invaded 希瓦/State time=18XX"]),
    ]);
    let expected = ["俄國 invaded 希瓦", "俄國 invaded 希瓦 18XX", "俄國 invaded 希瓦 1839", "俄國 invaded 希瓦 1873"];
    assert_eq!(facts(&two), expected, "what could be either is neither");
}

#[test]
fn qualifiers_come_from_all_documents_and_the_majority_decides() {
    let merged = merge(&[
        document("A", &["清朝/State ceded 伊犁/Place to=俄國/State time=1881"]),
        document("B", &["清朝/State ceded 伊犁/Place treaty=伊犁條約/Treaty km2=60000"]),
        document("C", &["清朝/State ceded 伊犁/Place km2=70000 treaty=伊犁條約/Treaty"]),
        document("D", &["清朝/State ceded 伊犁/Place km2=70000"]),
    ]);
    assert_eq!(facts(&merged), ["清朝 ceded 伊犁 1881 to=俄國 treaty=伊犁條約 70000"]);
}

#[test]
fn other_recipients_and_other_statuses_are_other_facts() {
    let merged = merge(&[
        document("A", &["清朝/State sentEnvoy 曾紀澤/Person to=俄國/State"]),
        document("B", &["清朝/State sentEnvoy 曾紀澤/Person to=英國/State"]),
        document("C", &["清朝/State sentEnvoy 曾紀澤/Person to=英國/State status=intended"]),
    ]);
    assert_eq!(
        facts(&merged).into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "清朝 sentEnvoy 曾紀澤 to=俄國".to_owned(),
            "清朝 sentEnvoy 曾紀澤 to=英國".to_owned(),
            "清朝 sentEnvoy 曾紀澤 to=英國 Intended".to_owned(),
        ])
    );
}

#[test]
fn a_symmetric_fact_is_one_whichever_way_it_is_told() {
    let merged = merge(&[
        document("A", &["清朝/State foughtAgainst 俄國/State time=1862"]),
        document("B", &["俄國/State foughtAgainst 清朝/State time=1862-06-04"]),
        document("C", &["清朝/State foughtAgainst 俄國/State time=1862"]),
        document("D", &["清朝/State invaded 俄國/State", "俄國/State invaded 清朝/State"]),
    ]);
    assert_eq!(facts(&merged), ["俄國 invaded 清朝", "清朝 foughtAgainst 俄國 1862-06-04", "清朝 invaded 俄國"]);
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let documents = [
        document("A", &["俄羅斯帝國=俄國/State invaded 希瓦/State time=1839 leader=彼羅夫斯基/Person"]),
        document("B", &["俄國/State invaded 希瓦/Place", "曾纪泽/Person signed 伊犁条约/Treaty time=1881"]),
        document("C", &["俄国/State invaded 希瓦/State time=1839-11", "曾紀澤/Person signed 伊犁條約/Treaty"]),
    ];
    let show = |merged: &Merged| (entities(merged), facts(merged));
    let first = show(&merge(&documents));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(show(&merge(&order.map(|i| documents[i].clone()))), first, "{order:?}");
    }
}

#[test]
fn documents_of_one_title_have_graphs_of_their_own() {
    let mut second = document("伊犁條約", &["清朝/State signed 伊犁條約/Treaty"]);
    second.document.path = "more/伊犁條約.md".to_owned();
    let merged = merge(&[document("伊犁條約", &["清朝/State signed 伊犁條約/Treaty"]), second]);
    let iris: Vec<&str> = merged.documents.iter().map(|d| d.iri.as_str()).collect();
    assert_eq!(
        iris,
        ["https://kg.example/g/doc/zh/伊犁條約", "https://kg.example/g/doc/zh/伊犁條約_(more/伊犁條約.md)"]
    );
    assert_eq!(merged.documents[0].topic, merged.documents[1].topic);
    assert!(merged.documents[0].topic.is_some());
}
