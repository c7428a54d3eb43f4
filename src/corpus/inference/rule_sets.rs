//! Which rules hold for which file: a folder may have some of its own.

use std::path::{Path, PathBuf};

use super::rules::Rules;

/// The rules of a knowledge base.
#[derive(Debug)]
pub struct RuleSets {
    everywhere: Rules,
    /// Folders, or single files, with rules of their own; the deepest first.
    below: Vec<(PathBuf, Rules)>,
}

impl RuleSets {
    /// Rules that hold everywhere, and those that hold in their place for what lies at or below these paths.
    pub fn new(everywhere: Rules, mut below: Vec<(PathBuf, Rules)>) -> RuleSets {
        below.sort_by_key(|(path, _)| std::cmp::Reverse(path.components().count()));
        RuleSets { everywhere, below }
    }

    /// The rules for a file: those of the innermost folder that has any.
    pub fn of(&self, file: &Path) -> &Rules {
        let own = self.below.iter().find(|(path, _)| file.starts_with(path));
        own.map_or(&self.everywhere, |(_, rules)| rules)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::RuleSets;
    use crate::corpus::inference::rules::{InferenceSettings, Rules};
    use crate::guide::Vocabulary;

    fn rules(key: &str) -> Rules {
        let settings = InferenceSettings { role_keys: vec![key.to_owned()], ..InferenceSettings::default() };
        Rules::new(&Vocabulary::default(), &settings).unwrap()
    }

    #[test]
    fn the_innermost_folder_decides() {
        let own = ["/a", "/a/b", "/c/x.md"].map(|path| (path.into(), rules(path)));
        let sets = RuleSets::new(rules("all"), own.into());
        for (file, expected) in [
            ("/a/x.md", "/a"),
            ("/a/b/c/x.md", "/a/b"),
            ("/ab/x.md", "all"),
            ("/c/x.md", "/c/x.md"),
            ("/c/y.md", "all"),
        ] {
            assert_eq!(sets.of(Path::new(file)).role_keys, [expected], "{file}");
        }
    }
}
