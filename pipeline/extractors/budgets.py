"""Budgets of a table from its cells, and its printed totals: text, amount, unit and place of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.bars import Bar, total_said
from pipeline.extractors.budget_parts import Made
from pipeline.extractors.cells import ColumnCell
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.header_years import SOURCE_ROLE
from pipeline.extractors.steps import places
from pipeline.extractors.table_units import GivenUnit, TableUnits
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Track
from pipeline.lines.lines import Line
from pipeline.models import Amount, Budget, BudgetBasis, BudgetRole, PrintedUnit, Provenance, Total
from pipeline.normalizers.arithmetic import widened
from pipeline.normalizers.money import BudgetValue, parse_budget
from pipeline.normalizers.text import join_lines, squeeze
from pipeline.profiles.profile import Profile

DIGIT_EM = 0.62
"""The widest that figures are set."""
AMOUNTS_APART_EM = 0.6
"""White wider than this between two groups of figures may part two amounts; a space is 0.25 to 0.5 em wide."""


CUT_EM = 0.2
"""Figures of two columns that stand closer are those of one amount in a cell over both."""


@dataclass(slots=True)
class BudgetMaker:
    """Makes the budgets and totals of one table.

    Attributes:
        units: that its amounts are printed in.
        given: taken where none is printed.
        profile: words that mean none, and those of totals.
        metrics: of its columns.
        new_id: an identifier from the words that it begins with.
        doubts: what it was unsure of.
        told: rules about its units that were told already: once for the whole table.
    """

    units: TableUnits
    given: GivenUnit | None
    profile: Profile
    metrics: Mapping[Track, Metrics]
    new_id: Callable[[str], str]
    doubts: list[Doubt] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def budget(self, cell: ColumnCell, role: BudgetRole, applies_to: tuple[str, ...], owner: str) -> Made:
        """The budget that a cell prints; ``owner`` names it where no item has it."""
        raw = cell_text([_with_marks(line) for line in cell.lines], self.metrics[cell.track])
        found = tuple(places("budget", cell.lines))
        value, given = self._read(raw, cell.header, found[0])
        # Bare figures of a column that says where money comes from may be the numbers of accounts.
        account = cell.role == SOURCE_ROLE and value.kind == "amount" and not value.evident
        amounts = tuple(Amount(amount_twd=one.amount_twd, note=one.note) for one in value.amounts)
        basis: BudgetBasis = "sum_of_parts" if "summed" in value.remarks and not account else cell.basis
        made = Budget(
            id=self.new_id(f"{applies_to[0] if applies_to else owner}-{role}"),
            raw=raw,
            header=cell.header,
            role=role,
            printed_unit=value.printed_unit if given is None else None,
            given_unit=given,
            kind="text" if account else value.kind,
            amount_twd=None if account else value.amount_twd,
            amounts=() if account else amounts,
            note=value.note,
            applies_to=applies_to,
            basis=basis,
            provenance=found,
        )
        return Made(cell.track, made)

    def totals(self, bar: Bar, tracks: Sequence[Track], scope: str) -> Iterator[Total]:
        """The totals that a row prints, one for each column in which an amount stands."""
        label = squeeze("".join(line.ordinal + line.text for line in bar.lines))
        label, said = total_said(label, self.profile) or (label, "")
        for at, lines in _amounts(bar).items() or {-1: []}.items():
            header = tracks[at].column.header if at >= 0 else ""
            raw = join_lines([line.text for line in lines]) or said
            found = (*places("total", bar.lines), *places("total", lines))
            value, _ = self._read(raw, header, found[-1])
            yield Total(
                raw=raw,
                label=label,
                scope=scope,
                amount_twd=value.amount_twd if value.kind == "amount" else None,
                provenance=found,
            )

    def _read(self, raw: str, header: str, place: Provenance) -> tuple[BudgetValue, PrintedUnit | None]:
        """What a cell says, and the unit that it was read in where none is printed but one is given."""
        value = parse_budget(raw, self.units.of(header), self.profile.nil_words)
        if value.kind != "amount" or value.printed_unit is not None:
            return value, None
        if self.given is None:
            self._tell("unit-unknown", place, header)
            return value, None
        self._tell("unit-given", place, self.given.unit, self.given.by)
        return parse_budget(raw, self.given.unit, self.profile.nil_words), self.given.unit

    def _tell(self, rule: str, place: Provenance, detail: str, reason: str = "") -> None:
        if rule not in self.told:
            self.told.add(rule)
            self.doubts.append(Doubt(rule, place.page, place.bbox, None, detail, reason))


def _amounts(bar: Bar) -> dict[int, list[Line]]:
    """The amounts of a total's row by the places of their columns; one that a bound cuts is of the first of them."""
    columns: dict[int, list[Line]] = {}
    for at, line in sorted(bar.amounts, key=lambda one: (one[1].v, one[1].x0)):
        last = next(reversed(columns), at)
        before = columns[last][-1] if columns else line
        cut = last != at and before.v == line.v and line.x0 - before.x1 < CUT_EM * line.size
        if cut:
            joined = replace(before, text=before.text + line.text, x1=line.x1)
            columns[last][-1] = joined
        else:
            columns.setdefault(at, []).append(line)
    return columns


def _with_marks(line: Line) -> Line:
    """The line with its note marks, which a budget keeps."""
    return replace(line, text=line.raw) if line.marks else line


def cell_text(lines: Sequence[Line], metrics: Metrics) -> str:
    """Text of a budget cell: a line that filled the column goes on in the next, other lines are lines of their own."""
    text = _spaced(lines[0])
    for before, line in pairwise(lines):
        full = before.x1 - before.x0 > metrics.width(before) - metrics.size
        text = join_lines([text, _spaced(line)]) if full else f"{text}\n{_spaced(line)}"
    return text


def _spaced(line: Line) -> str:
    """A line's text, with two spaces where white between its figures is too wide to group the figures of one."""
    figures, white = len("".join(line.text.split())), line.text.count(" ")
    apart = white and line.x1 - line.x0 > (DIGIT_EM * figures + AMOUNTS_APART_EM * white) * line.size
    return widened(line.text) if apart else line.text
