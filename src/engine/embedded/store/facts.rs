//! What a search reads of every section it looks at, packed into one number: one column is read where there would be
//! four, and opening a column costs as much as reading a few thousand values of it.

use crate::guide::Section;

/// What kind of text a section has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Kind {
    /// A heading with nothing under it.
    HeadingOnly,
    /// A text that is only links.
    OnlyLinks,
    /// A text.
    Text,
}

impl Kind {
    pub(in crate::engine) fn of(section: &Section) -> Kind {
        match section {
            Section { body, .. } if body.is_empty() => Kind::HeadingOnly,
            Section { only_links: true, .. } => Kind::OnlyLinks,
            _ => Kind::Text,
        }
    }
}

/// Bits of the kind, and of the number of words.
const KIND: u32 = 2;
const WORDS: u32 = 24;

/// Facts of a section: its kind in bits 0 and 1, its words in bits 2 to 25, its place in its guide above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Facts(pub u64);

impl Facts {
    /// `nth` is the place of the section in its guide, from 0; `words` how many words heading and body have, stop words
    /// left out (16 million at most).
    pub(in crate::engine) fn new(nth: u64, words: u64, kind: Kind) -> Facts {
        Facts(nth << (KIND + WORDS) | words.min((1 << WORDS) - 1) << KIND | kind as u64)
    }

    /// How many documents back the guide's first section is: the sections of a guide are added together and never
    /// parted.
    pub(in crate::engine) fn nth(self) -> u32 {
        (self.0 >> (KIND + WORDS)) as u32
    }

    /// How many words heading and body have.
    pub(in crate::engine) fn words(self) -> u64 {
        self.0 >> KIND & ((1 << WORDS) - 1)
    }

    pub(in crate::engine) fn kind(self) -> Kind {
        match self.0 & ((1 << KIND) - 1) {
            0 => Kind::HeadingOnly,
            1 => Kind::OnlyLinks,
            _ => Kind::Text,
        }
    }
}

/// Bits of the number of a title's words.
const TITLE: u32 = 16;

/// Facts of a guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct LeadFacts(pub u64);

impl LeadFacts {
    /// `words` of the whole guide and of its title (65,535 at most), stop words left out.
    pub(in crate::engine) fn new(words: u64, title: u64) -> LeadFacts {
        LeadFacts(words << TITLE | title.min((1 << TITLE) - 1))
    }

    /// How many words the guide has.
    pub(in crate::engine) fn words(self) -> u64 {
        self.0 >> TITLE
    }

    /// How many words its title has.
    pub(in crate::engine) fn title_words(self) -> u64 {
        self.0 & ((1 << TITLE) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Kind, LeadFacts};

    #[test]
    fn what_is_packed_is_unpacked() {
        for (nth, words, kind) in [(0, 0, Kind::HeadingOnly), (1, 1, Kind::OnlyLinks), (1_000_000, 500_000, Kind::Text)]
        {
            let facts = Facts::new(nth, words, kind);
            assert_eq!((u64::from(facts.nth()), facts.words(), facts.kind()), (nth, words, kind));
        }
        assert_eq!(Facts::new(3, u64::MAX, Kind::Text).nth(), 3);
        let lead = LeadFacts::new(123_456, 7);
        assert_eq!((lead.words(), lead.title_words()), (123_456, 7));
        assert_eq!(LeadFacts::new(5, u64::MAX).words(), 5);
    }
}
