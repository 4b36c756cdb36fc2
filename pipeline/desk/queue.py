"""What deserves eyes first: records with findings, then unsure readings, then large budgets, then the rest by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.models import CONFIDENCES, Finding
from pipeline.site.model import ItemRow, SitePlan

WORST_FIRST: Final = ("error", "warning", "info")
LARGE_SHARE: Final = 0.8
"""Budgets are large that together, the largest first, make up this share of the plan's: an error in one of them changes
its sums, an error in one of the others hardly does."""
Doubt = tuple[int, int, int]
"""The smaller, the sooner it is looked at: severity, confidence, and the large amount with a minus."""
NO_DOUBT: Final[Doubt] = (len(WORST_FIRST), 0, 0)


def doubts_of(plan: SitePlan) -> dict[str, Doubt]:
    """How much each item of a plan deserves eyes, by identifier."""
    large = _large_amounts(plan.rows)
    return {
        row.id: (_worst(row.findings), -CONFIDENCES.index(row.item.confidence), -large.get(row.id, 0))
        for row in plan.rows
    }


def items_in_order(plan: SitePlan, doubts: Mapping[str, Doubt]) -> tuple[str, ...]:
    """The items of a plan as they are worked through; those that deserve eyes alike in reading order."""
    return tuple(row.id for row in sorted(plan.rows, key=lambda row: doubts[row.id]))


def pages_in_order(plan: SitePlan, doubts: Mapping[str, Doubt]) -> tuple[int, ...]:
    """The pages that items stand on as they are worked through: a page is as doubtful as its worst record.

    A finding about the page itself, such as of text in no field, counts as one of its records'.
    """
    worst: dict[int, Doubt] = {}
    for row in plan.rows:
        for page in row.entry.pages:
            worst[page] = min(worst.get(page, NO_DOUBT), doubts[row.id])
    for finding in plan.general_findings:
        if finding.page in worst:
            severity, *others = worst[finding.page]
            worst[finding.page] = (min(severity, _worst([finding])), others[0], others[1])
    return tuple(sorted(worst, key=lambda page: (worst[page], page)))


def _worst(findings: Iterable[Finding]) -> int:
    return min((WORST_FIRST.index(one.severity) for one in findings), default=len(WORST_FIRST))


def _large_amounts(rows: Iterable[ItemRow]) -> dict[str, int]:
    """The year's large budgets by item, in New Taiwan dollars."""
    amounts = {row.id: _amount_twd(row) for row in rows}
    left = LARGE_SHARE * sum(amounts.values())
    large: dict[str, int] = {}
    for item_id, amount in sorted(amounts.items(), key=lambda one: -one[1]):
        if left <= 0 or not amount:
            break
        large[item_id] = amount
        left -= amount
    return large


def _amount_twd(row: ItemRow) -> int:
    return sum(abs(one.amount_twd or 0) for one in row.entry.budgets if one.role == "current")
