//! Headings that have some words, the last of them perhaps not typed to its end.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use tantivy::columnar::StrColumn;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::completions::LOOKED_AT;
use super::together::sections_with;
use crate::engine::embedded::store::schema::Fields;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// How many headings of each segment are put in order: those that begin so, then the most frequent.
const NAMED: usize = 500;

/// A heading, however it is written.
pub(in crate::engine) struct Headline {
    /// Its words, see [`crate::engine::embedded::store::document::headline`].
    pub words: String,
    /// How many live sections have it.
    pub sections: u64,
    /// In each segment that has it, the first section that does, by path and line.
    pub first: Vec<DocAddress>,
}

/// What a heading must have.
pub(in crate::engine) struct Wanted<'a> {
    /// Words of it, each any of its terms.
    pub words: &'a [Vec<Term>],
    /// The beginning of another, folded.
    pub start: &'a str,
    /// All of it as a headline: headings that begin so come first.
    pub typed: &'a str,
}

/// Headings that have what is wanted, at most `limit`: those that begin so first, then by the number of sections, then
/// short ones.
pub(in crate::engine) fn headlines(
    wanted: &Wanted<'_>,
    limit: usize,
    searcher: &Searcher,
    fields: &Fields,
) -> Result<Vec<Headline>> {
    let mut segments = Vec::new();
    for (number, reader) in (0..).zip(searcher.segment_readers()) {
        segments.extend(Segment::open(number, reader, wanted, fields)?);
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for segment in &segments {
        for (words, sections) in segment.named(wanted.typed)? {
            *counts.entry(words).or_default() += sections;
        }
    }
    let found = counts.into_iter().map(|(words, sections)| Headline { words, sections, first: Vec::new() });
    let mut found: Vec<Headline> = found.collect();
    let rank = |a: &Headline, b: &Headline| a.rank(wanted.typed).cmp(&b.rank(wanted.typed));
    found.sort_unstable_by(rank);
    found.truncate(limit);
    // A segment may not have named a heading of which it has a few.
    found.iter_mut().for_each(|headline| headline.sections = 0);
    for segment in &segments {
        segment.complete(&mut found)?;
    }
    found.sort_unstable_by(rank);
    Ok(found)
}

impl Headline {
    fn rank(&self, typed: &str) -> (bool, Reverse<u64>, usize, &str) {
        (!self.words.starts_with(typed), Reverse(self.sections), self.words.len(), &self.words)
    }
}

/// The sections of a segment whose headings have what is wanted.
struct Segment<'a> {
    number: u32,
    reader: &'a SegmentReader,
    headlines: StrColumn,
    /// The sections, each with the ordinal of its heading.
    sections: Vec<(u64, DocId)>,
    /// How many sections there are for each ordinal.
    counts: Vec<u32>,
}

impl<'a> Segment<'a> {
    /// None where no section has a heading.
    fn open(
        number: u32,
        reader: &'a SegmentReader,
        wanted: &Wanted<'_>,
        fields: &Fields,
    ) -> Result<Option<Segment<'a>>> {
        let Some(headlines) = reader.fast_fields().str("headline").map_err(unreadable)? else { return Ok(None) };
        let begun = with_beginning(wanted.start, reader, fields)?;
        let docs: Vec<DocId> = if wanted.words.is_empty() {
            (0..).zip(&begun).filter(|(doc, begun)| **begun && !reader.is_deleted(*doc)).map(|(doc, _)| doc).collect()
        } else {
            let docs = sections_with(reader, wanted.words).map_err(unreadable)?;
            docs.into_iter().filter(|doc| begun[*doc as usize]).collect()
        };
        let mut counts = vec![0; headlines.num_terms()];
        let mut sections = Vec::with_capacity(docs.len());
        for doc in docs {
            let Some(ordinal) = headlines.ords().first(doc) else { continue };
            sections.push((ordinal, doc));
            counts[ordinal as usize] += 1;
        }
        Ok(Some(Segment { number, reader, headlines, sections, counts }))
    }

    /// The headings that come first here, by name, and how many sections have each.
    fn named(&self, typed: &str) -> Result<Vec<(String, u64)>> {
        let begin = self.beginning(typed)?;
        let order = |(ordinal, count): &(u64, u32)| (!begin.contains(ordinal), Reverse(*count), *ordinal);
        let counted = (0..).zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0);
        let mut chosen: Vec<(u64, u32)> = counted.collect();
        if chosen.len() > NAMED {
            chosen.select_nth_unstable_by_key(NAMED, order);
            chosen.truncate(NAMED);
        }
        chosen.sort_unstable();
        let ordinals: Vec<u64> = chosen.iter().map(|(ordinal, _)| *ordinal).collect();
        let mut names = Vec::with_capacity(chosen.len());
        let name = |bytes: &[u8]| names.push(String::from_utf8_lossy(bytes).into_owned());
        self.headlines
            .dictionary()
            .sorted_ords_to_term_cb(&ordinals, name)
            .map_err(|error| unreadable(error.into()))?;
        Ok(names.into_iter().zip(chosen).map(|(name, (_, count))| (name, u64::from(count))).collect())
    }

    /// The ordinals of headings that begin so.
    fn beginning(&self, typed: &str) -> Result<Range<u64>> {
        let first = typed.as_bytes().to_vec();
        let beyond = [typed.as_bytes(), &[u8::MAX]].concat();
        let bounds = self.headlines.dictionary().term_bounds_to_ord(Bound::Included(first), Bound::Excluded(beyond));
        let (start, end) = bounds.map_err(|error| unreadable(error.into()))?;
        let at = |bound: Bound<u64>| match bound {
            Bound::Included(ordinal) | Bound::Excluded(ordinal) => ordinal,
            Bound::Unbounded => u64::MAX,
        };
        Ok(at(start)..at(end))
    }

    /// Adds to headings what this segment has of them.
    fn complete(&self, found: &mut [Headline]) -> Result<()> {
        let mut places: Vec<(u64, usize)> = Vec::with_capacity(found.len());
        for (place, headline) in found.iter_mut().enumerate() {
            let ordinal = self.headlines.dictionary().term_ord(&headline.words);
            if let Some(ordinal) = ordinal.map_err(|error| unreadable(error.into()))? {
                headline.sections += u64::from(self.counts[ordinal as usize]);
                places.push((ordinal, place));
            }
        }
        places.sort_unstable();
        let keys = self.reader.fast_fields().str("key").map_err(unreadable)?;
        // The keys of a segment are in the order of their ordinals, and the sections of a guide in that of their lines.
        let order = |doc: DocId| (keys.as_ref().and_then(|keys| keys.ords().first(doc)), doc);
        let mut first = vec![None; places.len()];
        for (ordinal, doc) in &self.sections {
            if let Ok(at) = places.binary_search_by_key(ordinal, |(known, _)| *known) {
                let here = order(*doc);
                if first[at].is_none_or(|known| here < known) {
                    first[at] = Some(here);
                }
            }
        }
        for ((_, place), first) in places.into_iter().zip(first) {
            found[place].first.extend(first.map(|(_, doc)| DocAddress::new(self.number, doc)));
        }
        Ok(())
    }
}

/// For each section of a segment, whether a word of its heading begins so.
fn with_beginning(start: &str, reader: &SegmentReader, fields: &Fields) -> Result<Vec<bool>> {
    let mut begun = vec![false; reader.max_doc() as usize];
    let inverted = reader.inverted_index(fields.heading_forms).map_err(unreadable)?;
    let range = inverted.terms().range().ge(start.as_bytes());
    let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
    for _ in 0..LOOKED_AT {
        if !stream.advance() || !stream.key().starts_with(start.as_bytes()) {
            break;
        }
        let postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic);
        let mut postings = postings.map_err(|error| unreadable(error.into()))?;
        while postings.doc() != TERMINATED {
            begun[postings.doc() as usize] = true;
            postings.advance();
        }
    }
    Ok(begun)
}
