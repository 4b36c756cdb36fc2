"""Files that came in through the desk, kept with the output folder and never published.

They lie in ``<folder>/.workplan/inbox/``: there they move and are copied with the folder, so that the pages of its
plans are found again, and nothing that publishes or checks a folder looks into hidden ones. Where a file lies says what
is done with it, so there is no list that could say otherwise: in ``inbox/`` it is read, in
``inbox/editions/<edition>/`` it is read as an edition of its plan, in ``inbox/set-aside/`` it is kept and not read.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from pipeline.dataclass import dataclass
from pipeline.errors import UsageError
from pipeline.exporters.disk import make_folder, remove_file, unwritable
from pipeline.files.inputs import file_sha256
from pipeline.files.remote import READABLE_SUFFIXES
from pipeline.folder.lock import STATE_FOLDER

INBOX_FOLDER: Final = "inbox"
EDITIONS_FOLDER: Final = "editions"
ASIDE_FOLDER: Final = "set-aside"
MOST_UPLOADED_BYTES: Final = 2**30
"""Of what is sent at once: a plan has some megabytes, a scanned one some hundred."""
PIECE_BYTES: Final = 2**20
NAME_BYTES: Final = 180
"""Of a file's name in UTF-8, with room for a number; systems allow 255."""
PARTIAL: Final = ".part-"
SUFFIX_CHARACTERS: Final = 12
UNFIT_CHARACTERS: Final = re.compile(r'[<>:"/\\|?*]')
"""What Windows allows in no name; a folder may be copied there."""
DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
UNSEEN_CATEGORIES: Final = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
FILES_KEPT: Final = 4096


@dataclass(frozen=True)
class Arrival:
    """One file that came in.

    Attributes:
        path: where it is kept.
        sha256: of its bytes.
        came: when it came, in seconds since the epoch.
        edition: under which its plans are read; None for the plan itself.
        is_aside: whether it is kept and not read.
    """

    path: Path
    sha256: str
    came: float
    edition: str | None = None
    is_aside: bool = False


class Intake:
    """The files that came in for an output folder, which need not exist yet.

    Args:
        root: the output folder.
    """

    def __init__(self, root: Path) -> None:
        self._inbox = root / STATE_FOLDER / INBOX_FOLDER

    def arrivals(self) -> tuple[Arrival, ...]:
        """All files by name, those that are set aside too."""
        found = [*self._of(self._inbox), *self._of(self._inbox / ASIDE_FOLDER, is_aside=True)]
        for folder in _folders(self._inbox / EDITIONS_FOLDER):
            found += self._of(folder, folder.name)
        return tuple(sorted(found, key=lambda one: (one.path.name, one.path)))

    def made_folder(self) -> Path:
        """The folder, made where it is missing.

        Raises:
            UnwritableError: it cannot be made.
        """
        make_folder(self._inbox)
        return self._inbox

    def take(self, stream: IO[bytes], given_name: str) -> Arrival:
        """Keep a file; bytes that are there already are not kept twice, and are read again if they were set aside.

        Args:
            stream: its bytes.
            given_name: as the browser says it, which may be anything.

        Raises:
            UsageError: no file of this kind is read.
            UnwritableError: it cannot be kept.
        """
        name = safe_name(given_name)
        if Path(name).suffix.lower() not in READABLE_SUFFIXES:
            raise UsageError("file-kind-unread", name=name, kinds=" ".join(READABLE_SUFFIXES))
        self.made_folder()
        part = self._inbox / f"{PARTIAL}{secrets.token_hex(8)}"
        try:
            sha256 = _copied(stream, part)
            same = self._known(sha256)
            if same is not None:
                return self.take_up(sha256) if same.is_aside else same
            return self._arrival(_moved(part, self._inbox, name))
        except OSError as error:
            raise unwritable(self._inbox / name, error) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def set_aside(self, sha256: str) -> None:
        """Read a file no more; nothing happens where it did not come in here.

        Raises:
            UnwritableError: it cannot be moved.
        """
        self._move(sha256, self._inbox / ASIDE_FOLDER)

    def take_up(self, sha256: str) -> Arrival:
        """Read a file again that was set aside.

        Raises:
            UsageError: there is none.
            UnwritableError: it cannot be moved.
        """
        return self._must(self._move(sha256, self._inbox))

    def as_edition(self, sha256: str, edition: str) -> Arrival:
        """Read a file's plans as an edition of their own.

        Raises:
            UsageError: it did not come in here.
            UnwritableError: it cannot be moved.
        """
        return self._must(self._move(sha256, self._inbox / EDITIONS_FOLDER / edition, edition))

    def remove(self, sha256: str) -> None:
        """Forget a file: the copy that is kept here is taken away.

        Raises:
            UnwritableError: it cannot be removed.
        """
        known = self._known(sha256)
        if known is not None:
            remove_file(known.path)

    def _known(self, sha256: str) -> Arrival | None:
        return next((one for one in self.arrivals() if one.sha256 == sha256), None)

    def _must(self, arrival: Arrival | None) -> Arrival:
        if arrival is None:
            raise UsageError("file-not-in-inbox")
        return arrival

    def _move(self, sha256: str, folder: Path, edition: str | None = None) -> Arrival | None:
        known = self._known(sha256)
        if known is None or known.path.parent == folder:
            return known
        make_folder(folder)
        try:
            moved = _moved(known.path, folder, known.path.name)
        except OSError as error:
            raise unwritable(folder / known.path.name, error) from error
        return self._arrival(moved, edition, is_aside=folder.name == ASIDE_FOLDER)

    def _of(self, folder: Path, edition: str | None = None, *, is_aside: bool = False) -> Iterator[Arrival]:
        with suppress(FileNotFoundError):
            for path in folder.iterdir():
                # A second desk may have moved it since.
                with suppress(OSError):
                    if path.is_file() and not path.name.startswith("."):
                        yield self._arrival(path, edition, is_aside=is_aside)

    def _arrival(self, path: Path, edition: str | None = None, *, is_aside: bool = False) -> Arrival:
        status = path.stat()
        sha256 = _sha256(path, status.st_size, status.st_mtime_ns)
        return Arrival(path, sha256, status.st_mtime, edition, is_aside)


def safe_name(given: str) -> str:
    r"""A name for a file that a browser sent: no path, nothing unseen, nothing that a system reads otherwise.

    >>> safe_name("C:\\plans\\..\\112年\u202e度\n計畫?.PDF")
    '112年度計畫_.PDF'
    >>> safe_name("../../.pdf"), safe_name("nul.pdf"), safe_name("")
    ('file.pdf', '_nul.pdf', 'file')
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    seen = "".join(char for char in last if unicodedata.category(char) not in UNSEEN_CATEGORIES)
    stem, dot, ending = UNFIT_CHARACTERS.sub("_", seen).strip().rpartition(".")
    if not dot:
        stem, ending = ending, ""
    elif not ending:
        dot = ""
    # A name that begins with a dot would be hidden, one that ends in one is none on Windows.
    stem, suffix = stem.strip(" .") or "file", f"{dot}{ending.strip()[:SUFFIX_CHARACTERS]}"
    if DEVICES.match(stem):
        stem = f"_{stem}"
    while len(f"{stem}{suffix}".encode()) > NAME_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip()}{suffix}"


def _copied(stream: IO[bytes], part: Path) -> str:
    """Copy a stream piece by piece; give the SHA-256 of what it held."""
    digest = hashlib.sha256()
    with part.open("xb") as file:
        while piece := stream.read(PIECE_BYTES):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _moved(path: Path, folder: Path, name: str) -> Path:
    """Move a file under a name that no other file has; a number is put behind the name where one has it.

    Raises:
        OSError: it cannot be moved.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    while True:
        target = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            # The name is taken first: what two desks move at once never takes the other's place.
            target.open("xb").close()
        except FileExistsError:
            number += 1
            continue
        path.replace(target)
        return target


def _folders(parent: Path) -> list[Path]:
    try:
        return sorted(one for one in parent.iterdir() if one.is_dir())
    except FileNotFoundError:
        return []


@lru_cache(maxsize=FILES_KEPT)
def _sha256(path: Path, size: int, time_ns: int) -> str:  # noqa: ARG001 - they tell one state of a file from another
    return file_sha256(path)
