//! Answers: of a job, or why there is none.

use super::pool::{Body as Answered, Pieces, Pool};
use super::wire::{Failure, Head, Job};
use super::{App, every_answer, status};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use tokio_stream::Stream;

/// Does a job and makes an answer of what it gives.
pub async fn run(pool: &Arc<Pool>, job: Job, body: Vec<u8>) -> Response {
    match pool.run(job, body).await {
        Ok((head, body)) => answer(&head, body),
        Err(failure) => self::failure(&failure),
    }
}

fn answer(head: &Head, body: Answered) -> Response {
    let body = match body {
        Answered::Whole(bytes) => Body::from(bytes),
        Answered::Pieces(pieces) => Body::from_stream(stream(pieces)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status(head.status);
    let texts = [(header::CONTENT_TYPE, &head.content_type), (header::LOCATION, &head.location.as_deref().map(ascii))];
    for (name, value) in texts {
        if let Some(value) = value.as_deref().and_then(|v| HeaderValue::from_str(v).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// An IRI as a header can have it.
fn ascii(iri: &str) -> String {
    percent_encoding::utf8_percent_encode(iri, percent_encoding::CONTROLS).to_string()
}

fn stream(pieces: Pieces) -> impl Stream<Item = std::io::Result<bytes::Bytes>> {
    futures_util::stream::unfold(Some(pieces), |pieces| async move {
        let mut pieces = pieces?;
        let piece = pieces.next().await?;
        // After an error there is nothing more.
        let rest = piece.is_ok().then_some(pieces);
        Some((piece, rest))
    })
}

/// A failure as text, with the headers that its status asks for.
pub fn failure(failure: &Failure) -> Response {
    let mut response = Response::new(Body::from(format!("{}\n", failure.message.trim_end())));
    *response.status_mut() = status(failure.status);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    match failure.status {
        401 => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
        405 => drop(headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST, OPTIONS"))),
        429 | 503 => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"))),
        _ => {}
    }
    response
}

/// What every request goes through: addresses that are too long are refused, `HEAD` has no body, headers are set.
pub async fn finish(State(_): State<Arc<App>>, request: Request, next: Next) -> Response {
    /// Longer addresses are refused (bytes). From 65,535 on hyper refuses them itself, without words.
    const LONGEST_ADDRESS: usize = 65_000;
    let head = request.method() == Method::HEAD;
    let length = request.uri().path_and_query().map_or(0, |p| p.as_str().len());
    let mut response = if length > LONGEST_ADDRESS {
        failure(&Failure::new(414, "the address is longer than 65,000 bytes: send the query with POST"))
    } else {
        next.run(request).await
    };
    if head {
        let (mut parts, body) = response.into_parts();
        // As long as the answer to GET, where that is known.
        if let Some(length) = http_body::Body::size_hint(&body).exact() {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        response = Response::from_parts(parts, Body::empty());
    }
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && !response.headers().contains_key(header::CONTENT_TYPE) {
        response = failure(&Failure::new(405, "this address takes other methods"));
    }
    every_answer(response.headers_mut());
    response
}
