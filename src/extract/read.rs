//! Reads one document from its first sentence to its last and collects candidate facts.
//!
//! A **candidate** is one statement of a fact at one place; [`super::collect`] makes facts of them.

use super::argument::slots;
use super::clause::{Clauses, ItemKind};
use super::discourse::{Discourse, Filled};
use super::govern::{Acting, Syntax};
use super::line::{Line, Marked, TokenKind};
use super::mention::{LocalEntity, Mentions};
use super::trace::Trace;
use super::{Extractor, LanguageEngine};
use crate::document::{Block, BlockKind, Document, SectionKind};
use crate::fact::{Amount, Calendar, Status, Time};
use crate::pack::grammar::WordClass;
use crate::span::Span;
use crate::text::sentence;
use std::collections::BTreeMap;

/// Code points of a sentence beyond which it is read in pieces.
const LONGEST_SENTENCE: usize = 1_200;

/// What stands at the object end of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    Entity(Filled),
    Literal(String, Span),
}

/// One statement of a fact.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub relation: String,
    pub rule: String,
    pub subject: Filled,
    pub object: Object,
    pub qualifiers: BTreeMap<&'static str, Object>,
    pub amount: Option<(Amount, Span)>,
    /// Index of the date, and how it came to the fact.
    pub time: Option<(usize, String)>,
    /// A time that no single date mention gives, as of a table row.
    pub stated: Option<Time>,
    pub status: Status,
    pub quote: Span,
    pub sentence: Span,
}

/// A date of the document.
#[derive(Debug, Clone)]
pub struct Dated {
    pub span: Span,
    pub time: Option<Time>,
    /// How it was resolved, in plain words.
    pub how: String,
}

/// The reading of one document.
pub struct Reading<'a> {
    pub extractor: &'a Extractor,
    pub engine: &'a LanguageEngine,
    pub document: &'a Document,
    pub folded: &'a [char],
    pub mentions: &'a Mentions,
    pub marked: &'a Marked<'a>,
    pub times: &'a [Dated],
    pub amounts: &'a [(Span, Amount)],
    pub discourse: Discourse,
    pub candidates: Vec<Candidate>,
    /// Who is told what the rules try, if anybody is.
    pub trace: Option<&'a Trace>,
    /// The clauses of the sentence that is being read, where the language is English.
    pub parsed: Option<std::rc::Rc<super::en::Parsed>>,
    /// Whom the sentence is about at each of its places, while patterns are matched.
    pub about: Vec<super::about::About>,
    /// How many pronouns are being looked for at once.
    pub looking: std::cell::Cell<u8>,
    /// Where the candidates of the sentence before start, and those of this one.
    pub sentence_from: (usize, usize),
    /// Where the paragraph that is being read starts, in code points.
    pub paragraph_from: usize,
}

impl<'a> Reading<'a> {
    /// Reads all prose of the document.
    pub fn read(&mut self) {
        let mut section = usize::MAX;
        let document = self.document;
        let mut at = 0;
        while at < document.blocks.len() {
            let block = &document.blocks[at];
            at += 1;
            if document.sections.get(block.section).is_some_and(|s| s.kind == SectionKind::Apparatus) {
                continue;
            }
            if block.section != section {
                let lead = section == 0;
                section = block.section;
                self.discourse.start_section();
                self.discourse.opening_year = self.story_begins(section).filter(|_| lead);
                if self.discourse.opening_year.is_some() {
                    self.discourse.time = None;
                }
            }
            self.paragraph_from = block.span.start();
            match block.kind {
                BlockKind::Heading(_) => {
                    let heading: String = self.folded[block.span.range()].iter().collect();
                    let longest = |e: &LocalEntity| {
                        let names = e.names.iter().map(|n| crate::text::script::fold_str(n));
                        names.filter(|n| heading.contains(n.as_str())).map(|n| n.len()).max()
                    };
                    let treaties = self
                        .mentions
                        .entities
                        .iter()
                        .enumerate()
                        .filter(|(_, e)| *e.class == *self.extractor.domain.classes.agreement);
                    let named = treaties.filter_map(|(i, e)| longest(e).map(|len| (len, i)));
                    self.discourse.section_treaty = named.max_by_key(|(len, i)| (*len, usize::MAX - i)).map(|(_, i)| i);
                    let terms = self.engine.grammar.mark("terms").iter().any(|w| heading.contains(w.as_str()));
                    let own = terms || self.discourse.section_treaty.is_some();
                    self.discourse.in_terms = own && self.topic_agreement().is_some();
                }
                BlockKind::TableHeader => {
                    let rows: Vec<&Block> = document.blocks[at..]
                        .iter()
                        .take_while(|b| b.kind == BlockKind::TableRow && b.table == block.table)
                        .collect();
                    self.read_table(block, &rows);
                }
                BlockKind::TableRow => {
                    for cell in &block.cells {
                        self.discourse.start_paragraph();
                        self.read_text(*cell);
                    }
                }
                BlockKind::Paragraph | BlockKind::Quote => {
                    self.discourse.start_paragraph();
                    self.read_text(block.span);
                }
                BlockKind::ListItem(_) => {
                    self.discourse.start_paragraph();
                    self.read_item(block);
                    self.read_text(block.span);
                }
            }
        }
    }

    /// The candidates as the whole document dates them.
    pub fn take_candidates(&mut self) -> Vec<Candidate> {
        if self.engine.english.is_some() {
            self.date_by_document();
        }
        std::mem::take(&mut self.candidates)
    }

    /// The year in which the happening begins that the page is about, where a section tells on from its beginning: what
    /// led to it is told under another heading.
    fn story_begins(&self, section: usize) -> Option<i32> {
        let domain = &self.extractor.domain;
        let topic = self.discourse.title.filter(|t| domain.is_happening(self.class(*t)))?;
        let heading = crate::text::script::fold_str(&self.document.sections.get(section)?.title);
        let earlier = self.engine.grammar.mark("prelude");
        if earlier.is_empty() || earlier.iter().any(|w| heading.contains(w.as_str())) {
            return None;
        }
        let begins = |c: &&Candidate| c.relation == domain.relations.begins && c.subject.entity == topic;
        self.candidates.iter().find(begins).and_then(|c| match &c.object {
            Object::Literal(edtf, _) => edtf.get(..4)?.parse().ok(),
            Object::Entity(_) => None,
        })
    }

    pub fn read_text(&mut self, span: Span) {
        for sentence in sentence::sentences(self.folded, span, self.document.lang, &self.document.marks) {
            if sentence.len() <= LONGEST_SENTENCE {
                if !sentence.is_empty() {
                    self.read_sentence(sentence);
                }
                continue;
            }
            // No writer ends a sentence so late: it is a list or a dump, read in pieces that end at a comma.
            let mut start = sentence.start();
            while start < sentence.end() {
                let most = (start + LONGEST_SENTENCE).min(sentence.end());
                let comma = (start + 1..most).rev().find(|i| matches!(self.folded[i - 1], '，' | ',' | '；' | ';'));
                let end = if most == sentence.end() { most } else { comma.unwrap_or(most) };
                self.read_sentence(Span::new(start, end));
                start = end;
            }
        }
    }

    fn read_sentence(&mut self, sentence: Span) {
        self.discourse.start_sentence();
        let engine = self.engine;
        let full = Line::reduce(self.marked, sentence, &engine.lexicon);
        if full.tokens.is_empty() {
            return;
        }
        self.tell(|t| t.line(sentence, &full));
        let opening: String = full.text.chars().take(12).collect();
        let same = self.engine.grammar.mark("same-moment");
        self.discourse.same_moment = same.iter().any(|w| opening.contains(w.as_str()));
        if let Some(treaty) = self.stipulating(&full) {
            self.discourse.by_terms = Some(treaty);
            self.discourse.treaty = Some(treaty);
        }
        let before = self.candidates.len();
        self.parsed = self.parse_english(&full).map(std::rc::Rc::new);
        self.sentence_from = (self.sentence_from.1, before);
        if self.parsed.is_none() {
            let (main, _) = full.split_brackets(&engine.lexicon);
            self.about = self.abouts(&main);
        }
        self.match_patterns(&full, sentence);
        self.about.clear();
        for c in &self.candidates[before..] {
            if let (true, Object::Entity(leader)) = (c.relation == self.extractor.domain.relations.leads, &c.object) {
                self.discourse.leaders.insert(c.subject.entity, leader.entity);
            }
        }
        if let Some(parsed) = self.parsed.clone() {
            self.read_english(&full, &parsed, sentence);
            self.date_late_joiners(before);
            self.end_sentence(&full);
            return;
        }
        let (main, inner) = full.split_brackets(&engine.lexicon);
        self.read_line(&main, sentence);
        self.end_sentence(&main);
        for (_, line) in &inner {
            if !line.tokens.is_empty() {
                // An aside says nothing of who acts outside of it.
                let outside = self.discourse.clone();
                self.discourse.object.clear();
                self.discourse.subject.clear();
                self.read_line(line, sentence);
                self.discourse = outside;
            }
        }
        for at in before..self.candidates.len() {
            self.remember(at);
        }
    }

    /// The last date of a sentence is the one that the next goes on from.
    fn end_sentence(&mut self, main: &Line) {
        let last = main.tokens.iter().rev().find_map(|t| match t.kind {
            TokenKind::Time(t) if self.times[t].time.is_some() => Some(t),
            _ => None,
        });
        if let Some(t) = last {
            self.discourse.time = Some((t, 0));
        }
    }

    /// What a candidate tells the discourse: who dealt with whom.
    pub fn remember(&mut self, candidate: usize) {
        let c = &self.candidates[candidate];
        if let Object::Entity(o) = &c.object {
            let domain = &self.extractor.domain;
            let polity = |e: usize| *self.mentions.entities[e].class == *domain.classes.polity;
            if domain.is_hostile(&c.relation) {
                self.discourse.opponents.insert(c.subject.entity, o.entity);
                self.discourse.opponents.insert(o.entity, c.subject.entity);
                self.discourse.attacker = Some(c.subject.entity);
                self.discourse.attacker_ago = 0;
                self.discourse.aggressor = None;
            }
            if c.relation == domain.relations.leads {
                self.discourse.leaders.insert(c.subject.entity, o.entity);
            }
            // On the page of a treaty, the two sides are those who signed it.
            if c.relation == domain.relations.concludes
                && Some(o.entity) == self.discourse.title
                && polity(c.subject.entity)
                && c.status == Status::Affirmed
            {
                let signers = &mut self.discourse.signers;
                if !signers.contains(&c.subject.entity) {
                    signers.push(c.subject.entity);
                }
                self.discourse.sides = match signers[..] {
                    [a, b] => Some((a, b)),
                    _ => None,
                };
            }
            // 清朝代表和俄國代表…簽約: what the section goes on to tell is that treaty's.
            if c.relation == domain.relations.concludes
                && o.span.is_none()
                && Some(o.entity) != self.discourse.title
                && c.status == Status::Affirmed
            {
                let own = self.discourse.section_treaty.is_none() && self.topic_agreement().is_some();
                self.discourse.section_treaty = self.discourse.section_treaty.or(own.then_some(o.entity));
            }
            if c.relation == domain.relations.appoints {
                self.discourse.government = Some(c.subject.entity);
            }
            // A land that is taken is not the other side.
            let taken = domain.takes(&c.relation)
                && self.discourse.pair.is_some_and(|(a, b)| a == c.subject.entity || b == c.subject.entity);
            if polity(c.subject.entity)
                && polity(o.entity)
                && c.subject.entity != o.entity
                && !taken
                && !domain.is_still(&c.relation)
            {
                self.discourse.pair = Some((c.subject.entity, o.entity));
                let about = self.discourse.title.is_some_and(|t| domain.is_happening(self.class(t)));
                if about && self.discourse.sides.is_none() && domain.is_hostile(&c.relation) {
                    self.discourse.sides = self.discourse.pair;
                }
            }
        }
    }

    /// The entities of a token: one for a mention, those that a pronoun stands for.
    pub fn resolve(&self, line: &Line, token: usize, not: &[usize]) -> Vec<Filled> {
        let t = &line.tokens[token];
        match t.kind {
            TokenKind::Entity(m) => {
                vec![Filled { entity: self.mentions.mentions[m].entity, span: Some(t.span), how: String::new() }]
            }
            TokenKind::Pronoun(word) => {
                let word = &self.engine.lexicon.words[word];
                let kind = word.pronoun.as_deref().unwrap_or_default();
                let class = |e: usize| self.mentions.entities[e].class.as_ref();
                let classes = &self.extractor.domain.classes;
                let (polity, person, place) = (&*classes.polity, &*classes.person, &*classes.place);
                let actor = |e: usize| self.extractor.is_actor(class(e));
                let said = self.document.slice(t.span);
                if let Some(found) =
                    self.antecedent(line, token, kind).filter(|_| !matches!(said.as_str(), "him" | "them"))
                {
                    return found;
                }
                let english = self.engine.english.as_ref().and_then(|_| self.english_pronoun(kind, &said, not));
                let found: Vec<usize> = match kind {
                    _ if english.is_some() => english.unwrap_or_default(),
                    "both" => self.discourse.both(|e| class(e) == polity).map_or(vec![], |(a, b)| vec![a, b]),
                    "any" => {
                        let old = self.subject_at(t.span.start(), true).iter().chain(&self.discourse.object);
                        let known = old.copied().find(|e| !not.contains(e) && actor(*e));
                        let latest = || self.discourse.latest(|e| actor(e) && !not.contains(&e));
                        // 當地長官不從，將其處死: somebody whom nobody knows.
                        known.or_else(|| if self.discourse.stranger { None } else { latest() }).into_iter().collect()
                    }
                    "former" | "latter" => {
                        let mut last = self.discourse.recent.iter().rev().copied().filter(|e| actor(*e));
                        let (latter, former) = (last.next(), last.next());
                        let meant = if kind == "latter" { latter.filter(|_| former.is_some()) } else { former };
                        meant.filter(|e| !not.contains(e)).into_iter().collect()
                    }
                    "foe" => {
                        let mut subjects = not.iter().chain(&self.discourse.subject);
                        let foe = subjects.find_map(|s| self.discourse.opponents.get(s)).copied();
                        foe.filter(|e| !not.contains(e)).into_iter().collect()
                    }
                    "they" => {
                        let several = self.discourse.subject.len() > 1;
                        let one = |e: usize| actor(e) && class(e) != person;
                        let old = self.discourse.subject.iter().copied();
                        old.filter(|e| (several || one(*e)) && !not.contains(e)).collect()
                    }
                    "he" => {
                        let old = self.subject_at(t.span.start(), false).iter().copied();
                        let old = old.into_iter().find(|e| class(*e) == person && !not.contains(e));
                        let title = self.discourse.title.filter(|t| class(*t) == person && !not.contains(t));
                        old.or(title)
                            .or_else(|| self.discourse.latest(|e| class(e) == person && !not.contains(&e)))
                            .into_iter()
                            .collect()
                    }
                    // 帝國 by itself on the page of an empire.
                    "topic" => self.discourse.title.filter(|t| !not.contains(t)).into_iter().collect(),
                    "here" => self.discourse.latest(|e| class(e) == place).into_iter().collect(),
                    name => self.discourse.latest(|e| class(e) == name && !not.contains(&e)).into_iter().collect(),
                };
                let how = |e: usize| format!("{said} = {}", self.mentions.entities[e].title);
                found.into_iter().map(|e| Filled { entity: e, span: Some(t.span), how: how(e) }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Applies the frames to a line without brackets.
    fn read_line(&mut self, line: &Line, sentence: Span) {
        let engine = self.engine;
        let mentions = self.mentions;
        let class_of = |t: usize| match line.tokens[t].kind {
            TokenKind::Entity(m) => mentions.entities[mentions.mentions[m].entity].class.as_ref(),
            _ => "",
        };
        let clauses = Clauses::new(line, &engine.lexicon, &self.extractor.domain, &class_of);
        let mut start = 0;
        while start < clauses.items.len() {
            let (_, end) = clauses.segment(start);
            for item in start..end {
                let Some(word) = clauses.word(item) else { continue };
                let word = &engine.lexicon.words[word];
                if word.frames.is_empty() {
                    continue;
                }
                let slots = {
                    let acting = |item| self.acting(&clauses, item);
                    slots(&self.syntax(&clauses, &acting), item)
                };
                for id in &word.frames {
                    self.apply_frame(*id, &clauses, item, &slots, sentence);
                }
            }
            self.follow_battle(&clauses, start, end);
            self.end_segment(&clauses, start, end);
            start = end + 1;
        }
    }

    /// After a segment: its subject becomes the topic of the next ones.
    pub(super) fn end_segment(&mut self, clauses: &Clauses<'_>, start: usize, end: usize) {
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
    fn owns(&self, clauses: &Clauses<'_>, owner: usize, owned: usize) -> bool {
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
    fn past_apposition<'f>(&self, clauses: &Clauses<'_>, free: &'f [usize], end: usize) -> &'f [usize] {
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
    fn pivot_persons(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> Option<Vec<usize>> {
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
    fn unknown_before_verb(&self, clauses: &Clauses<'_>, start: usize, end: usize) -> bool {
        let lexicon = &self.engine.lexicon;
        let verb = (start..end).find(|i| clauses.word(*i).is_some_and(|w| lexicon.words[w].is_verb()));
        let Some(verb) = verb else { return false };
        self.unknown_text(clauses, start, verb)
    }

    /// A line with what the language says of its words.
    pub fn syntax<'s>(&'s self, clauses: &'s Clauses<'s>, acting: &'s dyn Fn(usize) -> Acting) -> Syntax<'s> {
        Syntax { clauses, lexicon: &self.engine.lexicon, grammar: &self.engine.grammar, acting }
    }

    /// Whether the first name of the group at an item is that of something that acts.
    pub fn acting(&self, clauses: &Clauses<'_>, item: usize) -> Acting {
        let head = clauses.group(item).map(|g| clauses.line.tokens[g.members[0].head].kind);
        let Some(TokenKind::Entity(m)) = head else { return Acting::Not };
        let class = self.class(self.mentions.mentions[m].entity);
        let domain = &self.extractor.domain;
        match (domain.is_agent(class), domain.is_territory(class)) {
            (false, _) => Acting::Not,
            (true, true) => Acting::Territory,
            (true, false) => Acting::Party,
        }
    }

    /// Whether a monarch only names the reign of the date that follows: 某宗某年號三年.
    pub fn names_reign(&self, clauses: &Clauses<'_>, item: usize) -> bool {
        let Some(ItemKind::Time(t)) = clauses.items.get(item + 1).map(|i| &i.kind) else { return false };
        // 咸豐三年（1853年） takes its year from the brackets, and is a reign's year all the same.
        let numeral = |c: char| "元〇零一二三四五六七八九十".contains(c);
        let named = match self.folded[self.times[*t].span.range()] {
            [a, b, c, ..] => !numeral(a) && !a.is_ascii_digit() && !numeral(b) && numeral(c),
            _ => false,
        };
        let reign = named || self.times[*t].time.as_ref().is_some_and(|t| t.calendar == Calendar::Chinese);
        let monarch = self.engine.grammar.mark("monarch");
        reign
            && self.group_entities(clauses, item, &[]).last().and_then(|f| f.span).is_some_and(|span| {
                let name: String = self.folded[span.range()].iter().collect();
                monarch.iter().any(|m| name.ends_with(m.as_str()))
            })
    }

    /// The entities of a group.
    pub fn group_entities(&self, clauses: &Clauses<'_>, item: usize, not: &[usize]) -> Vec<Filled> {
        let Some(group) = clauses.group(item) else { return Vec::new() };
        group.members.iter().flat_map(|np| self.resolve(clauses.line, np.head, not)).collect()
    }

    pub fn class(&self, entity: usize) -> &str {
        &self.mentions.entities[entity].class
    }
}

/// Covers a filler's words too, if they stand in the sentence.
pub fn cover(quote: Span, words: Option<Span>, sentence: Span) -> Span {
    match words {
        Some(span) if sentence.contains(span) => quote.cover(span),
        _ => quote,
    }
}

/// A quote never leaves its sentence.
pub fn within(quote: Span, sentence: Span) -> Span {
    Span::new(quote.start().max(sentence.start()), quote.end().min(sentence.end()))
}
