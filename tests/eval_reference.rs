//! The measures of `kb eval` held against others' figures and against the definitions, written down once more.

use std::collections::BTreeMap;
use std::fs;

use kb::eval::{Judged, MEASURES, Measure, Scores};

use crate::harness::{Kb, repository, text};

/// `tests/eval/reference.tsv` has what `trec_eval` gives for the run and the judgements beside it: `ndcg_cut_10`,
/// `recip_rank` with the run cut to ten documents, `recall_100` and `map`. The lines of the run are shuffled.
#[test]
fn figures_agree_with_trec_eval() {
    let folder = repository().join("tests/eval");
    let [qrels, run] = ["reference.qrels", "reference.run"].map(|name| folder.join(name).display().to_string());
    let answer = Kb::new().run(["eval", "--qrels", &qrels, "--compare", &run, &run, "--format", "json"]).found().json();
    let expected = fs::read_to_string(folder.join("reference.tsv")).unwrap();
    let measured = answer["per_query"].as_array().unwrap();
    assert_eq!(measured.len(), 4);
    for (query, line) in measured.iter().zip(expected.lines()) {
        let (id, figures) = line.split_once('\t').unwrap();
        assert_eq!(text(&query["id"]), id);
        for (key, figure) in ["ndcg@10", "mrr@10", "recall@100", "map"].into_iter().zip(figures.split('\t')) {
            for run in ["a", "b"] {
                let ours = query[run][key].as_f64().unwrap();
                assert!((ours - figure.parse::<f64>().unwrap()).abs() < 5e-7, "{id} {key}: {ours}, not {figure}");
            }
        }
    }
}

/// The definitions, each by itself and without regard to cost.
fn plainly(measure: Measure, ranking: &[String], judged: &Judged) -> f64 {
    let grade = |name: &String| judged.get(name).copied().unwrap_or(0).max(0) as f64;
    let all = judged.keys().filter(|name| grade(name) > 0.0).count() as f64;
    let among = |n: usize| ranking.iter().take(n).filter(|name| grade(name) > 0.0).count() as f64;
    let gain = |order: &[f64]| (0..order.len().min(10)).map(|at| order[at] / (at as f64 + 2.0).log2()).sum::<f64>();
    match measure {
        _ if all == 0.0 => 0.0,
        Measure::Ndcg => {
            let mut best: Vec<f64> = judged.keys().map(grade).collect();
            best.sort_by(|a, b| b.total_cmp(a));
            gain(&ranking.iter().map(grade).collect::<Vec<_>>()) / gain(&best)
        }
        Measure::Mrr => (1..=10).find(|n| among(*n) > 0.0).map_or(0.0, |n| 1.0 / n as f64),
        Measure::Recall => among(100) / all,
        Measure::Map => {
            let ranks = (1..=ranking.len()).filter(|n| grade(&ranking[n - 1]) > 0.0);
            ranks.map(|n| among(n) / n as f64).sum::<f64>() / all
        }
    }
}

/// Numbers below `limit`, always the same ones (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn figures_agree_with_the_definitions() {
    let mut dice = Dice(7);
    let mut above_nothing = BTreeMap::new();
    for _ in 0..300 {
        let documents = 1 + dice.below(180);
        let mut ranking: Vec<String> = Vec::new();
        for n in 0..documents {
            let at = dice.below(n + 1) as usize;
            ranking.insert(at, format!("d{n}"));
        }
        // Some judged documents are not found.
        let judged: Judged = (0..1 + dice.below(40))
            .map(|_| (format!("d{}", dice.below(documents + 20)), dice.below(5) as i64 - 1))
            .collect();
        let scores = Scores::of(ranking.iter().map(String::as_str), &judged);
        for measure in MEASURES {
            let (ours, plain) = (scores.get(measure), plainly(measure, &ranking, &judged));
            assert!((ours - plain).abs() < 1e-9, "{measure:?}: {ours}, not {plain}, for {ranking:?} {judged:?}");
            *above_nothing.entry(measure.name()).or_insert(0) += usize::from(plain > 0.0 && plain < 1.0);
        }
    }
    assert!(above_nothing.len() == 4 && above_nothing.values().all(|count| *count > 50), "{above_nothing:?}");
}
