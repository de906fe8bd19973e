"""DuckDB and SQLite, which are asked the same questions of the same rows: `sql/`."""

import csv
import io
import json
import subprocess
import sys
import venv
from decimal import Decimal

from measuring.corpus import BENCHMARKS
from measuring.processes import measure

DUCKDB = "duckdb==2.0.0"
ENGINES = {"duckdb": "DuckDB", "sqlite3": "SQLite"}
LEVELS = {"yellow": 1, "orange": 2, "red": 3}
# Of each question: the key and the columns of muniment's CSV, each with its decimals, and the fields of the SQL.
COMPARED = {
    "drops": (["collateral"], {"from": 2, "to": 2, "fall": 6, "exposure": 2}, [0], [2, 3, 4, 8]),
    "coverage": (["mortgage"], {"secured": 2, "value": 2, "lendable": 2, "pledgeRatio": 6, "cap": 6, "shortfall": 2}, [0],
                 [1, 2, 3, 4, 5, 6]),
    "alerts": (["rule", "subject"], {"level": 0, "exposure": 2}, [0, 1], [2, 3]),
}


class Databases:
    """DuckDB comes from PyPI, into an environment of its own; SQLite is that of Python."""

    def __init__(self, space):
        self.python = space / "venv" / "bin" / "python"
        venv.create(space / "venv", with_pip=True)
        subprocess.run([self.python, "-m", "pip", "install", "--quiet", DUCKDB], check=True, stdout=sys.stderr)

    def words(self, engine, folder, question, argument):
        program = [self.python, BENCHMARKS / "sql" / "ask", engine, folder / f"{engine}.db", question, argument]
        return list(map(str, program))

    def load(self, folder):
        for engine in ENGINES:
            measure(self.words(engine, folder, "load", folder / "rows"))

    def run(self, engine, folder, question, values):
        return measure(self.words(engine, folder, question, json.dumps(values)))

    def answer(self, engine, folder, question, values):
        """What it prints, and how many seconds the question takes by itself."""
        done = subprocess.run(self.words(engine, folder, question, json.dumps(values)), capture_output=True, text=True,
                              check=True)
        return done.stdout, float(done.stderr)


def agreement(question, printed, found):
    """How many rows muniment printed, how many the database, and how many are alike in both."""
    key, columns, places, fields = COMPARED[question]
    ours = {tuple(row[name] for name in key): [number(row[name], decimals) for name, decimals in columns.items()]
            for row in csv.DictReader(io.StringIO(printed))}
    theirs = {tuple(row[place] for place in places): [number(row[place], 0) for place in fields]
              for row in csv.reader(io.StringIO(found))}
    return len(ours), len(theirs), sum(theirs.get(name) == row for name, row in ours.items())


def number(field, decimals):
    """In units of the last decimal; `None` where it is unknown."""
    if field in LEVELS:
        return LEVELS[field]
    return int(Decimal(field).scaleb(decimals)) if field[:1].isdigit() else None
