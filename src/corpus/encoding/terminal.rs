//! Text that was meant for a terminal: colours and the like (ECMA-48), and letters struck over to make them bold.

/// The same text without them. No line end is ever taken.
pub(super) fn without_escapes(text: String) -> String {
    if !text.contains(['\u{1b}', '\u{8}']) {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{8}' => {
                if kept.chars().next_back().is_some_and(|last| last != '\n') {
                    kept.pop();
                }
            }
            '\u{1b}' => {
                let ends: fn(char) -> bool = match chars.next_if(|&c| c != '\n') {
                    Some('[') => |c| matches!(c, '@'..='~'),
                    Some(']' | 'P' | 'X' | '^' | '_') => |c| c == '\u{7}' || c == '\u{1b}',
                    Some('(' | ')' | '*' | '+' | '#' | '%' | ' ') => |_| true,
                    _ => continue,
                };
                while let Some(c) = chars.next_if(|&c| c != '\n') {
                    if ends(c) {
                        if c == '\u{1b}' {
                            chars.next_if_eq(&'\\');
                        }
                        break;
                    }
                }
            }
            c => kept.push(c),
        }
    }
    kept
}
