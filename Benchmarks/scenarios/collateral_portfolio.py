"""An archive of so many collaterals, and what is measured of it."""

import json
import os
import random
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import date

from corpora import portfolio_files, price_index
from measuring.contestants import Muniment
from measuring.corpus import BENCHMARKS
from measuring.databases import ENGINES, agreement
from measuring.processes import answer, warm
from measuring.report import percentile
from sql import rows

# Collaterals whose contracts are made, filed and deleted at once.
PORTION = 50_000
APPRAISALS = 5
# How many collaterals are shown, at random.
SHOWN = 100
DAY, TWO_YEARS_BACK = date(2012, 12, 31), date(2010, 12, 31)
PAST = ["`--as-of` two years back", "`--known-at` half"]
QUESTIONS = {"drops": ["collateral", "drops", "--window", "1y"], "coverage": ["collateral", "coverage"],
             "alerts": ["alerts"]}


@dataclass
class When:
    """A moment that is asked about, in words of muniment and in values for SQL."""

    title: str
    day: date
    known_at: int | None = None

    @property
    def words(self):
        return ["--as-of", self.day, *(["--known-at", self.known_at] if self.known_at else [])]

    @property
    def values(self):
        return {"day": self.day.toordinal(), "since": self.day.replace(year=self.day.year - 1).toordinal(),
                "known": 1 if self.known_at else 2}


class Portfolio:
    def __init__(self, settings, size, databases):
        self.settings, self.size, self.databases = settings, size, databases
        self.muniment = Muniment(settings.muniment)
        self.folder = settings.space / f"portfolio-{size}"
        self.target, self.later = self.folder / "muniment", self.folder / "later"
        self.filed, self.revaluations = [], []
        # The last filing when half of the appraisals and revaluations were filed.
        self.half = 0
        # By question, moment and form; by moment and percentile; by engine and question.
        self.runs, self.shown, self.others, self.agreement = {}, {}, {}, {}
        self.rebuild = None

    def run(self, *words):
        run = self.muniment.run(self.target, *words)
        print(f"  {' '.join(map(str, words))[:60]}: {run.seconds:.2f} s, {run.peak_megabytes:.0f} MB", file=sys.stderr)
        return run

    # Filing.

    def file(self):
        print(f"{self.size:,} collaterals", file=sys.stderr)
        self.later.mkdir(parents=True)
        self.muniment.prepare(self.target)
        for first in range(0, self.size, PORTION):
            self.file_contracts(first)
        self.take(self.later / "index")
        index = self.last_filing()
        days = (self.later / "quarter-ends").read_text().split()
        middle = len(days) // 2
        for rounds, quarters in (((1, 2, 3), days[:middle]), ((4, 5), days[middle:])):
            for round in rounds:
                self.take(self.later / f"appraisals-{round}")
            for day in quarters:
                self.revaluations.append(
                    self.run("collateral", "revalue", "--apply", "--as-of", day, "--index", index, "--region-map",
                             self.later / "region-map.csv", "--by", "A017"))
            self.half = self.half or self.last_filing()
        self.filings = self.last_filing() + 1
        self.make_rows([date.fromisoformat(day) for day in days])
        subprocess.run(["rm", "-r", self.later], check=True)

    def file_contracts(self, first):
        """Keeps the appraisals of the portion for later: they are filed when all contracts are."""
        source = self.folder / "source"
        subprocess.run(
            [BENCHMARKS / "generate", "collaterals", source, "--records", str(min(PORTION, self.size - first)),
             "--first", str(first), "--seed", str(self.settings.seed)], check=True, stdout=sys.stderr)
        self.take(source / "contracts")
        self.take(source / "payments")
        for part in source.iterdir():
            if part.name.startswith("appraisals"):
                (self.later / part.name).mkdir(exist_ok=True)
                os.rename(part, self.later / part.name / f"{first:07d}")
            elif part.name not in ("contracts", "payments"):
                os.rename(part, self.later / part.name)
        subprocess.run(["rm", "-r", source], check=True)

    def take(self, folder):
        run = self.muniment.file(folder, self.target)
        self.filed.append(run)
        print(f"  {folder.name}: {run.seconds:.1f} s, {run.peak_megabytes:.0f} MB", file=sys.stderr)

    def last_filing(self):
        return json.loads(self.muniment.answer(self.target, "status", "--json")[1])["checkpoint"]["size"] - 1

    def make_rows(self, days):
        index = price_index.PriceIndex()
        blocks = portfolio_files.blocks(self.size, first=0, seed=self.settings.seed, index=index, appraisals=APPRAISALS)
        rows.write(self.folder / "rows", blocks, index, days, portfolio_files.verified_on)
        self.databases.load(self.folder)

    # Asking.

    def ask(self, with_all):
        """- with_all: also about the past, as tables, and other programs."""
        warm(self.target / "archive")
        now = When("", DAY)
        moments = [now]
        if with_all:
            moments += [When(PAST[0], TWO_YEARS_BACK), When(PAST[1], DAY, self.half)]
        # The first time does not count. In turns, so that a bad moment of the machine is nobody's alone.
        for time in range(self.settings.rounds + 1):
            for question, words in QUESTIONS.items():
                for when in moments:
                    for form in ["CSV", "table"] if with_all and when is now else ["CSV"]:
                        run = self.run(*words, *when.words, *(["--csv"] if form == "CSV" else []))
                        self.runs.setdefault((question, when.title, form), []).extend([run][:time])
                for engine in ENGINES if with_all else []:
                    run = self.databases.run(engine, self.folder, question, now.values)
                    alone = self.databases.answer(engine, self.folder, question, now.values)[1]
                    self.others.setdefault((engine, question), []).extend([(run, alone)][:time])
        numbers = [f"YP-{number:07d}" for number in random.Random(self.settings.seed).sample(
            range(self.size), min(SHOWN, self.size))]
        for when in moments:
            seconds = [self.muniment.answer(self.target, "collateral", "show", number, *when.words)[0] for number in numbers]
            for percent in (50, 95):
                self.shown[when.title, percent] = percentile(seconds, percent)
        if with_all:
            self.ask_others_to_show(now, numbers)
            self.compare(now)

    def ask_others_to_show(self, when, numbers):
        for engine in ENGINES:
            for number in numbers[:20]:
                values = when.values | {"number": number}
                run = self.databases.run(engine, self.folder, "show", values)
                alone = self.databases.answer(engine, self.folder, "show", values)[1]
                self.others.setdefault((engine, "show"), []).append((run, alone))

    def compare(self, when):
        """Whether the others answer alike."""
        for question, words in QUESTIONS.items():
            printed = self.muniment.answer(self.target, *words, *when.words, "--csv")[1].decode()
            for engine in ENGINES:
                found = self.databases.answer(engine, self.folder, question, when.values)[0]
                self.agreement[engine, question] = agreement(question, printed, found)
                print(f"  {engine} {question}: {self.agreement[engine, question]}", file=sys.stderr)

    def remove(self):
        subprocess.run(["rm", "-r", self.folder], check=True)

    # What was measured.

    def seconds(self, question, moment="", form="CSV"):
        return statistics.median(run.seconds for run in self.runs[question, moment, form])

    def peak(self, question, form="CSV"):
        return max(run.peak_megabytes for run in self.runs[question, "", form])

    def of_other(self, engine, question):
        """Median seconds of the process, and of the question by itself; the peak in MB."""
        runs = self.others[engine, question]
        return (statistics.median(run.seconds for run, _ in runs), statistics.median(alone for _, alone in runs),
                f"{max(run.peak_megabytes for run, _ in runs):.0f}")

    @property
    def revaluation(self):
        return statistics.median(run.seconds for run in self.revaluations)
