//! What of a source is walked: ignore files, excludes, and sources that lie inside it.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};

use crate::error::{Error, Result};
use crate::guide::Source;

/// Ignore files of our own: as `.gitignore`, but for what is to be in the repository and not in the index.
const OWN_IGNORE_FILE: &str = ".kbignore";
/// The names of ignore files; of those in one folder, later ones win.
pub(in crate::corpus) const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", OWN_IGNORE_FILE];

/// The bounds of one source.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct Bounds {
    excludes: Gitignore,
    /// Other sources inside this one: each file belongs to the innermost.
    inner: Vec<PathBuf>,
}

impl Bounds {
    /// The bounds of a source among others.
    ///
    /// # Errors
    /// [`Error::User`] where an exclude pattern cannot be read.
    pub(in crate::corpus) fn of(source: &Source, all: &[Source]) -> Result<Bounds> {
        let mut excludes = GitignoreBuilder::new(&source.path);
        excludes.allow_unclosed_class(false);
        for pattern in &source.exclude {
            excludes.add_line(None, pattern).map_err(|error| {
                Error::user(format!("cannot use the exclude pattern `{pattern}`: {error}"))
                    .with_hint("write it as in a .gitignore file")
            })?;
        }
        let excludes = excludes.build().map_err(|error| Error::internal("cannot use the exclude patterns", error))?;
        let paths = all.iter().map(|other| &other.path);
        let inner = paths.filter(|path| **path != source.path && path.starts_with(&source.path)).cloned().collect();
        Ok(Bounds { excludes, inner })
    }

    /// Whether a place below the source is not in one that lies inside it.
    pub(in crate::corpus) fn own(&self, path: &Path) -> bool {
        !self.inner.iter().any(|inner| path.starts_with(inner))
    }

    /// Whether a file or folder of the source is inside the bounds.
    pub(in crate::corpus) fn hold(&self, entry: &DirEntry) -> bool {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let excluded = || self.excludes.matched(entry.path(), is_folder).is_ignore();
        entry.depth() == 0 || self.own(entry.path()) && !excluded()
    }
}

/// Whether the sources can be walked as they are declared; whether they exist is not looked at.
///
/// # Errors
/// [`Error::User`] where an exclude pattern cannot be read.
pub fn check_excludes(sources: &[Source]) -> Result<()> {
    sources.iter().try_for_each(|source| Bounds::of(source, sources).map(drop))
}

/// Largest ignore file that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Why a folder is not entered: one of its ignore files is no file (a pipe or a device has no end), or too large to be
/// written by people. What it would leave out is not known then.
pub(in crate::corpus) fn unusable_ignore_file(folder: &Path) -> Option<String> {
    let unusable =
        |name: &&str| std::fs::metadata(folder.join(name)).is_ok_and(|data| !data.is_dir() && !is_usable(&data));
    let name = IGNORE_FILES.into_iter().find(unusable)?;
    Some(format!("its {name} cannot be used: it is not a regular file of at most {} MB", LARGEST / 1024 / 1024))
}

fn is_usable(data: &Metadata) -> bool {
    data.is_file() && data.len() <= LARGEST
}

/// A walk of a source: hidden files are left out and so is what ignore files name.
///
/// What is indexed depends on the guides alone: ignore files count with and without a git repository around them; what
/// a user ignores on one machine (the global gitignore, `.git/info/exclude`) does not count.
pub(in crate::corpus) fn walker(source: &Source) -> WalkBuilder {
    let mut walker = WalkBuilder::new(&source.path);
    walker.follow_links(false).require_git(false).git_global(false).git_exclude(false).parents(false);
    walker.add_custom_ignore_filename(OWN_IGNORE_FILE);
    // Ignore files that are named one by one have the least weight, and of those the one named last has the most.
    for file in ignore_files_above(source) {
        if let Some(folder) = file.parent().filter(|_| file.metadata().is_ok_and(|data| is_usable(&data))) {
            walker.current_dir(folder);
            // A line that is no pattern is left out, as git does.
            drop(walker.add_ignore(&file));
        }
    }
    walker
}

/// Where ignore files may stand that count for a source and lie above it, the outermost first: up to the folder that
/// has the repository, else up to the one that has a `kb.toml`. Where there is neither, none count.
pub(in crate::corpus) fn ignore_files_above(source: &Source) -> Vec<PathBuf> {
    let has = |folder: &&Path, names: &[&str]| names.iter().any(|name| folder.join(name).exists());
    let outermost = source
        .path
        .ancestors()
        .find(|folder| has(folder, &[".git", ".jj"]))
        .or_else(|| source.path.ancestors().find(|folder| has(folder, &["kb.toml"])));
    let Some(outermost) = outermost else { return Vec::new() };
    let above = source.path.ancestors().skip(1).take_while(|folder| folder.starts_with(outermost));
    let mut files: Vec<PathBuf> = above.flat_map(ignore_files_in).collect();
    files.reverse();
    files
}

/// Where the ignore files of a folder may stand, the weightiest first.
fn ignore_files_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    IGNORE_FILES.iter().rev().map(move |name| folder.join(name))
}
