//! `kg serve`: the SPARQL protocol for programs, addresses of things for people.
//!
//! - [`pool`] has the processes that answer, [`work`] is what they do, [`wire`] what passes between;
//! - [`protocol`] is the SPARQL protocol, [`store`] the Graph Store Protocol: requests become jobs;
//! - [`media`] and [`params`] read what clients send, [`reply`] makes answers, [`guard`] tells who may write;
//! - [`graphs`], [`node`], [`page`], [`api`] and [`describe`] do jobs, where the graph is; [`index`] completes names;
//! - [`web`] has the page to explore with, as `web/` builds it.
//!
//! The server itself never evaluates anything: whatever a query does, the server goes on.

mod api;
mod connection;
mod describe;
mod graphs;
mod guard;
mod index;
mod log;
mod media;
mod metrics;
mod node;
mod page;
mod params;
mod pool;
mod process;
mod protocol;
mod reply;
mod store;
mod web;
mod wire;
mod work;

pub use guard::is_loopback;
pub use index::{Entry, Index};
pub use log::LogFormat;
pub use process::worker;

use crate::store::StoreDir;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use guard::Guard;
use media::Media;
use metrics::Metrics;
use pool::{Pool, Setup};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::cors::{Any, CorsLayer};
use wire::{Failure, Job};

/// What the server is told.
#[derive(Debug, Clone)]
pub struct Options {
    pub store: StoreDir,
    pub bind: SocketAddr,
    pub writable: bool,
    /// Needed to write, where there is one.
    pub token: Option<String>,
    /// How long a query may take.
    pub timeout: Duration,
    /// How many requests are worked on at once.
    pub at_once: usize,
    /// Memory of a process that answers, in MiB.
    pub memory: u64,
    /// The longest body that may be sent to the store, in MiB.
    pub body: usize,
    /// Whether the default graph of queries is all graphs together.
    pub union: bool,
    /// Whether answers are kept to be given again.
    pub cache: bool,
    pub log: Option<LogFormat>,
    /// The program to start for answering: `kg` itself.
    pub program: PathBuf,
}

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on {address}: {source}; choose another with --bind HOST:PORT")]
    Bind { address: SocketAddr, source: std::io::Error },
    #[error("{0}")]
    Store(String),
    #[error("the server failed: {0}")]
    Io(#[from] std::io::Error),
}

/// What all requests share.
pub(crate) struct App {
    pool: Arc<Pool>,
    guard: Guard,
    metrics: Arc<Metrics>,
    union: bool,
    body: usize,
    log: Option<LogFormat>,
    /// The names of the graph of a generation, once somebody has typed.
    names: tokio::sync::Mutex<Option<(String, Arc<Index>)>>,
}

type Shared = State<Arc<App>>;

/// Serves until the process is told to end. `ready` is told the address once requests are taken.
///
/// # Errors
/// When the store cannot be opened or the address not be taken.
pub async fn serve(options: Options, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let metrics = Arc::new(Metrics::default());
    let setup = Setup {
        program: options.program,
        store: options.store,
        writable: options.writable,
        timeout: options.timeout,
        at_once: options.at_once,
        memory: options.memory,
        cache: options.cache,
    };
    let pool = Pool::new(setup, metrics.clone());
    pool.warm_up().await.map_err(ServeError::Store)?;
    let listener = TcpListener::bind(options.bind).await;
    let listener = listener.map_err(|source| ServeError::Bind { address: options.bind, source })?;
    let address = listener.local_addr()?;
    let watched = pool.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            watched.look_for_new_graph();
        }
    });
    let app = Arc::new(App {
        pool,
        guard: Guard { writable: options.writable, token: options.token },
        metrics,
        union: options.union,
        body: options.body << 20,
        log: options.log,
        names: tokio::sync::Mutex::default(),
    });
    ready(address);
    connection::accept(listener, router(app.clone()), app).await?;
    Ok(())
}

fn router(app: Arc<App>) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS])
        .allow_headers([header::CONTENT_TYPE, header::ACCEPT, header::AUTHORIZATION])
        .expose_headers([header::CONTENT_TYPE, header::LOCATION, header::RETRY_AFTER])
        .allow_private_network(true)
        .max_age(Duration::from_secs(86400));
    Router::new()
        .route("/", get(start))
        .route("/query", any(protocol::endpoint))
        .route("/query/", any(protocol::endpoint))
        .route("/sparql", any(protocol::endpoint))
        .route("/sparql/", any(protocol::endpoint))
        .route("/update", any(protocol::update_endpoint))
        .route("/update/", any(protocol::update_endpoint))
        .route("/store", any(store::endpoint))
        .route("/store/{*path}", any(store::endpoint))
        .route("/e/{*path}", get(thing))
        .route("/f/{*path}", get(thing))
        .route("/ev/{*path}", get(thing))
        .route("/o/{*path}", get(thing))
        .route("/rule/{*path}", get(thing))
        .route("/g/{*path}", get(thing))
        .route("/search", get(search))
        .route("/api/complete", get(complete))
        .route("/api/{question}", get(page_question))
        .route("/app/{*path}", get(web::file))
        .route("/.well-known/void", get(void))
        .route("/timeline", get(async || page::view("Timeline")))
        .route("/graph", get(async || page::view("Graph")))
        .route("/map", get(async || page::view("Map")))
        .route("/sparql-editor", get(async || page::view("SPARQL")))
        .route("/healthz", get(health))
        .route("/metrics", get(numbers))
        .route("/name/{*path}", get(named))
        .fallback(nothing)
        .layer(from_fn_with_state(app.clone(), reply::finish))
        .layer(CompressionLayer::new().gzip(true).compress_when(SizeAbove::new(1024)))
        .layer(cors)
        .layer(from_fn_with_state(app.clone(), log::note))
        .with_state(app)
}

/// The address of the server as the client knows it, ending in a slash.
fn own_address(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}/")
}

fn accept(headers: &HeaderMap) -> Option<String> {
    let mut all = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok()).peekable();
    all.peek()?;
    Some(all.collect::<Vec<_>>().join(","))
}

/// `/`: a page for people, the description of the service for programs.
async fn start(State(app): Shared, headers: HeaderMap) -> Response {
    let accept = accept(&headers);
    match accept.as_deref().map_or(Media::Html, |a| media::negotiate(a, media::NODE).unwrap_or(Media::Html)) {
        Media::Html => match app.pool.run(Job::Counts, Vec::new()).await {
            Ok((_, pool::Body::Whole(counts))) => page::start(&counts, app.guard.writable).into_response(),
            Ok(_) => reply::failure(&Failure::new(500, "the counts do not come whole")),
            Err(failure) => reply::failure(&failure),
        },
        media => description(&app, &headers, media).await,
    }
}

async fn description(app: &Arc<App>, headers: &HeaderMap, media: Media) -> Response {
    let job = Job::Description { server: own_address(headers), media, writable: app.guard.writable };
    reply::run(&app.pool, job, Vec::new()).await
}

async fn void(State(app): Shared, headers: HeaderMap) -> Response {
    let media = media::choose(accept(&headers).as_deref(), None, media::GRAPH);
    description(&app, &headers, media).await
}

/// An address in the graph. An ending says the form: `/e/清朝.ttl`.
async fn thing(State(app): Shared, uri: Uri, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let Ok(path) = percent_encoding::percent_decode_str(path).decode_utf8() else {
        return reply::failure(&Failure::new(400, "the address is not UTF-8"));
    };
    let params = match params::Params::parse(query.unwrap_or_default().as_bytes()) {
        Ok(params) => params,
        Err(error) => return reply::failure(&Failure::new(400, error.to_string())),
    };
    // What the address does not have escaped, the graph does where an IRI must.
    let (folder, name) = path.split_once('/').unwrap_or((&path, ""));
    let ending = name.rsplit_once('.').and_then(|(name, ending)| Some((name, Media::named(ending, media::NODE)?)));
    let accept = accept(&headers);
    let asked = params.first("format");
    let (name, media) = match ending {
        Some((name, media)) => (name, media),
        None => (name, media::choose(accept.as_deref(), asked, media::NODE)),
    };
    let name: String = name.split('/').map(crate::graph::iri::local_name).collect::<Vec<_>>().join("/");
    let job = Job::Node { path: format!("{folder}/{name}"), media };
    reply::run(&app.pool, job, Vec::new()).await
}

/// `/name/…`: the entity that is called so.
async fn named(State(app): Shared, Path(name): Path<String>) -> Response {
    let job = Job::Node { path: node::entity_path(&name), media: Media::Html };
    reply::run(&app.pool, job, Vec::new()).await
}

/// `/search?q=…`: leads to the entity of a name.
async fn search(State(app): Shared, RawQuery(query): RawQuery) -> Response {
    let params = params::Params::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match params.first("q").map(str::trim).filter(|q| !q.is_empty()) {
        Some(name) => {
            let job = Job::Node { path: node::entity_path(name), media: Media::Html };
            reply::run(&app.pool, job, Vec::new()).await
        }
        None => reply::failure(&Failure::new(400, "say what to look for: /search?q=…")),
    }
}

/// `/api/…`: what the page asks for.
async fn page_question(State(app): Shared, Path(question): Path<String>, RawQuery(query): RawQuery) -> Response {
    let name = match params::Params::parse(query.unwrap_or_default().as_bytes()) {
        Ok(params) => params.first("name").unwrap_or_default().to_owned(),
        Err(error) => return reply::failure(&Failure::new(400, error.to_string())),
    };
    reply::run(&app.pool, Job::Page { question, name }, Vec::new()).await
}

/// `/api/complete?q=…`: names that begin so.
async fn complete(State(app): Shared, RawQuery(query): RawQuery) -> Response {
    /// So many are proposed.
    const PROPOSED: usize = 12;
    let params = params::Params::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match names(&app).await {
        Ok(index) => {
            let found = index.complete(params.first("q").unwrap_or_default(), PROPOSED);
            axum::Json(found).into_response()
        }
        Err(failure) => reply::failure(&failure),
    }
}

/// The names of the graph that is current, gathered when they are first asked for.
async fn names(app: &Arc<App>) -> Result<Arc<Index>, Failure> {
    let state = app.pool.state();
    let mut names = app.names.lock().await;
    if let Some((of, index)) = &*names
        && *of == state
    {
        return Ok(index.clone());
    }
    let (_, body) = app.pool.run(Job::Labels, Vec::new()).await?;
    let lines = body.gather().await.map_err(|e| Failure::new(503, e.to_string()))?;
    let index = tokio::task::spawn_blocking(move || Index::new(&String::from_utf8_lossy(&lines))).await;
    let index = Arc::new(index.map_err(|e| Failure::new(500, e.to_string()))?);
    *names = Some((state, index.clone()));
    Ok(index)
}

async fn health(State(app): Shared) -> Response {
    match app.pool.run(Job::Counts, Vec::new()).await {
        Ok(_) => "ok\n".into_response(),
        Err(failure) => reply::failure(&failure),
    }
}

async fn numbers(State(app): Shared) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.text())
}

async fn nothing(uri: Uri) -> Response {
    let message =
        format!("there is nothing at {}; queries go to /query, updates to /update, graphs to /store", uri.path());
    reply::failure(&Failure::new(404, message))
}

/// Headers of every answer: what it depends on, and what a browser may do with it.
fn every_answer(headers: &mut HeaderMap) {
    let fixed: [(HeaderName, &str); 4] = [
        (header::VARY, "Accept, Accept-Encoding, Origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// A status by its number.
fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
