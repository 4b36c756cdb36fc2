"""Where a field that a person corrected stands in the record of another reading: by its wording, then by its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from pipeline.corrections.fields import Field, step_at
from pipeline.corrections.standing import Boxes, boxes_of, held_place, shared_place
from pipeline.models import Budget, Item, Level, PlanDocument, Section
from pipeline.normalizers.records import walk
from pipeline.normalizers.text import fold

SAME_PLACE = 0.5
"""Share of both places from which on two cells are one. Cells do not overlap; where one became two, a half stands at
0.67, and its text decides."""


def same_words(one: str, other: str) -> bool:
    r"""Whether two values say the same: white space, marks that nobody sees and variants of characters aside.

    >>> same_words("3,\u200b450", "3,450"), same_words("臺北", "台北 "), same_words("宜導", "宣導")
    (True, True, False)
    """
    return one == other or fold(_shown(one)) == fold(_shown(other))


def _shown(text: str) -> str:
    return text if text.isascii() else "".join(char for char in text if unicodedata.category(char) != "Cf")


def field_there(
    old: Item, field: Field, new_value: str, new: Item, *, by_position: bool = True
) -> str | None:
    """The name that a field of an item has in the same item of another reading.

    Args:
        old: the item as the correction finds it.
        field: one of its texts or labels; no budget.
        new_value: that of the correction: where the text is right already, it is found by that.
        new: the item of the other reading.
        by_position: whether a field in the same position counts where none has the same words; not so where it is in
            doubt that both are the same item.

    Returns:
        The name of the field with the same words; where there is none, of the one in the same position. None where
        there is neither, or where several say the same and nothing tells which is meant.
    """
    if field.kind in {"work_item", "plan_item"}:
        return _level_there(old, field, new_value, new, by_position=by_position)
    if field.kind == "step":
        return _step_there(old, field, new_value, new, by_position=by_position)
    if field.kind == "extra":
        return _extra_there(old, field, new)
    return "implementation"


def field_boxes(item: Item, field: Field) -> Boxes:
    """Where a text of an item stands."""
    if field.kind == "step":
        name = f"implementation[{field.path[0] - 1}]"
    elif field.kind == "extra":
        headers = [extra.header for extra in item.extra]
        name = f"extra[{headers.index(field.key)}]" if field.key in headers else "extra["
    elif field.kind in {"work_item", "plan_item"}:
        name = f"{field.kind}[{field.index}]"
    else:
        name = "implementation["
    return boxes_of(place for place in item.provenance if place.field.startswith(name))


def cell_there(cell: Budget, documents: Iterable[PlanDocument]) -> tuple[Section, Budget] | None:
    """The budget cell that stands where one of another reading stands, with its section; None where none does."""
    boxes = boxes_of(cell.provenance)
    cells = [(section, one) for d in documents for section in d.plan.sections for one in section.budgets]
    placed = [(shared_place(boxes, boxes_of(one.provenance)), at) for at, (_, one) in enumerate(cells)]
    near = [cells[at] for share, at in sorted(placed, key=lambda it: -it[0]) if share >= SAME_PLACE]
    same = [one for one in near if one[1].role == cell.role]
    # A page that is set upright now has all its cells elsewhere; identifiers then tell, where the text agrees.
    same = same or [one for one in cells if one[1].id == cell.id and same_words(one[1].raw, cell.raw)]
    return same[0] if same else None


def _level_there(old: Item, field: Field, new_value: str, new: Item, *, by_position: bool) -> str | None:
    levels = _levels(old, field.kind)
    if field.index >= len(levels):
        return None
    wanted = _wanted(levels[field.index].text, field, new_value)
    own = (field.kind, field.index)
    found = [
        (kind, index)
        for kind in sorted(("work_item", "plan_item"), key=lambda kind: kind != field.kind)
        for index, level in enumerate(_levels(new, kind))
        if fold(level.text) in wanted
    ]
    kinds = [one for one in found if one[0] == field.kind] or found
    if own in found or (by_position and not found and field.index < len(_levels(new, field.kind))):
        kinds = [own]
    return f"{kinds[0][0]}[{kinds[0][1]}].{field.part}" if len(kinds) == 1 else None


def _step_there(old: Item, field: Field, new_value: str, new: Item, *, by_position: bool) -> str | None:
    step = step_at(old.implementation, field.path)
    if step is None:
        return None
    wanted = _wanted(step.text, field, new_value)
    alike = [path for path, one in walk(old.implementation) if fold(one.text) == fold(step.text)]
    found = [path for path, one in walk(new.implementation) if fold(one.text) in wanted]
    if by_position and not found and step_at(new.implementation, field.path):
        found = [field.path]
    if len(found) > 1 and len(found) == len(alike):
        found = [found[alike.index(field.path)]]
    if len(found) > 1:
        found = _in_place(found, new, field_boxes(old, field))
    return f"implementation[{'.'.join(map(str, found[0]))}].{field.part}" if len(found) == 1 else None


def _in_place(paths: Sequence[tuple[int, ...]], new: Item, boxes: Boxes) -> list[tuple[int, ...]]:
    """Those of some steps that stand where the step of the other reading stood."""
    fields = {path: Field("step", path=path) for path in paths}
    return [path for path in paths if held_place(boxes, field_boxes(new, fields[path])) >= SAME_PLACE]


def _extra_there(old: Item, field: Field, new: Item) -> str | None:
    if any(extra.header == field.key for extra in new.extra):
        return f"extra[{field.key}]"
    text = next((extra.text for extra in old.extra if extra.header == field.key), "")
    same = [extra.header for extra in new.extra if same_words(extra.text, text)]
    return f"extra[{same[0]}]" if len(same) == 1 else None


def _wanted(text: str, field: Field, new_value: str) -> Sequence[str]:
    """What the text may read now: as before or, where it is the text that is corrected, as corrected."""
    return (fold(text), fold(new_value)) if field.part == "text" else (fold(text),)


def _levels(item: Item, kind: str) -> Sequence[Level]:
    return item.work_item if kind == "work_item" else item.plan_item


def items_holding(boxes: Boxes, documents: Iterable[PlanDocument]) -> Iterator[tuple[Section, Item]]:
    """Yield the items of a reading within whose places most of a place lies."""
    for document in documents:
        for section in document.plan.sections:
            for item in section.items:
                if held_place(boxes, boxes_of(item.provenance)) >= SAME_PLACE:
                    yield section, item
