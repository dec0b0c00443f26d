//! The process that answers: it opens the store, takes orders one after another, and writes answers.
//!
//! A query that does not end is stopped by ending its process: Oxigraph looks at its cancellation token only where it
//! reads the store, so a sort or a product of lists would run on. The graph is open for reading only, or, in a server
//! that may write, by one process for all requests.

use super::media::Media;
use super::wire::{self, Dataset, Failure, Head, Job, Kind, Order};
use super::{api, describe, graphs, node};
use crate::query::{prepare_query, prepare_update};
use crate::store::Reader;
use oxigraph::io::RdfSerializer;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{
    CancellationToken, QueryDataset, QueryEvaluationError, QueryResults, SparqlEvaluator, UpdateEvaluationError,
};
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// An answer is sent in pieces of this many bytes. Until the first is full, a failure can still be told by the status.
const PIECE: usize = 1 << 16;

/// What a job comes to.
pub(super) type Done = Result<(), Stop>;

/// Why a job stopped.
pub(super) enum Stop {
    /// Told to the client.
    Failure(Failure),
    /// The server is gone.
    Line(io::Error),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failure(failure)
    }
}

impl From<crate::store::StoreError> for Stop {
    fn from(error: crate::store::StoreError) -> Stop {
        Stop::Failure(Failure::new(500, error.to_string()))
    }
}

impl From<oxigraph::store::StorageError> for Stop {
    fn from(error: oxigraph::store::StorageError) -> Stop {
        Stop::Failure(Failure::new(500, format!("the database failed: {error}")))
    }
}

/// What writes an answer: the head, and the body in pieces.
pub(super) struct Answer<'a, W: Write> {
    line: &'a mut W,
    head: Head,
    head_sent: bool,
    piece: Vec<u8>,
}

impl<'a, W: Write> Answer<'a, W> {
    pub(super) fn new(line: &'a mut W) -> Answer<'a, W> {
        let head = Head { status: 200, content_type: None, location: None };
        Answer { line, head, head_sent: false, piece: Vec::new() }
    }

    pub(super) fn media(&mut self, media: Media) {
        self.head.content_type = Some(media.content_type());
    }

    pub(super) fn content_type(&mut self, text: &str) {
        self.head.content_type = Some(text.to_owned());
    }

    pub(super) fn status(&mut self, status: u16) {
        self.head.status = status;
    }

    pub(super) fn location(&mut self, location: String) {
        self.head.location = Some(location);
    }

    fn send(&mut self) -> io::Result<()> {
        if !self.head_sent {
            let head = serde_json::to_vec(&self.head)?;
            wire::write(self.line, Kind::Head, &head)?;
            self.head_sent = true;
        }
        if !self.piece.is_empty() {
            wire::write(self.line, Kind::Data, &self.piece)?;
            self.piece.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.send()?;
        wire::write(self.line, Kind::End, &[])
    }
}

impl<W: Write> Write for Answer<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.send()?;
            self.line.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Cancels a job that takes too long. One thread watches over all jobs of a line, one after another.
struct Watch {
    job: Arc<Mutex<Option<(Instant, CancellationToken)>>>,
}

impl Watch {
    /// How exactly limits are kept.
    const LOOK: Duration = Duration::from_millis(50);

    fn start() -> Watch {
        let job: Arc<Mutex<Option<(Instant, CancellationToken)>>> = Arc::default();
        let watched = Arc::downgrade(&job);
        std::thread::spawn(move || {
            while let Some(job) = watched.upgrade() {
                if let Some((limit, token)) = &*job.lock().unwrap_or_else(PoisonError::into_inner)
                    && Instant::now() >= *limit
                {
                    token.cancel();
                }
                drop(job);
                std::thread::sleep(Watch::LOOK);
            }
        });
        Watch { job }
    }

    fn over(&self, job: Option<(Instant, CancellationToken)>) {
        *self.job.lock().unwrap_or_else(PoisonError::into_inner) = job;
    }
}

/// Takes orders from a line until it ends.
///
/// # Errors
/// When the line breaks or says what is no order.
pub fn work(reader: &Reader, input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let watch = Watch::start();
    while let Some((kind, payload)) = wire::read(input)? {
        if kind != Kind::Job {
            return Err(io::Error::other("an order was expected"));
        }
        let order: Order = serde_json::from_slice(&payload)?;
        let body = match order.job {
            Job::WriteGraph { .. } => read_body(input)?,
            _ => Vec::new(),
        };
        let token = CancellationToken::new();
        watch.over(Some((Instant::now() + Duration::from_millis(order.milliseconds), token.clone())));
        let mut answer = Answer::new(output);
        let done = perform(reader, &order.job, &body, &token, &mut answer);
        watch.over(None);
        match done {
            Ok(()) => answer.finish()?,
            Err(Stop::Failure(failure)) => wire::write(output, Kind::Failure, &serde_json::to_vec(&failure)?)?,
            Err(Stop::Line(error)) => return Err(error),
        }
        output.flush()?;
    }
    Ok(())
}

fn read_body(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        match wire::read(input)? {
            Some((Kind::Body, piece)) => body.extend(piece),
            Some((Kind::End, _)) => return Ok(body),
            _ => return Err(io::Error::other("the body of a request was expected")),
        }
    }
}

fn perform<W: Write>(
    reader: &Reader,
    job: &Job,
    body: &[u8],
    token: &CancellationToken,
    answer: &mut Answer<'_, W>,
) -> Done {
    match job {
        Job::Query { .. } => query(reader, job, token, answer),
        Job::Update { text, base, dataset } => update(reader, text, base, dataset, token, answer),
        Job::ReadGraph { name, media } => graphs::read(reader, name.as_deref(), *media, answer),
        Job::WriteGraph { name, parts, base, replace } => {
            graphs::write(reader, name.as_deref(), &graphs::Content { parts, base, body }, *replace, answer)
        }
        Job::DeleteGraph { name } => graphs::delete(reader, name.as_deref(), answer),
        Job::Node { path, media } => node::node(reader, path, *media, answer),
        Job::Description { server, media, writable } => {
            describe::description(reader, server, *media, *writable, answer)
        }
        Job::Page { question, name } => api::answer(reader, question, name, answer),
        Job::Labels => api::labels(reader, answer),
        Job::Counts => {
            answer.media(Media::Json);
            let counts = serde_json::to_vec(&reader.manifest().counts);
            put(answer, &counts.map_err(|e| Failure::new(500, e.to_string()))?)
        }
    }
}

/// Writes all of a body.
pub(super) fn put<W: Write>(answer: &mut Answer<'_, W>, bytes: &[u8]) -> Done {
    answer.write_all(bytes).map_err(Stop::Line)
}

fn query<W: Write>(reader: &Reader, job: &Job, token: &CancellationToken, answer: &mut Answer<'_, W>) -> Done {
    let Job::Query { text, base, dataset, union, rows, boolean, graph } = job else { return Ok(()) };
    let namespaces = reader.namespaces();
    let evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
    let base = base.as_deref().unwrap_or(namespaces.base());
    let mut prepared =
        prepare_query(text, namespaces, base, evaluator).map_err(|e| Failure::new(400, e.to_string()))?;
    if !dataset.is_empty() {
        restrict(prepared.dataset_mut(), dataset)?;
    } else if *union && prepared.dataset().is_default_dataset() {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    match prepared.on_store(reader.store()).execute().map_err(evaluation)? {
        QueryResults::Solutions(solutions) => {
            answer.media(*rows);
            let format = rows.rows().ok_or_else(|| Failure::new(406, "a table has no such form"))?;
            let variables = solutions.variables().to_vec();
            let mut serializer = QueryResultsSerializer::from_format(format)
                .serialize_solutions_to_writer(&mut *answer, variables)
                .map_err(Stop::Line)?;
            for solution in solutions {
                serializer.serialize(&solution.map_err(evaluation)?).map_err(Stop::Line)?;
            }
            serializer.finish().map_err(Stop::Line)?;
        }
        QueryResults::Boolean(value) => {
            answer.media(*boolean);
            let format = boolean.rows().ok_or_else(|| Failure::new(406, "yes or no has no such form"))?;
            QueryResultsSerializer::from_format(format)
                .serialize_boolean_to_writer(&mut *answer, value)
                .map_err(Stop::Line)?;
        }
        QueryResults::Graph(triples) => {
            answer.media(*graph);
            let format = graph.rdf().ok_or_else(|| Failure::new(406, "a graph has no such form"))?;
            let mut serializer = RdfSerializer::from_format(format);
            for (prefix, iri) in crate::query::prefixes(namespaces) {
                if let Ok(more) = serializer.clone().with_prefix(prefix, iri) {
                    serializer = more;
                }
            }
            let mut serializer = serializer.for_writer(&mut *answer);
            for triple in triples {
                let triple = triple.map_err(evaluation)?;
                // What cannot be written, such as a property in RDF/XML whose name has no end.
                serializer.serialize_triple(&triple).map_err(|e| Failure::new(500, e.to_string()))?;
            }
            serializer.finish().map_err(Stop::Line)?;
        }
    }
    Ok(())
}

fn update<W: Write>(
    reader: &Reader,
    text: &str,
    base: &str,
    dataset: &Dataset,
    token: &CancellationToken,
    answer: &mut Answer<'_, W>,
) -> Done {
    let evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
    let mut prepared =
        prepare_update(text, reader.namespaces(), base, evaluator).map_err(|e| Failure::new(400, e.to_string()))?;
    if !dataset.is_empty() {
        for using in prepared.using_datasets_mut() {
            if !using.is_default_dataset() {
                let message = "using-graph-uri and using-named-graph-uri cannot go with USING or WITH in the update";
                return Err(Failure::new(400, message).into());
            }
            restrict(using, dataset)?;
        }
    }
    prepared.on_store(reader.store()).execute().map_err(|e| match e {
        UpdateEvaluationError::Storage(e) => Failure::new(500, format!("the database failed: {e}")),
        UpdateEvaluationError::GraphAlreadyExists(name) => Failure::new(409, format!("the graph {name} exists")),
        UpdateEvaluationError::GraphDoesNotExist(name) => Failure::new(404, format!("there is no graph {name}")),
        other if other.to_string().contains("cancelled") => too_long(),
        other => Failure::new(400, other.to_string()),
    })?;
    answer.status(204);
    Ok(())
}

/// The dataset that a request names in place of that of the query.
fn restrict(to: &mut QueryDataset, dataset: &Dataset) -> Result<(), Failure> {
    let node = |iri: &String| {
        NamedNode::new(iri).map_err(|e| Failure::new(400, format!("`{iri}` names no graph: {e}; give an absolute IRI")))
    };
    let default = dataset.default.iter().map(|iri| node(iri).map(GraphName::from)).collect::<Result<Vec<_>, _>>()?;
    let named = dataset.named.iter().map(|iri| node(iri).map(NamedOrBlankNode::from)).collect::<Result<Vec<_>, _>>()?;
    to.set_default_graph(default);
    to.set_available_named_graphs(named);
    Ok(())
}

/// What a query is told that took too long.
pub(super) fn too_long() -> Failure {
    Failure::new(
        503,
        "the query took too long and was stopped; ask for less, or start kg serve with a longer --timeout",
    )
}

fn evaluation(error: QueryEvaluationError) -> Stop {
    Stop::Failure(match error {
        QueryEvaluationError::Cancelled => too_long(),
        QueryEvaluationError::Dataset(e) => Failure::new(500, format!("the database failed: {e}")),
        other => Failure::new(400, other.to_string()),
    })
}
