//! The page to explore with: the files that `web/` builds, part of the program.

use super::reply;
use super::wire::Failure;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/web/dist");

/// `/app/…`
pub async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(contents) = FILES.get_file(&path).map(|file| file.contents()) else {
        return reply::failure(&Failure::new(404, format!("there is no file {path}")));
    };
    // A browser asks each time whether the file is still the same: another program may answer at this address tomorrow.
    let tag: String = Sha256::digest(contents).iter().take(12).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|k| k.trim().trim_start_matches("W/") == tag)) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let kind = match path.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let fixed = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")];
    (fixed, [(header::ETAG, tag)], contents).into_response()
}
