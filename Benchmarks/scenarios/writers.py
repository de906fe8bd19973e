"""Eight processes that file eight parts of C into one archive, beside one process that files all of them."""

import statistics
import sys

from measuring.contestants import Muniment
from measuring.corpus import FULL, generate_portions
from measuring.processes import measure, warm
from measuring.report import Goal, Report, at_least, median_ratio, table

WRITERS = 8


def run(settings):
    records = settings.records or FULL["C"]
    source = settings.space / "source"
    parts = list(generate_portions("C", source, records=records, seed=settings.seed, portions=WRITERS))
    writers = len(parts)
    muniment = Muniment(settings.muniment)
    runs = {"one": [], "several": []}
    sound = {"one": 0, "several": 0}
    for number in range(1, settings.rounds + 1):
        print(f"round {number} of {settings.rounds}", file=sys.stderr)
        for name in sorted(runs, reverse=number % 2 == 0):
            target = settings.space / f"{name}-{number}"
            muniment.prepare(target)
            warm(source)
            command = muniment.command(source, target) if name == "one" else all_at_once(
                muniment.command(part, target) for part in parts)
            run = measure(command, environment=muniment.environment(target))
            runs[name].append(run)
            print(f"  {name:8} {run.seconds:8.3f} s  neighbours {run.neighbours:.2f}", file=sys.stderr)
            sound[name] += muniment.filings(target) == records and muniment.audit_is_clean(target)

    seconds = {name: [run.seconds for run in runs[name]] for name in runs}
    share = median_ratio(seconds["one"], seconds["several"])
    labels = {"one": "1", "several": str(writers)}
    text = f"### Writers at once: {records:,} records of C; {settings.rounds} rounds\n\n" + table(
        ["writers", "seconds", "range", "records/s", "÷ one writer's", "CPU s", "peak MB of each",
         "all filed, audit clean"],
        [[labels[name], f"{statistics.median(seconds[name]):.3f}", f"{min(seconds[name]):.2f}–{max(seconds[name]):.2f}",
          f"{records / statistics.median(seconds[name]):,.0f}", "1.00" if name == "one" else f"{share:.2f}",
          f"{statistics.median(run.processor_seconds for run in runs[name]):.2f}",
          f"{max(run.peak_megabytes for run in runs[name]):.0f}",
          f"{sound[name]} of {settings.rounds}"] for name in runs])
    goals = [
        at_least(f"{writers} writers, rate ÷ one writer's: {records:,} records", 0.5, share, "{:.2f}"),
        Goal(f"{writers} writers, all filed and audit clean", "every time",
             f"{sound['several']} of {settings.rounds}", sound["several"] == settings.rounds),
    ]
    return Report(text, goals, {"title": "writers", "records": records, "writers": writers, "runs": runs})


def all_at_once(commands):
    """Ends when all have; fails when one has."""
    started = " ".join(f"{command} & pids+=($!);" for command in commands)
    return f"pids=(); {started} status=0; for pid in ${{pids[@]}}; do wait $pid || status=$?; done; exit $status"
