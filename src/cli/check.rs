//! `kb check`: verifies the whole index.

use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use crate::engine::{Checked, IndexFolder, check};
use crate::error::Result;
use crate::report::{Grid, Report, Sheet, Style, Text, refuse_places};

use super::index::plural;
use super::output::Output;
use super::settings::Settings;
use super::stages::{duration, milliseconds};

/// What builds a damaged index anew.
const REPAIR: &str = "kb index --rebuild";

/// What was found out about an index.
#[derive(Debug, Serialize)]
struct CheckReport {
    /// The version of this JSON.
    version: u32,
    /// The folder of the index.
    index: String,
    /// Whether every byte is as it was written.
    sound: bool,
    /// Files of the index.
    files: u64,
    /// Bytes in them.
    bytes: u64,
    /// What is damaged.
    damages: Vec<DamagedFile>,
    /// Files and generations of runs that did not end; the next `kb index` deletes them.
    leftovers: Vec<PathBuf>,
    /// The command that repairs the damage; null where there is none.
    repair: Option<&'static str>,
    /// Milliseconds it took.
    took_ms: f64,
}

#[derive(Debug, Serialize)]
struct DamagedFile {
    /// The file.
    path: PathBuf,
    /// What is wrong with it.
    problem: String,
}

/// Runs the command; says whether the index is sound.
pub(super) fn run(settings: &Settings, output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let started = Instant::now();
    let Checked { files, bytes, damages, leftovers } = check(&IndexFolder::new(&settings.index))?;
    let sound = damages.is_empty();
    let report = CheckReport {
        version: 1,
        index: settings.index.display().to_string(),
        sound,
        files,
        bytes,
        damages: damages.into_iter().map(|damage| DamagedFile { path: damage.file, problem: damage.what }).collect(),
        leftovers,
        repair: (!sound).then_some(REPAIR),
        took_ms: milliseconds(started.elapsed()),
    };
    output.answer(&report)?;
    if !sound {
        output.hint(&format!("run `{REPAIR}` to build the index anew from the guides"));
    }
    Ok(sound)
}

impl CheckReport {
    fn summary(&self) -> String {
        if self.sound {
            let looked = format!("{} with {} bytes", plural(self.files, "file"), self.bytes);
            return format!("the index is sound: {looked} verified ({})", duration(self.took_ms));
        }
        format!("the index is damaged: {}", plural(self.damages.len() as u64, "problem"))
    }
}

impl Report for CheckReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut sheet = Sheet::text(self.summary());
        if !self.leftovers.is_empty() {
            let left = plural(self.leftovers.len() as u64, "leftover");
            sheet = sheet.note(Text::from(format!("the next `kb index` deletes {left} of a run that did not end")));
        }
        if self.sound {
            return vec![sheet];
        }
        let mut grid = Grid::pairs();
        for damage in &self.damages {
            let path = damage.path.strip_prefix(&self.index).unwrap_or(&damage.path);
            grid.pair(path.display().to_string(), damage.problem.as_str());
        }
        vec![sheet, Sheet::from(grid)]
    }
}
