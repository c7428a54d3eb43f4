#!/usr/bin/env bash
# What each part of the ranking earns: nDCG@10 of `kb eval` on judged collections, with everything, with one part left
# out at a time, ranked in one pass, and by BM25 alone. Prints the table of docs/ranking.md.
#
#   benches/ablation.sh FOLDER [KB]
#
# FOLDER holds one folder per collection, each with md/ (one file per document, named by its id), queries.tsv and
# qrels.txt. KB is the program to measure; by default the release build of this checkout.
set -Eeuo pipefail

folder="$(realpath "${1:?which folder holds the judged collections?}")"
kb="$(realpath "${2:-$(dirname "$0")/../target/release/kb}")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# No kb.toml of anybody's: the vocabulary of the shipped guides has nothing to say here.
cd "$work"

collections=()
for queries in "$folder"/*/queries.tsv; do
    collections+=("$(basename "$(dirname "$queries")")")
done
for name in "${collections[@]}"; do
    "$kb" index --quiet --index "$work/$name" "$folder/$name/md" >/dev/null
done

# The mean nDCG@10 of one collection with the given flags.
ndcg() {
    local name="$1"
    shift
    "$kb" eval --quiet --index "$work/$name" --queries "$folder/$name/queries.tsv" --qrels "$folder/$name/qrels.txt" \
        --format json "$@" | awk '/"means"/ { means = 1 } means && /"ndcg@10"/ { gsub(/[^0-9.]/, "", $2); print $2; exit }'
}

row() {
    local title="$1"
    shift
    local line="| $title |" sum=0 value
    for name in "${collections[@]}"; do
        value="$(ndcg "$name" "$@")"
        sum="$(awk -v a="$sum" -v b="$value" 'BEGIN { print a + b }')"
        line+="$(awk -v v="$value" 'BEGIN { printf " %.4f |", v }')"
    done
    awk -v line="$line" -v sum="$sum" -v n="${#collections[@]}" 'BEGIN { printf "%s **%.4f** |\n", line, sum / n }'
}

printf '| ranking |'
printf ' %s |' "${collections[@]}"
printf ' mean |\n|---|'
printf -- '---|%.0s' "${collections[@]}"
printf -- '---|\n'
row "all of it"
for part in $("$kb" eval --help | sed -n 's/.*possible values: \(.*headings.*\)\]/\1/p' | tr -d ','); do
    row "without $part" --without "$part"
done
row "one pass" --ranker one-pass
row "BM25 alone" --ranker bm25
