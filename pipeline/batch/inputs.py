"""What a person names on the command line, as the PDF files to read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableError, WorkplanError

SUFFIX = ".pdf"


@dataclass(frozen=True)
class Input:
    """One file to read, or why there is none.

    Attributes:
        path: the file, or the file or folder that cannot be read.
        error: what keeps it from being read.
    """

    path: Path
    error: WorkplanError | None = None


def find_inputs(paths: Iterable[Path]) -> list[Input]:
    """Turn files and folders into files.

    Args:
        paths: files, taken whatever their ending, and folders, searched with all that is below them for names
            ending in .pdf in any case. Hidden files and folders are passed over.

    Returns:
        Each file once, by name and then by folder, so that the order of the arguments changes nothing. What
        cannot be read and folders without a PDF are there with their error.
    """
    found: dict[str, Input] = {}
    for path in paths:
        for entry in _in_folder(path) if _is(stat.S_ISDIR, path) else [_file(path)]:
            same = str(entry.path) if entry.error else os.path.realpath(entry.path)
            found.setdefault(same, entry)
    return sorted(found.values(), key=lambda entry: (entry.path.name, str(entry.path)))


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def shown_name(path: Path) -> str:
    """A file's name as text: bytes that are none in the system's encoding become U+FFFD."""
    return os.fsencode(path.name).decode(errors="replace")


def _in_folder(folder: Path) -> Iterator[Input]:
    """The PDF files of a folder, and an error for each folder that is closed to us."""
    refused: list[OSError] = []
    count = 0
    for where, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            # A pipe or a device of that name would block the run for ever.
            if path.suffix.lower() == SUFFIX and not name.startswith(".") and _is(stat.S_ISREG, path):
                count += 1
                yield Input(path)
    for error in refused:
        closed = Path(os.fsdecode(error.filename)) if error.filename else folder
        yield Input(closed, _unreadable(closed, error))
    if not count and not refused:
        yield Input(folder, UnreadableError(f"{folder} holds no PDF file.", f"{folder} 內沒有 PDF 檔。"))


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    """Whether a path is of a kind; what cannot be looked at, below a closed folder say, is of none."""
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _file(path: Path) -> Input:
    if _is(stat.S_ISREG, path):
        return Input(path)
    try:
        path.stat()
    except OSError as error:
        return Input(path, _unreadable(path, error))
    except ValueError as error:  # a name that no system allows
        return Input(path, _unreadable(path, OSError(errno.EINVAL, str(error))))
    return Input(path, UnreadableError(f"{path} is not an ordinary file.", f"{path} 不是一般檔案。"))


def _unreadable(path: Path, error: OSError) -> UnreadableError:
    if isinstance(error, FileNotFoundError):
        return UnreadableError(f"{path} does not exist.", f"{path} 不存在。")
    if isinstance(error, PermissionError):
        return UnreadableError(f"{path} may not be read.", f"沒有讀取 {path} 的權限。")
    reason = error.strerror or type(error).__name__
    return UnreadableError(f"{path} cannot be read: {reason}.", f"無法讀取 {path}：{reason}。")
