//! What the process that reads a PDF may use. Only Unix has such bounds, and a fuzzer,
//! which reads many in one process, has its own.

/// Memory, in bytes, with everything that the program itself needs.
#[cfg(all(unix, not(fuzzing)))]
const MEMORY: u64 = 400 * 1024 * 1024;
/// Seconds of processor time that one page may take. They are counted as whole ones, so that it is up to one less.
#[cfg(all(unix, not(fuzzing)))]
const PAGE: u64 = 2;
/// How many bytes of a PDF give a second more: until its pages are reached, and for all of it. Real documents take a
/// tenth.
#[cfg(all(unix, not(fuzzing)))]
const LOADED_IN_A_SECOND: u64 = 20_000_000;
#[cfg(all(unix, not(fuzzing)))]
const READ_IN_A_SECOND: u64 = 1_000_000;

/// Bounds memory and open files. Nothing can be written to disk, and a crash leaves no image of the memory. The process
/// ends with the one that started it, at once where the system can see to that, else with the next page it has to tell.
#[cfg(all(unix, not(fuzzing)))]
pub(super) fn set() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    // Not done where the system does not know of it.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));

    // A limit that cannot be set is one that was stricter before.
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Core, 0), (Resource::Fsize, 0), (Resource::Nofile, 16)]
    {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

/// Bounds the processor time until the first page of a PDF of this size, in bytes.
#[cfg(all(unix, not(fuzzing)))]
pub(super) fn before_pages(size: usize) {
    processor(size, 1 + size as u64 / LOADED_IN_A_SECOND);
}

/// Bounds the processor time until the next page.
#[cfg(all(unix, not(fuzzing)))]
pub(super) fn before_page(size: usize) {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    processor(size, u64::try_from(now.tv_sec).unwrap_or_default() + PAGE);
}

/// Ends the process when it has used so many seconds, or as many as a PDF of this size may take.
#[cfg(all(unix, not(fuzzing)))]
fn processor(size: usize, seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let most = PAGE + size as u64 / READ_IN_A_SECOND;
    // One second is left to be told of the end of processor time, so that it can be told from other ends.
    let limit = Rlimit { current: Some(seconds.min(most)), maximum: Some(most + 1) };
    let _ = setrlimit(Resource::Cpu, limit);
}

#[cfg(any(not(unix), fuzzing))]
pub(super) fn set() {}

#[cfg(any(not(unix), fuzzing))]
pub(super) fn before_pages(_: usize) {}

#[cfg(any(not(unix), fuzzing))]
pub(super) fn before_page(_: usize) {}
