//! One update of the index: finds the files, reads those that changed, commits.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::corpus::{
    Entered, Part, Reading, RuleSets, Skipped, SourceFile, Spent, Walk, check_sources, date_by_git, read, walk_part,
};
use crate::engine::{IndexFolder, Record, WriterOptions};
use crate::error::{Error, Result};
use crate::guide::Source;

use super::index::IndexReport;
use super::output::Output;
use super::progress::Progress;
use super::settings::Settings;
use super::share::Shares;
use super::stages::{Stages, Stopwatch, milliseconds};
use super::target::Target;
use super::threads;

/// How long another process that writes the index is waited for: most updates are done by then.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to bring up to date, and how.
pub(super) struct Update<'a> {
    /// Settings that decide how files are read.
    pub settings: &'a Settings,
    /// Where the guides are.
    pub sources: &'a [Source],
    /// What of them is looked at. A new index is always made of everything.
    pub part: Part,
    /// Whether everything is read again.
    pub rebuild: bool,
    /// Whether nothing is written, and it is only told what would be.
    pub dry_run: bool,
    /// Whether it waits a while where another process writes the index, and says so, before it gives up.
    pub waits: bool,
    /// Told of every folder before its entries are read.
    pub entered: Entered,
    /// Asked before each file whether to give up.
    pub stopped: &'a (dyn Fn() -> bool + Sync),
}

/// Counts of one run.
#[derive(Default)]
struct Counters {
    read: AtomicU64,
    new: AtomicU64,
    changed: AtomicU64,
    unchanged: AtomicU64,
    spent: Spent,
    adding: Stopwatch,
    /// What a dry run has found, a line each.
    foreseen: Mutex<Vec<String>>,
}

impl Counters {
    /// Notes what would be done with a file.
    fn foresee(&self, what: &str, path: &Path) {
        let line = format!("{what}: {}", path.display());
        self.foreseen.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

impl<'a> Update<'a> {
    /// An update of everything.
    pub(super) fn of(settings: &'a Settings, sources: &'a [Source]) -> Update<'a> {
        let entered: Entered = Arc::new(|_: &Path| {});
        Update {
            settings,
            sources,
            part: Part::Whole,
            rebuild: false,
            dry_run: false,
            waits: false,
            entered,
            stopped: &|| false,
        }
    }

    /// Makes the index what the files are, in one commit. An index that turns out to be damaged is built anew beside it.
    ///
    /// # Errors
    /// Where a source is missing, or the index cannot be written or is being written by another process, or
    /// where it was told to give up. The index is then as it was.
    pub(super) fn run(&self, output: &Output) -> Result<IndexReport> {
        match self.run_once(self.rebuild, output) {
            Err(Error::Damaged { message, .. }) if !self.rebuild => {
                let mut report = self.run_once(true, output)?;
                report.rebuilt = Some(message);
                Ok(report)
            }
            done => done,
        }
    }

    fn run_once(&self, rebuild: bool, output: &Output) -> Result<IndexReport> {
        let started = Instant::now();
        threads::start()?;
        let rules = self.settings.rules()?;
        let avoid = [self.settings.canonical_index()];
        let mut part = &self.part;
        let mut stages = Stages::default();
        let mut clock = Clock(started);
        check_sources(self.sources)?;
        let options = WriterOptions { rebuild };
        let target = Target::open(&self.folder(output), record(self.settings, self.sources), options, self.dry_run)?;
        stages.wall.open = clock.lap();
        if target.fresh().is_some() {
            // A new generation holds nothing yet, so a part of the sources is not enough.
            part = &Part::Whole;
        }
        // Only now that nobody else can write: files that another run found since would be taken for deleted ones.
        let mut found = walk_part(self.sources, part, &avoid, &self.entered)?;
        stages.wall.walk = clock.lap();
        let (mut by_git, others): (Vec<_>, Vec<_>) =
            found.files.into_iter().partition(|file| rules.of(&file.path).dates_by_git());
        let mut dates = date_by_git(&mut by_git);
        if part.is_whole() && dates.repositories.is_empty() && !by_git.is_empty() {
            dates.notes.push("no guide is in a git repository: dates are those of the files".to_owned());
        }
        found.files = others;
        found.files.append(&mut by_git);
        found.files.sort();
        if !dates.repositories.is_empty() {
            stages.wall.dates = clock.lap();
        }
        let mut report = IndexReport {
            version: 1,
            dry_run: self.dry_run,
            index: self.settings.index.display().to_string(),
            rebuilt: target.fresh().map(str::to_owned),
            files: found.files.len() as u64,
            notes: dates.notes,
            repositories: dates.repositories,
            ..IndexReport::default()
        };
        let counters = Counters::default();
        report.removed = self.remove_vanished(&found, part, &target, &counters)?;
        // Each is let go once it is read: a million of them take as much memory as the index in the making.
        let files = std::mem::take(&mut found.files);
        self.read_all(files, &target, &rules, &counters, &mut report.skipped, output)?;
        stages.wall.files = clock.lap();
        let Walk { skipped, other, links, .. } = found;
        report.skipped.extend(skipped);
        report.skipped.sort();
        self.go_on()?;
        // Guides that went away one by one are gone; those that went away with their folder may come back with it.
        check_sources(self.sources)?;
        (report.other, report.links) = (other, links);
        let done = target.commit()?;
        let merging = milliseconds(done.merging);
        (stages.wall.commit, stages.wall.merge) = ((clock.lap() - merging).max(0.0), merging);
        stages.take(&counters.spent, &counters.adding);
        report.stages = stages;
        report.written = done.written;
        (report.guides, report.sections) = (done.guides, done.sections);
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (report.read, report.new) = (count(&counters.read), count(&counters.new));
        (report.changed, report.unchanged) = (count(&counters.changed), count(&counters.unchanged));
        report.bytes = counters.spent.bytes();
        report.foreseen = counters.foreseen.into_inner().unwrap_or_else(PoisonError::into_inner);
        report.foreseen.sort();
        report.took_ms = milliseconds(started.elapsed());
        Ok(report)
    }

    /// The folder of the index, whose writer waits for another one where that is wanted.
    fn folder(&self, output: &Output) -> IndexFolder {
        let folder = IndexFolder::new(&self.settings.index);
        if !self.waits {
            return folder;
        }
        let (output, index) = (output.clone(), self.settings.index.display().to_string());
        folder.waiting(PATIENCE, move || output.note(&format!("waiting for another `kb index` to finish with {index}")))
    }

    /// Gives up where that is wanted.
    fn go_on(&self) -> Result<()> {
        if (self.stopped)() { Err(Error::user("stopped before everything was read")) } else { Ok(()) }
    }

    /// Reads every file that needs to be read, in parallel, and hands what it holds to the writer.
    fn read_all(
        &self,
        files: Vec<SourceFile>,
        target: &Target,
        rules: &RuleSets,
        counters: &Counters,
        skipped: &mut Vec<Skipped>,
        output: &Output,
    ) -> Result<()> {
        let what = if self.dry_run { "looking at" } else { "indexing" };
        let progress = Progress::new(what, "files", files.len() as u64, output.quiet);
        let named = Mutex::new(Vec::new());
        let name = |file: &SourceFile, reason: String| {
            let skipped = Skipped { path: file.path.clone(), reason };
            named.lock().unwrap_or_else(PoisonError::into_inner).push(skipped);
        };
        let one = |counter: &AtomicU64| {
            counter.fetch_add(1, Ordering::Relaxed);
        };
        let shares = Shares::default();
        files.into_par_iter().try_for_each(|file| -> Result<()> {
            let file = &file;
            self.go_on()?;
            // Until the guide is with the writer.
            let _share = shares.of_file(&file.path);
            let known = target.known(&file.key);
            match read(file, known, rules.of(&file.path), &counters.spent) {
                Reading::Unread => one(&counters.unchanged),
                Reading::Same(stamp) => {
                    one(&counters.read);
                    one(&counters.unchanged);
                    target.keep(&file.key, stamp);
                }
                Reading::Guide(guide, stamp, warnings) => {
                    one(&counters.read);
                    one(if known.is_some() { &counters.changed } else { &counters.new });
                    if self.dry_run {
                        counters.foresee(if known.is_some() { "changed" } else { "new" }, &file.path);
                    }
                    for warning in warnings {
                        output.note(&format!("{}: {warning}", file.path.display()));
                    }
                    counters.adding.time(|| target.put(guide, stamp))?;
                }
                // It vanished since the walk.
                Reading::Stopped(error) => return Err(error),
                Reading::Skipped(_, None) if is_gone(&file.path) => target.remove(&file.key)?,
                Reading::Skipped(reason, stamp) => {
                    match stamp {
                        Some(stamp) => target.skip(&file.key, stamp, &reason)?,
                        None => target.remove(&file.key)?,
                    }
                    name(file, reason);
                }
            }
            progress.advance();
            Ok(())
        })?;
        skipped.append(&mut named.into_inner().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    /// Forgets files of the last commit that are no longer there; gives their number. Where only a part was looked at,
    /// only that part can have vanished.
    fn remove_vanished(&self, found: &Walk, part: &Part, target: &Target, counters: &Counters) -> Result<u64> {
        let present: HashSet<&str> = found.files.iter().map(|file| file.key.as_str()).collect();
        let places = Record { sources: self.sources.to_vec(), ..Record::default() };
        let mut removed = 0;
        for (key, entry) in target.all_known() {
            let looked_at = part.is_whole() || part.covers(&places.file(key));
            if looked_at && !present.contains(key.as_str()) {
                target.remove(key)?;
                if self.dry_run && entry.skipped.is_none() {
                    counters.foresee("removed", &places.file(key));
                }
                removed += u64::from(entry.skipped.is_none());
            }
        }
        Ok(removed)
    }
}

/// Tells the time between two stages.
struct Clock(Instant);

impl Clock {
    /// Milliseconds since the last lap.
    fn lap(&mut self) -> f64 {
        let last = std::mem::replace(&mut self.0, Instant::now());
        milliseconds(self.0.duration_since(last))
    }
}

fn is_gone(path: &Path) -> bool {
    let gone = [ErrorKind::NotFound, ErrorKind::NotADirectory];
    path.symlink_metadata().is_err_and(|error| gone.contains(&error.kind()))
}

/// What the index will remember of this run.
pub(super) fn record(settings: &Settings, sources: &[Source]) -> Record {
    let decides = (&settings.root, sources, settings.deciding(sources));
    let text = serde_json::to_string(&decides).unwrap_or_default();
    Record {
        root: settings.root.clone(),
        sources: sources.to_vec(),
        by_settings: sources == settings.default_sources(),
        vocabulary: settings.vocabulary(sources),
        settings: settings.shown_file(),
        fingerprint: blake3::hash(text.as_bytes()).to_hex().to_string(),
    }
}
