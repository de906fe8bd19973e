"""Programs that keep files: what they are told to keep them, and to give them back."""

import json
import shutil
import subprocess
from functools import cache

from measuring.corpus import digest_of
from measuring.processes import answer, measure, quietly


class Contestant:
    """One way to keep the files of `source` in the fresh folder `target`."""

    name = ""

    def __init__(self, muniment):
        self.muniment = muniment

    def is_here(self):
        return shutil.which(self.name) is not None

    def prepare(self, target):
        """Makes the archive or repository, which is not timed."""
        target.mkdir()

    def command(self, source, target):
        raise NotImplementedError

    def environment(self, target):
        return {}

    # What some can besides: `one` is the program that prints one of the documents that were kept, and `all` the program
    # that puts many into a folder.


class Copy(Contestant):
    name = "cp"

    def command(self, source, target):
        return f"cp -r --reflink=never '{source}' '{target}/copy' && sync -f '{target}/copy'"


class Muniment(Contestant):
    name = "muniment"

    def is_here(self):
        return True

    def prepare(self, target):
        target.mkdir()
        self.run(target, "init", "--origin", "bench.example/a", "--time-zone", "UTC")

    def command(self, source, target):
        return f"'{self.muniment}' file '{source}' --archive '{target}/archive' --by A017"

    def environment(self, target):
        return {"MUNIMENT_KEYS": f"{target}/keys"}

    def file(self, source, target):
        return measure(self.command(source, target), environment=self.environment(target))

    def on(self, target, *words):
        return [str(self.muniment), *map(str, words), "--archive", f"{target}/archive"]

    def run(self, target, *words):
        return measure(self.on(target, *words), environment=self.environment(target))

    def answer(self, target, *words):
        return answer(self.on(target, *words), environment=self.environment(target))

    def filings(self, target):
        """How many there are besides charter and policy, which `init` files."""
        return json.loads(self.answer(target, "status", "--json")[1])["checkpoint"]["size"] - 2

    def audit_is_clean(self, target):
        return subprocess.run(self.on(target, "audit"), capture_output=True).returncode == 0

    @cache
    def filings_by_record(self, target):
        """The numbers of the filings, by the digest of the record."""
        _, entries = self.answer(target, "log", "--json", "--limit", self.filings(target))
        return {entry["record"]["sha256"]: entry["filing"] for entry in map(json.loads, entries.splitlines())}

    def one(self, target, document):
        return self.on(target, "get", self.filing_of(target, document), "--attachment", document.name)

    def all(self, target, documents, folder):
        """With their records."""
        return self.on(target, "get", *(self.filing_of(target, document) for document in documents), "--into", folder)

    def filing_of(self, target, document):
        record = document.parent.parent / f"{document.stem}.xml"
        return self.filings_by_record(target)[digest_of(record)]


class Git(Contestant):
    name = "git"

    def prepare(self, target):
        settings = {"core.fsync": "all", "core.fsyncMethod": "batch", "core.compression": "0", "gc.auto": "0",
                    "user.name": "bench", "user.email": "bench@example.com"}
        quietly(f"git init --quiet --bare '{target}'; cd '{target}'; git config core.bare false; "
                + "; ".join(f"git config {key} {value}" for key, value in settings.items()))

    def command(self, source, target):
        git = f"git --git-dir='{target}' --work-tree='{source}'"
        return f"cd '{source}'; {git} add --all . && {git} commit --quiet --message bench"


class Restic(Contestant):
    name = "restic"

    def prepare(self, target):
        target.mkdir()
        quietly(f"restic init --repo '{target}/repository'", environment=self.environment(target))

    def command(self, source, target):
        return f"restic backup --quiet --compression off --repo '{target}/repository' '{source}'"

    def environment(self, target):
        return {"RESTIC_PASSWORD": "bench", "RESTIC_CACHE_DIR": f"{target}/cache"}

    def one(self, target, document):
        return ["restic", "dump", "--no-lock", "--repo", f"{target}/repository", "latest", document]

    def all(self, target, documents, folder):
        return ["restic", "restore", "--no-lock", "--repo", f"{target}/repository", "latest", "--target", folder,
                *(word for document in documents for word in ("--include", document))]


class Borg(Contestant):
    name = "borg"

    def prepare(self, target):
        target.mkdir()
        quietly(f"borg init --encryption none '{target}/repository'", environment=self.environment(target))

    def command(self, source, target):
        return f"borg create --compression none '{target}/repository::bench' '{source}'"

    def environment(self, target):
        return {"BORG_BASE_DIR": f"{target}/base", "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes",
                "BORG_RELOCATED_REPO_ACCESS_IS_OK": "yes"}

    def one(self, target, document):
        return ["borg", "extract", "--bypass-lock", "--stdout", f"{target}/repository::bench", self.stored(document)]

    def all(self, target, documents, folder):
        return ["borg", "extract", "--bypass-lock", f"{target}/repository::bench", *map(self.stored, documents)]

    @staticmethod
    def stored(document):
        return document.relative_to("/")


ALL = [Copy, Muniment, Restic, Borg, Git]
