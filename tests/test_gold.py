"""The sample plans against their truth: every layout, every reader, every record."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.exporters.model_json import json_bytes
from pipeline.models import Reader
from tests import reading, scoring
from tests.reading import GOLD, LAYOUTS, NEXT_YEAR, READERS

pytestmark = pytest.mark.slow

UNNAMED = frozenset({"section", "budget"})
"""Fields that the truth of the ministry's plan does not hold."""


OF_112 = [
    pytest.param(path, reader, id=f"{name}-{reader}") for reader in READERS for name, path in LAYOUTS.items()
]
OF_ALL = [*OF_112, *(pytest.param(NEXT_YEAR, reader, id=f"113-{reader}") for reader in READERS)]


def gold_of(path: Path) -> scoring.Gold:
    return scoring.load_gold(GOLD / f"chiayi-west-{113 if path == NEXT_YEAR else 112}.gold.json")


def key(item: Mapping[str, Any]) -> tuple[str, str]:
    return scoring.plain(item["unit"]), scoring.plain(item["plan"][-1])


def tails(path: Path) -> dict[tuple[str, str], str]:
    """What ends the id of each item, by section and plan item."""
    found = reading.read(path, "pdfium")
    names = [(record.section, record.plan[-1]) for record in scoring.records(found)]
    assert len(set(names)) == len(names)
    return {name: item.id.split("-")[-1] for name, item in zip(names, scoring.items_of(found), strict=True)}


@pytest.mark.parametrize(("path", "reader"), OF_ALL)
def test_every_record_is_right(path: Path, reader: Reader) -> None:
    wanted = scoring.gold_records(gold_of(path))
    assert len(wanted) == 180

    wrong = scoring.difference(wanted, scoring.records(reading.verified(path, reader)))
    assert not wrong, wrong


@pytest.mark.parametrize(("path", "reader"), OF_ALL)
def test_titles_preambles_and_focuses_are_right(path: Path, reader: Reader) -> None:
    wanted = scoring.gold_fronts(gold_of(path))
    assert wanted

    wrong = scoring.difference(wanted, scoring.fronts(reading.verified(path, reader)))
    assert not wrong, wrong


@pytest.mark.parametrize(("path", "reader"), OF_ALL)
def test_office_and_year_are_known(path: Path, reader: Reader) -> None:
    (plan,) = reading.verified(path, reader).plans
    gold = gold_of(path)

    assert (plan.agency.name, plan.year_roc) == (gold["agency"], gold["year_roc"])
    assert plan.id == f"chiayi-city-west-{gold['year_roc']}"
    assert plan.year == gold["year_roc"] + 1911


@pytest.mark.parametrize(("path", "reader"), OF_112)
def test_all_26_budgets_are_read_and_none_is_invented(path: Path, reader: Reader) -> None:
    wanted = [
        scoring.plain(i["budget"]) for unit in gold_of(path)["units"] for i in unit["items"] if i["budget"]
    ]
    sections = scoring.sections_of(reading.verified(path, reader))
    budgets = [budget for section in sections for budget in section.budgets]

    assert len(wanted) == 26
    assert sorted(scoring.plain(budget.raw) for budget in budgets) == sorted(wanted)
    assert all(budget.printed_unit == "千元" and budget.applies_to for budget in budgets)


@pytest.mark.parametrize("reader", [pytest.param(r, id=f"merged-{r}") for r in READERS])
def test_a_merged_budget_cell_applies_to_all_its_items(reader: Reader) -> None:
    cells = json.loads((GOLD / "chiayi-west-112-merged.covers.json").read_text(encoding="utf-8"))
    wanted = [[scoring.plain(text) for text in cell] for cell in cells]

    assert scoring.covers(reading.verified(LAYOUTS["merged"], reader)) == wanted


@pytest.mark.parametrize(("path", "reader"), OF_ALL)
def test_nothing_is_lost_and_nothing_invented(path: Path, reader: Reader) -> None:
    found = reading.verified(path, reader)
    audit = found.audit

    assert audit.outside == 0
    assert audit.unread_pages == ()
    assert audit.glyphs == audit.in_fields + audit.in_headers + audit.in_furniture + audit.in_blocks
    assert [f for f in found.findings if f.rule.startswith("verify") or f.severity == "error"] == []


@pytest.mark.parametrize(("path", "reader"), OF_112)
def test_ids_depend_on_neither_layout_nor_reader(path: Path, reader: Reader) -> None:
    ids = [item.id for item in scoring.items_of(reading.verified(path, reader))]

    assert ids == [item.id for item in scoring.items_of(reading.read(LAYOUTS["open"], "pdfium"))]
    assert len(set(ids)) == 180
    assert all(re.fullmatch(r"chiayi-city-west-112-[0-9a-f]{8}", one) for one in ids)


def test_an_item_keeps_its_id_in_the_next_year_unless_its_own_words_change() -> None:
    changes = json.loads((GOLD / "chiayi-west-112-113.changes.json").read_text(encoding="utf-8"))
    before, after = tails(LAYOUTS["open"]), tails(NEXT_YEAR)
    kept: list[tuple[str, str]] = []
    changed: list[tuple[str, str]] = []
    for row in changes:
        if len(row["old"]) == len(row["new"]) == 1:
            renamed = row["old"][0]["unit"] != row["new"][0]["unit"] or set(row["changes"]) & {
                "renamed",
                "moved",
            }
            pair = before[key(row["old"][0])], after[key(row["new"][0])]
            (changed if renamed else kept).append(pair)

    assert len(kept) == 167
    assert [pair for pair in kept if pair[0] != pair[1]] == []
    # A section was renamed too, and its five items with it.
    assert len(changed) == 8
    assert [pair for pair in changed if pair[0] == pair[1]] == []


@pytest.mark.parametrize("reader", [pytest.param(r, id=f"open-{r}") for r in READERS])
def test_another_run_in_another_folder_gives_the_same_bytes(reader: Reader, tmp_path: Path) -> None:
    shutil.copy(LAYOUTS["open"], tmp_path)
    command = [sys.executable, "-m", "pipeline.cli", "extract", LAYOUTS["open"].name, "--reader", reader]
    # Whatever order a process gives to sets of strings must not show.
    settings = {
        "PYTHONPATH": str(reading.ROOT),
        "PYTHONHASHSEED": "1",
        "TZ": "Asia/Taipei",
        "PYTHONUTF8": "0",
    }
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=tmp_path, env=os.environ | settings, capture_output=True, check=True
    )

    assert done.stdout == json_bytes(reading.read(LAYOUTS["open"], reader))
    assert done.stderr == b""


@pytest.mark.parametrize("reader", [pytest.param(r, id=f"moi-{r}") for r in READERS])
def test_the_plan_of_a_ministry_from_outside_the_project(reader: Reader) -> None:
    path = reading.outside_data("real/moi-114-workplan.pdf")
    gold = scoring.load_gold(reading.outside_data("real/moi-114-workplan.gold.json"))
    found = reading.verified(path, reader)

    wrong = scoring.difference(scoring.gold_records(gold), scoring.records(found), UNNAMED)
    assert not wrong, wrong
    assert found.audit.outside == 0
    assert [f for f in found.findings if f.rule.startswith("verify")] == []
    assert [(plan.agency.name, plan.year_roc) for plan in found.plans] == [(gold["agency"], gold["year_roc"])]
