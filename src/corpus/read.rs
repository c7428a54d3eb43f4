//! Reads one file, if it needs to be read.

use std::io::Read as _;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::error::{Error, plain};
use crate::guide::{FileEntry, Guide, Stamp};

use super::acronyms;
use super::assemble::{FileFacts, assemble};
use super::encoding;
use super::formats::{Format, Reader, Refusal};
use super::inference::rules::Rules;
use super::limits;
use super::opened::{self, Unread};
use super::spent::Spent;
use super::walk::SourceFile;

/// Largest file that is read, in bytes: beyond it no guide is meant.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What became of a file.
#[derive(Debug)]
pub enum Reading {
    /// Nothing changed; its content was not read.
    Unread,
    /// It was read and holds what it held before.
    Same(Stamp),
    /// A new or changed guide, with oddities worth a word to the user.
    Guide(Guide, Stamp, Vec<String>),
    /// The system has nothing left to read files with: nothing is the matter with this one, and to leave it out would
    /// take it from the index.
    Stopped(Error),
    /// It cannot be indexed. With a stamp, because of its content: that need not be tried again until it changes.
    Skipped(String, Option<Stamp>),
}

/// Reads a file unless `known` shows that it did not change.
///
/// A file is taken as unchanged when its size, both its times (to the nanosecond), its inode and its place are those of
/// the last run, and it had then been at rest for long enough that no later write could carry the same time. The inode
/// change time cannot be set by a program, so a tool that restores the modification time does not fool this.
///
/// What reading took is added to `spent`.
pub fn read(file: &SourceFile, known: Option<&FileEntry>, rules: &Rules, spent: &Spent) -> Reading {
    let unreadable = |error: std::io::Error| unread(error.into(), file);
    match std::fs::metadata(&file.path) {
        Ok(data) if !data.is_file() => return Reading::Skipped("not a regular file".to_owned(), None),
        Ok(data) => {
            let stamp = stamp(&data, file);
            if let Some(known) = known
                && !known.stamp.fresh
                && same_times(&stamp, &known.stamp)
                && stamp.committed == known.stamp.committed
            {
                return match &known.skipped {
                    Some(reason) => Reading::Skipped(reason.clone(), Some(known.stamp.clone())),
                    None => Reading::Unread,
                };
            }
        }
        Err(error) => return unreadable(error),
    }
    let started = Instant::now();
    let mut content = Vec::new();
    let (open, data) = match opened::open(file) {
        Ok(opened) => opened,
        Err(reason) => return unread(reason, file),
    };
    if data.len() <= LARGEST
        && let Err(error) = open.take(LARGEST + 1).read_to_end(&mut content)
    {
        return unreadable(error);
    }
    let mut stamp = stamp(&data, file);
    if data.len().max(content.len() as u64) > LARGEST {
        return Reading::Skipped(format!("larger than {} MB", LARGEST / 1024 / 1024), Some(stamp));
    }
    stamp.hash = blake3::hash(&content).to_hex().to_string();
    spent.has_read(content.len(), started);
    let parse = |stamp: Stamp| {
        let started = Instant::now();
        let reading = parse(file, &content, stamp, rules);
        spent.has_parsed(started);
        reading
    };
    if let Some(known) = known
        && known.stamp.hash == stamp.hash
    {
        if let Some(reason) = &known.skipped {
            return Reading::Skipped(reason.clone(), Some(stamp));
        }
        if modified(&stamp) == modified(&known.stamp) {
            return Reading::Same(stamp);
        }
        // The date of its guide may be another now, although the content is the same.
        return match parse(stamp) {
            Reading::Guide(guide, stamp, _) if guide.date == known.date => Reading::Same(stamp),
            other => other,
        };
    }
    parse(stamp)
}

fn unread(why: Unread, file: &SourceFile) -> Reading {
    match why {
        Unread::File(reason) => Reading::Skipped(reason, None),
        Unread::System(error) => Reading::Stopped(
            Error::user(format!("cannot read {}: {}", file.path.display(), plain(&error)))
                .with_hint("the index is as it was; allow more open files (`ulimit -n`) or memory, and try again"),
        ),
    }
}

/// Whether a file is as it was when its entry was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It is.
    Unchanged,
    /// Its content is another, or cannot be read.
    Changed,
}

/// Compares a file with its entry, reading it only where its times leave doubt.
pub fn freshness(file: &SourceFile, known: &FileEntry) -> Freshness {
    let Ok(data) = std::fs::metadata(&file.path) else { return Freshness::Changed };
    let content = || {
        let mut content = Vec::new();
        opened::open(file).ok()?.0.take(LARGEST + 1).read_to_end(&mut content).ok()?;
        Some(content)
    };
    let same = || {
        // What was too large to be read has no hash, and is not read now.
        data.len() == known.stamp.size
            && !known.stamp.hash.is_empty()
            && content().is_some_and(|content| blake3::hash(&content).to_hex().as_str() == known.stamp.hash)
    };
    let trusted = !known.stamp.fresh && same_times(&stamp(&data, file), &known.stamp);
    if data.is_file() && (trusted || same()) { Freshness::Unchanged } else { Freshness::Changed }
}

/// What is in a file, if that is what is known by its entry; nothing for a file that is larger than any that is read.
pub(super) fn unchanged(file: &SourceFile, known: &FileEntry) -> Option<Vec<u8>> {
    let (open, data) = opened::open(file).ok()?;
    // Told apart by its size, it need not be read.
    if data.len() != known.stamp.size || data.len() > LARGEST {
        return None;
    }
    let mut content = Vec::new();
    open.take(LARGEST + 1).read_to_end(&mut content).ok()?;
    let trusted = !known.stamp.fresh && same_times(&stamp(&data, file), &known.stamp);
    let same = || blake3::hash(&content).to_hex().as_str() == known.stamp.hash;
    (trusted || same()).then_some(content)
}

fn parse(file: &SourceFile, content: &[u8], stamp: Stamp, rules: &Rules) -> Reading {
    let facts = FileFacts { key: &file.key, path: &file.relative, modified: modified(&stamp) };
    match guide(&file.path, content, &facts, rules) {
        Ok((guide, warnings)) => Reading::Guide(guide, stamp, warnings),
        Err(refusal) => Reading::Skipped(refusal.reason, refusal.lasting.then_some(stamp)),
    }
}

/// Makes a guide of what a file holds that is not on this disk, with oddities worth a word to the user. `path` tells its
/// format and is its key; its date is that of its front matter, else 1970.
///
/// # Errors
/// Why it is no guide, in words that follow its path and a colon.
pub fn guide_of(path: &str, content: &[u8], rules: &Rules) -> Result<(Guide, Vec<String>), String> {
    guide(Path::new(path), content, &FileFacts { key: path, path, modified: 0 }, rules)
        .map_err(|refusal| refusal.reason)
}

fn guide(path: &Path, content: &[u8], facts: &FileFacts<'_>, rules: &Rules) -> Result<(Guide, Vec<String>), Refusal> {
    let format = Format::named(path).ok_or_else(|| Refusal::of_content("of no known format"))?;
    let (mut outline, text) = match format.reader {
        Reader::Bytes(read) => (read(content, &rules.options)?, String::new()),
        Reader::Text(_) => {
            let mut text =
                encoding::decode(limits::beginning(content), format.meta_charset).map_err(Refusal::of_content)?;
            let cut = limits::bound_source(&mut text, content.len());
            let mut outline = format.by_signs(&text).outline(&text, &rules.options);
            outline.warnings.extend(cut);
            (outline, text)
        }
    };
    limits::bound(&mut outline);
    let mut warnings = std::mem::take(&mut outline.warnings);
    let (mut guide, mut more) = assemble(outline, facts, rules);
    warnings.append(&mut more);
    if guide.sections.is_empty() {
        return Err(Refusal::of_content("no text in it"));
    }
    guide.acronyms = acronyms::mined(&guide, &text);
    if guide.acronyms.len() == limits::MAX_ACRONYMS {
        warnings.push(format!("only the first {} acronyms count", limits::MAX_ACRONYMS));
    }
    Ok((guide, warnings))
}

/// The last change of a file, seconds since 1970: git's commit of it where that is known, else the disk's word.
fn modified(stamp: &Stamp) -> i64 {
    stamp.committed.unwrap_or(stamp.mtime.div_euclid(1_000_000_000))
}

/// Times are compared to the nanosecond where the disk keeps them; where it keeps whole seconds, a write within the
/// same second leaves no trace, so such a file stays fresh for longer.
fn stamp(data: &std::fs::Metadata, file: &SourceFile) -> Stamp {
    let (mtime, ctime, inode) = times(data);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as i64);
    let whole_seconds = mtime % 1_000_000_000 == 0 && ctime % 1_000_000_000 == 0;
    let rest = if whole_seconds { 2_100_000_000 } else { 50_000_000 };
    let fresh = mtime.max(ctime) > now - rest;
    Stamp { size: data.len(), mtime, ctime, inode, committed: file.committed, hash: String::new(), fresh }
}

fn same_times(a: &Stamp, b: &Stamp) -> bool {
    (a.size, a.mtime, a.ctime, a.inode) == (b.size, b.mtime, b.ctime, b.inode)
}

#[cfg(unix)]
fn times(data: &std::fs::Metadata) -> (i64, i64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let nanos = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
    (nanos(data.mtime(), data.mtime_nsec()), nanos(data.ctime(), data.ctime_nsec()), data.ino())
}

#[cfg(not(unix))]
fn times(data: &std::fs::Metadata) -> (i64, i64, u64) {
    let nanos = |time: std::io::Result<SystemTime>| {
        time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos() as i64)
    };
    (nanos(data.modified()), nanos(data.created()), 0)
}
