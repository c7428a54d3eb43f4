//! Verifies a whole index.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk;
use super::engine::Engine;
use super::folder::IndexFolder;
use super::leftovers;
use super::metas::{METAS, Metas, Unusable, damaged};
use super::state::Files;
use super::sums::Look;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::{Error, Result};

/// What was seen of an index.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Checked {
    /// How many files it consists of.
    pub files: u64,
    /// How many bytes those have.
    pub bytes: u64,
    /// What is not as it was written; empty where the index is sound.
    pub damages: Vec<Damage>,
    /// Files and generations of runs that did not end; the next `kb index` deletes them.
    pub leftovers: Vec<PathBuf>,
}

/// Something in an index that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it, in words that follow its name.
    pub what: String,
}

impl From<Damage> for Error {
    fn from(damage: Damage) -> Error {
        damaged(&damage.file, &damage.what)
    }
}

/// Looks at every byte of the index in `folder`, and whether its parts agree with each other.
///
/// # Errors
/// Where there is no index, where another version of kb made it, or where it cannot be read for want of permission.
pub fn check(folder: &IndexFolder) -> Result<Checked> {
    loop {
        let seen = folder.look();
        let checked = check_once(folder);
        let sound = checked.as_ref().is_ok_and(|checked| checked.damages.is_empty());
        // What looks damaged may have been replaced while it was looked at.
        if sound || folder.look() == seen {
            return checked;
        }
    }
}

fn check_once(folder: &IndexFolder) -> Result<Checked> {
    let mut checked = Checked::default();
    let generation = match folder.current() {
        Ok(Some(generation)) => generation,
        Ok(None) => return Err(super::engine::no_index(folder.path())),
        Err(Error::Damaged { .. }) => {
            checked.damage(folder.current_file(), "names no generation, or a link");
            return Ok(checked);
        }
        Err(error) => return Err(error),
    };
    if !folder.names_exactly(&generation)? {
        checked.damage(folder.current_file(), "is not as it was written");
    }
    if !folder.is_being_written() {
        checked.leftovers.extend(folder.generations().into_iter().filter(|other| *other != generation));
    }
    match look_at(&generation, &mut checked) {
        Ok(files) if checked.damages.is_empty() => agree(folder, &generation, &files, &mut checked)?,
        Ok(_) => {}
        Err(Unusable::Damaged { file, what }) => checked.damage(file, what),
        Err(other) => return Err(other.into()),
    }
    checked.damages.sort();
    Ok(checked)
}

impl Checked {
    fn damage(&mut self, file: PathBuf, what: impl Into<String>) {
        self.damages.push(Damage { file, what: what.into() });
    }
}

/// Looks at the files of a generation; gives the list of source files.
fn look_at(generation: &Path, checked: &mut Checked) -> std::result::Result<Files, Unusable> {
    let metas = Metas::read(generation)?;
    for fault in metas.sums.faults(generation, Look::Whole) {
        let file = generation.join(fault.file);
        match disk::open(&file) {
            // Not damaged, as far as can be seen by who asks.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(Unusable::unread(&file, error)),
            _ => checked.damage(file, fault.what),
        }
    }
    let state = metas.state()?;
    let mut names: Vec<&str> = metas.sums.names().collect();
    names.extend([METAS, &state.record, &state.files]);
    checked.files = names.len() as u64;
    checked.bytes = names.iter().filter_map(|name| generation.join(name).metadata().ok()).map(|data| data.len()).sum();
    let leftovers = leftovers::names(generation).into_iter();
    let leftovers = leftovers.filter(|name| leftovers::is_ours(name) && !names.contains(&name.as_str()));
    checked.leftovers.extend(leftovers.map(|name| generation.join(name)));
    state.read_record(generation)?;
    state.read_files(generation)
}

/// Holds what the commit says of itself against what is in it: the files are whole, so a difference is a mistake of
/// whoever wrote them.
fn agree(folder: &IndexFolder, generation: &Path, files: &Files, checked: &mut Checked) -> Result<()> {
    let engine = Engine::open(folder)?;
    let mut sections: BTreeMap<String, u32> = BTreeMap::new();
    for (reader, columns) in engine.searcher.segment_readers().iter().zip(&engine.columns) {
        let Some(keys) = columns.keys().map_err(unreadable)? else { continue };
        let mut counts = vec![0_u32; keys.num_terms()];
        for section in reader.doc_ids_alive() {
            let counted = keys.ords().first(section).and_then(|key| counts.get_mut(key as usize));
            counted.into_iter().for_each(|count| *count += 1);
        }
        for (key, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
            let mut name = String::new();
            keys.ord_to_str(key, &mut name).map_err(|error| unreadable(error.into()))?;
            *sections.entry(name).or_default() += count;
        }
    }
    let expected = files.iter().filter(|(_, entry)| entry.sections > 0);
    let expected: BTreeMap<String, u32> = expected.map(|(key, entry)| (key.clone(), entry.sections)).collect();
    if sections != expected {
        let differs = |key: &&String| sections.get(*key) != expected.get(*key);
        let which = sections.keys().chain(expected.keys()).find(differs).map_or("", String::as_str);
        let what = format!("does not have the sections that its list of files has (see {which})");
        checked.damage(generation.join(METAS), what);
    }
    Ok(())
}
