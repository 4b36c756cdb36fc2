import pytest

from pipeline.models import Item, Provenance
from tests.audit.building import at, findings, item, rules, whole
from tests.contract import level, step

RIGHT = 200.0


def stands(number: int, *places: Provenance) -> Item:
    """An item with a step for each of these places of its contents; its plan item is on the line of its number."""
    steps = tuple(step(None, "隨到隨辦。") for _ in places)
    contents = (p.model_copy(update={"field": f"implementation[{i}]"}) for i, p in enumerate(places))
    return item(number, implementation=steps, provenance=(at("plan_item[0]", line=number), *contents))


def line(number: int, page: int = 1, left: float = RIGHT) -> Provenance:
    return at("", page, number, left)


def test_items_below_each_other_over_a_page_end() -> None:
    last = item(1, provenance=(at("plan_item[0]", 2, 5), at("implementation[0]", 2, 5, RIGHT)))
    assert rules(whole(stands(1, line(1), line(2)), stands(3, line(3), line(1, page=2)), last)) == [
        "label-skipped",
        "label-repeated",
    ]


@pytest.mark.parametrize("field", ["plan_item[0]", "implementation[0]"])
def test_a_text_of_two_items(field: str) -> None:
    mine = [p for p in item(2).provenance if p.field != field]
    other = [p for p in item(1).provenance if p.field == field]
    (found,) = findings(whole(item(1), item(2, provenance=(*mine, *other))), "place-shared")
    assert (found.item_id, found.bbox) == ("i2", other[0].bbox)


def test_a_heading_and_a_work_item_are_shared_by_right() -> None:
    heading = level("一、", "老人福利", 1, "g")
    outer = at("plan_item[0]", line=1)

    def below(number: int) -> Item:
        own = (at("plan_item[1]", line=number + 1), at("implementation[0]", line=number + 1, left=RIGHT))
        path = (heading, level(f"{number}.", f"第{number}類", number, f"p{number}"))
        return item(number, plan_item=path, provenance=(at("work_item[0]"), outer, *own))

    assert rules(whole(below(1), below(2))) == []


@pytest.mark.parametrize(
    "places",
    [(line(3), line(1)), (line(1, page=2), line(2, page=1))],
    ids=["up the page", "to the page before"],
)
def test_texts_go_down_the_pages(places: tuple[Provenance, ...]) -> None:
    assert rules(whole(stands(1, *places))) == ["place-order"]


def test_a_text_beside_another_one_is_neither_above_nor_below_it() -> None:
    assert rules(whole(stands(1, line(3), line(1, left=400.0)))) == []


def test_an_item_between_the_texts_of_another_one() -> None:
    (found,) = findings(whole(stands(1, line(1), line(3)), item(2)), "place-order")
    assert found.item_id == "i2"


def test_an_item_below_a_text_that_goes_on_over_the_page_end() -> None:
    torn = stands(1, line(1), line(1, page=2))
    assert [one.item_id for one in findings(whole(torn, item(2)), "place-order")] == ["i2"]
    over = item(2, provenance=(at("plan_item[0]", 2, 2), at("implementation[0]", 2, 2, RIGHT)))
    assert rules(whole(torn, over)) == []
