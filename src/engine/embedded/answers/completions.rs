//! Words of the guides that begin with some letters.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};

use super::together::sections_with;
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::store::schema::Fields;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// How many words of each segment are looked at, in the order of the alphabet.
pub(in crate::engine) const LOOKED_AT: usize = 50_000;

/// Of how many of them, the most frequent, it is counted where they stand.
const COUNTED: usize = 2_000;

/// A word and the number of sections that have it.
pub(in crate::engine) struct Completion {
    pub form: String,
    pub sections: u64,
}

/// The words that begin with `start`, at most `limit`: those in most live sections first, then short ones. Where
/// `earlier` words are given, only sections that have all of them count. Stop words are left out.
///
/// Words come in the order of an upper bound, how many sections have them whether live or not, and it is counted only
/// until the bound tells that nothing better can come (Fagin's threshold, 2001).
pub(in crate::engine) fn complete(
    start: &str,
    earlier: &[Vec<Term>],
    limit: usize,
    statistics: &Statistics<'_>,
    fields: &Fields,
    analyzer: &mut Analyzer,
) -> Result<Vec<Completion>> {
    let searcher = statistics.searcher;
    let within = if earlier.is_empty() { None } else { Some(Within::open(searcher, earlier)?) };
    let mut found: Vec<Completion> = Vec::new();
    let mut best: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
    for (form, most) in candidates(searcher, fields, start)? {
        if best.len() >= limit && best.peek().is_some_and(|Reverse(last)| *last > most) {
            break;
        }
        let term = Term::from_field_text(fields.forms, &form);
        let sections = match &within {
            Some(within) => within.count(searcher, &term)?,
            None => statistics.live(&[term])?,
        };
        if sections > 0 && !analyzer.query_words(&form).iter().any(|word| word.stop) {
            best.push(Reverse(sections));
            if best.len() > limit {
                best.pop();
            }
            found.push(Completion { form, sections });
        }
    }
    found.sort_unstable_by(|a, b| rank(&a.form, a.sections).cmp(&rank(&b.form, b.sections)));
    found.truncate(limit);
    Ok(found)
}

/// Frequent words first, then short ones.
fn rank(form: &str, sections: u64) -> (Reverse<u64>, usize, &str) {
    (Reverse(sections), form.len(), form)
}

/// Words that begin so and in how many sections each is at most, in the order of [`rank`].
fn candidates(searcher: &Searcher, fields: &Fields, start: &str) -> Result<Vec<(String, u64)>> {
    let mut words: Vec<(String, u64)> = Vec::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(fields.forms).map_err(unreadable)?;
        let range = inverted.terms().range().ge(start.as_bytes());
        let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
        for _ in 0..LOOKED_AT {
            if !stream.advance() || !stream.key().starts_with(start.as_bytes()) {
                break;
            }
            let form = String::from_utf8_lossy(stream.key()).into_owned();
            words.push((form, u64::from(stream.value().doc_freq)));
        }
    }
    if searcher.segment_readers().len() > 1 {
        words.sort_unstable();
        words.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
            }
            same
        });
    }
    let order = |a: &(String, u64), b: &(String, u64)| rank(&a.0, a.1).cmp(&rank(&b.0, b.1));
    if words.len() > COUNTED {
        words.select_nth_unstable_by(COUNTED, order);
        words.truncate(COUNTED);
    }
    words.sort_unstable_by(order);
    Ok(words)
}

/// The live sections that have the words before.
struct Within(Vec<Vec<bool>>);

impl Within {
    fn open(searcher: &Searcher, earlier: &[Vec<Term>]) -> Result<Within> {
        let of_one = |reader: &SegmentReader| -> tantivy::Result<Vec<bool>> {
            let mut has = vec![false; reader.max_doc() as usize];
            for doc in sections_with(reader, earlier)? {
                has[doc as usize] = true;
            }
            Ok(has)
        };
        let segments = searcher.segment_readers().iter().map(of_one).collect::<tantivy::Result<_>>();
        Ok(Within(segments.map_err(unreadable)?))
    }

    /// How many of the sections have the term, too.
    fn count(&self, searcher: &Searcher, term: &Term) -> Result<u64> {
        let mut count = 0;
        for (reader, has) in searcher.segment_readers().iter().zip(&self.0) {
            let inverted = reader.inverted_index(term.field()).map_err(unreadable)?;
            let postings = inverted.read_postings(term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(|error| unreadable(error.into()))? else { continue };
            while postings.doc() != TERMINATED {
                count += u64::from(has[postings.doc() as usize]);
                postings.advance();
            }
        }
        Ok(count)
    }
}
