//! `kb index`: finds the guides, reads what changed, commits.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use crate::corpus::{Reading, Rules, Skipped, SourceFile, Walk, read, walk};
use crate::engine::{Engine, IndexFolder, Record, Writer, WriterOptions};
use crate::error::{Error, Result};
use crate::guide::Source;
use crate::report::{Report, Sheet, Style, Text, Tone};

use super::args::IndexArguments;
use super::output::Output;
use super::progress::Progress;
use super::settings::{Settings, sources_of};

/// What `kb index` did.
#[derive(Debug, Default, Serialize)]
pub(super) struct IndexReport {
    /// The version of this JSON.
    version: u32,
    /// The folder of the index.
    index: String,
    /// Why everything was read again; null for an update.
    rebuilt: Option<String>,
    /// Whether anything was written.
    written: bool,
    /// Guides in the index now.
    guides: u64,
    /// Sections in the index now.
    sections: u64,
    /// Files looked at.
    files: u64,
    /// Files whose content was read.
    read: u64,
    /// New guides.
    new: u64,
    /// Guides whose file changed.
    changed: u64,
    /// Guides whose file is gone.
    removed: u64,
    /// Files that are as they were.
    unchanged: u64,
    /// Files that should be guides and are not in the index, each with the reason.
    skipped: Vec<Skipped>,
    /// Files of other kinds, by extension.
    other: BTreeMap<String, u64>,
    /// Milliseconds it took.
    took_ms: f64,
}

/// Runs the command.
pub(super) fn run(arguments: &IndexArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let scope = Scope::resolve(arguments, settings, output)?;
    let report = update(settings, &scope, arguments.rebuild, output)?;
    output.answer(&report)?;
    Ok(true)
}

/// Builds the index from these sources, saying only what could not be taken.
pub(super) fn build(settings: &Settings, sources: Vec<Source>, output: &Output) -> Result<()> {
    let report = update(settings, &Scope { sources, only: Vec::new() }, false, output)?;
    output.note(&report.summary());
    Ok(())
}

/// What to index.
struct Scope {
    sources: Vec<Source>,
    /// Only what lies below these; everything where there are none.
    only: Vec<PathBuf>,
}

impl Scope {
    /// Paths inside the recorded sources refresh that part; others become the sources. Without paths: the declared
    /// corpora, else `./corpus`, else what the index was built from.
    fn resolve(arguments: &IndexArguments, settings: &Settings, output: &Output) -> Result<Scope> {
        let recorded = Engine::open(&IndexFolder::new(&settings.index))
            .map(|engine| engine.record().sources.clone())
            .unwrap_or_default();
        if arguments.paths.is_empty() {
            let sources = settings.default_sources();
            let sources = if sources.is_empty() { recorded } else { sources };
            if sources.is_empty() {
                return Err(Error::user("nothing to index: there is no kb.toml with a corpus and no folder ./corpus")
                    .with_hint("run `kb index PATH`, or `kb init` to write a kb.toml"));
            }
            return Ok(Scope { sources, only: Vec::new() });
        }
        let mut paths = Vec::new();
        for path in &arguments.paths {
            paths.push(path.canonicalize().map_err(|error| Error::io("index", path, error))?);
        }
        let inside = |path: &PathBuf| recorded.iter().any(|source| path.starts_with(&source.path));
        if !recorded.is_empty() && paths.iter().all(inside) {
            let whole = recorded.iter().all(|source| paths.contains(&source.path));
            return Ok(Scope { sources: recorded, only: if whole { Vec::new() } else { paths } });
        }
        let sources = sources_of(paths, &settings.corpora);
        if !recorded.is_empty() {
            let names = sources.iter().map(|source| source.path.display().to_string()).collect::<Vec<_>>().join(", ");
            output.note(&format!("the index is built from other sources from now on: {names}"));
        }
        Ok(Scope { sources, only: Vec::new() })
    }
}

/// Counts of one run.
#[derive(Default)]
struct Counters {
    read: AtomicU64,
    new: AtomicU64,
    changed: AtomicU64,
    unchanged: AtomicU64,
}

fn update(settings: &Settings, scope: &Scope, rebuild: bool, output: &Output) -> Result<IndexReport> {
    let started = Instant::now();
    let rules = Rules::new(&settings.vocabulary, &settings.inference)?.with_program(std::env::current_exe().ok());
    let index = settings.index.canonicalize().unwrap_or_else(|_| settings.index.clone());
    let mut found = walk(&scope.sources, &scope.only, &[index])?;
    let folder = IndexFolder::new(&settings.index);
    let options = WriterOptions { rebuild, expected_files: found.files.len() };
    let writer = Writer::open(&folder, record(settings, scope), options)?;
    if writer.fresh().is_some() && !scope.only.is_empty() {
        // A new generation holds nothing yet, so a part of the sources is not enough.
        found = walk(&scope.sources, &[], &[])?;
    }
    let mut report = IndexReport {
        version: 1,
        index: settings.index.display().to_string(),
        rebuilt: writer.fresh().map(str::to_owned),
        files: found.files.len() as u64,
        ..IndexReport::default()
    };
    let counters = Counters::default();
    read_all(&found, &writer, &rules, &counters, &mut report.skipped, output)?;
    report.removed = remove_vanished(&found, scope, &writer)?;
    let Walk { skipped, other, .. } = found;
    report.skipped.extend(skipped);
    report.skipped.sort();
    report.other = other;
    let done = writer.commit()?;
    report.written = done.written;
    (report.guides, report.sections) = (done.guides, done.sections);
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    (report.read, report.new) = (count(&counters.read), count(&counters.new));
    (report.changed, report.unchanged) = (count(&counters.changed), count(&counters.unchanged));
    report.took_ms = (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0;
    for Skipped { path, reason } in &report.skipped {
        output.note(&format!("skipped {}: {reason}", path.display()));
    }
    if report.guides == 0 {
        let names = scope.sources.iter().map(|source| source.path.display().to_string()).collect::<Vec<_>>().join(", ");
        output.note(&format!("no guides found in {names}"));
    }
    for (extension, count) in &report.other {
        output.detail(&format!("left out {count} files of kind .{extension}"));
    }
    Ok(report)
}

/// What the index will remember of this run.
fn record(settings: &Settings, scope: &Scope) -> Record {
    let decides = (
        &settings.root,
        &scope.sources,
        &settings.vocabulary.roles,
        &settings.vocabulary.sections,
        &settings.inference,
    );
    let text = serde_json::to_string(&decides).unwrap_or_default();
    Record {
        root: settings.root.clone(),
        sources: scope.sources.clone(),
        vocabulary: settings.vocabulary.clone(),
        settings: settings.shown_file(),
        fingerprint: blake3::hash(text.as_bytes()).to_hex().to_string(),
    }
}

/// Reads every file that needs to be read, in parallel, and hands what it holds to the writer.
fn read_all(
    found: &Walk,
    writer: &Writer,
    rules: &Rules,
    counters: &Counters,
    skipped: &mut Vec<Skipped>,
    output: &Output,
) -> Result<()> {
    let progress = Progress::new("indexing", found.files.len() as u64, output.quiet);
    let named = Mutex::new(Vec::new());
    let name = |file: &SourceFile, reason: String| {
        let skipped = Skipped { path: file.path.clone(), reason };
        named.lock().unwrap_or_else(PoisonError::into_inner).push(skipped);
    };
    let one = |counter: &AtomicU64| {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    found.files.par_iter().try_for_each(|file| -> Result<()> {
        let known = writer.known().get(&file.key);
        match read(file, known, rules) {
            Reading::Unread => one(&counters.unchanged),
            Reading::Same(stamp) => {
                one(&counters.read);
                one(&counters.unchanged);
                writer.keep(&file.key, stamp);
            }
            Reading::Guide(guide, stamp, warnings) => {
                one(&counters.read);
                one(if known.is_some() { &counters.changed } else { &counters.new });
                for warning in warnings {
                    output.note(&format!("{}: {warning}", file.path.display()));
                }
                writer.put(guide, stamp)?;
            }
            Reading::Skipped(reason, stamp) => {
                match stamp {
                    Some(stamp) => writer.skip(&file.key, stamp, &reason)?,
                    None => writer.remove(&file.key)?,
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

/// Forgets files of the last commit that are no longer there; gives their number. Where only a part was looked at, only
/// that part can have vanished.
fn remove_vanished(found: &Walk, scope: &Scope, writer: &Writer) -> Result<u64> {
    let present: HashSet<&str> = found.files.iter().map(|file| file.key.as_str()).collect();
    let places = Record { sources: scope.sources.clone(), ..Record::default() };
    let mut removed = 0;
    for (key, entry) in writer.known() {
        let looked_at = scope.only.is_empty() || {
            let path = places.file(key);
            scope.only.iter().any(|only| path.starts_with(only))
        };
        if looked_at && !present.contains(key.as_str()) {
            writer.remove(key)?;
            removed += u64::from(entry.skipped.is_none());
        }
    }
    Ok(removed)
}

impl IndexReport {
    /// One line that says what happened.
    fn summary(&self) -> String {
        let size = format!("{} and {}", plural(self.guides, "guide"), plural(self.sections, "section"));
        let took = if self.took_ms < 1_000.0 {
            format!("{:.0} ms", self.took_ms)
        } else {
            format!("{:.1} s", self.took_ms / 1_000.0)
        };
        let skipped = if self.skipped.is_empty() { String::new() } else { format!("; skipped {}", self.skipped.len()) };
        if !self.written {
            let read = if self.read == 0 { "none read".to_owned() } else { format!("{} read", self.read) };
            return format!(
                "nothing changed: {} looked at, {read}; the index has {size}{skipped} ({took})",
                plural(self.files, "file")
            );
        }
        let mut changes = Vec::new();
        for (count, what) in [(self.new, "new"), (self.changed, "changed"), (self.removed, "removed")] {
            if count > 0 {
                changes.push(format!("{count} {what}"));
            }
        }
        if self.unchanged > 0 {
            changes.push(format!("{} unchanged", self.unchanged));
        }
        let changes = if changes.is_empty() { String::new() } else { format!(": {}", changes.join(", ")) };
        format!("indexed {size}{changes}{skipped} ({took})")
    }
}

/// A count and its noun.
pub(super) fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

impl Report for IndexReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut sheet = Sheet::text(self.summary());
        if let Some(reason) = self.rebuilt.as_ref().filter(|reason| *reason != "there was no index") {
            sheet = sheet.note(Text::toned(Tone::Dim, format!("everything was read again, because {reason}")));
        }
        vec![sheet]
    }
}
