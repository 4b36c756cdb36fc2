"""What a publication needs of one plan: the files of its folder, and its rows in every table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from zlib import crc32

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError, WorkplanError
from pipeline.exporters.books import widths_of
from pipeline.exporters.columns import TableName
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.disk import PLAN_FILE, PRINTED_FILE, write_changed
from pipeline.exporters.files import plan_files
from pipeline.exporters.fitness import misfits_of
from pipeline.exporters.formats import TEXT_FORMATS
from pipeline.exporters.sqlite import PLANS_TABLE, SECTIONS
from pipeline.exporters.tables import TABLES
from pipeline.files.inputs import file_sha256
from pipeline.folder.journal import journal_of, stamp_of
from pipeline.folder.plans import read_plan
from pipeline.folder.published import Piece, PlanEntry, Seen, unchanged
from pipeline.folder.report import Problem
from pipeline.folder.staged import unexpected
from pipeline.metadata.files import described
from pipeline.metadata.release import part_of
from pipeline.models import PlanDocument

LOG: TableName = "correction_log"
"""Its rows are numbered over all plans, so that no plan has rows of its own."""
Texts = Mapping[tuple[str, TableName], bytes]
"""A plan's rows by text format and table."""


@dataclass(frozen=True)
class PlanShare:
    """A plan to be published.

    Attributes:
        token: of the publication, unlike that of any other.
        root: the output folder.
        folder: that holds it.
        form: of the CSV files.
    """

    token: str
    root: Path
    folder: Path
    form: CsvForm


@dataclass(frozen=True)
class PlanMade:
    """What came of a plan.

    Attributes:
        entry: None where it could not be read or has no rows.
        texts: see ``Texts``.
        damaged: whether it could not be read or has no rows.
        problems: what could not be read or written.
    """

    entry: PlanEntry | None
    texts: Texts
    damaged: bool = False
    problems: tuple[Problem, ...] = ()


def make_plan(share: PlanShare) -> PlanMade:
    """Read a plan, write the files of its folder where they differ, and make its rows.

    Nothing is raised: what is wrong with one plan keeps no other from being published.
    """
    try:
        return _made(read_plan(share.folder), share)
    except WorkplanError as error:
        problem = Problem.of(error)
    except Exception as error:  # a bug that one plan uncovers must not cost the others
        problem = unexpected(share.folder.name, error)
    return PlanMade(None, {}, damaged=True, problems=(problem,))


def _made(document: PlanDocument, share: PlanShare) -> PlanMade:
    tables = {name: list(table.rows(document)) for name, table in TABLES.items()}
    log = tables.pop(LOG)
    pieces: dict[str, Piece] = {}
    texts: dict[tuple[str, TableName], bytes] = {}
    for name, rows in tables.items():
        made = {one.name: one.body(TABLES[name], rows, share.form) for one in TEXT_FORMATS}
        sizes = {format_: (len(text), crc32(text)) for format_, text in made.items()}
        pieces[name] = Piece(len(rows), widths_of([tuple(row.values()) for row in rows]), sizes)
        texts |= {(format_, name): text for format_, text in made.items()}
    files, problems = _write_files(document, share)
    plan, source = part_of(document)
    entry = PlanEntry(
        # What could not be written is tried again the next time.
        stamp=(0, 0) if problems else stamp_of(share.folder / PLAN_FILE) or (0, 0),
        files=files,
        plan=asdict(plan),
        source=asdict(source),
        row=next(iter(PLANS_TABLE.rows(document))),
        sections=list(SECTIONS.rows(document)),
        log=log,
        pieces=pieces,
        misfits=misfits_of(tables),
    )
    return PlanMade(entry, texts, problems=tuple(problems))


def is_as_made(folder: Path, entry: PlanEntry | None) -> bool:
    """Whether a plan and the files of its folder are as they were when its entry was made."""
    if entry is None or stamp_of(folder / PLAN_FILE) != entry.stamp:
        return False
    return all(unchanged(folder / name, was) for name, was in entry.files.items())


def _write_files(document: PlanDocument, share: PlanShare) -> tuple[dict[str, Seen], list[Problem]]:
    files: dict[str, Seen] = {}
    problems: list[Problem] = []
    journal = journal_of(share.token, share.root)
    for name, content in plan_files(document, share.form):
        path = share.folder / name
        told = described(name, content)
        try:
            journal.permit(path, told.sha256)
            write_changed(path, content)
        except WorkplanError as error:
            problems.append(Problem.of(error))
            continue
        stamp = stamp_of(path) or (0, 0)
        files[name] = Seen(told.bytes, stamp[1], told.sha256)
    if document.source.pdf_sha256 is not None:
        try:
            files[PRINTED_FILE] = _print_beside(share.folder / PRINTED_FILE, document.source.pdf_sha256)
        except WorkplanError as error:
            problems.append(Problem.of(error))
    return files, problems


def _print_beside(path: Path, sha256: str) -> Seen:
    """The PDF that a plan was printed to, which is published as it was read.

    Raises:
        UnreadableError: it is not there, or another one.
    """
    stamp = stamp_of(path)
    if stamp is None or file_sha256(path) != sha256:
        raise UnreadableError("print-gone", path=path)
    return Seen(*stamp, sha256)
