//! A run: what was found for each question, as TREC writes it down.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::lines::{self, fields, malformed};
use crate::error::{Error, Result};

/// The name of the system that made a run, the last field of its lines.
const TAG: &str = "kb";

/// What was found for one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The id of the question.
    pub topic: String,
    /// The documents by name with their scores, best first, each once.
    pub documents: Vec<(String, f32)>,
}

/// What was found for each of several questions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// A ranking for each question, in the order of the questions.
    pub rankings: Vec<Ranking>,
}

/// A line of a run file, but for its question.
struct Line<'a> {
    document: &'a str,
    rank: u64,
    score: f64,
}

impl Run {
    /// Reads a run that any program wrote. Documents stand by score, those with equal scores by rank.
    ///
    /// # Errors
    /// [`Error::User`] with file, line and reason for a line that is not `topic Q0 document rank score tag`, and for a
    /// document that is given twice for one question; with the file where it holds no line at all.
    pub fn read(path: &Path) -> Result<Run> {
        Run::parse(path, &lines::read(path)?)
    }

    fn parse(path: &Path, text: &str) -> Result<Run> {
        const FORM: &str = "a line is `query Q0 document rank score tag`";
        let mut order: Vec<&str> = Vec::new();
        let mut found: HashMap<&str, Vec<Line>> = HashMap::new();
        let mut seen: HashSet<(&str, &str)> = HashSet::new();
        for (n, line) in lines::numbered(text) {
            let refuse = |reason: String| malformed(path, n, &reason).with_hint(FORM);
            let [topic, _, document, rank, score, _] =
                fields(line).map_err(|count| refuse(format!("there are {count} fields, not six")))?;
            let rank = rank.parse().map_err(|_| refuse(format!("the rank `{rank}` is no whole number")))?;
            let score = match score.parse::<f64>() {
                Ok(number) if number.is_finite() => number,
                _ => return Err(refuse(format!("the score `{score}` is no number"))),
            };
            if !seen.insert((topic, document)) {
                return Err(refuse(format!("`{document}` was given for `{topic}` before")));
            }
            let lines = found.entry(topic).or_insert_with(|| {
                order.push(topic);
                Vec::new()
            });
            lines.push(Line { document, rank, score });
        }
        if order.is_empty() {
            return Err(Error::user(format!("there is no ranking in {}", path.display())).with_hint(FORM));
        }
        let ranking = |topic: &str| {
            let mut lines = found.remove(topic).unwrap_or_default();
            lines.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.rank.cmp(&b.rank)));
            let documents = lines.into_iter().map(|line| (line.document.to_owned(), line.score as f32)).collect();
            Ranking { topic: topic.to_owned(), documents }
        };
        Ok(Run { rankings: order.into_iter().map(ranking).collect() })
    }

    /// Writes `topic Q0 document rank score tag` a line, the rank from 1. A file is there whole or not at all; what
    /// exists and is no file, such as a device or a pipe, is written into. A link stays one, its target is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        write(path, &self.text()).map_err(|error| Error::io("write", path, error))
    }

    /// The lines. Scores fall strictly, by the least there is where they were equal: other programs order a run by
    /// score alone, and so see the order that was measured.
    fn text(&self) -> String {
        let mut text = String::new();
        for Ranking { topic, documents } in &self.rankings {
            // A name with a space in it needs fields that tabs set apart.
            let spaced = |name: &str| name.contains(char::is_whitespace);
            let gap = if spaced(topic) || documents.iter().any(|(name, _)| spaced(name)) { '\t' } else { ' ' };
            let mut last = f32::INFINITY;
            for (at, (document, score)) in documents.iter().enumerate() {
                last = if *score < last { *score } else { last.next_down() };
                let document = document.replace(char::is_control, "_");
                let _ = writeln!(text, "{topic}{gap}Q0{gap}{document}{gap}{}{gap}{last}{gap}{TAG}", at + 1);
            }
        }
        text
    }
}

/// Writes a file beside the one that is meant and renames it, or writes straight to what is no file.
fn write(path: &Path, text: &str) -> io::Result<()> {
    // Opened by its name, a file it was led into would be written from its start, and over.
    if path == Path::new("/dev/stdout") {
        let mut out = io::stdout().lock();
        return out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
    // A link to nothing yet has no real path; writing through it makes what it names.
    let dangling = path.is_symlink() && !path.exists();
    if dangling || fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return File::options().write(true).create(dangling).truncate(false).open(path)?.write_all(text.as_bytes());
    }
    let target = if path.is_symlink() { path.canonicalize()? } else { path.to_owned() };
    let beside = beside(&target);
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, &target)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// A file in the same folder, for what is not yet whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Ranking, Run};

    fn ranking(topic: &str, documents: &[(&str, f32)]) -> Ranking {
        let documents = documents.iter().map(|(name, score)| ((*name).to_owned(), *score)).collect();
        Ranking { topic: topic.to_owned(), documents }
    }

    fn parse(text: &str) -> crate::error::Result<Run> {
        Run::parse(Path::new("f.run"), text)
    }

    #[test]
    fn what_is_written_reads_back_in_the_same_order() {
        let rankings = vec![
            ranking("q 2", &[("z", 3.5), ("a", 3.5), ("m", 3.5), ("two words", 0.0)]),
            ranking("1", &[("b", 7.25), ("c", 0.5)]),
        ];
        let run = Run { rankings };
        let text = run.text();
        assert!(text.ends_with("1 Q0 b 1 7.25 kb\n1 Q0 c 2 0.5 kb\n"), "{text}");
        let read = parse(&text).unwrap();
        let order = |run: &Run| -> Vec<(String, Vec<String>)> {
            let names = |ranking: &Ranking| ranking.documents.iter().map(|(name, _)| name.clone()).collect();
            run.rankings.iter().map(|ranking| (ranking.topic.clone(), names(ranking))).collect()
        };
        assert_eq!(order(&read), order(&run));
        let scores: Vec<f32> = read.rankings[0].documents.iter().map(|(_, score)| *score).collect();
        assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "{scores:?}");
    }

    #[test]
    fn a_run_is_read_by_score_then_rank() {
        let run = parse("1 Q0 c 3 1 x\r\n1 Q0 b 2 1e0 x\n\n1 Q0 a 9 2.5 x\n0 Q0 a 1 -1 x\n").unwrap();
        assert_eq!(run.rankings[0], ranking("1", &[("a", 2.5), ("b", 1.0), ("c", 1.0)]));
        assert_eq!(run.rankings[1], ranking("0", &[("a", -1.0)]));
    }

    #[test]
    fn an_empty_run_is_no_run() {
        for text in ["", "\n \n"] {
            assert_eq!(parse(text).unwrap_err().to_string(), "there is no ranking in f.run");
        }
    }

    #[test]
    fn a_line_that_is_none_of_a_run_is_named() {
        for (text, line, reason) in [
            ("1 Q0 a 1 2 x\n1 Q0 b 1 2", "line 2", "5 fields"),
            ("\n1 Q0 a first 2 x", "line 2", "rank `first`"),
            ("1 Q0 a 1 high x", "line 1", "score `high`"),
            ("1 Q0 a 1 NaN x", "line 1", "score `NaN`"),
            ("1 Q0 a 1 2 x\n2 Q0 a 1 2 x\n1 Q0 a 2 1 x", "line 3", "`a` was given for `1` before"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains("f.run") && message.contains(line) && message.contains(reason), "{message}");
        }
    }
}
