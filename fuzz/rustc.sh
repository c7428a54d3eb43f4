#!/usr/bin/env bash
# Stands between cargo and the compiler: the library of the program is compiled so that libFuzzer sees which of its
# branches an input takes. What it depends on is compiled as ever.
set -euo pipefail

for argument in "$@"; do
    if [ "${previous:-}" = --crate-name ] && [ "$argument" = kb ]; then
        set -- "$@" \
            -Cpasses=sancov-module \
            -Cllvm-args=-sanitizer-coverage-level=4 \
            -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
            -Cllvm-args=-sanitizer-coverage-pc-table \
            -Cllvm-args=-sanitizer-coverage-trace-compares \
            --cfg fuzzing
    fi
    previous="$argument"
done
exec "$@"
