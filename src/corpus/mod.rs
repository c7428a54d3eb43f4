//! From files to guides: finds the files of the sources, hears of changes, reads what changed, splits them into sections,
//! infers what each section is about and mines the acronyms they define. Knows nothing of an index.

mod acronyms;
mod additions;
mod assemble;
mod bounds;
mod dates;
mod encoding;
mod formats;
mod git;
mod git_dates;
mod limits;
mod links;
mod metadata;
mod outside;
mod part;
mod pending;
mod read;
mod role_names;
mod role_pattern;
mod roles;
mod rule_sets;
mod rules;
mod said;
mod section_facet;
mod walk;
mod watch;

pub use additions::InferenceAdditions;
pub use formats::format_names;
pub use git_dates::date_by_git;
pub use outside::{Mark, outside};
pub use part::Part;
pub use pending::{Changes, Due, Pending};
pub use read::{Freshness, Reading, freshness, read};
pub use rule_sets::RuleSets;
pub use rules::{InferenceSettings, Rules};
pub use walk::{Entered, Skipped, SourceFile, Walk, walk, walk_part};
pub use watch::{Trouble, Watch};
