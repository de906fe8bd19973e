"""What the fault harnesses share: an archive, a command that files, and what must hold after a fault in it."""

import argparse
import concurrent.futures
import csv
import hashlib
import itertools
import json
import os
import pathlib
import random
import re
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
    """An archive before a command, and the command, by which every one of some items is to be filed once.

    `base` holds the archive, its keys, a folder for temporary files, and what else the command changes; trials work on
    copies of it, which the command calls `{folder}`. An item is known by the name that the command's results give it,
    and by what is found of it in the archive.
    """

    def __init__(self, program, name, base, command, items, attachments=(), wrong={}):
        """`attachments` are the digests of what may be filed with the items; `wrong` are rows that cannot be filed."""
        self.program, self.name, self.base, self.command = program, name, base, command
        self.items, self.wrong = items, wrong
        # That of a run which nothing disturbs.
        self.status = 3 if wrong else 0
        self.before = len(self.entries(base))
        self._learn_contents(set(attachments))

    def _learn_contents(self, known):
        """What each item has for attachments, from an undisturbed run."""
        folder = f"{self.base}.undisturbed"
        self.copy_to(folder)
        outcome = self.program.must(folder, *self.arguments(folder), status=self.status)
        self.check_receipts(folder, outcome, contents=None)
        entries = self.entries(folder)
        self.contents = {
            item: [content["sha256"] for content in entries[number]["contents"]]
            for number, items in self.held(folder, entries).items() for item in items
        }
        for item in self.items.values():
            require(item in self.contents and known.issuperset(self.contents[item]), f"{self.name}: not all filed")
        shutil.rmtree(folder)

    def arguments(self, folder):
        return [argument.replace("{folder}", folder) for argument in self.command]

    def copy_to(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder, symlinks=True)

    @staticmethod
    def names(line):
        """The items of which a line of the command's output tells: lines of a table, or a record."""
        return line.get("lines") or [line.get("line", line["path"])]

    def entries(self, folder):
        """The journal's entries by their numbers."""
        lines = self.program.must(folder, "log", "entries", "--limit", "1000000", "--json").objects
        return {line["filing"]: line for line in lines}

    def held(self, folder, entries):
        """The items in each filing that is not in `base`, by its number."""
        return {number: [entry["record"]["sha256"]] for number, entry in entries.items() if number >= self.before}

    def audit(self, folder):
        """What an audit of an archive says in which nothing but orphans may be found."""
        outcome = self.program.run(folder, "audit", "--json")
        require(outcome.status == 0, f"the audit found faults: {outcome}")
        return outcome.objects[-1]

    def check_receipts(self, folder, outcome, contents=...):
        """Every receipt names a filing that holds its items, their bytes and their attachments.

        The audit before this has read all objects; so the digests in the journal are compared, and one record's bytes.
        """
        contents = self.contents if contents is ... else contents
        receipts = [line for line in outcome.objects if line.get("result") == "filed"]
        if not receipts:
            return
        entries = self.entries(folder)
        held = self.held(folder, entries)
        for receipt in receipts:
            number, items = receipt["filing"], [self.items.get(name) for name in self.names(receipt)]
            require(number in entries, f"filing {number} was printed as filed and is not in the journal")
            entry = entries[number]
            require(
                entry["record"]["sha256"] == receipt["sha256"], f"filing {number} is not the record of its receipt")
            require(held.get(number) == items, f"the receipt of filing {number} states something else: {receipt}")
            if contents is not None:
                found = [content["sha256"] for content in entry["contents"]]
                require(found == contents[items[0]], f"filing {number} has not the attachments of its record")
        require(len({receipt["filing"] for receipt in receipts}) == len(receipts), "a filing was printed twice")
        last = receipts[-1]
        record = self.program.must(folder, "get", str(last["filing"])).output
        require(hashlib.sha256(record).hexdigest() == last["sha256"], f"`get {last['filing']}` gives other bytes")

    def failed_rows(self, folder):
        """The files of failed rows that stand beside a table, by their paths."""
        return {str(path): path.read_bytes() for path in pathlib.Path(folder, "tables").glob("*.failed*")}

    def check_success(self, folder, outcome, earlier=()):
        """A run that ended as if undisturbed has told of each item, and has written what is wrong into a new file.

        `earlier` are the files of failed rows that were there before.
        """
        results = {name: line for line in outcome.objects if "path" in line for name in self.names(line)}
        require(results.keys() == self.items.keys() | self.wrong.keys(), f"it does not tell of everything: {outcome}")
        for name, line in results.items():
            right = ("failed",) if name in self.wrong else ("filed", "already-filed", "already")
            require(line["result"] in right, f"all is said to be done: {line}")
        files = self.failed_rows(folder)
        require(all(files.pop(path, None) == earlier[path] for path in earlier), "a file of failed rows was changed")
        require(len(files) == (1 if self.wrong else 0), f"not one new file of failed rows: {sorted(files)}")
        for content in files.values():
            # Before the columns of the table stand the line and the problem.
            rows = {int(line): row for line, _, *row in list(csv.reader(content.decode().splitlines()))[1:]}
            require(rows == self.wrong, f"the file of failed rows has {rows}")
        return results

    def complete(self, folder):
        """The same command again files exactly what is missing, and the registry catches up."""
        earlier = self.failed_rows(folder)
        outcome = self.program.must(folder, *self.arguments(folder), status=self.status)
        results = self.check_success(folder, outcome, earlier)
        report = self.audit(folder)
        self.check_receipts(folder, outcome)
        entries = self.entries(folder)
        held = self.held(folder, entries)
        require(
            sorted(itertools.chain(*held.values())) == sorted(self.items.values()),
            f"run again, not everything is filed once: {held}")
        for name, line in results.items():
            if "filing" in line:
                require(
                    self.items[name] in held.get(line["filing"], []), f"run again, it names another filing: {line}")
        require(report["filings"] == len(entries), f"the audit counts {report['filings']} of {len(entries)} filings")
        require(report["catalogue"] == "as the journal says", f"the registry has not caught up: {report['catalogue']}")
        require(
            not [name for name in report["leftovers"] if "incoming" in name or name.startswith("registry")],
            f"run again, it leaves something behind: {report['leftovers']}")
        return held


class Intake(Case):
    """`muniment file` of some records, which are known by their paths and digests."""

    def __init__(self, program, name, base, paths):
        files = [file for path in paths for file in ([path] if os.path.isfile(path) else pathlib.Path(path).rglob("*"))]
        digests = {str(file): sha256(file) for file in files if os.path.isfile(file)}
        records = {path: digest for path, digest in digests.items() if path.endswith(".xml")}
        for path in paths:
            if os.path.isfile(path):
                digests |= {str(file): sha256(file) for file in pathlib.Path(path).parent.rglob("*") if file.is_file()}
        super().__init__(program, name, base, ["file", *paths, "--json"], records, digests.values())


class Payments(Case):
    """A command that makes records of payments by itself; they are known by (voucher, loan, amount).

    Which payments share a record may differ from run to run; what counts is that each is in the loan's account once.
    """

    def held(self, folder, entries):
        numbers, copies = [number for number in entries if number >= self.before], f"{folder}/copies"
        if numbers:
            shutil.rmtree(copies, ignore_errors=True)
            self.program.must(folder, "get", *map(str, numbers), "--into", copies)
        return {number: payments_in(f"{copies}/{number}/record.xml") for number in numbers}

    def complete(self, folder):
        held = super().complete(folder)
        for loan in {loan for _, loan, _ in self.items.values()}:
            postings = self.program.must(folder, "loan", "statement", loan, "--json").objects
            found = [
                (line["filing"], line["amount"]["amount"]) for line in postings
                if line["posting"].startswith(("paid out", "received")) and line["filing"] >= self.before
            ]
            expected = [(number, amount) for number, items in held.items() for _, of, amount in items if of == loan]
            require(sorted(found) == sorted(expected), f"the account of {loan} has {found}, its records {expected}")


class Derived(Case):
    """A command that makes one record, always the same, from which the answer to a question follows."""

    def __init__(self, program, name, base, command, question):
        self.program, self.command, self.question = program, command, question
        folder = f"{base}.known"
        shutil.copytree(base, folder)
        before = program.must(folder, *question).output
        filed = program.must(folder, *self.arguments(folder)).objects[0]
        self.answer = program.must(folder, *question).output
        require(self.answer != before, f"{name}: nothing follows from the record")
        shutil.rmtree(folder)
        super().__init__(program, name, base, command, {filed["path"]: filed["sha256"]})

    def complete(self, folder):
        super().complete(folder)
        outcome = self.program.must(folder, *self.question)
        require(outcome.output == self.answer, f"something else follows from the record: {outcome}")


def payments_in(record):
    text = pathlib.Path(record).read_text()
    return re.findall(r"<voucher>(.*?)</voucher>\s*<loan>(.*?)</loan>.*?<amount>(.*?)</amount>", text, re.DOTALL)


def payments(prefix, count):
    """Rows of a table: voucher, loan, day and amount, for the loans of the specimens in turns."""
    days = [f"2025-01-{day:02}" for day in range(1, count + 1)]
    return [
        [f"{prefix}-{day}", f"DK-2024-00{place % 3 + 1}", day, f"{1000 + place}.00"] for place, day in enumerate(days)
    ]


# How such rows become records of five each: what is the same for all kinds, and what each has of its own.
mapped = [
    "rows per record = 5", 'author = "卢敏"', 'department = "运营管理部"', 'confidentiality = "confidential"',
    'retention = "30-years"', "voucher = voucher", "loan = loan", "amount = amount",
]
mapped_by_kind = {
    "repayment-record": ["received = day", "cleared = day", 'channel = "transfer"', 'designation = "due"'],
    "disbursement": ["paid-on = day", 'purpose = "principal"'],
}


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
        return Intake(self.program, "single", self.fresh, [str(folder / "流动资金借款合同.xml")])

    def batch(self):
        """The specimens, filed into an archive that has some of them already."""
        base, loans = f"{self.space}/begun", sorted(folder for folder in specimens.iterdir() if folder.is_dir())
        shutil.copytree(self.fresh, base)
        self.program.must(base, "file", str(loans[0]))
        return Intake(self.program, "batch", base, [str(loan) for loan in loans[1:]])

    def imported(self):
        """A statement that becomes three records; one amount is none, and one loan is unknown."""
        rows = payments("HK", 14)
        rows[5][3], rows[8][1] = "100.001", "DK-2024-009"
        base = self._filed("import", "*借款合同", "放款凭证*")
        return self._import("import", base, "repayment-record", rows, {5, 8})

    def paid_out(self):
        """A table that takes two commits: one payment exceeds its contract, which shows when two records are filed."""
        rows = payments("FK", 12)
        rows[11][3] = "8000000.00"
        return self._import("payouts", self._filed("payouts", "*借款合同"), "disbursement", rows, {11})

    def repaid(self):
        """One repayment."""
        voucher, loan, day, amount = payments("HK", 1)[0]
        command = f"repay {loan} --amount {amount} --date {day} --cleared {day} --voucher {voucher} --json"
        base = self._filed("repay", "*借款合同", "放款凭证*")
        return Payments(
            self.program, "repay", base, command.split(), {f"repayment {voucher}": (voucher, loan, amount)})

    def revalued(self):
        """One record, from which the indexed values of all collaterals in its scope follow."""
        base = self._filed("revalue", "*合同", "不动产*", "评估报告", "长三角*")
        index = self.program.must(base, "find", "--kind", "price-index", "--json").objects[0]["filing"]
        pathlib.Path(base, "regions.csv").write_text("division,region\n31,上海\n3205,苏州\n")
        asked = "--as-of 2025-04-15 --json"
        command = f"collateral revalue --index {index} --region-map {{folder}}/regions.csv --apply {asked}"
        return Derived(
            self.program, "revalue", base, command.split(), f"collateral list {asked}".split())

    def disposed(self):
        """An alert is closed."""
        base, day = self._filed("dispose", "*合同", "不动产*", "评估报告"), "2025-04-15"
        alert = self.program.must(base, "alerts", "list", "--as-of", day, "--json").objects[0]["alert"]
        command = f"alerts dispose {alert} --action recall --text 提前收回 --date {day} --close --json"
        return Derived(
            self.program, "dispose", base, command.split(), f"alerts list --ended --as-of {day} --json".split())

    def _filed(self, name, *records):
        """An archive that has the specimens whose names are like these."""
        base = f"{self.space}/{name}"
        shutil.copytree(self.fresh, base)
        self.program.must(base, "file", *(str(path) for like in records for path in specimens.glob(f"*/{like}.xml")))
        return base

    def _import(self, name, base, kind, rows, wrong):
        """`wrong` are the places of the rows that must fail."""
        os.mkdir(f"{base}/tables")
        with open(f"{base}/tables/{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows([["voucher", "loan", "day", "amount"], *rows])
        with open(f"{base}/tables/map", "w") as file:
            file.write("\n".join([f"record kind = {kind}", *mapped, *mapped_by_kind[kind]]))
        inside = "{folder}/tables"
        command = ["import", f"{inside}/{name}.csv", "--kind", kind, "--map", f"{inside}/map", "--json"]
        # By the lines of the table, of which the first has the names of the columns.
        lines = dict(enumerate(rows, 2))
        failing = {line: row for line, row in lines.items() if line - 2 in wrong}
        items = {line: (row[0], row[1], row[3]) for line, row in lines.items() if line not in failing}
        return Payments(self.program, name, base, command, items, wrong=failing)

    def making(self):
        """The commands that make records by themselves."""
        return [self.imported(), self.paid_out(), self.repaid(), self.revalued(), self.disposed()]

    def groups(self, records=9):
        """Three groups of few records: a group ends at 32 MiB, and a record may have 8."""
        intake = self._generate("large", records)
        for record in sorted(pathlib.Path(intake).rglob("*.xml")):
            text = record.read_bytes().rstrip()
            end = text.rindex(b"</")
            filler = (8 << 20) - len(text) - len("<!---->")
            record.write_bytes(text[:end] + b"<!--" + filler * b" " + b"-->" + text[end:])
        return Intake(self.program, "groups", self.fresh, [intake])

    def scan(self):
        """One record with a large attachment, which is written past the page cache but for its end."""
        intake = self._generate("scan", 1, corpus="B")
        [scan], [record] = (list(pathlib.Path(intake).rglob(f"*.{kind}")) for kind in ("bin", "xml"))
        before = sha256(scan)
        os.truncate(scan, (2 << 20) + (1 << 19) + 1234)
        record.write_text(record.read_text().replace(before, sha256(scan)))
        return Intake(self.program, "scan", self.fresh, [str(record)])

    def many(self, records=2100):
        """Three groups of up to a thousand small records."""
        return Intake(self.program, "many", self.fresh, [self._generate("small", records)])

    def _generate(self, name, records, corpus="C"):
        intake = f"{self.space}/{name}"
        subprocess.run(
            [repository / "Benchmarks" / "generate", corpus, intake, "--records", str(records)], check=True,
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
