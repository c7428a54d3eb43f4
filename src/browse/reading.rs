//! A section as the reader shows it.

use crate::engine::{Engine, StoredSection};
use crate::error::Result;
use crate::report::{Sheet, Span, Text, Tone, lines, reader};

use super::asked::Ask;
use super::library::SheetsOf;

/// Lines of prose longer than this are hard to read.
const PROSE: u16 = 100;

/// A section to read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The section as the index has it.
    pub section: StoredSection,
    /// Its place: the source file and the lines in it.
    pub place: String,
    /// What it says below its heading.
    pub sheets: Vec<Sheet>,
}

/// The section with this id, with the words marked that somebody asked for.
///
/// # Errors
/// Where there is no such section or the index cannot be read.
pub(super) fn read(engine: &Engine, id: &str, ask: &Ask, sheets: &mut SheetsOf) -> Result<Reading> {
    let section = engine.section(id)?;
    let place = section.lines.place(&engine.record().shown_path(&section.key), section.unit);
    let mut sheets = sheets(engine, &section)?;
    if !ask.text.trim().is_empty() {
        let mut highlighter = engine.highlighter(&ask.query()?)?;
        reader::mark(&mut sheets, &mut |text| highlighter.find(text, &section));
    }
    Ok(Reading { section, place, sheets })
}

impl Reading {
    /// Its lines, safe to show and none wider than so many columns: breadcrumb, labels, then the text.
    pub fn lines(&self, width: u16) -> Vec<Vec<Span>> {
        let section = &self.section;
        let mut head = Text::new();
        if let Some((_, above)) = section.breadcrumb.split_last().filter(|(_, above)| !above.is_empty()) {
            head = Text::toned(Tone::Dim, format!("{} ›", above.join(" › ")));
        }
        let title = if section.title.trim().is_empty() { "(untitled)" } else { &section.title };
        head = head.below(Text::toned(Tone::Title, title));
        let mut labels: Vec<&str> = section.roles.iter().map(String::as_str).collect();
        labels.extend(Some(section.section.as_str()).filter(|facet| !facet.is_empty()));
        labels.extend(section.tags.iter().map(String::as_str));
        if !labels.is_empty() {
            head = head.below(Text::toned(Tone::Facet, labels.join(" · ")));
        }
        let width = width.min(PROSE);
        let mut shown = lines(&[Sheet::text(head)], width);
        let text = lines(&self.sheets, width);
        if !text.is_empty() {
            shown.push(Vec::new());
            shown.extend(text);
        }
        shown
    }
}
