//! What no commit names: files of a run that was killed, of segments that were merged, of commits that are past.

use std::fs;
use std::path::Path;

use super::directory::MANAGED;
use super::disk;
use super::metas::{METAS, Metas};

/// Deletes every file of a generation that a writer made and its last commit does not name. Only who holds the lock of the index may; a
/// failure costs nothing but space, and where the last commit cannot be read nothing is deleted.
pub(super) fn sweep(generation: &Path) {
    let Ok(metas) = Metas::read(generation) else { return };
    let Ok(state) = metas.state() else { return };
    for name in names(generation) {
        let living = name == METAS || name == state.record || name == state.files || metas.sums.contains(&name);
        if !living && is_ours(&name) {
            let _ = disk::delete(&generation.join(name));
        }
    }
}

/// Whether a writer makes files of such a name: of segments, beside them, or on the way there. Whatever else is in the
/// folder is not ours to delete.
pub(super) fn is_ours(name: &str) -> bool {
    let segment = name
        .split_once('.')
        .is_some_and(|(segment, _)| segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let side_file = ["record", "files"].iter().any(|kind| name.starts_with(kind));
    // The last ones are of earlier versions.
    segment || side_file || name == "meta.json.new" || name.starts_with(".tantivy-") || name == MANAGED
}

/// The names of the files in a folder.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = files.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    files.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}
