//! What headings, and the lines below them, say of roles.

use std::collections::BTreeMap;

use crate::guide::Reason;

use super::role_names::{Names, level_tag, note};
use super::rules::Rules;
use crate::corpus::formats::outline::Part;
use crate::corpus::limits::evidence;

/// How much of a line is looked at, in bytes: who a text is for is said in few words.
const LINE: usize = 1_000;
/// How many lines below a heading are looked at.
const LINES: usize = 50;

/// What a heading, or what stands below it, says of roles.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::corpus) struct Said {
    pub(in crate::corpus) roles: Vec<Reason>,
    pub(in crate::corpus) level: Option<Reason>,
    /// It is a statement of whom this part is for, not only a mention.
    pub(in crate::corpus) stated: bool,
}

/// What is said in all of a guide.
#[derive(Debug)]
pub(in crate::corpus) struct Sayings {
    /// By its title and by what stands below it.
    title: Said,
    /// By each part.
    parts: Vec<Said>,
}

impl Sayings {
    /// Looks through the parts of a guide, each with whether it carries the title.
    pub(in crate::corpus) fn of(rules: &Rules, title: &str, parts: &[(Part, bool)]) -> Sayings {
        let mut all = Sayings { title: Said::by_heading(rules, title), parts: vec![Said::default(); parts.len()] };
        let mut above: Vec<(u8, usize)> = Vec::new();
        for (at, (part, is_headline)) in parts.iter().enumerate() {
            let heading = part.heading.as_ref();
            let by_heading = heading.map_or_else(Said::default, |heading| Said::by_heading(rules, &heading.text));
            let by_lines = Said::by_lines(rules, &part.body);
            let Some(heading) = heading.filter(|_| !is_headline) else {
                if all.title.roles.is_empty() {
                    all.title = by_heading;
                }
                all.title.yield_to(by_lines);
                continue;
            };
            above.retain(|(level, _)| *level < heading.level);
            if let Some(audience) = Said::by_audience(rules, part) {
                let around = above.last().and_then(|(_, place)| all.parts.get_mut(*place));
                around.unwrap_or(&mut all.title).yield_to(Some(audience));
            }
            above.push((heading.level, at));
            all.parts[at] = by_heading;
            all.parts[at].yield_to(by_lines);
        }
        all
    }

    /// What is said from the title down through these parts.
    pub(in crate::corpus) fn along(&self, parts: impl Iterator<Item = usize>) -> Vec<&Said> {
        std::iter::once(&self.title).chain(parts.filter_map(|at| self.parts.get(at))).collect()
    }
}

impl Said {
    /// What a heading says.
    pub(in crate::corpus) fn by_heading(rules: &Rules, heading: &str) -> Said {
        for named in rules.role_headings.iter().filter_map(|pattern| pattern.first_in(heading)) {
            let mut found = BTreeMap::new();
            note(&mut found, rules, Names::stated(named.role, rules.open_roles), "heading pattern", heading);
            if !found.is_empty() {
                let level = named.level.and_then(|level| level_tag(level, "heading pattern", heading));
                return Said { roles: found.into_values().collect(), level, stated: true };
            }
        }
        let mut found = BTreeMap::new();
        note(&mut found, rules, Names::mentioned(heading), "heading", heading);
        Said { roles: found.into_values().collect(), ..Said::default() }
    }

    /// The same where the lines below a heading state whom this part is for.
    pub(in crate::corpus) fn by_lines(rules: &Rules, body: &str) -> Option<Said> {
        if rules.role_lines.is_empty() {
            return None;
        }
        let mut found = BTreeMap::new();
        for line in lines(body) {
            for named in rules.role_lines.iter().filter_map(|pattern| pattern.first_in(line)) {
                note(&mut found, rules, Names::stated(named.role, false), "line", &evidence(line));
            }
        }
        Said::stated(found)
    }

    /// What the text under a heading such as "Who should read this" says of the part around it.
    pub(in crate::corpus) fn by_audience(rules: &Rules, part: &Part) -> Option<Said> {
        let heading = &part.heading.as_ref()?.text;
        if rules.audience_headings.mentions(heading).is_empty() {
            return None;
        }
        let mut found = BTreeMap::new();
        for line in lines(&part.body) {
            let seen = format!("{heading}: {}", evidence(line));
            note(&mut found, rules, Names::stated(line, false), "audience heading", &seen);
        }
        Said::stated(found)
    }

    /// Takes what a statement says in place of what was only a mention.
    fn yield_to(&mut self, statement: Option<Said>) {
        if let Some(statement) = statement
            && (!self.stated || self.roles.is_empty())
        {
            let level = self.level.take().or(statement.level);
            *self = Said { level, ..statement };
        }
    }

    fn stated(found: BTreeMap<String, Reason>) -> Option<Said> {
        let roles: Vec<Reason> = found.into_values().collect();
        (!roles.is_empty()).then_some(Said { roles, level: None, stated: true })
    }
}

/// The first lines of a text, cut where they are long, without the marks of list items.
fn lines(body: &str) -> impl Iterator<Item = &str> {
    body.lines().map(|line| line.trim_start_matches(['-', ' '])).filter(|line| !line.is_empty()).take(LINES).map(
        |line| {
            let end = (0..=LINE.min(line.len())).rev().find(|&end| line.is_char_boundary(end)).unwrap_or(0);
            &line[..end]
        },
    )
}
