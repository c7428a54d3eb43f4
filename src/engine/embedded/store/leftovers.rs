//! What no commit names: files of a run that was killed, of segments that were merged, of commits that are past.

use std::fs;
use std::path::Path;

use super::disk;
use super::metas::{METAS, Metas};

/// Deletes every file of a generation that its last commit does not name. Only who holds the lock of the index may; a
/// failure costs nothing but space, and where the last commit cannot be read nothing is deleted.
pub(super) fn sweep(generation: &Path) {
    let Ok(metas) = Metas::read(generation) else { return };
    let Ok(state) = metas.state() else { return };
    for name in names(generation) {
        let living = name == METAS || name == state.record || name == state.files || metas.sums.contains(&name);
        if !living {
            let _ = disk::delete(&generation.join(name));
        }
    }
}

/// The names of the files in a folder.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = files.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    files.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}
