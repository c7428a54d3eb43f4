//! Sections that cannot be among the best are not scored: the best must be the same as where all are.

use kb::engine::{Engine, IndexFolder};
use kb::query::{Page, Query, Ranking, parse};

use crate::harness::Kb;

/// The same numbers on every run.
struct Numbers(u64);

impl Numbers {
    /// A number below `most`, small ones far more often.
    fn skewed(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        (share * share * share * most as f64) as u64
    }
}

fn word(rank: u64) -> String {
    let letters = ["ka", "lo", "mi", "nu", "pe", "ra", "so", "ti"];
    let mut rest = rank;
    let mut word = "w".to_owned();
    for _ in 0..4 {
        word.push_str(letters[(rest % 8) as usize]);
        rest /= 8;
    }
    word
}

/// Enough guides that most are passed over.
fn guides() -> Kb {
    let mut numbers = Numbers(7);
    let mut kb = Kb::new();
    for guide in 0..900 {
        let mut text = format!("# {} {}\n\n", word(numbers.skewed(300)), word(numbers.skewed(300)));
        for _ in 0..=numbers.skewed(6) {
            text.push_str(&format!("## {} {}\n\n", word(numbers.skewed(300)), word(numbers.skewed(300))));
            for _ in 0..numbers.skewed(60) {
                text.push_str(&word(numbers.skewed(300)));
                text.push(' ');
            }
            text.push_str("\n\n");
        }
        let role = ["platform", "infrastructure", "both"][guide % 3];
        kb = kb
            .file(&format!("corpus/{guide:03}.md"), format!("---\nrole: {role}\ntags: [t{}]\n---\n{text}", guide % 7));
    }
    kb.run(["index", "corpus"]).found();
    kb
}

fn queries() -> Vec<String> {
    let mut numbers = Numbers(11);
    let mut words = || word(numbers.skewed(200));
    let mut queries = vec![String::new(), format!("NOT {}", word(0)), format!("{} OR {}", word(0), word(1))];
    for _ in 0..12 {
        queries.push(words());
        queries.push(format!("{} {}", words(), words()));
        queries.push(format!("{} OR {}", words(), words()));
        queries.push(format!("{} OR {} OR {}", words(), words(), words()));
        queries.push(format!("{} {} {} {} {}", words(), words(), words(), words(), words()));
        queries.push(format!("{} -{}", words(), words()));
        queries.push(format!("title:{} {}", words(), words()));
        queries.push(format!("{}* {}", &words()[..5], words()));
        queries.push(format!("\"{} {}\" OR {}", words(), words(), words()));
    }
    queries
}

#[test]
fn the_best_are_the_same_however_many_are_scored() {
    let kb = guides();
    let folder = IndexFolder::new(kb.path("index"));
    let cold = Engine::open(&folder).unwrap();
    let mut warm = Engine::open(&folder).unwrap();
    warm.warm().unwrap();
    let mut broad = 0;
    for text in queries() {
        for ranking in [Ranking::default(), Ranking::one_pass(), Ranking::bm25()] {
            let query = Query { ranking, fold: false, ..Query::new(&text, parse(&text).unwrap()) };
            let first = |engine: &Engine, query: &Query| -> (usize, Vec<(String, f32)>) {
                let found = engine.find(query).unwrap();
                let ten = found.iter().take(10).map(|found| (engine.key(found).unwrap(), found.score)).collect();
                (found.len(), ten)
            };
            // All of them are scored where all are asked for.
            let (all, expected) = first(&cold, &Query { page: Page { limit: 0, offset: 0 }, ..query.clone() });
            broad += usize::from(all > 1_000);
            for engine in [&cold, &warm] {
                assert_eq!(first(engine, &query).1, expected, "{text}");
                assert_eq!(
                    first(engine, &Query { totals: false, facets: false, ..query.clone() }).1,
                    expected,
                    "{text}"
                );
            }
            if ranking == Ranking::default() {
                let (warm, cold) = (warm.search(&query).unwrap(), cold.search(&query).unwrap());
                assert_eq!((warm.total as usize, &warm.facets), (all, &cold.facets), "{text}");
            }
        }
    }
    assert!(broad > 20, "only {broad} queries have more matches than are scored");
}

#[test]
fn a_passage_is_folded_also_where_the_guide_that_has_it_first_is_no_good() {
    let mut kb = Kb::new();
    for guide in 0..300 {
        kb = kb.file(&format!("corpus/b{guide}.md"), format!("# Other\n\n{}.\n", word(guide)));
    }
    for guide in 0..60 {
        let note = format!("## Note\n\nThe granite ridge {}.\n", word(guide));
        kb = kb.file(&format!("corpus/z{guide:02}.md"), format!("# Granite\n\n{note}"));
        if guide < 15 {
            let others: String = (0..400).map(|nth| word(guide * 400 + nth) + " ").collect();
            kb = kb.file(&format!("corpus/a{guide:02}.md"), format!("# Other\n\n{note}\n## More\n\n{others}\n"));
        }
    }
    kb.run(["index", "corpus"]).found();
    let engine = Engine::open(&IndexFolder::new(kb.path("index"))).unwrap();
    let ranking = Ranking::one_pass();
    let query = Query { ranking, totals: false, facets: false, ..Query::new("granite", parse("granite").unwrap()) };
    let keys = |query: &Query| -> Vec<String> {
        engine.find(query).unwrap().iter().take(10).map(|found| engine.key(found).unwrap()).collect()
    };
    let all = keys(&Query { page: Page { limit: 0, offset: 0 }, ..query.clone() });
    assert_eq!(all[0], "z15.md", "those before it come where others have the same");
    assert_eq!(keys(&query), all);
    // The best few need not be looked for among all where nothing is folded.
    let apart = Query { fold: false, ..query };
    assert_eq!(keys(&apart)[0], "z00.md");
}
