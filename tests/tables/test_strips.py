"""Which rows stand in a drawn cell, and which grids are tables for themselves."""

from array import array

from pipeline.lines.runs import Run
from pipeline.lines.segments import segment
from pipeline.tables.columns import PlacedSegment, PrintedLine, measures
from pipeline.tables.rows import parted
from tests.tables.fixtures import BOUNDARY, grids, only, page

THREE = "#table(columns: (90pt, 120pt, 60pt), {}"
TOWNS = "#table(columns: (90pt, 80pt, 80pt), {})\n"


def test_a_drawn_cell_is_a_cell_at_any_spacing() -> None:
    rows = (
        "[name], [about], [sum], [wells], [dig \\ \\ two], [12 \\ \\ 13 \\ \\ 14], [roads], [mend], [3 \\ 4])"
    )
    grid = only(page(THREE.format(rows)))

    assert grid.texts()[1:] == [["wells", "dig\ntwo", "12\n13\n14"], ["roads", "mend", "3\n4"]]


def test_figures_below_each_other_in_the_one_row_stay_in_their_cell() -> None:
    grid = only(page(THREE.format("[name], [about], [sum], [wells], [dig], [12 \\ 13 \\ 14])")))

    assert grid.texts()[1] == ["wells", "dig", "12\n13\n14"]


def test_a_ruled_total_does_not_make_the_strip_above_it_one_row() -> None:
    items = ", ".join(f"[item {k}], [{k}00], [{k}]" for k in range(1, 7))
    grid = only(
        page(THREE.format(along(0, 1, 7, 8) + "[name], [a], [b], " + items + ", [total], [2100], [21])"))
    )

    assert [row[1] for row in grid.texts()] == ["a", "100", "200", "300", "400", "500", "600", "2100"]


def test_texts_that_begin_together_behind_white_are_rows() -> None:
    rows = (
        "[work], [what], [who], [wells], [dig two wells in the lower village and line them], [office of works], "
        "[roads], [mend the road over the pass], [the county], [trees], [plant], [school])"
    )
    grid = only(page(THREE.format(along(0, 1, 4) + rows)))

    assert [row[0] for row in grid.texts()] == ["work", "wells", "roads", "trees"]


def test_a_form_above_a_table_of_other_columns_is_a_table_of_its_own() -> None:
    form = (
        "#table(columns: (70pt, 90pt, 60pt, 100pt), [Plan], [Roads], [Sum], [900], "
        "[About], table.cell(colspan: 3)[Mend all roads of the town.])\n#v(-12.2pt)\n"
    )
    detail = (
        "#table(columns: (100pt, 70pt, 50pt, 100pt), "
        + along(0, 1, 3)
        + "[item], [unit], [price], [note], [gravel], [t], [300], [north], [sand], [t], [600], [])"
    )
    above, below = grids(page(form + detail))

    assert above.texts()[0] == ["Plan", "Roads", "Sum", "900"]
    assert [row[0] for row in below.texts()] == ["item", "gravel", "sand"]


def test_a_form_alone_keeps_its_cells() -> None:
    grid = only(
        page(
            "#table(columns: (60pt, 100pt, 60pt, 100pt), [Name], [Ann], [Tel], [123], "
            "[Town], table.cell(colspan: 3)[Aal on the hill], [Trade], [smith], [Born], [1990])"
        )
    )

    assert [row[0] for row in grid.texts()] == ["Name", "Town", "Trade"]


def test_a_small_table_in_a_cell_is_its_text() -> None:
    inner = "#table(columns: 2, [p], [q], [1], [2])"
    grid = only(
        page(f"#table(columns: (100pt, 180pt), [name], [about], [wells], [{inner}], [roads], [mend])")
    )

    assert grid.texts() == [["name", "about"], ["wells", "p q\n1 2"], ["roads", "mend"]]


def test_pages_that_are_alike_keep_their_rows() -> None:
    rows = "[Aal], [1], [2], [Birk], [3], [4]"
    grid = only(page(BOUNDARY.join([TOWNS.format(rows)] * 3)))

    assert [row[0] for row in grid.texts()] == ["Aal", "Birk"] * 3


def test_of_pages_that_are_alike_the_header_is_given_once() -> None:
    rows = "[Town], [North], [South], [Birk], [3], [4]"
    grid = only(page(BOUNDARY.join([TOWNS.format(rows)] * 2)))

    assert [row[0] for row in grid.texts()] == ["Town", "Birk", "Birk"]


def test_numbers_of_columns_are_printed_again_with_the_header() -> None:
    rows = "[Town], [North], [South], [(1)], [(2)], [(3)], [{}], [3], [4]"
    source = page(TOWNS.format(rows.format("Aal")) + BOUNDARY + TOWNS.format(rows.format("Birk")))

    assert [row[0] for row in only(source).texts()] == ["Town", "(1)", "Aal", "Birk"]


def test_a_bound_that_may_be_elsewhere_is_told() -> None:
    lines = [line for k in range(3) for line in (printed(k, "wells", "1"), printed(k + 0.5, "of the north"))]
    rows = parted(lines, measures(lines, (0.0, 200.0, 260.0), ruled=True), ruled=True)

    assert rows.rows == ((0, 1), (2, 3), (4, 5))
    assert rows.begins == ("begun", "unsure", "unsure")


def printed(row: float, *texts: str) -> PrintedLine:
    """A line of texts, each in its column, 24 points below the one of the row before."""
    return tuple(
        PlacedSegment(
            c, c, segment([Run(text, 200.0 * c, 200.0 * c + 6 * len(text), 24 * row, 10, array("f"))])
        )
        for c, text in enumerate(texts)
    )


def along(*edges: int) -> str:
    """A table's setting: rules along its columns, and above these rows."""
    above, below = f"top: if y in {edges} {{ .5pt }}", f"bottom: if y + 1 == {edges[-1]} {{ .5pt }}"
    return f"stroke: (x, y) => (left: .5pt, right: .5pt, {above}, {below}), "
