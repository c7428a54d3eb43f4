//! What the user has set: flags before environment before kb.toml before defaults.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::corpus::InferenceSettings;
use crate::error::{Error, Result};
use crate::guide::{Role, SectionFacet, Source, Synonym, Vocabulary, slug};

/// The settings of one run, resolved once.
#[derive(Debug)]
pub(super) struct Settings {
    /// The root of the knowledge base, absolute: the folder of kb.toml, else the working directory.
    pub root: PathBuf,
    /// The settings file, where there is one.
    pub file: Option<PathBuf>,
    /// The folder of the index.
    pub index: PathBuf,
    /// The declared corpora; whether they exist is not looked at.
    pub corpora: Vec<Source>,
    /// Roles, section facets, synonyms.
    pub vocabulary: Vocabulary,
    /// Where roles, tags and dates are looked for.
    pub inference: InferenceSettings,
}

/// kb.toml as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SettingsFile {
    index: Option<PathBuf>,
    corpus: Vec<CorpusTable>,
    role: Vec<Role>,
    section: Vec<SectionFacet>,
    synonym: Vec<Synonym>,
    inference: InferenceSettings,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CorpusTable {
    name: Option<String>,
    path: PathBuf,
    #[serde(default)]
    exclude: Vec<String>,
}

impl Settings {
    /// Finds and reads the settings.
    ///
    /// # Errors
    /// [`Error::User`] where a settings file cannot be read, with the line.
    pub(super) fn resolve(index: Option<&Path>, config: Option<&Path>) -> Result<Settings> {
        let here =
            std::env::current_dir().map_err(|error| Error::internal("cannot find the working directory", error))?;
        let file = match config {
            Some(path) => Some(here.join(path)),
            None => here.ancestors().map(|folder| folder.join("kb.toml")).find(|path| path.is_file()),
        };
        let written = file.as_deref().map(read).transpose()?.unwrap_or_default();
        let root = file.as_deref().and_then(Path::parent).map_or_else(|| here.clone(), Path::to_owned);
        let root = root.canonicalize().unwrap_or(root);
        let index = match (index, &written.index) {
            (Some(flag), _) => here.join(flag),
            (None, Some(path)) => root.join(path),
            (None, None) => root.join("index"),
        };
        let declared = written.corpus.into_iter().map(|table| {
            let path = root.join(&table.path);
            let path = path.canonicalize().unwrap_or(path);
            let name = table.name.unwrap_or_else(|| name_of(&path));
            Source { name, path, exclude: table.exclude }
        });
        let corpora = distinct(declared.collect());
        let vocabulary = Vocabulary { roles: written.role, sections: written.section, synonyms: written.synonym };
        check(&vocabulary, file.as_deref())?;
        Ok(Settings { root, file, index, corpora, vocabulary, inference: written.inference })
    }

    /// The settings file as results name it.
    pub(super) fn shown_file(&self) -> String {
        let name = |path: &PathBuf| path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
        self.file.as_ref().map(name).unwrap_or_default()
    }

    /// The folder of the index as walks and events name it, links followed; it need not exist yet.
    pub(super) fn canonical_index(&self) -> PathBuf {
        for above in self.index.ancestors() {
            if let (Ok(found), Ok(rest)) = (above.canonicalize(), self.index.strip_prefix(above)) {
                return found.join(rest);
            }
        }
        self.index.clone()
    }

    /// The sources to index where no path is given: the declared corpora, else `./corpus`. None where there are none.
    pub(super) fn default_sources(&self) -> Vec<Source> {
        if !self.corpora.is_empty() {
            return self.corpora.clone();
        }
        let corpus = self.root.join("corpus");
        if corpus.is_dir() { sources_of(vec![corpus], &[]) } else { Vec::new() }
    }
}

/// Sources for paths given by hand. A path that is a declared corpus keeps its name and excludes; one inside another is
/// part of that one.
pub(super) fn sources_of(paths: Vec<PathBuf>, declared: &[Source]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for path in &paths {
        let covered = paths.iter().any(|other| other != path && path.starts_with(other));
        if covered || sources.iter().any(|source| source.path == *path) {
            continue;
        }
        let known = declared.iter().find(|source| source.path == *path).cloned();
        sources.push(known.unwrap_or_else(|| Source { name: name_of(path), path: path.clone(), exclude: Vec::new() }));
    }
    distinct(sources)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| slug(&name.to_string_lossy())).unwrap_or_default();
    if name.is_empty() { "guides".to_owned() } else { name }
}

/// Gives every source a name of its own: the second `docs` is `docs-2`.
fn distinct(mut sources: Vec<Source>) -> Vec<Source> {
    for at in 1..sources.len() {
        let base = sources[at].name.clone();
        let mut n = 1;
        while sources[..at].iter().any(|source| source.name == sources[at].name) {
            n += 1;
            sources[at].name = format!("{base}-{n}");
        }
    }
    sources
}

fn read(path: &Path) -> Result<SettingsFile> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("read", path, error))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        Error::user(format!("cannot use {}: line {line}: {message}", path.display()))
            .with_hint("`kb init` in another folder writes a kb.toml that shows every key")
    })
}

/// Finds mistakes that would only show later, as a facet nobody can select.
fn check(vocabulary: &Vocabulary, file: Option<&Path>) -> Result<()> {
    let refuse = |what: String, hint: &str| {
        let file = file.map(|path| path.display().to_string()).unwrap_or_default();
        Err(Error::user(format!("cannot use {file}: {what}")).with_hint(hint))
    };
    for (n, role) in vocabulary.roles.iter().enumerate() {
        if role.id.is_empty() || role.id != slug(&role.id) {
            return refuse(
                format!("the role id `{}` is no facet value", role.id),
                "write it in lower case, words joined by -",
            );
        }
        if vocabulary.roles[..n].iter().any(|other| other.id == role.id) {
            return refuse(format!("the role `{}` is declared twice", role.id), "put all its aliases in one table");
        }
    }
    for section in &vocabulary.sections {
        if section.path.is_empty() || section.path.split('/').any(|part| part.is_empty() || part != slug(part)) {
            return refuse(
                format!("the section path `{}` is no facet value", section.path),
                "write levels in lower case, joined by /, such as skills/technical",
            );
        }
    }
    Ok(())
}
