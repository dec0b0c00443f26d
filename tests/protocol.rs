//! The tests of the W3C for the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol, all 47 of them.
//!
//! `tests/protocol/tests.json` is made from the manifests of w3c/rdf-tests (`sparql/sparql11/protocol` and
//! `graph-store-protocol`), which stand under the W3C Test Suite Licence and the W3C 3-clause BSD licence.

mod common;
#[allow(dead_code)]
mod http;

use common::Folder;
use http::{Answer, Server, encode};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Dataset;
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use serde_json::Value;

const QUERY: &str = "/query";
const UPDATE: &str = "/update";
const STORE: &str = "/store";

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn fits(status: u16, wanted: &[&str]) -> bool {
    wanted.iter().any(|w| match *w {
        "StatusCode2xx" => (200..300).contains(&status),
        "StatusCode3xx" => (300..400).contains(&status),
        "StatusCode4xx" => (400..500).contains(&status),
        "OK" => status == 200,
        "Created" => status == 201,
        "NoContent" => status == 204,
        "NotFound" => status == 404,
        other => panic!("an unknown status {other}"),
    })
}

fn formats(name: &str) -> &'static [&'static str] {
    match name {
        "boolean" => &["application/sparql-results+xml", "application/sparql-results+json"],
        "tabular" => &[
            "application/sparql-results+xml",
            "application/sparql-results+json",
            "text/tab-separated-values",
            "text/csv",
        ],
        _ => &["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
    }
}

/// A graph in a form that does not depend on the names of blank nodes.
fn canonical(turtle: &str, base: &str) -> Dataset {
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base).unwrap();
    let mut dataset: Dataset = parser.for_slice(turtle.as_bytes()).collect::<Result<_, _>>().unwrap();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset
}

/// What an answer lacks.
fn lacks(answer: &Answer, expect: &Value, method: &str, base: &str) -> Result<(), String> {
    let wanted = texts(&expect["status"]);
    if !fits(answer.status, &wanted) {
        return Err(format!("status {}, wanted {wanted:?}: {}", answer.status, answer.text()));
    }
    if answer.status >= 300 {
        return Ok(());
    }
    if let Some(format) = expect["expectedFormat"].as_str()
        && !formats(format).contains(&answer.media())
    {
        return Err(format!("media type {}", answer.media()));
    }
    if let Some(wanted) = expect["expectedBoolean"].as_bool() {
        let said = answer.text().replace(' ', "");
        let value = said.contains("<boolean>true") || said.contains("\"boolean\":true");
        if value != wanted {
            return Err(format!("says {said}"));
        }
    }
    for header in expect["headers"].as_array().into_iter().flatten() {
        let pair = texts(header);
        let given = answer.header(&pair[0].to_ascii_lowercase()).unwrap_or_default();
        if !given.replace(' ', "").eq_ignore_ascii_case(&pair[1].replace(' ', "")) {
            return Err(format!("header {}: {given}, wanted {}", pair[0], pair[1]));
        }
    }
    if let Some(wanted) = expect["body"].as_str().filter(|_| method != "HEAD")
        && canonical(&answer.text(), base) != canonical(wanted, base)
    {
        return Err(format!("another graph: {}", answer.text()));
    }
    Ok(())
}

fn run(server: &Server, test: &Value) -> Result<(), String> {
    let update = [("Content-Type", "application/sparql-update")];
    server.send("POST", UPDATE, &update, Some(b"DROP ALL"));
    for graph in test["graphData"].as_array().into_iter().flatten() {
        let pair = texts(graph);
        let file = format!("{}/tests/protocol/data/{}", env!("CARGO_MANIFEST_DIR"), pair[1]);
        let triples = std::fs::read(file).unwrap();
        let path = format!("{STORE}?graph={}", encode(pair[0]));
        let put = server.send("PUT", &path, &[("Content-Type", "application/n-triples")], Some(&triples));
        assert!(put.status < 300, "{}", put.text());
    }
    let id = test["id"].as_str().unwrap_or_default();
    let mut location: Option<(String, String)> = None;
    for request in test["requests"].as_array().into_iter().flatten() {
        let with_location = |text: &str| match &location {
            Some((name, value)) => text.replace(name, value),
            None => text.to_owned(),
        };
        let method = request["method"].as_str().unwrap_or("GET");
        let mut path = with_location(request["path"].as_str().unwrap_or_default());
        let headers: Vec<Vec<&str>> = request["headers"].as_array().into_iter().flatten().map(texts).collect();
        let headers: Vec<(&str, &str)> = headers.iter().map(|pair| (pair[0], pair[1])).collect();
        let body = request["body"].as_str().map(with_location);
        let is_update = headers.iter().any(|(_, value)| value.contains("sparql-update"))
            || body.as_deref().is_some_and(|b| b.contains("update="))
            || path.contains("update=")
            || id.starts_with("bad_update")
            || id.starts_with("bad_multiple_updates");
        if let Some(rest) = path.strip_prefix("/sparql/") {
            path = format!("{}{rest}", if is_update { UPDATE } else { QUERY });
        } else if let Some(rest) = path.strip_prefix("/gsp") {
            path = format!("{STORE}{rest}");
        }
        // A Location is a whole address.
        let path = path.strip_prefix(&format!("http://{}", server.address)).unwrap_or(&path).to_owned();
        let body = body.map(|text| match request["bodyEncoding"].as_str() {
            Some("UTF-16") => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => text.into_bytes(),
        });
        let answer = server.send(method, &path, &headers, body.as_deref());
        let expect = &request["expect"];
        lacks(&answer, expect, method, &format!("http://{}{path}", server.address))
            .map_err(|why| format!("{method} {path}: {why}"))?;
        if let Some(name) = expect["expectedLocation"].as_str() {
            let value = answer.header("location").ok_or("no Location")?;
            location = Some((name.to_owned(), value.to_owned()));
        }
    }
    Ok(())
}

#[test]
fn every_test_of_the_w3c_passes() {
    let tests = include_str!("protocol/tests.json");
    let tests: Vec<Value> = serde_json::from_str(tests).unwrap();
    let folder = Folder::built();
    let server = Server::start(folder.command(&["serve", "--writable", "--bind", "127.0.0.1:0"]));
    let mut failed = Vec::new();
    let tests: Vec<&Value> = tests.iter().filter(|t| t["requests"].as_array().is_some_and(|r| !r.is_empty())).collect();
    for test in &tests {
        if let Err(why) = run(&server, test) {
            failed.push(format!("{}: {why}", test["id"]));
        }
    }
    assert_eq!(tests.len(), 47);
    assert!(failed.is_empty(), "{} of 47 fail:\n{}", failed.len(), failed.join("\n"));
}
