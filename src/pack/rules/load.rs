//! Reading rule files and checking them against the ontology.

use super::shape::{Pieces, class_symbol, with_pieces};
use super::{Example, Frame, ListRule, Pattern, ROLES, RoleRule, RuleFile, TableRule};
use crate::pack::ontology::Range;
use crate::pack::{Ontology, PackError, PackFiles, files::line_of};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    relation: String,
    /// What [`Pattern::without_suffix`] is for patterns that do not say.
    #[serde(default)]
    without_suffix: Vec<String>,
    #[serde(default)]
    frame: Vec<toml::Spanned<Frame>>,
    #[serde(default)]
    pattern: Vec<toml::Spanned<Pattern>>,
    #[serde(default)]
    list: Vec<toml::Spanned<ListRule>>,
    #[serde(default)]
    table: Vec<toml::Spanned<TableRule>>,
    #[serde(default)]
    example: Vec<toml::Spanned<Example>>,
}

/// Reads all rule files of a language. Files that are not rules (`grammar.toml`, `names.toml`) are left out.
pub fn load(
    files: &PackFiles,
    lang: &str,
    ontology: &Ontology,
    pieces: &Pieces,
    fold: fn(&str) -> String,
) -> Result<Vec<RuleFile>, PackError> {
    let prefix = format!("{lang}/");
    let mut rules = Vec::new();
    for (path, text) in &files.texts {
        let Some(name) = path.strip_prefix(&prefix).and_then(|n| n.strip_suffix(".toml")) else { continue };
        if ["grammar", "names"].contains(&name) || name.contains('/') {
            continue;
        }
        rules.push(load_file(files, (path, text), ontology, pieces, fold)?);
    }
    Ok(rules)
}

fn load_file(
    files: &PackFiles,
    (path, text): (&str, &str),
    ontology: &Ontology,
    pieces: &Pieces,
    fold: fn(&str) -> String,
) -> Result<RuleFile, PackError> {
    let file: File = toml::from_str(text).map_err(|e| files.toml_error(path, text, &e))?;
    let Some(relation) = ontology.relations.get(&file.relation) else {
        let line = text.find(&file.relation).map_or(1, |b| line_of(text, b));
        return Err(files.error(
            path,
            line,
            format!("unknown relation `{}`: history.ttl has none of that name", file.relation),
        ));
    };
    let fold_words = |words: &mut Vec<String>| words.iter_mut().for_each(|w| *w = fold(w));
    let check_roles = |roles: &BTreeMap<String, RoleRule>, line: usize| {
        for (role, rule) in roles {
            if !ROLES.contains(&role.as_str()) {
                let known = ROLES.join(", ");
                return Err(files.error(path, line, format!("unknown role `{role}`: the roles are {known}")));
            }
            check_classes(files, path, line, ontology, &rule.class)?;
        }
        Ok(())
    };
    let mut rules = RuleFile {
        relation: file.relation.clone(),
        path: path.to_string(),
        frames: Vec::new(),
        patterns: Vec::new(),
        lists: Vec::new(),
        tables: Vec::new(),
        examples: Vec::new(),
    };
    for spanned in file.frame {
        let line = line_of(text, spanned.span().start);
        let mut frame = spanned.into_inner();
        check_roles(&frame.roles, line)?;
        let words = || frame.triggers.iter().chain(&frame.nouns);
        if words().next().is_none() || words().any(String::is_empty) {
            return Err(files.error(path, line, format!("frame `{}` needs triggers, none of them empty", frame.name)));
        }
        for words in [&mut frame.triggers, &mut frame.nouns, &mut frame.after, &mut frame.before, &mut frame.without] {
            fold_words(words);
        }
        for words in [&mut frame.object_ends, &mut frame.object_not_ends] {
            fold_words(words);
        }
        frame.line = line;
        rules.frames.push(frame);
    }
    for spanned in file.pattern {
        let line = line_of(text, spanned.span().start);
        let mut pattern = spanned.into_inner();
        if pattern.without_suffix.is_empty() && !pattern.parts {
            pattern.without_suffix.clone_from(&file.without_suffix);
        }
        check_roles(&pattern.roles, line)?;
        check_classes(files, path, line, ontology, &pattern.not_after_class)?;
        pattern.pattern = with_pieces(&pattern.pattern, pieces)
            .map_err(|e| files.error(path, line, format!("pattern `{}`: {e}", pattern.name)))?;
        // Only the words of the language: names of roles and classes, and escapes, stay as they are.
        let fold_word = |c: char| if c.is_ascii() { c.to_string() } else { fold(&c.to_string()) };
        pattern.pattern = pattern.pattern.chars().map(fold_word).collect();
        if let Some(behind) = &pattern.behind {
            let behind = with_pieces(behind, pieces)
                .map_err(|e| files.error(path, line, format!("pattern `{}`: {e}", pattern.name)))?;
            pattern.behind = Some(behind.chars().map(fold_word).collect());
        }
        pattern.ends.values_mut().for_each(&fold_words);
        pattern.not_named.values_mut().for_each(&fold_words);
        let outside = [
            &mut pattern.not_before,
            &mut pattern.not_after,
            &mut pattern.not_after_names,
            &mut pattern.without_suffix,
        ];
        for words in outside.into_iter().chain([&mut pattern.under, &mut pattern.not_under, &mut pattern.title_ends]) {
            fold_words(words);
        }
        for (number, class) in ontology.classes.keys().enumerate() {
            let symbol = class_symbol(number).to_string();
            let name = format!("{{:{}}}", fold(class));
            pattern.not_after.iter_mut().for_each(|w| *w = w.replace(&name, &symbol));
        }
        pattern.line = line;
        rules.patterns.push(pattern);
    }
    for spanned in file.list {
        let line = line_of(text, spanned.span().start);
        let mut list = spanned.into_inner();
        check_classes(files, path, line, ontology, &list.item)?;
        check_classes(files, path, line, ontology, &list.title)?;
        for words in [&mut list.headings, &mut list.labels, &mut list.not_headings, &mut list.not_past] {
            fold_words(words);
        }
        list.line = line;
        rules.lists.push(list);
    }
    for spanned in file.table {
        let line = line_of(text, spanned.span().start);
        let mut table = spanned.into_inner();
        check_classes(files, path, line, ontology, &table.title)?;
        for words in
            [&mut table.subject, &mut table.object, &mut table.start, &mut table.end, &mut table.span, &mut table.under]
        {
            fold_words(words);
        }
        table.line = line;
        rules.tables.push(table);
    }
    for spanned in file.example {
        let line = line_of(text, spanned.span().start);
        let mut example = spanned.into_inner();
        example.line = line;
        for fact in &example.facts {
            if fact.split(" | ").count() < 2 && !matches!(relation.range, Range::Date) {
                return Err(files.error(path, line, format!("example fact `{fact}` is not `subject | object`")));
            }
        }
        rules.examples.push(example);
    }
    Ok(rules)
}

fn check_classes(
    files: &PackFiles,
    path: &str,
    line: usize,
    ontology: &Ontology,
    classes: &[String],
) -> Result<(), PackError> {
    match classes.iter().find(|c| !ontology.classes.contains_key(*c)) {
        Some(c) => Err(files.error(path, line, format!("unknown class `{c}`: history.ttl has none of that name"))),
        None => Ok(()),
    }
}
