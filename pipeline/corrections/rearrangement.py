"""Splits, joins, moves and what budget cells apply to, of an earlier reading, as they read for the present one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from pipeline.corrections.application import item_of
from pipeline.corrections.arrangement import arranged_value
from pipeline.corrections.fields import Field
from pipeline.corrections.location import cell_there
from pipeline.corrections.parts import places_named, position_of
from pipeline.corrections.rows import CorrectionRow
from pipeline.corrections.standing import HELD, Boxes, boxes_of, held_place
from pipeline.corrections.steps import same_contents
from pipeline.dataclass import dataclass
from pipeline.models import Item, PlanDocument, Section
from pipeline.normalizers.records import contents, own_places
from pipeline.normalizers.text import fold

UNSURE = ("an item that it names is not found without doubt", "所指項目無法明確對應")
MOVED_ELSEWHERE = ("the item stands elsewhere now", "項目的位置已不同")
NO_STEP = ("its contents are divided otherwise now", "實施內容的分項已不同")
NO_CELL = ("the budget cell is not found at its place", "原位置已無此預算儲存格")
OTHER_ITEMS = ("the budget cell applies to other items now", "預算儲存格適用的項目已不同")


@dataclass(frozen=True, slots=True)
class Rearranged:
    """A row that says how items are to be arranged, in the present reading.

    Attributes:
        row: None where they are arranged so already.
        names: items of the earlier reading that are known by it: their identifiers now.
    """

    row: CorrectionRow | None
    names: dict[str, str] = field(default_factory=dict)


def rearranged(
    before: PlanDocument,
    now: Sequence[PlanDocument],
    row: CorrectionRow,
    known: Field,
    names: Mapping[str, str],
    made: Sequence[str] = (),
) -> Rearranged | tuple[str, str]:
    """Such a row in the present reading, or why it fits no more, in English and Chinese.

    Args:
        before: the plan of the earlier reading as the row finds it; has the row's item.
        now: the file's plans as they are now, with the rows before.
        row: its field is ``known``.
        known: of a kind of ``ARRANGING``.
        names: identifier now of the earlier reading's items that are found again.
        made: identifiers of the items that the row makes in the earlier reading.
    """
    if known.kind == "split":
        return _split(before, now, row, known, names, made)
    if known.kind == "join":
        return _join(before, now, row, names)
    if known.kind == "move":
        return _move(before, now, row, known, names)
    return _applies(before, now, row, known, names)


def _split(
    before: PlanDocument,
    now: Sequence[PlanDocument],
    row: CorrectionRow,
    known: Field,
    names: Mapping[str, str],
    made: Sequence[str],
) -> Rearranged | tuple[str, str]:
    there = _held(now, names.get(row.item_id))
    if there is not None:
        document, _, item = there
        numbers = sorted(range(1, len(item.implementation) + 1), key=lambda n: n != known.index)
        for number in numbers:
            over = arranged_value(document.plan, item.id, Field("split", index=number))
            # The first step is where the whole item begins: that it is called otherwise is no reason to divide it.
            if over is not None and same_contents(over, row.old) and (number > 1 or known.index == 1):
                return Rearranged(replace(row, item_id=item.id, field=f"split[{number}]", old=over))
    old = _item(before, row.item_id)
    steps = boxes_of(
        place for place in places_named(old, "implementation[") if position_of(place.field) >= known.index - 1
    )
    halves = [
        (section.items[at - 1], item)
        for _, section, at, item in _all(now)
        if at and fold(contents(item.implementation)) == fold(row.old) and _holds(item, steps)
    ]
    if len(halves) != 1:
        return UNSURE if there is None else NO_STEP
    first, second = halves[0]
    found = dict.fromkeys(made, second.id)
    words = boxes_of(places_named(old, "plan_item["))
    if row.item_id not in names and _holds(first, words):
        found[row.item_id] = first.id
    return Rearranged(None, found)


def _join(
    before: PlanDocument, now: Sequence[PlanDocument], row: CorrectionRow, names: Mapping[str, str]
) -> Rearranged | tuple[str, str]:
    mine, other = names.get(row.item_id), names.get(row.new)
    if mine and other and mine != other:
        return Rearranged(replace(row, item_id=mine, new=other))
    parts = [
        boxes_of(own_places(_item(before, name))) for name in (row.item_id, row.new) if _has(before, name)
    ]
    whole = [item for _, _, _, item in _all(now) if all(_holds(item, part) for part in parts)]
    if len(parts) < 2 or len(whole) != 1 or {mine, other} - {None, whole[0].id}:
        return UNSURE
    return Rearranged(None, {row.item_id: whole[0].id, row.new: whole[0].id})


def _move(
    before: PlanDocument,
    now: Sequence[PlanDocument],
    row: CorrectionRow,
    known: Field,
    names: Mapping[str, str],
) -> Rearranged | tuple[str, str]:
    there, target = _held(now, names.get(row.item_id)), _held(now, names.get(row.new))
    if there is None or target is None or there[0] is not target[0] or there[2].id == target[2].id:
        return UNSURE
    document, _, item = there
    beside = arranged_value(document.plan, item.id, known) or ""
    if beside == target[2].id and fold("".join(one.text for one in item.work_item)) == fold(
        "".join(one.text for one in target[2].work_item)
    ):
        return Rearranged(None)
    same = beside == names.get(row.old, "") if row.old else not beside
    neighbour = _held(now, beside)
    if not same and row.old and neighbour and _has(before, row.old):
        # What it stood beside may be read as more or fewer items now.
        one, other = boxes_of(own_places(neighbour[2])), boxes_of(own_places(_item(before, row.old)))
        same = held_place(one, other) >= HELD or held_place(other, one) >= HELD
    if not same:
        return MOVED_ELSEWHERE
    return Rearranged(replace(row, item_id=item.id, old=beside, new=target[2].id))


def _applies(
    before: PlanDocument,
    now: Sequence[PlanDocument],
    row: CorrectionRow,
    known: Field,
    names: Mapping[str, str],
) -> Rearranged | tuple[str, str]:
    cells = (one for section in before.plan.sections for one in section.budgets)
    cell = next((one for one in cells if one.id == known.key), None)
    there = cell_there(cell, now) if cell else None
    if there is None:
        return NO_CELL
    _, found = there
    wanted = [names.get(one) for one in row.new.split()]
    expected = [names.get(one) for one in row.old.split()]
    if None in wanted:
        return UNSURE
    if set(found.applies_to) == set(wanted):
        return Rearranged(None)
    if set(found.applies_to) != set(expected):
        return OTHER_ITEMS
    owner = names.get(row.item_id)
    if owner is None:
        return UNSURE
    new = " ".join(one for one in wanted if one)
    name = f"budget[{found.id}].applies_to"
    return Rearranged(replace(row, item_id=owner, field=name, old=" ".join(found.applies_to), new=new))


def _holds(item: Item, part: Boxes) -> bool:
    return held_place(part, boxes_of(own_places(item))) >= HELD


def _all(documents: Sequence[PlanDocument]) -> Iterator[tuple[PlanDocument, Section, int, Item]]:
    for document in documents:
        for section in document.plan.sections:
            for at, item in enumerate(section.items):
                yield document, section, at, item


def _held(documents: Sequence[PlanDocument], name: str | None) -> tuple[PlanDocument, Section, Item] | None:
    for document in documents:
        held = item_of(document.plan, name) if name else None
        if held:
            return document, *held
    return None


def _has(document: PlanDocument, name: str) -> bool:
    return item_of(document.plan, name) is not None


def _item(document: PlanDocument, name: str) -> Item:
    """An item that is there."""
    held = item_of(document.plan, name)
    if held is None:
        raise KeyError(name)
    return held[1]
