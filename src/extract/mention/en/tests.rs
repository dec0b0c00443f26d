//! What is found in small documents, with the built-in pack.

use super::super::{Finder, Mentions, find};
use crate::document::Document;
use crate::pack::{LanguageNames, Pack};
use crate::text::script;
use std::sync::OnceLock;

fn finder() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| {
        let pack = Pack::built_in().expect("the built-in pack loads");
        let words = |n: &&crate::pack::LanguagePack| matches!(n.names, LanguageNames::Words(_));
        let english = pack.languages.iter().find(words).expect("the pack has English");
        Finder::new(&pack.gazetteer, &english.names)
    })
}

fn read(title: &str, text: &str) -> (Document, Mentions) {
    let document = crate::source::read("test.md", title, text.as_bytes()).expect("the test page is readable");
    let mentions = find(&document, &script::fold_all(&document.chars), finder());
    (document, mentions)
}

/// The mentions as `words|class`.
fn found(text: &str) -> Vec<String> {
    let (document, mentions) = read("Test", text);
    mentions.mentions.iter().map(|m| format!("{}|{}", document.slice(m.span), m.class)).collect()
}

#[test]
fn forms_tell_the_class() {
    assert_eq!(
        found("He signed the Treaty of Gandamak after the Battle of Maiwand, during the Second Anglo-Afghan War."),
        ["Treaty of Gandamak|Treaty", "Battle of Maiwand|War", "Second Anglo-Afghan War|War"]
    );
}
