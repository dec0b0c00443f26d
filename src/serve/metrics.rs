//! What the server has done, in numbers, as Prometheus reads them.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counters since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Requests by the hundreds of their status: 1xx to 5xx.
    answered: [AtomicU64; 5],
    /// Microseconds spent on them.
    spent: AtomicU64,
    pub in_flight: AtomicU64,
    pub connections: AtomicU64,
    /// Processes started, and ended because they took too long or were not needed any more.
    pub started: AtomicU64,
    pub ended: AtomicU64,
    /// Answers given again.
    pub kept: AtomicU64,
    /// Requests refused because too many were worked on.
    pub refused: AtomicU64,
}

impl Metrics {
    /// Notes a request that was answered.
    pub fn note(&self, status: u16, spent: Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.answered[class].fetch_add(1, Ordering::Relaxed);
        self.spent.fetch_add(spent.as_micros() as u64, Ordering::Relaxed);
    }

    /// All counters in the text format of Prometheus.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let get = |n: &AtomicU64| n.load(Ordering::Relaxed);
        let head = |name: &str, kind: &str, help: &str| format!("# HELP kg_{name} {help}\n# TYPE kg_{name} {kind}\n");
        out.push_str(&head("requests_total", "counter", "Requests answered, by status."));
        for (i, count) in self.answered.iter().enumerate() {
            // Writing to a string does not fail.
            let _ = writeln!(out, "kg_requests_total{{status=\"{}xx\"}} {}", i + 1, get(count));
        }
        let seconds = get(&self.spent) as f64 / 1e6;
        out.push_str(&head("request_seconds_total", "counter", "Time until the answer began, of all requests."));
        let _ = writeln!(out, "kg_request_seconds_total {seconds:.6}");
        let rest = [
            ("requests_in_flight", "gauge", "Requests being answered.", &self.in_flight),
            ("connections", "gauge", "Open connections.", &self.connections),
            ("workers_started_total", "counter", "Processes started to answer.", &self.started),
            (
                "workers_ended_total",
                "counter",
                "Processes ended because a query took too long or was given up.",
                &self.ended,
            ),
            ("answers_kept_total", "counter", "Answers given again from memory.", &self.kept),
            ("refused_total", "counter", "Requests refused because too many were worked on.", &self.refused),
        ];
        for (name, kind, help, count) in rest {
            out.push_str(&head(name, kind, help));
            let _ = writeln!(out, "kg_{name} {}", get(count));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_status() {
        let metrics = Metrics::default();
        metrics.note(200, Duration::from_millis(2));
        metrics.note(204, Duration::from_millis(1));
        metrics.note(503, Duration::ZERO);
        let text = metrics.text();
        assert!(text.contains("kg_requests_total{status=\"2xx\"} 2\n"), "{text}");
        assert!(text.contains("kg_requests_total{status=\"5xx\"} 1\n"), "{text}");
        assert!(text.contains("kg_request_seconds_total 0.003000\n"), "{text}");
    }
}
