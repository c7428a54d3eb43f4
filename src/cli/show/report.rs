//! How shown sections look.

use serde::{Serialize, Serializer};

use super::neighbours::{Named, Neighbours, shown};
use crate::engine::StoredSection;
use crate::error::Result;
use crate::report::{JsonLines, Place, Records, Report, Sheet, Style, Text, Tone, markdown, sanitize};
use crate::results::JSON_VERSION;

/// A section and what it says.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    #[serde(flatten)]
    pub section: StoredSection,
    /// The source file, relative to the root if inside it, else absolute.
    pub path: String,
    /// Its title below its ancestors.
    #[serde(skip)]
    pub title: Vec<Sheet>,
    /// Its text.
    #[serde(skip)]
    pub sheets: Vec<Sheet>,
    /// Its lines as they stand in the file, where that is Markdown and what was indexed.
    pub markdown: Option<String>,
    /// The words of a query in its body, where there is one: byte ranges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlights: Option<Vec<[usize; 2]>>,
}

/// A section with what is around it.
#[derive(Debug, Serialize)]
pub(super) struct ShownSection {
    #[serde(flatten)]
    pub page: Page,
    /// The source file is no longer what was indexed.
    pub stale: bool,
    pub neighbours: Neighbours,
    /// The sections most like it, best first.
    pub similar: Vec<Named>,
    /// Sections before it, in their order, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Page>,
    /// Sections after it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Page>,
}

/// All that is shown.
pub(super) struct Sections(pub Vec<ShownSection>);

#[derive(Serialize)]
struct One<'a> {
    /// The version of this JSON.
    version: u32,
    #[serde(flatten)]
    section: &'a ShownSection,
}

#[derive(Serialize)]
struct Several<'a> {
    version: u32,
    sections: &'a [ShownSection],
}

/// One section is an object, several are a list in one.
impl Serialize for Sections {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [section] => One { version: JSON_VERSION, section }.serialize(serializer),
            sections => Several { version: JSON_VERSION, sections }.serialize(serializer),
        }
    }
}

impl ShownSection {
    pub(super) fn alone(page: Page) -> Self {
        let (neighbours, similar) = (Neighbours::default(), Vec::new());
        ShownSection { page, stale: false, neighbours, similar, before: Vec::new(), after: Vec::new() }
    }

    /// In the order of the guide.
    fn pages(&self) -> impl Iterator<Item = &Page> {
        self.before.iter().chain([&self.page]).chain(&self.after)
    }
}

impl Page {
    /// The title below its ancestors.
    pub(super) fn heading(&self) -> Sheet {
        let section = &self.section;
        let above = section.breadcrumb.split_last().map_or(&[][..], |(_, above)| above);
        let above = above.iter().map(|title| shown(title)).collect::<Vec<_>>().join(" › ");
        let heading = if above.is_empty() { Text::new() } else { Text::toned(Tone::Dim, format!("{above} › ")) };
        Sheet::default().heading(heading.add(Tone::Title, shown(&section.title)))
    }

    /// Where it is and what it is about.
    fn facts(&self) -> Sheet {
        let section = &self.section;
        let mut facts = Text::toned(Tone::Dim, section.lines.place(&self.path, section.unit));
        let roles = section.roles.iter().cloned().collect::<Vec<_>>().join(", ");
        for value in [roles.as_str(), &section.section, &section.tags.join(", ")].into_iter().filter(|v| !v.is_empty())
        {
            facts = facts.add(Tone::Dim, " · ").add(Tone::Facet, value);
        }
        Sheet::text(facts).close()
    }

    fn sheets(&self) -> Vec<Sheet> {
        self.title.iter().cloned().chain([self.facts()]).chain(self.sheets.iter().cloned()).collect()
    }

    /// Its source, or its text, below where it is from.
    fn markdown(&self) -> String {
        let section = &self.section;
        let breadcrumb = markdown::escape(&section.breadcrumb.join(" › "));
        let place = markdown::code(&section.lines.place(&self.path, section.unit));
        let text = match &self.markdown {
            Some(source) => sanitize::lines(source).into_owned(),
            None => {
                let heading = "#".repeat(usize::from(section.level.max(1)));
                let body: Vec<String> = section.body.lines().map(body_line).collect();
                format!("{heading} {}\n\n{}", markdown::escape(&section.title), body.join("\n"))
            }
        };
        format!("*{breadcrumb}* ({place})\n\n{}\n", text.trim_end())
    }
}

/// A line of the text of the index, in which only items of lists are markup.
fn body_line(line: &str) -> String {
    match line.strip_prefix("- ") {
        Some(item) => format!("- {}", markdown::escape(item)),
        None => markdown::escape(line),
    }
}

impl Report for Sections {
    fn sheets(&self, style: &Style) -> Vec<Sheet> {
        let rule = || Sheet::text(Text::toned(Tone::Dim, "─".repeat(usize::from(style.width))));
        let mut sheets = Vec::new();
        for section in &self.0 {
            for page in section.pages() {
                if !sheets.is_empty() {
                    sheets.push(rule());
                }
                sheets.extend(page.sheets());
            }
            let around = section.neighbours.sheets(&section.similar, style.width);
            if !around.is_empty() {
                sheets.push(rule());
                sheets.extend(around.into_iter().map(Sheet::close));
            }
        }
        sheets
    }

    fn markdown(&self) -> String {
        self.0.iter().flat_map(ShownSection::pages).map(Page::markdown).collect::<Vec<_>>().join("\n")
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.0.iter().try_for_each(|section| lines.put(&One { version: JSON_VERSION, section }))
    }

    fn records(&self) -> Records {
        let mut records = Records::new([
            "id",
            "guide",
            "title",
            "roles",
            "section",
            "tags",
            "path",
            "first_line",
            "last_line",
            "body",
        ]);
        for Page { section, path, .. } in self.0.iter().map(|shown| &shown.page) {
            records.push([
                section.id.to_string(),
                section.guide.clone(),
                section.title.clone(),
                section.roles.iter().cloned().collect::<Vec<_>>().join(";"),
                section.section.clone(),
                section.tags.join(";"),
                path.clone(),
                section.lines.first.to_string(),
                section.lines.last.to_string(),
                section.body.clone(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |Page { section, path, .. }: &Page| Place {
            path: path.clone(),
            line: section.lines.first,
            column: 1,
            text: section.breadcrumb.join(" › "),
        };
        Some(self.0.iter().map(|shown| place(&shown.page)).collect())
    }
}
