//! A section as it is kept in the index.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::engine::analysis::Language;
use crate::error::{Error, Result};
use crate::guide::{LineRange, Reasons, Section, SectionId, Unit};

/// A section with what is needed to show it: [`Section`] and a few facts of its guide.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredSection {
    /// The stable id.
    pub id: SectionId,
    /// The key of its guide.
    pub key: String,
    /// The title of its guide.
    pub guide: String,
    /// Its own title.
    pub title: String,
    /// The titles from the guide down to it, both included.
    pub breadcrumb: Vec<String>,
    /// The heading's level, 1 to 6; 0 for text above the first heading.
    pub level: u8,
    /// Its roles.
    pub roles: BTreeSet<String>,
    /// Its section facet; empty where none applies.
    pub section: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it stands in the source file.
    pub lines: LineRange,
    /// What those lines are.
    #[serde(default, skip_serializing_if = "Unit::is_line")]
    pub unit: Unit,
    /// The guide's date, seconds since 1970.
    pub date: i64,
    /// The text below its heading, markup removed.
    pub body: String,
    /// Why it has its roles and its facet.
    pub reasons: Reasons,
    /// The language of its guide.
    #[serde(default)]
    pub(in crate::engine) language: Language,
}

impl StoredSection {
    pub(in crate::engine) fn new(key: &str, guide: &str, date: i64, language: Language, section: Section) -> Self {
        StoredSection {
            id: section.id,
            key: key.to_owned(),
            guide: guide.to_owned(),
            title: section.title,
            breadcrumb: section.breadcrumb,
            level: section.level,
            roles: section.roles,
            section: section.facet,
            tags: section.tags,
            lines: section.lines,
            unit: section.unit,
            date,
            body: section.body,
            reasons: section.reasons,
            language,
        }
    }

    pub(in crate::engine) fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| Error::internal(format!("cannot store section {}", self.id), error))
    }

    pub(in crate::engine) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes).map_err(|error| Error::internal("cannot read a section from the index", error))
    }
}
