"""Everything that is published of an output folder, made from the plan.json files that lie in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from pipeline.batch.reading_back import read_plan
from pipeline.batch.report import Problem
from pipeline.corrections.applying import LogRow
from pipeline.errors import WorkplanError
from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm, csv_bytes
from pipeline.exporters.disk import remove_file, write_changed
from pipeline.exporters.files import plan_files
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.tables import TABLES
from pipeline.metadata.files import metadata_files
from pipeline.metadata.licences import LICENCES
from pipeline.metadata.manifest import described
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher
from pipeline.metadata.release import ReleasedFile, release_of
from pipeline.models import PlanDocument

PUBLISHER_FILE = "publisher.toml"
"""In the output folder, unless another is named."""
METADATA_FILES = ("dcat.jsonld", "data-gov-tw.json", "portal-form.zh-TW.md")
"""Files that are there only where a publisher is known."""
Maker = Callable[[], bytes]


@dataclass(frozen=True)
class Terms:
    """How a folder is published.

    Attributes:
        form: of the CSV files.
        publisher: who publishes; None where nobody has said it, and then only what needs no publisher is written.
    """

    form: CsvForm = DEFAULT_FORM
    publisher: Publisher | None = None


@dataclass
class Publication:
    """What is published so far.

    Attributes:
        documents: the plans, by plan id.
        rows: of every table over all plans.
        terms: how it is published.
        files: that lie in the folder, in the order in which they were written.
    """

    documents: list[PlanDocument]
    rows: Rows
    terms: Terms
    files: list[ReleasedFile] = field(default_factory=list)


def terms_of(root: Path, form: CsvForm, publisher: Path | None) -> Terms:
    """How a folder is published.

    Args:
        root: the output folder; its publisher.toml is read where no other file is named.
        form: of the CSV files.
        publisher: the publisher's file.

    Raises:
        PublisherError: the publisher's file cannot be used.
        UnreadableError: it cannot be read.
    """
    own = root / PUBLISHER_FILE
    path = publisher or (own if own.exists() else None)
    return Terms(form, read_publisher(path) if path else None)


def write_publication(
    root: Path, folders: Iterable[Path], terms: Terms, refused: Iterable[LogRow] = ()
) -> Iterator[Problem]:
    """Write the files of each plan in the form asked for, and all files over the plans together.

    Args:
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        terms: how it is published.
        refused: corrections that were refused or whose item is unknown.

    Yields:
        What could not be read or written; all the rest is done. Files that hold the same as before are not
        touched.
    """
    documents: list[PlanDocument] = []
    files: list[ReleasedFile] = []
    for folder in folders:
        try:
            document = read_plan(folder)
        except WorkplanError as error:
            yield Problem.of(error)
            continue
        documents.append(document)
        makers = [(name, _given(content)) for name, content in plan_files(document, terms.form)]
        yield from _write(root, folder.relative_to(root).as_posix() + "/", makers, files)
    publication = Publication(documents, all_rows(documents, [asdict(one) for one in refused]), terms, files)
    yield from _write(root, "", table_files(publication), files)
    if terms.publisher is None:
        # What an earlier publisher said is not said of these files.
        for name in METADATA_FILES:
            yield from _removed(root / name)
    yield from _write(root, "", describing_files(publication), files)


def table_files(publication: Publication) -> Iterator[tuple[str, Maker]]:
    """Yield name and maker of each file that holds the tables over all plans."""
    # pyarrow and xlsxwriter take longer to load than a plan takes to read.
    from pipeline.exporters.datasette import DATASETTE_FILE, datasette_bytes  # noqa: PLC0415
    from pipeline.exporters.jsonl import jsonl_bytes  # noqa: PLC0415
    from pipeline.exporters.ods import ODS_FILE, ods_bytes  # noqa: PLC0415
    from pipeline.exporters.parquet import parquet_bytes  # noqa: PLC0415
    from pipeline.exporters.sqlite import SQLITE_FILE, sqlite_bytes  # noqa: PLC0415
    from pipeline.exporters.xlsx import XLSX_FILE, xlsx_bytes  # noqa: PLC0415

    rows, form = publication.rows, publication.terms.form
    for name, table in TABLES.items():
        yield table.file_name, partial(csv_bytes, table, rows[name], form)
    for name in TABLES:
        yield f"jsonl/{name}.jsonl", partial(jsonl_bytes, rows[name])
    for name, table in TABLES.items():
        yield f"parquet/{name}.parquet", partial(parquet_bytes, table, rows[name])
    yield XLSX_FILE, partial(xlsx_bytes, rows)
    yield ODS_FILE, partial(ods_bytes, rows)
    yield SQLITE_FILE, partial(sqlite_bytes, publication.documents, rows)
    yield DATASETTE_FILE, partial(datasette_bytes, _about(publication.terms.publisher))


def describing_files(publication: Publication) -> Iterator[tuple[str, Maker]]:
    """Yield name and maker of each file that describes the publication; ``files`` is complete by then."""
    counts = {name: len(rows) for name, rows in publication.rows.items()}
    terms = publication.terms
    release = release_of(publication.documents, counts, publication.files, terms.form)
    yield from ((name, _given(content)) for name, content in metadata_files(release, terms.publisher).items())


def _about(publisher: Publisher | None) -> dict[str, str]:
    """What Datasette shows of the publisher."""
    if publisher is None:
        return {}
    licence = LICENCES[publisher.license.name]
    return {
        "title": publisher.dataset.title,
        "license": f"{licence.title_zh} | {licence.title_en}",
        "license_url": licence.url,
        "source": publisher.publisher.name,
        "source_url": publisher.dataset.base_url,
    }


def _removed(path: Path) -> Iterator[Problem]:
    try:
        remove_file(path)
    except WorkplanError as error:
        yield Problem.of(error)


def _write(
    root: Path, prefix: str, makers: Iterable[tuple[str, Maker]], files: list[ReleasedFile]
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
        files.append(described(prefix + name, content))


def _given(content: bytes) -> Maker:
    return lambda: content
