//! How long `kg build` takes on the articles of `data/`, and how much memory for ten thousand of them.
//!
//!     cargo bench --bench build [-- COPIES]
//!
//! Runs the program itself, store included: from nothing, with nothing changed, with one article changed; then from
//! COPIES articles (default 10000; 0 leaves it out), made of those of `data/` under titles of their own. Memory is the
//! most that was resident, as the kernel counts it (`VmHWM`).

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let copies = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-build-{}", std::process::id()));
    fs::create_dir_all(&work)?;
    let done = measure(&work, copies);
    fs::remove_dir_all(&work)?;
    done
}

fn measure(work: &Path, copies: usize) -> Result<()> {
    let articles = articles()?;
    let folder = work.join("articles");
    fs::create_dir(&folder)?;
    for article in &articles {
        fs::copy(article, folder.join(article.file_name().ok_or("no name")?))?;
    }
    let bytes: u64 = articles.iter().map(|a| fs::metadata(a).map_or(0, |m| m.len())).sum();
    println!("{} articles, {:.1} kB\n", articles.len(), bytes as f64 / 1e3);
    println!("{:<40} {:>9} {:>9}", "kg build", "seconds", "MiB");
    let store = work.join("kg.db");
    let mut first = (Duration::MAX, 0);
    for _ in 0..5 {
        remove_store(&store)?;
        first = first.min(build(&folder, &store)?);
    }
    row("from nothing, best of 5", first);
    row("nothing changed", build(&folder, &store)?);
    let changed = folder.join(articles[0].file_name().ok_or("no name")?);
    fs::write(&changed, fs::read_to_string(&changed)? + "\n1868年，俄國佔領撒馬爾罕。\n")?;
    row("one article changed", build(&folder, &store)?);
    if copies > 0 {
        let many = work.join("many");
        fs::create_dir(&many)?;
        let bytes = copy_many(&articles, &many, copies)?;
        remove_store(&store)?;
        let (time, memory) = build(&many, &store)?;
        row(&format!("{copies} articles, {:.1} MB", bytes as f64 / 1e6), (time, memory));
    }
    Ok(())
}

fn articles() -> Result<Vec<PathBuf>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut files = Vec::new();
    for entry in fs::read_dir(data)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "md") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes copies under distinct titles: the file name, and the first line where it names the page. Gives their bytes.
fn copy_many(articles: &[PathBuf], folder: &Path, copies: usize) -> Result<usize> {
    let mut bytes = 0;
    for copy in 0..copies {
        let article = &articles[copy % articles.len()];
        let title = article.file_stem().ok_or("no name")?.to_string_lossy();
        let text = fs::read_to_string(article)?;
        let text =
            text.replacen(&format!("[{title}]("), &format!("[{title} {copy}]("), usize::from(text.starts_with('>')));
        bytes += text.len();
        fs::write(folder.join(format!("{title} {copy}.md")), text)?;
    }
    Ok(bytes)
}

fn remove_store(store: &Path) -> Result<()> {
    if store.exists() {
        fs::remove_dir_all(store)?;
    }
    Ok(())
}

/// Runs `kg build`: how long it took, and its greatest resident memory in KiB.
fn build(folder: &Path, store: &Path) -> Result<(Duration, u64)> {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kg"))
        .args(["build", "--quiet", "--store"])
        .args([store, folder])
        .stdout(Stdio::null())
        .spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut memory = 0;
    let exit = loop {
        if let Some(exit) = child.try_wait()? {
            break exit;
        }
        memory = memory.max(high_water(&status).unwrap_or(0));
        thread::sleep(Duration::from_millis(2));
    };
    if !exit.success() {
        return Err(format!("kg build: {exit}").into());
    }
    Ok((start.elapsed(), memory))
}

fn high_water(status: &Path) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

fn row(name: &str, (time, memory): (Duration, u64)) {
    println!("{name:<40} {:>9.3} {:>9.1}", time.as_secs_f64(), memory as f64 / 1024.0);
}
