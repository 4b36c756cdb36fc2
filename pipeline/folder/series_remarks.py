"""What is told of the years of a folder's offices beside their comparisons."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pipeline.compare.crosswalk import CROSSWALK_FILE
from pipeline.compare.files import CHANGES_JSON
from pipeline.compare.lineages import LINEAGES_FILE
from pipeline.compare.remarks import Remark
from pipeline.exporters.disk import PLAN_FILE
from pipeline.folder.store import CONFLICTS

PAIR_FOLDER = re.compile(r".+-\d{1,3}-\d{1,3}")
"""Names of the folders that pairs of years are written to."""


def about_years(agency_id: str, by_year: Collection[int], years: Sequence[int] | None) -> Iterator[Remark]:
    """Years that an office lacks, among those asked for or between its own."""
    wanted = years or range(min(by_year), max(by_year) + 1)
    missing = sorted(set(wanted) - set(by_year))
    if missing:
        listed = ", ".join(map(str, missing))
        yield Remark(
            "years-missing",
            "info",
            agency_id,
            "",
            f"{agency_id} 缺 {listed} 年度的計畫，以其餘年度依序比對。",
            f"{agency_id} has no plan of {listed}; its other years are compared in turn.",
        )
    if len(by_year) == 1:
        (only,) = by_year
        yield Remark(
            "one-year-only",
            "info",
            agency_id,
            "",
            f"{agency_id} 只有 {only} 年度的計畫，無從比對。",
            f"{agency_id} has a plan of {only} only; there is nothing to compare it with.",
        )


def in_conflict(root: Path) -> Iterator[Remark]:
    """Plans that two different files hold: neither of them is compared."""
    for path in sorted(root.glob(f"{CONFLICTS}/*/{PLAN_FILE}")):
        name = path.parent.name
        yield Remark(
            "plan-in-conflict",
            "warning",
            "",
            "",
            f"{CONFLICTS}/{name} 與另一檔案含同一計畫，未列入比對。",
            f"{CONFLICTS}/{name} holds the same plan as another file and was not compared.",
        )


def broken_off(agency_id: str, old: int, new: int) -> Remark:
    """Two years that could not be compared; the problem itself is told besides."""
    return Remark(
        "lines-broken-off",
        "warning",
        str(old),
        str(new),
        f"{agency_id} {old} 與 {new} 年度未能比對，{LINEAGES_FILE} 的項目脈絡自 {new} 年度重新起算。",
        f"{agency_id} {old} and {new} could not be compared; lines in {LINEAGES_FILE} begin anew with {new}.",
    )


def left_over(output: Path, written: Collection[Path]) -> Iterator[Remark]:
    """Folders of pairs that an earlier run wrote and this one did not: they may hold a person's crosswalk."""
    for path in sorted(output.glob(f"*/{CHANGES_JSON}")):
        name = path.parent.name
        if path.parent not in written and PAIR_FOLDER.fullmatch(name):
            yield Remark(
                "comparison-left-over",
                "warning",
                "",
                "",
                f"{name} 為先前執行所留，本次未更新，亦未列入合併表；不再需要時請刪除，"
                f"惟其中 {CROSSWALK_FILE} 的判定將一併刪除。",
                f"{name} is of an earlier run: it was not renewed and is not in the combined tables. "
                f"Delete it where it is no longer needed; the verdicts in its {CROSSWALK_FILE} go with it.",
            )


def without_year(plan_id: str) -> Remark:
    """A plan whose year is not known."""
    return Remark(
        "year-unknown",
        "warning",
        plan_id,
        "",
        f"{plan_id} 沒有年度，未列入比對。",
        f"{plan_id} has no year and was not compared.",
    )
