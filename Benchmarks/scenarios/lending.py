"""200 000 loans with 24 repayments each, imported as monthly statements; then questions to one loan, and to all."""

import json
import random
import statistics
import subprocess
import sys

from measuring.contestants import Muniment
from measuring.corpus import BENCHMARKS
from measuring.processes import warm
from measuring.report import Report, at_least, at_most, percentile, table

LOANS = 200_000
MONTHS = 24
# How many loans are asked about, at random.
ASKED = 200
DAY = "2026-01-31"
TWO_YEARS_BACK = "2024-01-31"


def run(settings):
    lending = Lending(settings)
    lending.file()
    lending.ask()
    lending.rebuild = lending.run("rebuild")
    return Report(lending.markdown(), list(lending.goals()), lending.values())


class Lending:
    def __init__(self, settings):
        self.settings = settings
        self.loans = settings.records or LOANS
        self.muniment = Muniment(settings.muniment)
        self.target = settings.space / "muniment"
        # For each table: its name, rows, and run.
        self.imports = []
        # The last filing when half of the statements were filed.
        self.half = 0

    def file(self):
        self.muniment.prepare(self.target)
        tables = self.settings.space / "tables"
        subprocess.run([BENCHMARKS / "generate", "loans", tables, "--records", str(self.loans),
                        "--seed", str(self.settings.seed)], check=True, stdout=sys.stderr)
        self.take(tables, "contracts", "loan-contract", "contracts")
        self.take(tables, "payments", "disbursement", "payments")
        for month in range(1, MONTHS + 1):
            self.take(tables, f"statement-{month:02d}", "repayment-record", "statement")
            if month == MONTHS // 2:
                self.half = self.last_filing()

    def take(self, tables, name, kind, map):
        file = tables / f"{name}.csv"
        with file.open() as lines:
            rows = sum(1 for _ in lines) - 1
        run = self.run("import", file, "--kind", kind, "--map", tables / f"{map}.map", "--by", "A017")
        self.imports.append((name, rows, run))
        print(f"  {name}: {rows / run.seconds:,.0f} rows/s, {run.peak_megabytes:.0f} MB", file=sys.stderr)

    def last_filing(self):
        return json.loads(self.muniment.answer(self.target, "status", "--json")[1])["checkpoint"]["size"] - 1

    def run(self, *words):
        run = self.muniment.run(self.target, *words)
        if len(words) == 1:
            print(f"  {words[0]}: {run.seconds:.1f} s, {run.peak_megabytes:.0f} MB", file=sys.stderr)
        return run

    def ask(self):
        warm(self.target / "archive")
        chosen = random.Random(self.settings.seed).sample(range(self.loans), min(ASKED, self.loans))
        loans = [f"DK-2023-{number:06d}" for number in chosen]
        of_one = {
            "`payoff quote`": ["payoff", "quote", "LOAN", "--date", DAY],
            "`loan show`": ["loan", "show", "LOAN", "--as-of", DAY],
            "`loan show --known-at` half": ["loan", "show", "LOAN", "--as-of", DAY, "--known-at", self.half],
        }
        self.of_one = {title: [self.seconds(*[loan if word == "LOAN" else word for word in words]) for loan in loans]
                       for title, words in of_one.items()}
        of_all = {
            "`loan arrears`": ["--as-of", DAY],
            "`loan arrears --as-of` two years back": ["--as-of", TWO_YEARS_BACK],
            "`loan arrears --known-at` half": ["--as-of", DAY, "--known-at", self.half],
        }
        # The first time does not count. In turns, so that a bad moment of the machine is nobody's alone.
        self.of_all = {title: [] for title in of_all}
        for time in range(self.settings.rounds + 1):
            for title, words in of_all.items():
                self.of_all[title] += [self.seconds("loan", "arrears", *words)][:time]
        for title, seconds in {**self.of_one, **self.of_all}.items():
            print(f"  {title}: {statistics.median(seconds):.3f} s", file=sys.stderr)

    def seconds(self, *words):
        return self.muniment.answer(self.target, *words)[0]

    # What is told of it.

    def rate(self, *names):
        """Rows a second of all the tables with one of these names."""
        runs = [(rows, run) for name, rows, run in self.imports if name.startswith(names)]
        return sum(rows for rows, _ in runs) / sum(run.seconds for _, run in runs)

    @property
    def filing_seconds(self):
        return sum(run.seconds for _, _, run in self.imports)

    def label(self):
        return f"{self.loans:,} loans"

    def markdown(self):
        rows = sum(rows for _, rows, _ in self.imports)
        statements = [rows / run.seconds for name, rows, run in self.imports if name.startswith("statement")]
        def ms(seconds, percent):
            return f"{percentile(seconds, percent) * 1000:.1f}"

        return "\n".join([
            f"### Lending: {self.loans:,} loans, {MONTHS} monthly statements, {rows:,} rows; {self.settings.rounds} rounds",
            "",
            f"- `import` of contracts, a record for each: {self.rate('contracts'):,.0f} rows/s; of payments "
            f"{self.rate('payments'):,.0f} rows/s; of statements {self.rate('statement'):,.0f} rows/s, the first "
            f"{statements[0]:,.0f}, the last {statements[-1]:,.0f}; "
            f"{max(run.peak_megabytes for _, _, run in self.imports):.0f} MB",
            f"- filing took {self.filing_seconds:.1f} s in all, `rebuild` {self.rebuild.seconds:.1f} s, "
            f"{self.rebuild.peak_megabytes:.0f} MB", "",
            table(["", "processes", "p50, ms", "p95, ms"],
                  [[title, len(seconds), ms(seconds, 50), ms(seconds, 95)]
                   for title, seconds in {**self.of_one, **self.of_all}.items()])])

    def goals(self):
        where = self.label()
        for title in ("`payoff quote`", "`loan show`"):
            yield at_most(f"{title}, p95: {where}", 30, percentile(self.of_one[title], 95) * 1000, "{:.1f} ms")
        arrears = {title: statistics.median(seconds) for title, seconds in self.of_all.items()}
        first, *others = arrears
        yield at_most(f"{first}: {where}", 5, arrears[first], "{:.2f} s")
        for title in others:
            yield at_most(f"{title}, times `loan arrears`: {where}", 2, arrears[title] / arrears[first], "{:.2f}")
        yield at_least(f"`import` of statements: {where}", 20_000, self.rate("statement"), "{:,.0f} rows/s")
        yield at_most(f"`rebuild`, times filing: {where}", 1.5, self.rebuild.seconds / self.filing_seconds, "{:.2f}")

    def values(self):
        return {"imports": self.imports, "of one": self.of_one, "of all": self.of_all, "rebuild": self.rebuild}
