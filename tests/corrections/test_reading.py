"""corrections.csv as people and their spreadsheets write it, and what is said of a broken one."""

import csv
import io

import pytest

from pipeline.corrections.rows import CORRECTION_COLUMNS, CorrectionRow, parse_corrections
from pipeline.errors import CorrectionsError
from pipeline.messages.catalogue import PlacedProblem

HEADER = ",".join(CORRECTION_COLUMNS)
GOOD = ("a-112-1", "extra[備註]", "舊", "新", "漏字", "王小明", "2026-03-05")


def file(*rows: tuple[str, ...], ending: str = "\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ending).writerows([CORRECTION_COLUMNS, *rows])
    return text.getvalue().encode()


def but(**cells: str) -> tuple[str, ...]:
    """The good row with other cells."""
    return tuple(cells.get(name, value) for name, value in zip(CORRECTION_COLUMNS, GOOD, strict=True))


def problems(content: bytes) -> tuple[PlacedProblem, ...]:
    with pytest.raises(CorrectionsError) as raised:
        parse_corrections(content)
    return raised.value.problems


def test_a_row_has_its_line() -> None:
    (one,) = parse_corrections(file(GOOD))
    assert one == CorrectionRow(2, *GOOD)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_and_line_ends_make_no_difference(ending: str, mark: bytes) -> None:
    rows = (GOOD, but(field="implementation", old_value="一\n二"), but(field="plan_item[0].text"))
    assert [one.line for one in parse_corrections(mark + file(*rows, ending=ending))] == [2, 3, 5]


def test_line_breaks_of_excel_within_a_cell_are_plain_ones() -> None:
    content = file(but(field="implementation", old_value="一\r\n二"), ending="\r\n")
    assert parse_corrections(content)[0].old == "一\n二"


def test_columns_in_another_order_and_empty_ones_behind_them() -> None:
    names, cells = reversed(CORRECTION_COLUMNS), reversed(GOOD)
    content = f"{','.join(names)},,\n{','.join(cells)},,\n,,,,,,,,\n".encode()
    assert parse_corrections(content) == (CorrectionRow(2, *GOOD),)


@pytest.mark.parametrize("text", ["2026-03-05", "2026/3/5", "115/3/5", "115.03.05", "民國115年3月5日"])
def test_a_day_is_kept_as_iso_whatever_its_calendar(text: str) -> None:
    assert parse_corrections(file(but(date=text)))[0].date == "2026-03-05"


def test_an_amount_may_have_the_commas_of_a_spreadsheet() -> None:
    row = but(field="budget[b1].amount_twd", old_value="8,359,000", new_value="8,400,000")
    (one,) = parse_corrections(file(row))
    assert (one.old, one.new) == ("8359000", "8400000")


def test_rows_about_one_field_may_chain() -> None:
    assert len(parse_corrections(file(GOOD, but(old_value="新", new_value="更新")))) == 2


def test_contents_may_be_others_below_a_split() -> None:
    whole = but(field="implementation", old_value="甲", new_value="甲\n乙")
    split = but(field="split[2]", old_value="乙", new_value="2、乙")
    after = but(field="implementation", old_value="甲", new_value="丙")
    assert len(parse_corrections(file(whole, split, after))) == 3


def test_what_goes_over_may_be_what_the_new_item_is_called() -> None:
    assert len(parse_corrections(file(but(field="split[2]", old_value="2、乙", new_value="2、乙")))) == 1


BROKEN: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "item_id, field, old_value, new_value, reason, who, date"),
    "big5": (f"{HEADER}\n".encode() + "甲,".encode("big5"), 2, "UTF-8"),
    "quote": (f'{HEADER}\na-112-1,"extra'.encode(), 2, "CSV"),
    "column missing": (HEADER.replace("reason,", "").encode(), 1, "reason"),
    "column unknown": (f"{HEADER},page".encode(), 1, "page"),
    "column twice": (f"{HEADER},date".encode(), 1, "date"),
    "cell too many": (file((*GOOD, "額外")), 2, "more cells"),
    "item missing": (file(but(item_id="")), 2, "item_id"),
    "reason missing": (file(but(reason=" ")), 2, "reason"),
    "who missing": (file(but(who="")), 2, "who"),
    "date missing": (file(but(date="")), 2, "date is empty"),
    "date wrong": (file(but(date="2026-02-30")), 2, "2026-02-30"),
    "field unknown": (file(but(field="備註")), 2, "extra[備註]"),
    "value of the plan": (file(but(field="year")), 2, "--year"),
    "name of the section": (file(but(field="section.name")), 2, "no value of one item"),
    "column of items.csv": (file(but(field="budget_raw")), 2, "budget[ID].raw"),
    "amount in words": (file(but(field="budget[b1].amount_twd", new_value="8千元")), 2, "8千元"),
    "label of two lines": (file(but(field="plan_item[0].label", new_value="一\n二")), 2, "一 二"),
    "nothing changed": (file(but(new_value="舊")), 2, "the same"),
    "split at no step": (file(but(field="split[0]")), 2, "from 1"),
    "split into nothing": (file(but(field="split[2]", new_value="2、")), 2, "2、召開里民大會"),
    "split into two lines": (file(but(field="split[2]", new_value="2、甲\n乙")), 2, "on one line"),
    "unknown verb": (file(but(field="merge")), 2, "join"),
    "moved to no side": (file(but(field="move")), 2, "move[before]"),
    "moved beside itself": (file(but(field="move[after]", new_value="a-112-1")), 2, "a-112-1 twice"),
    "moved beside two": (file(but(field="move[after]", new_value="a-112-2 a-112-3")), 2, "one other item"),
    "joined to itself": (file(but(field="join", old_value="", new_value="a-112-1")), 2, "a-112-1 twice"),
    "joined to nothing": (file(but(field="join", old_value="", new_value="")), 2, "one other item"),
    "join with an old value": (file(but(field="join", new_value="a-112-2")), 2, "no old_value"),
    "a budget twice for one item": (
        file(but(field="budget[b1].applies_to", new_value="a-112-1 a-112-1")),
        2,
        "each item_id once",
    ),
    "a budget for the same items": (
        file(but(field="budget[b1].applies_to", old_value="a-112-1 a-112-2", new_value="a-112-2 a-112-1")),
        2,
        "the same",
    ),
    "items of a budget": (file(but(field="item_ids")), 2, "budget[ID].applies_to"),
    "not a chain": (file(GOOD, but(new_value="別的")), 3, "Line 2"),
}


@pytest.mark.parametrize(("content", "line", "says"), BROKEN.values(), ids=BROKEN)
def test_a_problem_is_told_with_its_line_and_a_remedy(content: bytes, line: int, says: str) -> None:
    (one,) = problems(content)
    assert one.place.line == line
    assert says in f"{one.text.en} {one.remedy.en}"
    assert one.text.zh.endswith("。")
    assert one.remedy.zh.endswith("。")
    assert one.line().both.startswith(f"corrections.csv:{line}：")


def test_all_problems_are_told_at_once() -> None:
    content = file(but(who=""), GOOD, but(item_id="a-112-2", date="x", reason=""))
    assert [one.place.line for one in problems(content)] == [2, 4, 4]
