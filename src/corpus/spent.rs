//! What reading files costs.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Sums over all files that were read, whatever thread read them.
#[derive(Debug, Default)]
pub struct Spent {
    bytes: AtomicU64,
    reading: AtomicU64,
    parsing: AtomicU64,
}

impl Spent {
    /// Bytes of the files whose content was read.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Time spent on getting their content from the disk and on its hash, the threads added up.
    pub fn reading(&self) -> Duration {
        Duration::from_nanos(self.reading.load(Ordering::Relaxed))
    }

    /// Time spent on making guides of it, the threads added up.
    pub fn parsing(&self) -> Duration {
        Duration::from_nanos(self.parsing.load(Ordering::Relaxed))
    }

    /// Notes that so many bytes were read since `started`.
    pub(super) fn has_read(&self, bytes: usize, started: Instant) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.reading.fetch_add(nanoseconds(started), Ordering::Relaxed);
    }

    /// Notes that a file was parsed since `started`.
    pub(super) fn has_parsed(&self, started: Instant) {
        self.parsing.fetch_add(nanoseconds(started), Ordering::Relaxed);
    }
}

fn nanoseconds(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
