//! What stands around a section in its guide.

use std::ops::Range;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::engine::StoredSection;
use crate::guide::SectionId;
use crate::report::{Grid, Margin, Sheet, Span, Text, Tone};

/// A section, to be gone to.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub id: SectionId,
    /// The title of its guide, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
    pub title: String,
}

impl Named {
    fn whole_title(&self) -> String {
        let title = shown(&self.title);
        match &self.guide {
            Some(guide) if *guide != self.title => format!("{guide} › {title}"),
            _ => title.to_owned(),
        }
    }
}

/// The sections around a section.
#[derive(Debug, Default, Serialize)]
pub(super) struct Neighbours {
    /// The one that it is part of.
    pub parent: Option<Named>,
    /// The one before all that is shown.
    pub previous: Option<Named>,
    /// The one after all that is shown.
    pub next: Option<Named>,
    /// Its parts.
    pub children: Vec<Named>,
}

/// Most parts that are listed; scripts get all.
const LISTED: usize = 5;

impl Neighbours {
    /// Those of the section at `at` in its guide, of which the sections in `shown` are shown.
    pub(super) fn of(guide: &[StoredSection], at: usize, shown: Range<usize>) -> Neighbours {
        let Some((section, before)) = guide.get(at).zip(guide.get(..at)) else { return Neighbours::default() };
        let is_above =
            |other: &&StoredSection| other.level < section.level && section.breadcrumb.starts_with(&other.breadcrumb);
        let below = guide.get(at + 1..).unwrap_or_default().iter().take_while(|other| other.level > section.level);
        let depth = section.breadcrumb.len() + 1;
        Neighbours {
            parent: before.iter().rev().find(is_above).map(named),
            previous: shown.start.checked_sub(1).and_then(|before| guide.get(before)).map(named),
            next: guide.get(shown.end).map(named),
            children: below.filter(|other| other.breadcrumb.len() == depth).map(named).collect(),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Named> {
        [&self.parent, &self.previous, &self.next].into_iter().flatten().chain(&self.children)
    }

    /// They and sections that are alike, each with its id, on a page of so many columns: in a row each where all rows
    /// fit, so that no id is broken that would fit into a line.
    pub(super) fn sheets(&self, similar: &[Named], width: u16) -> Vec<Sheet> {
        let rows = self.rows(similar);
        let widest = |part: &dyn Fn(&Named) -> usize| rows.iter().map(|(_, named)| part(named)).max().unwrap_or(0);
        let columns = widest(&|named| named.id.0.width()) + widest(&|named| named.whole_title().width());
        let in_rows = LABEL + columns + GAP <= usize::from(width);
        let more = self.children.len().checked_sub(LISTED).filter(|more| *more > 0);
        // Behind the parts, before what is like it.
        let after_parts = rows.iter().position(|(label, _)| *label == SIMILAR).unwrap_or(rows.len());
        let mut lines: Vec<[Text; 3]> = rows
            .iter()
            .map(|(label, named)| {
                let label = Text::toned(Tone::Dim, format!("{label:0$}", LABEL - GAP));
                [label, Text::toned(Tone::Id, &named.id.0), Text::from(named.whole_title())]
            })
            .collect();
        if let Some(more) = more {
            let remark = Text::toned(Tone::Dim, format!("… and {more} more parts"));
            lines.insert(after_parts, [Text::new(), remark, Text::new()]);
        }
        if in_rows {
            let mut grid = Grid { heads: false, ..Grid::new(["", "", ""]) };
            lines.into_iter().for_each(|line| grid.push(line));
            return vec![grid.into()];
        }
        lines.into_iter().map(|[label, id, title]| beside(&label, title.below(id))).collect()
    }

    /// Every section that is named, behind what it is; the first of several alone says that. None is named twice for its
    /// place in the guide.
    fn rows<'a>(&'a self, similar: &'a [Named]) -> Vec<(&'static str, &'a Named)> {
        let parent = self.parent.as_ref();
        let is_parent = |named: &&Named| parent.is_some_and(|parent| parent.id == named.id);
        let is_child = |named: &&Named| self.children.iter().any(|child| child.id == named.id);
        let single = [
            ("part of", parent),
            ("previous", self.previous.as_ref().filter(|named| !is_parent(named))),
            ("next", self.next.as_ref().filter(|named| !is_child(named))),
        ];
        let mut rows: Vec<(&str, &Named)> =
            single.into_iter().filter_map(|(label, named)| Some((label, named?))).collect();
        let children = self.children.get(..LISTED.min(self.children.len())).unwrap_or_default();
        for (label, all) in [("parts", children), (SIMILAR, similar)] {
            rows.extend(all.iter().enumerate().map(|(n, named)| (if n == 0 { label } else { "" }, named)));
        }
        rows
    }
}

/// The title of a section as people see it: a heading may have no text.
pub(super) fn shown(title: &str) -> &str {
    if title.trim().is_empty() { "(untitled)" } else { title }
}

/// The columns that labels take.
const LABEL: usize = 10;
/// Between columns.
const GAP: usize = 2;
const SIMILAR: &str = "similar";

/// A text behind its label.
fn beside(label: &Text, text: Text) -> Sheet {
    let span = |text: String, tone| vec![Span { text, tone }];
    let margin = Margin {
        first: span(format!("{:LABEL$}", label.raw()), Tone::Dim),
        rest: span(" ".repeat(LABEL), Tone::Plain),
    };
    Sheet::text(text).margin(margin).close()
}

fn named(section: &StoredSection) -> Named {
    Named { id: section.id.clone(), guide: None, title: section.title.clone() }
}
