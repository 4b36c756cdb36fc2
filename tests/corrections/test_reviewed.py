"""reviewed.csv as the program, people and their spreadsheets write it, and what is said of a broken one."""

import pytest

from pipeline.corrections.reviewed import MARK_COLUMNS, Mark, parse_marks
from pipeline.errors import ReviewedError
from pipeline.messages.catalogue import PlacedProblem

HEADER = ",".join(MARK_COLUMNS)
SHA = "0123456789abcdef" * 4
GOOD = f"a-112-1,{SHA},王小明,2026-03-05"


def problems(content: bytes) -> tuple[PlacedProblem, ...]:
    with pytest.raises(ReviewedError) as raised:
        parse_marks(content)
    return raised.value.problems


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_and_line_ends_make_no_difference(ending: str, mark: bytes) -> None:
    content = mark + ending.join((HEADER, GOOD, "")).encode()
    assert parse_marks(content) == (Mark(2, "a-112-1", SHA, "王小明", "2026-03-05"),)


@pytest.mark.parametrize("day", ["2026/3/5", "115/3/5", "民國115年3月5日"])
def test_a_day_is_kept_as_iso_whatever_its_calendar(day: str) -> None:
    (mark,) = parse_marks(f"{HEADER}\n{GOOD.replace('2026-03-05', day)}\n".encode())
    assert mark.date == "2026-03-05"


def test_what_a_spreadsheet_adds_does_no_harm() -> None:
    names, cells = ",".join(reversed(MARK_COLUMNS)), ",".join(reversed(GOOD.upper().split(",")))
    (mark,) = parse_marks(f"{names},,\n{cells},,\n,,,,,\n".encode())
    assert (mark.item_id, mark.record_sha256) == ("A-112-1", SHA)


def test_two_people_may_check_one_item() -> None:
    content = f"{HEADER}\n{GOOD}\n{GOOD.replace('王小明', '李四')}\n".encode()
    assert [one.who for one in parse_marks(content)] == ["王小明", "李四"]


BROKEN: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "item_id, record_sha256, who, date"),
    "big5": (f"{HEADER}\n".encode() + "甲,".encode("big5"), 2, "UTF-8"),
    "column missing": (b"item_id,who,date\n", 1, "record_sha256"),
    "column unknown": (f"{HEADER},note\n".encode(), 1, "note"),
    "item missing": (f"{HEADER}\n{GOOD.removeprefix('a-112-1')}".encode(), 2, "item_id"),
    "hash missing": (f"{HEADER}\n{GOOD.replace(SHA, '')}".encode(), 2, "record_sha256"),
    "hash wrong": (f"{HEADER}\n{GOOD.replace('f', 'x')}".encode(), 2, "64 hexadecimal"),
    "who missing": (f"{HEADER}\n{GOOD.replace('王小明', ' ')}".encode(), 2, "who"),
    "date wrong": (f"{HEADER}\n{GOOD.replace('03-05', '02-30')}".encode(), 2, "2026-02-30"),
}


@pytest.mark.parametrize(("content", "line", "says"), BROKEN.values(), ids=BROKEN)
def test_a_problem_is_told_with_its_line_and_a_remedy(content: bytes, line: int, says: str) -> None:
    (one,) = problems(content)
    assert one.place.line == line
    assert says in f"{one.text.en} {one.remedy.en}"
    assert one.text.zh.endswith("。")
    assert one.remedy.zh.endswith("。")
    assert one.line().both.startswith(f"reviewed.csv:{line}：")


def test_all_problems_are_told_at_once() -> None:
    content = f"{HEADER}\n,{SHA},王,x\n{GOOD}\na,z,,2026-03-05\n".encode()
    assert [one.place.line for one in problems(content)] == [2, 2, 4, 4]
