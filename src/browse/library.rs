//! The index as it is at this moment.

use std::time::{Duration, Instant};

use crate::engine::{Engine, IndexFolder, StoredSection};
use crate::error::Result;
use crate::guide::SectionId;
use crate::report::Sheet;
use crate::results::{Comparison, SearchResults};

use super::asked::Ask;
use super::comparison::compare;
use super::reading::{Reading, read};

/// How long an index is taken to be as it was.
const FRESH: Duration = Duration::from_secs(1);

/// Gives what a section of an index says below its heading.
pub type SheetsOf = Box<dyn FnMut(&Engine, &StoredSection) -> Result<Vec<Sheet>> + Send>;

/// An open index that is opened again once it has changed.
pub struct Library {
    folder: IndexFolder,
    engine: Engine,
    /// What told this state of the index from others.
    state: (Option<String>, Vec<u8>),
    looked: Instant,
    sheets: SheetsOf,
    new_sheets: fn() -> SheetsOf,
}

impl Library {
    /// The index in `folder`, which `engine` has just opened. `sheets`: makes what gives the text of sections, anew for
    /// each state of the index.
    pub fn new(engine: Engine, folder: IndexFolder, sheets: fn() -> SheetsOf) -> Library {
        let state = folder.look();
        Library { folder, engine, state, looked: Instant::now(), sheets: sheets(), new_sheets: sheets }
    }

    /// Gets ready to be asked often.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn warm(&mut self) -> Result<()> {
        self.engine.warm()
    }

    /// Opens the index again if it has changed. One that cannot be opened, as while it is being replaced, leaves the one
    /// that is open.
    fn renew(&mut self) {
        if self.looked.elapsed() < FRESH {
            return;
        }
        self.looked = Instant::now();
        let state = self.folder.look();
        if state != self.state
            && let Ok(mut engine) = Engine::open(&self.folder)
            && engine.warm().is_ok()
        {
            (self.engine, self.state, self.sheets) = (engine, state, (self.new_sheets)());
        }
    }

    /// Searches. A last word that is still being typed, and that as it stands finds nothing or not what all words want, is
    /// taken for the beginning of one.
    ///
    /// # Errors
    /// As [`Engine::search`], and where the query is longer or deeper than one may be.
    pub fn search(&mut self, ask: &Ask) -> Result<SearchResults> {
        self.renew();
        let found = self.engine.search(&ask.query()?)?;
        let is_plain = found.total > 0 && found.query.corrected.is_none() && found.hints.is_empty();
        if !is_plain && let Some(query) = ask.unfinished()? {
            let begun = self.engine.search(&query)?;
            if begun.total > 0 && begun.hints.is_empty() {
                return Ok(begun);
            }
        }
        Ok(found)
    }

    /// The section with this id, with the words marked that were asked for.
    ///
    /// # Errors
    /// As [`Engine::section`].
    pub fn read(&mut self, id: &SectionId, ask: &Ask) -> Result<Reading> {
        read(&self.engine, &id.0, ask, &mut self.sheets)
    }

    /// The roles side by side.
    ///
    /// # Errors
    /// As [`Engine::compare`], and where the query is longer or deeper than one may be.
    pub fn compare(&mut self, ask: &Ask) -> Result<Comparison> {
        self.renew();
        compare(&self.engine, ask)
    }
}
