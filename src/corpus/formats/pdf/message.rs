//! What the process that reads a PDF tells the one that asked: messages, each a line of JSON.

use serde::{Deserialize, Serialize};

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Message {
    /// What the document says about itself, and its bookmarks in their order.
    Document {
        /// Title, keywords, date of the last change as they are written.
        title: Option<String>,
        keywords: Option<String>,
        modified: Option<String>,
        bookmarks: Vec<Bookmark>,
    },
    /// A page, in the order of the document.
    Page(Page),
    /// The document cannot be read, for this reason.
    Refused(String),
    /// All has been said.
    End,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Bookmark {
    /// 1 for the highest.
    pub level: u8,
    pub title: String,
    /// The page it leads to, 1-based.
    pub page: u32,
    /// How high on that page, in points from its lower end, where it says so.
    pub height: Option<f32>,
}

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Page {
    /// 1-based.
    pub number: u32,
    /// In the order they are drawn.
    pub lines: Vec<Line>,
    /// Whether some of it could not be read.
    pub damaged: bool,
}

/// A line of text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    pub text: String,
    /// Where it begins and ends along the direction of reading, in points.
    pub start: f32,
    pub end: f32,
    /// How high its baseline is, in points from the lower end of the page.
    pub height: f32,
    /// The size of its letters, in points.
    pub size: f32,
}
