//! From files to guides: finds the files of the sources, hears of changes, reads what changed, splits them into sections,
//! infers what each section is about and mines the acronyms they define. Knows nothing of an index.

mod acronym_lines;
mod acronym_match;
mod acronym_pairs;
mod acronym_short;
mod acronym_words;
mod acronyms;
mod assemble;
mod body;
mod encoding;
mod format;
mod front_matter;
mod html;
mod html_elements;
mod html_heading;
mod html_open;
mod html_page;
mod html_scan;
mod infer;
mod markdown;
mod markdown_attributes;
mod markdown_guard;
mod metadata;
mod outline;
mod outside;
mod part;
mod parts;
mod pending;
mod read;
mod rules;
mod text;
mod text_headings;
mod text_levels;
mod text_lines;
mod text_underlined;
mod walk;
mod watch;

pub use outside::{Mark, outside};
pub use part::Part;
pub use pending::{Changes, Due, Pending};
pub use read::{Freshness, Reading, freshness, read};
pub use rules::{InferenceSettings, Rules};
pub use walk::{Entered, Skipped, SourceFile, Walk, walk, walk_part};
pub use watch::{Trouble, Watch};
