//! Sharing the width of a page among columns.

use super::sheet::Grid;
use super::wrap;

/// Spaces between columns.
pub(super) const GAP: usize = 2;

/// A column that must give way keeps at least this much; where even that does not fit, the columns are stacked.
const LEAST: usize = 8;

/// The width of each column, so that all of them and the gaps take at most `page` columns, or none where so many
/// columns do not fit next to one another.
///
/// A column gets what it needs as long as the page has it. Otherwise the widest give way first, all down to the same
/// width, so that short columns (a rank, a count, a role) stay whole.
pub(super) fn share(grid: &Grid, page: usize) -> Option<Vec<usize>> {
    let gaps = GAP * grid.columns.len().saturating_sub(1);
    let space = page.checked_sub(gaps)?;
    let mut widths: Vec<usize> = (0..grid.columns.len()).map(|at| needed(grid, at)).collect();
    let total: usize = widths.iter().sum();
    if total > space {
        let cap = widest_that_fits(&widths, space).filter(|cap| *cap >= LEAST)?;
        let mut spare = space.saturating_sub(widths.iter().map(|width| *width.min(&cap)).sum());
        for width in &mut widths {
            if *width > cap {
                // What dividing left over goes to the first columns, one each.
                let extra = usize::from(spare > 0);
                spare -= extra;
                *width = cap + extra;
            }
        }
    } else if let Some(at) = grid.columns.iter().position(|column| column.grow)
        && let Some(width) = widths.get_mut(at)
    {
        *width += space - total;
        if let Some(most) = grid.columns.get(at).and_then(|column| column.at_most) {
            *width = (*width).min(usize::from(most));
        }
    }
    Some(widths)
}

fn needed(grid: &Grid, at: usize) -> usize {
    let Some(column) = grid.columns.get(at) else { return 0 };
    let head = if grid.heads { wrap::width(&column.name.as_str().into()) } else { 0 };
    let cells = grid.rows.iter().filter_map(|row| row.get(at)).map(wrap::width).max().unwrap_or(0);
    // Never none, which the table could not lay out.
    head.max(cells).min(column.at_most.map_or(usize::MAX, usize::from)).max(1)
}

/// The largest width at which the columns fit into `space` when none is wider than that.
fn widest_that_fits(widths: &[usize], space: usize) -> Option<usize> {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let mut left = space;
    for (at, width) in sorted.iter().enumerate() {
        let cap = left / (sorted.len() - at);
        if *width > cap {
            return Some(cap);
        }
        left -= width;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Grid, share};
    use crate::report::sheet::Column;

    fn grid(widths: &[usize]) -> Grid {
        let mut grid = Grid::new(widths.iter().map(|_| Column::new("")));
        grid.push(widths.iter().map(|width| "x".repeat(*width)));
        grid
    }

    #[test]
    fn short_columns_stay_whole() {
        assert_eq!(share(&grid(&[3, 10, 5]), 40), Some(vec![3, 10, 5]));
        assert_eq!(share(&grid(&[3, 100, 10]), 40), Some(vec![3, 23, 10]));
        assert_eq!(share(&grid(&[3, 100, 90]), 40), Some(vec![3, 17, 16]));
    }

    #[test]
    fn too_many_columns_do_not_fit() {
        assert_eq!(share(&grid(&[9; 12]), 60), None);
        assert_eq!(share(&grid(&[1; 60]), 60), None);
    }

    #[test]
    fn one_column_may_take_the_rest() {
        let mut grid = grid(&[3, 5, 2]);
        grid.columns[1] = Column::new("").grow();
        assert_eq!(share(&grid, 40), Some(vec![3, 31, 2]));
    }
}
