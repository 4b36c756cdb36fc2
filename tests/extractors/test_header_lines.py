"""Lines of headers that stand beside each other: texts of unlike numbers of lines, set to the middle of their row."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest

from pipeline.extractors.headers import find_headers
from pipeline.extractors.words import words_of
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet
from pipeline.profiles.profile import load_profile
from pipeline.readers.page import Rule

LEFTS = (60.0, 140.0, 240.0, 320.0, 400.0, 480.0)
SIZE, PITCH = 10.0, 13.0


def sheet(*columns: tuple[str, ...]) -> Sheet:
    """A header of these columns, the lines of each about the middle of the row."""
    runs = [
        Run(
            text,
            left - len(text) * SIZE / 2,
            left + len(text) * SIZE / 2,
            100.0 + (i - (len(lines) - 1) / 2) * PITCH,
            SIZE,
            array("f", [left - len(text) * SIZE / 2 + k * SIZE for k in range(len(text))]),
        )
        for left, lines in zip(LEFTS, columns, strict=False)
        for i, text in enumerate(lines)
    ]
    runs.sort(key=lambda r: (r.y, r.x0))
    glyphs = sum(len(r.text) for r in runs)
    return Sheet(1, 600.0, 800.0, tuple(runs), (), (), (), 0.0, glyphs)


@pytest.mark.parametrize(
    ("columns", "roles"),
    [
        (
            (("工作項目",), ("計畫", "項目"), ("經費",), ("上年度", "預算數"), ("增減數",), ("實施內容",)),
            ("work", "plan", "budget_current", "budget_previous", "budget_difference", "implementation"),
        ),
        (
            (
                ("工作計", "畫名稱"),
                ("推動重", "點項目"),
                ("實施", "內容"),
                ("經費", "（單位：", "千元）"),
                ("經費", "來源"),
            ),
            ("work", "plan", "implementation", "budget_current", "budget_source"),
        ),
        (
            (
                ("工作", "項目"),
                ("計畫", "項目"),
                ("實施", "內容"),
                ("經費", "概算", "（元）"),
                ("財源",),
                ("備註",),
            ),
            ("work", "plan", "implementation", "budget_current", "budget_source", "extra"),
        ),
    ],
    ids=["a line above", "a line and a half above", "goes on below"],
)
def test_the_first_line_of_a_text_is_no_heading_of_those_beside_it(
    columns: tuple[tuple[str, ...], ...], roles: tuple[str, ...]
) -> None:
    (header,) = find_headers(sheet(*columns), words_of(load_profile()))

    assert header.roles == roles
    assert [c.text for c in header.cells] == ["".join(lines) for lines in columns]


def test_a_word_a_line_above_two_others_is_their_heading() -> None:
    page = sheet(("工作項目",), ("計畫項目",), ("實施內容",), (), ("經費",), ())
    below = sheet((), (), (), ("本年度",), (), ("上年度",))
    runs = [*page.runs, *(replace(r, y=r.y + PITCH) for r in below.runs)]
    (header,) = find_headers(
        Sheet(1, 600.0, 800.0, tuple(runs), (), (), (), 0.0, 22), words_of(load_profile())
    )

    assert header.roles == ("work", "plan", "implementation", "budget_current", "budget_previous")


@pytest.mark.parametrize("guessing", [False, True])
def test_a_wrapped_text_that_no_profile_lists_is_a_column_beside_the_others(guessing: bool) -> None:
    words = words_of(load_profile(), guessing=guessing)
    page = sheet(("工作項目",), ("計畫項目",), ("實施內容",), ("預算數",), ("配合窗", "口"))
    (header,) = find_headers(page, words)

    assert [c.text for c in header.cells][-1] == "配合窗口"
    assert header.roles[-1] == "extra"
    assert header.glyphs == page.glyphs


def test_a_line_as_far_off_as_lines_are_is_no_column_of_the_header() -> None:
    page = sheet(("工作項目",), ("計畫項目",), ("實施內容",), ("預算數",))
    above = replace(sheet((), (), (), (), ("配合窗",)).runs[0], y=100.0 - PITCH)
    (header,) = find_headers(
        Sheet(1, 600.0, 800.0, (above, *page.runs), (), (), (), 0.0, 18), words_of(load_profile())
    )

    assert len(header.cells) == 4


NOTED = ("所需經費", "(單位：千", "元)")


@pytest.mark.parametrize("pitch", [PITCH, 1.45 * SIZE, 2.2 * SIZE, 3.0 * SIZE])
@pytest.mark.parametrize("frame", [False, True])
@pytest.mark.parametrize("noted", [NOTED, ("預算數", "(新臺幣", "千元)"), ("經費", "(千元)"), NOTED[:1]])
def test_a_cell_of_several_lines_beside_cells_of_one_is_one_header(
    noted: tuple[str, ...], frame: bool, pitch: float
) -> None:
    columns = (("工作類別",), ("計畫項目",), ("辦理內容",), noted)
    page = sheet(*columns)
    runs = tuple(replace(run, y=100.0 + (run.y - 100.0) * pitch / PITCH) for run in page.runs)
    horizontal = (Rule(20.0, 40.0, 560.0, 40.0),) if frame else ()
    vertical = tuple(Rule(x, 40.0, x, 700.0) for x in (20.0, 560.0)) if frame else ()
    (header,) = find_headers(
        Sheet(1, 600.0, 800.0, runs, horizontal, vertical, (), 0.0, page.glyphs), words_of(load_profile())
    )

    assert [cell.text for cell in header.cells] == ["".join(lines) for lines in columns]


def test_the_end_of_a_row_that_is_printed_over_a_header_s_frame_is_no_header() -> None:
    # A browser goes on with a row below a header and prints the next header over it.
    texts = ("工作項目", "計畫項目", "實施內容")
    page = sheet(*((text,) for text in texts))
    over = replace(sheet(("購監辦",)).runs[0], y=87.0)
    edges = (20.0, 100.0, 190.0, 280.0)
    horizontal = tuple(Rule(edges[0], y, edges[-1], y) for y in (84.0, 104.0))
    vertical = tuple(Rule(x, 84.0, x, 104.0) for x in edges)
    (header,) = find_headers(
        Sheet(1, 600.0, 800.0, (over, *page.runs), horizontal, vertical, (), 0.0, 15),
        words_of(load_profile()),
    )

    assert tuple(c.text for c in header.cells) == texts
    assert header.glyphs == page.glyphs
