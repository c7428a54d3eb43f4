//! A part of the sources: everything, or what lies at or below some paths.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is looked at.
#[derive(Debug, Clone)]
pub enum Part {
    /// Everything.
    Whole,
    /// These files and folders and what is below them, absolute.
    Below(Arc<BTreeSet<PathBuf>>),
}

impl Part {
    /// What lies at or below these paths.
    pub fn of(paths: impl IntoIterator<Item = PathBuf>) -> Part {
        Part::Below(Arc::new(paths.into_iter().collect()))
    }

    /// Whether it is everything.
    pub fn is_whole(&self) -> bool {
        matches!(self, Part::Whole)
    }

    /// Whether a file or folder belongs to it.
    pub fn covers(&self, path: &Path) -> bool {
        match self {
            Part::Whole => true,
            Part::Below(paths) => path.ancestors().any(|above| paths.contains(above)),
        }
    }

    /// Whether something that belongs to it lies below this folder.
    pub fn leads_below(&self, folder: &Path) -> bool {
        match self {
            Part::Whole => true,
            // Paths are ordered by their components: what is below a folder comes right after it.
            Part::Below(paths) => paths
                .range::<Path, _>((Bound::Excluded(folder), Bound::Unbounded))
                .next()
                .is_some_and(|next| next.starts_with(folder)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Part;

    #[test]
    fn a_part_is_its_paths_and_what_is_below() {
        let part = Part::of(["/k/a/b", "/k/a-b.md", "/k/z"].map(PathBuf::from));
        for (path, covers, leads) in [
            ("/k/a/b", true, false),
            ("/k/a/b/c.md", true, false),
            ("/k/a", false, true),
            ("/k", false, true),
            ("/k/a/bc", false, false),
            ("/k/a-b.md", true, false),
            ("/k/a-b", false, false),
            ("/k/b", false, false),
        ] {
            assert_eq!(part.covers(Path::new(path)), covers, "{path}");
            assert_eq!(part.leads_below(Path::new(path)), leads, "{path}");
        }
        assert!(Part::Whole.covers(Path::new("/")) && Part::Whole.leads_below(Path::new("/")));
    }
}
