"""ratios.py: prints what the measuring scripts remembered, a row for each measure and a column for each peer."""
import os
from figures import table

with open(os.environ["RATIOS"], encoding="utf-8") as lines:
    ratios = [line.rstrip("\n").split("\t") for line in lines]
TITLES = {False: "Peers to kb: above 1, kb is faster or smaller", True: "kb to itself and to an empty program"}
for own, title in TITLES.items():
    chosen = [ratio for ratio in ratios if (ratio[1] == "kb") == own]
    columns = list(dict.fromkeys(peer for _, peer, _ in chosen))
    cells = {(measured, peer): value for measured, peer, value in chosen}
    print(f"\n### {title}")
    rows = dict.fromkeys(measured for measured, _, _ in chosen)
    table(["measured", *columns], [[row, *(cells.get((row, column), "") for column in columns)] for row in rows])
