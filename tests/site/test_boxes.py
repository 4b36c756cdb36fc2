from pipeline.models import Item, Provenance
from pipeline.site.boxes import PageBox, boxes_of
from tests.contract import budget, item, level, section


def place(field: str, page: int, top: float) -> Provenance:
    return Provenance(field=field, page=page, bbox=(10.0, top, 110.0, top + 12.0))


def placed(*places: Provenance) -> Item:
    found = item("a-112-1", plan_item=(level("1.", "宣導", 1),))
    return found.model_copy(update={"provenance": places})


def test_boxes_are_given_by_page_with_their_roles_and_sizes() -> None:
    found = placed(place("plan_item[0]", 2, 50.0), place("implementation[0]", 2, 70.0))
    boxes = boxes_of(section("s", (found,)), found)
    assert [(box.role, box.x, box.y, box.width, box.height) for box in boxes[2]] == [
        ("plan_item", 10.0, 50.0, 100.0, 12.0),
        ("implementation", 10.0, 70.0, 100.0, 12.0),
    ]


def test_a_place_that_is_told_twice_is_one_box() -> None:
    found = placed(place("plan_item[0]", 1, 50.0), place("plan_item[0]", 1, 50.0))
    assert len(boxes_of(section("s", (found,)), found)[1]) == 1


def test_pages_follow_each_other_whatever_the_order_of_the_places() -> None:
    found = placed(place("implementation[0]", 3, 20.0), place("plan_item[0]", 2, 700.0))
    assert list(boxes_of(section("s", (found,)), found)) == [2, 3]


def test_what_other_items_have_too_is_shared() -> None:
    found = placed(place("work_item[0]", 1, 20.0), place("plan_item[0]", 1, 40.0))
    shared = {box.field: box.shared for box in boxes_of(section("s", (found,)), found)[1]}
    assert shared == {"work_item[0]": True, "plan_item[0]": False}


def test_a_column_without_a_role_has_a_box_too() -> None:
    found = placed(place("extra[備註]", 1, 20.0))
    assert boxes_of(section("s", (found,)), found)[1] == (
        PageBox("extra", "extra[備註]", (10.0, 20.0, 110.0, 32.0)),
    )


def test_a_budget_cell_is_shared_by_its_items() -> None:
    cell = budget("b1", "a-112-1", "a-112-2")
    found = placed(place("plan_item[0]", 1, 20.0)).model_copy(update={"budget_ids": ("b1",)})
    held = section("s", (found,), (cell,))
    assert [(box.role, box.shared) for box in boxes_of(held, found)[1]] == [
        ("plan_item", False),
        ("budget", True),
    ]
