//! Where an update puts what it reads: into the index, or nowhere, to see what it would do.

use crate::engine::{Committed, Foreseen, IndexFolder, Record, Writer, WriterOptions};
use crate::error::Result;
use crate::guide::{FileEntry, Guide, Stamp};

/// Takes the changes of an update.
pub(super) enum Target {
    /// The index.
    Index(Box<Writer>),
    /// A dry run: nothing is written.
    Nothing(Foreseen),
}

impl Target {
    /// Opens the index to write to it, or looks at it for a dry run.
    ///
    /// # Errors
    /// As [`Writer::open`] and [`Foreseen::open`].
    pub(super) fn open(folder: &IndexFolder, record: Record, options: WriterOptions, dry_run: bool) -> Result<Target> {
        if dry_run {
            Foreseen::open(folder, &record, options).map(Target::Nothing)
        } else {
            Writer::open(folder, record, options).map(|writer| Target::Index(Box::new(writer)))
        }
    }

    /// Why everything is read again; none for an update.
    pub(super) fn fresh(&self) -> Option<&str> {
        match self {
            Target::Index(writer) => writer.fresh(),
            Target::Nothing(foreseen) => foreseen.fresh(),
        }
    }

    /// The entry that the last commit has of a file.
    pub(super) fn known(&self, key: &str) -> Option<&FileEntry> {
        match self {
            Target::Index(writer) => writer.known().get(key),
            Target::Nothing(foreseen) => foreseen.known().get(key),
        }
    }

    /// The keys of all files of the last commit, each with its entry.
    pub(super) fn all_known(&self) -> impl Iterator<Item = (&String, &FileEntry)> {
        match self {
            Target::Index(writer) => writer.known().iter(),
            Target::Nothing(foreseen) => foreseen.known().iter(),
        }
    }

    /// A new or changed guide.
    pub(super) fn put(&self, guide: Guide, stamp: Stamp) -> Result<()> {
        match self {
            Target::Index(writer) => writer.put(guide, stamp),
            Target::Nothing(foreseen) => {
                foreseen.put(guide, stamp);
                Ok(())
            }
        }
    }

    /// A file that is as it was.
    pub(super) fn keep(&self, key: &str, stamp: Stamp) {
        match self {
            Target::Index(writer) => writer.keep(key, stamp),
            Target::Nothing(foreseen) => foreseen.keep(key, &stamp),
        }
    }

    /// A file that cannot be indexed for what is in it.
    pub(super) fn skip(&self, key: &str, stamp: Stamp, reason: &str) -> Result<()> {
        match self {
            Target::Index(writer) => writer.skip(key, stamp, reason),
            Target::Nothing(foreseen) => {
                foreseen.skip(key, &stamp, reason);
                Ok(())
            }
        }
    }

    /// A file that is gone.
    pub(super) fn remove(&self, key: &str) -> Result<()> {
        match self {
            Target::Index(writer) => writer.remove(key),
            Target::Nothing(foreseen) => {
                foreseen.remove(key);
                Ok(())
            }
        }
    }

    /// Makes one commit of all that, or tells what it would be.
    pub(super) fn commit(self) -> Result<Committed> {
        match self {
            Target::Index(writer) => writer.commit(),
            Target::Nothing(foreseen) => Ok(foreseen.finish()),
        }
    }
}
