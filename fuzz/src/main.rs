//! What libFuzzer calls: one program for all targets, `KB_FUZZ_TARGET` says which.

#![no_main]

mod archives;
mod guides;
mod queries;
mod readers;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

/// Takes whatever bytes there are; panics where something does not hold.
type Target = fn(&[u8]);

fuzz_target!(|bytes: &[u8]| {
    static TARGET: OnceLock<Target> = OnceLock::new();
    TARGET.get_or_init(chosen)(bytes);
});

fn chosen() -> Target {
    let name = std::env::var("KB_FUZZ_TARGET").unwrap_or_default();
    match name.as_str() {
        "query" => queries::query,
        "read" => readers::read,
        "front_matter" => guides::front_matter,
        "md" => |bytes| guides::guide("g.md", bytes),
        "mdx" => |bytes| guides::guide("g.mdx", bytes),
        "html" => |bytes| guides::guide("g.html", bytes),
        "rst" => |bytes| guides::guide("g.rst", bytes),
        "adoc" => |bytes| guides::guide("g.adoc", bytes),
        "org" => |bytes| guides::guide("g.org", bytes),
        "ipynb" => |bytes| guides::guide("g.ipynb", bytes),
        "txt" => |bytes| guides::guide("g.txt", bytes),
        "docx" => |bytes| guides::guide("g.docx", &archives::docx(bytes)),
        "odt" => |bytes| guides::guide("g.odt", &archives::odt(bytes)),
        "epub" => |bytes| guides::guide("g.epub", &archives::epub(bytes)),
        "pdf_pages" => guides::pages,
        "pdf" => {
            // The libraries for PDF panic on odd files, which is caught; whatever is not ends the program all the same.
            std::panic::set_hook(Box::new(|_| {}));
            |bytes| guides::guide("g.pdf", bytes)
        }
        other => panic!("KB_FUZZ_TARGET names no target: `{other}`"),
    }
}
