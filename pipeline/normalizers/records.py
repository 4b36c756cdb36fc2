"""An item as text, as a place and as one hash: what of it is compared, reviewed and published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.models import Budget, Item, Level, Provenance, Step


def contents(steps: Sequence[Step]) -> str:
    r"""All steps in reading order with their numbers, one per line.

    >>> contents([Step(label="1.", number=1, text="宣導。", steps=(Step(label=None, number=None, text="函"),))])
    '1. 宣導。\n函'
    """
    return "\n".join(labelled(step) for _, step in walk(steps))


def labelled(part: Level | Step) -> str:
    """A level or step as one line: its number, then its text.

    >>> labelled(Step(label="1.", number=1, text="2歲以上"))
    '1. 2歲以上'
    >>> labelled(Step(label="一、", number=1, text="一般行政"))
    '一、一般行政'
    """
    # Without the space "1." and "5萬元" would read as another number.
    gap = " " if part.label and part.label[-1] in ".．" and part.text else ""
    return f"{part.label or ''}{gap}{part.text}"


def walk(steps: Sequence[Step], above: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Step]]:
    """Yield every step with its position, counted from 1 on each level, in reading order."""
    for position, step in enumerate(steps, start=1):
        path = (*above, position)
        yield path, step
        yield from walk(step.steps, path)


OWN_FIELDS = ("implementation", "extra")
"""Begin the names of fields that an item shares with no other, beside the last level of its plan item."""


def own_places(item: Item) -> Sequence[Provenance]:
    """Where an item itself stands: what it shares with others, its work item say, may be pages before it.

    An item that has nothing of its own stands where what it shares does.
    """
    words = f"plan_item[{len(item.plan_item) - 1}]"
    own = [p for p in item.provenance if p.field == words or p.field.startswith(OWN_FIELDS)]
    return own or item.provenance


HASH_VERSION = 1
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
        HASH_VERSION,
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
