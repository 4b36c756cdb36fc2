"""Corrections change what they name, for all that share it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.application import corrected, item_of
from pipeline.corrections.fields import fields_of_item, parse_field, present
from pipeline.corrections.rows import CorrectionRow
from pipeline.exporters.model_json import json_bytes
from pipeline.messages.catalogue import catalogue
from pipeline.models import Budget, Item, PlanDocument, Section, Step
from pipeline.normalizers.arithmetic import sum_of
from pipeline.normalizers.records import contents
from tests.corrections.cases import CASES, Case, document, row

ALL = document()
IDS = ("a-112-1", "a-112-2", "a-112-3")
EACH_CASE = pytest.mark.parametrize(("rule", "case"), CASES.items(), ids=CASES)


def found(plan: PlanDocument, item_id: str) -> tuple[Section, Item]:
    held = item_of(plan.plan, item_id)
    assert held is not None
    return held


def item(plan: PlanDocument, item_id: str = "a-112-1") -> Item:
    return found(plan, item_id)[1]


def cell(plan: PlanDocument, budget_id: str) -> Budget:
    return next(one for section in plan.plan.sections for one in section.budgets if one.id == budget_id)


def with_row(*rows: CorrectionRow) -> PlanDocument:
    """The plan with corrections of which none is refused."""
    applied = corrected(ALL, rows)
    assert {one.status for one in applied.log} == {"applied"}
    return applied.document


def values(plan: PlanDocument) -> dict[tuple[str, str], str]:
    return {(i, name): value for i in IDS for name, value in fields_of_item(*found(plan, i))}


def test_every_field_that_is_listed_can_be_corrected_and_shows_its_new_value() -> None:
    for (item_id, name), old in values(ALL).items():
        new = "7000" if name.endswith("amount_twd") else "3." if name.endswith("label") else "改。"
        after = with_row(row(item_id, name, old, new))
        field = parse_field(name)
        assert field is not None
        assert present(*found(after, item_id), field) == new, name


def test_an_item_lists_its_correction() -> None:
    (told,) = item(with_row(row("a-112-1", "extra[備註]", "=1+1", ""))).corrections
    assert (told.field, told.old, told.new) == ("extra[備註]", "=1+1", None)
    assert (told.reason, told.who, told.date) == ("漏字", "王小明", "2026-03-05")


def test_a_work_item_is_corrected_for_all_items_that_have_it_and_in_the_tree() -> None:
    first = ALL.plan.sections[0].items[0]
    second = first.model_copy(update={"id": "a-112-4", "corrections": ()})
    section = ALL.plan.sections[0]
    more = section.model_copy(update={"items": (*section.items, second)})
    plan = ALL.model_copy(update={"plan": ALL.plan.model_copy(update={"sections": (more,)})})
    after = corrected(plan, [row("a-112-4", "work_item[0].text", "一般行政", "一般業務")]).document
    assert [item(after, i).work_item[0].text for i in ("a-112-1", "a-112-4")] == ["一般業務"] * 2
    assert [len(item(after, i).corrections) for i in ("a-112-1", "a-112-4")] == [1, 1]
    assert item(after, "a-112-3").work_item == item(ALL, "a-112-3").work_item
    assert after.plan.sections[0].work_items[0].text == "一般業務"


def test_a_label_brings_its_number() -> None:
    after = with_row(row("a-112-1", "plan_item[0].label", "(二)", "(十一)"))
    assert item(after).plan_item[0].number == 11


def test_a_budgets_text_is_read_as_the_documents_are() -> None:
    after = cell(with_row(row("a-112-2", "budget[b2].raw", "市府統籌款", "1,200(中央補助)")), "b2")
    assert (after.kind, after.amount_twd, after.note) == ("amount", 1_200_000, "中央補助")


def test_a_unit_that_the_old_text_printed_is_not_the_columns() -> None:
    rows = (
        row("a-112-2", "budget[b3].raw", "60", "1億元", 2),
        row("a-112-2", "budget[b3].raw", "1億元", "90", 3),
    )
    after = cell(with_row(*rows), "b3")
    assert (after.printed_unit, after.amount_twd) == ("千元", 90_000)


@pytest.mark.parametrize(("kind", "amount"), [("text", None), ("amount", 90_000)])
def test_a_source_s_figures_stay_words_or_an_amount_as_they_were(kind: str, amount: int | None) -> None:
    section = ALL.plan.sections[0]
    cells = tuple(
        one.model_copy(update={"role": "source", "kind": kind}) if one.id == "b3" else one
        for one in section.budgets
    )
    sections = (section.model_copy(update={"budgets": cells}), *ALL.plan.sections[1:])
    plan = ALL.model_copy(update={"plan": ALL.plan.model_copy(update={"sections": sections})})
    after = cell(corrected(plan, [row("a-112-2", "budget[b3].raw", "60", "90")]).document, "b3")
    assert (after.kind, after.amount_twd) == (kind, amount)


def parted() -> PlanDocument:
    """The plan whose cell b2 is a sum of b3 and b9, of which b9 holds words."""
    section = ALL.plan.sections[0]
    (b3,) = (one for one in section.budgets if one.id == "b3")
    parts = [
        b3.model_copy(update={"role": "source", "part_of": "b2"}),
        b3.model_copy(
            update={"id": "b9", "role": "source", "part_of": "b2", "raw": "市款", "kind": "text"}
            | {"amount_twd": None, "amounts": ()}
        ),
    ]
    others = [one for one in section.budgets if one.id not in {"b2", "b3"}]
    items = tuple(
        one.model_copy(update={"budget_ids": ("b3", "b9", "b2")}) if one.id == "a-112-2" else one
        for one in section.items
    )
    values = {"budgets": (*others, *parts, sum_of(parts, "b2")), "items": items}
    sections = (section.model_copy(update=values), *ALL.plan.sections[1:])
    return ALL.model_copy(update={"plan": ALL.plan.model_copy(update={"sections": sections})})


def test_a_sum_follows_its_parts_and_comes_back_with_them() -> None:
    before = parted()
    assert cell(before, "b2").amount_twd is None
    after = corrected(before, [row("a-112-2", "budget[b9].raw", "市款", "15")]).document
    assert (cell(after, "b2").raw, cell(after, "b2").amount_twd) == ("", 75_000)


def test_a_sum_to_which_a_person_gave_another_amount_keeps_it() -> None:
    rows = [
        row("a-112-2", "budget[b9].raw", "市款", "15", 2),
        row("a-112-2", "budget[b2].amount_twd", "75000", "80000", 3),
        row("a-112-2", "budget[b3].raw", "60", "61", 4),
    ]
    after = corrected(parted(), rows).document
    assert cell(after, "b2").amount_twd == 80_000


def test_an_amount_is_corrected_beside_its_text() -> None:
    after = cell(with_row(row("a-112-2", "budget[b2].amount_twd", "", "500000")), "b2")
    assert (after.raw, after.kind, after.amount_twd) == ("市府統籌款", "amount", 500_000)
    assert [one.amount_twd for one in after.amounts] == [500_000]


def test_a_budget_is_corrected_for_all_its_items() -> None:
    after = with_row(row("a-112-2", "budget[b1].raw", "40", "45"))
    assert [len(item(after, i).corrections) for i in IDS] == [1, 1, 0]


def test_contents_keep_the_steps_whose_lines_are_unchanged() -> None:
    coded = Step(
        label="1.", number=1, text="訪視。", raw="1.訪視。", steps=(Step(label=None, number=None, text="函"),)
    )
    section = ALL.plan.sections[0]
    first = section.items[0].model_copy(update={"implementation": (coded,)})
    plan = ALL.model_copy(
        update={
            "plan": ALL.plan.model_copy(
                update={"sections": (section.model_copy(update={"items": (first, *section.items[1:])}),)}
            )
        }
    )
    after = corrected(
        plan, [row("a-112-1", "implementation", "1. 訪視。\n函", "1. 訪視。\n(1)新增。")]
    ).document
    (kept,) = item(after).implementation
    assert (kept.raw, [(one.label, one.number) for one in kept.steps]) == ("1.訪視。", [("(1)", 1)])


def test_mentions_are_those_of_the_new_contents() -> None:
    after = with_row(row("a-112-1", "implementation[1].text", "依下列方式辦理：", "每人16,000元。"))
    (told,) = item(after).mentions
    assert (told.kind, told.value) == ("money", "16000")
    assert contents(item(after).implementation)[told.offset :].startswith(told.text)


def test_rows_about_one_field_follow_each_other() -> None:
    rows = [
        row("a-112-1", "extra[協辦單位]", "社會課", "民政課", 2),
        row("a-112-1", "extra[協辦單位]", "民政課", "秘書室", 3),
    ]
    after = with_row(*reversed(rows))
    assert item(after).extra[1].text == "秘書室"
    assert [one.new for one in item(after).corrections] == ["民政課", "秘書室"]


def test_one_value_corrected_alike_by_way_of_two_items_is_one_correction() -> None:
    rows = (row("a-112-1", "budget[b1].raw", "40", "45", 2), row("a-112-2", "budget[b1].raw", "40", "45", 3))
    assert len(item(with_row(*rows)).corrections) == 1
    back = row("a-112-1", "budget[b1].raw", "45", "40", 3)
    again = row("a-112-2", "budget[b1].raw", "40", "45", 4)
    assert cell(with_row(rows[0], back, again), "b1").raw == "45"


def test_identifiers_places_and_coded_text_stay() -> None:
    after = item(with_row(row("a-112-1", "plan_item[0].text", "辦理老人福利", "辦理長者福利")))
    before = item(ALL)
    assert (after.id, after.provenance) == (before.id, before.provenance)
    assert (after.plan_item[0].id, after.plan_item[0].raw) == (
        before.plan_item[0].id,
        before.plan_item[0].raw,
    )


@EACH_CASE
def test_a_rule_says_what_it_found(rule: str, case: Case) -> None:
    after = corrected(ALL, [case.bad]).document
    (told,) = (one for one in after.findings if one.rule == rule)
    assert case.says in told.message_zh
    assert case.says in told.message_en
    assert (told.item_id, told.severity) == (case.item_id, catalogue("findings")[rule].severity)
    assert told.id == "f3"
    assert [i for i in IDS if told.id in item(after, i).finding_ids] == (
        [case.item_id] if case.item_id else []
    )


@EACH_CASE
def test_a_rule_is_silent_about_the_nearest_good_row(rule: str, case: Case) -> None:
    assert rule not in {one.rule for one in corrected(ALL, [case.good]).document.findings}


@EACH_CASE
def test_what_is_not_applied_changes_no_value(rule: str, case: Case) -> None:
    after = corrected(ALL, [case.bad])
    assert [one.status for one in after.log] == ["refused" if rule == "correction-refused" else "unknown"]
    assert values(after.document) == values(ALL)


def test_a_field_that_the_item_does_not_have_is_refused() -> None:
    applied = corrected(ALL, [row("a-112-2", "implementation[3].text", "", "函")])
    assert [one.status for one in applied.log] == ["refused"]


def test_rows_of_other_plans_are_passed_over() -> None:
    assert corrected(ALL, [row("b-112-1", "implementation", "", "函")]) == corrected(ALL, [])


def test_without_rows_a_plan_is_as_it_was_read() -> None:
    assert corrected(ALL, []).document == ALL


TEXT = st.text(st.sampled_from("一二、.()123年里民 \n函㈠"), max_size=12)
SHOWN = [(i, name, old) for (i, name), old in values(ALL).items()]


@st.composite
def corrections(draw: st.DrawFn) -> list[CorrectionRow]:
    """Rows that chain where they are about one field; some stale, some about items that are not there."""
    rows: list[CorrectionRow] = []
    last: dict[tuple[str, str], str] = {}
    for line in range(2, 2 + draw(st.integers(0, 8))):
        item_id, name, old = draw(st.sampled_from(SHOWN))
        old = last.get((item_id, name), old)
        if draw(st.integers(0, 5)) == 0:
            old += "？"
        if draw(st.integers(0, 9)) == 0:
            item_id = "a-112-0"
        new = str(draw(st.integers(-9, 10**9))) if name.endswith("amount_twd") else draw(TEXT)
        last[item_id, name] = new
        rows.append(row(item_id, name, old, new, line))
    return rows


@given(corrections())
def test_what_was_corrected_is_read_back_as_it_was_written(rows: list[CorrectionRow]) -> None:
    after = corrected(ALL, rows).document
    assert PlanDocument.model_validate_json(json_bytes(after)) == after


@given(st.data())
def test_the_order_of_rows_makes_no_difference(data: st.DataObject) -> None:
    rows = data.draw(corrections())
    assert corrected(ALL, data.draw(st.permutations(rows))) == corrected(ALL, rows)


@given(corrections())
def test_unknown_items_and_stale_values_change_no_value(rows: list[CorrectionRow]) -> None:
    wrong = [one for one in rows if one.item_id not in IDS or one.old.endswith("？")]
    assert values(corrected(ALL, wrong).document) == values(ALL)


@given(corrections())
def test_contents_hold_what_was_written(rows: list[CorrectionRow]) -> None:
    for one in rows:
        if one.field == "implementation" and one.item_id in IDS:
            after = corrected(ALL, [one])
            lines = [line.replace(" ", "") for line in one.new.split("\n")]
            if after.log[0].status == "applied":
                got = contents(item(after.document, one.item_id).implementation)
                assert got.replace(" ", "").split("\n") == ([line for line in lines if line] or [""])
