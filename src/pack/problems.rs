//! All mistakes of a pack at once, for the person who edits it. [`Pack::parse`](super::Pack::parse) stops at the first.

use super::grammar::Grammar;
use super::names::NamesPack;
use super::domain::Domain;
use super::{Gazetteer, Ontology, PackError, PackFiles, rules};
use crate::document::Lang;
use crate::text::script::fold_str;

/// The mistakes of a pack, in the order of its files; at most one of each file, or one of each pattern.
///
/// Everything refers to the ontology, so where that is wrong it alone is told.
pub fn problems(files: &PackFiles) -> Vec<PackError> {
    let ontology = match Ontology::load(files) {
        Ok(ontology) => ontology,
        Err(e) => return vec![e],
    };
    let mut found: Vec<PackError> = Domain::load(files, &ontology).err().into_iter().collect();
    found.extend(Gazetteer::load(files, &ontology).err());
    for lang in [Lang::Zh, Lang::En].map(Lang::code) {
        let prefix = format!("{lang}/");
        if !files.texts.keys().any(|path| path.starts_with(&prefix)) {
            continue;
        }
        found.extend(Grammar::load(files, lang, fold_str).err());
        if files.texts.contains_key(&format!("{lang}/names.toml")) {
            found.extend(NamesPack::load(files, lang).err());
        }
        for (path, text) in files.texts.iter().filter(|(path, _)| path.starts_with(&prefix)) {
            // The loader reads a folder; a folder of one file is that file alone.
            let texts = [(path.clone(), text.clone())].into();
            let one = PackFiles { root: files.root.clone(), texts };
            match rules::load(&one, lang, &ontology, fold_str) {
                Ok(rules) => found.extend(rules.iter().flat_map(|file| bad_patterns(files, file, &ontology))),
                Err(e) => found.push(e),
            }
        }
    }
    found
}

fn bad_patterns(files: &PackFiles, file: &rules::RuleFile, ontology: &Ontology) -> Vec<PackError> {
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
        let more = ["pack/zh/killed.toml:2: pattern `a`", "pack/zh/killed.toml:5: pattern `b`", "pack/zh/signed.toml:1: "];
        assert_eq!(found.len(), 5, "{found:?}");
        for (said, start) in found.iter().zip(starts.into_iter().chain(more)) {
            assert!(said.starts_with(start), "{said} should start with {start}");
        }
    }

    #[test]
    fn a_wrong_ontology_is_told_alone() {
        let mut files = PackFiles::built_in();
        files.texts.insert("history.ttl".to_owned(), "this is no Turtle".to_owned());
        files.texts.insert("zh/ceded.toml".to_owned(), "relation = ".to_owned());
        assert_eq!(problems(&files).len(), 1);
    }
}
