//! The SPARQL 1.1 Protocol: queries and updates, as clients send them.

use super::media::{self, Media, charset, essence};
use super::params::Params;
use super::wire::{Dataset, Failure, Job};
use super::{App, Shared, accept, description, own_address, reply};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
use std::time::Duration;

/// A longer query or update is refused (bytes).
const LONGEST_QUERY: usize = 16 << 20;
/// A body has to arrive within this time.
const BODY_TIME: Duration = Duration::from_secs(60);

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// What a request asks for.
#[derive(Debug)]
enum Asked {
    Query {
        text: String,
        dataset: Dataset,
        format: Option<String>,
    },
    Update {
        text: String,
        dataset: Dataset,
    },
    /// Neither: what is offered here.
    Nothing,
}

/// `/query`, `/sparql`: queries, and updates too, since some clients send both to one address.
pub(super) async fn endpoint(State(app): Shared, request: Request) -> Response {
    handle(&app, request).await.unwrap_or_else(|failure| reply::failure(&failure))
}

/// `/update`: updates only.
pub(super) async fn update_endpoint(State(app): Shared, request: Request) -> Response {
    let (headers, address) = (request.headers().clone(), request.uri().path().to_owned());
    match ask(request).await {
        Ok(Asked::Query { .. }) => reply::failure(&Failure::new(400, "queries go to /query; this takes updates")),
        Ok(asked) => perform(&app, asked, &headers, &address).await.unwrap_or_else(|f| reply::failure(&f)),
        Err(failure) => reply::failure(&failure),
    }
}

async fn handle(app: &Arc<App>, request: Request) -> Result<Response, Failure> {
    let (headers, address) = (request.headers().clone(), request.uri().path().to_owned());
    let asked = ask(request).await?;
    perform(app, asked, &headers, &address).await
}

async fn perform(app: &Arc<App>, asked: Asked, headers: &HeaderMap, address: &str) -> Result<Response, Failure> {
    let accept = accept(headers);
    match asked {
        Asked::Query { text, dataset, format } => {
            let wanted = |offered| media::choose(accept.as_deref(), format.as_deref(), offered);
            let job = Job::Query {
                text,
                base: None,
                dataset,
                union: app.union,
                rows: wanted(media::ROWS),
                boolean: wanted(media::BOOLEAN),
                graph: wanted(media::GRAPH),
            };
            Ok(reply::run(&app.pool, job, Vec::new()).await)
        }
        Asked::Update { text, dataset } => {
            app.guard.may_write(headers)?;
            let base = format!("{}{}", own_address(headers), address.trim_start_matches('/'));
            Ok(reply::run(&app.pool, Job::Update { text, base, dataset }, Vec::new()).await)
        }
        Asked::Nothing => {
            let media = accept.as_deref().and_then(|a| media::negotiate(a, media::NODE));
            Ok(match media {
                // A browser that came without a query finds the editor.
                Some(Media::Html) if accept.as_deref().is_some_and(|a| a.contains("text/html")) => {
                    Redirect::to("/sparql-editor").into_response()
                }
                Some(media) if media != Media::Html => description(app, headers, media).await,
                _ => description(app, headers, Media::Turtle).await,
            })
        }
    }
}

/// Reads what a request asks for, in any of the ways of the protocol.
async fn ask(request: Request) -> Result<Asked, Failure> {
    let (parts, body) = request.into_parts();
    let mut params = read_params(parts.uri.query().unwrap_or_default().as_bytes())?;
    match parts.method {
        Method::GET | Method::HEAD => {
            if params.has("update") {
                return Err(Failure::new(405, "an update changes the graph: send it with POST"));
            }
        }
        Method::POST => {
            let content_type = parts.headers.get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap_or_default());
            let body = read_body(body, LONGEST_QUERY).await?;
            let kind = content_type.map(essence);
            match kind.as_deref() {
                // Some clients send the query in the address and no body.
                _ if body.is_empty() && params.has("query") => {}
                Some(FORM) => params.extend(read_params(&body)?),
                Some(QUERY) => params.add("query", text(body, content_type)?),
                Some(UPDATE) => params.add("update", text(body, content_type)?),
                Some("multipart/form-data") => {
                    return Err(Failure::new(
                        415,
                        format!("forms with parts are not taken: send {FORM}, {QUERY} or {UPDATE}"),
                    ));
                }
                other => {
                    let message = format!(
                        "the body is `{}`: send {FORM}, {QUERY} or {UPDATE} as Content-Type",
                        other.unwrap_or("of no type")
                    );
                    return Err(Failure::new(415, message));
                }
            }
        }
        method => {
            return Err(Failure::new(405, format!("{method} is not a method of the SPARQL protocol: use GET or POST")));
        }
    }
    let one = |name: &str| -> Result<Option<String>, Failure> {
        let mut values = params.all(name);
        let first = values.next().map(str::to_owned);
        match values.next() {
            Some(_) => Err(Failure::new(400, format!("there are two `{name}` parameters: send one"))),
            None => Ok(first),
        }
    };
    let graphs = |default: &str, named: &str| Dataset {
        default: params.all(default).map(str::to_owned).collect(),
        named: params.all(named).map(str::to_owned).collect(),
    };
    match (one("query")?, one("update")?) {
        (Some(_), Some(_)) => Err(Failure::new(400, "there are a query and an update: send one of them")),
        (Some(text), None) => {
            let format = params.first("format").or_else(|| params.first("output")).map(str::to_owned);
            Ok(Asked::Query { text, dataset: graphs("default-graph-uri", "named-graph-uri"), format })
        }
        (None, Some(text)) => Ok(Asked::Update { text, dataset: graphs("using-graph-uri", "using-named-graph-uri") }),
        (None, None) if parts.method == Method::POST => {
            Err(Failure::new(400, "there is neither a `query` nor an `update` parameter"))
        }
        (None, None) => Ok(Asked::Nothing),
    }
}

fn read_params(text: &[u8]) -> Result<Params, Failure> {
    Params::parse(text).map_err(|e| Failure::new(400, e.to_string()))
}

/// Reads a body of at most so many bytes.
pub(super) async fn read_body(body: Body, most: usize) -> Result<Vec<u8>, Failure> {
    match tokio::time::timeout(BODY_TIME, to_bytes(body, most)).await {
        Err(_) => Err(Failure::new(408, "the body did not arrive in time")),
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(error)) => {
            let whole = std::error::Error::source(&error).is_some_and(|e| e.is::<http_body_util::LengthLimitError>());
            Err(if whole {
                Failure::new(413, format!("the body is longer than {} MiB", most >> 20))
            } else {
                Failure::new(400, format!("the body did not arrive: {error}"))
            })
        }
    }
}

/// The text of a body, which has to be UTF-8.
fn text(body: Vec<u8>, content_type: Option<&str>) -> Result<String, Failure> {
    if let Some(charset) =
        content_type.and_then(charset).filter(|c| !matches!(c.as_str(), "utf-8" | "utf8" | "us-ascii"))
    {
        return Err(Failure::new(415, format!("the body is in `{charset}`: send UTF-8")));
    }
    String::from_utf8(body).map_err(|_| Failure::new(400, "the body is not UTF-8"))
}
