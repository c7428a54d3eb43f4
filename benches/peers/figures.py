"""What the measuring scripts share: medians, percentiles, turns, tables, and the ratios that ratios.py prints."""
import os, statistics

median = statistics.median


def percentile(values, share):
    ordered = sorted(values)
    return ordered[round((len(ordered) - 1) * share)]


def in_turn(names, rounds):
    """Round after round every name, the first one another each time."""
    for nth in range(rounds):
        start = nth % len(names)
        yield from ((nth, name) for name in names[start:] + names[:start])


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(value):
    return f"{value:.2g}" if value < 0.1 else f"{value:.2f}"


def table(head, rows):
    """Prints a Markdown table."""
    print("\n| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def remember(measured, peer, value):
    """A ratio for the tables at the end."""
    with open(os.environ["RATIOS"], "a", encoding="utf-8") as file:
        file.write(f"{measured}\t{peer}\t{ratio(value)}\n")


def named(arguments):
    """name=command, in order."""
    return dict(argument.split("=", 1) for argument in arguments)
