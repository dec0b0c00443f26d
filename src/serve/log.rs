//! The access log: a line for each request, on standard error.

use super::App;
use crate::fact::Day;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// Counts a request, and writes its line.
pub async fn note(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let said = app.log.map(|format| (format, request.method().to_string(), request.uri().to_string()));
    app.metrics.in_flight.fetch_add(1, Ordering::Relaxed);
    let response = next.run(request).await;
    app.metrics.in_flight.fetch_sub(1, Ordering::Relaxed);
    let (status, spent) = (response.status().as_u16(), start.elapsed());
    app.metrics.note(status, spent);
    if let Some((format, method, uri)) = said {
        let milliseconds = spent.as_secs_f64() * 1000.0;
        let time = now();
        match format {
            LogFormat::Text => eprintln!("{time} {method} {uri} {status} {milliseconds:.1} ms"),
            LogFormat::Json => {
                let line = serde_json::json!({
                    "time": time, "method": method, "uri": uri, "status": status, "ms": (milliseconds * 10.0).round() / 10.0,
                });
                eprintln!("{line}");
            }
        }
    }
    response
}

/// The time in UTC, as RFC 3339 has it.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let (days, rest) = (seconds / 86400, seconds % 86400);
    let epoch = Day { year: 1970, month: 1, day: 1 };
    let day = epoch.plus_days(days as i64);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        day.year,
        day.month,
        day.day,
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}
