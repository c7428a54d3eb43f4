//! Which hits are looked at a second time.

use tantivy::DocAddress;

use super::evidence::{Evidence, Guides, Stretch};
use super::order::Places;
use super::second_look::Best;
use super::weights::SECOND_LOOK;
use crate::engine::embedded::matching::matches::{Candidate, Matches};

/// The guides of a segment, and what of them matches.
pub(in crate::engine) struct Matched {
    pub guides: Guides,
    pub stretches: Vec<Stretch>,
}

/// The hits to look at twice: the best sections, and the best section of each of the best guides. The same whether
/// sections or guides are asked for, so that a section has one score. In the order of segments and documents, in which
/// postings are read.
pub(in crate::engine) fn the_best(matches: &Matches, guides: &[Matched], places: Places<'_>) -> Vec<Best> {
    let scores = matches.segments.iter().flatten().map(|candidate| candidate.score).collect();
    let mut sections = Chosen::above(scores);
    let mut scores = Vec::new();
    for (candidates, matched) in matches.segments.iter().zip(guides) {
        let of_guide = matched.stretches.iter().map(|stretch| &candidates[stretch.places.clone()]);
        scores.extend(of_guide.map(|sections| leader(sections).1.score));
    }
    let mut leaders = Chosen::above(scores);
    for (segment, (candidates, matched)) in matches.segments.iter().zip(guides).enumerate() {
        for (at, candidate) in candidates.iter().enumerate() {
            sections.offer(candidate.score, (segment, at));
        }
        for Stretch { places, .. } in &matched.stretches {
            let (at, best) = leader(&candidates[places.clone()]);
            leaders.offer(best.score, (segment, places.start + at));
        }
    }
    let place = |(segment, at): &(usize, usize)| {
        places.of(DocAddress::new(*segment as u32, matches.segments[*segment][*at].doc))
    };
    let mut chosen = sections.settle(place);
    chosen.extend(leaders.settle(place));
    chosen.sort_unstable();
    chosen.dedup();
    let best = |(segment, place): (usize, usize)| {
        let Candidate { doc, score } = matches.segments[segment][place];
        Best {
            segment,
            place,
            doc,
            lead: guides[segment].guides.lead(doc),
            evidence: Evidence::default(),
            score,
            forms: 0.0,
            pairs: 0.0,
            neighbours: 0.0,
        }
    };
    chosen.into_iter().map(best).collect()
}

/// The best of a guide's sections and its place among them: of equals the first, as they come in the order of lines.
pub(super) fn leader(sections: &[Candidate]) -> (usize, Candidate) {
    let mut best = (0, sections[0]);
    for (at, candidate) in sections.iter().enumerate().skip(1) {
        if candidate.score > best.1.score {
            best = (at, *candidate);
        }
    }
    best
}

/// The [`SECOND_LOOK`] best of some scores, each told by its segment and its place among the candidates there.
struct Chosen {
    /// The score that the first beyond them has; below every score where there are no more.
    last: f32,
    above: Vec<(usize, usize)>,
    equal: Vec<(usize, usize)>,
}

impl Chosen {
    /// Knows from all the scores which are enough.
    fn above(mut scores: Vec<f32>) -> Chosen {
        let last = if scores.len() > SECOND_LOOK {
            *scores.select_nth_unstable_by(SECOND_LOOK, |a, b| b.total_cmp(a)).1
        } else {
            f32::NEG_INFINITY
        };
        Chosen { last, above: Vec::new(), equal: Vec::new() }
    }

    fn offer(&mut self, score: f32, at: (usize, usize)) {
        if score > self.last {
            self.above.push(at);
        } else if score == self.last {
            self.equal.push(at);
        }
    }

    /// Which of equal ones are among them does not depend on how the index is laid out.
    fn settle<P: Ord>(mut self, place: impl Fn(&(usize, usize)) -> P) -> Vec<(usize, usize)> {
        self.equal.sort_by_cached_key(place);
        self.equal.truncate(SECOND_LOOK.saturating_sub(self.above.len()));
        self.above.append(&mut self.equal);
        self.above
    }
}
