//! Questions to be judged by: TREC calls them topics. One a line, `id<TAB>text`.

use std::collections::HashMap;
use std::path::Path;

use super::lines;
use crate::error::{Error, Result};
use crate::query::{self, Expr};

/// A question with the id that judgements know it by.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// The id.
    pub id: String,
    /// The question as it would be typed.
    pub text: String,
    /// What it means: its words. People's questions hold capitals, quotes and dashes that are no operators.
    pub expr: Expr,
}

/// Reads the questions in `path`, in their order. Blank lines are passed over.
///
/// # Errors
/// [`Error::User`] with file, line and reason for a line without id or text, an id that came before, and a question
/// beyond the limits of a query.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>> {
    parse(path, &lines::read(path)?)
}

fn parse(path: &Path, text: &str) -> Result<Vec<Topic>> {
    let mut topics = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (n, line) in lines::numbered(text) {
        let refuse = |reason: &str| Err(lines::malformed(path, n, reason).with_hint("a line is `id<TAB>question`"));
        let Some((id, text)) = line.split_once('\t') else {
            return refuse("there is no tab between id and question");
        };
        let (id, text) = (id.trim(), text.trim());
        if id.is_empty() {
            return refuse("the question has no id");
        }
        if text.is_empty() {
            return refuse("there is no question");
        }
        if let Some(first) = seen.insert(id, n) {
            return refuse(&format!("the id `{id}` was given in line {first} already"));
        }
        let expr = query::plain(text).map_err(|error| located(path, n, &error))?;
        topics.push(Topic { id: id.to_owned(), text: text.to_owned(), expr });
    }
    if topics.is_empty() {
        return Err(
            Error::user(format!("there is no question in {}", path.display())).with_hint("a line is `id<TAB>question`")
        );
    }
    Ok(topics)
}

/// What the parser says of a question, with the place of the question.
fn located(path: &Path, line: usize, error: &Error) -> Error {
    let located = lines::malformed(path, line, &error.to_string());
    match error.hint() {
        Some(hint) => located.with_hint(hint),
        None => located,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;

    #[test]
    fn questions_are_read_in_order() {
        let topics = parse(Path::new("q.tsv"), "b\twho (or what) \"is\tit\r\n\n a \t-x: y?\n").unwrap();
        let read: Vec<(&str, &str)> = topics.iter().map(|topic| (topic.id.as_str(), topic.text.as_str())).collect();
        assert_eq!(read, [("b", "who (or what) \"is\tit"), ("a", "-x: y?")]);
    }

    #[test]
    fn a_line_that_is_no_question_is_named() {
        let many: String = (0..300).map(|n| format!("word{n} ")).collect();
        for (text, line, reason) in [
            ("1\tx\n2 y", "line 2", "no tab"),
            ("\tx", "line 1", "no id"),
            ("\n1\t ", "line 2", "no question"),
            ("1\tx\n\n1\ty", "line 3", "in line 1 already"),
            (&format!("1\t{many}"), "line 1", "300 different words"),
            (&format!("1\tx\n2\t{}", "a ".repeat(5_000)), "line 2", "9999 bytes"),
        ] {
            let message = parse(Path::new("q.tsv"), text).unwrap_err().to_string();
            assert!(message.contains("q.tsv") && message.contains(line) && message.contains(reason), "{message}");
        }
        assert!(parse(Path::new("q.tsv"), "\n").unwrap_err().to_string().contains("no question in q.tsv"));
    }
}
