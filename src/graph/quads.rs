//! The default graph: entities with their names, direct triples, fact nodes.

use super::iri::Namespaces;
use super::labels::labels;
use super::merge::{FactNode, Merged, MergedEntity, Value};
use super::time::Bounds;
use super::vocab::{EDTF, QUDT_UNITS, RDFS_LABEL, SEM_EVENT, WIKIDATA_ENTITY, skos};
use crate::fact::{Amount, Calendar, Name, Status, Time};
use crate::pack::ontology::Range;
use crate::pack::{Gazetteer, Ontology};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};

/// The name of a status: the local name of its term in the ontology.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Affirmed => "affirmed",
        Status::Negated => "negated",
        Status::Intended => "intended",
        Status::Demanded => "demanded",
        Status::Hypothetical => "hypothetical",
        Status::Reported => "reported",
    }
}

/// Writes what is merged as quads. One writer serves a whole build.
#[derive(Debug)]
pub struct Writer<'a> {
    pub namespaces: &'a Namespaces,
    pub ontology: &'a Ontology,
    pub gazetteer: &'a Gazetteer,
    pub merged: &'a Merged,
}

/// The statements about one subject in one graph, as they are written.
pub(super) struct Statements<'a> {
    namespaces: &'a Namespaces,
    subject: NamedNode,
    graph: GraphName,
    quads: &'a mut Vec<Quad>,
}

impl<'a> Statements<'a> {
    pub(super) fn new(
        namespaces: &'a Namespaces,
        subject: NamedNode,
        graph: GraphName,
        quads: &'a mut Vec<Quad>,
    ) -> Self {
        Statements { namespaces, subject, graph, quads }
    }

    /// States a property of any vocabulary.
    pub(super) fn put(&mut self, predicate: impl Into<NamedNode>, object: impl Into<Term>) {
        self.quads.push(Quad::new(self.subject.clone(), predicate, object, self.graph.clone()));
    }

    /// States a property of the ontology.
    pub(super) fn kg(&mut self, local: &str, object: impl Into<Term>) {
        self.put(self.namespaces.ontology(local), object);
    }

    pub(super) fn text(&mut self, local: &str, text: &str) {
        self.kg(local, Literal::new_simple_literal(text));
    }

    pub(super) fn number(&mut self, local: &str, number: usize) {
        self.kg(local, integer(number));
    }

    /// The bounds, the EDTF form and what else is known of a time.
    pub(super) fn time(&mut self, time: &Time) {
        self.bounds(&Bounds::from(time));
        self.kg("edtf", Literal::new_typed_literal(&time.edtf, EDTF));
        // The Gregorian calendar goes without saying.
        match time.calendar {
            Calendar::Gregorian => {}
            Calendar::Julian => self.kg("calendar", self.namespaces.ontology("julian")),
            Calendar::Chinese => self.kg("calendar", self.namespaces.ontology("chinese")),
        }
        if let Some(era) = &time.era {
            self.text("era", era);
        }
    }

    pub(super) fn bounds(&mut self, bounds: &Bounds) {
        let date = |day: crate::fact::Day| Literal::new_typed_literal(day.to_string(), xsd::DATE);
        self.kg("earliest", date(bounds.earliest));
        self.kg("latest", date(bounds.latest));
        if let Some((earliest, latest)) = bounds.end {
            self.kg("endEarliest", date(earliest));
            self.kg("endLatest", date(latest));
        }
    }

    /// The number in its unit, and the words. An area has a property of its own, so that it can be summed up.
    pub(super) fn amount(&mut self, amount: &Amount) {
        let datatype = if amount.value.bytes().all(|b| b.is_ascii_digit()) { xsd::INTEGER } else { xsd::DECIMAL };
        let number = Literal::new_typed_literal(&amount.value, datatype);
        if amount.unit == "km2" {
            self.kg("areaKm2", number.clone());
        }
        self.kg("amount", number);
        let known = QUDT_UNITS.iter().find(|(code, _)| *code == amount.unit);
        let unit = match known {
            Some((_, iri)) => NamedNode::new_unchecked(*iri),
            None => self.namespaces.ontology(&format!("unit-{}", amount.unit)),
        };
        self.kg("unit", unit);
        self.text("amountText", &amount.text);
    }
}

/// An `xsd:integer`.
pub(super) fn integer(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

/// The code of a unit ([`Amount::unit`]) from its IRI.
pub fn unit_code<'a>(iri: &'a str, namespaces: &Namespaces) -> Option<&'a str> {
    let known = QUDT_UNITS.iter().find(|(_, known)| *known == iri).map(|(code, _)| *code);
    known.or_else(|| iri.strip_prefix(namespaces.base())?.strip_prefix("o/unit-"))
}

impl<'a> Writer<'a> {
    /// The IRI of an entity.
    pub fn entity(&self, index: u32) -> NamedNode {
        self.namespaces.entity(&self.merged.entities[index as usize].local)
    }

    /// The IRI of a fact node.
    pub fn fact(&self, index: u32) -> NamedNode {
        self.namespaces.fact(&self.merged.facts[index as usize].id)
    }

    /// Statements about a subject, to be written to `quads`.
    pub(super) fn statements<'q>(
        &self,
        subject: NamedNode,
        graph: GraphName,
        quads: &'q mut Vec<Quad>,
    ) -> Statements<'q>
    where
        'a: 'q,
    {
        Statements::new(self.namespaces, subject, graph, quads)
    }

    /// The type and the names of an entity, and its links in `g/links`.
    pub fn entity_quads(&self, entity: &MergedEntity, quads: &mut Vec<Quad>) {
        let entry = entity.gazetteer.as_ref().and_then(|id| {
            let at = self.gazetteer.entries.binary_search_by(|e| e.id.cmp(id));
            at.ok().map(|i| &self.gazetteer.entries[i])
        });
        let preferred: &[Name] = entry.map_or(&[], |e| &e.names);
        let node = self.namespaces.entity(&entity.local);
        let mut s = self.statements(node.clone(), GraphName::DefaultGraph, quads);
        s.put(rdf::TYPE, self.namespaces.ontology(&entity.class));
        let labels = labels(&entity.title, preferred, &entity.names);
        // The title is what queries and other programs show; the other labels are for finding.
        if let Some(title) = labels.preferred.first() {
            s.put(RDFS_LABEL, title.clone());
        }
        labels.preferred.into_iter().for_each(|l| s.put(skos::PREF_LABEL, l));
        labels.alternative.into_iter().for_each(|l| s.put(skos::ALT_LABEL, l));
        if let Some(item) = entry.and_then(|e| e.wikidata.as_ref()) {
            let mut s = self.statements(node, self.namespaces.graph("links").into(), quads);
            s.put(skos::EXACT_MATCH, NamedNode::new_unchecked(format!("{WIKIDATA_ENTITY}{item}")));
        }
    }

    /// A value as a term; as the object of a relation that wants dates, a date.
    pub fn value(&self, value: &Value, relation: Option<&str>) -> Term {
        match value {
            Value::Entity(entity) => self.entity(*entity).into(),
            Value::Literal(text) => {
                let wants = relation.and_then(|r| self.ontology.relations.get(r)).map(|r| &r.range);
                let date = wants == Some(&Range::Date) && Bounds::parse(text).is_some();
                let literal = Literal::new_simple_literal(&**text);
                if date { Literal::new_typed_literal(&**text, EDTF).into() } else { literal.into() }
            }
        }
    }

    /// The direct triple of an affirmed fact.
    pub fn direct_quad(&self, fact: &FactNode) -> Option<Quad> {
        (fact.status == Status::Affirmed).then(|| {
            Quad::new(
                self.entity(fact.subject),
                self.namespaces.ontology(&fact.relation),
                self.value(&fact.object, Some(&fact.relation)),
                GraphName::DefaultGraph,
            )
        })
    }

    /// A fact node.
    pub fn fact_quads(&self, fact: &FactNode, quads: &mut Vec<Quad>) {
        let mut s = self.statements(self.namespaces.fact(&fact.id), GraphName::DefaultGraph, quads);
        if let Some(relation) = self.ontology.relations.get(&*fact.relation) {
            s.put(rdf::TYPE, self.namespaces.ontology(&relation.event_class));
        }
        s.put(rdf::TYPE, SEM_EVENT);
        s.put(rdf::SUBJECT, self.entity(fact.subject));
        s.put(rdf::PREDICATE, self.namespaces.ontology(&fact.relation));
        s.put(rdf::OBJECT, self.value(&fact.object, Some(&fact.relation)));
        s.kg("status", self.namespaces.ontology(status_name(fact.status)));
        match (&fact.time, &fact.object) {
            (Some(time), _) => s.time(time),
            // A date is its own time.
            (None, Value::Literal(text)) if self.is_date(&fact.relation) => {
                if let Some(bounds) = Bounds::parse(text) {
                    s.bounds(&bounds);
                    s.kg("edtf", Literal::new_typed_literal(&**text, EDTF));
                }
            }
            _ => {}
        }
        for (role, filler) in [("place", fact.place), ("to", fact.to), ("treaty", fact.treaty), ("leader", fact.leader)]
        {
            if let Some(entity) = filler {
                s.kg(role, self.entity(entity));
            }
        }
        if let Some(position) = &fact.position {
            s.kg("position", self.value(position, None));
        }
        if let Some(amount) = &fact.amount {
            s.amount(amount);
        }
    }

    fn is_date(&self, relation: &str) -> bool {
        self.ontology.relations.get(relation).is_some_and(|r| r.range == Range::Date)
    }

    /// The default graph and the links, piece by piece: one entity or fact at a time.
    pub fn default_graph(&self) -> impl Iterator<Item = Vec<Quad>> + '_ {
        let entities = self.merged.entities.iter().map(|e| {
            let mut quads = Vec::new();
            self.entity_quads(e, &mut quads);
            quads
        });
        let facts = &self.merged.facts;
        let facts = facts.iter().enumerate().map(|(i, fact)| {
            let mut quads = Vec::new();
            // Facts are sorted, so that the same direct triple at several times follows itself.
            let said = |f: &&FactNode| {
                f.status == fact.status
                    && (f.subject, &f.relation, &f.object) == (fact.subject, &fact.relation, &fact.object)
            };
            if i.checked_sub(1).and_then(|before| facts.get(before)).filter(said).is_none() {
                quads.extend(self.direct_quad(fact));
            }
            self.fact_quads(fact, &mut quads);
            quads
        });
        entities.chain(facts)
    }
}
