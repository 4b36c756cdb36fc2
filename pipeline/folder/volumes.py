"""The files that are written in one go from the JSON Lines over all plans: Parquet, spreadsheets, databases.

A sheet has a limit of rows. Where a table is longer, each format that holds all tables comes in volumes: a spreadsheet
for each office, a database for each year. Only the volumes of plans that have changed are written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from pathlib import Path

from pipeline.errors import WorkplanError
from pipeline.exporters.books import Book, Stream, Values, wider, widths_of
from pipeline.exporters.columns import TableName, Value
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.disk import GrowingFile, remove_file
from pipeline.exporters.formats import BOOK_FORMATS, JSON_LINES, TABLE_FORMATS, BookFormat, TableFormat
from pipeline.exporters.sheets import ROWS
from pipeline.exporters.tables import TABLES
from pipeline.extras import is_installed
from pipeline.folder.plan_folders import remove_if_empty
from pipeline.folder.plan_tables import LOG
from pipeline.folder.published import (
    PlanEntry,
    Published,
    Seen,
    key_of,
    remember,
    remembered,
    seen,
    unchanged,
)
from pipeline.folder.report import Problem, attempt
from pipeline.folder.text_tables import starts_of
from pipeline.processes import side_by_side

REMEMBERED_AFTER = 64
"""Files: a country has a thousand of them, and its memory takes as long to be written as one."""
UNDATED = "undated"
"""The volume of plans without a year."""


@dataclass(frozen=True)
class Volume:
    """A file to be written.

    Attributes:
        path: in the output folder.
        format: its name.
        key: of all that it is made from.
        table: the one that it holds; None for all.
        plans: names of their folders, in the order of their rows; None for all.
    """

    path: str
    format: str
    key: str
    table: TableName | None = None
    plans: tuple[str, ...] | None = None


@dataclass(frozen=True)
class VolumeShare:
    """A file to be written, for a process of its own, which finds the rest in the folder."""

    token: str
    root: Path
    form: CsvForm
    volume: Volume


@dataclass(frozen=True)
class VolumeMade:
    """What came of a file; not there where it could not be made."""

    was: Seen | None
    problem: Problem | None = None


def volumes_of(published: Published, log_rows: int) -> Iterator[Volume]:
    """Yield the files that are written in one go, those that take longest first.

    Args:
        published: with the text tables over all plans.
        log_rows: number of rows of correction_log.
    """
    split = max(log_rows, *(published.rows(name) for name in TABLES)) >= ROWS
    for book in BOOK_FORMATS:
        if _can(book.extra):
            yield from _books(published, book) if split else [_book(published, book)]
    for one in TABLE_FORMATS:
        if _can(one.extra):
            for name in TABLES:
                yield _table(published, one, name)


def write_volumes(
    root: Path, form: CsvForm, published: Published, before: Published, log_rows: int, jobs: int, token: str
) -> Iterator[Problem]:
    """Write what is not there already, and take away what is of other volumes; ``published`` gets the files.

    Args:
        root: the output folder, which remembers ``published``.
        form: of the CSV files.
        published: with the text tables over all plans.
        before: what was made the last time.
        log_rows: number of rows of correction_log.
        jobs: processes that write.
        token: unlike that of any other publication.

    Yields:
        What could not be written.
    """
    volumes = list(volumes_of(published, log_rows))
    for path in _others(root, {volume.path for volume in volumes}):
        yield from attempt(partial(remove_file, path))
        remove_if_empty(path.parent)
    todo = []
    for volume in volumes:
        was = before.files.get(volume.path)
        if was is not None and was.key == volume.key and unchanged(root / volume.path, was):
            published.files[volume.path] = was
        else:
            todo.append(volume)
    shares = [VolumeShare(token, root, form, volume) for volume in todo]
    done = side_by_side(write_volume, shares, jobs if len(todo) > 1 else 1)
    for number, (volume, made) in enumerate(zip(todo, done, strict=True), start=1):
        if made.problem is not None:
            yield made.problem
        if made.was is not None:
            published.files[volume.path] = made.was
        # What is broken off goes on from here the next time.
        if not number % REMEMBERED_AFTER:
            remember(root, form, published)
    _remembered.cache_clear()


def write_volume(share: VolumeShare) -> VolumeMade:
    """Write a file; one that cannot be made is taken away rather than left as it was before."""
    volume, path = share.volume, share.root / share.volume.path
    try:
        with GrowingFile(path) as draft:
            try:
                _fill(share, draft.part)
            except WorkplanError:
                remove_file(path)
                raise
            content = draft.put()
    except WorkplanError as error:
        return VolumeMade(None, Problem.of(error))
    return VolumeMade(seen(path, content, volume.key))


def _fill(share: VolumeShare, part: Path) -> None:
    volume = share.volume
    for one in TABLE_FORMATS:
        if one.name == volume.format and volume.table is not None:
            one.write_table(TABLES[volume.table], share.root / JSON_LINES.path(volume.table), part)
    for book in BOOK_FORMATS:
        if book.name == volume.format:
            book.write_book(_Plans(share).book(), part)


def _can(extra: str | None) -> bool:
    return extra is None or is_installed(extra)


def _table(published: Published, one: TableFormat, name: TableName) -> Volume:
    lines = published.files.get(JSON_LINES.path(name))
    return Volume(one.path(name), one.name, key_of(one.name, lines and lines.sha256), table=name)


def _book(published: Published, book: BookFormat) -> Volume:
    return Volume(book.path(), book.name, _key(published, book, published.plans.values()))


def _books(published: Published, book: BookFormat) -> Iterator[Volume]:
    parts: dict[str, list[str]] = {}
    for folder, entry in published.plans.items():
        year = entry.plan["year_roc"]
        part = str(entry.plan["agency_id"]) if book.volumes == "agency" else str(year or UNDATED)
        parts.setdefault(part, []).append(folder)
    for part, folders in sorted(parts.items()):
        key = _key(published, book, (published.plans[one] for one in folders))
        yield Volume(book.path(part), book.name, key, plans=tuple(folders))


def _key(published: Published, book: BookFormat, entries: Iterable[PlanEntry]) -> str:
    # Rows of the log are numbered over all plans, so that those of one depend on the others.
    log = published.files.get(JSON_LINES.path(LOG))
    return key_of(book.name, log and log.sha256, [entry.digest for entry in entries])


def _others(root: Path, wanted: set[str]) -> Iterator[Path]:
    """Files of these formats that belong to other volumes, or need packages that are not there."""
    for book in BOOK_FORMATS:
        found = [
            book.path(),
            *(f"{book.name}/{path.name}" for path in (root / book.name).glob(f"*.{book.name}")),
        ]
        yield from (root / path for path in found if path not in wanted and (root / path).exists())
    for one in TABLE_FORMATS:
        found = [one.path(name) for name in TABLES]
        yield from (root / path for path in found if path not in wanted and (root / path).exists())


@lru_cache(maxsize=1)
def _remembered(
    token: str,  # noqa: ARG001 - another publication has made others
    root: Path,
    form: CsvForm,
) -> tuple[Published, dict[str, dict[tuple[str, TableName], int]]]:
    published = remembered(root, form)
    return published, starts_of(published, form)


class _Plans:
    """The plans of a volume, read from the JSON Lines over all plans."""

    def __init__(self, share: VolumeShare) -> None:
        self._root = share.root
        self._published, self._starts = _remembered(share.token, share.root, share.form)
        chosen = share.volume.plans
        self._whole = chosen is None
        self._plans = tuple(self._published.plans) if chosen is None else chosen

    def book(self) -> Book:
        """Their tables."""
        entries = [self._published.plans[one] for one in self._plans]
        tables = {name: self._log() if name == LOG else self._stream(name, entries) for name in TABLES}
        sections = [row for entry in entries for row in entry.sections]
        return Book(tables, [entry.row for entry in entries], sections)

    def _stream(self, name: TableName, entries: Sequence[PlanEntry]) -> Stream:
        pieces = [entry.pieces[name] for entry in entries]
        nothing: tuple[int, ...] = ()
        widths = reduce(wider, (piece.widths for piece in pieces), nothing)
        return Stream(sum(piece.rows for piece in pieces), widths, partial(self._rows, name))

    def _rows(self, name: TableName) -> Iterator[Values]:
        with (self._root / JSON_LINES.path(name)).open("rb") as file:
            for plan in self._plans:
                size, _ = self._published.plans[plan].pieces[name].texts[JSON_LINES.name]
                file.seek(self._starts[plan][JSON_LINES.name, name])
                yield from map(_values, file.read(size).splitlines())

    def _log(self) -> Stream:
        """Rows of the volume's plans; where it holds all plans, those too that are no plan's."""
        own = {self._published.plans[one].plan["id"] for one in self._plans}
        at = TABLES[LOG].names.index("plan_id")
        with (self._root / JSON_LINES.path(LOG)).open("rb") as file:
            rows = [row for row in map(_values, file) if self._whole or row[at] in own]
        return Stream(len(rows), widths_of(rows), lambda: rows)


def _values(line: bytes) -> Values:
    found: dict[str, Value] = json.loads(line)
    return tuple(found.values())
