"""Ordinals of a narrow sub-column stand beside the first line of their text."""

from __future__ import annotations

from pipeline.lattice.ordinals import with_ordinals
from pipeline.lines.lines import Line

LEAD = 20.0


def text(v: float, words: str, ordinal: str = "") -> Line:
    return Line(1, v, 25.0, 25.0 + 10.0 * len(words), 10.0, words, v, ordinal, 10.0 if ordinal else 25.0)


def alone(v: float, ordinal: str) -> Line:
    return Line(1, v, 8.0, 18.0, 10.0, ordinal, v, "", 8.0)


RULES = (0.0, 50.0, 100.0)
CUT = {"rules": (0.0, 100.0, 130.0), "ends": (50.0, 150.0)}


def read(
    *lines: Line, rules: tuple[float, ...] = RULES, ends: tuple[float, ...] = (150.0,)
) -> list[tuple[str, str]]:
    return [(line.ordinal, line.text) for line in with_ordinals(lines, LEAD, rules, ends)]


def test_a_number_that_the_sub_column_broke_is_whole_again() -> None:
    assert read(text(12, "擴大灌溉服務", "十"), alone(27, "一")) == [("十一", "擴大灌溉服務")]


def test_an_ordinal_beside_the_second_line_numbers_the_whole_text() -> None:
    assert read(text(12, "維圖資應用"), text(27, "發展計畫", "二")) == [
        ("二", "維圖資應用"),
        ("", "發展計畫"),
    ]


def test_an_ordinal_between_two_lines_numbers_the_whole_text() -> None:
    assert read(text(12, "維圖資應用"), alone(20, "二"), text(27, "發展計畫")) == [
        ("二", "維圖資應用"),
        ("", "發展計畫"),
    ]


def test_two_ordinals_in_one_cell_stay_where_they_are() -> None:
    assert read(text(12, "甲案", "一"), text(27, "乙案", "二")) == [("一", "甲案"), ("二", "乙案")]


def test_page_ends_and_frames_alone_make_no_cells() -> None:
    # A page with one ordinal, which stands below the rest of the row before: as many lines above it as below.
    lines = (text(12, "建置計畫"), text(27, "辦理訪視", "四"), text(42, "。"))
    ends = (50.0, 100.0, 150.0)

    assert read(*lines, rules=(), ends=ends) == read(*lines, rules=(0.0, 49.0, 51.0, 99.0), ends=ends)
    assert read(*lines, rules=(), ends=ends)[0] == ("", "建置計畫")


def test_an_ordinal_below_the_rest_of_a_text_that_a_page_end_cut_keeps_its_place() -> None:
    rest, item, more = text(62, "目標及效益"), text(82, "乙案", "二"), text(97, "之執行")
    assert read(rest, item, more, **CUT) == [("", "目標及效益"), ("二", "乙案"), ("", "之執行")]


def test_where_ordinals_stand_on_first_lines_one_in_the_middle_by_chance_keeps_its_place() -> None:
    topped = text(12, "甲案", "一"), text(27, "之執行")
    cut = text(62, "目標及"), text(77, "乙案", "二"), text(92, "之執行")
    assert read(*topped, *cut, **CUT)[2:] == [("", "目標及"), ("二", "乙案"), ("", "之執行")]
    assert read(*cut, **CUT) == [("二", "目標及"), ("", "乙案"), ("", "之執行")]
