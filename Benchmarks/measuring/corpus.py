"""The files that contestants keep."""

import hashlib
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
SPECIMENS = BENCHMARKS.parent / "archive" / "specimens" / "intake"
FULL = {"A": 20_000, "B": 200, "C": 50_000}
RECORDS_OF_A_LOAN = 10


def generate(name, folder, *, records, seed, first=0):
    """Makes the records of a corpus from the loan `first` on."""
    subprocess.run([BENCHMARKS / "generate", name, folder, "--records", str(records), "--seed", str(seed),
                    "--first", str(first)], check=True, stdout=sys.stderr)


def generate_portions(name, folder, *, records, seed, portions):
    """Makes a corpus in portions that have no loan in common, each when it is asked for."""
    loans = -(-records // portions // RECORDS_OF_A_LOAN)
    for number, first in enumerate(range(0, records, loans * RECORDS_OF_A_LOAN)):
        portion = folder / f"portion-{number + 1}"
        generate(name, portion, records=min(loans * RECORDS_OF_A_LOAN, records - first), seed=seed,
                 first=first // RECORDS_OF_A_LOAN)
        yield portion


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def digest_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Corpus:
    def __init__(self, name, space, *, records=None, seed=1):
        self.name = name
        self.label = f"{name} with {records:,} records" if records and records != FULL.get(name) else name
        self.space = space
        self.source = space / "source"
        if name == "specimens":
            shutil.copytree(SPECIMENS, self.source)
        else:
            generate(name, self.source, records=records or FULL[name], seed=seed)
        files = files_below(self.source)
        self.files = len(files)
        self.attachments = sorted(path for path in files if path.suffix != ".xml")
        self.records = self.files - len(self.attachments)
        self.bytes = sum(path.stat().st_size for path in files)

    @cached_property
    def distinct(self):
        """What an archive keeps: each content once, by its digest."""
        return {digest_of(path): path for path in files_below(self.source)}

    @cached_property
    def distinct_bytes(self):
        return sum(path.stat().st_size for path in self.distinct.values())

    @cached_property
    def sums(self):
        file = self.space / "sums"
        file.write_text("".join(f"{digest}  {path}\n" for digest, path in self.distinct.items()))
        return file

    def title(self):
        size = f"{self.bytes / 1e6:,.{0 if self.bytes > 1e7 else 1}f}"
        return f"{self.name}: {self.records:,} records, {len(self.attachments):,} attachments, {size} MB"

    def room_for(self, copies):
        """The bytes that so many copies take on a disk, with something to spare."""
        return int(copies * (self.bytes + 4096 * self.files) * 1.05 + 2e9)
