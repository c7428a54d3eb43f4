//! What a quotation can be held against later.

use serde::Serialize;

/// What the source file of a section was when it was indexed, and whether it still is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// BLAKE3 of the whole file as it was indexed, in hexadecimal: what `b3sum` says of it.
    pub hash: String,
    /// Whether the file has changed since, or is gone.
    pub stale: bool,
}

impl Citation {
    /// How many digits of the hash a person is shown.
    const SHOWN: usize = 12;

    /// The beginning of the hash, named by its kind, to be read: `b3:0f3a9b2c4d5e`.
    pub fn short(&self) -> String {
        format!("b3:{}", self.hash.get(..Citation::SHOWN).unwrap_or(&self.hash))
    }
}
