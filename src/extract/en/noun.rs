//! Noun phrases: names, pronouns and nouns with what belongs to them, joined to groups.

use super::chunk::{Chunk, ChunkKind, Chunker};
use super::lexicon::Tags;
use super::unit::{Unit, UnitKind};

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Np {
    /// Units.
    pub from: usize,
    pub to: usize,
    /// The unit of its last word or name.
    pub head: usize,
    /// The unit that possesses it: *Kaufman*'s army, *his* army.
    pub owner: Option<usize>,
    /// Units of the other names in it: the *Russian* general Kaufman.
    pub names: Vec<usize>,
    /// The article or other word that it begins with.
    pub determiner: Option<String>,
    /// What follows "of".
    pub of: Option<Box<Group>>,
    /// The name that a comma adds to it: his uncle, *Azam*.
    pub apposed: Option<usize>,
}

/// Noun phrases joined by commas and "and".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    pub from: usize,
    pub to: usize,
    pub members: Vec<Np>,
    /// Joined by "or": only one of them is meant.
    pub either: bool,
}

/// What a noun phrase holds so far, while it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Open {
    pub determined: bool,
    /// Words and names, articles aside.
    pub content: usize,
    pub names: usize,
}

impl Chunker<'_, '_> {
    fn possessive(&self, at: usize) -> bool {
        let UnitKind::Pronoun(token) = self.units[at].kind else { return false };
        match (self.pronoun)(token) {
            "his" | "its" | "their" => true,
            // her army; they followed her.
            "her" => self.units.get(at + 1).is_some_and(|u| match &u.kind {
                UnitKind::Name(_) => true,
                UnitKind::Word(_) => !u.tags.is_function() && !u.is(Tags::DETERMINER) && !u.is(Tags::ADVERB),
                _ => false,
            }),
            _ => false,
        }
    }

    /// The noun phrase that starts at a unit.
    fn np(&self, start: usize) -> Option<Np> {
        let mut np = Np { from: start, to: start, ..Np::default() };
        let mut open = Open::default();
        let mut head = None;
        let mut at = start;
        while let Some(unit) = self.units.get(at) {
            match &unit.kind {
                UnitKind::Word(word) => {
                    if unit.is(Tags::DETERMINER) {
                        let numeral = word.chars().all(|c| c.is_ascii_digit());
                        if open.content > 0 && !numeral {
                            break;
                        }
                        np.determiner.get_or_insert_with(|| word.clone());
                        open.determined = true;
                        at += 1;
                        continue;
                    }
                    // 2,000 to 3,000 Khivans
                    let number = |i: usize| {
                        let word = self.units.get(i).and_then(Unit::word);
                        word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
                    };
                    if matches!(word.as_str(), "to" | "or") && at > start && number(at - 1) && number(at + 1) {
                        at += 1;
                        continue;
                    }
                    if unit.tags.is_function() {
                        break;
                    }
                    if unit.is(Tags::ADVERB) {
                        // a newly founded state
                        let modifies = open.determined
                            && self.units.get(at + 1).is_some_and(|u| {
                                u.word().is_some_and(|w| {
                                    !u.tags.is_function() && self.adjectival(w) && self.noun_at(at + 2)
                                })
                            });
                        // the west, his third son
                        if !modifies && open.determined && open.content == 0 && np.owner != Some(at) {
                            head = Some(at);
                            open.content += 1;
                            at += 1;
                            continue;
                        }
                        if !modifies {
                            break;
                        }
                        at += 2;
                        open.content += 1;
                        continue;
                    }
                    if self.verbal(at, Some(open)) {
                        break;
                    }
                    head = Some(at);
                    open.content += 1;
                }
                UnitKind::Name(_) => {
                    // During this fight X was wounded: a time or an act is not a title.
                    let apart = head.and_then(|h| self.units[h].word()).is_some_and(|w| {
                        self.lexicon.is("moment", w)
                            || self.lexicon.is("happening", w)
                            || self.lexicon.is("onslaught", w)
                    });
                    if apart && open.determined && self.after_preposition(start) {
                        break;
                    }
                    if let Some(old) = head.filter(|h| matches!(self.units[*h].kind, UnitKind::Name(_))) {
                        np.names.push(old);
                    }
                    head = Some(at);
                    open.content += 1;
                    open.names += 1;
                }
                UnitKind::Pronoun(_) => {
                    if open.content > 0 {
                        break;
                    }
                    if self.possessive(at) {
                        np.owner = Some(at);
                        open.determined = true;
                        at += 1;
                        continue;
                    }
                    head = Some(at);
                    at += 1;
                    if !self.units.get(at).is_some_and(|u| u.kind == UnitKind::Own) {
                        break;
                    }
                    continue;
                }
                UnitKind::Own => {
                    let Some(owner) = head.take() else { break };
                    np.owner = Some(owner);
                    open = Open { determined: true, content: 0, names: 0 };
                }
                UnitKind::Time(_) => {
                    // the 1881 treaty
                    let named = self.units.get(at + 1).is_some_and(|u| match u.kind {
                        UnitKind::Name(t) => matches!((self.class)(t), "War" | "Treaty" | "Rebellion" | "Event"),
                        _ => true,
                    });
                    let stop = at == start && !self.noun_after_time(at) || open.content > 0 || !self.noun_at(at + 1);
                    if stop || !named {
                        break;
                    }
                }
                UnitKind::Mark('"') => {
                    // A nickname or a quoted name inside: go on only to a name.
                    if !self.units.get(at + 1).is_some_and(|u| matches!(u.kind, UnitKind::Name(_))) {
                        break;
                    }
                }
                UnitKind::Amount(_) if open.determined && open.content == 0 => {
                    // their 500 men
                    head = Some(at);
                    open.content += 1;
                }
                UnitKind::Mark(_) | UnitKind::Amount(_) => break,
            }
            at += 1;
        }
        if let Some(h) = head.filter(|h| matches!(self.units[*h].kind, UnitKind::Word(_))) {
            // Names before a noun are kept, the head is the noun.
            np.names.extend((start..h).filter(|i| matches!(self.units[*i].kind, UnitKind::Name(_))));
            np.names.retain(|n| Some(*n) != np.owner);
            np.names.sort_unstable();
            np.names.dedup();
        }
        if at == start || head.is_none() && self.units.get(at).is_some_and(|u| matches!(u.kind, UnitKind::Time(_))) {
            return None;
        }
        // "the" alone, or an owner alone, is a phrase that names nothing.
        np.head = head.unwrap_or(at - 1);
        np.to = at;
        Some(np)
    }

    /// Whether a preposition of time or place stands right before a unit.
    fn after_preposition(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|i| self.units[i].word());
        before.is_some_and(|w| matches!(w, "in" | "during" | "after" | "at" | "before" | "since" | "following"))
    }

    /// Whether a noun or name stands at a unit.
    pub(super) fn noun_at(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| match &u.kind {
            UnitKind::Name(_) => true,
            UnitKind::Word(w) => {
                !u.tags.is_function()
                    && !u.is(Tags::DETERMINER)
                    && !u.is(Tags::ADVERB)
                    && !w.starts_with(|c: char| c.is_ascii_digit())
            }
            _ => false,
        })
    }

    /// 1839 campaign, without an article: only before a noun of an act or a name.
    fn noun_after_time(&self, at: usize) -> bool {
        let word = self.units.get(at + 1).and_then(Unit::word);
        word.is_some_and(|w| !self.lexicon.noun(w).is_empty() || self.lexicon.is("happening", w))
    }

    /// A word that looks like a participle or an adjective.
    pub(super) fn adjectival(&self, word: &str) -> bool {
        word.ends_with("ed")
            || word.ends_with("ing")
            || word.ends_with("en")
            || self.lexicon.tags(word).has(Tags::ADJECTIVE)
    }

    /// A noun phrase with what follows "of".
    fn full_np(&self, start: usize) -> Option<Np> {
        let mut np = self.np(start)?;
        if self.units.get(np.to).and_then(Unit::word) == Some("of")
            && let Some(group) = self.of_group(np.to + 1)
        {
            np.to = group.to;
            np.of = Some(Box::new(group));
        }
        self.apposition(&mut np);
        Some(np)
    }

    /// A person's name between commas behind a noun for persons belongs to it: his uncle, Azam, took….
    fn apposition(&self, np: &mut Np) {
        let person = self.units[np.head].word().is_some_and(|w| self.lexicon.is("person", w));
        let name = np.to + 1;
        let named = self
            .units
            .get(name)
            .is_some_and(|u| matches!(u.kind, UnitKind::Name(t) if matches!((self.class)(t), "Person" | "Thing" | "")));
        if !person || !named || !self.units[np.to].is_mark(',') {
            return;
        }
        let Some(next) = self.units.get(name + 1) else { return };
        if next.is_mark(',') {
            np.apposed = Some(name);
            let verb = (name + 2..self.units.len())
                .find(|i| !self.units[*i].is(Tags::ADVERB))
                .is_some_and(|i| self.verbal(i, None));
            np.to = if verb { name + 2 } else { name + 1 };
        } else if matches!(next.kind, UnitKind::Mark('.' | ';' | ')' | '(')) {
            np.apposed = Some(name);
            np.to = name + 1;
        }
    }

    /// What follows "of": further names only if they are of the same kind as the first.
    fn of_group(&self, start: usize) -> Option<Group> {
        let first = self.full_np(start)?;
        let mut group = Group { from: start, to: first.to, members: vec![first], either: false };
        while let Some((next, either)) = self.joined(&group) {
            let Some(np) = self.np(next) else { break };
            let kind = |np: &Np| self.head_class(np);
            let last = group.members.last().expect("a group has a member");
            let same = kind(last).is_some() && kind(last) == kind(&np) && np.determiner == last.determiner;
            if !same {
                break;
            }
            group.either |= either;
            let np = self.full_np(next).unwrap_or(np);
            group.to = np.to;
            group.members.push(np);
        }
        Some(group)
    }

    /// The kind of what a phrase names, places and polities being alike.
    fn head_class(&self, np: &Np) -> Option<&str> {
        let UnitKind::Name(token) = self.units.get(np.head)?.kind else { return None };
        Some(match (self.class)(token) {
            "State" => "Place",
            class => class,
        })
    }

    /// Where the next member of a group starts, after "and" or after a comma of a list; and whether "or" joins it.
    fn joined(&self, group: &Group) -> Option<(usize, bool)> {
        // Tokmak (Tokmok) and Pishpek: over a bracket.
        let mut from = group.to;
        if self.units.get(from)?.is_mark('(') {
            from = (from..self.units.len()).find(|i| self.units[*i].is_mark(')'))? + 1;
            let goes_on = self.units.get(from).is_some_and(|u| u.is(Tags::AND) || u.is_mark(','));
            if !goes_on || group.members.iter().any(|m| !self.named(m)) {
                return None;
            }
        }
        let unit = self.units.get(from)?;
        let begins = |at: usize| {
            self.units.get(at).is_some_and(|u| match &u.kind {
                UnitKind::Name(_) => true,
                UnitKind::Pronoun(_) => self.possessive(at),
                UnitKind::Word(_) => (u.is(Tags::DETERMINER) || self.noun_at(at)) && !self.verbal(at, None),
                _ => false,
            })
        };
        let and = |u: &Unit| u.is(Tags::AND).then(|| u.word() == Some("or")).filter(|_| u.is(Tags::AND));
        if let Some(either) = and(unit) {
            let mut next = from + 1;
            if self.units.get(next).is_some_and(|u| u.is_mark('(')) {
                // France and (after 1917) Italy
                next = (next..self.units.len()).find(|i| self.units[*i].is_mark(')'))? + 1;
            }
            return begins(next).then_some((next, either));
        }
        if !unit.is_mark(',') {
            return None;
        }
        let next = self.units.get(from + 1)?;
        if let Some(either) = and(next) {
            // A, B, and C. After a single name the comma parts clauses.
            return (group.members.len() > 1 && begins(from + 2)).then_some((from + 2, either));
        }
        // A, B and C: the list must end in "and".
        if !matches!(next.kind, UnitKind::Name(_)) && !next.is(Tags::DETERMINER) && !self.noun_at(from + 1) {
            return None;
        }
        let mut at = from + 1;
        for _ in 0..12 {
            let np = self.full_np(at).filter(|np| self.named(np))?;
            at = np.to;
            let unit = self.units.get(at)?;
            let after_comma = unit.is_mark(',').then(|| self.units.get(at + 1)).flatten();
            // and (after 1917) Italy
            let over = |at: usize| match self.units.get(at) {
                Some(u) if u.is_mark('(') => {
                    (at..self.units.len()).find(|i| self.units[*i].is_mark(')')).map_or(at, |i| i + 1)
                }
                _ => at,
            };
            if let Some(u) = after_comma {
                if and(u).is_some() {
                    return (begins(over(at + 2)) && self.named_at(over(at + 2))).then_some((from + 1, false));
                }
                at += 1;
                continue;
            }
            return (and(unit).is_some() && begins(over(at + 1)) && self.named_at(over(at + 1)))
                .then_some((from + 1, false));
        }
        None
    }

    /// Whether a phrase holds a name.
    fn named(&self, np: &Np) -> bool {
        (np.from..np.to).any(|i| matches!(self.units[i].kind, UnitKind::Name(_)))
    }

    fn named_at(&self, at: usize) -> bool {
        self.np(at).is_some_and(|np| self.named(&np)) || self.full_np(at).is_some_and(|np| self.named(&np))
    }

    /// The group that starts at a unit.
    pub(super) fn group(&self, start: usize) -> Option<Group> {
        let first = self.full_np(start)?;
        let mut group = Group { from: start, to: first.to, members: vec![first], either: false };
        while let Some((next, either)) = self.joined(&group) {
            let Some(np) = self.full_np(next) else { break };
            // In Tashkent, Kaufman and X …: a place in front is not one of the persons.
            let kinds = (self.head_class(&group.members[0]), self.head_class(&np));
            let governed = self.chunks.last().is_some_and(|c: &Chunk| matches!(c.kind, ChunkKind::Preposition(_)));
            if let (Some(a), Some(b)) = kinds
                && a != b
                && governed
                && [a, b].contains(&"Place")
            {
                break;
            }
            group.either |= either;
            group.to = np.to;
            group.members.push(np);
        }
        Some(group)
    }
}
