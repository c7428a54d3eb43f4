//! Any Markdown can be laid out at any width, and what is laid out is safe to show.

use kb::report::reader::{self, Reading};
use kb::report::{lines, sanitize};

pub fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let html = |html: &str| html.to_owned();
    let mut sheets = reader::read(&text, &Reading { html: &html, ..Reading::default() });
    reader::mark(&mut sheets, &mut |text| text.match_indices('a').map(|(at, found)| at..at + found.len()).collect());
    for width in [4, 17, 80] {
        for span in lines(&sheets, width).iter().flatten() {
            assert!(!span.text.chars().any(sanitize::is_unsafe), "{span:?}");
        }
    }
    lines(&reader::plain(&text), 40);
}
