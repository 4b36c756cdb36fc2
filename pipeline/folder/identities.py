"""Which plans an output folder holds, from which files: asked of each plan.json, and remembered."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from pipeline.errors import UnreadableError, WorkplanError
from pipeline.exporters.disk import make_folder, write_file
from pipeline.folder.lock import STATE_FOLDER

IDENTITIES_FILE = "identities.json"
Identity = tuple[str, str, str]
"""Plan id, SHA-256 and name of the file that it was read from."""


class Identities:
    """The identities of an output folder; a file is read again where its size or its time of change is another.

    Args:
        root: the output folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / STATE_FOLDER / IDENTITIES_FILE
        self._before = _remembered(self._path)
        self._now: dict[str, list[object]] = {}

    def of(self, path: Path) -> Identity | None:
        """What a plan.json says it is; None for another program's.

        Raises:
            UnreadableError: it is damaged.
        """
        name = path.relative_to(self._root).as_posix()
        try:
            status = path.stat()
        except OSError as error:
            raise damaged(path) from error
        seen = [status.st_size, status.st_mtime_ns]
        before = self._before.get(name)
        if isinstance(before, list) and before[:2] == seen:
            plan_id, sha256, file_name = (str(part) for part in before[2:])
            found: Identity | None = (plan_id, sha256, file_name)
        else:
            found = identity_of(path)
        if found:
            self._now[name] = [*seen, *found]
        return found

    def keep(self) -> None:
        """Remember what was found."""
        if self._now == self._before:
            return
        # Only time is lost where it cannot be written.
        with suppress(WorkplanError):
            make_folder(self._path.parent)
            write_file(self._path, [json.dumps(self._now).encode()])


def _remembered(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    rows = found.items() if isinstance(found, dict) else ()
    return {name: row for name, row in rows if isinstance(row, list) and len(row) == 5}


def identity_of(path: Path) -> Identity | None:
    """What a plan.json says it is; None for another program's.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        document = json.loads(path.read_bytes())
        if not isinstance(document, dict) or "schema_version" not in document:
            return None
        source = document["source"]
        return str(document["plan"]["id"]), str(source["sha256"]), str(source["file_name"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> UnreadableError:
    """The error of a plan.json that cannot be used."""
    return UnreadableError("plan-damaged", path=path)
