//! Where the time of an update goes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::corpus::Spent;

/// Milliseconds by stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(super) struct Stages {
    /// Stages that follow one another, by the clock.
    #[serde(rename = "wall_ms")]
    pub wall: Wall,
    /// What goes on while the files are gone through, on all threads at once: the times of the threads added up, which
    /// may be more than the clock says. Waiting (for the disk, a processor, room in the index) is part of them.
    #[serde(rename = "threads_ms")]
    pub threads: Threads,
}

/// Stages that follow one another, in milliseconds by the clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(super) struct Wall {
    /// Finding the files.
    pub walk: f64,
    /// Opening the index, or making a new one.
    pub open: f64,
    /// Asking git for dates.
    pub dates: f64,
    /// Going through the files: see [`Threads`].
    pub files: f64,
    /// Writing what is still in memory, and the commit.
    pub commit: f64,
    /// Merging segments.
    pub merge: f64,
}

/// What goes on at once, in milliseconds, the threads added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(super) struct Threads {
    /// Getting content from the disk, and its hash.
    pub read: f64,
    /// Making guides of it.
    pub parse: f64,
    /// Analyzing their words and handing them to the index, waiting for it included.
    pub add: f64,
}

impl Stages {
    /// Takes over what reading cost.
    pub(super) fn take(&mut self, spent: &Spent, adding: &Stopwatch) {
        self.threads = Threads {
            read: milliseconds(spent.reading()),
            parse: milliseconds(spent.parsing()),
            add: milliseconds(adding.total()),
        };
    }

    /// Two lines that say it all; stages that took nothing are left out.
    pub(super) fn lines(&self) -> [String; 2] {
        let Wall { walk, open, dates, files, commit, merge } = self.wall;
        let Threads { read, parse, add } = self.threads;
        let named = |stages: &[(&str, f64)]| {
            let named = stages.iter().filter(|(_, took)| *took > 0.0);
            named.map(|(name, took)| format!("{name} {}", duration(*took))).collect::<Vec<_>>().join(", ")
        };
        let wall = [("walk", walk), ("open", open), ("git dates", dates), ("files", files), ("commit", commit)];
        let wall = [wall.as_slice(), &[("merge", merge)]].concat();
        [
            format!("time by the clock: {}", named(&wall)),
            format!(
                "files, all threads added up: {}",
                named(&[("read", read), ("parse", parse), ("analyze and add", add)])
            ),
        ]
    }
}

/// Adds up spans of time from several threads.
#[derive(Debug, Default)]
pub(super) struct Stopwatch(AtomicU64);

impl Stopwatch {
    /// Does some work and adds its time.
    pub(super) fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.0.fetch_add(u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        done
    }

    fn total(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

/// Rounded to 10 microseconds.
pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

/// Milliseconds as people read them.
pub(super) fn duration(milliseconds: f64) -> String {
    match milliseconds {
        ..10.0 => format!("{milliseconds:.1} ms"),
        ..1_000.0 => format!("{milliseconds:.0} ms"),
        _ => format!("{:.1} s", milliseconds / 1_000.0),
    }
}

/// How fast files were read: `, 806 files/s, 3.7 MB/s`; nothing where none was, or in no time.
pub(super) fn speed(files: u64, bytes: u64, milliseconds: f64) -> String {
    if files == 0 || milliseconds <= 0.0 {
        return String::new();
    }
    let (files, megabytes) = (files as f64 / milliseconds * 1_000.0, bytes as f64 / 1_000.0 / milliseconds);
    format!(", {files:.0} files/s, {megabytes:.1} MB/s")
}

#[cfg(test)]
mod tests {
    use super::{Stages, Threads, Wall, duration, speed};

    #[test]
    fn speed_is_of_the_whole_run() {
        assert_eq!(speed(9752, 45_000_000, 12_100.0), ", 806 files/s, 3.7 MB/s");
        assert_eq!(speed(0, 0, 12.0), "");
        assert_eq!(speed(1, 10, 0.0), "");
    }

    #[test]
    fn stages_are_told_by_clock_and_by_thread() {
        let wall = Wall { walk: 41.2, open: 2.34, dates: 0.0, files: 9_812.0, commit: 512.0, merge: 1_900.0 };
        let stages = Stages { wall, threads: Threads { read: 400.0, parse: 1_900.0, add: 15_100.0 } };
        let [clock, threads] = stages.lines();
        assert_eq!(clock, "time by the clock: walk 41 ms, open 2.3 ms, files 9.8 s, commit 512 ms, merge 1.9 s");
        assert_eq!(threads, "files, all threads added up: read 400 ms, parse 1.9 s, analyze and add 15.1 s");
    }

    #[test]
    fn durations_have_two_digits_or_more() {
        assert_eq!([0.5, 42.4, 999.0, 1_000.0].map(duration), ["0.5 ms", "42 ms", "999 ms", "1.0 s"]);
    }
}
