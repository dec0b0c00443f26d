//! A build that is killed leaves the old graph or the new one, whole, and the next build goes on from there.

#![cfg(unix)]

mod support;

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};
use support::{Folder, documents};

const KILLS: u32 = 20;

#[test]
fn killed_at_any_moment_the_graph_is_the_old_or_the_new() {
    let folder = Folder::with_articles();
    folder.build();
    let old = folder.export();
    // Every document changes, so that a rebuild reads and writes all of it.
    for path in documents(&folder.path("articles")).unwrap() {
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}\n\n1868年，俄國佔領撒馬爾罕。\n")).unwrap();
    }
    let kept = folder.path("kept");
    copy_all(&folder.path("kg.db"), &kept);
    let start = Instant::now();
    folder.build();
    let whole = start.elapsed();
    let new = folder.export();
    assert!(old != new);

    let (mut olds, mut news) = (0, 0);
    for kill in 0..KILLS {
        let store = folder.path(format!("store-{kill}"));
        copy_all(&kept, &store);
        let mut child = folder
            .command()
            .args(["build", "articles", "--quiet", "--store"])
            .arg(&store)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread over the whole build, and a little beyond it.
        std::thread::sleep(whole.mul_f64(1.1 * f64::from(kill) / f64::from(KILLS - 1)) + Duration::from_millis(1));
        let _ = child.kill();
        child.wait().unwrap();
        let store = store.to_str().unwrap();
        let run = folder.kg(["export", "--format", "nquads", "--store", store]);
        assert_eq!(run.code, 0, "kill {kill}: {}", run.err);
        match &run.out {
            out if *out == old => olds += 1,
            out if *out == new => news += 1,
            out => panic!("kill {kill}: neither the old graph nor the new, {} bytes", out.len()),
        }
        let run = folder.kg(["build", "articles", "--store", store]);
        assert_eq!(run.code, 0, "kill {kill}: {}", run.err);
        let run = folder.kg(["export", "--format", "nquads", "--store", store]);
        assert!(run.out == new, "kill {kill}: the next build does not give the new graph");
        let left = fs::read_dir(store)
            .unwrap()
            .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with("gen-"));
        assert_eq!(left.count(), 1, "kill {kill}: half a build was left behind");
        fs::remove_dir_all(store).unwrap();
    }
    eprintln!("{KILLS} kills: {olds} times the old graph, {news} times the new");
    assert!(olds > 0, "every kill came too late");
}

/// A first build that is killed leaves no graph, says so, and is no hindrance.
#[test]
fn killed_in_the_first_build() {
    let folder = Folder::with_articles();
    for wait in [2, 40, 90] {
        let mut child = folder.command().args(["build", "articles"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        let run = folder.kg(["facts"]);
        assert!(run.code == 0 || (run.code == 2 && run.err.contains("kg build")), "{}: {}", run.code, run.err);
    }
    folder.build();
    assert_eq!(folder.kg(["facts"]).code, 0);
}

fn copy_all(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
