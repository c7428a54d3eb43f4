//! What decides the facets of a section: the declared vocabulary and where to look for its names.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::guide::{AliasMatcher, Vocabulary};

use super::role_pattern::RolePattern;
use crate::corpus::formats::ReadOptions;

/// Where front matter and paths are looked at, as the settings file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InferenceSettings {
    /// Front-matter keys that name roles, such as `role` or `role_v2[].id`.
    pub role_keys: Vec<String>,
    /// Patterns over the path of a guide below its source, with a group called `role` and perhaps one called `level`.
    /// The last match in the path counts, so that of several folders the nearest one does; of several patterns the
    /// first that finds a role.
    pub role_paths: Vec<String>,
    /// Patterns over headings, with the same groups: the first that finds a role counts.
    pub role_headings: Vec<String>,
    /// Patterns over the lines below a heading, with a group called `role`: for whom this part is written.
    pub role_lines: Vec<String>,
    /// Names of headings under which it says for whom the part that they stand in is written.
    pub audience_headings: Vec<String>,
    /// Whether a heading, a file's name or a folder that mentions a role in passing counts. Where roles are everyday
    /// words ("admin", "user"), front matter and patterns are surer.
    pub role_mentions: bool,
    /// Whether what `role_keys` and the groups called `role` of paths and headings hold is a role though it is not
    /// declared.
    pub open_roles: bool,
    /// Front-matter keys that hold tags.
    pub tag_keys: Vec<String>,
    /// Front-matter keys that hold the date of the last change, first found counts.
    pub date_keys: Vec<String>,
    /// Whether a line of nothing but bold text is a heading in Markdown.
    pub bold_headings: bool,
    /// Guides without a date in front matter get that of git's last commit of their file.
    pub git_dates: bool,
}

impl Default for InferenceSettings {
    fn default() -> Self {
        let list = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        InferenceSettings {
            role_keys: list(&["role", "roles", "audience"]),
            role_paths: Vec::new(),
            role_headings: Vec::new(),
            role_lines: Vec::new(),
            audience_headings: Vec::new(),
            role_mentions: true,
            open_roles: false,
            tag_keys: list(&["tags", "tag"]),
            bold_headings: false,
            // What says "updated" comes before what may mean that, too, and that before what says "created". Case and
            // joints of keys do not matter.
            date_keys: list(&[
                "updated",
                "last_updated",
                "last_update",
                "last_update.date",
                "lastmod",
                "last_modified",
                "last_modified_at",
                "modified",
                "date_modified",
                "updated_at",
                "date_updated",
                "revision_date",
                "revdate",
                "last_reviewed",
                "ms.date",
                "date",
                "published",
                "publish_date",
                "pubdate",
                "created",
                "created_at",
                "date_created",
                "creation_date",
            ]),
            git_dates: false,
        }
    }
}

/// The rules, ready to be applied.
#[derive(Debug)]
pub struct Rules {
    /// Names of roles in headings and front matter; values are places in `role_ids`.
    pub(in crate::corpus) roles: AliasMatcher,
    pub(in crate::corpus) role_ids: Vec<String>,
    /// Names of section facets in headings; values are places in `section_paths`.
    pub(in crate::corpus) sections: AliasMatcher,
    pub(in crate::corpus) section_paths: Vec<String>,
    pub(in crate::corpus) role_keys: Vec<String>,
    pub(in crate::corpus) role_paths: Vec<RolePattern>,
    pub(in crate::corpus) role_headings: Vec<RolePattern>,
    pub(in crate::corpus) role_lines: Vec<RolePattern>,
    /// Names of headings that announce an audience.
    pub(in crate::corpus) audience_headings: AliasMatcher,
    pub(in crate::corpus) role_mentions: bool,
    pub(in crate::corpus) open_roles: bool,
    pub(in crate::corpus) tag_keys: Vec<String>,
    pub(in crate::corpus) date_keys: Vec<String>,
    pub(in crate::corpus) options: ReadOptions,
    git_dates: bool,
}

impl Rules {
    /// Prepares the rules.
    ///
    /// # Errors
    /// [`crate::error::Error::User`] for a pattern that is no regular expression or has no group called `role`.
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
        let mut audience_headings = AliasMatcher::default();
        for name in &settings.audience_headings {
            audience_headings.add(name, 0);
        }
        Ok(Rules {
            roles,
            role_ids: vocabulary.roles.iter().map(|role| role.id.clone()).collect(),
            sections,
            section_paths: vocabulary.sections.iter().map(|section| section.path.clone()).collect(),
            role_keys: settings.role_keys.clone(),
            role_paths: RolePattern::all("role_paths", &settings.role_paths)?,
            role_headings: RolePattern::all("role_headings", &settings.role_headings)?,
            role_lines: RolePattern::all("role_lines", &settings.role_lines)?,
            audience_headings,
            role_mentions: settings.role_mentions,
            open_roles: settings.open_roles,
            tag_keys: settings.tag_keys.clone(),
            date_keys: settings.date_keys.clone(),
            git_dates: settings.git_dates,
            options: ReadOptions { bold_headings: settings.bold_headings, program: None },
        })
    }

    /// PDFs are read by this program, a `kb`, in a process of its own; without one they are skipped.
    #[must_use]
    pub fn with_program(mut self, program: Option<PathBuf>) -> Rules {
        self.options.program = program;
        self
    }

    /// Whether guides without a date in front matter get that of git's last commit.
    pub fn dates_by_git(&self) -> bool {
        self.git_dates
    }
}
