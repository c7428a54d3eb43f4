//! What to do where nothing has all that was asked for: which word, clause or filter to leave out, and what that gives.

use super::drill::{Selection, Verdict};
use crate::engine::embedded::matching::matches::{self, Matches};
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::ranking::score::{Scored, Scoring};
use crate::engine::embedded::store::columns::{COUNTED, FACETS};
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::guide::rfc3339;
use crate::results::Instead;

/// Most clauses of a query that are left out one by one: a longer one is relaxed anyway.
const MOST_CLAUSES: usize = 8;

/// Most pieces of advice.
const MOST: usize = 5;

impl Engine {
    /// What to leave out to find more than the `total` that is shown; nothing where enough was found.
    pub(in crate::engine) fn instead(
        &self,
        plan: &Plan,
        scored: &Scored,
        scoring: &Scoring<'_>,
        selection: &Selection,
        total: u64,
    ) -> Result<Vec<Instead>> {
        if total > 0 && !scored.matches.relaxed || plan.unsearchable {
            return Ok(Vec::new());
        }
        let mut advice = Vec::new();
        if total == 0 {
            advice = self.without_filters(&scored.matches, selection)?;
        }
        if advice.is_empty() {
            advice = self.without_clauses(plan, scoring, selection)?;
        }
        advice.retain(|instead| instead.total > total);
        advice.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.drop.cmp(&b.drop)));
        advice.truncate(MOST);
        Ok(advice)
    }

    /// The filters, one by one, and where that gives nothing all of them.
    fn without_filters(&self, matches: &Matches, selection: &Selection) -> Result<Vec<Instead>> {
        let mut advice = Vec::new();
        let flags = selection.flags();
        for (at, flag) in &flags {
            let total = self.passing(matches, &selection.without(*at))?;
            advice.push(Instead { drop: flag.clone(), total });
        }
        advice.retain(|instead| instead.total > 0);
        if advice.is_empty() && flags.len() > 1 {
            let total = self.passing(matches, &Selection::default())?;
            let drop = flags.into_iter().map(|(_, flag)| flag).collect::<Vec<_>>().join(" ");
            advice.push(Instead { drop, total });
        }
        advice.retain(|instead| instead.total > 0);
        Ok(advice)
    }

    /// The clauses of the query, one by one.
    fn without_clauses(&self, plan: &Plan, scoring: &Scoring<'_>, selection: &Selection) -> Result<Vec<Instead>> {
        let clauses = plan.wanted.len() + plan.required.len() + plan.excluded.len();
        if !(2..=MOST_CLAUSES).contains(&clauses) {
            return Ok(Vec::new());
        }
        let mut advice = Vec::new();
        for at in 0..clauses {
            let mut less = plan.clone();
            let drop = if at < plan.wanted.len() {
                less.wanted.remove(at).text
            } else if at < plan.wanted.len() + plan.required.len() {
                less.required.remove(at - plan.wanted.len()).text
            } else {
                less.excluded.remove(at - plan.wanted.len() - plan.required.len()).text
            };
            // What is left must ask for something, and be there whole.
            if less.wanted.is_empty() {
                continue;
            }
            less.want_something();
            let found = matches::matches(&less, &scoring.scope(), false).map_err(unreadable)?;
            if !found.relaxed {
                advice.push(Instead { drop, total: self.passing(&found, selection)? });
            }
        }
        Ok(advice)
    }

    /// How many matches pass the filters.
    fn passing(&self, matches: &Matches, selection: &Selection) -> Result<u64> {
        let mut total = 0;
        for (n, candidates) in matches.segments.iter().enumerate() {
            let filter = self.filter(selection, n)?;
            total += candidates.iter().filter(|hit| filter.judge(hit.doc) == Verdict::Passes).count() as u64;
        }
        Ok(total)
    }
}

impl Selection {
    /// The filters as they were given, each with its number for [`Selection::without`].
    fn flags(&self) -> Vec<(usize, String)> {
        let of =
            |name: &str, values: &[String]| values.iter().map(|value| format!("--{name} {value}")).collect::<Vec<_>>();
        let mut flags = Vec::new();
        for (at, (name, values)) in COUNTED.iter().zip(&self.values).enumerate() {
            flags.push((at, of(name, values).join(" ")));
        }
        flags.push((FACETS, of("guide", &self.guides).join(" ")));
        for (at, (name, date)) in (FACETS + 1..).zip(["since", "until"].iter().zip(self.dates)) {
            flags.push((at, date.map(|date| format!("--{name} {}", rfc3339(date))).unwrap_or_default()));
        }
        flags.retain(|(_, flag)| !flag.is_empty());
        flags
    }

    /// The same without one of its filters.
    fn without(&self, at: usize) -> Selection {
        let mut less = self.clone();
        match at {
            FACETS => less.guides.clear(),
            facet if facet < FACETS => less.values[facet].clear(),
            date => less.dates[date - FACETS - 1] = None,
        }
        less
    }
}
