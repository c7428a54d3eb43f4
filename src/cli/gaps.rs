//! `kb gaps`: what was looked for and not found.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::guide::rfc3339;
use crate::query::{self, DrillDown, Expr, Page, Query};
use crate::report::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone, refuse_places};

use super::gap_log::{Gap, GapLog, LARGEST};
use super::index::plural;
use super::output::Output;
use super::settings::Settings;

/// Searches that found nothing.
#[derive(Debug, Serialize)]
struct GapsReport {
    /// The version of this JSON.
    version: u32,
    /// The file that holds them.
    log: String,
    /// Whether kb.toml asks for them to be noted; where it does not, nothing new is.
    noting: bool,
    /// Whether nothing more is noted for want of room.
    full: bool,
    /// Each of them, most frequent first.
    gaps: Vec<Missing>,
    /// How many there are beyond those.
    more: usize,
}

/// A search that found nothing, however often it was asked.
#[derive(Debug, Serialize)]
struct Missing {
    /// The query as it was typed last.
    query: String,
    /// What it was narrowed to, as on the command line.
    filters: String,
    /// How often it was asked.
    count: u64,
    /// When last, RFC 3339 in UTC.
    last: String,
    /// How many sections it would find now; none where it cannot be asked any more.
    now: Option<u64>,
}

/// Runs the command.
pub(super) fn run(limit: usize, clear: bool, settings: &Settings, output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let log = GapLog::of(settings)
        .ok_or_else(|| Error::user("there is no folder to note searches in").with_hint("set HOME or XDG_STATE_HOME"))?;
    let noting = settings.log.zero_hits;
    if clear {
        return forget(&log, noting, output);
    }
    match (log.exists(), noting) {
        (true, _) => list(&log, limit, noting, settings, output),
        (false, true) => {
            log.begin()?;
            let path = log.path().display().to_string();
            output.note(&format!("from now on searches that find nothing are noted in {path}, for you alone"));
            output.hint("to end that, take zero_hits out of kb.toml; `kb gaps --clear` forgets what was noted");
            output.answer(&GapsReport { version: 1, log: path, noting, full: false, gaps: Vec::new(), more: 0 })?;
            Ok(true)
        }
        (false, false) => Err(Error::not_found("no searches are noted: that has to be asked for")
            .with_hint("write [log] and below it zero_hits = true in kb.toml, then run `kb gaps` once")),
    }
}

fn forget(log: &GapLog, noting: bool, output: &Output) -> Result<bool> {
    if !log.exists() {
        output.note("there is nothing to forget");
    } else if noting {
        log.clear()?;
        output.note("forgotten; searches that find nothing go on being noted");
    } else {
        log.remove()?;
        output.note("forgotten, and nothing is noted any more");
    }
    Ok(true)
}

fn list(log: &GapLog, limit: usize, noting: bool, settings: &Settings, output: &Output) -> Result<bool> {
    let mut groups: BTreeMap<(String, String), (Gap, u64)> = BTreeMap::new();
    for gap in log.read()? {
        let words = gap.query.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let group = groups.entry((words, filters(&gap))).or_insert_with(|| (gap.clone(), 0));
        *group = (gap, group.1 + 1);
    }
    let mut groups: Vec<(Gap, u64)> = groups.into_values().collect();
    groups.sort_by(|(a, often), (b, than)| than.cmp(often).then_with(|| b.time.cmp(&a.time)));
    let shown = if limit == 0 { groups.len() } else { limit.min(groups.len()) };
    let more = groups.len() - shown;
    groups.truncate(shown);
    let engine = super::open_index(settings, output)?;
    let missing = |(gap, count): (Gap, u64)| Missing {
        filters: filters(&gap),
        now: total(&engine, &gap),
        count,
        last: gap.time,
        query: gap.query,
    };
    let gaps: Vec<Missing> = groups.into_iter().map(missing).collect();
    let found = !gaps.is_empty();
    let log_path = log.path().display().to_string();
    let full = log.is_full();
    output.answer(&GapsReport { version: 1, log: log_path, noting, full, gaps, more })?;
    if !found {
        output.hint("no search that found nothing was noted");
    }
    if full {
        output.note(&format!("the log has its {} kB: nothing more is noted until `kb gaps --clear`", LARGEST / 1024));
    } else if !noting {
        output.note("kb.toml no longer asks for it, so nothing new is noted; `kb gaps --clear` deletes the log");
    }
    Ok(found)
}

/// What a search was narrowed to, as on the command line.
fn filters(gap: &Gap) -> String {
    let lists = [
        ("role", &gap.roles),
        ("section", &gap.sections),
        ("tag", &gap.tags),
        ("corpus", &gap.corpora),
        ("guide", &gap.guides),
    ];
    let flags = lists.iter().flat_map(|(name, values)| values.iter().map(move |value| format!("--{name} {value}")));
    flags.chain(gap.exact.then(|| "--exact".to_owned())).collect::<Vec<_>>().join(" ")
}

/// How many sections a search finds today.
fn total(engine: &Engine, gap: &Gap) -> Option<u64> {
    let Gap { roles, sections, tags, corpora, guides, .. } = gap.clone();
    let query = Query {
        drill_down: DrillDown { roles, sections, tags, corpora, guides, since: None, until: None },
        page: Page { limit: 1, offset: 0 },
        exact: gap.exact,
        facets: false,
        snippets: false,
        ..Query::new(&gap.query, query::parse(&gap.query).ok()?)
    };
    engine.search(&query).ok().map(|found| found.total)
}

/// Notes a search that found nothing, where the user has that done. `total`: how many sections were found.
pub(super) fn note(query: &Query, total: u64, settings: &Settings, output: &Output) {
    // Dates pass: what is missing today may be there without a guide about it.
    let dated = query.drill_down.since.is_some() || query.drill_down.until.is_some();
    if !settings.log.zero_hits || total > 0 || query.expr == Expr::All || dated {
        return;
    }
    let Some(log) = GapLog::of(settings) else { return };
    if !log.exists() {
        output.hint("kb.toml asks to note searches that find nothing, on this machine alone; `kb gaps` allows it");
        return;
    }
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    let DrillDown { roles, sections, tags, corpora, guides, .. } = query.drill_down.clone();
    log.note(&Gap {
        time: rfc3339(seconds),
        query: query.text.clone(),
        roles,
        sections,
        tags,
        corpora,
        guides,
        exact: query.exact,
    });
}

impl Report for GapsReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        if self.gaps.is_empty() {
            return Vec::new();
        }
        let mut grid = Grid::new([
            Column::new("query").grow(),
            Column::new("filters"),
            Column::number("times"),
            Column::new("last"),
            Column::number("found now"),
        ]);
        for Missing { query, filters, count, last, now } in &self.gaps {
            grid.push([
                Text::toned(Tone::Title, query),
                Text::toned(Tone::Facet, filters),
                Text::toned(Tone::Number, count.to_string()),
                Text::toned(Tone::Dim, last.get(..10).unwrap_or(last)),
                Text::toned(Tone::Number, now.map_or_else(String::new, |now| now.to_string())),
            ]);
        }
        let mut about = plural(self.gaps.len() as u64, "gap");
        if self.more > 0 {
            about += &format!(", and {} more (-n 0 lists all)", self.more);
        }
        vec![Sheet::from(grid).note(Text::toned(Tone::Dim, format!("{about}; noted in {}", self.log)))]
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.gaps.iter().try_for_each(|gap| lines.put(gap))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["query", "filters", "count", "last", "now"]);
        for Missing { query, filters, count, last, now } in &self.gaps {
            let now = now.map_or_else(String::new, |now| now.to_string());
            records.push([query.clone(), filters.clone(), count.to_string(), last.clone(), now]);
        }
        records
    }
}
