//! Asks the engine every question.

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::names::Names;
use super::run::{Ranking, Run};
use super::topics::Topic;
use crate::engine::Engine;
use crate::error::Result;
use crate::query::{Group, Page, Query};

/// Ranks the guides for every question: every partial match counts, a guide stands where its best section does.
/// `depth` is how many guides are ranked at most, 0 for all. Questions are asked in parallel; the answer does not
/// depend on that.
///
/// # Errors
/// Where the index cannot be read.
pub fn rank(engine: &Engine, topics: &[Topic], names: &Names, depth: usize) -> Result<Run> {
    let ranking = |topic: &Topic| -> Result<Ranking> {
        let query = Query {
            page: Page { limit: depth, offset: 0 },
            group: Group::Guide,
            any: true,
            facets: false,
            snippets: false,
            ..Query::new(&topic.text, topic.expr.clone())
        };
        let hits = engine.search(&query)?.hits;
        let documents = hits.iter().map(|hit| (names.of(&hit.key), hit.score)).collect();
        Ok(Ranking { topic: topic.id.clone(), documents })
    };
    Ok(Run { rankings: topics.par_iter().map(ranking).collect::<Result<_>>()? })
}
