"""Files of older versions of the contract are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.folder.plans import read_plan
from pipeline.folder.sides import documents_of
from pipeline.models import SCHEMA_VERSION, Extraction, Plan, PlanDocument
from tests import contract
from tests.golden.regenerate import EXPECTED, PDF

ADDED = ("not_seen", "struck", "overlaid")
"""What 1.1 added to the account; 1.2 added how sure each item is, 1.3 units that are given and links of parts."""


def old_plan(folder: Path, version: str, **finding: str) -> Path:
    """A plan's folder as an earlier version wrote it, perhaps with a finding about its first item."""
    (path,) = EXPECTED.glob("*/plan.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["schema_version"] == SCHEMA_VERSION
    data["schema_version"] = version
    items = [item for section in data["plan"]["sections"] for item in section["items"]]
    for item in items:
        del item["confidence"]
    if finding:
        made = contract.finding("f1", item_id=items[0]["id"], **finding)
        data["findings"] = [made.model_dump(mode="json")]
        items[0]["finding_ids"] = ["f1"]
    (folder / "plan.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def old_extraction() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(extract(PDF).model_dump_json())
    data["schema_version"] = "1.0"
    for account in (data["audit"], *data["audit"]["pages"]):
        for name in ADDED:
            del account[name]
    for block in data["blocks"]:
        del block["in_table"]
    for plan in data["plans"]:
        for section in plan["sections"]:
            for item in section["items"]:
                del item["confidence"]
    return data


def sure(document: PlanDocument) -> list[str]:
    return [item.confidence for section in document.plan.sections for item in section.items]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_older_plan_is_read_back_as_one_of_today(tmp_path: Path, version: str) -> None:
    document = read_plan(old_plan(tmp_path, version))

    assert document.schema_version == SCHEMA_VERSION
    # The program read every file once then.
    assert sure(document) == ["likely"] * 6


def test_a_plan_of_1_2_keeps_how_sure_it_is_and_has_no_parts(tmp_path: Path) -> None:
    (path,) = EXPECTED.glob("*/plan.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["schema_version"] = "1.2"
    for section in data["plan"]["sections"]:
        for budget in section["budgets"]:
            del budget["given_unit"], budget["part_of"]
    (tmp_path / "plan.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert read_plan(tmp_path) == read_plan(path.parent)


def test_an_item_of_an_older_plan_that_a_finding_warns_of_is_doubtful(tmp_path: Path) -> None:
    document = read_plan(old_plan(tmp_path, "1.1", rule="row-start-doubt", severity="warning"))

    assert sure(document) == ["doubtful", *["likely"] * 5]


def test_a_correction_that_was_refused_says_nothing_of_the_reading(tmp_path: Path) -> None:
    document = read_plan(old_plan(tmp_path, "1.1", rule="correction-refused", severity="warning"))

    assert sure(document) == ["likely"] * 6


def test_an_extraction_of_1_0_is_one_side_of_a_comparison(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps(old_extraction()), encoding="utf-8")

    (document,) = documents_of(path)
    assert document.schema_version == SCHEMA_VERSION
    assert _unsaid(document.plan) == _unsaid(extract(PDF).plans[0])


def _unsaid(plan: Plan) -> Plan:
    """The plan without how sure it is, which depends on how often it was read."""
    sections = (
        one.model_copy(
            update={"items": tuple(i.model_copy(update={"confidence": "likely"}) for i in one.items)}
        )
        for one in plan.sections
    )
    return plan.model_copy(update={"sections": tuple(sections)})


def test_what_1_1_added_is_nothing_in_an_older_extraction() -> None:
    audit = Extraction.model_validate(old_extraction()).audit

    assert [getattr(audit, name) for name in ADDED] == [0, 0, 0]
