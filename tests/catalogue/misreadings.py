"""Findings that no page known to us provokes: laws that a reading has to keep, and doubts that it had nowhere left.

An error is put into what the extractors give for a plain page, as `bench/misreadings.py` does, and the command line
tells it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline.extractors import document
from pipeline.extractors.document import Reading
from pipeline.extractors.doubts import Doubt
from pipeline.models import Plan
from pipeline.reading import plans

Data = dict[str, Any]
Change = Callable[[Data], None]
LAW = Callable[[Reading], Reading]


def amount_lost(section: Data) -> None:
    gone = section["budgets"].pop(0)["id"]
    for item in section["items"]:
        item["budget_ids"] = [one for one in item["budget_ids"] if one != gone]


def amount_doubled(section: Data) -> None:
    first, second = section["budgets"][0], section["items"][1]
    section["budgets"].insert(1, first | {"id": f"{first['id']}-2", "applies_to": [second["id"]]})
    second["budget_ids"].append(f"{first['id']}-2")


def place_taken(section: Data) -> None:
    first, second, *_ = section["items"]
    second["provenance"] = first["provenance"]


def contents_interleaved(section: Data) -> None:
    first, *_, last = (item["provenance"] for item in section["items"])
    first.append(last[-1])


def nobody_s_amount(section: Data) -> None:
    gone = section["budgets"][0]
    gone["applies_to"] = []
    for item in section["items"]:
        item["budget_ids"] = [one for one in item["budget_ids"] if one != gone["id"]]


def other_year(section: Data) -> None:
    section["budgets"][0]["header"], section["budgets"][1]["header"] = "114年度預算", "115年度預算"


def changed(change: Change) -> LAW:
    """What changes the first section of the only plan."""

    def wrong(reading: Reading) -> Reading:
        (plan,) = reading.plans
        data = plan.model_dump(mode="json")
        change(data["sections"][0])
        return replace(reading, plans=(Plan.model_validate(data),))

    return wrong


def doubted(rule: str) -> LAW:
    """What has the extractors doubt the first item."""

    def wrong(reading: Reading) -> Reading:
        item = reading.plans[0].sections[0].items[0]
        place = item.provenance[0]
        return replace(reading, doubts=(*reading.doubts, Doubt(rule, place.page, place.bbox, item.id, "120")))

    return wrong


MISREADINGS: Mapping[str, LAW] = {
    "row-start-doubt": doubted("row-start-doubt"),
    "cell-torn": doubted("cell-torn"),
    "amount-unplaced": changed(amount_lost),
    "amount-twice": changed(amount_doubled),
    "place-shared": changed(place_taken),
    "place-order": changed(contents_interleaved),
    "budget-unassigned": changed(nobody_s_amount),
    "budget-of-other-year": changed(other_year),
}


def misread(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    """Let every file be read with the error that a rule tells."""
    read = document.read_document
    monkeypatch.setattr(
        plans, "read_document", lambda *given, **options: MISREADINGS[rule](read(*given, **options))
    )
