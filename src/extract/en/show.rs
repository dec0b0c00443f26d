//! An English line in pieces, for who writes rules.

use super::chunk::ChunkKind;
use super::clause::GroupRef;
use super::unit::{Unit, UnitKind};
use super::{Lexicon, Parsed, unit};
use crate::document::Document;
use crate::extract::LanguageEngine;
use crate::extract::inspect::{ItemView, MemberView, frame_name};
use crate::extract::line::{Line, TokenKind};
use crate::extract::mention::Mentions;

/// The chunks of a line, a clause a segment: each verb with what was found for it.
pub fn segments(
    document: &Document,
    mentions: &Mentions,
    engine: &LanguageEngine,
    lexicon: &Lexicon,
    line: &Line,
) -> Vec<Vec<ItemView>> {
    let pronoun = |t: usize| match line.tokens[t].kind {
        TokenKind::Pronoun(w) => engine.lexicon.words[w].pronoun.as_deref().unwrap_or_default(),
        _ => "",
    };
    let class = |t: usize| match line.tokens[t].kind {
        TokenKind::Entity(m) => mentions.mentions[m].class.as_ref(),
        _ => "",
    };
    let noun = |t: usize| match line.tokens[t].kind {
        TokenKind::Pronoun(w) => engine.lexicon.words[w].text.split(' ').nth(1).unwrap_or_default(),
        _ => "",
    };
    let parsed = Parsed::new(line, unit::units(line, lexicon), lexicon, [&pronoun, &noun, &class]);
    let words = |from: usize, to: usize| document.slice(line.span(parsed.units[from].start, parsed.units[to - 1].end));
    let group = |g: &GroupRef| {
        let ChunkKind::Group(all) = &parsed.chunks[g.chunk].kind else { return String::new() };
        let members = all.members.get(g.from..g.to).unwrap_or_default();
        let said: Vec<String> = members.iter().map(|m| words(m.from, m.to)).collect();
        format!("{}{}", if g.of { "of " } else { "" }, said.join(" + "))
    };
    let class_of = |unit: &Unit| match unit.kind {
        UnitKind::Name(t) => class(t).to_owned(),
        UnitKind::Pronoun(_) => "pronoun".to_owned(),
        _ => "noun".to_owned(),
    };
    let mut items = Vec::new();
    for (at, chunk) in parsed.chunks.iter().enumerate() {
        let said = words(chunk.from, chunk.to);
        items.push(match &chunk.kind {
            ChunkKind::Group(g) => ItemView::Group {
                words: said,
                members: g
                    .members
                    .iter()
                    .map(|m| MemberView {
                        words: words(m.from, m.to),
                        class: class_of(&parsed.units[m.head]),
                        modifiers: Vec::new(),
                    })
                    .collect(),
            },
            ChunkKind::Verb(v) => {
                let clause = parsed.clauses.iter().find(|c| c.chunk == at);
                let mut told = Vec::new();
                if let Some(c) = clause {
                    told.push(format!("{:?}", c.kind).to_lowercase());
                    if c.passive {
                        told.push("passive".into());
                    }
                    told.push(format!("{:?}", c.status).to_lowercase());
                    told.extend(c.subject.iter().map(|g| format!("subject={}", group(g))));
                    told.extend(c.object.iter().map(|g| format!("object={}", group(g))));
                    told.extend(c.complement.iter().map(|g| format!("complement={}", group(g))));
                    told.extend(c.phrases.iter().map(|(p, g)| format!("{p}={}", group(g))));
                }
                ItemView::Word {
                    words: said,
                    classes: told,
                    frames: v.frames.iter().map(|(f, _)| frame_name(engine, f)).collect(),
                }
            }
            ChunkKind::Time(_) => ItemView::Time { words: said },
            ChunkKind::Amount(_) => ItemView::Amount { words: said },
            _ => ItemView::Text { words: said },
        });
    }
    let mut segments: Vec<Vec<ItemView>> = vec![Vec::new()];
    for item in items {
        let verb = matches!(item, ItemView::Word { .. });
        let last = segments.last_mut().expect("never empty");
        if verb && last.iter().any(|i| matches!(i, ItemView::Word { .. })) {
            segments.push(vec![item]);
        } else {
            last.push(item);
        }
    }
    segments.retain(|s| !s.is_empty());
    segments
}
