//! How the answer to a search looks.

mod facets;
pub(super) mod hits;
mod markdown;
mod summary;
#[cfg(test)]
mod tests;

pub use hits::pieces;

use super::{Body, JsonLines, Place, Records, Report, Sheet, Style};
use crate::error::Result;
use crate::results::SearchResults;

/// From this width on the facets stand beside the hits.
const WIDE: u16 = 140;

impl Report for SearchResults {
    fn sheets(&self, style: &Style) -> Vec<Sheet> {
        let mut sheets = vec![Sheet::text(summary::text(self))];
        if self.total == 0 {
            return sheets;
        }
        let facets = facets::Facets::indented(self);
        if style.width >= WIDE && !facets.is_empty() && !self.hits.is_empty() {
            let right = facets.one_below_the_other();
            let left_width = style.width - facets::SIDE_WIDTH;
            let left = vec![hits::sheet(self, left_width)];
            let body = Body::Beside { left, right, right_width: facets::SIDE_WIDTH };
            sheets.push(Sheet { body, ..Sheet::default() });
        } else {
            sheets.push(hits::sheet(self, style.width));
            sheets.extend(facets.below(style.width));
        }
        sheets
    }

    fn markdown(&self) -> String {
        markdown::write(self)
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.hits.iter().try_for_each(|hit| lines.put(hit))
    }

    fn records(&self) -> Records {
        let mut records = Records::new([
            "rank",
            "score",
            "id",
            "guide",
            "title",
            "roles",
            "section",
            "tags",
            "path",
            "first_line",
            "last_line",
            "snippet",
            "corpus",
            "date",
        ]);
        for hit in &self.hits {
            records.push([
                hit.rank.to_string(),
                hit.score.to_string(),
                hit.id.to_string(),
                hit.guide.clone(),
                hit.title.clone(),
                hit.roles.join(";"),
                hit.section.clone(),
                hit.tags.join(";"),
                hit.path.clone(),
                hit.lines.first.to_string(),
                hit.lines.last.to_string(),
                hit.snippet.text.clone(),
                hit.corpus.clone(),
                hit.date.clone(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |hit: &crate::results::Hit| Place {
            path: hit.path.clone(),
            line: hit.lines.first,
            column: 1,
            text: match (hit.title.trim(), hit.snippet.text.trim()) {
                (title, "") => title.to_owned(),
                ("", text) => text.to_owned(),
                (title, text) => format!("{title} — {text}"),
            },
        };
        Some(self.hits.iter().map(place).collect())
    }
}
