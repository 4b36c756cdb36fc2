"""Tables of any PDF as JSON, CSV and on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.exporters.columns import ENCODING
from pipeline.exporters.csv_form import csv_text
from pipeline.exporters.disk import make_folder, write_file
from pipeline.messages.catalogue import catalogue
from pipeline.messages.wording import Language, Wording
from pipeline.tables.cells import Grid, Place, RowDoubt, Tables
from pipeline.terminal import printable

if TYPE_CHECKING:
    from rich.console import Console

COORDINATE_DECIMALS = 2
"""Decimals of coordinates: a hundredth of a point is far below what printers resolve."""


def tables_json(found: Tables) -> bytes:
    """All tables as UTF-8 JSON with a line for each cell, ending in LF; the same bytes for the same file."""
    lines = [
        "{",
        f' "generator": {_compact({"version": found.version, "reader": found.reader})},',
        f' "source": {_compact(found.source.model_dump())},',
        f' "unread_pages": {_compact(list(found.unread))},',
        ' "tables": [',
        ",\n".join(map(_grid, found.tables)),
        " ]",
        "}",
    ]
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _grid(grid: Grid) -> str:
    head = {**asdict(grid), "boxes": [_place(p) for p in grid.boxes]}
    del head["cells"]
    cells = ({**asdict(cell), "spans": [_place(p) for p in cell.spans]} for cell in grid.cells)
    listed = ",\n".join(f"   {_compact(cell)}" for cell in cells)
    return f'  {_compact(head)[:-1]}, "cells": [\n{listed}\n  ]}}'


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _place(place: Place) -> dict[str, Any]:
    return {"page": place.page, "bbox": [round(value, COORDINATE_DECIMALS) for value in place.bbox]}


def table_csv(grid: Grid) -> bytes:
    """One table as CSV; a merged cell's text stands at its first place, its other places are empty."""
    return csv_text(grid.texts()).encode(ENCODING)


def table_files(grids: Iterable[Grid]) -> Iterator[tuple[str, bytes]]:
    """Name and content of a CSV file for each table."""
    for grid in grids:
        yield f"{grid.id}.csv", table_csv(grid)


def write_tables(grids: Iterable[Grid], folder: Path) -> None:
    """Write a CSV file for each table into a folder, which is made where it is missing.

    Raises:
        UnwritableError: the folder or one of the files cannot be written.
    """
    make_folder(folder)
    for name, content in table_files(grids):
        write_file(folder / name, [content])


def told(doubt: RowDoubt) -> Wording:
    """A doubt in words."""
    return catalogue("tables")[doubt.kind].problem(row=doubt.row + 1, page=doubt.page).text


def print_tables(grids: Iterable[Grid], console: Console, language: Language) -> None:
    """Print tables for a person: each with its pages and size, merged cells once, doubts below."""
    from rich import box  # noqa: PLC0415 - only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    for grid in grids:
        pages = f"{grid.pages[0]}-{grid.pages[-1]}" if len(grid.pages) > 1 else str(grid.pages[0])
        page_word = Wording(zh=f"第 {pages} 頁", en=f"p. {pages}").told(language)
        console.print(
            f"{grid.id}  {page_word}  {grid.rows} x {grid.columns}", style="italic", highlight=False
        )
        shown = Table(box=box.SQUARE, show_header=False, show_lines=True)
        for _ in range(grid.columns):
            shown.add_column(overflow="fold")
        for number, row in enumerate(grid.texts()):
            style = "bold" if number < grid.header_rows else None
            shown.add_row(*(Text(printable(text, keep="\n")) for text in row), style=style)
        console.print(shown)
        for doubt in grid.doubts:
            console.print(f"  ? {told(doubt).told(language)}", markup=False, highlight=False)
        if grid.sideways:
            left_out = Wording(
                zh=f"略去疊印的文字 {grid.sideways} 字", en=f"{grid.sideways} overlaid characters left out"
            )
            console.print(f"  ? {left_out.told(language)}", markup=False, highlight=False)
