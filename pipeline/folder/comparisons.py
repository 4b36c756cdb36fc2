"""A comparison of two sides into a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.compare.comparison import compare_documents
from pipeline.compare.crosswalk import (
    CROSSWALK_FILE,
    CrosswalkRow,
    crosswalk_csv,
    parse_crosswalk,
    rulings_of,
)
from pipeline.compare.files import CHANGES_CSV, CHANGES_JSON, changes_csv, changes_json
from pipeline.compare.model import Comparison
from pipeline.compare.remarks import FINDINGS_FILE, findings_csv, remarks_of
from pipeline.compare.same_year import SAME_YEAR_FILE, same_year_csv
from pipeline.errors import UsageError
from pipeline.exporters.disk import PLAN_FILE, write_changed
from pipeline.files.inputs import unreadable
from pipeline.folder.packages import PACKAGE_FILE
from pipeline.models import PlanDocument


def compare_into(old: Sequence[PlanDocument], new: Sequence[PlanDocument], folder: Path | None) -> Comparison:
    """Compare two sides, with what a person has ruled in the folder's crosswalk.csv, and write what comes of it.

    Args:
        old: plans of the older side.
        new: plans of the newer side.
        folder: made where it is missing; None to write nothing.

    Raises:
        CrosswalkError: the crosswalk cannot be used; nothing was written.
        UnreadableError: it cannot be read.
        UnwritableError: a file cannot be written.
        UsageError: the folder is one of ``run``.
    """
    if folder:
        refuse_published(folder)
    rows = read_crosswalk(folder / CROSSWALK_FILE) if folder else ()
    comparison = compare_documents(old, new, rulings_of(rows))
    if folder:
        for name, content in comparison_files(comparison, rows):
            write_changed(folder / name, content)
    return comparison


def comparison_files(
    comparison: Comparison, rows: Iterable[CrosswalkRow] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file of a comparison; ``rows`` are those of the crosswalk before."""
    yield CHANGES_JSON, changes_json(comparison)
    yield CHANGES_CSV, changes_csv(comparison)
    yield FINDINGS_FILE, findings_csv(remarks_of(comparison))
    yield SAME_YEAR_FILE, same_year_csv([comparison])
    # Charts take a second to load, which who reads the comparison in a program does not need.
    from pipeline.compare.files import reports_of  # noqa: PLC0415

    yield from reports_of(comparison).items()
    yield CROSSWALK_FILE, crosswalk_csv(comparison, rows)


def refuse_published(folder: Path) -> None:
    """Refuse to write where the same names, findings.csv among them, are those of plans.

    Raises:
        UsageError: they are.
    """
    if any((folder / name).exists() for name in (PLAN_FILE, PACKAGE_FILE)):
        raise UsageError("comparison-among-plans", folder=folder)


def read_crosswalk(path: Path) -> tuple[CrosswalkRow, ...]:
    """The rulings of a crosswalk.csv; none where there is no such file.

    Raises:
        CrosswalkError: it cannot be used.
        UnreadableError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise unreadable(path, error) from error
    return parse_crosswalk(content)
