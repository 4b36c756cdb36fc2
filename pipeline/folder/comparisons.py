"""A comparison of two sides into a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.compare.comparison import compare_sides, sides_of
from pipeline.compare.crosswalk import (
    CROSSWALK_FILE,
    CrosswalkRow,
    crosswalk_csv,
    parse_crosswalk,
    rulings_of,
)
from pipeline.compare.files import CHANGES_CSV, CHANGES_JSON, changes_csv, changes_json
from pipeline.compare.index import INDEX_FILE
from pipeline.compare.lineages import LINEAGES_FILE
from pipeline.compare.model import Comparison, Side
from pipeline.compare.remarks import FINDINGS_FILE, findings_csv, remarks_of
from pipeline.compare.same_year import SAME_YEAR_FILE, same_year_csv
from pipeline.errors import UsageError
from pipeline.exporters.disk import PLAN_FILE, remove_file, write_changed
from pipeline.files.inputs import unreadable
from pipeline.folder.packages import PACKAGE_FILE
from pipeline.models import PlanDocument

PAIR_FILES = (CHANGES_JSON, CHANGES_CSV, FINDINGS_FILE, SAME_YEAR_FILE, "report.html", "report.md")
"""What is written of two sides, but for crosswalk.csv, which is a person's."""
SERIES_FILES = (CHANGES_CSV, FINDINGS_FILE, SAME_YEAR_FILE, LINEAGES_FILE, INDEX_FILE)
"""What is written above the pairs of many offices and years."""


def compare_into(
    old: Sequence[PlanDocument], new: Sequence[PlanDocument], folder: Path | None, within: Path | None = None
) -> Comparison:
    """Compare two sides, with what a person has ruled in the folder's crosswalk.csv, and write what comes of it.

    Args:
        old: plans of the older side.
        new: plans of the newer side.
        folder: made where it is missing; None to write nothing, or within another one.
        within: the folder gets its name from the sides (see ``pair_name``) and stands in this one.

    Raises:
        CrosswalkError: the crosswalk cannot be used; nothing was written.
        UnreadableError: it cannot be read.
        UnwritableError: a file cannot be written.
        UsageError: the folder is one of ``run``.
    """
    sides = sides_of(old, new)
    folder = within / pair_name(*sides) if within else folder
    if folder:
        refuse_published(folder)
    rows = read_crosswalk(folder / CROSSWALK_FILE) if folder else ()
    comparison = compare_sides(*sides, rulings_of(rows))
    if folder:
        for name, content in comparison_files(comparison, rows):
            write_changed(folder / name, content)
        take_away(folder, set(SERIES_FILES) - set(PAIR_FILES), LINEAGES_FILE)
    return comparison


def pair_name(old: Side, new: Side) -> str:
    """Name of the folder of two sides: office and years, or the plans where they are not of one office's years.

    The years of an office are called alike whether they were compared alone or with all others.
    """
    if old.agency_id and old.agency_id == new.agency_id and old.year_roc and new.year_roc:
        return f"{old.agency_id}-{old.year_roc}-{new.year_roc}"
    return "--".join(side.plan_ids[0] if side.plan_ids else "none" for side in (old, new))


def take_away(folder: Path, names: Collection[str], sign: str) -> None:
    """Remove what an earlier run wrote and this one did not, lest an old report stays beside new results.

    Args:
        folder: that was written to.
        names: of the files.
        sign: file that such a run leaves; where it is not there, files of these names are a person's.

    Raises:
        UnwritableError: a file cannot be removed.
    """
    if (folder / sign).is_file():
        for name in sorted(names):
            remove_file(folder / name)


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
