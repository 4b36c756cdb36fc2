"""The truth of a plan: what a careful reader takes from its pages."""

from dataclasses import dataclass
from typing import Any

Step = tuple[int, str]
"""Depth, counted from 1, and one paragraph of the implementation as printed, with its label."""


@dataclass(frozen=True)
class Item:
    """One row of the table; the paths go from the outer level to the inner."""

    work: tuple[str, ...]
    plan: tuple[str, ...]
    implementation: tuple[Step, ...] = ()
    budget: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    covered: bool = False
    """Its budget cell is the one of the item above, printed there once for both."""


@dataclass(frozen=True)
class Unit:
    """One section (課, 室) with its heading, front matter and table."""

    name: str
    title: str
    items: tuple[Item, ...]
    preamble: str = ""
    focus_heading: str = ""
    focus: tuple[str, ...] = ()
    table_heading: str = ""
    money: str = "千元"


@dataclass(frozen=True)
class Plan:
    """One office's plan of one year."""

    agency: str
    year_roc: int
    units: tuple[Unit, ...]

    def gold(self) -> dict[str, Any]:
        """Give the truth in the form that the scorer reads."""
        return {
            "agency": self.agency,
            "year_roc": self.year_roc,
            "units": [_gold_unit(unit) for unit in self.units],
        }

    def covers(self) -> list[list[str]]:
        """List the items of each budget cell that holds something, the first one holding the amount."""
        return [
            [_joined(item.plan[-1]) for item in cell] for unit in self.units for cell in budget_cells(unit)
        ]


def budget_cells(unit: Unit) -> list[list[Item]]:
    """Group the items by printed budget cell; cells with nothing in them are left out."""
    cells: list[list[Item]] = []
    for item in unit.items:
        if item.covered and cells:
            cells[-1].append(item)
        else:
            cells.append([item])
    return [cell for cell in cells if cell[0].budget]


def _gold_unit(unit: Unit) -> dict[str, Any]:
    return {
        "unit": unit.name,
        "title": unit.title,
        "preamble": unit.preamble,
        "focus_heading": unit.focus_heading,
        "focus": list(unit.focus),
        "table_heading": unit.table_heading,
        "items": [_gold_item(unit.name, item) for item in unit.items],
    }


def _gold_item(unit: str, item: Item) -> dict[str, Any]:
    gold: dict[str, Any] = {
        "unit": unit,
        "work": [_joined(text) for text in item.work],
        "plan": [_joined(text) for text in item.plan],
        "implementation": [[depth, _joined(text)] for depth, text in item.implementation],
        "budget": _joined(item.budget),
    }
    if item.extras:
        gold["extra"] = [list(pair) for pair in item.extras]
    return gold


def _joined(text: str) -> str:
    """Undo the line breaks that a text asks for; they are no part of what it says."""
    return text.replace("\n", "")
