"""Peak memory by the number of records: `file`, `check`, `audit` and `rebuild` on C, and on a tenth of it."""

import statistics
import sys

from measuring.contestants import Muniment
from measuring.corpus import Corpus
from measuring.report import Report, at_most, table

RECORDS = 200_000
REPETITIONS = 3
OPERATIONS = ["file", "check", "audit", "rebuild"]


def run(settings):
    most = settings.records or RECORDS
    sizes = [most // 10, most]
    muniment = Muniment(settings.muniment)
    peaks = {operation: [] for operation in OPERATIONS}
    values = {}
    for size in sizes:
        runs = values[size] = {operation: [] for operation in OPERATIONS}
        space = settings.space / str(size)
        space.mkdir()
        corpus = Corpus("C", space, records=size, seed=settings.seed)
        print(corpus.title(), file=sys.stderr)
        for number in range(1, REPETITIONS + 1):
            target = space / f"muniment-{number}"
            muniment.prepare(target)
            runs["file"].append(muniment.file(corpus.source, target))
            runs["check"].append(muniment.run(target, "check", corpus.source))
            runs["audit"].append(muniment.run(target, "audit"))
            runs["rebuild"].append(muniment.run(target, "rebuild"))
        for operation in OPERATIONS:
            peaks[operation].append(statistics.median(run.peak_megabytes for run in runs[operation]))

    growth = {operation: more / less - 1 for operation, (less, more) in peaks.items()}
    names = [f"{size:,} records" for size in sizes]
    text = f"### Peak memory, MB, the median of {REPETITIONS} runs\n\n" + table(
        ["", *names, "growth"],
        [[f"`{operation}`", *(f"{peak:.0f}" for peak in peaks[operation]), f"{growth[operation]:+.0%}"]
         for operation in OPERATIONS])
    goals = []
    for operation in OPERATIONS:
        goals.append(at_most(f"peak memory of `{operation}`: {names[-1]}", 100, peaks[operation][-1], "{:.0f} MB"))
        goals.append(at_most(f"its growth from {names[0]}", 0.1, growth[operation], "{:.0%}"))
    return Report(text, goals, {"title": "memory", "runs": values})
