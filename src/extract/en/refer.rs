//! What a group of nouns stands for.

use super::Parsed;
use super::chunk::ChunkKind;
use super::clause::GroupRef;
use super::noun::Np;
use super::unit::UnitKind;
use crate::extract::discourse::Filled;
use crate::extract::line::Line;
use crate::extract::mention::Gender;
use crate::extract::read::Reading;

impl Reading<'_> {
    /// The entities of a group; none if only one of them is meant.
    pub(super) fn refer(&self, line: &Line, parsed: &Parsed, group: GroupRef, not: &[usize]) -> Vec<Filled> {
        let Some(ChunkKind::Group(g)) = parsed.chunks.get(group.chunk).map(|c| &c.kind) else {
            return Vec::new();
        };
        if g.either {
            return Vec::new();
        }
        let members = g.members.get(group.from..group.to.min(g.members.len())).unwrap_or_default();
        if group.of {
            let of = members.iter().filter_map(|np| np.of.as_deref()).filter(|g| !g.either);
            return of.flat_map(|g| &g.members).flat_map(|np| self.refer_np(line, parsed, np, not)).collect();
        }
        let behind = self.named_behind(line, parsed, group.chunk, members, not);
        if !behind.is_empty() {
            return behind;
        }
        members.iter().flat_map(|np| self.refer_np(line, parsed, np, not)).collect()
    }

    /// The place whose name follows a noun for one: the fortress *at Ceuta*.
    fn named_behind(&self, line: &Line, parsed: &Parsed, chunk: usize, members: &[Np], not: &[usize]) -> Vec<Filled> {
        let Some(lexicon) = self.engine.english.as_ref() else { return Vec::new() };
        let [np] = members else { return Vec::new() };
        let head = match parsed.units[np.head].kind {
            UnitKind::Pronoun(token) => self.definite_noun(line, token),
            _ => parsed.units[np.head].word(),
        };
        let chunk_at = |i: usize| parsed.chunks.get(i).map(|c| &c.kind);
        // the governor (and future emperor) X
        if let (Some(ChunkKind::Aside(..)), Some(ChunkKind::Group(g))) = (chunk_at(chunk + 1), chunk_at(chunk + 2))
            && head.is_some_and(|w| lexicon.is("person", w))
            && np.of.is_none()
        {
            let named = g.members.first().filter(|m| matches!(parsed.units[m.head].kind, UnitKind::Name(_)));
            let found = named.map(|m| self.refer_np(line, parsed, m, not)).unwrap_or_default();
            let person = |f: &Filled| *self.class(f.entity) == *self.extractor.domain.classes.person;
            return found.into_iter().filter(person).collect();
        }
        let Some(word) = head.filter(|w| lexicon.is("settlement", w)) else { return Vec::new() };
        let (Some(ChunkKind::Preposition(p)), Some(ChunkKind::Group(g))) = (chunk_at(chunk + 1), chunk_at(chunk + 2))
        else {
            return Vec::new();
        };
        if p != "at" || np.of.is_some() {
            return Vec::new();
        }
        let place = |f: &Filled| *self.class(f.entity) == *self.extractor.domain.classes.place;
        let first = g.members.first().map(|m| self.refer_np(line, parsed, m, not)).unwrap_or_default();
        said(first.into_iter().filter(place).collect(), word)
    }

    fn unit_entities(&self, line: &Line, parsed: &Parsed, unit: usize, not: &[usize]) -> Vec<Filled> {
        match parsed.units[unit].kind {
            UnitKind::Name(token) | UnitKind::Pronoun(token) => self.resolve(line, token, not),
            _ => Vec::new(),
        }
    }

    /// The entities of a noun phrase.
    pub(super) fn refer_np(&self, line: &Line, parsed: &Parsed, np: &Np, not: &[usize]) -> Vec<Filled> {
        let Some(lexicon) = self.engine.english.as_ref() else { return Vec::new() };
        let classes = &self.extractor.domain.classes;
        let of = |np: &Np| -> Vec<Filled> {
            let group = np.of.as_deref().filter(|g| !g.either);
            group.into_iter().flat_map(|g| &g.members).flat_map(|m| self.refer_np(line, parsed, m, not)).collect()
        };
        // "his" alone names nobody.
        if np.owner == Some(np.head) {
            return Vec::new();
        }
        if let Some(apposed) = np.apposed {
            return self.unit_entities(line, parsed, apposed, not);
        }
        let word_before = |at: usize| at.checked_sub(1).filter(|i| *i >= np.from).and_then(|i| parsed.units[i].word());
        match &parsed.units[np.head].kind {
            UnitKind::Name(token) => {
                let found = self.resolve(line, *token, not);
                let class = found.first().map(|f| self.class(f.entity).to_owned()).unwrap_or_default();
                // Muslim forces of the sultanate: those of the state
                if class != classes.polity && class != classes.person && np.of.is_some() {
                    let text = self.document.slice(parsed.spans[np.head]);
                    let forces = text.rsplit(' ').next().filter(|w| lexicon.is("forces", w));
                    let polity = |f: &Filled| *self.class(f.entity) == *classes.polity;
                    let of = of(np);
                    if let Some(word) = forces.filter(|_| of.iter().any(polity)) {
                        return said(of, word);
                    }
                }
                // the emir Muzaffar, and Muzaffar the emir: the person acts.
                if class == classes.office
                    && let Some(person) = np.names.iter().rev().find_map(|u| {
                        let named = self.unit_entities(line, parsed, *u, not);
                        named.into_iter().find(|f| *self.class(f.entity) == *classes.person)
                    })
                {
                    return vec![person];
                }
                // northern Persia is not Persia; former, would-be, pretended.
                let part = word_before(np.head).is_some_and(|w| {
                    self.extractor.domain.is_territory(&class) && lexicon.is("direction", w)
                        || lexicon.is("no-longer", w)
                });
                if part { Vec::new() } else { found }
            }
            UnitKind::Pronoun(_) => self.unit_entities(line, parsed, np.head, not),
            UnitKind::Word(word) => {
                let owner = || np.owner.map(|u| self.owner(line, parsed, u, not)).unwrap_or_default();
                let last_name = || {
                    let name = np.names.last().map(|u| self.unit_entities(line, parsed, *u, not)).unwrap_or_default();
                    name.into_iter().filter(|f| self.extractor.is_actor(self.class(f.entity))).collect::<Vec<_>>()
                };
                // the new treaty: as "the treaty"
                let definite = matches!(np.determiner.as_deref(), Some("the" | "this"));
                let other =
                    (np.from..np.head).any(|u| parsed.units[u].word().is_some_and(|w| lexicon.is("another-one", w)));
                if definite && !other && np.of.is_none() && np.names.is_empty() && np.owner.is_none() {
                    let said = format!("the {word}");
                    let known = self.engine.lexicon.words.iter().find(|w| w.text == said);
                    let kind = known.and_then(|w| w.pronoun.as_deref());
                    if let Some(found) = kind.and_then(|k| self.english_pronoun(k, &said, not)) {
                        let span = Some(parsed.spans[np.head]);
                        let how = |e: usize| format!("{said} = {}", self.mentions.entities[e].title);
                        return found.into_iter().map(|e| Filled { entity: e, span, how: how(e) }).collect();
                    }
                }
                if np.owner.is_some() && np.of.is_none() {
                    // Whoever the clause is about is whose father is meant.
                    let own = np.owner.is_some_and(|u| matches!(parsed.units[u].kind, UnitKind::Pronoun(_)));
                    let subject = not.first().filter(|e| own && not.len() == 1 && self.class(**e) == classes.person);
                    let subject = subject.map(|e| vec![Filled { entity: *e, span: None, how: String::new() }]);
                    let found = self.relative(&subject.unwrap_or_else(owner), word);
                    if !found.is_empty() {
                        return found;
                    }
                }
                if lexicon.is("delegate", word) {
                    // the Chinese ambassador, envoys of the khan: for frames that take who speaks for somebody
                    let found = last_name();
                    let found = if found.is_empty() { owner() } else { found };
                    return said(if found.is_empty() { of(np) } else { found }, word);
                }
                if lexicon.is("home-power", word)
                    && let Some(sender) = self.sender_before(line, parsed, np)
                {
                    // the Chinese ambassador signed it, but his government refused: that of China
                    return said(sender, word);
                }
                if lexicon.is("forces", word) || lexicon.is("sway", word) {
                    // his army, Russian troops, the army of the khan
                    let found = last_name();
                    let found = if found.is_empty() { owner() } else { found };
                    // the Arab Muslim forces of the caliphate: those of the state
                    let polity = |f: &Filled| *self.class(f.entity) == *classes.polity;
                    let of = of(np);
                    let found = if found.is_empty() || !found.iter().any(polity) && of.iter().any(polity) {
                        if of.is_empty() { found } else { of }
                    } else {
                        found
                    };
                    let found = if found.is_empty() { self.parties_of(parsed, np) } else { found };
                    return said(found, word);
                }
                if lexicon.is("onslaught", word) && np.of.is_none() {
                    // repelled a Russian attack: those who attack
                    let found = last_name();
                    let found = if found.is_empty() { owner() } else { found };
                    return said(found, word);
                }
                if lexicon.is("portion", word) || lexicon.is("settlement", word) {
                    let territory = |f: &Filled| self.extractor.domain.is_territory(self.class(f.entity));
                    let found: Vec<Filled> = of(np).into_iter().filter(territory).collect();
                    if !found.is_empty() {
                        return said(found, word);
                    }
                }
                if lexicon.is("terms", word) {
                    // the provisions of the treaty
                    let treaty = |f: &Filled| self.class(f.entity) == classes.agreement;
                    return said(of(np).into_iter().filter(treaty).collect(), word);
                }
                if lexicon.is("settlement", word) {
                    // the Merv oasis
                    let adjacent = np.names.last().filter(|u| **u + 1 == np.head);
                    let name = adjacent.map(|u| self.unit_entities(line, parsed, *u, not)).unwrap_or_default();
                    return said(name.into_iter().filter(|f| *self.class(f.entity) == *classes.place).collect(), word);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// For whom the one spoke whom a clause before was about, where "his" stands with a noun: his government.
    fn sender_before(&self, line: &Line, parsed: &Parsed, np: &Np) -> Option<Vec<Filled>> {
        np.owner.filter(|u| matches!(parsed.units[*u].kind, UnitKind::Pronoun(_)))?;
        let before = parsed.clauses.iter().rev().filter(|c| parsed.chunks[c.chunk].to <= np.from);
        let subject = before.filter_map(|c| c.subject.first()).next()?;
        let found = self.refer(line, parsed, *subject, &[]);
        let speaks = !found.is_empty() && found.iter().all(|f| self.speaks_for(f));
        speaks.then(|| found.into_iter().map(|f| Filled { how: String::new(), ..f }).collect())
    }

    /// Whether somebody is meant by who speaks for him: the ambassador of X.
    pub(super) fn speaks_for(&self, filled: &Filled) -> bool {
        let Some(lexicon) = self.engine.english.as_ref() else { return false };
        filled.how.split(", ").filter_map(|h| h.strip_prefix("its ")).any(|w| lexicon.is("delegate", w))
    }

    /// The two states that the name of a war joins: Anglo-Afghan, Franco-Prussian.
    pub(super) fn named_parties(&self, war: usize) -> Vec<usize> {
        let title = crate::text::script::fold_str(&self.mentions.entities[war].title);
        title.split(' ').find_map(|w| self.joined_parties(w)).unwrap_or_default()
    }

    /// The two states that a name among some tokens joins: those of the Anglo-Russian Convention.
    pub(in crate::extract) fn parties_within(&self, line: &Line, start: usize, end: usize) -> Vec<Filled> {
        let entities = line.tokens[start..end].iter().filter_map(|t| match t.kind {
            crate::extract::line::TokenKind::Entity(m) => Some((self.mentions.mentions[m].entity, t.span)),
            _ => None,
        });
        let parties = entities.map(|(e, span)| (self.named_parties(e), span)).find(|(p, _)| p.len() == 2);
        let Some((parties, span)) = parties else { return Vec::new() };
        let filled = |entity| Filled { entity, span: Some(span), how: "party by its name".into() };
        parties.into_iter().map(filled).collect()
    }

    /// The two states that an adjective joins, as far as the document speaks of both: Anglo-French troops.
    pub(super) fn joined_parties(&self, adjective: &str) -> Option<Vec<usize>> {
        let (left, right) = adjective.split_once(['-', '–'])?;
        let (left, right) = (self.party_called(left)?, self.party_called(right)?);
        (left != right).then(|| vec![left, right])
    }

    /// The state that half of an adjective means: Franco-, -Prussian.
    pub(super) fn party_called(&self, part: &str) -> Option<usize> {
        let polity = &*self.extractor.domain.classes.polity;
        let combined = self.engine.grammar.mark("combining");
        let full: Vec<&str> = combined.iter().filter_map(|c| c.strip_prefix(part)?.strip_prefix(' ')).collect();
        let adjectives = if full.is_empty() { vec![part] } else { full };
        let called = |n: &String| {
            let name = crate::text::script::fold_str(n);
            adjectives.iter().any(|a| name == *a || name.strip_prefix(a).is_some_and(|r| r.starts_with([' ', 's'])))
        };
        let mut entities = self.mentions.entities.iter();
        entities.position(|e| *e.class == *polity && e.names.iter().any(called))
    }

    /// The states that an adjective in a phrase joins.
    pub(super) fn parties_of(&self, parsed: &Parsed, np: &Np) -> Vec<Filled> {
        let words = (np.from..np.head).filter_map(|u| Some((parsed.units[u].word()?, parsed.spans[u])));
        let found = words.into_iter().find_map(|(w, span)| Some((self.joined_parties(w)?, span)));
        let Some((parties, span)) = found else { return Vec::new() };
        let filled = |entity| Filled { entity, span: Some(span), how: "joined by an adjective".into() };
        parties.into_iter().map(filled).collect()
    }

    /// Who possesses something: Kaufman's, his.
    pub(super) fn owner(&self, line: &Line, parsed: &Parsed, unit: usize, not: &[usize]) -> Vec<Filled> {
        self.unit_entities(line, parsed, unit, not)
    }

    /// The entities that an English pronoun stands for.
    pub(in crate::extract) fn english_pronoun(&self, kind: &str, said: &str, not: &[usize]) -> Option<Vec<usize>> {
        let classes = &self.extractor.domain.classes;
        let class = |e: usize| self.class(e);
        let person = |e: &usize| class(*e) == classes.person;
        let fresh = |e: &usize| !not.contains(e);
        let d = &self.discourse;
        let found = match kind {
            "he" | "his" | "she" | "her" => {
                let other = if kind.starts_with('h') && kind != "her" { Gender::Female } else { Gender::Male };
                let person = |e: &usize| person(e) && self.mentions.gender.get(e) != Some(&other);
                let old = d.subject.iter().copied().find(|e| person(e) && fresh(e));
                let title = d.title.filter(|t| person(t) && fresh(t));
                // In a life, whoever was not named in this sentence is whose life it is.
                let old = if d.about_person && d.subject_is_old { title.or(old) } else { old };
                old.or(title).or_else(|| d.latest(|e| person(&e) && fresh(&e))).into_iter().collect()
            }
            "it" | "its" if d.thing_between => Vec::new(),
            "it" | "its" => {
                let thing = |e: &usize| !person(e) && fresh(e) && class(*e) != classes.office;
                let old = d.topic_thing.iter().chain(&d.subject).chain(&d.object).copied().find(thing);
                old.or(d.title.filter(thing)).into_iter().collect()
            }
            "they" | "their" => {
                let several = |e: &usize| {
                    let class = class(*e);
                    class == classes.polity || self.extractor.is_actor(class) && class != classes.person
                };
                if d.subject.len() > 1 && d.subject.iter().all(fresh) {
                    d.subject.clone()
                } else {
                    let known = d.subject.iter().chain(&d.object).copied();
                    let party = || d.party.iter().copied().filter(fresh).collect::<Vec<_>>();
                    // The emperor joined the army, and they took X.
                    let before = || d.earlier.iter().copied().find(|e| several(e) && fresh(e));
                    match known.into_iter().find(|e| several(e) && fresh(e)) {
                        Some(one) => vec![one],
                        None if party().is_empty() => before().into_iter().collect(),
                        None => party(),
                    }
                }
            }
            // the war, the siege: what the page is about, if its name says so; else what was named last so.
            "Treaty" | "War" | "Rebellion" => {
                let word = said.split(' ').next_back().unwrap_or(said).to_lowercase();
                let called =
                    |e: usize| self.mentions.entities[e].names.iter().any(|n| n.to_lowercase().contains(&word));
                let fits = |e: usize| class(e) == kind && fresh(&e) && called(e);
                // The pact that the page is about is the treaty too, as long as no other is spoken of; so is the
                // confrontation the battle.
                let generic = kind == classes.war && self.engine.grammar.mark("generic-war").contains(&word);
                let topic =
                    |t: &usize| kind == classes.agreement && class(*t) == kind && fresh(t) && d.treaty.is_none();
                let title = d.title.filter(|t| fits(*t) || topic(t) || generic && class(*t) == kind && fresh(t));
                let treaty = || d.latest(|e| kind == classes.agreement && class(e) == kind && fresh(&e));
                title.or_else(|| d.latest(fits)).or_else(treaty).into_iter().collect()
            }
            // the city, the island: where the act before was, or what is called so.
            "Place" => {
                let word = said.split(' ').next_back().unwrap_or(said).to_lowercase();
                let called =
                    |e: usize| self.mentions.entities[e].names.iter().any(|n| n.to_lowercase().contains(&word));
                let fits = |e: usize| class(e) == classes.place && fresh(&e);
                let town = self.engine.grammar.mark("town").contains(&word);
                let last = d.place.filter(|p| fits(*p) && (town || called(*p)));
                let title = d.title.filter(|t| fits(*t) && (town || called(*t)));
                last.or(title).or_else(|| d.latest(|e| fits(e) && called(e))).into_iter().collect()
            }
            // the emir: whoever has that title in a name.
            "title" => {
                let word = said.split(' ').next_back().unwrap_or(said).to_lowercase();
                let titled = |e: usize| {
                    let names = &self.mentions.entities[e].names;
                    names.iter().any(|n| n.to_lowercase().split(' ').any(|w| w == word))
                };
                d.latest(|e| person(&e) && fresh(&e) && titled(e)).into_iter().collect()
            }
            // On the page of a treaty, a war or a revolt that is the one, unless it is "this" one.
            kind if said.to_lowercase().starts_with("the ") => {
                let title = d.title.filter(|t| class(*t) == kind && fresh(t))?;
                vec![title]
            }
            _ => return None,
        };
        Some(found)
    }
}

/// Notes by which noun an entity is meant.
fn said(mut found: Vec<Filled>, word: &str) -> Vec<Filled> {
    for f in &mut found {
        f.how = if f.how.is_empty() { format!("its {word}") } else { format!("{}, its {word}", f.how) };
    }
    found
}
