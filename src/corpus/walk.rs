//! Finds the files of the sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use crate::error::{Error, Result, plain};
use crate::guide::Source;

use super::formats::Format;

/// A file that may be a guide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The key its guide will have.
    pub key: String,
    /// The path below its source, with `/`.
    pub relative: String,
    /// Where it is.
    pub path: PathBuf,
}

/// A file or folder that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Skipped {
    /// Where it is.
    pub path: PathBuf,
    /// Why, in words that follow the path and a colon.
    pub reason: String,
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
}

/// Documents that people keep guides in and that have no reader yet: named one by one, because somebody may miss them.
const UNREAD: [&str; 13] =
    ["pdf", "docx", "doc", "odt", "rtf", "epub", "mdx", "erb", "ipynb", "tex", "wiki", "textile", "pptx"];

/// Walks every source, or only what lies below the paths in `only` where there are any. Hidden files, what `.gitignore`
/// names, what the source excludes and folders in `avoid` (indexes) are left out; links are never followed.
///
/// # Errors
/// [`Error::User`] where a source does not exist or an exclude pattern cannot be read.
pub fn walk(sources: &[Source], only: &[PathBuf], avoid: &[PathBuf]) -> Result<Walk> {
    let mut walk = Walk::default();
    for source in sources {
        let prefix = if sources.len() > 1 { format!("{}:", source.name) } else { String::new() };
        if source.path.is_file() {
            let name = source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            walk.files.push(SourceFile { key: format!("{prefix}{name}"), relative: name, path: source.path.clone() });
            continue;
        }
        if !source.path.is_dir() {
            return Err(Error::user(format!("no file or folder {}", source.path.display()))
                .with_hint("check the path, or the [[corpus]] tables of kb.toml"));
        }
        let starts: Vec<&Path> = match only {
            [] => vec![source.path.as_path()],
            some => some.iter().map(PathBuf::as_path).filter(|path| path.starts_with(&source.path)).collect(),
        };
        for start in starts {
            walk_folder(source, start, &prefix, avoid, &mut walk)?;
        }
    }
    walk.files.sort();
    walk.files.dedup();
    walk.skipped.sort();
    walk.skipped.dedup();
    Ok(walk)
}

fn walk_folder(source: &Source, start: &Path, prefix: &str, avoid: &[PathBuf], walk: &mut Walk) -> Result<()> {
    let mut excludes = OverrideBuilder::new(&source.path);
    for pattern in &source.exclude {
        excludes.add(&format!("!{pattern}")).map_err(|error| {
            Error::user(format!("cannot use the exclude pattern `{pattern}`: {error}"))
                .with_hint("write it as in a .gitignore file")
        })?;
    }
    let excludes = excludes.build().map_err(|error| Error::internal("cannot use the exclude patterns", error))?;
    let avoid = avoid.to_vec();
    let entries = WalkBuilder::new(start)
        .follow_links(false)
        .overrides(excludes)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            !(is_folder && (avoid.iter().any(|path| path == entry.path()) || is_index(entry.path())))
        })
        .build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walk.skipped.push(unwalkable(&error, start));
                continue;
            }
        };
        let path = entry.path();
        let kind = entry.file_type();
        if kind.is_some_and(|kind| kind.is_dir()) {
            continue;
        }
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if Format::named(path).is_none() {
            if UNREAD.contains(&extension.as_str()) {
                let reason = format!(".{extension} files cannot be read yet");
                walk.skipped.push(Skipped { path: path.to_owned(), reason });
            } else {
                *walk.other.entry(extension).or_default() += 1;
            }
        } else if kind.is_some_and(|kind| kind.is_symlink()) {
            walk.skipped.push(Skipped { path: path.to_owned(), reason: "a symbolic link, not followed".to_owned() });
        } else if !kind.is_some_and(|kind| kind.is_file()) {
            walk.skipped.push(Skipped { path: path.to_owned(), reason: "not a regular file".to_owned() });
        } else if let Some(relative) = below(&source.path, path) {
            walk.files.push(SourceFile { key: format!("{prefix}{relative}"), relative, path: path.to_owned() });
        } else {
            walk.skipped.push(Skipped { path: path.to_owned(), reason: "its name is not UTF-8".to_owned() });
        }
    }
    Ok(())
}

/// A path below a folder, with `/` between parts; none where it is not UTF-8 (an id must be text).
fn below(folder: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(folder).ok()?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// Whether a folder is an index of ours.
fn is_index(path: &Path) -> bool {
    std::fs::read_to_string(path.join("CURRENT")).is_ok_and(|text| text.starts_with("gen-"))
}

fn unwalkable(error: &ignore::Error, start: &Path) -> Skipped {
    fn path_of(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            _ => None,
        }
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), plain);
    Skipped { path: path_of(error).unwrap_or(start).to_owned(), reason }
}
