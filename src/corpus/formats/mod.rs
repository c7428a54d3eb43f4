//! The formats that can be read, and which of them a file is in.
//!
//! A format is one file or folder here that says what it is in a [`Format`], and one line in [`FORMATS`].

mod asciidoc;
pub(super) mod body;
mod docx;
mod epub;
pub(super) mod front_matter;
pub(super) mod html;
mod inline;
mod lines;
mod links;
pub(super) mod markdown;
mod names;
mod notebook;
mod odt;
mod org;
pub(super) mod outline;
mod packed;
pub(super) mod parts;
pub(super) mod pdf;
mod rewritten;
mod rows;
mod rst;
mod templates;
#[cfg(test)]
mod testing;
mod text;

use std::path::{Path, PathBuf};

use outline::Outline;

/// How a source file is written, and how it is read.
#[derive(Debug)]
pub(crate) struct Format {
    /// Its name in settings, such as `markdown`.
    pub name: &'static str,
    /// The ends of its files' names in lower case, without the dot before them: `md`. A longer one wins over a shorter
    /// one, so that `md.erb` may be another format than `erb`.
    pub extensions: &'static [&'static str],
    /// Whole names of files without an extension, in lower case.
    pub names: &'static [&'static str],
    /// Whether a file that is plain text by its name is clearly in this format, judged by its beginning.
    pub signs: Option<fn(&str) -> bool>,
    /// Whether a file may say in a `<meta>` element how its characters are written.
    pub meta_charset: bool,
    /// Makes an outline of a file.
    pub reader: Reader,
}

/// Makes an outline of what a file holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reader {
    /// Of text, its characters decoded and its lines ended by `\n`.
    Text(fn(&str, &ReadOptions) -> Outline),
    /// Of the bytes of the file.
    Bytes(fn(&[u8], &ReadOptions) -> Result<Outline, Refusal>),
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// In words that follow its path and a colon.
    pub reason: String,
    /// It is the content of the file that is to blame: that need not be tried again until it changes.
    pub lasting: bool,
}

impl Refusal {
    /// The content is to blame.
    pub(in crate::corpus) fn of_content(reason: impl Into<String>) -> Refusal {
        Refusal { reason: reason.into(), lasting: true }
    }
}

/// What the user may decide about reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReadOptions {
    /// A line of nothing but bold text is a heading.
    pub bold_headings: bool,
    /// The program whose command `read-pdf` reads a PDF from its standard input; without it PDFs are not read.
    pub program: Option<PathBuf>,
}

/// Every format there is. Where signs decide, the first one that has them is taken.
const FORMATS: &[&Format] = &[
    &markdown::FORMAT,
    &markdown::MDX,
    &notebook::FORMAT,
    &html::FORMAT,
    &rst::FORMAT,
    &asciidoc::FORMAT,
    &org::FORMAT,
    &docx::FORMAT,
    &pdf::FORMAT,
    &epub::FORMAT,
    &odt::FORMAT,
    &text::FORMAT,
];

/// How much of a file is searched for signs of its format, in bytes.
const START: usize = 64 * 1024;

/// The names of all formats, as settings give them, in alphabetical order.
pub fn format_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    names.sort_unstable();
    names
}

impl Format {
    /// The format of a file, by its name alone; none for files that are not read.
    pub(crate) fn named(path: &Path) -> Option<&'static Format> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let whole = || FORMATS.iter().find(|format| format.names.contains(&name.as_str()));
        FORMATS
            .iter()
            .filter_map(|format| Some((format.extension_of(&name)?, format)))
            .max_by_key(|(length, _)| *length)
            .map(|(_, format)| format)
            .or_else(whole)
            .copied()
    }

    /// The format a text is in when its file is of this one: plain text may turn out to be another.
    ///
    /// `text`: the beginning of the file's text, or all of it.
    pub(crate) fn by_signs(&'static self, text: &str) -> &'static Format {
        if self.name != text::FORMAT.name {
            return self;
        }
        let start = match text.char_indices().nth(START) {
            Some((end, _)) => text.get(..end).unwrap_or(text),
            None => text,
        };
        let has_signs = |format: &&&Format| format.signs.is_some_and(|signs| signs(start));
        FORMATS.iter().find(has_signs).copied().unwrap_or(self)
    }

    /// The outline of a text in this format; an empty one where the format is none of text.
    pub(crate) fn outline(&self, text: &str, options: &ReadOptions) -> Outline {
        match self.reader {
            Reader::Text(read) => read(text, options),
            Reader::Bytes(_) => Outline::default(),
        }
    }

    /// How long the longest of its extensions is that a name ends in, in bytes.
    fn extension_of(&self, name: &str) -> Option<usize> {
        let ends = |extension: &&&str| {
            name.strip_suffix(**extension).and_then(|stem| stem.strip_suffix('.')).is_some_and(|stem| !stem.is_empty())
        };
        self.extensions.iter().filter(ends).map(|extension| extension.len()).max()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FORMATS, Format, ReadOptions, Reader};

    fn of(name: &str, start: &str) -> Option<&'static str> {
        Format::named(Path::new(name)).map(|format| format.by_signs(start).name)
    }

    #[test]
    fn names_tell() {
        for (name, expected) in [
            ("a/b.MD", Some("markdown")),
            ("b.mkdn", Some("markdown")),
            ("b.htm", Some("html")),
            ("b.text", Some("text")),
            ("LICENSE", Some("text")),
            ("b.docx", Some("docx")),
            ("b.doc", None),
            ("Makefile", None),
            (".gitignore", None),
            ("", None),
        ] {
            assert_eq!(of(name, ""), expected, "{name}");
        }
    }

    #[test]
    fn pages_are_known_by_their_beginning() {
        for start in ["\u{feff}\n<!DOCTYPE HTML>", "<?xml version='1.0'?><!-- <x> -->\n<html lang=en>", "<HTML>"] {
            assert_eq!(of("a.txt", start), Some("html"), "{start}");
            assert_eq!(of("a.md", start), Some("markdown"), "{start}");
        }
        for start in ["<!-- <html>", "<htmlx>", "a <html>", "<!doctype html", "<?", ""] {
            assert_eq!(of("a.txt", start), Some("text"), "{start}");
        }
    }

    #[test]
    fn markdown_must_be_clear() {
        for start in [
            "# A\n\ntext\n\n## B\n\nmore\n",
            "# A\ntext with [a link](x)\n## B\nmore\n",
            "# A\n## B\n\n```\nx = 1\n# comment\n# comment\n```\n",
        ] {
            assert_eq!(of("README", start), Some("markdown"), "{start}");
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
            assert_eq!(of("README", start), Some("text"), "{start}");
        }
    }

    #[test]
    fn names_and_extensions_belong_to_one_format() {
        let mut taken = std::collections::HashSet::new();
        for format in FORMATS {
            assert!(!format.extensions.is_empty() || !format.names.is_empty(), "{}", format.name);
            for name in format.extensions.iter().chain(format.names).chain([&format.name]) {
                let other = format.extensions.contains(&format.name) && *name == format.name;
                assert!(taken.insert(*name) || other, "{name}");
            }
        }
    }

    #[test]
    fn every_text_format_reads_its_text() {
        let read = |name: &str, text: &str| match Format::named(Path::new(name)).map(|format| format.reader) {
            Some(Reader::Text(read)) => read(text, &ReadOptions::default()).parts.first().map(|part| part.body.clone()),
            _ => None,
        };
        assert_eq!(read("a.md", "*a*"), Some("a".into()));
        assert_eq!(read("a.html", "<p>a"), Some("a".into()));
        assert_eq!(read("a.txt", "*a*"), Some("*a*".into()));
    }

    /// `KB_TEST_OUTLINES` names a folder: the headings and the text of all its files are printed.
    #[test]
    fn outlines_to_look_at() {
        let Some(folder) = std::env::var_os("KB_TEST_OUTLINES") else { return };
        for entry in ignore::Walk::new(folder).filter_map(Result::ok) {
            let Some(format) = Format::named(entry.path()) else { continue };
            let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
            let format = format.by_signs(&text);
            println!("@@ {} {}", format.name, entry.path().display());
            for part in format.outline(&text, &ReadOptions::default()).parts {
                let heading = part.heading.map_or(String::new(), |heading| {
                    format!("{} {} #{}", heading.level, heading.text, heading.anchor.unwrap_or_default())
                });
                println!("@ {}-{} {heading}\n{}", part.lines.first, part.lines.last, part.body);
            }
        }
    }
}
