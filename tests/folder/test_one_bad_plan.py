"""One plan that cannot be published in some form costs its own place there, and nothing of the others."""

import json
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from pipeline import api
from pipeline.errors import UnwritableError
from pipeline.exporters.csv_form import spreadsheet_change
from pipeline.exporters.files import write_plan
from pipeline.exporters.tables import TABLES
from pipeline.gate.results import CheckReport
from pipeline.models import Item, Plan, PlanDocument, Total
from tests.contract import at, budget, extraction, finding, item, plan, section, step

BAD = "h-112"
OTHERS = tuple(f"{letter}-112" for letter in "abcdefg")


def of(plan_id: str, *items: Item, **values: object) -> Plan:
    """A plan with a budget of its own."""
    own = items or (item(f"{plan_id}-1", budget_ids=("b1",)),)
    return plan(plan_id, section("s1", own, (budget("b1", own[0].id, **values),)))


def publish(folder: Path, bad: Plan) -> tuple[api.Problem, ...]:
    """Publish seven good plans and another one."""
    for one in (*map(of, OTHERS), bad):
        write_plan(next(extraction(one).documents()), folder / one.id)
    return api.publish(folder)


def plans_in(folder: Path) -> dict[str, set[str]]:
    """Identifiers of the plans that each format holds."""
    book = CalamineWorkbook.from_path(folder / "workplan.xlsx").get_sheet_by_name("sources").to_python()
    sheet = CalamineWorkbook.from_path(folder / "workplan.ods").get_sheet_by_name("sources").to_python()
    with closing(sqlite3.connect(folder / "workplan.sqlite")) as base:
        database = {row[0] for row in base.execute("SELECT plan_id FROM sources")}
    lines = (folder / "jsonl" / "sources.jsonl").read_text("utf-8").splitlines()
    return {
        "csv": {line.split(",")[0] for line in (folder / "sources.csv").read_text("utf-8").splitlines()[1:]},
        "jsonl": {json.loads(line)["plan_id"] for line in lines},
        "parquet": set(pq.read_table(folder / "parquet" / "sources.parquet")["plan_id"].to_pylist()),
        "xlsx": {str(row[0]) for row in book[1:]},
        "ods": {str(row[0]) for row in sheet[1:]},
        "sqlite": database,
    }


def without_publisher(report: CheckReport) -> set[str]:
    """Rules that failed, those aside that want a publisher."""
    wants = ("dcat-", "portal-", "licence-", "attribution-", "metadata-", "placeholder-")
    return {one.id for one in report.results if not one.id.startswith(wants)}


def test_a_total_without_an_amount_is_published_in_every_format(tmp_path: Path) -> None:
    empty = Total(raw="", label="合計", scope="s1", amount_twd=None, provenance=(at("total"),))
    own = item(f"{BAD}-1", budget_ids=("b1",))
    bad = plan(BAD, section("s1", (own,), (budget("b1", own.id),), totals=(empty,)))
    assert publish(tmp_path, bad) == ()
    assert {name: len(found) for name, found in plans_in(tmp_path).items()} == dict.fromkeys(
        ("csv", "jsonl", "parquet", "xlsx", "ods", "sqlite"), 8
    )


@pytest.mark.parametrize(
    ("bad", "formats", "says"),
    [
        (of(BAD, amount_twd=10**20), {"parquet", "xlsx", "ods", "sqlite"}, "items.budget_twd (9)"),
        (of(BAD, amount_twd=10**16), {"xlsx", "ods"}, "items.budget_twd (9)"),
        (
            of(BAD, item(f"{BAD}-1", implementation=(step(None, "字" * 40_000),))),
            {"xlsx"},
            "items.implementation (9)",
        ),
        (of(BAD, item(f"{BAD}-1"), item(f"{BAD}-1")), {"sqlite"}, "items.item_id (10) is there twice"),
    ],
    ids=["beyond-64-bits", "beyond-15-digits", "long-text", "twice"],
)
def test_a_value_that_a_format_cannot_hold_costs_its_plan_there_only(
    tmp_path: Path, bad: Plan, formats: set[str], says: str
) -> None:
    problems = publish(tmp_path, bad)
    assert {one.exit_code for one in problems} == {UnwritableError.exit_code}
    assert len(problems) == len(formats)
    assert all(BAD in one.message and says in one.message for one in problems)
    found = plans_in(tmp_path)
    assert {name for name, there in found.items() if BAD not in there} == formats
    assert all(set(OTHERS) <= there for there in found.values())


def test_what_is_left_out_is_in_the_manifest_and_the_gate_tells_it(tmp_path: Path) -> None:
    publish(tmp_path, of(BAD, amount_twd=10**16))
    left = json.loads((tmp_path / "manifest.json").read_bytes())["left_out"]
    assert [(one["path"], one["plan_id"]) for one in left] == [
        ("workplan.ods", BAD),
        ("workplan.xlsx", BAD),
    ]
    told = without_publisher(api.check(tmp_path))
    assert "plan-left-out" in told
    assert not {one for one in told if one.startswith("roundtrip")}


def test_a_plan_whose_rows_cannot_be_made_is_named_and_the_others_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(document: PlanDocument) -> tuple[float, ...]:
        return (1 / 0,) if document.plan.id == BAD else ()

    monkeypatch.setitem(TABLES, "totals", replace(TABLES["totals"], records=failing))
    (problem,) = publish(tmp_path, of(BAD))
    assert problem.message.startswith(f"{BAD}：")
    assert all(there == set(OTHERS) for there in plans_in(tmp_path).values())


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1" * 100_000 + "x",
        "(" + " " * 100_000,
        "may" + "1" * 100_000 + "x",
        "1 " * 50_000 + "x",
    ],
    ids=["digits", "digits-and-more", "spaces", "month", "groups"],
)
def test_a_cell_of_any_length_takes_as_long_as_it_is_long(text: str) -> None:
    begun = time.process_time()
    spreadsheet_change(text)
    assert time.process_time() - begun < 1


def test_boxes_are_the_same_in_every_format(tmp_path: Path) -> None:
    """A float has more digits than a workbook writes."""
    box = (0.1 + 0.2, 100.0 / 3.0, 2.0**0.5 * 300, 1e-9)
    own = item(f"{BAD}-1")
    found = extraction(plan(BAD, section("s1", (own,))), findings=(finding("f1", page=1, bbox=box),))
    write_plan(next(found.documents()), tmp_path / BAD)
    assert api.publish(tmp_path) == ()
    assert not {one for one in without_publisher(api.check(tmp_path)) if one.startswith("roundtrip")}
