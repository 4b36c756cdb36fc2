"""Plan folders: moved, replaced and removed so that a reader never meets half of one."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from pipeline.exporters.disk import PLAN_FILES, PRINTED_FILE, make_folder, replace_file, unwritable

MOVED_FILES = (PRINTED_FILE, *PLAN_FILES)
"""All that a plan's folder may hold of ours, in the order in which it is replaced."""


def move_in(folder: Path, place: Path) -> None:
    """Move a plan to its place: as a whole where nothing is yet, else file by file over the older ones.

    Raises:
        UnwritableError: the place is write-protected, or one of its files is open elsewhere.
    """
    make_folder(place.parent)
    try:
        if not place.exists():
            folder.rename(place)
            return
        for name in MOVED_FILES:
            _refuse_if_open(place / name)
        for name in MOVED_FILES:
            if name == PRINTED_FILE and not (folder / name).exists():
                (place / name).unlink(missing_ok=True)
            else:
                replace_file(folder / name, place / name)
        remove_if_empty(folder)
    except OSError as error:
        raise unwritable(Path(error.filename2 or error.filename or place), error) from error


def _refuse_if_open(path: Path) -> None:
    """Find out before anything is replaced whether Excel holds a file, as it may on Windows."""
    if path.exists():
        with path.open("r+b"):
            pass


def remove_plan(folder: Path) -> None:
    """Remove a plan's files, and the folder unless a person keeps something else in it too.

    Raises:
        UnwritableError: one of them is open elsewhere.
    """
    try:
        for name in MOVED_FILES:
            _refuse_if_open(folder / name)
        for name in reversed(MOVED_FILES):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    remove_if_empty(folder)


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that holds nothing."""
    # The system refuses it where something else is in it; what is left then does no harm.
    with suppress(OSError):
        folder.rmdir()


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it, where it is there.

    Raises:
        UnwritableError: something in it cannot be removed.
    """
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
