"""How sure each record is, in one word: what the findings, two readings and the way its pages were read say of it.

The word speaks of the reading alone. It follows from what was read and found, so that judging again gives the same,
and it stays where people check or correct the record afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.models import (
    SCHEMA_VERSION,
    Budget,
    Confidence,
    Finding,
    Item,
    Plan,
    PlanDocument,
    Provenance,
)

Area = Literal["nothing", "page", "beside", "column", "total", "plan"]
"""The records that a finding about no single one of them makes less sure: those on its page; on it or on the pages
beside it; those with an amount of its budget column; those of whose amounts it is the total; those of its plan. A
finding without a page is about the whole file."""
AREAS: Mapping[str, Area] = {
    # Whatever stands on such a page is lost, and with it the end of a record before it and the beginning of one behind.
    "page-unread": "beside",
    "page-overdrawn": "beside",
    "page-scanned": "beside",
    "page-without-text": "beside",
    # A role holds for its column wherever the header stands, mostly on each page of a plan.
    "header-role-guessed": "plan",
    # A budget that no word tells is missing from every item of its table.
    "amounts-not-read": "plan",
    # Said once, at the first amount: all others of the column are read in the same unit.
    "unit-unknown": "column",
    # One of the amounts that were summed may be misread, and nothing says which.
    "total-mismatch": "total",
    # These speak of the whole plan: no word or amount of a record depends on them.
    "year-unknown": "nothing",
    "year-mismatch": "nothing",
    "section-without-items": "nothing",
    "agency-contradicted": "nothing",
    "section-guessed": "nothing",
    # A check that was asked for and could not be made takes nothing from what was read.
    "verify-unread": "nothing",
    # Names its pages in words alone; they are given as recognised.
    "text-layer-unchecked": "nothing",
    # Another font moves line ends; the words are those of the document.
    "fonts-missing": "nothing",
}
PAGE: Area = "page"
"""Of every other rule: what is wrong at one place of a page, in no record, may be missing in any record on it, such as
the rows behind which a table is broken off, a budget that no item has, or characters that nothing accounts for."""
SAID_OF_PEOPLE = "correction-"
"""Beginning of the rules that judge what people wrote, not what was read."""
UNJUDGED = frozenset({"1.0", "1.1"})
"""Versions of the contract that do not say how sure a record is."""
ONCE: Confidence = "likely"
"""The most that is said of a file that was read once: of two readings that err, one alone shows nothing."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What makes the records of a file less sure, by identifiers of items.

    Attributes:
        doubted: an error or a warning is about the item, or about one of its budget cells.
        reached: one is about its table, page or file in a way that concerns its values.
        recognised: something of it stands on a page whose text comes from a picture.
        agreed: both readings gave it alike; None where the file was read once.
    """

    doubted: frozenset[str]
    reached: frozenset[str]
    recognised: frozenset[str]
    agreed: frozenset[str] | None


def confidence(item_id: str, grounds: Grounds) -> Confidence:
    """How sure a record is.

    >>> confidence("i1", Grounds(frozenset(), frozenset(), frozenset(), frozenset({"i1"})))
    'certain'
    """
    differs = grounds.agreed is not None and item_id not in grounds.agreed
    if differs or item_id in grounds.doubted:
        return "doubtful"
    if grounds.agreed is None or item_id in grounds.reached or item_id in grounds.recognised:
        return ONCE
    return "certain"


def grounds_of(
    plans: Sequence[Plan],
    findings: Iterable[Finding],
    agreed: Collection[str] | None = None,
    recognised: Collection[int] = (),
) -> Grounds:
    """What makes the records of a file less sure.

    Args:
        plans: of one file.
        findings: about them; those that only inform, and those about corrections, say nothing.
        agreed: identifiers of items that both readings gave alike; None where the file was read once.
        recognised: pages whose text comes from pictures.
    """
    told = _grave(findings)
    named: dict[str, list[Finding]] = {}
    for one in told:
        if one.item_id is not None:
            named.setdefault(one.item_id, []).append(one)
    # What is found of a cell that several items share is told of the first of them.
    shared = {name for cell in _cells(plans) if _is_doubted(cell, named) for name in cell.applies_to}
    wide = [one for one in told if one.item_id is None or AREAS.get(one.rule) == "column"]
    records = [record for plan in plans for record in _records(plan)]
    return Grounds(
        doubted=frozenset((*named, *shared)),
        reached=frozenset(name for one in wide for name in _reached(one, plans, records)),
        recognised=frozenset(one.item_id for one in records if not one.pages.isdisjoint(recognised)),
        agreed=None if agreed is None else frozenset(agreed),
    )


def _grave(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity != "info" and not one.rule.startswith(SAID_OF_PEOPLE)]


def completed(document: PlanDocument) -> PlanDocument:
    """A plan of an earlier version of the contract as the present one has it: of a file that was read once.

    The pages that were recognised are told in words alone there, and no record of a file that was read once is
    certain anyway.
    """
    if document.schema_version == SCHEMA_VERSION:
        return document
    if document.schema_version not in UNJUDGED:
        return document.model_copy(update={"schema_version": SCHEMA_VERSION})
    doubts = {one.id for one in _grave(document.findings)}
    grounds = grounds_of([document.plan], document.findings)

    def item(one: Item) -> Item:
        # As it was read it may be joined to another one now, which the findings name instead.
        doubted = not doubts.isdisjoint(one.finding_ids)
        sure: Confidence = "doubtful" if doubted else confidence(one.id, grounds)
        return one.model_copy(update={"confidence": sure})

    sections = (
        one.model_copy(update={"items": tuple(map(item, one.items))}) for one in document.plan.sections
    )
    plan = document.plan.model_copy(update={"sections": tuple(sections)})
    return document.model_copy(update={"schema_version": SCHEMA_VERSION, "plan": plan})


@dataclass(frozen=True, slots=True)
class _Record:
    """An item with the budget cells that apply to it, and the pages of both."""

    item_id: str
    cells: tuple[Budget, ...]
    pages: frozenset[int]


def _records(plan: Plan) -> Iterator[_Record]:
    for section in plan.sections:
        cells = {cell.id: cell for cell in section.budgets}
        for item in section.items:
            mine = tuple(cells[name] for name in item.budget_ids if name in cells)
            places = (*item.provenance, *(place for cell in mine for place in cell.provenance))
            yield _Record(item.id, mine, frozenset(place.page for place in places))


def _cells(plans: Iterable[Plan]) -> Iterator[Budget]:
    for plan in plans:
        for section in plan.sections:
            yield from section.budgets


def _is_doubted(cell: Budget, named: Mapping[str, Sequence[Finding]]) -> bool:
    """Whether a finding about one of a cell's items stands at the cell itself."""
    about = (one for name in cell.applies_to for one in named.get(name, ()))
    return any(_meet(one, place) for one in about for place in cell.provenance)


def _meet(finding: Finding, place: Provenance) -> bool:
    if finding.page != place.page or finding.bbox is None:
        return False
    x0, top, x1, bottom = finding.bbox
    left, above, right, below = place.bbox
    return x0 < right and left < x1 and top < below and above < bottom


def _reached(finding: Finding, plans: Sequence[Plan], records: Sequence[_Record]) -> Iterator[str]:
    """The items that a finding about more than one of them makes less sure."""
    area, page = AREAS.get(finding.rule, PAGE), finding.page
    if page is None:
        yield from (one.item_id for one in records if area != "nothing")
    elif area in {"page", "beside"}:
        near = {page} if area == "page" else {page - 1, page, page + 1}
        yield from (one.item_id for one in records if not one.pages.isdisjoint(near))
    else:
        for plan in plans:
            yield from _of_plan(area, finding, page, plan)


def _of_plan(area: Area, finding: Finding, page: int, plan: Plan) -> Iterator[str]:
    if area == "plan" and any(one.pages[0] <= page <= one.pages[1] for one in plan.sections):
        yield from (one.item_id for one in _records(plan))
    elif area == "column":
        yield from _of_column(finding, plan)
    elif area == "total":
        yield from _summed(finding, plan)


def _of_column(finding: Finding, plan: Plan) -> Iterator[str]:
    """The items of a plan with an amount in the budget column that a finding stands in."""
    cells = list(_cells([plan]))
    headers = {cell.header for cell in cells if any(_meet(finding, place) for place in cell.provenance)}
    for cell in cells:
        if cell.header in headers and cell.kind == "amount":
            yield from cell.applies_to


def _summed(finding: Finding, plan: Plan) -> Iterator[str]:
    """The items of whose amounts the total is that a finding stands at."""
    totals = (one for section in plan.sections for one in section.totals)
    scopes = {one.scope for one in totals if any(_meet(finding, place) for place in one.provenance)}
    for section in plan.sections:
        if not scopes.isdisjoint({section.id, plan.id}):
            for cell in section.budgets:
                yield from cell.applies_to if cell.kind == "amount" else ()
