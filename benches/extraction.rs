//! How fast documents become facts on one core, and which stage takes the time.
//!
//!     cargo bench --bench extraction [-- FILE-OR-FOLDER…] [--only-whole]
//!
//! Reads `data/`, or the files named, again and again. Speeds are bytes of source per second of processor time (not of
//! the wall clock: other work on the machine changes little). The stages are measured by running the flow up to each of
//! them; the last row is the whole, and what it takes beyond the stages before it is rules, discourse and collecting.
//! Compiling the rules (once a run) stands apart. `--only-whole` runs nothing but extraction, five times as long, for a
//! profiler: `perf record $(ls -t target/release/deps/extraction-* | grep -v '\.d$' | head -n 1) --only-whole`, after
//! `cargo rustc --release --bench extraction -- -C strip=none`, which keeps the names of functions.

use kg::document::Document;
use kg::extract::Extractor;
use kg::extract::mention::{self, Finder};
use kg::pack::Pack;
use kg::source;
use kg::text::script;
use kg::text::time::find_times;
use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_whole = arguments.iter().any(|a| a == "--only-whole");
    let named: Vec<PathBuf> = arguments.iter().filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    let paths = if named.is_empty() { vec!["data".into()] } else { named };
    let mut sources = Vec::new();
    for file in source::discover(&paths).files {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file)?;
        let shown = file.to_string_lossy().into_owned();
        if let Ok(document) = source::read(&shown, &stem, &bytes) {
            sources.push((shown, stem, bytes, document));
        }
    }
    let bytes: usize = sources.iter().map(|(.., bytes, _)| bytes.len()).sum();
    println!("{} documents, {:.1} kB of source", sources.len(), bytes as f64 / 1e3);

    let start = cpu_time();
    let pack = Pack::built_in()?;
    let parsed = cpu_time();
    let extractor = Extractor::new(&pack)?;
    let compiled = cpu_time();
    println!("pack: {:.0} ms to read, {:.0} ms to compile\n", ms(parsed - start), ms(compiled - parsed));
    let namers: BTreeMap<_, _> =
        pack.languages.iter().map(|l| (l.lang, Finder::new(&pack.gazetteer, &l.names))).collect();

    let documents: Vec<&Document> = sources.iter().map(|(.., document)| document).collect();
    if only_whole {
        for _ in 0..5 {
            let time = measure(|| documents.iter().for_each(|d| drop(black_box(extractor.extract(d)))));
            println!("extraction {:>9.2} ms {:>9.2} MB/s", ms(time), bytes as f64 / 1e6 / time.as_secs_f64());
        }
        return Ok(());
    }
    let mentions = |document: &Document| {
        let folded = script::fold_all(&document.chars);
        namers.get(&document.lang).map(|n| mention::find(document, &folded, n)).unwrap_or_default()
    };
    let read = measure(|| {
        for (shown, stem, bytes, _) in &sources {
            let _ = black_box(source::read(shown, stem, bytes));
        }
    });
    let find = measure(|| documents.iter().for_each(|d| drop(black_box(mentions(d)))));
    let dates = measure(|| {
        for document in &documents {
            black_box(find_times(&script::fold_all(&document.chars), document.lang));
        }
    });
    let extract = measure(|| documents.iter().for_each(|d| drop(black_box(extractor.extract(d)))));
    let rest = extract.saturating_sub(find + dates);
    let whole = read + extract;
    println!("{:<28} {:>9} {:>9} {:>7}", "stage", "ms", "MB/s", "share");
    for (stage, time) in
        [("read", read), ("mentions", find), ("dates", dates), ("rules and collecting", rest), ("whole", whole)]
    {
        let speed = bytes as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{stage:<28} {:>9.2} {speed:>9.2} {:>6.1}%",
            ms(time),
            100.0 * time.as_secs_f64() / whole.as_secs_f64()
        );
    }
    let facts: usize = documents.iter().map(|d| extractor.extract(d).facts.len()).sum();
    println!("\n{facts} facts");
    Ok(())
}

/// The processor time of one run: the best of five batches, each long enough for the clock of the system.
fn measure(mut run: impl FnMut()) -> Duration {
    let start = cpu_time();
    run();
    let once = (cpu_time() - start).max(Duration::from_millis(1));
    let runs = (200 / once.as_millis() as u32).max(1);
    let batches = (0..5).map(|_| {
        let start = cpu_time();
        (0..runs).for_each(|_| run());
        (cpu_time() - start) / runs
    });
    batches.min().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// How long this thread has run on a processor; the wall clock where the system does not say.
fn cpu_time() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse().ok())
        .map(Duration::from_nanos);
    nanoseconds.unwrap_or_else(|| START.with(Instant::elapsed))
}
