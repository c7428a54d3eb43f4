//! `kb show`: one section, whole.

use serde::Serialize;

use crate::engine::StoredSection;
use crate::error::Result;
use crate::report::{Place, Report, Sheet, Style, Text, Tone};

use super::output::Output;
use super::settings::Settings;

/// A section to print.
#[derive(Debug, Serialize)]
struct SectionReport {
    /// The version of this JSON.
    version: u32,
    #[serde(flatten)]
    section: StoredSection,
    /// The source file, relative to the root if inside it, else absolute.
    path: String,
}

/// Runs the command.
pub(super) fn run(id: &str, fresh: bool, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::fresh::open(settings, fresh, output)?;
    let section = engine.section(id)?;
    let path = engine.record().shown_path(&section.key);
    output.answer(&SectionReport { version: 1, section, path })?;
    Ok(true)
}

impl Report for SectionReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let section = &self.section;
        let above = section.breadcrumb.split_last().map_or(&[][..], |(_, above)| above).join(" › ");
        let mut heading = Text::new();
        if !above.is_empty() {
            heading = Text::toned(Tone::Dim, format!("{above} › "));
        }
        heading = heading.add(Tone::Title, &section.title);
        let mut facts = Text::toned(Tone::Dim, format!("{}:{}-{}", self.path, section.lines.first, section.lines.last));
        let roles = section.roles.iter().cloned().collect::<Vec<_>>().join(", ");
        for value in [roles.as_str(), &section.section, &section.tags.join(", ")].into_iter().filter(|v| !v.is_empty())
        {
            facts = facts.add(Tone::Dim, " · ").add(Tone::Facet, value);
        }
        let mut sheets = vec![Sheet::text(heading.below(facts))];
        if !section.body.is_empty() {
            sheets.push(Sheet::text(Text::block(&section.body)));
        }
        sheets
    }

    fn places(&self) -> Option<Vec<Place>> {
        let text = self.section.breadcrumb.join(" › ");
        Some(vec![Place { path: self.path.clone(), line: self.section.lines.first, column: 1, text }])
    }
}
