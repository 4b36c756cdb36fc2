"""Plan documents as one side of a comparison: every item with the keys that it is compared by."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.compare.model import DOUBTFUL, Entry, EntryBudget, Side
from pipeline.models import Budget, Finding, Item, Level, PlanDocument, Section
from pipeline.normalizers.records import contents, labelled, own_places, walk
from pipeline.normalizers.text import fold
from pipeline.normalizers.years import without_years

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.:/\-~～〜–—](?=\d)")
"""1.5 is not 15, nor 3-5 35; every dash between two numbers means the same."""
_DASH_FORMS = str.maketrans(dict.fromkeys("~～〜–—", "-"))
_MEANT = frozenset("%‰")
"""Punctuation by Unicode that says what a number counts."""
_DOUBTING = frozenset({"warning", "error"})
"""Severities of findings that news may not rest on unsaid."""
_LEAVES_OUT = frozenset(
    {
        "file-damaged", "glyphs-outside", "line-unplaced", "page-scanned", "page-unread", "record-lacking",
        "rows-outside-table", "table-broken-off", "table-unread", "text-in-table",
    }
)  # fmt: skip
"""Rules of errors by which a plan may hold items that are in no record."""


@lru_cache(maxsize=65536)
def key_of(text: str) -> str:
    """Key of a text that does not change with years, white space, punctuation or character variants.

    >>> key_of("辦理本(112)年度臺灣燈會，1,000 人。") == key_of("辦理本(113)年度台灣燈會、1000人")
    True
    >>> key_of("1.5 公頃") == key_of("15 公頃")
    False
    """
    folded = fold(without_years(text))
    kept = (c for at, c in enumerate(folded) if not _empty(c) or _BETWEEN_DIGITS.match(folded, at))
    # A text of nothing but marks or of a year still has to be told from another one.
    return "".join(kept).translate(_DASH_FORMS) or fold(text)


def side_of(documents: Sequence[PlanDocument], source: str, label: str | None = None) -> Side:
    """The items of one or several plans as one side of a comparison.

    Args:
        documents: in the order in which their items are to be read.
        source: where they were read from, for people.
        label: name of the side; where it is None the ROC year, or the source where there is no single year.
    """
    years = {document.plan.year_roc for document in documents}
    agencies = {document.plan.agency.name for document in documents}
    agency_ids = {document.plan.agency.id for document in documents}
    year = years.pop() if len(years) == 1 else None
    entries: list[Entry] = []
    for document in documents:
        doubts = _doubts(document)
        for section in document.plan.sections:
            entries += _entries(document.plan.id, section, doubts, len(entries))
    errors = {one.rule for document in documents for one in document.findings if one.severity == "error"}
    return Side(
        label=label or (str(year) if year is not None else source),
        plan_ids=tuple(document.plan.id for document in documents),
        agency=agencies.pop() if len(agencies) == 1 else None,
        year_roc=year,
        source=source,
        entries=tuple(entries),
        error_rules=tuple(sorted(errors)),
        gaps=tuple(sorted(errors & _LEAVES_OUT)),
        agency_id=agency_ids.pop() if len(agency_ids) == 1 else None,
    )


def _doubts(document: PlanDocument) -> dict[str, tuple[str, ...]]:
    """What each item is doubted for, by its identifier; those without doubt are left out."""
    told: dict[str, Finding] = {one.id: one for one in document.findings if one.severity in _DOUBTING}
    about: defaultdict[str, set[str]] = defaultdict(set)
    for finding in told.values():
        if finding.item_id is not None:
            about[finding.item_id].add(finding.rule)
    for section in document.plan.sections:
        for item in section.items:
            about[item.id].update(told[known].rule for known in item.finding_ids if known in told)
            if item.confidence == DOUBTFUL and not about[item.id]:
                about[item.id].add(DOUBTFUL)
    return {known: tuple(sorted(rules)) for known, rules in about.items() if rules}


def _entries(
    plan_id: str, section: Section, doubts: Mapping[str, tuple[str, ...]], first: int
) -> list[Entry]:
    budgets = {budget.id: budget for budget in section.budgets}
    return [
        replace(_entry(plan_id, section, item, budgets, order), doubts=doubts.get(item.id, ()))
        for order, item in enumerate(section.items, start=first)
    ]


def _entry(plan_id: str, section: Section, item: Item, budgets: dict[str, Budget], order: int) -> Entry:
    cells = [budgets[known] for known in item.budget_ids if known in budgets]
    name = section.name or ""
    return Entry(
        id=item.id,
        plan_id=plan_id,
        section=name,
        work_item=tuple(labelled(level) for level in item.work_item),
        plan_item=tuple(labelled(level) for level in item.plan_item),
        contents=contents(item.implementation),
        budgets=tuple(_budget(cell) for cell in cells),
        pages=tuple(sorted({place.page for place in own_places(item)})),
        order=order,
        section_key=key_of(name),
        work_key=_path_key(item.work_item),
        title_key=_path_key(item.plan_item),
        contents_key="".join(key_of(step.text) for _, step in walk(item.implementation)),
    )


def _budget(cell: Budget) -> EntryBudget:
    return EntryBudget(
        id=cell.id,
        role=cell.role,
        raw=cell.raw,
        kind=cell.kind,
        amount_twd=cell.amount_twd,
        shared_by=len(cell.applies_to),
        page=cell.provenance[0].page if cell.provenance else None,
    )


def _path_key(levels: Iterable[Level]) -> str:
    return "/".join(key_of(level.text) for level in levels)


def _empty(character: str) -> bool:
    return character not in _MEANT and unicodedata.category(character)[0] in "PZC"
