//! The reader without a terminal: commands and answers in, effects and pictures out.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::style::Color;
use serde_json::json;

use super::answer::Answer;
use super::asked::Ask;
use super::draw::draw;
use super::keys::{Command, Erase, Step};
use super::look::Look;
use super::reading::Reading;
use super::state::{Effect, Focus, State};
use crate::error::Error;
use crate::guide::{LineRange, SectionId, Unit};
use crate::query::DrillDown;
use crate::report::{reader, sanitize};
use crate::results::{
    ComparedCell, ComparedRole, ComparedRow, Comparison, FacetCount, FacetCounts, FacetsMore, Hit, JSON_VERSION,
    QueryEcho, SearchResults, Snippet,
};

const NARROW: Size = Size { width: 80, height: 24 };
const WIDE: Size = Size { width: 160, height: 50 };

/// What a guide may hold that must not reach a terminal, and what is hard to lay out.
const ODD: &str = "\x1b]0;x\x07\x1b[2J\u{202e}evil\u{200b} 自己紹介 👩‍💻 e\u{301}\u{9b}31m";

fn hit(n: usize, title: &str) -> Hit {
    Hit {
        rank: n as u64 + 1,
        score: 1.0,
        id: SectionId(format!("a.md#s{n}")),
        key: "a.md".to_owned(),
        guide: "Guide".to_owned(),
        title: title.to_owned(),
        breadcrumb: vec!["Guide".to_owned(), title.to_owned()],
        roles: vec!["platform".to_owned()],
        section: "skills/technical".to_owned(),
        tags: Vec::new(),
        corpus: "corpus".to_owned(),
        date: String::new(),
        path: "corpus/a.md".to_owned(),
        lines: LineRange { first: 3, last: 7 },
        unit: Unit::Line,
        snippet: Snippet { text: format!("Granite and {title}."), highlights: std::iter::once(0..7).collect() },
        also: Vec::new(),
        also_more: 0,
        explanation: None,
        citation: None,
    }
}

fn count(value: &str, count: u64) -> FacetCount {
    FacetCount { value: value.to_owned(), count, selected: false }
}

fn results(hits: Vec<Hit>) -> SearchResults {
    SearchResults {
        version: JSON_VERSION,
        query: QueryEcho::default(),
        total: hits.len() as u64,
        total_guides: None,
        hits,
        facets: FacetCounts {
            role: vec![count("platform", 3), count("infrastructure", 2)],
            section: vec![count("skills", 3), count("skills/technical", 2), count("pay", 1)],
            ..FacetCounts::default()
        },
        facets_more: FacetsMore::default(),
        suggestions: Vec::new(),
        instead: Vec::new(),
        took_ms: 0.5,
        several_corpora: false,
        dated: false,
        hints: Vec::new(),
    }
}

/// Two roles, one of which has a section with this title.
fn comparison(title: &str) -> Comparison {
    let role = |id: &str, name: &str, total| ComparedRole { id: id.to_owned(), name: name.to_owned(), total };
    let cell = |role: &str, hits: Vec<Hit>| ComparedCell { role: role.to_owned(), total: hits.len() as u64, hits };
    Comparison {
        version: JSON_VERSION,
        query: QueryEcho { text: "granite".to_owned(), ..QueryEcho::default() },
        roles: vec![role("platform", "platform", 1), role("infrastructure", title, 0)],
        rows: vec![ComparedRow {
            section: "skills".to_owned(),
            name: title.to_owned(),
            shared: Vec::new(),
            cells: vec![cell("platform", vec![hit(0, title)]), cell("infrastructure", Vec::new())],
        }],
        rows_more: 0,
        without_role: 0,
        terms: Vec::new(),
        suggestions: Vec::new(),
        took_ms: 0.5,
        hints: Vec::new(),
    }
}

fn reading(id: &str, body: &str) -> Reading {
    let section = json!({
        "id": id, "key": "a.md", "guide": "Guide", "title": "Title", "breadcrumb": ["Guide", "Title"], "level": 2,
        "roles": ["platform"], "section": "skills", "tags": [], "lines": [3, 7], "date": 0, "body": body,
        "reasons": {"roles": [], "section": null, "tags": []},
    });
    Reading {
        section: serde_json::from_value(section).unwrap(),
        place: "corpus/a.md:3-7".to_owned(),
        sheets: reader::plain(body),
    }
}

/// The last search among effects.
#[track_caller]
fn asked(effects: &[Effect]) -> Ask {
    let mut asks = effects.iter().filter_map(|effect| match effect {
        Effect::Search(ask) => Some(ask.clone()),
        _ => None,
    });
    asks.next_back().unwrap_or_else(|| panic!("no search in {effects:?}"))
}

/// A state that has been given these hits, and a section of so many lines.
fn with(size: Size, hits: Vec<Hit>, lines: usize) -> State {
    let mut state = State::new("granite", DrillDown::default(), size);
    let ask = asked(&state.start());
    let mut found = results(hits);
    found.query.text = "granite".to_owned();
    let effects = state.answer(Answer::Found(ask, Box::new(Ok(found))));
    let body = (0..lines).map(|n| format!("Line {n}.\n\n")).collect::<String>();
    for effect in effects {
        if let Effect::Read(id, _) = effect {
            state.answer(Answer::Read(id.clone(), Box::new(Ok(reading(&id.0, &body)))));
        }
    }
    state
}

fn hits(n: usize) -> Vec<Hit> {
    (0..n).map(|n| hit(n, &format!("Title {n}"))).collect()
}

fn picture(state: &State, size: Size, color: bool) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal.draw(|frame| draw(frame, state, Look { color })).unwrap();
    terminal.backend().buffer().clone()
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let row = |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    buffer.content().chunks(width).map(row).collect()
}

fn shown(state: &State) -> String {
    rows(&picture(state, state.size, false)).join("\n")
}

fn type_text(state: &mut State, text: &str) -> Vec<Effect> {
    text.chars().flat_map(|c| state.apply(Command::Insert(c.to_string()))).collect()
}

#[test]
fn every_key_searches_for_what_is_typed_by_then() {
    let mut state = State::new("", DrillDown::default(), NARROW);
    assert_eq!(asked(&state.start()).text, "");
    let effects = type_text(&mut state, "gra");
    assert_eq!(effects.len(), 3);
    assert_eq!(asked(&effects).text, "gra");
    assert_eq!(asked(&state.apply(Command::Erase(Erase::Before))).text, "gr");
    assert!(state.apply(Command::Erase(Erase::After)).is_empty(), "nothing was erased: nothing to search anew");
}

#[test]
fn an_answer_that_comes_late_is_shown_until_the_right_one_comes() {
    let mut state = State::new("", DrillDown::default(), NARROW);
    let early = asked(&state.start());
    let late = asked(&type_text(&mut state, "granite"));
    state.answer(Answer::Found(early, Box::new(Ok(results(hits(1))))));
    assert!(state.waiting && shown(&state).contains("… 1 section"), "{}", shown(&state));
    state.answer(Answer::Found(late, Box::new(Ok(results(hits(2))))));
    assert!(!state.waiting && shown(&state).contains(" 2 sections"), "{}", shown(&state));
}

#[test]
fn ticks_narrow_the_search_and_can_be_taken_back() {
    let mut state = with(WIDE, hits(3), 3);
    state.apply(Command::NextPane);
    state.apply(Command::NextPane);
    assert_eq!(state.focus(), Focus::Facets);
    let ask = asked(&state.apply(Command::Accept));
    assert_eq!(ask.drill_down.roles, ["platform"]);
    // The engine says by which name it knows the role, and that no section is left.
    let mut none = results(Vec::new());
    none.query.roles = vec!["platform".to_owned()];
    none.facets = FacetCounts::default();
    state.answer(Answer::Found(ask, Box::new(Ok(none))));
    assert!(shown(&state).contains("[x] platform") && shown(&state).contains("nothing found"), "{}", shown(&state));
    assert!(asked(&state.apply(Command::Accept)).drill_down.roles.is_empty());
}

#[test]
fn names_of_values_are_those_of_the_index() {
    let mut state =
        State::new("", DrillDown { roles: vec!["Platform Engineer".to_owned()], ..Default::default() }, WIDE);
    let ask = asked(&state.start());
    let mut found = results(hits(3));
    found.query.roles = vec!["platform".to_owned()];
    state.answer(Answer::Found(ask, Box::new(Ok(found))));
    assert!(shown(&state).contains("[x] platform"), "{}", shown(&state));
    assert!(!shown(&state).contains("Platform Engineer"), "{}", shown(&state));
}

#[test]
fn escape_goes_back_step_by_step() {
    let mut state = with(NARROW, hits(3), 3);
    for focus in [Focus::Hits, Focus::Reader] {
        state.apply(Command::Accept);
        assert_eq!(state.focus(), focus);
    }
    state.apply(Command::Help);
    state.apply(Command::Back);
    assert!(!state.has_overlay());
    for focus in [Focus::Hits, Focus::Query] {
        state.apply(Command::Back);
        assert_eq!(state.focus(), focus);
    }
    assert_eq!(asked(&state.apply(Command::Back)).text, "");
    assert!(state.apply(Command::Back).is_empty(), "nothing is left to clear");
}

#[test]
fn more_hits_are_asked_for_near_their_end() {
    let mut state = with(NARROW, hits(50), 1);
    let effects = state.apply(Command::Step(Step::Last));
    assert!(effects.contains(&Effect::Read(SectionId("a.md#s49".to_owned()), state_ask(&effects, 50))), "{effects:?}");
    let ask = asked(&effects);
    assert_eq!(ask.limit, 100);
    state.answer(Answer::Found(ask, Box::new(Ok(results(hits(70))))));
    assert!(shown(&state).contains("Hit 50 of 70 "), "{}", shown(&state));
    let effects = state.apply(Command::Step(Step::Last));
    assert!(effects.iter().all(|effect| matches!(effect, Effect::Read(..))), "there are no more: {effects:?}");
    assert_eq!(asked(&type_text(&mut state, "s")).limit, 50, "another query begins anew");
}

/// What a section is read for.
fn state_ask(effects: &[Effect], limit: usize) -> Ask {
    Ask { limit, ..asked(effects) }
}

#[test]
fn the_selected_hit_is_to_be_seen_whatever_the_size() {
    let mut state = with(NARROW, hits(40), 3);
    for step in [Step::Last, Step::Up, Step::PageUp, Step::First, Step::PageDown, Step::Down] {
        state.apply(Command::Step(step));
        for (width, height) in [(80, 24), (30, 8), (200, 60), (72, 9)] {
            state.apply(Command::Resize(Size { width, height }));
            let title = format!("▌ Title {}", state.at);
            assert!(shown(&state).contains(&title), "{step:?} at {width}×{height}: no {title} in\n{}", shown(&state));
        }
    }
}

#[test]
fn the_section_scrolls_between_its_ends() {
    let mut state = with(NARROW, hits(1), 100);
    state.apply(Command::Accept);
    state.apply(Command::Accept);
    assert!(shown(&state).contains("Line 0."), "{}", shown(&state));
    state.apply(Command::Step(Step::Last));
    assert!(shown(&state).contains("Line 99.") && shown(&state).contains("100%"), "{}", shown(&state));
    state.apply(Command::Step(Step::Down));
    assert!(shown(&state).contains("Line 99."), "{}", shown(&state));
    state.apply(Command::Step(Step::PageUp));
    assert!(!shown(&state).contains("Line 99."), "{}", shown(&state));
    state.apply(Command::Step(Step::First));
    assert!(shown(&state).contains("Line 0."), "{}", shown(&state));
}

#[test]
fn the_mouse_selects_ticks_and_scrolls() {
    let mut state = with(WIDE, hits(30), 100);
    let row = |state: &State, text: &str| {
        let at = rows(&picture(state, WIDE, false)).iter().position(|row| row.contains(text));
        at.unwrap_or_else(|| panic!("no {text} in\n{}", shown(state))) as u16
    };
    let y = row(&state, "Title 4 ");
    state.apply(Command::Click(40, y));
    assert_eq!((state.focus(), state.at), (Focus::Hits, 4));
    let y = row(&state, "[ ] infrastructure");
    let effects = state.apply(Command::Click(3, y));
    assert_eq!(asked(&effects).drill_down.roles, ["infrastructure"]);
    state.apply(Command::Wheel(150, 20, true));
    assert!(!shown(&state).contains("Guide ›") && shown(&state).contains("Line 22."), "{}", shown(&state));
    state.apply(Command::Wheel(40, 20, true));
    assert_eq!(state.at, 5);
    state.apply(Command::Click(150, 20));
    assert_eq!(state.focus(), Focus::Reader);
    state.apply(Command::Click(20, 0));
    assert_eq!(state.focus(), Focus::Query);
    for (x, y) in [(0, 1), (28, 10), (159, 49), (500, 500)] {
        state.apply(Command::Click(x, y));
        state.apply(Command::Wheel(x, y, false));
    }
}

#[test]
fn what_is_done_with_a_section_is_done_with_the_selected_one() {
    let mut state = with(NARROW, hits(3), 3);
    state.apply(Command::Step(Step::Down));
    assert_eq!(state.apply(Command::Open), [Effect::Open(SectionId("a.md#s1".to_owned()))]);
    let citation = "Guide › Title 1 (corpus/a.md:3-7, a.md#s1)";
    assert_eq!(state.apply(Command::Copy), [Effect::Copy(citation.to_owned())]);
    let mut empty = with(NARROW, Vec::new(), 0);
    assert!(empty.apply(Command::Copy).is_empty() && shown(&empty).contains("no section"), "{}", shown(&empty));
}

#[test]
fn roles_are_compared_on_what_is_typed() {
    let mut state = with(WIDE, hits(3), 3);
    let effects = state.apply(Command::Compare);
    let [Effect::Compare(ask)] = effects.as_slice() else { panic!("{effects:?}") };
    state.answer(Answer::Compared(ask.clone(), Box::new(Ok(comparison("Kubernetes")))));
    for size in [WIDE, NARROW, Size { width: 40, height: 30 }] {
        state.apply(Command::Resize(size));
        let shown = shown(&state);
        for part in ["Roles on “granite”", "platform", "Kubernetes", "corpus/a.md:3-7", "not covered"] {
            assert!(shown.contains(part), "no {part} at {size:?} in\n{shown}");
        }
    }
    state.apply(Command::Back);
    state.apply(Command::Erase(Erase::All));
    assert!(state.apply(Command::Compare).is_empty() && shown(&state).contains("type a topic"), "{}", shown(&state));
}

#[test]
fn an_error_is_told_where_hits_would_be() {
    let mut state = State::new("", DrillDown::default(), NARROW);
    let ask = asked(&state.start());
    let error = Error::damaged("the index could not be read").with_hint("`kb check` tells what is wrong with it");
    state.answer(Answer::Found(ask, Box::new(Err(error))));
    assert!(shown(&state).contains("the index could not be"), "{}", shown(&state));
    assert!(shown(&state).contains("`kb check` tells"), "{}", shown(&state));
    let ask = asked(&type_text(&mut state, "g"));
    state.answer(Answer::Found(ask, Box::new(Ok(results(hits(1))))));
    assert!(shown(&state).contains("Title 0") && !shown(&state).contains("could not"), "{}", shown(&state));
}

#[test]
fn every_size_shows_something_and_nothing_raw() {
    let odd: Vec<Hit> = (0..30)
        .map(|n| Hit {
            roles: vec![ODD.to_owned()],
            section: ODD.to_owned(),
            path: ODD.to_owned(),
            breadcrumb: vec![ODD.to_owned(), ODD.to_owned()],
            snippet: Snippet { text: ODD.repeat(9), highlights: vec![1..3, 9..12] },
            ..hit(n, ODD)
        })
        .collect();
    let mut state = with(WIDE, odd.clone(), 0);
    let mut found = results(odd);
    found.facets.role = vec![count(ODD, 2)];
    found.facets.tag = (0..40).map(|n| count(&format!("{ODD}{n}"), n)).collect();
    found.hints = vec![ODD.to_owned()];
    let ask = asked(&state.apply(Command::Insert(ODD.to_owned())));
    state.answer(Answer::Found(ask.clone(), Box::new(Ok(found))));
    let mut odd_reading = reading("a.md#s0", &ODD.repeat(200));
    odd_reading.place = ODD.to_owned();
    odd_reading.section.title = ODD.to_owned();
    state.answer(Answer::Read(SectionId("a.md#s0".to_owned()), Box::new(Ok(odd_reading))));
    let mut pictures = 0;
    let mut look = |state: &mut State| {
        for (width, height) in [(160, 50), (80, 24), (72, 8), (71, 30), (30, 8), (29, 7), (10, 3), (1, 1), (300, 100)] {
            state.apply(Command::Resize(Size { width, height }));
            for color in [true, false] {
                let buffer = picture(state, state.size, color);
                let all: String = rows(&buffer).concat();
                let raw: Vec<char> = all.chars().filter(|c| sanitize::is_unsafe(*c)).collect();
                assert!(raw.is_empty(), "{raw:?} at {width}×{height}");
                assert!(!all.trim().is_empty());
                assert!(
                    color || buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
                );
                pictures += 1;
            }
            // The terminal got smaller, and we have not heard of it yet.
            picture(state, Size { width: width / 2, height: height / 2 }, true);
        }
    };
    for _ in 0..4 {
        look(&mut state);
        state.apply(Command::NextPane);
    }
    for command in [Command::Facets, Command::Step(Step::Last), Command::Help, Command::Back, Command::Compare] {
        state.apply(command);
        look(&mut state);
    }
    state.answer(Answer::Compared(
        Ask { text: state.found.as_ref().unwrap().query.text.clone(), ..ask },
        Box::new(Ok(comparison(ODD))),
    ));
    assert!(shown(&state).contains("not covered"));
    look(&mut state);
    println!("{pictures} pictures");
}

#[test]
fn matched_words_are_set_apart_with_and_without_colours() {
    let state = with(WIDE, hits(1), 1);
    for (color, fg) in [(true, Color::Red), (false, Color::Reset)] {
        let buffer = picture(&state, WIDE, color);
        let marked: String = buffer
            .content()
            .iter()
            .filter(|cell| cell.fg == fg && cell.modifier.contains(ratatui::style::Modifier::BOLD))
            .filter(|cell| color || cell.modifier.contains(ratatui::style::Modifier::UNDERLINED))
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(marked, "Granite");
    }
}
