//! Which keys are the same thing.
//!
//! Keys of one title are, unless a document tells them apart. A title that is another thing's alias joins that thing,
//! if no third thing bears the alias, the classes agree, and no document has both. Gazetteer entries never join each
//! other, and lend the others their title.

use super::{Key, MergedEntity, Merger, fold_name};
use crate::fact::Name;
use crate::graph::iri::{hash_id, local_name};
use crate::graph::labels::traditional_characters;
use crate::pack::Gazetteer;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Keys that are taken to be one thing.
#[derive(Debug, Default)]
struct Cluster {
    /// The first is the one that names it.
    keys: Vec<u32>,
    /// The documents that have any of them, ascending.
    documents: Vec<u32>,
    gazetteer: bool,
    /// The cluster that it has joined.
    joined: Option<usize>,
}

/// The entities, and for each key the entity that it belongs to.
pub(super) fn cluster(merger: &Merger, gazetteer: &Gazetteer) -> (Vec<MergedEntity>, Vec<u32>) {
    let by_title: HashMap<String, usize> = gazetteer.entries.iter().enumerate().map(|(i, e)| (e.title(), i)).collect();
    let mut clusters = of_one_title(merger);
    join_aliases(merger, &mut clusters);
    let mut roots: Vec<&Cluster> = clusters.iter().filter(|c| c.joined.is_none()).collect();
    // What is known best gets the plain name if two titles make the same IRI.
    roots.sort_by_key(|c| (Reverse(c.gazetteer), Reverse(c.documents.len()), rank(merger, c.keys[0])));

    let mut entity_of_key = vec![u32::MAX; merger.keys.len()];
    let mut entities = Vec::with_capacity(roots.len());
    let mut taken = HashSet::new();
    for root in roots {
        let title = title(merger, root);
        let entry = root.gazetteer.then(|| by_title.get(title.as_str())).flatten().map(|i| &gazetteer.entries[*i]);
        let class = entry.map_or_else(|| majority_class(merger, root), |e| e.class.clone());
        let mut names: BTreeSet<Name> = root
            .keys
            .iter()
            .flat_map(|k| merger.keys[*k as usize].names.keys())
            .map(|(text, lang)| Name {
                text: merger.strings[*text].clone(),
                lang: lang.map(|l| merger.strings[l].clone()),
            })
            .collect();
        if let Some(entry) = entry {
            names.extend(entry.names.iter().cloned());
        }
        let index = entities.len() as u32;
        root.keys.iter().for_each(|k| entity_of_key[*k as usize] = index);
        let local = unique_local(&title, &class, &mut taken);
        entities.push(MergedEntity { local, title, class, names, gazetteer: entry.map(|e| e.id.clone()) });
    }
    (entities, entity_of_key)
}

/// The order of keys: better known first.
fn rank(merger: &Merger, key: u32) -> impl Ord + use<> {
    let Key { folded, class, gazetteer, page, documents, .. } = &merger.keys[key as usize];
    let text = merger.strings[*folded].clone();
    let length = text.chars().count();
    let first = documents.first().copied();
    (
        Reverse(*gazetteer),
        Reverse(*page),
        Reverse(documents.len()),
        Reverse(length),
        first,
        text,
        merger.strings[*class].clone(),
    )
}

/// One cluster for each folded title; more where a document has two things of that title.
fn of_one_title(merger: &Merger) -> Vec<Cluster> {
    let mut keys_of: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (i, key) in merger.keys.iter().enumerate() {
        keys_of.entry(&merger.strings[key.folded]).or_default().push(i as u32);
    }
    let mut clusters: Vec<Cluster> = Vec::new();
    for keys in keys_of.values_mut() {
        if keys.len() > 1 {
            keys.sort_by_cached_key(|k| rank(merger, *k));
        }
        let first = clusters.len();
        for &key in keys.iter() {
            let apart = |other: &u32| merger.homonyms.contains(&(key.min(*other), key.max(*other)));
            let home = clusters[first..].iter().position(|c| !c.keys.iter().any(apart));
            let home = home.map_or_else(
                || {
                    clusters.push(Cluster::default());
                    clusters.len() - 1
                },
                |i| first + i,
            );
            let data = &merger.keys[key as usize];
            clusters[home].keys.push(key);
            clusters[home].gazetteer |= data.gazetteer;
            clusters[home].documents = union(&clusters[home].documents, &data.documents);
        }
    }
    clusters
}

fn join_aliases(merger: &Merger, clusters: &mut [Cluster]) {
    let folded: Vec<String> = (0..merger.strings.len()).map(|i| fold_name(&merger.strings[i as u32])).collect();
    let mut bearers: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (i, cluster) in clusters.iter().enumerate() {
        for key in cluster.keys.iter().map(|k| &merger.keys[*k as usize]) {
            let own = &merger.strings[key.folded];
            let names = key.names.keys().map(|(text, _)| folded[*text as usize].as_str());
            for name in names.filter(|n| n != own && n.chars().count() > 1) {
                bearers.entry(name).or_default().insert(i);
            }
        }
    }
    for i in 0..clusters.len() {
        let Some(named) = bearers.get(merger.strings[merger.keys[clusters[i].keys[0] as usize].folded].as_str()) else {
            continue;
        };
        let here = root(clusters, i);
        let others: BTreeSet<usize> = named.iter().map(|c| root(clusters, *c)).filter(|r| *r != here).collect();
        let [other] = others.into_iter().collect::<Vec<_>>()[..] else { continue };
        let (a, b) = (&clusters[here], &clusters[other]);
        if (a.gazetteer && b.gazetteer)
            || majority_class(merger, a) != majority_class(merger, b)
            || intersects(&a.documents, &b.documents)
        {
            continue;
        }
        // The better known one keeps its title: the gazetteer's, a page's, the one that more documents have.
        let keep_a = rank(merger, a.keys[0]) < rank(merger, b.keys[0]);
        let (keep, gone) = if keep_a { (here, other) } else { (other, here) };
        let Cluster { keys, documents, gazetteer, .. } = std::mem::take(&mut clusters[gone]);
        clusters[gone].joined = Some(keep);
        clusters[gone].keys = keys.clone();
        clusters[keep].keys.extend(keys);
        clusters[keep].documents = union(&clusters[keep].documents, &documents);
        clusters[keep].gazetteer |= gazetteer;
    }
}

fn root(clusters: &[Cluster], mut i: usize) -> usize {
    while let Some(next) = clusters[i].joined {
        i = next;
    }
    i
}

/// The class that most documents give; the one of the first document among equals.
fn majority_class(merger: &Merger, cluster: &Cluster) -> String {
    let mut votes: BTreeMap<u32, (usize, Reverse<u32>)> = BTreeMap::new();
    for key in cluster.keys.iter().map(|k| &merger.keys[*k as usize]) {
        let (count, first) = votes.entry(key.class).or_insert((0, Reverse(u32::MAX)));
        *count += key.documents.len();
        *first = (*first).max(Reverse(key.documents.first().copied().unwrap_or(u32::MAX)));
    }
    let best = votes.iter().max_by_key(|(class, vote)| (*vote, Reverse(&merger.strings[**class])));
    best.map_or(String::new(), |(class, _)| merger.strings[*class].clone())
}

/// The gazetteer's title, else the first key's in the form with most traditional characters, then the most used one.
fn title(merger: &Merger, cluster: &Cluster) -> String {
    let first = &merger.keys[cluster.keys[0] as usize];
    let mut forms: BTreeMap<&str, u32> = BTreeMap::new();
    for (title, count) in &first.titles {
        *forms.entry(&merger.strings[*title]).or_default() += count;
    }
    if !cluster.gazetteer {
        let folded = &merger.strings[first.folded];
        for ((name, _), count) in cluster.keys.iter().flat_map(|k| &merger.keys[*k as usize].names) {
            let text = merger.strings[*name].as_str();
            if traditional_characters(text) > 0 && fold_name(text) == *folded {
                *forms.entry(text).or_default() += count;
            }
        }
    }
    let marks = |text: &str| text.chars().filter(|c| "《》〈〉「」『』“”".contains(*c)).count();
    let best = forms
        .iter()
        .max_by_key(|(text, count)| (Reverse(marks(text)), traditional_characters(text), **count, Reverse(**text)));
    best.map_or(String::new(), |(text, _)| (*text).to_owned())
}

/// A local name that no other entity has: homonyms take their class, which the sources would put in brackets too.
fn unique_local(title: &str, class: &str, taken: &mut HashSet<String>) -> String {
    let candidates =
        [title.to_owned(), format!("{title} ({class})"), format!("{title} ({})", hash_id([title, class, "homonym"]))];
    let local = candidates.iter().map(|c| local_name(c)).find(|l| !taken.contains(l));
    let mut local = local.unwrap_or_else(|| local_name(&candidates[2]));
    while taken.contains(&local) {
        local = local_name(&format!("{title} ({})", hash_id([local.as_str(), "homonym"])));
    }
    taken.insert(local.clone());
    local
}

/// Both, ascending.
fn union(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut both = [a, b].concat();
    both.sort_unstable();
    both.dedup();
    both
}

fn intersects(a: &[u32], b: &[u32]) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().any(|d| many.binary_search(d).is_ok())
}
