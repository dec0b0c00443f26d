//! What the text so far tells about what is left out: topics, the two sides, what a pronoun stands for.
//!
//! Reading goes from left to right; [`Discourse`] remembers who acted last, on whom, and what was named last of each
//! class, so that a clause without a subject gets the one before, 雙方 the two that dealt with each other, 該條約 the
//! treaty named last.

/// An entity in a role, and how it got there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub entity: usize,
    /// Where the words stand; `None` if the entity is not named in this sentence.
    pub span: Option<crate::span::Span>,
    pub how: String,
}

/// The memory of the text so far.
#[derive(Debug, Clone, Default)]
pub struct Discourse {
    /// What the page is about.
    pub title: Option<usize>,
    /// Subjects of the last clause that had one.
    pub subject: Vec<usize>,
    /// Subjects of the last clause before that one that was about others, in this paragraph.
    pub earlier: Vec<usize>,
    /// The last two or more persons that did something together.
    pub party: Vec<usize>,
    /// A place or another thing that does not act, and that a clause was about since the subject.
    pub topic_thing: Option<usize>,
    /// A thing that nobody knows by name was spoken of since: "it" may be that.
    pub thing_between: bool,
    /// Whether `subject` comes from an earlier sentence.
    pub subject_is_old: bool,
    /// A clause of this sentence was about somebody whom no list knows.
    pub stranger: bool,
    /// Objects of the last act.
    pub object: Vec<usize>,
    /// The last place or state that an act was about, in this sentence.
    pub place: Option<usize>,
    /// The sentence opens with a word such as 此時, which takes the date of the one before whole.
    pub same_moment: bool,
    /// Whether `place` was set in this sentence.
    pub place_is_here: bool,
    /// Who leads whom in this sentence.
    pub leaders: std::collections::BTreeMap<usize, usize>,
    /// The last date, and how many sentences ago it stood: the end of a paragraph counts as two.
    pub time: Option<(usize, usize)>,
    /// The year in which the story begins that the page tells, until its first section names a date.
    pub opening_year: Option<i32>,
    /// The last treaty named in this sentence or paragraph.
    pub treaty: Option<usize>,
    /// The two that dealt with each other last.
    pub pair: Option<(usize, usize)>,
    /// The first two that the page of a war sets against each other.
    pub sides: Option<(usize, usize)>,
    /// The polities that signed the treaty that the page is about.
    pub signers: Vec<usize>,
    /// Whom each was last at odds with.
    pub opponents: std::collections::BTreeMap<usize, usize>,
    /// The treaty that the heading of the section names.
    pub section_treaty: Option<usize>,
    /// Who acted last against somebody, in this paragraph.
    pub attacker: Option<usize>,
    /// How many sentences ago the attacker acted.
    pub attacker_ago: usize,
    /// Who acted last against somebody whom the text does not name, and how many sentences ago.
    pub aggressor: Option<(usize, usize)>,
    /// The place that the text was last about, where it is not the topic of the page.
    pub land: Option<usize>,
    /// The battle that the sentence tells of.
    pub battle: Option<usize>,
    /// Whether the page is about a person: then whoever is not named is that person.
    pub about_person: bool,
    /// Whether the page is about a polity: then a paragraph that names nobody at first speaks of it.
    pub about_polity: bool,
    /// Whether the section tells the terms of the treaty that the page is about.
    pub in_terms: bool,
    /// The treaty on whose terms the paragraph has begun to speak: 根據條約, …; 某國割讓某地（第五條）.
    pub by_terms: Option<usize>,
    /// Who appointed somebody last.
    pub government: Option<usize>,
    /// What was named in this paragraph.
    pub named_here: Vec<usize>,
    /// Entities in the order in which they were named last, the latest at the end.
    pub recent: Vec<usize>,
}

impl Discourse {
    pub fn new(title: Option<usize>) -> Discourse {
        Discourse { title, ..Discourse::default() }
    }

    /// A new paragraph: acts and subjects of the last one are over, the two sides and what was named stay.
    pub fn start_paragraph(&mut self) {
        self.subject.clear();
        if self.about_person || self.about_polity {
            self.subject.extend(self.title);
        }
        self.object.clear();
        self.named_here.clear();
        self.earlier.clear();
        self.party.clear();
        self.topic_thing = None;
        self.place = None;
        self.treaty = None;
        self.by_terms = None;
        self.attacker = None;
        self.aggressor = None;
        self.battle = None;
        self.land = None;
        self.time = self.time.map(|(t, ago)| (t, ago + 2));
        self.subject_is_old = true;
    }

    /// A new section.
    pub fn start_section(&mut self) {
        self.start_paragraph();
        self.pair = None;
        self.opponents.clear();
        self.section_treaty = None;
        self.in_terms = false;
    }

    /// A new sentence.
    pub fn start_sentence(&mut self) {
        self.subject_is_old = true;
        self.stranger = false;
        self.place_is_here = false;
        self.leaders.clear();
        self.object.clear();
        self.time = self.time.map(|(t, ago)| (t, ago + 1));
        self.attacker_ago += 1;
        self.aggressor = self.aggressor.map(|(who, ago)| (who, ago + 1));
        self.battle = None;
    }

    /// An entity was named.
    pub fn name(&mut self, entity: usize) {
        if !self.named_here.contains(&entity) {
            self.named_here.push(entity);
        }
        if self.recent.last() == Some(&entity) {
            return;
        }
        self.recent.retain(|e| *e != entity);
        self.recent.push(entity);
    }

    pub fn set_subject(&mut self, subject: Vec<usize>) {
        if self.subject != subject {
            self.earlier.clone_from(&self.subject);
        }
        self.subject = subject;
        self.subject_is_old = false;
        self.stranger = false;
        self.thing_between = false;
        self.topic_thing = None;
    }

    /// The entity named last that fits, the page's topic at the end.
    pub fn latest(&self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.recent.iter().rev().copied().find(|e| fits(*e)).or_else(|| self.title.filter(|t| fits(*t)))
    }

    /// The two sides: those that dealt with each other last, else the last two named that fit.
    pub fn both(&self, fits: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        if let Some(pair) = self.pair.or(self.sides) {
            return Some(pair);
        }
        let mut found = self.recent.iter().rev().copied().filter(|e| fits(*e));
        let (last, before) = (found.next()?, found.next()?);
        Some((before, last))
    }
}
