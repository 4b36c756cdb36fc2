"""Identifiers of items through the life of a plan: others come, go and are renumbered, and years pass."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import extract
from tests import scoring
from tests.making.plan import Item, Plan, Unit
from tests.making.traits import LAYOUT, item
from tests.making.typeset import typeset

TEXTS = ("公文時效管制", "電子公文推廣", "檔案清查鑑定", "廳舍修繕", "財產盤點", "防汛整備")
Words = dict[str, str]
"""The identifier of each item by the words of its plan column."""


def item_of(number: int, text: str, work: str = "一、文書管理/(一)公文處理") -> Item:
    return item(work, f"{number}. {text}。", f"依規定辦理{text}作業。", budget=str(10 * number))


def plan_of(*texts: str, year: int = 112, first: int = 1) -> Plan:
    items = tuple(item_of(number, text) for number, text in enumerate(texts, start=first))
    return Plan(
        "屏東縣九如鄉公所", year, (Unit("行政室", f"屏東縣九如鄉公所行政室 {year} 年度施政計畫", items),)
    )


@pytest.fixture
def ids(tmp_path: Path) -> Callable[[Plan], Words]:
    def read(plan: Plan) -> Words:
        path = tmp_path / "plan.pdf"
        path.write_bytes(typeset(plan, LAYOUT))
        found = scoring.items_of(extract(path))
        words = {one.plan_item[-1].text.rstrip("。"): one.id for one in found}
        assert len(words) == len(found) == len(plan.units[0].items)
        return words

    return read


def test_an_inserted_item_changes_no_other_id(ids: Callable[[Plan], Words]) -> None:
    before = ids(plan_of(*TEXTS))
    for place in range(len(TEXTS) + 1):
        after = ids(plan_of(*TEXTS[:place], "節約能源", *TEXTS[place:]))
        assert after.pop("節約能源") not in before.values()
        assert after == before


def test_a_deleted_item_changes_no_other_id(ids: Callable[[Plan], Words]) -> None:
    before = ids(plan_of(*TEXTS))
    for gone in TEXTS:
        after = ids(plan_of(*(text for text in TEXTS if text != gone)))
        assert after == {text: name for text, name in before.items() if text != gone}


def test_renumbering_and_another_order_change_no_id(ids: Callable[[Plan], Words]) -> None:
    before = ids(plan_of(*TEXTS))

    assert ids(plan_of(*reversed(TEXTS))) == before
    # Work items come before: all labels are other ones, and 「1、」 stands instead of 「1. 」.
    (unit,) = plan_of(*TEXTS).units
    new = (item_of(1, "車輛管理", "一、庶務"), item_of(1, "郵件收發", "二、文書管理/(一)收發"))
    moved = (
        replace(one, work=("二、文書管理", "(二)公文處理"), plan=(one.plan[0].replace(". ", "、"),))
        for one in unit.items
    )
    after = ids(replace(plan_of(), units=(replace(unit, items=(*new, *moved)),)))
    assert {text: after[text] for text in TEXTS} == before


def test_other_contents_and_budgets_change_no_id(ids: Callable[[Plan], Words]) -> None:
    (unit,) = plan_of(*TEXTS).units
    other = tuple(replace(one, implementation=((1, "另案簽辦。"),), budget="") for one in unit.items)

    assert ids(replace(plan_of(), units=(replace(unit, items=other),))) == ids(plan_of(*TEXTS))


def test_the_next_years_plan_gives_the_same_last_parts(ids: Callable[[Plan], Words]) -> None:
    texts = ("{year}年度公文時效管制", "編製 {later} 年度預算", *TEXTS[2:])
    first, second = (
        ids(plan_of(*(text.format(year=year, later=year + 1) for text in texts), year=year))
        for year in (112, 113)
    )

    assert [name.replace("-112-", "-113-") for name in first.values()] == list(second.values())
    assert all("-112-" in name for name in first.values())


def test_equal_paths_are_told_apart_by_a_serial_number(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(typeset(plan_of("財產盤點", "廳舍修繕", "財產盤點", "財產盤點"), LAYOUT))
    found = extract(path)
    one, other, two, three = (item.id for item in scoring.items_of(found))

    assert [two, three] == [f"{one}-2", f"{one}-3"]
    assert not other.startswith(one)
    assert [f.item_id for f in found.findings if f.rule == "duplicate-path"] == [two, three]


def test_the_same_words_in_another_section_are_another_item(tmp_path: Path) -> None:
    (unit,) = plan_of(*TEXTS).units
    twin = replace(unit, name="民政課", title=unit.title.replace("行政室", "民政課"))
    path = tmp_path / "plan.pdf"
    path.write_bytes(typeset(replace(plan_of(), units=(unit, twin)), LAYOUT))
    names = [one.id for one in scoring.items_of(extract(path))]

    assert len(set(names)) == 2 * len(TEXTS)
    assert not [name for name in names if name.endswith("-2")]
