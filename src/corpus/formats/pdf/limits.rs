//! What the process that reads a PDF may use.

/// Memory, in bytes, with everything that the program itself needs.
#[cfg(unix)]
const MEMORY: u64 = 512 * 1024 * 1024;

/// Bounds memory, open files and, by the size of the PDF in bytes, processor time. Nothing can be written to disk, and
/// a crash leaves no image of the memory. Only Unix has such bounds.
#[cfg(unix)]
pub(super) fn set(size: Option<usize>) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    // A limit that cannot be set is one that was stricter before.
    // One second is left to be told of the end of processor time, so that it can be told from other ends.
    let set = |resource, most, more| {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most + more) });
    };
    match size {
        None => {
            set(Resource::As, MEMORY, 0);
            set(Resource::Core, 0, 0);
            set(Resource::Fsize, 0, 0);
            set(Resource::Nofile, 16, 0);
        }
        // Real documents take a tenth of that.
        Some(size) => set(Resource::Cpu, 2 + size as u64 / 500_000, 1),
    }
}

#[cfg(not(unix))]
pub(super) fn set(_: Option<usize>) {}
