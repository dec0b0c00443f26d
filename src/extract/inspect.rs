//! What the engine sees in a text, step by step, for people who write rules: names, dates, quantities, clauses, facts.
//!
//! An [`Inspection`] is one document; its [`SentenceView`]s say how each sentence was cut into *items*, segment by
//! segment. Everything in it is plain data that owns its strings.

use super::clause::{Clauses, ItemKind};
use super::lexicon::{FrameId, Lexicon};
use super::line::{Line, Marked, TokenKind};
use super::mention::Mentions;
use super::trace::Attempt;
use super::{Extractor, LanguageEngine, Traced, dates, mention};
use crate::document::{BlockKind, Document, SectionKind};
use crate::fact::Extraction;
use crate::pack::domain::Domain;
use crate::span::Span;
use crate::text::{script, sentence};
use serde::Serialize;
use std::collections::BTreeSet;

/// What is seen in a document.
#[derive(Debug, Clone, Serialize)]
pub struct Inspection {
    pub sentences: Vec<SentenceView>,
    pub extraction: Extraction,
    /// What the rules tried.
    pub attempts: Vec<Attempt>,
}

/// One sentence.
#[derive(Debug, Clone, Serialize)]
pub struct SentenceView {
    /// In code points of the document's plain text.
    pub span: Span,
    pub text: String,
    pub mentions: Vec<MentionView>,
    pub times: Vec<TimeView>,
    pub amounts: Vec<AmountView>,
    /// Between commas and stronger stops, outside of brackets.
    pub segments: Vec<Vec<ItemView>>,
    /// The segments of each bracket.
    pub asides: Vec<Vec<Vec<ItemView>>>,
}

/// A name.
#[derive(Debug, Clone, Serialize)]
pub struct MentionView {
    pub span: Span,
    pub words: String,
    pub class: String,
    /// The title of the thing that is named.
    pub entity: String,
    /// Why it is taken for a name, in plain words.
    pub how: &'static str,
    /// In percent.
    pub confidence: u8,
}

/// A date.
#[derive(Debug, Clone, Serialize)]
pub struct TimeView {
    pub span: Span,
    pub words: String,
    /// EDTF; `None` where the text does not tell when it is.
    pub edtf: Option<String>,
    /// How it was worked out.
    pub how: String,
}

/// A quantity.
#[derive(Debug, Clone, Serialize)]
pub struct AmountView {
    pub span: Span,
    pub words: String,
    pub value: String,
    pub unit: String,
}

/// A piece of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum ItemView {
    /// Names joined to one party: each with its class and entity.
    Group {
        words: String,
        members: Vec<MemberView>,
    },
    /// A word that the language or a rule knows: what it can be there.
    Word {
        words: String,
        /// The names of word classes in `grammar.toml`.
        classes: Vec<String>,
        /// The frames that it triggers: `zh/ceded/active`.
        frames: Vec<String>,
    },
    Time {
        words: String,
    },
    Amount {
        words: String,
    },
    /// Other text, and the stop that ends the segment.
    Text {
        words: String,
    },
}

/// One name or pronoun of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberView {
    pub words: String,
    /// A class, or `pronoun`.
    pub class: String,
    /// Names that stand with it and belong to it.
    pub modifiers: Vec<String>,
}

impl Extractor {
    /// What is seen in a document.
    pub fn inspect(&self, document: &Document) -> Inspection {
        let sentences = match (self.namers.get(&document.lang), self.languages.get(&document.lang)) {
            (Some(namer), Some(engine)) => {
                let folded = script::fold_all(&document.chars);
                let found = mention::find(document, &folded, namer);
                let mentions = self.compose(document, &folded, found);
                self.sentences(document, &folded, &mentions, engine)
            }
            _ => Vec::new(),
        };
        let Traced { extraction, attempts, .. } = self.traced(document);
        Inspection { sentences, extraction, attempts }
    }

    fn sentences(
        &self,
        document: &Document,
        folded: &[char],
        mentions: &Mentions,
        engine: &LanguageEngine,
    ) -> Vec<SentenceView> {
        let (times, amounts) = dates(document, folded);
        let spans = self.classed_spans(mentions);
        let time_spans: Vec<Span> = times.iter().map(|t| t.span).collect();
        let amount_spans: Vec<Span> = amounts.iter().map(|(s, _)| *s).collect();
        let topic_noun = self.topic_noun(mentions, engine);
        let marked =
            Marked { document, folded, mentions: &spans, times: &time_spans, amounts: &amount_spans, topic_noun };
        let read = document.blocks.iter().filter(|b| {
            let apparatus = document.sections.get(b.section).is_some_and(|s| s.kind == SectionKind::Apparatus);
            !apparatus && !matches!(b.kind, BlockKind::Heading(_))
        });
        let parts = read.flat_map(|b| if b.cells.is_empty() { vec![b.span] } else { b.cells.clone() });
        let sentences = parts.flat_map(|p| sentence::sentences(folded, p, document.lang, &document.marks));
        let view = |span: Span| {
            let line = Line::reduce(&marked, span, &engine.lexicon);
            let (main, inner) = match engine.english {
                Some(_) => (line, Vec::new()),
                None => line.split_brackets(&engine.lexicon),
            };
            let cut = |line: &Line| segments(document, mentions, engine, &self.domain, line);
            SentenceView {
                span,
                text: document.slice(span),
                mentions: mentions
                    .mentions
                    .iter()
                    .filter(|m| span.contains(m.span))
                    .map(|m| MentionView {
                        span: m.span,
                        words: document.slice(m.span),
                        class: m.class.to_string(),
                        entity: mentions.entities[m.entity].title.clone(),
                        how: m.how.describe(),
                        confidence: m.confidence,
                    })
                    .collect(),
                times: times
                    .iter()
                    .filter(|t| span.contains(t.span))
                    .map(|t| TimeView {
                        span: t.span,
                        words: document.slice(t.span),
                        edtf: t.time.as_ref().map(|t| t.edtf.clone()),
                        how: t.how.clone(),
                    })
                    .collect(),
                amounts: amounts
                    .iter()
                    .filter(|(s, _)| span.contains(*s))
                    .map(|(s, a)| AmountView {
                        span: *s,
                        words: document.slice(*s),
                        value: a.value.clone(),
                        unit: a.unit.clone(),
                    })
                    .collect(),
                segments: cut(&main),
                asides: inner.iter().map(|(_, line)| cut(line)).collect(),
            }
        };
        sentences.filter(|s| !s.is_empty()).map(view).collect()
    }
}

/// A line cut into segments.
fn segments(
    document: &Document,
    mentions: &Mentions,
    engine: &LanguageEngine,
    domain: &Domain,
    line: &Line,
) -> Vec<Vec<ItemView>> {
    if let Some(lexicon) = &engine.english {
        return super::en::segments(document, mentions, engine, lexicon, line);
    }
    let class_of = |t: usize| match line.tokens[t].kind {
        TokenKind::Entity(m) => mentions.mentions[m].class.as_ref(),
        _ => "",
    };
    let words = |from: usize, to: usize| document.slice(line.span(from, to));
    let class = |t: usize| match line.tokens[t].kind {
        TokenKind::Pronoun(_) => "pronoun".to_owned(),
        _ => class_of(t).to_owned(),
    };
    let mut segments = vec![Vec::new()];
    for item in &Clauses::new(line, &engine.lexicon, domain, &class_of).items {
        let said = words(item.start, item.end);
        let view = match &item.kind {
            ItemKind::Group(group) => ItemView::Group {
                words: said,
                members: group
                    .members
                    .iter()
                    .map(|np| MemberView {
                        words: words(np.head, np.head + 1),
                        class: class(np.head),
                        modifiers: np.modifiers.iter().map(|t| words(*t, t + 1)).collect(),
                    })
                    .collect(),
            },
            ItemKind::Word(word) => word_view(&engine.lexicon, engine, *word, said),
            ItemKind::Time(_) => ItemView::Time { words: said },
            ItemKind::Amount(_) => ItemView::Amount { words: said },
            ItemKind::Stop(_) | ItemKind::Text => ItemView::Text { words: said },
        };
        if let Some(segment) = segments.last_mut() {
            segment.push(view);
        }
        if matches!(item.kind, ItemKind::Stop(_)) {
            segments.push(Vec::new());
        }
    }
    segments.retain(|s| !s.is_empty());
    segments
}

/// `zh/ceded/active`
pub fn frame_name(engine: &LanguageEngine, id: &FrameId) -> String {
    let rules = &engine.rules[id.file];
    format!("{}/{}", rules.path.trim_end_matches(".toml"), rules.frames[id.frame].name)
}

fn word_view(lexicon: &Lexicon, engine: &LanguageEngine, word: usize, words: String) -> ItemView {
    let known = &lexicon.words[word];
    let name = |id: &FrameId| frame_name(engine, id);
    // A trigger that a frame lists in both scripts is one word.
    let frames: BTreeSet<FrameId> = known.frames.iter().copied().collect();
    // AndThen is written `and-then` in the grammar.
    let classes = known.classes.iter().map(|c| kebab(&format!("{c:?}")));
    ItemView::Word { words, classes: classes.collect(), frames: frames.iter().map(name).collect() }
}

/// `AndThen` as rule files write it: `and-then`.
pub(super) fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;
    use crate::source;

    #[test]
    fn a_sentence_is_shown_as_it_is_read() {
        let pack = Pack::built_in().expect("the built-in pack loads");
        let extractor = Extractor::new(&pack).expect("the built-in patterns compile");
        let text = "1865年，俄軍與清軍（名義上）攻佔塔什干。次日撤退。";
        let document = source::read("a.md", "", text.as_bytes()).expect("a document");
        let seen = extractor.inspect(&document);
        assert_eq!(seen.sentences.len(), 2);
        let first = &seen.sentences[0];
        assert_eq!(first.times[0].edtf.as_deref(), Some("1865"));
        assert_eq!(first.mentions.len(), 3);
        assert_eq!((first.segments.len(), first.asides.len()), (2, 1));
        let ItemView::Group { members, .. } = &first.segments[1][0] else { panic!("{:?}", first.segments) };
        assert_eq!(members.iter().map(|m| m.class.as_str()).collect::<Vec<_>>(), ["State", "State"]);
        let trigger = first.segments[1].iter().find_map(|i| match i {
            ItemView::Word { words, frames, .. } if words == "攻佔" => Some(frames),
            _ => None,
        });
        assert!(trigger.is_some_and(|f| f.contains(&"zh/occupied/active".to_owned())), "{:?}", first.segments);
        assert!(seen.extraction.facts.iter().any(|f| f.relation == "occupied"));
    }

    #[test]
    fn word_classes_are_named_as_in_the_grammar() {
        assert_eq!(kebab("AndThen"), "and-then");
        assert_eq!(kebab("Passive"), "passive");
    }
}
