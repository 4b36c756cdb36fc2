"""An output folder of several offices and years, made of the plan of a sample: what is in it is decided here."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

WEST, EAST = "chiayi-city-west", "chiayi-city-east"
EAST_NAME = "嘉義市東區區公所"
GONE = 3
"""Place in its section of the item that 113 leaves out and 114 has again: 4. 辦理第16任總統…."""
RENAMED = ("政風業務", "政風室")
Plan = dict[str, Any]


def write_offices(output: Path, sample: Path) -> None:
    """Three years of the sample's office, and one of a second office with twice the budgets.

    Args:
        output: that the plans are written to, each without its PDF file.
        sample: plan.json of the sample.
    """
    told = json.loads(sample.read_bytes())
    _share(told["plan"])
    write_plan(output, told, WEST, 112)
    write_plan(output, told, WEST, 113, edit=_next_year)
    write_plan(output, told, WEST, 114)
    write_plan(output, told, EAST, 113, edit=_doubled, name=EAST_NAME)


def write_plan(
    output: Path,
    sample: Plan,
    agency_id: str,
    year_roc: int,
    edit: Callable[[Plan], None] = lambda _: None,
    name: str | None = None,
) -> None:
    """A plan like the sample's, of another office or year."""
    plan_id = f"{agency_id}-{year_roc}"
    text = json.dumps(copy.deepcopy(sample), ensure_ascii=False).replace(sample["plan"]["id"], plan_id)
    document = json.loads(text)
    plan = document["plan"]
    plan["year_roc"], plan["year"] = year_roc, year_roc + 1911
    plan["agency"]["id"] = agency_id
    plan["agency"]["name"] = name or plan["agency"]["name"]
    edit(plan)
    (output / plan_id).mkdir(parents=True)
    (output / plan_id / "plan.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _share(plan: Plan) -> None:
    """The first budget cell applies to the first item too, which had none."""
    section = plan["sections"][0]
    item, cell = section["items"][0], section["budgets"][0]
    assert not item["budget_ids"]
    item["budget_ids"] = [cell["id"]]
    cell["applies_to"] = [item["id"], *cell["applies_to"]]


def _next_year(plan: Plan) -> None:
    """An item without a budget left out, a section renamed, a doubtful item's budget a thousand dollars more."""
    (gone,) = [plan["sections"][0]["items"].pop(GONE)]
    assert not gone["budget_ids"]
    plan["sections"][0]["budgets"][0]["amount_twd"] += 1000
    plan["sections"][0]["items"][0]["confidence"] = "doubtful"
    (section,) = (one for one in plan["sections"] if one["name"] == RENAMED[0])
    section["name"] = RENAMED[1]


def _doubled(plan: Plan) -> None:
    for section in plan["sections"]:
        for cell in section["budgets"]:
            if cell["amount_twd"]:
                cell["amount_twd"] *= 2
