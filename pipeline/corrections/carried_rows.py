"""Rows of corrections.csv that were written for an earlier reading, as they read for the present one.

Both readings are gone through side by side, row by row: in the earlier one a row finds what the person saw, in the
present one the same thing is looked for by identifier, place and wording. A row goes over where the record is found
without doubt and still has the value that the person put right; where it has the right one by now, nothing is left to
do; everything else is told with the record that was most likely meant, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from pipeline.corrections.application import Work, begun, item_of, take
from pipeline.corrections.fields import ARRANGING, Field, parse_field, present
from pipeline.corrections.followed import Followed, Likely, followed
from pipeline.corrections.location import (
    cell_there,
    field_boxes,
    field_there,
    items_holding,
    same_words,
)
from pipeline.corrections.rearrangement import Rearranged, rearranged
from pipeline.corrections.reviewed import Mark
from pipeline.corrections.rows import CorrectionRow, Lost
from pipeline.corrections.steps import same_contents
from pipeline.dataclass import dataclass
from pipeline.models import Item, PlanDocument, Section
from pipeline.normalizers.records import record_sha256

Outcome = Literal["own", "followed", "already-right", "not-fitting"]
MarkOutcome = Literal["own", "followed", "check-again", "not-fitting"]
GONE = ("the record is not there any more", "已無此項目")
UNLIKE = ("place and wording of the likeliest record differ too much", "最接近的項目位置與文字差異過大")
PART_OF_ANOTHER = ("it is a part of another record now", "現為另一項目的一部分")
SEVERAL_LIKELY = ("several records may be meant", "可能為其中數個項目")
NO_FIELD = ("the record has no such text any more", "該項目已無此欄位")
OTHER_WORDS = ("it reads “{0}” now", "現讀為「{0}」")
REFUSED = ("the plan as it is read now cannot take it", "依現在的讀取結果無法套用")


@dataclass(frozen=True)
class Earlier:
    """A file's plans as an earlier reading had them.

    Attributes:
        documents: as read, without corrections.
        rows: cells of the corrections that people had written when the file was read anew.
        marks: cells of their marks.
        told: whether another program reads otherwise, or other words or another engine do, and people are told what.
    """

    documents: tuple[PlanDocument, ...]
    rows: frozenset[tuple[str, ...]] = frozenset()
    marks: frozenset[tuple[str, ...]] = frozenset()
    told: bool = True


@dataclass(frozen=True, slots=True)
class Carried:
    """A row as the present reading takes it.

    Attributes:
        row: as it was written.
        now: as it is applied; the row itself where nothing has changed, with ``lost`` where it does not fit; None
            where the document reads already as the row says.
        outcome: ``own`` where it holds as it was written.
        likely: the record that it was taken for, or most likely meant.
    """

    row: CorrectionRow
    now: CorrectionRow | None
    outcome: Outcome
    likely: Likely | None = None


@dataclass(frozen=True, slots=True)
class CarriedMark:
    """A mark as the present reading takes it.

    Attributes:
        mark: as it was written.
        now: as it counts; None where its record is not found without doubt.
        outcome: ``check-again`` where the record was checked and is another now.
        likely: the record that it was taken for, or most likely meant.
        reason: why it is not found, in English and Chinese.
    """

    mark: Mark
    now: Mark | None
    outcome: MarkOutcome
    likely: Likely | None = None
    reason: tuple[str, str] | None = None


@dataclass(slots=True)
class _Then:
    """An earlier reading, with its rows so far.

    Attributes:
        fates: what became of its items.
        names: identifier now of each of its items that is found again, and of those that splits have made.
    """

    works: list[Work]
    rows: Collection[tuple[str, ...]]
    marks: Collection[tuple[str, ...]]
    fates: dict[str, Followed]
    names: dict[str, str]

    @property
    def known(self) -> Collection[str]:
        """Identifiers that its items have or had."""
        return {*self.fates, *self.names}


class Carrier:
    """Takes the rows of one file's plans from its earlier readings to the present one.

    Args:
        earlier: its earlier readings, oldest first.
        now: its plans as they are read now, without corrections.
    """

    def __init__(self, earlier: Sequence[Earlier], now: Sequence[PlanDocument]) -> None:
        self._base = tuple(now)
        documents = (*now, *(document for one in earlier for document in one.documents))
        self._prefixes = tuple(sorted({f"{document.plan.id}-" for document in documents}))
        self._now = [begun(one) for one in now]
        self._then = [self._begun(one) for one in earlier]

    def _begun(self, one: Earlier) -> _Then:
        fates = followed(one.documents, self._base)
        names = {fate.old_id: fate.new_id for fate in fates.values() if fate.new_id is not None}
        return _Then([begun(document) for document in one.documents], one.rows, one.marks, fates, names)

    @property
    def documents(self) -> tuple[PlanDocument, ...]:
        """The plans with the rows so far."""
        return tuple(work.now for work in self._now)

    def carry(self, row: CorrectionRow, rows: Sequence[CorrectionRow] = ()) -> Carried | None:
        """A row as the present reading takes it; None where it is about no item of this file.

        Args:
            row: rows come in the order of the file.
            rows: all of them.
        """
        if not row.item_id.startswith(self._prefixes):
            return None
        then = self._written_for(row)
        if then is None:
            work = _work(self._now, row.item_id)
            if work is None:
                return None
            take(work, row)
            return Carried(row, row, "own")
        before = _work(then.works, row.item_id)
        if before is None:
            return None
        document = before.now
        made = _made(before, row)
        found = self._found(then, document, row, rows, made)
        if found.now is not None and found.now.lost is None:
            work = _work(self._now, found.now.item_id)
            present_names = set(_names(work.now)) if work else set()
            if work is None or take(work, found.now) != "applied":
                return self._lost(then, row, REFUSED)
            now_made = [name for name in _names(work.now) if name not in present_names]
            then.names.update(zip(made, now_made, strict=False))
        return found

    def _written_for(self, row: CorrectionRow) -> _Then | None:
        """The earlier reading that a row was written for; None where it is the present one, or unknown."""
        for then in self._then:
            if row.values in then.rows and _work(then.works, row.item_id):
                return then
        if _work(self._now, row.item_id):
            return None
        return next((then for then in reversed(self._then) if _work(then.works, row.item_id)), None)

    def _found(
        self,
        then: _Then,
        before: PlanDocument,
        row: CorrectionRow,
        rows: Sequence[CorrectionRow],
        made: Sequence[str],
    ) -> Carried:
        """A row in the present reading, before it is carried out."""
        field = parse_field(row.field) or Field("extra", key=row.field)
        if field.kind in ARRANGING:
            return self._arranged(then, before, row, field, made)
        held = item_of(before.plan, row.item_id)
        candidates = list(self._places(then, row, field, *held)) if held else []
        fits = [one for one in candidates if _reads(one[1], one[2], row.old, row.new)]
        if fits:
            return self._applied(then, row, fits[0][0], fits[0][1], fits[0][2])
        # A row that another one goes on from is right where the last of them says what is there.
        last = next(
            (one.new for one in reversed(rows) if (one.item_id, one.field) == (row.item_id, row.field)), ""
        )
        if any(
            _reads(name, value, told, row.old) for _, name, value in candidates for told in (row.new, last)
        ):
            return Carried(row, None, "already-right", self._likely(then, row.item_id))
        if row.item_id not in then.names:
            return self._lost(then, row, self._doubt(then, row.item_id))
        if not candidates:
            return self._lost(then, row, NO_FIELD)
        return self._lost(then, row, OTHER_WORDS, candidates[0][2])

    def _places(
        self, then: _Then, row: CorrectionRow, field: Field, section: Section, item: Item
    ) -> Iterator[tuple[str, str, str]]:
        """Yield item, name of the field and present value where the field may stand now: one, or those in doubt."""
        name = then.names.get(row.item_id)
        if field.kind == "budget":
            yield from self._cells(name, field, section, item)
            return
        if name is not None:
            work = _work(self._now, name)
            held = item_of(work.now.plan, name) if work else None
            targets = [held] if held else []
        else:
            # The record itself is in doubt; its text may still stand in one place only.
            targets = list(items_holding(field_boxes(item, field), self.documents))
        found: dict[tuple[str, ...], tuple[str, str, str]] = {}
        for there_section, there in targets:
            there_name = field_there(item, field, row.new, there, by_position=name is not None)
            there_field = parse_field(there_name) if there_name else None
            value = present(there_section, there, there_field) if there_field else None
            if there_name and there_field and value is not None:
                found.setdefault(_thing(there, there_field), (there.id, there_name, value))
        if name is not None or sum(_reads(f, v, row.old, row.new) for _, f, v in found.values()) <= 1:
            yield from found.values()

    def _cells(
        self, name: str | None, field: Field, section: Section, item: Item
    ) -> Iterator[tuple[str, str, str]]:
        cell = next(
            (one for one in section.budgets if one.id == field.key and one.id in item.budget_ids), None
        )
        there = cell_there(cell, self.documents) if cell else None
        if there is None:
            return
        there_section, there_cell = there
        applies = [one for one in there_section.items if there_cell.id in one.budget_ids]
        owner = next((one for one in applies if one.id == name), applies[0] if applies else None)
        if owner is not None:
            there_name = f"budget[{there_cell.id}].{field.part}"
            there_field = Field("budget", field.part, key=there_cell.id)
            yield owner.id, there_name, present(there_section, owner, there_field) or ""

    def _arranged(
        self, then: _Then, before: PlanDocument, row: CorrectionRow, field: Field, made: Sequence[str]
    ) -> Carried:
        given = rearranged(before, self.documents, row, field, then.names, made)
        likely = self._likely(then, row.item_id)
        if isinstance(given, Rearranged):
            then.names.update(given.names)
            if given.row is None:
                return Carried(row, None, "already-right", likely)
            return self._own(then, row, given.row)
        return self._lost(then, row, given)

    def _applied(self, then: _Then, row: CorrectionRow, item_id: str, field: str, value: str) -> Carried:
        return self._own(then, row, replace(row, item_id=item_id, field=field, old=value))

    def _own(self, then: _Then, row: CorrectionRow, now: CorrectionRow) -> Carried:
        outcome: Outcome = "own" if now == row else "followed"
        return Carried(row, now, outcome, self._likely(then, row.item_id))

    def _lost(self, then: _Then, row: CorrectionRow, reason: tuple[str, str], value: str = "") -> Carried:
        likely = self._likely(then, row.item_id)
        english, chinese = (text.format(" ".join(value.split())) for text in reason)
        lost = Lost(english, chinese)
        if likely is not None:
            lost = replace(lost, item_id=likely.item_id, page=likely.page, wording=likely.wording)
        return Carried(row, replace(row, lost=lost), "not-fitting", likely)

    def _likely(self, then: _Then, item_id: str) -> Likely | None:
        fate = then.fates.get(item_id)
        return fate.likely[0] if fate and fate.likely else None

    def _doubt(self, then: _Then, item_id: str) -> tuple[str, str]:
        """Why an item is not followed."""
        fate = then.fates.get(item_id)
        if fate is None or not fate.likely:
            return GONE
        if fate.basis == "part":
            return PART_OF_ANOTHER
        return SEVERAL_LIKELY if len(fate.likely) > 1 else UNLIKE

    def mark(self, mark: Mark) -> CarriedMark | None:
        """A mark as the present reading takes it, once all rows are carried; None where it is of no item of this file.

        The record that the person has checked counts as checked where it says the same now.
        """
        then = next(
            (one for one in self._then if mark.values in one.marks and mark.item_id in one.known), None
        )
        if then is None:
            if _work(self._now, mark.item_id):
                return CarriedMark(mark, mark, "own")
            then = next((one for one in reversed(self._then) if mark.item_id in one.known), None)
        if then is None:
            return None
        name = then.names.get(mark.item_id)
        likely = self._likely(then, mark.item_id)
        work = _work(self._now, name) if name else None
        if name is None:
            return CarriedMark(mark, None, "not-fitting", likely, self._doubt(then, mark.item_id))
        if work is None:
            # A correction has joined it to another: its mark is of no item, as it was before.
            return CarriedMark(
                mark, replace(mark, item_id=name), "own" if name == mark.item_id else "followed", likely
            )
        back = {new: old for old, new in reversed(then.names.items())}
        if _record(work.now, name, back) == mark.record_sha256:
            now = replace(mark, item_id=name, record_sha256=_record(work.now, name) or mark.record_sha256)
            return CarriedMark(mark, now, "own" if now == mark else "followed", likely)
        before = _work(then.works, mark.item_id)
        # What had changed before the file was read anew is told where marks are told of.
        was_good = before is not None and _record(before.now, mark.item_id) == mark.record_sha256
        outcome: MarkOutcome = "check-again" if was_good else "own" if name == mark.item_id else "followed"
        return CarriedMark(mark, replace(mark, item_id=name), outcome, likely)


def _record(document: PlanDocument, item_id: str, names: Mapping[str, str] | None = None) -> str | None:
    """The hash of an item's record, with other identifiers of items where they are given."""
    held = item_of(document.plan, item_id)
    if held is None:
        return None
    section, item = held
    if names is None:
        return record_sha256(item, section.budgets)
    cells = (
        cell.model_copy(update={"applies_to": tuple(names.get(one, one) for one in cell.applies_to)})
        for cell in section.budgets
    )
    return record_sha256(item, cells)


def _reads(field: str, present_value: str, value: str, other: str) -> bool:
    """Whether a field has a value, white space and variants of characters aside.

    Args:
        field: its name.
        present_value: what it has.
        value: what a person wrote.
        other: what the person wrote on the other side of the correction. Where that differs from ``value`` in white
            space and variants alone, these are what the correction is about.
    """
    if present_value == value:
        return True
    known = parse_field(field)
    if known is not None and known.kind == "contents" and same_contents(present_value, value):
        return True
    return same_words(present_value, value) and not same_words(value, other)


def _thing(item: Item, field: Field) -> tuple[str, ...]:
    """What a field is a value of: levels are shared by items."""
    if field.kind in {"work_item", "plan_item"}:
        levels = item.work_item if field.kind == "work_item" else item.plan_item
        return field.kind, levels[field.index].id
    return item.id, field.kind, ".".join(map(str, field.path)), field.key


def _work(works: Sequence[Work], item_id: str) -> Work | None:
    return next((work for work in works if item_of(work.now.plan, item_id)), None)


def _names(document: PlanDocument) -> Iterator[str]:
    return (item.id for section in document.plan.sections for item in section.items)


def _made(work: Work, row: CorrectionRow) -> list[str]:
    """Carry a row out in the reading that it was written for; the identifiers of the items that it makes."""
    before = set(_names(work.now))
    take(work, row)
    return [name for name in _names(work.now) if name not in before]
