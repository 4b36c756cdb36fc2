"""What a person names on the command line, as the PDF files to read."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import NotAPdfError, UnreadableError, UsageError, WorkplanError
from pipeline.files.remote import PDF_SUFFIX, WILD, Place, fetched, files_at, is_url, safe_url
from pipeline.readers.characters import printed_text

INPUT_REASONS: dict[int, tuple[str, str]] = {
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
        path: the file, or the file or folder that cannot be read; of a remote file its name alone.
        error: what keeps it from being read.
        url: of a remote file or folder, as it may be shown; None for a local one.
        place: where a remote file lies; None for a local one.
    """

    path: Path
    error: WorkplanError | None = None
    url: str | None = None
    place: Place | None = None

    @property
    def shown(self) -> str:
        """The path or URL, as reports say it."""
        return self.url or str(self.path)


@contextmanager
def at_hand(entry: Input) -> Iterator[Path]:
    """An input as a local file; a remote one is fetched now and gone when the block ends.

    Raises:
        WorkplanError: what keeps it from being read.
    """
    if entry.error:
        raise entry.error
    if entry.place is None:
        yield entry.path
        return
    with fetched(entry.place) as path:
        yield path


def find_inputs(names: Iterable[str | Path]) -> list[Input]:
    """Turn files, folders, patterns, list files and URLs into files.

    Args:
        names: files, taken whatever their ending; folders, searched with all that is below them for names
            ending in .pdf in any case; patterns such as ``plans/**/*.pdf``, searched for the same; ``@`` and the
            name of a list file, with an input a line; URLs of files, folders and patterns. Hidden files and
            folders are passed over. What is there by its very name is never a pattern or a list.

    Returns:
        Each file once, by name and then by folder, so that the order of the arguments changes nothing. What
        cannot be read and folders without a PDF are there with their error.
    """
    found: dict[str, Input] = {}
    for name in names:
        for entry in _named(os.fspath(name)):
            found.setdefault(_same(entry), entry)
    return sorted(found.values(), key=lambda entry: (entry.path.name, entry.shown))


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
    if code in INPUT_REASONS:
        english, chinese = INPUT_REASONS[code]
        return UnreadableError(f"{path} {english}.", chinese.format(path))
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return UnreadableError(f"{path} cannot be read: {reason}.", f"無法讀取 {path}（系統錯誤代碼 {code}）。")


def shown_name(path: Path) -> str:
    """A file's name as text: control characters, and bytes that are none in the system's encoding, become U+FFFD."""
    return printed_text(os.fsencode(path.name).decode(errors="replace"))


def _same(entry: Input) -> str:
    """What two names of one input have in common."""
    if entry.place:
        return f"{entry.url} {entry.place.path}"  # with the query, which is not shown
    return entry.shown if entry.error else os.path.realpath(entry.path)


def _named(name: str, lists: tuple[Path, ...] = ()) -> Iterator[Input]:
    """What one name stands for; ``lists`` are the list files that led to it."""
    if is_url(name):
        yield from _remote(name)
        return
    path = Path(name)
    if _is(stat.S_ISDIR, path):
        yield from _in_folder(path)
    elif name.startswith("@") and not os.path.lexists(path):
        yield from _listed(Path(name[1:]), lists)
    elif WILD.search(name) and "\0" not in name and not os.path.lexists(path):
        yield from _matching(name)
    else:
        yield _file(path)


def _remote(url: str) -> Iterator[Input]:
    try:
        for place in files_at(url):
            yield Input(Path(place.name), url=place.url, place=place)
    except WorkplanError as error:
        yield Input(Path(PurePosixPath(safe_url(url)).name), error, url=safe_url(url))


def _listed(path: Path, lists: tuple[Path, ...]) -> Iterator[Input]:
    """The inputs of a list file; relative ones start from its folder."""
    if path.resolve() in lists:
        yield Input(path, UnreadableError(f"The list {path} names itself.", f"清單 {path} 又列出自己。"))
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        yield Input(path, UnreadableError(f"The list {path} is not UTF-8.", f"清單 {path} 不是 UTF-8 編碼。"))
        return
    except (OSError, ValueError) as error:
        yield Input(path, unreadable(path, error))
        return
    names = [line for line in map(str.strip, lines) if line and not line.startswith("#")]
    if not names:
        yield Input(path, UnreadableError(f"The list {path} names no input.", f"清單 {path} 沒有列出檔案。"))
    for name in names:
        mark, rest = ("@", name[1:]) if name.startswith("@") else ("", name)
        yield from _named(name if is_url(name) else f"{mark}{path.parent / rest}", (*lists, path.resolve()))


def _matching(pattern: str) -> Iterator[Input]:
    """The PDF files that a pattern matches, and those in folders that it does."""
    count = 0
    for path in map(Path, sorted(glob.glob(pattern, recursive=True))):  # noqa: PTH207 - of any root
        entries = _in_folder(path) if _is(stat.S_ISDIR, path) else [Input(path)]
        for entry in entries:
            if not entry.error and entry.path.suffix.lower() == PDF_SUFFIX and _is(stat.S_ISREG, entry.path):
                count += 1
                yield entry
    if not count:
        cause = f"{pattern} matches no PDF file."
        yield Input(Path(pattern), UnreadableError(cause, f"沒有符合 {pattern} 的 PDF 檔。"))


def _in_folder(folder: Path) -> Iterator[Input]:
    """The PDF files of a folder, and an error for each folder that is closed to us."""
    refused: list[OSError] = []
    count = 0
    for where, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if path.suffix.lower() == PDF_SUFFIX and not name.startswith("."):
                count += 1
                # A pipe, a device or a link that leads nowhere is told, as reading it could block for ever.
                yield _file(path)
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
