//! How long it takes to bring guides into an index.
//!
//! What is modelled: `kb index` without its start and its printing, on the shipped guides and on generated ones
//! (20,000 sections, or `KB_BENCH_SECTIONS`).
//!
//! * build: everything is read, parsed, inferred, written, merged and synced; the index did not exist before.
//! * nothing changed: the run that most users see most often. Every file is looked at, none is read.
//! * one percent changed: that many guides have other text than at the last run, each time other ones. The index keeps
//!   its history of commits, deleted sections and segments, as it would in use.
//!
//! The guides are in the page cache throughout, so a slow disk shows only where the index is written.

mod base;
mod generated;

use std::cell::{Cell, LazyCell};
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, SamplingMode, Throughput};
use tempfile::TempDir;

use base::{Base, temporary};
use generated::Guides;

/// Generated guides and an index of them.
struct Generated {
    guides: Guides,
    base: Base,
    index: TempDir,
    /// Holds the guides.
    _folder: TempDir,
}

impl Generated {
    fn new(sections: usize) -> Generated {
        let folder = temporary();
        let guides = Guides::write(folder.path(), sections);
        rest();
        let base = Base::of(folder.path());
        let index = temporary();
        let done = base.update(index.path());
        assert_eq!(done.sections, sections as u64, "every heading is a section");
        Generated { guides, base, index, _folder: folder }
    }

    /// One guide in a hundred, one at least.
    fn percent(&self) -> usize {
        self.guides.sections.len().div_ceil(100)
    }
}

/// A file that was written just now is read again at the next run, in case more is written within the same tick of the
/// clock. Waiting that out makes sure that an update reads what changed and nothing else.
fn rest() {
    std::thread::sleep(Duration::from_millis(80));
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let sections = generated::sections_or(20_000);
    // Made when first needed: a filter on the command line may leave it out.
    let generated = LazyCell::new(|| Generated::new(sections));
    build(&mut criterion, &generated, sections);
    update(&mut criterion, &generated, sections);
    criterion.final_summary();
}

fn build(criterion: &mut Criterion, generated: &LazyCell<Generated, impl FnOnce() -> Generated>, sections: usize) {
    let mut group = slow(criterion, "build");
    let once = |base: &Base, bencher: &mut criterion::Bencher<'_>| {
        bencher.iter_batched(
            temporary,
            |index| {
                assert!(base.update(index.path()).written);
                // Given back so that removing it is not measured.
                index
            },
            BatchSize::PerIteration,
        );
    };
    group.bench_function("shipped", |bencher| once(&Base::shipped(), bencher));
    group.throughput(Throughput::Elements(sections as u64));
    group.bench_function(format!("generated, {sections} sections"), |bencher| once(&generated.base, bencher));
    group.finish();
}

fn update(criterion: &mut Criterion, generated: &LazyCell<Generated, impl FnOnce() -> Generated>, sections: usize) {
    let mut group = slow(criterion, "update");
    group.bench_function("shipped, nothing changed", |bencher| {
        let (base, index) = (Base::shipped(), temporary());
        base.update(index.path());
        bencher.iter(|| assert!(!base.update(index.path()).written));
    });
    group.bench_function(format!("generated, {sections} sections, nothing changed"), |bencher| {
        let Generated { base, index, .. } = &**generated;
        bencher.iter(|| assert!(!base.update(index.path()).written));
    });
    let revision = Cell::new(0);
    group.bench_function(format!("generated, {sections} sections, one percent changed"), |bencher| {
        let Generated { guides, base, index, .. } = &**generated;
        let changed = generated.percent();
        bencher.iter_batched(
            || {
                let last = revision.replace(revision.get() + 1);
                for n in 0..changed {
                    guides.rewrite((last as usize * changed + n) % guides.sections.len(), last + 1);
                }
                rest();
            },
            |()| assert_eq!(base.update(index.path()).changed, changed),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// A group whose runs take long: few of them, each measured by itself.
fn slow<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(3));
    group
}
