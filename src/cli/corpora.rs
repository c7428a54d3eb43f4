//! The corpora that kb.toml declares, and sources for paths given by hand.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::corpus::{InferenceAdditions, format_names};
use crate::guide::{Source, Vocabulary, nearest, slug};

use super::settings_file::{CorpusTable, Mistake};

/// A declared corpus.
#[derive(Debug, Clone)]
pub(super) struct Corpus {
    /// Where it is and what of it is read.
    pub source: Source,
    /// Roles, section facets and synonyms that add to those for all.
    pub vocabulary: Vocabulary,
    /// Role rules that add to those for all.
    pub inference: InferenceAdditions,
}

/// The corpora of the tables, each with a name of its own. Whether the paths exist is not looked at.
///
/// # Errors
/// A name or path that is there twice, a name that cannot begin an id, a format that does not exist.
pub(super) fn declared(tables: Vec<CorpusTable>, root: &Path) -> Result<Vec<Corpus>, Mistake> {
    let mut corpora: Vec<Corpus> = Vec::new();
    let written: Vec<String> = tables.iter().filter_map(|table| table.name.clone()).collect();
    for (n, name) in written.iter().enumerate() {
        check_name(name)?;
        if written[..n].contains(name) {
            let what = format!("two corpora are called `{name}`");
            return Err(Mistake::new(what, "give every [[corpus]] a name of its own: ids begin with it"));
        }
    }
    for table in tables {
        check_formats(&table.formats)?;
        let path = root.join(&table.path);
        let path = path.canonicalize().unwrap_or(path);
        if corpora.iter().any(|other| other.source.path == path) {
            let what = format!("{} is the path of two corpora", table.path.display());
            return Err(Mistake::new(what, "put all that is said of a folder in one [[corpus]] table"));
        }
        let taken = |name: &str| {
            written.iter().any(|other| other == name) || corpora.iter().any(|other| other.source.name == name)
        };
        let name = table.name.unwrap_or_else(|| free_name(&name_of(&path), taken));
        corpora.push(Corpus {
            source: Source { name, path, exclude: table.exclude, formats: table.formats },
            vocabulary: Vocabulary { roles: table.role, sections: table.section, synonyms: table.synonym },
            inference: table.inference,
        });
    }
    Ok(corpora)
}

fn check_name(name: &str) -> Result<(), Mistake> {
    let unfit = |c: char| matches!(c, ':' | '/' | '\\' | '#') || c.is_whitespace() || c.is_control();
    if name.is_empty() || name.contains(unfit) {
        let what = format!("`{name}` cannot be the name of a corpus");
        return Err(Mistake::new(what, "ids begin with it: write it without spaces and without : / \\ #"));
    }
    Ok(())
}

fn check_formats(formats: &[String]) -> Result<(), Mistake> {
    let known = format_names();
    match formats.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let near = nearest(name, &known).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            let hint = format!("{near}formats are {}", known.join(", "));
            Err(Mistake::new(format!("there is no format `{name}`"), hint))
        }
    }
}

/// Sources for paths given by hand. A path that is a declared corpus is that corpus; one inside a declared corpus has
/// its formats, and its role rules hold there, too; one inside another path is part of that one, unless it is a corpus.
pub(super) fn sources_of(paths: Vec<PathBuf>, declared: &[Corpus]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for path in &paths {
        let covered = paths.iter().any(|other| other != path && path.starts_with(other));
        let is_corpus = declared.iter().any(|corpus| corpus.source.path == *path);
        if covered && !is_corpus || sources.iter().any(|source| source.path == *path) {
            continue;
        }
        let around = declared.iter().map(|corpus| &corpus.source).filter(|source| path.starts_with(&source.path));
        sources.push(match around.max_by_key(|source| source.path.components().count()) {
            Some(source) if source.path == *path => source.clone(),
            // What it excludes is named from its own folder on, and this path was asked for.
            Some(source) => Source { formats: source.formats.clone(), ..Source::new(name_of(path), path) },
            None => Source::new(name_of(path), path),
        });
    }
    named_apart(sources, declared)
}

/// The sources, each with a name of its own, because ids begin with it. Declared corpora keep theirs.
pub(super) fn named_apart(mut sources: Vec<Source>, declared: &[Corpus]) -> Vec<Source> {
    let is_declared = |source: &Source| declared.iter().any(|corpus| corpus.source == *source);
    let (mut taken, mut others) = (HashSet::new(), Vec::new());
    for (at, source) in sources.iter().enumerate() {
        if is_declared(source) {
            taken.insert(source.name.clone());
        } else {
            others.push(at);
        }
    }
    for at in others {
        let name = free_name(&sources[at].name, |name| taken.contains(name));
        taken.insert(name.clone());
        sources[at].name = name;
    }
    sources
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| slug(&name.to_string_lossy())).unwrap_or_default();
    if name.is_empty() { "guides".to_owned() } else { name }
}

/// The name, or where it is taken, the first free one with a number: the second `docs` is `docs-2`.
fn free_name(base: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}
