//! Two runs held against each other, question by question.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use serde::Serialize;

use super::evaluation::Evaluation;
use super::measures::{MEASURES, Measure, Scores};
use super::permutation::{Chance, chance};

/// Differences this small are rounding: the question is a tie.
const TIE: f64 = 1e-12;

/// How two runs, A and B, differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// How many questions were measured.
    pub queries: usize,
    /// Each measure.
    pub measures: Vec<Compared>,
    /// Each question.
    pub per_query: Vec<Pair>,
}

/// How two runs differ by one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The measure.
    pub measure: Measure,
    /// The mean of A.
    pub a: f64,
    /// The mean of B.
    pub b: f64,
    /// What B has more than A.
    pub difference: f64,
    /// Questions for which B is better.
    pub wins: usize,
    /// Questions for which they are equal.
    pub ties: usize,
    /// Questions for which B is worse.
    pub losses: usize,
    /// How likely chance alone gives such a difference.
    #[serde(flatten)]
    pub chance: Chance,
}

/// The figures of both runs for one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The id of the question.
    pub id: String,
    /// The figures of A.
    pub a: Scores,
    /// The figures of B.
    pub b: Scores,
}

impl Comparison {
    /// Compares evaluations of the same questions in the same order.
    pub fn new(a: &Evaluation, b: &Evaluation) -> Comparison {
        let both = a.per_query.iter().zip(&b.per_query);
        let per_query: Vec<Pair> = both.map(|(a, b)| Pair { id: a.id.clone(), a: a.scores, b: b.scores }).collect();
        let compared = |measure: Measure| {
            let differences: Vec<f64> = per_query
                .iter()
                .map(|pair| pair.b.get(measure) - pair.a.get(measure))
                .map(|difference| if difference.abs() < TIE { 0.0 } else { difference })
                .collect();
            let wins = differences.iter().filter(|difference| **difference > 0.0).count();
            let losses = differences.iter().filter(|difference| **difference < 0.0).count();
            let (a, b) = (a.means.get(measure), b.means.get(measure));
            Compared {
                measure,
                a,
                b,
                difference: b - a,
                wins,
                ties: differences.len() - wins - losses,
                losses,
                chance: chance(&differences),
            }
        };
        let measures = MEASURES.into_par_iter().map(compared).collect();
        Comparison { queries: per_query.len(), measures, per_query }
    }
}
