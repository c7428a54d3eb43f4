//! The values of a hierarchical facet as a tree.

use std::collections::{HashMap, HashSet};

use crate::results::FacetCount;

/// A value and how it is shown.
pub struct FacetEntry<'a> {
    /// The value and its count.
    pub value: &'a FacetCount,
    /// Levels below the topmost listed ancestor.
    pub depth: usize,
    /// The value, without the part that its parent shows already.
    pub label: &'a str,
}

/// A value by itself.
pub(super) fn whole(value: &FacetCount) -> FacetEntry<'_> {
    FacetEntry { value, depth: 0, label: &value.value }
}

/// The values with each below its nearest listed ancestor, siblings in the order given.
pub fn facet_tree(values: &[FacetCount]) -> Vec<FacetEntry<'_>> {
    let listed: HashSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let mut children: HashMap<Option<&str>, Vec<&FacetCount>> = HashMap::new();
    for value in values {
        let mut ancestors = value.value.rmatch_indices('/').filter_map(|(at, _)| value.value.get(..at));
        children.entry(ancestors.find(|path| listed.contains(path))).or_default().push(value);
    }
    let mut out = Vec::with_capacity(values.len());
    // Depth first, by hand: a path may have any number of levels.
    let below = |parent| children.get(&parent).into_iter().flatten().rev().copied();
    let mut open: Vec<_> = below(None).map(whole).collect();
    while let Some(entry) = open.pop() {
        let (depth, shown) = (entry.depth + 1, entry.value.value.len() + 1);
        let entries = below(Some(&entry.value.value));
        open.extend(entries.map(|value| FacetEntry {
            value,
            depth,
            label: value.value.get(shown..).unwrap_or_default(),
        }));
        out.push(entry);
    }
    out
}
