"""Which sides of a cell are ruled, for producers that draw rules cell by cell."""

from typing import Literal

from tests.making.wide.layout import Cell, Table

Side = Literal["left", "right", "top", "bottom"]
Edges = tuple[Side, ...]


def edges_of(table: Table, row: int, column: int, cell: Cell) -> Edges:
    """List the ruled sides of a cell; header rows are counted with the others."""
    rules, head, last = table.rules, len(table.head), len(table.head) + len(table.body)
    right, foot = column + cell.columns, row + cell.rows
    top_free = rules.undivided and 0 < row < head
    foot_free = rules.undivided and foot < head
    ends = rules.frame or rules.ends
    top = (ends and row == 0) or (rules.rows and row > 0) or (rules.header and 0 < row <= head)
    bottom = (ends and foot == last) or (rules.rows and foot < last) or (rules.header and 0 < foot <= head)
    sides: tuple[tuple[Side, bool], ...] = (
        ("left", rules.frame if column == 0 else rules.columns),
        ("right", rules.frame if right == len(table.widths) else rules.columns),
        ("top", top and not top_free),
        ("bottom", bottom and not foot_free),
    )
    return tuple(side for side, drawn in sides if drawn)
