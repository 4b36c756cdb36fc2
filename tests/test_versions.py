"""Files of older versions of the contract are read."""

import json
from pathlib import Path
from typing import Any

from pipeline import extract
from pipeline.batch.reading_back import read_plan
from pipeline.batch.sides import documents_of
from pipeline.models import Extraction
from tests.golden.regenerate import EXPECTED, PDF

ADDED = ("not_seen", "struck", "overlaid")
"""What 1.1 added to the account."""


def old_plan(folder: Path) -> Path:
    """A plan's folder as 1.0 wrote it."""
    (plan,) = EXPECTED.glob("*/plan.json")
    text = plan.read_text(encoding="utf-8")
    assert '"schema_version": "1.1"' in text
    (folder / "plan.json").write_text(text.replace('"1.1"', '"1.0"', 1), encoding="utf-8")
    return folder


def old_extraction() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(extract(PDF).model_dump_json())
    data["schema_version"] = "1.0"
    for account in (data["audit"], *data["audit"]["pages"]):
        for name in ADDED:
            del account[name]
    for block in data["blocks"]:
        del block["in_table"]
    return data


def test_a_plan_of_1_0_is_read_back(tmp_path: Path) -> None:
    document = read_plan(old_plan(tmp_path))

    assert document.schema_version == "1.0"
    assert document.plan.sections[0].items


def test_an_extraction_of_1_0_is_one_side_of_a_comparison(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps(old_extraction()), encoding="utf-8")

    (document,) = documents_of(path)
    assert document.plan == extract(PDF).plans[0]


def test_what_1_1_added_is_nothing_in_an_older_extraction() -> None:
    audit = Extraction.model_validate(old_extraction()).audit

    assert [getattr(audit, name) for name in ADDED] == [0, 0, 0]
