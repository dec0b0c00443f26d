//! Who may write.

use super::wire::Failure;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use subtle::ConstantTimeEq;

/// Whether, and with what token, the graph may be written.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    pub writable: bool,
    pub token: Option<String>,
}

impl Guard {
    /// # Errors
    /// Why a request may not write.
    pub fn may_write(&self, headers: &HeaderMap) -> Result<(), Failure> {
        if !self.writable {
            return Err(Failure::new(403, "the graph is only read here: start kg serve with --writable to change it"));
        }
        let text = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
        if let Some(token) = &self.token {
            let given = text(AUTHORIZATION).and_then(|v| v.split_once(' '));
            let given = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, t)| t.trim());
            let right: bool = given.as_bytes().ct_eq(token.as_bytes()).into();
            return if right {
                Ok(())
            } else {
                Err(Failure::new(401, "writing needs the token: Authorization: Bearer …"))
            };
        }
        // Without a token only this machine may write: not a page of another site that is open in its browser.
        let host = text(HOST).unwrap_or_default();
        if !is_loopback(host) {
            return Err(Failure::new(403, format!("without a token, only localhost may write, not `{host}`")));
        }
        match text(ORIGIN) {
            Some(origin) if origin.split_once("://").is_none_or(|(_, o)| o != host) => {
                Err(Failure::new(403, format!("without a token, a page of `{origin}` may not write")))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a host, with or without a port, is this machine.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|a| a.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(guard: &Guard, headers: &[(&'static str, &str)]) -> u16 {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        guard.may_write(&map).map_or_else(|f| f.status, |()| 200)
    }

    #[test]
    fn nobody_writes_to_a_graph_that_is_only_read() {
        assert_eq!(status(&Guard::default(), &[("host", "localhost:7878")]), 403);
    }

    #[test]
    fn without_a_token_only_this_machine_and_its_own_pages_write() {
        let guard = Guard { writable: true, token: None };
        assert_eq!(status(&guard, &[("host", "127.0.0.1:7878")]), 200);
        assert_eq!(status(&guard, &[("host", "[::1]:7878"), ("origin", "http://[::1]:7878")]), 200);
        assert_eq!(status(&guard, &[("host", "localhost:1"), ("origin", "http://evil.example")]), 403);
        assert_eq!(status(&guard, &[("host", "localhost:1"), ("origin", "null")]), 403);
        assert_eq!(status(&guard, &[("host", "rebound.example")]), 403);
        assert_eq!(status(&guard, &[]), 403);
    }

    #[test]
    fn a_token_opens_from_anywhere() {
        let guard = Guard { writable: true, token: Some("s3cret".into()) };
        assert_eq!(status(&guard, &[("host", "kg.example"), ("authorization", "Bearer s3cret")]), 200);
        assert_eq!(status(&guard, &[("host", "kg.example"), ("authorization", "bearer s3cret")]), 200);
        assert_eq!(status(&guard, &[("host", "localhost"), ("authorization", "Bearer s3cre")]), 401);
        assert_eq!(status(&guard, &[("host", "localhost")]), 401);
    }
}
