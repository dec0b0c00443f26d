//! Document + pack → facts.
//!
//! In the order of the flow: [`mention`] finds names, [`mod@line`] reduces a sentence to symbols, [`clause`], [`govern`] and
//! [`argument`] find who does what to whom, [`pattern`] and the frames in [`read`] apply the rules, [`discourse`] fills what is left out, [`status`]
//! tells whether it is affirmed, [`collect`] makes facts of it.

mod about;
mod adversary;
pub mod argument;
mod capture;
pub mod clause;
pub mod collect;
pub mod compose;
pub mod discourse;
pub mod en;
pub mod examples;
pub mod fill;
pub mod frame;
pub mod govern;
mod inferred;
pub mod inspect;
mod lazy;
pub mod lexicon;
pub mod line;
pub mod mention;
pub mod near;
mod object;
pub mod pattern;
pub mod prefilter;
pub mod read;
mod seat;
mod sender;
mod slot;
mod standin;
pub mod status;
pub mod table;
mod terms;
pub mod timing;
mod told;
pub mod trace;
mod unknown;
mod unnamed;
pub mod why;

use crate::document::{Document, Lang};
use crate::fact::{Amount, Extraction};
use crate::pack::domain::Domain;
use crate::pack::gazetteer::NameIndex;
use crate::pack::grammar::Grammar;
use crate::pack::rules::{self, RuleFile};
use crate::pack::{Gazetteer, Ontology, Pack, PackError};
use crate::span::Span;
use crate::text::time::{self, TimeContext};
use crate::text::{quantity, script};
use discourse::Discourse;
use lazy::LazyRegex;
use lexicon::Lexicon;
use line::Marked;
use mention::Mentions;
use prefilter::Prefilter;
use read::{Dated, Reading};
use std::collections::BTreeMap;
use trace::Trace;

/// A pattern of a rule file, compiled.
pub struct CompiledPattern {
    pub file: usize,
    pub pattern: usize,
    pub regex: LazyRegex,
    /// What must stand before a match: see [`rules::Pattern::behind`].
    pub behind: Option<LazyRegex>,
}

/// The rules of a language, ready to be applied.
pub struct LanguageEngine {
    pub lexicon: Lexicon,
    pub grammar: Grammar,
    pub rules: Vec<RuleFile>,
    pub patterns: Vec<CompiledPattern>,
    pub prefilter: Prefilter,
    /// The words of English; `None` for another language.
    pub english: Option<en::Lexicon>,
}

/// What was read in a document, and what the rules tried.
#[derive(Debug, Clone)]
pub struct Traced {
    pub extraction: Extraction,
    pub mentions: Mentions,
    pub attempts: Vec<trace::Attempt>,
    /// The sentences that were read, and what each was reduced to.
    pub lines: Vec<(Span, line::Line)>,
}

/// A pack made ready to read documents. Making it costs milliseconds; it is shared by all threads.
pub struct Extractor {
    pub ontology: Ontology,
    pub gazetteer: Gazetteer,
    pub domain: Domain,
    pub languages: BTreeMap<Lang, LanguageEngine>,
    namers: BTreeMap<Lang, mention::Finder>,
    class_numbers: BTreeMap<String, usize>,
    /// Gazetteer entries by their one-character forms, folded.
    short_forms: BTreeMap<char, Vec<usize>>,
    /// Gazetteer entries by their names, folded.
    names: NameIndex,
}

impl Extractor {
    /// Compiles the rules of a pack. A pattern that does not compile is an error with its file and line.
    pub fn new(pack: &Pack) -> Result<Extractor, PackError> {
        let mut languages = BTreeMap::new();
        let mut namers = BTreeMap::new();
        for language in &pack.languages {
            namers.insert(language.lang, mention::Finder::new(&pack.gazetteer, &language.names));
            let mut patterns = Vec::new();
            for (file, rules) in language.rules.iter().enumerate() {
                for (pattern, p) in rules.patterns.iter().enumerate() {
                    let lazy = |text: &str| rules::expand(text, &pack.ontology).and_then(|text| LazyRegex::new(&text));
                    let error = |e: String| PackError {
                        file: format!("{}{}", pack.root, rules.path),
                        line: p.line,
                        message: format!("pattern `{}`: {e}", p.name),
                    };
                    let regex = lazy(&p.pattern).map_err(error)?;
                    let behind = p.behind.as_ref().map(|b| lazy(&format!("(?:{b})$"))).transpose().map_err(error)?;
                    patterns.push(CompiledPattern { file, pattern, regex, behind });
                }
            }
            let engine = LanguageEngine {
                lexicon: match language.lang {
                    Lang::En => Lexicon::pronouns(&language.grammar),
                    Lang::Zh => Lexicon::new(&language.grammar, &language.rules),
                },
                english: (language.lang == Lang::En).then(|| en::Lexicon::new(&language.grammar, &language.rules)),
                grammar: language.grammar.clone(),
                rules: language.rules.clone(),
                prefilter: Prefilter::new(patterns.iter().map(|p: &CompiledPattern| p.regex.text())),
                patterns,
            };
            languages.insert(language.lang, engine);
        }
        let mut short_forms: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (at, entry) in pack.gazetteer.entries.iter().enumerate() {
            for form in &entry.short_forms {
                if let [c] = form.chars().collect::<Vec<_>>()[..] {
                    short_forms.entry(script::fold(c)).or_default().push(at);
                }
            }
        }
        let class_numbers = pack.ontology.classes.keys().enumerate().map(|(i, c)| (c.clone(), i)).collect();
        Ok(Extractor {
            namers,
            ontology: pack.ontology.clone(),
            gazetteer: pack.gazetteer.clone(),
            domain: pack.domain.clone(),
            languages,
            class_numbers,
            short_forms,
            names: pack.gazetteer.index(script::fold_str),
        })
    }

    /// Whether things of a class can act.
    pub fn is_actor(&self, class: &str) -> bool {
        self.domain.is_actor(class)
    }

    /// The sentences of a document with their mentions in brackets, for who writes rules.
    pub fn describe(&self, document: &Document) -> String {
        let folded = script::fold_all(&document.chars);
        match self.namers.get(&document.lang) {
            Some(namer) => {
                let found = mention::find(document, &folded, namer);
                mention::describe(document, &self.compose(document, &folded, found))
            }
            None => String::new(),
        }
    }

    /// Names made of names: see [`compose`].
    fn compose(&self, document: &Document, folded: &[char], found: Mentions) -> Mentions {
        let parts = self.languages.get(&document.lang).map_or(&[][..], |l| l.grammar.mark("side"));
        let found = compose::compose(document, folded, found, &self.domain, (&self.gazetteer, &self.names), parts);
        match self.languages.get(&document.lang) {
            Some(l) => unnamed::name_agreements(document, folded, found, &self.domain, &l.grammar),
            None => found,
        }
    }

    /// Where the mentions of a document stand, each with the number of its class.
    fn classed_spans(&self, mentions: &Mentions) -> Vec<(Span, Option<usize>)> {
        let number = |m: &mention::Mention| self.class_numbers.get(&*mentions.entities[m.entity].class).copied();
        mentions.mentions.iter().map(|m| (m.span, number(m))).collect()
    }

    /// The word by which a page speaks of the polity that it is about: see [`Marked::topic_noun`].
    fn topic_noun(&self, mentions: &Mentions, engine: &LanguageEngine) -> Option<usize> {
        let topic = mentions.topic.map(|t| &mentions.entities[t]);
        let polity = topic.filter(|e| *e.class == *self.domain.classes.polity)?;
        engine.lexicon.topic_noun(&script::fold_str(&polity.title))
    }

    /// Reads a document.
    pub fn extract(&self, document: &Document) -> Extraction {
        self.read(document, None).0
    }

    /// Reads a document, and tells what the rules tried on it.
    pub fn traced(&self, document: &Document) -> Traced {
        let trace = Trace::default();
        let (extraction, mentions) = self.read(document, Some(&trace));
        let (attempts, lines) = trace.finish();
        Traced { extraction, mentions, attempts, lines }
    }

    /// Reads a document, and tells `trace` what the rules try.
    fn read(&self, document: &Document, trace: Option<&Trace>) -> (Extraction, Mentions) {
        let folded = script::fold_all(&document.chars);
        let Some(namer) = self.namers.get(&document.lang) else {
            let mentions = Mentions::default();
            return (collect::collect(document, &mentions, &[], Vec::new(), self), mentions);
        };
        let mentions = self.compose(document, &folded, mention::find(document, &folded, namer));
        let (times, amounts) = dates(document, &folded);
        let Some(engine) = self.languages.get(&document.lang) else {
            return (collect::collect(document, &mentions, &times, Vec::new(), self), mentions);
        };
        let spans = self.classed_spans(&mentions);
        let time_spans: Vec<Span> = times.iter().map(|t| t.span).collect();
        let amount_spans: Vec<Span> = amounts.iter().map(|(s, _)| *s).collect();
        let topic_noun = self.topic_noun(&mentions, engine);
        let marked = Marked {
            document,
            folded: &folded,
            mentions: &spans,
            times: &time_spans,
            amounts: &amount_spans,
            topic_noun,
        };
        let about_person = mentions.topic.is_some_and(|t| *mentions.entities[t].class == *self.domain.classes.person);
        let about_polity = mentions.topic.is_some_and(|t| *mentions.entities[t].class == *self.domain.classes.polity);
        let mut reading = Reading {
            extractor: self,
            engine,
            document,
            folded: &folded,
            mentions: &mentions,
            marked: &marked,
            times: &times,
            amounts: &amounts,
            discourse: Discourse { about_person, about_polity, ..Discourse::new(mentions.topic) },
            candidates: Vec::new(),
            trace,
            parsed: None,
            about: Vec::new(),
            looking: std::cell::Cell::new(0),
            sentence_from: (0, 0),
            paragraph_from: 0,
        };
        reading.read();
        reading.refine_agreements();
        let candidates = reading.take_candidates();
        (collect::collect(document, &mentions, &times, candidates, self), mentions)
    }
}

/// Whether a date belongs to an English name, a veteran of the *War of 1812*: the text does not go on from there.
fn in_a_name(document: &Document, span: Span) -> bool {
    if document.lang != Lang::En {
        return false;
    }
    let before = document.chars.get(..span.start()).unwrap_or_default();
    let Some(before) = before.strip_suffix(&[' ', 'o', 'f', ' ']) else { return false };
    let word = before.iter().rev().take_while(|c| c.is_alphabetic()).last();
    word.is_some_and(|c| c.is_uppercase())
}

/// The dates of a document, resolved from its beginning, and its quantities.
fn dates(document: &Document, folded: &[char]) -> (Vec<Dated>, Vec<(Span, Amount)>) {
    let mut context = TimeContext::new();
    let mut opening = None;
    let mut section = 0;
    let mut times = Vec::new();
    for mention in time::find_times(folded, document.lang) {
        let block = document.blocks.partition_point(|b| b.span.end <= mention.span.start);
        if let Some(block) = document.blocks.get(block).filter(|b| b.section != section) {
            // A section tells on: the year is not said again. Behind the lead, which tells all to the end, the story begins
            // anew with the time that the lead began with.
            if section == 0 && document.lang == Lang::Zh {
                context = opening.take().unwrap_or_default();
            }
            section = block.section;
        }
        let words = document.slice(mention.span);
        let resolved = if in_a_name(document, mention.span) {
            context.peek(&mention.expr, &words)
        } else {
            context.read(&mention, &words)
        };
        if resolved.is_some() && opening.is_none() && section == 0 {
            opening = Some(context.clone());
        }
        let (time, how) = resolved.map_or((None, String::new()), |r| (Some(r.time), r.how));
        times.push(Dated { span: mention.span, time, how });
    }
    timing::take_glosses(&mut times, folded);
    let quantities = quantity::find_quantities(&document.chars, folded, document.lang);
    (times, quantities.into_iter().map(|q| (q.span, q.amount)).collect())
}
