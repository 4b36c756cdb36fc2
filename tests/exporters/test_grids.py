import io
import json
from pathlib import Path

from rich.console import Console

from pipeline.exporters.grids import print_tables, table_csv, tables_json, write_tables
from pipeline.models import Source
from pipeline.tables.cells import Grid, GridCell, Place, RowDoubt, Tables

PLACE = Place(2, (1.23456, 2.0, 3.0, 4.0))
GRID = Grid(
    id="t1",
    pages=(2, 3),
    header_rows=1,
    rows=2,
    columns=2,
    ruled=True,
    cells=(
        GridCell(0, 0, 1, 2, "both", (PLACE,)),
        GridCell(1, 0, 1, 1, 'a,"b"\nc', (PLACE, Place(3, (0.0, 0.0, 1.0, 1.0)))),
        GridCell(1, 1, 1, 1, "", (PLACE,)),
    ),
    boxes=(PLACE,),
    doubts=(RowDoubt("row-joined", 1, 3),),
    sideways=2,
)
SOURCE = Source(file_name="年報.pdf", sha256="0" * 64, pages=3, producer=None)
TABLES = Tables("1.0", SOURCE, "pdfium", (GRID,), (1,))


def test_json_tells_all_and_is_the_same_each_time() -> None:
    content = tables_json(TABLES)
    data = json.loads(content)

    assert content == tables_json(TABLES)
    assert content.endswith(b"}\n")
    assert "年報.pdf".encode() in content
    assert data["unread_pages"] == [1]
    (table,) = data["tables"]
    assert {key: value for key, value in table.items() if key not in {"cells", "boxes"}} == {
        "id": "t1",
        "pages": [2, 3],
        "header_rows": 1,
        "rows": 2,
        "columns": 2,
        "ruled": True,
        "doubts": [{"kind": "row-joined", "row": 1, "page": 3}],
        "sideways": 2,
    }
    assert table["cells"][0] == {
        "row": 0,
        "column": 0,
        "row_span": 1,
        "column_span": 2,
        "text": "both",
        "spans": [{"page": 2, "bbox": [1.23, 2.0, 3.0, 4.0]}],
    }


def test_json_without_tables_is_json() -> None:
    assert json.loads(tables_json(Tables("1.0", SOURCE, "pdfium", ())))["tables"] == []


def test_csv_gives_merged_cells_once() -> None:
    assert table_csv(GRID).decode("utf-8-sig") == 'both,\n"a,""b""\nc",\n'


def test_each_table_has_its_file(tmp_path: Path) -> None:
    write_tables([GRID, GRID], tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["t1.csv"]


def test_a_person_sees_cells_doubts_and_what_was_left_out() -> None:
    screen = Console(file=io.StringIO(), width=200)
    print_tables([GRID], screen, "en")
    shown = screen.file.getvalue()  # type: ignore[attr-defined]

    assert shown.count("both") == 1
    assert "t1  p. 2-3  2 x 2" in shown
    assert "row 2 goes on on page 3" in shown
    assert "2 overlaid characters" in shown


def test_a_document_cannot_command_the_terminal() -> None:
    screen = Console(file=io.StringIO(), width=200)
    cell = GridCell(0, 0, 1, 1, "\x1b[2J[red]x", (PLACE,))
    print_tables([Grid("t1", (1,), 0, 1, 1, True, (cell,), (PLACE,))], screen, "en")

    assert "\x1b" not in screen.file.getvalue()  # type: ignore[attr-defined]
    assert "[red]x" in screen.file.getvalue()  # type: ignore[attr-defined]
