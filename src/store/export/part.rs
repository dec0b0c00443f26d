//! Parts of the graph that make sense alone: a document with the facts that it states, an entity with its facts.

use super::StoreError;
use crate::graph::vocab::{RDFS_LABEL, oa, skos};
use crate::store::Reader;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use std::collections::BTreeSet;

fn pattern(
    reader: &Reader,
    subject: Option<NamedNodeRef<'_>>,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<TermRef<'_>>,
    graph: GraphNameRef<'_>,
) -> Result<Vec<Quad>, StoreError> {
    let subject = subject.map(NamedOrBlankNodeRef::from);
    let quads = reader.store().quads_for_pattern(subject, predicate, object, Some(graph));
    Ok(quads.collect::<Result<_, _>>()?)
}

pub(super) fn of_documents(reader: &Reader, graphs: &[NamedNode]) -> Result<Vec<Quad>, StoreError> {
    let mut quads = Vec::new();
    let mut facts = BTreeSet::new();
    for graph in graphs {
        let evidence = pattern(reader, None, None, None, graph.into())?;
        facts.extend(evidence.iter().filter(|q| q.predicate == oa::HAS_BODY).filter_map(|q| node(&q.object)));
        quads.extend(evidence);
    }
    facts_with_entities(reader, &facts, &BTreeSet::new(), &mut quads)?;
    Ok(quads)
}

pub(super) fn of_entity(reader: &Reader, entity: &NamedNode, evidence: bool) -> Result<Vec<Quad>, StoreError> {
    let mut facts = BTreeSet::new();
    for quad in pattern(reader, None, None, Some(entity.into()), GraphNameRef::DefaultGraph)? {
        if let NamedOrBlankNode::NamedNode(subject) = quad.subject
            && is_fact(reader, &subject)
        {
            facts.insert(subject);
        }
    }
    let mut quads = pattern(reader, Some(entity.as_ref()), None, None, GraphNameRef::DefaultGraph)?;
    facts_with_entities(reader, &facts, &[entity.clone()].into(), &mut quads)?;
    if evidence {
        for fact in &facts {
            let object = TermRef::from(fact);
            let bodies = reader.store().quads_for_pattern(None, Some(oa::HAS_BODY), Some(object), None);
            for quad in bodies.collect::<Result<Vec<_>, _>>()? {
                evidence_quads(reader, &quad, &mut quads)?;
            }
        }
    }
    Ok(quads)
}

fn is_fact(reader: &Reader, subject: &NamedNode) -> bool {
    subject.as_str().strip_prefix(reader.namespaces().base()).is_some_and(|path| path.starts_with("f/"))
}

/// An annotation, its target, selectors and roles: all that hangs on it in its graph.
fn evidence_quads(reader: &Reader, annotation: &Quad, quads: &mut Vec<Quad>) -> Result<(), StoreError> {
    let NamedOrBlankNode::NamedNode(root) = &annotation.subject else { return Ok(()) };
    let mut open = vec![root.clone()];
    let mut seen: BTreeSet<NamedNode> = open.iter().cloned().collect();
    while let Some(subject) = open.pop() {
        let found = pattern(reader, Some(subject.as_ref()), None, None, annotation.graph_name.as_ref())?;
        for part in found.iter().filter_map(|q| node(&q.object)) {
            if part.as_str().starts_with(root.as_str()) && seen.insert(part.clone()) {
                open.push(part);
            }
        }
        quads.extend(found);
    }
    Ok(())
}

/// Fact nodes, their direct triples, and the types and names of the entities in them, except those of `whole`.
fn facts_with_entities(
    reader: &Reader,
    facts: &BTreeSet<NamedNode>,
    whole: &BTreeSet<NamedNode>,
    quads: &mut Vec<Quad>,
) -> Result<(), StoreError> {
    let entities_below = format!("{}e/", reader.namespaces().base());
    let mut entities = BTreeSet::new();
    let mut direct = BTreeSet::new();
    for fact in facts {
        let said = pattern(reader, Some(fact.as_ref()), None, None, GraphNameRef::DefaultGraph)?;
        let is_entity = |n: &NamedNode| n.as_str().starts_with(&entities_below);
        entities.extend(said.iter().filter_map(|q| node(&q.object)).filter(is_entity));
        let get = |p: NamedNodeRef<'_>| said.iter().find(|q| q.predicate == p).map(|q| q.object.clone());
        if let (Some(Term::NamedNode(s)), Some(Term::NamedNode(p)), Some(o)) =
            (get(rdf::SUBJECT), get(rdf::PREDICATE), get(rdf::OBJECT))
        {
            for quad in
                pattern(reader, Some(s.as_ref()), Some(p.as_ref()), Some(o.as_ref()), GraphNameRef::DefaultGraph)?
            {
                if !whole.contains(&s) && direct.insert(quad.to_string()) {
                    quads.push(quad);
                }
            }
        }
        quads.extend(said);
    }
    for entity in entities.difference(whole) {
        for predicate in [rdf::TYPE, RDFS_LABEL, skos::PREF_LABEL, skos::ALT_LABEL] {
            quads.extend(pattern(reader, Some(entity.as_ref()), Some(predicate), None, GraphNameRef::DefaultGraph)?);
        }
    }
    Ok(())
}

fn node(term: &Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone()),
        _ => None,
    }
}
