//! The names of a pack, ready to be matched: built once, then used for every document.

use super::marks::marks;
pub use super::marks::{Marks, kind};
use super::trie::{IntMap, Trie};
use crate::pack::names::{Alone, Derived, NamesPack, Words};
use crate::pack::{Gazetteer, gazetteer};
use crate::text::script::fold;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a word of the language can be. Several hold at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    pub kinds: u64,
    /// The form that it ends, counted from 1; 0 for none.
    pub form: u8,
}

/// How likely a character writes a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sound {
    No,
    Weak,
    Strong,
}

/// A gazetteer entry as mentions need it.
#[derive(Debug, Clone)]
pub struct Known {
    pub title: String,
    pub class: Arc<str>,
    pub names: BTreeSet<String>,
    pub active: (Option<i32>, Option<i32>),
}

impl Known {
    /// Whether the year is one in which a name that several share means this one.
    pub fn holds(&self, year: i32) -> bool {
        self.active.0.is_none_or(|first| first <= year) && self.active.1.is_none_or(|last| year <= last)
    }
}

/// What a suffix makes of a name.
#[derive(Debug, Clone)]
pub struct Suffix {
    /// `None`: the same thing.
    pub class: Option<Arc<str>>,
    pub not_before: Vec<char>,
    /// Words that make it a thing of this class when they follow in the same clause.
    pub unless: Option<(Vec<Vec<char>>, Arc<str>)>,
}

impl Suffix {
    /// The class of what the suffix makes before `rest`; `None`: the same thing.
    pub fn class_before(&self, rest: &[char]) -> Option<Arc<str>> {
        let clause = rest.split(|c| !c.is_alphanumeric()).next().unwrap_or_default();
        let says = |words: &[Vec<char>]| words.iter().any(|w| clause.windows(w.len()).any(|x| x == w.as_slice()));
        let other = self.unless.as_ref().filter(|(words, _)| says(words)).map(|(_, class)| class.clone());
        other.or_else(|| self.class.clone())
    }
}

/// A form, its class interned.
#[derive(Debug, Clone)]
pub struct FormClass {
    pub class: Arc<str>,
    pub open: bool,
}

/// The classes that naming speaks of.
#[derive(Debug, Clone)]
pub struct Roles {
    pub polity: Arc<str>,
    pub place: Arc<str>,
    pub people: Arc<str>,
    pub person: Arc<str>,
    pub office: Arc<str>,
    pub army: Arc<str>,
    pub treaty: Arc<str>,
    pub unknown: Arc<str>,
}

/// All that is known of names before a document is read.
pub struct Namer {
    pub class: Roles,
    pub known: Vec<Known>,
    /// Names of two characters and more → entries.
    pub names: Trie<Vec<u32>>,
    /// Short forms → entries.
    pub short: IntMap<u32, Vec<u32>>,
    pub lexicon: Trie<Word>,
    pub forms: Vec<FormClass>,
    /// Words that end like a name and are none.
    pub not_names: Trie<bool>,
    /// Endings of links and quotations that are no names.
    pub common: Trie<bool>,
    pub prefixes: Trie<bool>,
    /// Rulers by the name of their reign: 咸豐帝.
    pub rulers: Trie<bool>,
    /// The titles that make the name of a reign that of its ruler.
    pub reign_titles: Vec<Vec<char>>,
    /// What given names of three and four characters end in.
    pub given_ends: Vec<char>,
    /// Armies called by their side.
    pub side_armies: Vec<Vec<char>>,
    /// Characters of given names that names of other kinds do not run across.
    pub in_given: Vec<char>,
    /// Titles of nobles that take in the name of a fief.
    pub fiefs: Vec<Vec<char>>,
    /// Headings of lists of somebody's kin.
    pub kin_lists: Vec<Vec<char>>,
    /// Titles of one character, and the words after which they stand by themselves: 稱帝.
    pub crowns: (Vec<Vec<char>>, Vec<Vec<char>>),
    /// Titles of monarchs, to which the name of the land before them does not belong: 君主.
    pub thrones: Vec<Vec<char>>,
    pub never_alone: Vec<char>,
    /// Short forms of dynasties, which stand alone in texts about them.
    pub dynasties: Vec<char>,
    /// Words that look like short forms side by side.
    pub not_short: Trie<bool>,
    pub peerage: Vec<char>,
    adjective: (Vec<char>, Vec<char>),
    pub chain: Vec<char>,
    /// Verbs that make a title the name of what was done, with the class of that.
    pub deeds: Vec<(Vec<char>, Arc<str>)>,
    /// By class of the name before; `short` for short forms.
    suffixes: Vec<(String, Trie<Option<Suffix>>)>,
    /// By code point, as far as the last character that writes a sound.
    sounds: Vec<Sound>,
    pub hints: Trie<Option<Arc<str>>>,
    pub stationed: Vec<char>,
    pub marks: Marks,
}

/// Classes by name, each held once.
struct Interner(Vec<Arc<str>>);

impl Interner {
    fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.iter().find(|c| &***c == name) {
            return known.clone();
        }
        let class: Arc<str> = name.into();
        self.0.push(class.clone());
        class
    }
}

impl Namer {
    /// Makes the names of a gazetteer and the forms of a language ready.
    pub fn new(gazetteer: &Gazetteer, pack: &NamesPack) -> Namer {
        let mut classes = Interner(Vec::new());
        let roles = Roles {
            polity: classes.get(&pack.class.polity),
            place: classes.get(&pack.class.place),
            people: classes.get(&pack.class.people),
            person: classes.get(&pack.class.person),
            office: classes.get(&pack.class.office),
            army: classes.get(&pack.class.army),
            treaty: classes.get(&pack.class.treaty),
            unknown: classes.get(&pack.class.unknown),
        };
        let mut namer = Namer {
            class: roles,
            known: Vec::new(),
            names: Trie::default(),
            short: IntMap::default(),
            lexicon: Trie::default(),
            forms: Vec::new(),
            not_names: Trie::default(),
            common: Trie::default(),
            prefixes: Trie::default(),
            rulers: Trie::default(),
            reign_titles: pack.person.titles.iter().collect(),
            given_ends: pack.person.given_ends.iter().flatten().collect(),
            side_armies: pack.marks.side_armies.iter().collect(),
            in_given: pack.person.in_given.iter().flatten().collect(),
            fiefs: pack.office.fiefs.iter().collect(),
            kin_lists: pack.kin_lists.words.iter().collect(),
            crowns: (pack.office.crowns.iter().collect(), pack.office.crowned.iter().collect()),
            thrones: pack.office.thrones.iter().collect(),
            never_alone: Vec::new(),
            dynasties: pack.short.dynasties.iter().flatten().collect(),
            not_short: Trie::default(),
            peerage: Vec::new(),
            adjective: (Vec::new(), Vec::new()),
            chain: Vec::new(),
            deeds: Vec::new(),
            suffixes: Vec::new(),
            sounds: Vec::new(),
            hints: Trie::default(),
            stationed: pack.office.stationed.chars().collect(),
            marks: marks(pack),
        };
        namer.read_gazetteer(gazetteer, &mut classes);
        namer.read_lexicon(pack);
        namer.read_forms(pack, &mut classes);
        namer.read_sounds(pack);
        namer.names.index();
        namer.lexicon.index();
        namer.not_short.index();
        namer
    }

    /// A name as it is matched: folded, without a disambiguator in brackets at its end.
    pub fn key(&self, name: &str) -> Vec<char> {
        let folded: Vec<char> = name.trim().chars().map(fold).collect();
        bare(&folded).0.to_vec()
    }

    /// Folds a string and leaves its disambiguator where it is.
    pub fn folded(&self, text: &str) -> Vec<char> {
        text.trim().chars().map(fold).collect()
    }

    /// Whether the characters after a name make another word of it: 印度教.
    pub fn is_adjective(&self, after: &[char]) -> bool {
        let next = after.get(1).is_none_or(|c| !self.adjective.1.contains(c));
        next && after.first().is_some_and(|c| self.adjective.0.contains(c))
    }

    pub fn sound(&self, c: char) -> Sound {
        self.sounds.get(c as usize).copied().unwrap_or(Sound::No)
    }

    /// The suffixes that make names from names of `class`.
    pub fn suffixes(&self, class: &str) -> Option<&Trie<Option<Suffix>>> {
        self.suffixes.iter().find(|(c, _)| c == class).map(|(_, t)| t)
    }

    fn read_gazetteer(&mut self, gazetteer: &Gazetteer, classes: &mut Interner) {
        for (i, entry) in gazetteer.entries.iter().enumerate() {
            let gazetteer::Entry { id, class, names, short_forms, active, .. } = entry;
            let i = i as u32;
            let title = entry.title();
            for name in names.iter().map(|n| n.text.as_str()).chain([id.as_str(), title.as_str()]) {
                for key in [self.key(name), self.folded(name)] {
                    if key.len() >= 2 {
                        let entries = self.names.entry(&key);
                        if !entries.contains(&i) {
                            entries.push(i);
                        }
                    }
                }
            }
            for c in short_forms.iter().filter_map(|s| s.chars().next().filter(|_| s.chars().count() == 1)) {
                self.short.entry(u32::from(fold(c))).or_default().push(i);
            }
            let names = names.iter().map(|n| n.text.clone()).collect();
            self.known.push(Known { title, class: classes.get(class), names, active: *active });
        }
    }

    fn read_lexicon(&mut self, pack: &NamesPack) {
        use kind::*;
        let NamesPack { stop, office, kin, person, place, people, state, person_form, .. } = pack;
        let lists: [(&Words, u64); 38] = [
            (&stop.function, STOP),
            (&stop.verbs, STOP | VERB),
            (&stop.nouns, STOP),
            (&stop.keep, KEEP),
            (&office.heads, HEAD),
            (&office.modifiers, MODIFIER),
            (&office.regions, REGION),
            (&office.after, BEFORE_OFFICE),
            (&kin.words, KIN),
            (&person.surnames, SURNAME),
            (&person.before, BEFORE_PERSON),
            (&person.after, AFTER_PERSON),
            (&person_form.words, TITLE),
            (&place.before, BEFORE_PLACE),
            (&place.after, AFTER_PLACE),
            (&people.before, BEFORE_PEOPLE),
            (&people.after, AFTER_PEOPLE),
            (&state.before, BEFORE_STATE),
            (&state.after, AFTER_STATE),
            (&office.titled, TITLED | HEAD),
            (&pack.founding.words, FOUNDING),
            (&pack.short.coverbs, COVERB),
            (&person.reigns, REIGN),
            (&office.envoys, ENVOY),
            (&office.ranks, RANK),
            (&pack.signing.words, SIGNING),
            (&pack.birth.words, BIRTH),
            (&office.seats, SEAT | HEAD),
            (&person.temples, TEMPLE),
            (&person.given, GIVEN | KEEP),
            (&person.long_surnames, LONG_SURNAME | SURNAME | KEEP),
            (&person.regnal, REGNAL | TITLE | KEEP),
            (&office.enfeoffed, ENFEOFFED),
            (&person.styles, STYLE),
            (&person.stand_ins, STAND_IN),
            (&person.reigns_alone, REIGN_ALONE),
            (&person.ranks, RANKED),
            (&office.enfeoffed, ENFEOFFED),
        ];
        for (words, bits) in lists {
            for word in words.iter() {
                self.lexicon.entry(&word).kinds |= bits;
            }
        }
        for (reign, title) in person.reigns.iter().flat_map(|r| person.titles.iter().map(move |t| (r.clone(), t))) {
            *self.rulers.entry(&[reign, title].concat()) = true;
        }
        self.adjective =
            (pack.adjective.after.iter().flatten().collect(), pack.adjective.unless.iter().flatten().collect());
        self.chain = pack.forms.iter().flat_map(|f| f.chain.iter().flatten()).collect();
        self.peerage = office.peerage.iter().flatten().collect();
        for word in pack.short.not.iter() {
            *self.not_short.entry(&word) = true;
        }
        self.never_alone = pack.short.never_alone.iter().flatten().collect();
        for c in pack.short.ignore.iter().flatten() {
            self.short.remove(&u32::from(c));
        }
        for word in pack.common.words.iter() {
            *self.common.entry(&word) = true;
        }
        for word in pack.prefix.words.iter() {
            *self.prefixes.entry(&word) = true;
        }
    }

    fn read_forms(&mut self, pack: &NamesPack, classes: &mut Interner) {
        for form in &pack.forms {
            let Ok(number) = u8::try_from(self.forms.len() + 1) else { break };
            self.forms.push(FormClass { class: classes.get(&form.class), open: form.alone == Alone::Open });
            for word in form.suffixes.iter() {
                let entry = self.lexicon.entry(&word);
                if entry.form == 0 {
                    entry.form = number;
                }
                entry.kinds |= kind::FORM;
            }
            for word in form.not.iter() {
                *self.not_names.entry(&word) = true;
            }
        }
        for derivation in &pack.derivations {
            let class = match &derivation.to {
                Derived::Same => None,
                Derived::Own(class) => Some(classes.get(class)),
            };
            let not_before: Vec<char> = derivation.not_before.iter().flatten().collect();
            let words: Vec<Vec<char>> = derivation.unless.iter().filter(|w| !w.is_empty()).collect();
            let unless = (!words.is_empty()).then(|| (words, classes.get(&derivation.otherwise)));
            for from in &derivation.from.0 {
                let at = self.suffixes.iter().position(|(c, _)| c == from).unwrap_or_else(|| {
                    self.suffixes.push((from.clone(), Trie::default()));
                    self.suffixes.len() - 1
                });
                for word in derivation.suffixes.iter() {
                    let slot = self.suffixes[at].1.entry(&word);
                    if slot.is_none() {
                        let (class, not_before) = (class.clone(), not_before.clone());
                        *slot = Some(Suffix { class, not_before, unless: unless.clone() });
                    }
                }
            }
        }
        for deed in &pack.deeds {
            let class = classes.get(&deed.class);
            self.deeds.extend(deed.words.iter().map(|w| (w, class.clone())));
        }
        for hint in &pack.hints {
            for word in hint.words.iter() {
                let class = classes.get(&hint.class);
                self.hints.entry(&word).get_or_insert(class);
            }
        }
    }

    fn read_sounds(&mut self, pack: &NamesPack) {
        let (weak, strong) = (pack.transliteration.weak.chars(), pack.transliteration.strong.chars());
        let all = weak.map(|c| (c, Sound::Weak)).chain(strong.map(|c| (c, Sound::Strong)));
        for (c, sound) in all {
            self.sounds.resize(self.sounds.len().max(c as usize + 1), Sound::No);
            self.sounds[c as usize] = sound;
        }
    }
}

/// A title without the disambiguator in brackets at its end, and the disambiguator.
pub fn bare(title: &[char]) -> (&[char], &[char]) {
    let Some(last) = title.last() else { return (title, &[]) };
    if !matches!(last, ')' | '）') {
        return (title, &[]);
    }
    let Some(open) = title.iter().rposition(|c| matches!(c, '(' | '（')).filter(|&o| o > 0) else {
        return (title, &[]);
    };
    let name_end = title[..open].iter().rposition(|c| !matches!(c, ' ' | '_')).map_or(0, |p| p + 1);
    (&title[..name_end], &title[open + 1..title.len() - 1])
}
