"""Budgets that a table gives in parts: each is linked to the total beside it, or to the sum of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.header_years import year_of
from pipeline.lattice.tables import Track
from pipeline.models import Budget, Provenance
from pipeline.normalizers.arithmetic import sum_of
from pipeline.profiles.profile import PART_ROLE


class Made(NamedTuple):
    """A budget and the column whose cell it is."""

    track: Track
    budget: Budget

    @property
    def is_part(self) -> bool:
        """Whether its column gives a part of what others sum up."""
        return self.track.column.role == PART_ROLE

    @property
    def year(self) -> int | None:
        """The year of the Republic that its column names."""
        return year_of(self.budget.header)


class PartedBudgets(NamedTuple):
    """Budgets with the links of their parts, sums behind them, and what is wrong with parts."""

    budgets: list[Budget]
    doubts: list[Doubt]


@dataclass(frozen=True, slots=True)
class Parting:
    """How the parts of one table become one budget.

    Attributes:
        total_printed: whether a column of the table gives this year's whole budgets.
        year_roc: year of the plan; None where it is not known.
        new_id: an identifier from the words that it begins with.
    """

    total_printed: bool
    year_roc: int | None
    new_id: Callable[[str], str]

    def part(self, made: Sequence[Made]) -> PartedBudgets:
        """A table's budgets with sums of parts that no column prints."""
        parts = [one for one in made if one.is_part and one.budget.applies_to and self._is_own(one)]
        if not parts:
            return PartedBudgets([one.budget for one in made], [])
        return self._linked(made, parts) if self.total_printed else self._summed(made, parts)

    def _is_own(self, one: Made) -> bool:
        """Whether a part is of the plan's own year: parts of other years never add to it."""
        return one.year is None or self.year_roc in {None, one.year}

    def _linked(self, made: Sequence[Made], parts: Sequence[Made]) -> PartedBudgets:
        """Parts that name the total beside them."""
        wholes = [one for one in made if one.budget.role == "current"]
        links: dict[str, str] = {}
        doubts: list[Doubt] = []
        for part in parts:
            whole = _beside(part, wholes)
            if whole is not None:
                links[part.budget.id] = whole.budget.id
            elif part.budget.amount_twd:
                doubts.append(_about("part-without-total", part.budget))
        return PartedBudgets([_with_link(one.budget, links) for one in made], doubts)

    def _summed(self, made: Sequence[Made], parts: Sequence[Made]) -> PartedBudgets:
        """Parts that name their sum, and all sums."""
        links: dict[str, str] = {}
        doubts: list[Doubt] = []
        sums: list[Budget] = []
        for group in _groups(parts):
            whole = sum_of(group, self.new_id(f"{group[0].applies_to[0]}-current"))
            links |= {part.id: whole.id for part in group}
            sums.append(whole)
            doubts += [_about("parts-not-summed", part) for part in group if part.kind == "text"][:1]
        headers = "、".join(dict.fromkeys(part.budget.header for part in parts))
        doubts.append(_about("parts-summed", sums[0], detail=headers, whole_table=True))
        return PartedBudgets([*(_with_link(one.budget, links) for one in made), *sums], doubts)


def _groups(parts: Iterable[Made]) -> list[list[Budget]]:
    """Parts that share items, directly or through others: a merged cell is a part of all that stand beside it."""
    groups: list[list[Budget]] = []
    for part in parts:
        own = set(part.budget.applies_to)
        met = [group for group in groups if any(own & set(other.applies_to) for other in group)]
        groups = [group for group in groups if group not in met]
        groups.append([*(one for group in met for one in group), part.budget])
    return [sorted(group, key=_place) for group in groups]


def _place(budget: Budget) -> tuple[int, float, float]:
    """Where it stands: the order in which a section has its budgets."""
    first = budget.provenance[0]
    return first.page, first.bbox[1], first.bbox[0]


def _beside(part: Made, wholes: Iterable[Made]) -> Made | None:
    """The total of the same items and year as a part, the nearest column's where there are several."""
    own = set(part.budget.applies_to)

    def nearness(whole: Made) -> tuple[int, float]:
        shared = len(own & set(whole.budget.applies_to))
        return shared, -abs(whole.track.column.x0 - part.track.column.x0)

    same = [one for one in wholes if part.year is None or one.year in {None, part.year}]
    found = max(same, key=nearness, default=None)
    return found if found is not None and nearness(found)[0] else None


def _with_link(budget: Budget, links: dict[str, str]) -> Budget:
    return budget.model_copy(update={"part_of": links[budget.id]}) if budget.id in links else budget


def _about(rule: str, budget: Budget, detail: str | None = None, *, whole_table: bool = False) -> Doubt:
    place: Provenance = budget.provenance[0]
    item_id = None if whole_table or not budget.applies_to else budget.applies_to[0]
    return Doubt(rule, place.page, place.bbox, item_id, budget.raw if detail is None else detail)
