//! From Turtle to an [`Ontology`], and what can be wrong on the way.
//!
//! Subjects are looked at in the order of the file, so that the first mistake of the file is the one that is told.

use super::super::PackError;
use super::super::turtle::{ONTOLOGY, Object, Subject, Turtle, WIKIDATA, is_wikidata, language_tag, local};
use super::{Class, ClassKind, Ontology, Range, Relation};
use std::collections::{BTreeMap, BTreeSet};

const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const RANGE: &str = "http://www.w3.org/2000/01/rdf-schema#range";
const CLASS: &str = "http://www.w3.org/2002/07/owl#Class";
const SYMMETRIC: &str = "http://www.w3.org/2002/07/owl#SymmetricProperty";
const OBJECT_PROPERTY: &str = "http://www.w3.org/2002/07/owl#ObjectProperty";
const INVERSE: &str = "http://www.w3.org/2002/07/owl#inverseOf";
const RELATION: &str = "https://kg.example/o/Relation";
const QUALIFIER: &str = "https://kg.example/o/Qualifier";
const EVENT_CLASS: &str = "https://kg.example/o/eventClass";
const ABSTRACT: &str = "https://kg.example/o/abstract";
const DOMAIN_INCLUDES: [&str; 2] = ["https://schema.org/domainIncludes", "http://www.w3.org/2000/01/rdf-schema#domain"];
const RANGE_INCLUDES: [&str; 2] = ["https://schema.org/rangeIncludes", RANGE];
const MATCHES: [&str; 2] =
    ["http://www.w3.org/2004/02/skos/core#closeMatch", "http://www.w3.org/2004/02/skos/core#exactMatch"];
const DATES: [&str; 2] = ["http://id.loc.gov/datatypes/edtf/EDTF", "http://www.w3.org/2001/XMLSchema#date"];
const TEXTS: [&str; 3] = [
    "http://www.w3.org/2000/01/rdf-schema#Literal",
    "http://www.w3.org/2001/XMLSchema#string",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
];
/// The local names of the two classes that all others stand below.
const ENTITY_ROOT: &str = "Entity";
const FACT_ROOT: &str = "Fact";

/// Reads and checks an ontology.
pub(super) fn ontology(turtle: &Turtle) -> Result<Ontology, PackError> {
    check_references(turtle)?;
    let classes = read_classes(turtle)?;
    let mut relations = BTreeMap::new();
    let mut qualifiers = BTreeMap::new();
    for subject in &turtle.subjects {
        let Some(name) = local(&subject.iri, ONTOLOGY) else { continue };
        if subject.is_a(RELATION) {
            let relation = read_relation(turtle, subject, name, &classes)?;
            check_inverse(&relations, turtle, subject, &relation)?;
            relations.insert(name.to_owned(), relation);
        } else if subject.is_a(QUALIFIER) {
            labels(turtle, subject)?;
            let range = classes_of(turtle, subject, &RANGE_INCLUDES, &classes)?;
            qualifiers.insert(name.to_owned(), range);
        }
    }
    Ok(Ontology { classes, relations, qualifiers, turtle: turtle.text().to_owned() })
}

/// Every name of the ontology that is used must be declared.
fn check_references(turtle: &Turtle) -> Result<(), PackError> {
    for subject in &turtle.subjects {
        for (predicate, object) in &subject.says {
            let object = match object {
                Object::Iri(iri) => Some(&**iri),
                _ => None,
            };
            for used in [Some(&**predicate), object].into_iter().flatten() {
                if local(used, ONTOLOGY).is_some() && turtle.get(used).is_none() {
                    let (user, used) = (turtle.short(&subject.iri), turtle.short(used));
                    return Err(
                        turtle.error(&subject.iri, format!("{user} uses {used}, which is not declared in this file"))
                    );
                }
            }
        }
    }
    Ok(())
}

/// The labels of a subject by language tag: at least one, and one a language.
fn labels(turtle: &Turtle, subject: &Subject) -> Result<BTreeMap<String, String>, PackError> {
    let labels = texts(turtle, subject, LABEL, "rdfs:label")?;
    if labels.is_empty() {
        let message =
            format!("{} has no rdfs:label: give it one with a language, as \"…\"@en", turtle.short(&subject.iri));
        return Err(turtle.error(&subject.iri, message));
    }
    Ok(labels)
}

/// Literals by language tag.
fn texts(
    turtle: &Turtle,
    subject: &Subject,
    predicate: &str,
    written: &str,
) -> Result<BTreeMap<String, String>, PackError> {
    let mut texts = BTreeMap::new();
    for object in subject.objects(predicate) {
        let wrong = |what: &str| {
            let message = format!("{}: {written} {object} {what}", turtle.short(&subject.iri));
            Err(turtle.error(&subject.iri, message))
        };
        let Object::Literal(text, tag) = object else { return wrong("is not a literal") };
        let Some(tag) = tag else { return wrong("has no language tag") };
        if text.trim().is_empty() {
            return wrong("is empty");
        }
        if texts.insert(language_tag(tag), text.to_string()).is_some() {
            return wrong("is the second in its language");
        }
    }
    Ok(texts)
}

/// All `owl:Class`es, each below `kg:Entity` or `kg:Fact` and with its ancestors.
fn read_classes(turtle: &Turtle) -> Result<BTreeMap<String, Class>, PackError> {
    let declared = |subject: &&Subject| subject.is_a(CLASS);
    let parents_of = |iri: &str| -> Vec<String> {
        let parents = turtle.get(iri).into_iter().flat_map(|s| s.iris(SUBCLASS));
        parents.filter_map(|p| local(p, ONTOLOGY)).map(str::to_owned).collect()
    };
    let mut classes = BTreeMap::new();
    for subject in turtle.subjects.iter().filter(declared) {
        let Some(name) = local(&subject.iri, ONTOLOGY) else { continue };
        let mut ancestors = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(next) = open.pop() {
            let parents = parents_of(&format!("{ONTOLOGY}{next}"));
            if parents.iter().any(|p| p == name) {
                return Err(turtle.error(&subject.iri, format!("class '{name}' stands below itself")));
            }
            if ancestors.insert(next) {
                open.extend(parents);
            }
        }
        if let Some(no) =
            ancestors.iter().find(|a| turtle.get(&format!("{ONTOLOGY}{a}")).is_none_or(|s| !s.is_a(CLASS)))
        {
            return Err(turtle.error(&subject.iri, format!("'{name}' is below '{no}', which is not an owl:Class")));
        }
        let kind = match (ancestors.contains(ENTITY_ROOT), ancestors.contains(FACT_ROOT)) {
            (true, false) => ClassKind::Entity,
            (false, true) => ClassKind::Fact,
            (both, _) => {
                let where_to = if both { "both kg:Entity and kg:Fact" } else { "neither kg:Entity nor kg:Fact" };
                return Err(turtle.error(&subject.iri, format!("class '{name}' is below {where_to}")));
            }
        };
        let is_abstract = subject.objects(ABSTRACT).any(|o| matches!(o, Object::Literal(text, _) if text == "true"));
        let labels = labels(turtle, subject)?;
        let parents = parents_of(&subject.iri);
        classes.insert(name.to_owned(), Class { name: name.to_owned(), parents, labels, ancestors, kind, is_abstract });
    }
    Ok(classes)
}

/// The entity classes that a subject lists under any of `predicates`, in the order of the file.
fn classes_of(
    turtle: &Turtle,
    subject: &Subject,
    predicates: &[&str],
    classes: &BTreeMap<String, Class>,
) -> Result<Vec<String>, PackError> {
    let mut found = Vec::new();
    for iri in predicates.iter().flat_map(|p| subject.iris(p)) {
        match local(iri, ONTOLOGY).and_then(|name| classes.get(name)) {
            Some(class) if class.kind == ClassKind::Entity => found.push(class.name.clone()),
            _ => {
                let message = format!("{}: {} is no class of entities", turtle.short(&subject.iri), turtle.short(iri));
                return Err(turtle.error(&subject.iri, message));
            }
        }
    }
    Ok(found)
}

fn read_relation(
    turtle: &Turtle,
    subject: &Subject,
    name: &str,
    classes: &BTreeMap<String, Class>,
) -> Result<Relation, PackError> {
    let wrong = |message: String| turtle.error(&subject.iri, message);
    let labels = labels(turtle, subject)?;
    let domain = classes_of(turtle, subject, &DOMAIN_INCLUDES, classes)?;
    if domain.is_empty() {
        return Err(wrong(format!("relation '{name}' has no domain: say schema:domainIncludes kg:…")));
    }
    let range = read_range(turtle, subject, name, classes)?;
    let symmetric = subject.is_a(SYMMETRIC);
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    match &range {
        Range::Classes(range) if symmetric && set(range) != set(&domain) => {
            return Err(wrong(format!("relation '{name}' is symmetric, but its domain and range differ")));
        }
        Range::Text | Range::Date if symmetric => {
            return Err(wrong(format!("relation '{name}' is symmetric, but its object is a literal")));
        }
        Range::Classes(_) if !subject.is_a(OBJECT_PROPERTY) => {
            return Err(wrong(format!("relation '{name}' relates entities, but is not an owl:ObjectProperty")));
        }
        _ => {}
    }
    let mut event_classes = subject.iris(EVENT_CLASS).filter_map(|iri| local(iri, ONTOLOGY));
    let event_class = match (event_classes.next(), event_classes.next()) {
        (Some(class), None) => class,
        (None, _) => return Err(wrong(format!("relation '{name}' has no event class: say kg:eventClass kg:…"))),
        (Some(_), Some(_)) => return Err(wrong(format!("relation '{name}' has more than one event class"))),
    };
    if classes.get(event_class).is_none_or(|c| c.kind != ClassKind::Fact) {
        return Err(wrong(format!("relation '{name}': the event class '{event_class}' is no class below kg:Fact")));
    }
    let said_here = subject.iris(INVERSE).filter_map(|iri| local(iri, ONTOLOGY));
    let said_there = turtle.subjects.iter().filter(|s| s.iris(INVERSE).any(|iri| *iri == *subject.iri));
    let inverses: BTreeSet<_> = said_here.chain(said_there.filter_map(|s| local(&s.iri, ONTOLOGY))).collect();
    if inverses.len() > 1 {
        return Err(wrong(format!("relation '{name}' has more than one inverse")));
    }
    let mut wikidata = Vec::new();
    for item in MATCHES.iter().flat_map(|m| subject.iris(m)).filter_map(|iri| local(iri, WIKIDATA)) {
        if !is_wikidata(item, 'P') {
            return Err(wrong(format!("relation '{name}': wd:{item} is not a Wikidata property, as wd:P36 is")));
        }
        wikidata.push(item.to_owned());
    }
    Ok(Relation {
        name: name.to_owned(),
        domain,
        range,
        symmetric,
        inverse: inverses.first().map(|&inverse| inverse.to_owned()),
        event_class: event_class.to_owned(),
        labels,
        comments: texts(turtle, subject, COMMENT, "rdfs:comment")?,
        wikidata,
    })
}

/// An inverse is a property with a label, belongs to one relation, and is not itself a relation: facts are written once.
fn check_inverse(
    relations: &BTreeMap<String, Relation>,
    turtle: &Turtle,
    subject: &Subject,
    relation: &Relation,
) -> Result<(), PackError> {
    let Some(name) = &relation.inverse else { return Ok(()) };
    let wrong = |message: String| Err(turtle.error(&subject.iri, message));
    if relation.symmetric {
        return wrong(format!("'{}' is symmetric and has the inverse '{name}': choose one", relation.name));
    }
    if !matches!(relation.range, Range::Classes(_)) {
        return wrong(format!("'{}' has a literal as its object: it cannot have an inverse", relation.name));
    }
    if let Some(other) = relations.values().find(|r| r.inverse.as_ref() == Some(name)) {
        return wrong(format!("'{name}' is the inverse of both '{}' and '{}'", other.name, relation.name));
    }
    // Its being declared at all was checked with all other references.
    let Some(inverse) = turtle.get(&format!("{ONTOLOGY}{name}")) else { return Ok(()) };
    labels(turtle, inverse)?;
    if inverse.is_a(RELATION) {
        return Err(turtle.error(
            &inverse.iri,
            format!(
                "'{name}' is an inverse, so that it cannot be a kg:Relation: facts are written once, with '{}'",
                relation.name
            ),
        ));
    }
    if !inverse.is_a(OBJECT_PROPERTY) {
        return Err(turtle.error(&inverse.iri, format!("the inverse '{name}' is not an owl:ObjectProperty")));
    }
    Ok(())
}

/// Classes, or the one datatype of a literal.
fn read_range(
    turtle: &Turtle,
    subject: &Subject,
    name: &str,
    classes: &BTreeMap<String, Class>,
) -> Result<Range, PackError> {
    let listed: Vec<_> = RANGE_INCLUDES.iter().flat_map(|p| subject.iris(p)).collect();
    match listed[..] {
        [] => Err(turtle.error(
            &subject.iri,
            format!(
                "relation '{name}' has no range: say schema:rangeIncludes kg:…, or rdfs:range edtf:EDTF or rdfs:Literal"
            ),
        )),
        [one] if DATES.contains(&one) => Ok(Range::Date),
        [one] if TEXTS.contains(&one) => Ok(Range::Text),
        _ => classes_of(turtle, subject, &RANGE_INCLUDES, classes).map(Range::Classes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::PackFiles;

    const GOOD: &str = "\
@prefix kg: <https://kg.example/o/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
kg:Relation a rdfs:Class .
kg:eventClass a owl:AnnotationProperty .
kg:Entity a owl:Class ; rdfs:label \"entity\"@en .
kg:Fact a owl:Class ; rdfs:label \"fact\"@en .
kg:Town a owl:Class ; rdfs:subClassOf kg:Entity ; rdfs:label \"town\"@en .
kg:Sale a owl:Class ; rdfs:subClassOf kg:Fact ; rdfs:label \"sale\"@en .
kg:sold a owl:ObjectProperty , kg:Relation ; owl:inverseOf kg:soldBy ;
    schema:domainIncludes kg:Town ; schema:rangeIncludes kg:Entity ; kg:eventClass kg:Sale ;
    rdfs:label \"sold\"@en , \"賣\"@zh-Hant ; rdfs:comment \"To sell.\"@en ; skos:closeMatch wd:P36 .
kg:soldBy a owl:ObjectProperty ; rdfs:label \"sold by\"@en .
kg:day a owl:DatatypeProperty , kg:Relation ; rdfs:range <http://id.loc.gov/datatypes/edtf/EDTF> ;
    schema:domainIncludes kg:Town ; kg:eventClass kg:Sale ; rdfs:label \"day\"@en .
kg:near a owl:ObjectProperty , kg:Relation , owl:SymmetricProperty ;
    schema:domainIncludes kg:Town ; schema:rangeIncludes kg:Town ; kg:eventClass kg:Sale ; rdfs:label \"near\"@en .
";

    fn load(text: &str) -> Result<Ontology, PackError> {
        let texts = [("history.ttl".to_owned(), text.to_owned())].into();
        Ontology::load(&PackFiles { root: "my/".to_owned(), texts })
    }

    #[test]
    fn reads_relations_with_all_that_is_said_of_them() {
        let ontology = load(GOOD).expect("a good ontology");
        let sold = &ontology.relations["sold"];
        assert_eq!(sold.domain, ["Town"]);
        assert_eq!(sold.range, Range::Classes(vec!["Entity".to_owned()]));
        assert_eq!(sold.inverse.as_deref(), Some("soldBy"));
        assert_eq!(sold.event_class, "Sale");
        assert_eq!(sold.labels["zh-Hant"], "賣");
        assert_eq!(sold.comments["en"], "To sell.");
        assert_eq!(sold.wikidata, ["P36"]);
        assert!(!sold.symmetric && ontology.relations["near"].symmetric);
        assert_eq!(ontology.relations["day"].range, Range::Date);
        assert_eq!(ontology.turtle, GOOD);
    }

    /// Each row: what is replaced, by what, the line of the error, and words of its message.
    #[test]
    fn every_mistake_has_its_line() {
        let mistakes = [
            ("kg:Town a owl:Class ;", "kg:Town a owl:Class", 11, "is not Turtle"),
            ("@prefix wd:", "@prefix wx:", 15, "is not Turtle"),
            (
                "schema:domainIncludes kg:Town ; schema:rangeIncludes kg:Entity",
                "schema:domainIncludes kg:Twon ; schema:rangeIncludes kg:Entity",
                13,
                "kg:Twon, which is not declared",
            ),
            ("schema:rangeIncludes kg:Entity", "schema:rangeIncludes kg:Sale", 13, "kg:Sale is no class of entities"),
            ("kg:eventClass kg:Sale ;\n    rdfs:label \"sold\"", "rdfs:label \"sold\"", 13, "no event class"),
            (
                "kg:eventClass kg:Sale ; rdfs:label \"day\"",
                "kg:eventClass kg:Town ; rdfs:label \"day\"",
                17,
                "'Town' is no class below kg:Fact",
            ),
            (
                "kg:eventClass kg:Sale ; rdfs:label \"day\"",
                "kg:evntClass kg:Sale ; rdfs:label \"day\"",
                17,
                "kg:evntClass, which is not declared",
            ),
            ("schema:domainIncludes kg:Town ; kg:eventClass", "kg:eventClass", 17, "has no domain"),
            ("; rdfs:range <http://id.loc.gov/datatypes/edtf/EDTF>", "", 17, "has no range"),
            ("schema:rangeIncludes kg:Town", "schema:rangeIncludes kg:Entity", 19, "domain and range differ"),
            (
                "a owl:DatatypeProperty , kg:Relation ;",
                "a kg:Relation , owl:SymmetricProperty ;",
                17,
                "object is a literal",
            ),
            ("kg:near a owl:ObjectProperty ,", "kg:near a", 19, "not an owl:ObjectProperty"),
            ("rdfs:label \"near\"@en", "rdfs:comment \"near\"@en", 19, "has no rdfs:label"),
            ("rdfs:label \"near\"@en", "rdfs:label \"near\"", 19, "has no language tag"),
            ("rdfs:label \"near\"@en", "rdfs:label \" \"@en", 19, "is empty"),
            ("rdfs:label \"near\"@en", "rdfs:label \"near\"@en , \"by\"@en", 19, "second in its language"),
            ("rdfs:label \"town\"@en", "rdfs:comment \"town\"@en", 11, "has no rdfs:label"),
            ("rdfs:label \"sold by\"@en", "rdfs:comment \"sold by\"@en", 16, "has no rdfs:label"),
            ("kg:soldBy a owl:ObjectProperty ;", "kg:soldBy", 16, "not an owl:ObjectProperty"),
            (
                "kg:soldBy a owl:ObjectProperty ;",
                "kg:soldBy a owl:ObjectProperty , kg:Relation ;",
                16,
                "facts are written once",
            ),
            (
                "kg:near a owl:ObjectProperty ,",
                "kg:near owl:inverseOf kg:soldBy ; a owl:ObjectProperty ,",
                19,
                "choose one",
            ),
            ("kg:day a", "kg:day owl:inverseOf kg:soldBy ; a", 17, "cannot have an inverse"),
            ("kg:soldBy a", "kg:near owl:inverseOf kg:sold .\nkg:soldBy a", 13, "more than one inverse"),
            ("rdfs:subClassOf kg:Entity", "rdfs:subClassOf kg:Town", 11, "below itself"),
            ("rdfs:subClassOf kg:Entity", "rdfs:subClassOf kg:sold", 11, "'sold', which is not an owl:Class"),
            ("rdfs:subClassOf kg:Entity ;", "", 11, "neither kg:Entity nor kg:Fact"),
            ("rdfs:subClassOf kg:Entity", "rdfs:subClassOf kg:Entity , kg:Fact", 11, "both kg:Entity and kg:Fact"),
            ("wd:P36", "wd:Q36", 13, "not a Wikidata property"),
        ];
        for (good, bad, line, words) in mistakes {
            assert_eq!(GOOD.matches(good).count(), 1, "{good:?} stands once");
            let error = load(&GOOD.replace(good, bad)).expect_err(words);
            assert!(error.message.contains(words), "{error} should say {words:?}");
            assert_eq!((error.file.as_str(), error.line), ("my/history.ttl", line), "{error}");
        }
    }

    #[test]
    fn a_pack_without_ontology_is_an_error() {
        let error = Ontology::load(&PackFiles { root: String::new(), texts: Default::default() }).expect_err("no file");
        assert_eq!((error.file.as_str(), error.line), ("history.ttl", 0));
    }
}
