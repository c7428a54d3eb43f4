//! The facets: how many sections each role, section facet, tag and, where there are several, corpus would leave.

use crate::report::facet_tree::{FacetEntry, facet_tree, whole};
use crate::report::{Column, Grid, Sheet, Text, Tone};
use crate::results::{FacetCount, SearchResults};

/// How many columns the facets take where they stand beside the hits.
pub(super) const SIDE_WIDTH: u16 = 30;

/// Below this width the facets stand one below the other.
const NARROW: u16 = 60;

/// A column needs this much for its values to stay readable.
const VALUE_WIDTH: u16 = 40;

/// The facets that have values, ready to be laid out.
pub(super) struct Facets {
    columns: Vec<Facet>,
}

/// One facet: its name and its lines, each a value and its count.
struct Facet {
    name: &'static str,
    lines: Vec<(Text, Text)>,
}

impl Facets {
    /// The sections as a tree, each value indented below its parent.
    pub(super) fn indented(results: &SearchResults) -> Self {
        Facets::of(results, facet_tree(&results.facets.section))
    }

    /// The sections by their whole paths, for formats that know no indentation.
    pub(super) fn flat(results: &SearchResults) -> Self {
        Facets::of(results, facet_tree(&results.facets.section).into_iter().map(|entry| whole(entry.value)).collect())
    }

    fn of(results: &SearchResults, sections: Vec<FacetEntry<'_>>) -> Self {
        let (facets, more) = (&results.facets, &results.facets_more);
        let corpora = if results.several_corpora { list(&facets.corpus) } else { Vec::new() };
        let all = [
            facet("Role", list(&facets.role), more.role),
            facet("Section", sections, more.section),
            facet("Tag", list(&facets.tag), more.tag),
            // The only corpus there is tells nothing.
            facet("Corpus", corpora, more.corpus),
        ];
        Facets { columns: all.into_iter().filter(|facet| !facet.lines.is_empty()).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// For the space below the hits: side by side where the page is wide enough.
    pub(super) fn below(&self, width: u16) -> Vec<Sheet> {
        if width < NARROW { self.one_below_the_other() } else { self.grid().map(Sheet::from).into_iter().collect() }
    }

    /// A sheet per facet.
    pub(super) fn one_below_the_other(&self) -> Vec<Sheet> {
        self.columns.iter().map(|facet| grid(std::slice::from_ref(facet)).into()).collect()
    }

    /// A pair of columns per facet, value and count; none where there are no facets.
    pub(super) fn grid(&self) -> Option<Grid> {
        if self.is_empty() { None } else { Some(grid(&self.columns)) }
    }
}

fn grid(facets: &[Facet]) -> Grid {
    let mut grid = Grid::new(facets.iter().flat_map(|facet| {
        let value = Column::new(facet.name).at_most(VALUE_WIDTH);
        [if facets.len() == 1 { value.grow() } else { value }, Column::number("")]
    }));
    for at in 0..facets.iter().map(|facet| facet.lines.len()).max().unwrap_or(0) {
        let cells = facets.iter().map(|facet| facet.lines.get(at).cloned().unwrap_or_default());
        grid.push(cells.flat_map(|(value, count)| [value, count]));
    }
    grid
}

fn facet(name: &'static str, values: Vec<FacetEntry<'_>>, more: u64) -> Facet {
    let marked = values.iter().any(|entry| entry.value.selected);
    let mut lines: Vec<_> = values.iter().map(|entry| line(entry, marked)).collect();
    if more > 0 {
        let indent = if marked { "  " } else { "" };
        lines.push((Text::toned(Tone::Dim, format!("{indent}… {more} more")), Text::new()));
    }
    Facet { name, lines }
}

/// Where a value of the facet is selected, all values make room for the mark.
fn line(entry: &FacetEntry<'_>, marked: bool) -> (Text, Text) {
    let (mark, tone) = match (marked, entry.value.selected) {
        (_, true) => ("● ", Tone::Selected),
        (true, false) => ("  ", Tone::Plain),
        (false, false) => ("", Tone::Plain),
    };
    let text = Text::toned(tone, format!("{mark}{}{}", "  ".repeat(entry.depth), entry.label));
    (text, Text::toned(Tone::Number, entry.value.count.to_string()))
}

/// The values one below the other, whole.
fn list(values: &[FacetCount]) -> Vec<FacetEntry<'_>> {
    values.iter().map(whole).collect()
}
