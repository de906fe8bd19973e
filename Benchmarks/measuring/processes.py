"""Processes under the clock: seconds, processor, peak memory, flushes, and how busy the machine was otherwise."""

import collections
import math
import os
import re
import shlex
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TIME = Path("/usr/bin/time")
FLUSHES = "fsync,fdatasync,syncfs,sync_file_range,sync,msync"
# sync_file_range that waits for nothing is no flush.
BEGUN = "write-back begun"


@dataclass
class Run:
    seconds: float
    processor_seconds: float
    peak_megabytes: float
    # How many cores other processes and the system kept busy meanwhile: the noise of the measurement.
    neighbours: float

    def followed_by(self, other):
        """Both as one."""
        return Run(self.seconds + other.seconds, self.processor_seconds + other.processor_seconds,
                   max(self.peak_megabytes, other.peak_megabytes), max(self.neighbours, other.neighbours))


def busy_seconds():
    ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    user, nice, system, _, _, irq, softirq, steal = ticks
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """Why something cannot be measured."""


def failure(words, code, errors):
    program = shlex.join(map(str, words))
    return Failure(f"failed ({code}): {program[:1000]}\n{errors.decode(errors='replace').strip()[-2000:]}")


def measure(command, *, environment=None, folder=None):
    """Runs a shell command, or a program with its arguments, to its end."""
    words = ["bash", "-euo", "pipefail", "-c", command] if isinstance(command, str) else command
    with tempfile.NamedTemporaryFile() as report:
        # A process that Python starts inherits Python's own peak memory; what `time` starts, does not.
        timed = [TIME, "--format", "%M", "--output", report.name, "--"] if TIME.exists() else []
        busy, started = busy_seconds(), time.monotonic()
        process = subprocess.Popen([*timed, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   env={**os.environ, **(environment or {})}, cwd=folder)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise failure(words, process.returncode, errors)
        # `time` says KiB.
        peak = int(Path(report.name).read_text()) * 1024 / 1e6 if timed else math.nan
    own = usage.ru_utime + usage.ru_stime
    return Run(seconds, own, peak, max(0.0, busy_seconds() - busy - own) / seconds)


def quietly(command, **options):
    measure(command, **options)


def answer(command, *, environment=None):
    """Runs a program; returns how many seconds it took as a whole process, and what it printed."""
    variables = {**os.environ, **(environment or {})}
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env=variables)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise failure(command, done.returncode, done.stderr)
    return seconds, done.stdout


def warm(folder):
    """Reads all files into the page cache, and lets the disk come to rest."""
    quietly(f"find '{folder}' -type f -print0 | xargs -0 cat > /dev/null; sync")


def settle(seconds):
    """Lets the disk come to rest after deletions: ext4 is slow for a while after large ones."""
    os.sync()
    time.sleep(seconds)


def chill():
    """Empties the page cache; says whether that is permitted here."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3")
    except OSError:
        return False
    return True


def count_flushes(command, report, *, environment=None):
    """How often each call flushes, those of the registry apart, as it is SQLite that makes them."""
    quietly(["strace", "--follow-forks", "--seccomp-bpf", "--decode-fds=path", "-e", f"trace={FLUSHES}", "-o", report,
             "bash", "-c", command], environment=environment)
    counts = collections.Counter()
    for call, arguments in re.findall(r"^\d+ +(\w+)\((.*)", report.read_text(errors="replace"), re.MULTILINE):
        if call == "sync_file_range" and "SYNC_FILE_RANGE_WAIT" not in arguments:
            counts[BEGUN] += 1
        else:
            counts[f"{call} of the registry" if "/registry.sqlite" in arguments else call] += 1
    return counts
