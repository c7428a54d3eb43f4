//! `kb help scripts`: formats and exit codes.

use super::{Example, Lesson, Table};

pub(super) const SCRIPTS: Lesson = Lesson {
    topic: "scripts",
    about: "Formats, exit codes and streams, for scripts and editors",
    text: "Every answer comes in every format that it has a form for. Answers go to standard output, everything else to \
           standard error; -q keeps that silent. In a pipe there are no colours and no pager, and tables are as wide as \
           COLUMNS says, else 100.",
    table: Some(Table {
        heading: "Exit codes",
        rows: &[
            ("0", "found, or done"),
            ("1", "nothing found, or `kb check` found damage"),
            ("2", "bad usage, or an error that stopped the command"),
        ],
    }),
    examples: &[
        Example {
            command: "kb search budget --format json",
            says: "One object, also where nothing is found; \"version\" tells its shape.",
            prints: &["\"version\": 1", "\"hits\": ["],
        },
        Example { command: "kb search budget --format jsonl", says: "One hit a line.", prints: &["{\"rank\":1,"] },
        Example {
            command: "kb search budget -n 0 --format paths",
            says: "The files, each once.",
            prints: &["corpus/infrastructure-manager.md\n"],
        },
        Example {
            command: "kb search budget --format vimgrep",
            says: "For vim -q, quickfix lists and the like.",
            prints: &["corpus/infrastructure-manager.md:"],
        },
        Example {
            command: "kb search reporting lines --budget 300 --format markdown",
            says: "The best passages in 300 words, cited, for a document or a prompt.",
            prints: &["corpus/reporting-lines.md", "b3:"],
        },
        Example {
            command: "kb facets --format csv",
            says: "For a spreadsheet.",
            prints: &["facet,value,count", "role,platform,"],
        },
        Example {
            command: "kb search budget --count || echo nothing found",
            says: "How many; the exit code says whether there are any.",
            prints: &[],
        },
    ],
    see: &["search", "queries"],
};
