//! `--fresh`: brings the index up to date before it is asked.

use crate::engine::{Engine, IndexFolder, Record};
use crate::error::{Error, Result};
use crate::guide::Source;

use super::output::Output;
use super::settings::Settings;
use super::update::Update;

/// Opens the index, after an update where one is wanted. An update that fails is said; the index is then as it was.
pub(super) fn open(settings: &Settings, fresh: bool, output: &Output) -> Result<Engine> {
    let engine = super::open_index(settings, output)?;
    if !fresh {
        return Ok(engine);
    }
    match update(settings, engine.record(), output) {
        Ok(false) => Ok(engine),
        Ok(true) => Engine::open(&IndexFolder::new(&settings.index)),
        Err(error) => {
            output.note(&format!("searching the index as it is, because it cannot be brought up to date: {error}"));
            Ok(engine)
        }
    }
}

/// Brings the index up to date; says whether there was anything to do.
fn update(settings: &Settings, record: &Record, output: &Output) -> Result<bool> {
    let own = settings_of(settings, record)?;
    let settings = own.as_ref().unwrap_or(settings);
    let sources = sources(settings, record);
    settings.refuse_outside(&sources, &[])?;
    let report = Update::of(settings, &sources).run(output)?;
    if report.says_something() {
        output.note(&report.summary());
    }
    Ok(report.written)
}

/// The settings an index was built with, where those of this run are of another knowledge base: asking an index from
/// elsewhere must not turn it into another one. One that lies where this knowledge base has its own is its own, though
/// it was built elsewhere: the folder was moved or copied.
pub(super) fn settings_of(settings: &Settings, record: &Record) -> Result<Option<Settings>> {
    if record.root == settings.root || settings.owns_index {
        return Ok(None);
    }
    if record.settings.is_empty() {
        return Err(Error::user(format!("it was built in {}", record.root.display()))
            .with_hint("run the command there, or `kb index PATH`"));
    }
    settings.elsewhere(&record.root.join(&record.settings)).map(Some)
}

/// What an update that names no paths goes through: what the index was built from, as kb.toml now declares it.
pub(super) fn sources(settings: &Settings, record: &Record) -> Vec<Source> {
    let declared = settings.default_sources();
    let is_declared = |source: &Source| declared.iter().any(|known| known.path == source.path);
    // Where settings say nothing any more, as when kb.toml is gone, the index is still of something.
    let by_settings = !declared.is_empty() && (record.by_settings || record.sources.iter().all(is_declared));
    if by_settings { declared } else { settings.brought_up_to_date(record.sources.clone()) }
}
