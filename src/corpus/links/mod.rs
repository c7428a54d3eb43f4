//! Where the links of guides lead: to another guide, to a file that is none, or nowhere.

mod anchors;
mod map;
mod paths;

pub use anchors::{Anchors, has_anchor, letters};
pub use map::{GuideMap, Led, Style};
