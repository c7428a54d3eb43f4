//! kb.toml as written, and the mistakes that can be made in it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::corpus::{InferenceAdditions, InferenceSettings};
use crate::error::{Error, Result};
use crate::guide::{Role, SectionFacet, Synonym, nearest, slug};

use super::saved::{self, SavedSearches};

/// Largest settings file that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// kb.toml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SettingsFile {
    pub index: Option<PathBuf>,
    pub corpus: Vec<CorpusTable>,
    pub role: Vec<Role>,
    pub section: Vec<SectionFacet>,
    pub synonym: Vec<Synonym>,
    pub inference: InferenceSettings,
    pub search: SavedSearches,
    pub log: LogTable,
}

/// `[log]`
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LogTable {
    /// Whether searches that find nothing are noted, for `kb gaps`.
    pub zero_hits: bool,
}

/// A `[[corpus]]` table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CorpusTable {
    pub name: Option<String>,
    pub path: PathBuf,
    #[serde(default)]
    pub exclude: Vec<String>,
    #[serde(default)]
    pub formats: Vec<String>,
    #[serde(default)]
    pub role: Vec<Role>,
    #[serde(default)]
    pub section: Vec<SectionFacet>,
    #[serde(default)]
    pub synonym: Vec<Synonym>,
    #[serde(default)]
    pub inference: InferenceAdditions,
}

/// What is wrong in a settings file, and what to do about it.
pub(super) struct Mistake {
    /// In words that follow the file and a colon.
    pub what: String,
    /// In one line.
    pub hint: String,
}

impl Mistake {
    pub(super) fn new(what: impl Into<String>, hint: impl Into<String>) -> Mistake {
        Mistake { what: what.into(), hint: hint.into() }
    }
}

/// The error for a mistake in a settings file.
pub(super) fn refused(file: Option<&Path>, mistake: Mistake) -> Error {
    let file = file.map(|path| path.display().to_string()).unwrap_or_default();
    Error::user(format!("cannot use {file}: {}", mistake.what)).with_hint(mistake.hint)
}

impl SettingsFile {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Error::User`] where it cannot be read, with the line, or declares what would only show later to be a mistake,
    /// as a facet nobody can select.
    pub(super) fn read(path: &Path) -> Result<SettingsFile> {
        let mut text = String::new();
        let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
        read.map_err(|error| Error::io("read", path, error))?;
        if text.len() as u64 > LARGEST {
            let what = format!("it is larger than {} MB", LARGEST / 1024 / 1024);
            return Err(refused(Some(path), Mistake::new(what, "name another settings file: --config FILE")));
        }
        let written: SettingsFile = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let message = in_words(error.message().lines().next().unwrap_or_default());
            let near = meant(&message).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Error::user(format!("cannot use {}: line {line}: {message}", path.display()))
                .with_hint(format!("{near}`kb init` in another folder writes a kb.toml that shows every key"))
        })?;
        let tables = std::iter::once((&written.role, &written.section));
        for (roles, sections) in tables.chain(written.corpus.iter().map(|table| (&table.role, &table.section))) {
            check(roles, sections).map_err(|mistake| refused(Some(path), mistake))?;
        }
        saved::check(&written.search).map_err(|mistake| refused(Some(path), mistake))?;
        Ok(written)
    }
}

/// A message about a type in the words of TOML, not of the program.
fn in_words(message: &str) -> String {
    let Some((before, expected)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    let words = match expected {
        "a map" => "a table",
        "a sequence" => "a list",
        "usize" | "u64" | "u32" => "a whole number that is not negative",
        _ if expected.starts_with("struct ") => "a table",
        _ => return message.to_owned(),
    };
    format!("{before}, expected {words}")
}

/// The key or value that was meant, by a message such as "unknown field `a`, expected one of `b`, `c`".
fn meant(message: &str) -> Option<String> {
    let mut quoted = message.strip_prefix("unknown ")?.split('`').skip(1).step_by(2);
    let given = quoted.next()?;
    nearest(given, &quoted.collect::<Vec<_>>()).map(str::to_owned)
}

fn check(roles: &[Role], sections: &[SectionFacet]) -> Result<(), Mistake> {
    for (n, role) in roles.iter().enumerate() {
        if role.id.is_empty() || role.id != slug(&role.id) {
            let what = format!("the role id `{}` is no facet value", role.id);
            return Err(Mistake::new(what, "write it in lower case, words joined by -"));
        }
        if roles[..n].iter().any(|other| other.id == role.id) {
            let what = format!("the role `{}` is declared twice", role.id);
            return Err(Mistake::new(what, "put all its aliases in one table"));
        }
    }
    for section in sections {
        if section.path.is_empty() || section.path.split('/').any(|part| part.is_empty() || part != slug(part)) {
            let what = format!("the section path `{}` is no facet value", section.path);
            return Err(Mistake::new(what, "write levels in lower case, joined by /, such as skills/technical"));
        }
    }
    Ok(())
}
