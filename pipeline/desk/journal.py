"""What the desk has written since it began, one writer at a time, and how it is taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

from pipeline.dataclass import dataclass
from pipeline.errors import UsageError, WorkplanError
from pipeline.exporters.disk import remove_file, write_file
from pipeline.files.inputs import unreadable
from pipeline.folder.lock import alone_in
from pipeline.web.words import Words

COMMAND: Final = "workplan desk"
WAIT_SECONDS: Final = 5.0
"""For another desk or program that writes to the folder: a decision is written within a tenth of a second, a run takes
longer."""


@dataclass(frozen=True)
class _Done:
    """What was written last, and how it is undone."""

    path: Path
    before: bytes | None
    after: bytes
    item_id: str
    told: Words


class DeskJournal:
    """The writer of an output folder's corrections.csv and reviewed.csv.

    Args:
        root: the output folder.
        wait_seconds: how long to wait for another writer.
    """

    def __init__(self, root: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._root = root
        self._wait_seconds = wait_seconds
        self._lock = RLock()
        self._done: list[_Done] = []

    @property
    def undoable(self) -> Words | None:
        """What ``undo`` would take back."""
        return self._done[-1].told if self._done else None

    @property
    def seen(self) -> str:
        """What tells the step that ``undo`` would take back from every other one; empty where there is none."""
        return (
            hashlib.sha256(b"%d " % len(self._done) + self._done[-1].after).hexdigest() if self._done else ""
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other writer out, other threads of the desk too.

        Raises:
            FolderBusyError: another one is in the folder, and stays.
        """
        with self._lock, alone_in(self._root, COMMAND, self._wait_seconds):
            yield

    def write(self, name: str, told: Words, act: Callable[[], str]) -> None:
        """Let a decision be written, all of it or nothing.

        Args:
            name: of the file that it is written to.
            told: what is done, for ``undoable``.
            act: writes, and returns the item that it is about.

        Raises:
            WorkplanError: ``act`` raised it; the file is as it was.
        """
        path = self._root / name
        with self.alone():
            before = _content(path)
            try:
                item_id = act()
            except WorkplanError:
                if _content(path) != before:
                    _put(path, before)
                raise
            after = _content(path)
            if after is not None and after != before:
                self._done.append(_Done(path, before, after, item_id, told))

    def undo(self, seen: str | None = None) -> str:
        """Take back what was written last; several times, back to the beginning.

        Args:
            seen: as the property was when the person saw what would be undone; not compared where None.

        Returns:
            The item that it was about.

        Raises:
            UsageError: there is nothing to undo, another thing than was seen, or the file was changed by somebody
                else since.
            WorkplanError: the file cannot be written.
        """
        with self.alone():
            if not self._done:
                raise UsageError("nothing-to-undo")
            if seen is not None and seen != self.seen:
                raise UsageError("undo-changed")
            last = self._done[-1]
            if _content(last.path) != last.after:
                raise UsageError("changed-elsewhere", file=last.path.name)
            _put(last.path, last.before)
            self._done.pop()
            return last.item_id

    def forget(self) -> None:
        """Let nothing that was written so far be undone."""
        self._done.clear()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        remove_file(path)
    else:
        write_file(path, [content])
