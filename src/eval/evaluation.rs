//! A run held against judgements.

use std::collections::HashMap;

use serde::Serialize;

use super::measures::Scores;
use super::qrels::Qrels;
use super::run::Run;

/// How good a run is, question by question and on the whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// How many questions were measured.
    pub queries: usize,
    /// The mean over them.
    pub means: Scores,
    /// Each of them, in the order that was asked for.
    pub per_query: Vec<Measured>,
}

/// How good the ranking for one question is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The id of the question.
    pub id: String,
    /// Its figures.
    #[serde(flatten)]
    pub scores: Scores,
    /// How many documents are relevant to it.
    pub relevant: usize,
    /// How many of those were found, at whatever rank.
    pub found: usize,
}

impl Evaluation {
    /// Measures a run over `topics`, the ids of questions. One that has no relevant document is left out, as nothing
    /// can be measured by it; one that the run has no ranking for counts 0.
    pub fn new<'a>(run: &Run, topics: impl IntoIterator<Item = &'a str>, qrels: &Qrels) -> Evaluation {
        let rankings: HashMap<&str, &[(String, f32)]> =
            run.rankings.iter().map(|ranking| (ranking.topic.as_str(), ranking.documents.as_slice())).collect();
        let mut per_query = Vec::new();
        for topic in topics {
            let Some(judged) = qrels.relevant_to(topic) else { continue };
            let ranking = rankings.get(topic).copied().unwrap_or_default();
            let documents = || ranking.iter().map(|(name, _)| name.as_str());
            let relevant = |name: &str| judged.get(name).is_some_and(|grade| *grade > 0);
            per_query.push(Measured {
                id: topic.to_owned(),
                scores: Scores::of(documents(), judged),
                relevant: judged.values().filter(|grade| **grade > 0).count(),
                found: documents().filter(|name| relevant(name)).count(),
            });
        }
        let means = Scores::mean(per_query.iter().map(|measured| &measured.scores));
        Evaluation { queries: per_query.len(), means, per_query }
    }
}
