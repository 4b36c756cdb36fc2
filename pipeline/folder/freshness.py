"""Whether an output folder is published as it would be now, so that nothing has to be written again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from pipeline import __version__
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.disk import make_folder, remove_file, write_file
from pipeline.extras import is_installed
from pipeline.folder.lock import STATE_FOLDER

PUBLISHED_FILE = "published"
RUN_FILE = f"{STATE_FOLDER}/run.json"
LOG_FILE = f"{STATE_FOLDER}/run.log"
"""What runs tell: they hold paths of this computer, and lie apart from what is published."""


class Fresh:
    """What an output folder was like when it was last published.

    Args:
        root: the output folder.
        form: of the CSV files.
        publisher: the publisher's file; None for the folder's own, where there is one.
    """

    def __init__(self, root: Path, form: CsvForm, publisher: Path | None) -> None:
        self._root = root
        self._form = form
        self._publisher = publisher
        self._path = root / STATE_FOLDER / PUBLISHED_FILE

    def is_fresh(self) -> bool:
        """Whether nothing has changed since: plans, corrections, published files, terms, program."""
        try:
            return self._path.read_text("ascii") == self._now()
        except (OSError, ValueError):
            return False

    def begin(self) -> None:
        """Forget it, before the first file is written.

        Raises:
            UnwritableError: it cannot be taken away.
        """
        remove_file(self._path)

    def finish(self) -> None:
        """Keep what the folder is like now that all is written.

        Raises:
            UnwritableError: it cannot be kept.
        """
        make_folder(self._path.parent)
        write_file(self._path, [self._now().encode("ascii")])

    def _now(self) -> str:
        """SHA-256 over name, size and time of every file, and over all that decides what is published."""
        decided = [__version__, is_installed("publish"), asdict(self._form)]
        digest = hashlib.sha256(json.dumps(decided, sort_keys=True).encode())
        if self._publisher is not None:
            digest.update(hashlib.sha256(self._publisher.read_bytes()).digest())
        for name, size, time_ns in sorted(_files(str(self._root), "")):
            digest.update(f"{name}\0{size}\0{time_ns}\0".encode(errors="surrogateescape"))
        return digest.hexdigest()


def _files(folder: str, prefix: str) -> Iterator[tuple[str, int, int]]:
    """Name, size in bytes and time of change in ns of each file that is published or decides what is."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            else:
                status = entry.stat(follow_symlinks=False)
                yield prefix + entry.name, status.st_size, status.st_mtime_ns
