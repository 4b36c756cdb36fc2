"""changes.json and changes.csv."""

import csv
import io
import json
from collections import Counter

from pipeline.compare.files import changes_csv, changes_json
from pipeline.compare.model import Change, Comparison
from pipeline.compare.totals import totals_of
from tests.compare.comparisons import cell, compared, entry, every_status


def rows(comparison: Comparison) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(changes_csv(comparison).decode("utf-8-sig"), newline="")))


def test_the_json_has_the_items_themselves() -> None:
    old = entry("112/1", "宣導", cell("112/b1", 40_000), pages=(1, 2))
    made = json.loads(changes_json(compared(Change("removed", (), "certain", 1.0, (), (old,), ()))))
    assert list(made) == ["old", "new", "changes"]
    assert made["old"]["year_roc"] == 112
    assert made["changes"] == [
        {
            "status": "removed",
            "changes": [],
            "band": "certain",
            "score": 1.0,
            "evidence": [],
            "doubts": [],
            "old": [
                {
                    "id": "112/1",
                    "section": "民政課",
                    "work_item": ["壹、民政業務"],
                    "plan_item": ["1. 宣導"],
                    "budgets": [
                        {
                            "id": "112/b1",
                            "role": "current",
                            "raw": "40千元",
                            "kind": "amount",
                            "amount_twd": 40000,
                            "shared_by": 1,
                            "page": None,
                        }
                    ],
                    "pages": [1, 2],
                    "doubts": [],
                }
            ],
            "new": [],
        }
    ]


def test_a_split_and_a_merge_have_a_row_for_each_item() -> None:
    counted = Counter(row["status"] for row in rows(every_status()))
    assert counted["split"] == 2
    assert counted["merged"] == 2
    assert len({row["change"] for row in rows(every_status()) if row["status"] == "split"}) == 1


def test_old_and_new_stand_side_by_side_with_their_difference() -> None:
    old, new = entry("112/1", "宣導", cell("b1", 40_000)), entry("113/1", "宣導", cell("b2", 45_000))
    (row,) = rows(compared(Change("changed", ("budget",), "certain", 1.0, ("path",), (old,), (new,))))
    assert (row["old_budget_twd"], row["new_budget_twd"], row["difference_twd"]) == ("40000", "45000", "5000")
    assert (row["old_budget_ids"], row["new_budget_ids"], row["new_first_page"]) == ("b1", "b2", "1")


def test_a_split_tells_its_difference_once() -> None:
    old = entry("112/1", "聯誼", cell("b1", 3_078_000))
    parts = entry("113/1", "里長", cell("b2", 1_200_000)), entry("113/2", "鄰長", cell("b3", 2_000_000))
    found = rows(compared(Change("split", (), "certain", 1.0, ("path",), (old,), parts)))
    assert [row["difference_twd"] for row in found] == ["122000", ""]


def test_what_is_added_differs_by_its_whole_budget() -> None:
    new = entry("113/1", "汰換", cell("b2", 640_000))
    (row,) = rows(compared(Change("added", (), "certain", 1.0, (), (), (new,))))
    assert row["difference_twd"] == "640000"


def test_without_any_budget_nothing_differs() -> None:
    old, new = entry("112/1", "宣導"), entry("113/1", "宣導活動")
    (row,) = rows(compared(Change("changed", ("renamed",), "certain", 1.0, ("path",), (old,), (new,))))
    assert row["difference_twd"] == ""


def test_a_removed_item_does_not_take_the_cell_that_others_share_with_it() -> None:
    old, new = cell("112/b1", 900_000, shared_by=2), cell("113/b1", 950_000)
    stays = entry("112/1", "守望相助巡邏", old), entry("113/1", "守望相助巡邏", new)
    found = rows(
        compared(
            Change("changed", ("budget",), "certain", 1.0, ("path",), (stays[0],), (stays[1],)),
            Change("removed", (), "certain", 1.0, (), (entry("112/2", "守望相助訓練", old),), ()),
        )
    )
    assert [row["difference_twd"] for row in found] == ["50000", ""]


def test_differences_add_up_to_that_of_the_plans_but_for_what_is_words_in_one_of_them() -> None:
    comparison = every_status()
    (whole,) = (one for one in totals_of(comparison).by_role if one.role == "current")
    told = sum(int(row["difference_twd"] or 0) for row in rows(comparison))
    from_words = 20_000
    assert told + from_words == whole.difference_twd


def test_a_budget_in_words_has_no_difference() -> None:
    old, new = entry("112/1", "宣導", cell("b1", None, "業務費")), entry("113/1", "宣導", cell("b2", 45_000))
    (row,) = rows(compared(Change("changed", ("budget",), "certain", 1.0, ("path",), (old,), (new,))))
    assert (row["old_budget_raw"], row["old_budget_twd"], row["difference_twd"]) == ("業務費", "", "")
