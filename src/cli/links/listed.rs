//! `kb links`: what refers to a section, and what it refers to.

use std::collections::BTreeSet;

use serde::Serialize;

use super::anchor_of;
use crate::cli::index::plural;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::corpus::{GuideMap, Led, letters};
use crate::engine::{Engine, StoredSection};
use crate::error::Result;
use crate::guide::{Link, LinkKind, SectionId, link_names};
use crate::report::{Column, Grid, Place, Records, Report, Sheet, Style, Text, Tone};

/// The links to and from a section.
#[derive(Debug, Serialize)]
struct LinksReport {
    /// The version of this JSON.
    version: u32,
    /// The section.
    id: SectionId,
    /// The titles from its guide down to it.
    breadcrumb: Vec<String>,
    /// What refers to it or to its guide as a whole, in the order of path and line.
    incoming: Vec<Incoming>,
    /// What it refers to, in the order of its lines.
    outgoing: Vec<Outgoing>,
    /// How many more of its links lead to other sites.
    external: u32,
}

/// A link to the section.
#[derive(Debug, Serialize)]
struct Incoming {
    /// The section it stands in.
    id: SectionId,
    /// The titles from its guide down to that.
    breadcrumb: Vec<String>,
    /// The source file it stands in.
    path: String,
    /// The line.
    line: u32,
    /// The link as written.
    target: String,
    /// Whether it leads to the guide as a whole.
    whole: bool,
}

/// A link from the section.
#[derive(Debug, Serialize)]
struct Outgoing {
    /// The line it stands in.
    line: u32,
    /// The link as written.
    target: String,
    /// The section it leads to; of a link to a whole guide its first one. Null where it leads to none that is known.
    id: Option<SectionId>,
    /// The titles from the guide down to that section.
    breadcrumb: Vec<String>,
    /// The source file it leads to, where it leads to a guide.
    path: Option<String>,
}

/// Runs the command; says whether anything refers to the section.
pub(in crate::cli) fn run(id: &str, fresh: bool, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = crate::cli::fresh::open(settings, fresh, output)?;
    let section = engine.section(id)?;
    let path = engine.record().shown_path(&section.key);
    let files = engine.files()?;
    let guides = files.iter().filter(|(_, entry)| entry.sections > 0).map(|(key, _)| key.as_str());
    let mut map = GuideMap::new(&engine.record().sources, guides);
    let anchor = anchor_of(&section.id.0);
    map.label(anchor, &section.key);
    let names: BTreeSet<String> = link_names(engine.record().relative(&section.key), anchor).into_iter().collect();
    let candidates = engine.linked(&names, &section.key)?;
    let report = LinksReport {
        version: 1,
        incoming: incoming(&engine, &section, &candidates, &map),
        outgoing: section.links.iter().map(|link| outgoing(&engine, &section, link, &map)).collect(),
        external: section.external_links,
        id: section.id,
        breadcrumb: section.breadcrumb,
    };
    output.answer(&Shown { report: &report, path })?;
    Ok(!report.incoming.is_empty())
}

fn incoming(
    engine: &Engine,
    section: &StoredSection,
    candidates: &[StoredSection],
    map: &GuideMap<'_>,
) -> Vec<Incoming> {
    let own = letters(anchor_of(&section.id.0));
    let mut found = Vec::new();
    for candidate in candidates {
        for link in &candidate.links {
            let Led::Guide { key, anchor } = map.follow(&candidate.key, link) else { continue };
            let anchor = anchor.map(|anchor| letters(&anchor)).filter(|anchor| !anchor.is_empty() && anchor != "top");
            if key != section.key || anchor.as_ref().is_some_and(|anchor| *anchor != own) {
                continue;
            }
            found.push(Incoming {
                id: candidate.id.clone(),
                breadcrumb: candidate.breadcrumb.clone(),
                path: engine.record().shown_path(&candidate.key),
                line: link.line,
                target: link.target.clone(),
                whole: anchor.is_none(),
            });
        }
    }
    found
}

fn outgoing(engine: &Engine, section: &StoredSection, link: &Link, map: &GuideMap<'_>) -> Outgoing {
    let (key, anchor) = match map.follow(&section.key, link) {
        Led::Guide { key, anchor } => (Some(key), anchor),
        Led::Label(label) => (None, Some(label)),
        _ => (None, None),
    };
    let found = match (&key, link.kind) {
        (Some(key), _) => section_at(engine, key, anchor.as_deref()),
        (None, LinkKind::Label) => anchor.and_then(|label| engine.section(&format!("#{label}")).ok()),
        (None, _) => None,
    };
    let path = found.as_ref().map(|found| found.key.clone()).or(key).map(|key| engine.record().shown_path(&key));
    let (id, breadcrumb) = found.map(|found| (found.id, found.breadcrumb)).unzip();
    Outgoing { line: link.line, target: link.target.clone(), id, breadcrumb: breadcrumb.unwrap_or_default(), path }
}

/// The section at a place in a guide, its first one where none is named or known.
fn section_at(engine: &Engine, key: &str, anchor: Option<&str>) -> Option<StoredSection> {
    let mut sections = engine.linked(&BTreeSet::new(), key).ok()?;
    let wanted = anchor.map(letters).filter(|wanted| !wanted.is_empty() && wanted != "top");
    let at = match wanted {
        Some(wanted) => sections.iter().position(|section| letters(anchor_of(&section.id.0)) == wanted)?,
        None => 0,
    };
    (at < sections.len()).then(|| sections.swap_remove(at))
}

/// The links with what only people are shown.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    report: &'a LinksReport,
    /// The section's source file.
    path: String,
}

impl Report for Shown<'_> {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let LinksReport { breadcrumb, incoming, outgoing, external, .. } = self.report;
        let count = match incoming.len() {
            0 => "nothing refers to".to_owned(),
            1 => "1 link to".to_owned(),
            many => format!("{many} links to"),
        };
        let mut sheets =
            vec![Sheet::text(Text::toned(Tone::Title, count).plain(format!(" {}", breadcrumb.join(" › "))))];
        if !incoming.is_empty() {
            let mut grid = Grid::new([Column::new("From").grow(), Column::new("Link").grow()]);
            for link in incoming {
                let place = Text::toned(Tone::Id, link.id.0.as_str())
                    .below(Text::toned(Tone::Dim, format!("{}:{}", link.path, link.line)));
                let whole = if link.whole { Text::toned(Tone::Dim, "the whole guide") } else { Text::new() };
                grid.push([titles(&link.breadcrumb).below(place), Text::from(link.target.as_str()).below(whole)]);
            }
            sheets.push(grid.into());
        }
        if !outgoing.is_empty() {
            let mut grid = Grid::new([Column::number("Line"), Column::new("To").grow(), Column::new("Link").grow()]);
            for link in outgoing {
                let to = match (&link.id, &link.path) {
                    (Some(id), _) => titles(&link.breadcrumb).below(Text::toned(Tone::Id, id.0.as_str())),
                    (None, Some(path)) => Text::from(path.as_str()),
                    (None, None) => Text::toned(Tone::Dim, "no guide"),
                };
                grid.push([Text::toned(Tone::Number, link.line.to_string()), to, Text::from(link.target.as_str())]);
            }
            let heading = Text::toned(Tone::Head, format!("{} from it", plural(outgoing.len() as u64, "link")));
            sheets.push(Sheet::from(grid).heading(heading));
        }
        if *external > 0 {
            sheets.push(Sheet::text(Text::toned(
                Tone::Dim,
                format!("{} to other sites", plural(u64::from(*external), "link")),
            )));
        }
        sheets
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["direction", "id", "path", "line", "target", "whole"]);
        for link in &self.report.incoming {
            let whole = link.whole.to_string();
            records.push(["in", &link.id.0, &link.path, &link.line.to_string(), &link.target, &whole]);
        }
        for link in &self.report.outgoing {
            let id = link.id.as_ref().map_or("", |id| id.0.as_str());
            let path = link.path.as_deref().unwrap_or_default();
            records.push(["out", id, path, &link.line.to_string(), &link.target, ""]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |link: &Incoming| Place {
            path: link.path.clone(),
            line: link.line,
            column: 1,
            text: format!("{} — {}", link.breadcrumb.join(" › "), link.target),
        };
        Some(self.report.incoming.iter().map(place).collect())
    }
}

/// Titles from a guide down to a section, the last one brighter.
fn titles(breadcrumb: &[String]) -> Text {
    let above = breadcrumb.split_last().map_or(&[][..], |(_, above)| above);
    let trail: String = above.iter().map(|title| format!("{} › ", title.trim())).collect();
    Text::toned(Tone::Dim, trail).add(Tone::Title, breadcrumb.last().map_or("", |title| title.trim()))
}
