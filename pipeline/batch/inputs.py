"""What a person names on the command line, as the PDF files to read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import NotAPdfError, UnreadableError, UsageError, WorkplanError

SUFFIX = ".pdf"
REASONS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("does not exist", "{} 不存在。"),
    errno.ENOTDIR: ("does not exist: a part of its path is a file", "{} 不存在：路徑中有一部分是檔案。"),
    errno.EACCES: ("may not be read", "沒有讀取 {} 的權限。"),
    errno.EPERM: ("may not be read", "沒有讀取 {} 的權限。"),
    errno.EISDIR: ("is a folder, not a file", "{} 是資料夾，不是檔案。"),
    errno.ENAMETOOLONG: ("has a name that is too long", "{} 的名稱過長。"),
    errno.EINVAL: ("has a name that the system does not allow", "{} 的名稱不合系統規定。"),
}
"""Why the system does not give a file's bytes."""


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
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError | ValueError) -> UnreadableError:
    """The system's refusal as an error with its cause in both languages."""
    code = (error.errno or 0) if isinstance(error, OSError) else errno.EINVAL
    if code in REASONS:
        english, chinese = REASONS[code]
        return UnreadableError(f"{path} {english}.", chinese.format(path))
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return UnreadableError(f"{path} cannot be read: {reason}.", f"無法讀取 {path}（系統錯誤代碼 {code}）。")


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
        yield Input(closed, unreadable(closed, error))
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
    except (OSError, ValueError) as error:  # a ValueError for a name that no system allows
        return Input(path, unreadable(path, error))
    return Input(path, UnreadableError(f"{path} is not an ordinary file.", f"{path} 不是一般檔案。"))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableError: the system does not give them.
        NotAPdfError: there are none.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if not data:
        raise NotAPdfError(f"{path.name} is empty.", f"{path.name} 是空檔。")
    return data


def page_numbers(pages: tuple[int, int] | None, count: int, name: str) -> tuple[int, ...]:
    """Numbers of the pages asked for, from 1; all where none are.

    Raises:
        UsageError: the file has no such pages.
    """
    first, last = pages or (1, count)
    if not 1 <= first <= last or first > count:
        raise UsageError(
            f"{name} has pages 1-{count}, not {first}-{last}.",
            f"{name} 有第 1-{count} 頁，沒有 {first}-{last}。",
        )
    return tuple(range(first, min(last, count) + 1))
