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
    let set = |resource, most| {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    };
    match size {
        None => {
            set(Resource::As, MEMORY);
            set(Resource::Core, 0);
            set(Resource::Fsize, 0);
            set(Resource::Nofile, 16);
        }
        // Real documents take a tenth of that.
        Some(size) => set(Resource::Cpu, 2 + size as u64 / 500_000),
    }
}

#[cfg(not(unix))]
pub(super) fn set(_: Option<usize>) {}
