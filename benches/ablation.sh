#!/usr/bin/env bash
# What each part of the ranking earns: with everything, with one part left out at a time, ranked in one pass, and by BM25
# alone. Prints the tables of docs/ranking.md.
#
#   benches/ablation.sh JUDGED [GUIDES…]
#
# JUDGED holds one folder per judged collection, each with md/ (one file per document, named by its id), queries.tsv and
# qrels.txt: nDCG@10 of `kb eval`. GUIDES are folders of guides nobody has judged: MRR@10 of `kb eval --self`, of the
# section and of its guide, asked for by headings and by passages. KB names the program; by default it is the release
# build of this checkout.
set -Eeuo pipefail

judged="$(realpath "${1:?which folder holds the judged collections?}")"
shift
guides=()
for folder in "$@"; do
    guides+=("$(realpath "$folder")")
done
kb="$(realpath "${KB:-$(dirname "$0")/../target/release/kb}")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# No kb.toml of anybody's: the vocabulary of the shipped guides has nothing to say here.
cd "$work"

collections=()
for queries in "$judged"/*/queries.tsv; do
    name="$(basename "$(dirname "$queries")")"
    collections+=("$name")
    "$kb" index --quiet --index "$work/$name" "$judged/$name/md" >/dev/null
done
for folder in "${guides[@]}"; do
    "$kb" index --quiet --index "$work/self-$(basename "$folder")" "$folder" >/dev/null
done

# The mean nDCG@10 of each collection with the given flags, one a line.
ndcg() {
    local name
    for name in "${collections[@]}"; do
        "$kb" eval --quiet --index "$work/$name" --queries "$judged/$name/queries.tsv" \
            --qrels "$judged/$name/qrels.txt" --format json "$@" |
            awk '/"means"/ { means = 1 } means && /"ndcg@10"/ { gsub(/[^0-9.]/, "", $2); print $2; exit }'
    done
}

# For headings, then passages: MRR@10 of the section, then of its guide, for each folder of guides, one a line.
self() {
    local folder
    for folder in "${guides[@]}"; do
        "$kb" eval --self --quiet --index "$work/self-$(basename "$folder")" --format json "$@" |
            awk '/"per_query"/ { exit } /"mrr@10"/ { gsub(/[^0-9.]/, "", $2); print $2 }' | head -4
    done
}

# A row of a table: title, what to measure, flags.
row() {
    local title="$1" measure="$2"
    shift 2
    "$measure" "$@" | awk -v title="$title" '
        { row = row sprintf(" %.3f |", $1); sum += $1; n++ }
        END { printf "| %s |%s **%.4f** |\n", title, row, sum / n }'
}

table() {
    local measure="$1" part
    row "all of it" "$measure"
    for part in $("$kb" eval --help | sed -n 's/.*possible values: \(.*headings.*\)\]/\1/p' | tr -d ','); do
        row "without $part" "$measure" --without "$part"
    done
    row "one pass" "$measure" --ranker one-pass
    row "BM25 alone" "$measure" --ranker bm25
}

# The head of a table with these columns.
head_of() {
    printf '| ranking |'
    printf ' %s |' "$@" mean
    printf '\n|---|'
    printf -- '---|%.0s' "$@" mean
    printf '\n'
}

head_of "${collections[@]}"
table ndcg
if [ "${#guides[@]}" -gt 0 ]; then
    columns=()
    for folder in "${guides[@]}"; do
        name="$(basename "$folder")"
        columns+=("$name: headings, section" "their guide" "passages, section" "their guide")
    done
    printf '\n'
    head_of "${columns[@]}"
    table self
fi
