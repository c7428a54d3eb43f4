#!/usr/bin/env bash
# Feeds the parsers changed input, led by which branches it takes, and stops at the first that crashes one, takes longer
# than 2 s or 512 MB.
#
#   fuzz/run.sh [TARGET] [SECONDS]     all targets by default, 10 seconds each
#
# Runs on stable Rust; needs a C++ compiler for libFuzzer. It begins with `fuzz/seeds/TARGET` and what earlier runs found
# (`target/fuzz/TARGET`). What stops it is left in `target/fuzz` and run alone with
# `KB_FUZZ_TARGET=TARGET target/debug/kb-fuzz FILE`. `KB_FUZZ_SEED` makes another run of it (1).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
targets="${1:-$(ls fuzz/seeds)}"
seconds="${2:-10}"

# Parts that do not change are shared with the program: the same profile in the same folder.
RUSTC_WRAPPER="$PWD/fuzz/rustc.sh" CARGO_INCREMENTAL=0 \
    cargo build --quiet --locked --manifest-path fuzz/Cargo.toml --target-dir target

for target in $targets; do
    if [ ! -d "fuzz/seeds/$target" ]; then
        echo "no target $target; there are: $(ls fuzz/seeds | xargs)" >&2
        exit 2
    fi
    found="target/fuzz/$target"
    mkdir -p "$found"
    printf 'fuzzing %-12s ' "$target"
    if ! KB_FUZZ_TARGET="$target" target/debug/kb-fuzz \
        -seed="${KB_FUZZ_SEED:-1}" -max_total_time="$seconds" -timeout=2 -rss_limit_mb=512 -max_len=8192 \
        -artifact_prefix="target/fuzz/$target-" -print_final_stats=1 \
        "$found" "fuzz/seeds/$target" >"$found.log" 2>&1; then
        echo "FAILED"
        tail -n 60 "$found.log" >&2
        exit 1
    fi
    # Inputs that lead to new branches, and the longest that any took.
    grep -E '^stat::(number_of_executed_units|new_units_added|slowest_unit_time_sec|peak_rss_mb)' "$found.log" |
        sed -e 's/^stat:://' -e 's/: */ /' | paste -sd, -
done
