//! What is in the graph, in numbers.

use super::{Reader, StoreError};
use crate::query::run;
use oxigraph::sparql::QueryResults;

/// Counts of one kind, by name, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    pub name: &'static str,
    pub counts: Vec<(String, usize)>,
}

/// The name of each breakdown and its query, with the variables `?name` and `?count`.
const QUERIES: &[(&str, &str)] = &[
    (
        "entities by class",
        r#"SELECT ?name (COUNT(?e) AS ?count) { ?e rdfs:label ?l ; a ?class . BIND(REPLACE(STR(?class), "^.*/", "") AS ?name) } GROUP BY ?name"#,
    ),
    (
        "facts by relation",
        r#"SELECT ?name (COUNT(?f) AS ?count) { ?f kg:status kg:affirmed ; rdf:predicate ?p . BIND(REPLACE(STR(?p), "^.*/", "") AS ?name) } GROUP BY ?name"#,
    ),
    (
        "facts by status",
        r#"SELECT ?name (COUNT(?f) AS ?count) { ?f kg:status ?s . BIND(REPLACE(STR(?s), "^.*/", "") AS ?name) } GROUP BY ?name"#,
    ),
    (
        "facts by century",
        r#"SELECT ?name (COUNT(?f) AS ?count) { ?f kg:status kg:affirmed ; rdf:predicate ?p . OPTIONAL { ?f kg:earliest ?d } BIND(FLOOR((YEAR(?d) - 1) / 100) * 100 AS ?c) BIND(COALESCE(CONCAT(STR(?c + 1), "–", STR(?c + 100)), "undated") AS ?name) } GROUP BY ?name"#,
    ),
    (
        "facts by number of documents",
        r#"SELECT ?name (COUNT(?f) AS ?count) { { SELECT ?f (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?e oa:hasBody ?f } } GROUP BY ?f } BIND(CONCAT("in ", STR(?n)) AS ?name) } GROUP BY ?name"#,
    ),
    (
        "evidence by rule",
        r#"SELECT ?name (COUNT(?e) AS ?count) { GRAPH ?g { ?e kg:rule ?r } BIND(REPLACE(STR(?r), "^.*/rule/", "") AS ?name) } GROUP BY ?name"#,
    ),
    (
        "most connected entities",
        r#"SELECT ?name (COUNT(DISTINCT ?f) AS ?count) { ?f kg:status kg:affirmed ; rdf:subject|rdf:object ?e . ?e rdfs:label ?name } GROUP BY ?e ?name"#,
    ),
];

/// All breakdowns. Each has at most `limit` counts.
pub fn breakdowns(reader: &Reader, limit: usize) -> Result<Vec<Breakdown>, StoreError> {
    let mut all = Vec::new();
    for (name, query) in QUERIES {
        let mut counts = Vec::new();
        let failed = |e: &dyn std::fmt::Display| StoreError::Database(format!("{name}: {e}"));
        if let QueryResults::Solutions(rows) = run(reader, query, false).map_err(|e| failed(&e))? {
            for row in rows {
                let row = row.map_err(|e| failed(&e))?;
                let value = |v: &str| row.get(v).map(super::rows::term_text).unwrap_or_default();
                counts.push((value("name"), value("count").parse().unwrap_or(0)));
            }
        }
        counts.retain(|(_, count)| *count > 0);
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(limit);
        all.push(Breakdown { name, counts });
    }
    Ok(all)
}
