#!/usr/bin/env bash
# Feeds the parsers changed input, led by which branches it takes, and fails where one crashes, takes longer than 10 s or
# 512 MB.
#
#   fuzz/run.sh [TARGET] [SECONDS]     all targets but `pdf`, 10 seconds each, as many at once as there are processors
#
# The libraries that `pdf` reaches overflow the stack on some input. `kb index` has a process of its own for each file
# that is read by them; what it says of a file is the target `pdf_pages`.
#
# Runs on stable Rust; needs a C++ compiler for libFuzzer. It begins with `fuzz/seeds/TARGET` and what earlier runs found
# (`target/fuzz/TARGET`). What breaks a target is left in `target/fuzz` and tried alone with
# `KB_FUZZ_TARGET=TARGET target/debug/kb-fuzz FILE`. KB_FUZZ_SEED makes another run of it (1).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
targets="${1:-$(ls fuzz/seeds | grep -vx pdf)}"
seconds="${2:-10}"

# Parts that do not change are shared with the program: the same profile in the same folder. Where the program's
# dependencies have changed, `cargo update --workspace --manifest-path fuzz/Cargo.toml` brings the list up to date.
RUSTC_WRAPPER="$PWD/fuzz/rustc.sh" CARGO_INCREMENTAL=0 \
    cargo build --quiet --locked --manifest-path fuzz/Cargo.toml --target-dir target

# Fuzzes one target; prints a line.
fuzz() {
    local target="$1" found="target/fuzz/$1" end="ok"
    if [ ! -d "fuzz/seeds/$target" ]; then
        echo "no target $target; there are: $(ls fuzz/seeds | xargs)" >&2
        return 2
    fi
    mkdir -p "$found"
    KB_FUZZ_TARGET="$target" target/debug/kb-fuzz \
        -seed="${KB_FUZZ_SEED:-1}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=512 -max_len=8192 \
        -artifact_prefix="target/fuzz/$target-" -print_final_stats=1 \
        "$found" "fuzz/seeds/$target" >"$found.log" 2>&1 || end="FAILED"
    # Runs, inputs that led to new branches, seconds of the slowest, memory.
    stats="$(sed -n 's/^stat::\(number_of_executed_units\|new_units_added\|slowest_unit_time_sec\|peak_rss_mb\): */\1 /p' \
        "$found.log" | paste -sd, -)"
    echo "fuzzing $target: $end ($stats)"
    if [ "$end" != ok ]; then
        tail -n 60 "$found.log" >&2
        return 1
    fi
}

failed=0
for target in $targets; do
    if [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; then
        wait -n || failed=$?
    fi
    fuzz "$target" &
done
while [ -n "$(jobs -p)" ]; do
    wait -n || failed=$?
done
exit "$failed"
