//! From files to guides: finds the files of the sources, hears of changes, reads what changed, splits them into sections,
//! infers what each section is about and mines the acronyms they define. Knows nothing of an index.

mod acronyms;
mod assemble;
mod current;
mod dates;
mod encoding;
mod formats;
mod inference;
mod limits;
mod links;
mod metadata;
mod opened;
mod read;
mod spent;
mod walk;
mod watch;

pub use current::{CurrentText, current_text, html_text, running_text};
pub use dates::{GitDates, commit_marks, date_by_git};
pub use formats::format_names;
pub use formats::markdown::MarkdownText;
pub use formats::pdf::read_pdf_here;
pub use inference::{InferenceAdditions, InferenceSettings, RuleSets, Rules};
pub use links::{Anchors, GuideMap, Led, Style, has_anchor, letters};
pub use read::{Freshness, Reading, freshness, guide_of, read};
pub use spent::Spent;
pub use walk::{
    Entered, Mark, Part, Skipped, SourceFile, Walk, check_excludes, check_sources, outside, walk, walk_part,
};
pub use watch::{Changes, Due, Pending, Trouble, Watch};
