from array import array

import pytest

from pipeline.lattice.columns import bounds_from_white, columns_of
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lines.runs import Run
from pipeline.readers.page import Rule

ROLES = ("work", "plan", "implementation")


def header(*spans: tuple[float, float], roles: tuple[str, ...] = ROLES) -> Header:
    cells = tuple(HeaderCell(role, role, x0, x1) for role, (x0, x1) in zip(roles, spans, strict=True))
    return Header(1, 80.0, 100.0, (), cells)


def run(x0: float, x1: float) -> Run:
    return Run("文", x0, x1, 120.0, 10.0, array("f", [x0]))


def test_bounds_lie_in_the_white_between_the_texts_of_all_pages() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    runs = [run(40, 120), run(42, 98), run(140, 260), run(150, 250), run(290, 480), run(290, 300)]
    left, first, second, right = bounds_from_white([head], [runs])

    assert left < 40
    assert 120 < first <= 140
    assert 260 < second <= 290
    assert right > 480


def test_bounds_lie_close_to_where_the_next_text_begins() -> None:
    # Right edges are ragged; a later page may reach further.
    head = header((60, 100), (180, 220), (330, 370))
    _, first, second, _ = bounds_from_white([head], [[run(40, 105), run(160, 230), run(300, 480)]])

    assert 150 < first <= 160
    assert 290 < second <= 300


def test_a_stray_note_between_the_rows_does_not_close_a_gutter() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    rows = [[run(40, 120), run(140, 260), run(290, 480)]] * 40
    bounds = bounds_from_white([head], [*rows, [run(60, 300)]])

    assert 120 < bounds[1] <= 140
    assert 260 < bounds[2] <= 290


def test_a_category_over_a_gutter_does_not_close_it() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    row = [run(40, 120), run(140, 260), run(290, 480)]
    bounds = bounds_from_white([head], [[run(40, 139)], row])

    assert 120 < bounds[1] <= 140


def test_a_gutter_narrowed_by_a_hanging_bracket_is_still_a_gutter() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    bounds = bounds_from_white([head], [[run(40, 120), run(140, 287.4), run(290, 480)]])

    assert 287.4 < bounds[2] <= 290


def test_a_gutter_left_of_a_centred_header_goes_before_white_within_its_column() -> None:
    # The cells of the right column stand at its left, the header in its middle: both leave white.
    head = header((60, 100), (180, 220), (400, 440))
    bounds = bounds_from_white([head], [[run(40, 120), run(140, 270), run(300, 330)]])

    assert 270 < bounds[2] <= 300


def test_without_any_white_the_headers_part_the_columns() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    _, first, second, _ = bounds_from_white([head], [[run(40, 480)]] * 10)

    assert 100 <= first <= 180
    assert 220 <= second <= 330


def test_a_column_of_ordinals_numbers_the_column_behind_it() -> None:
    head = header((45, 75), (110, 150), (300, 340), roles=("ordinal", "plan", "implementation"))
    columns = columns_of(head, (40.0, 80.0, 250.0, 500.0), (), (), 100.0, 700.0)

    assert [(c.role, c.x0, c.x1, c.lead) for c in columns] == [
        ("plan", 40.0, 250.0, 80.0),
        ("implementation", 250.0, 500.0, None),
    ]


def test_a_rule_along_the_column_parts_its_ordinals() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    long, short = Rule(180.0, 100.0, 180.0, 700.0), Rule(330.0, 100.0, 330.0, 160.0)
    columns = columns_of(head, (40.0, 150.0, 300.0, 500.0), (long, short), (), 100.0, 700.0)

    assert [c.lead for c in columns] == [None, 180.0, None]


def test_a_wide_sub_column_that_holds_ordinals_only_is_one() -> None:
    head = header((60, 100), (180, 220), (330, 370))
    rule = Rule(210.0, 100.0, 210.0, 700.0)

    def lead(*texts: str) -> float | None:
        runs = [Run(t, 170.0, 190.0, 120.0 + 20 * n, 10.0, array("f", [170.0])) for n, t in enumerate(texts)]
        bounds = (40.0, 150.0, 300.0, 500.0)
        return columns_of(head, bounds, (rule,), runs, 100.0, 700.0)[1].lead

    assert lead("1.", "2.") == 210.0
    assert lead("1.", "修繕") is None
    assert lead() is None


def test_ordinals_before_a_work_column_number_rows_and_stay_a_column() -> None:
    cells = header((10, 20), (60, 100), (180, 220), (330, 370), roles=("ordinal", *ROLES))
    columns = columns_of(cells, (0, 30, 130, 280, 500), (), (), 100.0, 400.0)

    assert [c.role for c in columns] == ["extra", "work", "plan", "implementation"]


def test_ordinals_before_the_plan_column_are_its_sub_column() -> None:
    cells = header((10, 20), (60, 100), (330, 370), roles=("ordinal", "plan", "implementation"))
    columns = columns_of(cells, (0, 30, 280, 500), (), (), 100.0, 400.0)

    assert [(c.role, c.x0, c.lead) for c in columns] == [("plan", 0, 30), ("implementation", 280, None)]


def texts_at(*places: tuple[str, float]) -> list[Run]:
    return [Run(text, x0, x0 + 10.0 * len(text), 120.0, 10.0, array("f", [x0])) for text, x0 in places]


@pytest.mark.parametrize(
    ("rules", "texts", "lead"),
    [
        # Wider than ordinals need, but nothing else stands in it.
        ((Rule(215.0, 100.0, 215.0, 700.0),), (("1.", 180.0), ("文書管理", 220.0)), 215.0),
        ((Rule(215.0, 100.0, 215.0, 700.0),), (("1.文書", 170.0), ("檔案", 220.0)), None),
        # A header's word over both, and no rule.
        ((), (("甲、", 170.0), ("文書管理", 220.0), ("與檔案", 220.0)), 219.0),
        # A hanging indent, and a number that the line end cut off.
        ((), (("甲、", 170.0), ("文書管理", 195.0)), None),
        ((), (("3", 170.0), ("文書管理", 170.0), ("場次", 220.0)), None),
    ],
    ids=["wide", "levels", "white", "indent", "number"],
)
def test_a_sub_column_of_ordinals_below_one_header(
    rules: tuple[Rule, ...], texts: tuple[tuple[str, float], ...], lead: float | None
) -> None:
    head = header((60, 100), (220, 260), (380, 420))
    columns = columns_of(head, (40.0, 160.0, 300.0, 500.0), rules, texts_at(*texts), 100.0, 700.0)

    assert [c.lead for c in columns] == [None, lead, None]


def test_amounts_that_reach_further_right_than_their_header_leave_room_for_longer_ones() -> None:
    # The header stands in the middle of its column, the amounts at the right of it.
    head = header((60, 100), (200, 240), (330, 370), roles=("work", "implementation", "budget_current"))
    amounts = texts_at(("4,754,000", 310.0), ("754,000", 330.0), ("54,000", 340.0))
    bounds = bounds_from_white([head], [texts_at(("辦理訪視", 170.0)), amounts])

    assert 240 < bounds[2] < 250
