//! The columns of a segment, each opened when it is first asked for and then kept: opening one costs as much as reading
//! a few thousand of its values.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, SegmentReader};

use super::facet_column::Facet;
use super::facts::{Facts, LeadFacts};

/// The facets that are counted, in the order used everywhere.
pub(in crate::engine) const COUNTED: [&str; FACETS] = ["role", "section", "tag", "corpus"];

/// The places of roles and section facets among them.
pub(in crate::engine) const ROLES: usize = 0;
pub(in crate::engine) const SECTIONS: usize = 1;

/// How many there are.
pub(in crate::engine) const FACETS: usize = 4;

/// One number for each section of a segment, 0 where a section has none.
#[derive(Clone)]
pub(in crate::engine) enum Numbers {
    /// As it is on disk.
    Packed(Column<u64>),
    /// Unpacked once, for those who ask often.
    Unpacked(Arc<[u64]>),
}

impl Numbers {
    pub(in crate::engine) fn get(&self, doc: DocId) -> u64 {
        match self {
            Numbers::Packed(column) => column.first(doc).unwrap_or(0),
            Numbers::Unpacked(values) => values.get(doc as usize).copied().unwrap_or(0),
        }
    }

    fn unpacked(&self, sections: u32) -> Numbers {
        Numbers::Unpacked((0..sections).map(|doc| self.get(doc)).collect())
    }
}

/// The columns of one segment.
pub(in crate::engine) struct Columns {
    readers: FastFieldReaders,
    sections: u32,
    facts: OnceLock<Numbers>,
    lead_facts: OnceLock<Numbers>,
    passages: OnceLock<Numbers>,
    digests: OnceLock<Column<u64>>,
    dates: OnceLock<Column<i64>>,
    keys: OnceLock<Option<StrColumn>>,
    facets: [OnceLock<Option<Facet>>; FACETS],
}

impl Columns {
    /// Opens none of them yet.
    pub(in crate::engine) fn of(reader: &SegmentReader) -> Columns {
        Columns {
            readers: reader.fast_fields().clone(),
            sections: reader.max_doc(),
            facts: OnceLock::new(),
            lead_facts: OnceLock::new(),
            passages: OnceLock::new(),
            digests: OnceLock::new(),
            dates: OnceLock::new(),
            keys: OnceLock::new(),
            facets: Default::default(),
        }
    }

    /// [`Facts`] of every section.
    pub(in crate::engine) fn sections(&self) -> tantivy::Result<Sections> {
        self.numbers(&self.facts, "facts").map(|numbers| Sections(numbers.clone()))
    }

    /// [`LeadFacts`] of the guide of every section.
    pub(in crate::engine) fn leads(&self) -> tantivy::Result<Leads> {
        self.numbers(&self.lead_facts, "lead_facts").map(|numbers| Leads(numbers.clone()))
    }

    /// A number that sections with the same heading and text share; 0 for a heading with nothing under it.
    pub(in crate::engine) fn passages(&self) -> tantivy::Result<&Numbers> {
        self.numbers(&self.passages, "passage")
    }

    /// What tells each guide from others, with its first section.
    pub(in crate::engine) fn digests(&self) -> tantivy::Result<&Column<u64>> {
        kept(&self.digests, || self.readers.u64("digest"))
    }

    /// The date of every section's guide, seconds since 1970.
    pub(in crate::engine) fn dates(&self) -> tantivy::Result<&Column<i64>> {
        kept(&self.dates, || self.readers.i64("date"))
    }

    /// The key of every section's guide; the ordinals of a segment are in the order of the keys.
    pub(in crate::engine) fn keys(&self) -> tantivy::Result<Option<&StrColumn>> {
        kept(&self.keys, || self.readers.str("key")).map(Option::as_ref)
    }

    /// The values of a facet, by its place in [`COUNTED`]; none where no section has any.
    pub(in crate::engine) fn facet(&self, facet: usize) -> tantivy::Result<Option<&Facet>> {
        let open = || self.readers.str(COUNTED[facet]).map(|column| column.map(Facet::of));
        kept(&self.facets[facet], open).map(Option::as_ref)
    }

    /// Unpacks what every search reads: costs a few milliseconds and some fifty bytes for each section, once.
    ///
    /// # Errors
    /// Where a column cannot be read.
    pub(in crate::engine) fn unpack(&mut self) -> tantivy::Result<()> {
        let unpacked = |numbers: &Numbers| OnceLock::from(numbers.unpacked(self.sections));
        let facts = unpacked(self.numbers(&self.facts, "facts")?);
        let lead_facts = unpacked(self.numbers(&self.lead_facts, "lead_facts")?);
        let passages = unpacked(self.passages()?);
        (self.facts, self.lead_facts, self.passages) = (facts, lead_facts, passages);
        for facet in 0..FACETS {
            self.facet(facet)?;
            if let Some(Some(facet)) = self.facets[facet].get_mut() {
                facet.unpack(self.sections);
            }
        }
        Ok(())
    }

    fn numbers<'a>(&self, cell: &'a OnceLock<Numbers>, name: &str) -> tantivy::Result<&'a Numbers> {
        kept(cell, || self.readers.u64(name).map(Numbers::Packed))
    }
}

/// What a cell holds, put there first if need be.
fn kept<T>(cell: &OnceLock<T>, open: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<&T> {
    match cell.get() {
        Some(known) => Ok(known),
        None => {
            let opened = open()?;
            Ok(cell.get_or_init(|| opened))
        }
    }
}

/// The facts of a segment's sections.
#[derive(Clone)]
pub(in crate::engine) struct Sections(Numbers);

impl Sections {
    pub(in crate::engine) fn of(&self, doc: DocId) -> Facts {
        Facts(self.0.get(doc))
    }

    /// The first section of the guide of a section.
    pub(in crate::engine) fn lead(&self, doc: DocId) -> DocId {
        doc.saturating_sub(self.of(doc).nth())
    }
}

/// The facts of a segment's guides.
#[derive(Clone)]
pub(in crate::engine) struct Leads(Numbers);

impl Leads {
    /// Those of the guide that begins with the section `lead`.
    pub(in crate::engine) fn of(&self, lead: DocId) -> LeadFacts {
        LeadFacts(self.0.get(lead))
    }
}
