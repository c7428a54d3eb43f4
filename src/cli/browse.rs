//! `kb browse`: the index on the whole screen.

use crate::browse::{self, Library, Look, SheetsOf, Surroundings};
use crate::engine::IndexFolder;
use crate::error::Result;
use crate::guide::SectionId;
use crate::query::{self, DrillDown, Page, Query};

use super::args::BrowseArguments;
use super::output::Output;
use super::reading::SectionReader;
use super::settings::Settings;

/// Runs the command.
pub(super) fn run(arguments: &BrowseArguments, settings: &Settings, output: &Output) -> Result<bool> {
    browse::refuse_without_terminal()?;
    let engine = super::open_index(settings, output)?;
    let drill_down = DrillDown {
        roles: arguments.role.clone(),
        sections: arguments.section.clone(),
        tags: arguments.tag.clone(),
        corpora: arguments.corpus.clone(),
        guides: arguments.guide.clone(),
        ..DrillDown::default()
    };
    // A query or a selection that cannot be used is refused as `kb search` refuses it, before the screen is taken.
    let text = arguments.query.join(" ");
    let page = Page { limit: 1, offset: 0 };
    let first = Query { drill_down, page, facets: false, ..Query::new(&text, query::parse(&text)?) };
    engine.search(&first)?;
    let mut open = |id: &SectionId| super::open::run(&id.0, false, settings, output).map(drop);
    let look = Look { color: output.has_color() };
    let surroundings = Surroundings { look, mouse: !arguments.no_mouse, open: &mut open };
    let library = Library::new(engine, IndexFolder::new(&settings.index), section_reader);
    browse::run(library, text.trim(), first.drill_down, surroundings)?;
    Ok(true)
}

/// What gives the text of sections as `kb show` does.
fn section_reader() -> SheetsOf {
    let mut reader = SectionReader::default();
    Box::new(move |engine, section| Ok(reader.read(engine, section)?.sheets))
}
