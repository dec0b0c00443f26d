//! Reads one document from its first sentence to its last and collects candidate facts.
//!
//! A **candidate** is one statement of a fact at one place; [`super::collect`] makes facts of them.

mod segment;

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
