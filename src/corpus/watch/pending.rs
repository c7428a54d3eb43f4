//! Changes that were heard of and are still to be looked at. One side adds to them, the other waits until it is time.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::corpus::walk::Part;

/// How long nothing more must have happened before changes are looked at. An editor that saves by way of another file
/// is done by then, and a file has been at rest for long enough that its times can be trusted.
const QUIET: Duration = Duration::from_millis(100);

/// How long changes wait at most: a steady stream of them has no pause.
const PATIENCE: Duration = Duration::from_millis(400);

/// The same where everything has to be looked at: thousands of changes at once are better taken together.
const LONG_PATIENCE: Duration = Duration::from_secs(3);

/// Most paths that are looked at one by one; beyond it a walk of everything costs no more.
const MOST_PATHS: usize = 1_000;

/// What the waiting side is to do.
#[derive(Debug)]
pub enum Due {
    /// End.
    Stop,
    /// Nothing was heard for a while.
    Nothing,
    /// Look at this part of the sources.
    Changes(Changes),
}

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Anything.
    All,
    /// What is, or was, at or below these paths.
    Paths(BTreeSet<PathBuf>),
}

impl Changes {
    /// The part of the sources that has to be looked at.
    pub fn part(&self) -> Part {
        match self {
            Changes::All => Part::Whole,
            Changes::Paths(paths) => Part::of(paths.iter().cloned()),
        }
    }
}

/// Changes that are still to be looked at.
#[derive(Debug, Default)]
pub struct Pending {
    heard: Mutex<Heard>,
    news: Condvar,
    stop: AtomicBool,
}

#[derive(Debug, Default)]
struct Heard {
    changes: Option<Changes>,
    /// When the first and the last of the changes were heard of.
    times: Option<(Instant, Instant)>,
    /// Nothing is due before that.
    not_before: Option<Instant>,
}

impl Pending {
    /// Something happened to a file or folder.
    pub fn add(&self, path: PathBuf) {
        self.hear(|heard| match &mut heard.changes {
            Some(Changes::All) => {}
            Some(Changes::Paths(paths)) if paths.len() >= MOST_PATHS => heard.changes = Some(Changes::All),
            Some(Changes::Paths(paths)) => {
                paths.insert(path);
            }
            None => heard.changes = Some(Changes::Paths(BTreeSet::from([path]))),
        });
    }

    /// Anything may have happened.
    pub fn add_all(&self) {
        self.hear(|heard| heard.changes = Some(Changes::All));
    }

    /// Looks at everything again, but not before this time has passed.
    pub fn retry(&self, after: Duration) {
        self.hear(|heard| {
            heard.changes = Some(Changes::All);
            heard.not_before = Some(Instant::now() + after);
        });
    }

    /// Ends the waiting side.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        // With the lock, so that it is not missed between a look at the flag and the wait.
        let _heard = self.lock();
        self.news.notify_all();
    }

    /// Whether [`Pending::stop`] was called.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// Waits until changes are due, or for `patience`.
    pub fn next(&self, patience: Duration) -> Due {
        let until = Instant::now() + patience;
        let mut heard = self.lock();
        loop {
            if self.stopped() {
                return Due::Stop;
            }
            let now = Instant::now();
            if now >= until && heard.due().is_none_or(|due| now < due) {
                return Due::Nothing;
            }
            let wake = match heard.due() {
                Some(due) if now >= due => {
                    heard.times = None;
                    heard.not_before = None;
                    return heard.changes.take().map_or(Due::Nothing, Due::Changes);
                }
                Some(due) => due.min(until),
                None => until,
            };
            let waited = self.news.wait_timeout(heard, wake.saturating_duration_since(now));
            heard = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The changes, due or not.
    #[cfg(test)]
    pub(in crate::corpus) fn take(&self) -> Option<Changes> {
        self.lock().changes.take()
    }

    fn hear(&self, what: impl FnOnce(&mut Heard)) {
        let mut heard = self.lock();
        what(&mut heard);
        let now = Instant::now();
        let first = heard.times.map(|(first, _)| first);
        heard.times = Some((first.unwrap_or(now), now));
        // Of thousands of changes only the first wakes the waiting side, which sees on waking that more have come.
        if first.is_none() {
            self.news.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// When the changes are to be looked at; none where there are none.
    fn due(&self) -> Option<Instant> {
        let (first, last) = self.times?;
        let patience = if self.changes == Some(Changes::All) { LONG_PATIENCE } else { PATIENCE };
        let settled = (last + QUIET).min(first + patience);
        Some(self.not_before.map_or(settled, |earliest| settled.max(earliest)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::{Duration, Instant};

    use super::{Changes, Due, Heard, LONG_PATIENCE, MOST_PATHS, PATIENCE, Pending, QUIET};

    fn due(changes: Option<Changes>, first: u64, last: u64, not_before: Option<u64>) -> Option<Duration> {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let heard = Heard { changes, times: Some((at(first), at(last))), not_before: not_before.map(at) };
        heard.due().map(|due| due - start)
    }

    #[test]
    fn changes_are_due_once_it_is_quiet_or_it_took_too_long() {
        let ms = Duration::from_millis;
        assert_eq!(due(None, 0, 0, None), Some(QUIET));
        assert_eq!(due(None, 0, 60, None), Some(ms(60) + QUIET));
        assert_eq!(due(None, 0, 10_000, None), Some(PATIENCE));
        assert_eq!(due(Some(Changes::All), 0, 10_000, None), Some(LONG_PATIENCE));
        assert_eq!(due(None, 0, 60, Some(5_000)), Some(ms(5_000)));
        assert_eq!(due(None, 0, 60, Some(1)), Some(ms(60) + QUIET));
        assert_eq!(Heard::default().due(), None);
    }

    #[test]
    fn a_path_named_often_is_one_and_too_many_are_everything() {
        let pending = Pending::default();
        let taken = || match pending.next(Duration::from_secs(60)) {
            Due::Changes(changes) => changes,
            other => panic!("{other:?}"),
        };
        let path = |n: usize| PathBuf::from(format!("/k/{n}"));
        [1, 2, 1].into_iter().for_each(|n| pending.add(path(n)));
        assert_eq!(taken(), Changes::Paths([1, 2].map(path).into()));
        (0..=MOST_PATHS).for_each(|n| pending.add(path(n)));
        assert_eq!(taken(), Changes::All);
        pending.add(path(1));
        pending.add_all();
        pending.add(path(2));
        assert_eq!(taken(), Changes::All);
        assert!(matches!(pending.next(Duration::ZERO), Due::Nothing));
    }

    #[test]
    fn a_retry_waits_and_a_stop_comes_first() {
        let pending = Pending::default();
        pending.add_all();
        pending.retry(Duration::from_secs(3_600));
        assert!(matches!(pending.next(Duration::ZERO), Due::Nothing));
        pending.stop();
        assert!(matches!(pending.next(Duration::from_secs(60)), Due::Stop));
    }
}
