"""Which plans an output folder holds, from which files: asked of each plan.json, and remembered."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.errors import UnreadableError, WorkplanError
from pipeline.exporters.csv_form import restored
from pipeline.exporters.disk import PLAN_FILE, make_folder, write_file
from pipeline.exporters.tables import PLAN_TABLES
from pipeline.files.inputs import unreadable
from pipeline.folder.lock import STATE_FOLDER
from pipeline.stored import json_of, sealed, unsealed

IDENTITIES_FILE = "identities.json"
Identity = tuple[str, str, str]
"""Plan id, SHA-256 and name of the file that it was read from."""
_IDENTITIES = TypeAdapter(dict[str, tuple[int, int, str, str, str]])
"""By path: size and time of change of a plan.json, and what it is."""


class Identities:
    """The identities of an output folder; a file is read again where its size or its time of change is another.

    Args:
        root: the output folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / STATE_FOLDER / IDENTITIES_FILE
        self._before = unsealed(self._path, _IDENTITIES.validate_python) or {}
        self._now: dict[str, tuple[int, int, str, str, str]] = {}

    def of(self, path: Path) -> Identity | None:
        """What a plan.json says it is; None for another program's.

        Raises:
            UnreadableError: it may not be read, it is damaged, or it is not that of the tables beside it.
        """
        name = path.relative_to(self._root).as_posix()
        try:
            status = path.stat()
        except OSError as error:
            raise unreadable(path, error) from error
        seen = status.st_size, status.st_mtime_ns
        before = self._before.get(name)
        found = before[2:] if before is not None and before[:2] == seen else identity_of(path)
        if found:
            self._now[name] = *seen, *found
        return found

    def keep(self) -> None:
        """Remember what was found."""
        if self._now == self._before:
            return
        # Only time is lost where it cannot be written.
        with suppress(WorkplanError):
            make_folder(self._path.parent)
            write_file(self._path, [sealed(self._now)])


def identity_of(path: Path) -> Identity | None:
    """What a plan.json says it is; None for another program's.

    Raises:
        UnreadableError: it may not be read, it is damaged, or it is not that of the tables beside it.
    """
    try:
        document = json_of(path.read_bytes())
        if not isinstance(document, dict) or "schema_version" not in document:
            if next(_tables_beside(path.parent), None) is not None:
                raise damaged(path)
            return None
        source = document["source"]
        found = str(document["plan"]["id"]), str(source["sha256"]), str(source["file_name"])
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error
    if any(_is_anothers(row, found, path.parent.name) for row in _tables_beside(path.parent)):
        raise damaged(path)
    return found


def plan_json_paths(parent: Path) -> Iterator[Path]:
    """The plan.json of each folder within another one, hidden ones aside; one that cannot be looked at too.

    Raises:
        UnreadableError: the folder itself cannot be listed.
    """
    try:
        folders = sorted(one for one in parent.iterdir() if not one.name.startswith(".") and one.is_dir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise unreadable(parent, error) from error
    for folder in folders:
        path = folder / PLAN_FILE
        with suppress(FileNotFoundError):
            # A folder that may not be entered is told of by whoever reads the file.
            with suppress(PermissionError):
                path.lstat()
            yield path


def _is_anothers(row: tuple[str, str], found: Identity, folder_name: str) -> bool:
    """Whether a table's row is of another plan; in the plan's own folder, of whichever file it was read from."""
    plan_id, sha256 = row
    return bool(plan_id) and (plan_id != found[0] or (sha256 != found[1] and folder_name != found[0]))


def _tables_beside(folder: Path) -> Iterator[tuple[str, str]]:
    """Plan id and SHA-256 of the first row of each of a plan's tables in a folder; empty where there is no row."""
    for table in PLAN_TABLES:
        headers = table.names, tuple(column.title_zh for column in table.columns)
        with (
            suppress(OSError, ValueError, csv.Error),
            (folder / table.file_name).open(encoding="utf-8-sig", newline="") as lines,
        ):
            rows = csv.reader(lines)
            if tuple(next(rows, ())) in headers:
                row = dict(zip(table.names, next(rows, ()), strict=False))
                yield restored(row.get("plan_id", "")), restored(row.get("source_sha256", ""))


def damaged(path: Path) -> UnreadableError:
    """The error of a plan.json that cannot be used."""
    return UnreadableError("plan-damaged", path=path)
