//! Names that begin with what somebody has typed: ids of sections and of guides.

use std::collections::BTreeMap;

use tantivy::schema::Field;

use super::lookup::is_held;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// How many ids of each segment are looked at for headings: who waits for a completion does so for a moment only.
const LOOKED_AT: usize = 200_000;

impl Engine {
    /// Ids of sections that begin with `start`, at most `most`; then the ends of ids from their heading on that do, as
    /// far as only one section has them. Sorted.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn ids_beginning(&self, start: &str, most: usize) -> Result<Vec<String>> {
        let mut ids = self.beginning(self.fields.id, start, most)?;
        if start.is_empty() || start.contains(['#', '/', ':']) {
            return Ok(ids);
        }
        let mut anchors: BTreeMap<String, usize> = BTreeMap::new();
        self.each(self.fields.id, "", LOOKED_AT, &mut |id| {
            if let Some((_, anchor)) = id.rsplit_once('#').filter(|(_, anchor)| anchor.starts_with(start)) {
                *anchors.entry(anchor.to_owned()).or_default() += 1;
            }
            true
        })?;
        ids.extend(anchors.into_iter().filter(|(_, sections)| *sections == 1).map(|(anchor, _)| anchor).take(most));
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Guides, as ids begin with them, that begin with `start`; where there are none, other names they go by (file names
    /// and titles, in lower case). At most `most`, sorted.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn guides_beginning(&self, start: &str, most: usize) -> Result<Vec<String>> {
        let keys = self.beginning(self.fields.key, start, most)?;
        if keys.is_empty() { self.beginning(self.fields.guide, &start.to_lowercase(), most) } else { Ok(keys) }
    }

    /// Values of a raw field that begin with `start`, at most `most` of each segment, sorted.
    fn beginning(&self, field: Field, start: &str, most: usize) -> Result<Vec<String>> {
        let mut values = Vec::new();
        self.each(field, start, LOOKED_AT, &mut |value| {
            values.push(value.to_owned());
            values.len() < most
        })?;
        values.sort_unstable();
        values.dedup();
        values.truncate(most);
        Ok(values)
    }

    /// Calls `take` with every value of a raw field that begins with `start` and that a section has, until it gives
    /// `false`; at most `most` of each segment are looked at.
    fn each(&self, field: Field, start: &str, most: usize, take: &mut dyn FnMut(&str) -> bool) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field).map_err(unreadable)?;
            let range = inverted.terms().range().ge(start.as_bytes());
            let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
            for _ in 0..most {
                if !stream.advance() || !stream.key().starts_with(start.as_bytes()) {
                    break;
                }
                let Ok(value) = std::str::from_utf8(stream.key()) else { continue };
                if is_held(segment, &inverted, stream.value())? && !take(value) {
                    break;
                }
            }
        }
        Ok(())
    }
}
