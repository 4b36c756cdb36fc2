from array import array
from collections.abc import Sequence

import pytest

from pipeline.lattice.witnesses import ended_early, piece_em
from pipeline.lines.lines import Line, lines_of
from pipeline.lines.runs import Run, cut, printed
from pipeline.lines.sheets import bind
from pipeline.readers.page import Glyph, Page

SIZE = 10.0


def run(text: str, x0: float = 100.0, y: float = 50.0) -> Run:
    """Text whose characters are all one em wide."""
    starts = array("f", (x0 + SIZE * k for k in range(len(text))))
    return Run(text, x0, x0 + SIZE * len(text), y, SIZE, starts)


def line(text: str, page: int = 1, y: float = 50.0) -> Line:
    return Line(page, y, 100.0, 100.0 + SIZE * len(text), SIZE, text, y)


def glyphs(text: str, x0: float = 100.0, y: float = 50.0, advance: float = SIZE) -> list[Glyph]:
    return [Glyph(c, x0 + advance * k, x0 + advance * (k + 1), y, SIZE) for k, c in enumerate(text)]


def page(*parts: Sequence[Glyph]) -> Page:
    printed_glyphs = tuple(glyph for part in parts for glyph in part)
    return Page(1, 595.0, 842.0, printed_glyphs, (), (), (), 0.0)


@pytest.mark.parametrize(
    ("bounds", "pieces"),
    [
        ([], [(0, "一般行政")]),
        ([90.0, 150.0], [(1, "一般行政")]),
        ([120.0], [(0, "一般"), (1, "行政")]),
        # A character belongs where its middle is.
        ([124.0], [(0, "一般"), (1, "行政")]),
        ([126.0], [(0, "一般行"), (1, "政")]),
        ([110.0, 130.0], [(0, "一"), (1, "般行"), (2, "政")]),
    ],
)
def test_a_run_is_cut_at_column_bounds(bounds: list[float], pieces: list[tuple[int, str]]) -> None:
    found = cut(run("一般行政"), bounds)

    assert [(column, piece.text) for column, piece in found] == pieces
    assert "".join(piece.text for _, piece in found) == "一般行政"


def test_the_pieces_of_a_run_have_the_places_of_their_characters() -> None:
    (_, left), (_, right) = cut(run("一般 行政"), [125.0])

    # The white space between them belongs to neither.
    assert (left.text, left.x0, left.x1) == ("一般", 100.0, 120.0)
    assert (right.text, right.x0, right.x1) == ("行政", 130.0, 150.0)


def test_glyphs_of_one_baseline_are_one_run_until_wide_white() -> None:
    sheet = bind(page(glyphs("工作項目"), glyphs("計畫", x0=180.0), glyphs("下行", y=65.0)))

    assert [one.text for one in sheet.runs] == ["工作項目", "計畫", "下行"]
    assert sheet.glyphs == 8


def test_white_space_is_printed_but_no_glyph() -> None:
    assert printed(" 實 施　內\n容 ") == 4
    assert bind(page(glyphs("實 施"))).glyphs == 2


def test_runs_of_slightly_different_baselines_are_one_line() -> None:
    found = lines_of([run("二、", y=50.0), run("行政", x0=130.0, y=51.0), run("次行", y=64.0)], 1)

    assert [one.text for one in found] == ["二、行政", "次行"]


def test_an_ordinal_sub_column_is_kept_apart() -> None:
    (found,) = lines_of([run("一"), run("檔案庫房", x0=130.0)], 1, lead=120.0)

    assert (found.ordinal, found.text, found.x0, found.left) == ("一", "檔案庫房", 130.0, 100.0)
    assert found.glyphs == 5


def test_coded_text_is_kept_beside_the_ordinary_one() -> None:
    (found,) = lines_of([run("里\u2ea0")], 1)

    assert (found.text, found.raw, found.glyphs) == ("里民", "里\u2ea0", 2)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("保險。", 1.0),
        ("險。其他", 2.0),
        ("「保險", 2.0),
        ("（「保", 3.0),
        ("。」其他", 2.0),
        ("1,000元", 2.5),
        ("LINE 群組", 2.0),
        ("12,345。", 4.0),
        ("95.5%以上", 2.5),
        ("", 0.0),
    ],
)
def test_the_first_piece_that_no_line_break_may_cut(text: str, width: float) -> None:
    assert piece_em(text) == width


@pytest.mark.parametrize(
    ("above", "below", "room", "ended"),
    [
        # Five characters would have fitted: the paragraph had ended.
        ("依規定辦理。", "次段", 5 * SIZE, True),
        # Not even one would: the line was full.
        ("依規定辦", "理相關事項", 0.0, False),
        ("依規定辦", "理相關事項", 0.4 * SIZE, False),
        # A number is kept whole and needs more room than one character.
        ("計核定補助", "123,456,789 元", 3 * SIZE, False),
        ("計核定補助", "元整", 3 * SIZE, True),
        # No line ends with an opening bracket of its own will.
        ("依據「", "檔案法」", 3 * SIZE, False),
        # Text that leaves its column tells nothing.
        ("依規定辦理", "次段", -2 * SIZE, None),
    ],
)
def test_a_line_that_stopped_early_ended_its_paragraph(
    above: str, below: str, room: float, ended: bool | None
) -> None:
    assert ended_early(line(above), line(below), room) is ended


def test_a_piece_that_would_just_have_fitted_tells_nothing() -> None:
    assert ended_early(line("依規定辦理"), line("次段"), 0.95 * SIZE) is None
