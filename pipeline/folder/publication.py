"""Everything that is published of an output folder, made from the plan.json files that lie in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from uuid import uuid4

from pipeline.corrections.application import LogRow
from pipeline.corrections.progress import review_progress
from pipeline.corrections.reviewed import REVIEWED_FILE, Mark, read_marks
from pipeline.corrections.rows import CorrectionRow
from pipeline.errors import MissingExtraError, WorkplanError
from pipeline.exporters.columns import TableName
from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm, csv_bytes
from pipeline.exporters.disk import remove_file, write_changed
from pipeline.exporters.files import plan_files
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.sheets import XLSX_FILE
from pipeline.exporters.tables import TABLES
from pipeline.extras import is_installed
from pipeline.folder.application import AppliedCorrections, apply_corrections, plan_of
from pipeline.folder.carried import carried, write_carried
from pipeline.folder.corrections import written_corrections
from pipeline.folder.freshness import Fresh
from pipeline.folder.plans import read_plan
from pipeline.folder.readings import Readings
from pipeline.folder.report import Problem, attempt
from pipeline.folder.store import Store
from pipeline.messages.wording import Wording
from pipeline.metadata.files import described, metadata_files
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher
from pipeline.metadata.release import Release, ReleasedFile, release_of
from pipeline.metadata.vocabulary import LICENCES
from pipeline.models import PlanDocument
from pipeline.processes import side_by_side

PUBLISHER_FILE = "publisher.toml"
"""In the output folder, unless another is named."""
METADATA_FILES = ("dcat.jsonld", "data-gov-tw.json", "portal-form.zh-TW.md")
"""Files that are there only where a publisher is known."""
PLANS_SHARE = "plans"
FILE_SHARES = ("xlsx", "sqlite", "ods", PLANS_SHARE, "csv", "lists")
"""Groups of files that processes of their own can write, those that take longest first."""
ORDER = (PLANS_SHARE, "csv", "lists", "xlsx", "ods", "sqlite")
"""In which the files are told of."""
OF_EXTRA = ("parquet/", XLSX_FILE)
"""Files, or folders of them, that are written by packages of the extra ``publish``."""
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


@dataclass(frozen=True)
class Share:
    """Some of the files of a publication, for a process of its own.

    Attributes:
        token: of the publication, unlike that of every other.
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        terms: how it is published.
        refused: corrections that were refused or whose item is unknown.
        marks: of what people have checked; None where nobody reviews.
        name: one of ``FILE_SHARES``.
    """

    token: str
    root: Path
    folders: tuple[Path, ...]
    terms: Terms
    refused: tuple[LogRow, ...]
    marks: tuple[Mark, ...] | None
    name: str


@dataclass(frozen=True)
class Written:
    """What came of a share.

    Attributes:
        files: that lie in the folder now.
        problems: what could not be written.
        damaged: plans that could not be read, which every share finds.
        release: what is published, without its files; of the share ``PLANS_SHARE`` alone.
    """

    files: tuple[ReleasedFile, ...]
    problems: tuple[Problem, ...]
    damaged: tuple[Problem, ...] = ()
    release: Release | None = None


@dataclass(frozen=True)
class Publication:
    """What is published.

    Attributes:
        documents: the plans, by plan id, with their folders.
        rows: of every table over all plans.
        damaged: plans that could not be read.
    """

    documents: tuple[tuple[Path, PlanDocument], ...]
    rows: Rows
    damaged: tuple[Problem, ...]


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
    root: Path,
    folders: Iterable[Path],
    terms: Terms,
    refused: Iterable[LogRow] = (),
    jobs: int = 1,
    marks: Iterable[Mark] | None = None,
) -> Iterator[Problem]:
    """Write the files of each plan in the form asked for, and all files over the plans together.

    Args:
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        terms: how it is published.
        refused: corrections that were refused or whose item is unknown.
        jobs: processes that write; with one it is this process.
        marks: of what people have checked; None where nobody reviews, and then nothing is said of it.

    Yields:
        What could not be read or written; all the rest is done. Files that hold the same as before are not
        touched.
    """
    checked = None if marks is None else tuple(marks)
    given = Share(uuid4().hex, root, tuple(folders), terms, tuple(refused), checked, PLANS_SHARE)
    shares = [replace(given, name=name) for name in FILE_SHARES]
    done = dict(zip(FILE_SHARES, side_by_side(write_share, shares, jobs), strict=True))
    _loaded.cache_clear()
    written = [done[name] for name in ORDER]
    yield from done[PLANS_SHARE].damaged
    yield from (problem for one in written for problem in one.problems)
    release = done[PLANS_SHARE].release
    if release is not None:
        files = sorted((file for one in written for file in one.files), key=lambda file: file.path)
        yield from _describe(root, replace(release, files=tuple(files)), terms)


def write_share(share: Share) -> Written:
    """Write the files of a share."""
    publication = _loaded(share.token, share.folders, share.refused)
    if share.name != PLANS_SHARE:
        return replace(_written(share.root, _table_files(publication, share)), damaged=publication.damaged)
    counts = {name: len(rows) for name, rows in publication.rows.items()}
    documents = [document for _, document in publication.documents]
    return replace(
        _written(share.root, _plan_files(publication, share)),
        damaged=publication.damaged,
        release=release_of(documents, counts, (), share.terms.form, _reviewed(documents, share.marks)),
    )


def _reviewed(documents: Sequence[PlanDocument], marks: Sequence[Mark] | None) -> dict[str, int] | None:
    """Number of checked items by plan id."""
    if marks is None:
        return None
    return {plan.plan_id: plan.checked for plan in review_progress(documents, marks).plans}


def _describe(root: Path, release: Release, terms: Terms) -> Iterator[Problem]:
    """Write the files that describe a publication, all of whose other files are there."""
    if terms.publisher is None:
        # What an earlier publisher said is not said of these files.
        for name in METADATA_FILES:
            yield from attempt(partial(remove_file, root / name))
    makers = metadata_files(release, terms.publisher).items()
    yield from _written(root, ((name, _given(content)) for name, content in makers)).problems


@lru_cache(maxsize=1)
def _loaded(token: str, folders: tuple[Path, ...], refused: tuple[LogRow, ...]) -> Publication:  # noqa: ARG001
    """The plans of a publication, read once by each process that writes some of it."""
    documents: list[tuple[Path, PlanDocument]] = []
    damaged: list[Problem] = []
    for folder in folders:
        try:
            documents.append((folder, read_plan(folder)))
        except WorkplanError as error:
            damaged.append(Problem.of(error))
    rows = all_rows([document for _, document in documents], [asdict(one) for one in refused])
    return Publication(tuple(documents), rows, tuple(damaged))


def _plan_files(publication: Publication, share: Share) -> Iterator[tuple[str, Maker]]:
    for folder, document in publication.documents:
        prefix = folder.relative_to(share.root).as_posix()
        for name, content in plan_files(document, share.terms.form):
            yield f"{prefix}/{name}", _given(content)


def _table_files(publication: Publication, share: Share) -> Iterator[tuple[str, Maker]]:
    """Yield name and maker of each file of a share that holds the tables over all plans."""
    rows, terms = publication.rows, share.terms
    # pyarrow and xlsxwriter take longer to load than a plan takes to read.
    if share.name == "csv":
        for name, table in TABLES.items():
            yield table.file_name, partial(csv_bytes, table, rows[name], terms.form)
    elif share.name == "lists":
        from pipeline.exporters.jsonl import jsonl_bytes  # noqa: PLC0415

        for name in TABLES:
            yield f"jsonl/{name}.jsonl", partial(jsonl_bytes, rows[name])
        for name in TABLES:
            yield f"parquet/{name}.parquet", partial(_parquet, name, rows)
    elif share.name == "xlsx":
        yield XLSX_FILE, partial(_xlsx, rows)
    elif share.name == "ods":
        from pipeline.exporters.ods import ODS_FILE, ods_bytes  # noqa: PLC0415

        yield ODS_FILE, partial(ods_bytes, rows)
    else:
        from pipeline.exporters.datasette import DATASETTE_FILE, datasette_bytes  # noqa: PLC0415
        from pipeline.exporters.sqlite import SQLITE_FILE, sqlite_bytes  # noqa: PLC0415

        documents = [document for _, document in publication.documents]
        yield SQLITE_FILE, partial(sqlite_bytes, documents, rows)
        yield DATASETTE_FILE, partial(datasette_bytes, _about(terms.publisher))


def _parquet(name: TableName, rows: Rows) -> bytes:
    from pipeline.exporters.parquet import parquet_bytes  # noqa: PLC0415 - of an extra

    return parquet_bytes(TABLES[name], rows[name])


def _xlsx(rows: Rows) -> bytes:
    from pipeline.exporters.xlsx import xlsx_bytes  # noqa: PLC0415 - of an extra

    return xlsx_bytes(rows)


def left_out() -> Iterator[str]:
    """A line, both languages, on the files that cannot be written here; none where all can."""
    if not is_installed("publish"):
        named = Wording(zh="、".join(OF_EXTRA), en=" and ".join(OF_EXTRA))
        yield MissingExtraError("for-left-out-files", extra="publish", files=named).line()


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


def _written(root: Path, makers: Iterable[tuple[str, Maker]]) -> Written:
    """Write files one by one; a file that cannot be made is taken away rather than left as it was before."""
    files: list[ReleasedFile] = []
    problems: list[Problem] = []
    whole = is_installed("publish")
    for name, make in makers:
        path = root / name
        try:
            if not whole and name.startswith(OF_EXTRA):
                remove_file(path)
                continue
            try:
                content = make()
            except WorkplanError:
                remove_file(path)
                raise
            write_changed(path, content)
        except WorkplanError as error:
            problems.append(Problem.of(error))
            continue
        files.append(described(name, content))
    return Written(tuple(files), tuple(problems))


def _given(content: bytes) -> Maker:
    return lambda: content


@dataclass(frozen=True)
class Asked:
    """What people have written about an output folder, as they wrote it.

    Attributes:
        corrections: of its plans.
        terms: how it is published.
        marks: of what they have checked; None where nobody reviews.
    """

    corrections: Sequence[CorrectionRow]
    terms: Terms
    marks: Sequence[Mark] | None = None


def asked_of(output: Path, form: CsvForm, publisher: Path | None) -> Asked:
    """What people have written about an output folder.

    Args:
        output: the folder.
        form: of the CSV files.
        publisher: the publisher's file; the output folder's publisher.toml by default, where there is one.

    Raises:
        CorrectionsError: corrections.csv cannot be used.
        ReviewedError: reviewed.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: one of them cannot be read.
    """
    marks = read_marks(output / REVIEWED_FILE)
    return Asked(written_corrections(output), terms_of(output, form, publisher), marks)


def publish_all(
    store: Store, asked: Asked, fresh: Fresh, jobs: int = 1, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Problem]:
    """Apply the corrections, then write everything; yield what could not be read or written.

    Args:
        store: the output folder.
        asked: what people have written about it.
        fresh: is told of it.
        jobs: processes that write.
        tell: gets a line, both languages, on what files that were read again read differently, and on what became of
            the corrections and marks that were written before.
    """
    outcomes: list[AppliedCorrections] = []
    problems = list(attempt(fresh.begin))
    given = carried(store.root, asked.corrections, asked.marks)

    def report() -> None:
        for line in write_carried(store.root, given):
            tell(line)

    problems += attempt(lambda: outcomes.append(_apply(store, asked, given.rows)))
    problems += (Problem.of(error) for one in outcomes for error in one.gone)
    problems += attempt(Readings(store.root).tidy)
    problems += attempt(report)
    refused = [row for one in outcomes for row in one.refused]
    problems += write_publication(store.root, store.published(), asked.terms, refused, jobs, given.counted)
    if not problems:
        problems += attempt(fresh.finish)
    yield from problems


def _apply(store: Store, asked: Asked, rows: Sequence[CorrectionRow]) -> AppliedCorrections:
    """Apply corrections; to plans in conflict as they were written, because nothing of these is followed."""
    plans = store.plans()
    if tuple(rows) == tuple(asked.corrections):
        return apply_corrections(store.root, rows, plans)
    published = set(store.published())
    apart = {folder: name for folder, name in plans.items() if folder not in published}
    names = set(apart.values())
    own = [row for row in asked.corrections if plan_of(row.item_id, plans.values()) in names]
    written = {row.values for row in own}
    together = {folder: name for folder, name in plans.items() if folder in published}
    one, other = apply_corrections(store.root, rows, together), apply_corrections(store.root, own, apart)
    refused = (row for row in one.refused if row.values not in written)
    return AppliedCorrections((*refused, *other.refused), (*one.gone, *other.gone))
