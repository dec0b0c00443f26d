//! Pages for people: the start, an entity with its facts, a fact with the sentences that state it, a document.
//!
//! Plain HTML without scripts; all that comes from the graph is escaped.

use super::media::Media;
use super::node::in_default_graph;
use super::work::{Answer, Done, put};
use crate::graph::time::Bounds;
use crate::store::account::{Account, Testimony};
use crate::store::rows::Lookup;
use crate::store::{Counts, Reader, StoreError};
use axum::response::Html;
use oxigraph::model::{NamedNode, NamedOrBlankNodeRef, Term};
use std::io::Write;

/// Escapes what HTML reads as its own, in text and in attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A whole page. `body` is HTML already: what is read without scripts, until the page of `web/` takes its place.
fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"/app/icon.svg\">\n<link rel=\"stylesheet\" href=\"/app/main.css\">\n<script type=\"module\" src=\"/app/main.js\"></script>\n</head>\n<body>\n<div id=\"app\">\n\
         <header>\n<nav><a href=\"/\">kg</a></nav>\n\
         <form action=\"/search\"><label for=\"q\">Name</label> <input id=\"q\" name=\"q\" required> <button>Go</button></form>\n</header>\n\
         <main>\n{body}</main>\n</div>\n</body>\n</html>\n"
    )
}

/// A page that only scripts can fill.
pub fn view(title: &str) -> Html<String> {
    Html(page(
        title,
        "<noscript><p>This view needs scripts; the pages of things and queries by form do not.</p></noscript>\n",
    ))
}

/// The start page. `counts` is the JSON of [`Counts`].
pub fn start(counts: &[u8], writable: bool) -> Html<String> {
    let counts: Counts = serde_json::from_slice(counts).unwrap_or_default();
    let Counts { documents, entities, facts, affirmed, evidence } = counts;
    let update = if writable { "<li><a href=\"/update\">/update</a>: SPARQL updates</li>\n" } else { "" };
    let body = format!(
        "<h1>Facts from history prose, cited</h1>\n<p>{documents} documents, {entities} entities, {facts} facts \
         ({affirmed} affirmed), stated by {evidence} sentences.</p>\n\
         <form action=\"/query\" method=\"post\">\n<label for=\"query\">A query in SPARQL</label>\n\
         <textarea id=\"query\" name=\"query\" rows=\"8\" spellcheck=\"false\">SELECT ?who ?place ?time WHERE {{\n  \
         ?fact rdf:predicate kg:occupied ; rdf:subject ?s ; rdf:object ?o ; kg:edtf ?time .\n  \
         ?s rdfs:label ?who . ?o rdfs:label ?place .\n}} ORDER BY ?time LIMIT 50</textarea>\n\
         <p><label for=\"format\">as</label> <select id=\"format\" name=\"format\"><option>csv</option><option>json</option>\
         <option>xml</option><option>tsv</option></select> <button>Ask</button></p>\n</form>\n\
         <h2>For programs</h2>\n<ul>\n<li><a href=\"/query\">/query</a>, /sparql: the SPARQL 1.1 protocol</li>\n{update}\
         <li><a href=\"/store?default\">/store?default</a>, /store?graph=…: whole graphs</li>\n\
         <li><a href=\"/.well-known/void\">/.well-known/void</a>: what is here, in RDF</li>\n\
         <li><a href=\"/metrics\">/metrics</a>, <a href=\"/healthz\">/healthz</a></li>\n</ul>\n"
    );
    Html(page("kg", &body))
}

/// The page of a thing that the graph knows.
pub(super) fn node<W: Write>(reader: &Reader, iri: &NamedNode, answer: &mut Answer<'_, W>) -> Done {
    answer.media(Media::Html);
    let lookup = Lookup::new(reader);
    let path = iri.as_str().strip_prefix(reader.namespaces().base()).unwrap_or_default();
    let (title, body) = match path.split('/').next() {
        Some("e") => entity(&lookup, reader, iri)?,
        Some("f") if in_default_graph(reader, iri)? => fact(&lookup, reader, iri)?,
        Some("g") if path.starts_with("g/doc/") => document(&lookup, reader, iri)?,
        _ => (path.to_owned(), statements(reader, iri)?),
    };
    let path = escape(path);
    let forms = [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples")];
    let forms: Vec<String> = forms.iter().map(|(end, name)| format!("<a href=\"/{path}.{end}\">{name}</a>")).collect();
    let body =
        format!("{body}<footer><p>{}</p><p><code>{}</code></p></footer>\n", forms.join(" · "), escape(iri.as_str()));
    put(answer, page(&title, &body).as_bytes())
}

/// A link to a thing of this graph; another address stands as text, since it may be anything.
fn link(reader: &Reader, iri: &str, words: &str) -> String {
    match iri.strip_prefix(reader.namespaces().base()) {
        Some(path) => format!("<a href=\"/{}\">{}</a>", escape(path), escape(words)),
        None => escape(words),
    }
}

fn entity(lookup: &Lookup<'_>, reader: &Reader, iri: &NamedNode) -> Result<(String, String), StoreError> {
    let entity = lookup.entity(iri.as_str())?;
    let mut body = format!("<h1>{}</h1>\n<p class=\"class\">{}</p>\n", escape(entity.title()), escape(&entity.class));
    if entity.labels.len() > 1 {
        let names: Vec<String> = entity.labels[1..].iter().map(|l| format!("<bdi>{}</bdi>", escape(l))).collect();
        body.push_str(&format!("<p>also: {}</p>\n", names.join(", ")));
    }
    let mut accounts = lookup.facts_with(iri)?.iter().map(|f| lookup.summary(f)).collect::<Result<Vec<_>, _>>()?;
    // Undated facts come last.
    accounts.sort_by_cached_key(|a| {
        let bounds = a.time.as_deref().and_then(Bounds::parse);
        (bounds.is_none(), bounds, a.relation.clone(), a.subject.clone(), a.object.clone(), a.iri.clone())
    });
    body.push_str(&table(reader, &accounts));
    Ok((entity.title().to_owned(), body))
}

fn table(reader: &Reader, accounts: &[Account]) -> String {
    let mut out = String::from(
        "<table>\n<thead><tr><th scope=\"col\">When</th><th scope=\"col\">Fact</th></tr></thead>\n<tbody>\n",
    );
    for account in accounts {
        let time = account.time.as_deref().unwrap_or("");
        out.push_str(&format!("<tr><td>{}</td><td>{}</td></tr>\n", escape(time), headline(reader, account)));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A fact in one line, which leads to its page.
fn headline(reader: &Reader, account: &Account) -> String {
    let words = format!("{} {} {}", account.subject, account.relation, account.object);
    let mut line = link(reader, &account.iri, &words);
    for (role, value) in &account.qualifiers {
        line.push_str(&format!(" · {} {}", escape(role), escape(value)));
    }
    if account.status != "affirmed" {
        line.push_str(&format!(" · <em>not affirmed: {}</em>", escape(&account.status)));
    }
    line
}

fn fact(lookup: &Lookup<'_>, reader: &Reader, iri: &NamedNode) -> Result<(String, String), StoreError> {
    let account = lookup.account(iri)?;
    let title = format!("{} {} {}", account.subject, account.relation, account.object);
    let mut body = format!("<h1>{}</h1>\n", escape(&title));
    let node = lookup.describe(iri.into())?;
    let ends = [oxigraph::model::vocab::rdf::SUBJECT, oxigraph::model::vocab::rdf::OBJECT];
    let names = [&account.subject, &account.object];
    let ends: Vec<String> = ends
        .iter()
        .zip(names)
        .filter_map(|(p, name)| match node.get(&p.into_owned()) {
            Some(Term::NamedNode(n)) => Some(link(reader, n.as_str(), name)),
            _ => None,
        })
        .collect();
    body.push_str(&format!("<p>{}</p>\n", ends.join(" · ")));
    if let Some(time) = &account.time {
        body.push_str(&format!("<p>{}</p>\n", escape(time)));
    }
    if account.status != "affirmed" {
        body.push_str(&format!("<p><em>not affirmed: {}</em></p>\n", escape(&account.status)));
    }
    for testimony in &account.testimonies {
        body.push_str(&stated(testimony));
    }
    Ok((title, body))
}

/// A sentence that states a fact, the words marked, and how they were read.
fn stated(testimony: &Testimony) -> String {
    let Testimony { document, path, line, rule, confidence, .. } = testimony;
    let chars: Vec<char> = testimony.sentence.chars().collect();
    let (start, end) = testimony.quote;
    let sentence = if start < end && end <= chars.len() {
        let part = |range: std::ops::Range<usize>| escape(&chars[range].iter().collect::<String>());
        format!("{}<mark>{}</mark>{}", part(0..start), part(start..end), part(end..chars.len()))
    } else {
        format!("<mark>{}</mark>", escape(&testimony.quote_text))
    };
    let mut how = vec![format!("rule {}, {confidence} % sure", escape(rule))];
    for role in &testimony.roles {
        let name = match role.role.as_str() {
            "s" => "subject",
            "o" => "object",
            other => other,
        };
        how.push(format!("{}: {} ({})", escape(name), escape(&role.words), escape(&role.how)));
    }
    if let Some(time) = &testimony.time {
        let words = testimony.date_text.as_deref().unwrap_or("");
        let why = testimony.time_how.as_deref().unwrap_or("");
        how.push(format!("date: {} → {} ({})", escape(words), escape(time), escape(why)));
    }
    let how: String = how.iter().map(|h| format!("<li>{h}</li>")).collect();
    format!(
        "<section>\n<h2>{}</h2>\n<blockquote>{sentence}</blockquote>\n<p class=\"where\">{}:{line}</p>\n<ul>{how}</ul>\n</section>\n",
        escape(document),
        escape(path)
    )
}

fn document(lookup: &Lookup<'_>, reader: &Reader, iri: &NamedNode) -> Result<(String, String), StoreError> {
    let rows = lookup.rows(iri)?;
    let title = rows.first().map_or_else(|| iri.as_str().to_owned(), |row| row.doc.clone());
    let mut body = format!("<h1>{}</h1>\n<p>{} facts</p>\n<ol>\n", escape(&title), rows.len());
    for row in &rows {
        let words = format!("{} {} {}", row.subject.title(), row.relation, row.object.title());
        body.push_str(&format!("<li>{}</li>\n", link(reader, &row.fact_iri, &words)));
    }
    body.push_str("</ol>\n");
    Ok((title, body))
}

/// Whatever is said of a thing, as it is.
fn statements(reader: &Reader, iri: &NamedNode) -> Result<String, StoreError> {
    let mut out = format!("<h1>{}</h1>\n<dl>\n", escape(iri.as_str()));
    let subject = Some(NamedOrBlankNodeRef::from(iri));
    for quad in reader.store().quads_for_pattern(subject, None, None, None) {
        let quad = quad?;
        let value = match &quad.object {
            Term::NamedNode(node) => link(reader, node.as_str(), node.as_str()),
            Term::Literal(literal) => escape(literal.value()),
            other => escape(&other.to_string()),
        };
        let property = link(reader, quad.predicate.as_str(), quad.predicate.as_str());
        out.push_str(&format!("<dt>{property}</dt><dd>{value}</dd>\n"));
    }
    out.push_str("</dl>\n");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_graph_is_read_as_html() {
        let bad = "<script>alert('x')</script> & \"";
        assert_eq!(escape(bad), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;");
        assert!(page(bad, "").contains("<title>&lt;script&gt;"));
        let testimony =
            Testimony { sentence: "a<b>c".into(), quote: (1, 3), rule: "<r>".into(), ..Testimony::default() };
        let html = stated(&testimony);
        assert!(html.contains("a<mark>&lt;b</mark>&gt;c") && html.contains("rule &lt;r&gt;"), "{html}");
    }
}
