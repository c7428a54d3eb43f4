//! Asking and timing.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::class::Asked;
use super::percentiles::percentile;
use crate::engine::Engine;
use crate::error::Result;

/// How long one query took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// Each run.
    pub runs: Vec<Duration>,
    /// How many sections it found.
    pub found: u64,
}

impl Timed {
    /// The time of its median run; none where it was never run.
    pub fn median(&self) -> Option<Duration> {
        let mut runs = self.runs.clone();
        runs.sort_unstable();
        percentile(&runs, 50)
    }
}

/// Asks all queries one after the other, `rounds` times over, and calls `asked` after each. Two queries of a class never
/// follow each other as long as other classes are left, so that what disturbs the machine for a moment does not fall on
/// one class. Gives their times in the order of the queries, each of which should have been asked once before: the
/// first answer reads from disk what later ones have in memory.
///
/// A run is what `kb search` does on an open index: reading the query, finding, ranking, counting, snippets. Printing is
/// left out.
///
/// # Errors
/// Where a query is beyond the limits, or the index cannot be read.
pub fn measure(engine: &Engine, queries: &[Asked], rounds: usize, asked: &dyn Fn()) -> Result<Vec<Timed>> {
    let mut timed: Vec<Timed> = queries.iter().map(|_| Timed { runs: Vec::with_capacity(rounds), found: 0 }).collect();
    let order = in_turn(queries);
    for _ in 0..rounds {
        for &n in &order {
            let started = Instant::now();
            let results = engine.search(&queries[n].query()?)?;
            let took = started.elapsed();
            timed[n].found = black_box(&results).total;
            timed[n].runs.push(took);
            asked();
        }
    }
    Ok(timed)
}

/// Places of queries, the first of every class before the second of any.
fn in_turn(queries: &[Asked]) -> Vec<usize> {
    let mut seen: Vec<(super::Class, usize)> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(queries.len());
    for (n, asked) in queries.iter().enumerate() {
        let nth = match seen.iter_mut().find(|(class, _)| *class == asked.class) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((asked.class, 0));
                0
            }
        };
        places.push((nth, n));
    }
    places.sort_unstable();
    places.into_iter().map(|(_, n)| n).collect()
}

/// How long queries took, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Latency {
    /// How many queries there were.
    pub queries: usize,
    /// How many sections the median query found.
    pub found: u64,
    /// Half of the queries took no longer. The time of a query is the median of its runs: percentiles tell how queries
    /// differ, not how busy the machine was.
    pub p50_ms: f64,
    /// 90% of the queries took no longer.
    pub p90_ms: f64,
    /// 99% of the queries took no longer.
    pub p99_ms: f64,
    /// The slowest of all runs: nothing is left out here.
    pub max_ms: f64,
    /// Queries answered in a second of all runs together, one after another.
    pub per_second: f64,
}

impl Latency {
    /// Sums up the times of some queries; none where there are none.
    pub fn of<'t>(timed: impl IntoIterator<Item = &'t Timed>) -> Option<Latency> {
        let (mut medians, mut found, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for query in timed {
            medians.push(query.median()?);
            found.push(query.found);
            all.extend(query.runs.iter().copied());
        }
        medians.sort_unstable();
        found.sort_unstable();
        let sum: Duration = all.iter().sum();
        let at = |percent| percentile(&medians, percent).map(milliseconds);
        Some(Latency {
            queries: medians.len(),
            found: percentile(&found, 50)?,
            p50_ms: at(50)?,
            p90_ms: at(90)?,
            p99_ms: at(99)?,
            max_ms: milliseconds(*all.iter().max()?),
            per_second: (all.len() as f64 / sum.as_secs_f64().max(1e-9) * 10.0).round() / 10.0,
        })
    }
}

/// Rounded to a microsecond.
fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Latency, Timed, in_turn};
    use crate::latency::class::{Asked, Class};

    #[test]
    fn a_query_counts_with_its_median_and_the_slowest_run_is_told() {
        let timed =
            |runs: &[u64], found| Timed { runs: runs.iter().map(|ms| Duration::from_millis(*ms)).collect(), found };
        let all = [timed(&[2, 1, 90], 5), timed(&[4, 4, 4], 7), timed(&[3, 3, 3], 1)];
        let latency = Latency::of(&all).unwrap();
        assert_eq!((latency.queries, latency.found), (3, 5));
        assert_eq!((latency.p50_ms, latency.p90_ms, latency.p99_ms, latency.max_ms), (3.0, 4.0, 4.0, 90.0));
        // Nine runs in 114 milliseconds.
        assert_eq!(latency.per_second, 78.9);
        assert_eq!(Latency::of(&[]), None);
    }

    #[test]
    fn classes_take_turns() {
        let classes = [Class::And, Class::And, Class::And, Class::Or, Class::Phrase, Class::Phrase];
        let queries = classes.map(|class| Asked::new(class, ""));
        assert_eq!(in_turn(&queries), [0, 3, 4, 1, 5, 2]);
    }
}
