use kg::fact::*;
fn main() {
    let pack = match std::env::var("KG_ONTOLOGY") {
        Ok(d) => kg::pack::Pack::load(d.as_ref()),
        Err(_) => kg::pack::Pack::built_in(),
    };
    let pack = pack.unwrap_or_else(|e| {
        eprintln!("{e}");
        std::process::exit(2)
    });
    let ex = kg::extract::Extractor::new(&pack).unwrap_or_else(|e| {
        eprintln!("{e}");
        std::process::exit(2)
    });
    let mut total = 0;
    let mut secs = 0.0;
    let all = std::env::var("KG_ALL").is_ok();
    for a in std::env::args().skip(1) {
        let b = std::fs::read(&a).unwrap();
        let stem = std::path::Path::new(&a).file_stem().unwrap().to_string_lossy().into_owned();
        let t = std::time::Instant::now();
        let Ok(d) = kg::source::read(&a, &stem, &b) else {
            eprintln!("skip {a}");
            continue;
        };
        let x = ex.extract(&d);
        if std::env::var("KG_DESCRIBE").is_ok() {
            eprintln!("{}", ex.describe(&d));
        }
        secs += t.elapsed().as_secs_f64();
        total += b.len();
        let ent = |i: usize| serde_json::json!({"iri": x.entities[i].title, "class": x.entities[i].class, "labels": x.entities[i].names.iter().map(|n| &n.text).collect::<Vec<_>>()});
        let term = |t: &Term| match t {
            Term::Entity(e) => ent(*e),
            Term::Literal(l) => serde_json::json!({"literal": l}),
        };
        for f in &x.facts {
            if f.status != Status::Affirmed && !all {
                continue;
            }
            let mut v = serde_json::json!({"doc": x.document.title, "r": f.relation, "s": ent(f.subject), "o": term(&f.object), "quote": f.evidence[0].quote_text, "rule": f.evidence[0].rule, "status": f.status});
            if let Some(t) = &f.time {
                v["time"] = t.edtf.clone().into();
            }
            for (k, q) in [("place", f.place), ("to", f.to), ("treaty", f.treaty), ("leader", f.leader)] {
                if let Some(q) = q {
                    v[k] = ent(q);
                }
            }
            if let Some(p) = &f.position {
                v["position"] = term(p);
            }
            if let Some(a) = &f.amount {
                v["amount"] = a.value.clone().into();
                v["unit"] = a.unit.clone().into();
            }
            println!("{v}");
        }
    }
    eprintln!("{total} bytes {secs:.3} s {:.1} MB/s", total as f64 / 1e6 / secs);
}
