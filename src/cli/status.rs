//! `kb status`: what the index holds, and what has changed on disk since.

use std::collections::HashSet;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use crate::corpus::{Freshness, SourceFile, freshness, walk};
use crate::engine::{Engine, Stats};
use crate::error::Result;
use crate::report::{Grid, Place, Report, Sheet, Style, Text, Tone};

use super::index::plural;
use super::output::Output;
use super::settings::Settings;

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
    /// Files that are gone.
    removed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SkippedFile {
    path: String,
    reason: String,
}

/// Runs the command.
pub(super) fn run(settings: &Settings, output: &Output) -> Result<bool> {
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
    };
    compare(&engine, &mut report, output)?;
    output.answer(&report)?;
    let changes = report.new.len() + report.changed.len() + report.removed.len();
    if changes > 0 {
        output.hint("run `kb index` to bring the index up to date");
    }
    Ok(true)
}

/// Holds the files on disk against those of the commit.
fn compare(engine: &Engine, report: &mut StatusReport, output: &Output) -> Result<()> {
    let record = engine.record();
    let known = engine.files()?;
    let here = match walk(&record.sources, &[], &[]) {
        Ok(found) => found.files,
        Err(error) => {
            // A source that is gone is a fact about the index, not a failure to describe it.
            output.error(&error);
            Vec::new()
        }
    };
    let state = |file: &SourceFile| match known.get(&file.key) {
        None => Some((true, file.key.clone())),
        Some(entry) => match freshness(file, entry) {
            Freshness::Unchanged => None,
            Freshness::Changed => Some((false, file.key.clone())),
        },
    };
    for (new, key) in here.par_iter().filter_map(state).collect::<Vec<_>>() {
        let path = record.shown_path(&key);
        if new { report.new.push(path) } else { report.changed.push(path) }
    }
    let present: HashSet<&str> = here.iter().map(|file| file.key.as_str()).collect();
    for (key, entry) in &known {
        let path = record.shown_path(key);
        if !present.contains(key.as_str()) {
            report.removed.push(path);
        } else if let Some(reason) = &entry.skipped {
            report.skipped.push(SkippedFile { path, reason: reason.clone() });
        }
    }
    Ok(())
}

/// Seconds since 1970 as `2026-11-01 09:30 UTC` (Hinnant, "chrono-compatible low-level date algorithms", 2013).
fn utc(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months = (5 * of_year + 2) / 153;
    let day = of_year - (153 * months + 2) / 5 + 1;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
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
        if !self.skipped.is_empty() {
            grid.pair("skipped", plural(self.skipped.len() as u64, "file"));
        }
        let mut sheets = vec![Sheet::from(grid)];
        let skipped: Vec<String> = self.skipped.iter().map(|file| format!("{}: {}", file.path, file.reason)).collect();
        for (what, files) in changes.into_iter().chain([("skipped", &skipped)]) {
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
