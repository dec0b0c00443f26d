//! Running a query.

use super::syntax::{self, SyntaxError};
use crate::graph::Namespaces;
use crate::graph::vocab::PREFIXES;
use crate::store::Reader;
use oxigraph::sparql::{
    PreparedSparqlQuery, PreparedSparqlUpdate, QueryEvaluationError, QueryResults, SparqlEvaluator,
};

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    #[error("the query failed: {0}")]
    Evaluation(#[from] QueryEvaluationError),
}

/// The prefixes that a query knows without declaring them.
pub fn prefixes(namespaces: &Namespaces) -> Vec<(String, String)> {
    let own = namespaces.prefixes().into_iter().map(|(p, iri)| (p.to_owned(), iri));
    own.chain(PREFIXES.iter().map(|(p, iri)| ((*p).to_owned(), (*iri).to_owned()))).collect()
}

/// Whether a query can be run.
#[cfg(test)]
pub(super) fn check(query: &str, namespaces: &Namespaces) -> Result<(), SyntaxError> {
    prepare(query, namespaces).map(|_| ())
}

fn prepare(query: &str, namespaces: &Namespaces) -> Result<PreparedSparqlQuery, SyntaxError> {
    prepare_query(query, namespaces, namespaces.base(), SparqlEvaluator::new())
}

/// Makes a query ready for an evaluator. Relative IRIs are relative to `base`; the usual prefixes are known. `SERVICE`
/// is refused.
pub fn prepare_query(
    query: &str,
    namespaces: &Namespaces,
    base: &str,
    evaluator: SparqlEvaluator,
) -> Result<PreparedSparqlQuery, SyntaxError> {
    let prefixes = prefixes(namespaces);
    syntax::inspect(query, &prefixes)?;
    let evaluator = with_surroundings(evaluator, prefixes, base);
    evaluator.parse_query(query).map_err(|e| syntax::explain(query, &e.to_string()))
}

/// Makes an update ready, as [`prepare_query`] does a query. `LOAD` and `SERVICE` are refused.
pub fn prepare_update(
    update: &str,
    namespaces: &Namespaces,
    base: &str,
    evaluator: SparqlEvaluator,
) -> Result<PreparedSparqlUpdate, SyntaxError> {
    let prefixes = prefixes(namespaces);
    syntax::inspect_update(update, &prefixes)?;
    let evaluator = with_surroundings(evaluator, prefixes, base);
    evaluator.parse_update(update).map_err(|e| syntax::explain(update, &e.to_string()))
}

/// Prefixes and the base are valid IRIs: one that is not would only stay unknown.
fn with_surroundings(mut evaluator: SparqlEvaluator, prefixes: Vec<(String, String)>, base: &str) -> SparqlEvaluator {
    for (prefix, iri) in prefixes {
        if let Ok(more) = evaluator.clone().with_prefix(prefix, iri) {
            evaluator = more;
        }
    }
    match evaluator.clone().with_base_iri(base) {
        Ok(more) => more,
        Err(_) => evaluator,
    }
}

/// Runs a query on the graph. With `union`, the default graph of the query is all graphs together.
pub fn run(reader: &Reader, query: &str, union: bool) -> Result<QueryResults<'static>, QueryError> {
    let mut prepared = prepare(query, reader.namespaces())?;
    if union {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    Ok(prepared.on_store(reader.store()).execute()?)
}
