//! Rules: how a language says a relation. One file a relation, `<lang>/<relation>.toml`, with its own examples.
//!
//! - A **frame** is a verb and its roles. It lists *triggers* (verbs) and says which *slot* of the clause fills each
//!   role. The engine works out the slots, passives and coverbs included, so a frame does not spell out word order.
//! - A **pattern** is a shape of words around names: a regular expression over a sentence in which every mention is one
//!   symbol. `{s:State}` stands for a mention of that class, `{s+:State}` for a list of them, `{time}` for a date,
//!   `{amount}` for a quantity, `(?<o>…)` captures words.
//!   `{~8}` stands for up to 8 characters without a stop or a mention, `{&also}` for the piece `also` of `grammar.toml`.
//! - A **list** reads items under a heading, a **table** reads rows under headers.
//! - An **example** is a sentence with the facts that it gives, or with none.

mod load;
mod shape;

pub use load::load;
pub use shape::{AMOUNT, PRONOUN, Pieces, THING, TIME, class_symbol, compile, expand, last_line};

use serde::Deserialize;
use std::collections::BTreeMap;

/// Where in a clause a role is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// Who acts: the subject, or the agent of a passive.
    Subject,
    /// The subject of the very segment; where it has none, the page's topic, unless it speaks of something else.
    OwnSubject,
    /// The subject, where the sentence names it.
    NamedSubject,
    /// Who or what is acted on: the object, or the subject of a passive.
    Object,
    /// Who acts together with, or opposite, the subject (與…).
    With,
    /// At whom or what the act is directed (對…, 向…).
    Toward,
    /// Who receives (給…, 予…).
    Receiver,
    /// Where (在…, 於…).
    At,
    /// From where (從…, 自…).
    From,
    /// What the object becomes or is named (…為…).
    As,
    /// Who leads (在…率領下, 由…率領).
    Leader,
    /// The last place or state that an act in this sentence was about.
    LastPlace,
    /// The one whom the act before was done to.
    LastObject,
    /// What the page is about.
    Title,
    /// The polity that a monarch's own name tells: whose era it holds, or whose name it begins with: 道光帝, 後唐莊宗.
    NamedRealm,
    /// The land of which a monarch's title begins with the name: 于闐王.
    NamedLand,
    /// A treaty that stands in the same sentence.
    Treaty,
    /// The treaty named last in the paragraph.
    LastTreaty,
    /// The treaty whose terms are told: named before the verb, or the text goes by it (根據條約, 第六條).
    Stipulation,
    /// The treaty that the section or the page is about, where the clause only says "a treaty".
    TreatyTitle,
    /// Whom the subject was last at odds with.
    Opponent,
    /// The other of the two sides.
    Partner,
    /// A place among what modifies the subject: 伊犁 in 伊犁回民叛亂.
    ModifierPlace,
    /// The subject of a verb that has no object.
    IntransitiveSubject,
    /// Who appointed somebody last.
    Government,
    /// The two sides, where nobody else is named.
    Pair,
    /// The treaty that the page is about, where the clause names no object.
    TopicTreaty,
    /// A place that an act in this very sentence was about.
    PlaceHere,
    /// The states whose short forms the object's name starts with: 中俄北京條約, 英阿戰爭.
    Parties,
    /// The name that stands right before the phrase, or before the bracket that it stands in: 《甲》又稱《乙》.
    Beside,
    /// Places whose names stand in the name of the other end: 伊犁 in 伊犁叛亂.
    NamedPlaces,
    /// What is said of the subject or object: became *king*, was appointed *governor*. English only.
    Complement,
    /// After "against". English only.
    Against,
    /// After "into": marched into…. English only.
    Into,
    /// After "over": victory over…. English only.
    Over,
    /// After "for". English only.
    For,
    /// After "in" or "during" where no place is meant: took part in…. English only.
    In,
    /// After "between": …between A and B. English only.
    Between,
    /// What the subject was last said to rule, in a pattern that captures the subject. English only.
    Realm,
    /// What possesses the subject or object, or "of" it: the emir *of Bukhara*. English only.
    Of,
    /// Who acted against the object earlier in the sentence, where a passive names no agent: 被擊敗.
    Unnamed,
    /// All who fought each other in this sentence: 是為某戰役.
    Combatants,
    /// The object that stands before the verb: 將某地納入….
    Moved,
    /// The polity that the page is about, where the clause names no object: 某國入侵.
    TopicPolity,
    /// Those with whom the subject joined forces in this sentence.
    Allies,
    /// Who acts against the other end, as this sentence or the one before tells: 某軍來襲，某軍奮勇抵抗.
    Adversary,
    /// Who is left out before a verb without an object, and goes on from the clause before: …，大敗而逃.
    ElidedSubject,
    /// Whom the subject was said to serve.
    Overlord,
    /// The polity or place that the page is about, where a passive at the opening of a sentence names no patient.
    TopicLand,
    /// Who has the better in this sentence, where a passive names nobody else: 擊敗某軍，某將被俘.
    Taker,
    /// The polity against which others were last said to rebel: …亦起兵響應.
    AgainstWhom,
    /// The place or state to which the subject was last said to have gone with its troops.
    Foothold,
    /// The battle that a clause before has named, while nothing else has happened since: 爆發某戰役，某軍擊敗….
    BattleHere,
    /// The revolt that was spoken of last, in this sentence or the one before.
    LastRevolt,
    /// Under whom the subject stood, as the page has said, or from whom the one told of before got free: 甲脫離丙，乙也獨立.
    Suzerain,
    /// Who has the help that a pattern tells: before it in its clause, right behind it, or the subject carried over.
    Served,
}

/// How a role is filled: the first slot that has something of an admitted class.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    pub from: Vec<Slot>,
    /// Narrower than what the ontology admits; empty: as the ontology says.
    #[serde(default)]
    pub class: Vec<String>,
    /// All slots together instead of the first.
    #[serde(default)]
    pub union: bool,
    /// The fact holds without it.
    #[serde(default)]
    pub optional: bool,
    /// Nouns for power by which whoever has it is meant too: British *rule*. English only.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Only by one of `nouns`.
    #[serde(default)]
    pub through: bool,
}

/// A verb and its roles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub name: String,
    #[serde(default)]
    pub triggers: Vec<String>,
    /// Nouns that say the same as the verbs: the invasion of … by …. English only.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// A passive without its agent may be the act of who acted before in the paragraph. English only.
    #[serde(default)]
    pub agentless: bool,
    #[serde(default)]
    pub roles: BTreeMap<String, RoleRule>,
    /// Words one of which must stand in the clause after the trigger.
    #[serde(default)]
    pub after: Vec<String>,
    /// Words one of which must stand in the clause before the trigger.
    #[serde(default)]
    pub before: Vec<String>,
    /// Words none of which may stand in the clause.
    #[serde(default)]
    pub without: Vec<String>,
    /// The object must follow the trigger directly (marks of aspect aside).
    #[serde(default)]
    pub close: bool,
    /// It says nothing where its object is that of the verb right behind: 出兵攻佔某地 is to take it.
    #[serde(default)]
    pub alone: bool,
    /// The trigger is short, so it must stand by itself: next to names, dates, stops and function words only.
    #[serde(default)]
    pub bounded: bool,
    /// The act is about a topic (談判…事宜), so that a word of that kind after the verb says nothing against it.
    #[serde(default)]
    pub over_topic: bool,
    /// Only the first of several objects: in the town of X, Y Province, is in X. English only.
    #[serde(default)]
    pub first: bool,
    /// Who is named, not his troops or his government: those who died are not he. English only.
    #[serde(default)]
    pub oneself: bool,
    /// Who is sent to speak for somebody acts for him: the ambassador of X signed. English only.
    #[serde(default)]
    pub delegates: bool,
    /// Only in the lead section. English only.
    #[serde(default)]
    pub lead: bool,
    /// Who acts is an army or acts with one: troops that enter a land invade it. English only.
    #[serde(default)]
    pub armed: bool,
    /// Land is taken, so that whose troops are taken does not fill the object. English only.
    #[serde(default)]
    pub land: bool,
    /// It says this only outside of the terms of a treaty: what a party obtains by them is ceded.
    #[serde(default)]
    pub outside_terms: bool,
    /// The attempt is the act, so that it holds even where it failed: 討伐某人失敗.
    #[serde(default)]
    pub attempt: bool,
    /// Words one of which the object, or what follows it, must end in: 軍 in 攻擊俄軍.
    #[serde(default)]
    pub object_ends: Vec<String>,
    /// Words in none of which it may end.
    #[serde(default)]
    pub object_not_ends: Vec<String>,
    /// The date becomes the object, as of `startDate`.
    #[serde(default)]
    pub object_is_time: bool,
    /// The end that is meant of a date that becomes the object and is a span; in English the date must be one.
    #[serde(default)]
    pub bound: Option<Bound>,
    #[serde(skip)]
    pub line: usize,
}

/// An end of a span of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    Start,
    End,
    /// Neither: the date must be a day, month or year.
    Point,
}

/// A shape of words around names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    pub name: String,
    pub pattern: String,
    /// Roles that the pattern does not capture, and the slot that fills them.
    #[serde(default)]
    pub roles: BTreeMap<String, RoleRule>,
    /// Only in the lead section.
    #[serde(default)]
    pub lead: bool,
    /// Only in list items.
    #[serde(default)]
    pub item: bool,
    /// Only outside of list items.
    #[serde(default)]
    pub prose: bool,
    /// The date of the clause is not the date of the fact.
    #[serde(default)]
    pub timeless: bool,
    #[serde(default)]
    pub object_is_time: bool,
    /// For a capture, words one of which its text must end with.
    #[serde(default)]
    pub ends: BTreeMap<String, Vec<String>>,
    /// The same for what its text begins with: the kind that a name is introduced by, as in "city of X".
    #[serde(default)]
    pub starts: BTreeMap<String, Vec<String>>,
    /// The words around say that it is a name, whatever is else called so: Danzig, formerly the Amber Agency.
    #[serde(default)]
    pub renames: bool,
    /// The captured words are in Latin letters.
    #[serde(default)]
    pub latin: bool,
    /// The captured words are a name: they begin with a capital letter. English only.
    #[serde(default)]
    pub capital: bool,
    /// Only if the subject is one thing.
    #[serde(default)]
    pub single: bool,
    /// Words that may not stand right after the match; `的{}` stands for the word and any mention behind it.
    #[serde(default)]
    pub not_before: Vec<String>,
    /// Words that may not stand right before the match; `{:Position} of ` stands for any mention of that class and words.
    #[serde(default)]
    pub not_after: Vec<String>,
    /// Words that may not stand before the match nor before the names right before it: 從甲到乙丙的丁.
    #[serde(default)]
    pub not_after_names: Vec<String>,
    /// What must stand before the match, up to it: the first office of a list of which the match is a later one. Its
    /// captures fill roles that the pattern does not capture.
    #[serde(default)]
    pub behind: Option<String>,
    /// Words one of which the title of the page ends in: 王國.
    #[serde(default)]
    pub title_ends: Vec<String>,
    /// Classes that a name right before the match may not have.
    #[serde(default)]
    pub not_after_class: Vec<String>,
    /// For a capture, names that the thing may not have: a bare 首領 does not say whom he heads.
    #[serde(default)]
    pub not_named: BTreeMap<String, Vec<String>>,
    /// Endings that are no part of the object's name: 阿富汗西北部 is a part of 阿富汗, 亳州人 come from 亳州.
    #[serde(default)]
    pub without_suffix: Vec<String>,
    /// A part of a land is an object of its own, whatever the file says of suffixes.
    #[serde(default)]
    pub parts: bool,
    /// The captured words are a list: each of 甲、乙或丙 is an object of its own.
    #[serde(default)]
    pub listed: bool,
    /// Only under headings that hold one of these words.
    #[serde(default)]
    pub under: Vec<String>,
    /// Not under headings that hold one of these words.
    #[serde(default)]
    pub not_under: Vec<String>,
    /// The date must be a span, and this end of it is meant.
    #[serde(default)]
    pub bound: Option<Bound>,
    /// The date is that in the name of the subject: the war of 1839–1840.
    #[serde(default)]
    pub dated_name: bool,
    /// A date that is no span counts whole all the same.
    #[serde(default)]
    pub loose: bool,
    /// The object is another way to write the subject's name: 布素魯克（布士爾克）.
    #[serde(default)]
    pub alike: bool,
    /// What is done is about a topic (派某人赴俄談判), so that a word of that kind after the match says nothing against it.
    #[serde(default)]
    pub over_topic: bool,
    /// Whether it is affirmed is asked of the first verb in the match, not of its first name: 清廷拒絕罷免某人.
    #[serde(default)]
    pub verbal: bool,
    /// How many years that span must last, at least and at most: a life is not a reign.
    #[serde(default)]
    pub years: Option<(i32, i32)>,
    #[serde(skip)]
    pub line: usize,
}

/// Items under a heading: each gives a fact between its first name and the page's topic.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRule {
    pub name: String,
    /// The heading holds one of these words.
    pub headings: Vec<String>,
    /// Short items that head such a list as a heading does.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Classes of the first name of an item.
    pub item: Vec<String>,
    /// Classes of the page's topic.
    pub title: Vec<String>,
    /// The item is the object, the page's topic the subject.
    #[serde(default)]
    pub reversed: bool,
    /// How many characters may stand before the name that the item is about, as in 長子：; an office may too.
    #[serde(default)]
    pub past: usize,
    /// Words that may not be among them.
    #[serde(default)]
    pub not_past: Vec<String>,
    /// Words that the heading may not hold.
    #[serde(default)]
    pub not_headings: Vec<String>,
    #[serde(skip)]
    pub line: usize,
}

/// Rows under headers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRule {
    pub name: String,
    /// The header of the column that holds the subject holds one of these words.
    pub subject: Vec<String>,
    /// The same for the object; without it, the page's topic.
    #[serde(default)]
    pub object: Vec<String>,
    /// Classes of the page's topic where it is the object.
    #[serde(default)]
    pub title: Vec<String>,
    #[serde(default)]
    pub start: Vec<String>,
    #[serde(default)]
    pub end: Vec<String>,
    /// A column with both dates.
    #[serde(default)]
    pub span: Vec<String>,
    /// Only under headings that hold one of these words.
    #[serde(default)]
    pub under: Vec<String>,
    /// A row gives a fact without a date too.
    #[serde(default)]
    pub undated: bool,
    #[serde(skip)]
    pub line: usize,
}

/// A sentence and what it gives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Wikitext, so that names may be linked: `[[name]]`, `[[page|name]]`.
    pub text: String,
    /// `subject | object | role=value, …`, each a name or literal as the sentence has it; `time=` asks for none. Empty:
    /// no fact of this relation. See [`crate::extract::examples`].
    pub facts: Vec<String>,
    /// What the page that the sentence stands on is about.
    #[serde(default)]
    pub title: Option<String>,
    #[serde(skip)]
    pub line: usize,
}

/// The rules of one relation in one language.
#[derive(Debug, Clone)]
pub struct RuleFile {
    pub relation: String,
    /// The path in the pack.
    pub path: String,
    pub frames: Vec<Frame>,
    pub patterns: Vec<Pattern>,
    pub lists: Vec<ListRule>,
    pub tables: Vec<TableRule>,
    pub examples: Vec<Example>,
}

/// Roles that a rule may fill.
pub const ROLES: [&str; 8] = ["s", "o", "place", "to", "treaty", "leader", "position", "amount"];
