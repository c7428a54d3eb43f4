//! How large a query may be. Beyond these it is refused before any engine sees it, so that no query can exhaust the
//! stack or the clock.

/// Longest query, in bytes.
pub const MAX_BYTES: usize = 8 * 1024;

/// Deepest nesting of parentheses and `NOT`.
pub const MAX_DEPTH: usize = 64;

/// Most words, those in phrases and those that punctuation joins among them.
pub const MAX_WORDS: usize = 256;
