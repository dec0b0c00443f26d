//! How names look in a language, read from `<lang>/names.toml`: what they end in, what stands around them, and what they
//! never contain.
//!
//! - A *form* is what a name ends in: 條約, 汗國. It tells the class.
//! - A *derivation* makes a name from a name: the army of a polity is the polity, the people of a place are a people.
//! - A *stop* is a word that names do not run across; a *keep* is a word that looks like one and is none.
//!
//! Lists in the file are words between white space. All of them are folded to one script when they are loaded.

use super::{PackError, PackFiles};
use crate::text::script::fold;
use serde::Deserialize;

/// A word list as the file has it: words between white space.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "String")]
pub struct Words(pub Vec<String>);

impl From<String> for Words {
    fn from(text: String) -> Self {
        Words(text.split_whitespace().map(str::to_owned).collect())
    }
}

impl Words {
    /// The words, each as its characters.
    pub fn iter(&self) -> impl Iterator<Item = Vec<char>> + '_ {
        self.0.iter().map(|w| w.chars().collect())
    }

    fn fold(&mut self) {
        for word in &mut self.0 {
            *word = word.chars().map(fold).collect();
        }
        self.0.sort();
        self.0.dedup();
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
    /// What is a name but shows no class.
    pub unknown: String,
}

/// Words that names do not run across.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stops {
    pub function: Words,
    pub verbs: Words,
    pub nouns: Words,
    /// Longer words that contain a stop and may stand in a name.
    pub keep: Words,
}

/// Whether a form alone is proof of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Alone {
    /// It is.
    Open,
    /// What stands before it must be a known name or written by sound, or the name be confirmed elsewhere.
    Closed,
}

/// What names of a class end in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub class: String,
    pub alone: Alone,
    pub suffixes: Words,
    /// Suffixes that end the parts of an address.
    #[serde(default)]
    pub chain: Words,
    /// Words that end so and name no one thing.
    #[serde(default)]
    pub not: Words,
}

/// What a derived name means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Derived {
    /// The same thing as the name that it is made from.
    Same,
    /// A thing of its own, of this class.
    Own(String),
}

impl From<String> for Derived {
    fn from(text: String) -> Self {
        if text == "same" { Derived::Same } else { Derived::Own(text) }
    }
}

/// A name made from a name and a suffix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// Classes of the name that it is made from; `short` stands for the one-character forms of polities.
    pub from: Words,
    pub to: Derived,
    pub suffixes: Words,
    /// Characters that make another word of the suffix when they follow it.
    #[serde(default)]
    pub not_before: Words,
    /// Words that make it a thing of another class when they follow in the same clause: 波蘭人發動起義.
    #[serde(default)]
    pub unless: Words,
    #[serde(default)]
    pub otherwise: String,
}

/// Offices: `modifiers* head`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offices {
    /// Heads that take in the one character before them.
    pub titled: Words,
    /// Heads of envoys, whose posts belong to the office.
    pub envoys: Words,
    /// Nobles: rank, name of the fief, title.
    pub ranks: Words,
    pub peerage: Words,
    pub heads: Words,
    pub modifiers: Words,
    pub regions: Words,
    /// Words after which an office stands.
    pub after: Words,
    /// The word for where an envoy is.
    pub stationed: String,
    /// Heads of offices that are named after a seat, known or not: 魏博節度使.
    #[serde(default)]
    pub seats: Words,
    /// Titles of nobles that take in the name of a fief: 潞王.
    #[serde(default)]
    pub fiefs: Words,
    /// Titles of one character, and the words after which they stand by themselves: 稱帝.
    #[serde(default)]
    pub crowns: Words,
    #[serde(default)]
    pub crowned: Words,
    /// Titles of monarchs, to which the name of the land before them does not belong.
    #[serde(default)]
    pub thrones: Words,
    /// Words after which a noble's title stands.
    #[serde(default)]
    pub enfeoffed: Words,
}

/// Names of people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    pub surnames: Words,
    pub before: Words,
    pub after: Words,
    /// Names of reigns, and the titles that make the ruler's name of them.
    pub reigns: Words,
    pub titles: Words,
    /// Names that monarchs are given after their death, which stand for them with or without their dynasty: 太宗, 閔帝.
    #[serde(default)]
    pub temples: Words,
    /// Given names as foreign languages write them: 約翰.
    #[serde(default)]
    pub given: Words,
    /// Family names that are followed by given names of up to four characters: 伊藤.
    #[serde(default)]
    pub long_surnames: Words,
    /// Characters of given names that names of other kinds do not run across: 張之洞.
    #[serde(default)]
    pub in_given: Words,
    /// What given names of three and four characters end in: 八郎.
    #[serde(default)]
    pub given_ends: Words,
    /// Titles of monarchs that stand for who bears them.
    #[serde(default)]
    pub stand_ins: Words,
    /// Names of reigns that also name the ruler by themselves: 康熙.
    #[serde(default)]
    pub reigns_alone: Words,
    /// Words after which the lead of a life gives another name of the person: 字, 廟號.
    #[serde(default)]
    pub styles: Words,
    /// Ranks and forms of address after the name of a person: 將軍.
    #[serde(default)]
    pub ranks: Words,
    /// Which of several of the same name: 二世.
    #[serde(default)]
    pub regnal: Words,
}

/// Words beside names that tell their class.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    pub before: Words,
    pub after: Words,
}

/// A list in a section of its own.
#[derive(Default, Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    #[serde(alias = "suffixes", alias = "place")]
    pub words: Words,
}

/// Characters that foreign names are written with by sound.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transliteration {
    /// Those that seldom do anything else.
    pub strong: String,
    /// Those that also do.
    pub weak: String,
}

/// What things of a class are called where a text says what they are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    pub class: String,
    pub words: Words,
}

/// Verbs that make the title of a page the name of what was done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    pub class: String,
    pub words: Words,
}

/// Characters that make another word of the name before them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjective {
    pub after: Words,
    pub unless: Words,
}

/// When the short form of a polity stands alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Short {
    /// Words that look like short forms side by side.
    pub not: Words,
    /// Characters that are short forms only in words of the gazetteer.
    pub ignore: Words,
    pub coverbs: Words,
    pub never_alone: Words,
    /// Short forms of dynasties, which stand alone in texts about them.
    #[serde(default)]
    pub dynasties: Words,
}

/// Characters and words with a part in the forms of names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Between the items of a list.
    pub joiners: Words,
    /// Before a form: of what kind it is.
    pub kinds: Words,
    /// After a form: another word.
    pub after_form: Words,
    /// After an office: another word.
    pub after_office: Words,
    /// Ends of words for those who act.
    pub doers: Words,
    pub ordinal: Words,
    pub counters: Words,
    pub attributive: Words,
    pub copulas: Words,
    /// Before the parts of a whole.
    pub listing: Words,
    /// Ends the name of a house: 氏.
    #[serde(default)]
    pub houses: Words,
    /// Words for kin of one character, right before a name.
    #[serde(default)]
    pub kin: Words,
    /// Of which words for kin hold one.
    #[serde(default)]
    pub relatives: Words,
    /// Pronouns for people, which tell that who was named before them is one.
    #[serde(default)]
    pub persons: Words,
    /// Who rules or serves a land, after its name: 王.
    #[serde(default)]
    pub rulers: Words,
    /// Before who is made something: 以.
    #[serde(default)]
    pub means: Words,
    /// In a bracket, before what a place is called now: 今.
    #[serde(default)]
    pub now: Words,
    /// After the last item of a list that could go on: 等.
    #[serde(default)]
    pub and_so_on: Words,
    /// Before the title of a book.
    #[serde(default)]
    pub books: Words,
    /// Characters before 帝 that make a common noun of it: 先帝.
    #[serde(default)]
    pub not_emperors: Words,
    /// After the name of what happened: 中, 後.
    #[serde(default)]
    pub inside: Words,
    /// Before who did it: 被.
    #[serde(default)]
    pub passives: Words,
    /// Armies called by their side: 東軍.
    #[serde(default)]
    pub side_armies: Words,
    /// After a number: how many thousands, or that people are counted.
    #[serde(default)]
    pub scales: Words,
    /// Characters before 王 that make a common noun of it: 諸王.
    #[serde(default)]
    pub not_fiefs: Words,
    /// What heads end in that may share their first character with the name before them: 主 of 薩摩藩主.
    #[serde(default)]
    pub seat_heads: Words,
}

/// How names look in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesPack {
    pub class: Classes,
    pub stop: Stops,
    /// Endings of words that are linked or quoted and yet name no one thing.
    pub common: List,
    #[serde(rename = "form")]
    pub forms: Vec<Form>,
    /// Titles after the name of a person.
    pub person_form: List,
    #[serde(rename = "derived")]
    pub derivations: Vec<Derivation>,
    /// Verbs after which a treaty stands, however common its name.
    pub signing: List,
    /// Verbs after which the place of a birth or a death stands.
    pub birth: List,
    /// Words before the name of a place that make the name of another place.
    pub prefix: List,
    pub office: Offices,
    pub marks: Marks,
    pub kin: List,
    /// Headings of lists of somebody's kin.
    #[serde(default)]
    pub kin_lists: List,
    pub person: Persons,
    pub place: Context,
    pub people: Context,
    pub state: Context,
    /// Words after which a quoted name is that of a polity.
    pub founding: List,
    #[serde(rename = "deed")]
    pub deeds: Vec<Deed>,
    pub short: Short,
    pub adjective: Adjective,
    pub transliteration: Transliteration,
    #[serde(rename = "hint")]
    pub hints: Vec<Hint>,
}

impl NamesPack {
    /// Reads `<lang>/names.toml`.
    pub fn load(files: &PackFiles, lang: &str) -> Result<NamesPack, PackError> {
        let path = format!("{lang}/names.toml");
        let text = files.required(&path)?;
        let mut pack: NamesPack = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |s| 1 + text[..s.start.min(text.len())].matches('\n').count());
            files.error(&path, line, e.message().to_owned())
        })?;
        pack.fold();
        Ok(pack)
    }

    fn fold(&mut self) {
        let NamesPack { stop, common, forms, person_form, derivations, prefix, office, kin, kin_lists, .. } = self;
        let mut lists = vec![&mut stop.function, &mut stop.verbs, &mut stop.nouns, &mut stop.keep];
        lists.extend([
            &mut common.words,
            &mut person_form.words,
            &mut prefix.words,
            &mut kin.words,
            &mut kin_lists.words,
        ]);
        lists.extend([&mut office.titled, &mut self.founding.words]);
        lists.extend([&mut office.envoys, &mut office.ranks, &mut office.peerage]);
        lists.extend([&mut self.short.not, &mut self.short.ignore, &mut self.signing.words, &mut self.birth.words]);
        lists.extend([&mut self.short.coverbs, &mut self.short.never_alone, &mut self.short.dynasties]);
        lists.extend([&mut self.adjective.after, &mut self.adjective.unless]);
        let m = &mut self.marks;
        lists.extend([&mut m.joiners, &mut m.kinds, &mut m.after_form, &mut m.after_office, &mut m.doers]);
        lists.extend([
            &mut m.ordinal,
            &mut m.counters,
            &mut m.attributive,
            &mut m.copulas,
            &mut m.listing,
            &mut m.not_fiefs,
            &mut m.seat_heads,
            &mut m.scales,
            &mut m.side_armies,
            &mut m.passives,
            &mut m.inside,
            &mut m.kin,
            &mut m.relatives,
            &mut m.books,
            &mut m.and_so_on,
            &mut m.now,
            &mut m.rulers,
            &mut m.means,
            &mut m.persons,
            &mut m.not_emperors,
            &mut m.houses,
        ]);
        lists.extend(self.deeds.iter_mut().map(|d| &mut d.words));
        lists.extend([&mut office.heads, &mut office.modifiers, &mut office.regions, &mut office.after]);
        lists.extend(forms.iter_mut().flat_map(|f| [&mut f.suffixes, &mut f.chain, &mut f.not]));
        lists.extend(derivations.iter_mut().flat_map(|d| [&mut d.suffixes, &mut d.not_before, &mut d.unless]));
        let person = &mut self.person;
        lists.extend([&mut person.surnames, &mut person.before, &mut person.after, &mut person.temples]);
        lists.extend([&mut person.reigns, &mut person.titles]);
        lists.extend([
            &mut person.given,
            &mut person.long_surnames,
            &mut person.regnal,
            &mut person.in_given,
            &mut person.styles,
            &mut person.stand_ins,
            &mut person.reigns_alone,
            &mut person.given_ends,
            &mut person.ranks,
        ]);
        lists.extend([&mut office.seats, &mut office.fiefs, &mut office.enfeoffed, &mut office.thrones]);
        lists.extend([&mut office.crowns, &mut office.crowned]);
        lists.extend(self.hints.iter_mut().map(|h| &mut h.words));
        for context in [&mut self.place, &mut self.people, &mut self.state] {
            lists.extend([&mut context.before, &mut context.after]);
        }
        lists.into_iter().for_each(Words::fold);
        for text in [&mut self.transliteration.strong, &mut self.transliteration.weak, &mut self.office.stationed] {
            *text = text.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_loads_for_chinese() {
        let pack = NamesPack::load(&PackFiles::built_in(), "zh").expect("zh/names.toml is well formed");
        assert!(pack.forms.iter().any(|f| f.class == pack.class.treaty));
    }

    #[test]
    fn a_mistake_says_its_line() {
        let texts = [("zh/names.toml".to_owned(), "[class]\npolity = 3\n".to_owned())].into();
        let files = PackFiles { root: "p/".to_owned(), texts };
        let error = NamesPack::load(&files, "zh").expect_err("a number is no class");
        assert_eq!((error.file.as_str(), error.line), ("p/zh/names.toml", 2));
    }

    #[test]
    fn words_are_folded_and_each_stands_once() {
        let mut words = Words::from("條約 条约\n協定".to_owned());
        words.fold();
        assert_eq!(words.0, ["协定", "条约"]);
    }
}
