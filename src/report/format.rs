//! The forms in which a command can give its answer.

use clap::ValueEnum;

/// What `--format` takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: tables fitted to the width of the terminal.
    #[default]
    Table,
    /// One JSON value, indented.
    Json,
    /// One JSON value a line, one line a record.
    Jsonl,
    /// Comma-separated, quoted as RFC 4180 has it, with a line of column names first.
    Csv,
    /// Tab-separated, never quoted, with a line of column names first.
    Tsv,
    /// GitHub-flavoured Markdown, safe to paste.
    Markdown,
    /// One file a line, each once.
    Paths,
    /// `path:line:column:text`, for an editor's quickfix list.
    Vimgrep,
}
