"""The files that are written in one go from the JSON Lines over all plans: Parquet, spreadsheets, databases.

A sheet has a limit of rows. Where a table is longer, each format that holds all tables comes in volumes: a spreadsheet
for each office, a database for each year. Only the volumes of plans that have changed are written again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache, partial, reduce
from pathlib import Path
from typing import BinaryIO

from pipeline.dataclass import dataclass
from pipeline.errors import UnwritableError, WorkplanError
from pipeline.exporters.books import Book, Stream, Values, wider, widths_of
from pipeline.exporters.columns import Row, TableName, Value
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.disk import (
    GrowingFile,
    refusal_within,
    remove_file,
    unwritable,
    without_echoes,
)
from pipeline.exporters.formats import BOOK_FORMATS, JSON_LINES, TABLE_FORMATS, BookFormat, TableFormat
from pipeline.exporters.reading_sheet import READ_TABLES, reading_rows
from pipeline.exporters.sheets import ROWS
from pipeline.exporters.tables import TABLES
from pipeline.extras import is_installed
from pipeline.folder.journal import journal_of
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
from pipeline.folder.staged import unexpected
from pipeline.folder.text_tables import starts_of
from pipeline.messages.wording import Wording
from pipeline.processes import Follow, followed, nobody_follows, side_by_side
from pipeline.stored import json_of

REMEMBERED_AFTER = 64
"""Files: a country has a thousand of them, and its memory takes as long to be written as one."""
FILES_OVER_ALL = Wording(zh="試算表與資料庫", en="spreadsheets and databases")
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
        left_out: ids of those that the format cannot hold; no id for rows that belong to no plan.
    """

    path: str
    format: str
    key: str
    table: TableName | None = None
    plans: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()


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


def volumes_of(published: Published, log_rows: int, unfit: Mapping[str, Collection[str]]) -> Iterator[Volume]:
    """Yield the files that are written in one go, those that take longest first.

    Args:
        published: with the text tables over all plans.
        log_rows: number of rows of correction_log.
        unfit: ids of the plans that a format cannot hold, by its name.
    """
    split = max(log_rows, *(published.rows(name) for name in TABLES)) >= ROWS
    for book in BOOK_FORMATS:
        if _can(book.extra):
            left = frozenset(unfit.get(book.name, ()))
            yield from _books(published, book, left) if split else [_book(published, book, left)]
    for one in TABLE_FORMATS:
        if _can(one.extra):
            for name in TABLES:
                yield _table(published, one, name, unfit.get(one.name, ()))


def write_volumes(
    root: Path,
    form: CsvForm,
    published: Published,
    before: Published,
    volumes: Sequence[Volume],
    jobs: int,
    token: str,
    follow: Follow = nobody_follows,
) -> Iterator[Problem]:
    """Write what is not there already, and take away what is of other volumes; ``published`` gets the files.

    Args:
        root: the output folder, which remembers ``published``.
        form: of the CSV files.
        published: with the text tables over all plans.
        before: what was made the last time.
        volumes: see ``volumes_of``.
        jobs: processes that write.
        token: unlike that of any other publication.
        follow: is told of each file.

    Yields:
        What could not be written.
    """
    for path in _others(root, {volume.path for volume in volumes}):
        yield from attempt(partial(_remove, token, root, path))
        remove_if_empty(path.parent)
    todo = []
    for volume in volumes:
        was = before.files.get(volume.path)
        if was is not None and was.key == volume.key and unchanged(root / volume.path, was):
            published.files[volume.path] = was
        else:
            todo.append(volume)
    shares = [VolumeShare(token, root, form, volume) for volume in todo]
    results = side_by_side(write_volume, shares, jobs if len(todo) > 1 else 1)
    done = followed(FILES_OVER_ALL, results, len(todo), follow)
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
    with without_echoes():
        return _written(share)


def _written(share: VolumeShare) -> VolumeMade:
    volume, path = share.volume, share.root / share.volume.path
    try:
        with GrowingFile(path) as draft:
            try:
                _fill(share, draft.part)
            except Exception:
                _remove(share.token, share.root, path)
                raise
            journal_of(share.token, share.root).permit(path, draft.finish().sha256)
            content = draft.put()
    except WorkplanError as error:
        return VolumeMade(None, Problem.of(error))
    except Exception as error:  # a bug that one file uncovers must not cost the others
        refusal = refusal_within(error)
        problem = Problem.of(unwritable(path, refusal)) if refusal else unexpected(volume.path, error)
        return VolumeMade(None, problem)
    return VolumeMade(seen(path, content, volume.key))


def _remove(token: str, root: Path, path: Path) -> None:
    """Take a file away, unless a person has changed it."""
    journal_of(token, root).guard(path)
    remove_file(path)


def _fill(share: VolumeShare, part: Path) -> None:
    volume = share.volume
    for one in TABLE_FORMATS:
        if one.name == volume.format and volume.table is not None:
            one.write_table(TABLES[volume.table], _Plans(share).lines(volume.table), part)
    for book in BOOK_FORMATS:
        if book.name == volume.format:
            book.write_book(_Plans(share).book(), part)


def _can(extra: str | None) -> bool:
    return extra is None or is_installed(extra)


def _table(published: Published, one: TableFormat, name: TableName, left: Collection[str]) -> Volume:
    lines = published.lines(name)
    out = tuple(sorted(left))
    return Volume(
        one.path(name), one.name, key_of(one.name, lines and lines[1].sha256, out), table=name, left_out=out
    )


def _book(published: Published, book: BookFormat, left: frozenset[str]) -> Volume:
    out = tuple(sorted(left))
    return Volume(book.path(), book.name, _key(published, book, published.plans.values(), out), left_out=out)


def _books(published: Published, book: BookFormat, left: frozenset[str]) -> Iterator[Volume]:
    parts: dict[str, list[str]] = {}
    for folder, entry in published.plans.items():
        year = entry.plan["year_roc"]
        part = str(entry.plan["agency_id"]) if book.volumes == "agency" else str(year or UNDATED)
        parts.setdefault(part, []).append(folder)
    for part, folders in sorted(parts.items()):
        entries = [published.plans[one] for one in folders]
        out = tuple(sorted(left.intersection(str(entry.plan["id"]) for entry in entries)))
        key = _key(published, book, entries, out)
        yield Volume(book.path(part), book.name, key, plans=tuple(folders), left_out=out)


def _key(published: Published, book: BookFormat, entries: Iterable[PlanEntry], out: tuple[str, ...]) -> str:
    # Rows of the log are numbered over all plans, so that those of one depend on the others.
    log = published.lines(LOG)
    return key_of(book.name, log and log[1].sha256, [entry.digest for entry in entries], out)


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
        self._header = share.form.header
        self._published, self._starts = _remembered(share.token, share.root, share.form)
        volume = share.volume
        self._path = volume.path
        self._is_whole = volume.plans is None
        self._left = frozenset(volume.left_out)
        chosen = tuple(self._published.plans) if volume.plans is None else volume.plans
        self._plans = tuple(one for one in chosen if self._id(one) not in self._left)
        self._ids = frozenset(map(self._id, self._plans))

    def book(self) -> Book:
        """Their tables."""
        entries = [self._published.plans[one] for one in self._plans]
        tables = {name: self._log() if name == LOG else self._stream(name, entries) for name in TABLES}
        sections = [row for entry in entries for row in entry.sections]
        return Book(tables, [entry.row for entry in entries], sections, self._reading, self._header)

    def lines(self, name: TableName) -> Iterator[bytes]:
        """Lines of the JSON Lines of a table."""
        with self._open(name) as file:
            if self._is_whole and not self._left:
                yield from file
            elif name == LOG:
                yield from (line for line in file if self._is_of_log(json_of(line)["plan_id"]))
            else:
                for plan in self._plans:
                    yield from self._piece(file, name, plan)

    def _id(self, folder: str) -> str:
        return str(self._published.plans[folder].plan["id"])

    def _open(self, name: TableName) -> BinaryIO:
        found = self._published.lines(name)
        # Where each plan's rows begin is known of what was written, and of no older or changed file.
        if found is None or not unchanged(self._root / found[0], found[1]):
            raise UnwritableError("lines-not-there", file=self._path, lines=JSON_LINES.path(name))
        return (self._root / found[0]).open("rb")

    def _piece(self, file: BinaryIO, name: TableName, plan: str) -> list[bytes]:
        size, _ = self._published.plans[plan].pieces[name].texts[JSON_LINES.name]
        file.seek(self._starts[plan][JSON_LINES.name, name])
        return file.read(size).splitlines(keepends=True)

    def _stream(self, name: TableName, entries: Sequence[PlanEntry]) -> Stream:
        pieces = [entry.pieces[name] for entry in entries]
        nothing: tuple[int, ...] = ()
        widths = reduce(wider, (piece.widths for piece in pieces), nothing)
        return Stream(sum(piece.rows for piece in pieces), widths, lambda: map(_values, self.lines(name)))

    def _reading(self) -> Iterator[Row]:
        with ExitStack() as stack:
            files = {name: stack.enter_context(self._open(name)) for name in READ_TABLES}
            for plan in self._plans:
                pieces = {name: self._piece(file, name, plan) for name, file in files.items()}
                yield from reading_rows({name: list(map(json_of, piece)) for name, piece in pieces.items()})

    def _log(self) -> Stream:
        rows = list(map(_values, self.lines(LOG)))
        return Stream(len(rows), widths_of(rows), lambda: rows)

    def _is_of_log(self, plan_id: str | None) -> bool:
        """Whether a row of the log is the volume's; where it holds all plans, it has those too that are no plan's."""
        if self._is_whole:
            return (plan_id or "") not in self._left
        return plan_id in self._ids


def _values(line: bytes) -> Values:
    found: dict[str, Value] = json_of(line)
    return tuple(found.values())
