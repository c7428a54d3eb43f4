//! Symbolic links: never followed, and named only where something may be missed.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::plain;
use crate::guide::Source;

use crate::corpus::formats::Format;

/// What a walk has seen, to tell where links lead.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Seen {
    /// Folders that were entered.
    pub folders: HashSet<PathBuf>,
    /// Links, whatever they lead to.
    pub links: Vec<PathBuf>,
}

/// What is to be said of a link.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Link {
    /// It leads to what is walked anyway, so that following it would index that twice.
    Known,
    /// It is no guide and no folder.
    Other,
    /// Something may be missed: why it was left out, in words that follow its path and a colon.
    LeftOut(String),
}

impl Seen {
    /// Judges a link. `files` are the guides that were found; `whole` is whether all sources were walked.
    pub(in crate::corpus) fn judge(
        &self,
        link: &Path,
        files: &HashSet<&Path>,
        sources: &[Source],
        whole: bool,
    ) -> Link {
        let left_out = |reason: &str| Link::LeftOut(reason.to_owned());
        let named_as_other = Format::named(link).is_none() && link.extension().is_some();
        let target = match link.canonicalize() {
            Ok(target) => target,
            Err(_) if named_as_other => return Link::Other,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return left_out("a broken symbolic link");
            }
            Err(error) => return Link::LeftOut(format!("a symbolic link that leads nowhere ({})", plain(&error))),
        };
        let is_folder = target.is_dir();
        if !is_folder && Format::named(&target).is_none() && Format::named(link).is_none() {
            Link::Other
        } else if !sources.iter().any(|source| target.starts_with(&source.path)) {
            left_out("a symbolic link out of the corpus, not followed")
        } else if !whole || files.contains(target.as_path()) || self.folders.contains(&target) {
            Link::Known
        } else if is_folder {
            left_out("a symbolic link to a folder that is left out, not followed")
        } else {
            left_out("a symbolic link to a file that is left out, not followed")
        }
    }
}
