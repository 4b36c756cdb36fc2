"""Everything that is published of an output folder, made from the plan.json files that lie in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from pipeline.batch.reading_back import read_plan
from pipeline.batch.report import Problem
from pipeline.errors import WorkplanError
from pipeline.exporters.csv_form import CsvForm, csv_bytes
from pipeline.exporters.files import plan_files, remove_file, write_changed
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.tables import TABLES
from pipeline.models import PlanDocument

FORMAT_FOLDERS = ("jsonl", "parquet")
"""Folders that hold a file for each table."""
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Maker = Callable[[], bytes]


@dataclass(frozen=True)
class PublishedFile:
    """One file of the output folder that is published.

    Attributes:
        path: within the folder, with forward slashes.
        bytes: its size.
        sha256: of its content, hexadecimal.
    """

    path: str
    bytes: int
    sha256: str

    @property
    def media_type(self) -> str:
        """IANA's name of the format."""
        return MEDIA_TYPES[PurePosixPath(self.path).suffix]


@dataclass
class Publication:
    """What is published so far.

    Attributes:
        documents: the plans, by plan id.
        rows: of every table over all plans.
        form: of the CSV files.
        files: that lie in the folder, in the order in which they were written.
    """

    documents: list[PlanDocument]
    rows: Rows
    form: CsvForm
    files: list[PublishedFile] = field(default_factory=list)


def write_publication(root: Path, folders: Iterable[Path], form: CsvForm) -> Iterator[Problem]:
    """Write the files of each plan in the form asked for, and all files over the plans together.

    Args:
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        form: of the CSV files.

    Yields:
        What could not be read or written; all the rest is done. Files that hold the same as before are not
        touched.
    """
    documents: list[PlanDocument] = []
    files: list[PublishedFile] = []
    for folder in folders:
        try:
            document = read_plan(folder)
        except WorkplanError as error:
            yield Problem.of(error)
            continue
        documents.append(document)
        makers = [(name, _given(content)) for name, content in plan_files(document, form)]
        yield from _write(root, folder.relative_to(root).as_posix() + "/", makers, files)
    publication = Publication(documents, all_rows(documents), form, files)
    yield from _write(root, "", table_files(publication), files)
    yield from _write(root, "", metadata_files(publication), files)


def table_files(publication: Publication) -> Iterator[tuple[str, Maker]]:
    """Yield name and maker of each file that holds the tables over all plans."""
    # pyarrow and xlsxwriter take longer to load than a plan takes to read.
    from pipeline.exporters.datasette import DATASETTE_FILE, datasette_bytes  # noqa: PLC0415
    from pipeline.exporters.jsonl import jsonl_bytes  # noqa: PLC0415
    from pipeline.exporters.ods import ODS_FILE, ods_bytes  # noqa: PLC0415
    from pipeline.exporters.parquet import parquet_bytes  # noqa: PLC0415
    from pipeline.exporters.sqlite import SQLITE_FILE, sqlite_bytes  # noqa: PLC0415
    from pipeline.exporters.xlsx import XLSX_FILE, xlsx_bytes  # noqa: PLC0415

    rows, form = publication.rows, publication.form
    for name, table in TABLES.items():
        yield table.file_name, partial(csv_bytes, table, rows[name], form)
    for name in TABLES:
        yield f"jsonl/{name}.jsonl", partial(jsonl_bytes, rows[name])
    for name, table in TABLES.items():
        yield f"parquet/{name}.parquet", partial(parquet_bytes, table, rows[name])
    yield XLSX_FILE, partial(xlsx_bytes, rows)
    yield ODS_FILE, partial(ods_bytes, rows)
    yield SQLITE_FILE, partial(sqlite_bytes, publication.documents, rows)
    yield DATASETTE_FILE, datasette_bytes


def metadata_files(publication: Publication) -> Iterator[tuple[str, Maker]]:  # noqa: ARG001 - see below
    """Yield name and maker of each file that describes the publication; ``files`` is complete by then."""
    # The files that describe the data come in here: they need the sizes and hashes of all others.
    return iter(())


def _write(
    root: Path, prefix: str, makers: Iterable[tuple[str, Maker]], files: list[PublishedFile]
) -> Iterator[Problem]:
    """Write files one by one; a file that cannot be made is taken away rather than left as it was before."""
    for name, make in makers:
        path = root / prefix / name
        try:
            try:
                content = make()
            except WorkplanError:
                remove_file(path)
                raise
            write_changed(path, content)
        except WorkplanError as error:
            yield Problem.of(error)
            continue
        files.append(PublishedFile(prefix + name, len(content), hashlib.sha256(content).hexdigest()))


def _given(content: bytes) -> Maker:
    return lambda: content
