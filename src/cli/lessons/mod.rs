//! Lessons: what `kb help TOPIC` teaches, as data. Examples run on the guides that kb's own repository ships, and a test
//! runs every one of them and holds what it prints against what is said of it. `kb COMMAND --help` shows the same tables
//! and examples, so that the two cannot contradict each other.

mod compare;
mod completions;
mod index;
mod queries;
mod reading;
mod roles;
mod saved;
mod scripts;
mod search;

use serde::Serialize;

/// What is to be known of a command or a topic.
#[derive(Debug, Serialize)]
pub(super) struct Lesson {
    /// The name of the command or topic.
    pub topic: &'static str,
    /// What it is about, in one line.
    pub about: &'static str,
    /// The text.
    pub text: &'static str,
    /// What may be written, and what it means.
    pub table: Option<Table>,
    /// What to try.
    pub examples: &'static [Example],
    /// Topics and commands that go on from here.
    pub see: &'static [&'static str],
}

/// What may be written, and what it means.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Table {
    /// What the rows are.
    pub heading: &'static str,
    /// What is written, and what it means.
    pub rows: &'static [(&'static str, &'static str)],
}

/// A command line that works.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    /// The line, as a shell takes it.
    pub command: &'static str,
    /// What it shows, in one line.
    pub says: &'static str,
    /// Parts of what it prints on the shipped guides: the proof that it does.
    #[serde(rename = "prints")]
    pub prints: &'static [&'static str],
}

/// Every lesson, in the order in which they are listed.
pub(super) const LESSONS: [&Lesson; 12] = [
    &search::SEARCH,
    &queries::QUERIES,
    &roles::ROLES,
    &index::INDEX,
    &reading::SHOW,
    &reading::SIMILAR,
    &roles::TERMS,
    &compare::COMPARE,
    &compare::COVERAGE,
    &saved::SEARCHES,
    &completions::COMPLETIONS,
    &scripts::SCRIPTS,
];

/// The lesson on a command or topic.
pub(super) fn on(topic: &str) -> Option<&'static Lesson> {
    LESSONS.into_iter().find(|lesson| lesson.topic == topic)
}

impl Lesson {
    /// Its table and examples as `--help` shows them, below the flags.
    pub(super) fn below_flags(&self) -> String {
        let mut text = String::new();
        if let Some(Table { heading, rows }) = self.table {
            let width = rows.iter().map(|(written, _)| written.chars().count()).max().unwrap_or(0);
            text += &format!("{heading}:\n");
            for (written, meaning) in rows {
                text += &format!("  {written:width$}  {meaning}\n");
            }
            text += "\n";
        }
        text += "Examples:\n";
        for example in self.examples {
            text += &format!("  {}\n", example.command);
        }
        text + &format!("\n`kb help {}` explains them.", self.topic)
    }
}
