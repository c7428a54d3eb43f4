//! How much is read at once. A file takes up to a hundred times its size in memory while it is read, so that a few large
//! ones side by side would take what one of them may take as often as the machine has cores.

use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes of files that are read at once. One file that is larger is read when no other large one is.
const AT_ONCE: u64 = 4 * 1024 * 1024;
/// Files below this many bytes never wait.
const SMALL: u64 = 256 * 1024;

/// What is being read.
#[derive(Debug, Default)]
pub(super) struct Shares {
    taken: Mutex<u64>,
    freed: Condvar,
}

/// The share of one file, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share<'a> {
    shares: &'a Shares,
    bytes: u64,
}

impl Shares {
    /// Waits until a file may be read. A thread that has a share must not ask for another.
    pub(super) fn of_file(&self, path: &Path) -> Share<'_> {
        self.of(path.metadata().map_or(0, |data| data.len()))
    }

    fn of(&self, size: u64) -> Share<'_> {
        let bytes = if size < SMALL { 0 } else { size.min(AT_ONCE) };
        if bytes > 0 {
            let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let full = |taken: &mut u64| *taken + bytes > AT_ONCE;
            *self.freed.wait_while(taken, full).unwrap_or_else(PoisonError::into_inner) += bytes;
        }
        Share { shares: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        if self.bytes > 0 {
            *self.shares.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
            self.shares.freed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{AT_ONCE, SMALL, Shares};

    #[test]
    fn large_files_wait_for_one_another() {
        let shares = Shares::default();
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for nth in 0..8u64 {
                let (shares, now, most) = (&shares, &now, &most);
                let size = if nth % 2 == 0 { AT_ONCE * 9 } else { AT_ONCE / 2 };
                scope.spawn(move || {
                    for _ in 0..100 {
                        let share = shares.of(size);
                        most.fetch_max(now.fetch_add(share.bytes, Ordering::SeqCst) + share.bytes, Ordering::SeqCst);
                        now.fetch_sub(share.bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), AT_ONCE);
    }

    #[test]
    fn small_files_never_wait() {
        let shares = Shares::default();
        let large = shares.of(AT_ONCE);
        let small = shares.of(SMALL - 1);
        assert_eq!((large.bytes, small.bytes), (AT_ONCE, 0));
        drop(large);
        assert_eq!(shares.of(AT_ONCE / 2).bytes, AT_ONCE / 2);
    }
}
