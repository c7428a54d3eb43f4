//! Books (EPUB 2 and 3): the files of a book are pages of HTML and are read as such, in the order of reading.

mod book;
mod contents;

use self::book::Book;
use super::packed::archive::Archive;
use super::{Format, Reader, Refusal, html};
use crate::corpus::encoding;
use crate::corpus::formats::outline::{Heading, Outline, Part};
use crate::guide::{LineRange, Unit};

/// Books.
pub(super) const FORMAT: Format = Format {
    name: "epub",
    extensions: &["epub"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Bytes(|bytes, _| parse(bytes)),
};

/// Bytes of chapters that are read: pages of HTML have two to four times as many as words, and books that are read for
/// their words end before.
const MOST: usize = 6 * 1024 * 1024;

fn parse(bytes: &[u8]) -> Result<Outline, Refusal> {
    let mut archive = Archive::open(bytes)?;
    let book = Book::read(&mut archive)?;
    let titles = contents::titles(&mut archive, &book);
    let mut parts = Vec::new();
    let mut warnings = Vec::new();
    let mut left = MOST;
    for (at, name) in book.chapters.iter().enumerate() {
        let content = match archive.read(name) {
            Ok(Some(content)) if content.len() > left => {
                warnings.push(format!("only the first {} MB of its chapters are read", MOST / 1024 / 1024));
                break;
            }
            Ok(Some(content)) => {
                left -= content.len();
                encoding::decode(&content, true)
            }
            Ok(None) => Err(format!("{name} in it is missing")),
            Err(refusal) => Err(refusal.reason),
        };
        match content {
            Ok(text) => {
                let chapter = u32::try_from(at + 1).unwrap_or(u32::MAX);
                add_chapter(&mut parts, html::parse(&text).parts, chapter, titles.get(name));
            }
            Err(reason) => warnings.push(format!("a chapter is left out: {reason}")),
        }
    }
    if parts.is_empty()
        && let Some(warning) = warnings.first()
    {
        return Err(Refusal::of_content(format!("no chapter can be read: {warning}")));
    }
    Ok(Outline {
        title: None,
        front_matter: book.facts.front_matter(),
        unit: Unit::Chapter,
        parts,
        warnings: some(warnings),
        ..Outline::default()
    })
}

/// Adds the parts of a chapter to those of the book. One without a heading has its title from the table of contents;
/// one that is not in there either goes on with what came before it, as do long chapters that are cut into files.
fn add_chapter(parts: &mut Vec<Part>, chapter: Vec<Part>, number: u32, title: Option<&String>) {
    let has_headings = chapter.iter().any(|part| part.heading.is_some());
    let mut above = String::new();
    for mut part in chapter {
        part.lines = LineRange::from([number, number]);
        match (&part.heading, title, parts.last_mut()) {
            (Some(_), ..) => {
                // What stands above the first heading, such as “Chapter 1”, belongs to it.
                if !above.is_empty() {
                    part.body = format!("{above}\n\n{}", part.body).trim_end().to_owned();
                    above.clear();
                }
                parts.push(part);
            }
            (None, ..) if has_headings => above = part.body,
            (None, Some(title), _) => {
                part.heading = Some(Heading { level: 1, text: title.clone(), anchor: None });
                parts.push(part);
            }
            (None, None, Some(before)) => {
                before.body.push_str(if before.body.is_empty() { "" } else { "\n\n" });
                before.body.push_str(&part.body);
                before.linked += part.linked;
                before.lines.last = number;
            }
            (None, None, None) => parts.push(part),
        }
    }
}

/// The first of many warnings, and how many more there are.
fn some(mut warnings: Vec<String>) -> Vec<String> {
    let more = warnings.len().saturating_sub(3);
    if more > 0 {
        warnings.truncate(3);
        warnings.push(format!("so are {more} more"));
    }
    warnings
}

#[cfg(test)]
mod tests;
