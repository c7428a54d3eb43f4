//! Long answers on a terminal go through a pager, as git and bat do it.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

use super::style::Style;
use super::table::without_codes;
use crate::error::{Error, Result};

/// What the environment says about pagers.
#[derive(Debug, Clone, Default)]
pub struct PagerVariables {
    /// The variable KB_PAGER.
    pub kb_pager: Option<String>,
    /// The variable PAGER.
    pub pager: Option<String>,
}

impl PagerVariables {
    /// Looks at the environment.
    pub fn gather() -> Self {
        PagerVariables { kb_pager: std::env::var("KB_PAGER").ok(), pager: std::env::var("PAGER").ok() }
    }

    /// The program to page with and its arguments: KB_PAGER, else PAGER, else `less -FRX`. None where the user wants no
    /// pager, which an empty variable or `cat` says.
    pub fn command(&self) -> Option<Vec<String>> {
        let said = self.kb_pager.as_ref().or(self.pager.as_ref());
        let mut words = said.map_or_else(|| vec!["less".to_owned(), "-FRX".to_owned()], |text| split_words(text));
        if let [program] = words.as_slice()
            && Path::new(program).file_stem().is_some_and(|name| name == "less")
        {
            // Whatever LESS says: without it, `less` would show the codes of colours and not the colours.
            words.push("-R".to_owned());
        }
        Some(words).filter(|words| words.first().is_some_and(|program| program != "cat"))
    }
}

/// Writes the text to standard output: through a pager where `page` allows it, a terminal reads the output and the text
/// is taller than the terminal. A pager that cannot be started is done without.
pub fn print(text: &[u8], style: &Style, page: bool, variables: &PagerVariables) -> Result<()> {
    let tall = style.terminal && style.height.is_some_and(|rows| is_taller(text, style.width, rows));
    if let Some(command) = variables.command().filter(|_| page && tall)
        && run(&command, text)?
    {
        return Ok(());
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(text).and_then(|()| stdout.flush()).map_err(super::write_failed)
}

/// Pages the text; says whether the pager could be started.
fn run(command: &[String], text: &[u8]) -> Result<bool> {
    let Some((program, arguments)) = command.split_first() else { return Ok(false) };
    let mut pager = Command::new(program);
    pager.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // For a PAGER that is a plain `less`: show colours, and end at once where the text fits the screen.
        pager.env("LESS", "FRX");
    }
    if std::env::var_os("LV").is_none() {
        // The same for `lv`.
        pager.env("LV", "-c");
    }
    let Ok(mut child) = pager.spawn() else { return Ok(false) };
    outlast_interrupts();
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text));
    // The reader decides when they are done, so wait even if the pager no longer takes text.
    let waited = child.wait();
    match written {
        // They have seen enough: that is how paging ends.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(Error::internal(format!("cannot write to the pager {program}"), error)),
        Ok(()) => {
            waited.map(|_| true).map_err(|error| Error::internal(format!("cannot run the pager {program}"), error))
        }
    }
}

/// From now on Ctrl-C is for the pager, which may have its own use for it. If we ended by it, the shell and a pager that
/// goes on would both read the terminal.
fn outlast_interrupts() {
    // A second handler is refused: the first one does what this would.
    let _ = ctrlc::set_handler(|| {});
}

/// Whether the text takes more rows than the terminal has, the prompt included.
fn is_taller(text: &[u8], width: u16, rows: u16) -> bool {
    let width = usize::from(width.max(1));
    let height = |line: &str| without_codes(line).width().div_ceil(width).max(1);
    let text = String::from_utf8_lossy(text);
    let mut left = usize::from(rows);
    text.lines().any(|line| {
        left = left.saturating_sub(height(line));
        left == 0
    })
}

/// The words of a command in a variable such as PAGER or EDITOR: apart by spaces; quotes keep spaces within a word,
/// and so does a backslash, but on Windows, where paths are full of them.
pub fn split_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if !cfg!(windows) && quote != Some('\'') => {
                let escaped = characters.next_if(|next| next.is_whitespace() || matches!(next, '\\' | '"' | '\''));
                word.get_or_insert_default().push(escaped.unwrap_or(c));
            }
            '"' | '\'' if quote.is_none() || quote == Some(c) => {
                quote = if quote.is_none() { Some(c) } else { None };
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && quote.is_none() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::{PagerVariables, is_taller, run, split_words};

    fn command(kb_pager: Option<&str>, pager: Option<&str>) -> Option<Vec<String>> {
        PagerVariables { kb_pager: kb_pager.map(Into::into), pager: pager.map(Into::into) }.command()
    }

    #[test]
    fn our_variable_comes_first_and_empty_means_none() {
        assert_eq!(command(None, None).unwrap(), ["less", "-FRX"]);
        assert_eq!(command(None, Some("more")).unwrap(), ["more"]);
        assert_eq!(command(None, Some("/usr/bin/less")).unwrap(), ["/usr/bin/less", "-R"]);
        assert_eq!(command(None, Some("less -S")).unwrap(), ["less", "-S"]);
        assert_eq!(command(Some("bat -p"), Some("more")).unwrap(), ["bat", "-p"]);
        for none in ["", "  ", "cat", "cat -"] {
            assert_eq!(command(Some(none), Some("more")), None);
            assert_eq!(command(None, Some(none)), None);
        }
    }

    #[test]
    fn quotes_keep_spaces() {
        assert_eq!(split_words(r#"'/a b/less' -R "x y"z ''"#), ["/a b/less", "-R", "x yz", ""]);
        #[cfg(not(windows))]
        assert_eq!(
            split_words(r#"/a\ b/less \-R "x\"y" 'z\' \\ u\"#),
            ["/a b/less", r"\-R", "x\"y", r"z\", r"\", r"u\"]
        );
    }

    #[test]
    fn height_counts_rows_on_screen() {
        assert!(!is_taller(b"a\nb\n", 80, 3));
        assert!(is_taller(b"a\nb\nc\n", 80, 3));
        assert!(is_taller("x".repeat(200).as_bytes(), 80, 3));
        assert!(!is_taller("\x1b[1mx\x1b[0m".repeat(80).as_bytes(), 80, 2));
    }

    #[test]
    fn a_pager_that_is_not_there_is_done_without() {
        assert!(!run(&["kb-no-such-pager".to_owned()], b"text").unwrap());
        assert!(!run(&[], b"text").unwrap());
    }

    #[test]
    #[cfg(unix)]
    fn the_pager_gets_all_text_and_may_stop_reading() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out");
        let keep = ["sh", "-c", "cat > \"$0\"", file.to_str().unwrap()].map(str::to_owned);
        assert!(run(&keep, b"one\ntwo\n").unwrap());
        assert_eq!(std::fs::read(&file).unwrap(), b"one\ntwo\n");
        assert!(run(&["true".to_owned()], &[b'x'; 1 << 20]).unwrap(), "leaving early is how paging ends");
    }
}
