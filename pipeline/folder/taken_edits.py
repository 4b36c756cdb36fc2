"""What people changed in a published table, shown, and written into corrections.csv."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import CorrectionsError, UsageError
from pipeline.exporters.columns import Value
from pipeline.exporters.rows import Rows, all_rows
from pipeline.files.inputs import file_sha256
from pipeline.folder.application import published_plan
from pipeline.folder.corrections import AddedCorrection, add_correction, correctable_fields, corrections_of
from pipeline.folder.edited_corrections import Proposed, Untaken, proposals
from pipeline.folder.edited_tables import ALL_TABLES, TableChange, changes, sheets_of_file
from pipeline.folder.edits import GivenTables, of_table
from pipeline.folder.journal import Journal, is_table
from pipeline.folder.spreadsheet_effects import is_same, text_of
from pipeline.folder.store import Store
from pipeline.messages.wording import Wording


@dataclass(frozen=True)
class Refused:
    """A correction that cannot be made, and why."""

    row: Proposed
    why: Wording


@dataclass(frozen=True)
class TakenEdits:
    """What became of the changes in a table.

    Attributes:
        proposed: corrections that they stand for.
        untaken: changes that no correction can be made of.
        added: corrections that were written; none where nobody said who and why.
        refused: those that cannot be made.
    """

    proposed: tuple[Proposed, ...]
    untaken: tuple[Untaken, ...]
    added: tuple[AddedCorrection, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether everything that a person changed is a correction now."""
        persons = (one for one in self.untaken if one.change.kind != "by-spreadsheet")
        return not self.refused and next(persons, None) is None


def edits_of(root: Path, file: Path) -> TakenEdits:
    """The corrections that a table stands for which people have changed; nothing is written.

    Args:
        root: the output folder.
        file: one of its tables, or a copy of one: CSV, XLSX or ODS.

    Raises:
        UnreadableError: the table cannot be read, or is none of the folder's.
        MissingExtraError: it is a workbook, and the extra that reads it is not installed.
        CorrectionsError: corrections.csv cannot be used.
    """
    store = Store(root)
    rows = corrections_of(root)
    now = [published_plan(root, folder, rows) for folder in store.published()]
    published, present = GivenTables(store), all_rows(now)
    found = [
        change
        for sheet in sheets_of_file(file, ALL_TABLES)
        for change in changes(sheet, published.rows(sheet.table.name), lenient=True)
        if not _is_there(change, present)
    ]
    return TakenEdits(*proposals(found, now))


def take_edits(root: Path, file: Path, reason: str, who: str, date: str) -> TakenEdits:
    """Write the changes in a table into corrections.csv, row by row; what is there already is not written again.

    Where all of them are written, the next run may write over the table.

    Args:
        root: the output folder.
        file: see ``edits_of``.
        reason: why they are corrected.
        who: name of the person.
        date: in either calendar.

    Raises:
        UnreadableError: see ``edits_of``.
        CorrectionsError: corrections.csv cannot be used.
        UnwritableError: it cannot be written.
    """
    seen = file_sha256(file)
    found = edits_of(root, file)
    added: list[AddedCorrection] = []
    refused: list[Refused] = []
    for row in found.proposed:
        if dict(correctable_fields(root, row.item_id)).get(row.field) == row.new:
            continue  # a row before it holds for this item too
        try:
            added.append(add_correction(root, row.item_id, row.field, row.new, reason, who, date))
        except (UsageError, CorrectionsError) as error:
            refused.append(Refused(row, error.line()))
    taken = TakenEdits(found.proposed, found.untaken, tuple(added), tuple(refused))
    if taken.is_all and file.resolve().is_relative_to(root.resolve()) and is_table(file):
        Journal(root).note([seen])
    return taken


def _is_there(change: TableChange, present: Rows) -> bool:
    """Whether corrections.csv gives the value already."""
    if change.kind not in {"written", "unclear"}:
        return False
    return any(is_same(value, change.new) for value in _present(change, present))


def _present(change: TableChange, present: Rows) -> Iterator[Value]:
    table = next((one for one in ALL_TABLES if one.name == change.table), None)
    if table is not None and change.column:
        for row in of_table(present, table.name):
            if tuple(text_of(row[name]) for name in table.primary_key) == change.key:
                yield row[change.column]
