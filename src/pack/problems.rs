//! All mistakes of a pack at once, for the person who edits it. [`Pack::parse`](super::Pack::parse) stops at the first.

use super::LanguageNames;
use super::domain::Domain;
use super::files::line_of;
use super::gazetteer::Entry;
use super::grammar::{Grammar, WordClass};
use super::rules::RuleFile;
use super::{Gazetteer, Ontology, PackError, PackFiles, rules};
use crate::document::Lang;
use crate::fact::Name;
use crate::text::script::fold_str;
use std::collections::BTreeSet;

const GAZETTEER: &str = "gazetteer.ttl";

/// The mistakes of a pack, in the order of its files; at most one of each file, or one of each pattern or name.
///
/// Everything refers to the ontology, so where that is wrong it alone is told.
pub fn problems(files: &PackFiles) -> Vec<PackError> {
    let ontology = match Ontology::load(files) {
        Ok(ontology) => ontology,
        Err(e) => return vec![e],
    };
    let mut found: Vec<PackError> = Domain::load(files, &ontology).err().into_iter().collect();
    let gazetteer = Gazetteer::load(files, &ontology).unwrap_or_else(|e| {
        found.push(e);
        Gazetteer::default()
    });
    for language in [Lang::Zh, Lang::En] {
        let lang = language.code();
        let prefix = format!("{lang}/");
        if !files.texts.keys().any(|path| path.starts_with(&prefix)) {
            continue;
        }
        let grammar = Grammar::load(files, lang, fold_str).unwrap_or_else(|e| {
            found.push(e);
            Grammar::default()
        });
        if files.texts.contains_key(&format!("{lang}/names.toml")) {
            found.extend(LanguageNames::load(files, language).err());
        }
        let mut rules: Vec<RuleFile> = Vec::new();
        for (path, text) in files.texts.iter().filter(|(path, _)| path.starts_with(&prefix)) {
            // The loader reads a folder; a folder of one file is that file alone.
            let texts = [(path.clone(), text.clone())].into();
            let one = PackFiles { root: files.root.clone(), texts };
            match rules::load(&one, lang, &ontology, &grammar.pieces, fold_str) {
                Ok(file) => {
                    found.extend(file.iter().flat_map(|file| bad_patterns(files, file, &ontology)));
                    rules.extend(file);
                }
                Err(e) => found.push(e),
            }
        }
        found.extend(names_that_are_words(files, &gazetteer, &grammar, &rules));
    }
    found
}

/// Names of the gazetteer that would hide a verb or function word wherever it stands.
fn names_that_are_words(
    files: &PackFiles,
    gazetteer: &Gazetteer,
    grammar: &Grammar,
    rules: &[RuleFile],
) -> Vec<PackError> {
    // Plain words and words of leading are often offices too.
    let needed = |class: &WordClass| !matches!(class, WordClass::Plain | WordClass::Lead);
    let functions = grammar.words.iter().filter(|(class, _)| needed(class)).flat_map(|(_, words)| words);
    let triggers = rules.iter().flat_map(|file| &file.frames).flat_map(|frame| &frame.triggers);
    let words: BTreeSet<&str> = functions.chain(triggers).map(String::as_str).collect();
    let text = files.texts.get(GAZETTEER).map_or("", String::as_str);
    let names = gazetteer.entries.iter().flat_map(|entry| entry.names.iter().map(move |name| (entry, name)));
    let hidden = names.filter(|(_, name)| words.contains(fold_str(&name.text).as_str()));
    let error = |(entry, name): (&Entry, &Name)| {
        let line = text.find(&format!("\"{}\"", name.text)).map_or(0, |byte| line_of(text, byte));
        let message = format!("`{}`, a name of {}, is also a word of the rules or the grammar", name.text, entry.id);
        files.error(GAZETTEER, line, message)
    };
    hidden.map(error).collect()
}

fn bad_patterns(files: &PackFiles, file: &RuleFile, ontology: &Ontology) -> Vec<PackError> {
    let compiled = file.patterns.iter().filter_map(|p| Some((p, rules::compile(&p.pattern, ontology).err()?)));
    compiled.map(|(p, e)| files.error(&file.path, p.line, format!("pattern `{}`: {e}", p.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_has_none() {
        assert_eq!(problems(&PackFiles::built_in()), []);
    }

    #[test]
    fn every_wrong_file_is_told_with_its_line() {
        let mut files = PackFiles::built_in();
        files.root = "pack/".to_owned();
        let mut spoil = |path: &str, text: &str| files.texts.insert(path.to_owned(), text.to_owned());
        spoil("zh/ceded.toml", "relation = \"ceded\"\n[[frame]]\nname = \"x\"\ntriggers = []\n");
        spoil("zh/child.toml", "\nrelation = \"chidl\"\n");
        let patterns = "[[pattern]]\nname = \"a\"\npattern = '('\n[[pattern]]\nname = \"b\"\npattern = '{s:Stat}'\n";
        spoil("zh/killed.toml", &format!("relation = \"killed\"\n{patterns}"));
        spoil("zh/signed.toml", "relation = \n");
        let found: Vec<String> = problems(&files).iter().map(PackError::to_string).collect();
        let starts = ["pack/zh/ceded.toml:2: ", "pack/zh/child.toml:2: unknown relation `chidl`"];
        let more =
            ["pack/zh/killed.toml:2: pattern `a`", "pack/zh/killed.toml:5: pattern `b`", "pack/zh/signed.toml:1: "];
        assert_eq!(found.len(), 5, "{found:?}");
        for (said, start) in found.iter().zip(starts.into_iter().chain(more)) {
            assert!(said.starts_with(start), "{said} should start with {start}");
        }
    }

    #[test]
    fn a_name_must_not_hide_a_verb() {
        let mut files = PackFiles::built_in();
        let gazetteer = files.texts.get_mut(GAZETTEER).expect("a gazetteer");
        let lines = gazetteer.lines().count();
        gazetteer.push_str("\n<https://kg.example/e/佔領> a skos:Concept ;\n  skos:prefLabel \"占領\"@zh ;\n");
        gazetteer.push_str("  <https://kg.example/o/class> <https://kg.example/o/Place> .\n");
        let found = problems(&files);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].line > lines && found[0].message.starts_with("`占領`, a name of 佔領"), "{found:?}");
    }

    #[test]
    fn a_wrong_ontology_is_told_alone() {
        let mut files = PackFiles::built_in();
        files.texts.insert("history.ttl".to_owned(), "this is no Turtle".to_owned());
        files.texts.insert("zh/ceded.toml".to_owned(), "relation = ".to_owned());
        assert_eq!(problems(&files).len(), 1);
    }
}
