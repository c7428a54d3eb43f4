//! Reads a query. Everything that cannot be read as an operator is text, so the only refusals are for size.
//!
//! `NOT` binds tightest, then adjacency (and `AND`), then `OR`.

use std::collections::HashSet;

use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, Result};

use super::expr::{Expr, Facet};
use super::lexer::{Token, tokens};
use super::limits::{MAX_BYTES, MAX_DEPTH, MAX_WORDS};

/// Reads a query; blank text is [`Expr::All`].
///
/// # Errors
/// [`Error::User`] where the query is longer, deeper or has more clauses than the limits allow.
pub fn parse(text: &str) -> Result<Expr> {
    if text.len() > MAX_BYTES {
        return Err(too_large(format!("the query is {} bytes long", text.len()), format!("{MAX_BYTES} bytes")));
    }
    let mut tokens = tokens(text);
    balance(&mut tokens);
    let words: usize = tokens.iter().map(words_of).sum();
    if words > MAX_WORDS {
        return Err(too_large(format!("the query has {words} words"), format!("{MAX_WORDS}")));
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    Ok(match parser.alternatives()? {
        Some(expr) => expr,
        None if text.trim().is_empty() => Expr::All,
        // Nothing but operators and quotes is no wish to see everything: it is text in which nothing can be searched.
        None => Expr::Word(text.trim().to_owned()),
    })
}

/// Reads a question as plain text: nothing in it is an operator, quotes and parentheses are punctuation.
///
/// # Errors
/// [`Error::User`] where it is longer than a query may be, or has more different words.
pub fn plain(text: &str) -> Result<Expr> {
    if text.len() > MAX_BYTES {
        return Err(too_large(format!("the question is {} bytes long", text.len()), format!("{MAX_BYTES} bytes")));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let different: HashSet<&str> = words.iter().copied().collect();
    let joined = words.iter().map(|word| words_in(word)).max().unwrap_or_default();
    if different.len().max(joined) > MAX_WORDS {
        let count = different.len().max(joined);
        return Err(too_large(format!("the question has {count} different words"), format!("{MAX_WORDS}")));
    }
    let words: Vec<Expr> = words.into_iter().map(|word| Expr::Word(word.to_owned())).collect();
    Ok(one_or(words, Expr::And).unwrap_or(Expr::All))
}

fn too_large(what: String, limit: String) -> Error {
    Error::user(format!("{what}, and at most {limit} can be searched")).with_hint("search for a part of it")
}

/// How many words a token is, at least one where it is text.
fn words_of(token: &Token) -> usize {
    match token {
        Token::Word(text) | Token::Quoted { text, .. } => words_in(text).max(1),
        Token::Open | Token::Close | Token::Or | Token::And | Token::Not | Token::Field(_) => 0,
    }
}

/// How many words a text has. Each is looked up by itself, also where something joins them, as in `a_b_c`.
fn words_in(text: &str) -> usize {
    let joins = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
    text.split(|c: char| !joins(c)).filter(|word| !word.is_empty()).count()
}

/// Drops parentheses that have no partner: they are punctuation, not structure.
fn balance(tokens: &mut Vec<Token>) {
    let mut open = Vec::new();
    let mut lonely = vec![false; tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => open.push(at),
            Token::Close => lonely[at] = open.pop().is_none(),
            _ => {}
        }
    }
    open.into_iter().for_each(|at| lonely[at] = true);
    let mut lonely = lonely.into_iter();
    tokens.retain(|_| lonely.next() != Some(true));
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// Whether what stands `ahead` of here can be the operand of an operator.
    fn operand_at(&self, ahead: usize) -> bool {
        !matches!(self.tokens.get(self.at + ahead), None | Some(Token::Close | Token::Or | Token::And))
    }

    /// `a OR b OR c`
    fn alternatives(&mut self) -> Result<Option<Expr>> {
        let mut parts: Vec<Expr> = self.sequence()?.into_iter().collect();
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            parts.extend(self.sequence()?);
        }
        Ok(one_or(parts, Expr::Or))
    }

    /// `a b c`, up to an `OR` between operands or the end of the group.
    fn sequence(&mut self) -> Result<Option<Expr>> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(Token::Close) => break,
                Some(Token::Or) if !parts.is_empty() && self.operand_at(1) => break,
                Some(Token::And) if !parts.is_empty() && self.operand_at(1) => self.at += 1,
                // An operator with nothing to work on is a word.
                Some(Token::Or) => {
                    self.at += 1;
                    parts.push(Expr::Word("OR".to_owned()));
                }
                Some(Token::And) => {
                    self.at += 1;
                    parts.push(Expr::Word("AND".to_owned()));
                }
                Some(_) => parts.extend(self.operand()?),
            }
        }
        Ok(one_or(parts, Expr::And))
    }

    /// A word, phrase, field clause, group, or `NOT` before one of them. None for an empty group.
    fn operand(&mut self) -> Result<Option<Expr>> {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        self.at += 1;
        Ok(match token {
            Token::Not if self.operand_at(0) => {
                let inner = self.deeper(Parser::operand)?;
                inner.map(|inner| match inner {
                    Expr::Not(twice) => *twice,
                    other => Expr::Not(Box::new(other)),
                })
            }
            Token::Not => Some(Expr::Word("NOT".to_owned())),
            Token::Open => match self.operator_alone() {
                Some(word) => Some(word),
                None => {
                    let inner = self.deeper(Parser::alternatives)?;
                    self.at += 1; // the partner: balance() left no group open
                    inner
                }
            },
            Token::Field(name) => self.field(&name),
            Token::Quoted { text, slop } => phrase(text, slop),
            Token::Word(word) => Some(term(word)),
            Token::Close | Token::Or | Token::And => None,
        })
    }

    /// `OR)` after a parenthesis: the word, which is how an operator is told to be one.
    fn operator_alone(&mut self) -> Option<Expr> {
        let word = match (self.peek()?, self.tokens.get(self.at + 1)?) {
            (Token::Or, Token::Close) => "OR",
            (Token::And, Token::Close) => "AND",
            (Token::Not, Token::Close) => "NOT",
            _ => return None,
        };
        self.at += 2;
        Some(Expr::Word(word.to_owned()))
    }

    /// What follows `name:`.
    fn field(&mut self, name: &str) -> Option<Expr> {
        let token = self.peek().cloned();
        self.at += 1;
        match (Facet::named(name), token) {
            (Some(facet), Some(Token::Quoted { text: value, .. } | Token::Word(value))) => {
                Some(Expr::Is(facet, value.trim().to_owned())).filter(|_| !value.trim().is_empty())
            }
            (None, Some(Token::Quoted { text, slop })) => phrase(text, slop).map(|inner| Expr::Title(Box::new(inner))),
            (None, Some(Token::Word(word))) => Some(Expr::Title(Box::new(term(word)))),
            // `role:NOT`, `title:role:x`: the field name was a word after all.
            (_, other) => {
                self.at -= usize::from(other.is_some());
                Some(Expr::Word(name.to_owned()))
            }
        }
    }

    fn deeper(&mut self, read: impl Fn(&mut Self) -> Result<Option<Expr>>) -> Result<Option<Expr>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_large("the query is nested too deeply".to_owned(), format!("{MAX_DEPTH} levels")));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }
}

fn one_or(mut parts: Vec<Expr>, many: impl Fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    if parts.len() > 1 { Some(many(parts)) } else { parts.pop() }
}

fn phrase(text: String, slop: u32) -> Option<Expr> {
    let text = text.trim().to_owned();
    if text.is_empty() { None } else { Some(Expr::Phrase { text, slop }) }
}

fn term(word: String) -> Expr {
    match word.strip_suffix('*') {
        Some(stem) if stem.ends_with(char::is_alphanumeric) => Expr::Prefix(stem.to_owned()),
        _ => Expr::Word(word),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, plain};
    use crate::query::{Expr, Facet};

    fn word(text: &str) -> Expr {
        Expr::Word(text.to_owned())
    }

    #[test]
    fn precedence_is_not_then_adjacency_then_or() {
        assert_eq!(
            parse("a b OR NOT c d").unwrap(),
            Expr::Or(vec![
                Expr::And(vec![word("a"), word("b")]),
                Expr::And(vec![Expr::Not(Box::new(word("c"))), word("d")]),
            ])
        );
    }

    #[test]
    fn every_operator_reads_as_the_contract_says() {
        for (text, printed) in [
            ("", ""),
            ("  ", ""),
            ("a AND b", "a b"),
            ("-bc a", "NOT bc a"),
            ("a-b --x", "a-b --x"),
            ("get pods -n", "get pods -n"),
            ("pods -n web -o wide", "pods -n web -o wide"),
            ("\"a phrase\"", "\"a phrase\""),
            ("\"near words\"~3", "\"near words\"~3"),
            ("pre*", "pre*"),
            ("*", "*"),
            ("title:skills role:x", "title:skills role:x"),
            ("title:\"soft skills\"", "title:\"soft skills\""),
            ("tag:\"two words\"", "tag:\"two words\""),
            ("foo:bar http://x/y", "foo:bar http://x/y"),
            ("(a OR b) c", "(a OR b) c"),
            ("NOT NOT a", "a"),
            ("()", "()"),
            ("\"\"", "\"\""),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), printed, "{text}");
        }
        assert_eq!(parse("role:\"a b\"").unwrap(), Expr::Is(Facet::Role, "a b".into()));
    }

    #[test]
    fn what_is_no_operator_is_text() {
        for (text, printed) in [
            ("OR", "(OR)"),
            ("OR a", "(OR) a"),
            ("a OR", "a (OR)"),
            ("a (OR) b", "a (OR) b"),
            ("NOT", "(NOT)"),
            ("a NOT", "a (NOT)"),
            ("AND AND", "(AND) (AND)"),
            ("(((a", "a"),
            ("a)) (b", "a b"),
            ("\"unclosed a", "unclosed a"),
            ("role: a", "role: a"),
            ("title:NOT", "title (NOT)"),
            ("- a", "- a"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), printed, "{text}");
        }
    }

    #[test]
    fn printing_and_reading_agree() {
        for text in [
            "a OR b c",
            "(a b) OR c",
            "NOT (a OR b)",
            "(a OR (b c)) \"d e\"~2 -f",
            "title:x* path:docs/a.md",
            "NOT (OR)",
            "(get pods -n) OR x",
            "\"on call\"-rota (a)-b",
            "role:\"OR\" tag:\"title:x\" section:\"„x\"",
        ] {
            let tree = parse(text).unwrap();
            assert_eq!(parse(&tree.to_string()).unwrap(), tree, "{text}");
        }
    }

    #[test]
    fn size_is_limited_before_anything_is_built() {
        let refused = |text: String| parse(&text).unwrap_err().to_string();
        assert!(refused("a".repeat(9_000)).contains("9000 bytes"));
        for text in ["a ", "a_", "a—", "a.a ", "\"a a\" "] {
            assert!(refused(text.repeat(300)).contains("00 words"), "{text}");
        }
        assert!(refused(format!("\"{}\"", "a ".repeat(300))).contains("300 words"));
        assert!(plain(&"a-".repeat(300)).is_err() && plain(&"a-b ".repeat(300)).is_ok());
        assert!(parse(&"कि ".repeat(250)).is_ok());
        assert!(refused(format!("{}a{}", "(".repeat(100), ")".repeat(100))).contains("nested"));
        assert!(refused("(a OR ".repeat(70) + &")".repeat(70)).contains("nested"));
        assert_eq!(parse(&"(".repeat(8_000)).unwrap(), word(&"(".repeat(8_000)));
        assert!(parse(&"NOT ".repeat(2_000)).unwrap_err().to_string().contains("nested"));
    }
}
