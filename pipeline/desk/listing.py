"""The list of a plan's items: searched, filtered, and accepted by section where nothing was found about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, redirect, request

from pipeline.dataclass import dataclass
from pipeline.desk.answers import html, told_of, typed_name
from pipeline.desk.desk import Desk
from pipeline.desk.plan import PlanOnDesk
from pipeline.desk.seen import carried, parted
from pipeline.errors import WorkplanError
from pipeline.normalizers.text import fold
from pipeline.site.model import ItemRow
from pipeline.site.words import told_budget

FINDING_CHOICES: Final = ("with", "without", "doubtful")
BUDGET_CHOICES: Final = ("with", "without")
STATES: Final = ("unchecked", "stale", "checked")
MOST_AMOUNT_DIGITS: Final = 20
"""Of an amount that is asked for; no budget has as many."""
MOST_SHOWN: Final = 500
"""Rows of one answer; a search finds the others."""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items of a plan a person asked for; an empty value asks for all.

    Attributes:
        text: words that all have to stand in an item, in any of its fields.
        state: of its check.
        finding: whether it has a finding, or a doubtful reading.
        budget: whether it has an amount of the year.
        least_twd: of that amount, in New Taiwan dollars.
        section: identifier of its section.
    """

    text: str = ""
    state: str = ""
    finding: str = ""
    budget: str = ""
    least_twd: int = 0
    section: str = ""

    def takes(self, row: ItemRow, state: str) -> bool:
        """Whether an item in a state of its check is one of them."""
        amounts = [one.amount_twd for one in row.entry.budgets if one.role == "current"]
        amount = sum(abs(one) for one in amounts if one is not None)
        has_amount = any(one is not None for one in amounts)
        found = fold("\n".join(row.searched))
        return (
            all(fold(word) in found for word in self.text.split())
            and self.state in {"", state}
            and self.section in {"", row.section.id}
            and self._takes_finding(row)
            and (not self.budget or has_amount == (self.budget == "with"))
            and amount >= self.least_twd
        )

    def _takes_finding(self, row: ItemRow) -> bool:
        if self.finding == "doubtful":
            return row.item.confidence == "doubtful"
        return not self.finding or bool(row.findings) == (self.finding == "with")


def asked_filter(asked: Mapping[str, str]) -> ItemFilter:
    """The filter that an address asks for; what it says that is no choice is passed over."""

    def chosen(name: str, choices: tuple[str, ...]) -> str:
        return asked.get(name, "") if asked.get(name) in choices else ""

    least = asked.get("least", "").replace(",", "").strip()[:MOST_AMOUNT_DIGITS]
    return ItemFilter(
        " ".join(asked.get("q", "").split()),
        chosen("state", STATES),
        chosen("finding", FINDING_CHOICES),
        chosen("budget", BUDGET_CHOICES),
        int(least) if least.isascii() and least.isdigit() else 0,
        asked.get("section", ""),
    )


def add_listing(app: Flask, desk: Desk, root: str) -> None:
    """Add the lists of items to the desk.

    Args:
        app: the desk.
        desk: what it shows and writes.
        root: that every address begins with.
    """

    @app.get(f"{root}plans/<plan_id>/items")
    def items(plan_id: str) -> Response:
        return item_list(desk, root, plan_id)

    @app.post(f"{root}plans/<plan_id>/items")
    def accept_section(plan_id: str) -> Any:
        desk.who = typed_name() or desk.who
        seen = dict(map(parted, request.form.getlist("seen")))
        try:
            marked = desk.accept_section(plan_id, request.form.get("section", ""), seen)
        except WorkplanError as error:
            return item_list(desk, root, plan_id, (error,))
        return redirect(f"{root}plans/{plan_id}/items?marked={marked}", 303)


def item_list(desk: Desk, root: str, plan_id: str, errors: tuple[WorkplanError, ...] = ()) -> Response:
    """The list of a plan's items that the address asks for.

    Args:
        desk: what it shows and writes.
        root: that every address begins with.
        plan_id: of the plan.
        errors: why a form could not be done.
    """
    on_desk = desk.plan(plan_id)
    asked = asked_filter(request.args)
    rows = [row for row in on_desk.plan.rows if asked.takes(row, on_desk.review_of(row.id).state)]
    return html(
        "items.html",
        **told_of(errors),
        root=root,
        desk=desk,
        on_desk=on_desk,
        plan=on_desk.plan,
        asked=asked,
        rows=rows[:MOST_SHOWN],
        found=len(rows),
        sections=[_section(desk, on_desk, part.id, part.name) for part in on_desk.plan.sections],
        told_budget=told_budget,
        marked=request.args.get("marked", type=int),
    )


def _section(desk: Desk, on_desk: PlanOnDesk, section_id: str, name: str | None) -> dict[str, Any]:
    rows = on_desk.rows_of(section_id)
    left = on_desk.open_rows(rows)
    findings = sum(bool(row.findings) for row in rows)
    may = bool(left) and not findings
    return {
        "id": section_id,
        "name": name or "—",
        "count": len(rows),
        "left": len(left),
        "findings": findings,
        "unseen": sorted({page for row in left for page in desk.unseen(on_desk, row)}),
        "seen": [carried(row.id, desk.shown.remember(row)) for row in rows] if may else [],
    }
