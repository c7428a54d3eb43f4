//! Where a section is, told so that others find it, and put on their clipboard.

use crate::report::sanitize;
use crate::results::Hit;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One line: heading path, file and lines, id.
pub(super) fn citation(hit: &Hit) -> String {
    let place = hit.lines.place(&hit.path, hit.unit);
    sanitize::one_line(&format!("{} ({place}, {})", hit.breadcrumb.join(" › "), hit.id.0)).into_owned()
}

/// What makes a terminal put a text on the clipboard of the machine it runs on: OSC 52, which goes through SSH as all
/// output does. Whether it did cannot be told.
pub(super) fn to_clipboard(text: &str) -> String {
    format!("\x1b]52;c;{}\x1b\\", base64(text.as_bytes()))
}

/// Base64 of RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            let character = DIGITS.get(value as usize).map_or('=', |digit| char::from(*digit));
            out.push(if digit > group.len() { '=' } else { character });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, to_clipboard};

    #[test]
    fn base64_is_that_of_the_standard() {
        // The examples of RFC 4648, section 10.
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xbf]), "+/+/");
        assert_eq!(to_clipboard("foo"), "\x1b]52;c;Zm9v\x1b\\");
    }
}
