//! How coverage looks: a row for each topic, a column for each role, then what is wrong.

use super::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone};
use crate::error::Result;
use crate::guide::SectionId;
use crate::results::{Coverage, THIN_WORDS};

/// How many holes, thin spots and duplicates are listed.
const LISTED: usize = 20;

/// How many ids of each.
const IDS: usize = 3;

impl Report for Coverage {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        if self.topics.is_empty() {
            return Vec::new();
        }
        let mut sheets = vec![Sheet::from(table(self))];
        if self.topics_more > 0 {
            let more = format!("{} more topics; -n 0 shows all", self.topics_more);
            sheets.push(Sheet::text(Text::toned(Tone::Dim, more)));
        }
        sheets.push(Sheet::text(verdict(self)));
        sheets.extend(thin(self));
        sheets.extend(duplicated(self));
        sheets
    }

    /// A topic a line.
    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.topics.iter().try_for_each(|topic| lines.put(topic))
    }

    /// A record for each topic and role.
    fn records(&self) -> Records {
        let mut records = Records::new(["topic", "role", "sections", "guides", "words"]);
        for topic in &self.topics {
            for (role, cell) in self.roles.iter().zip(&topic.cells) {
                let numbers = [cell.sections, cell.guides, cell.words].map(|number| number.to_string());
                let [sections, guides, words] = numbers;
                records.push([topic.topic.clone(), role.clone(), sections, guides, words]);
            }
        }
        records
    }
}

fn table(coverage: &Coverage) -> Grid {
    let no_role = coverage.topics.iter().any(|topic| topic.without_role > 0);
    let mut columns = vec![Column::new("Topic").at_most(50)];
    columns.extend(coverage.roles.iter().map(|role| Column::number(role.as_str())));
    if no_role {
        columns.push(Column::number("no role"));
    }
    columns.push(Column::number("all"));
    let mut grid = Grid::new(columns);
    for topic in &coverage.topics {
        let mut row = vec![Text::from(topic.topic.as_str())];
        row.extend(topic.cells.iter().map(|cell| match cell.sections {
            0 => Text::toned(Tone::Warning, "none"),
            few if few < coverage.least => Text::toned(Tone::Warning, few.to_string()),
            enough => Text::toned(Tone::Plain, enough.to_string()),
        }));
        let number = |count: u64| Text::toned(Tone::Number, count.to_string());
        if no_role {
            row.push(number(topic.without_role));
        }
        row.push(number(topic.total));
        grid.push(row);
    }
    grid
}

/// The holes, or that there is none.
fn verdict(coverage: &Coverage) -> Text {
    if coverage.holes.is_empty() {
        let topics = if coverage.topics_more > 0 { "each of these topics" } else { "every topic" };
        let every = match coverage.least {
            0 | 1 => format!("every role has sections on {topics}"),
            least => format!("every role has at least {least} sections on {topics}"),
        };
        return Text::toned(Tone::Title, "no hole: ").plain(every);
    }
    let count = coverage.holes.len();
    let plural = if count == 1 { "hole" } else { "holes" };
    let mut text = Text::toned(Tone::Title, format!("{count} {plural}"));
    for hole in coverage.holes.iter().take(LISTED) {
        let has = match hole.sections {
            0 => "nothing on".to_owned(),
            1 => "only 1 section on".to_owned(),
            few => format!("only {few} sections on"),
        };
        let line = Text::toned(Tone::Facet, hole.role.as_str()).add(Tone::Warning, format!(" has {has} "));
        text = text.below(line.plain(hole.topic.as_str()));
    }
    more(text, count)
}

fn thin(coverage: &Coverage) -> Option<Sheet> {
    if coverage.thin.is_empty() {
        return None;
    }
    let words = |count: u64| if count == 1 { "1 word".to_owned() } else { format!("{count} words") };
    let mut text = Text::toned(Tone::Title, "thin").add(Tone::Dim, format!(" (fewer than {THIN_WORDS} words in all)"));
    for spot in coverage.thin.iter().take(LISTED) {
        let line = Text::toned(Tone::Facet, spot.role.as_str()).plain(format!(" on {}: ", spot.topic));
        text = text.below(line.plain(words(spot.words)).add(Tone::Dim, " in ").then(ids(&spot.ids, spot.ids.len())));
    }
    Some(Sheet::text(more(text, coverage.thin.len())))
}

fn duplicated(coverage: &Coverage) -> Option<Sheet> {
    let all = coverage.duplicated.len() + coverage.duplicated_more as usize;
    if all == 0 {
        return None;
    }
    let mut text = Text::toned(Tone::Title, "duplicated").add(Tone::Dim, " (the same heading and text)");
    for copy in coverage.duplicated.iter().take(LISTED) {
        let line = Text::toned(Tone::Facet, copy.roles.join(", ")).plain(format!(" on {}: ", copy.topic));
        text = text.below(line.then(ids(&copy.ids, copy.sections as usize)));
    }
    Some(Sheet::text(more(text, all)))
}

fn ids(ids: &[SectionId], all: usize) -> Text {
    let named = ids.iter().take(IDS).map(|id| id.0.as_str()).collect::<Vec<_>>().join(", ");
    let text = Text::toned(Tone::Id, named);
    match all.saturating_sub(IDS) {
        0 => text,
        rest => text.add(Tone::Dim, format!(" and {rest} more")),
    }
}

fn more(text: Text, all: usize) -> Text {
    match all.saturating_sub(LISTED) {
        0 => text,
        rest => text.below(Text::toned(Tone::Dim, format!("and {rest} more, which --format json lists"))),
    }
}
