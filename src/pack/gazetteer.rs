//! Things that documents of the domain take for granted, and their names, read from `gazetteer.ttl`.
//!
//! An *entry* is a `skos:Concept` with a class, names and, where several things share a name, the years in which the name
//! means this one. A *short form* is a character or two that stands for the entry inside compounds only. A
//! [`NameIndex`] finds entries by name; how names are folded is for the caller to say.

use super::turtle::{ENTITY, ONTOLOGY, Object, Subject, Turtle, WIKIDATA, is_wikidata, language_tag, local};
use super::{Ontology, PackError, PackFiles};
use crate::fact::Name;
use std::collections::HashMap;

const FILE: &str = "gazetteer.ttl";

const CONCEPT: &str = "http://www.w3.org/2004/02/skos/core#Concept";
const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const EXACT_MATCH: &str = "http://www.w3.org/2004/02/skos/core#exactMatch";
const CLASS: &str = "https://kg.example/o/class";
const SHORT_FORM: &str = "https://kg.example/o/shortForm";
const ACTIVE_FROM: &str = "https://kg.example/o/activeFrom";
const ACTIVE_TO: &str = "https://kg.example/o/activeTo";
/// What an entry may say in SKOS besides: kept in the file for people and other tools, not read.
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const SKOS_IGNORED: [&str; 13] = [
    "broader",
    "narrower",
    "related",
    "closeMatch",
    "broadMatch",
    "narrowMatch",
    "relatedMatch",
    "definition",
    "note",
    "scopeNote",
    "editorialNote",
    "inScheme",
    "topConceptOf",
];

/// A known thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The local name of its IRI: its usual title in traditional characters, `俄羅斯帝國`.
    pub id: String,
    /// A class of the ontology.
    pub class: String,
    /// Its usual names, preferred ones first, each with its language tag.
    pub names: Vec<Name>,
    /// One- or two-character forms that stand for it only inside compounds: 俄 in 俄軍, 清俄, 中俄.
    pub short_forms: Vec<String>,
    /// First and last year in which a name that several things share means this one, as in [`crate::fact::Day`]
    /// (astronomical: 0 is 1 BC); `None` is open.
    pub active: (Option<i32>, Option<i32>),
    /// A Wikidata item that was verified: `Q34266`.
    pub wikidata: Option<String>,
}

impl Entry {
    /// Its title as people write it: the id, with spaces for underscores.
    pub fn title(&self) -> String {
        self.id.replace('_', " ")
    }

    /// Whether a shared name can mean it in a year.
    pub fn is_active_in(&self, year: i32) -> bool {
        self.active.0.is_none_or(|first| first <= year) && self.active.1.is_none_or(|last| year <= last)
    }
}

/// The known things of a pack, sorted by `id`.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    pub entries: Vec<Entry>,
}

impl Gazetteer {
    /// Reads `gazetteer.ttl`. The first mistake is an error at the line on which its subject first stands.
    pub fn load(files: &PackFiles, ontology: &Ontology) -> Result<Gazetteer, PackError> {
        let turtle = Turtle::parse(files, FILE)?;
        let mut entries = Vec::with_capacity(turtle.subjects.len());
        let mut items: HashMap<String, &str> = HashMap::new();
        for subject in turtle.subjects.iter().filter(|s| s.is_a(CONCEPT) || local(&s.iri, ENTITY).is_some()) {
            let reader = Reader { turtle: &turtle, subject };
            let entry = reader.entry(ontology)?;
            if let Some(item) = &entry.wikidata
                && let Some(other) = items.insert(item.clone(), &subject.iri)
            {
                return Err(reader.wrong(format!("wd:{item} is {} too: one thing, one entry", turtle.short(other))));
            }
            entries.push(entry);
        }
        entries.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Ok(Gazetteer { entries })
    }

    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()?;
        self.entries.get(at)
    }

    /// Finds entries by names folded with `fold`.
    pub fn index(&self, fold: impl Fn(&str) -> String) -> NameIndex {
        let mut index = NameIndex::default();
        for (at, entry) in self.entries.iter().enumerate() {
            let names = entry.names.iter().map(|name| fold(&name.text));
            NameIndex::add(&mut index.names, at, names.chain([fold(&entry.title())]));
            NameIndex::add(&mut index.short_forms, at, entry.short_forms.iter().map(|form| fold(form)));
        }
        index
    }
}

/// Folded names and short forms → indices into [`Gazetteer::entries`], ascending.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    // Only ever looked up, so that their order never shows.
    names: HashMap<String, Vec<usize>>,
    short_forms: HashMap<String, Vec<usize>>,
}

impl NameIndex {
    /// The entries with this folded name or title.
    pub fn by_name(&self, folded: &str) -> &[usize] {
        self.names.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The entries with this folded short form.
    pub fn by_short_form(&self, folded: &str) -> &[usize] {
        self.short_forms.get(folded).map_or(&[], Vec::as_slice)
    }

    fn add(map: &mut HashMap<String, Vec<usize>>, entry: usize, names: impl Iterator<Item = String>) {
        for name in names {
            let entries = map.entry(name).or_default();
            // Names of one entry come one after the other, so that a repeated one is the last.
            if entries.last() != Some(&entry) {
                entries.push(entry);
            }
        }
    }
}

/// Reads what is said of one subject.
struct Reader<'t, 'f> {
    turtle: &'t Turtle<'f>,
    subject: &'t Subject<'f>,
}

impl Reader<'_, '_> {
    fn entry(&self, ontology: &Ontology) -> Result<Entry, PackError> {
        let Some(id) = local(&self.subject.iri, ENTITY) else {
            return Err(self.wrong(format!("entries have IRIs in <{ENTITY}>")));
        };
        if !self.subject.is_a(CONCEPT) {
            return Err(self.wrong("is not a skos:Concept"));
        }
        if self.subject.scattered {
            return Err(self.turtle.error_at_second(&self.subject.iri, self.message("stands twice: ids are unique")));
        }
        let mut entry = Entry {
            id: id.to_owned(),
            class: String::new(),
            names: Vec::new(),
            short_forms: Vec::new(),
            active: (None, None),
            wikidata: None,
        };
        let mut other_names = Vec::new();
        for (predicate, object) in &self.subject.says {
            match &**predicate {
                CLASS => self.set_class(&mut entry, object, ontology)?,
                PREF_LABEL => self.add_preferred(&mut entry, object)?,
                ALT_LABEL => other_names.push(self.name_of(object)?),
                SHORT_FORM => entry.short_forms.push(self.name_of(object)?.text),
                ACTIVE_FROM => self.set(&mut entry.active.0, self.year(object)?, "kg:activeFrom")?,
                ACTIVE_TO => self.set(&mut entry.active.1, self.year(object)?, "kg:activeTo")?,
                EXACT_MATCH => self.set(&mut entry.wikidata, self.wikidata(object)?, "skos:exactMatch")?,
                // A slip in one of the words above would go unnoticed; what other vocabularies say is not ours to judge.
                other if local(other, ONTOLOGY).is_some() || is_unknown_skos(other) => {
                    return Err(self.wrong(format!("{} is not said of entries", self.turtle.short(other))));
                }
                _ => {}
            }
        }
        self.check(&entry)?;
        for name in other_names {
            if !entry.names.contains(&name) {
                entry.names.push(name);
            }
        }
        Ok(entry)
    }

    /// What an entry must have.
    fn check(&self, entry: &Entry) -> Result<(), PackError> {
        if entry.class.is_empty() {
            return Err(self.wrong("has no class: say kg:class kg:…"));
        }
        if entry.names.is_empty() {
            return Err(self.wrong("has no name: say skos:prefLabel \"…\"@zh-Hant"));
        }
        if let (Some(first), Some(last)) = entry.active
            && first > last
        {
            return Err(self.wrong(format!("kg:activeFrom {first} is after kg:activeTo {last}")));
        }
        Ok(())
    }

    fn set_class(&self, entry: &mut Entry, object: &Object, ontology: &Ontology) -> Result<(), PackError> {
        let class = match object {
            Object::Iri(iri) => local(iri, ONTOLOGY),
            _ => None,
        };
        let Some(class) = class.filter(|class| ontology.is_entity_class(class)) else {
            let known: Vec<_> = ontology.entity_classes().collect();
            return Err(self.wrong(format!("kg:class {} is not one of {}", self.written(object), known.join(", "))));
        };
        if !entry.class.is_empty() {
            return Err(self.wrong("has kg:class twice: one entry, one class"));
        }
        entry.class = class.to_owned();
        Ok(())
    }

    fn add_preferred(&self, entry: &mut Entry, object: &Object) -> Result<(), PackError> {
        let name = self.name_of(object)?;
        if name.lang.is_none() {
            return Err(self.wrong(format!("skos:prefLabel {object} has no language tag")));
        }
        if entry.names.iter().any(|known| known.lang == name.lang) {
            return Err(self.wrong(format!("skos:prefLabel {object} is the second in its language")));
        }
        entry.names.push(name);
        Ok(())
    }

    fn set<T>(&self, slot: &mut Option<T>, value: T, written: &str) -> Result<(), PackError> {
        match slot.replace(value) {
            None => Ok(()),
            Some(_) => Err(self.wrong(format!("has {written} twice"))),
        }
    }

    /// A name is neither empty nor begins or ends with space.
    fn name_of(&self, object: &Object) -> Result<Name, PackError> {
        let Object::Literal(text, lang) = object else {
            return Err(self.wrong(format!("{} stands where a name should", self.written(object))));
        };
        if text.is_empty() || text.trim() != *text {
            return Err(self.wrong(format!("the name {object} is empty or has space around it")));
        }
        Ok(Name { text: text.to_string(), lang: lang.as_deref().map(language_tag) })
    }

    fn year(&self, object: &Object) -> Result<i32, PackError> {
        let year = match object {
            Object::Literal(text, _) => text.parse().ok(),
            _ => None,
        };
        year.ok_or_else(|| {
            self.wrong(format!("{} is not a year: write an integer, as 1721 or -221", self.written(object)))
        })
    }

    fn wikidata(&self, object: &Object) -> Result<String, PackError> {
        let item = match object {
            Object::Iri(iri) => local(iri, WIKIDATA).filter(|item| is_wikidata(item, 'Q')),
            _ => None,
        };
        item.map(str::to_owned)
            .ok_or_else(|| self.wrong(format!("{} is not a Wikidata item, as wd:Q34266 is", self.written(object))))
    }

    /// A term as the file writes it.
    fn written(&self, term: &Object) -> String {
        match term {
            Object::Iri(iri) => self.turtle.short(iri),
            other => other.to_string(),
        }
    }

    /// What is wrong, after the entry as the file writes it.
    fn message(&self, what: impl std::fmt::Display) -> String {
        format!("{}: {what}", self.turtle.short(&self.subject.iri))
    }

    fn wrong(&self, what: impl std::fmt::Display) -> PackError {
        self.turtle.error(&self.subject.iri, self.message(what))
    }
}

/// Whether this is a word of SKOS that entries do not use.
fn is_unknown_skos(predicate: &str) -> bool {
    local(predicate, SKOS).is_some_and(|word| !SKOS_IGNORED.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "\
@prefix e: <https://kg.example/e/> .
@prefix kg: <https://kg.example/o/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
";
    /// Lines 5 to 15 of a gazetteer.
    const GOOD: &str = "\
e:俄羅斯帝國 a skos:Concept ; kg:class kg:State ;
    skos:prefLabel \"俄羅斯帝國\"@zh-Hant , \"俄罗斯帝国\"@zh-Hans , \"Russian Empire\"@en ;
    skos:altLabel \"俄國\"@zh-Hant , \"沙俄\"@zh-Hant , \"俄羅斯\"@zh-Hant , \"Russia\"@en ;
    kg:shortForm \"俄\" ;
    kg:activeFrom 1721 ; kg:activeTo 1917 ;
    skos:exactMatch wd:Q34266 .
# A comment that names e:秦朝 before it stands there.
<https://kg.example/e/天津條約_(1858年)> a skos:Concept ; kg:class kg:Treaty ; skos:prefLabel \"天津條約\"@zh-Hant .
e:秦朝 a skos:Concept ; kg:class kg:State ; skos:broader e:中國 ;
    skos:prefLabel \"秦朝\"@zh-Hant ; skos:altLabel \"秦\" , \"秦朝\"@zh-Hant ; kg:shortForm \"秦\" ; kg:activeFrom -221 ;
    <http://purl.org/dc/terms/source> \"a table\" .
";

    fn files(text: &str) -> PackFiles {
        let mut files = PackFiles::built_in();
        files.texts.insert(FILE.to_owned(), text.to_owned());
        files
    }

    fn load(text: &str) -> Result<Gazetteer, PackError> {
        let files = files(text);
        Gazetteer::load(&files, &Ontology::load(&files)?)
    }

    fn good() -> Gazetteer {
        load(&format!("{HEAD}{GOOD}")).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn reads_entries_with_all_that_is_said_of_them() {
        let gazetteer = good();
        let ids: Vec<_> = gazetteer.entries.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids, ["俄羅斯帝國", "天津條約_(1858年)", "秦朝"]);
        let russia = gazetteer.get("俄羅斯帝國").expect("an entry");
        let names: Vec<_> = russia.names.iter().map(|n| (n.text.as_str(), n.lang.as_deref())).collect();
        let (hant, hans, en) = (Some("zh-Hant"), Some("zh-Hans"), Some("en"));
        let expected = [
            ("俄羅斯帝國", hant),
            ("俄罗斯帝国", hans),
            ("Russian Empire", en),
            ("俄國", hant),
            ("沙俄", hant),
            ("俄羅斯", hant),
            ("Russia", en),
        ];
        assert_eq!(names, expected);
        assert_eq!((russia.class.as_str(), russia.wikidata.as_deref()), ("State", Some("Q34266")));
        assert_eq!((&russia.short_forms[..], russia.active), (&["俄".to_owned()][..], (Some(1721), Some(1917))));
        assert!(russia.is_active_in(1881) && !russia.is_active_in(1950));
        let qin = gazetteer.get("秦朝").expect("an entry");
        assert_eq!(qin.active, (Some(-221), None));
        assert!(qin.is_active_in(1900) && !qin.is_active_in(-300));
        assert_eq!(qin.names.iter().map(|n| n.lang.as_deref()).collect::<Vec<_>>(), [hant, None], "秦朝 only once");
    }

    #[test]
    fn finds_entries_by_folded_names_and_titles() {
        let gazetteer = good();
        let index = gazetteer.index(|name| name.to_lowercase().replace('國', "国"));
        let ids = |found: &[usize]| found.iter().map(|&at| gazetteer.entries[at].id.as_str()).collect::<Vec<_>>();
        assert_eq!(ids(index.by_name("俄国")), ["俄羅斯帝國"]);
        assert_eq!(ids(index.by_name("russia")), ["俄羅斯帝國"]);
        assert_eq!(ids(index.by_name("天津條約 (1858年)")), ["天津條約_(1858年)"]);
        assert_eq!(ids(index.by_short_form("秦")), ["秦朝"]);
        assert!(index.by_name("俄").is_empty() && index.by_name("俄國").is_empty() && index.by_name("").is_empty());
    }

    #[test]
    fn a_name_can_be_shared() {
        let more =
            "e:俄羅斯 a skos:Concept ; kg:class kg:State ; skos:prefLabel \"俄羅斯\"@zh-Hant ; kg:activeFrom 1991 .";
        let gazetteer = load(&format!("{HEAD}{GOOD}{more}")).expect("a good gazetteer");
        assert_eq!(gazetteer.index(str::to_owned).by_name("俄羅斯"), [0, 1]);
    }

    /// Each row: what is replaced, by what, the line of the error, and words of its message.
    #[test]
    fn every_mistake_has_its_line() {
        let mistakes = [
            ("kg:activeTo 1917 ;", "kg:activeTo 1917", 10, "is not Turtle"),
            ("kg:class kg:Treaty", "kg:class kg:Tready", 12, "kg:class kg:Tready is not one of Army, Event"),
            ("kg:class kg:Treaty", "kg:class kg:Actor", 12, "kg:class kg:Actor is not one of"),
            ("kg:class kg:Treaty", "kg:class kg:Cession", 12, "kg:class kg:Cession is not one of"),
            ("kg:class kg:Treaty", "kg:class \"Treaty\"", 12, "is not one of"),
            ("kg:class kg:Treaty ;", "", 12, "has no class"),
            ("kg:class kg:Treaty", "kg:class kg:Treaty , kg:Event", 12, "kg:class twice"),
            ("; skos:prefLabel \"天津條約\"@zh-Hant", "; skos:altLabel \"天津條約\"@zh-Hant", 12, "has no name"),
            ("\"天津條約\"@zh-Hant", "\"天津條約\"", 12, "has no language tag"),
            ("\"天津條約\"@zh-Hant", "\"天津條約\"@zh-Hant , \"津約\"@zh-Hant", 12, "second in its language"),
            ("\"天津條約\"@zh-Hant", "\" 天津條約\"@zh-Hant", 12, "space around it"),
            ("\"天津條約\"@zh-Hant", "wd:Q1", 12, "stands where a name should"),
            ("a skos:Concept ; kg:class kg:Treaty", "kg:class kg:Treaty", 12, "is not a skos:Concept"),
            ("<https://kg.example/e/天津條約_(1858年)>", "<https://kg.example/x/a>", 12, "have IRIs in"),
            ("kg:activeFrom -221", "kg:activeFrom \"early\"", 13, "not a year"),
            ("kg:activeTo 1917", "kg:activeTo 1700", 5, "kg:activeFrom 1721 is after kg:activeTo 1700"),
            ("kg:activeTo 1917", "kg:activeTo 1917 , 1918", 5, "kg:activeTo twice"),
            ("wd:Q34266", "wd:P34266", 5, "not a Wikidata item"),
            ("wd:Q34266", "<https://www.wikidata.org/wiki/Q34266>", 5, "not a Wikidata item"),
            ("kg:activeFrom -221", "skos:exactMatch wd:Q34266", 13, "wd:Q34266 is e:俄羅斯帝國 too"),
            ("kg:shortForm \"秦\"", "kg:shortform \"秦\"", 13, "kg:shortform is not said of entries"),
            ("skos:broader", "skos:broder", 13, "skos:broder is not said of entries"),
            ("e:秦朝 a skos:Concept", "e:俄羅斯帝國 a skos:Concept", 13, "stands twice"),
        ];
        for (good, bad, line, words) in mistakes {
            assert_eq!(GOOD.matches(good).count(), 1, "{good:?} stands once");
            let error = load(&format!("{HEAD}{}", GOOD.replace(good, bad))).expect_err(words);
            assert!(error.message.contains(words), "{error} should say {words:?}");
            assert_eq!((error.file.as_str(), error.line), ("gazetteer.ttl", line), "{error}");
        }
    }
}
