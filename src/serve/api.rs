//! What the page asks for, as JSON: a summary, an entity, a fact with its sentences, a document, all facts in columns.

use super::media::Media;
use super::wire::Failure;
use super::work::{Answer, Done, Stop};
use crate::graph::time::Bounds;
use crate::graph::vocab::{RDFS_LABEL, dcterms, oa, skos};
use crate::query::library;
use crate::store::account::Testimony;
use crate::store::names::{NameError, Names};
use crate::store::rows::{Description, Filler, Lookup, term_text};
use crate::store::{Reader, StoreError};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

/// How many characters of the paragraph are shown before and after a sentence.
const AROUND: usize = 400;
/// How many of the entities with most facts the summary names.
const MOST: usize = 24;

/// Answers a question of the page. `name` is what the question is about, where it is about something.
pub(super) fn answer<W: Write>(reader: &Reader, question: &str, name: &str, answer: &mut Answer<'_, W>) -> Done {
    answer.media(Media::Json);
    answer.content_type("application/json");
    let api = Api { reader, lookup: Lookup::new(reader) };
    let value = match question {
        "summary" => api.summary()?,
        "entity" => api.entity(&api.node("e", name)?)?,
        "fact" => api.fact(&api.node("f", name)?)?,
        "document" => api.document(name)?,
        "facts" => api.facts()?,
        _ => return Err(Failure::new(404, format!("nothing is known by /api/{question}")).into()),
    };
    serde_json::to_writer(&mut *answer, &value).map_err(|e| Stop::Line(e.into()))
}

/// All labels, a line for each: its text, the path of what is called so, its class, and the number of its facts.
pub(super) fn labels<W: Write>(reader: &Reader, answer: &mut Answer<'_, W>) -> Done {
    answer.media(Media::Text);
    let api = Api { reader, lookup: Lookup::new(reader) };
    let counts = api.counts()?;
    for predicate in [skos::PREF_LABEL, skos::ALT_LABEL] {
        for quad in reader.store().quads_for_pattern(None, Some(predicate), None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
            let Some(path) = api.path(subject.as_str()).filter(|p| p.starts_with("e/")) else { continue };
            let label = term_text(&quad.object).replace(['\t', '\n', '\r'], " ");
            let class = api.class(&subject)?;
            let facts = counts.get(subject.as_str()).copied().unwrap_or(0);
            let title = api.lookup.entity(subject.as_str())?.title().replace(['\t', '\n', '\r'], " ");
            writeln!(answer, "{label}\t{path}\t{title}\t{class}\t{facts}").map_err(Stop::Line)?;
        }
    }
    Ok(())
}

struct Api<'a> {
    reader: &'a Reader,
    lookup: Lookup<'a>,
}

/// One end of a fact.
#[derive(Serialize)]
struct End {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    class: String,
}

impl Api<'_> {
    /// The node of a path, if the graph says something of it.
    fn node(&self, folder: &str, name: &str) -> Result<NamedNode, Stop> {
        let name = name.strip_prefix(&format!("{folder}/")).unwrap_or(name);
        let names = Names::new(self.reader);
        let found = if folder == "f" { names.fact(name) } else { names.entity(name) };
        found.map_err(|e| match e {
            NameError::Store(e) => e.into(),
            NameError::Ambiguous { name, iris } => {
                Failure::new(300, format!("`{name}` is the name of several: {}", iris.join(" , "))).into()
            }
            unknown => Failure::new(404, unknown.to_string()).into(),
        })
    }

    /// The path of an IRI of this graph.
    fn path<'i>(&self, iri: &'i str) -> Option<&'i str> {
        iri.strip_prefix(self.reader.namespaces().base())
    }

    fn class(&self, node: &NamedNode) -> Result<String, StoreError> {
        Ok(self.lookup.entity(node.as_str())?.class.clone())
    }

    fn end(&self, term: Option<&Term>) -> Result<Option<End>, StoreError> {
        Ok(match term {
            None => None,
            Some(Term::NamedNode(node)) => {
                let entity = self.lookup.entity(node.as_str())?;
                let path = self.path(node.as_str()).map(str::to_owned);
                Some(End { path, title: entity.title().to_owned(), class: entity.class.clone() })
            }
            Some(other) => Some(End { path: None, title: term_text(other), class: String::new() }),
        })
    }

    /// How many facts each thing takes part in.
    fn counts(&self) -> Result<HashMap<String, usize>, StoreError> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for predicate in [rdf::SUBJECT, rdf::OBJECT] {
            let graph = Some(GraphNameRef::DefaultGraph);
            for quad in self.reader.store().quads_for_pattern(None, Some(predicate), None, graph) {
                if let Term::NamedNode(node) = quad?.object {
                    *counts.entry(node.into_string()).or_default() += 1;
                }
            }
        }
        Ok(counts)
    }

    fn summary(&self) -> Result<Value, StoreError> {
        let mut most: Vec<(usize, String)> = self.counts()?.into_iter().map(|(iri, n)| (n, iri)).collect();
        most.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut entities = Vec::new();
        for (facts, iri) in most.into_iter().take(MOST) {
            let entity = self.lookup.entity(&iri)?;
            entities.push(json!({
                "path": self.path(&iri), "title": entity.title(), "class": entity.class, "facts": facts,
            }));
        }
        let mut documents = Vec::new();
        for graph in self.lookup.documents()? {
            let said = self.describe(&graph, (&graph).into())?;
            documents.push(json!({
                "path": self.path(graph.as_str()),
                "title": said.text(&dcterms::TITLE.into_owned()),
                "lang": said.text(&dcterms::LANGUAGE.into_owned()),
            }));
        }
        let mut relations: BTreeMap<String, usize> = BTreeMap::new();
        for quad in
            self.reader.store().quads_for_pattern(None, Some(rdf::PREDICATE), None, Some(GraphNameRef::DefaultGraph))
        {
            if let Term::NamedNode(node) = quad?.object {
                *relations.entry(node.as_str().rsplit('/').next().unwrap_or_default().to_owned()).or_default() += 1;
            }
        }
        let relations: Vec<Value> = relations
            .iter()
            .map(|(name, facts)| {
                let (zh, en) = self.words_of(name)?;
                Ok(json!({ "name": name, "facts": facts, "zh": zh, "en": en }))
            })
            .collect::<Result<_, StoreError>>()?;
        let queries: Vec<Value> = library()
            .into_iter()
            .map(|named| {
                let params: Vec<Value> = named
                    .header
                    .params
                    .iter()
                    .map(|p| json!({ "name": p.name, "default": p.default, "required": p.required, "about": p.description }))
                    .collect();
                json!({
                    "name": named.name, "title": named.header.title, "about": named.header.comment,
                    "params": params, "text": named.text,
                })
            })
            .collect();
        let terms = self.terms()?;
        Ok(json!({
            "counts": self.reader.manifest().counts,
            "base": self.reader.namespaces().base(),
            "prefixes": crate::query::prefixes(self.reader.namespaces()),
            "entities": entities, "documents": documents, "relations": relations, "queries": queries, "terms": terms,
        }))
    }

    /// What a relation or class is called, in Chinese and English.
    fn words_of(&self, local: &str) -> Result<(Option<String>, Option<String>), StoreError> {
        let node = self.reader.namespaces().ontology(local);
        let graph = self.reader.namespaces().graph("ontology");
        let said = self.describe(&node, (&graph).into())?;
        let label = RDFS_LABEL.into_owned();
        let in_language = |lang: &str| {
            let mut labels = said.all(&label).filter_map(|t| match t {
                Term::Literal(l) if l.language().is_some_and(|l| l.eq_ignore_ascii_case(lang)) => {
                    Some(l.value().to_owned())
                }
                _ => None,
            });
            labels.next()
        };
        Ok((in_language("zh-Hant"), in_language("en")))
    }

    /// The classes and properties of the ontology, for the editor to complete.
    fn terms(&self) -> Result<Vec<Value>, StoreError> {
        let graph = self.reader.namespaces().graph("ontology");
        let mut terms = Vec::new();
        for quad in self.reader.store().quads_for_pattern(None, Some(RDFS_LABEL), None, Some((&graph).into())) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(node), Term::Literal(label)) = (quad.subject, quad.object)
                && label.language() == Some("en")
                && let Some(local) = self.path(node.as_str()).and_then(|p| p.strip_prefix("o/"))
            {
                terms.push((local.to_owned(), label.value().to_owned()));
            }
        }
        terms.sort();
        let mut all = Vec::new();
        for (local, en) in terms {
            let (zh, _) = self.words_of(&local)?;
            all.push(json!({ "name": local, "en": en, "zh": zh }));
        }
        Ok(all)
    }

    fn describe(&self, node: &NamedNode, graph: GraphNameRef<'_>) -> Result<Description, StoreError> {
        let subject = Some(NamedOrBlankNodeRef::from(node));
        let quads = self.reader.store().quads_for_pattern(subject, None, None, Some(graph));
        let pairs = quads.map(|q| q.map(|q| (q.predicate, q.object))).collect::<Result<Vec<_>, _>>()?;
        Ok(Description::new(pairs))
    }

    fn entity(&self, node: &NamedNode) -> Result<Value, StoreError> {
        let entity = self.lookup.entity(node.as_str())?;
        let said = self.lookup.describe(node.as_ref())?;
        let mut names = Vec::new();
        let (pref, alt) = (skos::PREF_LABEL.into_owned(), skos::ALT_LABEL.into_owned());
        for term in said.all(&pref).chain(said.all(&alt)) {
            if let Term::Literal(label) = term {
                names.push(json!({ "text": label.value(), "lang": label.language() }));
            }
        }
        let same: Vec<String> = said.all(&skos::EXACT_MATCH.into_owned()).map(term_text).collect();
        let mut facts = Vec::new();
        for fact in self.lookup.facts_with(node)? {
            facts.push(self.summary_of(&fact)?);
        }
        let (zh, en) = self.words_of(&entity.class)?;
        Ok(json!({
            "path": self.path(node.as_str()), "iri": node.as_str(), "title": entity.title(), "class": entity.class,
            "classWords": { "zh": zh, "en": en }, "names": names, "same": same, "facts": facts,
        }))
    }

    /// A fact without its sentences.
    fn summary_of(&self, fact: &NamedNode) -> Result<Value, StoreError> {
        let node = self.lookup.describe(fact.as_ref())?;
        let get = |p: NamedNodeRef<'_>| node.get(&p.into_owned());
        let local = |iri: Option<&Term>| iri.map(term_text).and_then(|i| i.rsplit('/').next().map(str::to_owned));
        let edtf = node.text(&self.lookup.kg("edtf"));
        let bounds = edtf.as_deref().and_then(Bounds::parse);
        let mut qualifiers = Vec::new();
        for role in ["to", "place", "treaty", "leader", "position"] {
            for term in node.all(&self.lookup.kg(role)) {
                qualifiers.push(json!({ "role": role, "end": self.end(Some(term))? }));
            }
        }
        if let Some(amount) = node.text(&self.lookup.kg("amount")) {
            let unit = local(node.get(&self.lookup.kg("unit"))).unwrap_or_default();
            qualifiers.push(json!({ "role": "amount", "end": { "title": format!("{amount} {unit}") } }));
        }
        let bodies = self.reader.store().quads_for_pattern(None, Some(oa::HAS_BODY), Some(fact.into()), None);
        let mut documents = Vec::new();
        for quad in bodies {
            let graph = quad?.graph_name.to_string();
            if !documents.contains(&graph) {
                documents.push(graph);
            }
        }
        Ok(json!({
            "id": fact.as_str().rsplit('/').next(),
            "s": self.end(get(rdf::SUBJECT))?, "r": local(get(rdf::PREDICATE)), "o": self.end(get(rdf::OBJECT))?,
            "edtf": edtf,
            "from": bounds.as_ref().map(|b| day(&b.earliest)), "to": bounds.as_ref().map(|b| day(&b.last())),
            "status": local(node.get(&self.lookup.kg("status"))), "qualifiers": qualifiers, "documents": documents.len(),
        }))
    }

    fn fact(&self, fact: &NamedNode) -> Result<Value, StoreError> {
        let mut value = self.summary_of(fact)?;
        let account = self.lookup.account(fact)?;
        let texts = self.texts()?;
        let stated: Vec<Value> = account.testimonies.iter().map(|t| self.stated(t, &texts)).collect();
        value["iri"] = json!(fact.as_str());
        value["stated"] = json!(stated);
        Ok(value)
    }

    /// The path and the text of each document, by its file.
    fn texts(&self) -> Result<HashMap<String, (String, String)>, StoreError> {
        let mut texts = HashMap::new();
        for graph in self.lookup.documents()? {
            let said = self.describe(&graph, (&graph).into())?;
            let text = said.text(&self.lookup.kg("plainText")).unwrap_or_default();
            let path = self.path(graph.as_str()).unwrap_or_default().to_owned();
            texts.insert(said.text(&self.lookup.kg("path")).unwrap_or_default(), (path, text));
        }
        Ok(texts)
    }

    fn stated(&self, testimony: &Testimony, texts: &HashMap<String, (String, String)>) -> Value {
        let sentence: Vec<char> = testimony.sentence.chars().collect();
        let (start, end) = testimony.quote;
        let part = |range: std::ops::Range<usize>| sentence.get(range).unwrap_or_default().iter().collect::<String>();
        let (path, text) = texts.get(&testimony.path).map_or(("", ""), |(p, t)| (p.as_str(), t.as_str()));
        // The paragraph around the sentence.
        let found = text.find(&testimony.sentence);
        let around = found.map(|at| {
            let before = text[..at].rsplit('\n').next().unwrap_or_default();
            let after = text[at + testimony.sentence.len()..].split('\n').next().unwrap_or_default();
            let skip = before.chars().count().saturating_sub(AROUND);
            (before.chars().skip(skip).collect::<String>(), after.chars().take(AROUND).collect::<String>())
        });
        let (before, after) = around.unwrap_or_default();
        let roles: Vec<Value> =
            testimony.roles.iter().map(|r| json!({ "role": r.role, "words": r.words, "how": r.how })).collect();
        json!({
            "document": testimony.document, "path": path, "file": testimony.path, "line": testimony.line,
            "before": before, "sentence": [part(0..start), part(start..end), part(end..sentence.len())], "after": after,
            "polarity": testimony.polarity, "rule": testimony.rule, "confidence": testimony.confidence,
            "edtf": testimony.time, "dateWords": testimony.date_text, "dateHow": testimony.time_how, "era": testimony.era,
            "roles": roles,
        })
    }

    fn document(&self, name: &str) -> Result<Value, Stop> {
        let iri = format!("{}{name}", self.reader.namespaces().base());
        let graph = self.lookup.documents()?.into_iter().find(|g| g.as_str() == iri);
        let graph = graph.ok_or_else(|| Failure::new(404, format!("there is no document `{name}`")))?;
        let said = self.describe(&graph, (&graph).into())?;
        let rows = self.lookup.rows(&graph)?;
        let mut marks: Vec<Value> = Vec::new();
        for row in &rows {
            let object = match &row.object {
                Filler::Entity(e) => json!({ "path": self.path(&e.iri), "title": e.title() }),
                Filler::Literal(text) => json!({ "title": text }),
            };
            marks.push(json!({
                "id": row.fact_iri.rsplit('/').next(), "start": row.start, "end": row.end, "r": row.relation,
                "s": { "path": self.path(&row.subject.iri), "title": row.subject.title() }, "o": object,
                "edtf": row.time, "status": row.status,
            }));
        }
        Ok(json!({
            "path": name, "title": said.text(&dcterms::TITLE.into_owned()),
            "lang": said.text(&dcterms::LANGUAGE.into_owned()),
            "source": said.text(&dcterms::SOURCE.into_owned()), "licence": said.text(&dcterms::LICENSE.into_owned()),
            "text": said.text(&self.lookup.kg("plainText")), "marks": marks,
        }))
    }

    /// All affirmed facts, column by column, for the timeline and the graph.
    fn facts(&self) -> Result<Value, StoreError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        let column = |predicate: NamedNodeRef<'_>| -> Result<HashMap<String, Term>, StoreError> {
            let quads = self.reader.store().quads_for_pattern(None, Some(predicate), None, graph);
            let mut column = HashMap::new();
            for quad in quads {
                let quad = quad?;
                if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                    column.insert(subject.into_string(), quad.object);
                }
            }
            Ok(column)
        };
        let kg = |local: &str| self.lookup.kg(local);
        let (subjects, predicates, objects) = (column(rdf::SUBJECT)?, column(rdf::PREDICATE)?, column(rdf::OBJECT)?);
        let (edtf, status) = (column(kg("edtf").as_ref())?, column(kg("status").as_ref())?);
        let affirmed = Term::from(kg("affirmed"));
        let mut facts: Vec<&String> =
            subjects.keys().filter(|f| status.get(*f).is_none_or(|s| *s == affirmed)).collect();
        facts.sort();
        let mut things: BTreeMap<String, usize> = BTreeMap::new();
        let mut list: Vec<Value> = Vec::new();
        let mut relations: Vec<String> = Vec::new();
        let mut rows: Vec<Value> = Vec::new();
        let mut number = |term: &Term, list: &mut Vec<Value>| -> Result<usize, StoreError> {
            let key = term.to_string();
            if let Some(n) = things.get(&key) {
                return Ok(*n);
            }
            let end = self.end(Some(term))?;
            list.push(end.map_or(Value::Null, |e| json!([e.title, e.path, e.class])));
            things.insert(key, list.len() - 1);
            Ok(list.len() - 1)
        };
        for fact in facts {
            let (Some(s), Some(p), Some(o)) = (subjects.get(fact), predicates.get(fact), objects.get(fact)) else {
                continue;
            };
            let relation = term_text(p).rsplit('/').next().unwrap_or_default().to_owned();
            let r = relations.iter().position(|known| *known == relation).unwrap_or_else(|| {
                relations.push(relation);
                relations.len() - 1
            });
            let time = edtf.get(fact).map(term_text);
            let bounds = time.as_deref().and_then(Bounds::parse);
            let (from, to) = bounds.map_or((None, None), |b| (Some(day(&b.earliest)), Some(day(&b.last()))));
            let id = fact.rsplit('/').next().unwrap_or_default();
            rows.push(json!([id, number(s, &mut list)?, r, number(o, &mut list)?, time, from, to]));
        }
        Ok(json!({ "things": list, "relations": relations, "facts": rows }))
    }
}

/// A day as a number of days since 1970, which scales can use.
fn day(day: &crate::fact::Day) -> i64 {
    day.number()
}
