"""What the browser searches and filters: each plan's items as a script that only holds data.

Pages that are opened from a disk may load scripts but no other files, so the data are scripts; a script of a plan
calls ``workplan.add`` with them. Nothing of it is ever written into a page as markup.
"""

from __future__ import annotations

from typing import Any

from pipeline.site.model import ItemRow, Site, SitePlan
from pipeline.web.environment import safe_json
from pipeline.web.words import pages_told


def items_script(plan: SitePlan) -> bytes:
    """``plans/<plan id>/items.js``: the plan's items, with sections and work items told once."""
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


def plans_script(site: Site) -> bytes:
    """``assets/plans.js``: which plans there are."""
    plans = [
        {
            "id": plan.id,
            "agency": plan.agency[0],
            "year": plan.document.plan.year_roc,
            "items": len(plan.entries),
        }
        for plan in site.plans
    ]
    return f"const workplanPlans = {safe_json(plans)};\n".encode()


def _item(row: ItemRow, at_section: dict[str, int], at_work: dict[str, int]) -> list[Any]:
    """Identifier, section, work item, title, contents, budget (kind, dollars, words), findings, pages."""
    cells = [cell for cell in row.entry.budgets if cell.role == "current"]
    amounts = [cell.amount_twd for cell in cells if cell.amount_twd is not None]
    kind = "amount" if amounts else cells[0].kind if cells else "none"
    return [
        row.id,
        at_section[row.entry.section],
        at_work[row.work],
        row.title,
        "\n".join(
            filter(None, (row.entry.contents, *(f"{one.header} {one.text}" for one in row.item.extra)))
        ),
        kind,
        sum(amounts) if amounts else None,
        "、".join(cell.raw for cell in cells if cell.kind != "amount"),
        [one.severity for one in row.findings],
        pages_told(row.entry.pages),
    ]
