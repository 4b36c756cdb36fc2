"""Items are split, joined, moved and given other budgets."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.application import corrected, item_of
from pipeline.corrections.arrangement import arrangeable, arranged_value
from pipeline.corrections.fields import parse_field
from pipeline.corrections.parts import with_items, with_sections
from pipeline.corrections.rows import CorrectionRow
from pipeline.exporters.model_json import json_bytes
from pipeline.models import CONFIDENCES, Budget, Item, PlanDocument
from pipeline.normalizers.records import contents
from tests.corrections.arranged import READ, acts, items, row, unsound, words

OVER = "2. 通知。\n(1)通知。細項\n3. 作成紀錄。\n(1)作成紀錄。細項"
SPLIT = row("a", "split[2]", OVER, "2、召開里民大會")


def after(*rows: CorrectionRow) -> PlanDocument:
    """The plan with corrections of which none is refused, which holds together."""
    applied = corrected(READ, rows)
    assert {one.status for one in applied.log} == {"applied"}, applied.document.findings[3:]
    assert unsound(applied.document) == []
    return applied.document


def refusal(*rows: CorrectionRow) -> str:
    """What is said of the last of some rows, the only one that is refused."""
    applied = corrected(READ, rows)
    assert sorted(one.status for one in applied.log) == [*["applied"] * (len(rows) - 1), "refused"]
    (told,) = (one for one in applied.document.findings if one.rule == "correction-refused")
    return f"{told.message_zh} {told.message_en}"


def order(document: PlanDocument, at: int = 0) -> list[str]:
    return [one.id.removeprefix("a-112-") for one in document.plan.sections[at].items]


def item(document: PlanDocument, name: str) -> Item:
    held = item_of(document.plan, f"a-112-{name}")
    assert held is not None
    return held[1]


def new_item(document: PlanDocument) -> Item:
    (new,) = (one for one in items(document) if item_of(READ.plan, one.id) is None)
    return new


def cell(document: PlanDocument, name: str) -> Budget:
    cells = (one for part in document.plan.sections for one in part.budgets)
    return next(one for one in cells if one.id == f"a-112-{name}")


def values_of(one: CorrectionRow) -> tuple[str, str, str, str]:
    return one.item_id.removeprefix("a-112-"), one.field, one.old, one.new


def fields(one: Item, beginning: str) -> list[str]:
    return [place.field for place in one.provenance if place.field.startswith(beginning)]


def test_a_split_makes_a_new_item_behind_the_old_one() -> None:
    plan = after(SPLIT)
    new = new_item(plan)
    assert order(plan) == ["a", new.id.removeprefix("a-112-"), "b", "c"]
    assert (
        contents(item(plan, "a").implementation) == "1. 每月召開，經費5萬元。\n(1)每月召開，經費5萬元。細項"
    )
    assert contents(new.implementation) == OVER
    assert new.work_item == item(plan, "a").work_item
    assert [(one.label, one.number, one.text) for one in new.plan_item] == [("2、", 2, "召開里民大會")]


def test_the_new_items_identifier_is_made_as_those_of_other_items() -> None:
    new = new_item(after(SPLIT))
    assert new.id == new_item(after(row("a", "split[3]", OVER[OVER.index("3.") :], SPLIT.new))).id
    assert new.id != new_item(after(row("a", "split[2]", OVER, "2、其他"))).id


def test_the_new_items_identifier_does_not_follow_corrections_of_words() -> None:
    plan = after(row("a", "work_item[0].text", "一般行政", "一般業務"), row(*values_of(SPLIT), line=3))
    assert new_item(plan).id == new_item(after(SPLIT)).id
    assert new_item(plan).work_item[0].text == "一般業務"


def test_two_new_items_of_one_name_have_two_identifiers() -> None:
    third = OVER[OVER.index("3.") :]
    rows = (
        row("a", "split[3]", third, "2、同名"),
        row("a", "split[2]", OVER[: len(OVER) - len(third) - 1], "2、同名", 3),
    )
    first, second = (one.id for one in items(after(*rows)) if item_of(READ.plan, one.id) is None)
    assert first == f"{second}-2"


def test_a_new_item_shares_the_budgets_of_the_old_one() -> None:
    plan = after(SPLIT)
    new = new_item(plan)
    assert new.budget_ids == item(plan, "a").budget_ids == ("a-112-a1", "a-112-ab")
    assert cell(plan, "a1").applies_to == ("a-112-a", new.id)
    assert cell(plan, "a1").basis == "merged_cell"


def test_places_go_over_with_their_steps() -> None:
    plan = after(SPLIT)
    new = new_item(plan)
    assert fields(item(plan, "a"), "impl") == ["implementation[0]", "implementation[0].steps[0]"]
    assert fields(new, "impl") == [
        "implementation[0]",
        "implementation[0].steps[0]",
        "implementation[1]",
        "implementation[1].steps[0]",
    ]
    assert new.provenance[2].bbox == item(READ, "a").provenance[4].bbox
    assert fields(new, "plan_item") == ["plan_item[0]"]


def test_mentions_stand_with_their_contents() -> None:
    plan = after(row("a", "split[1]", contents(item(READ, "a").implementation), "2、全部"))
    assert item(plan, "a").mentions == ()
    assert (
        [one.kind for one in new_item(plan).mentions] == [one.kind for one in item(READ, "a").mentions] != []
    )


def test_a_new_item_can_be_corrected_by_rows_below() -> None:
    name = new_item(after(SPLIT)).id.removeprefix("a-112-")
    rows = (
        SPLIT,
        row("a", "plan_item[0].text", "里幹事會報", "里幹事工作會報", 3),
        row(name, "implementation[1].text", "通知。", "書面通知。", 4),
        row(name, "budget[a-112-a1].applies_to", f"a-112-a a-112-{name}", f"a-112-{name}", 5),
    )
    plan = after(*rows)
    assert item(plan, "a").plan_item[0].text == "里幹事工作會報"
    assert new_item(plan).implementation[0].text == "書面通知。"
    assert (item(plan, "a").budget_ids, cell(plan, "a1").basis) == (("a-112-ab",), "own_cell")


def test_a_new_item_is_unknown_above_the_row_that_makes_it() -> None:
    name = new_item(after(SPLIT)).id.removeprefix("a-112-")
    early = row(name, "plan_item[0].text", "召開里民大會", "里民大會", 1)
    assert [one.status for one in corrected(READ, [SPLIT, early]).log] == ["applied", "unknown"]


def test_both_items_list_a_split() -> None:
    plan = after(SPLIT)
    (old,), (new,) = item(plan, "a").corrections, new_item(plan).corrections
    assert old == new
    assert (old.field, old.old) == ("split[2]", OVER)


def test_both_parts_of_a_split_are_as_sure_as_the_item_was_read() -> None:
    for sure in CONFIDENCES:
        applied = corrected(said({"a": sure}), [SPLIT]).document
        assert [item(applied, "a").confidence, new_item(applied).confidence] == [sure, sure]


def test_two_items_that_are_joined_are_as_sure_as_the_less_sure_one() -> None:
    for sure in ({"a": "certain", "b": "doubtful"}, {"a": "doubtful", "b": "likely"}):
        joined = corrected(said(sure), [row("a", "join", "", "a-112-b")]).document
        assert item(joined, "a").confidence == "doubtful"


def said(sure: Mapping[str, str]) -> PlanDocument:
    """The plan whose items were read as surely as that."""

    def put(one: Item) -> Item:
        name = one.id.removeprefix("a-112-")
        return one.model_copy(update={"confidence": sure.get(name, one.confidence)})

    return with_sections(READ, (with_items(section, put) for section in READ.plan.sections))


def test_an_item_that_is_joined_goes_to_the_end_of_the_other() -> None:
    plan = after(row("a", "join", "", "a-112-b"))
    one = item(plan, "a")
    assert order(plan) == ["a", "c"]
    assert contents(one.implementation).endswith("每年一次。\n(1)每年一次。細項")
    assert [extra.text for extra in one.extra] == ["里幹事會報備註\n里民大會備註"]
    assert fields(one, "implementation[3]") == ["implementation[3]", "implementation[3].steps[0]"]
    assert fields(one, "extra") == ["extra[0]"]


def test_findings_and_budgets_of_the_joined_item_name_the_one_that_stays() -> None:
    plan = after(row("c", "join", "", "a-112-b"))
    assert next(one for one in plan.findings if one.id == "f1").item_id == "a-112-c"
    assert item(plan, "c").finding_ids == ("f1",)
    assert cell(plan, "ab").applies_to == ("a-112-a", "a-112-c")


def test_a_cell_that_both_share_names_the_item_once() -> None:
    plan = after(row("a", "join", "", "a-112-b"))
    assert (cell(plan, "ab").applies_to, cell(plan, "ab").basis) == (("a-112-a",), "own_cell")


def test_corrections_of_the_joined_item_are_listed_on_the_one_that_stays() -> None:
    rows = row("b", "implementation[1].text", "每年一次。", "每年二次。"), row("a", "join", "", "a-112-b", 3)
    first, second = item(after(*rows), "a").corrections
    assert (first.item_id, first.field) == ("a-112-b", "implementation[1].text")
    assert (second.item_id, second.field) == (None, "join")


def test_a_split_and_a_join_give_the_contents_back() -> None:
    name = new_item(after(SPLIT)).id
    plan = after(SPLIT, row("a", "join", "", name, 3))
    assert item(plan, "a").implementation == item(READ, "a").implementation
    assert item(plan, "a").provenance == item(READ, "a").provenance


def test_an_item_of_another_section_is_joined_with_its_budgets() -> None:
    plan = after(row("c", "join", "", "a-112-d"))
    assert [one.id for one in plan.plan.sections[1].budgets] == []
    assert cell(plan, "d1").applies_to == ("a-112-c",)


def with_item(name: str, **values: object) -> PlanDocument:
    """The plan with one item otherwise."""
    sections = (
        part.model_copy(
            update={
                "items": tuple(
                    one.model_copy(update=values) if one.id == f"a-112-{name}" else one for one in part.items
                )
            }
        )
        for part in READ.plan.sections
    )
    return READ.model_copy(update={"plan": READ.plan.model_copy(update={"sections": tuple(sections)})})


def test_an_item_without_a_name_gets_that_of_the_item_that_is_joined() -> None:
    plan = with_item("b", plan_item=())
    joined = corrected(plan, [row("b", "join", "", "a-112-c")]).document
    assert item(joined, "b").plan_item == item(READ, "c").plan_item


def test_an_item_without_a_name_is_not_left_empty() -> None:
    whole = contents(item(READ, "b").implementation)
    applied = corrected(with_item("b", plan_item=()), [row("b", "split[1]", whole, "2、新")])
    assert [one.status for one in applied.log] == ["refused"]


@pytest.mark.parametrize(
    ("moved", "orders"),
    [
        (row("a", "move[after]", "", "a-112-c"), (["b", "c", "a"], ["d", "e"])),
        (row("c", "move[before]", "", "a-112-a"), (["c", "a", "b"], ["d", "e"])),
        (row("d", "move[after]", "", "a-112-b"), (["a", "b", "d", "c"], ["e"])),
        (row("c", "move[before]", "", "a-112-d"), (["a", "b"], ["c", "d", "e"])),
    ],
    ids=["behind", "before", "into another section", "out of its section"],
)
def test_an_item_is_moved(moved: CorrectionRow, orders: tuple[list[str], list[str]]) -> None:
    plan = after(moved)
    assert (order(plan, 0), order(plan, 1)) == orders
    assert item(plan, moved.item_id[-1]).work_item == item(READ, moved.new[-1]).work_item


def test_an_item_takes_its_own_budgets_to_another_section() -> None:
    plan = after(row("d", "move[after]", "", "a-112-b"))
    assert [one.id for one in plan.plan.sections[0].budgets][1:3] == ["a-112-d1", "a-112-ab"]
    assert item(plan, "d").budget_ids == ("a-112-d1",)


def test_cells_name_their_items_in_the_new_order() -> None:
    assert cell(after(row("b", "move[before]", "a-112-c", "a-112-a")), "ab").applies_to == (
        "a-112-b",
        "a-112-a",
    )


def test_an_item_that_stands_there_takes_the_work_item_alone() -> None:
    plan = after(row("c", "move[after]", "a-112-b", "a-112-b"))
    assert (order(plan), item(plan, "c").work_item) == (["a", "b", "c"], item(READ, "b").work_item)


def test_a_budget_is_given_to_other_items() -> None:
    plan = after(row("a", "budget[a-112-ab].applies_to", "a-112-b a-112-a", "a-112-c a-112-b"))
    assert cell(plan, "ab").applies_to == ("a-112-b", "a-112-c")
    assert [item(plan, name).budget_ids for name in "abc"] == [("a-112-a1",), ("a-112-ab",), ("a-112-ab",)]
    assert [len(item(plan, name).corrections) for name in "abc"] == [1, 0, 1]


def test_a_budget_of_no_item_is_given_to_one_by_a_row_of_any_item() -> None:
    plan = after(row("e", "budget[a-112-none].applies_to", "", "a-112-b"))
    assert item(plan, "b").budget_ids == ("a-112-ab", "a-112-none")


def test_a_budget_may_be_taken_from_all_items() -> None:
    assert item(after(row("d", "budget[a-112-d1].applies_to", "a-112-d", "")), "d").budget_ids == ()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (row("a", "split[2]", "2. 別的。", "2、新"), "現為「2. 通知。"),
        (row("a", "split[9]", "2. 別的。", "2、新"), "現為「－」"),
        (row("a", "join", "", "a-112-x"), "計畫中沒有這個項目"),
        (row("c", "move[after]", "", "a-112-a"), "現為「a-112-b」"),
        (row("a", "move[after]", "", "a-112-x"), "計畫中沒有這個項目"),
        (row("b", "move[after]", "a-112-a", "a-112-a"), "已在該處"),
        (row("b", "move[after]", "a-112-a", "a-112-e"), "共用預算儲存格"),
        (row("e", "join", "", "a-112-b"), "共用預算儲存格"),
        (row("a", "budget[a-112-a1].applies_to", "a-112-a", "a-112-d"), "not all of these items"),
        (row("a", "budget[a-112-a1].applies_to", "a-112-b", "a-112-c"), "現為「a-112-a」"),
        (row("a", "budget[b9].applies_to", "", "a-112-c"), "現為「－」"),
    ],
)
def test_what_cannot_be_arranged_is_refused_with_the_reason(wrong: CorrectionRow, says: str) -> None:
    assert says in refusal(wrong)
    plan = corrected(READ, [wrong]).document
    told = {"finding_ids": ()}
    assert [one.model_copy(update=told) for one in items(plan)] == [
        one.model_copy(update=told) for one in items(READ)
    ]


def test_a_finding_about_an_item_that_is_joined_later_names_the_one_that_stays() -> None:
    rows = row("b", "extra[備註]", "別的", "改"), row("a", "join", "", "a-112-b", 3)
    told = corrected(READ, rows).document.findings[-1]
    assert (told.rule, told.item_id) == ("correction-refused", "a-112-a")


def test_rows_about_an_item_that_is_gone_are_unknown() -> None:
    rows = row("a", "join", "", "a-112-b"), row("b", "extra[備註]", "里民大會備註", "改", 3)
    assert [one.status for one in corrected(READ, rows).log] == ["applied", "unknown"]


def test_the_ways_to_arrange_an_item_are_listed_with_their_values() -> None:
    section, one = item_of(READ.plan, "a-112-b") or (READ.plan.sections[0], item(READ, "b"))
    assert list(arrangeable(section, one, READ.plan)) == [
        ("split[1]", "1. 每年一次。\n(1)每年一次。細項"),
        ("join", ""),
        ("move[after]", "a-112-a"),
        ("move[before]", "a-112-c"),
        ("budget[a-112-ab].applies_to", "a-112-a a-112-b"),
        ("budget[a-112-none].applies_to", ""),
    ]


@given(acts())
def test_whatever_was_arranged_and_corrected_holds_together(rows: list[CorrectionRow]) -> None:
    plan = corrected(READ, rows).document
    assert unsound(plan) == []
    assert PlanDocument.model_validate_json(json_bytes(plan)) == plan


@given(acts(wording=False))
def test_no_step_is_lost_and_none_is_doubled(rows: list[CorrectionRow]) -> None:
    plan = corrected(READ, rows).document
    assert words(plan) == words(READ)
    for one in items(plan):
        assert all(contents(one.implementation)[m.offset :].startswith(m.text) for m in one.mentions)


@given(acts(), st.randoms(use_true_random=False))
def test_the_rows_may_be_given_in_any_order(rows: list[CorrectionRow], chance: Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert corrected(READ, mixed) == corrected(READ, rows)


def test_rows_that_do_not_depend_on_each_other_may_have_any_lines() -> None:
    def rows(*lines: int) -> list[CorrectionRow]:
        one, two, three, four = lines
        return [
            row(*values_of(SPLIT), line=one),
            row("d", "extra[備註]", "老人福利備註", "改", two),
            row("d", "budget[a-112-d1].raw", "9", "8", three),
            row("e", "move[before]", "", "a-112-d", four),
        ]

    assert after(*rows(2, 3, 4, 5)) == after(*rows(5, 4, 3, 2)) == after(*rows(3, 5, 2, 4))


def test_every_way_that_is_listed_is_a_field() -> None:
    for part in READ.plan.sections:
        for one in part.items:
            for name, value in arrangeable(part, one, READ.plan):
                field = parse_field(name)
                assert field is not None
                assert arranged_value(READ.plan, one.id, field) == value
