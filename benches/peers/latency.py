"""latency.py QUERIES ROUNDS CHOSEN NAME=COMMAND…: latency in process, the first NAME being kb.

Every command is a driver that has its index open and answers all queries when told how; engines take turns, round after
round. A query's time is its median over the rounds, p50 and p99 are over queries. Before that, answers are compared:
where they differ too much, engines do not do the same work, and this ends with 1. Writes two queries for the
measurement of whole processes to CHOSEN: the AND of two words with the median total, and the OR with the largest.
"""
import subprocess, sys
from figures import in_turn, median, named, number, percentile, ratio, remember, table

# The least share of the ten best that must be the same as kb's under BM25, by the median over queries.
LEAST_COMMON = 0.5
ONE_PASS = "kb, ranked in one pass"
# Passes before anything is measured: a virtual machine compiles what is called often.
WARM_PASSES = 5
GROUPS = {
    "AND": {"two words", "three words"},
    "OR": {"two words, OR"},
    "one word": {"one word"},
    "phrase": {"phrase"},
    "filtered": {"filtered"},
}


class Driver:
    def __init__(self, command):
        self.process = subprocess.Popen(
            ["sh", "-c", "exec " + command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, way):
        self.process.stdin.write(way + "\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) != "\n":
            if not line:
                raise EOFError
            lines.append(line.rstrip("\n"))
        return lines


def answers(driver):
    """The total and the ids of the first ten, for every query."""
    lines = [line.split("\t") for line in driver.ask("answers")]
    return [(int(total), set(filter(None, ids))) for total, *ids in lines]


def compare(drivers, classes):
    """Prints how far answers are the same. The totals of kb, and the names of peers that do something else."""
    kb, *peers = drivers
    ours = answers(drivers[kb])
    rows, other = [], []
    for peer in peers:
        ratios, common = [], []
        for name, (total, ids), (their_total, their_ids) in zip(classes, ours, answers(drivers[peer])):
            if total > 0 and "OR" not in name:
                ratios.append(their_total / total)
                common.append(len(ids & their_ids) / max(len(ids), len(their_ids)))
        rows.append([peer, f"{median(ratios):.2f}", f"{percentile(ratios, 0.1):.2f} to {percentile(ratios, 0.9):.2f}",
                     f"{median(common):.2f}", f"{sum(common) / len(common):.2f}"])
        if median(common) < LEAST_COMMON or not 0.8 < median(ratios) < 1.25:
            other.append(peer)
    table(["peer", "matches, ratio to kb, median", "p10 to p90", "same among the first ten, median", "mean"], rows)
    return [total for total, _ in ours], other


def measure(runs, rounds):
    """runs: {label: (driver, way)}. {label: [[nanoseconds of every query] of every round]}"""
    for label, (driver, way) in runs.items():
        for _ in range(WARM_PASSES if label.startswith("lucene") else 1):
            driver.ask(way)
    times = {label: [] for label in runs}
    for _, label in in_turn(list(runs), rounds):
        driver, way = runs[label]
        times[label].append([int(line) for line in driver.ask(way)])
    return times


def choose(queries, totals):
    """The AND of two words with the median total, and the OR with the largest: operator and words of each."""
    def of_class(name):
        return sorted((total, nth) for nth, total in enumerate(totals) if queries[nth][0] == name)
    two, either = of_class("two words"), of_class("two words, OR")
    return [queries[nth][1:3] for _, nth in (two[len(two) // 2], either[-1])]


def report(title, measured, classes):
    """measured: {label: rounds of times}; ratios are to the first label."""
    first = next(iter(measured))
    groups = {"all": set(classes)} | {group: names for group, names in GROUPS.items() if names & set(classes)}
    figures = {}
    for label, rounds in measured.items():
        queries = [median(times) / 1000 for times in zip(*rounds)]
        for group, names in groups.items():
            times = [time for time, name in zip(queries, classes) if name in names]
            figures[label, group] = percentile(times, 0.5), percentile(times, 0.99)
    rows = []
    for label, rounds in measured.items():
        row = [label]
        for group in groups:
            ours, theirs = figures[first, group], figures[label, group]
            cell = f"{number(theirs[0])} / {number(theirs[1])}"
            if label != first:
                ratios = theirs[0] / ours[0], theirs[1] / ours[1]
                cell += f" ({ratio(ratios[0])} / {ratio(ratios[1])})"
                for name, value in zip(("p50", "p99"), ratios):
                    if group not in ("all", "AND", "OR"):
                        continue
                    if label == ONE_PASS:
                        remember(f"default answer to the same ranked in one pass, {group}, {name}", "kb", 1 / value)
                    else:
                        remember(f"{title}, {group}, {name}", label, value)
            row.append(cell)
        by_round = [percentile(times, 0.5) / 1000 for times in rounds]
        rows.append([*row, f"{number(min(by_round))} to {number(max(by_round))}"])
    print(f"\n### {title[0].upper()}{title[1:]}")
    table(["µs, p50 / p99 (ratio to the first row)", *groups, "p50 of all by round"], rows)


def main(path, rounds, chosen, *commands):
    with open(path, encoding="utf-8") as file:
        queries = [line.rstrip("\n").split("\t") for line in file]
    classes = [query[0] for query in queries]
    drivers = {name: Driver(command) for name, command in named(commands).items()}
    kb = next(iter(drivers))
    print(f"\n{len(queries)} queries, {rounds} rounds.\n\n### Whether answers are the same")
    totals, other = compare(drivers, classes)
    for way, title in (("top", "first ten"), ("ids", "first ten with ids from their documents"),
                       ("facets", "first ten and exact counts of two facets")):
        report(title, measure({name: (driver, way) for name, driver in drivers.items()}, rounds), classes)
    full = {name: (driver, "full") for name, driver in drivers.items() if not name.startswith("lucene")}
    full[ONE_PASS] = drivers[kb], "one-pass"
    times = measure(full, rounds)
    report("facets, documents and snippets", times, classes)
    with open(chosen, "w", encoding="utf-8") as file:
        file.writelines("\t".join(query) + "\n" for query in choose(queries, totals))
    for driver in drivers.values():
        driver.process.stdin.close()
        driver.process.wait()
    if other:
        sys.exit(f"{', '.join(other)}: the answers differ so much from kb's that times cannot be compared")


main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
