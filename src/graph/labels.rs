//! The names of a thing as labels: which are preferred, which language tag they bear, in which script.

use crate::fact::Name;
use crate::text::script::{self, to_simplified, to_traditional};
use oxigraph::model::Literal;
use std::collections::{BTreeMap, BTreeSet};

/// One preferred label a language tag, and all the other names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    pub preferred: Vec<Literal>,
    pub alternative: Vec<Literal>,
}

/// Whether a name has Han characters.
fn is_han(text: &str) -> bool {
    text.chars().any(script::is_han)
}

/// How many Han characters of a name are in their traditional form, so far as it differs from the simplified one.
pub fn traditional_characters(text: &str) -> usize {
    text.chars().filter(|c| script::is_han(*c) && script::fold(*c) != *c).count()
}

/// The language tag of a name: its own, else what its script tells.
fn tag(name: &Name) -> Option<String> {
    match &name.lang {
        Some(lang) if lang != "zh" => return Some(lang.clone()),
        None if !is_han(&name.text) => return None,
        _ => {}
    }
    let (simplified, traditional) = (to_simplified(&name.text), to_traditional(&name.text));
    let tag = match (simplified == name.text, traditional == name.text) {
        (false, true) => "zh-Hant",
        (true, false) => "zh-Hans",
        _ => "zh", // the same in both scripts, or mixed
    };
    Some(tag.to_owned())
}

fn literal(text: &str, tag: Option<&str>) -> Literal {
    match tag {
        Some(tag) => {
            Literal::new_language_tagged_literal(text, tag).unwrap_or_else(|_| Literal::new_simple_literal(text))
        }
        None => Literal::new_simple_literal(text),
    }
}

/// The labels of a thing. `title` is what it is called first; `preferred` names come next, in their order, and give the
/// preferred label of their language; `names` are all the names that documents use.
///
/// A Chinese name is given in the other script too, so that it is found in both.
pub fn labels(title: &str, preferred: &[Name], names: &BTreeSet<Name>) -> Labels {
    let title_name = preferred
        .iter()
        .chain(names)
        .find(|n| n.text == title && n.lang.is_some())
        .cloned()
        .unwrap_or_else(|| Name { text: title.to_owned(), lang: None });
    // First come, first served: the text and the tag of each label, and the preferred one of each tag.
    let mut preferred_by_tag: BTreeMap<Option<String>, String> = BTreeMap::new();
    let mut texts: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut note = |name: &Name, may_be_preferred: bool| {
        let text = name.text.trim();
        if text.is_empty() {
            return;
        }
        let tag = tag(name);
        let tag = texts.entry(text.to_owned()).or_insert(tag).clone();
        if may_be_preferred && !preferred_by_tag.contains_key(&tag) {
            preferred_by_tag.insert(tag, text.to_owned());
        }
    };
    note(&title_name, true);
    preferred.iter().for_each(|n| note(n, true));
    names.iter().for_each(|n| note(n, false));
    let mut converted = Vec::new();
    for text in texts.keys().filter(|text| is_han(text)) {
        converted.push((to_simplified(text), "zh-Hans"));
        converted.push((to_traditional(text), "zh-Hant"));
    }
    for (text, tag) in converted {
        texts.entry(text).or_insert_with(|| Some(tag.to_owned()));
    }
    let mut labels = Labels::default();
    for (text, tag) in &texts {
        let of_tag = preferred_by_tag.get(tag) == Some(text);
        let list = if of_tag { &mut labels.preferred } else { &mut labels.alternative };
        list.push(literal(text, tag.as_deref()));
    }
    // The title comes first, whatever its tag.
    labels.preferred.sort_by_key(|l| l.value() != title);
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, lang: Option<&str>) -> Name {
        Name { text: text.to_owned(), lang: lang.map(str::to_owned) }
    }

    #[test]
    fn the_title_is_preferred_and_every_name_is_there_once() {
        let names =
            [name("俄國", None), name("沙俄", None), name("Russia", Some("en")), name("俄羅斯帝國", Some("zh-Hant"))]
                .into();
        let preferred = [
            name("俄羅斯帝國", Some("zh-Hant")),
            name("俄罗斯帝国", Some("zh-Hans")),
            name("Russian Empire", Some("en")),
        ];
        let labels = labels("俄羅斯帝國", &preferred, &names);
        let show = |l: &[Literal]| l.iter().map(Literal::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(show(&labels.preferred), "\"俄羅斯帝國\"@zh-hant \"Russian Empire\"@en \"俄罗斯帝国\"@zh-hans");
        assert_eq!(show(&labels.alternative), "\"Russia\"@en \"俄国\"@zh-hans \"俄國\"@zh-hant \"沙俄\"@zh");
    }

    #[test]
    fn a_wrong_language_tag_is_dropped_and_an_empty_name_too() {
        let labels = labels("X", &[], &[name("X", Some("no tag!")), name(" ", None)].into());
        assert_eq!(labels.preferred, [Literal::new_simple_literal("X")]);
        assert!(labels.alternative.is_empty());
    }
}
