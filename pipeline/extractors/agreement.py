"""Where two readings of a table do not give the same records: one of them is wrong there, and the record says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.cells import ColumnCell
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.marks import BRACKETED_MARK
from pipeline.extractors.outline import Draft, Outline
from pipeline.extractors.steps import rounded, step_tree, wording
from pipeline.lines.lines import Line
from pipeline.models import Item, OtherReading, Plan, ReadField, Section, Step
from pipeline.normalizers.labels import Label
from pipeline.normalizers.records import contents, labelled
from pipeline.normalizers.text import fold, join_lines

QUOTED_CHARACTERS = 24
"""Characters of a text that a finding quotes."""

Key = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one record that the two readings give otherwise.

    Attributes:
        field: which.
        taken: its text in the reading that gave the record; "" where that has none.
        other: its text in the other reading.
        line: where it stands.
        whole: the other reading's text as a record has it, level by level or step by step.
    """

    field: ReadField
    taken: str
    other: str
    line: Line
    whole: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two readings of one table, side by side.

    Attributes:
        differences: of the first reading's drafts, by their places; drafts that both give alike have none.
        lacking: records of the second reading that the first has nothing of.
    """

    differences: Mapping[int, tuple[Difference, ...]]
    lacking: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """A draft as its keys, by which it is compared, its lines, which are quoted, and its texts as a record has them."""

    anchor: Key | None
    work: tuple[str, ...]
    fields: Mapping[ReadField, tuple[Line, ...]]
    draft: Draft
    cells: tuple[ColumnCell, ...]

    def keys(self, name: ReadField) -> tuple[Key, ...]:
        return tuple(map(_key, self.fields[name]))

    def text(self, name: ReadField) -> str:
        if name == "work_item":
            return "\n".join(_level(entry.lines, entry.label) for entry in self.draft.work)
        if name == "implementation":
            return contents(step_tree(self.draft.contents, name)[0])
        if name == "budget":
            return "\n".join(line.ordinal + line.text for cell in self.cells for line in cell.lines)
        return "\n".join(_level(level.lines, level.label) for level in self.draft.plan)


def compared(first: Outline, second: Outline) -> Compared:
    """Compare two readings of one table, record by record.

    A record is the other reading's if its plan item, or where it has none its contents, begins on the same line.
    """
    mine, theirs = _sides(first), _sides(second)
    begun = {sides.anchor: sides for sides in theirs if sides.anchor is not None}
    differences: dict[int, tuple[Difference, ...]] = {}
    for at, sides in enumerate(mine):
        other = begun.pop(sides.anchor, None) if sides.anchor is not None else None
        told = tuple(_differences(sides, other))
        if told:
            differences[at] = told
    # Of records that share a heading, the one right below it is the one that holds it.
    held = {_key(line): at for at, sides in reversed(list(enumerate(mine))) for line in _lines(sides)}
    lacking: list[Difference] = []
    for sides in begun.values():
        lines = list(_lines(sides))
        inside = next((held[_key(line)] for line in lines if _key(line) in held), None)
        begun_there = _text(sides.fields["plan_item"] or lines[:1])
        extra = Difference("record", "", begun_there, lines[0], sides.text("plan_item") or begun_there)
        if inside is None:
            lacking.append(extra)
        else:
            differences[inside] = (*differences.get(inside, ()), extra)
    return Compared(differences, tuple(lacking))


def _sides(outline: Outline) -> list[_Sides]:
    cells: dict[int, list[ColumnCell]] = {}
    for cell in outline.cells:
        for draft in cell.drafts:
            cells.setdefault(draft, []).append(cell)
    return [_side(draft, cells.get(at, ())) for at, draft in enumerate(outline.drafts)]


def _side(draft: Draft, cells: Sequence[ColumnCell]) -> _Sides:
    paid = sorted((line for cell in cells for line in cell.lines), key=_key)
    contents = [paragraph.lines for paragraph in draft.contents]
    own = next(iter([level.lines for level in draft.plan[-1:]] or contents[:1] or [tuple(paid)]), ())
    return _Sides(
        _key(own[0]) if own else None,
        tuple(_work(entry.lines) for entry in draft.work),
        {
            "work_item": tuple(line for entry in draft.work for line in entry.lines),
            "plan_item": tuple(line for level in draft.plan for line in level.lines),
            "implementation": tuple(line for lines in contents for line in lines),
            "budget": tuple(paid),
        },
        draft,
        tuple(cells),
    )


def _level(lines: Sequence[Line], label: Label | None) -> str:
    printed = wording(lines, label)
    return labelled(Step(label=printed.label, number=printed.number, text=printed.text))


def _work(lines: Sequence[Line]) -> str:
    """A work item's text: the same one may be printed on many pages, behind a mark of continuation too."""
    return fold(BRACKETED_MARK.sub("", "".join(line.ordinal + line.text for line in lines)))


def _key(line: Line) -> Key:
    """What tells a line from others, whatever was joined to it or taken from it."""
    return line.page, round(line.v, 1), round(line.bounds[0], 1)


def _lines(sides: _Sides) -> Iterator[Line]:
    for name in ("plan_item", "implementation", "budget"):
        yield from sides.fields[name]


def _differences(sides: _Sides, other: _Sides | None) -> Iterator[Difference]:
    lines = list(_lines(sides)) or list(sides.fields["work_item"])
    if other is None:
        yield Difference("record", _text(sides.fields["plan_item"] or lines[:1]), "", lines[0], "")
        return
    if sides.work != other.work:
        yield _difference("work_item", sides, other, sides.fields["work_item"] or lines)
    for name in ("plan_item", "implementation", "budget"):
        if sides.keys(name) != other.keys(name):
            yield _difference(name, sides, other, sides.fields[name] or other.fields[name])


def _difference(name: ReadField, sides: _Sides, other: _Sides, places: Sequence[Line]) -> Difference:
    return Difference(name, _text(sides.fields[name]), _text(other.fields[name]), places[0], other.text(name))


def _text(lines: Iterable[Line]) -> str:
    return join_lines([line.ordinal + line.text for line in lines])


def agreement_doubts(found: Compared, ids: Sequence[str]) -> Iterator[Doubt]:
    """What is to be told of two readings that differ.

    Args:
        found: the readings of one table, side by side.
        ids: identifiers of the first reading's records, in order.
    """
    for at, differences in sorted(found.differences.items()):
        for one in differences:
            detail = f"{short(one.taken)} ↔ {short(one.other)}"
            yield Doubt("readings-differ", one.line.page, rounded(one.line.bbox), ids[at], detail, one.field)
    for one in found.lacking:
        yield Doubt("record-lacking", one.line.page, rounded(one.line.bbox), None, short(one.other))


def with_other_readings(plans: Iterable[Plan], differing: Mapping[str, Sequence[Difference]]) -> list[Plan]:
    """The plans whose items say what the other reading has in their place.

    Args:
        plans: of one file.
        differing: where the readings differ, by identifiers of items.
    """

    def item(one: Item) -> Item:
        others = tuple(OtherReading(field=each.field, text=each.whole) for each in differing[one.id])
        return one.model_copy(update={"other_reading": others})

    def section(one: Section) -> Section:
        items = tuple(item(each) if each.id in differing else each for each in one.items)
        return one.model_copy(update={"items": items})

    return [plan.model_copy(update={"sections": tuple(map(section, plan.sections))}) for plan in plans]


def short(text: str) -> str:
    """A text as it is quoted: its beginning, a dash where there is none."""
    return (text[:QUOTED_CHARACTERS] + "…" if len(text) > QUOTED_CHARACTERS else text) or "—"
