"""What a person checks of an item, as one hash: a record that was checked and has changed since is seen by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.models import Budget, Item, Level, Step

FORM = 1
"""Of what is hashed; another one makes every mark out of date."""


def record_sha256(item: Item, budgets: Iterable[Budget]) -> str:
    """SHA-256, hexadecimal, over all that a person compares with the document.

    It covers number and text of the levels of work item and plan item and of each step, the columns without a role,
    and of each budget cell text, amount, role, unit and the items that it applies to. It leaves out what says how
    these were read or came about: findings, places on the pages, mentions, corrections, identifiers of levels and
    cells, and the text before it was normalised. The same values have the same hash, whichever run or correction
    they come from.

    Args:
        item: the record, with the corrections of people.
        budgets: those of its section; cells that are none of the item's are passed over.
    """
    cells = {budget.id: budget for budget in budgets}
    seen = [
        FORM,
        _levels(item.work_item),
        _levels(item.plan_item),
        _steps(item.implementation),
        [[extra.header, extra.text] for extra in item.extra],
        [_cell(cells[one]) for one in item.budget_ids if one in cells],
    ]
    return hashlib.sha256(json.dumps(seen, separators=(",", ":")).encode("ascii")).hexdigest()


def _levels(levels: Sequence[Level]) -> list[Any]:
    return [[level.label, level.text] for level in levels]


def _steps(steps: Sequence[Step]) -> list[Any]:
    return [[step.label, step.text, _steps(step.steps)] for step in steps]


def _cell(cell: Budget) -> list[Any]:
    return [cell.raw, cell.amount_twd, cell.role, cell.printed_unit, list(cell.applies_to)]
