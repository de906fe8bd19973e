"""A million filings: what they take on the disk, and how fast the archive answers, before and after `compact`."""

import random
import shutil
import sys
from dataclasses import dataclass, field

from measuring.contestants import Muniment
from measuring.corpus import generate_portions
from measuring.processes import Run, chill, warm
from measuring.report import Report, at_least, at_most, percentile, table

RECORDS = 1_000_000
PORTION = 50_000
# How many filings are shown, and read, at random.
READ = 200
REPETITIONS = 10


def questions(loan, company):
    """Twenty, of every sort: the arguments of `find`. `loan` and `company` are those of one loan of the archive."""
    return [
        # Rare.
        [loan], [f"DHJC-{loan[3:]}-3"], ["--loan", loan], [company], [company, "首次"], ["不存在的词"],
        # Common.
        ["贷后检查报告"], ["房地产抵押估价报告"], ["公司"], ["评估报告", "第2次"],
        # Two characters.
        ["抵押"], ["浦东"], ["子虚"],
        # The beginning of a number.
        ["DHJC-2021"], ["PG-2020-0001"], ["--collateral", "YP-2022-01"],
        # Narrowed by kind, subject and day.
        ["昆山", "--kind", "valuation-report"],
        ["--kind", "inspection-report", "--from", "2021-03-01", "--to", "2021-03-07"],
        ["食品", "--from", "2022-01-01", "--to", "2022-01-31"], ["--party", "KH-1000", "--kind", "inspection-report"],
    ]


def run(settings):
    million = Million(settings)
    million.file()
    million.observe("before compact")
    million.compact()
    million.observe("after compact")
    return Report(million.markdown(), million.goals(), million.values())


@dataclass
class State:
    """What was seen of the archive at one time."""

    label: str
    # Of each part: how many files, their bytes, and the bytes that they take on the disk.
    parts: dict[str, tuple[int, int, int]]
    show: list[float]
    # Seconds for each question.
    find: list[list[float]]
    rebuild: Run
    audit: Run
    # Empty where the page cache may not be dropped.
    cold_get: list[float] = field(default_factory=list)
    cold_rebuild: Run | None = None


class Million:
    def __init__(self, settings):
        self.settings = settings
        self.records = settings.records or RECORDS
        self.muniment = Muniment(settings.muniment)
        self.target = settings.space / "muniment"
        self.archive = self.target / "archive"
        self.filed = []
        self.states = []
        self.questions = []

    # What is done.

    def file(self):
        self.muniment.prepare(self.target)
        source = self.settings.space / "source"
        portions = -(-self.records // PORTION)
        for portion in generate_portions("C", source, records=self.records, seed=self.settings.seed, portions=portions):
            if not self.questions:
                self.questions = questions(*min(portion.glob("*/*/*")).name.split(" "))
            warm(portion)
            run = self.muniment.file(portion, self.target)
            filings = self.muniment.filings(self.target)
            count = filings - sum(count for count, _ in self.filed)
            self.filed.append((count, run))
            print(f"  {filings:>9,} filed: {count / run.seconds:,.0f}/s, {run.peak_megabytes:.0f} MB, "
                  f"neighbours {run.neighbours:.2f}", file=sys.stderr)
            shutil.rmtree(portion)

    def compact(self):
        print("compact", file=sys.stderr)
        self.compaction = self.muniment.run(self.target, "compact")

    def observe(self, label):
        print(label, file=sys.stderr)
        chosen = random.Random(self.settings.seed)
        # Charter and policy are 0 and 1.
        filings = [chosen.randint(2, self.records + 1) for _ in range(READ)]
        warm(self.archive)
        state = State(label, self.parts(), self.answers("show", filings), self.find(),
                      self.run("rebuild"), self.run("audit"))
        if chill():
            state.cold_get = self.answers("get", filings)
            chill()
            state.cold_rebuild = self.run("rebuild")
        self.states.append(state)

    def parts(self):
        def size(files):
            files = [file.stat() for file in files if file.is_file()]
            return len(files), sum(file.st_size for file in files), sum(file.st_blocks * 512 for file in files)

        return {"objects": size((self.archive / "objects").rglob("*")),
                "journal": size((self.archive / "journal").rglob("*")),
                "registry": size(self.archive.glob("registry.sqlite*")),
                "all of it": size(self.archive.rglob("*"))}

    def answers(self, command, filings):
        return [self.muniment.answer(self.target, command, filing)[0] for filing in filings]

    def run(self, command):
        run = self.muniment.run(self.target, command)
        print(f"  {command}: {run.seconds:.1f} s, {run.peak_megabytes:.0f} MB", file=sys.stderr)
        return run

    def find(self):
        seconds = [[] for _ in self.questions]
        # The first time does not count.
        for time in range(REPETITIONS + 1):
            for taken, question in zip(seconds, self.questions):
                taken += [self.muniment.answer(self.target, "find", *question)[0]][:time]
        return seconds

    # What is told of it.

    def markdown(self):
        runs = [run for _, run in self.filed]
        rates = [count / run.seconds for count, run in self.filed]
        return "\n".join([
            f"### {self.records:,} filings, of C, in {len(runs)} portions of at most {PORTION:,}", "",
            f"- `file`: {self.records / sum(run.seconds for run in runs):,.0f} records/s; "
            f"the first portion {rates[0]:,.0f}, the last {rates[-1]:,.0f}; "
            f"{max(run.peak_megabytes for run in runs):.0f} MB",
            f"- `compact`: {self.compaction.seconds:.1f} s, {self.compaction.peak_megabytes:.0f} MB", "",
            self.table_of_parts(), "", self.table_of_times(), "", self.table_of_questions()])

    def table_of_parts(self):
        def cells(part):
            for state in self.states:
                files, size, on_disk = state.parts[part]
                yield f"{files:,}"
                yield f"{size / self.records:,.0f}"
                yield f"{on_disk / self.records:,.0f}"

        return table([""] + [f"{what} {state.label}" for state in self.states
                             for what in ("files", "bytes a filing", "on disk")],
                     [[part, *cells(part)] for part in self.states[0].parts])

    def table_of_times(self):
        def percentiles(values):
            ranks = (percentile(values, 50), percentile(values, 95)) if values else ()
            return ", ".join(f"{seconds * 1000:.1f}" for seconds in ranks) or "not permitted"

        def rate(run):
            return f"{self.records / run.seconds:,.0f}" if run else "not permitted"

        lines = {
            f"`show` of {READ} at random, p50 and p95, ms": lambda state: percentiles(state.show),
            f"`find`, {len(self.questions)} questions, p50 and p95, ms": lambda state: percentiles(sum(state.find, [])),
            f"`get` of {READ} at random, page cache dropped before the first, p50 and p95, ms":
                lambda state: percentiles(state.cold_get),
            "`rebuild`, filings/s": lambda state: rate(state.rebuild),
            "`rebuild`, page cache dropped, filings/s": lambda state: rate(state.cold_rebuild),
            "`rebuild`, peak MB": lambda state: f"{state.rebuild.peak_megabytes:.0f}",
            "`audit`, s": lambda state: f"{state.audit.seconds:.1f}",
            "`audit`, peak MB": lambda state: f"{state.audit.peak_megabytes:.0f}",
        }
        return table([""] + [state.label for state in self.states],
                     [[line, *map(value, self.states)] for line, value in lines.items()])

    def table_of_questions(self):
        return table(["`find`"] + [f"{rank} {state.label}, ms" for state in self.states for rank in ("p50", "p95")],
                     [[f"`{' '.join(question)}`", *(f"{percentile(state.find[number], percent) * 1000:.1f}"
                                                    for state in self.states for percent in (50, 95))]
                      for number, question in enumerate(self.questions)])

    def goals(self):
        def of(state):
            where = f"{self.records:,} filings, {state.label}"
            yield at_most(f"files: {where}", 4999, state.parts["all of it"][0], "{:,}")
            yield at_most(f"`show`, p95: {where}", 50, percentile(state.show, 95) * 1000, "{:.1f} ms")
            yield at_most(f"`find`, p95: {where}", 100, percentile(sum(state.find, []), 95) * 1000, "{:.1f} ms")
            for name, run in (("`rebuild`", state.rebuild), ("`rebuild`, cold", state.cold_rebuild)):
                if run:
                    yield at_least(f"{name}: {where}", 15_000, self.records / run.seconds, "{:,.0f} filings/s")

        return [goal for state in self.states for goal in of(state)]

    def values(self):
        return {"records": self.records, "filed": self.filed, "compact": self.compaction,
                "questions": self.questions, "states": self.states}
