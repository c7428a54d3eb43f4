//! The log of searches that found nothing: on this machine only, for its user only, and only where the user wants it.
//!
//! kb.toml can ask for it (`[log] zero_hits = true`), but a kb.toml may be a stranger's: nothing is noted before the user
//! has run `kb gaps` once, which makes the file. It is in the user's state folder, never where a settings file says nor in
//! an index. Nothing that goes wrong with it is worth failing a search.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

use super::settings::Settings;

/// How large the log may get, in bytes. What does not fit is not noted.
pub(super) const LARGEST: u64 = 512 * 1024;

/// The longest line: short enough to be written in one piece.
const LONGEST: usize = 2_000;

/// A search that found nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Gap {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// The query as it was typed.
    pub query: String,
    /// The selected roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The selected section facets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// The selected tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The selected corpora.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corpora: Vec<String>,
    /// The selected guides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<String>,
    /// Whether words were taken as they are.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

/// The log of one index.
#[derive(Debug)]
pub(super) struct GapLog {
    path: PathBuf,
}

impl GapLog {
    /// That of an index, whether it is there or not; none where there is no folder for it.
    pub(super) fn of(settings: &Settings) -> Option<GapLog> {
        let index = settings.canonical_index();
        let key = blake3::hash(index.as_os_str().as_encoded_bytes()).to_hex();
        Some(GapLog { path: state_folder()?.join(format!("gaps-{}.jsonl", key.get(..16)?)) })
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the user has it kept. What is no plain file is none.
    pub(super) fn exists(&self) -> bool {
        self.path.symlink_metadata().is_ok_and(|data| data.is_file())
    }

    /// Whether nothing more is noted for want of room.
    pub(super) fn is_full(&self) -> bool {
        self.path.symlink_metadata().is_ok_and(|data| data.len() > LARGEST)
    }

    /// Makes it, for its user alone.
    ///
    /// # Errors
    /// Where the folder or the file cannot be written, or something else is in its place.
    pub(super) fn begin(&self) -> Result<()> {
        let failed = |error| Error::io("create", &self.path, error);
        if let Some(folder) = self.path.parent() {
            create_private(folder).map_err(|error| Error::io("create", folder, error))?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        options.open(&self.path).map(drop).map_err(failed)
    }

    /// Adds a line, if the log is there and has room. Several may do so at once: each line is written in one piece.
    pub(super) fn note(&self, gap: &Gap) {
        let Ok(mut line) = serde_json::to_string(gap) else { return };
        line.push('\n');
        if line.len() > LONGEST || !self.exists() || self.is_full() {
            return;
        }
        let mut options = OpenOptions::new();
        options.append(true);
        unlinked(&mut options);
        if let Ok(mut file) = options.open(&self.path) {
            let _ = file.write(line.as_bytes());
        }
    }

    /// What was noted, oldest first. Lines that are no such thing are passed over.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn read(&self) -> Result<Vec<Gap>> {
        let mut options = OpenOptions::new();
        options.read(true);
        unlinked(&mut options);
        let mut bytes = Vec::new();
        let read = |file: File| file.take(2 * LARGEST).read_to_end(&mut bytes);
        options.open(&self.path).and_then(read).map_err(|error| Error::io("read", &self.path, error))?;
        let lines = String::from_utf8_lossy(&bytes).into_owned();
        let gaps = lines.lines().filter_map(|line| serde_json::from_str::<Gap>(line).ok());
        Ok(gaps.filter(|gap| !gap.query.is_empty()).collect())
    }

    /// Forgets what was noted.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn clear(&self) -> Result<()> {
        let mut options = OpenOptions::new();
        options.write(true);
        unlinked(&mut options);
        let emptied = options.open(&self.path).and_then(|file| file.set_len(0));
        emptied.map_err(|error| Error::io("write", &self.path, error))
    }

    /// Deletes it: nothing is noted any more.
    ///
    /// # Errors
    /// Where it cannot be deleted.
    pub(super) fn remove(&self) -> Result<()> {
        std::fs::remove_file(&self.path).map_err(|error| Error::io("delete", &self.path, error))
    }
}

/// Where programs keep what they note for a user: as the XDG base directory specification has it, else below the home
/// folder.
fn state_folder() -> Option<PathBuf> {
    let said = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let windows = || cfg!(windows).then(|| std::env::var_os("LOCALAPPDATA").map(PathBuf::from)).flatten();
    let home = || std::env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".local").join("state"));
    said.or_else(windows).or_else(home).map(|folder| folder.join("kb"))
}

#[cfg(unix)]
fn create_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// Follows no link and waits for no pipe.
#[cfg(unix)]
fn unlinked(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
}

#[cfg(not(unix))]
fn unlinked(_: &mut OpenOptions) {}
