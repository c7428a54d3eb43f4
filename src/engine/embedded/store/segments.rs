//! Which segments are merged: few are kept, since each one costs every search a little.

use tantivy::{Index, IndexWriter};

use super::entry::Entry;

/// Most segments an index keeps.
const MOST_SEGMENTS: usize = 3;

/// Whether an index has more segments than any run leaves behind that comes to its end.
pub(super) fn too_many(index: &Index) -> tantivy::Result<bool> {
    Ok(index.searchable_segment_metas()?.len() > MOST_SEGMENTS)
}

/// Merges segments down to a few: to one after a first build, else the smallest ones once there are too many, and any
/// that is mostly deleted documents. A large segment is merged again only with as much as it holds itself: otherwise
/// small updates one after the other would each wait for it.
pub(super) fn merge(index: &Index, writer: &mut IndexWriter<Entry>, all: bool) -> tantivy::Result<()> {
    let mut metas = index.searchable_segment_metas()?;
    metas.sort_by_key(|meta| std::cmp::Reverse(meta.num_docs()));
    let mut chosen: Vec<_> = if all && metas.len() > 1 {
        metas.iter().collect()
    } else {
        metas.iter().skip(kept(&metas.iter().map(|meta| u64::from(meta.num_docs())).collect::<Vec<_>>())).collect()
    };
    chosen.extend(
        metas
            .iter()
            .filter(|meta| meta.num_deleted_docs() * 3 > meta.max_doc())
            .filter(|meta| !chosen.iter().any(|known| known.id() == meta.id()))
            .collect::<Vec<_>>(),
    );
    if !chosen.is_empty() {
        let ids: Vec<_> = chosen.iter().map(|meta| meta.id()).collect();
        writer.merge(&ids).wait()?;
    }
    Ok(())
}

/// How many of the largest segments stay as they are; `sizes` in documents, largest first.
fn kept(sizes: &[u64]) -> usize {
    if sizes.len() <= MOST_SEGMENTS {
        return sizes.len();
    }
    let mut keep = MOST_SEGMENTS - 1;
    let mut merged: u64 = sizes[keep..].iter().sum();
    while keep > 0 && sizes[keep - 1] <= merged {
        keep -= 1;
        merged += sizes[keep];
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn large_segments_stay_until_as_much_has_gathered() {
        for (sizes, keep) in [
            (&[][..], 0),
            (&[9, 1, 1], 3),
            (&[50_000, 50_000, 20, 10], 2),
            (&[50_000, 30, 20, 10], 1),
            (&[50_000, 31, 20, 10], 2),
            (&[60, 30, 20, 10], 0),
            (&[1, 1, 1, 1, 1], 0),
        ] {
            assert_eq!(kept(sizes), keep, "{sizes:?}");
        }
    }
}
