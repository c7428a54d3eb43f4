"""process.py TIMES WORK CORPUS KB CHOSEN EMPTY NAME…: whole processes, from start to end, in turns.

The output goes to a file, all files are in the page cache. The query is the first of CHOSEN (see latency.py), then the
second. KB is the program, EMPTY one that does nothing, NAMEs are the peers there are.
"""
import os, sys, tempfile, time
from figures import in_turn, median, number, percentile, ratio, remember, table

SNIPPETS = ("SELECT id, snippet(sections, 1, '[', ']', '…', 32) FROM sections WHERE sections MATCH '{}' "
            "ORDER BY bm25(sections) LIMIT 10")


def commands(kb, work, operator, words):
    """What a user of each program runs for ten hits."""
    joiner = {"or": " OR ", "and": " AND "}.get(operator)
    indexes = f"{work}/indexes"
    query = joiner.join(words.split()) if joiner else f'"{words}"'
    return {
        "kb": [kb, "search", "--index", f"{work}/kb/index", words if operator == "and" else query],
        "fts5": ["sqlite3", f"{indexes}/fts5", SNIPPETS.format(query)],
        "xapian": ["quest", "--db", f"{indexes}/xapian", "--msize", "10", query],
        "tantivy": ["tantivy", "search", "--index", f"{indexes}/tantivy", "--query", query],
        "recoll": ["recollq", "-c", f"{indexes}/recoll", "-n", "10", query],
    }


def run(command, output):
    """Seconds on the clock and of the processor; an error ends the measurement."""
    actions = [(os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
               (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0)]
    started = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(process, 0)
    took = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)}: ended with {os.waitstatus_to_exitcode(status)}")
    return took, used.ru_utime + used.ru_stime


def main(times, work, corpus, kb, chosen, empty, *peers):
    with open(chosen, encoding="utf-8") as file:
        queries = [line.rstrip("\n").split("\t") for line in file]
    for title, (operator, words) in zip(("a selective query", "a heavy query"), queries):
        of_peer = commands(kb, work, operator, words)
        runs = {"empty program": [empty], "kb": of_peer["kb"]}
        runs |= {name: of_peer[name] for name in peers if name in of_peer}
        if operator == "or":
            # It prints every match with its text, tens of thousands.
            runs.pop("tantivy", None)
        elif "rg" in peers:
            runs["rg"] = ["rg", "--ignore-case", "--fixed-strings", words.split()[0], corpus]
        measured = {name: [] for name in runs}
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "output")
            for command in list(runs.values()) * 3:
                run(command, output)
            for _, name in in_turn(list(runs), times):
                measured[name].append(run(runs[name], output))
        print(f"\n### Whole process, {title}: `{words}` ({operator})")
        medians = {name: median(took for took, _ in runs) for name, runs in measured.items()}
        least, ours = medians["empty program"], medians["kb"]
        rows = []
        for name, half in medians.items():
            seconds, processor = zip(*measured[name])
            rows.append([name, number(half * 1000), ratio(half / least), ratio(half / ours),
                         f"{number(percentile(seconds, 0.1) * 1000)} to {number(percentile(seconds, 0.9) * 1000)}",
                         number(median(processor) * 1000)])
            if name == "empty program":
                remember(f"whole process to an empty program, {title}", "kb", ours / half)
            elif name != "kb":
                remember(f"whole process, {title}", name, half / ours)
        table(["program", "ms, median", "to the empty program", "to kb", "ms, p10 to p90", "ms of processor"], rows)


main(int(sys.argv[1]), *sys.argv[2:])
