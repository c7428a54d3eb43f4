//! Asks the engine every question.

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::names::Names;
use super::run::{Ranking as Ranked, Run};
use super::topics::Topic;
use crate::engine::{Engine, Found};
use crate::error::Result;
use crate::query::{Group, Page, Query, Ranking};

/// Ranks the guides for every question: every partial match counts, a guide stands where its best section does.
/// `ranking` says which evidence counts; `depth` is how many guides are ranked at most, 0 for all. Questions are asked in parallel; the answer does not
/// depend on that.
///
/// # Errors
/// Where the index cannot be read.
pub fn rank(engine: &Engine, topics: &[Topic], names: &Names, depth: usize, ranking: Ranking) -> Result<Run> {
    let ranked = |topic: &Topic| -> Result<Ranked> {
        let query = Query {
            page: Page { limit: depth, offset: 0 },
            group: Group::Guide,
            any: true,
            facets: false,
            snippets: false,
            fold: false,
            ranking,
            ..Query::new(&topic.text, topic.expr.clone())
        };
        let document = |found: &Found| Ok((names.of(&engine.key(found)?), found.score));
        let documents = engine.find(&query)?.iter().map(document).collect::<Result<_>>()?;
        Ok(Ranked { topic: topic.id.clone(), documents })
    };
    Ok(Run { rankings: topics.par_iter().map(ranked).collect::<Result<_>>()? })
}
