"""What the fault harnesses share: an archive, a `muniment file` command, and what must hold after a fault in it."""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

repository = pathlib.Path(__file__).resolve().parents[2]
specimens = repository / "archive" / "specimens" / "intake"


class Broken(Exception):
    """Something does not hold."""


def require(condition, problem):
    if not condition:
        raise Broken(problem)


class Outcome:
    """How a run of the program ended."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    @property
    def objects(self):
        """The lines of JSON; without the last one if it was cut off."""
        return [json.loads(line) for line in self.output.split(b"\n")[:-1]]

    def __str__(self):
        text = (self.output[-600:] + b"\n" + self.errors[-600:]).decode(errors="replace").strip()
        return f"exit status {self.status}: {text}"


class Program:
    """The program under test: a copy, so that a build meanwhile does not change it."""

    def __init__(self, path, space):
        self.path = shutil.copy2(path, f"{space}/muniment")

    def environment(self, folder):
        """Which archive, keys and officer it uses: those of `folder`."""
        return {
            **os.environ, "MUNIMENT_ARCHIVE": f"{folder}/archive", "MUNIMENT_KEYS": f"{folder}/keys",
            "MUNIMENT_OFFICER": "A017", "TMPDIR": f"{folder}/tmp",
        }

    def run(self, folder, *arguments):
        done = subprocess.run(
            [self.path, *arguments], env=self.environment(folder), stdin=subprocess.DEVNULL, capture_output=True,
            timeout=600)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def must(self, folder, *arguments, status=0):
        outcome = self.run(folder, *arguments)
        require(outcome.status == status, f"`muniment {' '.join(arguments)}`: expected {status}, got {outcome}")
        return outcome


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Case:
    """An archive before a command, and the command: `muniment file --json` of some records.

    `base` holds the archive, its keys and a folder for temporary files; trials work on copies of it.
    """

    def __init__(self, program, name, base, paths):
        self.program, self.name, self.base = program, name, base
        self.arguments = ["file", *paths, "--json"]
        files = [file for path in paths for file in ([path] if os.path.isfile(path) else pathlib.Path(path).rglob("*"))]
        digests = {str(file): sha256(file) for file in files if os.path.isfile(file)}
        self.records = {path: digest for path, digest in digests.items() if path.endswith(".xml")}
        for path in paths:
            if os.path.isfile(path):
                digests |= {str(file): sha256(file) for file in pathlib.Path(path).parent.rglob("*") if file.is_file()}
        self.before = len(self.entries(base))
        self._learn_contents(set(digests.values()))

    def _learn_contents(self, known):
        """What each record has for attachments, from an undisturbed run; they must be files of the intake."""
        folder = f"{self.base}.undisturbed"
        self.copy_to(folder)
        self.check_receipts(folder, self.program.must(folder, *self.arguments), contents=None)
        self.contents = {
            entry["record"]["sha256"]: [content["sha256"] for content in entry["contents"]]
            for entry in self.entries(folder).values()
        }
        for digest in self.records.values():
            require(digest in self.contents and known.issuperset(self.contents[digest]), f"{self.name}: not all filed")
        shutil.rmtree(folder)

    def copy_to(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder, symlinks=True)

    def entries(self, folder):
        """The journal's entries by their numbers."""
        lines = self.program.must(folder, "log", "entries", "--limit", "1000000", "--json").objects
        return {line["filing"]: line for line in lines}

    def audit(self, folder):
        """What an audit of an archive says in which nothing but orphans may be found."""
        outcome = self.program.run(folder, "audit", "--json")
        require(outcome.status == 0, f"the audit found faults: {outcome}")
        return outcome.objects[-1]

    def check_receipts(self, folder, outcome, contents=...):
        """Every receipt names a filing that holds the bytes of its record and attachments.

        The audit before this has read all objects; so the digests in the journal are compared, and one record's bytes.
        """
        contents = self.contents if contents is ... else contents
        receipts = [line for line in outcome.objects if line.get("result") == "filed"]
        if not receipts:
            return
        entries = self.entries(folder)
        for receipt in receipts:
            number, digest = receipt["filing"], self.records.get(receipt["path"])
            require(digest == receipt["sha256"], f"the receipt of filing {number} states another record: {receipt}")
            require(number in entries, f"filing {number} was printed as filed and is not in the journal")
            entry = entries[number]
            require(entry["record"]["sha256"] == digest, f"filing {number} is not the record of its receipt")
            if contents is not None:
                found = [content["sha256"] for content in entry["contents"]]
                require(found == contents[digest], f"filing {number} has not the attachments of its record")
        require(len({receipt["filing"] for receipt in receipts}) == len(receipts), "a filing was printed twice")
        last = receipts[-1]
        record = self.program.must(folder, "get", str(last["filing"])).output
        require(hashlib.sha256(record).hexdigest() == last["sha256"], f"`get {last['filing']}` gives other bytes")

    def complete(self, folder):
        """The same command again files exactly what is missing, and the registry catches up."""
        outcome = self.program.must(folder, *self.arguments)
        results = {line["path"]: line for line in outcome.objects if "path" in line}
        require(results.keys() == self.records.keys(), "run again, it does not tell of every record")
        for path, line in results.items():
            require(line["result"] in ("filed", "already-filed"), f"run again: {line}")
        report = self.audit(folder)
        self.check_receipts(folder, outcome)
        entries = self.entries(folder)
        filed = {number: entry["record"]["sha256"] for number, entry in entries.items() if number >= self.before}
        require(
            sorted(filed) == list(range(self.before, self.before + len(self.records)))
            and sorted(filed.values()) == sorted(self.records.values()), "run again, not every record is filed once")
        for path, line in results.items():
            require(filed.get(line["filing"]) == self.records[path], f"run again, it names another filing: {line}")
        require(report["filings"] == len(entries), f"the audit counts {report['filings']} of {len(entries)} filings")
        require(report["catalogue"] == "as the journal says", f"the registry has not caught up: {report['catalogue']}")
        require(
            not [name for name in report["leftovers"] if "incoming" in name or name.startswith("registry")],
            f"run again, it leaves something behind: {report['leftovers']}")


class Cases:
    """The commands that are disturbed, made when they are asked for."""

    def __init__(self, program, space):
        self.program, self.space = program, space
        self.fresh = f"{space}/fresh"
        os.makedirs(f"{self.fresh}/tmp")
        program.must(self.fresh, "init", "--origin", "faults.example/archive", "--time-zone", "Asia/Shanghai")

    def single(self):
        """One record with an attachment."""
        folder = next(folder for folder in sorted(specimens.iterdir()) if folder.is_dir())
        return Case(self.program, "single", self.fresh, [str(folder / "流动资金借款合同.xml")])

    def batch(self):
        """The specimens, filed into an archive that has some of them already."""
        base, loans = f"{self.space}/begun", sorted(folder for folder in specimens.iterdir() if folder.is_dir())
        shutil.copytree(self.fresh, base)
        self.program.must(base, "file", str(loans[0]))
        return Case(self.program, "batch", base, [str(loan) for loan in loans[1:]])

    def groups(self, records=9):
        """Three groups of few records: a group ends at 32 MiB, and a record may have 8."""
        intake = self._generate("large", records)
        for record in sorted(pathlib.Path(intake).rglob("*.xml")):
            text = record.read_bytes().rstrip()
            end = text.rindex(b"</")
            filler = (8 << 20) - len(text) - len("<!---->")
            record.write_bytes(text[:end] + b"<!--" + filler * b" " + b"-->" + text[end:])
        return Case(self.program, "groups", self.fresh, [intake])

    def many(self, records=2100):
        """Three groups of up to a thousand small records."""
        return Case(self.program, "many", self.fresh, [self._generate("small", records)])

    def _generate(self, name, records):
        intake = f"{self.space}/{name}"
        subprocess.run(
            [repository / "Benchmarks" / "generate", "C", intake, "--records", str(records)], check=True,
            stdout=subprocess.DEVNULL)
        return intake


class Progress:
    """Counts points, shows the count on a terminal, and says in the end how many held."""

    def __init__(self, what, seed):
        self.what, self.seed, self.tried, self.failed, self.started = what, seed, 0, [], time.monotonic()

    def add(self, held, name):
        self.tried += 1
        if not held:
            self.failed.append(name)
        self.show(f"{self.tried} {self.what} tried, {len(self.failed)} failed; {name}")

    def show(self, text):
        if sys.stderr.isatty():
            print(f"\r\033[K{text[:shutil.get_terminal_size().columns - 1]}", end="", file=sys.stderr, flush=True)

    def fail(self, name, problem, more=""):
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)
        repeat = shlex.join([*sys.argv, "--seed", str(self.seed), "--only", name])
        print(f"FAILED {name}\n  {problem}\n  to repeat: {repeat}{more}", flush=True)
        self.add(False, name)

    def finish(self, more=""):
        """Prints the line of the result, and gives the exit status."""
        self.show("")
        seconds = time.monotonic() - self.started
        print(f"{self.tried} {self.what} tried, {self.tried - len(self.failed)} held{more}; {seconds:.0f} s")
        return 1 if self.failed or not self.tried else 0


def arguments(description, **more):
    """The arguments that all harnesses take."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muniment", metavar="PATH", default=repository / ".build/release/muniment",
                        help="the program under test (default: that of the release build)")
    parser.add_argument("--quick", action="store_true", help="a sample of the points, in about a minute")
    parser.add_argument("--seed", type=int, help="of everything that is left to chance")
    parser.add_argument("--only", metavar="TEXT", default="", help="only points that have this text in their name")
    parser.add_argument("--space", metavar="FOLDER", default="/dev/shm" if os.path.isdir("/dev/shm") else None,
                        help="where the temporary folder is made; in memory, if there is such a place, since flushes"
                        " cost nothing there (default: %(default)s)")
    for name, options in more.items():
        parser.add_argument(f"--{name.replace('_', '-')}", **options)
    chosen = parser.parse_args()
    if not os.access(chosen.muniment, os.X_OK):
        parser.error(f"there is no program {chosen.muniment}: run `swift build -c release --product muniment`")
    if chosen.seed is None:
        chosen.seed = random.randrange(1 << 32)
    print(f"seed {chosen.seed}")
    return chosen


def in_parallel(work, points):
    """Does the work for every point, one for each processor at a time; an interruption drops what has not begun."""
    workers = concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0)))
    try:
        list(workers.map(work, points))
    finally:
        workers.shutdown(cancel_futures=True)


def temporary_folder(chosen):
    """Goes when it is left, also by the signal that asks a program to end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return tempfile.TemporaryDirectory(prefix="muniment-faults-", dir=chosen.space)
