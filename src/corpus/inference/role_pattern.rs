//! Patterns of the settings that say where a role stands: in a path, a heading or a line.

use regex::Regex;

use crate::error::{Error, Result};

/// A regular expression with a group called `role` and perhaps one called `level`.
#[derive(Debug)]
pub(in crate::corpus) struct RolePattern(Regex);

/// What a pattern found; without a role the match says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) struct Named<'t> {
    /// The text that names a role.
    pub role: &'t str,
    /// The text that names a level.
    pub level: Option<&'t str>,
}

impl RolePattern {
    /// Prepares the patterns under a key of the settings.
    ///
    /// # Errors
    /// [`Error::User`] for one that is no regular expression or has no group called `role`.
    pub(in crate::corpus) fn all(key: &str, patterns: &[String]) -> Result<Vec<RolePattern>> {
        patterns.iter().map(|pattern| RolePattern::new(key, pattern)).collect()
    }

    fn new(key: &str, pattern: &str) -> Result<RolePattern> {
        let refused = |why: String| {
            let example = match key {
                "role_paths" => "'^tracks/(?<role>[a-z]+)/'",
                "role_headings" => "'^[A-Z]+(?<level>[0-9]+) - (?<role>.+)'",
                _ => "'^Audience: (?<role>.+)'",
            };
            Error::user(format!("cannot use the pattern `{pattern}` in {key}: {why}"))
                .with_hint(format!("write a regular expression with a group called role, such as {example}"))
        };
        let regex = Regex::new(pattern).map_err(|error| {
            let text = error.to_string();
            refused(text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
        })?;
        if regex.capture_names().flatten().any(|name| name == "role") {
            Ok(RolePattern(regex))
        } else {
            Err(refused("it has no group called role".to_owned()))
        }
    }

    /// The first match.
    pub(in crate::corpus) fn first_in<'t>(&self, text: &'t str) -> Option<Named<'t>> {
        self.from(text, 0).map(|(named, _)| named)
    }

    /// The last match. The next one is looked for where the role of the last one ends, so that neighbouring folders
    /// may share the `/` between them.
    pub(in crate::corpus) fn last_in<'t>(&self, text: &'t str) -> Option<Named<'t>> {
        let (mut last, mut at) = self.from(text, 0)?;
        while let Some((named, end)) = self.from(text, at)
            && end > at
        {
            (last, at) = (named, end);
        }
        Some(last)
    }

    /// The first match at or after a place, and where its role ends.
    fn from<'t>(&self, text: &'t str, start: usize) -> Option<(Named<'t>, usize)> {
        let captures = self.0.captures_at(text, start)?;
        let role = captures.name("role")?;
        let level = captures.name("level").map(|group| group.as_str());
        Some((Named { role: role.as_str(), level }, role.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::RolePattern;

    fn last(pattern: &str, text: &str) -> Option<(String, Option<String>)> {
        let pattern = RolePattern::new("role_paths", pattern).unwrap();
        pattern.last_in(text).map(|named| (named.role.to_owned(), named.level.map(str::to_owned)))
    }

    #[test]
    fn of_several_folders_the_nearest_counts() {
        let nearest = |text| last("(?:^|/)(?<role>management|ic)/", text).map(|(role, _)| role);
        assert_eq!(nearest("management/ic/x.md").as_deref(), Some("ic"));
        assert_eq!(nearest("ic/a/management/x.md").as_deref(), Some("management"));
        assert_eq!(nearest("a/public/x.md"), None);
        assert_eq!(last("(?<role>)", "ab"), Some((String::new(), None)));
    }

    #[test]
    fn a_file_name_may_hold_a_level() {
        let found = last("^L(?<level>[0-9])_(?<role>.+)\\.md$", "L4_staff_engineer.md");
        assert_eq!(found, Some(("staff_engineer".to_owned(), Some("4".to_owned()))));
        assert_eq!(last("x(?<role>y)?", "x"), None);
    }

    #[test]
    fn mistakes_are_said_in_one_line() {
        for (pattern, why) in [("(", "unclosed group"), ("abc", "no group called role")] {
            let error = RolePattern::new("role_lines", pattern).unwrap_err();
            assert!(error.to_string().contains(why), "{error}");
            assert!(error.to_string().contains("in role_lines"), "{error}");
            assert!(error.hint().unwrap().contains("Audience"), "{error:?}");
        }
    }
}
