//! Finds the files of the sources.

pub(super) mod bounds;
mod links;
mod outside;
mod part;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::DirEntry;

use crate::error::{Error, Result, plain};
use crate::guide::Source;

use self::bounds::{Bounds, unusable_ignore_file, walker};
use self::links::{Link, Seen};
use crate::corpus::formats::Format;

pub use self::bounds::check_excludes;
pub use self::outside::{Mark, outside};
pub use self::part::Part;

/// A file that may be a guide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The key its guide will have.
    pub key: String,
    /// The path below its source, with `/`.
    pub relative: String,
    /// Where it is.
    pub path: PathBuf,
    /// When git last committed what is in it, seconds since 1970; none where git was not asked or does not know.
    pub committed: Option<i64>,
}

/// A file or folder that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Skipped {
    /// Where it is.
    #[serde(serialize_with = "as_text")]
    pub path: PathBuf,
    /// Why, in words that follow the path and a colon.
    pub reason: String,
}

/// A path as JSON can have it: what is not UTF-8 in it, the very reason some files are skipped for, is replaced.
fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files to read, in the order of their keys.
    pub files: Vec<SourceFile>,
    /// What looked like a guide, or like a folder of them, and could not be taken.
    pub skipped: Vec<Skipped>,
    /// Files of kinds that are no guides (pictures, code), counted by extension.
    pub other: BTreeMap<String, u64>,
    /// Symbolic links to what is walked anyway.
    pub links: u64,
}

/// Documents that people keep guides in and that have no reader yet: named one by one, because somebody may miss them.
const UNREAD: [&str; 6] = ["doc", "rtf", "tex", "wiki", "textile", "pptx"];

/// The file that makes a folder an index of ours.
pub(super) const INDEX_SIGN: &str = "CURRENT";
/// Largest such file, in bytes: it holds one name.
const LARGEST_SIGN: u64 = 4096;

/// Told of every folder before its entries are read. Who begins to watch the folder then, misses nothing.
pub type Entered = Arc<dyn Fn(&Path) + Send + Sync>;

/// Walks every source, or only what lies at or below the paths in `only` where there are any. Hidden files, what ignore
/// files name, what the source excludes and folders in `avoid` (indexes) are left out; links are never followed. A file
/// in two sources belongs to the innermost.
///
/// # Errors
/// [`Error::User`] where a source does not exist or an exclude pattern cannot be read.
pub fn walk(sources: &[Source], only: &[PathBuf], avoid: &[PathBuf]) -> Result<Walk> {
    let part = if only.is_empty() { Part::Whole } else { Part::of(only.iter().cloned()) };
    walk_part(sources, &part, avoid, &(Arc::new(|_: &Path| {}) as Entered))
}

/// Walks a part of the sources. What it finds there is what a walk of everything would: folders on the way are entered
/// for the sake of their ignore files, all others are left alone.
///
/// # Errors
/// As [`walk`].
pub fn walk_part(sources: &[Source], part: &Part, avoid: &[PathBuf], entered: &Entered) -> Result<Walk> {
    let mut walk = Walk::default();
    let mut seen = Seen::default();
    for source in sources {
        let prefix = if sources.len() > 1 { format!("{}:", source.name) } else { String::new() };
        if source.path.is_file() {
            if part.covers(&source.path) {
                let name = source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                walk.files.push(found(format!("{prefix}{name}"), name, &source.path));
            }
            continue;
        }
        check_source(source)?;
        if part.covers(&source.path) || part.leads_below(&source.path) {
            // The walker asks about every folder but the first.
            entered(&source.path);
            if let Some(reason) = unusable_ignore_file(&source.path) {
                walk.skipped.push(Skipped { path: source.path.clone(), reason });
                continue;
            }
            let refused = Arc::new(Mutex::new(Vec::new()));
            let mut walker = walker(source);
            walker.filter_entry(filter(Bounds::of(source, sources)?, part, avoid, entered, &refused));
            walk_folder(source, &prefix, walker.build(), &mut walk, &mut seen);
            walk.skipped.append(&mut refused.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
    judge_links(&seen, sources, part.is_whole(), &mut walk);
    walk.files.sort();
    walk.files.dedup();
    walk.skipped.sort();
    walk.skipped.dedup();
    Ok(walk)
}

/// Whether everything that a walk would refuse is in order, without walking.
///
/// # Errors
/// As [`walk`].
pub fn check_sources(sources: &[Source]) -> Result<()> {
    sources.iter().try_for_each(check_source)?;
    check_excludes(sources)
}

fn check_source(source: &Source) -> Result<()> {
    if source.path.is_file() || source.path.is_dir() {
        return Ok(());
    }
    Err(Error::user(format!("no file or folder {}", source.path.display()))
        .with_hint("check the path, or the [[corpus]] tables of kb.toml"))
}

/// What a walker is asked before it takes a file or enters a folder. Folders that cannot be entered go to `refused`.
fn filter(
    bounds: Bounds,
    part: &Part,
    avoid: &[PathBuf],
    entered: &Entered,
    refused: &Arc<Mutex<Vec<Skipped>>>,
) -> impl Fn(&DirEntry) -> bool + Send + Sync + 'static {
    let (part, avoid, entered, refused) = (part.clone(), avoid.to_vec(), Arc::clone(entered), Arc::clone(refused));
    move |entry| {
        let path = entry.path();
        if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return part.covers(path) && bounds.hold(entry);
        }
        let wanted = (part.covers(path) || part.leads_below(path))
            && bounds.hold(entry)
            && !(avoid.iter().any(|avoided| avoided == path) || is_index(path));
        if !wanted {
            return false;
        }
        entered(path);
        match unusable_ignore_file(path) {
            Some(reason) => {
                refused.lock().unwrap_or_else(PoisonError::into_inner).push(Skipped { path: path.to_owned(), reason });
                false
            }
            None => true,
        }
    }
}

fn walk_folder(source: &Source, prefix: &str, entries: ignore::Walk, walk: &mut Walk, seen: &mut Seen) {
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walk.skipped.push(unwalkable(&error, &source.path));
                continue;
            }
        };
        let path = entry.path();
        let kind = entry.file_type();
        if kind.is_some_and(|kind| kind.is_dir()) {
            seen.folders.insert(entry.into_path());
            continue;
        }
        if kind.is_some_and(|kind| kind.is_symlink()) {
            seen.links.push(entry.into_path());
            continue;
        }
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !is_read(source, path) {
            // Where the user says which formats are read, others are not missed.
            if source.formats.is_empty() && UNREAD.contains(&extension.as_str()) {
                let reason = format!(".{extension} files cannot be read yet");
                walk.skipped.push(Skipped { path: path.to_owned(), reason });
            } else {
                *walk.other.entry(extension).or_default() += 1;
            }
        } else if !kind.is_some_and(|kind| kind.is_file()) {
            walk.skipped.push(Skipped { path: path.to_owned(), reason: "not a regular file".to_owned() });
        } else if let Some(relative) = below(&source.path, path) {
            walk.files.push(found(format!("{prefix}{relative}"), relative, path));
        } else {
            walk.skipped.push(Skipped { path: path.to_owned(), reason: "its name is not UTF-8".to_owned() });
        }
    }
}

/// Whether a file is one that guides are read from, by its name.
fn is_read(source: &Source, path: &Path) -> bool {
    let wanted = |format: &Format| source.formats.is_empty() || source.formats.iter().any(|name| name == format.name);
    Format::named(path).is_some_and(wanted) && !is_for_programs(path)
}

/// Whether a text file is by its name one that programs read: a list of packages, rules for crawlers, a build script.
fn is_for_programs(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let Some(stem) = name.strip_suffix(".txt") else { return false };
    // `system-requirements.txt` is for people, `requirements-dev.txt` is not.
    let purpose = |word: &str| {
        matches!(word, "dev" | "test" | "tests" | "doc" | "docs" | "lint" | "ci" | "build" | "base" | "prod" | "min")
    };
    let mut words = stem.split(['-', '_', '.']);
    let packages = stem.contains("requirements") && words.all(|word| word == "requirements" || purpose(word));
    packages || matches!(stem, "robots" | "humans" | "ads" | "cmakelists" | "cmakecache" | "constraints")
}

fn judge_links(seen: &Seen, sources: &[Source], whole: bool, walk: &mut Walk) {
    let files: HashSet<&Path> = walk.files.iter().map(|file| file.path.as_path()).collect();
    for link in &seen.links {
        match seen.judge(link, &files, sources, whole) {
            Link::Known => walk.links += 1,
            Link::Other => {
                let extension = link.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
                *walk.other.entry(extension).or_default() += 1;
            }
            Link::LeftOut(reason) => walk.skipped.push(Skipped { path: link.clone(), reason }),
        }
    }
}

fn found(key: String, relative: String, path: &Path) -> SourceFile {
    SourceFile { key, relative, path: path.to_owned(), committed: None }
}

/// A path below a folder, with `/` between parts; none where it is not UTF-8 (an id must be text).
fn below(folder: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(folder).ok()?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// Whether a folder is an index of ours.
fn is_index(path: &Path) -> bool {
    let sign = path.join(INDEX_SIGN);
    // Anybody may have put something else there that has no end.
    let small = std::fs::metadata(&sign).is_ok_and(|data| data.is_file() && data.len() <= LARGEST_SIGN);
    small && std::fs::read_to_string(sign).is_ok_and(|text| text.starts_with("gen-"))
}

fn unwalkable(error: &ignore::Error, start: &Path) -> Skipped {
    fn path_of(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            _ => None,
        }
    }
    // The outer error names the path once more.
    let inner = |io: &std::io::Error| io.get_ref()?.source()?.downcast_ref().map(plain);
    let unreadable = |io: &std::io::Error| format!("cannot be read ({})", inner(io).unwrap_or_else(|| plain(io)));
    let reason = error.io_error().map_or_else(|| error.to_string(), unreadable);
    Skipped { path: path_of(error).unwrap_or(start).to_owned(), reason }
}
