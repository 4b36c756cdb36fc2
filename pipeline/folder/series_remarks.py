"""What is told of the years of a folder's offices beside their comparisons."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pipeline.compare.crosswalk import CROSSWALK_FILE
from pipeline.compare.files import CHANGES_JSON
from pipeline.compare.lineages import LINEAGES_FILE
from pipeline.compare.remarks import ComparisonFinding, problem
from pipeline.exporters.disk import PLAN_FILE
from pipeline.folder.store import CONFLICTS
from pipeline.models import Agency

PAIR_FOLDER = re.compile(r".+-\d{1,3}-\d{1,3}")
"""Names of the folders that pairs of years are written to."""


def about_years(
    agency: Agency, by_year: Collection[int], years: Sequence[int] | None
) -> Iterator[ComparisonFinding]:
    """Years that an office lacks, among those asked for or between its own."""
    name = agency.name or agency.id
    wanted = years or range(min(by_year), max(by_year) + 1)
    missing = sorted(set(wanted) - set(by_year))
    if missing:
        listed = ", ".join(map(str, missing))
        yield ComparisonFinding(problem("years-missing", agency=name, years=listed), agency.id)
    if len(by_year) == 1:
        (only,) = by_year
        yield ComparisonFinding(problem("one-year-only", agency=name, year=only), agency.id)


def in_conflict(root: Path) -> Iterator[ComparisonFinding]:
    """Plans that two different files hold: neither of them is compared."""
    for path in sorted(root.glob(f"{CONFLICTS}/*/{PLAN_FILE}")):
        yield ComparisonFinding(problem("plan-in-conflict", folder=f"{CONFLICTS}/{path.parent.name}"))


def broken_off(agency: Agency, old: int, new: int) -> ComparisonFinding:
    """Two years that could not be compared; the problem itself is told besides."""
    told = problem("lines-broken-off", agency=agency.name or agency.id, old=old, new=new, file=LINEAGES_FILE)
    return ComparisonFinding(told, str(old), str(new))


def left_over(output: Path, written: Collection[Path]) -> Iterator[ComparisonFinding]:
    """Folders of pairs that an earlier run wrote and this one did not: they may hold a person's crosswalk."""
    for path in sorted(output.glob(f"*/{CHANGES_JSON}")):
        name = path.parent.name
        if path.parent not in written and PAIR_FOLDER.fullmatch(name):
            yield ComparisonFinding(problem("comparison-left-over", folder=name, file=CROSSWALK_FILE))


def without_year(plan_id: str) -> ComparisonFinding:
    """A plan whose year is not known."""
    return ComparisonFinding(problem("year-unknown", plan=plan_id), plan_id)
