"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

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


@dataclass(frozen=True)
class Content:
    """What a file holds: its size in bytes and its SHA-256, hexadecimal."""

    bytes: int
    sha256: str


class GrowingFile:
    """A file that grows beside its place and is put there when it is whole, unless the same lies there already.

    Args:
        path: the file; its folder is made where it is missing.

    Attributes:
        part: what a writer that wants a path of its own may fill.

    Raises:
        UnwritableError: nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self._path = path
        self.part = path.with_name(f".{path.name}.part")
        with self._told():
            self._file = self.part.open("wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what was not put in place."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.part.unlink()

    def write(self, content: bytes) -> None:
        """Add to the file.

        Raises:
            UnwritableError: it cannot be written.
        """
        with self._told():
            self._file.write(content)

    def put(self) -> Content:
        """Put the file in its place.

        Raises:
            UnwritableError: it cannot be written; an older file stays as it was.
        """
        with self._told():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            made = content_of_file(self.part)
            if not _holds(self._path, made):
                self.part.replace(self._path)
        return made

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise unwritable(self._path, error) from error


def content_of_file(path: Path) -> Content:
    """What a file holds.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Content(file.tell(), sha256)


def _holds(path: Path, content: Content) -> bool:
    try:
        return path.stat().st_size == content.bytes and content_of_file(path) == content
    except OSError:
        return False


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
