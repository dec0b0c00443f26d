//! The processes that answer: as many as there is work for, each with one request at a time, ended when it takes too long.
//!
//! A graph that is only read has a pool of processes, each with the graph open; where a build has put a new graph in its
//! place, the next request gets a process with the new one. A graph that may be written has one process, which takes each
//! request on a connection of its own.

mod processes;

use super::metrics::Metrics;
use super::wire::{self, Failure, Head, Job, Kind, Order};
use super::work::too_long;
use crate::store::StoreDir;
use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::process::Child;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

/// A query is asked to stop at its limit, and its process ended this much later.
const GRACE: Duration = Duration::from_millis(600);
/// How long a request waits for a process to be free.
const PATIENCE: Duration = Duration::from_secs(2);
/// A client that takes nothing for so long is cut off.
const STALL: Duration = Duration::from_secs(30);
/// Processes that wait for work; more are ended when they have done theirs.
const IDLE: usize = 4;
/// So many are kept ready where all others have work.
const SPARES: usize = 2;
/// What takes longer than this goes on behind what comes new, so that short queries stay short.
const LONG: Duration = Duration::from_millis(700);
/// Longer answers are not kept, and all that are kept weigh no more than this (bytes).
const KEPT_ANSWER: usize = 4 << 20;
const KEPT: u64 = 1 << 26;

/// Limits and ways of the processes.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The program to start: `kg` itself.
    pub program: PathBuf,
    pub store: StoreDir,
    pub writable: bool,
    /// How long a query may take.
    pub timeout: Duration,
    /// How many requests are worked on at once.
    pub at_once: usize,
    /// Memory of a process that answers, in MiB.
    pub memory: u64,
    /// Whether answers are kept.
    pub cache: bool,
}

/// A process with the graph open, or a connection to it.
struct Worker {
    input: Box<dyn AsyncWrite + Send + Unpin>,
    output: Box<dyn AsyncRead + Send + Unpin>,
    /// Of a worker of its own; it ends with this value.
    child: Option<Child>,
    generation: String,
    /// It works on something long, behind the others.
    behind: bool,
}

/// The one process of a graph that may be written.
struct Writer {
    child: Child,
    generation: String,
    port: u16,
    key: String,
}

/// What a process says when it is ready.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Ready {
    pub generation: String,
    /// Where a process that may write takes connections, and what they have to say first.
    pub port: Option<u16>,
    pub key: Option<String>,
}

/// The body of an answer: whole, or as it comes.
#[derive(Debug)]
pub enum Body {
    Whole(Bytes),
    Pieces(Pieces),
}

/// What comes of a body. Only after `End` is it whole: where the line ends before, the answer was cut.
#[derive(Debug)]
enum Piece {
    Data(Bytes),
    End,
    Broken(String),
}

/// A body that is on its way.
#[derive(Debug)]
pub struct Pieces {
    first: VecDeque<Bytes>,
    arriving: mpsc::Receiver<Piece>,
    keep: Option<Keep>,
}

/// An answer on its way that is kept once it is whole.
struct Keep {
    pool: Arc<Pool>,
    key: String,
    head: Head,
    body: Vec<u8>,
}

impl std::fmt::Debug for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keep({} bytes)", self.body.len())
    }
}

impl Body {
    /// All of it.
    ///
    /// # Errors
    /// When it breaks off.
    pub async fn gather(self) -> io::Result<Vec<u8>> {
        match self {
            Body::Whole(bytes) => Ok(bytes.to_vec()),
            Body::Pieces(mut pieces) => {
                let mut all = Vec::new();
                while let Some(piece) = pieces.next().await {
                    all.extend_from_slice(&piece?);
                }
                Ok(all)
            }
        }
    }
}

impl Pieces {
    /// The next piece; `None` at the end. An error where the answer was cut: what came before is not the whole of it.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let piece = match self.first.pop_front() {
            Some(piece) => Some(Piece::Data(piece)),
            None => self.arriving.recv().await,
        };
        match piece {
            Some(Piece::Data(piece)) => {
                self.keep = self.keep.take().filter(|k| k.body.len() + piece.len() <= KEPT_ANSWER);
                if let Some(keep) = &mut self.keep {
                    keep.body.extend_from_slice(&piece);
                }
                Some(Ok(piece))
            }
            Some(Piece::End) => {
                if let Some(Keep { pool, key, head, body }) = self.keep.take() {
                    pool.answers.insert(key, (head, body.into()));
                }
                None
            }
            Some(Piece::Broken(why)) => Some(Err(io::Error::other(why))),
            None => Some(Err(io::Error::other("the answer was cut"))),
        }
    }
}

#[derive(Clone)]
struct ByLength;

impl Weighter<String, (Head, Bytes)> for ByLength {
    fn weight(&self, key: &String, (_, body): &(Head, Bytes)) -> u64 {
        (key.len() + body.len() + 256) as u64
    }
}

/// The processes.
pub struct Pool {
    setup: Setup,
    idle: Mutex<Vec<Worker>>,
    writer: tokio::sync::Mutex<Option<Writer>>,
    slots: Arc<Semaphore>,
    current: Mutex<String>,
    /// A spare process is being started.
    starting: AtomicBool,
    /// Counts what was written: answers from before are not given any more.
    written: AtomicU64,
    answers: Cache<String, (Head, Bytes), ByLength>,
    metrics: Arc<Metrics>,
}

/// A lock that a panic elsewhere has not made useless.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pool {
    pub fn new(setup: Setup, metrics: Arc<Metrics>) -> Arc<Pool> {
        let slots = Arc::new(Semaphore::new(setup.at_once));
        let current = Mutex::new(setup.store.current_name().unwrap_or_default());
        let answers = Cache::with_weighter(4096, KEPT, ByLength);
        let pool = Pool {
            setup,
            idle: Mutex::default(),
            writer: tokio::sync::Mutex::default(),
            slots,
            current,
            starting: AtomicBool::new(false),
            written: AtomicU64::new(0),
            answers,
            metrics,
        };
        Arc::new(pool)
    }

    /// Starts a process, so that a store that cannot be opened is told at once.
    ///
    /// # Errors
    /// In words, what is wrong with the store.
    pub async fn warm_up(&self) -> Result<(), String> {
        let worker = self.worker().await?;
        self.put_back(worker);
        Ok(())
    }

    /// Notes which graph is current: a build may have put a new one in its place.
    pub fn look_for_new_graph(&self) {
        if let Some(name) = self.setup.store.current_name() {
            let mut current = lock(&self.current);
            if *current != name {
                *current = name;
                lock(&self.idle).clear();
            }
        }
    }

    /// Does a job. The answer may still be on its way when this returns; one that breaks off ends in an error.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn run(self: &Arc<Pool>, job: Job, body: Vec<u8>) -> Result<(Head, Body), Failure> {
        let writes = matches!(job, Job::Update { .. } | Job::WriteGraph { .. } | Job::DeleteGraph { .. });
        let key = (self.setup.cache && !writes).then(|| self.key(&job)).transpose()?;
        if let Some((head, body)) = key.as_ref().and_then(|key| self.answers.get(key)) {
            self.metrics.kept.fetch_add(1, Ordering::Relaxed);
            return Ok((head, Body::Whole(body)));
        }
        let slot = match timeout(PATIENCE, self.slots.clone().acquire_owned()).await {
            Ok(Ok(slot)) => slot,
            _ => {
                self.metrics.refused.fetch_add(1, Ordering::Relaxed);
                return Err(Failure::new(503, "too many queries are being answered; try again in a moment"));
            }
        };
        let worker = self.worker().await.map_err(|e| Failure::new(503, e))?;
        self.keep_spares();
        let (told, head) = oneshot::channel();
        let (pieces, mut arriving) = mpsc::channel(4);
        let pool = self.clone();
        let order = Order { job, milliseconds: self.setup.timeout.as_millis() as u64 };
        tokio::spawn(async move { pool.attend(worker, slot, order, body, told, pieces).await });
        let head = head.await.unwrap_or_else(|_| Err(Failure::new(500, "the answer was lost")))?;
        if writes {
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        // An answer of one piece is sent whole, with its length.
        let mut first = VecDeque::new();
        while first.len() < 2 {
            match arriving.recv().await {
                Some(Piece::Data(piece)) => first.push_back(piece),
                Some(Piece::End) => {
                    let whole = first.pop_front().unwrap_or_default();
                    if let Some(key) = key.filter(|_| whole.len() <= KEPT_ANSWER) {
                        self.answers.insert(key, (head.clone(), whole.clone()));
                    }
                    return Ok((head, Body::Whole(whole)));
                }
                Some(Piece::Broken(why)) => return Err(Failure::new(503, why)),
                None => return Err(Failure::new(503, "the answer was cut")),
            }
        }
        let keep = key.map(|key| Keep { pool: self.clone(), key, head: head.clone(), body: Vec::new() });
        Ok((head, Body::Pieces(Pieces { first, arriving, keep })))
    }

    /// Which graph is served: changes with every build and every change.
    pub fn state(&self) -> String {
        format!("{} {}", lock(&self.current), self.written.load(Ordering::Relaxed))
    }

    fn key(&self, job: &Job) -> Result<String, Failure> {
        let job = serde_json::to_string(job).map_err(|e| Failure::new(500, e.to_string()))?;
        Ok(format!("{} {job}", self.state()))
    }

    /// Sends an order to a worker and passes on what comes back.
    async fn attend(
        self: Arc<Pool>,
        mut worker: Worker,
        _slot: OwnedSemaphorePermit,
        order: Order,
        body: Vec<u8>,
        told: oneshot::Sender<Result<Head, Failure>>,
        pieces: mpsc::Sender<Piece>,
    ) {
        let limit = Duration::from_millis(order.milliseconds) + GRACE;
        let start = Instant::now();
        let mut deadline = start + limit;
        let _behind = StepBehind::after(LONG, worker.child.as_ref().and_then(Child::id));
        let mut told = Some(told);
        let sent = timeout_at(deadline, send(&mut worker, &order, &body)).await;
        let mut failure = match sent {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some(died()),
            Err(_) => Some(too_long()),
        };
        while failure.is_none() {
            // A client that has gone away is not worked for.
            let left = async {
                match &mut told {
                    Some(told) => told.closed().await,
                    None => pieces.closed().await,
                }
            };
            let frame = tokio::select! {
                frame = timeout_at(deadline, wire::receive(&mut worker.output)) => frame,
                () = left => {
                    self.end(worker).await;
                    return;
                }
            };
            worker.behind |= start.elapsed() >= LONG;
            match frame {
                Err(_) => failure = Some(too_long()),
                Ok(Err(_)) => failure = Some(died()),
                Ok(Ok((Kind::Head, payload))) => match (serde_json::from_slice(&payload), told.take()) {
                    (Ok(head), Some(told)) => {
                        // If nobody waits any more, the loop sees it.
                        let _ = told.send(Ok(head));
                    }
                    _ => failure = Some(died()),
                },
                Ok(Ok((Kind::Data, payload))) => {
                    let waiting = Instant::now();
                    match timeout(STALL, pieces.send(Piece::Data(payload.into()))).await {
                        Ok(Ok(())) => deadline += waiting.elapsed(),
                        _ => {
                            self.end(worker).await;
                            return;
                        }
                    }
                }
                Ok(Ok((Kind::End, _))) => {
                    self.put_back(worker);
                    // Nobody may wait for the end any more.
                    drop(timeout(STALL, pieces.send(Piece::End)).await);
                    return;
                }
                Ok(Ok((Kind::Failure, payload))) => {
                    let why = serde_json::from_slice(&payload).unwrap_or_else(|_| died());
                    tell(told, &pieces, why).await;
                    self.put_back(worker);
                    return;
                }
                Ok(Ok(_)) => failure = Some(died()),
            }
        }
        tell(told, &pieces, failure.unwrap_or_else(died)).await;
        self.end(worker).await;
    }
}

/// Puts a process behind the others after a while, unless this is dropped before.
struct StepBehind(tokio::task::JoinHandle<()>);

impl StepBehind {
    fn after(time: Duration, process: Option<u32>) -> StepBehind {
        StepBehind(tokio::spawn(async move {
            tokio::time::sleep(time).await;
            #[cfg(unix)]
            if let Some(pid) = process.and_then(|p| rustix::process::Pid::from_raw(p as i32)) {
                // Where it cannot be done, the query is one among others.
                let _ = rustix::process::setpriority_process(Some(pid), 15);
            }
            #[cfg(not(unix))]
            let _ = process;
        }))
    }
}

impl Drop for StepBehind {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Tells a failure: by the status, or, where that is gone, by breaking the answer off.
async fn tell(told: Option<oneshot::Sender<Result<Head, Failure>>>, pieces: &mpsc::Sender<Piece>, failure: Failure) {
    match told {
        // Nobody may wait any more.
        Some(told) => drop(told.send(Err(failure))),
        None => drop(timeout(STALL, pieces.send(Piece::Broken(failure.message))).await),
    }
}

async fn send(worker: &mut Worker, order: &Order, body: &[u8]) -> io::Result<()> {
    let payload = serde_json::to_vec(order)?;
    wire::send(&mut worker.input, Kind::Job, &payload).await?;
    if matches!(order.job, Job::WriteGraph { .. }) {
        for piece in body.chunks(1 << 20) {
            wire::send(&mut worker.input, Kind::Body, piece).await?;
        }
        wire::send(&mut worker.input, Kind::End, &[]).await?;
    }
    worker.input.flush().await
}

fn died() -> Failure {
    Failure::new(
        503,
        "the process that answered has ended: the query may have needed more memory than it may have (--memory)",
    )
}
