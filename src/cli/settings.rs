//! What the user has set: flags before environment before kb.toml before defaults.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::corpus::{InferenceSettings, RuleSets, Rules};
use crate::error::{Error, Result, plain};
use crate::guide::{Source, Vocabulary};

pub(super) use super::corpora::sources_of;
use super::corpora::{Corpus, declared, named_apart};
use super::saved::SavedSearches;
use super::settings_file::{LogTable, SettingsFile, refused};

/// The settings of one run, resolved once.
#[derive(Debug)]
pub(super) struct Settings {
    /// The root of the knowledge base, absolute: the folder of kb.toml, else the working directory.
    pub root: PathBuf,
    /// The settings file, where there is one.
    pub file: Option<PathBuf>,
    /// Whether the user named that file, and so stands for what it says.
    named: bool,
    /// The folder of the index.
    pub index: PathBuf,
    /// Whether that is where the settings file has it, in its own folder, and no flag or variable named another.
    pub owns_index: bool,
    /// The declared corpora; whether they exist is not looked at.
    pub corpora: Vec<Corpus>,
    /// The saved searches.
    pub searches: SavedSearches,
    /// What is noted of searches.
    pub log: LogTable,
    /// Roles, section facets, synonyms that hold for all corpora.
    vocabulary: Vocabulary,
    /// Where roles, tags and dates are looked for in all corpora.
    inference: InferenceSettings,
}

/// What decides how a file below some path becomes a guide: part of the fingerprint of an index.
#[derive(Debug, Serialize)]
pub(super) struct Deciding<'s> {
    /// The path; none for what holds everywhere else.
    path: Option<&'s Path>,
    vocabulary: Vocabulary,
    inference: InferenceSettings,
}

impl Settings {
    /// Finds and reads the settings.
    ///
    /// # Errors
    /// [`Error::User`] where a settings file cannot be read, with the line, or says what cannot be.
    pub(super) fn resolve(index: Option<&Path>, config: Option<&Path>) -> Result<Settings> {
        let here = std::env::current_dir().map_err(|error| {
            Error::user(format!("cannot find the working directory: {}", plain(&error)))
                .with_hint("it may have been deleted: change to another one")
        })?;
        // A variable may be empty.
        let config = config.filter(|path| !path.as_os_str().is_empty());
        let file = match config {
            Some(path) => Some(here.join(path)),
            None => here.ancestors().map(|folder| folder.join("kb.toml")).find(|path| path.is_file()),
        };
        let written = file.as_deref().map(SettingsFile::read).transpose()?.unwrap_or_default();
        let root = file.as_deref().and_then(Path::parent).map_or_else(|| here.clone(), Path::to_owned);
        let root = root.canonicalize().unwrap_or(root);
        let (named, is_told) = (config.is_some(), config.is_some() || index.is_some());
        let is_default = index.is_none() && file.is_some();
        let index = match (index, &written.index) {
            (Some(flag), _) => here.join(flag),
            (None, Some(path)) => root.join(path),
            (None, None) => root.join("index"),
        };
        let corpora = declared(written.corpus, &root).map_err(|mistake| refused(file.as_deref(), mistake))?;
        let vocabulary = Vocabulary { roles: written.role, sections: written.section, synonyms: written.synonym };
        let (searches, log, inference) = (written.search, written.log, written.inference);
        let owns_index = false;
        let mut settings =
            Settings { root, file, named, index, owns_index, corpora, searches, log, vocabulary, inference };
        let real = settings.canonical_index();
        settings.owns_index = is_default && real.starts_with(&settings.root);
        if !is_told && !real.starts_with(&settings.root) {
            let what = format!("the index is outside {}: {}", settings.root.display(), real.display());
            return Err(Error::user(what).with_hint(format!(
                "if it is meant to be there, say so: {}",
                settings.naming(&format!("--index {}", real.display()))
            )));
        }
        Ok(settings)
    }

    /// Refuses sources outside the root that only a settings file names which was found and not given: whoever wrote it
    /// may be a stranger, and decides what is read in its folder alone. `told`: paths that the user has named.
    ///
    /// # Errors
    /// [`Error::User`] where there is such a source.
    pub(super) fn refuse_outside(&self, sources: &[Source], told: &[PathBuf]) -> Result<()> {
        let declared = self.default_sources();
        let is_declared = |source: &&Source| declared.iter().any(|other| other.path == source.path);
        let is_outside = |source: &&Source| {
            !source.path.starts_with(&self.root) && !told.iter().any(|path| source.path.starts_with(path))
        };
        let Some(source) = sources.iter().filter(is_declared).find(is_outside).filter(|_| !self.named) else {
            return Ok(());
        };
        let path = source.path.display();
        Err(Error::user(format!("a corpus is outside {}: {path}", self.root.display()))
            .with_hint(format!("if it is meant to be read, say so: {}", self.naming(&format!("kb index {path}")))))
    }

    /// How to name the settings file, or where there is none, `else_this`.
    fn naming(&self, else_this: &str) -> String {
        self.file.as_ref().map_or_else(|| else_this.to_owned(), |file| format!("--config {}", file.display()))
    }

    /// These settings of another knowledge base, as far trusted as those of `self`.
    pub(super) fn elsewhere(&self, file: &Path) -> Result<Settings> {
        Ok(Settings { named: self.named, ..Settings::resolve(Some(&self.index), Some(file))? })
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
            return self.corpora.iter().map(|corpus| corpus.source.clone()).collect();
        }
        let corpus = self.root.join("corpus");
        let corpus = corpus.canonicalize().unwrap_or(corpus);
        if corpus.is_dir() { sources_of(vec![corpus], &[]) } else { Vec::new() }
    }

    /// Sources that an index was built from, with what kb.toml says of them now.
    pub(super) fn brought_up_to_date(&self, recorded: Vec<Source>) -> Vec<Source> {
        let declared = |source: &Source| self.corpora.iter().find(|corpus| corpus.source.path == source.path);
        let now = |source: Source| declared(&source).map_or(source, |corpus| corpus.source.clone());
        named_apart(recorded.into_iter().map(now).collect(), &self.corpora)
    }

    /// The rules for every file: those for all, and in each corpus what it adds to them.
    ///
    /// # Errors
    /// [`Error::User`] for a pattern that cannot be used.
    pub(super) fn rules(&self) -> Result<RuleSets> {
        let program = std::env::current_exe().ok();
        let everywhere = Rules::new(&self.vocabulary, &self.inference)?.with_program(program.clone());
        let own = self.corpora.iter().map(|corpus| {
            let rules = Rules::new(&self.vocabulary.with(&corpus.vocabulary), &self.inference.with(&corpus.inference))?;
            Ok((corpus.source.path.clone(), rules.with_program(program.clone())))
        });
        Ok(RuleSets::new(everywhere, own.collect::<Result<_>>()?))
    }

    /// Everything declared of these sources: what their queries know.
    pub(super) fn vocabulary(&self, sources: &[Source]) -> Vocabulary {
        self.concerning(sources).into_iter().fold(self.vocabulary.clone(), |all, corpus| all.with(&corpus.vocabulary))
    }

    /// What decides how the files of these sources become guides.
    pub(super) fn deciding(&self, sources: &[Source]) -> Vec<Deciding<'_>> {
        let without_synonyms = |vocabulary: Vocabulary| Vocabulary { synonyms: Vec::new(), ..vocabulary };
        let everywhere = Deciding {
            path: None,
            vocabulary: without_synonyms(self.vocabulary.clone()),
            inference: self.inference.clone(),
        };
        let own = self.concerning(sources).into_iter().map(|corpus| Deciding {
            path: Some(&corpus.source.path),
            vocabulary: without_synonyms(corpus.vocabulary.clone()),
            inference: self.inference.with(&corpus.inference),
        });
        std::iter::once(everywhere).chain(own).collect()
    }

    /// The declared corpora that these sources are, lie in or hold.
    fn concerning(&self, sources: &[Source]) -> Vec<&Corpus> {
        let meets = |corpus: &&Corpus| {
            let path = &corpus.source.path;
            sources.iter().any(|source| source.path.starts_with(path) || path.starts_with(&source.path))
        };
        self.corpora.iter().filter(meets).collect()
    }
}
