//! Which values may stand on a command line that somebody has not typed.

use crate::report::sanitize::is_unsafe;

/// Whether a value may be offered: nothing in it means anything to any shell, steers a terminal or hides, and it cannot
/// be taken for a flag. Spaces are for the shell's side to quote.
pub(super) fn is_harmless(value: &str) -> bool {
    let ascii = |c: char| c.is_ascii_alphanumeric() || " -_./:#@+,=%".contains(c);
    let others = |c: char| !c.is_ascii() && !is_unsafe(c) && !c.is_whitespace();
    !value.is_empty()
        && !value.starts_with(['#', '=', ' '])
        && !value.ends_with(' ')
        && value.chars().all(|c| ascii(c) || others(c))
}

#[cfg(test)]
mod tests {
    use super::is_harmless;

    #[test]
    fn what_a_shell_would_read_is_not_offered() {
        for value in
            ["platform", "skills/technical", "a.md#ä-1", "guides:b.md#top", "on call", "C++", "日本語", "--role"]
        {
            assert!(is_harmless(value), "{value}");
        }
        for value in [
            "",
            "a;b",
            "$(x)",
            "`x`",
            "a\nb",
            "a\tb",
            "a'b",
            "a\"b",
            "a\\b",
            "a|b",
            "a&b",
            "a<b",
            "*",
            "a?",
            "[a]",
            "{a}",
            "!x",
            "~x",
            "#x",
            "=x",
            " x",
            "x ",
            "a\u{1b}[0m",
            "a\u{202e}b",
            "a\u{0b}b",
            "(a)",
            "a^b",
            "a\u{a0}b",
        ] {
            assert!(!is_harmless(value), "{value:?}");
        }
    }
}
