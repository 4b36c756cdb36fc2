"""Files of a folder that a run passes over, because they are of no kind that it reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.files.inputs import is_read

KEPT_FOLDER = ".workplan"
"""In an output folder, whose files are results and no inputs."""


def passed_over(names: Iterable[str | Path]) -> list[Path]:
    """The files in the folders that are named, and below them, that are not read; by path.

    Hidden files and folders are no person's documents and output folders hold results: neither is told. What is named
    as a file is read whatever its ending, so it is never passed over.

    Args:
        names: see ``find_inputs``.
    """
    folders = [Path(os.fspath(name)) for name in names]
    return sorted({path for folder in folders if folder.is_dir() for path in _unread(folder)})


def _unread(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        if KEPT_FOLDER in folders:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            Path(where, name)
            for name in files
            if not name.startswith((".", "~$")) and not is_read(Path(name))
        )
