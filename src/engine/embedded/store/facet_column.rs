//! The values of one facet in a segment, by their ordinals in the facet's dictionary.

use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};

use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// A facet of a segment. A section may have several values, parents among them.
pub(in crate::engine) struct Facet {
    column: StrColumn,
    unpacked: Option<Unpacked>,
}

/// The ordinals of section `n` are those from `starts[n]` up to `starts[n + 1]`.
struct Unpacked {
    starts: Vec<u32>,
    ordinals: Vec<u32>,
    /// How many sections have each ordinal.
    totals: Vec<u32>,
}

impl Facet {
    pub(super) fn of(column: StrColumn) -> Facet {
        Facet { column, unpacked: None }
    }

    pub(super) fn unpack(&mut self, sections: u32) {
        let (mut starts, mut ordinals) = (vec![0], Vec::new());
        for doc in 0..sections {
            ordinals.extend(self.column.ords().values_for_doc(doc).map(|ordinal| ordinal as u32));
            starts.push(ordinals.len() as u32);
        }
        let mut totals = vec![0; self.terms()];
        for ordinal in &ordinals {
            if let Some(total) = totals.get_mut(*ordinal as usize) {
                *total += 1;
            }
        }
        self.unpacked = Some(Unpacked { starts, ordinals, totals });
    }

    /// How many different values there are.
    pub(in crate::engine) fn terms(&self) -> usize {
        self.column.num_terms()
    }

    /// Whether every section has the same one value.
    pub(in crate::engine) fn is_sole(&self) -> bool {
        self.terms() == 1 && self.column.ords().get_cardinality().is_full()
    }

    /// The ordinals of every section.
    pub(in crate::engine) fn ordinals(&self) -> &Column<u64> {
        self.column.ords()
    }

    /// Gives the ordinals of some sections, one after the other.
    pub(in crate::engine) fn each(&self, docs: impl Iterator<Item = DocId>, mut take: impl FnMut(u32)) {
        match &self.unpacked {
            Some(Unpacked { starts, ordinals, .. }) => {
                for doc in docs.map(|doc| doc as usize) {
                    if let Some([start, end]) = starts.get(doc..doc + 2) {
                        ordinals[*start as usize..*end as usize].iter().for_each(|ordinal| take(*ordinal));
                    }
                }
            }
            None => {
                let column = self.column.ords();
                docs.flat_map(|doc| column.values_for_doc(doc)).for_each(|ordinal| take(ordinal as u32));
            }
        }
    }

    /// How many sections of the segment have each ordinal, deleted ones included; none where it is not unpacked.
    pub(in crate::engine) fn totals(&self) -> Option<&[u32]> {
        self.unpacked.as_ref().map(|unpacked| unpacked.totals.as_slice())
    }

    /// Where the values stand in the dictionary; those it does not have are left out.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    pub(in crate::engine) fn ordinals_of(&self, values: &[String]) -> Result<Vec<u64>> {
        let mut ordinals = Vec::new();
        for value in values {
            let ordinal = self.column.dictionary().term_ord(value.as_bytes());
            ordinals.extend(ordinal.map_err(|error| unreadable(error.into()))?);
        }
        Ok(ordinals)
    }

    /// The values of some ordinals, which are in order.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    pub(in crate::engine) fn names(&self, ordinals: &[u64]) -> Result<Vec<String>> {
        let mut names = Vec::with_capacity(ordinals.len());
        let take = |value: &[u8]| names.push(String::from_utf8_lossy(value).into_owned());
        let found = self.column.dictionary().sorted_ords_to_term_cb(ordinals, take);
        found.map_err(|error| unreadable(error.into()))?;
        Ok(names)
    }
}
