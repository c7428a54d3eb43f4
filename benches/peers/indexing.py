"""indexing.py ROUNDS COPY KB INDEXES NAME=COMMAND…: building indexes, in turns.

kb builds from the folder of guides (COPY, with a kb.toml beside it), then again after 1% of the files got another
sentence, then with nothing changed. A COMMAND builds a peer's index at INDEXES/NAME from nothing.
"""
import os, shutil, sys, time
from figures import in_turn, median, named, number, ratio, remember, table

TEXT = (".md", ".mdx", ".markdown", ".rst", ".txt", ".adoc", ".org", ".html")


def run(command, folder):
    """Wall seconds, processor seconds and MB of memory of a command; an error ends the measurement."""
    started = time.perf_counter()
    process = os.fork()
    if process == 0:
        os.chdir(folder)
        os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
        os.execvp("sh", ["sh", "-c", command])
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command}: ended with {os.waitstatus_to_exitcode(status)}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def size(path):
    """MB of a file, or of all files in a folder."""
    if os.path.isfile(path):
        return os.path.getsize(path) / 1e6
    files = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    return sum(map(os.path.getsize, files)) / 1e6


def remove(path):
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)


def change(copy, nth):
    """Adds a sentence to every hundredth file."""
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(copy) for name in names
                   if name.endswith(TEXT))
    for path in files[::100]:
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"\n\nThe change number {nth} says something else.\n")
    # A file changed a moment ago would be read once more by the next run.
    time.sleep(3)


def main(rounds, copy, kb, indexes, *peers):
    builds = {"kb": f"{kb} index --quiet", **named(peers)}
    measured, sizes = {}, {}

    def measure(label, command, name):
        measured.setdefault(label, []).append(run(command, os.path.dirname(copy) if name == "kb" else indexes))

    for nth, name in in_turn(list(builds), rounds):
        path = os.path.join(os.path.dirname(copy), "index") if name == "kb" else f"{indexes}/{name}"
        remove(path)
        measure(name, builds[name], name)
        sizes[name] = size(path)
        if sizes[name] == 0:
            sys.exit(f"{builds[name]}: made no index")
        if name == "kb":
            change(copy, nth)
            measure("kb, 1% of the files changed", builds[name], name)
            measure("kb, nothing changed", builds[name], name)
    print(f"\n### Building the index, {rounds} rounds")
    rows = []
    figures = {label: [median(column) for column in zip(*runs)] for label, runs in measured.items()}
    ours = figures["kb"]
    for label, (wall, cpu, memory) in figures.items():
        walls = [run[0] for run in measured[label]]
        disk = f"{number(sizes[label])} ({ratio(sizes[label] / sizes['kb'])})" if label in sizes else ""
        rows.append([label, f"{number(wall)} ({ratio(wall / ours[0])})", f"{number(min(walls))} to {number(max(walls))}",
                     f"{number(cpu)} ({ratio(cpu / ours[1])})", number(memory), disk])
        if label.startswith("kb, "):
            remember(f"indexing, {label[4:]}, to a whole build: wall", "kb", wall / ours[0])
            remember(f"indexing, {label[4:]}, to a whole build: processor", "kb", cpu / ours[1])
        elif label != "kb":
            remember("indexing, wall", label, wall / ours[0])
            remember("indexing, processor", label, cpu / ours[1])
            remember("index size", label, sizes[label] / sizes["kb"])
    table(["index", "s, wall (to kb)", "least to most", "s, processor (to kb)", "MB of memory", "MB on disk (to kb)"],
          rows)


main(int(sys.argv[1]), *sys.argv[2:])
