"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from pipeline.dataclass import dataclass
from pipeline.errors import UnwritableError, UsageError

PLAN_FILE = "plan.json"
PLAN_FILES = ("items.csv", "steps.csv", "budgets.csv", "mentions.csv", PLAN_FILE)
"""Of each plan, in the order in which they are replaced: plan.json says that all the others are there."""
PRINTED_FILE = "printed.pdf"
"""Beside a plan that was read from an office document: the PDF that was printed of it."""
OUTPUT_REASONS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EBUSY: "busy",
    errno.ENOTDIR: "path-is-file",
    errno.EEXIST: "file-in-the-way",
    errno.EISDIR: "folder-in-the-way",
    errno.ENAMETOOLONG: "name-too-long",
}
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
DISK_REFUSALS = (*FULL_DISK, errno.EROFS)
"""What closing the file elsewhere does not help against."""
OWN_OUTPUTS = {"/dev/stdout": "stdout", "/dev/fd/1": "stdout", "/dev/stderr": "stderr", "/dev/fd/2": "stderr"}
"""Names of this process's own output."""


def write_file(path: Path, chunks: Iterable[bytes], *, lasting: bool = True) -> None:
    """Write a file beside its place, then rename it: readers see the old file or the new one, whole.

    A link stays and its target is written; owner and mode of an older file stay. What is no file, such as a terminal or
    a pipe, is written to as it is.

    Args:
        path: the file; its folder must be there.
        chunks: its content, piece by piece.
        lasting: whether it has to outlive a failure of the power right afterwards; not so where it can be made anew.

    Raises:
        UsageError: the path names nothing.
        UnwritableError: it cannot be written; an older file stays as it was and nothing is left beside it.
    """
    if not path.name:
        raise UsageError("path-empty")
    try:
        if is_stream(path):
            _write_through(path, chunks)
        else:
            target = Path(os.path.realpath(path)) if path.is_symlink() else path
            _write_beside(target, chunks, lasting=lasting)
    except OSError as error:
        raise unwritable(path, error) from error


def is_stream(path: Path) -> bool:
    """Whether a path names what is written to and never replaced: a device, a pipe, this process's own output."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return str(path) in OWN_OUTPUTS or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def replace_file(source: Path, path: Path) -> None:
    """Put a file in the place of another one, whose owner and mode stay; a link stays and its target is replaced.

    Raises:
        OSError: it cannot be done; the older file stays as it was.
    """
    if path.is_symlink():
        # The target may lie on another disk.
        _write_beside(Path(os.path.realpath(path)), [source.read_bytes()], lasting=True)
        source.unlink()
        return
    _adopt(source, path)
    source.replace(path)


def _write_through(path: Path, chunks: Iterable[bytes]) -> None:
    own = OWN_OUTPUTS.get(str(path))
    if own is None:
        with path.open("wb", buffering=0) as stream:
            for chunk in chunks:
                stream.write(chunk)
        return
    # Opened by its name, a file behind it would be written from its beginning.
    output = getattr(sys, own)
    output.flush()
    for chunk in chunks:
        output.buffer.write(chunk)
    output.flush()


def _write_beside(path: Path, chunks: Iterable[bytes], *, lasting: bool) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        _adopt(part, path)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def _adopt(part: Path, path: Path) -> None:
    """Give a file owner and mode of the one whose place it takes; the owner only where the system lets us."""
    try:
        old, new = path.stat(), part.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):
            os.chown(part, old.st_uid, old.st_gid)
    if stat.S_IMODE(old.st_mode) != stat.S_IMODE(new.st_mode):
        part.chmod(stat.S_IMODE(old.st_mode))


@dataclass(frozen=True)
class Content:
    """What a file holds: its size in bytes and its SHA-256, hexadecimal."""

    bytes: int
    sha256: str


class GrowingFile:
    """A file that grows beside its place and is put there when it is whole, unless the same lies there already.

    As with ``write_file`` a link stays and its target is written, owner and mode of an older file stay, and what is no
    file is written to as it is.

    Args:
        path: the file; its folder is made where it is missing.

    Attributes:
        path: the same.
        part: what a writer that wants a path of its own may fill.

    Raises:
        UnwritableError: nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self.path = path
        self._is_stream = is_stream(path)
        linked = path.is_symlink() and not self._is_stream
        self._target = Path(os.path.realpath(path)) if linked else path
        self.part = self._target.with_name(f".{self._target.name}.part")
        self._made: Content | None = None
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

    def finish(self) -> Content:
        """What the file holds, to which nothing is added any more.

        Raises:
            UnwritableError: it cannot be written.
        """
        if self._made is None:
            with self._told():
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._made = content_of_file(self.part)
        return self._made

    def put(self) -> Content:
        """Put the file in its place.

        Raises:
            UnwritableError: it cannot be written; an older file stays as it was.
        """
        made = self.finish()
        with self._told():
            if self._is_stream:
                _write_through(self.path, [self.part.read_bytes()])
            elif not _holds(self._target, made):
                _adopt(self.part, self._target)
                self.part.replace(self._target)
        return made

    def put_aside(self, path: Path) -> Content:
        """Put the file somewhere else, where it cannot take its place.

        Raises:
            UnwritableError: it cannot be written there either.
        """
        made = self.finish()
        make_folder(path.parent)
        with self._told():
            self.part.replace(path)
        return made

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise unwritable(self.path, error) from error


def content_of_file(path: Path) -> Content:
    """What a file holds.

    Raises:
        OSError: it cannot be read.
    """
    import hashlib  # noqa: PLC0415 - the command line knows of disks before it does anything

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
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
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


def refusal_within(error: BaseException) -> OSError | None:
    """The system's refusal that an error of a library stands for; None where there is none."""
    for one in (error, *error.args, error.__cause__, error.__context__):
        if isinstance(one, OSError) and one.errno in {*DISK_REFUSALS, *OUTPUT_REASONS}:
            return one
    return None


@contextmanager
def without_echoes() -> Iterator[None]:
    """Nothing is printed where what a full disk has refused is refused once more as Python takes an open file down."""

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        refusal = unraisable.exc_value
        if not (isinstance(refusal, OSError) and refusal.errno in DISK_REFUSALS):
            before(unraisable)

    before, sys.unraisablehook = sys.unraisablehook, hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def unwritable(path: Path, error: OSError) -> UnwritableError:
    """The system's refusal as an error with its cause in both languages."""
    code = error.errno or 0
    if code in FULL_DISK:
        return UnwritableError("disk-full", path=path)
    if code == errno.EROFS:
        return UnwritableError("disk-protected", path=path)
    reason, own = OUTPUT_REASONS.get(code, "other"), error.strerror or type(error).__name__
    return UnwritableError("not-written", path=path, reason=reason, error=own, code=code)
