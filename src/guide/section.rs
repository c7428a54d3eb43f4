//! A guide and its sections.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Acronym, LineRange, Link, Reasons, Unit};

/// A section's stable name: `path#anchor`, or `source:path#anchor` where the knowledge base has several sources.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SectionId(pub String);

impl fmt::Display for SectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One source file, split into sections.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// The file, below its source, with `/` on every system; `source:path` where there are several sources.
    /// Unique in an index.
    pub key: String,
    /// The title: front matter, else the top heading, else the file name made readable.
    pub title: String,
    /// When the guide was last changed, in seconds since 1970: the front matter's date, else that of git's last commit
    /// where git is asked, else the file's.
    pub date: i64,
    /// The sections, in the order of their lines. Empty where the file holds no text.
    pub sections: Vec<Section>,
    /// The acronyms it defines, in the order of their places; each pair of short and long form once.
    pub acronyms: Vec<Acronym>,
}

/// A heading and what stands under it, up to the next heading: the unit that is indexed, found and shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The stable id.
    pub id: SectionId,
    /// The heading's text; the guide's title for text above the first heading.
    pub title: String,
    /// The titles from the guide down to this section, both included.
    pub breadcrumb: Vec<String>,
    /// The heading's level, 1 to 6; 0 for text above the first heading.
    pub level: u8,
    /// The ids of the roles it speaks to.
    pub roles: BTreeSet<String>,
    /// The section facet, such as `skills/technical`; empty where none applies.
    pub facet: String,
    /// The guide's tags, as written.
    pub tags: Vec<String>,
    /// Where it stands in the source file, heading included.
    pub lines: LineRange,
    /// What those lines are: lines or, in a PDF, pages.
    pub unit: Unit,
    /// The text below the heading, markup removed: paragraphs apart by an empty line, list items as `- `, table cells
    /// apart by ` | `, code kept line by line.
    pub body: String,
    /// Whether that text is nothing but links, as a table of contents is.
    pub only_links: bool,
    /// The links in it that lead into the knowledge base, in the order of their lines.
    pub links: Vec<Link>,
    /// How many more lead elsewhere.
    pub external_links: u32,
    /// Why it has its roles and its facet.
    pub reasons: Reasons,
}
