//! Known items looked for: at which rank they turn up.

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use super::known_items::{Kind, KnownItem};
use crate::engine::Engine;
use crate::error::Result;
use crate::guide::SectionId;
use crate::query::{Expr, Query, Ranking};

/// A known item with the ranks at which it was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// What the question was made from.
    pub kind: Kind,
    /// The question.
    pub text: String,
    /// The section it was made from.
    pub id: SectionId,
    /// The section's rank, from 1; none where it is not among the first ten.
    pub section_rank: Option<u64>,
    /// The rank of the first section of the same guide; none where none is among the first ten.
    pub guide_rank: Option<u64>,
}

/// How often something was found: shares of the questions, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Hits {
    /// At rank 1.
    pub top_1: f64,
    /// At rank 3 or better.
    pub top_3: f64,
    /// At rank 10 or better.
    pub top_10: f64,
    /// The mean of one by the rank, 0 where it is not among the first ten.
    #[serde(rename = "mrr@10")]
    pub mrr: f64,
}

/// Searches for every item as `kb search` does by default, the question read as text without operators. Questions are
/// asked in parallel; the answer does not depend on that.
///
/// # Errors
/// Where the index cannot be read.
pub fn find(engine: &Engine, items: &[KnownItem], ranking: Ranking) -> Result<Vec<Found>> {
    items.par_iter().map(|item| find_one(engine, item, ranking)).collect()
}

fn find_one(engine: &Engine, item: &KnownItem, ranking: Ranking) -> Result<Found> {
    let words = item.text.split_whitespace().map(|word| Expr::Word(word.to_owned()));
    let query = Query { facets: false, snippets: false, ranking, ..Query::new(&item.text, Expr::And(words.collect())) };
    let hits = engine.search(&query)?.hits;
    let rank = |found: &dyn Fn(&crate::results::Hit) -> bool| hits.iter().find(|hit| found(hit)).map(|hit| hit.rank);
    Ok(Found {
        kind: item.kind,
        text: item.text.clone(),
        id: item.id.clone(),
        // A section with the same text may stand for it.
        section_rank: rank(&|hit| hit.id == item.id || hit.also.contains(&item.id)),
        guide_rank: rank(&|hit| hit.key == item.key),
    })
}

impl Hits {
    /// Counts ranks, one a question.
    pub fn of(ranks: impl ExactSizeIterator<Item = Option<u64>>) -> Hits {
        let count = ranks.len().max(1) as f64;
        let mut hits = Hits::default();
        for rank in ranks.flatten().filter(|rank| *rank <= 10) {
            hits.top_1 += f64::from(u8::from(rank == 1));
            hits.top_3 += f64::from(u8::from(rank <= 3));
            hits.top_10 += 1.0;
            hits.mrr += 1.0 / rank as f64;
        }
        Hits {
            top_1: hits.top_1 / count,
            top_3: hits.top_3 / count,
            top_10: hits.top_10 / count,
            mrr: hits.mrr / count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hits;

    #[test]
    fn ranks_are_counted() {
        let hits = Hits::of([Some(1), Some(2), Some(4), None].into_iter());
        assert_eq!((hits.top_1, hits.top_3, hits.top_10), (0.25, 0.5, 0.75));
        assert_eq!(hits.mrr, (1.0 + 0.5 + 0.25) / 4.0);
        assert_eq!(Hits::of([].into_iter()), Hits::default());
    }
}
