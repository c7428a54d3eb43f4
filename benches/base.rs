//! A knowledge base as the commands see one: sources, the shipped vocabulary, an index. It goes from files to a commit
//! by the same calls and in the same order as `kb index`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use kb::corpus::{InferenceSettings, Reading, Rules, Spent, read, walk};
use kb::engine::{IndexFolder, Record, Writer, WriterOptions};
use kb::error::Result;
use kb::guide::{Role, SectionFacet, Source, Synonym, Vocabulary};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Deserialize;

/// Guides and what is needed to index them.
pub(crate) struct Base {
    sources: Vec<Source>,
    vocabulary: Vocabulary,
    inference: InferenceSettings,
}

/// What one run of the indexer did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Done {
    /// Files whose content gave a new or changed guide.
    pub(crate) changed: usize,
    /// Sections in the index now.
    pub(crate) sections: u64,
    /// Whether there was a commit.
    pub(crate) written: bool,
}

/// The part of kb.toml that decides what is built.
#[derive(Deserialize)]
struct Settings {
    role: Vec<Role>,
    section: Vec<SectionFacet>,
    synonym: Vec<Synonym>,
    #[serde(default)]
    inference: InferenceSettings,
}

impl Base {
    /// The guides that come with kb.
    pub(crate) fn shipped() -> Base {
        Base::of(&project().join("corpus"))
    }

    /// The guides in a folder, under the roles and sections of the shipped kb.toml.
    pub(crate) fn of(folder: &Path) -> Base {
        let text = std::fs::read_to_string(project().join("kb.toml")).expect("read kb.toml");
        let settings: Settings = toml::from_str(&text).expect("kb.toml is well-formed");
        let path = folder.canonicalize().expect("the folder of guides exists");
        Base {
            sources: vec![Source::new("guides", path)],
            vocabulary: Vocabulary { roles: settings.role, sections: settings.section, synonyms: settings.synonym },
            inference: settings.inference,
        }
    }

    /// Builds the index in a folder, or brings it up to date.
    pub(crate) fn update(&self, index: &Path) -> Done {
        self.try_update(index).expect("the guides can be indexed")
    }

    fn try_update(&self, index: &Path) -> Result<Done> {
        let rules = Rules::new(&self.vocabulary, &self.inference)?;
        let found = walk(&self.sources, &[], &[index.to_owned()])?;
        let options = WriterOptions { rebuild: false };
        let writer = Writer::open(&IndexFolder::new(index), self.record(), options)?;
        let (changed, spent) = (AtomicUsize::new(0), Spent::default());
        found.files.par_iter().try_for_each(|file| -> Result<()> {
            match read(file, writer.known().get(&file.key), &rules, &spent) {
                Reading::Unread => {}
                Reading::Same(stamp) => writer.keep(&file.key, stamp),
                Reading::Guide(guide, stamp, _) => {
                    changed.fetch_add(1, Ordering::Relaxed);
                    writer.put(guide, stamp)?;
                }
                Reading::Stopped(error) => return Err(error),
                Reading::Skipped(reason, Some(stamp)) => writer.skip(&file.key, stamp, &reason)?,
                Reading::Skipped(_, None) => writer.remove(&file.key)?,
            }
            Ok(())
        })?;
        let present: HashSet<&str> = found.files.iter().map(|file| file.key.as_str()).collect();
        for key in writer.known().keys().filter(|key| !present.contains(key.as_str())) {
            writer.remove(key)?;
        }
        let committed = writer.commit()?;
        Ok(Done { changed: changed.into_inner(), sections: committed.sections, written: committed.written })
    }

    fn record(&self) -> Record {
        Record {
            root: project(),
            sources: self.sources.clone(),
            by_settings: false,
            vocabulary: self.vocabulary.clone(),
            settings: "kb.toml".to_owned(),
            // Settings never change within a run, so any text will do.
            fingerprint: "benchmark".to_owned(),
        }
    }
}

/// A folder that is gone when this value is.
pub(crate) fn temporary() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("kb-bench-").tempdir().expect("create a temporary folder")
}

/// The folder of the project.
fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
