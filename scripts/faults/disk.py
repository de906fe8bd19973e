"""A model of a disk: what may be left of traced file system calls when the power goes.

Only what was flushed is sure. Of everything else any part may be there: a file's data in pieces of a sector or a
page, with zeros in between; a name that was made, replaced or removed, or not. No order is assumed among the rest,
which is harder than what ext4 or XFS do. Three rules hold: fsync and fdatasync of a file keep its data, but not its
name; of a folder the names in it; syncfs all that is in the same top folder. What was begun, but not ended, before a
flush began, is not flushed by it. A rename happens as a whole.
"""

import os
import re
import shutil

from faults import tracing

TRACED = [*tracing.CHANGING, "lseek", "dup", "dup2", "dup3"]
# Whole buffers, and everything in hexadecimal.
OPTIONS = ["-s", str(1 << 25), "-xx", "-e", "trace=" + ",".join(TRACED)]
HARMLESS = {"chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "sync_file_range", "msync", "ioctl"}


class UnknownCall(Exception):
    """A call succeeded that the model has no rule for."""


class File:
    def __init__(self, top, source=None):
        # The folder below the root in which it lies, and where its bytes stand before the run.
        self.top, self.source = top, source
        self.size = os.path.getsize(source) if source else 0


class Folder:
    def __init__(self, top):
        self.top, self.names = top, {}


class Change:
    """Something that a call did, which is lost unless it is flushed or lucky."""

    def __init__(self, call, first, top):
        self.began, self.ended, self.flushed, self.top = first + call.began, first + call.ended, float("inf"), top


class Data(Change):
    """Bytes at an offset of a file; `content` is `None` for a change of its size to `offset`."""

    def __init__(self, call, first, file, offset, content):
        super().__init__(call, first, file.top)
        self.file, self.offset, self.content = file, offset, content


class Names(Change):
    """Names that come (`added`) and go (`removed`) in folders, all at once: lists of (folder, name, what)."""

    def __init__(self, call, first, added, removed):
        super().__init__(call, first, (added + removed)[0][0].top)
        self.added, self.removed = added, removed


class Disk:
    """Follows the calls of a trace, then gives what may be left at any moment.

    Moments are counted in lines of the trace.
    """

    def __init__(self, base, folder, without=()):
        """The disk has the contents of `base`; the traces are of runs in a copy of it, `folder`.

        The calls named in `without` are taken to flush nothing.
        """
        self.folder, self.without = folder, without
        self.root = self._load(base, "")
        self.before = {}
        self._remember(self.root)
        self.changes, self.printed, self.flushes, self.moments = [], [], [], 0
        self._offsets = {}

    def _load(self, path, top):
        if not os.path.isdir(path):
            return File(top, path)
        folder = Folder(top)
        for name in os.listdir(path):
            folder.names[name] = self._load(f"{path}/{name}", top or name)
        return folder

    def _remember(self, folder):
        self.before[folder] = dict(folder.names)
        for entry in folder.names.values():
            if isinstance(entry, Folder):
                self._remember(entry)

    # Following a trace

    def follow(self, trace):
        """Takes in what another run did. Its calls count in the order in which they ended."""
        calls = tracing.calls(trace)
        first = self.moments
        for call in sorted((call for call in calls if call.ended is not None), key=lambda call: call.ended):
            if call.succeeded:
                self._take(call, first)
        with open(trace, "rb") as file:
            self.moments += sum(1 for _ in file)

    def _take(self, call, first):
        name, strings = call.name, [decoded(text) for text in re.findall(r'"((?:\\x..)*)"', call.arguments)]
        inside = self._inside(decoded(call.path))
        if name in ("rename", "renameat", "renameat2", "link", "linkat"):
            old, new = self._inside(strings[0].decode()), self._inside(strings[1].decode())
            if old is None and new is None:
                return
            (old_folder, old_name), (new_folder, new_name) = self._place(old), self._place(new)
            moved = old_folder.names[old_name]
            removed = [(old_folder, old_name, moved)] if name.startswith("rename") else []
            self._change(Names(call, first, [(new_folder, new_name, moved)], removed))
        elif inside is None or re.match(r"\d+<[^>]*>\(deleted\)", call.arguments):
            return
        elif name in HARMLESS and "FICLONE" not in call.arguments:
            return
        elif name in ("open", "openat", "creat"):
            self._open(call, first)
        elif name in ("mkdir", "mkdirat"):
            folder, last = self._place(self._inside(strings[0].decode()))
            self.before[made := Folder(folder.top)] = {}
            self._change(Names(call, first, [(folder, last, made)], []))
        elif name in ("unlink", "unlinkat", "rmdir"):
            folder, last = self._place(self._inside(strings[0].decode()))
            self._change(Names(call, first, [], [(folder, last, folder.names[last])]))
        elif name in ("fsync", "fdatasync", "syncfs", "sync"):
            self._flush(call, first, inside)
        elif name in ("write", "pwrite64", "writev", "lseek", "ftruncate", "fallocate"):
            self._write(call, first, inside, b"".join(strings))
        else:
            raise UnknownCall(str(call)[:200])

    def _open(self, call, first):
        descriptor, path = re.match(r"(\d+)<([^>]*)>", call.result).groups()
        inside = self._inside(decoded(path))
        if inside is None or not call.changes_files:
            self._offsets[descriptor] = 0
            return
        folder, last = self._place(inside)
        if last not in folder.names:
            self._change(Names(call, first, [(folder, last, File(folder.top))], []))
        elif "O_TRUNC" in call.arguments and folder.names[last].size:
            self._change(Data(call, first, folder.names[last], 0, None))
        self._offsets[descriptor] = None if "O_APPEND" in call.arguments else 0

    def _write(self, call, first, inside, content):
        descriptor, numbers = call.arguments.split("<")[0], re.findall(r", (0x[0-9a-f]+|\d+)", call.arguments)
        if inside == "printed":
            self.printed.append((first + call.began, content))
            return
        if call.name == "lseek":
            self._offsets[descriptor] = int(call.result.split()[0])
            return
        folder, last = self._place(inside)
        file = folder.names[last]
        if call.name == "ftruncate":
            self._change(Data(call, first, file, int(numbers[-1], 0), None))
        elif call.name == "fallocate":
            end = int(numbers[-2], 0) + int(numbers[-1], 0)
            if end > file.size and "KEEP_SIZE" not in call.arguments:
                self._change(Data(call, first, file, end, None))
        else:
            content = content[:int(call.result.split()[0])]
            if call.name == "pwrite64":
                offset = int(numbers[-1], 0)
            else:
                offset = self._offsets.get(descriptor, 0)
                offset = file.size if offset is None else offset
                if self._offsets.get(descriptor, 0) is not None:
                    self._offsets[descriptor] = offset + len(content)
            self._change(Data(call, first, file, offset, content))

    def _flush(self, call, first, inside):
        began, ended = first + call.began, first + call.ended
        self.flushes.append((began, ended))
        if call.name in self.without:
            return
        top = inside.split("/")[0]
        target = None
        if call.name in ("fsync", "fdatasync"):
            folder, last = self._place(inside)
            target = folder.names.get(last)
        for change in self.changes:
            if change.ended >= began or change.flushed <= ended:
                continue
            if target is None:
                flushed = call.name == "sync" or change.top == top
            elif isinstance(change, Data):
                flushed = change.file is target
            else:
                flushed = any(folder is target for folder, _, _ in change.added + change.removed)
            if flushed:
                change.flushed = ended

    def _change(self, change):
        if isinstance(change, Names):
            for folder, name, _ in change.removed:
                del folder.names[name]
            for folder, name, what in change.added:
                folder.names[name] = what
        elif change.content is None:
            change.file.size = change.offset
        else:
            change.file.size = max(change.file.size, change.offset + len(change.content))
        self.changes.append(change)

    def _inside(self, path):
        path = path if isinstance(path, str) else path.decode()
        return path.removeprefix(f"{self.folder}/") if path.startswith(f"{self.folder}/") else None

    def _place(self, inside):
        folder, parts = self.root, inside.split("/")
        for part in parts[:-1]:
            folder = folder.names[part]
        return folder, parts[-1]

    # What may be left

    def left(self, moment, chance=None, luck=0.0):
        """The disk after the power went at `moment`.

        `luck` is how likely a change is there that was not flushed: 0, 1, or in between, by `chance` and in parts.

        Returns folders as dictionaries, and files as bytes or, where they are untouched, the path of their source.
        """
        names = {folder: dict(entries) for folder, entries in self.before.items()}
        contents, ends = {}, {}
        for change in self.changes:
            if change.began >= moment:
                continue
            sure = change.flushed < moment
            if isinstance(change, Names):
                if sure or luck == 1 or luck and chance.random() < luck:
                    for folder, name, what in change.removed:
                        if names[folder].get(name) is what:
                            del names[folder][name]
                    for folder, name, what in change.added:
                        names[folder][name] = what
                continue
            file = change.file
            if file not in contents:
                contents[file] = bytearray(read(file.source)) if file.source else bytearray()
            for offset, piece in pieces(change, sure or luck == 1, luck, chance):
                put(contents[file], offset, piece)
            if change.content is not None:
                ends[file] = max(ends.get(file, 0), change.offset + len(change.content))
        for file, end in ends.items():
            # The size may be there without the data.
            if 0 < luck < 1 and len(contents[file]) < end and chance.random() < 0.3:
                contents[file].extend(bytes(end - len(contents[file])))
        return self._tree(self.root, names, contents)

    def _tree(self, folder, names, contents):
        tree = {}
        for name, entry in names[folder].items():
            if isinstance(entry, Folder):
                tree[name] = self._tree(entry, names, contents)
            else:
                tree[name] = bytes(contents[entry]) if entry in contents else entry.source or b""
        return tree

    def printed_before(self, moment):
        return b"".join(text for began, text in self.printed if began < moment)


def pieces(change, whole, luck, chance):
    """What is there of a change of data: (offset, bytes), or (size, None)."""
    if whole:
        return [(change.offset, change.content)]
    if luck == 0:
        return []
    if change.content is None:
        return [(change.offset, None)] if chance.random() < luck else []
    if chance.random() < 0.5:
        return [(change.offset, change.content)] if chance.random() < luck else []
    unit, found, start = chance.choice((512, 4096)), [], 0
    while start < len(change.content):
        # To the next boundary of the file, not of the write.
        end = min(len(change.content), start + unit - (change.offset + start) % unit)
        if chance.random() < luck:
            found.append((change.offset + start, change.content[start:end]))
        start = end
    return found


def put(content, offset, piece):
    if piece is None:
        size = offset
        del content[size:]
        content.extend(bytes(size - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(piece)] = piece


def write_tree(tree, base, folder):
    """Makes `folder` what a tree says, by copying `base` and changing what differs."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    _write_differences(tree, base, folder)


def _write_differences(tree, base, folder):
    for name in os.listdir(folder):
        path = f"{folder}/{name}"
        if isinstance(tree.get(name), dict) != os.path.isdir(path) or name not in tree:
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    for name, entry in tree.items():
        path, before = f"{folder}/{name}", f"{base}/{name}"
        if isinstance(entry, dict):
            os.makedirs(path, exist_ok=True)
            _write_differences(entry, before, path)
        elif entry != before:
            content = entry if isinstance(entry, bytes) else read(entry)
            if os.path.exists(path):
                os.chmod(path, 0o600)
            with open(path, "wb") as file:
                file.write(content)


def differences(tree, folder, at=""):
    """Where a tree is not what a folder holds."""
    found, there = [], set(os.listdir(folder))
    for name in sorted(there ^ tree.keys()):
        found.append(f"{at}{name}: only {'there' if name in there else 'in the model'}")
    for name in sorted(there & tree.keys()):
        entry, path = tree[name], f"{folder}/{name}"
        if isinstance(entry, dict):
            found += differences(entry, path, f"{at}{name}/")
        elif (entry if isinstance(entry, bytes) else read(entry)) != read(path):
            found.append(f"{at}{name}: other bytes")
    return found


def read(path):
    with open(path, "rb") as file:
        return file.read()


def decoded(text):
    """A string of strace, in hexadecimal."""
    return bytes.fromhex(text.replace("\\x", "")) if text else b""
