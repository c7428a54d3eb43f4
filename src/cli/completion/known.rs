//! The values that an index and kb.toml offer.

use std::ffi::OsString;
use std::path::Path;
use std::sync::OnceLock;

use clap_complete::CompletionCandidate;

use crate::engine::{Engine, IndexFolder};
use crate::query::{Expr, Facet, Page, Query};
use crate::results::{FacetCount, FacetCounts};

use super::super::help;
use super::super::index::plural;
use super::super::saved::SavedSearch;
use super::super::settings::Settings;

use super::values::is_harmless;

/// Most values that are offered of ids and guides.
const MOST: usize = 200;

/// Most values that are offered of a facet: those that most sections have.
const MOST_OF_A_FACET: usize = 500;

/// From so many ids on, guides are offered first, and their sections when one is typed.
const MANY: usize = 40;

/// What the value of an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Role,
    Section,
    Tag,
    Corpus,
    Guide,
    /// The id of a section.
    Id,
    /// A word of a query: a saved search, or a field with a value.
    Word,
    /// What there is help on.
    Topic,
    /// A command.
    Command,
}

impl Kind {
    /// What an argument of this name takes, if it is something that is looked up.
    pub(super) fn of(command: &str, argument: &str) -> Option<Kind> {
        Some(match (command, argument) {
            (_, "role" | "against") => Kind::Role,
            (_, "section") => Kind::Section,
            (_, "tag") => Kind::Tag,
            (_, "corpus") => Kind::Corpus,
            (_, "guide") => Kind::Guide,
            (_, "id" | "ids" | "why") => Kind::Id,
            ("search", "query") => Kind::Word,
            ("help", "topic") => Kind::Topic,
            ("man", "command") => Kind::Command,
            _ => return None,
        })
    }
}

/// The index and settings that a command line speaks of, opened when something of them is wanted.
pub(super) struct Known {
    index: Option<OsString>,
    config: Option<OsString>,
    settings: OnceLock<Option<Settings>>,
    engine: OnceLock<Option<Engine>>,
    facets: OnceLock<FacetCounts>,
}

impl Known {
    /// Those that these words name, else the environment, else those that are found.
    pub(super) fn of(words: &[String]) -> Known {
        let flag = |name: &str, variable: &str| {
            let joined = format!("{name}=");
            let after = |(n, word): (usize, &String)| match word.strip_prefix(&joined) {
                Some(value) => Some(value.to_owned()),
                None => words.get(n + 1).filter(|_| word == name).cloned(),
            };
            let given = words.iter().enumerate().rev().find_map(after).map(OsString::from);
            given.or_else(|| std::env::var_os(variable)).filter(|value| !value.is_empty())
        };
        Known {
            index: flag("--index", "KB_INDEX"),
            config: flag("--config", "KB_CONFIG"),
            settings: OnceLock::new(),
            engine: OnceLock::new(),
            facets: OnceLock::new(),
        }
    }

    /// The values of a kind that begin with `typed`.
    pub(super) fn candidates(&self, kind: Kind, typed: &str) -> Vec<CompletionCandidate> {
        let found = match kind {
            Kind::Role => self.counted(|facets| &facets.role),
            Kind::Section => self.counted(|facets| &facets.section),
            Kind::Tag => self.counted(|facets| &facets.tag),
            Kind::Corpus => self.counted(|facets| &facets.corpus),
            Kind::Guide => plain(self.guides(typed)),
            Kind::Id => plain(self.ids(typed)),
            Kind::Word => self.word(typed),
            Kind::Topic => plain(help::topics()),
            Kind::Command => plain(help::commands()),
        };
        // What begins with `-` would be read as a flag.
        let goes_on = |(value, _): &(String, Option<String>)| {
            value.starts_with(typed) && !value.starts_with('-') && is_harmless(value)
        };
        let found = found.into_iter().filter(goes_on).take(MOST_OF_A_FACET);
        found.map(|(value, about)| CompletionCandidate::new(value).help(about.map(Into::into))).collect()
    }

    fn settings(&self) -> Option<&Settings> {
        let resolve =
            || Settings::resolve(self.index.as_deref().map(Path::new), self.config.as_deref().map(Path::new)).ok();
        self.settings.get_or_init(resolve).as_ref()
    }

    fn engine(&self) -> Option<&Engine> {
        let open = || Engine::open(&IndexFolder::new(&self.settings()?.index)).ok();
        self.engine.get_or_init(open).as_ref()
    }

    /// The values of a facet, with how many sections have each.
    fn counted(&self, facet: impl Fn(&FacetCounts) -> &Vec<FacetCount>) -> Vec<(String, Option<String>)> {
        let count = || {
            let everything = Query { facet_limit: 0, page: Page { limit: 1, offset: 0 }, ..Query::new("", Expr::All) };
            self.engine()
                .and_then(|engine| engine.search(&everything).ok())
                .map(|found| found.facets)
                .unwrap_or_default()
        };
        let facets = self.facets.get_or_init(count);
        let value = |value: &FacetCount| (value.value.clone(), Some(plural(value.count, "section")));
        facet(facets).iter().map(value).collect()
    }

    fn guides(&self, typed: &str) -> Vec<String> {
        self.engine().and_then(|engine| engine.guides_beginning(typed, MOST).ok()).unwrap_or_default()
    }

    /// Ids that begin so. Of many, the guides are offered first, up to the `#`.
    fn ids(&self, typed: &str) -> Vec<String> {
        let ids = self.engine().and_then(|engine| engine.ids_beginning(typed, MOST).ok()).unwrap_or_default();
        if typed.contains('#') || ids.len() < MANY {
            return ids;
        }
        let guides = self.guides(typed).into_iter().map(|guide| format!("{guide}#"));
        guides.chain(ids.into_iter().filter(|id| !id.contains('#'))).collect()
    }

    /// A word of a query: `@` and the name of a saved search, or a field and a value such as `role:platform`.
    fn word(&self, typed: &str) -> Vec<(String, Option<String>)> {
        if let Some((field, _)) = typed.split_once(':') {
            let values = match Facet::named(field) {
                Some(Facet::Role) => self.counted(|facets| &facets.role),
                Some(Facet::Section) => self.counted(|facets| &facets.section),
                Some(Facet::Tag) => self.counted(|facets| &facets.tag),
                Some(Facet::Corpus) => self.counted(|facets| &facets.corpus),
                Some(Facet::Guide | Facet::Path) | None => Vec::new(),
            };
            let bare = |value: &str| !value.contains(' ');
            return values
                .into_iter()
                .filter(|(value, _)| bare(value))
                .map(|(value, about)| (format!("{field}:{value}"), about))
                .collect();
        }
        if !typed.is_empty() && !typed.starts_with('@') {
            return Vec::new();
        }
        let saved = |(name, search): (&String, &SavedSearch)| {
            let about = if search.about.is_empty() { &search.query } else { &search.about };
            (format!("@{name}"), Some(about.clone()))
        };
        self.settings().map(|settings| settings.searches.iter().map(saved).collect()).unwrap_or_default()
    }
}

fn plain(values: Vec<String>) -> Vec<(String, Option<String>)> {
    values.into_iter().map(|value| (value, None)).collect()
}
