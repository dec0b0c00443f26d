//! How long completing a name takes among a million names: `cargo bench --bench complete`.

use kg::serve::Index;
use std::fmt::Write;
use std::time::Instant;

/// So many names, Chinese and English by turns.
const NAMES: usize = 1_000_000;

fn main() {
    let chars: Vec<char> =
        "中俄清元明宋唐漢北南西東安平定遠海山河州城汗國王軍州縣府道路江湖島門關口堡寨營旗部落族人".chars().collect();
    let words = [
        "Khan", "Treaty", "Battle", "Emir", "Duke", "War", "Siege", "Prince", "Karl", "Otto", "Ivan", "Omar", "North",
        "South",
    ];
    let mut lines = String::new();
    for n in 0..NAMES {
        let label = if n % 2 == 0 {
            (0..2 + n % 5).map(|i| chars[(n * 31 + i * 7919 + n / 97) % chars.len()]).collect::<String>()
                + &n.to_string()
        } else {
            format!("{} of {} {n}", words[n % words.len()], words[(n / 14) % words.len()])
        };
        // Writing to a string does not fail.
        let _ = writeln!(lines, "{label}\te/{n}\t{label}\tState\t{}", n % 100);
    }
    let start = Instant::now();
    let index = Index::new(&lines);
    println!("{NAMES} names indexed in {:.1} s", start.elapsed().as_secs_f64());
    let typed = ["中", "俄清", "国", "k", "kh", "khan", "Khan of", "treaty of w", "otto", "9", "999999", "不"];
    let mut slowest = 0.0_f64;
    for text in typed {
        let start = Instant::now();
        let mut found = 0;
        for _ in 0..100 {
            found = std::hint::black_box(index.complete(text, 12)).len();
        }
        let each = start.elapsed().as_secs_f64() * 10.0;
        slowest = slowest.max(each);
        println!("{text:12} {found:3} proposals {each:7.3} ms");
    }
    println!("slowest {slowest:.3} ms");
}
