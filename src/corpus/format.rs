//! The formats that can be read, and which of them a file is in.

use std::path::Path;

use super::outline::Outline;
use super::{html, markdown, text};

/// How a source file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    Markdown,
    Html,
    Text,
}

/// A format, the extensions of its files, and its reader.
struct Row {
    format: Format,
    extensions: &'static [&'static str],
    parse: fn(&str) -> Outline,
}

/// Every format there is.
const FORMATS: &[Row] = &[
    Row { format: Format::Markdown, extensions: &["md", "markdown", "mdown", "mkd", "mkdn"], parse: markdown::parse },
    Row { format: Format::Html, extensions: &["html", "htm", "xhtml"], parse: html::parse },
    Row { format: Format::Text, extensions: &["txt", "text"], parse: text::parse },
];

/// Files that are text though their names have no extension.
const NAMES: &[&str] = &[
    "readme",
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "authors",
    "contributors",
    "contributing",
    "changelog",
    "changes",
    "history",
    "news",
    "todo",
    "install",
    "faq",
    "thanks",
    "credits",
    "maintainers",
    "security",
    "support",
];

/// How much of a file is searched for signs of its format, in bytes.
const START: usize = 64 * 1024;

impl Format {
    /// The format of a file: its extension tells, except that plain text may turn out to be HTML or Markdown.
    ///
    /// `start`: the beginning of its text, or all of it. None for files that are not read.
    pub(crate) fn of(path: &Path, start: &str) -> Option<Format> {
        let named = Format::named(path)?;
        let start = match start.char_indices().nth(START) {
            Some((end, _)) => start.get(..end).unwrap_or(start),
            None => start,
        };
        Some(match named {
            Format::Text if is_html(start) => Format::Html,
            Format::Text if is_markdown(start) => Format::Markdown,
            named => named,
        })
    }

    /// Whether a file is read at all, judged by its name alone.
    pub(crate) fn known(path: &Path) -> bool {
        Format::named(path).is_some()
    }

    /// Reads a text in this format.
    pub(crate) fn parse(self, text: &str) -> Outline {
        FORMATS.iter().find(|row| row.format == self).map(|row| (row.parse)(text)).unwrap_or_default()
    }

    fn named(path: &Path) -> Option<Format> {
        let lower = |part: &std::ffi::OsStr| part.to_str().map(str::to_ascii_lowercase);
        match path.extension() {
            Some(extension) => {
                let extension = lower(extension)?;
                FORMATS.iter().find(|row| row.extensions.contains(&extension.as_str())).map(|row| row.format)
            }
            None => {
                let name = lower(path.file_name()?)?;
                NAMES.contains(&name.as_str()).then_some(Format::Text)
            }
        }
    }
}

/// Whether a text begins as a page does, comments and an XML declaration aside.
fn is_html(start: &str) -> bool {
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            rest if rest.starts_with("<!--") => "-->",
            rest if rest.starts_with("<?") => "?>",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    ["<!doctype html", "<html"].iter().any(|opening| {
        rest.get(..opening.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(opening))
            && rest.get(opening.len()..).is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_whitespace()))
    })
}

/// Whether a text is clearly Markdown: at least two `# Headings`, and nothing that speaks for a script or a
/// configuration file, where such lines are comments.
fn is_markdown(start: &str) -> bool {
    let (mut headings, mut tight, mut markup) = (0usize, false, false);
    let mut in_fence = false;
    let mut above = "";
    for line in start.lines() {
        let line = line.trim_end();
        if line.starts_with("```") || line.starts_with("~~~") {
            in_fence = !in_fence;
            markup = true;
        } else if !in_fence {
            let is_heading = is_atx(line);
            // Comments come bare, without a space, or in blocks of lines; settings have a `=`.
            let is_comment = line.starts_with('#') && (!is_heading || level(above) == level(line));
            if is_comment || is_setting(line) {
                return false;
            }
            headings += usize::from(is_heading);
            tight |= (is_atx(above) && !line.is_empty() && !is_heading)
                || (is_heading && !above.is_empty() && !is_atx(above));
            markup |= line.contains("](") || line.contains("**") || line.matches('`').count() > 1;
        }
        above = if in_fence { "" } else { line };
    }
    headings >= 2 && (markup || !tight)
}

fn level(line: &str) -> Option<usize> {
    is_atx(line).then(|| line.bytes().take_while(|&byte| byte == b'#').count())
}

fn is_atx(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len())) && text.starts_with(' ') && !text.trim().is_empty()
}

fn is_setting(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.strip_prefix("export ").unwrap_or(key).trim_end();
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Format;

    fn of(name: &str, start: &str) -> Option<Format> {
        Format::of(Path::new(name), start)
    }

    #[test]
    fn names_tell() {
        for (name, expected) in [
            ("a/b.MD", Some(Format::Markdown)),
            ("b.mkdn", Some(Format::Markdown)),
            ("b.htm", Some(Format::Html)),
            ("b.text", Some(Format::Text)),
            ("LICENSE", Some(Format::Text)),
            ("b.docx", None),
            ("Makefile", None),
            (".gitignore", None),
            ("", None),
        ] {
            assert_eq!(of(name, ""), expected, "{name}");
            assert_eq!(Format::known(Path::new(name)), expected.is_some(), "{name}");
        }
    }

    #[test]
    fn pages_are_known_by_their_beginning() {
        for start in ["\u{feff}\n<!DOCTYPE HTML>", "<?xml version='1.0'?><!-- <x> -->\n<html lang=en>", "<HTML>"] {
            assert_eq!(of("a.txt", start), Some(Format::Html), "{start}");
            assert_eq!(of("a.md", start), Some(Format::Markdown), "{start}");
        }
        for start in ["<!-- <html>", "<htmlx>", "a <html>", "<!doctype html", "<?", ""] {
            assert_eq!(of("a.txt", start), Some(Format::Text), "{start}");
        }
    }

    #[test]
    fn markdown_must_be_clear() {
        for start in [
            "# A\n\ntext\n\n## B\n\nmore\n",
            "# A\ntext with [a link](x)\n## B\nmore\n",
            "# A\n## B\n\n```\nx = 1\n# comment\n# comment\n```\n",
        ] {
            assert_eq!(of("README", start), Some(Format::Markdown), "{start}");
        }
        for start in [
            "# A\n\ntext\n",
            "#!/bin/sh\n\n# A\n\n# B\n\n",
            "# A\n# goes on\n\n## B\n\n",
            "#\n# A\n#\n\n# B\n\n",
            "# The port\nport = 8080\n\n# The host\nhost = x\n",
            "# The port\nlisten 8080\n\n# The host\nname x\n",
            "#channel\n\n# A\n\n# B\n\n",
            "```\n# A\n\n# B\n```\n",
        ] {
            assert_eq!(of("README", start), Some(Format::Text), "{start}");
        }
    }

    #[test]
    fn every_format_has_its_reader() {
        let first = |format: Format, text: &str| format.parse(text).parts.first().map(|part| part.body.clone());
        assert_eq!(first(Format::Markdown, "*a*"), Some("a".into()));
        assert_eq!(first(Format::Html, "<p>a"), Some("a".into()));
        assert_eq!(first(Format::Text, "*a*"), Some("*a*".into()));
    }
}
