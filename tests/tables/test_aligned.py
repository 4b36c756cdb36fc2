import pytest

from pipeline.models import Reader
from tests.tables.fixtures import PROSE, READERS, grids, only, page

both = pytest.mark.parametrize("reader", READERS)
ROWS = (
    ("Town", "1990", "2000"),
    ("Aal", "12,5", "13"),
    ("Birk", "8", "9,1"),
    ("Cove", "-", "110"),
    ("Dun", "7", "6"),
)


def cells(rows: tuple[tuple[str, ...], ...]) -> str:
    return ", ".join(f"[{text}]" for row in rows for text in row)


def table(rows: tuple[tuple[str, ...], ...], settings: str = "stroke: none") -> str:
    return f"#table(columns: (100pt, 70pt, 70pt), align: (left, right, right), {settings}, {cells(rows)})\n"


@both
def test_columns_by_white_alone(reader: Reader) -> None:
    grid = only(page(PROSE * 2 + "\n\n" + table(ROWS) + "\n" + PROSE * 2), reader)

    assert not grid.ruled
    assert [tuple(row) for row in grid.texts()] == list(ROWS)
    assert grid.header_rows == 1


@both
def test_rules_between_rows_only(reader: Reader) -> None:
    grid = only(page(table(ROWS, "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt)")), reader)

    assert [tuple(row) for row in grid.texts()] == list(ROWS)


def test_rules_above_and_below_the_header_and_at_the_foot() -> None:
    grid = only(page(table(ROWS, "stroke: (x, y) => (top: if y < 2 { 0.5pt }, bottom: if y == 4 { 0.5pt })")))

    assert [tuple(row) for row in grid.texts()] == list(ROWS)


@both
def test_striped_rows(reader: Reader) -> None:
    settings = "stroke: none, fill: (x, y) => if calc.odd(y) { luma(225) }"
    grid = only(page(table(ROWS, settings)), reader)

    assert [tuple(row) for row in grid.texts()] == list(ROWS)


def test_a_row_between_rules_may_have_several_lines() -> None:
    rows = (
        ("work", "about", "sum"),
        ("wells", "dig two wells in the lower village", "12"),
        ("roads", "mend", "3"),
    )
    source = f"""#table(columns: (60pt, 90pt, 50pt), stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt), {cells(rows)},
      [trees], [plant], [4])"""
    grid = only(page(source))

    assert [tuple(row) for row in grid.texts()] == [*rows, ("trees", "plant", "4")]


def test_a_label_of_two_lines_is_one_cell() -> None:
    rows = (
        ("Town", "1990", "2000"),
        ("Cold and windy settlement of Aal", "12", "13"),
        ("Birk", "8", "9"),
        ("Cove", "1", "2"),
    )
    grid = only(page(table(rows)))

    assert [tuple(row) for row in grid.texts()] == list(rows)


def test_a_heading_over_two_columns_spans_them() -> None:
    source = f"""#table(columns: (100pt, 70pt, 70pt), stroke: none, align: (left, center, center),
      [], table.cell(colspan: 2)[inhabitants in thousands], {cells(ROWS)})"""
    grid = only(page(source))
    (heading,) = (cell for cell in grid.cells if cell.text == "inhabitants in thousands")

    assert (heading.column, heading.column_span) == (1, 2)


def test_rules_that_leave_out_the_first_column_merge_it() -> None:
    source = """#table(columns: (80pt, 90pt, 60pt), stroke: none,
      table.hline(), [group], [work], [sum],
      table.hline(), [north], [wells], [1],
      table.hline(start: 1), [], [roads], [2],
      table.hline(start: 1), [], [trees], [3],
      table.hline(), [south], [walls], [4], table.hline())"""
    grid = only(page(source))
    (north,) = (cell for cell in grid.cells if cell.text == "north")

    assert (north.row, north.row_span) == (1, 3)
    assert grid.rows == 5


@pytest.mark.parametrize(
    "body",
    [
        PROSE * 12,
        "#columns(2)[" + PROSE * 14 + "]",
        "\n".join(f"+ {PROSE}" for _ in range(5)),
        "\n".join("- short point" for _ in range(6)),
        "#grid(columns: (150pt, 40pt), row-gutter: 6pt, [Opening], [1], [Middle], [4], [Closing], [9], [Notes], [12])",
        "#grid(columns: (90pt, 150pt), row-gutter: 6pt, [Name:], [Ann], [Town:], [Aal], [Trade:], [smith])",
        "\n\n".join(f"Chapter {k} #box(width: 1fr, repeat[.]) {k * 3}" for k in range(1, 7)),
    ],
    ids=["prose", "two-columns", "numbered", "bullets", "contents", "form", "leaders"],
)
def test_what_only_looks_like_a_table(body: str) -> None:
    assert grids(page(body)) == ()
