"""CSV that muniment printed, held against rows that were reckoned."""

import csv
import io
from decimal import Decimal

# By the column: the unit in which it is reckoned.
MONEY = {"from", "to", "amount", "exposure", "secured", "value", "lendable", "shortfall", "stressedValue", "stressedShortfall"}
RATES = {"fall", "pledgeRatio", "stressedRatio", "cap"}


def rows(text, key):
    """By the columns of the key, with a space between; and how many rows there were."""
    found = list(csv.DictReader(io.StringIO(text)))
    return {" ".join(row[column] for column in key): row for row in found}, len(found)


def read(column, field):
    """As it is reckoned; `None` where it is unknown."""
    if column in MONEY or column in RATES:
        if field == "":
            return None
        return int(Decimal(field).scaleb(2 if column in MONEY else 6))
    return int(field) if column == "unknownCollaterals" else field


class Tally:
    def __init__(self):
        self.compared = self.differences = 0
        self.examples = []

    def compare(self, what, text, key, reckoned):
        printed, count = rows(text, key)
        different = abs(count - len(printed))
        for name in sorted(printed.keys() | reckoned.keys()):
            if name not in printed or name not in reckoned:
                problem = "is not printed" if name not in printed else "is not reckoned"
            else:
                wrong = {column: (value, wanted) for column, wanted in reckoned[name].items()
                         if (value := read(column, printed[name][column])) != wanted}
                problem = ", ".join(f"{column} is {value}, reckoned {wanted}" for column, (value, wanted) in wrong.items())
            if problem:
                different += 1
                if len(self.examples) < 20:
                    self.examples.append(f"{what}: {name}: {problem}")
        self.compared += count
        self.differences += different
        print(f"  {what:<88}{count:>10,} rows, {different:>6,} different", flush=True)
