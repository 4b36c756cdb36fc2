"""One writer at a time in an output folder.

The lock is the system's own (flock, or msvcrt on Windows): it ends with the process that holds it, however that
ends, so no lock of a dead run has ever to be removed by hand. Who holds it is written beside it for people only.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import FolderBusyError, UnreadableError
from pipeline.exporters.disk import make_folder, unwritable, write_file
from pipeline.stored import kept

STATE_FOLDER = ".workplan"
"""Within an output folder: what the program keeps for itself."""
LOCK_FILE = "lock"
HOLDER_FILE = "holder.json"


@dataclass(frozen=True)
class Holder:
    """Who writes to a folder.

    Attributes:
        command: such as ``workplan run``.
        pid: of the process.
        host: name of its machine.
        since: ISO 8601 with the offset of its clock.
    """

    command: str
    pid: int
    host: str
    since: str


@contextmanager
def alone_in(root: Path, command: str, wait_seconds: float = 0) -> Iterator[None]:
    """Keep every other writer out of an output folder, which is made where it is missing.

    Args:
        root: the output folder.
        command: what the others are told.
        wait_seconds: how long to wait for another one that is in it.

    Raises:
        FolderBusyError: another one is in it still.
        UnwritableError: the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - whoever only reads does without it

    folder = root / STATE_FOLDER
    make_folder(folder)
    lock = FileLock(folder / LOCK_FILE, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        raise _busy(root) from None
    except OSError as error:
        raise unwritable(folder / LOCK_FILE, error) from error
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = Holder(command, os.getpid(), platform.node(), since)
        write_file(folder / HOLDER_FILE, [json.dumps(asdict(holder)).encode()])
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER_FILE).unlink()
        lock.release()


def existing(root: Path) -> Path:
    """An output folder that is there.

    Raises:
        UnreadableError: it is not.
    """
    if not root.is_dir():
        raise UnreadableError("no-folder", folder=root)
    return root


def _busy(root: Path) -> FolderBusyError:
    holder = _holder(root)
    if holder is None:  # it has the lock and has not yet said who it is
        return FolderBusyError("folder-busy", folder=root)
    return FolderBusyError(
        "folder-busy-since",
        command=holder.command,
        pid=holder.pid,
        host=holder.host,
        since=holder.since,
        folder=root,
    )


def _holder(root: Path) -> Holder | None:
    return kept(root / STATE_FOLDER / HOLDER_FILE, lambda told: Holder(**told))
