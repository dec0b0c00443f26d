//! What the graph gives back: facts, query, export, explain, stats, diff, eval.

mod common;

use common::{Folder, KHIVA, text};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

fn jsonl(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// `subject relation object time` of a line of `kg facts`.
fn short(fact: &Value) -> String {
    let name = |v: &Value| v["labels"][0].as_str().or(v["literal"].as_str()).unwrap_or_default().to_owned();
    let words = [name(&fact["s"]), fact["r"].as_str().unwrap().to_owned(), name(&fact["o"])];
    format!("{} {}", words.join(" "), fact["time"].as_str().unwrap_or("")).trim_end().to_owned()
}

#[test]
fn facts_are_lines_of_the_contract() {
    let folder = Folder::built();
    let facts = jsonl(&folder.stdout(&["facts", "--format", "jsonl"]));
    let fact = facts.iter().find(|f| short(f) == "希瓦汗國 protectorateOf 俄羅斯帝國 1873").expect("the protectorate");
    assert_eq!((fact["doc"].as_str(), fact["lang"].as_str()), (Some("希瓦汗國"), Some("zh")));
    assert_eq!(fact["s"]["iri"], "https://kg.example/e/希瓦汗國");
    assert_eq!(fact["s"]["class"], "State");
    assert!(fact["o"]["labels"].as_array().unwrap().contains(&"俄國".into()), "the mention in the document");
    assert_eq!(fact["status"], "affirmed");
    let (start, end) = (fact["start"].as_u64().unwrap(), fact["end"].as_u64().unwrap());
    assert_eq!(end - start, fact["quote"].as_str().unwrap().chars().count() as u64);
    assert!(fact["rule"].as_str().unwrap().starts_with("zh/"));
    let places: Vec<_> = facts.iter().map(|f| (f["doc"].to_string(), f["start"].as_u64())).collect();
    assert!(places.windows(2).all(|w| w[0].0 != w[1].0 || w[0].1 <= w[1].1), "in the order of the text");
}

#[test]
fn a_fact_of_two_documents_has_a_line_for_each() {
    let folder = Folder::built();
    let facts = jsonl(&folder.stdout(&["facts", "--relation", "invaded", "--from", "1873", "--to", "1873"]));
    let lines: Vec<(String, &str)> = facts.iter().map(|f| (short(f), f["doc"].as_str().unwrap())).collect();
    let expected = "俄羅斯帝國 invaded 希瓦汗國 1873".to_owned();
    assert_eq!(lines, [(expected.clone(), "布哈拉酋長國"), (expected, "希瓦汗國")]);
}

#[test]
fn filters_choose_facts() {
    let folder = Folder::built();
    let count = |args: &[&str]| jsonl(&folder.stdout(&[&["facts"][..], args].concat())).len();
    let all = count(&[]);
    let of_khiva = count(&["--doc", "希瓦汗国"]);
    assert!(0 < of_khiva && of_khiva < all, "a title in the other script");
    assert_eq!(count(&["--doc", "希瓦汗國", "--doc", "布哈拉酋長國"]), all);
    assert!(count(&["--entity", "Bukhara", "--relation", "protectorateOf"]) > 0, "a name in another language");
    assert_eq!(count(&["--from", "1900"]), 0);
    assert!(count(&["--status", "all"]) > all, "what was only planned");
    let (code, said) = folder.error(&["facts", "--entity", "希瓦汗"]);
    assert!(code == 1 && said.contains("there is no entity in a fact `希瓦汗`; near it: 希瓦汗"), "{said}");
    let (code, said) = folder.error(&["facts", "--from", "yesterday"]);
    assert!(code == 2 && said.contains("`yesterday` is no date"), "{said}");
}

#[test]
fn facts_come_as_tables_too() {
    let folder = Folder::built();
    let csv = folder.stdout(&["facts", "--format", "csv"]);
    let header = csv.lines().next().unwrap();
    assert!(header.starts_with("doc,lang,r,s,s_class,o,o_class,time,"));
    let tsv = folder.stdout(&["facts", "--format", "tsv"]);
    assert!(tsv.lines().all(|l| l.split('\t').count() == header.split(',').count()));
    assert!(folder.stdout(&["facts", "--format", "table"]).contains("protectorateOf"));
}

#[test]
fn queries_come_from_the_library_a_file_standard_input_or_the_command_line() {
    let folder = Folder::built();
    let sparql = "SELECT ?s { ?s kg:protectorateOf e:俄羅斯帝國 } ORDER BY ?s";
    let expected = "s\r\nhttps://kg.example/e/布哈拉酋長國\r\nhttps://kg.example/e/希瓦汗國\r\n";
    assert_eq!(folder.stdout(&["query", "-e", sparql]), expected);
    folder.write("q.rq", sparql);
    assert_eq!(folder.stdout(&["query", "q.rq"]), expected);
    let mut child = folder.command(&["query", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(sparql.as_bytes()).unwrap();
    assert_eq!(text(&child.wait_with_output().unwrap().stdout), expected);
    let table = folder.stdout(&["query", "-e", sparql, "--format", "table"]);
    assert!(table.contains("e:希瓦汗國") && table.ends_with("2 rows\n"), "{table}");
    let json: Value = serde_json::from_str(&folder.stdout(&["query", "-e", sparql, "--format", "json"])).unwrap();
    assert_eq!(json["results"]["bindings"].as_array().unwrap().len(), 2);
    assert_eq!(folder.stdout(&["query", "-e", "ASK { e:希瓦汗國 kg:protectorateOf ?x }"]), "true\n");
    let graph =
        folder.stdout(&["query", "-e", "CONSTRUCT { ?s kg:protectorateOf ?o } WHERE { ?s kg:protectorateOf ?o }"]);
    assert!(graph.contains("\ne:希瓦汗國 kg:protectorateOf e:俄羅斯帝國 .\n"), "{graph}");
    let union = "SELECT ?q { ?e oa:hasTarget/oa:hasSelector/oa:exact ?q }";
    assert_eq!(folder.stdout(&["query", "-e", union]), "q\r\n");
    assert!(folder.stdout(&["query", "--union", "-e", union]).lines().count() > 3);
}

#[test]
fn every_query_of_the_library_runs() {
    let folder = Folder::built();
    let list = folder.stdout(&["query", "--list"]);
    let names: Vec<&str> = list.lines().filter(|l| !l.is_empty() && !l.starts_with(' ')).collect();
    assert!(names.len() >= 12);
    let fact = folder.stdout(&["query", "-e", "SELECT ?f { ?f rdf:predicate kg:protectorateOf } LIMIT 1"]);
    let fact = fact.lines().nth(1).unwrap().to_owned();
    for name in names {
        let mut args = vec!["query", name];
        let block = format!("\n{list}").split(&format!("\n{name}\n")).nth(1).unwrap().to_owned();
        let block = block.split("\n\n").next().unwrap();
        let fact = format!("fact={fact}");
        for line in block.lines().filter(|l| l.contains("[must be given]")) {
            let param = line.split(['=', ' ']).skip_while(|w| *w != "--set").nth(1).unwrap();
            args.extend([
                "--set",
                match param {
                    "fact" => &fact,
                    "document" => "document=希瓦汗國",
                    "person" => "person=希瓦汗國",
                    "place" => "place=希瓦汗國",
                    "entity" => "entity=希瓦汗國",
                    other => panic!("{other}"),
                },
            ]);
        }
        folder.stdout(&args);
    }
    let invasions = folder.stdout(&["query", "invasions", "--set", "target=希瓦汗国", "--set", "to=1850"]);
    assert_eq!(invasions.lines().count(), 2, "{invasions}");
    assert!(invasions.contains("1839,俄羅斯帝國,希瓦汗國"), "{invasions}");
}

#[test]
fn mistakes_in_queries_are_shown_in_place() {
    let folder = Folder::built();
    for (args, code, words) in [
        (&["query", "-e", "SELECT * { ?s ?p }"][..], 2, "line 1, column 12: this pattern is not complete"),
        (&["query", "-e", "SELECT * {\n  ?s x:y ?o }"], 2, "the prefix `x:` is not known"),
        (&["query", "-e", "SELECT * { SERVICE <http://localhost> { ?s ?p ?o } }"], 2, "SERVICE is refused"),
        (&["query", "-e", "DROP ALL"], 2, "the graph is only read here"),
        (&["query", "invasion"], 2, "near it: invasions"),
        (&["query", "life"], 2, "needs a value for `person`"),
        (&["query", "life", "--set", "persn=x"], 2, "no parameter `persn`; it has person"),
        (&["query", "life", "--set", "person=希瓦汗"], 1, "there is no entity `希瓦汗`; near it: 希瓦汗"),
        (&["query", "invasions", "--set", "from=x"], 2, "`x` is no since for `from`; write 1864"),
        (&["query", "invasions", "--set", "from"], 2, "write name=value"),
        (&["query", "relations", "--format", "turtle"], 2, "the answer is a table"),
    ] {
        let (got, said) = folder.error(args);
        assert!(got == code && said.contains(words), "{args:?}: {got} {said}");
        assert!(!said.contains("expected one of"), "{said}");
    }
}

#[test]
fn a_value_is_a_term_and_never_a_piece_of_the_query() {
    let folder = Folder::built();
    folder.write("q.rq", "# param: name text ! A name\nSELECT ?x { BIND($name AS ?x) }");
    let nasty = "\") } # \\ ' <x>";
    let shown = folder.stdout(&["query", "q.rq", "--set", &format!("name={nasty}"), "--format", "json"]);
    let json: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(json["results"]["bindings"][0]["x"]["value"], nasty);
}

#[test]
fn exports_are_the_same_every_time_and_hold_a_part_if_asked() {
    let folder = Folder::built();
    for format in ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"] {
        let one = folder.stdout(&["export", "--format", format]);
        assert_eq!(one, folder.stdout(&["export", "--format", format]), "{format}");
        folder.stdout(&["export", "--format", format, "--output", "out"]);
        assert_eq!(std::fs::read_to_string(folder.path().join("out")).unwrap(), one);
    }
    let entity = folder.stdout(&["export", "--entity", "Khanate of Khiva"]);
    assert!(entity.contains("e:希瓦汗國 a kg:State") && !entity.contains("布哈拉酋長國 a kg:State ;\n    kg"));
    let doc = folder.stdout(&["export", "--doc", "希瓦汗國", "--format", "trig"]);
    assert!(doc.contains("GRAPH <g/doc/zh/希瓦汗國> {") && !doc.contains("GRAPH <g/doc/zh/布哈拉酋長國>"), "{doc}");
    assert!(
        folder.stdout(&["export", "--rdf12"]).contains("rdf:reifies <<( e:希瓦汗國 kg:protectorateOf e:俄羅斯帝國 )>>")
    );
    let (code, said) = folder.error(&["export", "--doc", "希瓦"]);
    assert!(code == 1 && said.contains("there is no document `希瓦`; near it: 希瓦汗國"), "{said}");
    let (code, said) = folder.error(&["export", "--output", "missing/out.ttl"]);
    assert!(code == 2 && said.contains("cannot write `missing/out.ttl`"), "{said}");
}

#[test]
fn an_explanation_shows_the_words_and_the_way_to_the_fact() {
    let folder = Folder::built();
    let fact = folder.stdout(&["explain", "希瓦汗国", "protectorateOf", "Russian", "Empire"]);
    assert!(fact.starts_with("希瓦汗國 protectorateOf 俄羅斯帝國 · 1873\n"), "{fact}");
    assert!(fact.contains("希瓦汗國 (data/希瓦汗國.md:5)") && fact.contains("成為俄國的保護國】"), "{fact}");
    for words in ["rule      zh/protectorateOf", "subject   ", "object    ", "date      "] {
        assert!(fact.contains(words), "{words}\n{fact}");
    }
    let id = fact.lines().nth(1).unwrap().rsplit('/').next().unwrap();
    assert_eq!(folder.stdout(&["explain", id]), fact);
    assert_eq!(folder.stdout(&["explain", &format!("f:{id}")]), fact);
    let entity = folder.stdout(&["explain", "希瓦汗國"]);
    assert!(
        entity.starts_with("希瓦汗國 · State\n") && entity.contains(&format!("f:{id}  希瓦汗國 protectorateOf")),
        "{entity}"
    );
    for (words, said) in [
        (&["希瓦汗"][..], "no entity `希瓦汗`"),
        (&["希瓦汗國", "ceded", "俄羅斯帝國"], "no fact"),
        (&["f:abc"], "no fact `f:abc`"),
    ] {
        let (code, error) = folder.error(&[&["explain"], words].concat());
        assert!(code == 1 && error.contains(said), "{error}");
    }
}

#[test]
fn stats_and_diff_count() {
    let folder = Folder::built();
    let stats: Value = serde_json::from_str(&folder.stdout(&["stats", "--json"])).unwrap();
    assert_eq!(stats["documents"], 2);
    assert_eq!(stats["facts_by_relation"]["protectorateOf"], 2);
    assert!(folder.stdout(&["stats"]).contains("facts by relation"));

    folder.write("other/希瓦汗國.md", KHIVA.replace("1839", "1840"));
    folder.run(&["build", "other", "--store", "other.db"]);
    let output = folder.run(&["diff", "kg.db", "other.db"]);
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown.contains("- 俄羅斯帝國 invaded 希瓦汗國 1839  (f:")
            && shown.contains("+ 俄羅斯帝國 invaded 希瓦汗國 1840"),
        "{shown}"
    );
    folder.stdout(&["export", "--format", "turtle", "--output", "a.ttl"]);
    folder.stdout(&["export", "--format", "rdfxml", "--graph", "default", "--output", "a.rdf"]);
    assert_eq!(folder.stdout(&["diff", "a.ttl", "a.rdf"]), "");
    assert_eq!(folder.stdout(&["diff", "kg.db", "a.ttl"]), "");
    let (code, said) = folder.error(&["diff", "kg.db", "data"]);
    assert!(code == 2 && said.contains("`data` is neither a store nor a file of RDF"), "{said}");
}

#[test]
fn eval_compares_with_gold() {
    let folder = Folder::built();
    folder.write("gold/希瓦汗國.md", KHIVA);
    folder.write(
        "gold/希瓦汗國.gold.json",
        r#"{"doc": "希瓦汗國", "lang": "zh", "entities": {
            "khiva": {"class": "State", "names": ["希瓦汗国"]}, "russia": {"class": "State", "names": ["Russian Empire"]}},
            "facts": [{"s": "khiva", "r": "protectorateOf", "o": "russia", "time": "1873", "quote": "x"},
                      {"s": "khiva", "r": "ceded", "o": "russia", "quote": "y"}]}"#,
    );
    let score: Value = serde_json::from_str(&folder.stdout(&["eval", "gold", "--json"])).unwrap();
    assert_eq!((score["right"].as_u64(), score["gold"].as_u64()), (Some(1), Some(2)));
    assert_eq!(score["time_accuracy"], 1.0);
    let errors = folder.stdout(&["eval", "gold/希瓦汗國.gold.json", "--errors"]);
    assert!(errors.contains("MISSING 希瓦汗國: 希瓦汗国 ceded Russian Empire [] «y»"), "{errors}");
    let (code, said) = folder.error(&["eval", "data"]);
    assert!(code == 2 && said.contains("has no file *.gold.json"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::built();
    let mut child = folder.command(&["export", "--format", "nquads"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
}
