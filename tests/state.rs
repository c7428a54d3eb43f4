//! What an index says as a whole, to compare one state of it with another.

use std::fs;
use std::path::Path;

use kb::engine::{Engine, IndexFolder, check};
use kb::error::Result;
use kb::query::{Expr, Page, Query, Sort};

/// All sections with all their fields and counts, in the order of their paths; none where there is no index.
pub(crate) fn dump(index: &Path) -> Result<Option<String>> {
    let folder = IndexFolder::new(index);
    if !folder.exists()? {
        return Ok(None);
    }
    let mut query = Query::new("", Expr::All);
    query.page = Page { limit: 0, offset: 0 };
    query.sort = Sort::Path;
    let mut results = Engine::open(&folder)?.search(&query)?;
    results.took_ms = 0.0;
    Ok(Some(serde_json::to_string(&results).unwrap()))
}

/// Asserts that every byte of an index is as it was written and that nothing else lies about.
#[track_caller]
pub(crate) fn assert_sound(index: &Path) {
    let checked = check(&IndexFolder::new(index)).unwrap();
    assert!(checked.damages.is_empty() && checked.leftovers.is_empty(), "{checked:?}");
}

/// The bytes of all files in a folder and those below it.
pub(crate) fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(data) if data.is_dir() => size(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

/// Makes a folder hold what another one holds, with its times.
pub(crate) fn restore(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    copy(from, to);
}

fn copy(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else { return };
    fs::create_dir_all(to).unwrap();
    for entry in entries {
        let entry = entry.unwrap();
        let (data, target) = (entry.metadata().unwrap(), to.join(entry.file_name()));
        if data.is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            let times = fs::FileTimes::new().set_modified(data.modified().unwrap());
            fs::File::options().write(true).open(&target).unwrap().set_times(times).unwrap();
        }
    }
}
