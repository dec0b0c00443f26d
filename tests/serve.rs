//! `kg serve` as clients meet it: what they send, what they need to get, and what must not hurt the server.

mod common;
#[allow(dead_code)]
mod http;

use common::Folder;
use http::{Server, encode};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/sparql-results+json";
const XML: &str = "application/sparql-results+xml";
const SELECT: &str = "SELECT ?s { ?s kg:protectorateOf ?o } ORDER BY ?s";

fn served(args: &[&str]) -> (Folder, Server) {
    let folder = Folder::built();
    let mut all = vec!["serve", "--bind", "127.0.0.1:0"];
    all.extend(args);
    let server = Server::start(folder.command(&all));
    (folder, server)
}

#[test]
fn a_query_is_taken_in_every_way_of_the_protocol() {
    let (_folder, server) = served(&[]);
    let (query, form) = (encode(SELECT), format!("query={}&format=json&output=json", encode(SELECT)));
    let by_get = server.get(&format!("/query?query={query}"), JSON);
    assert_eq!((by_get.status, by_get.media()), (200, JSON), "{}", by_get.text());
    assert!(by_get.text().contains("https://kg.example/e/希瓦汗國"), "{}", by_get.text());
    let others = [
        server.send("POST", "/sparql", &[("Content-Type", FORM), ("Accept", JSON)], Some(form.as_bytes())),
        server.send(
            "POST",
            "/query?",
            &[("content-type", "application/sparql-query;charset=utf-8"), ("Accept", JSON)],
            Some(SELECT.as_bytes()),
        ),
        server.send(
            "POST",
            "/query",
            &[("Content-Type", "Application/SPARQL-Query; charset=UTF-8"), ("Accept", JSON)],
            Some(SELECT.as_bytes()),
        ),
        // A query in the address of a POST with an odd type and no body.
        server.send(
            "POST",
            &format!("/query?query={query}&format=json"),
            &[("Content-Type", "multipart/form-data"), ("Accept", JSON)],
            None,
        ),
        // A stray type on GET, `TE`, an offer of HTTP/2, parameters that nobody knows and that come twice.
        server.send(
            "GET",
            &format!("/query?query={query}&results=json&results=json&queryLn=SPARQL&infer=true&timeout=1&%24x=1"),
            &[
                ("Content-Type", FORM),
                ("TE", "deflate"),
                ("Upgrade", "h2c"),
                ("HTTP2-Settings", "AAMAAABk"),
                ("Accept", JSON),
            ],
            None,
        ),
    ];
    for answer in others {
        assert_eq!((answer.status, answer.text()), (200, by_get.text()));
    }
    // Over-encoded letters, lower-case hexadecimal digits, spaces as `+`.
    let odd = server.get("/query?query=%53EL%45CT+*+%7b+?s+?p+%22%e4%b8%ad%22+%7d", JSON);
    assert_eq!(odd.status, 200, "{}", odd.text());
}

#[test]
fn the_form_of_an_answer_is_what_the_client_takes() {
    let (_folder, server) = served(&[]);
    let rdflib = "application/sparql-results+xml, application/rdf+xml";
    let construct = "CONSTRUCT { ?s ?p ?o } { ?s kg:protectorateOf ?o ; ?p ?o }";
    for (query, accept, media) in [
        (SELECT, rdflib, XML),
        (construct, rdflib, "application/rdf+xml"),
        ("ASK {}", rdflib, XML),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values; q=0.5, text/csv;q=0.4", "text/tab-separated-values"),
        (SELECT, "*/*", JSON),
        (SELECT, "application/json", JSON),
        // What is not known is no reason to refuse.
        (SELECT, "application/x-binary-rdf-results-table", JSON),
        (construct, "application/n-triples, text/turtle;q=0.9", "application/n-triples"),
        (construct, "application/x-turtle", "text/turtle"),
        (construct, "application/ld+json", "application/ld+json"),
        ("ASK {}", "text/csv", JSON),
    ] {
        let answer = server.ask(query, accept);
        assert_eq!((answer.status, answer.media()), (200, media), "{query} as {accept}: {}", answer.text());
        assert!(!answer.body.is_empty() && answer.whole);
    }
    let address = format!("/query?query={}&format=csv", encode(SELECT));
    assert_eq!(server.send("GET", &address, &[], None).media(), "text/csv", "without Accept, format counts");
    assert_eq!(server.get(&address, XML).media(), XML, "with Accept, it does not");
}

#[test]
fn errors_are_short_plain_and_say_where() {
    let (_folder, server) = served(&[]);
    let get = |path: &str| server.get(path, "*/*");
    let syntax = server.ask("SELECT * { ?s ?p }", JSON);
    assert_eq!((syntax.status, syntax.media()), (400, "text/plain"));
    assert!(syntax.text().contains("line 1") && syntax.text().contains("not complete"), "{}", syntax.text());
    let large = vec![b'x'; (16 << 20) + 1];
    for (answer, status, words) in [
        (get(&format!("/query?query={0}&query={0}", encode("ASK {}"))), 400, "two `query`"),
        (get("/query?query=%ff"), 400, "not UTF-8"),
        (get("/nowhere"), 404, "nothing at /nowhere"),
        (get("/update?update=CLEAR+ALL"), 405, "POST"),
        (get("/query?query=ASK%7BSERVICE%3Chttp%3A%2F%2Flocalhost%2F%3E%7B%7D%7D"), 400, "SERVICE is refused"),
        (server.send("PUT", "/query", &[], Some(b"x")), 405, "GET or POST"),
        (server.send("POST", "/query", &[("Content-Type", "text/plain")], Some(b"ASK {}")), 415, "sparql-query"),
        (
            server.send("POST", "/query", &[("Content-Type", "multipart/form-data; boundary=x")], Some(b"--x--")),
            415,
            "parts",
        ),
        (
            server.send("POST", "/query", &[("Content-Type", "application/sparql-query; charset=utf-16")], Some(b"x")),
            415,
            "UTF-8",
        ),
        (server.send("POST", "/query", &[("Content-Type", FORM)], Some(b"")), 400, "neither"),
        (server.send("POST", "/query", &[("Content-Type", "application/sparql-query")], Some(&large)), 413, "16 MiB"),
        (
            server.send("POST", "/update", &[("Content-Type", "application/sparql-update")], Some(b"CLEAR ALL")),
            403,
            "--writable",
        ),
        (server.send("DELETE", "/store?default", &[], None), 403, "--writable"),
        (get(&format!("/query?query={}", "a".repeat(65_100))), 414, "POST"),
        (get("/store?graph=http%3A%2F%2Fnot.example%2Fhere"), 404, "no graph"),
        (get("/store"), 400, "/store?default"),
        (get("/e/%E7%84%A1%E6%AD%A4%E4%BA%BA"), 404, "無此人"),
    ] {
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(answer.text().contains(words), "{status}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "errors can be read by pages too");
        assert!(!answer.text().contains('<') || answer.media() == "text/plain");
    }
    let unknown = "/query?default-graph-uri=http%3A%2F%2F127.0.0.1%3A9%2Fg&query=";
    let answer = server.get(&format!("{unknown}{}", encode("SELECT ?s { ?s ?p ?o }")), "text/csv");
    assert_eq!((answer.status, answer.text().trim()), (200, "s"), "a graph that is not here is empty");
}

#[test]
fn browsers_and_compression_get_their_headers() {
    let (_folder, server) = served(&[]);
    let preflight = [
        ("Origin", "https://yasgui.example"),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type"),
        ("Access-Control-Request-Private-Network", "true"),
    ];
    let answer = server.send("OPTIONS", "/query", &preflight, None);
    assert_eq!(answer.status, 200);
    assert!(answer.header("access-control-allow-headers").is_some_and(|h| h.contains("content-type")));
    assert_eq!(answer.header("access-control-allow-private-network"), Some("true"));
    let path = format!("/query?query={}", encode("SELECT * { ?s ?p ?o }"));
    let plain = server.get(&path, JSON);
    assert!(plain.header("content-encoding").is_none() && plain.header("vary").is_some());
    let zipped = server.send("GET", &path, &[("Accept", JSON), ("Accept-Encoding", "br, gzip, deflate")], None);
    assert_eq!(zipped.header("content-encoding"), Some("gzip"));
    assert!(zipped.body.len() * 2 < plain.body.len() && zipped.body.starts_with(&[0x1f, 0x8b]));
    let identity = server.send("GET", &path, &[("Accept", JSON), ("Accept-Encoding", "identity")], None);
    assert!(identity.header("content-encoding").is_none());
    let head = server.send("HEAD", &path, &[("Accept", JSON)], None);
    assert_eq!((head.status, head.media(), head.body.len()), (200, JSON, 0));
}

#[test]
fn the_service_and_the_graph_describe_themselves() {
    let (_folder, server) = served(&[]);
    for path in ["/query", "/sparql", "/", "/.well-known/void"] {
        let answer = server.get(path, "text/turtle");
        assert_eq!((answer.status, answer.media()), (200, "text/turtle"), "{path}");
        let text = answer.text();
        assert!(text.contains(&format!("http://{}/query", server.address)), "{text}");
        assert!(text.contains("SPARQL11Query") && !text.contains("SPARQL11Update"), "{text}");
    }
    let comunica = "application/n-quads,application/trig;q=0.95,text/turtle;q=0.6,text/html;q=0.2";
    assert_eq!(server.get("/query", comunica).media(), "application/n-quads");
    let browser = server.get("/query", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    assert_eq!((browser.status, browser.header("location")), (303, Some("/sparql-editor")));
    let page = server.get("/", "text/html");
    assert!(page.text().contains("2 documents") && page.header("content-security-policy").is_some());
}

#[test]
fn every_thing_has_an_address() {
    let (_folder, server) = served(&[]);
    let khiva = format!("/e/{}", encode("希瓦汗國"));
    let page = server.get(&khiva, "text/html");
    assert_eq!((page.status, page.media()), (200, "text/html"));
    assert!(page.text().contains("<h1>希瓦汗國</h1>") && page.text().contains("invaded"), "{}", page.text());
    for (path, accept, media) in [
        (format!("{khiva}.ttl"), "text/html", "text/turtle"),
        (format!("{khiva}.jsonld"), "*/*", "application/ld+json"),
        (khiva.clone(), "application/n-triples", "application/n-triples"),
        ("/o/invaded".to_owned(), "text/turtle", "text/turtle"),
        ("/o/State.nt".to_owned(), "*/*", "application/n-triples"),
        (format!("/g/doc/zh/{}", encode("希瓦汗國")), "application/trig", "application/trig"),
    ] {
        let answer = server.get(&path, accept);
        assert_eq!((answer.status, answer.media()), (200, media), "{path}: {}", answer.text());
        assert!(answer.text().contains("kg.example"), "{path}: {}", answer.text());
    }
    // Any known name, in any script, leads to the one address.
    for name in ["希瓦汗国", "Khanate of Khiva"] {
        let answer = server.get(&format!("/e/{}", encode(name)), "text/turtle");
        assert_eq!((answer.status, answer.header("location")), (303, Some(khiva.as_str())), "{name}");
        let answer = server.get(&format!("/search?q={}", encode(name)), "text/html");
        assert_eq!((answer.status, answer.header("location")), (303, Some(khiva.as_str())), "{name}");
    }
    // From the entity to a fact, and to its sentence.
    let text = page.text();
    let fact = text.split("href=\"/f/").nth(1).and_then(|rest| rest.split('"').next()).expect("a fact is linked");
    let fact = server.get(&format!("/f/{fact}"), "text/html");
    assert!(fact.text().contains("<mark>") && fact.text().contains("rule zh/"), "{}", fact.text());
}

#[test]
fn a_query_that_takes_too_long_is_ended() {
    let (_folder, server) = served(&["--timeout", "1"]);
    let numbers = (0..4000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    let triple = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";
    for query in [
        format!(
            "SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} }}"
        ),
        format!("SELECT * {{ {triple} }} ORDER BY STR(?c) STR(?i)"),
        format!("SELECT (GROUP_CONCAT(?c) AS ?all) {{ {triple} }}"),
    ] {
        let start = Instant::now();
        let answer = server.ask(&query, JSON);
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(answer.text().contains("too long") || answer.text().contains("memory"), "{}", answer.text());
        assert!(answer.header("retry-after").is_some());
        // Far below what it would take; machines that test are slow.
        assert!(start.elapsed() < Duration::from_secs(20));
    }
    // One that has begun to answer is cut, and can be seen to be.
    let rows = format!("SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} }}");
    let answer = server.ask(&rows, "text/csv");
    assert!(answer.status == 503 || !answer.whole, "{} bytes as if whole", answer.body.len());
    let after = server.ask(SELECT, JSON);
    assert_eq!(after.status, 200, "{}", after.text());
    let numbers = server.get("/metrics", "*/*").text();
    assert!(numbers.contains("kg_requests_total{status=\"5xx\"}"), "{numbers}");
}

#[test]
fn a_new_build_is_served_without_a_restart() {
    let (folder, server) = served(&[]);
    let count = "SELECT (COUNT(DISTINCT ?f) AS ?n) { ?f rdf:predicate kg:invaded }";
    let before = server.ask(count, "text/csv").text();
    folder.write("data/浩罕.md", "**浩罕汗國**是中亞國家。\n\n1842年，布哈拉酋長國入侵浩罕汗國。\n");
    assert!(folder.run(&["build"]).status.success());
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.ask(count, "text/csv").text() == before {
        assert!(Instant::now() < deadline, "the old graph is still served");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn writing_needs_leave() {
    let folder = Folder::built();
    folder.write("token", "0123456789abcdef0123\n");
    folder.write("short", "abc\n");
    let open = ["serve", "--writable", "--bind", "0.0.0.0:0"];
    let (code, said) = folder.error(&open);
    assert!(code == 2 && said.contains("--token-file"), "{said}");
    let (code, said) = folder.error(&["serve", "--writable", "--token-file", "short", "--bind", "127.0.0.1:0"]);
    assert!(code == 2 && said.contains("16 or more"), "{said}");
    let server =
        Server::start(folder.command(&["serve", "--writable", "--token-file", "token", "--bind", "127.0.0.1:0"]));
    let update = b"INSERT DATA { <http://x.example/s> <http://x.example/p> 1 }";
    let kind = ("Content-Type", "application/sparql-update");
    let send = |headers: &[(&str, &str)]| server.send("POST", "/update", headers, Some(update)).status;
    assert_eq!(send(&[kind]), 401);
    assert_eq!(send(&[kind, ("Authorization", "Bearer 0123456789abcdef0124")]), 401);
    assert_eq!(send(&[kind, ("Authorization", "Bearer 0123456789abcdef0123")]), 204);
    let there = server.ask("ASK { <http://x.example/s> ?p 1 }", JSON);
    assert!(there.text().contains("true"), "{}", there.text());
    // A server that writes has the store for itself.
    let (code, said) = folder.error(&["build"]);
    assert!(code == 2 && said.contains("serve --writable"), "{said}");
    let (code, said) = folder.error(&["serve", "--bind", "127.0.0.1:0"]);
    assert!(code == 2 && said.contains("for itself"), "{said}");
    drop(server);
}

#[test]
fn a_page_of_another_site_may_not_write() {
    let (_folder, server) = served(&["--writable"]);
    let send = |headers: &[(&str, &str)]| {
        let mut all = vec![("Content-Type", FORM)];
        all.extend(headers);
        server.send("POST", "/update", &all, Some(b"update=CLEAR+ALL")).status
    };
    assert_eq!(send(&[("Origin", "https://evil.example")]), 403);
    assert_eq!(send(&[("Host", "rebound.example")]), 403);
    assert_eq!(send(&[("Origin", &format!("http://{}", server.address))]), 204);
}

#[test]
fn slow_and_broken_requests_do_not_stop_others() {
    let (_folder, server) = served(&[]);
    let mut slow = Vec::new();
    for bytes in [
        b"GET / HT".as_slice(),
        b"POST /query HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nqu",
        b"\x00\xff\r\n\r\n",
        b"",
    ] {
        for _ in 0..20 {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            stream.write_all(bytes).unwrap();
            slow.push(stream);
        }
    }
    assert_eq!(server.ask(SELECT, JSON).status, 200);
    // What is no HTTP is answered with 400 and closed.
    let mut bad = TcpStream::connect(&server.address).unwrap();
    bad.write_all(b"NONSENSE\r\n\r\n").unwrap();
    let mut said = String::new();
    bad.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 400"), "{said}");
}

#[test]
fn articles_are_served_in_one_step() {
    let folder = Folder::new();
    folder.write("texts/khiva.md", common::KHIVA);
    let server = Server::start(folder.command(&["serve", "texts", "--bind", "127.0.0.1:0", "--quiet"]));
    assert!(server.ask(SELECT, "text/csv").text().contains("希瓦汗國"));
    assert!(!folder.path().join("kg.db").exists(), "the store of the folder is not touched");
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_end_ends_and_takes_its_processes_along() {
    let (_folder, server) = served(&[]);
    assert_eq!(server.ask(SELECT, JSON).status, 200);
    let children = || {
        let all = std::process::Command::new("pgrep").args(["-P", &server.id().to_string()]).output().unwrap();
        String::from_utf8_lossy(&all.stdout).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let before = children();
    assert!(!before.is_empty(), "processes answer");
    std::process::Command::new("kill").arg(server.id().to_string()).status().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(&server.address).is_ok() || before.iter().any(|p| alive(p)) {
        assert!(Instant::now() < deadline, "still there");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
fn alive(process: &str) -> bool {
    std::path::Path::new(&format!("/proc/{process}/exe")).exists()
        && std::fs::read_link(format!("/proc/{process}/exe")).is_ok()
}
