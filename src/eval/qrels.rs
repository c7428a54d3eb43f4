//! Judgements: which document answers which question, and how well. TREC calls such a file qrels.

use std::collections::BTreeMap;
use std::path::Path;

use super::lines::{self, fields, malformed};
use crate::error::{Error, Result};

/// The judged documents of one question by name, with their grades: relevant above 0, better where larger.
pub type Judged = BTreeMap<String, i64>;

/// Judgements by the id of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    topics: BTreeMap<String, Judged>,
}

impl Qrels {
    /// Reads `topic iteration document grade` a line; the iteration means nothing.
    ///
    /// # Errors
    /// [`Error::User`] with file, line and reason for a line that is not so, and for a document with two grades for
    /// one question.
    pub fn read(path: &Path) -> Result<Qrels> {
        Qrels::parse(path, &lines::read(path)?)
    }

    fn parse(path: &Path, text: &str) -> Result<Qrels> {
        const FORM: &str = "a line is `query 0 document grade`, the grade a whole number";
        let mut qrels = Qrels::default();
        for (n, line) in lines::numbered(text) {
            let refuse = |reason: String| malformed(path, n, &reason).with_hint(FORM);
            let [topic, _, document, grade] =
                fields(line).map_err(|count| refuse(format!("there are {count} fields, not four")))?;
            let grade: i64 = grade.parse().map_err(|_| refuse(format!("the grade `{grade}` is no whole number")))?;
            let judged = qrels.topics.entry(topic.to_owned()).or_default();
            match judged.insert(document.to_owned(), grade) {
                Some(before) if before != grade => {
                    return Err(refuse(format!("`{document}` was given the grade {before} for `{topic}` before")));
                }
                _ => {}
            }
        }
        if qrels.topics.is_empty() {
            return Err(Error::user(format!("there is no judgement in {}", path.display())).with_hint(FORM));
        }
        Ok(qrels)
    }

    /// The judged documents of a question, if any of them is relevant: only such a question can be measured.
    pub fn relevant_to(&self, topic: &str) -> Option<&Judged> {
        self.topics.get(topic).filter(|judged| judged.values().any(|grade| *grade > 0))
    }

    /// The questions that can be measured, by id.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str).filter(|topic| self.relevant_to(topic).is_some())
    }

    /// The names of all judged documents, relevant or not, in order; a name for each time it was judged.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.topics.values().flat_map(Judged::keys).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Qrels;

    fn parse(text: &str) -> crate::error::Result<Qrels> {
        Qrels::parse(Path::new("f.qrels"), text)
    }

    #[test]
    fn judgements_are_read() {
        let qrels = parse("1 0 a 2\r\n1\tQ0\tb c\t0\n\n2 0 a -1\n3 0 a 1\n3 0 a 1").unwrap();
        assert_eq!(qrels.topics().collect::<Vec<_>>(), ["1", "3"]);
        let judged = qrels.relevant_to("1").unwrap();
        assert_eq!((judged["a"], judged["b c"]), (2, 0));
        assert_eq!(qrels.relevant_to("2"), None, "nothing relevant");
        assert_eq!(qrels.documents().collect::<Vec<_>>(), ["a", "b c", "a", "a"]);
    }

    #[test]
    fn a_line_that_is_no_judgement_is_named() {
        for (text, line, reason) in [
            ("1 0 a 1\n1 0 b", "line 2", "3 fields"),
            ("1 0 a b 1", "line 1", "5 fields"),
            ("\n1 0 a yes", "line 2", "`yes` is no whole number"),
            ("1 0 a 0.5", "line 1", "`0.5`"),
            ("1 0 a 1\n1 0 a 2", "line 2", "grade 1"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains("f.qrels") && message.contains(line) && message.contains(reason), "{message}");
        }
        assert!(parse(" \n").unwrap_err().to_string().contains("no judgement"));
    }
}
