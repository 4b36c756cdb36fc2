"""The unit of a table's amounts: what is printed nearest to them, else what the user or the profile gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.lines.lines import Line
from pipeline.models import PrintedUnit
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.units import unit_named, unit_of, unit_of_header

UNIT_WORD = "單位"
BRACKETS = "()（）[]〔〕【】﹙﹚"
"""A unit above a table may stand in these, without any other word."""
MAX_LINE = 40
"""A longer line is running text, in which 單位 may be any body."""
MAX_UNIT_LINE = 20
"""Characters of a line that tells the unit and nothing else."""


@dataclass(frozen=True, slots=True)
class GivenUnit:
    """A unit for amounts that print none.

    Attributes:
        by: who gives it.
    """

    unit: PrintedUnit
    by: Literal["option", "profile"]


@dataclass(frozen=True, slots=True)
class TableUnits:
    """Units that a table's amounts are printed in.

    Attributes:
        headers: of its columns of amounts.
        above: printed above the table, or above one before it in the same plan.
    """

    headers: Sequence[str]
    above: PrintedUnit | None

    def of(self, header: str) -> PrintedUnit | None:
        """The unit of a column: its header's own, what stands above the table, or what all other headers say."""
        beside = {unit for other in self.headers if (unit := unit_of_header(other)) is not None}
        only = beside.pop() if len(beside) == 1 else None
        return unit_of_header(header) or self.above or only


def unit_in(lines: Sequence[Line]) -> PrintedUnit | None:
    """The unit that the last of some lines that names one gives, be it behind a heading's words."""
    texts = (squeeze(line.text) for line in reversed(lines))
    found = (_unit_of_line(text) for text in texts if len(text) <= MAX_LINE)
    return next((unit for unit in found if unit is not None), None)


def _unit_of_line(text: str) -> PrintedUnit | None:
    return unit_of(text) if UNIT_WORD in text else unit_named(text.strip(BRACKETS))


def is_unit_note(text: str) -> bool:
    """Whether a text without white space tells the unit of amounts and nothing else."""
    named = UNIT_WORD in text[:5] or unit_named(text.strip(BRACKETS)) is not None
    return named and len(text) < MAX_UNIT_LINE and _unit_of_line(text) is not None
