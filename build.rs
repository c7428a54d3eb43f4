//! How the program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|given| given == value);
    // A program that may be loaded at any address has some 40,000 pointers to set right before its first line, which is
    // a sixth of the time of a search. At a fixed address the linker does it once. On other systems the linker has no
    // such choice, or its words are others. A program with the C library in it is linked to start in the other way, and
    // would not start at all.
    let is_static = env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|all| all.split(',').any(|one| one == "crt-static"));
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if is("PROFILE", "release") && is_gnu && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
