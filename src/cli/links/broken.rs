//! `kb check --links`: links that lead nowhere.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use serde::Serialize;

use super::{anchor_of, source_file};
use crate::cli::index::plural;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::stages::{duration, milliseconds};
use crate::corpus::{Anchors, GuideMap, Led, Style, has_anchor, letters};
use crate::engine::{Engine, StoredSection};
use crate::error::Result;
use crate::guide::{Link, SectionId};
use crate::report::{Column, Grid, JsonLines, Place, Records, Report, Sheet, Style as Look, Text, Tone};

/// Addresses of a style are understood where so many of a hundred lead somewhere: those that do not are then broken.
const UNDERSTOOD: usize = 90;

/// What was found out about links.
#[derive(Debug, Serialize)]
struct LinksReport {
    /// The version of this JSON.
    version: u32,
    /// Links between guides, and from guides to other files.
    links: usize,
    /// Those that lead nowhere, in the order of path and line.
    broken: Vec<Broken>,
    /// Addresses that only a site generator could follow.
    unjudged: usize,
    /// Links out of the folders that guides are read from; none was followed.
    outside: usize,
    /// Links to addresses elsewhere; none was asked.
    external: u64,
    /// Milliseconds it took.
    took_ms: f64,
}

/// A link that leads nowhere.
#[derive(Debug, Serialize)]
struct Broken {
    /// The source file it stands in.
    path: String,
    /// The line.
    line: u32,
    /// The section.
    id: SectionId,
    /// Where it should lead, as written.
    target: String,
    /// What is wrong: `no such file`, `other capitals`, `no such page`, `no such heading`, `no such label`.
    problem: &'static str,
    /// What may be meant: a path, or a file and an anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
}

/// Runs the command; says whether no link is broken.
pub(in crate::cli) fn run(fresh: bool, settings: &Settings, output: &Output) -> Result<bool> {
    let started = Instant::now();
    let engine = crate::cli::fresh::open(settings, fresh, output)?;
    let sections = engine.sections()?;
    let mut report = Checker::new(&engine, &sections).check();
    report.took_ms = milliseconds(started.elapsed());
    output.answer(&report)?;
    Ok(report.broken.is_empty())
}

struct Checker<'a> {
    engine: &'a Engine,
    sections: &'a [StoredSection],
    map: GuideMap<'a>,
    /// The anchors of the sections of each guide.
    known: HashMap<&'a str, Vec<&'a str>>,
    /// The letters of them.
    letters: HashMap<&'a str, HashSet<String>>,
    anchors: Anchors,
    /// The letters of all labels that are written anywhere; gathered when the first one is missed.
    labels: Option<HashSet<String>>,
    /// How many links of a source and a style lead somewhere, and those that do not.
    judged: HashMap<(usize, Style), (usize, Vec<Broken>)>,
}

impl<'a> Checker<'a> {
    fn new(engine: &'a Engine, sections: &'a [StoredSection]) -> Checker<'a> {
        let mut known: HashMap<&str, Vec<&str>> = HashMap::new();
        for section in sections {
            known.entry(&section.key).or_default().push(anchor_of(&section.id.0));
        }
        let mut map = GuideMap::new(&engine.record().sources, known.keys().copied());
        for section in sections {
            if is_sphinx(&section.key) {
                map.label(anchor_of(&section.id.0), &section.key);
            }
        }
        let of_all = |anchors: &Vec<&str>| anchors.iter().copied().map(letters).collect();
        let letters = known.iter().map(|(key, anchors)| (*key, of_all(anchors))).collect();
        Checker {
            engine,
            sections,
            map,
            known,
            letters,
            anchors: Anchors::default(),
            labels: None,
            judged: HashMap::new(),
        }
    }

    fn check(mut self) -> LinksReport {
        let mut report = LinksReport {
            version: 1,
            links: 0,
            broken: Vec::new(),
            unjudged: 0,
            outside: 0,
            external: 0,
            took_ms: 0.0,
        };
        for section in self.sections {
            report.external += u64::from(section.external_links);
            for link in &section.links {
                report.links += 1;
                match self.map.follow(&section.key, link) {
                    Led::Outside => report.outside += 1,
                    Led::Unknown => report.unjudged += 1,
                    led => self.judge(section, link, led),
                }
            }
        }
        for ((_, style), (sound, broken)) in self.judged {
            if style == Style::File || sound * 100 >= (sound + broken.len()) * UNDERSTOOD {
                report.broken.extend(broken);
            } else {
                report.unjudged += broken.len();
            }
        }
        report.broken.sort_by(|a, b| (&a.path, a.line, &a.target).cmp(&(&b.path, b.line, &b.target)));
        report
    }

    fn judge(&mut self, section: &StoredSection, link: &Link, led: Led) {
        let problem = match led {
            Led::Guide { key, anchor: Some(anchor) } => self.missed_anchor(&key, &anchor),
            Led::Guide { .. } | Led::Outside | Led::Unknown => None,
            Led::Label(label) => self.missed_label(&label),
            Led::NoGuide { files, style, near } => {
                let is_there = files.iter().any(|file| file.symlink_metadata().is_ok());
                let path = |key: &str| self.engine.file(key).to_string_lossy().to_lowercase();
                let in_case =
                    |key: &String| files.iter().any(|file| file.to_string_lossy().to_lowercase() == path(key));
                let what = match style {
                    _ if near.as_ref().is_some_and(in_case) => OTHER_CASE,
                    Style::File => NO_FILE,
                    Style::Name | Style::Page | Style::Site => NO_PAGE,
                };
                (!is_there).then(|| (what, near.map(|key| self.engine.record().shown_path(&key))))
            }
        };
        let (source, style) = self.map.style(&section.key, link);
        let missed = problem.as_ref().is_some_and(|(problem, _)| matches!(*problem, NO_FILE | NO_PAGE | OTHER_CASE));
        self.judged.entry((source, style)).or_default().0 += usize::from(!missed);
        // A page that is there is understood, whatever its address.
        let style = if missed { style } else { Style::File };
        if let Some((problem, suggestion)) = problem {
            self.judged.entry((source, style)).or_default().1.push(Broken {
                path: self.engine.record().shown_path(&section.key),
                line: link.line,
                id: section.id.clone(),
                target: link.target.clone(),
                problem,
                suggestion,
            });
        }
    }

    fn missed_anchor(&mut self, key: &str, anchor: &str) -> Option<(&'static str, Option<String>)> {
        let is_known = self.letters.get(key).is_some_and(|known| has_anchor(known, anchor));
        if is_known || self.anchors.written_in(&source_file(self.engine, key), anchor) {
            return None;
        }
        let known = self.known.get(key).map(Vec::as_slice).unwrap_or_default();
        let near = nearest(anchor, known.iter().copied());
        Some((NO_HEADING, near.map(|near| format!("{}#{near}", self.engine.record().shown_path(key)))))
    }

    /// Sphinx knows the labels of other projects: one that is nowhere is only missed if it is nearly one of ours.
    fn missed_label(&mut self, label: &str) -> Option<(&'static str, Option<String>)> {
        let (anchors, engine, known) = (&mut self.anchors, self.engine, &self.known);
        let labels = self.labels.get_or_insert_with(|| {
            let files = known.keys().filter(|key| is_sphinx(key));
            files.flat_map(|key| anchors.labels_in(&source_file(engine, key))).collect()
        });
        let letters = letters(label);
        if labels.contains(&letters) {
            return None;
        }
        let near = labels
            .iter()
            .map(String::as_str)
            .filter(|known| strsim::damerau_levenshtein(known, &letters) <= 2)
            .min()?;
        (letters.chars().count() >= 5).then(|| (NO_LABEL, Some(near.to_owned())))
    }
}

/// The anchor most like one that is not there, if any is alike.
fn nearest<'k>(anchor: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = anchor.to_lowercase();
    let distance = |known: &str| strsim::damerau_levenshtein(&wanted, &known.to_lowercase());
    let near = known.map(|known| (distance(known), known)).min()?;
    (near.0 <= 2.max(anchor.len() / 3)).then_some(near.1)
}

const NO_FILE: &str = "no such file";
const NO_PAGE: &str = "no such page";
/// Where capitals matter, that is no such file either.
const OTHER_CASE: &str = "other capitals";
const NO_HEADING: &str = "no such heading";
const NO_LABEL: &str = "no such label";

/// Whether a guide is written in a language whose labels all guides share.
fn is_sphinx(key: &str) -> bool {
    [".rst", ".rest", ".txt"].iter().any(|extension| key.ends_with(extension))
}

impl LinksReport {
    fn summary(&self) -> Text {
        let links = plural(self.links as u64, "link");
        let found = match self.broken.len() {
            0 => format!("no broken link among {links}"),
            broken => format!("{} among {links}", plural(broken as u64, "broken link")),
        };
        let mut apart = Vec::new();
        if self.unjudged > 0 {
            apart.push(format!("{} only a site can follow", self.unjudged));
        }
        if self.outside > 0 {
            apart.push(format!("{} out of the corpus", self.outside));
        }
        if self.external > 0 {
            apart.push(format!("{} to other sites", self.external));
        }
        let apart = if apart.is_empty() { String::new() } else { format!(", not followed: {}", apart.join(", ")) };
        Text::toned(Tone::Title, found).add(Tone::Dim, format!("{apart} ({})", duration(self.took_ms)))
    }
}

impl Report for LinksReport {
    fn sheets(&self, _look: &Look) -> Vec<Sheet> {
        let mut sheets = vec![Sheet::text(self.summary())];
        if !self.broken.is_empty() {
            let columns = [Column::new("Place").grow(), Column::new("Link").grow(), Column::new("Problem").grow()];
            let mut grid = Grid::new(columns);
            for broken in &self.broken {
                let mut problem = Text::from(broken.problem);
                if let Some(suggestion) = &broken.suggestion {
                    problem = problem.below(Text::toned(Tone::Dim, format!("{suggestion}?")));
                }
                grid.push([
                    Text::from(format!("{}:{}", broken.path, broken.line)),
                    Text::from(broken.target.as_str()),
                    problem,
                ]);
            }
            sheets.push(grid.into());
        }
        sheets
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.broken.iter().try_for_each(|broken| lines.put(broken))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["path", "line", "id", "target", "problem", "suggestion"]);
        for broken in &self.broken {
            records.push([
                broken.path.clone(),
                broken.line.to_string(),
                broken.id.to_string(),
                broken.target.clone(),
                broken.problem.to_owned(),
                broken.suggestion.clone().unwrap_or_default(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |broken: &Broken| {
            let suggestion = broken.suggestion.as_ref().map(|near| format!(" ({near}?)")).unwrap_or_default();
            let text = format!("{}: {}{suggestion}", broken.problem, broken.target);
            Place { path: broken.path.clone(), line: broken.line, column: 1, text }
        };
        Some(self.broken.iter().map(place).collect())
    }
}
