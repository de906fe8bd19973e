"""The real index: house prices of 51 American states by quarter (FHFA), and where in China each of them is played."""

import csv
from datetime import date, timedelta
from pathlib import Path

SERIES = "HPI-US-STATES"
FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hpi-us-states-quarterly.csv"
# The first two digits that a division code may have (GB/T 2260).
PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
             63, 64, 65, 71, 81, 82]


class PriceIndex:
    """Values by state and quarter, in ten-thousandths."""

    def __init__(self, file=FILE):
        with open(file, newline="") as lines:
            rows = [(row["State"], int(row["Year"]), int(row["Quarter"]), row["HPI"]) for row in csv.DictReader(lines)]
        self.rows = sorted((year, quarter, state, value) for state, year, quarter, value in rows)
        self.values = {(state, 4 * year + quarter - 1): ten_thousandths(value) for year, quarter, state, value in self.rows}
        self.states = sorted({state for state, _ in self.values})

    def value(self, state, day):
        return self.values[state, 4 * day.year + (day.month - 1) // 3]

    def division(self, state):
        """One for each state, by its place in the alphabet."""
        place = self.states.index(state)
        return f"{PROVINCES[place % len(PROVINCES)]}01{place // len(PROVINCES) + 1:02d}"


def ten_thousandths(text):
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(4, "0"))


def quarter_end(year, quarter):
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)


def quarter_ends(first, last):
    return [quarter_end(year, quarter) for year in range(first, last + 1) for quarter in (1, 2, 3, 4)]
