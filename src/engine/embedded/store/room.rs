//! How much may wait to be indexed: guides are often ready faster than Tantivy takes them, and its queue counts guides,
//! not bytes.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Bytes of documents that wait. A guide that is larger goes in when no other one is waiting.
const MOST: usize = 24 * 1024 * 1024;

/// How long a guide waits at most: whatever became of those before it, a run never hangs.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Room for documents that wait.
#[derive(Debug, Default)]
pub(super) struct Room {
    taken: Mutex<usize>,
    freed: Condvar,
}

/// Room that is taken until this is dropped.
#[derive(Debug)]
pub(in crate::engine) struct Taken {
    room: Arc<Room>,
    bytes: usize,
}

impl Room {
    /// Waits until there is room for so many bytes, and takes it.
    pub(super) fn take(self: &Arc<Room>, bytes: usize) -> Taken {
        let full = |taken: &mut usize| *taken > 0 && *taken + bytes > MOST;
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.freed.wait_timeout_while(taken, LONGEST_WAIT, full);
        *waited.unwrap_or_else(PoisonError::into_inner).0 += bytes;
        Taken { room: Arc::clone(self), bytes }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{MOST, Room};

    #[test]
    fn what_is_taken_is_bounded_and_given_back() {
        let room = Arc::new(Room::default());
        let most = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for nth in 1..=4 {
                let (room, most) = (&room, &most);
                scope.spawn(move || {
                    for _ in 0..50 {
                        let taken = room.take(MOST / nth);
                        most.fetch_max(*room.taken.lock().unwrap(), std::sync::atomic::Ordering::SeqCst);
                        drop(taken);
                    }
                });
            }
        });
        assert!((MOST / 4..=MOST).contains(&most.into_inner()));
        assert_eq!(*room.taken.lock().unwrap(), 0);
    }

    #[test]
    fn what_is_larger_than_all_goes_alone() {
        let room = Arc::new(Room::default());
        drop(room.take(MOST * 3));
        assert_eq!(room.take(1).bytes, 1);
    }
}
