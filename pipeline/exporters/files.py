"""The files of a plan, the same bytes on every system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm, csv_bytes
from pipeline.exporters.disk import PLAN_FILE, make_folder, write_file
from pipeline.exporters.model_json import json_bytes
from pipeline.exporters.tables import PLAN_TABLES
from pipeline.models import PlanDocument


def plan_files(document: PlanDocument, form: CsvForm = DEFAULT_FORM) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of a plan; ``plan.json`` last, as the sign that all are there."""
    for table in PLAN_TABLES:
        yield table.file_name, csv_bytes(table, table.rows(document), form)
    yield PLAN_FILE, json_bytes(document)


def write_plan(document: PlanDocument, folder: Path) -> None:
    """Write a plan's files into a folder, which is made where it is missing.

    Raises:
        UnwritableError: the folder or one of the files cannot be written.
    """
    make_folder(folder)
    for name, content in plan_files(document):
        write_file(folder / name, [content])
