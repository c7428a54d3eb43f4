//! The words of the domain: a [`Guide`] and its [`Section`]s, the [`Vocabulary`] of roles and section facets they
//! are sorted by, the [`Reason`]s that say which rule gave a section its facets, the [`Acronym`]s guides define,
//! dates, and the nearest of known names.

mod acronym;
mod anchor;
mod date;
mod files;
mod lines;
mod link;
mod matcher;
mod nearest;
mod reason;
mod section;
mod vocabulary;

pub use acronym::Acronym;
pub use anchor::{Anchors, slug};
pub use date::{DAY, Period, civil, days_in_month, midnight, rfc3339, time};
pub use files::{FileEntry, Source, Stamp};
pub use lines::{LineRange, Unit};
pub use link::{Link, LinkKind, decoded, folded, is_first_page, link_names, split_address, stem};
pub use matcher::{AliasMatcher, Mention, count_words};
pub use nearest::nearest;
pub use reason::{Reason, Reasons};
pub use section::{Guide, Section, SectionId};
pub use vocabulary::{Role, SectionFacet, Synonym, Vocabulary};
