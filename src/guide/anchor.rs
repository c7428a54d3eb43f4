//! Anchors: the part of a section's id after the `#`.

use std::collections::HashMap;

/// The anchor GitHub gives a heading: lower case, spaces to hyphens, punctuation dropped, letters of every script kept.
///
/// Also the form in which role and section names become facet values. Empty where nothing is left.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' || is_mark(c) => out.extend(c.to_lowercase()),
            c if c.is_whitespace() => out.push('-'),
            _ => {}
        }
    }
    out
}

/// Combining marks belong to the letter before them: dropping them would maul Hindi, Thai or decomposed Latin text.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}'
        | '\u{9bc}'..='\u{9cd}' | '\u{a01}'..='\u{a4d}' | '\u{b01}'..='\u{bcd}' | '\u{c00}'..='\u{d4d}'
        | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{3099}'..='\u{309a}')
}

/// Hands out the anchors of one guide, so that no two sections share one.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: HashMap<String, u32>,
}

impl Anchors {
    /// The anchor for a heading: `explicit` (a `{#id}` attribute or an HTML id) where there is one, else the heading's
    /// slug, else `section`; a repeat gets `-1`, `-2` and so on.
    pub fn next(&mut self, heading: &str, explicit: Option<&str>) -> String {
        let base = match explicit.map(str::trim).filter(|id| !id.is_empty()) {
            Some(id) => id.to_owned(),
            None => Some(slug(heading)).filter(|s| !s.is_empty()).unwrap_or_else(|| "section".to_owned()),
        };
        self.take(base)
    }

    /// The anchor of text that stands under no heading.
    pub fn top(&mut self) -> String {
        self.take("top".to_owned())
    }

    fn take(&mut self, base: String) -> String {
        let mut anchor = base.clone();
        if let Some(repeats) = self.taken.get(&base).copied() {
            let mut n = repeats;
            while self.taken.contains_key(&anchor) {
                n += 1;
                anchor = format!("{base}-{n}");
            }
            self.taken.insert(base, n);
        }
        self.taken.insert(anchor.clone(), 0);
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug};

    #[test]
    fn slugs_are_githubs() {
        for (heading, expected) in [
            ("Technical skills", "technical-skills"),
            ("CI/CD & Co.", "cicd--co"),
            ("What's new?", "whats-new"),
            ("自己紹介 Über", "自己紹介-über"),
            ("snake_case-ok", "snake_case-ok"),
            ("…", ""),
        ] {
            assert_eq!(slug(heading), expected, "{heading}");
        }
    }

    #[test]
    fn repeats_never_collide() {
        let mut anchors = Anchors::default();
        let given: Vec<_> = ["Foo", "Foo", "foo 1", "Foo", "foo-1"].iter().map(|h| anchors.next(h, None)).collect();
        assert_eq!(given, ["foo", "foo-1", "foo-1-1", "foo-2", "foo-1-2"]);
        assert_eq!(anchors.next("", None), "section");
        assert_eq!(anchors.next("Foo", Some("bar")), "bar");
        assert_eq!(anchors.top(), "top");
    }
}
