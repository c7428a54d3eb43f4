//! What is measured of one ranking: nDCG@10, MRR@10, recall@100 and average precision, each from 0 to 1.
//!
//! All are as `trec_eval` has them. A document is relevant where its grade is above 0; one that was never judged is not.

use serde::Serialize;

use super::qrels::Judged;

/// A way to measure a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Measure {
    /// Discounted cumulative gain of the first ten over that of the best order there could be (Järvelin and
    /// Kekäläinen 2002): the gain of a document is its grade, none below 0, divided by log2(rank + 1).
    #[serde(rename = "ndcg@10")]
    Ndcg,
    /// One by the rank of the first relevant document, 0 where none is among the first ten.
    #[serde(rename = "mrr@10")]
    Mrr,
    /// The share of the relevant documents that is among the first hundred.
    #[serde(rename = "recall@100")]
    Recall,
    /// The mean, over all relevant documents, of the precision at the rank of each; 0 for one that was not found.
    #[serde(rename = "map")]
    Map,
}

/// All measures, in the order they are shown.
pub const MEASURES: [Measure; 4] = [Measure::Ndcg, Measure::Mrr, Measure::Recall, Measure::Map];

impl Measure {
    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Ndcg => "nDCG@10",
            Measure::Mrr => "MRR@10",
            Measure::Recall => "recall@100",
            Measure::Map => "MAP",
        }
    }
}

/// One figure for each measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Scores {
    /// [`Measure::Ndcg`].
    #[serde(rename = "ndcg@10")]
    pub ndcg: f64,
    /// [`Measure::Mrr`].
    #[serde(rename = "mrr@10")]
    pub mrr: f64,
    /// [`Measure::Recall`].
    #[serde(rename = "recall@100")]
    pub recall: f64,
    /// [`Measure::Map`].
    pub map: f64,
}

impl Scores {
    /// Measures a ranking, best document first, against the judgements of its question.
    pub fn of<'a>(ranking: impl IntoIterator<Item = &'a str>, judged: &Judged) -> Scores {
        let relevant = judged.values().filter(|grade| **grade > 0).count();
        if relevant == 0 {
            return Scores::default();
        }
        let mut gained = 0.0;
        let mut first = None;
        let mut found_in_100 = 0;
        let mut found = 0;
        let mut precisions = 0.0;
        for (at, document) in ranking.into_iter().enumerate() {
            let rank = at + 1;
            let Some(grade) = judged.get(document).copied().filter(|grade| *grade > 0) else { continue };
            found += 1;
            precisions += found as f64 / rank as f64;
            if rank <= 10 {
                gained += discounted(grade, rank);
                first = first.or(Some(rank));
            }
            if rank <= 100 {
                found_in_100 = found;
            }
        }
        Scores {
            ndcg: gained / best_gain(judged),
            mrr: first.map_or(0.0, |rank| 1.0 / rank as f64),
            recall: f64::from(found_in_100) / relevant as f64,
            map: precisions / relevant as f64,
        }
    }

    /// The mean of each measure; 0 where there is nothing to take it of.
    pub fn mean<'a>(all: impl ExactSizeIterator<Item = &'a Scores>) -> Scores {
        let count = all.len().max(1) as f64;
        let sum = all.fold(Scores::default(), |sum, one| Scores {
            ndcg: sum.ndcg + one.ndcg,
            mrr: sum.mrr + one.mrr,
            recall: sum.recall + one.recall,
            map: sum.map + one.map,
        });
        Scores { ndcg: sum.ndcg / count, mrr: sum.mrr / count, recall: sum.recall / count, map: sum.map / count }
    }

    /// The figure of one measure.
    pub fn get(&self, measure: Measure) -> f64 {
        match measure {
            Measure::Ndcg => self.ndcg,
            Measure::Mrr => self.mrr,
            Measure::Recall => self.recall,
            Measure::Map => self.map,
        }
    }
}

/// What a document of this grade adds at this rank, 1 being the first.
fn discounted(grade: i64, rank: usize) -> f64 {
    grade as f64 / (rank as f64 + 1.0).log2()
}

/// The gain of the best ten documents in the best order.
fn best_gain(judged: &Judged) -> f64 {
    let mut grades: Vec<i64> = judged.values().copied().filter(|grade| *grade > 0).collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    grades.iter().take(10).enumerate().map(|(at, grade)| discounted(*grade, at + 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::{Judged, Scores};

    fn judged(grades: &[(&str, i64)]) -> Judged {
        grades.iter().map(|(name, grade)| ((*name).to_owned(), *grade)).collect()
    }

    fn unjudged(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("unjudged-{n}")).collect()
    }

    fn measured(before: usize, grades: &[(&str, i64)]) -> Scores {
        let unjudged = unjudged(before);
        Scores::of(unjudged.iter().map(String::as_str).chain(["a"]), &judged(grades))
    }

    #[test]
    fn ranks_ten_and_a_hundred_are_the_last_that_count() {
        let tenth = measured(9, &[("a", 1)]);
        // 1 / log2(11) = 0.2891
        assert!((tenth.ndcg - 0.2891).abs() < 5e-5 && tenth.mrr == 0.1, "{tenth:?}");
        let eleventh = measured(10, &[("a", 1)]);
        assert_eq!((eleventh.ndcg, eleventh.mrr, eleventh.recall), (0.0, 0.0, 1.0));
        assert_eq!(measured(99, &[("a", 1)]).recall, 1.0);
        let late = measured(100, &[("a", 1)]);
        assert_eq!((late.recall, late.map), (0.0, 1.0 / 101.0));
    }

    #[test]
    fn grades_of_nothing_or_less_are_not_relevant() {
        let scores = Scores::of(["bad", "a"], &judged(&[("a", 1), ("bad", -2), ("dull", 0)]));
        // Gain 1 / log2(3) of 1.
        assert!((scores.ndcg - 0.6309).abs() < 5e-5, "{scores:?}");
        assert_eq!((scores.mrr, scores.recall, scores.map), (0.5, 1.0, 0.5));
        assert_eq!(Scores::of(["bad"], &judged(&[("bad", 0)])), Scores::default());
    }

    #[test]
    fn the_best_order_has_ten_places() {
        let names = unjudged(12);
        let judged: Judged = names.iter().map(|name| (name.clone(), 3)).collect();
        let scores = Scores::of(names.iter().map(String::as_str), &judged);
        assert_eq!((scores.ndcg, scores.recall, scores.map), (1.0, 1.0, 1.0));
    }
}
