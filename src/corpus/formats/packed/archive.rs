//! Reads files out of a ZIP archive in memory. Nothing is ever written to disk, so names in it lead nowhere.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::corpus::formats::Refusal;

/// Most that is unpacked of one archive, in bytes.
const MOST: u64 = 32 * 1024 * 1024;
/// So much is unpacked however small the archive is, in bytes.
const LEAST: u64 = 4 * 1024 * 1024;
/// How many bytes a byte of the archive may become beyond [`LEAST`]: XML of real documents shrinks to a tenth.
const RATIO: u64 = 100;
/// Most files in an archive: each costs memory before any of them is read.
const FILES: usize = 65_536;
/// What every entry of an archive's directory begins with (PKWARE, APPNOTE.TXT 6.3, 4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
/// How a Microsoft compound file begins: an old `.doc`, or a new document encrypted with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// An archive and how much more of it may be unpacked.
pub(in crate::corpus::formats) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Why it is none, in words for the user.
    pub(in crate::corpus::formats) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::of_content("an empty file"));
        }
        if bytes.starts_with(COMPOUND) {
            return Err(Refusal::of_content("encrypted, or a document of an old format under another name"));
        }
        if memchr_count(bytes, ENTRY) > FILES {
            return Err(Refusal::of_content(format!("an archive of more than {FILES} files")));
        }
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Refusal::of_content("not a ZIP archive, as such documents are, or cut off"))?;
        let size = bytes.len() as u64;
        Ok(Archive { zip, left: size.saturating_mul(RATIO).clamp(LEAST, MOST) })
    }

    /// Whether there is such a file.
    pub(in crate::corpus::formats) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name_raw(name.as_bytes()).is_some()
    }

    /// What a file holds; none where there is no such file.
    ///
    /// # Errors
    /// Where it is encrypted, damaged, or more than may be unpacked.
    pub(in crate::corpus::formats) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(index) = self.zip.index_for_name_raw(name.as_bytes()) else { return Ok(None) };
        let refuse = |error: &ZipError| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::of_content("encrypted"),
            ZipError::UnsupportedArchive(_) => Refusal::of_content(format!("{name} in it is packed in an unusual way")),
            _ => Refusal::of_content(format!("{name} in it is damaged")),
        };
        let file = self.zip.by_index(index).map_err(|error| refuse(&error))?;
        let mut content = Vec::new();
        let read = file.take(self.left + 1).read_to_end(&mut content);
        if content.len() as u64 > self.left {
            return Err(Refusal::of_content("it unpacks to far more than such documents hold"));
        }
        self.left -= content.len() as u64;
        read.map_err(|_| Refusal::of_content(format!("{name} in it is damaged")))?;
        Ok(Some(content))
    }
}

/// How often a pattern stands in some bytes.
fn memchr_count(bytes: &[u8], pattern: &[u8]) -> usize {
    bytes.windows(pattern.len()).filter(|window| *window == pattern).count()
}

/// A path in an archive, given relative to a file in it: `.` and `..` taken out, never above the top.
pub(in crate::corpus::formats) fn resolved(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{Archive, resolved};
    use crate::corpus::formats::packed::testing::zipped;

    fn refusal(bytes: &[u8], name: &str) -> String {
        Archive::open(bytes).and_then(|mut archive| archive.read(name)).unwrap_err().reason
    }

    #[test]
    fn paths_stay_in_the_archive() {
        assert_eq!(resolved("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("a/b/c", "../../../../etc/./passwd"), "etc/passwd");
        assert_eq!(resolved("", "/word//x.xml"), "word/x.xml");
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        let whole = zipped(&[("a", &"text ".repeat(100))]);
        assert!(Archive::open(&whole).unwrap().read("a").unwrap().is_some());
        assert_eq!(Archive::open(&whole).unwrap().read("b"), Ok(None));
        for end in [1, 4, 30, whole.len() / 2, whole.len() - 1] {
            assert!(refusal(&whole[..end], "a").contains("cut off"), "{end}");
        }
        assert!(refusal(b"", "a").contains("empty"));
        assert!(refusal(b"\xd0\xcf\x11\xe0\xa1\xb1", "a").contains("encrypted"));
        let mut damaged = whole.clone();
        damaged[40] ^= 0xff;
        assert!(refusal(&damaged, "a").contains("damaged"));
        let mut locked = whole;
        let entry = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        locked[entry + 8] |= 1;
        locked[6] |= 1;
        assert!(refusal(&locked, "a").contains("encrypted"));
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let bomb = zipped(&[("a", &" ".repeat(20_000_000)), ("b", "b")]);
        assert!(bomb.len() < 40_000);
        assert!(refusal(&bomb, "a").contains("far more"));
        let mut archive = Archive::open(&bomb).unwrap();
        assert_eq!(archive.read("b").unwrap().unwrap(), b"b");
        let crowd = b"PK\x01\x02".repeat(70_000);
        assert!(refusal(&crowd, "a").contains("more than 65536 files"));
    }
}
