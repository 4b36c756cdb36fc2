"""What the program itself has written of an output folder's tables, so that what a person changed is known from it.

Before a table is written its SHA-256 is noted; a table whose SHA-256 is noted is the program's own, whichever run wrote
it and whether that run came to its end. When all is written, size and time of what is there are kept, so that the next
run need not read it all, and older notes are kept for one more time: a copy of the folder may lag behind.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pipeline.errors import EditedError
from pipeline.exporters.disk import make_folder, unwritable, write_file
from pipeline.exporters.formats import BOOK_FORMATS, TABLE_FORMATS, TEXT_FORMATS
from pipeline.exporters.tables import PLAN_TABLES, TABLES
from pipeline.files.inputs import file_sha256
from pipeline.folder.lock import STATE_FOLDER
from pipeline.messages.wording import Wording

JOURNAL_FILE = "written"
BOOK_NAMES = tuple(book.path() for book in BOOK_FORMATS)
BOOK_ENDINGS = tuple(f".{book.name}" for book in BOOK_FORMATS)
TABLE_ENDINGS = tuple(f".{one.name}" for one in (*TEXT_FORMATS, *TABLE_FORMATS))
Stamp = tuple[int, int]
"""Size in bytes and time of change in ns: a file is taken for unchanged where both are."""


class Journal:
    """The notes of an output folder.

    Args:
        root: the output folder.

    Attributes:
        began_empty: whether nothing was noted: of a new folder, one that an earlier version wrote, or one that came
            without its notes.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / STATE_FOLDER / JOURNAL_FILE
        self._own: set[str] = set()
        self._stamps: dict[str, tuple[Stamp, str]] = {}
        self._load()
        self.began_empty = not self._own

    def note(self, sha256s: Iterable[str]) -> None:
        """Note what is about to be written, or what may be written over.

        Raises:
            UnwritableError: it cannot be noted; the file must not be written then.
        """
        new = sorted(set(sha256s) - self._own)
        if not new:
            return
        make_folder(self._path.parent)
        try:
            # One write to the end of the file: several processes note at the same time.
            with self._path.open("ab", buffering=0) as file:
                file.write("".join(f"{one}\n" for one in new).encode("ascii"))
        except OSError as error:
            raise unwritable(self._path, error) from error
        self._own.update(new)

    def is_own(self, path: Path) -> bool:
        """Whether a table is not there, or is as the program wrote it.

        Raises:
            UnreadableError: it cannot be read.
        """
        stamp = stamp_of(path)
        if stamp is None:
            return True
        kept = self._stamps.get(self._name(path))
        if kept is not None and kept[0] == stamp:
            return True
        sha256 = file_sha256(path)
        if sha256 not in self._own:
            self._load()  # another process may have written it since
        return sha256 in self._own

    def guard(self, path: Path) -> None:
        """Keep what a person changed from being written over; nothing is known of a folder without notes.

        Raises:
            EditedError: the file is a table and not as the program wrote it.
            UnreadableError: it cannot be read.
        """
        if not self.began_empty and is_table(path) and not self.is_own(path):
            raise edited([path])

    def permit(self, path: Path, sha256: str) -> None:
        """See ``guard``, then note what is about to be written, where it is a table.

        Args:
            path: of the file.
            sha256: of what is to be its content.

        Raises:
            EditedError: the file is a table and not as the program wrote it.
            UnreadableError: it cannot be read.
            UnwritableError: it cannot be noted; the file must not be written then.
        """
        self.guard(path)
        if is_table(path):
            self.note([sha256])

    def settle(self) -> None:
        """Keep the notes of what lies in the folder now and lay there when this was done last, and of nothing else.

        Raises:
            UnwritableError: they cannot be kept.
        """
        lines, before = list[str](), {sha256 for _, sha256 in self._stamps.values()}
        for path in tables_in(self._root):
            stamp, name = stamp_of(path), self._name(path)
            if stamp is None:
                continue
            kept = self._stamps.get(name)
            sha256 = kept[1] if kept is not None and kept[0] == stamp else file_sha256(path)
            if sha256 in self._own:
                lines.append(f"{sha256} {stamp[0]} {stamp[1]} {name}\n")
                before.discard(sha256)
        lines += (f"{sha256}\n" for sha256 in sorted(before))
        make_folder(self._path.parent)
        write_file(self._path, ["".join(lines).encode()])

    def _load(self) -> None:
        try:
            text = self._path.read_bytes().decode(errors="replace")
        except OSError:
            return
        for line in text.splitlines():
            sha256, *rest = line.split(" ", 3)
            self._own.add(sha256)
            if len(rest) == 3 and rest[0].isdecimal() and rest[1].isdecimal():
                self._stamps[rest[2]] = (int(rest[0]), int(rest[1])), sha256

    def _name(self, path: Path) -> str:
        return os.path.relpath(path, self._root).replace(os.sep, "/")


def sha256_of(content: bytes) -> str:
    """SHA-256 of a file's content, as it is noted."""
    return hashlib.sha256(content).hexdigest()


def is_table(path: Path) -> bool:
    """Whether a file of that path holds published tables, which people may change in a spreadsheet."""
    return is_book(path) or (path.suffix in TABLE_ENDINGS and path.stem in TABLES)


def is_book(path: Path) -> bool:
    """Whether a file of that path holds all tables, of all plans or as a volume."""
    return path.name in BOOK_NAMES or is_volume(path)


def is_volume(path: Path) -> bool:
    """Whether a file of that path holds all tables of some plans."""
    return path.suffix in BOOK_ENDINGS and path.parent.name == path.suffix.removeprefix(".")


def tables_in(root: Path) -> Iterator[Path]:
    """Where the published tables of an output folder lie or may lie, those of its plans and of conflicts too."""
    for book in BOOK_FORMATS:
        yield root / book.path()
        yield from sorted((root / book.name).glob(f"[!.]*.{book.name}"))
    for name in TABLES:
        yield from (root / one.path(name) for one in TEXT_FORMATS)
        yield from (root / one.path(name) for one in TABLE_FORMATS)
    for parent in (root, root / "conflicts"):
        if parent.is_dir():
            for folder in sorted(one for one in parent.iterdir() if not one.name.startswith(".")):
                yield from (folder / table.file_name for table in PLAN_TABLES)


def edited(paths: Iterable[Path]) -> EditedError:
    """The error of tables that people have changed."""
    names = [str(path) for path in paths]
    return EditedError("table-changed", files=Wording(zh="、".join(names), en=", ".join(names)))


def stamp_of(path: Path) -> Stamp | None:
    """Size and time of change of a file; None where it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=1)
def journal_of(token: str, root: Path) -> Journal:  # noqa: ARG001 - another publication begins with other notes
    """The notes of an output folder, read once by each process of a publication.

    Args:
        token: unlike that of any other publication.
        root: the output folder.
    """
    return Journal(root)
