//! From files to guides: finds the files of the sources, reads those that changed, splits them into sections,
//! infers what each section is about and mines the acronyms they define. Knows nothing of an index.

mod acronyms;
mod assemble;
mod encoding;
mod formats;
mod infer;
mod metadata;
mod read;
mod rules;
mod walk;

pub use formats::pdf::read_pdf_here;
pub use read::{Freshness, Reading, freshness, read};
pub use rules::{InferenceSettings, Rules};
pub use walk::{Skipped, SourceFile, Walk, walk};
