"""Runs a command under strace, and reads what strace has written."""

import os
import re
import signal
import subprocess
import time

# Every system call by which a process changes files. What SQLite writes into the shared memory of its write-ahead log's
# index goes through mmap and is seen by no tracer of system calls; SQLite makes that index anew after a crash.
CHANGING = """
    open openat openat2 creat write pwrite64 writev pwritev pwritev2 rename renameat renameat2 link linkat
    symlink symlinkat unlink unlinkat mkdir mkdirat rmdir fsync fdatasync syncfs sync sync_file_range msync truncate ftruncate fallocate
    chmod fchmod fchmodat chown fchown lchown fchownat copy_file_range sendfile ioctl
    """.split()

FLUSHES = {"fsync", "fdatasync", "syncfs", "sync"}


class Call:
    """A system call of a trace: its text, and the lines on which it began and ended."""

    __slots__ = ("thread", "name", "arguments", "result", "began", "ended")

    def __init__(self, thread, name, arguments, began):
        self.thread, self.name, self.arguments, self.began = thread, name, arguments, began
        self.result, self.ended = None, None

    @property
    def succeeded(self):
        return self.result is not None and not self.result.startswith(("-1", "?"))

    @property
    def changes_files(self):
        if self.name in ("open", "openat", "openat2", "creat"):
            return self.name == "creat" or re.search(r"\bO_(CREAT|TRUNC|WRONLY|RDWR)\b", self.arguments) is not None
        return self.name != "ioctl" or "FICLONE" in self.arguments

    @property
    def path(self):
        """Of the file that it is about; of a rename, the old name."""
        return path_of(self.arguments)

    def __str__(self):
        return f"{self.name}({self.arguments}) = {self.result}"


def path_of(arguments):
    found = re.match(r'\d+<([^>]*)>(?:\(deleted\))?(?:, "([^"]*)")?', arguments)
    if found:
        return found[1]
    found = re.match(r'(?:AT_FDCWD(?:<[^>]*>)?, )?"([^"]*)"', arguments)
    return found[1] if found else ""


def calls(trace):
    """The calls of a trace in the order in which they began, those of all threads."""
    found, unfinished = [], {}
    with open(trace, errors="surrogateescape") as lines:
        for number, line in enumerate(lines):
            thread, _, text = line.rstrip("\n").partition(" ")
            text = text.lstrip()
            if text.startswith("<... "):
                call = unfinished.pop(thread, None)
                if call is None:
                    continue
                text = text.partition(" resumed>")[2]
                rest, _, call.result = text.rpartition(" = ")
                call.arguments += rest.rstrip().removesuffix(")")
                call.ended = number
            elif match := re.match(r"(\w+)\(", text):
                call = Call(thread, match[1], "", number)
                found.append(call)
                text = text[match.end():]
                if text.endswith("<unfinished ...>"):
                    call.arguments = text.removesuffix("<unfinished ...>").rstrip()
                    unfinished[thread] = call
                    continue
                rest, _, call.result = text.rpartition(" = ")
                call.arguments = rest.rstrip().removesuffix(")")
                call.ended = number
    return found


def strace(trace, options, command, output, processor=None, **popen):
    """Runs a command under strace with all its threads, its standard output into a file.

    Where the trace says that the process was stopped by SIGSTOP, it is killed.

    Returns the exit status as `subprocess` has it, and what stood on standard error.
    """
    arguments = ["strace", "-f", "-q", "-y", "-o", trace, *options, *command]
    if os.path.exists(trace):
        os.remove(trace)
    if processor is not None:
        arguments = ["taskset", "-c", str(processor), *arguments]
    with open(output, "ab") as out, open(f"{trace}.stderr", "w+b") as errors:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, **popen)
        if any("signal=SIGSTOP" in option for option in options):
            kill_when_stopped(process, trace)
        try:
            process.wait(timeout=600)
        finally:
            process.kill()
        errors.seek(0)
        return process.returncode, errors.read().decode(errors="replace")


def kill_when_stopped(process, trace):
    seen, rest = 0, b""
    while process.poll() is None:
        if os.path.exists(trace):
            with open(trace, "rb") as file:
                file.seek(seen)
                new = file.read()
            seen += len(new)
            rest = rest[-200:] + new
            stopped = re.search(rb"^(\d+) +--- stopped by SIGSTOP", rest, re.MULTILINE)
            if stopped:
                os.kill(int(stopped[1]), signal.SIGKILL)
                return
        time.sleep(0.001)
