//! `meta.json`: Tantivy's list of segments with our description of the commit, and after it what the files of the
//! segments hold, under one checksum. It is one file and replaced in one step, so what it says is of one commit.
//!
//! ```text
//! {…}                           as Tantivy wrote it
//! files
//! <hash> <bytes> <time> <name>  a line for each file of a segment
//! <hash>                        of all above
//! ```

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::disk;
use super::schema;
use super::state::CommitState;
use super::sums::{Look, Sums};
use crate::engine::analysis;
use crate::error::Error;

/// The name of the file.
pub(super) const METAS: &str = "meta.json";

/// Between what Tantivy wrote and the list of files. No line of its JSON reads so.
const FILES: &[u8] = b"\nfiles\n";

/// What `meta.json` says.
#[derive(Debug, Clone)]
pub(super) struct Metas {
    generation: PathBuf,
    /// As Tantivy wrote it.
    pub json: Vec<u8>,
    /// The files of its segments.
    pub sums: Sums,
}

/// Why an index cannot be used.
#[derive(Debug)]
pub(super) enum Unusable {
    /// Another version of kb made it.
    Version {
        /// The folder of its generation.
        generation: PathBuf,
        /// Whether that version is a later one.
        newer: bool,
    },
    /// A file is not as it was written.
    Damaged {
        /// Which one.
        file: PathBuf,
        /// What is wrong with it, in words that follow its name.
        what: String,
    },
    /// A file cannot be read, which may be set right.
    Io(Error),
}

impl Metas {
    /// Reads and verifies the file in a generation.
    ///
    /// # Errors
    /// Where it cannot be read, is damaged, or is of another version of kb.
    pub(super) fn read(generation: &Path) -> Result<Metas, Unusable> {
        let file = generation.join(METAS);
        let bytes = disk::read(&file).map_err(|error| Unusable::unread(&file, error))?;
        match unseal(&bytes) {
            Some((json, sums)) => Ok(Metas { generation: generation.to_owned(), json: json.to_owned(), sums }),
            None => Err(match other_version(&bytes) {
                Some(newer) => Unusable::Version { generation: generation.to_owned(), newer },
                None => Unusable::Damaged { file, what: "is not as it was written".to_owned() },
            }),
        }
    }

    /// Looks at the lengths and times of the files of the segments, and closely at those that were touched.
    ///
    /// # Errors
    /// Where one of them is not as it was written.
    pub(super) fn glance(&self) -> Result<(), Unusable> {
        match self.sums.faults(&self.generation, Look::Glance).into_iter().next() {
            Some(fault) => Err(Unusable::Damaged { file: self.generation.join(fault.file), what: fault.what }),
            None => Ok(()),
        }
    }

    /// What the commit says of itself.
    ///
    /// # Errors
    /// Where another version of kb made it, or no commit ever ended.
    pub(super) fn state(&self) -> Result<CommitState, Unusable> {
        let payload = payload(&self.json).unwrap_or_default();
        match serde_json::from_str::<CommitState>(&payload) {
            Ok(state) if version_differs(state.schema, state.analysis).is_none() => Ok(state),
            _ => Err(match other_version(&self.json) {
                Some(newer) => Unusable::Version { generation: self.generation.clone(), newer },
                None => {
                    let what = "does not say what was committed".to_owned();
                    Unusable::Damaged { file: self.generation.join(METAS), what }
                }
            }),
        }
    }
}

/// What is written: Tantivy's JSON and the files of the segments that it names, of those that are known.
pub(super) fn seal(json: &[u8], known: &Sums) -> Vec<u8> {
    let living = segments(json);
    let lives = |name: &str| {
        let Some((segment, extension)) = name.split_once('.') else { return false };
        living.iter().any(|(id, deletes)| {
            id == segment && extension.strip_suffix(".del").is_none_or(|opstamp| Some(opstamp) == deletes.as_deref())
        })
    };
    let mut out = json.trim_ascii_end().to_owned();
    out.extend_from_slice(FILES);
    known.only(lives).write(&mut out);
    let hash = blake3::hash(&out);
    out.extend_from_slice(format!("{hash}\n").as_bytes());
    out
}

/// Takes apart what [`seal`] put together; none where a bit of it is another one.
fn unseal(bytes: &[u8]) -> Option<(&[u8], Sums)> {
    /// A hash in hexadecimal digits, and the end of its line.
    const SEAL: usize = 2 * blake3::OUT_LEN + 1;
    let (content, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL)?)?;
    if seal != format!("{}\n", blake3::hash(content)).as_bytes() {
        return None;
    }
    let end = content.windows(FILES.len()).rposition(|window| window == FILES)?;
    let (json, files) = content.split_at_checked(end)?;
    let sums = Sums::read(std::str::from_utf8(files.get(FILES.len()..)?).ok()?)?;
    Some((json, sums))
}

/// The segments that Tantivy's JSON lists, as their files are named, each with the stamp of its list of deletions.
fn segments(json: &[u8]) -> Vec<(String, Option<String>)> {
    #[derive(Deserialize)]
    struct Listed {
        #[serde(default)]
        segments: Vec<Segment>,
    }
    #[derive(Deserialize)]
    struct Segment {
        segment_id: String,
        deletes: Option<Deletes>,
    }
    #[derive(Deserialize)]
    struct Deletes {
        opstamp: u64,
    }
    let listed = serde_json::from_slice::<Listed>(json).map(|listed| listed.segments).unwrap_or_default();
    let named = |segment: Segment| {
        (segment.segment_id.replace('-', ""), segment.deletes.map(|deletes| deletes.opstamp.to_string()))
    };
    listed.into_iter().map(named).collect()
}

/// Our description of the commit in Tantivy's JSON, which may have something after it.
fn payload(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Described {
        payload: Option<String>,
    }
    serde_json::Deserializer::from_slice(bytes).into_iter::<Described>().next()?.ok()?.payload
}

/// Whether a commit was made by a later version of kb; none where it was made by this one or does not say.
fn other_version(bytes: &[u8]) -> Option<bool> {
    #[derive(Deserialize)]
    struct Versions {
        schema: u32,
        analysis: u32,
    }
    let versions: Versions = serde_json::from_str(&payload(bytes)?).ok()?;
    version_differs(versions.schema, versions.analysis)
}

/// Whether the versions of an index are later ones than ours; none where they are ours.
fn version_differs(schema: u32, analysis: u32) -> Option<bool> {
    let ours = (schema::VERSION, analysis::VERSION);
    let differs = (schema, analysis) != ours;
    differs.then_some(schema > ours.0 || (schema == ours.0 && analysis > ours.1))
}

impl Unusable {
    /// A file that could not be read.
    pub(super) fn unread(file: &Path, error: io::Error) -> Unusable {
        let what = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => "is missing",
            ErrorKind::InvalidData | ErrorKind::IsADirectory => "is no regular file",
            _ => return Unusable::Io(Error::io("read", file, error)),
        };
        Unusable::Damaged { file: file.to_owned(), what: what.to_owned() }
    }

    /// Why everything has to be read again.
    pub(super) fn reason(&self) -> String {
        match self {
            Unusable::Version { newer: false, .. } => "the index was made by another version of kb".to_owned(),
            Unusable::Version { newer: true, .. } => "the index was made by a newer version of kb".to_owned(),
            Unusable::Damaged { file, what } => format!("the index is damaged ({} {what})", name(file)),
            Unusable::Io(error) => format!("the index could not be read ({error})"),
        }
    }
}

impl From<Unusable> for Error {
    fn from(unusable: Unusable) -> Error {
        match unusable {
            Unusable::Version { generation, newer } => {
                let (which, what) = match newer {
                    true => ("a newer", "update kb, or run `kb index` to build it anew with this one"),
                    false => ("another", "run `kb index` to build it anew"),
                };
                Error::user(format!("the index in {} was made by {which} version of kb", generation.display()))
                    .with_hint(what)
            }
            Unusable::Damaged { file, what } => damaged(&file, &what),
            Unusable::Io(error) => error,
        }
    }
}

/// The index is damaged: the same words wherever that is seen.
pub(super) fn damaged(file: &Path, what: &str) -> Error {
    Error::damaged(format!("the index is damaged: {} {what}", file.display()))
        .with_hint("run `kb index --rebuild` to build it anew")
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sums::{Sum, Sums};
    use super::{other_version, seal, segments, unseal};
    use crate::engine::analysis;
    use crate::engine::embedded::store::schema;

    const JSON: &str = r#"{
  "segments": [
    {"segment_id": "11111111-2222-3333-4444-555555555555", "max_doc": 3, "deletes": {"num_deleted_docs": 1, "opstamp": 12}},
    {"segment_id": "99999999-2222-3333-4444-555555555555", "max_doc": 3, "deletes": null}
  ],
  "payload": "{\"schema\": 1, \"analysis\": 1}"
}
"#;

    fn known() -> Sums {
        let data = std::fs::metadata(".").unwrap();
        let mut known = Sums::default();
        for name in [
            "11111111222233334444555555555555.idx",
            "11111111222233334444555555555555.12.del",
            "11111111222233334444555555555555.7.del",
            "99999999222233334444555555555555.3.del",
            "99999999222233334444555555555555.store",
            "88888888222233334444555555555555.store",
        ] {
            known.insert(name, Sum::new(&data, blake3::hash(name.as_bytes())));
        }
        known
    }

    #[test]
    fn only_files_of_the_segments_are_listed() {
        let sealed = seal(JSON.as_bytes(), &known());
        let (json, sums) = unseal(&sealed).unwrap();
        assert_eq!(json, JSON.trim_end().as_bytes());
        assert_eq!(
            sums.names().collect::<Vec<_>>(),
            [
                "11111111222233334444555555555555.12.del",
                "11111111222233334444555555555555.idx",
                "99999999222233334444555555555555.store"
            ]
        );
        assert_eq!(segments(json).len(), 2);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let sealed = seal(JSON.as_bytes(), &known());
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut damaged = sealed.clone();
                damaged[at] ^= 1 << bit;
                assert!(unseal(&damaged).is_none(), "bit {bit} of byte {at}");
            }
            assert!(unseal(&sealed[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn versions_are_told_with_or_without_a_seal() {
        assert_eq!(other_version(JSON.as_bytes()), Some(false));
        assert_eq!(other_version(&seal(JSON.as_bytes(), &known())), Some(false));
        let with = |schema: u32, analysis: u32| {
            let payload = format!(r#"{{\"schema\": {schema}, \"analysis\": {analysis}, \"later\": 1}}"#);
            other_version(format!(r#"{{"payload": "{payload}"}}"#).as_bytes())
        };
        assert_eq!(with(schema::VERSION, analysis::VERSION), None);
        assert_eq!(with(schema::VERSION + 1, 1), Some(true));
        assert_eq!(with(schema::VERSION, analysis::VERSION + 1), Some(true));
        assert_eq!(with(schema::VERSION - 1, analysis::VERSION + 1), Some(false));
        assert_eq!(other_version(b"{}"), None);
    }
}
