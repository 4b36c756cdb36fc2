"""Everything that is published of an output folder, made from the plan.json files that lie in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from pipeline.corrections.application import LogRow
from pipeline.corrections.progress import review_progress
from pipeline.corrections.reviewed import REVIEWED_FILE, Mark, read_marks
from pipeline.corrections.rows import CorrectionRow
from pipeline.dataclass import dataclass
from pipeline.errors import MissingExtraError, WorkplanError
from pipeline.exporters.columns import Row
from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm
from pipeline.exporters.disk import Content, remove_file, write_changed
from pipeline.exporters.formats import JSON_LINES, TEXT_FORMATS
from pipeline.exporters.rows import numbered
from pipeline.exporters.tables import TABLES
from pipeline.extras import is_installed
from pipeline.folder.application import AppliedCorrections, apply_corrections, plan_of
from pipeline.folder.carried import carried, write_carried
from pipeline.folder.corrections import written_corrections
from pipeline.folder.fitting import misfits_over_all, unfit_of
from pipeline.folder.freshness import Fresh
from pipeline.folder.journal import Journal, journal_of
from pipeline.folder.plan_folders import remove_tree
from pipeline.folder.plan_tables import LOG
from pipeline.folder.plans import read_plan
from pipeline.folder.published import PlanEntry, Published, aside_of, remember, remembered, seen
from pipeline.folder.readings import Readings
from pipeline.folder.report import Problem, attempt
from pipeline.folder.store import Store
from pipeline.folder.text_tables import write_text_tables
from pipeline.folder.volumes import volumes_of, write_volumes
from pipeline.messages.wording import Wording
from pipeline.metadata.files import described, metadata_files, released
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher
from pipeline.metadata.release import Release, ReleasedFile, release_of
from pipeline.metadata.vocabulary import LICENCES
from pipeline.processes import Follow, nobody_follows

PUBLISHER_FILE = "publisher.toml"
"""In the output folder, unless another is named."""
METADATA_FILES = ("dcat.jsonld", "data-gov-tw.json", "portal-form.zh-TW.md")
"""Files that are there only where a publisher is known."""
OF_EXTRA = ("parquet/", "workplan.xlsx")
"""Files, or folders of them, that are written by packages of the extra ``publish``."""


@dataclass(frozen=True)
class Terms:
    """How a folder is published.

    Attributes:
        form: of the CSV files.
        publisher: who publishes; None where nobody has said it, and then only what needs no publisher is written.
    """

    form: CsvForm = DEFAULT_FORM
    publisher: Publisher | None = None


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
    follow: Follow = nobody_follows,
) -> Iterator[Problem]:
    """Write the files of each plan in the form asked for, and all files over the plans together.

    Args:
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        terms: how it is published.
        refused: corrections that were refused or whose item is unknown.
        jobs: processes that write; with one it is this process.
        marks: of what people have checked; None where nobody reviews, and then nothing is said of it.
        follow: is told of each plan and each file.

    Yields:
        What could not be read or written; all the rest is done. Files that hold the same as before are not
        touched.
    """
    token = uuid4().hex
    journal = journal_of(token, root)
    before = remembered(root, terms.form)
    made = write_text_tables(root, tuple(folders), terms.form, before, jobs, token, follow)
    yield from made.damaged
    yield from made.problems
    published = made.published
    log = log_rows(published.plans.values(), [asdict(one) for one in refused])
    yield from _write_log(root, log, terms, published, journal)
    remember(root, terms.form, published)
    misfits = misfits_over_all(published, log)
    volumes = list(volumes_of(published, len(log), misfits))
    unfit = unfit_of(volumes, misfits)
    yield from (Problem.of(one.error()) for one in unfit)
    yield from write_volumes(root, terms.form, published, before, volumes, jobs, token, follow)
    yield from attempt(partial(remove_tree, root / aside_of(JSON_LINES.folder)))
    published.aside.clear()
    yield from _write_datasette(root, terms, published, journal)
    remember(root, terms.form, published)
    counts = {name: len(log) if name == LOG else published.rows(name) for name in TABLES}
    checked = _reviewed(root, published, marks)
    parts = [entry.part for entry in published.plans.values()]
    release = release_of(parts, counts, _files(published), terms.form, checked)
    yield from _describe(root, replace(release, unfit=unfit), terms)


def log_rows(entries: Iterable[PlanEntry], refused: Iterable[Row]) -> list[Row]:
    """The rows of correction_log over all plans, those last that no plan's item lists."""
    return numbered([*(row for entry in entries for row in entry.log), *refused])


def _write_log(
    root: Path, log: Sequence[Row], terms: Terms, published: Published, journal: Journal
) -> Iterator[Problem]:
    table = TABLES[LOG]
    for one in TEXT_FORMATS:
        content = one.head(table, terms.form) + one.body(table, log, terms.form)
        path = one.path(LOG)
        yield from _write(root, path, content, published, journal)
        if one is JSON_LINES and path not in published.files:
            _put_aside(root, path, content, published)


def _put_aside(root: Path, path: str, content: bytes, published: Published) -> None:
    """Keep rows that cannot take their place: other formats are made from them."""
    place = root / aside_of(path)
    with suppress(WorkplanError):
        write_changed(place, content)
        told = described(path, content)
        was = seen(place, Content(told.bytes, told.sha256))
        if was is not None:
            published.aside[path] = was


def _write_datasette(root: Path, terms: Terms, published: Published, journal: Journal) -> Iterator[Problem]:
    from pipeline.exporters.datasette import DATASETTE_FILE, datasette_bytes  # noqa: PLC0415 - slow to load

    names = [Path(path).stem for path in published.files if path.endswith(".sqlite")]
    yield from _write(
        root, DATASETTE_FILE, datasette_bytes(names, _about(terms.publisher)), published, journal
    )


def _write(
    root: Path, name: str, content: bytes, published: Published, journal: Journal
) -> Iterator[Problem]:
    """Write a file over all plans; yield why it could not be."""
    path, told = root / name, described(name, content)

    def put() -> None:
        journal.permit(path, told.sha256)
        write_changed(path, content)

    problems = list(attempt(put))
    yield from problems
    was = None if problems else seen(path, Content(told.bytes, told.sha256))
    if was is not None:
        published.files[name] = was


def _files(published: Published) -> Iterator[ReleasedFile]:
    """All data files, by path."""
    of_plans = (
        (f"{folder}/{name}", was)
        for folder, entry in published.plans.items()
        for name, was in entry.files.items()
    )
    yield from (released(path, was.content) for path, was in sorted((*published.files.items(), *of_plans)))


def _reviewed(root: Path, published: Published, marks: Iterable[Mark] | None) -> dict[str, int] | None:
    """Number of checked items by plan id; only plans with marks are read for it."""
    if marks is None:
        return None
    ids = {str(entry.plan["id"]): folder for folder, entry in published.plans.items()}
    by_plan: dict[str, list[Mark]] = {}
    for mark in marks:
        plan_id = plan_of(mark.item_id, ids)
        if plan_id is not None:
            by_plan.setdefault(plan_id, []).append(mark)
    return {
        plan_id: review_progress([read_plan(root / ids[plan_id])], own).checked
        for plan_id, own in by_plan.items()
    }


def _describe(root: Path, release: Release, terms: Terms) -> Iterator[Problem]:
    """Write the files that describe a publication, all of whose other files are there."""
    if terms.publisher is None:
        # What an earlier publisher said is not said of these files.
        for name in METADATA_FILES:
            yield from attempt(partial(remove_file, root / name))
    for name, content in metadata_files(release, terms.publisher).items():
        yield from attempt(partial(write_changed, root / name, content))


def left_out() -> Iterator[Wording]:
    """A line on the files that cannot be written here; none where all can."""
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
    store: Store,
    asked: Asked,
    fresh: Fresh,
    jobs: int = 1,
    tell: Callable[[Wording], None] = lambda _: None,
    follow: Follow = nobody_follows,
) -> Iterator[Problem]:
    """Apply the corrections, then write everything; yield what could not be read or written.

    Args:
        store: the output folder.
        asked: what people have written about it.
        fresh: is told of it.
        jobs: processes that write.
        tell: gets a line on what files that were read again read differently, and on what became of
            the corrections and marks that were written before.
        follow: see ``write_publication``.
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
    problems += write_publication(
        store.root, store.published(), asked.terms, refused, jobs, given.counted, follow
    )
    problems += attempt(Journal(store.root).settle)
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
