//! A progress bar for work that takes long enough to notice.

use std::io::IsTerminal as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long work goes on without a bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// Counts finished pieces and shows a bar on a terminal once the work has taken a while.
pub(super) struct Progress {
    what: &'static str,
    pieces: &'static str,
    total: u64,
    done: AtomicU64,
    started: Instant,
    visible: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// `what` is done, and to how many `pieces`.
    pub(super) fn new(what: &'static str, pieces: &'static str, total: u64, quiet: bool) -> Progress {
        let visible = !quiet && std::io::stderr().is_terminal();
        Progress {
            what,
            pieces,
            total,
            done: AtomicU64::new(0),
            started: Instant::now(),
            visible,
            bar: OnceLock::new(),
        }
    }

    /// One more piece is done.
    pub(super) fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.visible || self.bar.get().is_none() && self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let bar = ProgressBar::new(self.total);
            if let Ok(style) = ProgressStyle::with_template(&format!(
                "{{msg}} {{bar:30}} {{pos}}/{{len}} {}, {{eta}} left",
                self.pieces
            )) {
                bar.set_style(style);
            }
            bar.set_message(self.what);
            bar
        });
        bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
