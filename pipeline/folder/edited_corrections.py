"""Changes that people made in a published table, as corrections of the fields that its columns are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.exporters.columns import PATH_SEPARATOR
from pipeline.folder.edited_tables import Kind, TableChange
from pipeline.messages.wording import Wording, same
from pipeline.models import Budget, Item, Level, PlanDocument, Section
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.records import labelled

Why = tuple[str, str]
"""In Chinese and English."""
OF_KIND: dict[Kind, Why] = {
    "by-spreadsheet": ("試算表自行更動，不列為更正", "changed by the spreadsheet itself; no correction"),
    "unclear": (
        "儲存格為日期或時間，無從得知所寫文字；請以 workplan correct 更正",
        "the cell holds a date or time, not what was typed; use workplan correct",
    ),
    "row-gone": (
        "缺列；項目不能由表格刪除，可用 join",
        "a row is gone; items are not deleted in a table: see join",
    ),
    "row-new": (
        "多列；項目不能由表格增加，可用 split",
        "a row is new; items are not added in a table: see split",
    ),
    "column-gone": ("缺欄", "a column is gone"),
    "column-new": ("多欄", "a column is new"),
}
OF_OTHERS: Why = (
    "此欄由其他值決定，不能更正",
    "the column follows from other values and cannot be corrected",
)
OTHER_LEVELS: Why = ("層數與原來不同", "the number of levels is another one")
SEVERAL_CELLS: Why = (
    "此項目有數個預算儲存格，請於 budgets 更正",
    "the item has several budget cells: see budgets",
)
TWO_VALUES: Why = ("同一欄位改成兩個不同的值", "the same field was changed to two values")
STEP_AND_WHOLE: Why = ("實施內容已整段更動", "the contents were changed as a whole too")
WORK_ITEM, PLAN_ITEM = "work_item", "plan_item"


@dataclass(frozen=True)
class Proposed:
    """A correction that a change of a table stands for.

    Attributes:
        field: see ``corrections.fields``.
        old: what was published.
    """

    item_id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Untaken:
    """A change that is no correction, and why."""

    change: TableChange
    why: Why


class _Place(NamedTuple):
    """Where an item stands."""

    section: Section
    item: Item


class _Found(NamedTuple):
    """A field's new value; ``shared`` tells values that are one for several items."""

    row: Proposed
    shared: str


def proposals(
    changes: Iterable[TableChange], documents: Sequence[PlanDocument]
) -> tuple[tuple[Proposed, ...], tuple[Untaken, ...]]:
    """Corrections for the changes of a table, and the changes that none can be made of.

    Args:
        changes: of one file, in its order.
        documents: its plans as they are now.
    """
    places = {
        item.id: _Place(section, item)
        for document in documents
        for section in document.plan.sections
        for item in section.items
    }
    cells = {
        (document.plan.id, budget.id): budget
        for document in documents
        for section in document.plan.sections
        for budget in section.budgets
    }
    found: dict[str, list[tuple[TableChange, _Found]]] = defaultdict(list)
    untaken: list[Untaken] = []
    for change in changes:
        made = _made(change, places, cells) if change.kind == "written" else OF_KIND[change.kind]
        if isinstance(made, tuple):
            untaken.append(Untaken(change, made))
            continue
        for one in made:
            found[one.shared].append((change, one))
    whole = {
        one.row.item_id for rows in found.values() for _, one in rows if one.row.field == "implementation"
    }
    rows = []
    for group in found.values():
        change, first = group[0]
        if len({one.row.new for _, one in group}) > 1:
            untaken += (Untaken(other, TWO_VALUES) for other, _ in group)
        elif first.row.field.startswith("implementation[") and first.row.item_id in whole:
            untaken.append(Untaken(change, STEP_AND_WHOLE))
        else:
            rows.append(first.row)
    return tuple(rows), tuple(dict.fromkeys(untaken))


def _made(
    change: TableChange, places: dict[str, _Place], cells: dict[tuple[str, str], Budget]
) -> list[_Found] | Why:
    if change.table == "budgets":
        plan_id, budget_id = change.key
        return _of_budget(change, cells.get((plan_id, budget_id)))
    place = places.get(change.key[0])
    if place is None:
        return OF_OTHERS
    if change.table == "steps" and change.column in {"label", "text"}:
        field = f"implementation[{change.key[1]}].{change.column}"
        return [_found(change, place.item.id, field)]
    if change.table in {"items", "plan"}:
        return _of_item(change, place)
    return OF_OTHERS


def _of_item(change: TableChange, place: _Place) -> list[_Found] | Why:
    section, item = place
    if change.column == PLAN_ITEM:
        return _levels(item, PLAN_ITEM, item.plan_item, _written(change))
    if change.column == WORK_ITEM:
        return _levels(item, WORK_ITEM, item.work_item, _written(change))
    if change.column.startswith(f"{WORK_ITEM}_"):
        index = int(change.column.rpartition("_")[2]) - 1
        printed = [labelled(level) for level in item.work_item]
        if index >= len(printed) or not change.new:
            return OTHER_LEVELS
        return _levels(item, WORK_ITEM, item.work_item, [*printed[:index], change.new, *printed[index + 1 :]])
    if change.column == "implementation":
        return [_found(change, item.id, "implementation")]
    if change.column == "extra":
        return _extra(change, item)
    if change.column in {"budget_raw", "budget_twd", "budget"}:
        own = [cell for cell in section.budgets if cell.id in item.budget_ids and cell.role == "current"]
        if len(own) != 1:
            return SEVERAL_CELLS
        return [_cell(change, own[0], item.id, _budget_part(change))]
    return OF_OTHERS


def _written(change: TableChange) -> list[str]:
    """The levels of a path, which the sheet to be read has below each other."""
    return change.new.replace("\n", PATH_SEPARATOR).split(PATH_SEPARATOR)


def _budget_part(change: TableChange) -> str:
    """Whether a budget column holds the cell's words or its amount; one column may hold either."""
    if change.column == "budget":
        return "amount_twd" if change.new.replace(",", "").lstrip("-").isdecimal() else "raw"
    return "raw" if change.column == "budget_raw" else "amount_twd"


def _of_budget(change: TableChange, budget: Budget | None) -> list[_Found] | Why:
    parts = {"raw": "raw", "amount_twd": "amount_twd", "item_ids": "applies_to"}
    if budget is None or change.column not in parts or not budget.applies_to:
        return OF_OTHERS
    return [_cell(change, budget, budget.applies_to[0], parts[change.column])]


def _cell(change: TableChange, budget: Budget, item_id: str, part: str) -> _Found:
    return _found(change, item_id, f"budget[{budget.id}].{part}", f"{budget.id} {part}")


def _levels(item: Item, kind: str, levels: Sequence[Level], written: Sequence[str]) -> list[_Found] | Why:
    if len(written) != len(levels):
        return OTHER_LEVELS
    found = []
    for index, (level, text) in enumerate(zip(levels, map(str.strip, written), strict=True)):
        if text == labelled(level):
            continue
        label, rest = _parted(text, level)
        # A level of a work item is one for all items below it.
        shared = f"{item.id} {kind} {index}" if kind == PLAN_ITEM else level.id
        for part, old, new in (("label", level.label or "", label), ("text", level.text, rest)):
            if new != old:
                row = Proposed(item.id, f"{kind}[{index}].{part}", old, new)
                found.append(_Found(row, f"{shared} {part}"))
    return found


def _parted(text: str, level: Level) -> tuple[str, str]:
    """Label and text of a level that was written anew."""
    if level.label and text.startswith(level.label):
        return level.label, text[len(level.label) :].strip()
    label = find_label(text)
    return (label.printed, label.rest) if label and not label.decimal else ("", text)


def _extra(change: TableChange, item: Item) -> list[_Found] | Why:
    """Columns without a role, which stand below each other in one cell, each behind its header."""
    found, rest = [], change.new
    for number, extra in enumerate(item.extra):
        head = f"{extra.header}: "
        if not rest.startswith(head):
            return OF_OTHERS
        following = item.extra[number + 1].header if number + 1 < len(item.extra) else None
        text, mark, rest = rest[len(head) :].partition(f"\n{following}: " if following else "\0")
        rest = mark.removeprefix("\n") + rest
        if text != extra.text:
            found.append(
                _Found(Proposed(item.id, f"extra[{extra.header}]", extra.text, text), f"{item.id} {head}")
            )
    return found


def _found(change: TableChange, item_id: str, field: str, shared: str = "") -> _Found:
    return _Found(Proposed(item_id, field, change.old, change.new), shared or f"{item_id} {field}")


def untaken_lines(untaken: Untaken) -> Iterator[Wording]:
    """A change that no correction can be made of, as lines for a person."""
    change = untaken.change
    row = "" if change.row is None else f":{change.row}"
    place = " ".join(filter(None, (f"{change.table}{row}", change.column)))
    yield Wording(zh=f"? {place}：{untaken.why[0]}", en=f"? {place}: {untaken.why[1]}")
    if change.old != change.new:
        yield from (same(f"  - {change.old}"), same(f"  + {change.new}"))
