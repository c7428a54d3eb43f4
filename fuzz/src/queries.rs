//! Any text is a query or too large, and reads as it is printed.

use kb::query::{MAX_BYTES, MAX_WORDS, parse, plain};

pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = plain(&text);
    let Ok(tree) = parse(&text) else { return };
    let printed = tree.to_string();
    match parse(&printed) {
        Ok(again) => assert_eq!(again, tree, "printed as {printed:?}"),
        // Operators may be longer in print, and names of fields that were none are words there.
        Err(error) => assert!(printed.len() > MAX_BYTES || text.len() > MAX_WORDS, "{printed:?}: {error}"),
    }
}
