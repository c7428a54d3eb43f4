//! Sections to be read: as their files have them, where that is possible, else as the index has them.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::{CurrentText, MarkdownText, SourceFile, current_text, html_text, running_text};
use crate::engine::{Engine, StoredSection};
use crate::error::Result;
use crate::guide::FileEntry;
use crate::report::reader::{self, Reading};
use crate::report::{Body, Sheet};

/// Files whose text is kept: who reads a guide goes on in it.
const KEPT: usize = 16;

/// Reads sections of an index, always the same one. The list of its files is read once, and only when a section is; a
/// file once for sections that are read one after the other.
#[derive(Default)]
pub(super) struct SectionReader {
    files: Option<BTreeMap<String, FileEntry>>,
    texts: HashMap<String, CurrentText>,
}

/// What a section says.
pub(super) struct SectionText {
    /// Its text below the heading.
    pub sheets: Vec<Sheet>,
    /// Its lines as they stand in the file, the heading included, where that is Markdown.
    pub markdown: Option<String>,
    /// The file is no longer what was indexed.
    pub stale: bool,
}

impl SectionReader {
    /// What a section says.
    ///
    /// # Errors
    /// Where the list of files in the index is damaged.
    pub(super) fn read(&mut self, engine: &Engine, section: &StoredSection) -> Result<SectionText> {
        let text = self.text(engine, &section.key)?;
        let CurrentText::Markdown(text) = text else {
            let stale = matches!(text, CurrentText::Changed);
            return Ok(SectionText { sheets: reader::plain(&section.body), markdown: None, stale });
        };
        let sheets = sheets(text, section);
        let says_nothing = sheets.is_empty() && !section.body.trim().is_empty();
        let sheets = if says_nothing { reader::plain(&section.body) } else { sheets };
        Ok(SectionText { sheets, markdown: Some(text.written(section.lines).to_owned()), stale: false })
    }

    fn text(&mut self, engine: &Engine, key: &str) -> Result<&CurrentText> {
        if self.files.is_none() {
            self.files = Some(engine.files()?);
        }
        let known = self.files.as_ref().and_then(|files| files.get(key));
        if self.texts.len() >= KEPT && !self.texts.contains_key(key) {
            self.texts.clear();
        }
        Ok(self.texts.entry(key.to_owned()).or_insert_with(|| {
            let place = engine.record().place(key);
            let Some((known, (_, relative))) = known.zip(place) else { return CurrentText::Changed };
            let (key, relative) = (key.to_owned(), relative.to_owned());
            let path = engine.file(&key);
            current_text(&SourceFile { key, relative, path, committed: None }, known)
        }))
    }
}

fn sheets(text: &MarkdownText, section: &StoredSection) -> Vec<Sheet> {
    let reference = |label: &str| text.reference(label).map(str::to_owned);
    let mut sheets = reader::read(
        &text.plain(section.lines),
        &Reading { reference: &reference, html: &html_text, text: &running_text, below_heading: section.level > 0 },
    );
    // A line of bold text may be the heading.
    let is_title = |sheet: &Sheet| match &sheet.body {
        Body::Text(text) => text.raw().trim() == section.title && sheet.margin == Default::default(),
        _ => false,
    };
    if sheets.first().is_some_and(is_title) {
        sheets.remove(0);
    }
    sheets
}
