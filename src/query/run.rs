//! Running a query.

use super::syntax::{self, SyntaxError};
use crate::graph::Namespaces;
use crate::graph::vocab::PREFIXES;
use crate::store::Reader;
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults, SparqlEvaluator};

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
    let prefixes = prefixes(namespaces);
    syntax::inspect(query, &prefixes)?;
    let mut evaluator = SparqlEvaluator::new();
    // Prefixes and the base are valid IRIs: a failure here would only make them unknown.
    for (prefix, iri) in prefixes {
        if let Ok(more) = evaluator.clone().with_prefix(prefix, iri) {
            evaluator = more;
        }
    }
    if let Ok(more) = evaluator.clone().with_base_iri(namespaces.base()) {
        evaluator = more;
    }
    evaluator.parse_query(query).map_err(|e| syntax::explain(query, &e.to_string()))
}

/// Runs a query on the graph. With `union`, the default graph of the query is all graphs together.
pub fn run(reader: &Reader, query: &str, union: bool) -> Result<QueryResults<'static>, QueryError> {
    let mut prepared = prepare(query, reader.namespaces())?;
    if union {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    Ok(prepared.on_store(reader.store()).execute()?)
}
