//! Laws that hold whatever the guides, edits and queries are, held against random ones.
//!
//! Every run has the same cases. `KB_SOAK_CASES` multiplies how many there are of each law (1), `KB_SOAK_SEED` makes other
//! ones (1). Both are printed with the counts; a case that breaks a law is made as small as it gets and printed.

mod edits;
mod facets;
mod highlights;
mod library;
mod queries;
mod seen;
mod texts;
mod words;

use std::cell::Cell;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// A case that breaks a law says how.
pub(crate) type Held = Result<(), TestCaseError>;

/// A law and how much it is tried.
struct Law {
    name: &'static str,
    /// How many random cases, to be multiplied.
    cases: u32,
    /// How many smaller cases are tried once one breaks the law.
    shrinks: u32,
}

impl Law {
    /// Holds the law against its random cases.
    fn holds<S: Strategy>(&self, strategy: &S, test: impl Fn(S::Value) -> Held) {
        let (factor, seed) = (number("KB_SOAK_CASES", 1), number("KB_SOAK_SEED", 1));
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&seed.to_le_bytes());
        let config = Config {
            cases: self.cases.saturating_mul(factor),
            failure_persistence: None,
            max_shrink_iters: self.shrinks,
            ..Config::default()
        };
        println!("{}: {} cases from seed {seed}", self.name, config.cases);
        let tried = Cell::new(0);
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        let outcome = runner.run(strategy, |case| {
            tried.set(tried.get() + 1);
            test(case)
        });
        if let Err(broken) = outcome {
            panic!("{} is broken after {} cases: {broken}", self.name, tried.get());
        }
    }
}

fn number(variable: &str, otherwise: u32) -> u32 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
