//! A run: what was found for each question, as TREC writes it down.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The name of the system that made a run, the last field of its lines.
const TAG: &str = "kb";

/// What was found for one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The id of the question.
    pub topic: String,
    /// The documents by name with their scores, best first, each once.
    pub documents: Vec<(String, f32)>,
}

/// What was found for each of several questions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// A ranking for each question, in the order of the questions.
    pub rankings: Vec<Ranking>,
}

impl Run {
    /// Writes `topic Q0 document rank score tag` a line, the rank from 1. The file is there whole or not at all.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let beside = beside(path);
        let written = std::fs::write(&beside, self.text()).and_then(|()| std::fs::rename(&beside, path));
        written.map_err(|error| {
            let _ = std::fs::remove_file(&beside);
            Error::io("write", path, error)
        })
    }

    /// The lines. Scores fall strictly, by the least there is where they were equal: other programs order a run by
    /// score alone, and so see the order that was measured.
    fn text(&self) -> String {
        let mut text = String::new();
        for Ranking { topic, documents } in &self.rankings {
            // A name with a space in it needs fields that tabs set apart.
            let spaced = |name: &str| name.contains(char::is_whitespace);
            let gap = if spaced(topic) || documents.iter().any(|(name, _)| spaced(name)) { '\t' } else { ' ' };
            let mut last = f32::INFINITY;
            for (at, (document, score)) in documents.iter().enumerate() {
                last = if *score < last { *score } else { last.next_down() };
                let document = document.replace(char::is_control, "_");
                let _ = writeln!(text, "{topic}{gap}Q0{gap}{document}{gap}{}{gap}{last}{gap}{TAG}", at + 1);
            }
        }
        text
    }
}

/// A file in the same folder, for what is not yet whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    path.with_file_name(name)
}
