"""What versions before 1.4 corrected is had as it was read: of each field that they could correct."""

import json
from typing import Any

import pytest

from pipeline.corrections.application import corrected, item_of
from pipeline.corrections.fields import fields_of_item
from pipeline.corrections.replaced import as_read
from pipeline.exporters.model_json import json_bytes
from pipeline.models import PlanDocument
from tests.corrections.cases import CASES, document, row

ALL = document()
IDS = ("a-112-1", "a-112-2", "a-112-3")
FIELDS = [
    (item_id, name, value)
    for item_id in IDS
    if (held := item_of(ALL.plan, item_id))
    for name, value in fields_of_item(*held)
]


def older(plan: PlanDocument, version: str = "1.2") -> bytes:
    """A plan.json as such a version wrote it, once one row was applied."""
    data = json.loads(json_bytes(plan))
    data["schema_version"] = version
    for section in data["plan"]["sections"]:
        for item in section["items"]:
            for one in item["corrections"]:
                one["replaced"] = replaced(item["id"], one["field"])
    return json.dumps(data, ensure_ascii=False).encode()


def replaced(item_id: str, field: str) -> Any:
    """The steps or the cell as the document has them, beside a correction of the contents or of a budget."""
    read = json.loads(json_bytes(ALL))["plan"]["sections"]
    if field == "implementation":
        return next(one for section in read for one in section["items"] if one["id"] == item_id)[field]
    if field.startswith("budget["):
        name = field.partition("[")[2].partition("]")[0]
        return next(one for section in read for one in section["budgets"] if one["id"] == name)
    return None


@pytest.mark.parametrize(("item_id", "field", "old"), FIELDS, ids=[f"{i} {name}" for i, name, _ in FIELDS])
def test_a_field_has_its_old_value(item_id: str, field: str, old: str) -> None:
    new = "7000" if field.endswith("amount_twd") else "3." if field.endswith("label") else "改。"
    after = corrected(ALL, [row(item_id, field, old, new)]).document
    assert after != ALL
    assert as_read(older(after)) == ALL


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_was_told_of_a_row_is_gone(case: Any) -> None:
    assert as_read(older(corrected(ALL, [case.bad]).document)) == ALL


def test_a_version_that_keeps_readings_has_nothing_of_it() -> None:
    assert as_read(json_bytes(ALL)) is None
