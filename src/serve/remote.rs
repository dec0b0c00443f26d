//! `SERVICE`: asking other servers, and only those whose host is allowed.

use oxigraph::model::NamedNode;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{DefaultServiceHandler, QueryEvaluationError, QuerySolutionIter};
use reqwest::blocking::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::io::Read;
use std::sync::OnceLock;
use std::time::Duration;

/// A longer answer is an error (bytes).
const LONGEST_ANSWER: u64 = 64 << 20;

/// Asks the servers whose hosts are allowed.
#[derive(Debug, Clone)]
pub struct Remote {
    /// `host` or `host:port`, in lower case.
    hosts: Vec<String>,
    time: Duration,
}

impl Remote {
    pub fn new(hosts: &[String], time: Duration) -> Remote {
        Remote { hosts: hosts.iter().map(|h| h.to_lowercase()).collect(), time }
    }

    /// Whether an address may be asked: `host` allows every port, `host:port` that one.
    fn allows(&self, address: &str) -> bool {
        let Ok(url) = reqwest::Url::parse(address) else { return false };
        let Some(host) = url.host_str().map(str::to_lowercase) else { return false };
        let with_port = url.port_or_known_default().map(|port| format!("{host}:{port}"));
        let asked = matches!(url.scheme(), "http" | "https") && url.username().is_empty();
        asked && self.hosts.iter().any(|h| *h == host || Some(h) == with_port.as_ref())
    }
}

/// One client for the process. Redirects are not followed: they could lead to a host that is not allowed.
fn client() -> Result<&'static Client, String> {
    static CLIENT: OnceLock<Result<Client, String>> = OnceLock::new();
    let client = CLIENT.get_or_init(|| {
        // Another provider may have been installed before; then that one counts.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = concat!("kg/", env!("CARGO_PKG_VERSION"));
        Client::builder().redirect(Policy::none()).user_agent(agent).build().map_err(|e| e.to_string())
    });
    client.as_ref().map_err(Clone::clone)
}

fn failed(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> QueryEvaluationError {
    QueryEvaluationError::Service(why.into())
}

impl DefaultServiceHandler for Remote {
    type Error = QueryEvaluationError;

    fn handle(
        &self,
        service: &NamedNode,
        pattern: &GraphPattern,
        base_iri: Option<&oxiri::Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, QueryEvaluationError> {
        let address = service.as_str();
        if !self.allows(address) {
            return Err(failed(format!(
                "SERVICE <{address}> is refused: start kg serve with --allow-service HOST to allow it"
            )));
        }
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() }.to_string();
        let answer = client().map_err(failed)?.post(address).timeout(self.time).body(query);
        let answer = answer
            .header(CONTENT_TYPE, "application/sparql-query")
            .header(ACCEPT, "application/sparql-results+json, application/sparql-results+xml;q=0.9");
        let answer = answer.send().map_err(|e| failed(format!("{address} does not answer: {e}")))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(failed(format!("{address} answers {status}")));
        }
        let media = answer.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let format = QueryResultsFormat::from_media_type(media)
            .ok_or_else(|| failed(format!("{address} answers in `{media}`, which is no form of results")))?;
        let mut body = Vec::new();
        let read = answer.take(LONGEST_ANSWER + 1).read_to_end(&mut body);
        read.map_err(|e| failed(format!("the answer of {address} breaks off: {e}")))?;
        if body.len() as u64 > LONGEST_ANSWER {
            return Err(failed(format!("the answer of {address} is longer than {} MiB", LONGEST_ANSWER >> 20)));
        }
        let parser = QueryResultsParser::from_format(format).for_reader(std::io::Cursor::new(body));
        match parser.map_err(|e| failed(format!("the answer of {address} cannot be read: {e}")))? {
            ReaderQueryResultsParserOutput::Solutions(rows) => {
                Ok(QuerySolutionIter::new(rows.variables().into(), rows.map(|row| row.map_err(failed))))
            }
            ReaderQueryResultsParserOutput::Boolean(_) => {
                Err(failed(format!("{address} answers yes or no, not a table")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_hosts_are_asked() {
        let remote = Remote::new(&["Query.Wikidata.org".into(), "127.0.0.1:7000".into()], Duration::from_secs(1));
        assert!(remote.allows("https://query.wikidata.org/sparql"));
        assert!(remote.allows("http://127.0.0.1:7000/query"));
        for other in [
            "http://127.0.0.1:7001/query",
            "https://query.wikidata.org.evil.example/sparql",
            "https://user@query.wikidata.org/",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert!(!remote.allows(other), "{other}");
        }
    }
}
