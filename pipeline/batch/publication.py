"""Everything that is published of an output folder, made from the plan.json files that lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.batch.reading_back import read_plan
from pipeline.batch.report import Problem
from pipeline.errors import WorkplanError
from pipeline.exporters.csv_form import CsvForm, csv_bytes
from pipeline.exporters.files import plan_files, write_changed
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.tables import TABLES
from pipeline.models import PlanDocument


def write_publication(root: Path, folders: Iterable[Path], form: CsvForm) -> Iterator[Problem]:
    """Write the files of each plan in the form asked for, and the tables over all of them.

    Args:
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        form: of the CSV files.

    Yields:
        What could not be read or written; all the rest is done.
    """
    documents: list[PlanDocument] = []
    for folder in folders:
        try:
            documents.append(read_plan(folder))
            for name, content in plan_files(documents[-1], form):
                write_changed(folder / name, content)
        except WorkplanError as error:
            yield Problem.of(error)
    for name, content in _files(all_rows(documents), form):
        try:
            write_changed(root / name, content)
        except WorkplanError as error:
            yield Problem.of(error)


def _files(rows: Rows, form: CsvForm) -> Iterator[tuple[str, bytes]]:
    for name, table in TABLES.items():
        yield table.file_name, csv_bytes(table, rows[name], form)
