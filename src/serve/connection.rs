//! Connections: taken, watched, and closed when the server ends.

use super::App;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// More connections wait until others close.
const CONNECTIONS: usize = 4096;
/// The head of a request has to arrive within this time.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Requests that are being answered when the server ends have this much time.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Takes connections until the process is told to end.
pub async fn accept(listener: TcpListener, router: Router, app: Arc<App>) -> io::Result<()> {
    let open = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(told_to_end());
    loop {
        let place = tokio::select! {
            place = room.clone().acquire_owned() => place,
            () = &mut end => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            // Too many open files, or a client that has gone: wait, and go on.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Only slower without it.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(1 << 18);
        let connection = open.watch(builder.serve_connection(TokioIo::new(stream), service));
        let metrics = app.metrics.clone();
        metrics.connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            // A connection that breaks concerns its client only.
            let _ = connection.await;
            metrics.connections.fetch_sub(1, Ordering::Relaxed);
            drop(place);
        });
    }
    drop(listener);
    // Whoever is not answered by then is cut.
    let _ = tokio::time::timeout(LAST_WORDS, open.shutdown()).await;
    Ok(())
}

/// Ends on Ctrl-C, and on SIGTERM where there is such.
async fn told_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
