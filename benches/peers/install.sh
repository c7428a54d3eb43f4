# Installs the peers of kb: packages of Debian's for the system, everything else into $work. Sourced by run.sh.
# Each function ends with an error where its peer cannot be had, and installs nothing where it is there already.

# apt PROGRAM_OR_FILE PACKAGE…: installs the packages unless the program is on the PATH, or the file exists.
apt() {
    local wanted="$1" root=()
    shift
    if command -v "$wanted" >/dev/null || [ -e "$wanted" ]; then return; fi
    [ "$(id -u)" = 0 ] || root=(sudo -n)
    [ -e "$work/apt-updated" ] || "${root[@]}" apt-get update -qq && touch "$work/apt-updated"
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -qq -y --no-install-recommends "$@" >/dev/null
    command -v "$wanted" >/dev/null || [ -e "$wanted" ]
}

compiler() {
    apt g++ g++
}

install_fts5() {
    compiler && apt sqlite3 sqlite3 && apt /usr/include/sqlite3.h libsqlite3-dev &&
        g++ -O2 -std=c++17 "$here/fts5.cc" -o "$work/bin/fts5" -lsqlite3
}

install_xapian() {
    compiler && apt quest xapian-tools && apt /usr/include/xapian.h libxapian-dev &&
        g++ -O2 -std=c++17 "$here/xapian.cc" -o "$work/bin/xapian" -lxapian
}

install_tantivy() {
    [ -x "$work/bin/tantivy" ] || cargo install --quiet --locked tantivy-cli --root "$work"
}

install_recoll() {
    apt recollindex recollcmd && apt recollq recollcmd
}

install_rg() {
    apt rg ripgrep
}

# Sets java (the folder of a JDK) to the newest there is, and java_options and newest_lucene to what goes with it.
find_java() {
    apt javac default-jdk-headless || return
    local home major newest=0
    for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
        [ -x "$home/bin/javac" ] || continue
        major="$("$home/bin/javac" -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/')"
        if [ "$major" -gt "$newest" ]; then newest="$major" java="$home"; fi
    done
    java_options=(-Xmx1g)
    newest_lucene=9.12.3
    # Lucene 10 needs Java 21, and decodes postings faster with the vector instructions that it gives access to.
    if [ "$newest" -ge 21 ]; then
        newest_lucene=10.6.0
        java_options+=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED)
    fi
}

# install_lucene VERSION: the library and the driver compiled against it, in $work/lucene-MAJOR.
install_lucene() {
    local version="$1" folder="$work/lucene-${1%%.*}" analysis=lucene-analysis-common calls=9 part
    if [ "${version%%.*}" = 8 ]; then analysis=lucene-analyzers-common calls=8; fi
    apt mvn maven || return
    mkdir -p "$folder"
    for part in lucene-core "$analysis" lucene-queryparser lucene-facet; do
        [ -e "$folder/$part-$version.jar" ] ||
            mvn -q -B dependency:copy "-Dartifact=org.apache.lucene:$part:$version" \
                "-DoutputDirectory=$folder" || return
    done
    "$java/bin/javac" -nowarn -proc:none -cp "$folder/*" -d "$folder" \
        "$here/lucene/Lucene.java" "$here/lucene/$calls/Version.java" 2>"$work/lucene-${version%%.*}.log"
}
