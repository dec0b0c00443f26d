//! The domain pack: everything `kg` knows of a domain and its languages, read from the files of `ontology/`.
//!
//! - [`Ontology`]: relations and classes (`history.ttl`);
//! - [`Gazetteer`]: things that documents take for granted, and their names (`gazetteer.ttl`);
//! - for each language, the forms of names and the rules.
//!
//! The pack is parsed, not merely validated: once loaded, no rule names an unknown relation, role or class.

pub mod domain;
pub mod english;
pub mod files;
pub mod gazetteer;
pub mod grammar;
pub mod names;
pub mod ontology;
pub mod problems;
pub mod rules;
mod turtle;

pub use files::PackFiles;
pub use gazetteer::Gazetteer;
pub use ontology::Ontology;

use crate::document::Lang;
use crate::text::script;
use domain::Domain;
use english::WordNames;
use grammar::Grammar;
use names::NamesPack;
use rules::RuleFile;
use std::path::Path;

/// How the names of a language look.
#[derive(Debug, Clone)]
pub enum LanguageNames {
    /// Text without spaces, matched character by character.
    Characters(Box<NamesPack>),
    /// Words with spaces between them.
    Words(Box<WordNames>),
}

impl LanguageNames {
    /// Reads `<lang>/names.toml`, in the form that the language's writing asks for.
    pub fn load(files: &PackFiles, lang: Lang) -> Result<LanguageNames, PackError> {
        Ok(match lang {
            Lang::Zh => LanguageNames::Characters(Box::new(NamesPack::load(files, lang.code())?)),
            Lang::En => LanguageNames::Words(Box::new(WordNames::load(files, lang.code())?)),
        })
    }
}

/// What a pack knows of one language.
#[derive(Debug, Clone)]
pub struct LanguagePack {
    pub lang: Lang,
    pub grammar: Grammar,
    pub names: LanguageNames,
    /// One for each relation, in the order of their files.
    pub rules: Vec<RuleFile>,
}

/// A domain and its languages.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What goes before a file's path in messages: empty for the built-in pack.
    pub root: String,
    pub ontology: Ontology,
    pub gazetteer: Gazetteer,
    pub domain: Domain,
    /// The languages that have rules.
    pub languages: Vec<LanguagePack>,
    /// Changes when any file of the pack changes.
    pub version: String,
    /// `shapes.ttl`, empty if there is none.
    pub shapes: String,
}

impl Pack {
    /// The pack that is part of the binary.
    pub fn built_in() -> Result<Pack, PackError> {
        Pack::parse(&PackFiles::built_in())
    }

    /// The pack in a folder.
    pub fn load(folder: &Path) -> Result<Pack, PackError> {
        Pack::parse(&PackFiles::read(folder)?)
    }

    /// Reads and checks all files. The first mistake is the error.
    pub fn parse(files: &PackFiles) -> Result<Pack, PackError> {
        let ontology = Ontology::load(files)?;
        let gazetteer = Gazetteer::load(files, &ontology)?;
        let domain = Domain::load(files, &ontology)?;
        let mut languages = Vec::new();
        for lang in [Lang::Zh, Lang::En] {
            let code = lang.code();
            if !files.texts.contains_key(&format!("{code}/names.toml")) {
                continue;
            }
            let grammar = Grammar::load(files, code, script::fold_str)?;
            languages.push(LanguagePack {
                lang,
                names: LanguageNames::load(files, lang)?,
                rules: rules::load(files, code, &ontology, &grammar.pieces, script::fold_str)?,
                grammar,
            });
        }
        Ok(Pack {
            root: files.root.clone(),
            ontology,
            gazetteer,
            domain,
            languages,
            version: files.version(),
            shapes: files.texts.get("shapes.ttl").cloned().unwrap_or_default(),
        })
    }
}

/// A mistake in a pack: what, where, and what to do.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{file}:{line}: {message}")]
pub struct PackError {
    /// The path in the pack, as `zh/ceded.toml`, or on disk where the pack is a folder.
    pub file: String,
    /// From 1; 0 stands for the file as a whole.
    pub line: usize,
    pub message: String,
}
