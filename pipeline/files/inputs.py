"""What a person names on the command line, as the files to read."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.dataclass import dataclass
from pipeline.errors import NotAPdfError, PageLimitError, UnreadableError, UsageError, WorkplanError
from pipeline.files.remote import (
    OFFICE_SUFFIXES,
    PDF_SUFFIX,
    READABLE_SUFFIXES,
    WILD,
    RemotePlace,
    fetched,
    files_at,
    is_url,
    safe_url,
)
from pipeline.readers.characters import printed_text

INPUT_REASONS = {
    errno.ENOENT: "no-file",
    errno.ENOTDIR: "no-file-path-is-file",
    errno.EACCES: "access-denied",
    errno.EPERM: "access-denied",
    errno.EISDIR: "is-folder",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EINVAL: "name-not-allowed",
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
        beside: Word and ODT files of the same name in its folder, which are passed over for it.
    """

    path: Path
    error: WorkplanError | None = None
    url: str | None = None
    place: RemotePlace | None = None
    beside: tuple[Path, ...] = ()

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
            ending in .pdf, .docx, .odt or .doc in any case; patterns such as ``plans/**/*.pdf``, searched for the
            same; ``@`` and the name of a list file, with an input a line; URLs of files, folders and patterns.
            Hidden files and folders are passed over, and documents beside a PDF of the same name. What is there by
            its very name is never a pattern or a list.

    Returns:
        Each file once, by name and then by folder, so that the order of the arguments changes nothing. What
        cannot be read and folders without a file to read are there with their error.
    """
    found: dict[str, Input] = {}
    for name in names:
        for entry in _named(os.fspath(name)):
            key = _same(entry)
            # Of a file that is found twice, what was passed over for it is told whichever way comes first.
            if key not in found or (entry.beside and not found[key].beside):
                found[key] = entry
    return sorted(found.values(), key=lambda entry: (entry.path.name, entry.shown))


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        _refuse_special(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError | ValueError) -> UnreadableError:
    """The system's refusal as an error with its cause in both languages."""
    code = (error.errno or 0) if isinstance(error, OSError) else errno.EINVAL
    if code in INPUT_REASONS:
        return UnreadableError(INPUT_REASONS[code], path=path)
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return UnreadableError("file-refused", path=path, error=reason, code=code)


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
        yield Input(path, UnreadableError("list-names-itself", path=path))
        return
    try:
        names = names_in_list(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        yield Input(path, UnreadableError("list-not-utf8", path=path))
        return
    except (OSError, ValueError) as error:
        yield Input(path, unreadable(path, error))
        return
    if not names:
        yield Input(path, UnreadableError("list-empty", path=path))
    for name in names:
        mark, rest = ("@", name[1:]) if name.startswith("@") else ("", name)
        yield from _named(name if is_url(name) else f"{mark}{path.parent / rest}", (*lists, path.resolve()))


def names_in_list(text: str) -> list[str]:
    """The inputs that a list names, one a line; empty lines and those that begin with # aside."""
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]


def is_read(path: Path) -> bool:
    """Whether a file is read where it lies in a folder that is named: by its ending."""
    return path.suffix.lower() in READABLE_SUFFIXES


def _matching(pattern: str) -> Iterator[Input]:
    """The files that a pattern matches and that can be read, and those in folders that it does."""
    folders: list[Path] = []
    files: list[Path] = []
    for path in map(Path, sorted(glob.glob(pattern, recursive=True))):  # noqa: PTH207 - of any root
        if _is(stat.S_ISDIR, path):
            folders.append(path)
        elif _is_wanted(path.name) and _is(stat.S_ISREG, path):
            files.append(path)
    within = (entry for folder in folders for entry in _in_folder(folder))
    entries = [*_without_twins(files), *(entry for entry in within if not entry.error)]
    yield from entries
    if not entries:
        yield Input(Path(pattern), UnreadableError("nothing-matches", pattern=pattern))


def _in_folder(folder: Path) -> Iterator[Input]:
    """The files of a folder that can be read, and an error for each folder that is closed to us."""
    refused: list[OSError] = []
    count = 0
    for where, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for entry in _without_twins(Path(where, name) for name in sorted(names) if _is_wanted(name)):
            count += 1
            yield entry
    for error in refused:
        closed = Path(os.fsdecode(error.filename)) if error.filename else folder
        yield Input(closed, unreadable(closed, error))
    if not count and not refused:
        yield Input(folder, UnreadableError("folder-without-pdf", folder=folder))


def _is_wanted(name: str) -> bool:
    """Whether a folder's file is one to read by its name; Word's own notes of open documents begin with ``~$``."""
    return is_read(Path(name)) and not name.startswith((".", "~$"))


def _without_twins(paths: Iterable[Path]) -> Iterator[Input]:
    """Files as inputs, documents passed over that lie beside a PDF of the same name: they are one plan."""
    by_stem: dict[Path, list[Path]] = {}
    for path in paths:
        by_stem.setdefault(path.with_suffix(""), []).append(path)
    for same in by_stem.values():
        documents = tuple(path for path in same if path.suffix.lower() in OFFICE_SUFFIXES)
        prints = [path for path in same if path.suffix.lower() == PDF_SUFFIX]
        for path in prints or same:
            # A pipe, a device or a link that leads nowhere is told, as reading it could block for ever.
            entry = _file(path)
            yield replace(entry, beside=documents) if prints else entry


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
    return Input(path, UnreadableError("not-ordinary", path=path))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableError: the system does not give them.
        NotAPdfError: there are none.
    """
    try:
        _refuse_special(path)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if not data:
        raise NotAPdfError("file-empty", name=path.name)
    return data


def _refuse_special(path: Path) -> None:
    """Refuse what is neither a file nor a folder before it is opened: a pipe would wait, a device never end.

    Raises:
        UnreadableError: it is a pipe, a device or a socket.
        OSError: it cannot be looked at.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UnreadableError("not-ordinary", path=path)


def refuse_long(name: str, count: int, most: int | None) -> None:
    """Refuse a file of more pages than are allowed; None for any number.

    Raises:
        PageLimitError: it has more.
    """
    if most is not None and count > most:
        raise PageLimitError("too-many-pages", name=name, count=count, limit=most)


def page_numbers(pages: tuple[int, int] | None, count: int, name: str) -> tuple[int, ...]:
    """Numbers of the pages asked for, from 1; all where none are.

    Raises:
        UsageError: the file has no such pages.
    """
    first, last = pages or (1, count)
    if not 1 <= first <= last or first > count:
        raise UsageError("pages-not-there", name=name, count=count, first=first, last=last)
    return tuple(range(first, min(last, count) + 1))
