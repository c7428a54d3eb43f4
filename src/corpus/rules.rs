//! What decides the facets of a section: the declared vocabulary and where to look for its names.

use std::path::PathBuf;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::guide::{AliasMatcher, Vocabulary};

use super::formats::ReadOptions;

/// Where front matter and paths are looked at, as the settings file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InferenceSettings {
    /// Front-matter keys that name roles, such as `role` or `role_v2[].id`.
    pub role_keys: Vec<String>,
    /// Patterns over the path of a guide below its source, with a group called `role`.
    pub role_paths: Vec<String>,
    /// Front-matter keys that hold tags.
    pub tag_keys: Vec<String>,
    /// Front-matter keys that hold the date of the last change, first found counts.
    pub date_keys: Vec<String>,
    /// Whether a line of nothing but bold text is a heading in Markdown.
    pub bold_headings: bool,
}

impl Default for InferenceSettings {
    fn default() -> Self {
        let list = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        InferenceSettings {
            role_keys: list(&["role", "roles", "audience"]),
            role_paths: Vec::new(),
            tag_keys: list(&["tags", "tag"]),
            date_keys: list(&["updated", "last_updated", "lastmod", "date"]),
            bold_headings: false,
        }
    }
}

/// The rules, ready to be applied.
#[derive(Debug)]
pub struct Rules {
    /// Names of roles in headings and front matter; values are places in `role_ids`.
    pub(super) roles: AliasMatcher,
    pub(super) role_ids: Vec<String>,
    /// Names of section facets in headings; values are places in `section_paths`.
    pub(super) sections: AliasMatcher,
    pub(super) section_paths: Vec<String>,
    pub(super) role_keys: Vec<String>,
    pub(super) role_paths: Vec<Regex>,
    pub(super) tag_keys: Vec<String>,
    pub(super) date_keys: Vec<String>,
    pub(super) options: ReadOptions,
}

impl Rules {
    /// Prepares the rules.
    ///
    /// # Errors
    /// [`Error::User`] for a pattern in `role_paths` that is no regular expression or has no group called `role`.
    pub fn new(vocabulary: &Vocabulary, settings: &InferenceSettings) -> Result<Rules> {
        let mut roles = AliasMatcher::default();
        for (n, role) in vocabulary.roles.iter().enumerate() {
            // The bare id is often an everyday word: it counts where it is all there is.
            roles.add_whole(&role.id, n);
            for name in std::iter::once(&role.name).chain(&role.aliases) {
                roles.add(name, n);
            }
        }
        let mut sections = AliasMatcher::default();
        for (n, section) in vocabulary.sections.iter().enumerate() {
            sections.add_whole(section.path.rsplit('/').next().unwrap_or_default(), n);
            for name in std::iter::once(&section.name).chain(&section.aliases) {
                sections.add(name, n);
            }
        }
        Ok(Rules {
            roles,
            role_ids: vocabulary.roles.iter().map(|role| role.id.clone()).collect(),
            sections,
            section_paths: vocabulary.sections.iter().map(|section| section.path.clone()).collect(),
            role_keys: settings.role_keys.clone(),
            role_paths: settings.role_paths.iter().map(|pattern| path_pattern(pattern)).collect::<Result<_>>()?,
            tag_keys: settings.tag_keys.clone(),
            date_keys: settings.date_keys.clone(),
            options: ReadOptions { bold_headings: settings.bold_headings, program: None },
        })
    }

    /// PDFs are read by this program, a `kb`, in a process of its own; without one they are skipped.
    #[must_use]
    pub fn with_program(mut self, program: Option<PathBuf>) -> Rules {
        self.options.program = program;
        self
    }
}

fn path_pattern(pattern: &str) -> Result<Regex> {
    let refused = |why: String| {
        Error::user(format!("cannot use the pattern `{pattern}` in role_paths: {why}"))
            .with_hint("write a regular expression with a group called role, such as `^tracks/(?<role>[a-z]+)/`")
    };
    let regex = Regex::new(pattern).map_err(|error| {
        let text = error.to_string();
        refused(text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
    })?;
    if regex.capture_names().flatten().any(|name| name == "role") {
        Ok(regex)
    } else {
        Err(refused("it has no group called role".to_owned()))
    }
}
