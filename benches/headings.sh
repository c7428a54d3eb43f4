#!/usr/bin/env bash
# Holds the headings of every Markdown file against those that another CommonMark parser (comrak) finds, and prints the
# counts per corpus, and each file in which taking out the markup of site generators changes them.
#
#   benches/headings.sh FOLDER
#
# FOLDER holds one folder per corpus.
set -Eeuo pipefail

KB_TEST_DATA="$(realpath "${1:?which folder holds the corpora?}")" KB_TEST_ALL=1 \
    cargo test --quiet --locked --manifest-path "$(dirname "$0")/../Cargo.toml" --lib \
    headings_equal_those_of_another_parser -- --nocapture
