//! Walking the sections of one segment that match something, in the order of the documents.

use tantivy::{DocId, TERMINATED};

use crate::results::Part;

/// The sections of one segment that match, deleted ones included, and what each is worth.
pub(in crate::engine) trait Matcher {
    /// Where it stands: a matching section, or [`TERMINATED`].
    fn doc(&self) -> DocId;
    /// Goes to the first match at or after `target`, never back.
    fn seek(&mut self, target: DocId) -> DocId;
    /// Goes to the next match.
    fn advance(&mut self) -> DocId {
        if self.doc() == TERMINATED { TERMINATED } else { self.seek(self.doc() + 1) }
    }
    /// The first match at or after `target`, where it then stands, unless it is beyond already.
    fn doc_from(&mut self, target: DocId) -> DocId {
        if self.doc() < target { self.seek(target) } else { self.doc() }
    }
    /// What the section it stands on is worth.
    fn score(&mut self) -> f32;
    /// The parts of that score.
    fn explain(&mut self, parts: &mut Vec<Part>);
    /// About how many sections match: decides who leads an intersection.
    fn size(&self) -> u32;
}

/// Moves up to `doc`; whether it stands there.
pub(in crate::engine) fn stands_at(matcher: &mut dyn Matcher, doc: DocId) -> bool {
    matcher.doc_from(doc) == doc
}

/// Nothing.
pub(in crate::engine) struct Nothing;

impl Matcher for Nothing {
    fn doc(&self) -> DocId {
        TERMINATED
    }

    fn seek(&mut self, _target: DocId) -> DocId {
        TERMINATED
    }

    fn score(&mut self) -> f32 {
        0.0
    }

    fn explain(&mut self, _parts: &mut Vec<Part>) {}

    fn size(&self) -> u32 {
        0
    }
}

/// Every section of a segment, each worth nothing.
pub(in crate::engine) struct Everything {
    doc: DocId,
    end: DocId,
}

impl Everything {
    pub(in crate::engine) fn new(sections: u32) -> Self {
        Everything { doc: if sections == 0 { TERMINATED } else { 0 }, end: sections }
    }
}

impl Matcher for Everything {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = if target < self.end { self.doc.max(target) } else { TERMINATED };
        self.doc
    }

    fn score(&mut self) -> f32 {
        0.0
    }

    fn explain(&mut self, _parts: &mut Vec<Part>) {}

    fn size(&self) -> u32 {
        self.end
    }
}

/// A list of sections, each worth the same.
pub(in crate::engine) struct Listed {
    docs: Vec<DocId>,
    at: usize,
    score: f32,
    /// What they have in common, for explanations.
    label: String,
}

impl Listed {
    /// `docs` in order, none twice.
    pub(in crate::engine) fn new(docs: Vec<DocId>, score: f32, label: String) -> Self {
        Listed { docs, at: 0, score, label }
    }
}

impl Matcher for Listed {
    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // In strides that double: what is looked for is mostly near.
        let mut stride = 1;
        while self.docs.get(self.at + stride).is_some_and(|doc| *doc < target) {
            self.at += stride;
            stride *= 2;
        }
        let end = self.docs.len().min(self.at + stride + 1);
        self.at += self.docs[self.at.min(end)..end].partition_point(|doc| *doc < target);
        self.doc()
    }

    fn score(&mut self) -> f32 {
        self.score
    }

    fn explain(&mut self, parts: &mut Vec<Part>) {
        if self.score > 0.0 {
            parts.push(Part { what: self.label.clone(), worth: self.score });
        }
    }

    fn size(&self) -> u32 {
        self.docs.len() as u32
    }
}

/// Sections that are in all of several sets; their worth adds up.
pub(in crate::engine) struct AllOf {
    parts: Vec<Box<dyn Matcher>>,
    /// The places in `parts`, smallest set first.
    order: Vec<usize>,
    doc: DocId,
}

impl AllOf {
    pub(in crate::engine) fn new(parts: Vec<Box<dyn Matcher>>) -> Self {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|at| parts[*at].size());
        let mut all = AllOf { parts, order, doc: 0 };
        all.settle(0);
        all
    }

    /// Finds the first section at or after `target` that all parts have.
    fn settle(&mut self, mut target: DocId) -> DocId {
        'next: while target != TERMINATED {
            for at in &self.order {
                let part = &mut self.parts[*at];
                let doc = part.doc_from(target);
                if doc != target {
                    target = doc;
                    continue 'next;
                }
            }
            break;
        }
        self.doc = if self.parts.is_empty() { TERMINATED } else { target };
        self.doc
    }
}

impl Matcher for AllOf {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn score(&mut self) -> f32 {
        self.parts.iter_mut().map(|part| part.score()).sum()
    }

    fn explain(&mut self, parts: &mut Vec<Part>) {
        self.parts.iter_mut().for_each(|part| part.explain(parts));
    }

    fn size(&self) -> u32 {
        self.order.first().map_or(0, |at| self.parts[*at].size())
    }
}

/// Sections that are in any of several sets.
pub(in crate::engine) struct AnyOf {
    parts: Vec<Box<dyn Matcher>>,
    doc: DocId,
    /// Of parts that share a section, only the best counts; else their worth adds up.
    best: bool,
}

impl AnyOf {
    /// The worth of parts that share a section adds up.
    pub(in crate::engine) fn sum(parts: Vec<Box<dyn Matcher>>) -> Self {
        AnyOf::new(parts, false)
    }

    /// Of parts that share a section, the best counts.
    pub(in crate::engine) fn best(parts: Vec<Box<dyn Matcher>>) -> Self {
        AnyOf::new(parts, true)
    }

    fn new(parts: Vec<Box<dyn Matcher>>, best: bool) -> Self {
        let doc = parts.iter().map(|part| part.doc()).min().unwrap_or(TERMINATED);
        AnyOf { parts, doc, best }
    }
}

impl Matcher for AnyOf {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.parts.iter_mut().map(|part| part.doc_from(target));
        self.doc = docs.min().unwrap_or(TERMINATED);
        self.doc
    }

    fn score(&mut self) -> f32 {
        let (doc, best) = (self.doc, self.best);
        let scores = self.parts.iter_mut().filter(|part| part.doc() == doc).map(|part| part.score());
        if best { scores.fold(0.0, f32::max) } else { scores.sum() }
    }

    fn explain(&mut self, parts: &mut Vec<Part>) {
        let doc = self.doc;
        let mut here: Vec<_> = self.parts.iter_mut().filter(|part| part.doc() == doc).collect();
        if self.best {
            let mut scored: Vec<(f32, usize)> =
                here.iter_mut().enumerate().map(|(n, part)| (part.score(), n)).collect();
            scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            if let Some((_, best)) = scored.first() {
                here[*best].explain(parts);
            }
        } else {
            here.iter_mut().for_each(|part| part.explain(parts));
        }
    }

    fn size(&self) -> u32 {
        self.parts.iter().map(|part| part.size()).fold(0, u32::saturating_add)
    }
}

/// Sections that are in one set and in none of others.
pub(in crate::engine) struct Without {
    wanted: Box<dyn Matcher>,
    excluded: Vec<Box<dyn Matcher>>,
}

impl Without {
    pub(in crate::engine) fn new(wanted: Box<dyn Matcher>, excluded: Vec<Box<dyn Matcher>>) -> Self {
        let mut without = Without { wanted, excluded };
        without.skip();
        without
    }

    fn skip(&mut self) -> DocId {
        loop {
            let doc = self.wanted.doc();
            if doc == TERMINATED || !self.excluded.iter_mut().any(|other| stands_at(other.as_mut(), doc)) {
                return doc;
            }
            self.wanted.advance();
        }
    }
}

impl Matcher for Without {
    fn doc(&self) -> DocId {
        self.wanted.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.wanted.doc() < target {
            self.wanted.seek(target);
        }
        self.skip()
    }

    fn score(&mut self) -> f32 {
        self.wanted.score()
    }

    fn explain(&mut self, parts: &mut Vec<Part>) {
        self.wanted.explain(parts);
    }

    fn size(&self) -> u32 {
        self.wanted.size()
    }
}

#[cfg(test)]
mod tests {
    use tantivy::TERMINATED;

    use super::{Listed, Matcher as _};

    #[test]
    fn a_list_is_found_in_from_any_place() {
        let docs: Vec<u32> = (0..100).map(|n| n * 3).collect();
        for from in [0, 1, 50, 150, 297] {
            for target in from..310 {
                let mut listed = Listed::new(docs.clone(), 0.0, String::new());
                listed.seek(from);
                let expected = docs.iter().copied().find(|doc| *doc >= target).unwrap_or(TERMINATED);
                assert_eq!(listed.seek(target), expected, "{from} {target}");
            }
        }
        let mut none = Listed::new(Vec::new(), 0.0, String::new());
        assert_eq!((none.doc(), none.seek(7)), (TERMINATED, TERMINATED));
    }
}
