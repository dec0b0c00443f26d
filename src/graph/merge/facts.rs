//! Which statements are the same fact.
//!
//! Statements of one subject, relation, object and status are, as long as their time, recipient and position can be
//! those of one happening: equal, one a coarser form of the other, or one of them left out. A statement that could be
//! of several happenings stays a fact of its own.

use super::{FactNode, MergedEntity, Merger, Slot, Value};
use crate::fact::Status;
use crate::graph::iri::hash_id;
use crate::graph::quads::status_name;
use crate::graph::time::Bounds;
use crate::pack::Ontology;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// A statement with entities in the place of keys.
#[derive(Debug, Clone, Copy)]
struct Resolved {
    relation: u32,
    subject: u32,
    object: Slot,
    status: Status,
    identity: Identity,
    place: Option<u32>,
    treaty: Option<u32>,
    leader: Option<u32>,
    amount: Option<u32>,
}

/// What tells happenings of one subject, relation and object apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Identity {
    time: Option<u32>,
    to: Option<u32>,
    position: Option<Slot>,
}

/// The fact nodes, and for each statement, in the order of the documents, the node that it belongs to.
pub(super) fn cluster(
    merger: &Merger,
    entities: &[MergedEntity],
    entity_of_key: &[u32],
    ontology: &Ontology,
) -> (Vec<FactNode>, Vec<u32>) {
    let mut statements = resolve(merger, entity_of_key);
    orient_symmetric(merger, entities, ontology, &mut statements);
    let mut groups: BTreeMap<(u32, u32, Slot, Status), Vec<u32>> = BTreeMap::new();
    for (i, s) in statements.iter().enumerate() {
        groups.entry((s.subject, s.relation, s.object, s.status)).or_default().push(i as u32);
    }
    let mut nodes = Vec::new();
    let mut node_of = vec![u32::MAX; statements.len()];
    let mut by_id: HashMap<String, u32> = HashMap::new();
    for members in groups.values() {
        for happening in happenings(merger, &statements, members) {
            let said: Vec<&Resolved> = happening.iter().map(|i| &statements[*i as usize]).collect();
            let node = node(merger, entities, &said);
            let next = nodes.len() as u32;
            let index = *by_id.entry(node.id.clone()).or_insert(next);
            if index == next {
                nodes.push(node);
            }
            happening.iter().for_each(|i| node_of[*i as usize] = index);
        }
    }
    sort(entities, nodes, node_of)
}

fn resolve(merger: &Merger, entity_of_key: &[u32]) -> Vec<Resolved> {
    let entity = |key: u32| entity_of_key[key as usize];
    let slot = |slot: Slot| match slot {
        Slot::Entity(key) => Slot::Entity(entity(key)),
        literal => literal,
    };
    let statements = merger.records.iter().flat_map(|r| &r.statements);
    statements
        .map(|s| Resolved {
            relation: s.relation,
            subject: entity(s.subject),
            object: slot(s.object),
            status: s.status,
            identity: Identity { time: s.time, to: s.to.map(entity), position: s.position.map(slot) },
            place: s.place.map(entity),
            treaty: s.treaty.map(entity),
            leader: s.leader.map(entity),
            amount: s.amount,
        })
        .collect()
}

/// A symmetric fact is written once: with the subject that most documents give it, the first by name among equals.
fn orient_symmetric(merger: &Merger, entities: &[MergedEntity], ontology: &Ontology, statements: &mut [Resolved]) {
    let symmetric = |relation: u32| ontology.relations.get(&merger.strings[relation]).is_some_and(|r| r.symmetric);
    let mut votes: HashMap<(u32, u32, u32), usize> = HashMap::new();
    for s in statements.iter().filter(|s| symmetric(s.relation)) {
        if let Slot::Entity(object) = s.object {
            *votes.entry((s.relation, s.subject, object)).or_default() += 1;
        }
    }
    for s in statements.iter_mut().filter(|s| symmetric(s.relation)) {
        if let Slot::Entity(object) = s.object {
            let local = |i: u32| Reverse(&entities[i as usize].local);
            let count = |a, b| votes.get(&(s.relation, a, b)).copied().unwrap_or(0);
            let here = (count(s.subject, object), local(s.subject));
            if here < (count(object, s.subject), local(object)) {
                s.object = Slot::Entity(s.subject);
                s.subject = object;
            }
        }
    }
}

/// Parts the statements of one subject, relation, object and status into happenings.
fn happenings(merger: &Merger, statements: &[Resolved], members: &[u32]) -> Vec<Vec<u32>> {
    let mut said: BTreeMap<Identity, Vec<u32>> = BTreeMap::new();
    for i in members {
        said.entry(statements[*i as usize].identity).or_default().push(*i);
    }
    let bounds = |id: &Identity| id.time.map(|t| Bounds::from(&merger.times[t]));
    // What says most comes first, so that what says less finds its home.
    let mut order: Vec<(&Identity, Option<Bounds>)> = said.keys().map(|id| (id, bounds(id))).collect();
    order.sort_by_cached_key(|(id, bounds)| {
        let given = [id.time.is_some(), id.to.is_some(), id.position.is_some()];
        let edtf = id.time.map(|t| merger.times[t].edtf.clone());
        (bounds.map_or(i64::MAX, |b| b.vagueness()), Reverse(given), *bounds, edtf, **id)
    });
    let mut homes: Vec<(Identity, Option<Bounds>, Vec<u32>)> = Vec::new();
    for (id, bounds) in order {
        let fits = |(other, other_bounds, _): &&mut (Identity, Option<Bounds>, Vec<u32>)| {
            agree(id.to, other.to)
                && agree(id.position, other.position)
                && bounds.zip(*other_bounds).is_none_or(|(a, b)| a.compatible(&b))
        };
        let mut candidates: Vec<_> = homes.iter_mut().filter(fits).collect();
        if let [(home, _, list)] = &mut candidates[..] {
            list.extend(&said[id]);
            home.to = home.to.or(id.to);
            home.position = home.position.or(id.position);
        } else {
            homes.push((*id, bounds, said[id].clone()));
        }
    }
    homes.iter_mut().for_each(|(_, _, list)| list.sort_unstable());
    homes.into_iter().map(|(_, _, list)| list).collect()
}

fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a == b)
}

/// The node of a happening, from all that is said of it.
fn node(merger: &Merger, entities: &[MergedEntity], said: &[&Resolved]) -> FactNode {
    let first = said[0];
    let value = |slot: Slot| match slot {
        Slot::Entity(entity) => Value::Entity(entity),
        Slot::Literal(text) => Value::Literal(merger.strings[text].as_str().into()),
    };
    let time = said.iter().filter_map(|s| s.identity.time).min_by_key(|t| {
        let time = &merger.times[*t];
        (Bounds::from(time).vagueness(), time.edtf.clone(), *t)
    });
    let to = most_said(said.iter().map(|s| s.identity.to));
    let position = most_said(said.iter().map(|s| s.identity.position)).map(value);
    let (relation, object) = (merger.strings[first.relation].as_str(), value(first.object));
    let name = |entity: u32| entities[entity as usize].local.as_str();
    let text = |value: &Value| match value {
        Value::Entity(entity) => format!("e {}", name(*entity)),
        Value::Literal(text) => format!("l {text}"),
    };
    let id = hash_id([
        name(first.subject),
        relation,
        &text(&object),
        status_name(first.status),
        time.map_or("", |t| &merger.times[t].edtf),
        to.map_or("", name),
        &position.as_ref().map_or(String::new(), text),
    ]);
    FactNode {
        id,
        relation: relation.into(),
        subject: first.subject,
        object,
        status: first.status,
        time: time.map(|t| merger.times.shared(t)),
        place: most_said(said.iter().map(|s| s.place)),
        to,
        treaty: most_said(said.iter().map(|s| s.treaty)),
        leader: most_said(said.iter().map(|s| s.leader)),
        position,
        amount: most_said(said.iter().map(|s| s.amount)).map(|a| merger.amounts.shared(a)),
    }
}

/// The value that most statements give; the first given among equals.
fn most_said<T: Copy + Ord>(values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let mut counts: BTreeMap<T, (usize, Reverse<usize>)> = BTreeMap::new();
    for (i, value) in values.enumerate().filter_map(|(i, v)| Some((i, v?))) {
        counts.entry(value).or_insert((0, Reverse(i))).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, said)| *said).map(|(value, _)| value)
}

/// Nodes by subject, relation, object and time, whatever order documents came in.
fn sort(entities: &[MergedEntity], nodes: Vec<FactNode>, node_of: Vec<u32>) -> (Vec<FactNode>, Vec<u32>) {
    let mut order: Vec<u32> = (0..nodes.len() as u32).collect();
    order.sort_by(|a, b| {
        let key = |i: &u32| {
            let n = &nodes[*i as usize];
            let object = match &n.object {
                Value::Entity(e) => entities[*e as usize].local.as_str(),
                Value::Literal(text) => text,
            };
            let bounds = n.time.as_deref().map(Bounds::from);
            (&entities[n.subject as usize].local, &n.relation, object, bounds, &n.id)
        };
        key(a).cmp(&key(b))
    });
    let mut place = vec![0; nodes.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old as usize] = new as u32);
    let node_of = node_of.into_iter().map(|old| place[old as usize]).collect();
    let mut slots: Vec<Option<FactNode>> = nodes.into_iter().map(Some).collect();
    let sorted = order.iter().filter_map(|old| slots[*old as usize].take()).collect();
    (sorted, node_of)
}
