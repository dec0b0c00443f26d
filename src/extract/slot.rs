//! Who or what a pattern is about where the pattern itself does not capture it.

use super::clause::{Clauses, ItemKind, Np};
use super::compose::bounded;
use super::discourse::Filled;
use super::govern::Governor;
use super::line::{Line, TokenKind};
use super::read::{Candidate, Object, Reading};
use crate::pack::grammar::WordClass;
use crate::pack::ontology::Relation;
use crate::pack::rules::{RoleRule, Slot};

impl Reading<'_> {
    /// The entities that fill a role from outside of a match, which covers tokens `start..end`.
    pub(super) fn slot_of_pattern(
        &self,
        relation: &Relation,
        role: &str,
        rule: &RoleRule,
        line: &Line,
        start: usize,
        end: usize,
    ) -> Vec<Filled> {
        let fits = |e: usize| {
            if rule.class.is_empty() {
                self.admits_role(relation, role, e)
            } else {
                self.extractor.ontology.admits(&rule.class, &self.mentions.entities[e].class)
            }
        };
        for slot in &rule.from {
            let title = self.discourse.title.as_slice();
            let found = match slot {
                Slot::Subject => match self.subject_of_match(line, start, end, &fits) {
                    Some(found) => found,
                    // The clause is about somebody whom it does not name well: the next slot would be a guess.
                    None => return Vec::new(),
                },
                Slot::NamedSubject => {
                    let found = self.subject_of_match(line, start, end, &fits).unwrap_or_default();
                    found.into_iter().filter(|f| f.span.is_some()).collect()
                }
                Slot::OwnSubject => match self.subject_of_match(line, start, end, &fits) {
                    Some(found) => match self.own(line, start, found) {
                        Some(found) => found,
                        None => return Vec::new(),
                    },
                    None => return Vec::new(),
                },
                Slot::Beside => self.beside(line, start),
                Slot::Parties => self.parties_within(line, start, end),
                Slot::Title => carried(title, "topic of the page"),
                Slot::NamedRealm => {
                    carried(self.realm_of_name(&self.folded[line.span(start, end).range()]).as_slice(), "by the name")
                }
                Slot::NamedLand => {
                    carried(self.land_of_title(&self.folded[line.span(start, end).range()]).as_slice(), "by the name")
                }
                Slot::Treaty => {
                    let own = self.topic_agreement().and(self.discourse.section_treaty);
                    carried(self.discourse.treaty.or(own).as_slice(), "treaty of the sentence")
                }
                Slot::TreatyTitle => {
                    let agreement = &self.extractor.domain.classes.agreement;
                    let topic = self.discourse.title.filter(|t| self.class(*t) == *agreement);
                    carried(self.discourse.section_treaty.or(topic).as_slice(), "treaty that the section is about")
                }
                Slot::Served => self.served(line, start, end, &fits),
                Slot::Stipulation => carried(self.stipulated_by().as_slice(), "treaty whose terms are told"),
                Slot::LastTreaty => carried(self.discourse.treaty.as_slice(), "treaty named before"),
                Slot::NamedPlaces => self.named_in_person(line, start, end),
                Slot::Government => carried(self.discourse.government.as_slice(), "who appointed before"),
                Slot::Pair => {
                    let sides = self.discourse.pair.or(self.discourse.sides).map(|(a, b)| vec![a, b]);
                    carried(&sides.unwrap_or_else(|| self.signers_here()), "the two sides")
                }
                Slot::LastPlace => carried(self.discourse.place.as_slice(), "place of the act before"),
                Slot::LastObject => carried(&self.discourse.object, "object of the act before"),
                _ => Vec::new(),
            };
            let found: Vec<Filled> = found.into_iter().filter(|f| fits(f.entity)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The subject of a match: in its segment, else before, else the one carried over. `None`: somebody, but unclear who.
    fn subject_of_match(
        &self,
        line: &Line,
        start: usize,
        end: usize,
        fits: &dyn Fn(usize) -> bool,
    ) -> Option<Vec<Filled>> {
        if self.parsed.is_some() {
            let subjects = self.english_subjects(line, start, end).into_iter();
            let fitting = |found: Vec<Filled>| found.into_iter().filter(|f| fits(f.entity)).collect::<Vec<_>>();
            let here = subjects.map(fitting).find(|found| !found.is_empty());
            return Some(here.map_or_else(Vec::new, named));
        }
        let mentions = self.mentions;
        let class_of = |t: usize| match line.tokens[t].kind {
            TokenKind::Entity(m) => mentions.entities[mentions.mentions[m].entity].class.as_ref(),
            _ => "",
        };
        let engine = self.engine;
        let clauses = Clauses::new(line, &engine.lexicon, &self.extractor.domain, &class_of);
        let acting = |item: usize| self.acting(&clauses, item);
        let syntax = self.syntax(&clauses, &acting);
        let end_item = clauses.items.iter().position(|i| i.end > start).unwrap_or(clauses.items.len());
        let eras = engine.grammar.mark("era");
        let fitting = |item: usize, not: &[usize]| -> Vec<Filled> {
            // What stands in brackets is not what goes on outside of them.
            let aside = aside_start(line, clauses.items[item].start).is_some() && aside_start(line, start).is_none();
            let members = clauses.group(item).filter(|_| !aside && !self.names_reign(&clauses, item)).into_iter();
            let members = members.flat_map(|g| &g.members);
            // 日本以北 says where, not what.
            let names = members.filter(|np| !bounded(self.folded, line.tokens[np.head].span));
            // 明代 says when.
            let era = |np: &&Np| {
                let last = self.folded[line.tokens[np.head].span.range()].last();
                last.is_some_and(|c| eras.contains(&c.to_string()))
            };
            names
                .filter(|np| !era(np))
                .flat_map(|np| self.resolve(line, np.head, not))
                .filter(|f| fits(f.entity))
                .collect()
        };
        if let Some(open) = aside_start(line, start).filter(|open| aside_start(line, end - 1) == Some(*open)) {
            // An aside is about what stands before it, if it names nothing itself.
            let begin = clauses.items.iter().position(|i| i.start > open).unwrap_or(end_item);
            let inside = syntax.subjects(begin, end_item);
            let mut found: Vec<Filled> = inside.into_iter().flat_map(|item| fitting(item, &[])).collect();
            if found.is_empty() {
                found = self.beside(line, start);
                found.retain(|f| fits(f.entity));
            }
            return (!found.is_empty()).then_some(found);
        }
        // 某甲（即某乙）接任…: whom the aside right before the match explains.
        if start > 0 && line.tokens[start - 1].symbol == ')' {
            let mut found = self.beside(line, start);
            found.retain(|f| fits(f.entity));
            if !found.is_empty() {
                return Some(named(found));
            }
        }
        let segment_start = |stop: usize| {
            clauses.items[..stop].iter().rposition(|i| matches!(i.kind, ItemKind::Stop(_))).map_or(0, |i| i + 1)
        };
        // 某人派其出任…: who was sent.
        let begin = segment_start(end_item);
        let pivot = (begin + 1..end_item).rev().find(|i| {
            clauses.group(*i).is_some()
                && clauses.word(i - 1).is_some_and(|w| engine.lexicon.words[w].is(WordClass::Pivot))
        });
        if let Some(item) = pivot {
            let found = fitting(item, &self.named_before(&clauses, begin, item));
            if !found.is_empty() {
                return Some(named(found));
            }
        }
        // 得知甲繼位為…: a name right before the match, unless it stands beside another or after a coverb.
        if let Some(item) = end_item.checked_sub(1).filter(|i| *i >= begin && clauses.items[*i].end == start) {
            let governed = matches!(syntax.governor(item, begin), Governor::Coverb(c) if c != WordClass::Agent);
            let of = item > begin && syntax.modifies(clauses.text(item - 1, item));
            let free = clauses.group(item).is_some_and(|g| g.members.len() == 1) && !of && !governed;
            let found = if free { fitting(item, &[]) } else { Vec::new() };
            if !found.is_empty() && found.iter().all(|f| *self.class(f.entity) == *self.extractor.domain.classes.person)
            {
                return Some(named(found));
            }
        }
        // The segment of the match: the last of those that only text parts, as in 曾國藩九弟曾國荃.
        // 某國的衛城又叫…: something of it that has no name here.
        if self.possesses_unknown(line, start) {
            return None;
        }
        let mut here: Vec<Filled> = Vec::new();
        let mut last = 0;
        for item in syntax.subjects(begin, end_item) {
            let text_between = (last + 1..item).all(|i| matches!(clauses.items[i].kind, ItemKind::Text));
            if !here.is_empty() && !text_between {
                break;
            }
            let found = fitting(item, &[]);
            if !found.is_empty() {
                (here, last) = (found, item);
            }
        }
        if !here.is_empty() {
            return Some(named(here));
        }
        // The segments before it.
        let mut unsure = false;
        let mut stop = begin;
        while stop > 0 {
            let begin = segment_start(stop - 1);
            // 某人前往某地，被任命為…: somebody whom no list knows is not what the page is about.
            let title = self.discourse.title.as_slice();
            let names_topic = (begin..stop - 1).any(|i| fitting(i, &[]).iter().any(|f| title.contains(&f.entity)));
            unsure |= self.discourse.about_person && !names_topic && self.opens_unknown(&clauses, begin, stop - 1);
            for item in syntax.subjects(begin, stop - 1) {
                let found = fitting(item, &[]);
                // 俾斯麥是德國首相，被譽為…: it goes on about whom it named.
                if found.iter().any(|f| Some(f.entity) == self.discourse.title) {
                    return Some(named(found));
                }
                // Whoever is not named is what the page is about, unless a clause opens with another.
                if self.discourse.title.is_some_and(fits) && !opens_clause(&clauses, begin, item) {
                    unsure |= found.iter().any(|f| Some(f.entity) != self.discourse.title);
                } else if !found.is_empty() {
                    return Some(named(found));
                }
            }
            stop = begin;
        }
        if unsure {
            return None;
        }
        // In a life, a name that nobody knows may stand in the place of the subject.
        if self.discourse.about_person
            && self.unknown_text(&clauses, begin, end_item)
            && clauses.items[begin..end_item].len() == 1
        {
            return None;
        }
        // An item of a list is about what it opens with, known or not.
        if !self.discourse.about_person && start > 0 && line.tokens.first().is_some_and(|t| self.in_item(t.span)) {
            return None;
        }
        if self.discourse.about_person && self.discourse.title.is_some_and(fits) {
            return Some(carried(self.discourse.title.as_slice(), "topic of the page"));
        }
        Some(carried(&self.discourse.subject, "subject of the clause before"))
    }

    /// Who is helped: named before the match in its clause, right behind it, or carried over.
    fn served(&self, line: &Line, start: usize, end: usize, fits: &dyn Fn(usize) -> bool) -> Vec<Filled> {
        let stop = |t: &usize| matches!(line.tokens[*t].symbol, '，' | ',' | '；' | ';' | '。' | '：' | ':');
        let named = |range: &mut dyn Iterator<Item = usize>| {
            range
                .filter(|t| matches!(line.tokens[*t].kind, TokenKind::Entity(_) | TokenKind::Pronoun(_)))
                .map(|t| self.resolve(line, t, &[]).into_iter().filter(|f| fits(f.entity)).collect::<Vec<Filled>>())
                .find(|found| !found.is_empty())
                .map(named)
        };
        let segment = (0..start).rev().find(stop).map_or(0, |t| t + 1);
        if let Some(found) = named(&mut (segment..start).rev()) {
            return found;
        }
        // 在某國支持下，某人…: the next clause opens with who is helped.
        let next = (end..line.tokens.len()).take_while(|t| !stop(t)).take(6);
        if let Some(found) = named(&mut next.into_iter()) {
            return found;
        }
        if (segment..start).any(|t| matches!(line.tokens[t].kind, TokenKind::Char(_))) {
            return Vec::new();
        }
        carried(&self.discourse.subject, "subject of the clause before")
    }

    /// The states and places that the names of persons in a match end with: Alexander III *of Scotland*.
    fn named_in_person(&self, line: &Line, start: usize, end: usize) -> Vec<Filled> {
        let domain = &self.extractor.domain;
        let mut found = Vec::new();
        for token in &line.tokens[start..end] {
            let TokenKind::Entity(m) = token.kind else { continue };
            let name = self.document.slice(token.span);
            let Some((_, land)) = name.split_once(" of ") else { continue };
            if *self.mentions.mentions[m].class != *domain.classes.person {
                continue;
            }
            let known =
                self.mentions.entities.iter().position(|e| domain.is_territory(&e.class) && e.names.contains(land));
            let how = || format!("{land} in the name");
            found.extend(known.map(|entity| Filled { entity, span: Some(token.span), how: how() }));
        }
        found
    }

    /// Whether a segment opens, dates and stops aside, with characters that no list knows, right before a verb.
    fn opens_unknown(&self, clauses: &Clauses<'_>, begin: usize, end: usize) -> bool {
        let aside = |i: &usize| matches!(clauses.items[*i].kind, ItemKind::Time(_) | ItemKind::Stop(_));
        let Some(first) = (begin..end).find(|i| !aside(i)) else { return false };
        let verb = |i: usize| clauses.word(i).is_some_and(|w| self.engine.lexicon.words[w].is_verb());
        let short = clauses.text(first, first + 1).chars().count() <= 3;
        first + 1 < end && short && verb(first + 1) && self.unknown_text(clauses, first, first + 1)
    }

    /// The polity of the document that a monarch's name tells, if it tells one.
    fn realm_of_name(&self, name: &[char]) -> Option<usize> {
        let polities: Vec<usize> = (0..self.mentions.entities.len())
            .filter(|e| self.class(*e) == self.extractor.domain.classes.polity)
            .collect();
        let called = |wanted: &str| -> Vec<usize> {
            let is = |n: &String| {
                let n = crate::text::script::fold_str(n);
                n == wanted
                    || [n.strip_suffix('朝'), n.strip_suffix('國'), n.strip_prefix('大')].contains(&Some(wanted))
            };
            polities.iter().copied().filter(|e| self.mentions.entities[*e].names.iter().any(is)).collect()
        };
        let table = crate::text::time::era::table();
        let mut found: Vec<usize> = Vec::new();
        if let Some((_, eras)) = table.at(name).filter(|(len, _)| *len < name.len()) {
            for era in eras.iter().filter_map(|e| table.eras.get(*e)) {
                found.extend(called(&era.dynasty));
            }
        } else {
            // 莊宗, 太祖: two characters or more are what the monarch is called.
            found = (1..name.len().saturating_sub(1))
                .rev()
                .map(|len| called(&name[..len].iter().collect::<String>()))
                .find(|f| !f.is_empty())
                .unwrap_or_default();
        }
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The polity or place of the document with the longest name that a title begins with, of two characters or more.
    fn land_of_title(&self, title: &[char]) -> Option<usize> {
        let title: String = title.iter().collect();
        let length = |e: usize| {
            let entity = &self.mentions.entities[e];
            let names = entity.names.iter().map(|n| crate::text::script::fold_str(n));
            let names =
                names.filter(|n| n.chars().count() >= 2 && n.len() < title.len() && title.starts_with(n.as_str()));
            names.map(|n| n.len()).max()
        };
        let territory = |e: &usize| self.extractor.domain.is_territory(self.class(*e));
        let known = (0..self.mentions.entities.len()).filter(territory).filter_map(|e| length(e).map(|len| (len, e)));
        known.max_by_key(|(len, e)| (*len, std::cmp::Reverse(*e))).map(|(_, e)| e)
    }

    /// The polities that, as the sentence has said already, signed the treaty that the page is about.
    fn signers_here(&self) -> Vec<usize> {
        let domain = &self.extractor.domain;
        let title = self.discourse.title;
        let signs = |c: &&Candidate| {
            c.relation == domain.relations.concludes
                && matches!(&c.object, Object::Entity(o) if Some(o.entity) == title)
                && self.class(c.subject.entity) == domain.classes.polity
        };
        let mut signers: Vec<usize> = Vec::new();
        for c in self.candidates.iter().filter(signs) {
            if !signers.contains(&c.subject.entity) {
                signers.push(c.subject.entity);
            }
        }
        signers
    }

    /// The one subject of a match, if its segment names it or it is the page's topic. `None`: another is meant. On the
    /// page of a person or place, a segment that names nobody after one about things of another kind is about that topic.
    fn own(&self, line: &Line, start: usize, found: Vec<Filled>) -> Option<Vec<Filled>> {
        let stop = |t: &usize| matches!(line.tokens[*t].symbol, '，' | ',' | '；' | ';' | '。' | '：' | ':');
        let first = (0..start).rev().find(stop).map_or(0, |t| t + 1);
        let from = line.tokens.get(first).map_or(0, |t| t.span.start);
        let title = self.discourse.title;
        let own = |f: &Filled| Some(f.entity) == title || f.span.is_some_and(|s| s.start >= from);
        if found.iter().all(own) {
            return Some(found);
        }
        let classes = &self.extractor.domain.classes;
        let topic = title.filter(|t| [&classes.place, &classes.person].iter().any(|c| *self.class(*t) == ***c));
        let topic = topic.filter(|t| found.iter().all(|f| self.class(f.entity) != self.class(*t)));
        topic.map(|topic| carried(&[topic], "topic of the page"))
    }

    /// Whether what stands right before a token is a common noun that belongs to something named: 甲的衛城.
    fn possesses_unknown(&self, line: &Line, start: usize) -> bool {
        let grammar = &self.engine.grammar;
        let plain = |t: usize| match line.tokens[t].kind {
            TokenKind::Char(c) => c.is_alphanumeric().then_some(c),
            _ => None,
        };
        let mut at = start;
        let mut noun = 0;
        while let Some(c) = at.checked_sub(1).and_then(plain) {
            at -= 1;
            if grammar.mark("of").iter().any(|of| of.chars().eq([c])) {
                let owner = at.checked_sub(1).map(|t| line.tokens[t].kind);
                return noun > 0 && matches!(owner, Some(TokenKind::Entity(_)));
            }
            noun += usize::from(!grammar.mark("adverb").iter().any(|a| a.chars().eq([c])));
        }
        false
    }

    /// Whether a name stands after 在 or only says when: 明代.
    fn says_where(&self, line: &Line, token: usize) -> bool {
        let grammar = &self.engine.grammar;
        let era = self.folded[line.tokens[token].span.range()].last().map(char::to_string);
        let at = token.checked_sub(1).map(|t| line.tokens[t].symbol.to_string());
        era.is_some_and(|c| grammar.mark("era").contains(&c)) || at.is_some_and(|c| c == "在" || c == "于")
    }

    /// What stands right before a token, or before the bracket around it: a name of its own.
    fn beside(&self, line: &Line, start: usize) -> Vec<Filled> {
        let mut at = aside_start(line, start).unwrap_or(start);
        let mut comma = false;
        loop {
            match at.checked_sub(1).map(|t| &line.tokens[t]) {
                // 甲（…），又稱乙; 《甲》（…）又稱乙.
                Some(t) if t.symbol == ')' => at = aside_start(line, at - 1).unwrap_or(0),
                Some(t) if matches!(t.symbol, '》' | '”' | '」' | '亦' | '也' | '又' | '的' | '之') => at -= 1,
                Some(t) if matches!(t.symbol, '，' | ',') && !comma => {
                    comma = true;
                    at -= 1;
                }
                // Over a comma only a name that is a clause by itself is still the one.
                // 在明代被稱為…: where or when, not what.
                Some(t) if matches!(t.kind, TokenKind::Entity(_)) && self.says_where(line, at - 1) => {
                    return Vec::new();
                }
                Some(t) if matches!(t.kind, TokenKind::Entity(_)) && (!comma || opens_segment(line, at - 1)) => {
                    return self.resolve(line, at - 1, &[]);
                }
                _ => return Vec::new(),
            }
        }
    }

    /// The entities that a segment names before an item.
    fn named_before(&self, clauses: &Clauses<'_>, begin: usize, item: usize) -> Vec<usize> {
        let groups = (begin..item).filter_map(|i| clauses.group(i));
        groups
            .flat_map(|g| &g.members)
            .flat_map(|np| self.resolve(clauses.line, np.head, &[]))
            .map(|f| f.entity)
            .collect()
    }
}

fn carried(entities: &[usize], how: &str) -> Vec<Filled> {
    entities.iter().map(|entity| Filled { entity: *entity, span: None, how: how.to_string() }).collect()
}

fn named(mut found: Vec<Filled>) -> Vec<Filled> {
    found.iter_mut().for_each(|f| f.how = "subject of the clause".into());
    found
}

/// Where the bracket around a token opens, if it stands in one.
fn aside_start(line: &Line, token: usize) -> Option<usize> {
    let mut depth = 0;
    for t in (0..token).rev() {
        match line.tokens[t].symbol {
            ')' => depth += 1,
            '(' if depth == 0 => return Some(t),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a token is the first of its segment.
fn opens_segment(line: &Line, token: usize) -> bool {
    let before = token.checked_sub(1).map(|t| line.tokens[t].symbol);
    before.is_none_or(|c| matches!(c, '，' | ',' | '；' | ';' | '。' | '：' | ':'))
}

/// Whether nothing but dates and connectives stands between the start of a segment and an item.
fn opens_clause(clauses: &Clauses<'_>, begin: usize, item: usize) -> bool {
    (begin..item).all(|i| matches!(clauses.items[i].kind, ItemKind::Time(_) | ItemKind::Word(_)))
}
