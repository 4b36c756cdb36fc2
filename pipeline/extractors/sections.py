"""One section's records from its tables: items, work items, budget cells and totals, each with its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.extractors.budget_parts import Made, Parting
from pipeline.extractors.budgets import BudgetMaker
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.front import Matter
from pipeline.extractors.header_years import role_in_plan
from pipeline.extractors.identity import Names
from pipeline.extractors.outline import Draft, Outline
from pipeline.extractors.steps import places, rounded, step_tree, wording
from pipeline.extractors.table_units import GivenUnit, TableUnits
from pipeline.extractors.timelines import extra_fields
from pipeline.extractors.work_levels import work_doubts, work_habits
from pipeline.extractors.works import WorkEntry, WorkPath
from pipeline.forks import Crew
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Track
from pipeline.lines.lines import Line
from pipeline.models import (
    Budget,
    Extra,
    Item,
    Level,
    PrintedUnit,
    Provenance,
    Section,
    Total,
    WorkItem,
)
from pipeline.normalizers.mentions import section_with_mentions
from pipeline.normalizers.text import join_lines, private_use
from pipeline.profiles.profile import BUDGET_ROLES, Profile

UNREADABLE = "\ufffd"
LEAST_MADE_ITEMS = 500
"""Of fewer items a fork costs as much as it saves."""


@dataclass(frozen=True, slots=True)
class Material:
    """A section before it becomes records.

    Attributes:
        matter: text above its first table.
        outlines: its tables.
        units: unit printed above each of its tables, or None.
        pages: first and last page.
    """

    matter: Matter
    outlines: tuple[Outline, ...]
    units: tuple[PrintedUnit | None, ...]
    pages: tuple[int, int]

    @property
    def title(self) -> str | None:
        """Title as printed, its lines joined; None where there is none."""
        return join_lines([line.text for line in self.matter.title]) or None


@dataclass(slots=True)
class _Making:
    """What grows while a section's tables are walked."""

    section_id: str
    items: list[Item] = field(default_factory=list)
    work_items: dict[str, WorkItem] = field(default_factory=dict)
    budgets: list[Budget] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class _Apart(NamedTuple):
    """A section that was made as if it were the first of its plan.

    Attributes:
        ids: identifiers of the drafts of each of its outlines.
        item_names: beginnings of the identifiers that items got, each with their number.
        other_names: the same of all others.
    """

    section: Section
    doubts: list[Doubt]
    ids: list[list[str]]
    item_names: Mapping[str, int]
    other_names: Mapping[str, int]


class SectionMaker:
    """Makes the sections of one plan; identifiers are unique over all of them."""

    def __init__(
        self,
        plan_id: str,
        metrics: Mapping[Track, Metrics],
        profile: Profile,
        year_roc: int | None = None,
        given: GivenUnit | None = None,
    ) -> None:
        self.plan_id, self.metrics, self.profile, self.year_roc = plan_id, metrics, profile, year_roc
        self.given = given
        self.unit: PrintedUnit | None = None
        """Printed above a table of the plan last; it holds for those behind it that print none."""
        self.item_names = Names(plan_id)
        self.other_names = Names(plan_id)
        self.ids: dict[Outline, list[str]] = {}
        """Identifiers of the drafts of each outline."""

    def sections(
        self, named: Sequence[tuple[Material, str | None]], crew: Crew
    ) -> Iterator[tuple[Section, list[Doubt]]]:
        """All sections, each as ``section`` makes it.

        Args:
            named: the sections with their names, in order.
            crew: makes them.
        """
        drafts = sum(len(outline.drafts) for material, _ in named for outline in material.outlines)
        if not crew.is_several() or drafts < LEAST_MADE_ITEMS:
            yield from (self.section(*one) for one in named)
            return
        units = [self.unit]
        for material, _ in named:
            units.append(next((unit for unit in reversed(material.units) if unit), units[-1]))
        made = crew.each(lambda at: self._apart(*named[at], units[at]), len(named))
        for one, apart, unit in zip(named, made, units[1:], strict=True):
            if self._takes(one[0], apart):
                self.unit = unit
                yield apart.section, apart.doubts
            else:
                # Some of its names were given before.
                yield self.section(*one)

    def _apart(self, material: Material, name: str | None, unit: PrintedUnit | None) -> _Apart:
        maker = SectionMaker(self.plan_id, self.metrics, self.profile, self.year_roc, self.given)
        maker.unit = unit
        section, doubts = maker.section(material, name)
        return _Apart(
            section, doubts, list(maker.ids.values()), maker.item_names.given, maker.other_names.given
        )

    def _takes(self, material: Material, apart: _Apart) -> bool:
        """Take a section's names, if all of them are the same here."""
        if not (
            self.item_names.has_none_of(apart.item_names) and self.other_names.has_none_of(apart.other_names)
        ):
            return False
        self.item_names.take(apart.item_names)
        self.other_names.take(apart.other_names)
        self.ids |= zip(material.outlines, apart.ids, strict=True)
        return True

    def section(self, material: Material, name: str | None) -> tuple[Section, list[Doubt]]:
        """The section's records, and what the extractors were unsure of."""
        scope = name or ""
        section_id = self.other_names.of((scope,), "s")
        making = _Making(section_id)
        habits = work_habits(material.outlines)
        for outline, unit in zip(material.outlines, material.units, strict=True):
            self.unit = unit or self.unit
            self._work_items(outline, scope, making)
            ids = [self._item(draft, scope, making) for draft in outline.drafts]
            self.ids[outline] = ids
            for draft, item_id in zip(outline.drafts, ids, strict=True):
                making.doubts += _across_doubts(draft, item_id, outline.table.across)
            making.doubts += work_doubts(outline, ids, self.metrics, habits)
            self._budgets(outline, ids, making)
        steps, _ = step_tree(material.matter.focus, "focus")
        preamble = join_lines([line.text for line in material.matter.preamble]) or None
        making.budgets.sort(key=lambda b: _reading_order(b.provenance))
        budget_ids: dict[str, list[str]] = {}
        for budget in making.budgets:
            for item_id in budget.applies_to:
                budget_ids.setdefault(item_id, []).append(budget.id)
        made = Section(
            id=section_id,
            name=name,
            title=material.title,
            preamble=preamble,
            focus=steps,
            work_items=tuple(making.work_items.values()),
            items=tuple(
                i.model_copy(update={"budget_ids": tuple(budget_ids.get(i.id, ()))}) for i in making.items
            ),
            budgets=tuple(making.budgets),
            totals=tuple(making.totals),
            pages=material.pages,
        )
        return section_with_mentions(made, self.year_roc), making.doubts

    def _budgets(self, outline: Outline, ids: Sequence[str], making: _Making) -> None:
        """Budgets and totals of one table, parts linked to what they are parts of."""
        tracks = outline.table.tracks
        money = [track.column.header for track in tracks if track.column.role in BUDGET_ROLES]
        maker = BudgetMaker(
            TableUnits(money, self.unit),
            self.given,
            self.profile,
            self.metrics,
            self.other_names.numbered,
        )
        columns = [(track.column.role, track.column.header) for track in tracks]
        roles = [
            role_in_plan(*column, columns, self.year_roc) for column in columns if column[0] in BUDGET_ROLES
        ]
        made: list[Made] = []
        for cell in outline.cells:
            role = role_in_plan(cell.role, cell.header, columns, self.year_roc)
            applies_to = tuple(ids[k] for k in cell.drafts)
            one = maker.budget(cell, role, applies_to, making.section_id)
            made.append(one)
            place, item_id = one.budget.provenance[0], applies_to[0] if applies_to else None
            if cell.torn and item_id is not None:
                making.doubts.append(Doubt("cell-torn", place.page, place.bbox, item_id, one.budget.raw))
            making.doubts += text_doubts(cell.lines, item_id)
        parted = Parting("current" in roles, self.year_roc, self.other_names.numbered).part(made)
        making.budgets += parted.budgets
        for bar in outline.table.bars:
            if bar.kind == "total":
                making.totals += maker.totals(bar, tracks, making.section_id)
        making.doubts += [*maker.doubts, *parted.doubts]

    def _work_items(self, outline: Outline, scope: str, making: _Making) -> None:
        path = WorkPath.empty()
        for entry in outline.works:
            path.take(entry)
            levels = self._work_levels(path.entries(), scope)
            for outer, level in zip((None, *levels), levels, strict=False):
                parent = outer.id if outer is not None else None
                made = WorkItem(**level.model_dump(), parent=parent)
                making.work_items.setdefault(level.id, made)

    def _work_levels(self, entries: Sequence[WorkEntry], scope: str) -> list[Level]:
        levels: list[Level] = []
        path = [scope]
        for entry in entries:
            label, number, text, raw = wording(entry.lines, entry.label)
            path.append(text)
            names = Names(self.plan_id)
            levels.append(
                Level(id=names.of((*path, label or ""), "w"), label=label, number=number, text=text, raw=raw)
            )
        return levels

    def _item(self, draft: Draft, scope: str, making: _Making) -> str:
        work = self._work_levels(draft.work, scope)
        path = [scope, *(level.text for level in work)]
        provenance: list[Provenance] = []
        for i, entry in enumerate(draft.work):
            provenance += places(f"work_item[{i}]", entry.lines)
        plan: list[Level] = []
        for i, part in enumerate(draft.plan):
            label, number, text, raw = wording(part.lines, part.label)
            path.append(text)
            level_id = Names(self.plan_id).of((*path, label or ""), "p")
            plan.append(Level(id=level_id, label=label, number=number, text=text, raw=raw))
            provenance += places(f"plan_item[{i}]", part.lines)
        steps, found = step_tree(draft.contents, "implementation")
        provenance += found
        extras: list[Extra] = []
        for i, column in enumerate(extra_fields(draft.extras)):
            extras.append(Extra(header=column.header, text=column.text))
            provenance += places(f"extra[{i}]", column.lines)
        item_id = self.item_names.of(path)
        making.items.append(
            Item(
                id=item_id,
                work_item=tuple(work),
                plan_item=tuple(plan),
                implementation=steps,
                budget_ids=(),
                extra=tuple(extras),
                provenance=tuple(provenance),
            )
        )
        making.doubts += _item_doubts(draft, item_id)
        return item_id


def _reading_order(provenance: Sequence[Provenance]) -> tuple[int, float, float]:
    first = provenance[0]
    return first.page, first.bbox[1], first.bbox[0]


def _item_doubts(draft: Draft, item_id: str) -> list[Doubt]:
    doubts: list[Doubt] = []
    lines = draft.plan[-1].lines if draft.plan else ()
    if draft.doubt is not None and lines:
        doubts.append(Doubt("row-start-doubt", lines[0].page, rounded(lines[0].bbox), item_id, draft.doubt))
    for found in _fields(draft):
        doubts += text_doubts(found, item_id)
    return doubts


def _fields(draft: Draft) -> list[tuple[Line, ...]]:
    fields = [lv.lines for lv in draft.plan] + [e.lines for e in draft.work]
    return fields + [p.lines for p in draft.contents] + [found for _, found in draft.extras]


def _across_doubts(draft: Draft, item_id: str, across: Sequence[Line]) -> list[Doubt]:
    """Texts of an item's row that were cut at a bound of the columns."""
    return [
        Doubt("text-across-columns", over.page, rounded(over.bbox), item_id, over.text)
        for over in across
        if any(_overlaps(line, over) for found in _fields(draft) for line in found)
    ]


def _overlaps(piece: Line, whole: Line) -> bool:
    same = piece.page == whole.page and abs(piece.y - whole.y) <= 0.5 * whole.size
    return same and piece.x0 < whole.x1 and whole.x0 < piece.x1


def text_doubts(lines: Sequence[Line], item_id: str | None) -> list[Doubt]:
    """Characters that nobody but the font can tell, or that the font does not tell; marks that lead to notes."""
    doubts: list[Doubt] = [
        Doubt("note-mark", line.page, rounded(box), item_id, mark)
        for line in lines
        for mark, box in line.marks
    ]
    for line in lines:
        if private_use(line.text):
            doubts.append(Doubt("private-use-text", line.page, rounded(line.bbox), item_id, line.text))
        if UNREADABLE in line.text:
            doubts.append(Doubt("unreadable-text", line.page, rounded(line.bbox), item_id, line.text))
    return doubts


def pages_of(outlines: Iterable[Outline], matter: Matter) -> tuple[int, int]:
    """First and last page of a section."""
    pages = [part.page for outline in outlines for part in outline.table.parts]
    pages += [line.page for line in (*matter.title, *matter.preamble, *matter.headings)]
    return min(pages), max(pages)


def lines_used(material: Material) -> set[Line]:
    """Lines of the section's fields, each once however many records share it."""
    matter = material.matter
    lines = {*matter.title, *matter.preamble, *(line for p in matter.focus for line in p.lines)}
    for outline in material.outlines:
        groups = [e.lines for e in outline.works]
        for draft in outline.drafts:
            groups += [lv.lines for lv in draft.plan]
            groups += [p.lines for p in draft.contents]
            groups += [found for _, found in draft.extras]
        groups += [cell.lines for cell in outline.cells]
        for bar in outline.table.bars:
            if bar.kind == "total":
                groups += [bar.lines, tuple(line for _, line in bar.amounts)]
        lines.update(*groups)
    return lines


def glyphs_used(material: Material) -> Counter[int]:
    """Printed glyphs of the section's fields by page."""
    count: Counter[int] = Counter()
    for line in lines_used(material):
        count[line.page] += line.glyphs
    return count
