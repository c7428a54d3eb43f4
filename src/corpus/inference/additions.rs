//! What a corpus adds to the rules that hold for all of them.

use serde::{Deserialize, Serialize};

use super::rules::InferenceSettings;

/// The keys of [`InferenceSettings`] as one corpus has them: lists add to those for all and come first, switches stand
/// in place of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InferenceAdditions {
    /// See [`InferenceSettings::role_keys`].
    pub role_keys: Vec<String>,
    /// See [`InferenceSettings::role_paths`].
    pub role_paths: Vec<String>,
    /// See [`InferenceSettings::role_headings`].
    pub role_headings: Vec<String>,
    /// See [`InferenceSettings::role_lines`].
    pub role_lines: Vec<String>,
    /// See [`InferenceSettings::audience_headings`].
    pub audience_headings: Vec<String>,
    /// See [`InferenceSettings::tag_keys`].
    pub tag_keys: Vec<String>,
    /// See [`InferenceSettings::date_keys`].
    pub date_keys: Vec<String>,
    /// See [`InferenceSettings::role_mentions`].
    pub role_mentions: Option<bool>,
    /// See [`InferenceSettings::open_roles`].
    pub open_roles: Option<bool>,
    /// See [`InferenceSettings::bold_headings`].
    pub bold_headings: Option<bool>,
    /// See [`InferenceSettings::git_dates`].
    pub git_dates: Option<bool>,
}

impl InferenceSettings {
    /// These settings with what a corpus adds.
    #[must_use]
    pub fn with(&self, more: &InferenceAdditions) -> InferenceSettings {
        InferenceSettings {
            role_keys: joined(&more.role_keys, &self.role_keys),
            role_paths: joined(&more.role_paths, &self.role_paths),
            role_headings: joined(&more.role_headings, &self.role_headings),
            role_lines: joined(&more.role_lines, &self.role_lines),
            audience_headings: joined(&more.audience_headings, &self.audience_headings),
            tag_keys: joined(&more.tag_keys, &self.tag_keys),
            date_keys: joined(&more.date_keys, &self.date_keys),
            role_mentions: more.role_mentions.unwrap_or(self.role_mentions),
            open_roles: more.open_roles.unwrap_or(self.open_roles),
            bold_headings: more.bold_headings.unwrap_or(self.bold_headings),
            git_dates: more.git_dates.unwrap_or(self.git_dates),
        }
    }
}

fn joined(own: &[String], all: &[String]) -> Vec<String> {
    let mut list = own.to_vec();
    list.extend(all.iter().filter(|item| !own.contains(item)).cloned());
    list
}

#[cfg(test)]
mod tests {
    use super::{InferenceAdditions, InferenceSettings};

    #[test]
    fn lists_add_and_switches_replace() {
        let all = InferenceSettings { open_roles: true, ..InferenceSettings::default() };
        assert_eq!(all.with(&InferenceAdditions::default()), all);
        let own = |list: &[&str]| list.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        let more = InferenceAdditions {
            role_keys: own(&["job", "role"]),
            open_roles: Some(false),
            bold_headings: Some(true),
            ..InferenceAdditions::default()
        };
        let both = all.with(&more);
        assert_eq!(both.role_keys, own(&["job", "role", "roles", "audience"]));
        assert_eq!((both.open_roles, both.bold_headings, both.tag_keys), (false, true, all.tag_keys));
    }
}
