"""Both years of a change beside each other, each with its own words and numbers."""

from dataclasses import replace

from pipeline.compare.model import Change
from pipeline.compare.report_rows import rows_of
from pipeline.compare.side_by_side import Piece, YearColumn, columns_of
from tests.compare.comparisons import compared, entry, every_status


def columns(change: Change) -> tuple[YearColumn, YearColumn]:
    (row,) = rows_of(compared(change))
    return columns_of(row)


def changed(old_contents: str, new_contents: str) -> Change:
    old, new = entry("112/1", "會報", contents=old_contents), entry("113/1", "會報", contents=new_contents)
    return Change("changed", ("reworded",), "certain", 1.0, (), (old,), (new,))


def text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece for piece, _ in pieces)


def marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece for piece, is_marked in pieces if is_marked]


def test_each_year_is_as_its_plan_prints_it() -> None:
    for row in rows_of(every_status()):
        older, newer = columns_of(row)
        for column, side in ((older, row.change.old), (newer, row.change.new)):
            assert column.entries == side
            assert text(column.contents) == "\n".join(
                dict.fromkeys(one.contents for one in side if one.contents)
            )
            assert text(column.title) == "\n".join(one.plan_item[0] for one in side)


def test_what_only_one_year_says_is_marked_there() -> None:
    older, newer = columns(changed("召開會報三場。", "召開座談會報三場。"))
    assert marked(older.contents) == []
    assert marked(newer.contents) == ["座談"]


def test_a_line_has_its_own_number_in_each_year_and_the_number_is_no_difference() -> None:
    older, newer = columns(changed("1. 編組。\n2. 巡邏三場。", "1. 宣導。\n2. 編組。\n3. 巡邏三場。"))
    assert text(older.contents) == "1. 編組。\n2. 巡邏三場。"
    assert marked(older.contents) == []
    assert marked(newer.contents) == ["1. 宣導。\n"]


def test_texts_that_count_as_the_same_have_no_marks_and_stay_each_as_it_is() -> None:
    change = changed("臺灣燈會", "台灣燈會")
    key = "台灣燈會"
    old, new = replace(change.old[0], contents_key=key), replace(change.new[0], contents_key=key)
    older, newer = columns(replace(change, old=(old,), new=(new,)))
    assert (text(older.contents), text(newer.contents)) == ("臺灣燈會", "台灣燈會")
    assert marked(older.contents) == marked(newer.contents) == []


def test_each_year_has_its_own_budgets() -> None:
    row = next(row for row in rows_of(every_status()) if row.difference_twd)
    older, newer = columns_of(row)
    (budget,) = row.budgets
    assert older.budgets == ((budget.words, budget.old_told, True),)
    assert newer.budgets == ((budget.words, budget.new_told, True),)
    assert budget.old_told != budget.new_told
