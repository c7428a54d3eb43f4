//! `kb status`: what the index holds, and what has changed on disk since.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use crate::corpus::{Freshness, SourceFile, Walk, freshness, walk};
use crate::engine::{Engine, Stats};
use crate::error::{Result, plain};
use crate::guide::{DAY, FileEntry, civil};
use crate::report::{Grid, Place, Report, Sheet, Style, Text, Tone};

use super::fresh;
use super::index::plural;
use super::output::Output;
use super::settings::Settings;
use super::threads;
use super::update::record;

/// The state of an index.
#[derive(Debug, Serialize)]
struct StatusReport {
    /// The version of this JSON.
    version: u32,
    /// The folder of the index.
    index: String,
    #[serde(flatten)]
    stats: Stats,
    /// The sources it was built from.
    sources: Vec<String>,
    /// Files that were skipped, with the reason.
    skipped: Vec<SkippedFile>,
    /// Files that are new on disk.
    new: Vec<String>,
    /// Files that changed.
    changed: Vec<String>,
    /// Files that are gone, or left out from now on.
    removed: Vec<String>,
    /// Whether settings were changed that the index depends on.
    settings_changed: bool,
    /// Guides with the very same content, all of which are indexed: a list of paths for each content.
    copies: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct SkippedFile {
    path: String,
    reason: String,
}

/// Runs the command.
pub(super) fn run(settings: &Settings, output: &Output) -> Result<bool> {
    threads::start()?;
    let engine = super::open_index(settings, output)?;
    let record = engine.record();
    let mut report = StatusReport {
        version: 1,
        index: settings.index.display().to_string(),
        stats: engine.stats(),
        sources: record.sources.iter().map(|source| source.path.display().to_string()).collect(),
        skipped: Vec::new(),
        new: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        settings_changed: false,
        copies: Vec::new(),
    };
    compare(&engine, settings, &mut report, output)?;
    output.answer(&report)?;
    let changes = report.new.len() + report.changed.len() + report.removed.len();
    if report.settings_changed {
        output.hint("settings have changed: run `kb index` to build the index by them");
    } else if changes > 0 {
        output.hint("run `kb index` to bring the index up to date");
    }
    Ok(true)
}

/// Holds the files on disk against those of the commit.
fn compare(engine: &Engine, settings: &Settings, report: &mut StatusReport, output: &Output) -> Result<()> {
    let record = engine.record();
    let known = engine.files()?;
    let own = fresh::settings_of(settings, record).ok();
    let sources = match &own {
        Some(own) => {
            let settings = own.as_ref().unwrap_or(settings);
            let sources = fresh::sources(settings, record);
            if let Err(error) = settings.refuse_outside(&sources, &[]) {
                output.error(&error);
                return Ok(());
            }
            report.settings_changed = self::record(settings, &sources) != *record;
            sources
        }
        None => record.sources.clone(),
    };
    let found = match walk(&sources, &[], &[settings.canonical_index()]) {
        Ok(found) => found,
        Err(error) => {
            // A source that is gone is a fact about the index, not a failure to describe it.
            output.error(&error);
            Walk::default()
        }
    };
    let judge = |file: &SourceFile| (record.shown(&file.path), state(file, known.get(&file.key)));
    for (path, state) in found.files.par_iter().map(judge).collect::<Vec<_>>() {
        match state {
            State::New => report.new.push(path),
            State::Changed => report.changed.push(path),
            State::Skipped(reason) => report.skipped.push(SkippedFile { path, reason }),
            State::Unchanged => {}
        }
    }
    for skipped in found.skipped {
        report.skipped.push(SkippedFile { path: record.shown(&skipped.path), reason: skipped.reason });
    }
    report.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    let present: HashSet<&str> = found.files.iter().map(|file| file.key.as_str()).collect();
    let gone = known.keys().filter(|key| !present.contains(key.as_str()));
    report.removed = gone.map(|key| record.shown_path(key)).collect();
    report.copies = copies(engine, &known);
    Ok(())
}

/// How a file is, as seen from the index.
enum State {
    New,
    Changed,
    Skipped(String),
    Unchanged,
}

fn state(file: &SourceFile, known: Option<&FileEntry>) -> State {
    match known {
        // An update would skip it again, and remembers nothing of what it could not read.
        None => match File::open(&file.path) {
            Ok(_) => State::New,
            Err(error) => State::Skipped(format!("cannot be read ({})", plain(&error))),
        },
        Some(entry) => match (freshness(file, entry), &entry.skipped) {
            (Freshness::Changed, _) => State::Changed,
            (Freshness::Unchanged, Some(reason)) => State::Skipped(reason.clone()),
            (Freshness::Unchanged, None) => State::Unchanged,
        },
    }
}

/// Groups of guides with the same content, by the hash the index keeps of each.
fn copies(engine: &Engine, known: &BTreeMap<String, FileEntry>) -> Vec<Vec<String>> {
    let mut by_content: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for (key, entry) in known.iter().filter(|(_, entry)| entry.skipped.is_none()) {
        by_content.entry(&entry.stamp.hash).or_default().push(key);
    }
    let shown = |keys: Vec<&String>| keys.into_iter().map(|key| engine.record().shown_path(key)).collect();
    let mut groups: Vec<Vec<String>> = by_content.into_values().filter(|keys| keys.len() > 1).map(shown).collect();
    groups.sort();
    groups
}

/// Seconds since 1970 as `2026-11-01 09:30 UTC`.
fn utc(seconds: i64) -> String {
    let ((year, month, day), rest) = (civil(seconds), seconds.rem_euclid(DAY));
    format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", rest / 3_600, rest % 3_600 / 60)
}

/// Bytes in a unit people read.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Longest list of files in a table; JSON has them all.
const LISTED: usize = 10;

/// Most paths of one content in a table.
const COPIES_NAMED: usize = 4;

/// Paths of one content in a line.
fn named(paths: &[String]) -> String {
    let shown = paths.iter().take(COPIES_NAMED).map(String::as_str).collect::<Vec<_>>().join(" = ");
    match paths.len().saturating_sub(COPIES_NAMED) {
        0 => shown,
        more => format!("{shown} … {more} more"),
    }
}

impl Report for StatusReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut grid = Grid::pairs();
        grid.pair("index", self.index.as_str());
        grid.pair("sources", self.sources.join(", "));
        grid.pair(
            "holds",
            format!("{}, {}", plural(self.stats.guides, "guide"), plural(self.stats.sections, "section")),
        );
        grid.pair("size", format!("{} in {}", size(self.stats.bytes), plural(self.stats.segments as u64, "segment")));
        grid.pair("committed", utc(self.stats.committed));
        let changes = [("new", &self.new), ("changed", &self.changed), ("removed", &self.removed)];
        let counts: Vec<String> = changes
            .iter()
            .filter(|(_, files)| !files.is_empty())
            .map(|(what, files)| format!("{} {what}", files.len()))
            .collect();
        grid.pair("since then", if counts.is_empty() { "nothing has changed".to_owned() } else { counts.join(", ") });
        if self.settings_changed {
            grid.pair("settings", "have changed");
        }
        if !self.copies.is_empty() {
            let more: usize = self.copies.iter().map(|paths| paths.len() - 1).sum();
            grid.pair("copies", format!("{} with the content of another", plural(more as u64, "guide")));
        }
        if !self.skipped.is_empty() {
            grid.pair("skipped", plural(self.skipped.len() as u64, "file"));
        }
        let mut sheets = vec![Sheet::from(grid)];
        let skipped: Vec<String> = self.skipped.iter().map(|file| format!("{}: {}", file.path, file.reason)).collect();
        let copies: Vec<String> = self.copies.iter().map(|paths| named(paths)).collect();
        for (what, files) in changes.into_iter().chain([("skipped", &skipped), ("copies", &copies)]) {
            if files.is_empty() {
                continue;
            }
            let mut lines = Text::new();
            for file in files.iter().take(LISTED) {
                lines = lines.below(Text::from(format!("  {file}")));
            }
            if files.len() > LISTED {
                lines = lines.below(Text::toned(
                    Tone::Dim,
                    format!("  … {} more (--format json lists all)", files.len() - LISTED),
                ));
            }
            sheets.push(Sheet::text(lines).heading(Text::toned(Tone::Head, what)));
        }
        sheets
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |path: &String| Place { path: path.clone(), line: 1, column: 1, text: String::new() };
        Some(self.new.iter().chain(&self.changed).map(place).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn times_are_utc() {
        assert_eq!(utc(0), "1970-01-01 00:00 UTC");
        assert_eq!(utc(951_868_799), "2000-02-29 23:59 UTC");
        assert_eq!(utc(1_793_525_400), "2026-11-01 09:30 UTC");
    }
}
