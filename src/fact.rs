//! What extraction gives back for one document: entities, facts about them, and the evidence for each.
//!
//! A [`Fact`] is what one document states once, however often it repeats it. Everything here is plain data, owns its
//! strings, and can be written to and read from JSON, so that an [`Extraction`] outlives its document.

use crate::document::Lang;
use crate::span::{Byte, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A day of the proleptic Gregorian calendar. Years are astronomical: 0 is 1 BC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day {
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl fmt::Display for Day {
    /// As `xsd:date` and EDTF write it: `1881-02-24`, `-0217-03-01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.abs(), self.month, self.day)
    }
}

/// The calendar in which the source gives a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Calendar {
    Gregorian,
    Julian,
    Chinese,
}

/// When something happened or held, as exactly as the text says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Time {
    /// The first day on which it can have happened or begun.
    pub earliest: Day,
    /// The last day on which it can have happened or begun.
    pub latest: Day,
    /// For something with a length: the first and last day on which it can have ended. `None` within an open
    /// interval (`1842/..`) too.
    pub end: Option<(Day, Day)>,
    /// EDTF level 0 to 1: `1864-10`, `1877/1878`, `1842/..`, `18XX`, `1840~`.
    pub edtf: String,
    pub calendar: Calendar,
    /// A Chinese date as it stands: `光緒七年正月二十六日`.
    pub era: Option<String>,
}

impl Time {
    /// So many years back an open beginning (`../1917`) is looked for.
    const OPEN_YEARS: i32 = 100;

    /// The day from which on something is taken to have begun of which only the end is told; `end` is the first day on
    /// which it can have ended.
    pub fn open_start(end: Day) -> Day {
        Day { year: end.year - Time::OPEN_YEARS, month: 1, day: 1 }
    }
}

/// A quantity in one canonical unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// A plain decimal number: `440000`.
    pub value: String,
    /// `km2`, `km`, `m`, `kg`, `person`, or a currency: `ruble`, `tael`, `pound`, …
    pub unit: String,
    /// The words: `44萬平方公里`.
    pub text: String,
}

/// A name and the language tag it is known to be in (`zh-Hant`, `zh-Hans`, `en`, …); `None` where the form does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    pub text: String,
    pub lang: Option<String>,
}

/// A thing that takes part in a fact, as one document knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is called first: the gazetteer's name, the linked page's title, or the fullest name in the document.
    pub title: String,
    /// A class of the ontology: `State`, `Person`, …
    pub class: String,
    /// Every name known for it, the mentions in this document included, sorted; the title too.
    pub names: Vec<Name>,
    /// Whether `title` is the name of a gazetteer entry.
    pub gazetteer: bool,
    /// The page on the document's own wiki, where a link or the document itself says so.
    pub page: Option<String>,
}

/// What stands at the end of a relation or qualifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Term {
    /// An index into [`Extraction::entities`].
    Entity(usize),
    /// A name or a number. A date stands here in EDTF.
    Literal(String),
}

/// Whether the text affirms the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    #[default]
    Affirmed,
    /// Said not to be so, or to have failed.
    Negated,
    /// Wanted, planned, threatened, attempted.
    Intended,
    /// Asked for, ordered.
    Demanded,
    /// Under a condition, or a possibility.
    Hypothetical,
    /// Somebody's words, a rumour.
    Reported,
}

/// How a role of a fact was filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleEvidence {
    /// `s`, `o`, `time`, `place`, `to`, `treaty`, `leader`, `position`, `amount`.
    pub role: String,
    /// Where the words stand that fill it, in the plain text.
    pub span: Span,
    pub words: String,
    /// In plain words: `subject of the clause`, `carried over from the clause before`, `雙方 = …`.
    pub how: String,
}

/// One sentence that states a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The shortest stretch that states it, in code points of the plain text.
    pub quote: Span,
    pub quote_text: String,
    /// The same stretch in bytes of the source file, markup included.
    pub bytes: Span<Byte>,
    /// The line of the file on which the quote starts, from 1.
    pub line: u32,
    /// The sentence around it.
    pub sentence: Span,
    pub sentence_text: String,
    /// Up to 32 code points before and after the quote.
    pub prefix: String,
    pub suffix: String,
    /// `zh/ceded/active`: language, rule file, rule.
    pub rule: String,
    pub roles: Vec<RoleEvidence>,
    /// How the time came about, where there is one.
    pub time_how: Option<String>,
    /// In percent.
    pub confidence: u8,
}

/// What a document states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// A relation of the ontology: `ceded`.
    pub relation: String,
    /// An index into [`Extraction::entities`], as are `place`, `to`, `treaty` and `leader`.
    pub subject: usize,
    pub object: Term,
    pub time: Option<Time>,
    pub place: Option<usize>,
    pub to: Option<usize>,
    pub treaty: Option<usize>,
    pub leader: Option<usize>,
    pub position: Option<Term>,
    pub amount: Option<Amount>,
    pub status: Status,
    /// At least one; the one that says most comes first.
    pub evidence: Vec<Evidence>,
}

/// What is kept of a document besides its facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentInfo {
    pub title: String,
    pub lang: Lang,
    pub path: String,
    pub url: Option<String>,
    pub sha256: String,
    /// The plain text that the offsets count.
    pub text: String,
}

/// All that one document gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    pub document: DocumentInfo,
    pub entities: Vec<Entity>,
    pub facts: Vec<Fact>,
}
