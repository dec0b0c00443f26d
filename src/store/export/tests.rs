use super::*;
use crate::graph::quads::Writer;
use crate::graph::sample::{document, gazetteer, ontology};
use crate::graph::{Merger, meta};
use crate::store::names::Names;
use oxigraph::io::RdfParser;
use oxigraph::store::Store;
use sophia::api::prelude::{QuadParser as _, QuadSource as _};
use sophia::inmem::dataset::FastDataset;
use std::collections::BTreeSet;

/// A graph with every kind of statement, and with characters that formats have to escape.
fn reader() -> Reader {
    let gazetteer = gazetteer(&[("清朝", "State", &[("清朝", "zh-Hant"), ("Qing dynasty", "en")])]);
    let mut merger = Merger::default();
    let documents = [
        document(
            "伊犁條約",
            &[
                "*清朝/State ceded 霍爾果斯河以西/Place to=俄國/State treaty=Treaty_of_Ili_(1881)/Treaty km2=60000 time=1881-02-24",
                "清朝/State ceded 庫頁島/Place status=negated",
                "同治回變/Rebellion endDate 1877",
                "伊犁條約/Treaty alsoKnownAs \"A\\<&>'{}[]#%\u{a0}\u{1F600}",
                "曾紀澤/Person appointed 邵友濂/Person position=參贊 time=1879/1880 place=聖彼得堡/Place",
            ],
        ),
        document(
            "B & <C>",
            &["俄國/State foughtAgainst *清朝/State time=18XX~", "清朝/State foughtAgainst 俄國/State"],
        ),
    ];
    documents.iter().for_each(|d| merger.add(d));
    let (ontology, namespaces) = (ontology(), Namespaces::default());
    let merged = merger.finish(&ontology, &gazetteer, &namespaces);
    let writer = Writer { namespaces: &namespaces, ontology: &ontology, gazetteer: &gazetteer, merged: &merged };
    let store = Store::new().unwrap();
    let add = |quads: Vec<Quad>| store.extend(quads).unwrap();
    writer.default_graph().for_each(&add);
    merged.documents.iter().zip(&documents).for_each(|(m, d)| add(writer.document_quads(m, d)));
    add(writer.meta_quads(&meta::Build { pack_version: "0", evidence: 7 }));
    add(meta::ontology_quads(&ontology.turtle, &namespaces).unwrap());
    Reader::of_store(store, namespaces)
}

fn exported(reader: &Reader, selection: &Selection, format: Format, rdf12: bool) -> Vec<u8> {
    let mut out = Vec::new();
    export(reader, selection, format, rdf12, &mut out).unwrap();
    out
}

fn parsed(bytes: &[u8], format: RdfFormat) -> BTreeSet<String> {
    RdfParser::from_format(format).for_slice(bytes).map(|q| q.unwrap().to_string()).collect()
}

/// As sophia reads N-Quads.
fn dataset(lines: &BTreeSet<String>) -> FastDataset {
    let text: String = lines.iter().map(|l| format!("{l} .\n")).collect();
    sophia::turtle::parser::nq::NQuadsParser::new().parse(text.as_bytes()).collect_quads().unwrap()
}

#[test]
fn every_format_gives_the_same_graph_back() {
    let reader = reader();
    let all: BTreeSet<String> = reader.store().iter().map(|q| q.unwrap().to_string()).collect();
    // Without their graphs: what formats for triples can say.
    let triples: BTreeSet<String> = reader
        .store()
        .iter()
        .map(|q| q.unwrap())
        .map(|q| Quad::new(q.subject, q.predicate, q.object, GraphName::DefaultGraph).to_string())
        .collect();
    assert_eq!(triples.len(), all.len(), "a triple stands in two graphs");
    for (format, syntax) in [
        (Format::Turtle, RdfFormat::Turtle),
        (Format::TriG, RdfFormat::TriG),
        (Format::NTriples, RdfFormat::NTriples),
        (Format::NQuads, RdfFormat::NQuads),
        (Format::RdfXml, RdfFormat::RdfXml),
        (Format::JsonLd, RdfFormat::from_extension("jsonld").unwrap()),
    ] {
        let back = parsed(&exported(&reader, &Selection::All, format, false), syntax);
        let expected = if format.has_graphs() { &all } else { &triples };
        assert!(
            sophia::isomorphism::isomorphic_datasets(&dataset(&back), &dataset(expected)).unwrap(),
            "{format:?}: {:#?}",
            back.symmetric_difference(expected).collect::<Vec<_>>()
        );
    }
}

#[test]
fn there_are_no_blank_nodes() {
    assert!(reader().store().iter().all(|q| !q.unwrap().to_string().contains("_:")));
}

#[test]
fn nothing_stands_at_two_places() {
    let mut starts = std::collections::HashMap::new();
    for quad in reader().store().iter().map(Result::unwrap) {
        if quad.predicate == crate::graph::vocab::oa::START {
            assert_eq!(starts.insert(quad.subject.clone(), quad.object), None, "{}", quad.subject);
        }
    }
    assert!(starts.len() >= 14, "a quote and a subject for each of seven facts");
}

#[test]
fn turtle_reads_as_people_write_it() {
    let text = String::from_utf8(exported(&reader(), &Selection::Default, Format::Turtle, false)).unwrap();
    let block = text.split("\n\n").find(|b| b.starts_with("e:清朝")).unwrap();
    assert_eq!(
        block,
        "e:清朝 a kg:State ;
    rdfs:label \"清朝\"@zh-Hant ;
    skos:prefLabel \"Qing dynasty\"@en , \"清朝\"@zh-Hant ;
    kg:ceded e:霍爾果斯河以西 ."
    );
    let fact = text.split("\n\n").find(|b| b.contains("rdf:object e:霍爾果斯河以西")).unwrap();
    for line in [
        "rdf:subject e:清朝 ;",
        "kg:earliest \"1881-02-24\"^^xsd:date ;",
        "kg:areaKm2 60000 ;",
        "kg:treaty <e/Treaty_of_Ili_(1881)> ;",
    ] {
        assert!(fact.contains(line), "{line}\n{fact}");
    }
    assert!(!text.contains("@prefix oa:"), "a prefix that is not used");
    assert!(!text.contains("kg:ceded e:庫頁島"), "what is denied is no direct triple");
}

#[test]
fn rdf_12_names_the_triple_of_each_fact() {
    let reader = reader();
    let text = String::from_utf8(exported(&reader, &Selection::Default, Format::Turtle, true)).unwrap();
    assert!(text.contains("rdf:reifies <<( e:清朝 kg:ceded e:霍爾果斯河以西 )>>"), "{text}");
    let back = parsed(text.as_bytes(), RdfFormat::Turtle);
    assert_eq!(back, parsed(&exported(&reader, &Selection::Default, Format::NTriples, true), RdfFormat::NTriples));
    let refused = export(&reader, &Selection::Default, Format::JsonLd, true, Vec::new());
    assert!(matches!(refused, Err(ExportError::NoTripleTerms)));
}

#[test]
fn a_part_has_all_that_it_needs() {
    let reader = reader();
    let names = Names::new(&reader);
    let all = parsed(&exported(&reader, &Selection::All, Format::NQuads, false), RdfFormat::NQuads);
    let part = |selection: Selection| {
        let part = parsed(&exported(&reader, &selection, Format::NQuads, false), RdfFormat::NQuads);
        assert!(part.is_subset(&all));
        part
    };
    let entity = part(Selection::Entity(names.entity("Treaty of Ili (1881)").unwrap()));
    let has = |part: &BTreeSet<String>, text: &str| part.iter().any(|q| q.contains(text));
    assert!(has(&entity, "/o/ceded> <https://kg.example/e/霍爾果斯河以西>"), "the direct triple of its fact");
    assert!(has(&entity, "\"俄國\""), "the name of another entity in its fact");
    assert!(has(&entity, "TextQuoteSelector"), "the evidence");
    assert!(!has(&entity, "foughtAgainst"));
    let document = part(Selection::Documents(vec![names.document("b & <c>").unwrap()]));
    assert!(has(&document, "foughtAgainst") && has(&document, "plainText") && !has(&document, "/o/ceded>"));
}

#[test]
fn names_find_things_in_any_script() {
    let reader = reader();
    let names = Names::new(&reader);
    for name in ["清朝", "qing Dynasty", "e:清朝", "https://kg.example/e/清朝"] {
        assert_eq!(names.entity(name).unwrap().as_str(), "https://kg.example/e/清朝");
    }
    assert_eq!(names.entity("霍尔果斯河以西").unwrap().as_str(), "https://kg.example/e/霍爾果斯河以西");
    assert_eq!(
        names.entity("霍爾果斯").unwrap_err().to_string(),
        "there is no entity `霍爾果斯`; near it: 霍尔果斯河以西, 霍爾果斯河以西"
    );
    assert!(names.relation("kg:ceded").is_ok());
    assert_eq!(
        names.relation("cede").unwrap_err().to_string(),
        "there is no relation `cede`; near it: ceded, succeeded, defeated, founded, incited"
    );
}

#[test]
fn language_tags_are_written_alike_in_every_format() {
    let reader = reader();
    let formats = [Format::Turtle, Format::TriG, Format::NTriples, Format::NQuads, Format::RdfXml, Format::JsonLd];
    for format in formats {
        let text = String::from_utf8(exported(&reader, &Selection::Default, format, false)).unwrap();
        assert!(text.contains("zh-Hant") && !text.contains("zh-hant"), "{format:?}");
    }
    assert_eq!(usual_case("zh-hant-tw"), "zh-Hant-TW");
}
