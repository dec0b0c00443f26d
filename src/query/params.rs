//! Values for the parameters of a query, as RDF terms.

use super::header::{Header, Param, ParamType};
use super::token::{Kind, tokens};
use crate::graph::time::Bounds;
use crate::store::names::{NameError, Names};
use crate::store::{Reader, StoreError};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use std::collections::BTreeMap;

/// A query with its parameters filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fill {
    pub text: String,
    /// What each parameter has become.
    pub values: BTreeMap<String, Term>,
    /// Choices that were made among several things of one name, in words.
    pub choices: Vec<String>,
}

/// Why a parameter cannot be filled in.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    #[error("the query has no parameter `{name}`{}", .known)]
    Unknown { name: String, known: String },
    #[error("the query needs a value for `{name}`: --set {name}=…  ({description})")]
    Missing { name: String, description: String },
    #[error("`{value}` is no {kind} for `{name}`{hint}")]
    Wrong { name: String, value: String, kind: ParamType, hint: &'static str },
    #[error("{name}: {error}")]
    Name { name: String, error: NameError },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts values, by name, in the place of a query's `$name`s.
pub fn fill(query: &str, header: &Header, given: &[(String, String)], reader: &Reader) -> Result<Fill, FillError> {
    for (name, _) in given {
        if !header.params.iter().any(|p| p.name == *name) {
            let names: Vec<&str> = header.params.iter().map(|p| p.name.as_str()).collect();
            let known = if names.is_empty() { String::new() } else { format!("; it has {}", names.join(", ")) };
            return Err(FillError::Unknown { name: name.clone(), known });
        }
    }
    let names = Names::new(reader);
    let mut values = BTreeMap::new();
    for param in &header.params {
        let value = given.iter().rev().find(|(name, _)| *name == param.name).map(|(_, value)| value);
        match value.or(param.default.as_ref()) {
            Some(value) => {
                values.insert(param.name.clone(), term(param, value, &names)?);
            }
            None if param.required => {
                let (name, description) = (param.name.clone(), param.description.clone());
                return Err(FillError::Missing { name, description });
            }
            None => {}
        }
    }
    let text = substitute(&without_unset(query, header, &values), &values);
    Ok(Fill { text, values, choices: names.choices() })
}

/// Leaves out the lines that are there for a parameter without a value: those that end in `# if name`.
fn without_unset(query: &str, header: &Header, values: &BTreeMap<String, Term>) -> String {
    let unset: Vec<String> =
        header.params.iter().filter(|p| !values.contains_key(&p.name)).map(|p| format!("# if {}", p.name)).collect();
    query.split_inclusive('\n').filter(|line| !unset.iter().any(|end| line.trim_end().ends_with(end))).collect()
}

/// Replaces `$name` by its term, and nothing else.
fn substitute(query: &str, values: &BTreeMap<String, Term>) -> String {
    let mut text = String::with_capacity(query.len());
    let mut at = 0;
    for token in tokens(query).into_iter().filter(|t| t.kind == Kind::Variable) {
        if let Some(term) = token.text.strip_prefix('$').and_then(|name| values.get(name)) {
            text.push_str(&query[at..token.start]);
            text.push_str(&term.to_string());
            at = token.end();
        }
    }
    text.push_str(&query[at..]);
    text
}

fn term(param: &Param, value: &str, names: &Names<'_>) -> Result<Term, FillError> {
    let wrong = |hint| FillError::Wrong { name: param.name.clone(), value: value.to_owned(), kind: param.kind, hint };
    let named = |found: Result<oxigraph::model::NamedNode, NameError>| match found {
        Ok(node) => Ok(node.into()),
        Err(NameError::Store(error)) => Err(FillError::Store(error)),
        Err(error) => Err(FillError::Name { name: param.name.clone(), error }),
    };
    let date = |day: fn(&Bounds) -> crate::fact::Day| {
        let bounds = Bounds::parse(value).ok_or_else(|| wrong("; write 1864, 1864-10 or 1864-10-07"))?;
        Ok(Literal::new_typed_literal(day(&bounds).to_string(), xsd::DATE).into())
    };
    match param.kind {
        ParamType::Entity => named(names.entity(value)),
        ParamType::Document => named(names.document(value)),
        ParamType::Fact => named(names.fact(value)),
        ParamType::Relation => named(names.relation(value)),
        ParamType::Class => named(names.class(value)),
        ParamType::Since => date(|b| b.earliest),
        ParamType::Until => date(Bounds::last),
        ParamType::Integer => {
            let number: i64 = value.trim().parse().map_err(|_| wrong("; write a whole number"))?;
            Ok(Literal::from(number).into())
        }
        ParamType::Text => Ok(Literal::new_simple_literal(value).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_parameters_without_a_value_are_left_out() {
        let header = Header::parse("# param: a text - x\n# param: b text - y").unwrap();
        let values = [("b".to_owned(), Literal::from(1).into())].into();
        assert_eq!(without_unset("x\n1 # if a\n2 # if b \n3 # if c", &header, &values), "x\n2 # if b \n3 # if c");
    }

    #[test]
    fn a_value_cannot_change_the_query() {
        let nasty = Literal::new_simple_literal("x\" } INSERT \\ \n $name");
        let values = [("name".to_owned(), nasty.into())].into();
        let query = "SELECT ?name { ?s ?p $name . FILTER(?o = \"$name\") } # $name";
        assert_eq!(
            substitute(query, &values),
            "SELECT ?name { ?s ?p \"x\\\" } INSERT \\\\ \\n $name\" . FILTER(?o = \"$name\") } # $name"
        );
    }
}
