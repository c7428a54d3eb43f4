//! Paths below a source, with `/` between their parts.

/// A path as seen from a folder, without `.` and `..`; none where it leads above the source. Both ends of the result
/// are without `/`.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder that a file is in; empty for the source itself.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(super) fn file(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path without the extension of a page, such as `.md` or `.html`; what else stands behind a dot belongs to the name.
pub(super) fn bare(path: &str) -> &str {
    const PAGES: [&str; 19] = [
        ".html.md.erb",
        ".html.md",
        ".md.erb",
        ".md",
        ".mdx",
        ".markdown",
        ".mkd",
        ".html.erb",
        ".html",
        ".htm",
        ".xhtml",
        ".rst",
        ".adoc",
        ".asciidoc",
        ".org",
        ".ipynb",
        ".txt",
        ".qmd",
        ".rmd",
    ];
    let ends = |extension: &&&str| {
        path.len() > extension.len()
            && path.get(path.len() - extension.len()..).is_some_and(|end| end.eq_ignore_ascii_case(extension))
    };
    PAGES
        .iter()
        .filter(ends)
        .map(|extension| extension.len())
        .max()
        .and_then(|length| path.get(..path.len() - length))
        .unwrap_or(path)
}

/// Whether the last part of a path has an extension: letters and digits behind a dot, `v1.2` not being one.
pub(super) fn has_extension(path: &str) -> bool {
    file(path).rsplit_once('.').is_some_and(|(name, extension)| {
        !name.is_empty()
            && (1..=8).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.contains(|c: char| c.is_ascii_alphabetic())
    })
}

/// Whether `path` is `end`, or ends in it behind a `/`.
pub(super) fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{bare, ends_with, has_extension, joined};

    #[test]
    fn paths_are_walked() {
        for (folder, path, expected) in [
            ("a/b", "../c.md", Some("a/c.md")),
            ("a", "./b//c/", Some("a/b/c")),
            ("", "..", None),
            ("a", "../..", None),
            ("a", "..", Some("")),
        ] {
            assert_eq!(joined(folder, path).as_deref(), expected, "{folder} {path}");
        }
    }

    #[test]
    fn names_and_extensions() {
        assert_eq!(
            ["a/b.md", "a.html.md", "v1.2", "a.HTML", ".md", "a.png"].map(bare),
            ["a/b", "a", "v1.2", "a", ".md", "a.png"]
        );
        assert!(has_extension("a/b.md") && has_extension("b.cpp") && !has_extension("v1.2") && !has_extension("a.b/c"));
        assert!(ends_with("a/b", "b") && ends_with("b", "b") && !ends_with("ab", "b"));
    }
}
