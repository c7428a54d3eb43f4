//! `kb show`: sections to be read.

mod neighbours;
mod report;

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use crate::engine::{Engine, Highlighter, StoredSection};
use crate::error::Result;
use crate::guide::SectionId;
use crate::query::{self, DrillDown, Query};
use crate::report::{Format, reader};
use crate::results::SimilarHit;

use super::args::ShowArguments;
use super::output::Output;
use super::reading::SectionReader;
use super::settings::Settings;
use neighbours::{Named, Neighbours};
use report::{Page, Sections, ShownSection};

/// Sections like it that are named.
const ALIKE: usize = 3;

/// Runs the command.
pub(super) fn run(arguments: &ShowArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::fresh::open(settings, arguments.fresh, output)?;
    let highlighter = match &arguments.query {
        Some(text) => Some(engine.highlighter(&Query::new(text.trim(), query::parse(text)?))?),
        None => None,
    };
    let mut show = Show {
        engine: &engine,
        reader: SectionReader::default(),
        highlighter,
        format: output.format,
        stale: BTreeSet::new(),
    };
    let sections = arguments.ids.iter().map(|id| show.section(id, arguments.context)).collect::<Result<_>>()?;
    output.answer(&Sections(sections))?;
    for path in &show.stale {
        output.hint(&format!(
            "{path} is not what was indexed any more: this is the text of the index; `kb index` brings it up to date"
        ));
    }
    Ok(true)
}

/// Gathers what is shown.
struct Show<'a> {
    engine: &'a Engine,
    reader: SectionReader,
    highlighter: Option<Highlighter>,
    format: Format,
    /// The files that are no longer what was indexed.
    stale: BTreeSet<String>,
}

impl Show<'_> {
    /// The section with an id, and as many as `context` before and after it.
    fn section(&mut self, id: &str, context: usize) -> Result<ShownSection> {
        let section = self.engine.section(id)?;
        // Lists of places and records have no room for more.
        let is_read = matches!(self.format, Format::Table | Format::Markdown | Format::Json | Format::Jsonl);
        if !is_read {
            return Ok(ShownSection::alone(self.page(section, false)?.0));
        }
        let guide = self.engine.sections_of(&section.key)?;
        let at = guide.iter().position(|other| other.id == section.id).unwrap_or(0);
        let first = at.saturating_sub(context);
        let end = at.saturating_add(context).saturating_add(1).min(guide.len());
        let neighbours = Neighbours::of(&guide, at, first..end);
        let is_linked = self.format != Format::Markdown;
        let similar = if is_linked { self.similar(&section, &neighbours)? } else { Vec::new() };
        let mut pages = |range: Range<usize>| -> Result<Vec<Page>> {
            guide.get(range).unwrap_or_default().iter().map(|other| Ok(self.page(other.clone(), true)?.0)).collect()
        };
        let (before, after) = (pages(first..at)?, pages((at + 1).min(end)..end)?);
        let (page, stale) = self.page(section, true)?;
        Ok(ShownSection { page, stale, neighbours, similar, before, after })
    }

    /// A section, and whether its file has changed.
    fn page(&mut self, section: StoredSection, is_read: bool) -> Result<(Page, bool)> {
        let path = self.engine.record().shown_path(&section.key);
        let mut page = Page { path, section, sheets: Vec::new(), title: Vec::new(), markdown: None, highlights: None };
        page.title = vec![page.heading()];
        if !is_read {
            return Ok((page, false));
        }
        let text = self.reader.read(self.engine, &page.section)?;
        (page.sheets, page.markdown) = (text.sheets, text.markdown);
        if text.stale {
            self.stale.insert(page.path.clone());
        }
        if let Some(highlighter) = &mut self.highlighter {
            let mut find = |text: &str| highlighter.find(text, &page.section);
            page.highlights =
                Some(find(&page.section.body).into_iter().map(|range| [range.start, range.end]).collect());
            reader::mark(&mut page.title, &mut find);
            reader::mark(&mut page.sheets, &mut find);
        }
        Ok((page, text.stale))
    }

    /// The sections most like it that are not named as its neighbours.
    fn similar(&self, section: &StoredSection, neighbours: &Neighbours) -> Result<Vec<Named>> {
        let known: HashSet<&SectionId> = neighbours.all().map(|named| &named.id).collect();
        let similar = self.engine.similar(&section.id.0, &DrillDown::default(), ALIKE + known.len().min(20))?;
        let others = similar.hits.into_iter().filter(|hit| !known.contains(&hit.id)).take(ALIKE);
        let named = |hit: SimilarHit| Named { id: hit.id, guide: Some(hit.guide), title: hit.title };
        Ok(others.map(named).collect())
    }
}
