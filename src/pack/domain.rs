//! Which classes and relations play which part for the engine, read from `domain.toml`.
//!
//! The engine speaks of *actors*, *polities*, *agreements*; the domain says what these are called in its ontology.

use super::{Ontology, PackError, PackFiles, files::line_of};
use serde::Deserialize;

const FILE: &str = "domain.toml";

/// The parts that classes play.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    pub actors: Vec<String>,
    pub agents: Vec<String>,
    pub polity: String,
    pub person: String,
    pub place: String,
    pub territory: Vec<String>,
    pub agreement: String,
    pub happenings: Vec<String>,
    pub office: String,
    pub war: String,
    pub revolt: String,
    pub sent: Vec<String>,
    pub offices_of: Vec<String>,
}

/// The parts that relations play.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relations {
    pub hostile: Vec<String>,
    pub overcomes: Vec<String>,
    pub still: Vec<String>,
    pub leads: String,
    pub allies: String,
    pub falls: String,
    pub begins: String,
    pub founds: String,
    pub destroys: String,
    pub dies: String,
    pub takes_part: String,
    pub appoints: String,
    pub rebels: String,
    pub concludes: String,
    pub stipulated: Vec<String>,
    pub dependence: Vec<String>,
    pub measured: Vec<String>,
    pub takes: Vec<String>,
    pub paid: Vec<String>,
    pub lasting: Vec<String>,
    pub subjection: Vec<String>,
    pub parent: String,
    pub siblings: String,
    pub spouses: String,
}

/// What the engine needs to know of a domain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    pub classes: Classes,
    pub relations: Relations,
}

impl Domain {
    /// Reads `domain.toml` and checks its names against the ontology.
    pub fn load(files: &PackFiles, ontology: &Ontology) -> Result<Domain, PackError> {
        let text = files.required(FILE)?;
        let domain: Domain = toml::from_str(text).map_err(|e| files.toml_error(FILE, text, &e))?;
        let (c, r) = (&domain.classes, &domain.relations);
        let lists = [&c.actors, &c.agents, &c.territory, &c.happenings, &c.sent, &c.offices_of];
        let single = [&c.polity, &c.person, &c.place, &c.agreement, &c.office, &c.war, &c.revolt];
        for class in lists.into_iter().flatten().chain(single) {
            if !ontology.classes.contains_key(class) {
                return Err(unknown(files, text, "class", class));
            }
        }
        let bounds = [&r.begins, &r.founds, &r.destroys];
        let single =
            [&r.leads, &r.allies, &r.falls, &r.appoints, &r.rebels, &r.concludes, &r.parent, &r.siblings, &r.spouses];
        let single = single.into_iter().chain([&r.dies, &r.takes_part]);
        let depends = [&r.dependence, &r.measured, &r.paid, &r.takes];
        let lists =
            [&r.hostile, &r.overcomes, &r.still, &r.stipulated, &r.lasting, &r.subjection].into_iter().chain(depends);
        for relation in lists.flatten().chain(single).chain(bounds) {
            if !ontology.relations.contains_key(relation) {
                return Err(unknown(files, text, "relation", relation));
            }
        }
        Ok(domain)
    }

    pub fn is_actor(&self, class: &str) -> bool {
        self.classes.actors.iter().any(|c| c == class)
    }

    pub fn is_agent(&self, class: &str) -> bool {
        self.classes.agents.iter().any(|c| c == class)
    }

    pub fn is_territory(&self, class: &str) -> bool {
        self.classes.territory.iter().any(|c| c == class)
    }

    pub fn is_happening(&self, class: &str) -> bool {
        self.classes.happenings.iter().any(|c| c == class)
    }

    pub fn is_sent(&self, class: &str) -> bool {
        self.classes.sent.iter().any(|c| c == class)
    }

    pub fn is_hostile(&self, relation: &str) -> bool {
        self.relations.hostile.iter().any(|r| r == relation)
    }

    /// Whether a relation says that one stands, or no longer stands, under another.
    pub fn is_dependence(&self, relation: &str) -> bool {
        self.relations.dependence.iter().any(|r| r == relation)
    }

    /// Whether land is what a relation is about, rather than who holds it.
    pub fn takes(&self, relation: &str) -> bool {
        self.relations.takes.iter().any(|r| r == relation)
    }

    /// Whether a quantity of a unit can be how much a relation speaks of: land is measured, an indemnity is paid in money.
    pub fn counts(&self, relation: &str, unit: &str) -> bool {
        let money = !matches!(unit, "km2" | "km" | "m" | "kg" | "person");
        match relation {
            r if self.relations.measured.iter().any(|m| m == r) => unit == "km2",
            r if self.relations.paid.iter().any(|m| m == r) => money,
            _ => true,
        }
    }

    /// Whether who acts has the better of whom it acts on.
    pub fn overcomes(&self, relation: &str) -> bool {
        self.relations.overcomes.iter().any(|r| r == relation)
    }

    pub fn is_still(&self, relation: &str) -> bool {
        self.relations.still.iter().any(|r| r == relation)
    }

    pub fn is_lasting(&self, relation: &str) -> bool {
        self.relations.lasting.iter().any(|r| r == relation)
    }

    /// Whether its subject serves its object.
    pub fn is_subjection(&self, relation: &str) -> bool {
        self.relations.subjection.iter().any(|r| r == relation)
    }

    pub fn is_stipulated(&self, relation: &str) -> bool {
        self.relations.stipulated.iter().any(|r| r == relation)
    }
}

fn unknown(files: &PackFiles, text: &str, what: &str, name: &str) -> PackError {
    let line = text.find(&format!("\"{name}\"")).map_or(0, |at| line_of(text, at));
    files.error(FILE, line, format!("unknown {what} `{name}`: history.ttl has none of that name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_an_error_with_its_line() {
        let mut files = PackFiles::built_in();
        let ontology = Ontology::load(&files).unwrap();
        let text = files.texts[FILE].replace("polity = \"State\"", "polity = \"Realm\"");
        files.texts.insert(FILE.into(), text.clone());
        let error = Domain::load(&files, &ontology).unwrap_err();
        let line = text.lines().position(|l| l.contains("Realm")).unwrap() + 1;
        assert_eq!((error.file.as_str(), error.line), (FILE, line));
        assert!(error.message.contains("unknown class `Realm`"), "{error}");
    }

    #[test]
    fn the_built_in_domain_loads() {
        let files = PackFiles::built_in();
        let domain = Domain::load(&files, &Ontology::load(&files).unwrap()).unwrap();
        assert!(domain.is_actor("Person") && !domain.is_actor("Treaty"));
        assert!(domain.is_hostile("invaded") && !domain.is_hostile("locatedIn"));
    }
}
