"""B from a folder of XFS to an archive on the same XFS, where contents can be shared rather than copied."""

import os
import shutil
from contextlib import contextmanager

from measuring.contestants import Copy, Muniment
from measuring.corpus import FULL, Corpus
from measuring.processes import Failure, quietly
from measuring.report import at_most
from scenarios.side_by_side import SideBySide

BYTES_OF_A_RECORD = 10_000_000
# Of XFS itself, and what SideBySide wants to be spare.
OVERHEAD = 3_000_000_000


def run(settings):
    with xfs(settings) as folder:
        corpus = Corpus("B", folder, records=settings.records, seed=settings.seed)
        contestants = [Copy(settings.muniment), Muniment(settings.muniment)]
        measurement = SideBySide(corpus, settings, contestants, place="on XFS with reflinks")
        report = measurement.run()
        report.goals = [at_most(f"`file` ÷ `cp --reflink=never`, on XFS with reflinks: {corpus.label}", 0.5,
                                measurement.ratio("muniment", "cp"), "{:.2f}")]
        return report


@contextmanager
def xfs(settings):
    """A file system of its own, as a file of the space to measure in."""
    if os.geteuid() != 0:
        raise Failure("only root can mount a file system")
    if not shutil.which("mkfs.xfs"):
        raise Failure("mkfs.xfs is not installed (apt-get install xfsprogs)")
    copies = 1 + 2 * settings.rounds
    wanted = int((settings.records or FULL["B"]) * BYTES_OF_A_RECORD * copies * 1.1) + OVERHEAD
    image, folder = settings.space / "xfs.image", settings.space / "xfs"
    folder.mkdir()
    quietly(f"truncate -s {min(wanted, shutil.disk_usage(settings.space).free * 9 // 10)} '{image}'; "
            f"mkfs.xfs -q -m reflink=1 '{image}'; mount -o loop '{image}' '{folder}'")
    try:
        yield folder
    finally:
        quietly(f"umount '{folder}'")
