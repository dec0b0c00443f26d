//! Verb groups: auxiliaries, negation, the verb, and the phrase that it begins.

use super::chunk::{ChunkKind, Chunker};
use super::inflect::Form;
use super::lexicon::{Part, Tags};
use super::noun::Open;
use super::unit::{Unit, UnitKind};
use crate::extract::lexicon::FrameId;

/// What a verb group can head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerbForm {
    /// A clause: took, was taken, had taken, would take.
    #[default]
    Finite,
    /// One word that is a past or a participle: captured.
    Bare,
    /// A participle: taken.
    Participle,
    /// taking, having taken, being taken
    Ing,
    /// to take
    Infinitive,
    /// take, after help or in a row of infinitives
    Base,
}

/// A verb with its auxiliaries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verb {
    /// The unit of the verb itself.
    pub main: usize,
    /// Lexicon verbs that it may be a form of.
    pub lemmas: Vec<usize>,
    pub form: VerbForm,
    pub passive: bool,
    pub negated: bool,
    /// A form of "be" by itself.
    pub copula: bool,
    pub modal: Option<String>,
    /// Adverbs inside the group.
    pub adverbs: Vec<String>,
    /// The frames that it triggers; `true`: the grammatical subject of the passive is the subject of the frame.
    pub frames: Vec<(FrameId, bool)>,
    /// Those that the verb triggers without the preposition of its trigger: *fought* in fought in.
    pub shorter: Vec<(FrameId, bool)>,
    pub perfect: bool,
    /// The words of the trigger after the verb.
    pub phrase: usize,
}

impl Chunker<'_, '_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.units.get(at).and_then(Unit::word)
    }

    fn has_form(&self, at: usize, form: Form) -> bool {
        self.word(at).is_some_and(|w| {
            let known = self.lexicon.readings(w);
            known.iter().any(|(_, f)| *f == form) || known.is_empty() && self.guessed(at, form)
        })
    }

    /// Verbs that no list knows are told by their ending.
    fn guessed(&self, at: usize, form: Form) -> bool {
        let Some(w) = self.word(at) else { return false };
        let plain = self.units[at].tags == Tags::NONE && w.len() > 4 && !self.lexicon.is("not-verb", w);
        plain
            && match form {
                Form::Past | Form::Participle => w.ends_with("ed") && !w.contains('-'),
                Form::Ing => w.ends_with("ing") && w.len() > 5 && !w.contains('-'),
                _ => false,
            }
    }

    /// Whether a word is a verb where it stands: in a noun phrase that is open, or outside of any.
    pub(super) fn verbal(&self, at: usize, open: Option<Open>) -> bool {
        let unit = &self.units[at];
        let Some(word) = unit.word() else { return false };
        if unit.tags.is_function() {
            return [Tags::NOT, Tags::MODAL, Tags::BE, Tags::HAVE, Tags::DO].iter().any(|t| unit.is(*t));
        }
        if self.lexicon.is("not-verb", word) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|i| self.units.get(i));
        let next = self.units.get(at + 1);
        let noun_next = self.noun_at(at + 1);
        let past = self.has_form(at, Form::Past) || self.has_form(at, Form::Participle);
        let ing = self.has_form(at, Form::Ing);
        let pronoun = |kinds: &[&str]| {
            before.is_some_and(|u| matches!(u.kind, UnitKind::Pronoun(t) if kinds.contains(&(self.pronoun)(t))))
        };
        let begins_np = next.is_some_and(|u| match &u.kind {
            UnitKind::Name(_) | UnitKind::Pronoun(_) => true,
            _ => u.is(Tags::DETERMINER),
        });
        if !past && !ing {
            let relative = before.is_some_and(|u| u.is(Tags::RELATIVE));
            let third = self.has_form(at, Form::Third) && (pronoun(&["he", "she", "it"]) || relative);
            let base = self.has_form(at, Form::Base);
            let joined = before.is_some_and(|u| u.is(Tags::AND) || u.is_mark(','));
            let row = self.chunks.len() > 1 && matches!(self.chunks[self.chunks.len() - 2].kind, ChunkKind::Verb(_));
            let goes_on = joined && (begins_np || row) && open.is_none_or(|o| o.content == 0) && self.goes_on_bare();
            let bare = base && (goes_on || self.takes_bare());
            // helped the emir defeat X: the phrase before must be complete.
            return third
                || bare && (goes_on || open.is_none_or(|o| o.content > 0))
                || base && pronoun(&["they"]) && begins_np;
        }
        let preposition = before.is_some_and(|u| u.is(Tags::PREPOSITION) && !u.is(Tags::LINK));
        // allied forces, but: Athens allied with Sparta
        if past && unit.is(Tags::ADJECTIVE) && noun_next && open.is_none() {
            return before.is_some_and(|u| {
                matches!(u.kind, UnitKind::Name(_) | UnitKind::Pronoun(_)) || u.is(Tags::RELATIVE) || u.is(Tags::AND)
            });
        }
        // A phrase that has not begun yet is none.
        let open = open.filter(|o| o.determined || o.content > 0);
        match open {
            None if past => !(preposition && noun_next),
            None => {
                let known = !self.lexicon.readings(word).is_empty();
                let follows = begins_np || next.is_some_and(|u| u.is(Tags::PREPOSITION) || u.is(Tags::ADVERB));
                known && (follows || noun_next) || follows && !preposition
            }
            Some(open) if open.content == 0 => {
                // This led to…
                let alone = before.and_then(Unit::word).is_some_and(|w| self.lexicon.is("stands-alone", w));
                past && alone && !noun_next
            }
            Some(open) => {
                let before_word = before.and_then(Unit::word);
                let number = before_word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
                if before.is_some_and(|u| u.kind == UnitKind::Own) || number && open.content == 1 {
                    return false;
                }
                if past {
                    let adjective = open.names == 0 && before_word.is_some_and(|w| self.is_adjective(w));
                    return !(adjective && noun_next);
                }
                let known = !self.lexicon.readings(word).is_empty();
                known
                    && (begins_np
                        || next.is_none_or(|u| u.is(Tags::PREPOSITION) || matches!(u.kind, UnitKind::Mark(_))))
            }
        }
    }

    fn is_adjective(&self, word: &str) -> bool {
        const ENDINGS: [&str; 9] = ["al", "ous", "ive", "ic", "ish", "ary", "ern", "ful", "less"];
        self.lexicon.tags(word).has(Tags::ADJECTIVE) || word.len() > 4 && ENDINGS.iter().any(|e| word.ends_with(e))
    }

    /// Whether "to" at a unit starts an infinitive.
    fn infinitive_at(&self, at: usize) -> bool {
        let mut from = at + 1;
        while self.units.get(from).is_some_and(|u| u.is(Tags::ADVERB)) {
            from += 1;
        }
        self.has_form(from, Form::Base) || self.units.get(from).is_some_and(|u| u.is(Tags::BE) || u.is(Tags::HAVE))
    }

    /// The infinitive that starts with "to" at a unit.
    pub(super) fn infinitive(&self, at: usize) -> Option<(Verb, usize)> {
        let mut from = at + 1;
        while self.units.get(from).is_some_and(|u| u.is(Tags::ADVERB)) {
            from += 1;
        }
        let unit = self.units.get(from)?;
        let base = unit.word().is_some_and(|w| {
            matches!(w, "be" | "have" | "do") || self.lexicon.readings(w).iter().any(|(_, f)| *f == Form::Base)
        });
        // to alienate the land: an unknown word before a determiner
        let unknown = unit.tags == Tags::NONE
            && unit.word().is_some_and(|w| w.chars().all(char::is_alphabetic) && self.lexicon.readings(w).is_empty())
            && self.units.get(from + 1).is_some_and(|u| u.is(Tags::DETERMINER));
        if !(base || unknown) || self.lexicon.is("not-verb", unit.word()?) {
            return None;
        }
        let (mut verb, end) = self.group_of(from, VerbForm::Infinitive)?;
        verb.form = VerbForm::Infinitive;
        Some((verb, end))
    }

    /// The verb group that starts at a unit.
    pub(super) fn verb_group(&self, at: usize) -> Option<(Verb, usize)> {
        self.group_of(at, VerbForm::Finite)
    }

    /// Over adverbs, "not" and dates inside a group; whether it is negated.
    fn skip(&self, mut at: usize, verb: &mut Verb) -> usize {
        loop {
            let Some(unit) = self.units.get(at) else { return at };
            let dated = unit.is(Tags::PREPOSITION)
                && self.units.get(at + 1).is_some_and(|u| matches!(u.kind, UnitKind::Time(_)));
            if unit.is(Tags::NOT) && unit.word().is_some_and(|w| self.lexicon.is("not-quite", w)) {
                verb.adverbs.extend(unit.word().map(str::to_owned));
            } else if unit.is(Tags::NOT) {
                verb.negated = true;
            } else if unit.is(Tags::ADVERB) {
                verb.adverbs.extend(unit.word().map(str::to_owned));
            } else if unit.word().is_some_and(|w| self.lexicon.is("floating", w))
                || matches!(unit.kind, UnitKind::Time(_))
            {
                // were both killed
            } else if dated {
                at += 1;
            } else {
                return at;
            }
            at += 1;
        }
    }

    fn group_of(&self, start: usize, given: VerbForm) -> Option<(Verb, usize)> {
        let mut verb = Verb { form: given, ..Verb::default() };
        let mut at = start;
        // What the auxiliaries so far ask for.
        let mut wanted: &[Form] = match given {
            VerbForm::Infinitive => &[Form::Base],
            _ => &[],
        };
        let mut first = given != VerbForm::Infinitive;
        if !first && self.units.get(at).is_some_and(|u| u.is(Tags::NOT)) {
            at = self.skip(at, &mut verb);
        }
        if self.units.get(at)?.is(Tags::NOT) {
            at = self.skip(at, &mut verb);
        }
        loop {
            let unit = self.units.get(at)?;
            let word = unit.word()?;
            let mut probe = Verb::default();
            let after = self.skip(at + 1, &mut probe);
            let participle = self.has_form(after, Form::Participle);
            let ing = self.word(after).is_some_and(|w| self.lexicon.readings(w).iter().any(|(_, f)| *f == Form::Ing));
            let been = self.word(after).is_some_and(|w| w == "been" || w == "being");
            let auxiliary = if unit.is(Tags::MODAL) {
                verb.modal = Some(word.to_owned());
                wanted = &[Form::Base];
                true
            } else if unit.is(Tags::DO) && (self.has_form(after, Form::Base) || probe.negated && self.noun_at(after)) {
                wanted = &[Form::Base];
                true
            } else if unit.is(Tags::HAVE) && (participle || been) {
                if word == "having" && first {
                    verb.form = VerbForm::Ing;
                }
                wanted = &[Form::Participle];
                verb.perfect = true;
                true
            } else if unit.is(Tags::BE) {
                if word == "being" && first {
                    verb.form = VerbForm::Ing;
                }
                if word == "been" && first {
                    verb.form = VerbForm::Participle;
                }
                if been {
                    true
                } else if participle {
                    verb.passive = true;
                    wanted = &[Form::Participle];
                    true
                } else if ing {
                    wanted = &[Form::Ing];
                    true
                } else {
                    verb.negated |= probe.negated;
                    verb.adverbs.extend(probe.adverbs);
                    verb.copula = true;
                    verb.main = at;
                    verb.lemmas.extend(self.lexicon.lemma("be"));
                    let end = self.trigger(&mut verb);
                    return Some((verb, if end > at + 1 { end } else { after }));
                }
            } else {
                false
            };
            if !auxiliary {
                break;
            }
            verb.negated |= probe.negated;
            verb.adverbs.extend(probe.adverbs);
            first = false;
            at = after;
        }
        let word = self.word(at)?;
        verb.main = at;
        if self.units[at].is(Tags::HAVE) || self.units[at].is(Tags::DO) {
            // had troops, did harm
            let base = if self.units[at].is(Tags::HAVE) { "have" } else { "do" };
            verb.lemmas.extend(self.lexicon.lemma(base));
            if first && word == "having" {
                verb.form = VerbForm::Ing;
            }
            let end = self.trigger(&mut verb);
            return Some((verb, end));
        }
        let known = self.lexicon.readings(word);
        // did not enslave: no list knows every verb.
        let unknown = wanted == [Form::Base] && known.is_empty() && !first;
        if known.is_empty()
            && !unknown
            && ![Form::Past, Form::Participle, Form::Ing].iter().any(|f| self.guessed(at, *f))
        {
            return None;
        }
        let fits = |f: Form| wanted.is_empty() || wanted.contains(&f);
        let forms: Vec<Form> = if known.is_empty() {
            [Form::Past, Form::Participle, Form::Ing].into_iter().filter(|f| self.guessed(at, *f)).collect()
        } else {
            known.iter().map(|(_, f)| *f).collect()
        };
        verb.lemmas = known.iter().filter(|(_, f)| fits(*f)).map(|(l, _)| *l).collect();
        verb.lemmas.dedup();
        if first {
            let has = |f: Form| forms.contains(&f);
            verb.form = match (has(Form::Past), has(Form::Participle)) {
                (true, true) => VerbForm::Bare,
                (true, false) => VerbForm::Finite,
                (false, true) => VerbForm::Participle,
                (false, false) if has(Form::Ing) => VerbForm::Ing,
                (false, false) if has(Form::Third) => VerbForm::Finite,
                (false, false) => VerbForm::Base,
            };
        }
        let end = self.trigger(&mut verb);
        Some((verb, end))
    }

    /// Finds the longest phrase that a verb begins; where the group ends.
    fn trigger(&self, verb: &mut Verb) -> usize {
        let mut best: Option<(usize, usize)> = None;
        let mut frames: Vec<(FrameId, bool)> = Vec::new();
        let mut prepositional: Option<&[Part]> = None;
        for lemma in &verb.lemmas {
            for trigger in &self.lexicon.lemmas[*lemma].triggers {
                let length = trigger.length();
                if best.is_some_and(|(len, _)| len > length) {
                    break;
                }
                if trigger.passive && !(verb.passive || verb.form == VerbForm::Participle) {
                    continue;
                }
                let Some(end) = self.rest(&trigger.rest, verb.main + 1, verb) else { continue };
                // agreed to cede: the verb after "to" is no object.
                let to = trigger.rest.last() == Some(&Part::Word("to".into()));
                if to && end > verb.main + 1 && self.infinitive_at(end - 1) {
                    continue;
                }
                if best.is_none_or(|(len, _)| length > len) {
                    frames.clear();
                    best = Some((length, end));
                    prepositional = match &trigger.rest[..] {
                        [before @ .., Part::Word(w)] => {
                            Some(before).filter(|b| end == verb.main + 2 + b.len() && self.lexicon.is("goes-on", w))
                        }
                        _ => None,
                    };
                }
                frames.extend(trigger.frames.iter().map(|f| (*f, trigger.passive)));
            }
        }
        // fought in X takes the rules of "fight in", and those of other relations for "fight"; so does took place in.
        let other = |f: &FrameId| frames.iter().all(|(g, _)| g.file != f.file);
        if let Some(before) = prepositional.filter(|_| !frames.is_empty()) {
            let lemmas = verb.lemmas.iter().map(|l| &self.lexicon.lemmas[*l]);
            let plain = lemmas.flat_map(|l| &l.triggers).filter(|t| t.rest == before);
            let said = plain.filter(|t| !t.passive || verb.passive || verb.form == VerbForm::Participle);
            let shorter = said.flat_map(|t| t.frames.iter().map(|f| (*f, t.passive)));
            verb.shorter = shorter.filter(|(f, _)| other(f)).collect();
        }
        verb.frames = frames;
        let end = best.map_or(verb.main + 1, |(_, end)| end).max(verb.main + 1);
        // lost no battle against X
        verb.negated |= self.units[verb.main + 1..end].iter().any(|u| u.word() == Some("no"));
        verb.phrase = end - verb.main - 1;
        end
    }

    /// Where the rest of a trigger ends, if it stands at a unit; right after the verb if its object stands in between.
    fn rest(&self, rest: &[Part], at: usize, verb: &Verb) -> Option<usize> {
        let Some((part, more)) = rest.split_first() else { return Some(at) };
        match part {
            Part::Word(word) => {
                for from in at..at + 3 {
                    let unit = self.units.get(from)?;
                    // lost the war against X; but fought the war: that is the object
                    let definite =
                        !more.is_empty() && matches!(unit.kind, UnitKind::Pronoun(t) if (self.noun)(t) == word);
                    if unit.word() == Some(word) || definite {
                        return self.rest(more, from + 1, verb);
                    }
                    let own = matches!(unit.kind, UnitKind::Pronoun(t) if matches!((self.pronoun)(t), "his" | "her" | "its" | "their"));
                    let small = own || unit.is(Tags::DETERMINER) || unit.is(Tags::ADVERB);
                    if !small || word.len() < 2 {
                        return None;
                    }
                }
                None
            }
            Part::Some => (0..=4).find_map(|n| {
                let plain = |u: &Unit| {
                    u.word().is_some() && !u.tags.is_function() || u.is(Tags::DETERMINER) || u.word() == Some("and")
                };
                let words = self.units.get(at..at + n)?;
                if words.iter().all(plain) { self.rest(more, at + n, verb) } else { None }
            }),
            Part::Object => {
                if verb.passive && self.rest(more, at, verb).is_some() {
                    return self.rest(more, at, verb);
                }
                let clause = |u: &Unit| !matches!(u.kind, UnitKind::Mark(',' | '.' | ';' | ':' | '!' | '?'));
                let most = self.units[at.min(self.units.len())..].iter().take(14).take_while(|u| clause(u)).count();
                (1..=most).any(|n| self.rest(more, at + n, verb).is_some()).then_some(verb.main + 1)
            }
        }
    }
}
