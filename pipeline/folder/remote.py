"""An output folder behind a URL: fetched, worked on here as any other, and what has changed sent back."""

from __future__ import annotations

import json
import os
import platform
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.errors import FolderBusyError, UnreadableError, UsageError
from pipeline.exporters.disk import PLAN_FILE, make_folder
from pipeline.files.inputs import file_sha256
from pipeline.files.remote import RemotePlace, fetch, is_url, place_of, unreachable, unsendable
from pipeline.folder.earlier import EARLIER_FOLDER
from pipeline.folder.freshness import RUN_FILE
from pipeline.folder.journal import JOURNAL_FILE
from pipeline.folder.lock import HOLDER_FILE, LOCK_FILE, STATE_FOLDER, Holder, alone_in, existing
from pipeline.folder.readings import READINGS_FOLDER
from pipeline.stored import json_of

REMOTE_LOCK = f"{STATE_FOLDER}/remote-lock.json"
ONE_SIDED_FILES = {REMOTE_LOCK, f"{STATE_FOLDER}/{LOCK_FILE}", f"{STATE_FOLDER}/{HOLDER_FILE}"}
"""Files that belong to one side only."""
BEFORE_PLANS = (
    f"{STATE_FOLDER}/{EARLIER_FOLDER}/",
    f"{STATE_FOLDER}/{READINGS_FOLDER}/",
    f"{STATE_FOLDER}/{JOURNAL_FILE}",
)
"""Readings are there before the plans that take their place or are made of them, notes before what they are of."""
LAST = (RUN_FILE, "manifest.json")


@contextmanager
def output_at(name: str, command: str, *, must_exist: bool = False) -> Iterator[Path]:
    """An output folder on this machine that nobody else writes to, whatever the place it stands for.

    Args:
        name: a folder, or a URL.
        command: what others who want to write are told.
        must_exist: whether a missing folder is an error rather than made.

    Raises:
        FolderBusyError: another one writes to it.
        UsageError: the URL cannot be used.
        UnreadableError: it is not there, or cannot be fetched.
        UnwritableError: it cannot be written or sent.
    """
    if not name:
        raise UsageError("path-empty")
    if not is_url(name):
        root = Path(name)
        with alone_in(existing(root) if must_exist else root, command):
            yield root
        return
    with remote_output(name, command, must_exist=must_exist) as folder, alone_in(folder, command):
        yield folder


@contextmanager
def remote_output(url: str, command: str = "workplan", *, must_exist: bool = False) -> Iterator[Path]:
    """A working copy of a remote output folder; when the block ends, also by an error, it is sent back.

    Args:
        url: of the folder.
        command: what others who want to write are told.
        must_exist: whether it must hold files.

    Raises:
        FolderBusyError: another one has its lock.
        UsageError: the URL cannot be used, or its server cannot be written to.
        UnreadableError: it cannot be fetched, or is not there.
        UnwritableError: it cannot be sent; what was sent is whole files.
    """
    place = place_of(url.rstrip("/"))
    if place.web:
        raise UsageError("url-read-only", url=place.url)
    names = _names(place)
    if must_exist and not names - {REMOTE_LOCK}:
        raise UnreadableError("no-folder", folder=place.url)
    token = _lock(place, command, held=REMOTE_LOCK in names)
    try:
        with TemporaryDirectory(prefix="workplan-", ignore_cleanup_errors=True) as working:
            root = Path(working)
            for name in sorted(names - ONE_SIDED_FILES):
                make_folder((root / name).parent)
                fetch(_at(place, name), root / name)
            before = _state(root)
            try:
                yield root
            finally:
                _send(place, root, before)
    finally:
        _unlock(place, token)


def _send(place: RemotePlace, root: Path, before: dict[str, str]) -> None:
    """Make the remote folder what the working copy is.

    A killed run leaves what a killed local one does: a record of what is done goes before any of its plans is
    touched and comes after them, plan.json after the plan's other files, manifest.json at the very end.
    """
    after = _state(root)
    changed = [name for name in after if before.get(name) != after[name]]
    gone = [name for name in before if name not in after]
    records = [name for name in before if _rank(name) == 2 and before[name] != after.get(name)]
    for name in records:
        _do(place, name, place.system.rm_file, _path(place, name))
    for name in sorted(changed, key=lambda name: (_rank(name), name)):
        target = _path(place, name)
        with suppress(Exception):  # stores of objects have no folders to make
            place.system.makedirs(target.rpartition("/")[0], exist_ok=True)
        _do(place, name, place.system.put_file, str(root / name), target)
    for name in sorted(set(gone) - set(records), key=lambda name: (-_rank(name), name)):
        _do(place, name, place.system.rm_file, _path(place, name))


def _rank(name: str) -> int:
    """In what order files are sent."""
    if name in LAST:
        return 3 + LAST.index(name)
    if name.startswith(BEFORE_PLANS):
        return 0
    if name.startswith(f"{STATE_FOLDER}/"):
        return 2
    return int(name.rpartition("/")[2] == PLAN_FILE)


def _lock(place: RemotePlace, command: str, *, held: bool) -> str:
    """Write who works here; not every server has a file that only one can make, so it is read back.

    Raises:
        FolderBusyError: somebody else is there.
        UnwritableError: nothing can be written there.
    """
    if held:
        raise _busy(place)
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = Holder(command, os.getpid(), platform.node(), since)
    token = uuid.uuid4().hex
    target = _path(place, REMOTE_LOCK)
    with suppress(Exception):  # stores of objects have no folders to make
        place.system.makedirs(target.rpartition("/")[0], exist_ok=True)
    content = json.dumps(asdict(holder) | {"token": token}).encode()
    _do(place, REMOTE_LOCK, place.system.pipe_file, target, content)
    if _held(place).get("token") != token:
        raise _busy(place)
    return token


def _unlock(place: RemotePlace, token: str) -> None:
    if _held(place).get("token") == token:
        with suppress(Exception):  # a lock that stays is told to the next one, with what to do
            place.system.rm_file(_path(place, REMOTE_LOCK))


def _held(place: RemotePlace) -> dict[str, Any]:
    try:
        found = json_of(place.system.cat_file(_path(place, REMOTE_LOCK)))
    except Exception:  # gone, unreadable, or written just now
        return {}
    return found if isinstance(found, dict) else {}


def _busy(place: RemotePlace) -> FolderBusyError:
    held = _held(place)
    command, pid, host, since = (held.get(key, "?") for key in ("command", "pid", "host", "since"))
    return FolderBusyError(
        "remote-folder-busy",
        command=command,
        pid=pid,
        host=host,
        since=since,
        folder=place.url,
        lock=f"{place.url}/{REMOTE_LOCK}",
    )


def _names(place: RemotePlace) -> set[str]:
    """Every file of a remote folder, within it; none where there is no such folder yet.

    Raises:
        UnreadableError: it cannot be listed.
    """
    try:
        found = place.system.find(place.path)
    except FileNotFoundError:
        return set()
    except Exception as error:  # each driver has its own
        raise unreachable(place.url, error) from None
    root = place.system._strip_protocol(place.path).strip("/")
    names = {path.strip("/").removeprefix(root).strip("/") for path in found}
    return {name for name in names if name and ".." not in name.split("/")}


def _state(root: Path) -> dict[str, str]:
    """SHA-256 of every file of a working copy, by its place within it."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {name: file_sha256(path) for name, path in files.items() if name not in ONE_SIDED_FILES}


def _do(place: RemotePlace, name: str, step: Any, *arguments: object) -> None:
    try:
        step(*arguments)
    except Exception as error:  # each driver has its own
        raise unsendable(f"{place.url}/{name}", error) from None


def _at(place: RemotePlace, name: str) -> RemotePlace:
    return RemotePlace(f"{place.url}/{name}", place.system, _path(place, name), place.web)


def _path(place: RemotePlace, name: str) -> str:
    return f"{place.path.rstrip('/')}/{name}"
