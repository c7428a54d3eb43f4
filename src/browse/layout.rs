//! Which pane is where.

use ratatui::layout::{Rect, Size};

use super::state::Focus;

/// From this width on facets, hits and reader stand side by side.
const WIDE: u16 = 120;

/// From this width on two panes do.
const MEDIUM: u16 = 72;

/// Less than this cannot be laid out.
pub(super) const LEAST: Size = Size { width: 30, height: 8 };

/// How many columns the facets take beside others.
const FACETS: u16 = 28;

/// The panes that are to be seen. Each has a row above it, which names it, and there is a column between two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Panes {
    /// The line of the query.
    pub query: Rect,
    /// The ticked facets and their counts.
    pub facets: Option<Rect>,
    /// The hits.
    pub hits: Option<Rect>,
    /// The section.
    pub reader: Option<Rect>,
    /// All of them, with the rows that name them.
    pub body: Rect,
    /// The last line: messages and keys.
    pub foot: Rect,
}

/// Whether there is room for the facets beside the rest.
pub(super) fn is_wide(size: Size) -> bool {
    size.width >= WIDE
}

/// The panes on a terminal of this size; none where it is too small. `facets`: they are to be shown.
pub(super) fn panes(size: Size, focus: Focus, facets: bool) -> Option<Panes> {
    let Size { width, height } = size;
    if width < LEAST.width || height < LEAST.height {
        return None;
    }
    let (top, bottom) = (2, height - 1);
    let column = |from: u16, to: u16| Some(Rect::new(from, top, to.saturating_sub(from), bottom - top));
    let mut panes = Panes {
        query: Rect::new(0, 0, width, 1),
        body: Rect::new(0, 1, width, bottom - 1),
        foot: Rect::new(0, bottom, width, 1),
        ..Panes::default()
    };
    if width < MEDIUM {
        let whole = column(0, width);
        match focus {
            Focus::Reader => panes.reader = whole,
            Focus::Facets => panes.facets = whole,
            Focus::Query | Focus::Hits => panes.hits = whole,
        }
        return Some(panes);
    }
    let is_reading = is_wide(size) || !facets || focus == Focus::Reader;
    let mut left = 0;
    if facets && (is_wide(size) || !is_reading) {
        panes.facets = column(0, FACETS);
        left = FACETS + 1;
    }
    if is_reading {
        let middle = left + (width - left) * 2 / 5;
        panes.hits = column(left, middle);
        panes.reader = column(middle + 1, width);
    } else {
        panes.hits = column(left, width);
    }
    Some(panes)
}

#[cfg(test)]
mod tests {
    use super::{Panes, Rect, Size, panes};
    use crate::browse::state::Focus;

    const FOCUSES: [Focus; 4] = [Focus::Query, Focus::Hits, Focus::Facets, Focus::Reader];

    fn shown(panes: &Panes) -> Vec<Rect> {
        [panes.facets, panes.hits, panes.reader].into_iter().flatten().collect()
    }

    #[test]
    fn panes_lie_side_by_side_within_the_screen() {
        for (width, height) in (30..200).flat_map(|width| (8..60).step_by(7).map(move |height| (width, height))) {
            for (focus, facets) in FOCUSES.iter().flat_map(|focus| [(*focus, true), (*focus, false)]) {
                let panes = panes(Size { width, height }, focus, facets).unwrap();
                let shown = shown(&panes);
                assert!(!shown.is_empty());
                for pane in &shown {
                    assert!(pane.width >= 20 && pane.height >= 5, "{width}×{height} {focus:?} {facets}: {panes:?}");
                    assert!(pane.right() <= width && pane.bottom() < height);
                }
                assert!(shown.windows(2).all(|two| two[0].right() < two[1].x), "{panes:?}");
            }
        }
    }

    #[test]
    fn the_pane_with_the_focus_is_to_be_seen() {
        for width in [30, 72, 80, 119, 120, 160] {
            let shown = |focus, facets| panes(Size { width, height: 24 }, focus, facets).unwrap();
            assert!(shown(Focus::Reader, true).reader.is_some() && shown(Focus::Reader, false).reader.is_some());
            assert!(shown(Focus::Facets, true).facets.is_some());
            assert!(shown(Focus::Hits, true).hits.is_some() && shown(Focus::Query, false).hits.is_some());
        }
    }

    #[test]
    fn too_small_is_said() {
        assert_eq!(panes(Size { width: 29, height: 24 }, Focus::Query, true), None);
        assert_eq!(panes(Size { width: 80, height: 7 }, Focus::Query, true), None);
        assert_eq!(panes(Size { width: 0, height: 0 }, Focus::Query, true), None);
    }
}
