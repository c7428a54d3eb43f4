//! Guides as their files have them, for those who read them: the text of the index is without markup.

use std::borrow::Cow;

use crate::guide::FileEntry;

use super::encoding;
use super::formats::markdown::{self, MarkdownText};
use super::formats::{Format, Reader, html};
use super::limits;
use super::read::{Freshness, freshness, unchanged};
use super::walk::SourceFile;

/// What the file of a guide holds now.
#[derive(Debug)]
pub enum CurrentText {
    /// What was indexed, in Markdown.
    Markdown(Box<MarkdownText>),
    /// What was indexed, in another format.
    Other,
    /// Something else than what was indexed, or nothing.
    Changed,
}

/// Reads the file of a guide again, if that is of use. `known`: its entry in the index.
pub fn current_text(file: &SourceFile, known: &FileEntry) -> CurrentText {
    let Some(format) = Format::named(&file.path).filter(|format| matches!(format.reader, Reader::Text(_))) else {
        return match freshness(file, known) {
            Freshness::Unchanged => CurrentText::Other,
            Freshness::Changed => CurrentText::Changed,
        };
    };
    let Some(content) = unchanged(file, known) else { return CurrentText::Changed };
    let Ok(mut text) = encoding::decode(limits::beginning(&content), format.meta_charset) else {
        return CurrentText::Other;
    };
    limits::bound_source(&mut text, content.len());
    let format = format.by_signs(&text);
    markdown::text(format, text).map_or(CurrentText::Other, |text| CurrentText::Markdown(Box::new(text)))
}

/// The text of a block of HTML in Markdown, as the index has it: paragraphs apart by an empty line, list items as `- `,
/// cells of tables apart by ` | `.
pub fn html_text(html: &str) -> String {
    html::fragment(html)
}

/// Running text of Markdown without the attributes that Kramdown hangs on it, such as `{: .note}`.
pub fn running_text(text: &str) -> Cow<'_, str> {
    markdown::without_kramdown(text)
}
