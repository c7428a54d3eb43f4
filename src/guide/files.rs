//! What is remembered of a source file between two runs.

use serde::{Deserialize, Serialize};

/// How a file looked when it was last read: enough to tell that it need not be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Last change of the content, nanoseconds since 1970.
    pub mtime: i64,
    /// Last change of the content or of the file's own data, nanoseconds since 1970. No user command can set it back.
    pub ctime: i64,
    /// The file's number on its disk: another file moved to this path has another one.
    pub inode: u64,
    /// When git last committed this content, seconds since 1970; none where git was not asked or does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committed: Option<i64>,
    /// BLAKE3 of the content, in hexadecimal.
    pub hash: String,
    /// The file had changed so shortly before it was read that a further change could carry the same times: whether it
    /// changed is decided by its content next time.
    pub fresh: bool,
}

/// What became of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// How the file looked.
    pub stamp: Stamp,
    /// How many sections it gave.
    pub sections: u32,
    /// How many words those hold, stop words left out.
    pub words: u64,
    /// The date of its guide, seconds since 1970; 0 where it was skipped.
    pub date: i64,
    /// The code of the language it is in, as found from its text, such as `en`; none where it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Why it was skipped; none where it was indexed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}

/// A place guides come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short name; the first part of ids where there are several sources.
    pub name: String,
    /// Absolute path of a folder, or of a single file.
    pub path: std::path::PathBuf,
    /// Paths below the folder that are left out, as gitignore patterns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// The names of the formats that are read; all of them where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
}

impl Source {
    /// A source of which everything is read.
    pub fn new(name: impl Into<String>, path: impl Into<std::path::PathBuf>) -> Source {
        Source { name: name.into(), path: path.into(), exclude: Vec::new(), formats: Vec::new() }
    }
}
