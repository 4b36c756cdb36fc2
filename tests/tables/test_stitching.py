import pytest

from pipeline.models import Reader
from tests.tables.fixtures import PROSE, READERS, covered, only, page
from tests.tables.fixtures import grids as read

both = pytest.mark.parametrize("reader", READERS)
LONG = "dig two wells in the lower village and lead the water of both to the square before the summer begins"

HALF = LONG[: LONG.index(" square")]


def rows(count: int, start: int = 0) -> str:
    return ", ".join(f"[work {k}], [about number {k}], [{k}]" for k in range(start, start + count))


def table(body: str, settings: str = "") -> str:
    return f"#table(columns: (80pt, 160pt, 60pt), {settings} {body})\n"


@both
def test_a_table_goes_on_behind_the_page_end_with_its_header_once(reader: Reader) -> None:
    source = page(table("table.header([name], [about], [sum]), " + rows(40)), height=400)
    grid = only(source, reader)

    assert grid.pages[:2] == (1, 2)
    assert (grid.rows, grid.header_rows) == (41, 1)
    assert [row[2] for row in grid.texts()] == ["sum", *map(str, range(40))]
    assert grid.doubts == ()
    assert [box.page for box in grid.boxes] == list(grid.pages)


def test_a_table_by_white_goes_on_too() -> None:
    grid = only(page(table("table.header([name], [about], [sum]), " + rows(40), "stroke: none,"), height=400))

    assert [row[2] for row in grid.texts()] == ["sum", *map(str, range(40))]


def test_a_table_goes_on_without_a_header() -> None:
    grid = only(page(table("[name], [about], [sum], " + rows(40)), height=400))

    assert grid.rows == 41


def test_page_numbers_and_running_heads_do_not_end_a_table() -> None:
    heads = '#set page(header: [Annual report], numbering: "1 / 1")\n'
    grid = only(page(heads + table("[name], [about], [sum], " + rows(40)), height=400))

    assert grid.rows == 41


def test_text_between_ends_a_table() -> None:
    one = table("[name], [about], [sum], " + rows(5))
    found = read(page(one + "#pagebreak()\n" + PROSE + "\n" + one))

    assert [grid.pages for grid in found] == [(1,), (2,)]


def test_other_columns_are_another_table() -> None:
    one = table("[name], [about], [sum], " + rows(5))
    other = "#table(columns: (60pt, 60pt), [a], [b], [1], [2])\n"

    assert len(read(page(one + "#pagebreak()\n" + other))) == 2


def cut(stroke: str, second: str) -> str:
    """A table by hand whose last row on the first page goes on on the second."""
    first = f"[name], [about], [sum], [wells], [{HALF}], [12]"
    return page(table(first) + "#pagebreak()\n" + table(second, stroke))


def test_a_row_that_a_page_end_cuts_is_one_row() -> None:
    grid = only(cut("", f"[], [{LONG[len(HALF) :].strip()}], [], [roads], [mend], [3]"))

    assert grid.texts()[1] == ["wells", LONG, "12"]
    assert [row[0] for row in grid.texts()] == ["name", "wells", "roads"]
    assert covered(grid) == [(row, column) for row in range(3) for column in range(3)]
    (about,) = (cell for cell in grid.cells if cell.text == LONG)
    assert [place.page for place in about.spans] == [1, 2]


def test_a_row_of_its_own_behind_a_page_end_stays_one() -> None:
    grid = only(cut("", "[roads], [mend], [3], [trees], [plant], [4]"))

    assert [row[0] for row in grid.texts()] == ["name", "wells", "roads", "trees"]
    assert grid.doubts == ()


def test_a_joined_row_that_nothing_proves_is_told() -> None:
    first = "[name], [about], [sum], [wells], [Dig.], [12]"
    source = page(table(first) + "#pagebreak()\n" + table("[], [Then drink.], [], [roads], [mend], [3]"))
    grid = only(source)

    assert grid.texts()[1] == ["wells", "Dig.\nThen drink.", "12"]
    assert [(doubt.kind, doubt.row, doubt.page) for doubt in grid.doubts] == [("row-joined", 1, 2)]


def test_a_merged_cell_goes_on() -> None:
    first = "[name], [about], [sum], table.cell(rowspan: 2)[wells], [dig.], [1], [lead.], [2]"
    second = "table.cell(rowspan: 2)[], [drink.], [3], [rest.], [4]"
    grid = only(page(table(first) + "#pagebreak()\n" + table(second)))
    (wells,) = (cell for cell in grid.cells if cell.text == "wells")

    assert (wells.row, wells.row_span) == (1, 4)
    assert grid.rows == 5


def test_a_header_without_a_rule_below_it_is_known_again() -> None:
    open_below = "stroke: (x, y) => (left: 0.5pt, right: 0.5pt, top: if y == 0 { 0.5pt }),"
    first = "[name], [about], [sum], table.hline(), [wells], [dig two wells.], [12]"
    second = "[name], [about], [sum], [roads], [mend the road.], [3]"
    grid = only(page(table(first, open_below) + "#pagebreak()\n" + table(second, open_below)))

    assert [row[0] for row in grid.texts()] == ["name", "wells", "roads"]
