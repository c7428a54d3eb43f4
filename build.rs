//! How the program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|given| given == value);
    // A program that may be loaded at any address has some 40,000 pointers to set right before its first line, which is
    // a sixth of the time of a search. At a fixed address the linker does it once. On other systems the linker has no
    // such choice, or its words are others.
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
