#!/usr/bin/env bash
# Measures kb against its peers on the same corpus and queries and prints the tables of docs/performance.md: Lucene,
# Xapian, SQLite FTS5, tantivy-cli, Recoll, ripgrep. What cannot be installed is named and left out.
#
#   benches/peers/run.sh FOLDER [ROUNDS]
#
# FOLDER holds guides. ROUNDS: how often everything is measured (7; indexing a third, 3 at most; processes 5 times as
# often). KB names the program; by default it is the release build of this checkout, whose library is measured in
# process in any case. Everything that is built is kept in KB_PEERS (target/peers).
set -Eeuo pipefail

corpus="$(realpath "${1:?which folder holds the guides?}")"
rounds="${2:-7}"
here="$(realpath "$(dirname "$0")")"
project="$(realpath "$here/../..")"
work="$(realpath -m "${KB_PEERS:-$project/target/peers}")"
kb="${KB:+$(realpath "$KB")}"
mkdir -p "$work/bin" "$work/kb" "$work/copied" "$work/recoll-settings" "$work/recoll-home"
export PATH="$work/bin:$PATH" RATIOS="$work/ratios.tsv" RECOLL_CONFDIR="$work/recoll-home"
: > "$RATIOS"
# shellcheck source=install.sh
source "$here/install.sh"

say() { printf '%s\n' "$*" >&2; }

# What there is, in the order of the tables.
peers=()
add() {
    local name="$1"
    shift
    say "installing $name"
    if "$@" >&2; then peers+=("$name"); else say "$name cannot be installed here: left out"; fi
}

if find_java; then
    add lucene-8 install_lucene 8.11.4
    add "lucene-${newest_lucene%%.*}" install_lucene "$newest_lucene"
fi
add xapian install_xapian
add fts5 install_fts5
add tantivy install_tantivy
add recoll install_recoll
add rg install_rg

say "building kb"
cd "$project"
if [ -z "$kb" ]; then
    cargo build --release --locked --quiet
    kb="${CARGO_TARGET_DIR:-$project/target}/release/kb"
fi
bench="$(cargo bench --no-run --locked --bench peers 2>&1 | sed -n 's/.*Executable.*(\(.*\)).*/\1/p')"
bench="$(realpath "${bench:?the driver of kb does not compile: cargo bench --no-run --bench peers}")"
echo 'fn main() {}' > "$work/empty.rs"
rustc -O -o "$work/bin/empty" "$work/empty.rs"

# The roles of the corpus are its uppermost folders, so that there is something to count and to filter by.
settings() {
    printf 'index = "index"\n\n[[corpus]]\nname = "guides"\npath = "%s"\n\n' "$1"
    printf '[inference]\nrole_paths = ["^(?:docs/)?(?<role>[^/]+)/"]\nopen_roles = true\n'
}
settings "$corpus" > "$work/kb/kb.toml"
settings "$work/copied/guides" > "$work/copied/kb.toml"
rm -rf "$work/copied/guides" "$work/kb/index"
cp -a "$corpus" "$work/copied/guides"
chmod -R u+w "$work/copied/guides"

say "reading sections and making queries"
(cd "$work/kb" && "$kb" index --quiet >/dev/null)
"$bench" sections "$work/kb/index" "$work"
python3 "$here/queries.py" "$work/sections.tsv" > "$work/queries.tsv"

# How tantivy-cli and recollindex are told what to do: a schema, and settings that take all text for text.
# field NAME RECORD FIELDNORMS TOKENIZER FAST
field() {
    printf '{"name":"%s","type":"text","options":{"indexing":{"record":"%s","fieldnorms":%s,"tokenizer":"%s"},' \
        "$1" "$2" "$3" "$4"
    printf '"stored":true,"fast":%s}}' "$5"
}
fields="$(field id basic false raw false),$(field text position true en_stem false)"
fields="$fields,$(field role basic false raw true),$(field section basic false raw true)"
printf '{"index_settings":{"docstore_compression":"lz4","docstore_blocksize":16384},"segments":[],' > "$work/tantivy.json"
printf '"schema":[%s],"opstamp":0}' "$fields" >> "$work/tantivy.json"
printf 'topdirs = %s\nskippedNames =\nnoaspell = 1\nloglevel = 2\n' "$corpus" > "$work/recoll-settings/recoll.conf"
printf '%s = text/plain\n' .md .mdx .markdown .rst .adoc .org > "$work/recoll-settings/mimemap"

# The command that starts the driver of a peer.
driver() {
    case "$1" in
        lucene-*) printf '%s' "2>$work/$1.log $java/bin/java ${java_options[*]} -cp '$work/$1:$work/$1/*' Lucene" ;;
        *) printf '%s' "$work/bin/$1" ;;
    esac
}
builds=()
searches=("kb=$bench search $work/kb/index $work/queries.tsv")
for peer in "${peers[@]}"; do
    case "$peer" in
        lucene-* | xapian | fts5)
            builds+=("$peer=$(driver "$peer") index $work/sections.tsv $work/indexes/$peer")
            searches+=("$peer=$(driver "$peer") search $work/indexes/$peer $work/queries.tsv") ;;
        tantivy)
            build="mkdir tantivy && cp $work/tantivy.json tantivy/meta.json"
            builds+=("tantivy=$build && tantivy index --index tantivy --file $work/sections.jsonl") ;;
        recoll)
            builds+=("recoll=cp -r $work/recoll-settings recoll && recollindex -c $work/indexes/recoll") ;;
    esac
done
mkdir -p "$work/indexes"

# Writes the report as it goes along, and keeps it.
report() {
    printf '%s cores, %s, %s GB of memory. ' "$(nproc)" "$(uname -sm)" \
        "$(awk '/MemTotal/ { printf "%d", $2 / 1e6 }' /proc/meminfo)"
    printf '%s files, %s sections, %s roles, %s section facets.\n' "$(find "$corpus" -type f | wc -l)" \
        "$(wc -l < "$work/sections.tsv")" "$(values 2)" "$(values 3)"
    printf '%s; %s.\n' "$("$kb" --version)" "$(versions)"
    python3 "$here/indexing.py" "$((rounds > 3 ? 3 : rounds))" "$work/copied/guides" "$kb" "$work/indexes" "${builds[@]}"
    local status=0
    python3 "$here/latency.py" "$work/queries.tsv" "$rounds" "$work/chosen.tsv" "${searches[@]}" || status=$?
    python3 "$here/process.py" "$((rounds * 5))" "$work" "$corpus" "$kb" "$work/chosen.tsv" "$work/bin/empty" \
        "${peers[@]}"
    python3 "$here/ratios.py"
    return "$status"
}

# How many values a column of the sections has.
values() {
    cut -f "$1" "$work/sections.tsv" | tr ',' '\n' | sed '/^$/d' | sort -u | wc -l
}

versions() {
    local said=() peer
    for peer in "${peers[@]}"; do
        case "$peer" in
            lucene-*) said+=("Lucene $(basename "$work/$peer"/lucene-core-*.jar .jar | cut -d - -f 3)") ;;
            xapian) said+=("$(quest --version | sed 's/.*core /Xapian /')") ;;
            fts5) said+=("SQLite $(sqlite3 --version | cut -d ' ' -f 1)") ;;
            tantivy) said+=("$(tantivy --version | sed -n 1p)") ;;
            recoll) said+=("Recoll $(dpkg-query -W -f '${Version}' recollcmd)") ;;
            rg) said+=("$(rg --version | sed -n 1p)") ;;
        esac
    done
    printf '%s, ' "${said[@]}"
    printf '%s' "$("${java:-/usr}/bin/java" --version 2>/dev/null | sed -n 1p)"
}

report | tee "$work/report.md"
