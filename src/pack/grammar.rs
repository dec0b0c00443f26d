//! The function words of a language: what marks a passive, a place, a companion, a negation.
//!
//! A *word class* says what a word does in a clause, whatever the domain. The words of each class stand in
//! `<lang>/grammar.toml`; rules bring the *triggers*, and both are found together, longest word first. A *plain* word
//! has no function: it is listed so that a shorter word inside it is not taken for one (佔領地 is no 佔領).

use super::{PackError, PackFiles};
use crate::fast::FastMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a function word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordClass {
    /// Before the agent of a passive: 被, 遭, 為…所.
    Passive,
    /// Before an agent that leads or acts: 由.
    Agent,
    /// Before an object moved in front of its verb: 將, 把.
    Dispose,
    /// Before a companion or counterpart: 與, 同, 跟.
    With,
    /// Before whom or what an act is directed at: 對, 向.
    Toward,
    /// Before a receiver: 給, 予, 歸.
    Receiver,
    /// Before a place: 在, 於.
    At,
    /// Before a starting point: 從, 自.
    From,
    /// Before a means or ground: 以, 用, 趁, 因.
    Means,
    /// Before what somebody becomes or is named: 為, 作為, 成為.
    As,
    /// Joins verbs that share a subject: 並, 且, 而.
    AndThen,
    /// What follows is a step of its own: 便, 就, 於是, 隨即, 最終.
    Then,
    /// Joins names: 和, 及, 以及.
    And,
    /// Verbs whose object is the subject of what follows: 派, 命, 令, 使.
    Pivot,
    /// Verbs of leading: 率領, 指揮. Those led are not who acts next.
    Lead,
    /// Verbs of going to or staying at a place; they are verbs too.
    Motion,
    /// Verbs of other acts: they take a subject and an object of their own, and no rule needs them.
    Verb,
    Negation,
    Intention,
    Demand,
    Condition,
    Report,
    /// After a verb: it did not come about (未遂, 失敗).
    Failure,
    /// After an object: the act is only a topic (問題, 事宜, 計劃).
    Topic,
    /// A noun that holds a shorter word (戰爭, 領土, 條約): in a clause it is text as any other.
    Noun,
    /// Lasts or starts again; says nothing against the fact.
    Plain,
}

/// The words of a language by class, folded.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    pub words: BTreeMap<WordClass, Vec<String>>,
    /// Pronouns and definite forms by what they stand for: see [`crate::extract::discourse`].
    pub pronouns: BTreeMap<String, Vec<String>>,
    /// Single words the engine asks for by name, such as the possessive 的.
    pub marks: FastMap<String, Vec<String>>,
    /// Verbs that do not inflect by rule: base, past and participle, as `take took taken`.
    pub irregular: Vec<String>,
    /// Shapes that patterns share: `{&name}` stands for one.
    pub pieces: super::rules::Pieces,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: BTreeMap<WordClass, Vec<String>>,
    #[serde(default)]
    pronouns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    marks: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    irregular: Vec<String>,
    #[serde(default)]
    pieces: super::rules::Pieces,
}

impl Grammar {
    /// Reads `<lang>/grammar.toml`; `fold` brings words to the form in which text is matched.
    pub fn load(files: &PackFiles, lang: &str, fold: fn(&str) -> String) -> Result<Grammar, PackError> {
        let path = format!("{lang}/grammar.toml");
        let Some(text) = files.texts.get(&path) else {
            return Ok(Grammar::default());
        };
        let file: File = toml::from_str(text).map_err(|e| files.toml_error(&path, text, &e))?;
        let fold_all = |map: BTreeMap<String, Vec<String>>| {
            map.into_iter().map(|(k, v)| (k, v.iter().map(|w| fold(w)).collect())).collect::<BTreeMap<_, _>>()
        };
        Ok(Grammar {
            words: file.words.into_iter().map(|(k, v)| (k, v.iter().map(|w| fold(w)).collect())).collect(),
            pronouns: fold_all(file.pronouns),
            marks: fold_all(file.marks).into_iter().collect(),
            irregular: file.irregular.iter().map(|w| fold(w)).collect(),
            pieces: file.pieces,
        })
    }

    /// The words that the engine knows under a name; empty if the language has none.
    pub fn mark(&self, name: &str) -> &[String] {
        self.marks.get(name).map_or(&[], Vec::as_slice)
    }
}
