"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.errors import UnwritableError

PLAN_FILE = "plan.json"
PLAN_FILES = ("items.csv", "steps.csv", "budgets.csv", "mentions.csv", PLAN_FILE)
"""Of each plan, in the order in which they are replaced: plan.json says that all the others are there."""
OUTPUT_REASONS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EBUSY: "busy",
    errno.ENOSPC: "full",
    errno.EROFS: "protected",
    errno.ENOTDIR: "path-is-file",
    errno.EEXIST: "file-in-the-way",
    errno.EISDIR: "folder-in-the-way",
    errno.ENAMETOOLONG: "name-too-long",
}


def write_file(path: Path, chunks: Iterable[bytes], *, lasting: bool = True) -> None:
    """Write a file beside its place, then rename it: readers see the old file or the new one, whole.

    Args:
        path: the file; its folder must be there.
        chunks: its content, piece by piece.
        lasting: whether it has to outlive a failure of the power right afterwards; not so where it can be made anew.

    Raises:
        UnwritableError: it cannot be written; an older file stays as it was and nothing is left beside it.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink()


def write_changed(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file unless it holds just that already: whoever watches the folder sees what has changed only.

    Args:
        path: the file; its folder is made where it is missing.
        content: all of it.
        lasting: see ``write_file``.

    Raises:
        UnwritableError: it cannot be written.
    """
    with suppress(OSError):
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return
    make_folder(path.parent)
    write_file(path, [content], lasting=lasting)


def remove_file(path: Path) -> None:
    """Remove a file where it is there.

    Raises:
        UnwritableError: it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises:
        UnwritableError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> UnwritableError:
    """The system's refusal as an error with its cause in both languages."""
    code = error.errno or 0
    reason, own = OUTPUT_REASONS.get(code, "other"), error.strerror or type(error).__name__
    return UnwritableError("not-written", path=path, reason=reason, error=own, code=code)
