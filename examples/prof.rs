use kb::engine::{Engine, IndexFolder};
use kb::query::{Query, Ranking, parse};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let engine = Engine::open(&IndexFolder::new(&a[1])).unwrap();
    let text = std::fs::read_to_string(&a[2]).unwrap();
    let rounds: usize = a[3].parse().unwrap();
    let only = a.get(4).cloned();
    let modes: [(&str, Ranking, bool, bool); 4] = [
        ("top", Ranking::one_pass(), false, false),
        ("top+facets", Ranking::one_pass(), true, false),
        ("1pass-full", Ranking::one_pass(), true, true),
        ("full", Ranking::default(), true, true),
    ];
    let queries: Vec<(&str, &str)> = text.lines().filter_map(|l| l.split_once('\t')).collect();
    let mut classes: Vec<&str> = queries.iter().map(|q| q.0).collect();
    classes.sort();
    classes.dedup();
    for (name, ranking, facets, snippets) in modes {
        if only.as_deref().is_some_and(|o| o != name) {
            continue;
        }
        for class in &classes {
            let mut times = vec![];
            let mut totals = vec![];
            for (_, q) in queries.iter().filter(|q| q.0 == *class) {
                let mut best = vec![];
                for _ in 0..rounds {
                    let t = Instant::now();
                    let expr = parse(q).unwrap();
                    let mut query = Query { ranking, facets, snippets, facet_limit: 10, ..Query::new(q, expr) };
                    if name.starts_with("top") {
                        tweak(&mut query);
                    }
                    let r = engine.search(&query).unwrap();
                    best.push(t.elapsed().as_nanos() as f64 / 1e3);
                    if best.len() == 1 {
                        totals.push(r.total)
                    }
                }
                best.sort_by(f64::total_cmp);
                times.push(best[best.len() / 2]);
            }
            times.sort_by(f64::total_cmp);
            totals.sort();
            let p = |x: f64| times[((times.len() as f64 * x).ceil() as usize).clamp(1, times.len()) - 1];
            println!(
                "{name:11} {class:8} n={:4} p50 {:8.1} p90 {:8.1} p99 {:9.1} mean {:8.1} total p50 {}",
                times.len(),
                p(0.5),
                p(0.9),
                p(0.99),
                times.iter().sum::<f64>() / times.len() as f64,
                totals[totals.len() / 2]
            );
        }
    }
}
fn tweak(_q: &mut Query) {}
