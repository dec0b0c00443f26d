//! Processes: started, kept ready, taken, given back and ended.

use super::super::wire::{self, Failure, Kind};
use super::{IDLE, Pool, Ready, SPARES, Worker, Writer, lock};
use std::io;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::BufReader;
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

impl Pool {
    pub(super) async fn worker(&self) -> Result<Worker, String> {
        if self.setup.writable {
            return self.connect().await;
        }
        let current = lock(&self.current).clone();
        let ready = {
            let mut idle = lock(&self.idle);
            idle.retain(|w| w.generation == current);
            idle.pop()
        };
        match ready {
            Some(worker) => Ok(worker),
            None => self.new_worker().await,
        }
    }

    /// Has processes ready for the next requests, where all have work.
    pub(super) fn keep_spares(self: &Arc<Pool>) {
        let room = self.slots.available_permits() > 0;
        if self.setup.writable
            || !room
            || lock(&self.idle).len() >= SPARES
            || self.starting.swap(true, Ordering::Relaxed)
        {
            return;
        }
        let pool = self.clone();
        tokio::spawn(async move {
            while lock(&pool.idle).len() < SPARES {
                // If it fails, the next request will tell what is wrong.
                let Ok(worker) = pool.new_worker().await else { break };
                pool.put_back(worker);
            }
            pool.starting.store(false, Ordering::Relaxed);
        });
    }

    pub(super) async fn new_worker(&self) -> Result<Worker, String> {
        let (mut child, output, ready) = self.start().await?;
        let input = child.stdin.take().ok_or("a process has no input")?;
        self.metrics.started.fetch_add(1, Ordering::Relaxed);
        let (input, output) = (Box::new(input), Box::new(output));
        Ok(Worker { input, output, child: Some(child), generation: ready.generation, behind: false })
    }

    /// Starts a process and waits until it has opened the store.
    pub(super) async fn start(&self) -> Result<(Child, BufReader<ChildStdout>, Ready), String> {
        let mut command = Command::new(&self.setup.program);
        command.arg("serve-worker").arg("--store").arg(self.setup.store.path());
        command.arg("--memory").arg(self.setup.memory.to_string());
        if self.setup.writable {
            command.arg("--writable");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|e| format!("cannot start a process to answer: {e}"))?;
        let output = child.stdout.take().ok_or("a process has no output")?;
        let mut output = BufReader::new(output);
        let answer = timeout(Duration::from_secs(60), wire::receive(&mut output)).await;
        match answer {
            Ok(Ok((Kind::Ready, payload))) => {
                let ready = serde_json::from_slice(&payload).map_err(|e| e.to_string())?;
                Ok((child, output, ready))
            }
            Ok(Ok((_, payload))) => Err(match serde_json::from_slice::<Failure>(&payload) {
                Ok(failure) => failure.message,
                Err(error) => error.to_string(),
            }),
            Ok(Err(error)) => Err(format!("a process to answer ended at its start: {error}")),
            Err(_) => Err("a process to answer does not get ready".to_owned()),
        }
    }

    /// A connection to the process that may write; starts it where there is none.
    pub(super) async fn connect(&self) -> Result<Worker, String> {
        let mut writer = self.writer.lock().await;
        let ended = writer.as_mut().is_none_or(|w| !matches!(w.child.try_wait(), Ok(None)));
        if ended {
            let (child, _, ready) = self.start().await?;
            let (Some(port), Some(key)) = (ready.port, ready.key) else { return Err("no port to write to".to_owned()) };
            self.metrics.started.fetch_add(1, Ordering::Relaxed);
            *writer = Some(Writer { child, generation: ready.generation, port, key });
        }
        let Some(Writer { port, key, generation, .. }) = writer.as_ref() else { return Err(String::new()) };
        let fail = |e: io::Error| format!("cannot reach the process that writes: {e}");
        let mut stream = TcpStream::connect(("127.0.0.1", *port)).await.map_err(fail)?;
        stream.set_nodelay(true).map_err(fail)?;
        wire::send(&mut stream, Kind::Body, key.as_bytes()).await.map_err(fail)?;
        let (output, input) = stream.into_split();
        let output = Box::new(BufReader::new(output));
        let generation = generation.clone();
        Ok(Worker { input: Box::new(input), output, child: None, generation, behind: false })
    }

    pub(super) fn put_back(&self, worker: Worker) {
        let mut idle = lock(&self.idle);
        if worker.child.is_some() && !worker.behind && idle.len() < IDLE.max(self.setup.at_once / 4) {
            idle.push(worker);
        }
    }

    /// Ends what a worker does, whatever it is.
    pub(super) async fn end(&self, mut worker: Worker) {
        self.metrics.ended.fetch_add(1, Ordering::Relaxed);
        let child = worker.child.take();
        drop(worker);
        match child {
            Some(mut child) => {
                // It may have ended by itself.
                let _ = child.kill().await;
            }
            None => {
                if let Some(mut writer) = self.writer.lock().await.take() {
                    let _ = writer.child.kill().await;
                }
            }
        }
    }
}
