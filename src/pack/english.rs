//! How names look in a language of words with spaces between them, read from `<lang>/names.toml`.
//!
//! - A *head* is the common word of a name that tells its class: treaty, khanate, river. `of` heads stand before the rest
//!   of a name (Treaty of Paris), `after` heads behind it (Paris Treaty).
//! - A *title* stands before the name of a person, an *office* is held by one.
//! - A *force* or *body* is the army or government of a polity, and is that polity where it acts.
//!
//! Lists in the file are phrases between commas or line ends. They are matched in lower case.

use super::{PackError, PackFiles};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A list as the file has it: phrases between commas or line ends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "String")]
pub struct Phrases(pub Vec<String>);

impl From<String> for Phrases {
    fn from(text: String) -> Self {
        let phrases = text.split([',', '\n']).map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut list: Vec<String> = phrases.filter(|p| !p.is_empty()).map(|p| p.to_lowercase()).collect();
        list.sort();
        list.dedup();
        Phrases(list)
    }
}

/// The classes of the ontology that the code speaks of by their part in naming.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    pub polity: String,
    pub place: String,
    pub people: String,
    pub person: String,
    pub office: String,
    pub army: String,
    pub treaty: String,
    /// What is known by its initials.
    pub abbreviated: String,
    /// What is a name but shows no class.
    pub unknown: String,
}

/// Common words of names of one class.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub class: String,
    /// Heads before the rest of the name, capital or not: battle of X.
    #[serde(default)]
    pub of: Phrases,
    /// The same, but only with a capital letter: Bank of X.
    #[serde(default)]
    pub of_capital: Phrases,
    /// Heads behind the rest of the name, capital or not.
    #[serde(default)]
    pub after: Phrases,
    /// The same, but only with a capital letter.
    #[serde(default)]
    pub after_capital: Phrases,
    /// Heads before the rest of the name with nothing between: Lake X.
    #[serde(default)]
    pub before: Phrases,
}

/// Words of persons' names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    /// Before a name: general, sultan, sir.
    pub titles: Phrases,
    /// Given names that leave no doubt.
    pub given: Phrases,
    /// Behind a name, as part of it: khan, pasha.
    pub endings: Phrases,
    /// Titles, kin and given names of women; of men.
    pub female: Phrases,
    pub male: Phrases,
    /// What surnames end in.
    pub surnames: Phrases,
    /// Small words inside names: de, von, bin.
    pub particles: Phrases,
    /// After "the" behind a name, with a capital: X the Great.
    pub epithets: Phrases,
    /// After a name in commas or brackets, or after a possessive: brother, widow.
    pub kin: Phrases,
    /// Before a name: of whom is spoken is a person.
    pub before: Phrases,
    /// Before a name of several words: who is beaten is a person.
    pub beaten: Phrases,
    /// Behind a name: verbs and words that only persons have.
    pub after: Phrases,
    /// Behind a possessive: death, reign.
    pub owned: Phrases,
}

/// Words of offices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offices {
    pub heads: Phrases,
    /// Heads of whole states: what they are over is a state.
    pub sovereign: Phrases,
    /// Holders of a part of a state, a town or a see: what they are over is a place.
    pub landed: Phrases,
    /// What ministers are over, which is no name: interior, finance.
    pub fields: Phrases,
    /// Heads that are offices only with what they are over: ruler of X.
    pub weak: Phrases,
    /// Military ranks: before a name in full they say what its bearer was.
    #[serde(default)]
    pub ranks: Phrases,
    /// Before a head, as part of the office.
    pub modifiers: Phrases,
    /// Words after which an office is told: became, appointed.
    pub after: Phrases,
}

/// What stands beside adjectives of polities and peoples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actors {
    /// The polity itself: troops, army, government.
    pub bodies: Phrases,
    /// Between the adjective and the body.
    pub between: Phrases,
    /// A group of people of its own: settlers, tribes.
    pub groups: Phrases,
    /// Endings that make an adjective or the name of people of a name.
    pub suffixes: Phrases,
    /// Endings of adjectives that stand for all people of a polity: the British, the Chinese.
    pub collective: Phrases,
    /// Verbs that do not show by their ending that they are verbs: took, fought.
    pub verbs: Phrases,
    /// First parts of compound adjectives, which are no names by themselves: anglo.
    pub prefixes: Phrases,
}

/// Words beside the names of places, and verbs that take them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Before the name of a place: a part of it.
    pub directions: Phrases,
    /// What names of places end in.
    pub endings: Phrases,
    /// What names of places with small words in them begin with: Prairie du Chien.
    pub openers: Phrases,
    pub before: Phrases,
    /// Common words for a place, before "of X" or beside a name: city, village.
    pub kinds: Phrases,
    pub after: Phrases,
    /// Verbs and nouns that take a place: captured, besieged.
    pub verbs: Phrases,
}

/// Words beside the names of peoples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peoples {
    pub after: Phrases,
    pub before: Phrases,
}

/// Treaties that have no name of their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pacts {
    /// Common words for a treaty.
    pub words: Phrases,
    /// Verbs by which one is made, in the forms in which they stand.
    pub verbs: Phrases,
}

/// Small words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Small {
    /// Words with a capital at the beginning of a sentence that begin no name.
    pub function: Phrases,
    /// Capitalised words that are no names: months, days, centuries.
    pub never: Phrases,
    /// Before a name as part of it: first, grand.
    pub ordinals: Phrases,
    /// Endings of capitalised words that name no thing: -ism.
    pub common: Phrases,
    /// Words that are shortened with a full stop.
    pub short: Phrases,
    /// Last parts of adjectives with a hyphen, besides participles in -ed: style, held.
    pub hyphenated: Phrases,
}

/// What things of a class are called where a text says what they are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    pub class: String,
    pub words: Phrases,
}

/// How names look in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordNames {
    pub class: Classes,
    pub small: Small,
    #[serde(rename = "form")]
    pub forms: Vec<Form>,
    pub person: Persons,
    pub office: Offices,
    pub actor: Actors,
    pub place: Places,
    pub people: Peoples,
    #[serde(default)]
    pub pact: Pacts,
    #[serde(rename = "hint")]
    pub hints: Vec<Hint>,
    /// Adjectives that are not made by rule, by a name of the gazetteer.
    #[serde(rename = "adjective")]
    pub adjectives: BTreeMap<String, Phrases>,
}

impl WordNames {
    /// Reads `<lang>/names.toml`.
    pub fn load(files: &PackFiles, lang: &str) -> Result<WordNames, PackError> {
        let path = format!("{lang}/names.toml");
        let text = files.required(&path)?;
        toml::from_str(text).map_err(|e| files.toml_error(&path, text, &e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_names_load_for_english() {
        let names = WordNames::load(&PackFiles::built_in(), "en").expect("en/names.toml is well formed");
        assert!(names.forms.iter().any(|f| f.class == names.class.treaty));
    }

    #[test]
    fn phrases_are_lower_case_and_each_stands_once() {
        let phrases = Phrases::from("Prime  Minister, emir\n Emir,".to_owned());
        assert_eq!(phrases.0, ["emir", "prime minister"]);
    }

    #[test]
    fn a_mistake_says_its_line() {
        let texts = [("en/names.toml".to_owned(), "[class]\npolity = 3\n".to_owned())].into();
        let error = WordNames::load(&PackFiles { root: String::new(), texts }, "en").expect_err("a number is no class");
        assert_eq!(error.line, 2);
    }
}
