//! What is on the screen, and what commands and answers do to it.

mod facets;
mod hits;
mod mouse;
mod reader;

use ratatui::layout::Size;

use crate::error::Error;
use crate::guide::SectionId;
use crate::query::DrillDown;
use crate::results::{Comparison, Hit, SearchResults};

use super::answer::Answer;
use super::asked::Ask;
use super::citation::citation;
use super::keys::{Command, Step};
use super::layout::{Panes, is_wide, panes};
use super::line::Line;
use super::panes::{comparison, help};

use facets::FacetCursor;
pub(super) use facets::FacetRow;
use reader::Reader;

/// Hits that are asked for at first. So few are found without putting all others in order.
const FIRST_HITS: usize = 50;

/// Hits that can be gone through.
pub(super) const MOST_HITS: usize = 1_000;

/// How far from the end of the hits more of them are asked for.
const NEAR_THE_END: usize = 10;

/// Which pane the keys are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The line of the query.
    Query,
    /// The hits.
    Hits,
    /// The facets.
    Facets,
    /// The section.
    Reader,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search, and tell the answer.
    Search(Ask),
    /// Read a section, for somebody who asked that, and tell it.
    Read(SectionId, Ask),
    /// Put the roles side by side, and tell that.
    Compare(Ask),
    /// Open a section in an editor.
    Open(SectionId),
    /// Put this on the clipboard.
    Copy(String),
    /// Draw all of the screen again.
    Redraw,
    /// Stop until the shell says to go on.
    Suspend,
    /// End.
    Quit,
}

/// What lies over the panes.
#[derive(Debug)]
pub(super) enum Overlay {
    /// The keys.
    Help,
    /// The roles side by side; none while they are asked for.
    Comparison(Option<Box<Comparison>>),
}

/// What went wrong, and what to do about it.
#[derive(Debug)]
pub(super) struct Failure {
    pub message: String,
    pub hint: Option<String>,
}

/// All that is shown.
pub struct State {
    pub(super) size: Size,
    pub(super) focus: Focus,
    pub(super) line: Line,
    pub(super) drill_down: DrillDown,
    /// Whether the facets are shown, where somebody said so.
    facets_open: Option<bool>,
    pub(super) overlay: Option<Overlay>,
    /// The first line of the overlay that is to be seen.
    pub(super) overlay_top: usize,
    limit: usize,
    /// What was asked last.
    asked: Ask,
    /// Whether its answer is still to come.
    pub(super) waiting: bool,
    /// What was asked for what is shown.
    answered: Ask,
    pub(super) found: Option<SearchResults>,
    pub(super) failure: Option<Failure>,
    /// The selected hit, and the first one that is to be seen.
    pub(super) at: usize,
    pub(super) top: usize,
    facet_cursor: FacetCursor,
    pub(super) facet_top: usize,
    pub(super) reader: Reader,
    pub(super) message: Option<String>,
}

impl State {
    /// The start, on a terminal of this size: a query and a selection, with nothing asked yet.
    pub fn new(query: &str, drill_down: DrillDown, size: Size) -> State {
        State {
            size,
            focus: Focus::Query,
            line: Line::new(query),
            drill_down,
            facets_open: None,
            overlay: None,
            overlay_top: 0,
            limit: FIRST_HITS,
            asked: Ask::default(),
            waiting: false,
            answered: Ask::default(),
            found: None,
            failure: None,
            at: 0,
            top: 0,
            facet_cursor: FacetCursor::default(),
            facet_top: 0,
            reader: Reader::default(),
            message: None,
        }
    }

    /// What is to be done at the start.
    pub fn start(&mut self) -> Vec<Effect> {
        self.search()
    }

    /// The pane the keys are for.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// Whether something lies over the panes.
    pub fn has_overlay(&self) -> bool {
        self.overlay.is_some()
    }

    /// The query as it is typed.
    pub fn query(&self) -> &str {
        self.line.text()
    }

    /// Says something until the next command.
    pub fn say(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    /// The panes that are to be seen; none where the terminal is too small.
    pub(super) fn panes(&self) -> Option<Panes> {
        panes(self.size, self.focus, self.shows_facets())
    }

    pub(super) fn shows_facets(&self) -> bool {
        self.facets_open.unwrap_or(is_wide(self.size))
    }

    /// The selected hit.
    pub(super) fn selected(&self) -> Option<&Hit> {
        self.found.as_ref()?.hits.get(self.at)
    }

    /// Whether there may be hits beyond these.
    pub(super) fn has_more_than(&self, hits: usize) -> bool {
        hits >= self.answered.limit && hits > 0
    }

    /// Does what a command says; gives what is to be done outside.
    pub fn apply(&mut self, command: Command) -> Vec<Effect> {
        let effects = match command {
            Command::Resize(size) => {
                self.size = size;
                Vec::new()
            }
            command => {
                self.message = None;
                self.obey(command)
            }
        };
        self.settle();
        effects
    }

    fn obey(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Quit => vec![Effect::Quit],
            Command::Suspend => vec![Effect::Suspend],
            Command::Redraw => vec![Effect::Redraw],
            Command::Help => self.toggle_help(),
            Command::Back => self.back(),
            command if self.overlay.is_some() => self.in_overlay(command),
            Command::Insert(text) => {
                self.line.insert(&text);
                self.focus = Focus::Query;
                self.search_anew()
            }
            Command::Erase(what) => {
                self.line.erase(what);
                self.search_anew()
            }
            Command::Go(caret) => {
                self.line.go(caret);
                Vec::new()
            }
            Command::Step(step) => self.step(step),
            Command::NextPane => self.go_on(1),
            Command::PreviousPane => self.go_on(-1),
            Command::ToQuery => self.go_to(Focus::Query),
            Command::Accept => self.accept(),
            Command::Facets => self.toggle_facets(),
            Command::Open => self.of_selected(|hit| Effect::Open(hit.id.clone())),
            Command::Copy => self.of_selected(|hit| Effect::Copy(citation(hit))),
            Command::Compare => self.compare(),
            Command::Click(x, y) => self.click(x, y),
            Command::Wheel(x, y, down) => self.wheel(x, y, down),
            Command::Resize(_) => Vec::new(),
        }
    }

    /// Takes an answer; gives what is to be done outside.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let effects = match answer {
            Answer::Found(ask, found) => self.found(ask, *found),
            Answer::Read(id, reading) => {
                if self.selected().is_some_and(|hit| hit.id == id) {
                    self.reader.show(id, *reading);
                }
                Vec::new()
            }
            Answer::Compared(ask, compared) => {
                let is_current = ask.text == self.searched();
                if let Some(Overlay::Comparison(shown)) = &mut self.overlay
                    && is_current
                {
                    match *compared {
                        Ok(comparison) => *shown = Some(Box::new(comparison)),
                        Err(error) => {
                            self.overlay = None;
                            self.say(error.to_string());
                        }
                    }
                }
                Vec::new()
            }
        };
        self.settle();
        effects
    }

    fn found(&mut self, ask: Ask, found: Result<SearchResults, Error>) -> Vec<Effect> {
        let is_latest = ask == self.asked;
        self.waiting &= !is_latest;
        match found {
            Ok(found) => {
                if is_latest {
                    // Values by the names that the facets have.
                    let echo = found.query.clone();
                    (self.drill_down.roles, self.drill_down.sections) = (echo.roles, echo.sections);
                    (self.drill_down.tags, self.drill_down.corpora) = (echo.tags, echo.corpora);
                    self.asked.drill_down = self.drill_down.clone();
                }
                let goes_on = ask.text == self.answered.text && ask.drill_down == self.answered.drill_down;
                if !goes_on {
                    (self.at, self.top) = (0, 0);
                }
                self.answered = if is_latest { self.asked.clone() } else { ask };
                (self.found, self.failure) = (Some(found), None);
            }
            Err(error) => {
                let hint = error.hint().map(str::to_owned);
                self.failure = Some(Failure { message: error.to_string(), hint });
                self.found = None;
            }
        }
        self.read()
    }

    /// Asks for the selected section, unless it is shown already with the same words marked.
    fn read(&mut self) -> Vec<Effect> {
        let Some(id) = self.selected().map(|hit| hit.id.clone()) else {
            self.reader.clear();
            return Vec::new();
        };
        let text = self.searched();
        if self.reader.wants(&id, &text) {
            vec![Effect::Read(id, Ask { text, ..self.answered.clone() })]
        } else {
            Vec::new()
        }
    }

    /// The words as they were searched for, which may be typed on meanwhile.
    fn searched(&self) -> String {
        self.found.as_ref().map_or_else(|| self.asked.text.clone(), |found| found.query.text.clone())
    }

    /// Searches for what is typed and ticked now, from the best hit on.
    fn search_anew(&mut self) -> Vec<Effect> {
        self.limit = FIRST_HITS;
        self.search()
    }

    fn search(&mut self) -> Vec<Effect> {
        let text = self.line.text().to_owned();
        let ask = Ask { text, drill_down: self.drill_down.clone(), limit: self.limit };
        if ask == self.asked {
            return Vec::new();
        }
        self.asked = ask.clone();
        self.waiting = true;
        vec![Effect::Search(ask)]
    }

    fn go_to(&mut self, focus: Focus) -> Vec<Effect> {
        self.focus = focus;
        Vec::new()
    }

    /// Goes to the pane so many further on.
    fn go_on(&mut self, by: isize) -> Vec<Effect> {
        let mut panes = vec![Focus::Query, Focus::Hits, Focus::Facets, Focus::Reader];
        panes.retain(|pane| *pane != Focus::Facets || self.shows_facets());
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let next = (at as isize + by).rem_euclid(panes.len() as isize) as usize;
        self.focus = panes.get(next).copied().unwrap_or(Focus::Query);
        Vec::new()
    }

    fn accept(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Query => self.go_to(Focus::Hits),
            Focus::Hits if self.selected().is_some() => self.go_to(Focus::Reader),
            Focus::Hits => Vec::new(),
            Focus::Facets => self.tick(),
            Focus::Reader => self.step(Step::PageDown),
        }
    }

    /// One step back: what lies on top goes, then the pane, then the words, then the ticks.
    fn back(&mut self) -> Vec<Effect> {
        if self.overlay.take().is_some() {
            return Vec::new();
        }
        match self.focus {
            Focus::Reader => self.go_to(Focus::Hits),
            Focus::Facets => {
                if !is_wide(self.size) {
                    self.facets_open = None;
                }
                self.go_to(Focus::Hits)
            }
            Focus::Hits => self.go_to(Focus::Query),
            Focus::Query if !self.line.text().is_empty() => {
                self.line = Line::default();
                self.search_anew()
            }
            Focus::Query => {
                let DrillDown { guides, since, until, .. } = std::mem::take(&mut self.drill_down);
                self.drill_down = DrillDown { guides, since, until, ..DrillDown::default() };
                self.search_anew()
            }
        }
    }

    fn toggle_facets(&mut self) -> Vec<Effect> {
        let show = !self.shows_facets();
        self.facets_open = Some(show);
        match (show, self.focus) {
            (true, _) => self.go_to(Focus::Facets),
            (false, Focus::Facets) => self.go_to(Focus::Hits),
            (false, _) => Vec::new(),
        }
    }

    fn toggle_help(&mut self) -> Vec<Effect> {
        self.overlay_top = 0;
        self.overlay = if matches!(self.overlay, Some(Overlay::Help)) { None } else { Some(Overlay::Help) };
        Vec::new()
    }

    fn of_selected(&mut self, effect: impl Fn(&Hit) -> Effect) -> Vec<Effect> {
        let effects: Vec<Effect> = self.selected().map(effect).into_iter().collect();
        if effects.is_empty() {
            self.say("there is no section to do that with");
        }
        effects
    }

    fn compare(&mut self) -> Vec<Effect> {
        if self.line.text().trim().is_empty() {
            self.say("type a topic first: the roles are compared on it");
            return Vec::new();
        }
        self.overlay = Some(Overlay::Comparison(None));
        self.overlay_top = 0;
        vec![Effect::Compare(Ask { text: self.searched(), ..self.asked.clone() })]
    }

    fn in_overlay(&mut self, command: Command) -> Vec<Effect> {
        let page = self.panes().map_or(1, |panes| usize::from(panes.body.height.saturating_sub(2)).max(1));
        self.overlay_top = match command {
            Command::Step(Step::Up) => self.overlay_top.saturating_sub(1),
            Command::Step(Step::Down) => self.overlay_top + 1,
            Command::Step(Step::PageUp) => self.overlay_top.saturating_sub(page),
            Command::Step(Step::PageDown) => self.overlay_top + page,
            Command::Step(Step::First) => 0,
            Command::Step(Step::Last) => usize::MAX,
            Command::Wheel(_, _, true) => self.overlay_top + 1,
            Command::Wheel(_, _, false) => self.overlay_top.saturating_sub(1),
            Command::Accept | Command::Click(..) | Command::Compare => {
                self.overlay = None;
                0
            }
            _ => self.overlay_top,
        };
        Vec::new()
    }

    /// Moves in the pane with the focus; in the query, in the hits.
    fn step(&mut self, step: Step) -> Vec<Effect> {
        match self.focus {
            Focus::Query | Focus::Hits => self.step_hits(step),
            Focus::Facets => self.step_facets(step),
            Focus::Reader => {
                self.reader.step(step);
                Vec::new()
            }
        }
    }

    /// Makes everything fit the panes: what is selected is to be seen, and nothing is scrolled beyond its end.
    fn settle(&mut self) {
        let Some(panes) = self.panes() else { return };
        if let Some(pane) = panes.hits {
            self.settle_hits(pane);
        }
        if let Some(pane) = panes.facets {
            self.settle_facets(pane);
        }
        if let Some(pane) = panes.reader {
            self.reader.settle(pane);
        }
        let lines = match &self.overlay {
            None => 0,
            Some(Overlay::Help) => help::height(),
            Some(Overlay::Comparison(shown)) => comparison::height(shown.as_deref(), panes.body.width),
        };
        let most = lines.saturating_sub(usize::from(panes.body.height.saturating_sub(1)));
        self.overlay_top = self.overlay_top.min(most);
    }
}
