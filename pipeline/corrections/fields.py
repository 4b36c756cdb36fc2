"""Which fields a person can correct, by the names that the CSV files give them, and what may be written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.models import Budget, Item, Section, Step
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.records import contents, walk

Kind = Literal[
    "work_item",
    "plan_item",
    "step",
    "contents",
    "extra",
    "budget",
    "split",
    "join",
    "move",
    "applies_to",
]
Part = Literal["text", "label", "raw", "amount_twd", "after", "before"]

ARRANGING: frozenset[Kind] = frozenset(("split", "join", "move", "applies_to"))
"""Kinds that change which items there are, where they stand and which budgets they have; see `arranging`."""

_LEVEL = re.compile(r"(work_item|plan_item)\[(\d{1,3})\]\.(text|label)")
_STEP = re.compile(r"implementation\[([1-9]\d{0,3}(?:\.[1-9]\d{0,3})*)\]\.(text|label)")
_EXTRA = re.compile(r"extra\[(.+)\]", re.DOTALL)
_BUDGET = re.compile(r"budget\[(.+)\]\.(raw|amount_twd)")
_SPLIT_FIELD = re.compile(r"split\[([1-9]\d{0,3})\]")
_MOVE = re.compile(r"move\[(after|before)\]")
_APPLIES = re.compile(r"budget\[(.+)\]\.applies_to")
_PLAIN_AMOUNT = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})")

FIELD_NAMES = (
    "plan_item[0].text, plan_item[0].label, work_item[0].text, work_item[0].label, implementation, "
    "implementation[2.1].text, implementation[2.1].label, extra[備註], budget[ID].raw, budget[ID].amount_twd, "
    "budget[ID].applies_to, split[2], join, move[after], move[before]"
)
"""One name of each kind, for messages."""
PLAN_OPTIONS = {
    "year": "--year",
    "year_roc": "--year",
    "agency": "--agency",
    "agency_id": "--agency",
}
"""Values of a whole plan, which ``workplan run`` takes as options."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be corrected.

    Attributes:
        part: which value of the record, or side of an item; None where there is only one.
        index: of a level, from 0; of the step that a split begins at, from 1.
        path: of a step, counted from 1 on each level, as in steps.csv.
        key: header of an extra column, or id of a budget cell.
    """

    kind: Kind
    part: Part | None = None
    index: int = 0
    path: tuple[int, ...] = ()
    key: str = ""


def parse_field(name: str) -> Field | None:
    """The field of that name; None where no field has it.

    >>> parse_field("implementation[2.1].label").path
    (2, 1)
    >>> parse_field("year") is None
    True
    """
    if name == "implementation":
        return Field("contents")
    if match := _LEVEL.fullmatch(name):
        kind: Kind = "work_item" if match[1] == "work_item" else "plan_item"
        return Field(kind, _part(match[3]), index=int(match[2]))
    if match := _STEP.fullmatch(name):
        return Field("step", _part(match[2]), path=tuple(map(int, match[1].split("."))))
    if match := _EXTRA.fullmatch(name):
        return Field("extra", key=match[1])
    if match := _BUDGET.fullmatch(name):
        return Field("budget", "raw" if match[2] == "raw" else "amount_twd", key=match[1])
    if match := _SPLIT_FIELD.fullmatch(name):
        return Field("split", index=int(match[1]))
    if name == "join":
        return Field("join")
    if match := _MOVE.fullmatch(name):
        return Field("move", "after" if match[1] == "after" else "before")
    if match := _APPLIES.fullmatch(name):
        return Field("applies_to", key=match[1])
    return None


def fields_of_item(section: Section, item: Item) -> Iterator[tuple[str, str]]:
    """Yield name and present value of every text and amount of an item, in the contract's order."""
    for kind, levels in (("work_item", item.work_item), ("plan_item", item.plan_item)):
        for index, level in enumerate(levels):
            yield f"{kind}[{index}].label", level.label or ""
            yield f"{kind}[{index}].text", level.text
    yield "implementation", contents(item.implementation)
    for path, step in walk(item.implementation):
        name = f"implementation[{'.'.join(map(str, path))}]"
        yield f"{name}.label", step.label or ""
        yield f"{name}.text", step.text
    for extra in item.extra:
        yield f"extra[{extra.header}]", extra.text
    for cell in section.budgets:
        if cell.id in item.budget_ids:
            yield f"budget[{cell.id}].raw", cell.raw
            yield f"budget[{cell.id}].amount_twd", _amount_text(cell)


def present(section: Section, item: Item, field: Field) -> str | None:
    """The value that a field has now, empty where it has none; None where the item has no such field.

    Args:
        section: holds the item.
        item: that the field is asked of.
        field: of no kind of `ARRANGING`.
    """
    if field.kind in {"work_item", "plan_item"}:
        levels = item.work_item if field.kind == "work_item" else item.plan_item
        if field.index >= len(levels):
            return None
        level = levels[field.index]
        return (level.label or "") if field.part == "label" else level.text
    if field.kind == "contents":
        return contents(item.implementation)
    if field.kind == "step":
        step = step_at(item.implementation, field.path)
        return None if step is None else (step.label or "") if field.part == "label" else step.text
    if field.kind == "extra":
        return next((extra.text for extra in item.extra if extra.header == field.key), None)
    cell = cell_of(section, item, field.key)
    return None if cell is None else cell.raw if field.part == "raw" else _amount_text(cell)


def step_at(steps: tuple[Step, ...], path: tuple[int, ...]) -> Step | None:
    """The step at a path, counted from 1."""
    found: Step | None = None
    for position in path:
        if position > len(steps):
            return None
        found = steps[position - 1]
        steps = found.steps
    return found


def cell_of(section: Section, item: Item, budget_id: str) -> Budget | None:
    """The budget cell of that id, where the item has it."""
    cells = (cell for cell in section.budgets if cell.id == budget_id and budget_id in item.budget_ids)
    return next(cells, None)


def plain_value(field: Field, value: str) -> str:
    """A value as it is compared and kept: amounts without the commas that Excel puts in, names one space apart.

    >>> plain_value(Field("budget", "amount_twd", key="b"), "8,359,000")
    '8359000'
    """
    if field.kind in {"join", "move", "applies_to"}:
        return " ".join(value.split())
    if field.part == "amount_twd" and _PLAIN_AMOUNT.fullmatch(value.strip()):
        return str(int(value.replace(",", "")))
    return value


def same_value(field: Field, one: str, other: str) -> bool:
    """Whether two values of a field are the same; items that a budget cell applies to are, in any order.

    >>> same_value(Field("applies_to", key="b"), "a-1 a-2", "a-2 a-1")
    True
    """
    return one == other or (field.kind == "applies_to" and set(one.split()) == set(other.split()))


def usable(field: Field, value: str) -> bool:
    """Whether a value may be written into a field: an amount is whole dollars or nothing.

    >>> usable(Field("split", index=2), "2、"), usable(Field("split", index=2), "2、召開里民大會")
    (False, True)
    """
    if field.kind == "split":
        found = find_label(value)
        return "\n" not in value and bool((found.rest if found else value).strip())
    if field.kind in {"join", "move"}:
        return len(value.split()) == 1
    if field.kind == "applies_to":
        return len(set(value.split())) == len(value.split())
    if field.part == "amount_twd":
        return not value or _PLAIN_AMOUNT.fullmatch(value.strip()) is not None
    # A label stands on the line of its text.
    return field.part != "label" or "\n" not in value


def _part(name: str) -> Part:
    return "label" if name == "label" else "text"


def _amount_text(cell: Budget) -> str:
    return "" if cell.amount_twd is None else str(cell.amount_twd)
