import pytest

from pipeline.models import Reader
from tests.tables.fixtures import PROSE, READERS, covered, grids, only, page, spans

MERGED = page("""#table(columns: (80pt, 60pt, 60pt, 60pt),
  table.cell(rowspan: 2)[Region], table.cell(colspan: 2)[Sales], [Staff],
  [North], [South], [all],
  [East], [12], [7], [3],
  table.cell(rowspan: 2)[West], [9], [8], [2],
  table.cell(colspan: 2)[none yet], [1])
""")

both = pytest.mark.parametrize("reader", READERS)


@both
def test_cells_that_no_rule_parts_are_one_cell(reader: Reader) -> None:
    grid = only(MERGED, reader)

    assert (grid.rows, grid.columns, grid.ruled, grid.pages) == (5, 4, True, (1,))
    assert spans(grid) == {
        "Region": (0, 0, 2, 1),
        "Sales": (0, 1, 1, 2),
        "West": (3, 0, 2, 1),
        "none yet": (4, 1, 1, 2),
    }
    assert grid.texts()[1] == ["", "North", "South", "all"]
    assert grid.header_rows == 2


def test_every_place_belongs_to_one_cell() -> None:
    grid = only(MERGED)

    assert covered(grid) == [(row, column) for row in range(5) for column in range(4)]


def test_a_cell_knows_its_place_on_the_page() -> None:
    grid = only(MERGED)
    (west,) = (cell for cell in grid.cells if cell.text == "West")
    (place,) = west.spans
    x0, top, x1, bottom = place.bbox

    assert place.page == 1
    assert (x0, x1) == pytest.approx((40, 120), abs=1)
    assert grid.boxes[0].bbox[1] < top < bottom <= grid.boxes[0].bbox[3]


@both
def test_two_tables_on_a_page_are_two(reader: Reader) -> None:
    one = "#table(columns: 2, [a], [b], [1], [2])\n"
    found = grids(page(one + PROSE * 2 + "\n\n" + one), reader)

    assert [grid.id for grid in found] == ["t1", "t2"]
    assert found[0].texts() == found[1].texts() == [["a", "b"], ["1", "2"]]


def test_lines_of_a_ruled_cell_stay_in_it() -> None:
    grid = only(page(f"#table(columns: (90pt, 200pt), [name], [about], [pass], [{PROSE}])"))

    assert grid.rows == 2
    assert grid.texts()[1][1] == PROSE.strip()


def test_meant_line_ends_are_kept() -> None:
    grid = only(page("#table(columns: (120pt, 120pt), [a], [b], [first \\ second], [1])"))

    assert grid.texts()[1][0] == "first\nsecond"


def test_an_open_side_is_a_column_too() -> None:
    source = page("""#table(columns: (60pt, 60pt, 60pt), stroke: (x, y) => (
      top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt }), [a], [b], [c], [1], [2], [3])""")

    assert only(source).texts() == [["a", "b", "c"], ["1", "2", "3"]]


@both
def test_backgrounds_of_cells_are_their_rules_where_none_are_drawn(reader: Reader) -> None:
    source = page("""#table(columns: (70pt, 70pt), stroke: none, gutter: 1pt, fill: luma(220),
      [one], [two], [three], [four], [five], [six])""")
    grid = only(source, reader)

    assert grid.texts() == [["one", "two"], ["three", "four"], ["five", "six"]]


def test_rules_between_columns_of_the_header_only_part_the_rows_below_by_white() -> None:
    rows = ", ".join(f"[land {k}], [{k}.5], [{k * 7}]" for k in range(1, 6))
    source = page(f"""#table(columns: (90pt, 60pt, 60pt), stroke: (x, y) => (
      top: 0.5pt, bottom: 0.5pt, left: if y == 0 or x == 0 {{ 0.5pt }}, right: if y == 0 or x == 2 {{ 0.5pt }}),
      [name], [share], [count], {rows})""")
    grid = only(source)

    assert grid.columns == 3
    assert grid.texts()[5] == ["land 5", "5.5", "35"]


def test_rules_between_columns_only_leave_rows_to_the_text() -> None:
    source = page("""#table(columns: (100pt, 160pt), stroke: (x, y) => (
      left: 0.5pt, right: 0.5pt, top: if y < 2 { 0.5pt }),
      [work], [about], [wells], [dig two wells in the lower village before summer],
      [roads], [mend the road to the mill and the bridge behind it],
      [trees], [plant.])""")
    grid = only(source)

    assert [row[0] for row in grid.texts()] == ["work", "wells", "roads", "trees"]


@both
def test_text_set_sideways_is_its_cell_s(reader: Reader) -> None:
    source = page("""#table(columns: (40pt, 60pt), rows: 40pt,
      rotate(90deg, reflow: true)[side], [above], [left], [below])""")
    grid = only(source, reader)

    assert grid.sideways == 0
    assert grid.texts() == [["side", "above"], ["left", "below"]]


@both
def test_a_stamp_is_counted_and_left_out(reader: Reader) -> None:
    source = page("""#table(columns: (60pt, 60pt), rows: 40pt, [cell], [a], [b], [c])
      #place(top + left, dx: 20pt, dy: 20pt, rotate(20deg, text(size: 20pt, fill: red)[STAMP]))""")
    grid = only(source, reader)

    assert grid.sideways == 5
    assert grid.texts() == [["cell", "a"], ["b", "c"]]


@pytest.mark.parametrize(
    "body",
    [
        "#rect(width: 100%)[" + PROSE + "]",
        "#table(columns: 2, rows: 30pt, [], [], [], [], [x], [])",
        "#line(length: 100%)\n" + PROSE * 3 + "\n#line(length: 100%)",
    ],
)
def test_boxes_and_empty_grids_are_no_tables(body: str) -> None:
    assert grids(page(body)) == ()
