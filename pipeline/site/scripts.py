"""What the browser searches, filters and shows items from: scripts that only hold data.

Pages that are opened from a disk may load scripts but no other files, so the data are scripts that call a function
with them. Nothing of it is ever written into a page as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.compare.report_words import ROLE_WORDS, STATUS_WORDS
from pipeline.messages.wording import SEVERITY_WORDINGS
from pipeline.site import words
from pipeline.site.addresses import picture_folder
from pipeline.site.citations import plan_title
from pipeline.site.facts import ComparisonFacts, OfficeFacts
from pipeline.site.history import History, ReachedItem
from pipeline.site.model import ItemRow, Site, SitePlan
from pipeline.site.packing import pack
from pipeline.web.environment import safe, safe_json
from pipeline.web.words import Words, pages_told, pair


def items_script(plan: SitePlan) -> bytes:
    """``plans/<plan id>/items.js``: what is searched of the plan's items, with sections and work items told once."""
    sections = list(dict.fromkeys(row.entry.section for row in plan.rows))
    works = list(dict.fromkeys(row.work for row in plan.rows))
    at_section = {name: place for place, name in enumerate(sections)}
    at_work = {name: place for place, name in enumerate(works)}
    data = {
        "plan": plan.id,
        "sections": sections,
        "works": works,
        "items": [_item(row, at_section, at_work) for row in plan.rows],
    }
    return f"workplan.add({safe_json(data)});\n".encode()


def plan_script(plan: SitePlan, site: Site, compared: Sequence[ComparisonFacts], history: History) -> bytes:
    """``plans/<plan id>/plan.js``: the plan's records with all else that its items' views show."""
    names = {one.name: place for place, one in enumerate(compared)}
    years: dict[tuple[str, Words], int] = {}
    lines = [
        [_year(row, one, plan.id, years, names) for one in history.lines.get(row.id, ())] for row in plan.rows
    ]
    data = {
        "name": list(plan.name),
        "base": site.base_url or "",
        "title": list(plan_title(plan.document)),
        "edition": list(site.edition),
        "folder": picture_folder(plan.document.source.pages_sha256),
        "pictures": {
            str(number): [one.width_pt, one.height_pt, one.width_px, one.height_px]
            for number, one in plan.pictures.items()
        },
        "compared": [[one.name, list(one.old_year), list(one.new_year)] for one in compared],
        "marks": [
            [
                [names[one.comparison], one.number, one.status, int(one.band == "uncertain")]
                for one in history.marks.get(row.id, ())
            ]
            for row in plan.rows
        ],
        "lines": lines,
        "years": [[plan_id, list(year)] for plan_id, year in years],
        "joined": {gone: row.id for row in plan.rows for gone in row.joined},
        "document": plan.document.model_dump(mode="json"),
    }
    return f"workplan.keep({safe_json(plan.id)},{safe(pack(data, f'{plan.id}-'))});\n".encode()


def plans_script(offices: Iterable[OfficeFacts]) -> bytes:
    """``assets/plans.js``: which plans there are, each office told once."""
    told = [
        [plan.agency[0], [[plan.id, plan.year_roc, plan.items] for plan in office.plans]]
        for office in offices
        for plan in office.plans[:1]
    ]
    return f"const workplanPlans = {safe_json(told)};\n".encode()


def words_script() -> bytes:
    """``assets/words.js``: the words that items are shown with."""
    told = {
        "field": words.FIELD_WORDS,
        "role": ROLE_WORDS,
        "basis": words.BASIS_WORDS,
        "severity": {severity: pair(wording) for severity, wording in SEVERITY_WORDINGS.items()},
        "confidence": words.CONFIDENCE_WORDS,
        "why": words.WHY_SO_SURE,
        "mention": words.MENTION_WORDS,
        "status": STATUS_WORDS,
    }
    return f"const workplanWords = {safe_json(told)};\n".encode()


def _item(row: ItemRow, at_section: dict[str, int], at_work: dict[str, int]) -> list[Any]:
    """Identifier, section, work item, title, contents, budget (kind, dollars, words), findings, pages.

    Last, where there is a budget, the number of items that it applies to: sums are made of cells, never of items.
    """
    cells = [cell for cell in row.entry.budgets if cell.role == "current"]
    amounts = [cell.amount_twd for cell in cells if cell.amount_twd is not None]
    kind = "amount" if amounts else cells[0].kind if cells else "none"
    section, work, title, contents, told = row.searched
    return [
        row.id,
        at_section[section],
        at_work[work],
        title,
        contents,
        kind,
        sum(amounts) if amounts else None,
        told,
        [one.severity for one in row.findings],
        pages_told(row.entry.pages),
        *([max(cell.shared_by for cell in cells)] if cells else []),
    ]


def _year(
    row: ItemRow,
    one: ReachedItem,
    plan_id: str,
    years: dict[tuple[str, Words], int],
    names: Mapping[str, int],
) -> list[Any]:
    """Plan, rest of the identifier, title and budget; what is as this item's own is nought.

    Last, where the item is not surely the same alone, the change that says so: its comparison, by its place among
    those of the plan or by its name, number, status, and whether it is uncertain. An item that is back after a gap
    has nought there.
    """
    year = one.year
    place = years.setdefault((year.plan_id, year.year), len(years))
    rest = year.item_id.removeprefix(f"{year.plan_id}-")
    own = row.id.removeprefix(f"{plan_id}-")
    doubt = one.doubt
    if doubt is not None:
        at = names.get(doubt.comparison, doubt.comparison)
        why: list[Any] = [[at, doubt.number, doubt.status, int(doubt.band == "uncertain")]]
    else:
        why = [0] if one.is_again else []
    title = 0 if year.title == row.title else year.title
    return [place, 0 if rest == own else rest, title, year.budget, *why]
