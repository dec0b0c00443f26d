//! The account of a fact: which sentences state it, where they stand, and how each role was filled.

use super::rows::{Description, Lookup, term_text};
use super::{Reader, StoreError};
use crate::graph::quads::unit_code;
use crate::graph::vocab::{dcterms, oa};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, TermRef,
};

/// A fact with everything that is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    pub iri: String,
    pub subject: String,
    pub relation: String,
    pub object: String,
    /// EDTF.
    pub time: Option<String>,
    pub status: String,
    /// The other things that the fact node says, by the local name of the property.
    pub qualifiers: Vec<(String, String)>,
    /// By document and place in it.
    pub testimonies: Vec<Testimony>,
}

/// One sentence that states the fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Testimony {
    pub document: String,
    pub path: String,
    pub line: usize,
    pub sentence: String,
    /// Where the quote stands in the sentence, in code points.
    pub quote: (usize, usize),
    pub quote_text: String,
    pub polarity: String,
    pub rule: String,
    pub confidence: usize,
    /// The time as this document states it, the words, and how it came about.
    pub time: Option<String>,
    pub date_text: Option<String>,
    pub time_how: Option<String>,
    pub era: Option<String>,
    pub roles: Vec<RoleWords>,
}

/// The words that fill a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleWords {
    pub role: String,
    pub words: String,
    pub how: String,
    /// Where the words start in the document, in code points.
    pub start: usize,
}

/// Roles in the order in which they are told.
const ROLES: &[&str] = &["s", "o", "time", "to", "place", "treaty", "leader", "position", "amount"];
const QUALIFIERS: &[&str] = &["to", "place", "treaty", "leader", "position"];

impl Lookup<'_> {
    /// What a graph says of a node.
    fn describe_in(&self, node: &NamedNode, graph: GraphNameRef<'_>) -> Result<Description, StoreError> {
        let subject = Some(NamedOrBlankNodeRef::from(node));
        let quads = self.reader().store().quads_for_pattern(subject, None, None, Some(graph));
        Ok(Description::new(quads.map(|q| q.map(|q| (q.predicate, q.object))).collect::<Result<_, _>>()?))
    }

    /// The name of a thing, or the text of a literal.
    fn title(&self, term: &oxigraph::model::Term) -> Result<String, StoreError> {
        match term {
            oxigraph::model::Term::NamedNode(node) => Ok(self.entity(node.as_str())?.title().to_owned()),
            other => Ok(term_text(other)),
        }
    }

    /// The facts that a thing takes part in, in whatever role.
    pub fn facts_with(&self, entity: &NamedNode) -> Result<Vec<NamedNode>, StoreError> {
        let below = format!("{}f/", self.reader().namespaces().base());
        let object = Some(TermRef::from(entity));
        let mut facts = Vec::new();
        for quad in self.reader().store().quads_for_pattern(None, None, object, Some(GraphNameRef::DefaultGraph)) {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject
                && subject.as_str().starts_with(&below)
            {
                facts.push(subject);
            }
        }
        facts.sort();
        facts.dedup();
        Ok(facts)
    }

    /// The facts with this relation between any of these subjects and objects; an object may also be a literal.
    pub fn facts_between(
        &self,
        subject: &NamedNode,
        relation: &NamedNode,
        object: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<NamedNode>, StoreError> {
        let mut found = Vec::new();
        for fact in self.facts_with(subject)? {
            let node = self.describe(fact.as_ref())?;
            let is = |p: NamedNodeRef<'_>, n: &NamedNode| node.text(&p.into_owned()).as_deref() == Some(n.as_str());
            let o = node.text(&rdf::OBJECT.into_owned()).unwrap_or_default();
            let s = node.text(&rdf::SUBJECT.into_owned()).unwrap_or_default();
            // Symmetric facts are written one way round only.
            let fits = (is(rdf::SUBJECT, subject) && object(&o)) || (is(rdf::OBJECT, subject) && object(&s));
            if fits && is(rdf::PREDICATE, relation) {
                found.push(fact);
            }
        }
        Ok(found)
    }

    /// The account of a fact without its testimonies.
    pub fn summary(&self, fact: &NamedNode) -> Result<Account, StoreError> {
        let node = self.describe(fact.as_ref())?;
        let name = |p: NamedNodeRef<'_>| node.get(&p.into_owned()).map_or(Ok(String::new()), |t| self.title(t));
        let local =
            |iri: Option<String>| iri.map(|i| i.rsplit('/').next().unwrap_or_default().to_owned()).unwrap_or_default();
        let mut qualifiers = Vec::new();
        for role in QUALIFIERS {
            for term in node.all(&self.kg(role)) {
                qualifiers.push(((*role).to_owned(), self.title(term)?));
            }
        }
        if let Some(amount) = node.text(&self.kg("amount")) {
            let unit = node.text(&self.kg("unit")).unwrap_or_default();
            let unit = unit_code(&unit, self.reader().namespaces()).unwrap_or(&unit).to_owned();
            qualifiers.push(("amount".to_owned(), format!("{amount} {unit}")));
        }
        Ok(Account {
            iri: fact.as_str().to_owned(),
            subject: name(rdf::SUBJECT)?,
            relation: local(node.text(&rdf::PREDICATE.into_owned())),
            object: name(rdf::OBJECT)?,
            time: node.text(&self.kg("edtf")),
            status: local(node.text(&self.kg("status"))),
            qualifiers,
            testimonies: Vec::new(),
        })
    }

    /// The account of a fact.
    pub fn account(&self, fact: &NamedNode) -> Result<Account, StoreError> {
        let mut account = self.summary(fact)?;
        let bodies = self.reader().store().quads_for_pattern(None, Some(oa::HAS_BODY), Some(fact.into()), None);
        for quad in bodies {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(evidence), GraphName::NamedNode(graph)) =
                (quad.subject, quad.graph_name)
            {
                account.testimonies.push(self.testimony(&evidence, &graph)?);
            }
        }
        account.testimonies.sort();
        Ok(account)
    }

    fn testimony(&self, evidence: &NamedNode, graph: &NamedNode) -> Result<Testimony, StoreError> {
        let name = GraphNameRef::from(graph);
        let node = self.describe_in(evidence, name)?;
        let document = self.describe_in(graph, name)?;
        let follow = |from: &Description, p: NamedNodeRef<'_>| -> Result<Vec<Description>, StoreError> {
            let p = p.into_owned();
            let nodes = from.all(&p).filter_map(|t| match t {
                oxigraph::model::Term::NamedNode(node) => Some(node.clone()),
                _ => None,
            });
            nodes.map(|n| self.describe_in(&n, name)).collect()
        };
        let mut selectors = Vec::new();
        for target in follow(&node, oa::HAS_TARGET)? {
            selectors.extend(follow(&target, oa::HAS_SELECTOR)?);
        }
        let number = |p: NamedNodeRef<'_>| selectors.iter().map(|s| s.number(&p.into_owned())).max().unwrap_or(0);
        let (start, end) = (number(oa::START), number(oa::END));
        let mut roles: Vec<RoleWords> = follow(&node, self.kg("role").as_ref())?
            .iter()
            .map(|r| RoleWords {
                role: r.text(&self.kg("roleName")).unwrap_or_default(),
                words: r.text(&self.kg("words")).unwrap_or_default(),
                how: r.text(&self.kg("how")).unwrap_or_default(),
                start: r.number(&oa::START.into_owned()),
            })
            .collect();
        let place = |r: &RoleWords| ROLES.iter().position(|known| *known == r.role).unwrap_or(ROLES.len());
        roles.sort_by_key(|r| (place(r), r.start));
        let rules = format!("{}rule/", self.reader().namespaces().base());
        let rule = node.text(&self.kg("rule")).unwrap_or_default();
        let sentence = node.text(&self.kg("sentence")).unwrap_or_default();
        let length = sentence.chars().count();
        let in_sentence = |at: usize| at.saturating_sub(node.number(&self.kg("sentenceStart"))).min(length);
        Ok(Testimony {
            document: document.text(&dcterms::TITLE.into_owned()).unwrap_or_default(),
            path: document.text(&self.kg("path")).unwrap_or_default(),
            line: node.number(&self.kg("line")),
            quote: (in_sentence(start), in_sentence(end)),
            quote_text: selectors.iter().find_map(|s| s.text(&oa::EXACT.into_owned())).unwrap_or_default(),
            sentence,
            polarity: node
                .text(&self.kg("polarity"))
                .unwrap_or_default()
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            rule: rule.strip_prefix(&rules).unwrap_or(&rule).to_owned(),
            confidence: node.number(&self.kg("confidence")),
            time: node.text(&self.kg("edtf")),
            date_text: node.text(&self.kg("dateText")),
            time_how: node.text(&self.kg("timeHow")),
            era: node.text(&self.kg("era")),
            roles,
        })
    }

    fn reader(&self) -> &Reader {
        self.reader
    }
}
