//! Known values of a field, and the nearest one to a value that is not known.

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet as _, InvertedIndexReader, Searcher, SegmentReader, TERMINATED};

use crate::engine::embedded::unreadable::unreadable;
use crate::error::{Error, Result};
use crate::guide::nearest;

/// Every value of a raw field that any section has, sorted.
pub(in crate::engine) fn values(searcher: &Searcher, field: Field) -> Result<Vec<String>> {
    let mut values = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field).map_err(unreadable)?;
        let mut stream = inverted.terms().stream().map_err(|error| unreadable(error.into()))?;
        while stream.advance() {
            if !is_held(segment, &inverted, stream.value())? {
                continue;
            }
            values.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
    }
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

/// Values of a field that begin with `start`, at most `most` of each segment, sorted.
pub(in crate::engine) fn beginning(searcher: &Searcher, field: Field, start: &str, most: usize) -> Result<Vec<String>> {
    let mut values = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field).map_err(unreadable)?;
        let range = inverted.terms().range().ge(start.as_bytes());
        let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
        for _ in 0..most {
            if !stream.advance() || !stream.key().starts_with(start.as_bytes()) {
                break;
            }
            values.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
    }
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

/// Whether any section has a term: those that were deleted and not yet merged away have none.
pub(super) fn is_held(segment: &SegmentReader, inverted: &InvertedIndexReader, term: &TermInfo) -> Result<bool> {
    if !segment.has_deletes() {
        return Ok(true);
    }
    let postings = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic);
    let mut postings = postings.map_err(|error| unreadable(error.into()))?;
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            return Ok(true);
        }
        postings.advance();
    }
    Ok(false)
}

/// How many sections have a term.
pub(super) fn holders(segment: &SegmentReader, inverted: &InvertedIndexReader, term: &TermInfo) -> Result<u64> {
    if !segment.has_deletes() {
        return Ok(u64::from(term.doc_freq));
    }
    let postings = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic);
    let mut postings = postings.map_err(|error| unreadable(error.into()))?;
    let mut sections = 0;
    while postings.doc() != TERMINATED {
        sections += u64::from(!segment.is_deleted(postings.doc()));
        postings.advance();
    }
    Ok(sections)
}

/// Whether any section has this value of a raw field.
fn is_known(searcher: &Searcher, field: Field, value: &str) -> Result<bool> {
    let term = Term::from_field_text(field, value);
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field).map_err(unreadable)?;
        let found = inverted.get_term_info(&term).map_err(|error| unreadable(error.into()))?;
        if let Some(found) = found
            && is_held(segment, &inverted, &found)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The value as the index has it: as given, else with other capitals, or without the `/` at its ends.
///
/// # Errors
/// [`Error::NotFound`] with the nearest known value where there is none; `flag` is named in it.
pub(in crate::engine) fn resolve(searcher: &Searcher, field: Field, flag: &str, given: &str) -> Result<String> {
    let given = given.trim();
    let bare = given.trim_matches('/');
    let lower = bare.to_lowercase();
    // An absolute path needs the `/` it begins with.
    for form in [given, &given.to_lowercase(), bare, &lower] {
        if is_known(searcher, field, form)? {
            return Ok(form.to_owned());
        }
    }
    let known = values(searcher, field)?;
    match known.iter().find(|value| value.to_lowercase() == lower) {
        Some(value) => Ok(value.clone()),
        None => Err(unknown(flag, given, &known)),
    }
}

/// The error for a value nobody knows.
pub(in crate::engine) fn unknown(flag: &str, given: &str, known: &[String]) -> Error {
    let error = Error::not_found(format!("no {flag} `{given}` in this index"));
    match nearest(given, known) {
        Some(near) => error.with_hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => error.with_hint(format!("the guides in it have no {flag}")),
        None if known.len() <= 12 => error.with_hint(format!("there is {}", known.join(", "))),
        None => error.with_hint("`kb facets` lists the values there are"),
    }
}
