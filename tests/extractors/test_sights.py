"""What is told of text that is not seen, stands apart or is remarkable."""

from __future__ import annotations

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.sights import MOST_PLACES, gathered, sight_doubts
from pipeline.lines.sheets import Sheet
from pipeline.models import Plan
from pipeline.readers.page import Aside, BBox, Remark, Turned, Unseen
from tests.audit.building import at, budget, item, whole

PLACE: BBox = (50.0, 20.0, 90.0, 32.0)


def sheet(
    *,
    unseen: tuple[Unseen, ...] = (),
    asides: tuple[Aside, ...] = (),
    remarks: tuple[Remark, ...] = (),
    turned: tuple[Turned, ...] = (),
) -> Sheet:
    return Sheet(
        1, 600.0, 800.0, (), (), (), (), 0.0, 0, unseen=unseen, asides=asides, remarks=remarks, turned=turned
    )


def below(box: BBox, distance: float) -> BBox:
    """A box of the same size, this far under another."""
    down = box[3] - box[1] + distance
    return box[0], box[1] + down, box[2], box[3] + down


def rules(doubts: list[Doubt]) -> list[tuple[str, str]]:
    return [(one.rule, one.reason) for one in doubts]


def test_each_kind_is_told_under_its_own_rule() -> None:
    page = sheet(
        unseen=(Unseen("covered", PLACE, 4), Unseen("colour", PLACE, 4), Unseen("layer", PLACE, 4)),
        asides=(
            Aside("struck", "100", PLACE, 3),
            Aside("overlay", "草案", PLACE, 2),
            Aside("sideways", "x", PLACE, 1),
        ),
        remarks=(
            Remark("clipped", PLACE),
            Remark("cut", PLACE),
            Remark("across", PLACE),
            Remark("obscured", PLACE),
        ),
    )

    assert rules(sight_doubts([page], [])) == [
        ("text-covered", ""),
        ("text-hidden", "colour"),
        ("text-hidden", "layer"),
        ("text-struck", ""),
        ("text-overlaid", ""),
        ("text-clipped", ""),
        ("text-cut-off", ""),
        ("text-over-rule", ""),
        ("text-obscured", ""),
    ]


def test_no_doubt_repeats_what_is_apart() -> None:
    page = sheet(asides=(Aside("struck", "王大明", PLACE, 3), Aside("overlay", "王大明", PLACE, 3)))

    assert all(not one.detail for one in sight_doubts([page], []))


def test_text_beyond_the_page_has_no_place_to_show() -> None:
    (told,) = sight_doubts([sheet(unseen=(Unseen("page", (50.0, 900.0, 90.0, 912.0), 4),))], [])

    assert (told.page, told.bbox, told.reason) == (1, None, "page")


def test_the_lines_of_a_paragraph_are_one_place_and_rows_of_a_table_are_not() -> None:
    near, far = below(PLACE, 6.0), below(PLACE, 30.0)
    page = sheet(unseen=tuple(Unseen("covered", box, 4) for box in (PLACE, near, far)))

    assert [one.bbox for one in sight_doubts([page], [])] == [(50.0, 20.0, 90.0, near[3]), far]


def test_boxes_that_a_third_one_joins_are_one_place() -> None:
    left, right, between = (50.0, 20.0, 60.0, 32.0), (80.0, 20.0, 90.0, 32.0), (55.0, 24.0, 85.0, 36.0)
    page = sheet(unseen=tuple(Unseen("covered", box, 4) for box in (left, right, between)))

    assert [one.bbox for one in sight_doubts([page], [])] == [(50.0, 20.0, 90.0, 36.0)]


def test_many_places_of_a_page_are_told_once() -> None:
    boxes = [(50.0, 30.0 * n, 90.0, 30.0 * n + 12.0) for n in range(MOST_PLACES + 1)]
    few, many = (
        sight_doubts([sheet(asides=tuple(Aside("overlay", "1", box, 1) for box in found))], [])
        for found in (boxes[:-1], boxes)
    )

    assert len(few) == MOST_PLACES
    assert [(one.bbox, one.count) for one in many] == [(None, MOST_PLACES + 1)]


def test_texts_of_joined_places_are_named_once_each() -> None:
    marks = [
        Doubt("note-mark", 1, box, None, text)
        for box, text in ((PLACE, "1"), (below(PLACE, 2.0), "註2"), (PLACE, "1"))
    ]

    assert [one.detail for one in gathered(marks)] == ["1、註2"]


def plan() -> Plan:
    """Items on lines 1 and 2 that share a work item on both lines, with a budget on line 2."""
    shared = at("work_item[0]", left=20.0, width=25.0).model_copy(update={"bbox": (20.0, 20.0, 45.0, 52.0)})
    items = [
        item(n, provenance=(shared, at("plan_item[0]", line=n), at("implementation[0]", line=n, left=200.0)))
        for n in (1, 2)
    ]
    return whole(*items, budgets=[budget(2)]).plans[0]


def in_question(*boxes: BBox, turned: tuple[Turned, ...] = ()) -> list[str | None]:
    remarks = tuple(Remark("obscured", box) for box in boxes)
    return [one.item_id for one in sight_doubts([sheet(remarks=remarks, turned=turned)], [plan()])]


def test_the_item_is_named_whose_print_is_hidden() -> None:
    assert in_question((60.0, 25.0, 80.0, 30.0)) == ["i1"]
    assert in_question((410.0, 45.0, 420.0, 50.0)) == ["i2"]
    assert in_question((60.0, 25.0, 80.0, 50.0)) == ["i1", "i2"]
    assert in_question((60.0, 500.0, 80.0, 530.0)) == [None]


def test_of_what_many_items_share_the_first_is_named() -> None:
    assert in_question((22.0, 22.0, 40.0, 48.0)) == ["i1"]


def test_clipped_text_is_in_no_question() -> None:
    (told,) = sight_doubts([sheet(remarks=(Remark("clipped", (60.0, 25.0, 80.0, 30.0)),))], [plan()])

    assert told.item_id is None


def test_a_turned_line_is_looked_for_where_it_is_shown() -> None:
    turned = (Turned(read=(50.0, 20.0, 170.0, 32.0), shown=(500.0, 300.0, 512.0, 420.0)),)

    assert in_question((60.0, 25.0, 80.0, 30.0), turned=turned) == [None]
    assert in_question((500.0, 310.0, 512.0, 330.0), turned=turned) == ["i1"]
