//! Media types, and which of them a client takes.

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::results::QueryResultsFormat;
use serde::{Deserialize, Serialize};

/// A form in which something is sent or received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Media {
    Json,
    Xml,
    Csv,
    Tsv,
    Turtle,
    NTriples,
    RdfXml,
    JsonLd,
    TriG,
    NQuads,
    Html,
    Text,
}

use Media::{Csv, Html, Json, JsonLd, NQuads, NTriples, RdfXml, Text, TriG, Tsv, Turtle, Xml};

/// The forms of a table, the best first.
pub const ROWS: &[Media] = &[Json, Xml, Csv, Tsv];
/// The forms of yes or no.
pub const BOOLEAN: &[Media] = &[Json, Xml];
/// The forms of a graph.
pub const GRAPH: &[Media] = &[Turtle, NTriples, RdfXml, JsonLd, TriG, NQuads];
/// What an address in the graph gives: a page, or RDF.
pub const NODE: &[Media] = &[Html, Turtle, NTriples, RdfXml, JsonLd, TriG, NQuads];

/// Every name of a form, its own first. Names that several forms have, as `application/xml`, stand with each.
const NAMES: &[(Media, &[&str])] = &[
    (
        Json,
        &[
            "application/sparql-results+json",
            "application/json",
            "text/json",
            "text/javascript",
            "application/javascript",
        ],
    ),
    (Xml, &["application/sparql-results+xml", "application/xml", "text/xml"]),
    (Csv, &["text/csv"]),
    (Tsv, &["text/tab-separated-values"]),
    (
        Turtle,
        &["text/turtle", "application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3", "application/n3"],
    ),
    (NTriples, &["application/n-triples", "text/plain", "text/ntriples"]),
    (RdfXml, &["application/rdf+xml", "application/xml", "text/xml"]),
    (JsonLd, &["application/ld+json", "application/json"]),
    (TriG, &["application/trig", "application/x-trig"]),
    (NQuads, &["application/n-quads", "text/x-nquads", "text/nquads"]),
    (Html, &["text/html", "application/xhtml+xml"]),
    (Text, &["text/plain"]),
];

/// Short names, as `format=` and the endings of addresses have them.
const SHORT: &[(Media, &[&str])] = &[
    (Json, &["json", "srj"]),
    (Xml, &["xml", "srx"]),
    (Csv, &["csv"]),
    (Tsv, &["tsv"]),
    (Turtle, &["turtle", "ttl", "n3"]),
    (NTriples, &["nt", "ntriples", "n-triples"]),
    (RdfXml, &["rdf", "rdfxml", "rdf+xml", "xml"]),
    (JsonLd, &["jsonld", "json-ld", "json"]),
    (TriG, &["trig"]),
    (NQuads, &["nq", "nquads", "n-quads"]),
    (Html, &["html"]),
];

impl Media {
    /// Its own name.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(m, _)| *m == self).map_or("text/plain", |(_, names)| names[0])
    }

    /// As the header of an answer has it.
    pub fn content_type(self) -> String {
        match self {
            Csv | Tsv | Turtle | NTriples | TriG | NQuads | Html | Text => format!("{}; charset=utf-8", self.name()),
            _ => self.name().to_owned(),
        }
    }

    pub fn rows(self) -> Option<QueryResultsFormat> {
        Some(match self {
            Json => QueryResultsFormat::Json,
            Xml => QueryResultsFormat::Xml,
            Csv => QueryResultsFormat::Csv,
            Tsv => QueryResultsFormat::Tsv,
            _ => return None,
        })
    }

    pub fn rdf(self) -> Option<RdfFormat> {
        Some(match self {
            Turtle => RdfFormat::Turtle,
            NTriples => RdfFormat::NTriples,
            RdfXml => RdfFormat::RdfXml,
            JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::default() },
            TriG => RdfFormat::TriG,
            NQuads => RdfFormat::NQuads,
            _ => return None,
        })
    }

    /// The form of RDF that a body has by its Content-Type; parameters are ignored.
    pub fn of_rdf(content_type: &str) -> Option<Media> {
        let name = essence(content_type);
        GRAPH.iter().copied().find(|m| m.is_called(&name))
    }

    fn is_called(self, name: &str) -> bool {
        NAMES.iter().any(|(m, names)| *m == self && names.contains(&name))
    }

    /// The form that a short name or a media type means, among those offered.
    pub fn named(name: &str, offered: &[Media]) -> Option<Media> {
        let name = essence(name);
        let short = |m: &Media| SHORT.iter().any(|(s, names)| s == m && names.contains(&name.as_str()));
        offered.iter().copied().find(|m| m.is_called(&name) || short(m))
    }
}

/// A media type without its parameters, in lower case.
pub fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The character set that a Content-Type names, if it names one, in lower case.
pub fn charset(content_type: &str) -> Option<String> {
    let parameters = content_type.split(';').skip(1).filter_map(|p| p.split_once('='));
    let found = parameters.map(|(name, value)| (name.trim().to_ascii_lowercase(), value));
    found.filter(|(name, _)| name == "charset").map(|(_, v)| v.trim().trim_matches('"').to_ascii_lowercase()).next()
}

/// The best of the forms offered for an `Accept` header; `None` where it takes none of them. Forms wanted equally are
/// taken in the order in which the client names them, a wildcard in the order offered.
pub fn negotiate(accept: &str, offered: &[Media]) -> Option<Media> {
    let ranges: Vec<(String, f32)> = accept.split(',').filter_map(range).collect();
    // How exactly, how much and how early a form is wanted.
    let wish = |media: Media| -> Option<(f32, std::cmp::Reverse<usize>)> {
        let fits = |range: &str| match range {
            "*/*" | "*" => Some(0),
            _ if range.ends_with("/*") => media.name().starts_with(&range[..range.len() - 1]).then_some(1),
            _ if media.name() == range => Some(3),
            _ => media.is_called(range).then_some(2),
        };
        let found = ranges.iter().enumerate().filter_map(|(i, (r, q))| Some((fits(r)?, *q, i)));
        let best = found.max_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)))?;
        // The place of a wildcard says nothing about the form.
        let place = if best.0 < 2 { usize::MAX } else { best.2 };
        (best.1 > 0.0).then_some((best.1, std::cmp::Reverse(place)))
    };
    let mut best: Option<(Media, (f32, std::cmp::Reverse<usize>))> = None;
    for media in offered {
        if let Some(this) = wish(*media)
            && best.is_none_or(|(_, b)| this.0 > b.0 || (this.0 == b.0 && this.1 > b.1))
        {
            best = Some((*media, this));
        }
    }
    best.map(|(media, _)| media)
}

/// A media range and how much it is wanted.
fn range(part: &str) -> Option<(String, f32)> {
    let mut pieces = part.split(';');
    let name = pieces.next()?.trim().to_ascii_lowercase();
    let quality = pieces.filter_map(|p| p.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    let quality = quality.and_then(|(_, q)| q.trim().parse::<f32>().ok()).unwrap_or(1.0);
    (!name.is_empty()).then_some((name, quality.clamp(0.0, 1.0)))
}

/// The form of an answer: as `Accept` says; where that says nothing, as `format=` does; else the best. A client that takes
/// none of the forms gets the best too: a known one serves it better than a refusal.
pub fn choose(accept: Option<&str>, format: Option<&str>, offered: &[Media]) -> Media {
    let silent = accept.is_none_or(|a| matches!(a.trim(), "" | "*/*" | "*"));
    if silent && let Some(media) = format.and_then(|f| Media::named(f, offered)) {
        return media;
    }
    let wanted = accept.and_then(|a| negotiate(a, offered));
    wanted.or_else(|| format.and_then(|f| Media::named(f, offered))).unwrap_or(offered[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_real_clients_accept() {
        let rdflib = "application/sparql-results+xml, application/rdf+xml";
        assert_eq!(choose(Some(rdflib), None, ROWS), Xml);
        assert_eq!(choose(Some(rdflib), None, GRAPH), RdfXml);
        let jena = "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, text/csv;q=0.5,application/json;q=0.2,application/xml;q=0.2,*/*;q=0.1";
        assert_eq!(choose(Some(jena), None, ROWS), Json);
        let jena =
            "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3";
        assert_eq!(choose(Some(jena), None, GRAPH), Turtle);
        let prolog = "application/sparql-results+xml, application/n-triples, application/x-turtle; q=0.9, */*; q=0.1";
        assert_eq!(choose(Some(prolog), None, ROWS), Xml);
        assert_eq!(choose(Some(prolog), None, GRAPH), NTriples);
        let comunica = "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,text/html;q=0.2";
        assert_eq!(negotiate(comunica, NODE), Some(NQuads));
        assert_eq!(choose(Some("application/turtle,text/turtle"), None, GRAPH), Turtle);
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        assert_eq!(negotiate(browser, NODE), Some(Html));
    }

    #[test]
    fn format_counts_where_accept_says_nothing() {
        assert_eq!(choose(None, Some("csv"), ROWS), Csv);
        assert_eq!(choose(Some("*/*"), Some("text/csv"), ROWS), Csv);
        assert_eq!(choose(Some("application/sparql-results+xml"), Some("json"), ROWS), Xml);
        assert_eq!(choose(None, Some("xml"), GRAPH), RdfXml);
        assert_eq!(choose(None, Some("nonsense"), ROWS), Json);
    }

    #[test]
    fn nothing_is_refused_and_wildcards_and_weights_are_read() {
        assert_eq!(choose(Some("image/png"), None, ROWS), Json);
        assert_eq!(choose(Some("text/*"), None, ROWS), Csv);
        assert_eq!(choose(Some("text/csv; q=0, */*"), None, &[Csv, Tsv]), Tsv);
        assert_eq!(choose(Some("TEXT/CSV;header=present"), None, ROWS), Csv);
        assert_eq!(negotiate("image/png", ROWS), None);
    }

    #[test]
    fn content_types_are_read_with_and_without_parameters() {
        assert_eq!(Media::of_rdf("Text/Turtle;charset=UTF-8"), Some(Turtle));
        assert_eq!(Media::of_rdf("image/png"), None);
        assert_eq!(charset("application/sparql-query; charset=\"UTF-16\"").as_deref(), Some("utf-16"));
        assert_eq!(charset("text/turtle"), None);
    }
}
