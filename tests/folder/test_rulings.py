"""A person edits the crosswalk.csv that a comparison wrote, and the next one into the same folder applies it."""

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline import api
from pipeline.exporters.files import write_plan
from pipeline.exporters.model_json import json_bytes
from pipeline.models import PlanDocument
from tests.corrections.cases import document

Rows = list[dict[str, str]]
Told = tuple[str, list[str], list[str], list[str]]


def plan(year: int, *titles: str, name: str = "a") -> PlanDocument:
    """A plan of one section: items a-112-1, a-112-2 and so on, with nothing but a title and a step of their own."""
    made = json.loads(json_bytes(document()).replace(b"a-112", f"{name}-{year}".encode()))
    made["plan"].update({"year_roc": year, "year": year + 1911})
    section = made["plan"]["sections"][0]
    model = section["items"][0]
    empty: dict[str, Any] = {"budget_ids": [], "extra": [], "finding_ids": [], "confidence": "certain"}
    section["items"] = [
        model
        | empty
        | {
            "id": f"{name}-{year}-{number}",
            "plan_item": [{"id": f"{name}{number}", "label": f"{number}.", "number": number, "text": title}],
            "implementation": [{"label": None, "number": None, "text": f"{year}{title}" * 3, "steps": []}],
        }
        for number, title in enumerate(titles, start=1)
    ]
    section["budgets"] = []
    made["plan"]["sections"] = [section]
    made["findings"] = []
    return PlanDocument.model_validate(made)


class Desk:
    """Two plans and the folder of their comparison."""

    def __init__(self, root: Path, old: Iterable[PlanDocument], new: Iterable[PlanDocument]) -> None:
        self.sides = root / "old", root / "new"
        for side, plans in zip(self.sides, (old, new), strict=True):
            for one in plans:
                write_plan(one, side / one.plan.id)
        self.out = root / "out"

    def compared(self) -> list[Told]:
        """Status, evidence and items of both sides of each change, as changes.json has them."""
        api.compare(*self.sides, self.out)
        made = json.loads((self.out / "changes.json").read_bytes())["changes"]
        return [
            (one["status"], one["evidence"], [i["id"] for i in one["old"]], [i["id"] for i in one["new"]])
            for one in made
        ]

    def rows(self, name: str = "crosswalk.csv") -> Rows:
        with (self.out / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def edit(self, change: Callable[[Rows], Rows]) -> None:
        """Save the crosswalk as a spreadsheet program does."""
        rows = change(self.rows())
        with (self.out / "crosswalk.csv").open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, restval="")
            table.writeheader()
            table.writerows(rows)


COLUMNS = ["old_id", "old_section", "old_plan_item", "new_id", "new_section", "new_plan_item"]
COLUMNS += ["score", "evidence", "verdict", "note"]
TWINS = ("里民活動", "里民活動")
"""Two items of one title whose contents differ: which is which is uncertain."""


def of(told: list[Told], item: str) -> Told:
    """The change that an item is in."""
    return next(one for one in told if item in (*one[2], *one[3]))


def added(*pairs: tuple[str, str], verdict: str) -> Callable[[Rows], Rows]:
    return lambda rows: [*rows, *({"old_id": a, "new_id": b, "verdict": verdict} for a, b in pairs)]


def judged(verdict: str) -> Callable[[Rows], Rows]:
    """Every row that is asked about, judged alike."""
    return lambda rows: [row | {"verdict": verdict} for row in rows]


@pytest.fixture
def twins(tmp_path: Path) -> Desk:
    return Desk(tmp_path, [plan(112, *TWINS)], [plan(113, *TWINS)])


@pytest.fixture
def strangers(tmp_path: Path) -> Desk:
    """Nothing of 113 is like anything of 112."""
    return Desk(tmp_path, [plan(112, "道路修繕", "急難救助")], [plan(113, "兵役徵集", "圖書採購")])


def test_what_is_accepted_is_certain_and_asked_no_more(twins: Desk) -> None:
    twins.compared()
    asked = [(row["old_id"], row["new_id"]) for row in twins.rows()]
    assert asked
    twins.edit(judged("accept"))
    told = twins.compared()
    assert [of(told, old)[1:] for old, _ in asked] == [(["ruling accept"], [a], [b]) for a, b in asked]
    assert [row["verdict"] for row in twins.rows()] == ["accept"] * len(asked)


def test_what_is_rejected_is_not_matched_again(twins: Desk) -> None:
    twins.compared()
    asked = [([row["old_id"]], [row["new_id"]]) for row in twins.rows()]
    assert asked
    twins.edit(judged("拒絕"))
    assert not [one for one in twins.compared() if (one[2], one[3]) in asked]


def test_a_linked_pair_is_one_item(strangers: Desk) -> None:
    assert {one[0] for one in strangers.compared()} == {"added", "removed"}
    strangers.edit(added(("a-112-2", "a-113-1"), verdict="link"))
    told = strangers.compared()
    assert of(told, "a-112-2") == ("changed", ["ruling link"], ["a-112-2"], ["a-113-1"])
    assert {of(told, other)[0] for other in ("a-112-1", "a-113-2")} == {"added", "removed"}


def test_rows_of_one_old_item_split_it(strangers: Desk) -> None:
    strangers.compared()
    strangers.edit(added(("a-112-1", "a-113-1"), ("a-112-1", "a-113-2"), verdict="split"))
    assert of(strangers.compared(), "a-112-1") == (
        "split",
        ["ruling split"],
        ["a-112-1"],
        ["a-113-1", "a-113-2"],
    )


def test_rows_of_one_new_item_merge_into_it(strangers: Desk) -> None:
    strangers.compared()
    strangers.edit(added(("a-112-1", "a-113-2"), ("a-112-2", "a-113-2"), verdict="合併"))
    assert of(strangers.compared(), "a-113-2") == (
        "merged",
        ["ruling merge"],
        ["a-112-1", "a-112-2"],
        ["a-113-2"],
    )


def test_an_item_without_counterpart_is_removed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [plan(112, "道路修繕")], [plan(113, "道路修繕")])
    assert len(desk.compared()) == 1
    desk.edit(added(("a-112-1", ""), verdict="accept"))
    assert [one[0] for one in desk.compared()] == ["removed", "added"]


def test_a_row_that_no_longer_applies_stays_and_is_a_finding_with_its_line(strangers: Desk) -> None:
    strangers.compared()
    strangers.edit(added(("a-112-1", "a-113-2"), ("a-112-9", "a-113-1"), verdict="link"))
    strangers.compared()
    (finding,) = strangers.rows("findings.csv")
    assert finding["rule"] == "crosswalk-unapplied"
    assert "Line 3 of crosswalk.csv (a-112-9 → a-113-1, link)" in finding["message_en"]
    assert "第 3 行" in finding["message_zh"]
    assert [row["old_id"] for row in strangers.rows()] == ["a-112-1", "a-112-9"]


def test_plans_of_several_offices_are_one_side(tmp_path: Path) -> None:
    sides = [[plan(year, "道路修繕"), plan(year, "圖書採購", name="b")] for year in (112, 113)]
    desk = Desk(tmp_path, *sides)
    assert [one[2:] for one in desk.compared()] == [(["a-112-1"], ["a-113-1"]), (["b-112-1"], ["b-113-1"])]
    assert {row["rule"] for row in desk.rows("findings.csv")} == {"side-several-plans"}


def test_a_split_and_a_merge_by_a_person_are_in_the_lines(tmp_path: Path) -> None:
    for one in (plan(112, "道路修繕", "急難救助", "殯葬管理"), plan(113, "兵役徵集", "圖書採購", "公園綠化")):
        write_plan(one, tmp_path / "in" / one.plan.id)
    api.compare_years(tmp_path / "in", tmp_path / "out")
    (pair,) = (path for path in (tmp_path / "out").glob("[!.]*") if path.is_dir())
    with (pair / "crosswalk.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("a-112-1,,,a-113-1,,,,,split,\na-112-1,,,a-113-2,,,,,split,\n")
        file.write("a-112-2,,,a-113-3,,,,,merge,\na-112-3,,,a-113-3,,,,,merge,\n")
    api.compare_years(tmp_path / "in", tmp_path / "out")
    _, *rows = (tmp_path / "out" / "lineages.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows == [
        "a-112-1,112,a-112-1",
        "a-112-1,113,a-113-1",
        "a-112-1,113,a-113-2",
        "a-112-2,112,a-112-2",
        "a-112-2,113,a-113-3",
        "a-112-3,112,a-112-3",
        "a-112-3,113,a-113-3",
    ]
