//! One found section.

use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::guide::{LineRange, SectionId, Unit};

use super::{Citation, Part};

/// A section that matched, with what a reader needs to judge it and to go there.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// 1 for the best of all hits, counting on over pages.
    pub rank: u64,
    /// Larger is better; 0 where nothing is ranked. Comparable within one search only.
    pub score: f32,
    /// The section's id.
    pub id: SectionId,
    /// The key of its guide: the path below its source.
    #[serde(skip)]
    pub key: String,
    /// The title of its guide.
    pub guide: String,
    /// Its own title.
    pub title: String,
    /// The titles from the guide down to it, both included.
    pub breadcrumb: Vec<String>,
    /// Its roles.
    pub roles: Vec<String>,
    /// Its section facet; empty where none applies.
    pub section: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The name of the corpus its guide is from.
    pub corpus: String,
    /// The date of its guide: front matter, else git where it was asked, else the file. RFC 3339 in UTC.
    pub date: String,
    /// The source file: relative to the root of the knowledge base if inside it, else absolute.
    pub path: String,
    /// Where it stands in that file.
    pub lines: LineRange,
    /// What those lines are.
    #[serde(skip_serializing_if = "Unit::is_line")]
    pub unit: Unit,
    /// Its best passage.
    pub snippet: Snippet,
    /// Ids of other sections with the same heading and text, for which this one stands, in path order; the first
    /// hundred.
    pub also: Vec<SectionId>,
    /// How many such sections there are beyond those in [`Hit::also`].
    #[serde(skip_serializing_if = "is_zero")]
    pub also_more: usize,
    /// The parts of its score, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Vec<Part>>,
    /// What its file held when it was indexed, where that was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
}

/// A passage with the matched words marked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// One line of plain text, white space folded; `…` at an end says that text was cut there.
    pub text: String,
    /// Byte ranges into `text`, in order, apart from each other, on character boundaries. Written as `[start, end]`.
    #[serde(serialize_with = "pairs")]
    pub highlights: Vec<Range<usize>>,
}

/// Whether there is nothing to say of a count.
pub(super) fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn pairs<S: Serializer>(ranges: &[Range<usize>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ranges.iter().map(|range| [range.start, range.end]))
}
