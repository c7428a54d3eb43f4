//! From a key to the screen, in `kb browse`.
//!
//!     cargo bench --bench browse
//!
//! What is modelled: somebody types queries into the full-screen reader, key by key, on generated guides (100,000
//! sections, or `KB_BENCH_SECTIONS`), and after some of them goes through the hits and ticks a facet. Everything is as in
//! the program, its threads included, but the terminal: a command goes to the state, the worker searches, the answer goes
//! to the state, the section of the best hit is read, and the screen is drawn into memory (160×50, then 80×24). A key waits
//! for its answer before the next one comes: in the program, faster keys drop the searches before them.
//!
//! Prints the median and the 90th and 99th percentile of the time from a key to the drawn hits, and to the section beside
//! them.

#[allow(dead_code)] // what other benches use of it
mod base;
#[allow(dead_code)] // what other benches use of it
mod generated;

use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use kb::browse::{Answer, Command, Effect, Erase, Library, Look, SheetsOf, State, Step, Worker, draw};
use kb::engine::{Engine, IndexFolder};
use kb::query::DrillDown;
use kb::report::reader;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use base::{Base, temporary};
use generated::{Guides, sections_or, word};

/// Milliseconds from a key to the hits, and to the section.
#[derive(Default)]
struct Times {
    hits: Vec<f64>,
    section: Vec<f64>,
}

/// The program without its terminal.
struct Browser {
    state: State,
    worker: Worker,
    answers: Receiver<Answer>,
    screen: Terminal<TestBackend>,
}

fn main() {
    let sections = sections_or(100_000);
    let (guides, index) = (temporary(), temporary());
    Guides::write(guides.path(), sections);
    let done = Base::of(guides.path()).update(index.path());
    println!("{} sections", done.sections);
    for (width, height) in [(160, 50), (80, 24)] {
        let mut browser = Browser::open(index.path(), Size { width, height });
        let (mut typing, mut ticking) = (Times::default(), Times::default());
        for query in queries() {
            browser.run(Command::Erase(Erase::All), &mut Times::default());
            for c in query.chars() {
                browser.run(Command::Insert(c.to_string()), &mut typing);
            }
            browser.run(Command::Step(Step::Down), &mut ticking);
            for command in
                [Command::Facets, Command::Facets, Command::Step(Step::Down), Command::Accept, Command::Accept]
            {
                browser.run(command, &mut ticking);
            }
        }
        println!("{width}×{height}");
        report("typing", &mut typing);
        report("moving and ticking", &mut ticking);
    }
}

/// Queries of one word to four, of the most frequent words to rare ones, one of them misspelt.
fn queries() -> Vec<String> {
    let mut queries: Vec<String> = [0, 3, 20, 100, 1_000, 6_000, 20_000].map(word).into();
    queries.extend([(0, 1), (20, 200), (5, 5_000), (300, 900)].map(|(a, b)| format!("{} {}", word(a), word(b))));
    queries.push(format!("{} {} {} {}", word(10), word(30), word(100), word(300)));
    queries.push(format!("how does the {} of a {} work", word(40), word(400)));
    queries.push(format!("\"{} {}\"", word(2), word(5)));
    queries.push(format!("{}q {}", word(6_000), word(50)));
    queries
}

impl Browser {
    fn open(index: &std::path::Path, size: Size) -> Browser {
        let folder = IndexFolder::new(index);
        let engine = Engine::open(&folder).expect("the index can be opened");
        let (sender, answers) = channel();
        let worker = Worker::start(Library::new(engine, folder, plain), move |answer| sender.send(answer).is_ok());
        let mut browser = Browser {
            state: State::new("", DrillDown::default(), size),
            worker: worker.expect("a thread can be started"),
            answers,
            screen: Terminal::new(TestBackend::new(size.width, size.height)).expect("there is memory"),
        };
        let effects = browser.state.start();
        browser.follow(effects, Instant::now(), &mut Times::default());
        browser
    }

    fn run(&mut self, command: Command, times: &mut Times) {
        let started = Instant::now();
        let effects = self.state.apply(command);
        self.follow(effects, started, times);
    }

    /// Does what a command asks for, and what the answers to that do.
    fn follow(&mut self, effects: Vec<Effect>, started: Instant, times: &mut Times) {
        let mut waiting = self.carry_out(effects);
        self.draw();
        while waiting > 0 {
            let answer = self.answers.recv().expect("the worker works");
            let found = match &answer {
                Answer::Found(_, found) => {
                    assert!(found.is_ok());
                    true
                }
                _ => false,
            };
            let effects = self.state.answer(answer);
            waiting += self.carry_out(effects);
            waiting -= 1;
            self.draw();
            let took = started.elapsed().as_secs_f64() * 1e3;
            if found { times.hits.push(took) } else { times.section.push(took) }
        }
    }

    /// Hands searches and sections to the worker; gives how many answers there will be.
    fn carry_out(&mut self, effects: Vec<Effect>) -> usize {
        let mut asked = 0;
        for effect in effects {
            match effect {
                Effect::Search(ask) => self.worker.search(ask),
                Effect::Read(id, ask) => self.worker.read(id, ask),
                other => unreachable!("no command here does that: {other:?}"),
            }
            asked += 1;
        }
        asked
    }

    fn draw(&mut self) {
        let state = &self.state;
        self.screen.draw(|frame| draw(frame, state, Look { color: true })).expect("there is memory");
    }
}

/// The text of sections as the index has it; the program shows that of the file.
fn plain() -> SheetsOf {
    Box::new(|_, section| Ok(reader::plain(&section.body)))
}

fn report(what: &str, times: &mut Times) {
    for (end, times) in [("hits", &mut times.hits), ("section", &mut times.section)] {
        // A narrow screen has no facets to tick.
        if times.is_empty() {
            continue;
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = (times.len() as f64 * share).ceil() as usize;
            times.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
        };
        println!(
            "  {what}, to the {end}: {} times, p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms",
            times.len(),
            at(0.5),
            at(0.9),
            at(0.99)
        );
    }
}
