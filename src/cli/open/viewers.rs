//! How programs that show documents are told to go to a page.

use std::path::Path;

/// What opens a document in the program that the system has for it.
pub(super) const SYSTEM: &str = match std::env::consts::OS.as_bytes() {
    b"macos" => "open",
    b"windows" => "explorer",
    _ => "xdg-open",
};

/// What a viewer of this name takes; the system's opener cannot be told a page.
pub(super) fn arguments(name: &str, file: &Path, page: Option<u32>) -> Vec<String> {
    let path = file.to_string_lossy().into_owned();
    let Some(page) = page.map(|page| page.to_string()) else { return vec![path] };
    match name {
        "evince" | "atril" | "xreader" | "papers" => vec!["-i".to_owned(), page, path],
        "okular" => vec!["-p".to_owned(), page, path],
        "zathura" => vec!["-P".to_owned(), page, path],
        "mupdf" | "mupdf-gl" | "mupdf-x11" => vec![path, page],
        "sumatrapdf" => vec!["-page".to_owned(), page, path],
        "firefox" | "chromium" | "google-chrome" => vec![format!("file://{path}#page={page}")],
        _ => vec![path],
    }
}

#[cfg(test)]
mod tests {
    use super::arguments;
    use std::path::Path;

    #[test]
    fn viewers_are_sent_to_the_page() {
        let file = Path::new("/a/b.pdf");
        assert_eq!(arguments("evince", file, Some(7)), ["-i", "7", "/a/b.pdf"]);
        assert_eq!(arguments("mupdf", file, Some(7)), ["/a/b.pdf", "7"]);
        assert_eq!(arguments("xdg-open", file, Some(7)), ["/a/b.pdf"]);
        assert_eq!(arguments("evince", file, None), ["/a/b.pdf"]);
    }
}
