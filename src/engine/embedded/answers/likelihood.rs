//! How much a difference in counts tells.

/// Dunning's log-likelihood ratio −2 log λ, "Accurate Methods for the Statistics of Surprise and Coincidence" (1993): of
/// `all` and `others` sections, `have` and `others_have` have a word. With O observed and E expected where both have it
/// equally often, over the four cells of sections that have it and that do not:
///
/// ```text
/// G² = 2 Σ O · ln(O / E)
/// ```
///
/// 0 where both have it equally often, whichever has more; no count is larger than its total.
pub(in crate::engine) fn log_likelihood(have: u64, all: u64, others_have: u64, others: u64) -> f64 {
    let total = (all + others) as f64;
    let with = (have + others_have) as f64;
    let cell = |observed: u64, side: u64, kind: f64| {
        let expected = side as f64 * kind / total;
        if observed == 0 { 0.0 } else { observed as f64 * (observed as f64 / expected).ln() }
    };
    let sum = cell(have, all, with)
        + cell(others_have, others, with)
        + cell(all - have, all, total - with)
        + cell(others - others_have, others, total - with);
    2.0 * sum.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::log_likelihood;

    #[test]
    fn figures_of_the_paper() {
        // Its table of bigrams: "the swiss" 110, 2442, 111, 29114 and "can be" 29, 13, 123, 31612.
        assert!((log_likelihood(110, 2552, 111, 29225) - 270.72).abs() < 0.005);
        assert!((log_likelihood(29, 42, 123, 31735) - 263.90).abs() < 0.005);
    }

    #[test]
    fn equal_shares_tell_nothing_and_empty_cells_do_no_harm() {
        assert_eq!(log_likelihood(5, 10, 50, 100), 0.0);
        assert_eq!(log_likelihood(0, 10, 0, 100), 0.0);
        assert_eq!(log_likelihood(10, 10, 100, 100), 0.0);
        // Three of three against none of nine.
        let expected = 2.0 * (3.0 * 4f64.ln() + 9.0 * (4f64 / 3.0).ln());
        assert!((log_likelihood(3, 3, 0, 9) - expected).abs() < 1e-9);
    }
}
