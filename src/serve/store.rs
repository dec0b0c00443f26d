//! The Graph Store HTTP Protocol: a graph as a whole is read, replaced, added to, deleted.

use super::media::{self, Media, essence};
use super::params::Params;
use super::protocol::read_body;
use super::wire::{Failure, Job};
use super::{App, Shared, accept, own_address, reply};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The graph that a request means.
enum Meant {
    Default,
    Named(String),
    /// None: a new one, or all.
    Whole,
}

/// `/store?default`, `/store?graph=IRI`, and `/store/…`, where the address itself is the graph.
pub(super) async fn endpoint(State(app): Shared, request: Request) -> Response {
    handle(&app, request).await.unwrap_or_else(|failure| reply::failure(&failure))
}

fn meant(uri: &Uri, params: &Params, headers: &HeaderMap) -> Result<Meant, Failure> {
    let below = uri.path().strip_prefix("/store/").filter(|p| !p.is_empty());
    let mut named = params.all("graph");
    let found = match (named.next(), params.has("default"), below) {
        (Some(_), true, _) => return Err(Failure::new(400, "there are `graph` and `default`: name one graph")),
        (Some(iri), false, _) => {
            // Relative to the address of the store.
            let base = oxigraph::model::NamedNode::new(iri).is_err();
            Meant::Named(if base {
                format!("{}{}", own_address(headers), iri.trim_start_matches('/'))
            } else {
                iri.to_owned()
            })
        }
        (None, true, _) => Meant::Default,
        (None, false, Some(_)) => {
            Meant::Named(format!("{}{}", own_address(headers), uri.path().trim_start_matches('/')))
        }
        (None, false, None) => Meant::Whole,
    };
    match named.next() {
        Some(_) => Err(Failure::new(400, "there are two `graph` parameters: name one graph")),
        None => Ok(found),
    }
}

async fn handle(app: &Arc<App>, request: Request) -> Result<Response, Failure> {
    let params = request.uri().query().unwrap_or_default();
    let params = Params::parse(params.as_bytes()).map_err(|e| Failure::new(400, e.to_string()))?;
    let headers = request.headers().clone();
    let meant = meant(request.uri(), &params, &headers)?;
    let unnamed = || Failure::new(400, "name a graph: /store?default or /store?graph=IRI");
    match *request.method() {
        Method::GET | Method::HEAD => {
            let name = match meant {
                Meant::Default => None,
                Meant::Named(iri) => Some(iri),
                Meant::Whole => return Err(unnamed()),
            };
            let media = media::choose(accept(&headers).as_deref(), params.first("format"), media::GRAPH);
            Ok(reply::run(&app.pool, Job::ReadGraph { name, media }, Vec::new()).await)
        }
        Method::PUT | Method::POST => {
            app.guard.may_write(&headers)?;
            let replace = request.method() == Method::PUT;
            let uri = request.uri().clone();
            let (body, parts) = body(request, app.body).await?;
            let name = match meant {
                Meant::Default => None,
                Meant::Named(iri) => Some(iri),
                Meant::Whole if replace => return Err(unnamed()),
                // A new graph. Its name is made from what is in it, so that sending it twice makes one graph.
                Meant::Whole => {
                    let hash: String = Sha256::digest(&body).iter().take(12).map(|b| format!("{b:02x}")).collect();
                    Some(format!("{}store/{hash}", own_address(&headers)))
                }
            };
            let base = name
                .clone()
                .unwrap_or_else(|| format!("{}{}", own_address(&headers), uri.path().trim_start_matches('/')));
            Ok(reply::run(&app.pool, Job::WriteGraph { name, parts, base, replace }, body).await)
        }
        Method::DELETE => {
            app.guard.may_write(&headers)?;
            let name = match meant {
                Meant::Default => None,
                Meant::Named(iri) => Some(iri),
                Meant::Whole => return Err(unnamed()),
            };
            Ok(reply::run(&app.pool, Job::DeleteGraph { name }, Vec::new()).await)
        }
        _ => Err(Failure::new(405, "a graph takes GET, HEAD, PUT, POST and DELETE")),
    }
}

/// The form of a body: Turtle where nothing is said.
fn media_of(content_type: Option<&str>) -> Result<Media, Failure> {
    let Some(content_type) = content_type.filter(|t| !t.trim().is_empty()) else { return Ok(Media::Turtle) };
    Media::of_rdf(content_type).ok_or_else(|| {
        let known = media::GRAPH.iter().map(|m| m.name()).collect::<Vec<_>>().join(", ");
        Failure::new(415, format!("`{}` is no form of RDF: send one of {known}", essence(content_type)))
    })
}

/// The body, and the form and length of its parts: one, or, of a form, one for each file.
async fn body(request: Request, most: usize) -> Result<(Vec<u8>, Vec<(Media, usize)>), Failure> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).map(str::to_owned);
    if content_type.as_deref().map(essence).as_deref() != Some("multipart/form-data") {
        let media = media_of(content_type.as_deref())?;
        let body = read_body(request.into_body(), most).await?;
        let length = body.len();
        return Ok((body, vec![(media, length)]));
    }
    let (parts, body) = request.into_parts();
    let whole = read_body(body, most).await?;
    let mut request = Request::from_parts(parts, whole.into());
    // The length has been looked at; the extractor has a limit of its own.
    DefaultBodyLimit::disable().apply(&mut request);
    let bad = |e: String| Failure::new(400, format!("the form cannot be read: {e}"));
    let mut form = Multipart::from_request(request, &()).await.map_err(|e| bad(e.to_string()))?;
    let (mut all, mut found) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|e| bad(e.to_string()))? {
        let media = media_of(field.content_type())?;
        let bytes = field.bytes().await.map_err(|e| bad(e.to_string()))?;
        found.push((media, bytes.len()));
        all.extend_from_slice(&bytes);
    }
    if found.is_empty() {
        return Err(Failure::new(400, "the form has no part"));
    }
    Ok((all, found))
}
