"""A corpus kept by all contestants in turn; then `check`, and `audit` beside the digests of the same contents."""

import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys

from measuring.contestants import Copy, Git, Muniment
from measuring.corpus import Corpus, generate
from measuring.processes import BEGUN, Failure, count_flushes, measure, settle, warm
from measuring.report import Report, at_least, at_most, median_ratio, table

# Of the copy that cp has just made, the digests: not a run of its own, so that the disk holds one copy less.
COPY_AND_DIGEST = "cp + openssl"
ORDER = ["cp", COPY_AND_DIGEST, "muniment", "restic", "borg", "git"]
GROUP = 1000
# No corpus has a loan of this number.
LOAN_OF_ITS_OWN = 900_000


def run(settings, name):
    corpus = Corpus(name, settings.space, records=settings.records, seed=settings.seed)
    return SideBySide(corpus, settings, settings.contestants).run()


class SideBySide:
    def __init__(self, corpus, settings, contestants, place=""):
        self.corpus, self.settings, self.contestants, self.place = corpus, settings, contestants, place
        self.muniment = next((one for one in contestants if isinstance(one, Muniment)), None)
        self.runs = {}
        self.openssl_speeds = []
        self.flushes = {}
        self.flushes_of_one = {}
        self.keeps_all = self.has_room(settings.rounds)

    def has_room(self, rounds):
        """Whether the disk holds the copies of so many rounds."""
        wanted = self.corpus.room_for(rounds * len(self.contestants))
        return wanted < shutil.disk_usage(self.corpus.space).free

    def run(self):
        print(self.title(), file=sys.stderr)
        if not self.has_room(1):
            raise Failure(f"the disk of {self.corpus.space} has no room for the copies of a single round; use --space, "
                          "fewer --records or --only some contestants")
        folder = self.corpus.space / "rounds"
        for number in range(1, self.settings.rounds + 1):
            print(f"round {number} of {self.settings.rounds}", file=sys.stderr)
            folder.mkdir(exist_ok=True)
            self.round(number, folder)
            if not self.keeps_all:
                shutil.rmtree(folder)
                settle(self.settings.settle)
        shutil.rmtree(folder, ignore_errors=True)
        if shutil.which("strace"):
            self.count_flushes()
        return Report(self.markdown(), self.goals(), self.values())

    def round(self, number, folder):
        for contestant in random.Random(number).sample(self.contestants, len(self.contestants)):
            target = folder / f"{contestant.name}-{number}"
            contestant.prepare(target)
            warm(self.corpus.source)
            run = measure(contestant.command(self.corpus.source, target), environment=contestant.environment(target))
            self.note(contestant.name, run)
            if isinstance(contestant, Copy):
                digests = measure(f"find '{target}/copy' -type f -print0 | xargs -0 openssl dgst -sha256")
                self.note(COPY_AND_DIGEST, run.followed_by(digests))
        if self.muniment:
            self.read(folder / f"muniment-{number}")

    def read(self, target):
        warm(self.corpus.source)
        self.note("check", self.muniment.run(target, "check", self.corpus.source))
        warm(target / "archive")
        self.note("audit", self.muniment.run(target, "audit"))
        warm(self.corpus.source)
        self.note("sha256sum -c", measure(f"sha256sum --quiet --check '{self.corpus.sums}'"))
        output = subprocess.run(["openssl", "speed", "-multi", str(os.cpu_count()), "-seconds", "2", "-bytes", "16384",
                                 "-evp", "sha256"], capture_output=True, text=True, check=True).stdout
        found = re.findall(r"^(?:evp|sha256)\s+([\d.]+)k", output, re.MULTILINE | re.IGNORECASE)
        self.openssl_speeds.append(float(found[-1]) * 1000 if found else math.nan)

    def note(self, name, run):
        self.runs.setdefault(name, []).append(run)
        print(f"  {name:14} {run.seconds:8.3f} s  {run.peak_megabytes:6.0f} MB  neighbours {run.neighbours:.2f}",
              file=sys.stderr)

    def count_flushes(self):
        folder = self.corpus.space / "flushes"
        folder.mkdir()
        for contestant in self.contestants:
            if isinstance(contestant, Git):
                continue  # One for each object, as the rounds' seconds tell: under strace it takes minutes.
            print(f"counting the flushes of {contestant.name}", file=sys.stderr)
            target = folder / contestant.name
            contestant.prepare(target)

            def count(source):
                return count_flushes(contestant.command(source, target), target / "strace",
                                     environment=contestant.environment(target))

            self.flushes[contestant.name] = count(self.corpus.source)
            if isinstance(contestant, Muniment):
                generate("C", folder / "single", records=1, seed=self.settings.seed, first=LOAN_OF_ITS_OWN)
                self.flushes_of_one = count(folder / "single")

    # What is told of it.

    def title(self):
        note = "" if self.keeps_all else (f" (each round's copies deleted after it, then a pause of "
                                          f"{self.settings.settle:g} s)")
        place = f" {self.place}" if self.place else ""
        return f"{self.corpus.title()}{place}; {self.settings.rounds} rounds{note}"

    def seconds(self, name):
        return [run.seconds for run in self.runs[name]]

    def median(self, name):
        return statistics.median(self.seconds(name))

    def peak(self, *names):
        return max(run.peak_megabytes for name in names for run in self.runs[name])

    def ratio(self, name, to):
        return median_ratio(self.seconds(name), self.seconds(to))

    def flushes_of_a_group(self):
        groups = -(-self.corpus.records // GROUP)
        return {call: count / groups for call, count in self.flushes["muniment"].items()}

    def checked_per_second(self):
        return self.corpus.records / self.median("check")

    def share_of_openssl(self):
        """Of each round, what audit reads in a second beside what openssl digests in one."""
        return median_ratio([self.corpus.distinct_bytes / seconds for seconds in self.seconds("audit")],
                            self.openssl_speeds)

    def markdown(self):
        def cells(name):
            runs = self.runs[name]
            yield name
            yield f"{self.median(name):.3f}"
            yield f"{min(self.seconds(name)):.2f}–{max(self.seconds(name)):.2f}"
            for to in ("cp", "muniment"):
                yield f"{self.ratio(name, to):.2f}" if to in self.runs else ""
            yield total(self.flushes[name]) if name in self.flushes else ""
            yield f"{statistics.median(run.processor_seconds for run in runs):.2f}"
            yield f"{self.peak(name):.0f}"
            yield f"{statistics.median(run.neighbours for run in runs):.2f}"

        lines = [f"### {self.title()}", "", table(
            ["", "seconds", "range", "÷ cp", "÷ muniment", "flushes", "CPU s", "peak MB", "neighbours"],
            [list(cells(name)) for name in ORDER if name in self.runs])]
        if self.muniment:
            lines += ["", *self.bullets()]
        return "\n".join(lines)

    def bullets(self):
        corpus = self.corpus
        yield (f"- `file`: {corpus.records / self.median('muniment'):,.0f} records/s, "
               f"{corpus.bytes / 1e6 / self.median('muniment'):,.0f} MB/s")
        if self.flushes_of_one:
            yield f"- flushes of a group of {GROUP:,}: {told(self.flushes_of_a_group(), '.1f')}"
            yield f"- flushes of a single filing, into the archive that has these: {told(self.flushes_of_one, 'd')}"
        yield f"- `check`: {self.checked_per_second():,.0f} records/s, {self.peak('check'):.0f} MB"
        yield (f"- `audit`: {self.median('audit'):.3f} s, "
               f"{corpus.distinct_bytes / 1e6 / self.median('audit'):,.0f} MB/s, "
               f"{self.ratio('sha256sum -c', 'audit'):.2f} times as fast as `sha256sum -c`, "
               f"{self.share_of_openssl():.0%} of `openssl speed -multi {os.cpu_count()} -evp sha256` "
               f"({statistics.median(self.openssl_speeds) / 1e6:,.0f} MB/s), {self.peak('audit'):.0f} MB")

    def goals(self):
        if not self.muniment:
            return []
        name, label = self.corpus.name, self.corpus.label
        goals = [at_most(f"peak memory of `file`, `check` and `audit`: {label}", 100,
                         self.peak("muniment", "check", "audit"), "{:.0f} MB")]
        if self.flushes_of_one:
            if self.corpus.records >= GROUP:
                goals.append(at_most(f"flushes of a group of {GROUP:,} filings: {label}", 4,
                                     total(self.flushes_of_a_group()), "{:.3g}"))
            goals.append(at_most(f"flushes of a single filing: after {label}", 12, total(self.flushes_of_one), "{}"))
        if name == "C":
            goals.append(at_least(f"`check`: {label}", 35_000, self.checked_per_second(), "{:,.0f} records/s"))
        if name == "B":
            goals.append(at_least(f"`audit` ÷ `openssl speed`: {label}", 0.85, self.share_of_openssl(), "{:.0%}"))
        if name in ("A", "C"):
            goals.append(at_least(f"`audit`, times as fast as `sha256sum -c`: {label}", 2.5,
                                  self.ratio("sha256sum -c", "audit"), "{:.2f}"))
        return goals

    def values(self):
        return {"title": self.title(), "flushes": self.flushes, "flushes of a single filing": self.flushes_of_one,
                "openssl speed": self.openssl_speeds, "runs": self.runs}


def total(flushes):
    return sum(count for call, count in flushes.items() if call != BEGUN)


def told(flushes, form):
    return f"{total(flushes):{form}} (" + ", ".join(f"{count:{form}} {call}" for call, count in flushes.items()) + ")"
