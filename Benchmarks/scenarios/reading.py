"""Attachments of A at random, read back: a process for each, and one process for all where a program can do that."""

import hashlib
import random
import statistics
import sys

from measuring.contestants import Borg, Muniment, Restic
from measuring.corpus import Corpus, digest_of, files_below
from measuring.processes import Failure, answer, measure, quietly, warm
from measuring.report import Report, at_least, median_ratio, table

DOCUMENTS = 1000
# Of programs that take a second to start. What is compared is the time of a document.
DOCUMENTS_OF_THE_SLOW = 20


def run(settings):
    corpus = Corpus("A", settings.space, records=settings.records, seed=settings.seed)
    attachments = random.Random(settings.seed).sample(corpus.attachments, min(DOCUMENTS, len(corpus.attachments)))
    documents = {document: digest_of(document) for document in attachments}
    keepers = {one.name: one for one in settings.contestants if isinstance(one, (Muniment, Restic, Borg))}
    targets = {name: settings.space / name for name in keepers}
    for name, keeper in keepers.items():
        print(f"{name} keeps {corpus.title()}", file=sys.stderr)
        keeper.prepare(targets[name])
        quietly(keeper.command(corpus.source, targets[name]), environment=keeper.environment(targets[name]))

    few = dict(list(documents.items())[:DOCUMENTS_OF_THE_SLOW])
    ways = [Way(title, keepers[name], targets[name], some, in_one) for title, name, some, in_one in [
        ("muniment get", "muniment", documents, False), ("muniment get --into", "muniment", documents, True),
        ("restic dump", "restic", few, False), ("restic restore", "restic", documents, True),
        ("borg extract --stdout", "borg", few, False), ("borg extract", "borg", documents, True),
    ] if name in keepers]
    for number in range(1, settings.rounds + 1):
        print(f"round {number} of {settings.rounds}", file=sys.stderr)
        for way in random.Random(number).sample(ways, len(ways)):
            way.read()

    # A process for each beside a process for each, one for all beside one for all. With --only, muniment may be missing.
    ours = {way.in_one: way for way in ways if way.keeper.name == "muniment"}
    times = {way.title: median_ratio(way.seconds, ours[way.in_one].seconds) for way in ways if way.in_one in ours}
    text = f"### Reading documents of {corpus.title()}; {settings.rounds} rounds\n\n" + table(
        ["", "processes", "documents", "ms per document", "range", "÷ muniment"],
        [[way.title, 1 if way.in_one else len(way.documents), len(way.documents),
          f"{statistics.median(way.seconds) * 1000:.2f}",
          f"{min(way.seconds) * 1000:.2f}–{max(way.seconds) * 1000:.2f}",
          f"{times.get(way.title, 1):.1f}"] for way in ways])
    goals = [at_least(f"`{ours[way.in_one].title}`, times as fast as `{way.title}`: documents of {corpus.label}", 20,
                      times[way.title], "{:.1f}")
             for way in ways if way.title in times and way.keeper.name != "muniment"]
    return Report(text, goals, {"title": corpus.title(), "seconds per document": {
        way.title: way.seconds for way in ways}})


class Way:
    """A way to read documents: what each took, in seconds, a value for each round. Their digests are compared after the
    clock has stopped."""

    def __init__(self, title, keeper, target, documents, in_one):
        self.title, self.keeper, self.target, self.documents, self.in_one = title, keeper, target, documents, in_one
        self.environment = keeper.environment(target)
        self.seconds = []

    def read(self):
        warm(self.target)
        seconds, digests = self.in_one_process() if self.in_one else self.in_processes()
        # muniment gives the records as well.
        if not set(self.documents.values()) <= set(digests):
            raise Failure(f"{self.title} did not give back what was kept")
        self.seconds.append(seconds / len(self.documents))
        print(f"  {self.title:22} {self.seconds[-1] * 1000:8.2f} ms per document", file=sys.stderr)

    def in_processes(self):
        commands = [self.keeper.one(self.target, document) for document in self.documents]
        answers = [answer(command, environment=self.environment) for command in commands]
        return sum(seconds for seconds, _ in answers), [hashlib.sha256(output).hexdigest() for _, output in answers]

    def in_one_process(self):
        folder = self.target.parent / f"{self.title.replace(' ', '-')}-{len(self.seconds) + 1}"
        folder.mkdir()
        run = measure(self.keeper.all(self.target, self.documents, folder), environment=self.environment, folder=folder)
        return run.seconds, map(digest_of, files_below(folder))
