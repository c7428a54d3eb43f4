//! Which evidence a ranking uses. The default is all of it; less is for measuring what each part earns.

/// The parts of the ranking that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// Words in headings and in the headings above count more.
    pub headings: bool,
    /// A word that the query repeats weighs as often.
    pub repeats: bool,
    /// The guide as a whole counts with each of its sections.
    pub guide: bool,
    /// Roles and section facets that the query names are preferred.
    pub facets: bool,
    /// A heading with nothing under it counts less.
    pub empty: bool,
    /// Words that stand there just as they were typed count more than other words of the same stem.
    pub forms: bool,
    /// Words near each other count more.
    pub pairs: bool,
    /// Guides alike speak for those that cover the query poorly.
    pub neighbours: bool,
}

impl Default for Ranking {
    fn default() -> Self {
        Ranking {
            headings: true,
            repeats: true,
            guide: true,
            facets: true,
            empty: true,
            forms: true,
            pairs: true,
            neighbours: true,
        }
    }
}

impl Ranking {
    /// The names of the parts, as [`Ranking::without`] takes them.
    pub const PARTS: [&'static str; 8] =
        ["headings", "repeats", "guide", "facets", "empty", "forms", "pairs", "neighbours"];

    /// What one pass over the matches gives, without the second look at the best of them.
    pub fn one_pass() -> Self {
        Ranking { forms: false, pairs: false, neighbours: false, ..Ranking::default() }
    }

    /// Nothing but BM25 over the words of a section.
    pub fn bm25() -> Self {
        Ranking {
            headings: false,
            repeats: false,
            guide: false,
            facets: false,
            empty: false,
            forms: false,
            pairs: false,
            neighbours: false,
        }
    }

    /// The same without the named part; none where no part has that name.
    #[must_use]
    pub fn without(mut self, part: &str) -> Option<Self> {
        match part {
            "headings" => self.headings = false,
            "repeats" => self.repeats = false,
            "guide" => self.guide = false,
            "facets" => self.facets = false,
            "empty" => self.empty = false,
            "forms" => self.forms = false,
            "pairs" => self.pairs = false,
            "neighbours" => self.neighbours = false,
            _ => return None,
        }
        Some(self)
    }
}
