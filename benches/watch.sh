#!/usr/bin/env bash
# How long a change takes until it is found while `kb index --watch` runs: writes a word into a file, asks for it until it
# is there, twenty times, and prints the median and the most in milliseconds.
#
#   KB=target/release/kb benches/watch.sh [FOLDER]
#
# FOLDER is copied first; the shipped guides by default.
set -Eeuo pipefail

KB="$(realpath "${KB:-target/release/kb}")"
guides="$(realpath "${1:-corpus}")"
folder="$(mktemp -d)"
trap 'kill "${watch:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cp -r "$guides" "$folder/guides"
cd "$folder"

"$KB" index --watch --index index guides > log &
watch=$!
until [ -s log ]; do sleep 0.1; done
sleep 1

now() {
    date +%s%3N
}

for n in $(seq 20); do
    word="zq${n}newword"
    started="$(now)"
    printf '# Probe\n\n%s\n' "$word" > "guides/probe-$((n % 5)).md"
    until [ "$("$KB" search --index index --exact --count "$word" 2>/dev/null)" = 1 ]; do
        if [ $(($(now) - started)) -gt 10000 ]; then
            echo "$word was not found in ten seconds" >&2
            exit 1
        fi
        sleep 0.005
    done
    echo $(($(now) - started))
    sleep 0.3
done > times
sort -n times | awk '{ time[NR] = $1 } END { printf "median %d ms, most %d ms\n", (time[10] + time[11]) / 2, time[NR] }'
