//! Reads the phrases of a language, the names of a gazetteer and the adjectives made of them.

use super::namer::{Firsts, Namer, bare, bit};
use crate::pack::Gazetteer;
use crate::pack::english::{Phrases, WordNames};

impl Namer {
    pub(super) fn read_phrases(&mut self, pack: &WordNames) {
        use bit::*;
        let (p, o, a, l, s) = (&pack.person, &pack.office, &pack.actor, &pack.place, &pack.small);
        let lists: [(&Phrases, u64); 38] = [
            (&pack.pact.words, PACT),
            (&pack.pact.verbs, MAKES_PACT),
            (&p.beaten, BEATEN),
            (&p.female, FEMALE),
            (&p.male, MALE),
            (&l.openers, OPENS_PLACE),
            (&p.epithets, EPITHET),
            (&o.sovereign, SOVEREIGN),
            (&o.landed, LANDED),
            (&o.fields, FIELD),
            (&o.weak, WEAK_OFFICE),
            (&o.ranks, RANK),
            (&l.directions, DIRECTION),
            (&s.function, FUNCTION),
            (&s.never, NEVER),
            (&s.ordinals, ORDINAL),
            (&p.titles, TITLE),
            (&p.given, GIVEN),
            (&p.endings, ENDING),
            (&p.particles, PARTICLE),
            (&p.kin, KIN),
            (&p.before, BEFORE_PERSON),
            (&p.after, AFTER_PERSON),
            (&p.owned, OWNED),
            (&o.heads, OFFICE),
            (&o.modifiers, OFFICE_MODIFIER),
            (&o.after, BEFORE_OFFICE),
            (&a.bodies, BODY),
            (&a.between, BETWEEN),
            (&a.groups, GROUP),
            (&a.prefixes, PREFIX),
            (&a.verbs, VERB),
            (&l.before, BEFORE_PLACE),
            (&l.kinds, PLACE_KIND),
            (&l.after, AFTER_PLACE),
            (&l.verbs, PLACE_VERB),
            (&pack.people.after, AFTER_PEOPLE),
            (&pack.people.before, BEFORE_PEOPLE),
        ];
        // Several at once: Emperors X and Y.
        for title in p.titles.0.iter().filter(|t| !t.ends_with('s')) {
            self.phrase(&format!("{title}s")).bits |= TITLE | PLURAL;
        }
        for (phrases, bits) in lists {
            for phrase in &phrases.0 {
                self.phrase(phrase).bits |= bits;
            }
        }
        for form in &pack.forms {
            let number = self.number(&form.class);
            for phrase in &form.of.0 {
                first(&mut self.phrase(phrase).of, number);
            }
            for phrase in &form.of_capital.0 {
                first(&mut self.phrase(phrase).of_capital, number);
            }
            for phrase in &form.after.0 {
                first(&mut self.phrase(phrase).after, number);
            }
            for phrase in &form.after_capital.0 {
                first(&mut self.phrase(phrase).after_capital, number);
            }
            for phrase in &form.before.0 {
                first(&mut self.phrase(phrase).before, number);
            }
        }
        for hint in &pack.hints {
            let number = self.number(&hint.class);
            for phrase in &hint.words.0 {
                first(&mut self.phrase(phrase).hint, number);
            }
        }
    }

    /// Names first; then, where nothing else is called so, names without what tells homonyms apart: Khiva (city).
    pub(super) fn read_gazetteer(&mut self, gazetteer: &Gazetteer, second: bool) {
        for (at, entry) in gazetteer.entries.iter().enumerate() {
            let at = at as u32;
            // Ranks and offices without a place are words of the language: names.toml has them.
            let class = &*self.known[at as usize].class;
            let office = class == &*self.class.office;
            // Many parties are called alike.
            if second && class == &*self.abbreviated {
                continue;
            }
            for name in entry.names.iter().map(|n| n.text.as_str()).filter(|n| (bare(n) != *n) == second) {
                let name = bare(name);
                if !is_latin(name) || office && !name.contains(" of ") {
                    continue;
                }
                let (words, capitals) = self.words_of(name);
                let key = words.join(" ");
                if key.len() < 2 || capitals == 0 || second && self.names.contains_key(&key) {
                    continue;
                }
                note_first(&mut self.name_firsts, &words);
                let slot = self.names.entry(key).or_insert((Vec::new(), capitals));
                slot.1 &= capitals;
                if !slot.0.contains(&at) {
                    slot.0.push(at);
                }
            }
        }
    }

    /// Adjectives of the language, and those that entries have as short forms.
    pub(super) fn read_adjectives(&mut self, gazetteer: &Gazetteer, pack: &WordNames) {
        for (name, adjectives) in &pack.adjectives {
            let key = self.words_of(name).0.join(" ");
            let Some(entries) = self.entries(&key).map(<[u32]>::to_vec) else { continue };
            for adjective in &adjectives.0 {
                let key = self.words_of(adjective).0.join(" ");
                self.adjectives.entry(key).or_insert_with(|| entries.clone());
            }
        }
        // Kazakh from Kazakhs.
        let people = |e: &u32| self.known[*e as usize].class == self.class.people;
        let plurals = self.names.iter().filter(|(_, (entries, _))| entries.iter().all(people));
        let singular =
            plurals.filter_map(|(name, (entries, _))| Some((name.strip_suffix('s')?.to_owned(), entries.clone())));
        let singular: Vec<(String, Vec<u32>)> = singular.filter(|(n, _)| !n.ends_with('s')).collect();
        for (name, entries) in singular {
            self.adjectives.entry(name).or_insert(entries);
        }
        for (at, entry) in gazetteer.entries.iter().enumerate() {
            for form in entry.short_forms.iter().filter(|f| is_latin(f)) {
                let key = self.words_of(form).0.join(" ");
                let entries = self.adjectives.entry(key).or_default();
                if !entries.contains(&(at as u32)) {
                    entries.push(at as u32);
                }
            }
        }
    }
}

pub(super) fn is_latin(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() && c < '\u{2000}')
}

fn first(slot: &mut u8, number: u8) {
    if *slot == 0 {
        *slot = number;
    }
}

pub(super) fn note_first(firsts: &mut Firsts, words: &[String]) {
    if let Some(first) = words.first() {
        let most = firsts.entry(first.clone()).or_default();
        *most = (*most).max(words.len().min(12) as u8);
    }
}
