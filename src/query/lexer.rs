//! Splits a query into tokens. Nothing is an error here: what is no operator is a word.

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Or,
    And,
    Not,
    /// Text between quotes, with the number after `~`.
    Quoted {
        text: String,
        slop: u32,
    },
    /// `field:` right before what it applies to.
    Field(String),
    /// Anything else up to white space or a parenthesis.
    Word(String),
}

/// Field names of the query language.
const FIELDS: [&str; 7] = ["title", "role", "section", "tag", "corpus", "guide", "path"];

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut after_space = true;
    while let Some(c) = rest.chars().next() {
        let (token, taken) = match c {
            c if c.is_whitespace() || c.is_control() => {
                rest = &rest[c.len_utf8()..];
                after_space = true;
                continue;
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '"' | '“' | '„' => match quoted(rest) {
                Some(found) => found,
                // A quote that never closes is punctuation.
                None => {
                    rest = &rest[c.len_utf8()..];
                    continue;
                }
            },
            '-' if after_space && starts_operand(&rest[1..]) => (Token::Not, 1),
            // Between a group or quotes and a word a dash is punctuation: `"on call"-rota`.
            '-' if !after_space && !matches!(tokens.last(), Some(Token::Field(_))) => {
                rest = &rest[1..];
                continue;
            }
            _ => word(rest),
        };
        after_space = token == Token::Open;
        tokens.push(token);
        rest = &rest[taken..];
    }
    tokens
}

/// Whether `-` before this text means NOT: something follows at once that is no further dash. A letter alone is an
/// option of a command, as in `kubectl get pods -n`, and what people look for.
fn starts_operand(rest: &str) -> bool {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return false };
    let option = first.is_ascii_alphabetic() && chars.next().is_none_or(|c| c.is_whitespace() || c == ')');
    !option && (first.is_alphanumeric() || matches!(first, '"' | '“' | '(' | '.' | '$' | '#'))
}

/// A quoted text at the start of `rest` with its slop, and how many bytes it takes.
fn quoted(rest: &str) -> Option<(Token, usize)> {
    let open = rest.chars().next()?;
    let inner = &rest[open.len_utf8()..];
    let end = inner.find(['"', '”', '“'])?;
    let close = inner[end..].chars().next()?;
    let mut taken = open.len_utf8() + end + close.len_utf8();
    let mut slop = 0;
    if let Some(after) = rest[taken..].strip_prefix('~') {
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            slop = after[..digits].parse().unwrap_or(u32::MAX).min(MAX_SLOP);
            taken += 1 + digits;
        }
    }
    Some((Token::Quoted { text: inner[..end].to_owned(), slop }, taken))
}

/// Words further apart than this are not near each other in any useful sense.
const MAX_SLOP: u32 = 100;

/// A word, an operator or a field at the start of `rest`, and how many bytes it takes.
fn word(rest: &str) -> (Token, usize) {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).unwrap_or(rest.len());
    let word = &rest[..end];
    match word {
        "OR" | "||" => return (Token::Or, end),
        "AND" | "&&" => return (Token::And, end),
        "NOT" => return (Token::Not, end),
        _ => {}
    }
    if let Some((name, _)) = word.split_once(':') {
        let lower = name.to_ascii_lowercase();
        let operand = rest[name.len() + 1..].chars().next();
        if FIELDS.contains(&lower.as_str()) && operand.is_some_and(|c| !c.is_whitespace() && c != ')' && c != '(') {
            return (Token::Field(lower), name.len() + 1);
        }
    }
    (Token::Word(word.to_owned()), end)
}
