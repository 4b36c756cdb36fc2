"""What people have changed in the published tables of an output folder, found before anything is written over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import MissingExtraError, UnreadableError
from pipeline.exporters.columns import Row, TableName
from pipeline.exporters.reading_sheet import PLAN_SHEET, reading_rows
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.tables import TABLES
from pipeline.files.inputs import file_sha256
from pipeline.folder.edited_tables import ALL_TABLES, UNTOLD, FoundTable, TableChange, changes, sheets_of_file
from pipeline.folder.journal import Journal, edited, is_book, is_volume, tables_in
from pipeline.folder.plans import read_plan
from pipeline.folder.store import Store
from pipeline.messages.wording import Wording

READABLE = (".csv", ".jsonl", ".xlsx", ".ods")
"""Endings of tables whose values are held against the plans; of others the bytes alone tell."""


def refuse_edits(store: Store, tell: Callable[[Wording], None], *, discard: bool = False) -> None:
    """See that no published table would be written over that a person has changed.

    Args:
        store: the output folder, in which nothing was written yet.
        tell: gets a line on what a spreadsheet has changed by itself, and on what is discarded.
        discard: whether to write over it all the same.

    Raises:
        EditedError: there is such a table.
        UnreadableError: one of the tables cannot be read.
        UnwritableError: what was found cannot be kept.
    """
    journal = Journal(store.root)
    unknown = [path for path in tables_in(store.root) if not journal.is_own(path)]
    if not unknown:
        return
    published = GivenTables(store)
    lenient = journal.began_empty or bool(store.problems)
    refused = []
    for path in unknown:
        found = published.changes(path, lenient=lenient)
        if found is None or any(one.kind != "by-spreadsheet" for one in found):
            refused.append(path)
        elif found:
            tell(_by_itself(path, found))
    if refused and not discard:
        raise edited(refused)
    for path in refused:
        tell(Wording(zh=f"捨棄 {path} 中的更動。", en=f"The changes in {path} are discarded."))
    journal.note(map(file_sha256, unknown))
    journal.settle()


class GivenTables:
    """The tables of an output folder as its plans give them.

    Args:
        store: the output folder.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._over: dict[str | None, Rows] = {}
        self._own: tuple[Path, Rows] | None = None

    def changes(self, path: Path, *, lenient: bool) -> list[TableChange] | None:
        """In what a file is not what its plans give; None where that cannot be told.

        Args:
            path: a table within the output folder.
            lenient: whether what was published is not known for certain, see ``edited_tables.changes``.
        """
        if path.suffix not in READABLE:
            return [] if lenient else None
        try:
            sheets = sheets_of_file(path, ALL_TABLES)
        except (UnreadableError, MissingExtraError):
            return None
        own = path.parent if path.parent in self._store.plans() else None
        office = path.stem if is_volume(path) else None
        found: list[TableChange] = []
        if is_book(path) and not lenient:
            found += _sheets_gone(sheets)
        for sheet in sheets:
            if sheet.table.name not in UNTOLD:
                found += changes(sheet, self.rows(sheet.table.name, own, office), lenient=lenient)
            elif not is_book(path) and not lenient:
                return None
        return found

    def rows(self, table: TableName, folder: Path | None = None, office: str | None = None) -> Sequence[Row]:
        """The rows of a table: of one plan's folder, or over all plans that are published, or those of one office."""
        if folder is not None:
            # Its tables are asked for one after the other.
            if self._own is None or self._own[0] != folder:
                self._own = folder, _rows([folder])
            return of_table(self._own[1], table)
        if office not in self._over:
            self._over[office] = _rows(self._store.published(), office)
        return of_table(self._over[office], table)


def of_table(rows: Rows, table: TableName) -> Sequence[Row]:
    """The rows of a table, or of the sheet that is made of several."""
    return reading_rows(rows) if table == PLAN_SHEET.name else rows[table]


def _rows(folders: Sequence[Path], office: str | None = None) -> Rows:
    """The rows of every table over some plans, or over those of one office among them."""
    found: Rows = {name: [] for name in TABLES}
    for folder in folders:
        # A plan that is damaged or has no rows is told of where it is published.
        with suppress(Exception):
            document = read_plan(folder)
            if office in {None, document.plan.agency.id}:
                for name, rows in all_rows([document]).items():
                    found[name] += rows
    return found


def _sheets_gone(sheets: Sequence[FoundTable]) -> Iterator[TableChange]:
    here = {sheet.table.name for sheet in sheets}
    for name in TABLES:
        if name not in here:
            yield TableChange("column-gone", name, None, (), "", "", "")


def _by_itself(path: Path, found: Sequence[TableChange]) -> Wording:
    first = found[0]
    return Wording(
        zh=f"{path}：試算表自行更動了 {len(found)} 格（如 {first.column}「{first.old}」成為「{first.new}」），"
        "將恢復原值。",
        en=f"{path}: a spreadsheet has changed {len(found)} cells by itself (such as {first.column} “{first.old}” into "
        f"“{first.new}”); they are put right again.",
    )
