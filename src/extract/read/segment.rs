//! The end of a segment: what it leaves behind for the next one, its subject above all.

use super::*;

impl Reading<'_> {
    /// After a segment: its subject becomes the topic of the next ones.
    pub(in crate::extract) fn end_segment(&mut self, clauses: &Clauses<'_>, start: usize, end: usize) {
        let engine = self.engine;
        for item in start..end {
            if let ItemKind::Group(g) = &clauses.items[item].kind {
                for np in &g.members {
                    for token in np.modifiers.iter().chain([&np.head]) {
                        if let TokenKind::Entity(m) = clauses.line.tokens[*token].kind {
                            let e = self.mentions.mentions[m].entity;
                            self.discourse.name(e);
                            let class = self.mentions.entities[e].class.as_ref();
                            if *class == *self.extractor.domain.classes.agreement {
                                self.discourse.treaty = Some(e);
                            }
                        }
                    }
                }
            }
        }
        if let Some(sent) = self.pivot_persons(clauses, start, end) {
            // 派某人率軍進入某地，佔據…: who was sent goes on acting.
            let sender = self.warlike_sender(clauses, start, end);
            self.discourse.set_subject(sender.unwrap_or(sent));
            return;
        }
        let mut free = self.syntax(clauses, &|item| self.acting(clauses, item)).subjects(start, end);
        free.retain(|item| !self.names_reign(clauses, *item));
        if let Some(first) = free.first() {
            let about = self.group_entities(clauses, *first, &[]).into_iter().map(|f| f.entity).next();
            let place = |e: &usize| *self.class(*e) == *self.extractor.domain.classes.place;
            self.discourse.land = about.filter(|e| place(e) && Some(*e) != self.discourse.title);
        }
        // 其子某某繼位: it is about the son.
        if let [owner, owned, ..] = free[..]
            && self.owns(clauses, owner, owned)
        {
            free.remove(0);
        }
        let lexicon = &engine.lexicon;
        let verb = |i: usize| clauses.word(i).is_some_and(|w| lexicon.words[w].is_verb());
        // 某軍…，由某人統率，攻打…: it stays about those who are led.
        let is = |i: usize, class: WordClass| clauses.word(i).is_some_and(|w| lexicon.words[w].is(class));
        let led = |i: usize| i > start && is(i - 1, WordClass::Agent) && (i + 1..end).any(|v| is(v, WordClass::Lead));
        let agents = |free: &[usize]| free.iter().all(|i| *i > start && is(*i - 1, WordClass::Agent));
        if free.first().is_some_and(|i| led(*i)) && agents(&free) && !self.discourse.subject.is_empty() {
            return;
        }
        // …，由某族建立，於某年…: nor does who founded it.
        let last_verb = (start..end).rev().find(|i| verb(*i));
        let done = last_verb.is_some_and(|v| clauses.text(v + 1, end).chars().count() <= 1);
        if !free.is_empty() && agents(&free) && done && !self.discourse.subject.is_empty() {
            return;
        }
        // 某朝名將: on a page about a person, a name with a title says what that person is.
        let dated = (start..end).any(|i| matches!(clauses.items[i].kind, ItemKind::Time(_)));
        if let Some(last) = free.last()
            && self.discourse.about_person
            && !(start..end).any(verb)
            && !dated
            && self.says_who(clauses, *last, end)
        {
            return;
        }
        for item in self.past_apposition(clauses, &free, end) {
            // 屢敗某人援軍: what an unknown verb is done to is not what the segment is about.
            // 長子某某, 名將某某: what stands before says who it is.
            let described = start < *item
                && ["of", "kin", "kinsman", "title-ending"].iter().any(|m| {
                    self.engine.grammar.mark(m).iter().any(|w| clauses.text(start, *item).ends_with(w.as_str()))
                });
            let strange = start < *item
                && !described
                && self.unknown_text(clauses, *item - 1, *item)
                && (*item - 1 == start || clauses.group(*item - 2).is_none());
            if strange && !(*item + 1..end).any(verb) {
                return;
            }
            let found = self.group_entities(clauses, *item, &[]);
            let actors: Vec<usize> = found
                .iter()
                .map(|f| f.entity)
                .filter(|e| self.extractor.is_actor(&self.mentions.entities[*e].class))
                .collect();
            // The last name of a segment, with nothing said of it, is not what the segment is about.
            if !actors.is_empty() && (*item + 1 < end || start == *item) {
                self.discourse.set_subject(actors);
                return;
            }
        }
        if self.discourse.about_person && free.len() == 1 && !(start..end).any(verb) {
            // An apposition to the person that the page is about.
            return;
        }
        // 再入某地: behind a short unknown verb, a name is its object.
        let behind_verb = |item: &usize| self.behind_unknown_verb(clauses, start, *item);
        if !free.is_empty() && free.iter().all(behind_verb) {
            return;
        }
        let strangers = !(start..end).any(verb) && self.names_strangers(clauses, start, end);
        if !free.is_empty() || strangers || self.unknown_before_verb(clauses, start, end) {
            // It speaks of something else, which no rule knows.
            self.discourse.subject.clear();
            self.discourse.stranger = true;
        }
    }

    /// Whether a group is a pronoun that only says whose kin the next group is: 其子某某.
    pub(super) fn owns(&self, clauses: &Clauses<'_>, owner: usize, owned: usize) -> bool {
        let pronoun = clauses.group(owner).is_some_and(|g| {
            g.members.len() == 1 && matches!(clauses.line.tokens[g.members[0].head].kind, TokenKind::Pronoun(_))
        });
        let between = clauses.text(owner + 1, owned);
        let kin = self.engine.grammar.mark("kin").iter().any(|w| between.ends_with(w.as_str()));
        let person = self.group_entities(clauses, owned, &[]);
        pronoun
            && kin
            && between.chars().count() <= 4
            && person.iter().any(|f| self.class(f.entity) == self.extractor.domain.classes.person)
    }

    /// The free groups of a segment from the one that acts on: 清朝名將某人 is about the person, not about 清朝.
    pub(super) fn past_apposition<'f>(&self, clauses: &Clauses<'_>, free: &'f [usize], end: usize) -> &'f [usize] {
        let domain = &self.extractor.domain;
        let first_class = |item: usize, class: &str| {
            self.group_entities(clauses, item, &[]).first().is_some_and(|f| self.class(f.entity) == class)
        };
        let [first, rest @ ..] = free else { return free };
        let polity = first_class(*first, &domain.classes.polity);
        if !polity && (rest.is_empty() || first_class(*first, &domain.classes.person)) {
            return free;
        }
        match rest.first() {
            Some(next) => {
                let title = clauses.text(first + 1, *next);
                let plain = (first + 1..*next).all(|i| clauses.items[i].kind == ItemKind::Text);
                let named = plain && title.chars().count() <= 8 && first_class(*next, &domain.classes.person);
                if named { rest } else { free }
            }
            // 晚清名將: a polity that only says whose somebody is, on a page about a person.
            None => {
                let plain = |i: usize| {
                    let word = clauses.word(i).map(|w| &self.engine.lexicon.words[w]);
                    clauses.items[i].kind == ItemKind::Text || word.is_some_and(|w| w.is(WordClass::Plain))
                };
                let title = (first + 1..end).all(plain) && first + 1 < end;
                if title && self.discourse.about_person { &[] } else { free }
            }
        }
    }

    /// Whom a segment sends, orders or makes to act: the persons after its first pivot verb.
    pub(super) fn pivot_persons(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> Option<Vec<usize>> {
        let lexicon = &self.engine.lexicon;
        let allies = &self.extractor.domain.relations.allies;
        let sends = |w: usize| lexicon.words[w].is(WordClass::Pivot) && !lexicon.words[w].relations.contains(allies);
        let pivot = (start..end).find(|i| clauses.word(*i).is_some_and(sends))?;
        let item = (pivot + 1..end).find(|i| clauses.group(*i).is_some())?;
        let sent = self.group_entities(clauses, item, &[]).into_iter().map(|f| f.entity);
        let sent: Vec<usize> = sent.filter(|e| self.extractor.domain.is_sent(self.class(*e))).collect();
        if sent.is_empty() {
            return None;
        }
        // Something must follow that the person does or becomes: 授某人為將軍, 繼續進軍….
        let office = |i: usize| {
            let named = clauses.group(i).map(|_| self.group_entities(clauses, i, &[]));
            named.is_some_and(|g| g.iter().any(|f| self.class(f.entity) == self.extractor.domain.classes.office))
        };
        let acts = |i: usize| {
            clauses.word(i).is_some_and(|w| {
                lexicon.words[w].is_verb() || lexicon.words[w].is(WordClass::As) && i + 1 < end && office(i + 1)
            })
        };
        (item + 1..end).any(acts).then_some(sent)
    }

    /// Whether the first verb of a segment has something before it that is neither a name nor a known word.
    pub(super) fn unknown_before_verb(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> bool {
        let lexicon = &self.engine.lexicon;
        let verb = (start..end).find(|i| clauses.word(*i).is_some_and(|w| lexicon.words[w].is_verb()));
        let Some(verb) = verb else { return false };
        self.unknown_text(clauses, start, verb)
    }
}
