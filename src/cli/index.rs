//! `kb index`: which sources are indexed, and what is said of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::corpus::{Mark, Part, Skipped};
use crate::engine::{Engine, IndexFolder, Record};
use crate::error::{Error, Result};
use crate::guide::Source;
use crate::report::{Report, Sheet, Style, Text, Tone, refuse_places};

use super::args::IndexArguments;
use super::output::Output;
use super::settings::{Settings, sources_of};
use super::stages::{Stages, duration, speed};
use super::update::Update;

/// What `kb index` did.
#[derive(Debug, Default, Serialize)]
pub(super) struct IndexReport {
    /// The version of this JSON.
    pub version: u32,
    /// Whether nothing was written, and all of this is only what would be.
    pub dry_run: bool,
    /// The folder of the index.
    pub index: String,
    /// Why everything was read again; null for an update.
    pub rebuilt: Option<String>,
    /// Whether anything was written.
    pub written: bool,
    /// Guides in the index now.
    pub guides: u64,
    /// Sections in the index now.
    pub sections: u64,
    /// Files looked at.
    pub files: u64,
    /// Files whose content was read and gave a guide.
    pub read: u64,
    /// Bytes that were read of files.
    pub bytes: u64,
    /// New guides.
    pub new: u64,
    /// Guides whose file changed.
    pub changed: u64,
    /// Guides whose file is gone.
    pub removed: u64,
    /// Files that are as they were.
    pub unchanged: u64,
    /// Files that should be guides and are not in the index, each with the reason.
    pub skipped: Vec<Skipped>,
    /// Files of other kinds, by extension.
    pub other: BTreeMap<String, u64>,
    /// Symbolic links to files and folders that are indexed anyway.
    pub links: u64,
    /// Milliseconds it took.
    pub took_ms: f64,
    /// Milliseconds by stage.
    pub stages: Stages,
    /// What a dry run would do with each file that is not as it was, by name.
    #[serde(skip)]
    pub foreseen: Vec<String>,
    /// What else the user should know.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// The repositories that date guides, each as it was before git was asked.
    #[serde(skip)]
    pub repositories: BTreeMap<PathBuf, Vec<Mark>>,
}

/// Runs the command once.
pub(super) fn run(arguments: &IndexArguments, settings: &Settings, output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let scope = Scope::resolve(arguments, settings, output)?;
    let is_part = !scope.part.is_whole();
    let report = Update {
        part: scope.part,
        rebuild: arguments.rebuild,
        dry_run: arguments.dry_run,
        waits: true,
        ..Update::of(settings, &scope.sources)
    }
    .run(output)?;
    report.tell(&scope.sources, output);
    if is_part && report.files == 0 && report.skipped.is_empty() {
        let paths = arguments.paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
        output.note(&format!("nothing in {paths} is indexed: it holds no guides, or what is indexed leaves it out"));
    }
    output.answer(&report)?;
    Ok(true)
}

/// Builds the index from these sources, saying only what could not be taken.
pub(super) fn build(settings: &Settings, sources: &[Source], output: &Output) -> Result<()> {
    settings.refuse_outside(sources, &[])?;
    let report = Update { waits: true, ..Update::of(settings, sources) }.run(output)?;
    report.tell(sources, output);
    output.note(&report.summary());
    Ok(())
}

/// What to index.
pub(super) struct Scope {
    /// Where the guides are.
    pub sources: Vec<Source>,
    /// What of them is looked at.
    pub part: Part,
}

impl Scope {
    /// Paths inside the recorded sources refresh that part; others become the sources. Without paths: the declared
    /// corpora, else `./corpus`, else what the index was built from.
    pub(super) fn resolve(arguments: &IndexArguments, settings: &Settings, output: &Output) -> Result<Scope> {
        let (declared, record) = (settings.default_sources(), recorded(settings));
        let recorded = if record.by_settings && !declared.is_empty() {
            declared.clone()
        } else {
            settings.brought_up_to_date(record.sources)
        };
        if arguments.paths.is_empty() {
            let sources = if declared.is_empty() { recorded } else { declared };
            if sources.is_empty() {
                return Err(Error::user("nothing to index: there is no kb.toml with a corpus and no folder ./corpus")
                    .with_hint("run `kb index PATH`, or `kb init` to write a kb.toml"));
            }
            settings.refuse_outside(&sources, &[])?;
            return Ok(Scope { sources, part: Part::Whole });
        }
        let mut paths = Vec::new();
        for path in &arguments.paths {
            paths.push(path.canonicalize().map_err(|error| Error::io("index", path, error))?);
        }
        let inside = |path: &PathBuf| recorded.iter().any(|source| path.starts_with(&source.path));
        if !recorded.is_empty() && paths.iter().all(inside) {
            // A new index is always made of everything.
            settings.refuse_outside(&recorded, &paths)?;
            let whole = recorded.iter().all(|source| paths.contains(&source.path));
            return Ok(Scope { sources: recorded, part: if whole { Part::Whole } else { Part::of(paths) } });
        }
        let sources = sources_of(paths, &settings.corpora);
        if !recorded.is_empty() {
            let names = sources.iter().map(|source| source.path.display().to_string()).collect::<Vec<_>>().join(", ");
            let built = if arguments.dry_run { "would be built" } else { "is built" };
            output.note(&format!("the index {built} from other sources from now on: {names}"));
        }
        Ok(Scope { sources, part: Part::Whole })
    }
}

/// What the index remembers of how it was built; nothing where there is none that can be read.
fn recorded(settings: &Settings) -> Record {
    Engine::record_in(&IndexFolder::new(&settings.index)).unwrap_or_default()
}

impl IndexReport {
    /// Says what could not be taken.
    pub(super) fn tell(&self, sources: &[Source], output: &Output) {
        self.remarks().for_each(|remark| output.note(&remark));
        self.foreseen.iter().for_each(|line| output.detail(line));
        if self.guides == 0 {
            let names = sources.iter().map(|source| source.path.display().to_string()).collect::<Vec<_>>().join(", ");
            output.note(&format!("no guides found in {names}"));
        }
        for (extension, count) in &self.other {
            output.detail(&format!("left out {count} files of kind .{extension}"));
        }
        self.stages.lines().iter().for_each(|line| output.detail(line));
        if self.links > 0 {
            output.detail(&format!("left out {} to what is indexed anyway", plural(self.links, "symbolic link")));
        }
    }

    /// What could not be taken, or not as it should be, a line each.
    pub(super) fn remarks(&self) -> impl Iterator<Item = String> {
        let skipped = |Skipped { path, reason }: &Skipped| format!("skipped {}: {reason}", path.display());
        self.notes.iter().cloned().chain(self.skipped.iter().map(skipped))
    }

    /// Whether any guide is another than before.
    pub(super) fn says_something(&self) -> bool {
        self.rebuilt.is_some() || self.new + self.changed + self.removed > 0
    }

    /// One line that says what happened.
    pub(super) fn summary(&self) -> String {
        let size = format!("{} and {}", plural(self.guides, "guide"), plural(self.sections, "section"));
        let mut took = duration(self.took_ms);
        if !self.dry_run {
            took += &speed(self.read, self.bytes, self.took_ms);
        }
        let skipped = if self.skipped.is_empty() { String::new() } else { format!("; skipped {}", self.skipped.len()) };
        if !self.written {
            let read = if self.read == 0 { "none read".to_owned() } else { format!("{} read", self.read) };
            let nothing = if self.dry_run { "nothing would change" } else { "nothing changed" };
            return format!(
                "{nothing}: {} looked at, {read}; the index has {size}{skipped} ({took})",
                plural(self.files, "file")
            );
        }
        let mut changes = Vec::new();
        for (count, what) in [(self.new, "new"), (self.changed, "changed"), (self.removed, "removed")] {
            if count > 0 {
                changes.push(format!("{count} {what}"));
            }
        }
        if self.unchanged > 0 {
            changes.push(format!("{} unchanged", self.unchanged));
        }
        let changes = if changes.is_empty() { String::new() } else { format!(": {}", changes.join(", ")) };
        let done = if self.dry_run { "would index" } else { "indexed" };
        format!("{done} {size}{changes}{skipped} ({took})")
    }
}

/// A count and its noun.
pub(super) fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

impl Report for IndexReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut sheet = Sheet::text(self.summary());
        if let Some(reason) = self.rebuilt.as_ref().filter(|reason| *reason != "there was no index") {
            let done = if self.dry_run { "everything would be read again" } else { "everything was read again" };
            sheet = sheet.note(Text::toned(Tone::Dim, format!("{done}, because {reason}")));
        }
        vec![sheet]
    }
}
