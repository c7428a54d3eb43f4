//! Hears of changes below the sources from the operating system and passes them on as paths.
//!
//! Nothing an event says of a path is relied on but that something happened there: what it is now is looked up on disk.
//! So it does not matter in which steps an editor saves a file, and events may come twice, late or out of order.
//!
//! Where the system reports each folder by itself (inotify, kqueue), a folder is watched at the moment a walk enters it,
//! before its entries are read: what happened before is seen by the walk, what happens later is reported. Folders that
//! are left out are not watched. Elsewhere the system reports a source with all that is below it.

mod pending;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

pub use self::pending::{Changes, Due, Pending};
use crate::corpus::walk::bounds::IGNORE_FILES;
use crate::corpus::walk::{INDEX_SIGN, Part};
use crate::error::plain;
use crate::guide::Source;

/// Whether every folder is watched by itself.
const EACH_FOLDER: bool = cfg!(not(any(target_os = "macos", windows)));

/// Whether the coming, going or changing of a file or folder of this name decides about others: ignore files,
/// repositories, and what makes a folder an index.
fn decides(name: &OsStr) -> bool {
    IGNORE_FILES.iter().any(|known| name == *known) || name == ".git" || name == INDEX_SIGN
}

/// Watches the sources; ends when dropped.
pub struct Watch {
    sources: Vec<Source>,
    /// Folders whose changes are of no interest: indexes.
    avoid: Vec<PathBuf>,
    pending: Arc<Pending>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    watcher: Option<RecommendedWatcher>,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
    /// Why changes are not reported.
    trouble: Option<Trouble>,
}

/// Why changes are not reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, in one line.
    pub reason: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Watch {
    /// Prepares to watch; [`Watch::renew`] begins. Changes are added to `pending`, those below folders in `avoid` left
    /// out.
    pub fn new(sources: Vec<Source>, avoid: Vec<PathBuf>, pending: Arc<Pending>) -> Watch {
        Watch { sources, avoid, pending, state: Mutex::default() }
    }

    /// Forgets all that is watched and begins anew, before a walk of everything.
    pub fn renew(&self) {
        let mut state = self.lock();
        *state = State::default();
        let heard = Heard { sources: self.sources.clone(), avoid: self.avoid.clone(), pending: self.pending.clone() };
        // Links are not followed, so what they lead to need not be watched.
        let config = Config::default().with_follow_symlinks(false);
        match RecommendedWatcher::new(move |event| heard.event(event), config) {
            Ok(watcher) => state.watcher = Some(watcher),
            Err(error) => return state.fail(&error),
        }
        for source in &self.sources {
            match source.path.parent() {
                // Editors put another file in the place of the old one, which only its folder tells.
                Some(folder) if source.path.is_file() => state.watch(folder, RecursiveMode::NonRecursive),
                _ if !EACH_FOLDER => state.watch(&source.path, RecursiveMode::Recursive),
                _ => {}
            }
        }
    }

    /// Forgets the folders of a part of the sources, before a walk of that part: another folder may be in their place.
    pub fn forget(&self, part: &Part) {
        let Part::Below(paths) = part else { return self.renew() };
        let mut state = self.lock();
        for path in paths.iter() {
            state.forget(path);
        }
    }

    /// Watches a folder, if it is not watched yet. Called by the walk.
    pub fn enter(&self, folder: &Path) {
        if EACH_FOLDER {
            self.lock().watch(folder, RecursiveMode::NonRecursive);
        }
    }

    /// Why changes are not reported; none where they are.
    pub fn trouble(&self) -> Option<Trouble> {
        self.lock().trouble.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) {
        let Some(watcher) = self.watcher.as_mut().filter(|_| !self.folders.contains(folder)) else { return };
        match watcher.watch(folder, mode) {
            Ok(()) => {
                self.folders.insert(folder.to_owned());
            }
            // It is gone, which the folder above tells, or nobody may read it, which the walk says.
            Err(error) if harmless(&error) => {}
            Err(error) => self.fail(&error),
        }
    }

    fn forget(&mut self, path: &Path) {
        let below = |found: &&PathBuf| found.starts_with(path);
        let range = self.folders.range::<Path, _>((Bound::Included(path), Bound::Unbounded));
        let gone: Vec<PathBuf> = range.take_while(below).cloned().collect();
        for folder in gone {
            self.folders.remove(&folder);
            if let Some(watcher) = &mut self.watcher {
                // A folder that was deleted is not watched any more.
                let _ = watcher.unwatch(&folder);
            }
        }
    }

    /// Gives up: some folders watched and others not would be worse than none.
    fn fail(&mut self, error: &notify::Error) {
        *self = State { trouble: Some(trouble(error)), ..State::default() };
    }
}

fn harmless(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => matches!(
            error.kind(),
            std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::NotADirectory
        ),
        _ => false,
    }
}

fn trouble(error: &notify::Error) -> Trouble {
    let hint = |variable: &str| {
        cfg!(target_os = "linux")
            .then(|| format!("raise the limit: sysctl {variable}, or leave folders out of the index"))
    };
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => Trouble {
            reason: "there are more folders than this system lets one user watch".to_owned(),
            hint: hint("fs.inotify.max_user_watches"),
        },
        notify::ErrorKind::Io(io) => Trouble {
            reason: format!("changes cannot be watched ({})", plain(io)),
            hint: hint("fs.inotify.max_user_instances"),
        },
        _ => Trouble { reason: format!("changes cannot be watched ({error})"), hint: None },
    }
}

/// Takes the events, on the watcher's own thread.
struct Heard {
    sources: Vec<Source>,
    avoid: Vec<PathBuf>,
    pending: Arc<Pending>,
}

impl Heard {
    fn event(&self, event: notify::Result<Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.pending.add_all(),
            Ok(event) if changes_something(event.kind) => event.paths.into_iter().for_each(|path| self.path(path)),
            Ok(_) => {}
            Err(_) => self.pending.add_all(),
        }
    }

    fn path(&self, path: PathBuf) {
        if self.avoid.iter().any(|avoided| path.starts_with(avoided)) {
            return;
        }
        if self.sources.iter().any(|source| source.path.starts_with(&path) && !source.path.is_file()) {
            return self.pending.add_all();
        }
        if !self.sources.iter().any(|source| path.starts_with(&source.path)) {
            return;
        }
        if path.file_name().is_some_and(decides) {
            self.pending.add_all();
        } else {
            self.pending.add(path);
        }
    }
}

/// Whether a file may be another after such an event. Reading changes nothing, and we read a lot ourselves.
fn changes_something(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use notify::event::{AccessKind, AccessMode, Flag, ModifyKind, RenameMode};
    use notify::{Event, EventKind};

    use super::{Heard, Pending};
    use crate::corpus::watch::pending::Changes;
    use crate::guide::Source;

    /// What is to be looked at after an event with these paths.
    fn heard(event: Event, paths: &[&str]) -> Option<Changes> {
        let source = |path: &str| Source::new("n", path);
        let heard = Heard {
            sources: vec![source("/k/guides"), source("/k/other/docs")],
            avoid: vec![PathBuf::from("/k/guides/index")],
            pending: Arc::new(Pending::default()),
        };
        heard.event(Ok(paths.iter().fold(event, |event, path| event.add_path(PathBuf::from(path)))));
        heard.pending.take()
    }

    #[test]
    fn events_are_paths_to_look_at() {
        let rename = || Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
        let paths = |paths: &[&str]| Some(Changes::Paths(paths.iter().map(PathBuf::from).collect()));
        assert_eq!(heard(rename(), &["/k/guides/a", "/k/other/docs/b"]), paths(&["/k/guides/a", "/k/other/docs/b"]));
        assert_eq!(heard(rename(), &["/k/guides/index/CURRENT"]), None, "our own writing");
        assert_eq!(heard(rename(), &["/k/guides/index"]), None, "our own writing");
        assert_eq!(heard(rename(), &["/k/elsewhere", "/k/guides-2/a"]), None, "no source");
        for deciding in [".gitignore", ".ignore", ".kbignore", ".git", "CURRENT"] {
            assert_eq!(heard(rename(), &[&format!("/k/guides/sub/{deciding}")]), Some(Changes::All), "{deciding}");
        }
        assert_eq!(heard(rename(), &["/k/guides"]), Some(Changes::All), "a source itself");
        assert_eq!(heard(rename(), &["/k/other"]), Some(Changes::All), "above a source");
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(heard(lost, &[]), Some(Changes::All), "events were lost");
        let access = |kind| Event::new(EventKind::Access(kind));
        assert_eq!(heard(access(AccessKind::Open(AccessMode::Any)), &["/k/guides/a"]), None, "read");
        let written = access(AccessKind::Close(AccessMode::Write));
        assert_eq!(heard(written, &["/k/guides/a"]), paths(&["/k/guides/a"]));
    }
}
