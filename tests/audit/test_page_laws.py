from dataclasses import replace

import pytest

from pipeline.audit.page_columns import PrintedColumn, PrintedLine, PrintedTable, printed_tables
from pipeline.audit.page_laws import page_doubts
from pipeline.lattice.columns import Column
from pipeline.lattice.heads import Header
from pipeline.lattice.parts import Part
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.models import Block, Extraction, Total
from tests.audit.building import LINE, SIZE, at, budget, item, total, whole
from tests.contract import step


def printed(text: str, line: int, left: float, page: int = 1) -> PrintedLine:
    """A text where ``at`` has the place of a field on that line."""
    return PrintedLine(page, at("", page, line, left).bbox, text)


def column(role: str, left: float, *lines: tuple[int, str], rules: tuple[float, ...] = ()) -> PrintedColumn:
    texts = tuple(printed(text, line, left) for line, text in lines)
    return PrintedColumn(role, "", texts, tuple((1, y) for y in rules))


def table(*amounts: tuple[int, str], rules: tuple[float, ...] = ()) -> PrintedTable:
    """The table of items 1 and 2 on their lines."""
    plan = column("plan", 50.0, (1, "1.辦理第1類業務"), (2, "2.辦理第2類業務"), rules=rules)
    contents = column("implementation", 200.0, (1, "隨到隨辦。"), (2, "隨到隨辦。"), rules=rules)
    return PrintedTable((plan, contents, column("budget_current", 400.0, *amounts)))


def told(one: PrintedTable, extraction: Extraction) -> list[tuple[str, str | None, str]]:
    return [(doubt.rule, doubt.item_id, doubt.detail) for doubt in page_doubts([one], extraction)]


TWO = table((1, "40"), (2, "1,200"))


def test_each_amount_in_one_cell_or_total() -> None:
    assert told(TWO, whole(budgets=[budget(1, "40"), budget(2, "1,200")])) == []
    assert told(TWO, whole(budgets=[budget(1, "40")], totals=(total(2, "1,200", 1_200_000),))) == []


def test_an_amount_that_no_cell_has() -> None:
    assert told(TWO, whole(budgets=[budget(1, "40")])) == [("amount-unplaced", "i2", "1,200")]


def test_a_cell_whose_text_is_another_one_does_not_have_the_amount() -> None:
    for raw in ("1,260", "11,200", "1,2000"):
        cells = [budget(1, "40"), budget(2, raw)]
        assert told(TWO, whole(budgets=cells)) == [("amount-unplaced", "i2", "1,200")]
    noted = [budget(1, "40(中央)"), budget(2, "約1,200")]
    assert told(TWO, whole(budgets=noted)) == []


def test_an_amount_that_a_cell_and_a_total_have() -> None:
    both: dict[str, tuple[Total, ...]] = {"totals": (total(2, "1,200", 1_200_000),)}
    cells = [budget(1, "40"), budget(2, "1,200")]
    assert [rule for rule, _, _ in told(TWO, whole(budgets=cells, **both))] == ["amount-twice"]


def test_amounts_over_several_lines_of_one_cell() -> None:
    lower = at("budget", line=1, left=400.0).bbox
    cell = budget(1, "中央40\n地方20").model_copy(
        update={
            "provenance": (
                at("budget", left=400.0).model_copy(update={"bbox": (*lower[:3], lower[3] + LINE)}),
            )
        }
    )
    assert told(table((1, "中央40"), (2, "地方20")), whole(budgets=[cell])) == []
    assert told(table((1, "40"), (2, "20")), whole(budgets=[cell])) == []


@pytest.mark.parametrize("text", ["由相關經費支應", "詳附表2", "113年"])
def test_words_are_no_amounts(text: str) -> None:
    assert told(table((2, text)), whole()) == []


def test_text_that_no_record_holds_is_told_of_elsewhere() -> None:
    block = Block(kind="text", text="1,200", page=1, bbox=at("", 1, 2, 400.0).bbox, in_table=True)
    lost = whole(budgets=[budget(1, "40")]).model_copy(update={"blocks": (block,)})
    assert told(TWO, lost) == []
    note = block.model_copy(update={"kind": "note"})
    assert len(told(TWO, lost.model_copy(update={"blocks": (note,)}))) == 1


def test_numbers_of_the_columns_are_no_amounts() -> None:
    numbers = [column(role, left, (0, f"({n})")) for n, (role, left) in enumerate(ROLES, 1)]
    assert told(PrintedTable(tuple(numbers)), whole()) == []
    texts = [replace(numbers[0], lines=(printed("1.辦理參訪", 0, 50.0),)), *numbers[1:]]
    assert [rule for rule, _, _ in told(PrintedTable(tuple(texts)), whole())] == ["amount-unplaced"]


ROLES = (("plan", 50.0), ("implementation", 200.0), ("budget_current", 400.0))


def over_both_lines(number: int) -> Extraction:
    """One item whose plan text or contents reach from line 1 to line 2."""
    places = [at("plan_item[0]", left=50.0), at("implementation[0]", left=200.0)]
    x0, top, x1, _ = places[number].bbox
    places[number] = places[number].model_copy(update={"bbox": (x0, top, x1, 2 * LINE + SIZE)})
    return whole(item(1, provenance=tuple(places), implementation=(step(None, "隨到隨辦。隨到隨辦。"),)))


BETWEEN = 2 * LINE - 4.0


@pytest.mark.parametrize("number", [0, 1], ids=["plan", "contents"])
def test_a_text_on_both_sides_of_a_rule(number: int) -> None:
    (doubt,) = page_doubts([table(rules=(BETWEEN,))], over_both_lines(number))
    assert (doubt.rule, doubt.item_id, doubt.page) == ("record-across-rule", "i1", 1)
    assert page_doubts([table(rules=(LINE - 4.0, 2 * LINE + SIZE + 4.0))], over_both_lines(number)) == []


def test_texts_on_one_side_each_keep_the_law() -> None:
    assert page_doubts([table(rules=(BETWEEN,))], whole()) == []


def test_a_rule_of_one_column_parts_no_rows() -> None:
    whole_table = table(rules=(BETWEEN,))
    plan, contents, amounts = whole_table.columns
    bare = PrintedTable((replace(plan, rules=()), contents, amounts))
    assert page_doubts([bare], over_both_lines(1)) == []


def test_a_step_below_the_rule_under_its_plan_item() -> None:
    below = (at("plan_item[0]"), at("implementation[0]", line=2, left=200.0))
    (doubt,) = page_doubts([table(rules=(BETWEEN,))], whole(item(1, provenance=below)))
    assert (doubt.rule, doubt.item_id, doubt.detail) == ("record-across-rule", "i1", "隨到隨辦。")
    assert page_doubts([table()], whole(item(1, provenance=below))) == []


def test_ruled_paper_parts_no_rows() -> None:
    assert page_doubts([table(rules=(LINE - 4.0, BETWEEN))], over_both_lines(1)) == []


def over_two_pages() -> Table:
    """A column that stands at 100 to 300 on page 1 and at 60 to 200 on page 2, with a rule on each."""
    plan = Column("plan", "計畫項目", 50.0, 200.0)
    named = Header(1, 80.0, 100.0, (), ())
    parts = tuple(
        Part(page, top, bottom, (plan,), None, named, (50.0, 200.0), True, (), (), ())
        for page, top, bottom in ((1, 100.0, 300.0), (2, 60.0, 200.0))
    )
    lines = (
        Line(1, 120.0, 70.0, 90.0, SIZE, "甲", 20.0, ordinal="一、", left=50.0),
        Line(2, 80.0, 50.0, 90.0, SIZE, "乙", 220.0, left=50.0),
    )
    track = Track(plan, lines, (50.0, 130.0, 230.0))
    return Table((track,), (200.0,), parts, unprinted=frozenset({130.0}))


def test_a_table_over_a_page_end_is_handed_on_by_page() -> None:
    (found,) = printed_tables([over_two_pages()])
    (plan,) = found.columns
    assert [(line.page, line.text) for line in plan.lines] == [(1, "一、甲"), (2, "乙")]
    assert plan.lines[0].bbox[0] == 50.0
    assert plan.rules == ((1, 150.0), (2, 90.0))
