//! The graph of a document: its description, and an annotation for each sentence of it that states a fact.

use super::iri::hash_id;
use super::merge::MergedDocument;
use super::quads::{Statements, Writer, integer, status_name};
use super::vocab::{dcterms, foaf, oa};
use crate::fact::{DocumentInfo, Evidence, Extraction, Fact, RoleEvidence, Term};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use std::collections::{HashMap, HashSet};

/// Wikis of the Wikimedia Foundation publish under this licence.
const WIKIMEDIA: (&[&str], &str) = (
    &["wikipedia.org", "wikisource.org", "wikivoyage.org", "wiktionary.org"],
    "https://creativecommons.org/licenses/by-sa/4.0/",
);

impl Writer<'_> {
    /// All quads of a document's graph.
    pub fn document_quads(&self, document: &MergedDocument, extraction: &Extraction) -> Vec<Quad> {
        let mut quads = Vec::new();
        let graph = GraphName::NamedNode(document.iri.clone());
        self.describe(document, &extraction.document, &mut quads);
        // Several statements of the document may have become one fact: their sentences are counted on.
        let mut ranks: HashMap<u32, usize> = HashMap::new();
        let mut seen = HashSet::new();
        for (fact, &node) in extraction.facts.iter().zip(&document.facts) {
            for evidence in &fact.evidence {
                let quote = evidence.quote;
                let iri = self.fact(node);
                let position = format!("{}-{}", quote.start(), quote.end());
                let id = hash_id([document.iri.as_str(), iri.as_str(), &position, &evidence.rule]);
                if seen.insert(id.clone()) {
                    let rank = ranks.entry(node).or_default();
                    *rank += 1;
                    let place = Place { document, graph: &graph, id: &id, node, rank: *rank };
                    self.evidence(&place, fact, evidence, &mut quads);
                }
            }
        }
        quads
    }

    fn describe(&self, document: &MergedDocument, info: &DocumentInfo, quads: &mut Vec<Quad>) {
        let graph = GraphName::NamedNode(document.iri.clone());
        let mut s = self.statements(document.iri.clone(), graph, quads);
        s.put(rdf::TYPE, foaf::DOCUMENT);
        let tagged = Literal::new_language_tagged_literal(&info.title, info.lang.code());
        s.put(dcterms::TITLE, tagged.unwrap_or_else(|_| Literal::new_simple_literal(&info.title)));
        s.put(dcterms::LANGUAGE, Literal::new_simple_literal(info.lang.code()));
        if let Some(url) = &info.url {
            match NamedNode::new(url) {
                Ok(page) => s.put(dcterms::SOURCE, page),
                Err(_) => s.put(dcterms::SOURCE, Literal::new_simple_literal(url)),
            }
            if let Some(licence) = licence(url) {
                s.put(dcterms::LICENSE, licence);
            }
        }
        if let Some(topic) = document.topic {
            s.put(foaf::PRIMARY_TOPIC, self.entity(topic));
        }
        s.text("path", &info.path);
        s.text("sha256", &info.sha256);
        s.text("plainText", &info.text);
    }

    fn evidence(&self, place: &Place<'_>, fact: &Fact, evidence: &Evidence, quads: &mut Vec<Quad>) {
        let Place { document, graph, id, node, rank } = place;
        let part = |name: &str| self.namespaces.evidence(&format!("{id}-{name}"));
        let (target, quote, position) = (part("target"), part("quote"), part("span"));

        let mut s = self.statements(self.namespaces.evidence(id), (*graph).clone(), quads);
        s.put(rdf::TYPE, oa::ANNOTATION);
        s.put(oa::HAS_BODY, self.fact(*node));
        s.put(oa::HAS_TARGET, target.clone());
        s.kg("rule", self.namespaces.rule(&evidence.rule));
        s.number("confidence", usize::from(evidence.confidence));
        s.number("rank", *rank);
        s.kg("polarity", self.namespaces.ontology(status_name(fact.status)));
        s.number("line", evidence.line as usize);
        s.number("startByte", evidence.bytes.start());
        s.number("endByte", evidence.bytes.end());
        s.text("sentence", &evidence.sentence_text);
        s.number("sentenceStart", evidence.sentence.start());
        self.as_stated(&mut s, document, fact);
        if let Some(how) = &evidence.time_how {
            s.text("timeHow", how);
        }
        if let Some(words) = evidence.roles.iter().find(|r| r.role == "time") {
            s.text("dateText", &words.words);
        }
        // A symmetric fact may be written the other way round than this sentence has it.
        let turned = document.entities[fact.subject] != self.merged.facts[*node as usize].subject;
        let role_name = |role: &RoleEvidence| match (turned, role.role.as_str()) {
            (true, "s") => "o".to_owned(),
            (true, "o") => "s".to_owned(),
            (_, role) => role.to_owned(),
        };
        let mut taken: HashMap<String, usize> = HashMap::new();
        let roles: Vec<(String, NamedNode, &RoleEvidence)> = evidence
            .roles
            .iter()
            .map(|role| {
                let name = role_name(role);
                let count = taken.entry(name.clone()).or_default();
                *count += 1;
                let suffix = if *count == 1 { String::new() } else { count.to_string() };
                let iri = part(&format!("{}{suffix}", super::iri::local_name(&name)));
                (name, iri, role)
            })
            .collect();
        for (_, iri, _) in &roles {
            s.kg("role", iri.clone());
        }

        let mut s = self.statements(target, (*graph).clone(), quads);
        s.put(oa::HAS_SOURCE, document.iri.clone());
        s.put(oa::HAS_SELECTOR, quote.clone());
        s.put(oa::HAS_SELECTOR, position.clone());

        let mut s = self.statements(quote, (*graph).clone(), quads);
        s.put(rdf::TYPE, oa::TEXT_QUOTE_SELECTOR);
        s.put(oa::EXACT, Literal::new_simple_literal(&evidence.quote_text));
        s.put(oa::PREFIX, Literal::new_simple_literal(&evidence.prefix));
        s.put(oa::SUFFIX, Literal::new_simple_literal(&evidence.suffix));

        let mut s = self.statements(position, (*graph).clone(), quads);
        s.put(rdf::TYPE, oa::TEXT_POSITION_SELECTOR);
        s.put(oa::START, integer(evidence.quote.start()));
        s.put(oa::END, integer(evidence.quote.end()));

        for (name, iri, role) in roles {
            let mut s = self.statements(iri, (*graph).clone(), quads);
            s.text("roleName", &name);
            // What is left out in the sentence has no words.
            if !role.span.is_empty() {
                s.text("words", &role.words);
                s.put(oa::START, integer(role.span.start()));
                s.put(oa::END, integer(role.span.end()));
            }
            s.text("how", &role.how);
        }
    }

    /// The time and the qualifiers as this document states them; other documents may differ.
    fn as_stated(&self, s: &mut Statements<'_>, document: &MergedDocument, fact: &Fact) {
        let entity = |i: usize| self.entity(document.entities[i]);
        if let Some(time) = &fact.time {
            s.time(time);
        }
        for (role, filler) in [("place", fact.place), ("to", fact.to), ("treaty", fact.treaty), ("leader", fact.leader)]
        {
            if let Some(i) = filler {
                s.kg(role, entity(i));
            }
        }
        match &fact.position {
            Some(Term::Entity(i)) => s.kg("position", entity(*i)),
            Some(Term::Literal(text)) => s.text("position", text),
            None => {}
        }
        if let Some(amount) = &fact.amount {
            s.amount(amount);
        }
    }
}

/// Where a piece of evidence goes.
struct Place<'a> {
    document: &'a MergedDocument,
    graph: &'a GraphName,
    id: &'a str,
    /// An index into the merged facts.
    node: u32,
    /// 1 for the sentence of the document that says most of the fact.
    rank: usize,
}

/// The licence of a page, where its publisher gives all pages the same.
fn licence(url: &str) -> Option<NamedNode> {
    let host = url.split_once("://")?.1.split(['/', ':']).next()?;
    let (hosts, licence) = WIKIMEDIA;
    let known = hosts.iter().any(|h| host == *h || host.strip_suffix(h).is_some_and(|sub| sub.ends_with('.')));
    known.then(|| NamedNode::new_unchecked(licence))
}
